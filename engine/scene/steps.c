/* What a scene does in answer to each request: steps that run its Lua code, each inside one protected call. */
#include "base/utf8.h"
#include "scene/process.h"

#include <stdio.h>
#include <string.h>

static void read_text_field(lua_State *L, int table, const char *name, char *out, size_t size)
{
    size_t len = 0;
    lua_getfield(L, table, name);
    const char *text = text_in(L, -1, scene_of(L)->context.lang, &len);
    len = text ? strnlen(text, size - 1) : 0;
    memcpy(out, text ? text : "", len);
    out[len] = '\0';
    utf8_trim_partial(out);
    if (!utf8_valid(out, strlen(out)))
        vm_raise(L, 0, "%s 不是 UTF-8 文字", name);
    lua_pop(L, 1);
}

static void read_head(lua_State *L, int index, struct view_head *h)
{
    char back[16];
    if (lua_isnoneornil(L, index))
        return;
    luaL_checktype(L, index, LUA_TTABLE);
    read_text_field(L, index, "screen", h->screen, sizeof h->screen);
    read_text_field(L, index, "back", back, sizeof back);
    h->back = strcmp(back, "step") == 0 ? BACK_STEP : BACK_LEAVE;
    lua_getfield(L, index, "attract");
    h->attract = lua_toboolean(L, -1);
    lua_getfield(L, index, "chars");
    h->chars = lua_isinteger(L, -1) && lua_tointeger(L, -1) > 0 && lua_tointeger(L, -1) < 1000000
                   ? (uint32_t)lua_tointeger(L, -1)
                   : 0;
    lua_pop(L, 2);
}

static bool same(const struct buf *a, const struct buf *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static void swap(struct buf *a, struct buf *b)
{
    struct buf t = *a;
    *a = *b;
    *b = t;
}

/* Sends the view if it differs from what is shown. Handlers are always the new ones: equal bytes have equal numbers. */
static void show(lua_State *L, struct view_head *h, bool always)
{
    struct scene *s = scene_of(L);
    buf_clear(&s->head);
    view_head_encode(&s->head, h);
    if (!always && s->view_serial && same(&s->head, &s->shown_head) && same(&s->tree, &s->shown_tree))
        return;
    swap(&s->head, &s->shown_head);
    swap(&s->tree, &s->shown_tree);
    h->serial = ++s->view_serial;
    buf_clear(&s->message);
    view_head_encode(&s->message, h);
    buf_bytes(&s->message, s->shown_tree.data, s->shown_tree.len);
    scene_say(L, MSG_VIEW, &s->message);
}

/* Calls the view function of the object on top of the stack with the state below it. */
static void render(lua_State *L, bool always)
{
    struct scene *s = scene_of(L);
    struct view_head h = {.serial = 0};
    int top = lua_gettop(L);
    if (lua_getfield(L, top, "view") != LUA_TFUNCTION)
        vm_raise(L, 0, "返回的不是展项（没有 view 函数）；改法：返回构件做成的展项，如 return story { … }，花括号前面要有构件的名字");
    lua_pushvalue(L, top - 1);
    slot_get(L, SLOT_PROXY);
    lua_call(L, 2, 2);
    lua_newtable(L);
    struct encoder c = {.L = L, .out = &s->tree, .lang = s->context.lang, .handlers = lua_gettop(L)};
    buf_clear(&s->tree);
    if (!encode_tree(&c, c.handlers - 2)) {
        if (c.wrong_line)
            luaL_error(L, "%s:%d: %s", s->file, c.wrong_line, c.wrong);
        luaL_error(L, "%s", c.wrong);
    }
    slot_set(L, SLOT_HANDLERS);
    read_head(L, lua_gettop(L), &h);
    show(L, &h, always);
    lua_settop(L, top);
}

static void render_scene(lua_State *L)
{
    slot_get(L, SLOT_STATE);
    slot_get(L, SLOT_OBJECT);
    render(L, false);
    lua_pop(L, 2);
}

/* Tabs and line ends part the order's fields. */
static void keep_on_one_line(char *text)
{
    for (char *p = text; *p; p++)
        *p = (unsigned char)*p < 0x20 ? ' ' : *p;
}

/* One exhibit of the order, the entry on top of the stack: a name, or { scene = …, title = … } as covers are. */
static void read_listed(lua_State *L, char scene[96], char title[192])
{
    scene[0] = title[0] = 0;
    if (lua_type(L, -1) == LUA_TSTRING)
        snprintf(scene, 96, "%s", lua_tostring(L, -1));
    if (lua_istable(L, -1)) {
        read_text_field(L, lua_gettop(L), "scene", scene, 96);
        read_text_field(L, lua_gettop(L), "title", title, 192);
    }
    keep_on_one_line(scene);
    keep_on_one_line(title);
}

static void read_order(lua_State *L, int object, char *out, size_t size)
{
    char scene[96], title[192];
    char *at = out;
    lua_getfield(L, object, "order");
    int list = lua_gettop(L);
    lua_Integer n = lua_istable(L, list) ? (lua_Integer)lua_rawlen(L, list) : 0;
    for (lua_Integer i = 1; i <= n; i++) {
        vm_check(L);
        lua_rawgeti(L, list, i);
        read_listed(L, scene, title);
        if ((size_t)(at - out) + strlen(scene) + strlen(title) + 3 >= size)
            vm_raise(L, 1, "首页列出的展项太多，第 %d 个起放不下（名字和标题合起来最多 %d KB）", (int)i, (int)(size >> 10));
        if (scene[0]) {
            at = stpcpy(stpcpy(at, scene), "\t");
            at = stpcpy(stpcpy(at, title), "\n");
        }
        lua_pop(L, 1);
    }
    *at = '\0';
    lua_pop(L, 1);
}

static void say_meta(lua_State *L, int object)
{
    struct scene *s = scene_of(L);
    static struct scene_meta m; /* too large for the stack: touching it afresh would take longer than filling it */
    read_text_field(L, object, "kind", m.kind, sizeof m.kind);
    read_text_field(L, object, "title", m.title, sizeof m.title);
    lua_getfield(L, object, "meta");
    int meta = lua_istable(L, -1) ? lua_gettop(L) : object;
    read_text_field(L, meta, "content", m.content, sizeof m.content);
    read_text_field(L, meta, "theme", m.theme, sizeof m.theme);
    read_text_field(L, meta, "brand", m.brand, sizeof m.brand);
    read_order(L, meta, m.order, sizeof m.order);
    lua_pop(L, 1);
    buf_clear(&s->message);
    meta_encode(&s->message, &m);
    scene_say(L, MSG_META, &s->message);
}

/* 1: the compiled file. Runs it, keeps the object, says what it is, shows its first screen. */
int step_start(lua_State *L)
{
    slot_get(L, SLOT_OBJECT);
    lua_call(L, 0, 1);
    int object = lua_gettop(L);
    if (!lua_istable(L, object))
        return vm_raise(L, 0, "文件没有返回展项；改法：在第一个构件前面写 return，如 return story { … }");
    lua_pushvalue(L, object);
    slot_set(L, SLOT_OBJECT);
    say_meta(L, object);
    if (lua_getfield(L, object, "start") == LUA_TFUNCTION) {
        slot_get(L, SLOT_PROXY);
        lua_call(L, 1, 1);
    }
    if (lua_isnil(L, -1)) {
        lua_newtable(L);
        lua_replace(L, -2);
    }
    slot_set(L, SLOT_STATE);
    render_scene(L);
    return 0;
}

static void call_handler(lua_State *L, const struct scene_event *v)
{
    slot_get(L, SLOT_HANDLERS);
    if (lua_rawgeti(L, -1, v->handler) != LUA_TFUNCTION)
        return;
    int args = 0;
    if (v->kind == EVENT_DROP) {
        lua_pushstring(L, v->text);
        args = 1;
    } else if (v->kind == EVENT_PAGE) {
        lua_pushinteger(L, v->number);
        args = 1;
    }
    lua_call(L, args, 0);
}

static void call_timer(lua_State *L, const struct scene_event *v)
{
    slot_get(L, SLOT_TIMERS);
    if (lua_rawgeti(L, -1, v->handler) != LUA_TFUNCTION)
        return;
    lua_pushnil(L);
    lua_rawseti(L, -3, v->handler);
    scene_of(L)->timers--;
    lua_call(L, 0, 0);
}

/* 上一步: what the scene does not handle means leaving it. */
static void call_back(lua_State *L)
{
    struct scene *s = scene_of(L);
    slot_get(L, SLOT_OBJECT);
    bool handled = false;
    if (lua_getfield(L, -1, "back") == LUA_TFUNCTION) {
        slot_get(L, SLOT_STATE);
        slot_get(L, SLOT_PROXY);
        lua_call(L, 2, 1);
        handled = lua_toboolean(L, -1);
    }
    if (handled)
        return;
    buf_clear(&s->message);
    buf_u8(&s->message, GO_BACK);
    buf_str(&s->message, "", 0);
    scene_say(L, MSG_GO, &s->message);
}

int step_event(lua_State *L)
{
    const struct scene_event *v = lua_touserdata(L, 1);
    if (v->kind == EVENT_BACK)
        call_back(L);
    else if (v->kind == EVENT_TIMER)
        call_timer(L, v);
    else if (v->view_serial == scene_of(L)->view_serial)
        call_handler(L, v);
    lua_settop(L, 0);
    render_scene(L);
    return 0;
}

int step_context(lua_State *L)
{
    context_publish(L, lua_touserdata(L, 1));
    render_scene(L);
    return 0;
}

int step_answer(lua_State *L)
{
    const struct admin_answer *a = lua_touserdata(L, 1);
    admin_hear(L, a);
    lua_settop(L, 0);
    render_scene(L);
    return 0;
}

int step_theme(lua_State *L)
{
    slot_get(L, SLOT_OBJECT);
    lua_call(L, 0, 1);
    if (!lua_istable(L, -1))
        return vm_raise(L, 0, "主题文件应返回一个表");
    theme_say(L);
    return 0;
}

int step_survey(lua_State *L)
{
    survey_run(L);
    return 0;
}

int step_screen(lua_State *L)
{
    const uint32_t *number = lua_touserdata(L, 1);
    survey_state(L, *number);
    lua_pushvalue(L, -1);
    slot_set(L, SLOT_STATE); /* its buttons may be pressed */
    slot_get(L, SLOT_OBJECT);
    render(L, true);
    return 0;
}
