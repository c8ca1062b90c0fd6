/* A view table becomes bytes. Raw access only, bounded depth and count, every value checked against its row: what leaves
 * here passes tree_decode on the other side, and what does not is refused with a sentence for the editor. */
#include "scene/scene.h"

#include <stdio.h>
#include <string.h>

bool encode_row(struct encoder *c, enum node_type type, int key, int *number)
{
    int count;
    const struct prop_row *rows = prop_rows(&count);
    if (lua_type(c->L, key) != LUA_TSTRING)
        return encode_wrong(c, "%s 里有不能用的下标（%s）", node_type_names[type], luaL_typename(c->L, key));
    slot_get(c->L, SLOT_PROPS);
    lua_pushvalue(c->L, key);
    lua_rawget(c->L, -2);
    *number = lua_isinteger(c->L, -1) ? (int)lua_tointeger(c->L, -1) : -1;
    lua_pop(c->L, 2);
    if (*number >= 0 && *number < count && (rows[*number].types & 1u << type))
        return true;
    const char *name = lua_tostring(c->L, key), *best = prop_nearest(type, name);
    if (best)
        return encode_wrong(c, "%s 没有属性“%.60s”，是不是“%s”？", node_type_names[type], name, best);
    return encode_wrong(c, "%s 没有属性“%.60s”", node_type_names[type], name);
}

static bool put_node(struct encoder *c, int index, int depth);

/* Marks which rows the node uses; array entries are its children. */
static bool find_rows(struct encoder *c, enum node_type type, int index, bool used[256])
{
    int number;
    lua_pushnil(c->L);
    while (lua_next(c->L, index)) {
        lua_pop(c->L, 1);
        if (lua_isinteger(c->L, -1))
            continue;
        if (lua_type(c->L, -1) == LUA_TSTRING && strcmp(lua_tostring(c->L, -1), "type") == 0)
            continue;
        if (!encode_row(c, type, lua_gettop(c->L), &number))
            return false;
        used[number] = true;
    }
    return true;
}

static bool put_properties(struct encoder *c, enum node_type type, int index)
{
    bool used[256] = {false};
    int count, written = 0;
    const struct prop_row *rows = prop_rows(&count);
    size_t at = c->out->len;
    buf_u8(c->out, 0);
    if (!find_rows(c, type, index, used))
        return false;
    for (int i = 0; i < count; i++) {
        if (!used[i])
            continue;
        buf_u8(c->out, (uint8_t)i);
        lua_pushstring(c->L, rows[i].name);
        lua_rawget(c->L, index);
        if (!encode_value(c, type, &rows[i]))
            return false;
        lua_pop(c->L, 1);
        written++;
    }
    c->out->data[at] = (unsigned char)written;
    return true;
}

/* The child on top of the stack, popped; a plain list in its place stands for its entries. */
static bool put_child(struct encoder *c, int depth, bool may_be_list, int *children)
{
    int at = lua_gettop(c->L);
    vm_check(c->L); /* also where there is nothing, millions of times over */
    if (lua_isnil(c->L, at) || (lua_isboolean(c->L, at) && !lua_toboolean(c->L, at))) {
        lua_pop(c->L, 1);
        return true;
    }
    if (lua_type(c->L, at) != LUA_TTABLE)
        return encode_wrong(c, "画面里应是节点（如 text \"…\"），现在是 %s", luaL_typename(c->L, at));
    lua_pushliteral(c->L, "type");
    bool is_node = lua_rawget(c->L, at) != LUA_TNIL;
    lua_pop(c->L, 1);
    if (is_node) {
        ++*children;
        if (!put_node(c, at, depth))
            return false;
    } else if (!may_be_list) {
        return encode_wrong(c, "画面里的列表嵌套了列表；最多一层");
    } else {
        for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(c->L, at); i <= n; i++) {
            lua_rawgeti(c->L, at, i);
            if (!put_child(c, depth, false, children))
                return false;
        }
    }
    lua_settop(c->L, at - 1);
    return true;
}

static bool put_children(struct encoder *c, int index, int depth)
{
    int children = 0;
    size_t at = c->out->len;
    buf_u16(c->out, 0);
    for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(c->L, index); i <= n; i++) {
        lua_rawgeti(c->L, index, i);
        if (!put_child(c, depth, true, &children))
            return false;
    }
    c->out->data[at] = (unsigned char)(children & 0xFF);
    c->out->data[at + 1] = (unsigned char)(children >> 8);
    return true;
}

static int line_of(lua_State *L, int index)
{
    lua_pushliteral(L, "line");
    lua_rawget(L, index);
    int line = lua_isinteger(L, -1) ? (int)lua_tointeger(L, -1) : 0;
    lua_pop(L, 1);
    return line;
}

static bool put_node(struct encoder *c, int index, int depth)
{
    enum node_type type;
    const struct tree_limits *most = &scene_of(c->L)->view;
    if (depth > most->depth)
        return encode_wrong(c, "画面嵌套超过 %d 层；是不是有节点把自己放在自己里面？", most->depth);
    if (++c->nodes > most->nodes)
        return encode_wrong(c, "画面里的节点超过 %d 个（limits.view_nodes）；改法：分成几个画面，或几页", most->nodes);
    luaL_checkstack(c->L, 12, "view too deep");
    lua_pushliteral(c->L, "type");
    if (lua_rawget(c->L, index) != LUA_TSTRING || !node_type_find(lua_tostring(c->L, -1), &type))
        return encode_wrong(c, "没有这种节点：%.40s", lua_type(c->L, -1) == LUA_TSTRING ? lua_tostring(c->L, -1) : "?");
    lua_pop(c->L, 1);
    buf_u8(c->out, (uint8_t)type);
    if (put_properties(c, type, index) && put_children(c, index, depth + 1))
        return true;
    if (!c->wrong_line)
        c->wrong_line = line_of(c->L, index);
    return false;
}

bool encode_tree(struct encoder *c, int index)
{
    int children = 0, top = lua_gettop(c->L);
    lua_pushvalue(c->L, index);
    bool fine = lua_type(c->L, -1) == LUA_TTABLE || encode_wrong(c, "view 应返回一个节点，现在是 %s；改法：看看 view 里是不是漏了 return", luaL_typename(c->L, -1));
    fine = fine && put_child(c, 1, false, &children);
    if (fine && children != 1)
        fine = encode_wrong(c, "view 应返回一个节点");
    if (fine && c->out->len > CHANNEL_MESSAGE_MAX - 4096)
        fine = encode_wrong(c, "画面太大（超过 8 MB）");
    lua_settop(c->L, top);
    return fine;
}
