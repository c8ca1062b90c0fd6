/* engine.ctx: what a scene may know about the visit and the screen. One read-only table for the life of the process,
 * so kits may keep it; the values behind it change. */
#include "base/near.h"
#include "scene/scene.h"

#include <string.h>

const char *const context_docs[][2] = {
    {"lang", "界面语言：\"zh\" 或 \"en\""},
    {"theme", "外观的名字"},
    {"portrait", "竖屏"},
    {"reach", "低位操作"},
    {"large", "大字版"},
    {"contrast", "高对比度"},
    {"reduced_motion", "减少动作"},
    {"sound", "声音开着"},
    {"touch", "触摸屏（false：鼠标）"},
    {"text_size", "字号档位，0 到 3"},
    {"width", "内容区的宽，单位 u"},
    {"height", "内容区的高，单位 u"},
    {"seed", "随机数的种子，进入一次不变"},
    {"today", "今天的日期 YYYY-MM-DD"},
    {"date_known", "时钟可信；为 false 时什么都不算过期"},
    {"checking", "正在检查内容或截图：没有计时，也不记录"},
    {"seen", "这次参观里完成过的展项：seen[\"名字\"] 为 true"},
    {"shut", "正在维护的展项：shut[\"名字\"] 为 true"},
    {"from", "从哪个展项来"},
    {"next", "下一个展项的标题，没有时是空文字"},
    {NULL, NULL},
};

static int read_context(lua_State *L)
{
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?", *best = NULL;
    slot_get(L, SLOT_CONTEXT);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) != LUA_TNIL)
        return 1;
    for (int i = 0; context_docs[i][0]; i++) {
        if (strcmp(context_docs[i][0], name) == 0)
            return 1;
        best = near_better(name, best, context_docs[i][0]);
    }
    if (best)
        return vm_raise(L, 1, "ctx 里没有“%.60s”，是不是“%s”？", name, best);
    return vm_raise(L, 1, "ctx 里没有“%.60s”", name);
}

static int write_context(lua_State *L)
{
    return vm_raise(L, 1, "ctx 只能读，不能改；要记住的内容请放在 state 里");
}

static void set_text(lua_State *L, const char *name, const char *value)
{
    lua_pushstring(L, value);
    lua_setfield(L, -2, name);
}

static void set_flag(lua_State *L, const char *name, bool value)
{
    lua_pushboolean(L, value);
    lua_setfield(L, -2, name);
}

static void set_number(lua_State *L, const char *name, double value)
{
    lua_pushnumber(L, value);
    lua_setfield(L, -2, name);
}

/* Words separated by spaces become a set. */
static void set_words(lua_State *L, const char *name, const char *words)
{
    lua_newtable(L);
    for (const char *p = words; *p;) {
        size_t len = strcspn(p, " ");
        if (len) {
            lua_pushlstring(L, p, len);
            lua_pushboolean(L, 1);
            lua_rawset(L, -3);
        }
        p += len + (p[len] == ' ');
    }
    lua_setfield(L, -2, name);
}

void context_publish(lua_State *L, const struct scene_context *c)
{
    lua_createtable(L, 0, 24);
    set_text(L, "lang", c->lang);
    set_text(L, "theme", c->theme);
    set_flag(L, "portrait", c->portrait);
    set_flag(L, "reach", c->reach);
    set_flag(L, "large", c->large);
    set_flag(L, "contrast", c->contrast);
    set_flag(L, "reduced_motion", c->reduced_motion);
    set_flag(L, "sound", c->sound);
    set_flag(L, "touch", c->touch);
    set_number(L, "width", (double)c->width);
    set_number(L, "height", (double)c->height);
    lua_pushinteger(L, c->text_size);
    lua_setfield(L, -2, "text_size");
    lua_pushinteger(L, c->seed);
    lua_setfield(L, -2, "seed");
    set_text(L, "today", c->today);
    set_flag(L, "date_known", c->date_known);
    set_flag(L, "checking", c->checking);
    set_words(L, "seen", c->seen);
    set_words(L, "shut", c->shut);
    set_text(L, "from", c->from);
    set_text(L, "next", c->next);
    slot_set(L, SLOT_CONTEXT);
}

void bind_context(lua_State *L)
{
    lua_newtable(L);
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, read_context);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, write_context);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    slot_set(L, SLOT_PROXY);
    context_publish(L, &scene_of(L)->context);
}
