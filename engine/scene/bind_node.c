/* Node constructors, one for each node type, made from the property rows. They check what they are given at once, so
 * that a mistake is reported with the line it stands on. */
#include "scene/scene.h"

#include <string.h>

#define CHILDREN_MAX 60000 /* as many as limits.view_nodes may ever allow */

/* Texts given as the first entry, or as languages without "text =". */
static void take_text(lua_State *L)
{
    lua_rawgeti(L, 1, 1);
    if (!lua_isnil(L, -1)) {
        lua_setfield(L, 1, "text");
        lua_pushnil(L);
        lua_rawseti(L, 1, 1);
        return;
    }
    lua_pop(L, 1);
    lua_newtable(L);
    static const char *const languages[] = {"zh", "en"};
    bool any = false;
    for (size_t i = 0; i < 2; i++) {
        lua_pushstring(L, languages[i]);
        if (lua_rawget(L, 1) == LUA_TSTRING) {
            any = true;
            lua_setfield(L, -2, languages[i]);
            lua_pushnil(L);
            lua_setfield(L, 1, languages[i]);
        } else {
            lua_pop(L, 1);
        }
    }
    if (any)
        lua_setfield(L, 1, "text");
    else
        lua_pop(L, 1);
}

/* nil entries leave holes that # may not see behind: the highest index counts, and holes are closed. */
static void close_holes(lua_State *L, lua_Integer highest)
{
    lua_Integer to = 1;
    for (lua_Integer i = 1; i <= highest; i++) {
        bool nothing = lua_rawgeti(L, 1, i) == LUA_TNIL;
        nothing |= lua_isboolean(L, -1) && !lua_toboolean(L, -1);
        if (nothing || to == i) {
            lua_pop(L, 1);
            to += !nothing;
            continue;
        }
        lua_rawseti(L, 1, to++);
    }
    for (; to <= highest; to++) {
        lua_pushnil(L);
        lua_rawseti(L, 1, to);
    }
}

static void check_children(lua_State *L, enum node_type type, lua_Integer highest)
{
    for (lua_Integer i = 1; i <= highest; i++) {
        int kind = lua_rawgeti(L, 1, i);
        lua_pop(L, 1);
        if (kind == LUA_TNIL)
            return;
        if (kind == LUA_TSTRING)
            vm_raise(L, 1, "%s 的第 %d 项是文字；要显示文字请写 text \"…\"", node_type_names[type], (int)i);
        if (kind != LUA_TTABLE)
            vm_raise(L, 1, "%s 的第 %d 项应是节点，现在是 %s", node_type_names[type], (int)i, lua_typename(L, kind));
    }
}

/* Checks all properties; returns the highest index among the children. */
static lua_Integer check_properties(lua_State *L, struct encoder *c, enum node_type type)
{
    int count, number;
    const struct prop_row *rows = prop_rows(&count);
    lua_Integer highest = 0;
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        int key = lua_gettop(L) - 1;
        if (lua_isinteger(L, key)) {
            lua_Integer i = lua_tointeger(L, key);
            if (i < 1 || i > CHILDREN_MAX)
                vm_raise(L, 1, "%s 的子节点下标应是 1 到 %d", node_type_names[type], CHILDREN_MAX);
            highest = i > highest ? i : highest;
        } else if (lua_type(L, key) != LUA_TSTRING || strcmp(lua_tostring(L, key), "type") != 0) {
            if (!encode_row(c, type, key, &number) || !encode_value(c, type, &rows[number]))
                vm_raise(L, 1, "%s", c->wrong);
            buf_clear(c->out);
            c->text_bytes = 0;
        }
        lua_pop(L, 1);
    }
    return highest;
}

static void set_line(lua_State *L)
{
    int line;
    lua_pushliteral(L, "line");
    bool given = lua_rawget(L, 1) != LUA_TNIL;
    lua_pop(L, 1);
    if (given || !vm_here(L, 1, NULL, 0, &line))
        return;
    lua_pushliteral(L, "line");
    lua_pushinteger(L, line);
    lua_rawset(L, 1);
}

static int construct(lua_State *L)
{
    enum node_type type = (enum node_type)lua_tointeger(L, lua_upvalueindex(1));
    struct scene *s = scene_of(L);
    lua_settop(L, 1);
    if (type == NODE_TEXT && (lua_type(L, 1) == LUA_TSTRING || lua_type(L, 1) == LUA_TNUMBER)) {
        lua_createtable(L, 0, 3);
        lua_insert(L, 1);
        lua_setfield(L, 1, "text");
    } else if (lua_isnil(L, 1)) {
        lua_newtable(L);
        lua_replace(L, 1);
    }
    if (lua_type(L, 1) != LUA_TTABLE || luaL_getmetafield(L, 1, "__index") != LUA_TNIL)
        return vm_raise(L, 1, "%s 后面应是 { … }", node_type_names[type]);
    if (type == NODE_TEXT)
        take_text(L);
    struct encoder c = {.L = L, .out = &s->message, .lang = s->context.lang};
    buf_clear(&s->message);
    lua_Integer highest = check_properties(L, &c, type);
    close_holes(L, highest);
    check_children(L, type, highest);
    set_line(L);
    lua_pushliteral(L, "type");
    lua_pushstring(L, node_type_names[type]);
    lua_rawset(L, 1);
    lua_settop(L, 1);
    return 1;
}

void bind_nodes(lua_State *L)
{
    int count;
    const struct prop_row *rows = prop_rows(&count);
    lua_createtable(L, 0, count);
    for (int i = 0; i < count; i++) {
        lua_pushinteger(L, i);
        lua_setfield(L, -2, rows[i].name);
    }
    slot_set(L, SLOT_PROPS);
    for (int i = 0; i < NODE_TYPES; i++) {
        lua_pushinteger(L, i);
        lua_pushcclosure(L, construct, 1);
        lua_setglobal(L, node_type_names[i]);
    }
}
