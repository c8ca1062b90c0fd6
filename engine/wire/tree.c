/* Foreign bytes to nodes. Every value is checked against its row before it is stored. */
#include "wire/node.h"

const struct tree_limits tree_limits_default = {.nodes = 20000, .depth = 32, .text_bytes = 7u << 20, .pictures = 400};

struct decoding {
    struct reader *r;
    const struct tree_limits *limits;
    struct arena *arena;
    struct err *e;
    int nodes, pictures;
    size_t text_bytes;
};

static bool refuse(struct decoding *d, const char *what, const char *name)
{
    d->r->bad = true;
    return err_set(d->e, "画面数据无效：%s（%s）", what, name);
}

static bool take_text(struct decoding *d, const struct prop_row *row, const char **to)
{
    size_t len;
    const char *s = read_str(d->r, (size_t)row->max, &len);
    if (d->r->bad)
        return refuse(d, "文字过长或不是 UTF-8", row->name);
    d->text_bytes += len;
    if (d->text_bytes > d->limits->text_bytes)
        return refuse(d, "全部文字超过上限", row->name);
    *to = arena_text(d->arena, s, len);
    return true;
}

static bool take_size(struct decoding *d, const struct prop_row *row, struct size *to)
{
    uint8_t unit = read_u8(d->r);
    float v = read_f32(d->r);
    if (d->r->bad || unit > SIZE_SPACE || (double)v < row->min || (double)v > row->max)
        return refuse(d, "尺寸超出范围", row->name);
    if (unit == SIZE_SPACE && (v < 0 || v >= SPACE_COUNT))
        return refuse(d, "没有这个间距", row->name);
    *to = (struct size){.unit = (enum size_unit)unit, .v = v};
    return true;
}

static bool take_edges(struct decoding *d, const struct prop_row *row, struct edges *to)
{
    return take_size(d, row, &to->top) && take_size(d, row, &to->right) && take_size(d, row, &to->bottom) &&
           take_size(d, row, &to->left);
}

static bool take_int(struct decoding *d, const struct prop_row *row, int *to)
{
    int64_t v = read_i64(d->r);
    if (d->r->bad || (double)v < row->min || (double)v > row->max)
        return refuse(d, "数值超出范围", row->name);
    *to = (int)v;
    return true;
}

static bool take_number(struct decoding *d, const struct prop_row *row, float *to)
{
    float v = read_f32(d->r);
    if (d->r->bad || (double)v < row->min || (double)v > row->max)
        return refuse(d, "数值超出范围", row->name);
    *to = v;
    return true;
}

static bool take_enum(struct decoding *d, const struct prop_row *row, int *to)
{
    uint8_t v = read_u8(d->r);
    int count = 0;
    while (row->values[count])
        count++;
    if (d->r->bad || v >= count)
        return refuse(d, "没有这个取值", row->name);
    *to = v;
    return true;
}

static bool take_color(struct decoding *d, const struct prop_row *row, uint32_t *to)
{
    *to = read_u32(d->r);
    if (d->r->bad || (*to >= COLOR_COUNT && *to < 1u << 24))
        return refuse(d, "没有这个颜色", row->name);
    return true;
}

static bool take_bool(struct decoding *d, const struct prop_row *row, bool *to)
{
    uint8_t v = read_u8(d->r);
    if (d->r->bad || v > 1)
        return refuse(d, "只能是真或假", row->name);
    *to = v == 1;
    return true;
}

static bool take_value(struct decoding *d, const struct prop_row *row, void *to)
{
    switch (row->kind) {
    case PROP_BOOL:
        return take_bool(d, row, to);
    case PROP_ENUM:
        return take_enum(d, row, to);
    case PROP_INT:
        return take_int(d, row, to);
    case PROP_NUMBER:
        return take_number(d, row, to);
    case PROP_TEXT:
    case PROP_NAME:
        return take_text(d, row, to);
    case PROP_COLOR:
        return take_color(d, row, to);
    case PROP_SIZE:
        return take_size(d, row, to);
    case PROP_EDGES:
        return take_edges(d, row, to);
    case PROP_HANDLER:
        *(uint32_t *)to = read_u32(d->r);
        return !d->r->bad || refuse(d, "数据不完整", row->name);
    }
    return refuse(d, "未知的属性种类", row->name);
}

static bool take_properties(struct decoding *d, struct node *n)
{
    int count, given = read_u8(d->r);
    const struct prop_row *rows = prop_rows(&count);
    for (int i = 0; i < given; i++) {
        int number = read_u8(d->r);
        if (d->r->bad || number >= count || !(rows[number].types & 1u << n->type))
            return refuse(d, "没有这个属性", node_type_names[n->type]);
        if (!take_value(d, &rows[number], (char *)n + rows[number].offset))
            return false;
    }
    return true;
}

static struct node *take_node(struct decoding *d, int depth)
{
    uint8_t type = read_u8(d->r);
    if (d->r->bad || type >= NODE_TYPES) {
        refuse(d, "没有这种节点", "type");
        return NULL;
    }
    if (depth > d->limits->depth || ++d->nodes > d->limits->nodes) {
        refuse(d, "画面里的节点太多或嵌套太深", node_type_names[type]);
        return NULL;
    }
    struct node *n = node_new(d->arena, (enum node_type)type);
    if (!take_properties(d, n))
        return NULL;
    if (n->src && n->src[0] && ++d->pictures > d->limits->pictures) {
        refuse(d, "画面里的图片太多", n->src);
        return NULL;
    }
    int children = read_u16(d->r);
    for (int i = 0; i < children; i++) {
        struct node *child = take_node(d, depth + 1);
        if (!child)
            return NULL;
        node_add(n, child);
    }
    return d->r->bad ? (refuse(d, "数据不完整", node_type_names[type]), NULL) : n;
}

bool tree_decode(struct reader *r, const struct tree_limits *limits, struct arena *a, struct node **root,
                 struct err *e)
{
    struct decoding d = {.r = r, .limits = limits, .arena = a, .e = e};
    *root = take_node(&d, 1);
    return *root != NULL;
}
