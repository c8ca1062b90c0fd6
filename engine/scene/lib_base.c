/* The base library as scenes see it: no loading, no collector, errors that cannot be swallowed when they are fatal. */
#include "scene/vm.h"

#include <lualib.h>
#include <stdio.h>
#include <string.h>

const char *vm_tostring(lua_State *L, int index, size_t *len)
{
    index = lua_absindex(L, index);
    if (lua_type(L, index) == LUA_TSTRING || lua_type(L, index) == LUA_TNUMBER) {
        lua_pushvalue(L, index);
    } else if (luaL_callmeta(L, index, "__tostring")) {
        if (lua_type(L, -1) != LUA_TSTRING)
            vm_raise(L, 1, "__tostring 应返回文字");
    } else if (lua_isboolean(L, index)) {
        lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
    } else {
        lua_pushstring(L, luaL_typename(L, index));
    }
    return lua_tolstring(L, -1, len);
}

static int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    vm_tostring(L, 1, NULL);
    return 1;
}

static bool is_fatal(lua_State *L, int status)
{
    struct vm *v = vm_of(L);
    if (status == LUA_ERRMEM && v->fatal == VM_FINE)
        v->fatal = VM_MEMORY;
    return v->fatal != VM_FINE;
}

static int finish(lua_State *L, int status, int first)
{
    if (is_fatal(L, status))
        return lua_error(L);
    lua_pushboolean(L, status == LUA_OK);
    lua_insert(L, first);
    return lua_gettop(L) - first + 1;
}

static int base_pcall(lua_State *L)
{
    luaL_checkany(L, 1);
    return finish(L, lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0), 1);
}

static int base_xpcall(lua_State *L)
{
    luaL_checktype(L, 2, LUA_TFUNCTION);
    int args = lua_gettop(L) - 2;
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); /* f handler | handler f args */
    return finish(L, lua_pcall(L, args, LUA_MULTRET, 3), 4);
}

static int base_setmetatable(lua_State *L)
{
    static const char *const refused[] = {"__gc", "__mode", "__close"};
    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    for (size_t i = 0; i < sizeof refused / sizeof *refused && lua_istable(L, 2); i++) {
        lua_pushstring(L, refused[i]);
        if (lua_rawget(L, 2) != LUA_TNIL)
            return vm_raise(L, 1, "场景里不能用 %s", refused[i]);
        lua_pop(L, 1);
    }
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return vm_raise(L, 1, "这个表的元表受保护，不能更换");
    lua_setmetatable(L, 1);
    return 1;
}

static int base_rawset(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 1;
}

void lib_base(lua_State *L)
{
    static const char *const taken[] = {"assert",   "error",  "ipairs", "next",     "pairs",  "select",
                                        "tonumber", "type",   "rawequal", "rawget", "rawlen", "getmetatable"};
    static const luaL_Reg own[] = {{"tostring", base_tostring}, {"pcall", base_pcall},
                                   {"xpcall", base_xpcall},     {"setmetatable", base_setmetatable},
                                   {"rawset", base_rawset},     {NULL, NULL}};
    int to = lua_gettop(L);
    /* luaopen_base writes into the global table whatever it is told: give it a scratch one. */
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    lua_insert(L, -2);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        lua_getfield(L, -1, taken[i]);
        lua_setfield(L, to, taken[i]);
    }
    lua_settop(L, to);
    luaL_setfuncs(L, own, 0);
    lua_pushvalue(L, to);
    lua_setfield(L, to, "_G");
}
