/* The engine table: the small raw interface that kits are built on. */
#include "base/clock.h"
#include "base/file.h"
#include "base/utf8.h"
#include "scene/bind_record.h"
#include "scene/scene.h"

#include <stdio.h>
#include <string.h>

#define PRINT_MAX 500
#define DAY_MS (24 * 3600 * 1000)

static struct scene *live(lua_State *L, const char *what)
{
    struct scene *s = scene_of(L);
    if (!s->live)
        vm_raise(L, 1, "%s 要在展项运行时才能用，不能在构件加载时用", what);
    return s;
}

static int engine_go(lua_State *L)
{
    static const char *const targets[] = {"home", "scene", "finish", "back", "next"};
    struct scene *s = live(L, "engine.go");
    const char *target = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : "?";
    const char *scene = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    for (int i = 0; i <= GO_NEXT; i++) {
        if (strcmp(targets[i], target) != 0)
            continue;
        if (i == GO_SCENE && (!path_is_inside(scene) || strlen(scene) > 95))
            return vm_raise(L, 1, "engine.go(\"scene\", 名字)：“%.60s”不是展项的名字", scene);
        buf_clear(&s->message);
        buf_u8(&s->message, (uint8_t)i);
        buf_str(&s->message, scene, i == GO_SCENE ? strlen(scene) : 0);
        scene_say(L, MSG_GO, &s->message);
        return 0;
    }
    return vm_raise(L, 1, "engine.go 的目标应是 home scene finish back next 之一，现在是“%.40s”", target);
}

static int engine_complete(lua_State *L)
{
    struct scene *s = live(L, "engine.complete");
    buf_clear(&s->message);
    scene_say(L, MSG_COMPLETE, &s->message);
    return 0;
}

static void say_timer(lua_State *L, struct scene *s, uint32_t id, uint32_t ms)
{
    buf_clear(&s->message);
    buf_u32(&s->message, id);
    buf_u32(&s->message, ms);
    scene_say(L, MSG_TIMER, &s->message);
}

static int engine_timer(lua_State *L)
{
    struct scene *s = live(L, "engine.timer");
    uint32_t ms = (uint32_t)vm_int(L, 1, "engine.timer 的毫秒数", 1, DAY_MS);
    if (lua_type(L, 2) != LUA_TFUNCTION)
        return vm_raise(L, 1, "engine.timer 的第二个参数应是函数");
    if (s->timers >= SCENE_TIMERS_MAX)
        return vm_raise(L, 1, "同时等待的 engine.timer 不能超过 %d 个", SCENE_TIMERS_MAX);
    uint32_t id = ++s->last_timer;
    lua_settop(L, 2);
    lua_pushinteger(L, id);
    if (s->context.checking) /* it would never ring */
        return 1;
    slot_get(L, SLOT_TIMERS);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, id);
    s->timers++;
    say_timer(L, s, id, ms);
    lua_pop(L, 1);
    return 1;
}

static int engine_cancel(lua_State *L)
{
    struct scene *s = live(L, "engine.cancel");
    if (lua_isnoneornil(L, 1))
        return 0;
    uint32_t id = (uint32_t)vm_int(L, 1, "engine.cancel 的编号", 1, UINT32_MAX);
    slot_get(L, SLOT_TIMERS);
    if (lua_rawgeti(L, -1, id) == LUA_TNIL)
        return 0;
    lua_pop(L, 1);
    lua_pushnil(L);
    lua_rawseti(L, -2, id);
    s->timers--;
    say_timer(L, s, id, 0);
    return 0;
}

/* The view is made anew after every event; kits call this where they want to say so. */
static int engine_redraw(lua_State *L)
{
    live(L, "engine.redraw");
    return 0;
}

/* A stream that gives the same numbers for the same seed on every machine (splitmix64). */
static uint64_t next_random(struct scene *s)
{
    uint64_t z = s->random += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static int engine_random(lua_State *L)
{
    uint64_t n = (uint64_t)vm_int(L, 1, "engine.random 的上限", 1, 1 << 30);
    lua_pushinteger(L, (lua_Integer)(next_random(scene_of(L)) % n) + 1);
    return 1;
}

/* As Lua's own, but out of that stream. */
static int math_random(lua_State *L)
{
    uint64_t drawn = next_random(scene_of(L));
    int given = lua_gettop(L);
    if (given == 0) {
        lua_pushnumber(L, (double)(drawn >> 11) * 0x1p-53);
        return 1;
    }
    lua_Integer low = given == 1 ? 1 : luaL_checkinteger(L, 1), high = luaL_checkinteger(L, given == 1 ? 1 : 2);
    if (given > 2 || low > high)
        return vm_raise(L, 1, "math.random 应写成 math.random()、math.random(上限) 或 math.random(下限, 上限)");
    uint64_t span = (uint64_t)high - (uint64_t)low + 1; /* 0: all there are */
    lua_pushinteger(L, (lua_Integer)((uint64_t)low + (span ? drawn % span : drawn)));
    return 1;
}

static int engine_here(lua_State *L)
{
    lua_Debug at;
    bool found;
    bool given = lua_istable(L, 1);
    if (lua_isnoneornil(L, 1) || given) {
        found = vm_frame(L, 1, &at);
    } else {
        int level = (int)vm_int(L, 1, "engine.here 的层数", 0, 100);
        found = lua_getstack(L, level + 1, &at) && lua_getinfo(L, "Sl", &at) && at.currentline > 0;
    }
    lua_settop(L, 1);
    if (!given)
        lua_createtable(L, 0, 2);
    lua_pushliteral(L, "file");
    lua_pushstring(L, found ? at.source + 1 : scene_of(L)->file);
    lua_rawset(L, -3);
    lua_pushliteral(L, "line");
    lua_pushinteger(L, found ? at.currentline : 0);
    lua_rawset(L, -3);
    return 1;
}

static int engine_han(lua_State *L)
{
    size_t len = 0;
    const char *s = text_in(L, 1, scene_of(L)->context.lang, &len);
    lua_pushinteger(L, s ? (lua_Integer)utf8_count_han(s, len) : 0);
    return 1;
}

static int engine_tr(lua_State *L)
{
    size_t len = 0;
    const char *s = text_in(L, 1, scene_of(L)->context.lang, &len);
    if (s)
        lua_pushlstring(L, s, len);
    else
        lua_pushnil(L);
    return 1;
}

static int engine_days(lua_State *L)
{
    int64_t days;
    if (lua_type(L, 1) == LUA_TSTRING && clock_parse_date(lua_tostring(L, 1), &days))
        lua_pushinteger(L, days);
    else
        lua_pushnil(L);
    return 1;
}

static int base_print(lua_State *L)
{
    char line[PRINT_MAX + 2]; /* room for a space and the end */
    size_t n = 0, len;
    struct scene *s = scene_of(L);
    for (int i = 1, top = lua_gettop(L); i <= top; i++) {
        const char *text = vm_tostring(L, i, &len);
        for (size_t k = 0; k < len && n + 2 < sizeof line; k++)
            line[n++] = (unsigned char)text[k] < 0x20 || text[k] == 0x7F ? ' ' : text[k];
        if (i < top && n + 2 < sizeof line)
            line[n++] = ' ';
        lua_settop(L, top);
    }
    line[n] = 0;
    utf8_trim_partial(line);
    n = utf8_first_bad(line, strlen(line));
    if (!s->live)
        return 0;
    buf_clear(&s->message);
    buf_str(&s->message, line, n);
    scene_say(L, MSG_PRINT, &s->message);
    return 0;
}

/* clang-format off */
static const struct binding bindings[] = {
    {"go", "engine.go(target, scene)", "去别处：\"home\" 首页、\"scene\" 名为 scene 的展项、\"finish\" 结束参观、\"back\" 返回、\"next\" 下一个展项", engine_go},
    {"record", "engine.record(kind, { … })", "记一条参与记录；种类和字段见 docs/journal.md，不含任何个人信息", engine_record},
    {"title", "engine.title(id, text)", "报表里怎么称呼一道题、一处选择或一个结局：id 是记录里的名字（最长 95 字节），text 是文字，超过 190 字节的部分略去；不写时报表只有 id", engine_title},
    {"complete", "engine.complete()", "声明的终点已到：这个展项算完成", engine_complete},
    {"timer", "engine.timer(ms, fn) → id", "过 ms 毫秒调用一次 fn；检查内容时不会响", engine_timer},
    {"cancel", "engine.cancel(id)", "取消还没有响的计时；id 为 nil 时什么也不做", engine_cancel},
    {"redraw", "engine.redraw()", "每次事件之后画面都会重新计算，一般不需要写", engine_redraw},
    {"random", "engine.random(n) → 1..n", "随机整数；同一个种子在任何机器上结果相同", engine_random},
    {"here", "engine.here(level) → { file, line }", "调用者在内容文件里的位置；写 level 时从调用者的调用者数起（1）；level 是一个表时，位置写进这个表", engine_here},
    {"han", "engine.han(text) → n", "汉字个数", engine_han},
    {"tr", "engine.tr(text) → string", "从 { zh = …, en = … } 里取当前语言的文字；文字原样返回", engine_tr},
    {"days", "engine.days(\"YYYY-MM-DD\") → n", "日期的天数（1970 年 1 月 1 日为 0），不是日期时为 nil", engine_days},
};
/* clang-format on */

const struct binding *engine_bindings(int *count)
{
    *count = (int)(sizeof bindings / sizeof *bindings);
    return bindings;
}

void bind_engine(lua_State *L)
{
    int count;
    const struct binding *rows = engine_bindings(&count);
    lua_createtable(L, 0, count + 1);
    for (int i = 0; i < count; i++) {
        lua_pushcfunction(L, rows[i].function);
        lua_setfield(L, -2, rows[i].name);
    }
    slot_get(L, SLOT_PROXY);
    lua_setfield(L, -2, "ctx");
    lua_setglobal(L, "engine");
    lua_pushcfunction(L, base_print);
    lua_setglobal(L, "print");
    lua_getglobal(L, "math");
    lua_pushcfunction(L, math_random);
    lua_setfield(L, -2, "random");
    lua_pop(L, 1);
}
