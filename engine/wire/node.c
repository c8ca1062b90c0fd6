#include "wire/node.h"

#include "base/near.h"

#include <string.h>

const char *const node_type_names[] = {"column", "row",     "grid",   "stack",  "scroll", "pages", "text",
                                       "picture", "button", "canvas", "meter", "matrix", "spacer", NULL};
const char *const icon_names[] = {"back",   "home",    "text_size",   "contrast", "sound",   "sound_off", "reach",
                                  "language", "finish", "chevron",    "next",     "prev",    "check",     "redo",
                                  "book",   "lock",    "usb",         "forbid",   "warn",    "retry",     "undo",
                                  "family", "person",  "data",        "close",    "up",      "down",      "swap",
                                  "arrow_right", "mark", "pointer",   "seal_ring", "diamond", "diamond_filled",
                                  "star_none", "zoom_in", "zoom_out", NULL};

static const char *const align_values[] = {"auto", "start", "center", "end", "stretch", NULL};
static const char *const justify_values[] = {"start", "center", "end", "between", NULL};
static const char *const anchor_values[] = {"fill",  "top_left",    "top",    "top_right",    "left", "center",
                                            "right", "bottom_left", "bottom", "bottom_right", NULL};
static const char *const text_align_values[] = {"left", "center", "right", "justify", NULL};
static const char *const fit_values[] = {"cover", "contain", NULL};
static const char *const gradient_values[] = {"down", "right", NULL};
static const char *const shadow_values[] = {"none", "card", "dialog", NULL};
static const char *const sides_values[] = {"all", "top", "right", "bottom", "left", NULL};
static const char *const enter_values[] = {"none", "fade", "rise", "stamp", NULL};
static const char *const meter_values[] = {"slips", "bar", "dots", NULL};
static const char *const bold_values[] = {"auto", "true", "false", NULL};

#define BIT(t) (1u << NODE_##t)
#define EVERY ((1u << NODE_TYPES) - 1)
#define BOXES (BIT(COLUMN) | BIT(ROW) | BIT(GRID) | BIT(STACK) | BIT(SCROLL) | BIT(PAGES) | BIT(BUTTON))
#define LINES (BIT(COLUMN) | BIT(ROW) | BIT(SCROLL) | BIT(BUTTON))
#define AT(field) offsetof(struct node, field)
#define ROW(field, kind, types, lo, hi, values, doc) {#field, PROP_##kind, types, AT(field), lo, hi, values, doc}

/* clang-format off */
static const struct prop_row rows[] = {
    ROW(key, NAME, EVERY, 0, 64, NULL, "节点的名字；同名节点在下一次画面里保留滚动位置和动作"),
    ROW(label, TEXT, EVERY, 0, 4096, NULL, "参观脚本点按时用的名字；不写时用里面的文字"),
    ROW(line, INT, EVERY, 0, 1000000, NULL, "内容所在的行号，检查时用来指路；一般由展项构件填写"),
    ROW(width, SIZE, EVERY, 0, 20000, NULL, "宽；数字以画面短边的 1/1080 为单位，也可写 \"20mm\"、\"50%\"、\"s3\"；不写则由内容决定"),
    ROW(height, SIZE, EVERY, 0, 20000, NULL, "高；单位同宽；不写则由内容决定"),
    ROW(min_width, SIZE, EVERY, 0, 20000, NULL, "最小宽；单位同宽"),
    ROW(max_width, SIZE, EVERY, 0, 20000, NULL, "最大宽；单位同宽"),
    ROW(min_height, SIZE, EVERY, 0, 20000, NULL, "最小高；单位同宽"),
    ROW(max_height, SIZE, EVERY, 0, 20000, NULL, "最大高；单位同宽"),
    ROW(grow, NUMBER, EVERY, 0, 100, NULL, "分到多少份剩余空间；默认 0"),
    ROW(self, ENUM, EVERY, 0, 0, align_values, "自己在父节点横向上的位置；默认随父节点的 align"),
    ROW(gap, SIZE, BOXES, 0, 2000, NULL, "子节点之间的距离；默认 0"),
    ROW(padding, EDGES, BOXES | BIT(TEXT), 0, 2000, NULL, "内边距：一个数、{竖, 横} 或 {top=, right=, bottom=, left=}；默认 0"),
    ROW(align, ENUM, BOXES, 0, 0, align_values, "子节点在横向上的位置：start center end stretch；默认 stretch"),
    ROW(justify, ENUM, LINES, 0, 0, justify_values, "子节点在主方向上的位置：start center end between；默认 start"),
    ROW(columns, INT, BIT(GRID), 1, 24, NULL, "列数；默认 1"),
    ROW(wrap, BOOL, BIT(ROW), 0, 1, NULL, "放不下时换行；默认否"),
    ROW(anchor, ENUM, EVERY, 0, 0, anchor_values, "在 stack 里的位置；默认 fill（铺满）"),
    ROW(dx, SIZE, EVERY, -20000, 20000, NULL, "在 stack 里从原位向右移多少；默认 0"),
    ROW(dy, SIZE, EVERY, -20000, 20000, NULL, "在 stack 里从原位向下移多少；默认 0"),
    ROW(fill, COLOR, EVERY, 0, 0, NULL, "底色：主题色名或 \"#RRGGBB\"；默认没有"),
    ROW(fill_to, COLOR, EVERY, 0, 0, NULL, "渐变另一端的颜色；默认没有渐变"),
    ROW(gradient, ENUM, EVERY, 0, 0, gradient_values, "渐变方向：down right；默认 down"),
    ROW(edge, COLOR, EVERY, 0, 0, NULL, "边线颜色；默认没有边线"),
    ROW(edge_width, NUMBER, EVERY, 0, 32, NULL, "边线宽，单位 u；默认 2"),
    ROW(dashed, BOOL, EVERY, 0, 1, NULL, "虚线边；默认否"),
    ROW(edge_sides, ENUM, EVERY, 0, 0, sides_values, "只画哪一边：all top right bottom left；默认 all"),
    ROW(radius, NUMBER, EVERY, 0, 1000, NULL, "圆角半径，单位 u；默认 0"),
    ROW(corners, ENUM, EVERY, 0, 0, sides_values, "哪一边的两个角是圆的；默认 all"),
    ROW(shadow, ENUM, EVERY, 0, 0, shadow_values, "影子：none card dialog；默认 none"),
    ROW(opacity, NUMBER, EVERY, 0, 1, NULL, "不透明度 0 到 1；默认 1"),
    ROW(enter, ENUM, EVERY, 0, 0, enter_values, "出现时的动作：none fade rise stamp；默认 none"),
    ROW(decor, BOOL, EVERY, 0, 1, NULL, "只是装饰：高对比度和大字版时不显示；默认否"),
    ROW(text, TEXT, BIT(TEXT), 0, 4 << 20, NULL, "文字；可写成 { zh = …, en = … }"),
    ROW(role, ENUM, BIT(TEXT), 0, 0, role_names, "文字的角色，决定字体字号行距；默认 body"),
    ROW(color, COLOR, BIT(TEXT) | BIT(PICTURE) | BIT(METER) | BIT(CANVAS), 0, 0, NULL, "文字、图标、进度或笔迹的颜色；默认 ink"),
    ROW(text_align, ENUM, BIT(TEXT), 0, 0, text_align_values, "对齐：left center right justify；默认 left"),
    ROW(max_lines, INT, BIT(TEXT), 0, 1000, NULL, "最多几行，多出的以省略号结尾；默认不限"),
    ROW(bold, ENUM, BIT(TEXT), 0, 0, bold_values, "粗体 true 或 false；默认随角色"),
    ROW(face, ENUM, BIT(TEXT), 0, 0, face_names, "字体 sans serif kai digits；默认随角色"),
    ROW(rich, BOOL, BIT(TEXT), 0, 1, NULL, "文字里有 <b> <q> <u> <c 颜色> 标记；默认否"),
    ROW(indent, NUMBER, BIT(TEXT), 0, 8, NULL, "每段首行缩进几个字；默认 0"),
    ROW(size, NUMBER, BIT(TEXT), 0, 400, NULL, "字号，单位 u；默认随角色"),
    ROW(src, NAME, BIT(PICTURE), 0, 160, NULL, "media 文件夹里的图片，如 \"covers/quiz.svg\""),
    ROW(icon, NAME, BIT(PICTURE), 0, 32, NULL, "内置图标的名字，代替 src"),
    ROW(fit, ENUM, BIT(PICTURE), 0, 0, fit_values, "cover 裁满，contain 完整放下；默认 cover"),
    ROW(ratio, NUMBER, BIT(PICTURE), 0, 100, NULL, "宽比高；宽高只知其一时用；默认不知"),
    ROW(flip, BOOL, BIT(PICTURE), 0, 1, NULL, "左右翻转；默认否"),
    ROW(zoom, BOOL, BIT(PICTURE), 0, 1, NULL, "角上带“放大”按钮；不带的大图也可以用两指放大；默认否"),
    ROW(on_tap, HANDLER, BIT(BUTTON), 0, 0, NULL, "轻触时做什么"),
    ROW(on_drop, HANDLER, BOXES, 0, 0, NULL, "有东西拖到这里时做什么，参数是它的 drag"),
    ROW(on_page, HANDLER, BIT(PAGES), 0, 0, NULL, "翻到另一页时做什么，参数是页码"),
    ROW(on_ink, HANDLER, BIT(CANVAS), 0, 0, NULL, "第一次落笔时做什么"),
    ROW(on_end, HANDLER, BIT(SCROLL), 0, 0, NULL, "第一次看到末尾时做什么"),
    ROW(glide, NUMBER, BIT(SCROLL), 0, 2000, NULL, "自己向下滚动，每秒多少 u，供跟读；手指一碰就停，改回 0 再设才重新开始；默认 0（不动）"),
    ROW(disabled, BOOL, BIT(BUTTON), 0, 1, NULL, "不能按；默认否"),
    ROW(drag, NAME, BOXES, 0, 64, NULL, "可以拖动，这是拖到别处时的名字"),
    ROW(page, INT, BIT(PAGES), 1, 10000, NULL, "显示第几页；默认 1"),
    ROW(value, NUMBER, BIT(METER), 0, 1e6, NULL, "进度：已完成多少；默认 0"),
    ROW(of, NUMBER, BIT(METER), 0, 1e6, NULL, "进度：一共多少；默认 1"),
    ROW(meter, ENUM, BIT(METER), 0, 0, meter_values, "进度的样子：slips 竹简 bar 长条 dots 圆点；默认 slips"),
    ROW(rows, NAME, BIT(MATRIX), 0, 40000, NULL, "点阵，每行一串 0 和 1，行末换行；1 是深色"),
    ROW(thickness, NUMBER, BIT(CANVAS), 0.2, 20, NULL, "笔画粗细，毫米；默认 1.2"),
};
/* clang-format on */
#define ROWS ((int)(sizeof rows / sizeof *rows))

const struct prop_row *prop_rows(int *count)
{
    *count = ROWS;
    return rows;
}

const struct prop_row *prop_find(enum node_type type, const char *name, int *number)
{
    for (int i = 0; i < ROWS; i++) {
        if ((rows[i].types & 1u << type) && strcmp(rows[i].name, name) == 0) {
            *number = i;
            return &rows[i];
        }
    }
    return NULL;
}

/* Words that other programs use for the same thing: too far for counting letters. */
static const char *alias_of(const char *name)
{
    static const char *const pairs[][2] = {
        {"colour", "color"},     {"background", "fill"}, {"bg", "fill"},          {"border", "edge"},
        {"onclick", "on_tap"},   {"on_click", "on_tap"}, {"image", "src"},        {"source", "src"},
        {"margin", "padding"},   {"spacing", "gap"},     {"font", "role"},        {"font_size", "size"},
        {"alignment", "align"},  {"onTap", "on_tap"},    {"rounded", "radius"},   {"alpha", "opacity"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (strcmp(pairs[i][0], name) == 0)
            return pairs[i][1];
    }
    return NULL;
}

const char *prop_nearest(enum node_type type, const char *name)
{
    int number;
    const char *best = alias_of(name);
    if (best && prop_find(type, best, &number))
        return best;
    best = NULL;
    for (int i = 0; i < ROWS; i++) {
        if (rows[i].types & 1u << type)
            best = near_better(name, best, rows[i].name);
    }
    return best;
}

bool node_type_find(const char *name, enum node_type *type)
{
    for (int i = 0; i < NODE_TYPES; i++) {
        if (strcmp(node_type_names[i], name) == 0) {
            *type = (enum node_type)i;
            return true;
        }
    }
    return false;
}

struct node *node_new(struct arena *a, enum node_type type)
{
    struct node *n = arena_alloc(a, sizeof *n);
    n->type = type;
    n->edge_width = 2;
    n->opacity = 1;
    n->color = COLOR_INK;
    n->face = -1;
    n->columns = 1;
    n->page = 1;
    n->of = 1;
    n->thickness = 1.2f;
    return n;
}

void node_add(struct node *parent, struct node *child)
{
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->children++;
}
