/* Everything the administrator's screens can do that a visitor's scene cannot is in this file: one global, `admin`, with
 * one function. It exists only in a process that was spawned as SPAWN_ADMIN; the stage takes MSG_ADMIN from no other, and
 * the keeper, which alone knows whether the PIN was right, decides about each request by its own table (app/admin.c).
 *
 *     admin.ask(name, { … }, function(answer, ok, last) … end)
 *
 * asks the keeper. The table is flat: texts, numbers, true and false. The function is called with each answer until
 * `last`; `answer` is a table, or with ok = false a sentence that says why not. */
#include "base/json.h"
#include "scene/scene.h"

#include <stdlib.h>

#define ASKS_MAX 64 /* members of one request */

static void put_member(lua_State *L, struct json *j, const char *key)
{
    if (lua_isinteger(L, -1))
        json_int(j, key, lua_tointeger(L, -1));
    else if (lua_type(L, -1) == LUA_TNUMBER)
        json_number(j, key, lua_tonumber(L, -1));
    else if (lua_type(L, -1) == LUA_TSTRING)
        json_text(j, key, lua_tostring(L, -1));
    else if (lua_isboolean(L, -1))
        json_bool(j, key, lua_toboolean(L, -1));
    else
        vm_raise(L, 1, "admin.ask：%s 应是文字、数、true 或 false，现在是 %s", key, luaL_typename(L, -1));
}

/* The table at 2 as a JSON object at the end of the message. Raises before anything is allocated outside of Lua: the
 * buffer is the scene's own. */
static void put_args(lua_State *L, struct buf *out)
{
    struct json j = json_to(out);
    int members = 0;
    json_object(&j, NULL);
    if (lua_istable(L, 2))
        lua_pushnil(L);
    while (lua_istable(L, 2) && lua_next(L, 2)) {
        if (lua_type(L, -2) != LUA_TSTRING || ++members > ASKS_MAX)
            vm_raise(L, 1, "admin.ask 的表里只能有名字和值");
        put_member(L, &j, lua_tostring(L, -2));
        lua_pop(L, 1);
    }
    json_object_end(&j);
}

static int admin_ask(lua_State *L)
{
    struct scene *s = scene_of(L);
    struct buf *args = &s->admin_args;
    size_t len;
    if (lua_type(L, 1) != LUA_TSTRING || lua_rawlen(L, 1) > 47)
        return vm_raise(L, 1, "admin.ask 的第一个参数应是请求的名字");
    if (!lua_isnoneornil(L, 3) && lua_type(L, 3) != LUA_TFUNCTION)
        return vm_raise(L, 1, "admin.ask 的第三个参数应是函数");
    lua_settop(L, 3);
    buf_clear(args);
    put_args(L, args);
    if (args->len > ADMIN_ARGS_MAX)
        return vm_raise(L, 1, "admin.ask 的参数太长");
    uint32_t serial = ++s->last_ask;
    slot_get(L, SLOT_ASKS);
    lua_pushvalue(L, 3);
    lua_rawseti(L, -2, serial);
    const char *name = lua_tolstring(L, 1, &len);
    buf_clear(&s->message);
    buf_u32(&s->message, serial);
    buf_str(&s->message, name, len);
    buf_str(&s->message, (const char *)args->data, args->len);
    scene_say(L, MSG_ADMIN, &s->message);
    return 0;
}

void admin_hear(lua_State *L, const struct admin_answer *a)
{
    slot_get(L, SLOT_ASKS);
    if (lua_rawgeti(L, -1, a->serial) != LUA_TFUNCTION)
        return;
    json_push(L, a->json, a->len);
    lua_pushboolean(L, a->ok);
    lua_pushboolean(L, a->last);
    if (a->last) {
        lua_pushnil(L);
        lua_rawseti(L, -6, a->serial);
    }
    lua_call(L, 3, 0);
}

static int open_admin(lua_State *L)
{
    lua_newtable(L);
    slot_set(L, SLOT_ASKS);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, admin_ask);
    lua_setfield(L, -2, "ask");
    lua_setglobal(L, "admin");
    return 0;
}

void scene_make_admin(struct scene *s)
{
    struct finding f;
    s->admin = true;
    s->vm.deadline_ms *= SCENE_ADMIN_FACTOR;
    lua_pushcfunction(s->vm.L, open_admin);
    if (!vm_call(&s->vm, 0, 0, "", &f))
        _Exit(1);
}
