#include "scene_rig.h"

/* Views of any shape under budgets that they just keep, just break, or are nowhere near: nodes, depth, text, pictures. What a
 * view holds is counted here as it is built, so it is known which it must be: the scene shows it or names the budget, and
 * the stage, handed the same bytes by a scene that keeps to no budget, decides the same. */

#define DEPTH_MOST 40
#define NODES_MOST 3000 /* of one input; a child that is used again counts again */
#define TEXT_MOST (1 << 20)

struct amount {
    long nodes, depth, text, pictures;
};

struct level {
    struct amount sum, last; /* last: of the child that came last */
    lua_Integer children;
};

struct plan {
    struct reader in;
    long nodes, text; /* so far, all levels together */
    struct tree_limits limits;
    struct amount holds;
};

enum op { OP_OPEN, OP_CLOSE, OP_TEXT, OP_NUMBER, OP_WORDS, OP_PICTURE, OP_ICON, OP_AGAIN, OP_NOTHING, OP_LIST, OP_KEY, OPS };

static struct scene_rig rig;

static void new_node(lua_State *L, const char *type)
{
    lua_newtable(L);
    lua_pushstring(L, type);
    lua_setfield(L, -2, "type");
}

/* Counts what is on top of the stack as a child of the level, and puts it there. */
static void put_last(lua_State *L, struct plan *p, struct level *v, struct amount a)
{
    lua_rawseti(L, -2, ++v->children);
    p->nodes += a.nodes;
    p->text += a.text;
    v->sum.nodes += a.nodes;
    v->sum.text += a.text;
    v->sum.pictures += a.pictures;
    v->sum.depth = a.depth > v->sum.depth ? a.depth : v->sum.depth;
    v->last = a;
}

static void make_text(lua_State *L, size_t len)
{
    char text[256];
    memset(text, 'x', len);
    lua_pushlstring(L, text, len);
}

static void add_leaf(lua_State *L, struct plan *p, struct level *v, enum op op)
{
    struct amount a = {.nodes = 1, .depth = 1};
    size_t len = read_u8(&p->in);
    bool picture = op == OP_PICTURE || op == OP_ICON;
    new_node(L, picture ? "picture" : "text");
    if (op == OP_ICON) {
        lua_pushliteral(L, "home");
        a.text = 4;
    } else if (op == OP_NUMBER) {
        lua_pushinteger(L, (lua_Integer)len);
        a.text = len > 99 ? 3 : len > 9 ? 2 : 1;
    } else if (op == OP_WORDS) {
        lua_newtable(L);
        make_text(L, len);
        lua_setfield(L, -2, "zh");
        make_text(L, 255); /* the other language is not shown and costs nothing */
        lua_setfield(L, -2, "en");
        a.text = (long)len;
    } else {
        len = picture ? len % 60 + 1 : len;
        make_text(L, len);
        a.text = (long)len;
        a.pictures = picture;
    }
    lua_setfield(L, -2, op == OP_PICTURE ? "src" : op == OP_ICON ? "icon" : "text");
    put_last(L, p, v, a);
}

/* The child that came last, some more times. */
static void add_again(lua_State *L, struct plan *p, struct level *v)
{
    for (int n = read_u8(&p->in); n > 0 && v->children; n--) {
        if (p->nodes + v->last.nodes > NODES_MOST || p->text + v->last.text > TEXT_MOST)
            return;
        lua_rawgeti(L, -1, v->children);
        put_last(L, p, v, v->last);
    }
}

/* A plain list in a child's place: its entries count, it does not. */
static void add_list(lua_State *L, struct plan *p, struct level *v)
{
    struct level list = {.children = 0};
    long nodes = p->nodes, text = p->text;
    lua_newtable(L);
    for (int n = read_u8(&p->in) % 8; n > 0; n--)
        add_leaf(L, p, &list, read_u8(&p->in) & 1 ? OP_TEXT : OP_PICTURE);
    p->nodes = nodes; /* counted again as one */
    p->text = text;
    put_last(L, p, v, list.sum);
}

static void close_level(lua_State *L, struct plan *p, struct level *v, int *depth)
{
    struct amount a = v[*depth].sum;
    p->nodes -= a.nodes; /* counted as they came */
    p->text -= a.text;
    a.nodes++;
    a.depth++;
    --*depth;
    put_last(L, p, &v[*depth], a);
}

static void open_level(lua_State *L, struct plan *p, struct level *v, int *depth)
{
    static const char *const types[] = {"column", "row", "grid", "scroll", "stack", "button"};
    if (*depth + 1 >= DEPTH_MOST)
        return;
    v[++*depth] = (struct level){.children = 0};
    new_node(L, types[read_u8(&p->in) % 6]);
}

static void follow(lua_State *L, struct plan *p, struct level *v, int *depth)
{
    enum op op = (enum op)(read_u8(&p->in) % OPS);
    struct level *now = &v[*depth];
    size_t len;
    switch (op) {
    case OP_OPEN:
        open_level(L, p, v, depth);
        break;
    case OP_CLOSE:
        if (*depth > 1)
            close_level(L, p, v, depth);
        break;
    case OP_AGAIN:
        add_again(L, p, now);
        break;
    case OP_NOTHING:
        lua_pushboolean(L, 0);
        put_last(L, p, now, (struct amount){.nodes = 0});
        break;
    case OP_LIST:
        add_list(L, p, now);
        break;
    case OP_KEY:
        lua_getfield(L, -1, "key");
        len = lua_isnil(L, -1) ? read_u8(&p->in) % 60 + 1 : 0;
        lua_pop(L, 1);
        if (len) {
            make_text(L, len);
            lua_setfield(L, -2, "key");
            now->sum.text += (long)len;
            p->text += (long)len;
        }
        break;
    default:
        add_leaf(L, p, now, op);
    }
}

/* One budget of the head: loose, or what the view holds, one less, one more. */
static long aim(uint8_t how, long holds, long least, long loose)
{
    long most = how % 4 == 0 ? loose : holds + how % 4 - 2;
    return most < least ? least : most;
}

/* A column with whatever follows in it becomes `given`. */
static int build(lua_State *L)
{
    struct plan *p = lua_touserdata(L, 1);
    struct level v[DEPTH_MOST] = {{.children = 0}};
    int depth = 1;
    uint8_t head[4];
    for (size_t i = 0; i < 4; i++)
        head[i] = read_u8(&p->in);
    luaL_checkstack(L, DEPTH_MOST + 12, "");
    lua_newtable(L); /* holds the root, as if it were its only child */
    new_node(L, "column");
    while (!p->in.bad && p->in.at < p->in.end && p->nodes < NODES_MOST)
        follow(L, p, v, &depth);
    while (depth > 0)
        close_level(L, p, v, &depth);
    p->holds = v[0].sum;
    p->limits = (struct tree_limits){.nodes = (int)aim(head[0], p->holds.nodes, 1, tree_limits_default.nodes),
                                     .depth = (int)aim(head[1], p->holds.depth, 1, 2 * DEPTH_MOST),
                                     .text_bytes = (size_t)aim(head[2], p->holds.text, 0, 7 << 20),
                                     .pictures = (int)aim(head[3], p->holds.pictures, 0, 60000)};
    lua_rawgeti(L, -1, 1);
    lua_setglobal(L, "given");
    return 0;
}

/* The budgets that it breaks, by the words that tell the editor. */
static int broken(const struct plan *p, const char *words[4])
{
    int n = 0;
    if (p->holds.nodes > p->limits.nodes)
        words[n++] = "limits.view_nodes";
    if (p->holds.depth > p->limits.depth)
        words[n++] = "嵌套超过";
    if (p->holds.text > (long)p->limits.text_bytes)
        words[n++] = "limits.view_text";
    if (p->holds.pictures > p->limits.pictures)
        words[n++] = "limits.view_pictures";
    return n;
}

static bool show(const struct tree_limits *limits, struct finding *f)
{
    static const char source[] = "return { view = function() return given end }";
    rig.scene.view = *limits;
    rig.views = 0;
    rig.scene.view_serial = 0;
    bool shown = rig_load(&rig, source, f);
    MUST(rig.views == shown);
    return shown;
}

static void stage_decides(const struct plan *p, bool expected)
{
    struct reader r = reader_of(rig.scene.shown_tree.data, rig.scene.shown_tree.len);
    struct arena a = {0};
    struct node *root;
    struct err e;
    MUST((tree_decode(&r, &p->limits, &a, &root, &e) && reader_done(&r)) == expected);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct tree_limits loose = {
        .nodes = 60000, .depth = 2 * DEPTH_MOST, .text_bytes = 7 << 20, .pictures = 60000};
    struct plan p = {.in = reader_of(data, size)};
    const char *words[4];
    struct finding f;
    if (!rig.scene.vm.L)
        rig_open(&rig, NULL);
    MUST(rig_give_made(&rig, build, &p));
    int n = broken(&p, words);
    bool told = false;
    MUST(show(&p.limits, &f) == (n == 0));
    for (int i = 0; i < n; i++)
        told |= strstr(f.message, words[i]) != NULL;
    MUST(told == (n > 0));
    MUST(show(&loose, &f));
    stage_decides(&p, n == 0);
    rig_forget(&rig);
    return 0;
}

/* Every budget just broken, just kept and just not reached by the same view, and all of them loose. */
bool fuzz_seed(int i, struct buf *out)
{
    static const uint8_t body[] = {OP_TEXT, 40, OP_AGAIN, 30, OP_PICTURE, 9, OP_AGAIN, 12, OP_OPEN, 1, OP_ICON, 0,
                                   OP_WORDS, 80, OP_LIST, 5, 1, 7, 0, 3, 1, 9, OP_KEY, 5, OP_OPEN, 0, OP_NUMBER, 120,
                                   OP_CLOSE, OP_NOTHING, OP_AGAIN, 3, OP_CLOSE, OP_AGAIN, 200};
    if (i > 16)
        return false;
    for (int k = 0; k < 4; k++) { /* seeds 1 to 12: one budget each; 13 to 16: all at once */
        int one = i > 0 && (i - 1) / 3 == k ? (i - 1) % 3 + 1 : 0;
        buf_u8(out, (uint8_t)(i > 12 ? i - 13 : one));
    }
    buf_bytes(out, body, sizeof body);
    return true;
}
