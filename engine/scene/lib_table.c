/* The table library as scenes see it: raw tables only, loops that end with the deadline. Sorting is stable. */
#include "scene/vm.h"

#define LENGTH_MAX 100000000 /* no memory holds more: a length beyond that is guessed from the keys of a sparse table */

static lua_Integer length_of(lua_State *L, int arg)
{
    luaL_checktype(L, arg, LUA_TTABLE);
    lua_Unsigned n = lua_rawlen(L, arg);
    if (n > LENGTH_MAX)
        vm_raise(L, 1, "这个表的项不是从 1 起连着的，没有长度可言");
    return (lua_Integer)n;
}

static void pause_at(lua_State *L, lua_Integer i)
{
    if ((i & 0x3FF) == 0)
        vm_check(L);
}

static int table_insert(lua_State *L)
{
    lua_Integer n = length_of(L, 1);
    int given = lua_gettop(L);
    if (given != 2 && given != 3)
        return vm_raise(L, 1, "table.insert 要两个或三个参数");
    lua_Integer at = given == 2 ? n + 1 : vm_int(L, 2, "table.insert 的位置", 1, n + 1);
    for (lua_Integer i = n; i >= at; i--) {
        pause_at(L, i);
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, 1, i + 1);
    }
    lua_settop(L, given);
    lua_rawseti(L, 1, at);
    return 0;
}

static int table_remove(lua_State *L)
{
    lua_Integer n = length_of(L, 1), at = n;
    if (!lua_isnoneornil(L, 2))
        at = vm_int(L, 2, "table.remove 的位置", n ? 1 : 0, n + 1);
    lua_rawgeti(L, 1, at);
    for (lua_Integer i = at; i < n; i++) {
        pause_at(L, i);
        lua_rawgeti(L, 1, i + 1);
        lua_rawseti(L, 1, i);
    }
    if (at >= 1 && at <= n) {
        lua_pushnil(L);
        lua_rawseti(L, 1, n);
    }
    return 1;
}

static int table_concat(lua_State *L)
{
    lua_Integer n = length_of(L, 1);
    size_t gap_len;
    const char *gap = luaL_optlstring(L, 2, "", &gap_len);
    lua_Integer from = luaL_optinteger(L, 3, 1), to = luaL_optinteger(L, 4, n);
    if (from <= to && (from < 1 || to > n))
        return vm_raise(L, 1, "table.concat 的范围 %lld 到 %lld 超出了表的长度 %lld", from, to, n);
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (lua_Integer i = from; i <= to; i++) {
        pause_at(L, i);
        lua_rawgeti(L, 1, i);
        if (!lua_isstring(L, -1))
            return vm_raise(L, 1, "table.concat：第 %lld 项不是文字（%s）", i, luaL_typename(L, -1));
        luaL_addvalue(&b);
        if (i < to)
            luaL_addlstring(&b, gap, gap_len);
    }
    luaL_pushresult(&b);
    return 1;
}

static int table_unpack(lua_State *L)
{
    lua_Integer n = length_of(L, 1), from = luaL_optinteger(L, 2, 1), to = luaL_optinteger(L, 3, n);
    if (from > to)
        return 0;
    if (from < -VM_VALUES_MAX || to > (lua_Integer)1 << 31 || to - from >= VM_VALUES_MAX)
        return vm_raise(L, 1, "table.unpack 一次最多取 %d 项", VM_VALUES_MAX);
    luaL_checkstack(L, (int)(to - from + 1), "too many results");
    for (lua_Integer i = from; i <= to; i++)
        lua_rawgeti(L, 1, i);
    return (int)(to - from + 1);
}

static int table_pack(lua_State *L)
{
    int n = lua_gettop(L);
    lua_createtable(L, n, 1);
    lua_insert(L, 1);
    for (int i = n; i >= 1; i--)
        lua_rawseti(L, 1, i);
    lua_pushinteger(L, n);
    lua_setfield(L, 1, "n");
    return 1;
}

static int table_move(lua_State *L)
{
    int to_table = lua_isnoneornil(L, 5) ? 1 : 5;
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, to_table, LUA_TTABLE);
    lua_Integer from = vm_int(L, 2, "table.move 的起点", -100000, 100000000);
    lua_Integer end = vm_int(L, 3, "table.move 的终点", -100000, from + 99999);
    lua_Integer to = vm_int(L, 4, "table.move 的目的地", -100000, 100000000);
    bool upwards = to > from && to <= end && to_table == 1;
    for (lua_Integer k = 0; k <= end - from; k++) {
        lua_Integer i = upwards ? end - from - k : k;
        pause_at(L, i);
        lua_rawgeti(L, 1, from + i);
        lua_rawseti(L, to_table, to + i);
    }
    lua_pushvalue(L, to_table);
    return 1;
}

/* Is a before b? Both at the given stack places; the comparison function, if any, at 2. */
static bool before(lua_State *L, int a, int b)
{
    if (lua_isnil(L, 2))
        return lua_compare(L, a, b, LUA_OPLT);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, a);
    lua_pushvalue(L, b);
    lua_call(L, 2, 1);
    bool yes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return yes;
}

/* Merges [from, middle) and [middle, end) of the table at `source` into the table at `target`. */
static void merge(lua_State *L, int source, int target, lua_Integer from, lua_Integer middle, lua_Integer end)
{
    lua_Integer a = from, b = middle;
    for (lua_Integer i = from; i < end; i++) {
        pause_at(L, i);
        bool second = a >= middle;
        if (a < middle && b < end) {
            lua_rawgeti(L, source, a);
            lua_rawgeti(L, source, b);
            second = before(L, lua_gettop(L), lua_gettop(L) - 1);
            lua_pop(L, 2);
        }
        lua_rawgeti(L, source, second ? b++ : a++);
        lua_rawseti(L, target, i);
    }
}

static int table_sort(lua_State *L)
{
    lua_Integer n = length_of(L, 1);
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    if (n > 100000)
        return vm_raise(L, 1, "table.sort 最多排十万项");
    lua_settop(L, 2);
    lua_createtable(L, (int)n, 0); /* 3 */
    int source = 1, target = 3;
    for (lua_Integer width = 1; width < n; width *= 2) {
        for (lua_Integer from = 1; from <= n; from += 2 * width) {
            lua_Integer middle = from + width <= n + 1 ? from + width : n + 1;
            merge(L, source, target, from, middle, middle + width <= n + 1 ? middle + width : n + 1);
        }
        int other = source;
        source = target;
        target = other;
    }
    for (lua_Integer i = 1; source == 3 && i <= n; i++) {
        lua_rawgeti(L, 3, i);
        lua_rawseti(L, 1, i);
    }
    return 0;
}

void lib_table(lua_State *L)
{
    static const luaL_Reg own[] = {{"insert", table_insert}, {"remove", table_remove}, {"concat", table_concat},
                                   {"unpack", table_unpack}, {"pack", table_pack},     {"move", table_move},
                                   {"sort", table_sort},     {NULL, NULL}};
    luaL_newlib(L, own);
    lua_setfield(L, -2, "table");
}
