/* The content check's questions to a scene, and the theme file's values. */
#include "base/utf8.h"
#include "scene/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THEME_KEYS_MAX 256
#define THEME_DEPTH 4

static void take_field(lua_State *L, const char *name, char *out, size_t size)
{
    size_t len = 0;
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    const char *text = text_in(L, -1, "zh", &len);
    snprintf(out, size, "%s", text ? text : "");
    utf8_trim_partial(out);
    out[utf8_first_bad(out, strlen(out))] = 0;
    lua_pop(L, 1);
}

static int report(lua_State *L, enum severity severity)
{
    struct scene *s = scene_of(L);
    struct finding f = {.severity = severity};
    if (!lua_istable(L, -1)) /* report.error{…} and report:error{…} are both fine */
        return vm_raise(L, 1, "report 要一个表：{ line=, message=, remedy= }");
    take_field(L, "file", f.file, sizeof f.file);
    take_field(L, "message", f.message, sizeof f.message);
    take_field(L, "offending", f.offending, sizeof f.offending);
    take_field(L, "remedy", f.remedy, sizeof f.remedy);
    lua_pushliteral(L, "line");
    lua_rawget(L, -2);
    f.line = lua_isinteger(L, -1) && lua_tointeger(L, -1) > 0 ? (uint32_t)lua_tointeger(L, -1) : 0;
    if (!f.file[0])
        snprintf(f.file, sizeof f.file, "%s", s->file);
    buf_clear(&s->message);
    finding_encode(&s->message, &f);
    scene_say(L, MSG_FINDING, &s->message);
    return 0;
}

static int report_error(lua_State *L)
{
    return report(L, SEVERITY_ERROR);
}

static int report_warning(lua_State *L)
{
    return report(L, SEVERITY_WARNING);
}

static int report_hint(lua_State *L)
{
    return report(L, SEVERITY_HINT);
}

/* The entry on top of the stack is screen `number`. */
static void say_screen(lua_State *L, uint32_t number)
{
    struct scene *s = scene_of(L);
    char name[192];
    if (!lua_istable(L, -1))
        vm_raise(L, 0, "survey 返回的第 %u 项不是表", number + 1);
    take_field(L, "name", name, sizeof name);
    lua_pushliteral(L, "line");
    lua_rawget(L, -2);
    uint32_t line = lua_isinteger(L, -1) && lua_tointeger(L, -1) > 0 ? (uint32_t)lua_tointeger(L, -1) : 0;
    lua_pop(L, 1);
    lua_pushliteral(L, "free");
    lua_rawget(L, -2);
    bool free_form = lua_toboolean(L, -1);
    lua_pop(L, 1);
    buf_clear(&s->message);
    buf_u32(&s->message, number);
    buf_str(&s->message, name, strlen(name));
    buf_u32(&s->message, line);
    buf_u8(&s->message, free_form);
    scene_say(L, MSG_SCREEN_NAME, &s->message);
}

void survey_run(lua_State *L)
{
    static const luaL_Reg methods[] = {{"error", report_error}, {"warning", report_warning}, {"hint", report_hint}, {NULL, NULL}};
    slot_get(L, SLOT_OBJECT);
    if (lua_getfield(L, -1, "survey") == LUA_TFUNCTION) {
        luaL_newlib(L, methods);
        lua_call(L, 1, 1);
    } else { /* free form: the screen it starts with */
        lua_newtable(L);
        lua_newtable(L);
        lua_pushliteral(L, "start");
        lua_setfield(L, -2, "name");
        lua_getfield(L, -4, "start");
        lua_setfield(L, -2, "state");
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, "free");
        lua_rawseti(L, -2, 1);
    }
    if (lua_isnil(L, -1))
        lua_newtable(L);
    if (!lua_istable(L, -1))
        vm_raise(L, 0, "survey 应返回画面的列表");
    size_t n = lua_rawlen(L, -1);
    if (n > SCENE_SCREENS_MAX)
        vm_raise(L, 0, "一个展项最多 %d 屏", SCENE_SCREENS_MAX);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        say_screen(L, (uint32_t)i);
        lua_pop(L, 1);
    }
    slot_set(L, SLOT_SCREENS);
}

void survey_state(lua_State *L, uint32_t number)
{
    slot_get(L, SLOT_SCREENS);
    if (lua_rawgeti(L, -1, (lua_Integer)number + 1) != LUA_TTABLE)
        vm_raise(L, 0, "没有第 %u 屏", number);
    lua_pushliteral(L, "state");
    if (lua_rawget(L, -2) == LUA_TFUNCTION) {
        slot_get(L, SLOT_PROXY);
        lua_call(L, 1, 1);
    }
    if (lua_isnil(L, -1)) {
        lua_newtable(L);
        lua_replace(L, -2);
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void say_leaf(lua_State *L, const char *name)
{
    struct scene *s = scene_of(L);
    int type = lua_type(L, -1);
    size_t len;
    buf_clear(&s->message);
    buf_str(&s->message, name, strlen(name));
    if (type == LUA_TSTRING) {
        const char *text = lua_tolstring(L, -1, &len);
        buf_str(&s->message, text, len);
        scene_say(L, MSG_THEME_TEXT, &s->message);
    } else if (type == LUA_TNUMBER || type == LUA_TBOOLEAN) {
        buf_f32(&s->message, type == LUA_TNUMBER ? (float)lua_tonumber(L, -1) : (float)lua_toboolean(L, -1));
        scene_say(L, MSG_THEME_NUMBER, &s->message);
    } else {
        vm_raise(L, 0, "主题里的“%s”应是数、文字或表", name);
    }
}

static void say_table(lua_State *L, const char *prefix, int depth)
{
    char keys[THEME_KEYS_MAX][40], name[160];
    int at = lua_gettop(L), n = 0;
    if (depth > THEME_DEPTH)
        vm_raise(L, 0, "主题里的“%s”嵌套太深", prefix);
    luaL_checkstack(L, 8, "theme");
    for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1)) {
        if (n >= THEME_KEYS_MAX || (lua_type(L, -2) != LUA_TSTRING && !lua_isinteger(L, -2)))
            vm_raise(L, 0, "主题里的“%s”项数太多或下标不对", prefix);
        if (lua_type(L, -2) == LUA_TSTRING)
            snprintf(keys[n++], sizeof *keys, "%s", lua_tostring(L, -2));
        else
            snprintf(keys[n++], sizeof *keys, "%lld", lua_tointeger(L, -2));
    }
    qsort(keys, (size_t)n, sizeof *keys, by_name);
    for (int i = 0; i < n; i++) {
        snprintf(name, sizeof name, "%.100s%s%.39s", prefix, *prefix ? "." : "", keys[i]);
        if (keys[i][0] >= '1' && keys[i][0] <= '9')
            lua_rawgeti(L, at, atoi(keys[i]));
        else
            lua_getfield(L, at, keys[i]);
        if (lua_istable(L, -1))
            say_table(L, name, depth + 1);
        else if (!lua_isnil(L, -1))
            say_leaf(L, name);
        lua_settop(L, at);
    }
}

void theme_say(lua_State *L)
{
    say_table(L, "", 1);
}
