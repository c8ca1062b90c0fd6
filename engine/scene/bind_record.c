#include "scene/bind_record.h"

#include "base/near.h"
#include "base/utf8.h"
#include "scene/scene.h"
#include "wire/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUSTOM_FIELDS_MAX 32

static const struct record_field *find_field(const struct record_row *row, const char *name)
{
    for (int i = 0; i < RECORD_FIELDS_MAX && row->fields[i].name; i++) {
        if (strcmp(row->fields[i].name, name) == 0)
            return &row->fields[i];
    }
    return NULL;
}

static const char *nearest_field(const struct record_row *row, const char *name)
{
    const char *best = NULL;
    for (int i = 0; i < RECORD_FIELDS_MAX && row->fields[i].name; i++)
        best = near_better(name, best, row->fields[i].name);
    return best;
}

static bool set_list(lua_State *L, struct record *r, const char *field)
{
    const char *texts[RECORD_TEXTS_MAX];
    int at = lua_gettop(L);
    size_t n = lua_rawlen(L, at);
    if (n > RECORD_TEXTS_MAX)
        return false;
    luaL_checkstack(L, RECORD_TEXTS_MAX, "record");
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, at, (lua_Integer)i + 1);
        if (!lua_isstring(L, -1))
            return false;
        texts[i] = lua_tostring(L, -1);
    }
    bool fine = record_set_texts(r, field, texts, n);
    lua_settop(L, at);
    return fine;
}

static void json_text(struct buf *b, const char *s, size_t len)
{
    buf_u8(b, '"');
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '"' || s[i] == '\\')
            buf_u8(b, '\\');
        buf_u8(b, (unsigned char)s[i] < 0x20 ? ' ' : (uint8_t)s[i]);
    }
    buf_u8(b, '"');
}

static bool json_value(lua_State *L, struct buf *b)
{
    size_t len;
    const char *s;
    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
        buf_text(b, lua_toboolean(L, -1) ? "true" : "false");
        return true;
    case LUA_TNUMBER:
        if (lua_isinteger(L, -1))
            buf_printf(b, "%lld", lua_tointeger(L, -1));
        else
            buf_printf(b, "%.14g", lua_tonumber(L, -1));
        return true;
    case LUA_TSTRING:
        s = lua_tolstring(L, -1, &len);
        json_text(b, s, len);
        return true;
    default:
        return false;
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A flat table of names with texts, numbers and truth values, in the order of the names. */
static bool set_object(lua_State *L, struct record *r, const char *field)
{
    const char *names[CUSTOM_FIELDS_MAX];
    size_t n = 0;
    int at = lua_gettop(L);
    struct buf *b = &scene_of(L)->message;
    for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING || n >= CUSTOM_FIELDS_MAX)
            return false;
        names[n++] = lua_tostring(L, -2);
    }
    qsort(names, n, sizeof *names, by_name);
    buf_clear(b);
    buf_u8(b, '{');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_u8(b, ',');
        json_text(b, names[i], strlen(names[i]));
        buf_u8(b, ':');
        lua_getfield(L, at, names[i]);
        if (!json_value(L, b))
            return false;
        lua_pop(L, 1);
    }
    buf_u8(b, '}');
    return record_set_text(r, field, buf_cstr(b), b->len);
}

/* The value on top of the stack. */
static bool set_field(lua_State *L, struct record *r, const struct record_field *f)
{
    size_t len;
    switch (f->type) {
    case FIELD_INT:
        return lua_isinteger(L, -1) ? record_set_int(r, f->name, lua_tointeger(L, -1))
                                    : lua_type(L, -1) == LUA_TNUMBER && lua_tonumber(L, -1) >= -1e15 &&
                                          lua_tonumber(L, -1) <= 1e15 &&
                                          record_set_int(r, f->name, (int64_t)lua_tonumber(L, -1));
    case FIELD_NUMBER:
        return lua_type(L, -1) == LUA_TNUMBER && record_set_number(r, f->name, lua_tonumber(L, -1));
    case FIELD_BOOL:
        return lua_isboolean(L, -1) && record_set_bool(r, f->name, lua_toboolean(L, -1));
    case FIELD_OBJECT:
        return lua_istable(L, -1) && set_object(L, r, f->name);
    case FIELD_TEXTS:
        if (lua_istable(L, -1))
            return set_list(L, r, f->name);
        break;
    default:
        break;
    }
    if (!lua_isstring(L, -1))
        return false;
    const char *s = lua_tolstring(L, -1, &len);
    return record_set_text(r, f->name, s, len);
}

static void fill(lua_State *L, struct record *r, const struct record_row *row)
{
    lua_pushnil(L);
    while (lua_next(L, 2)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        const struct record_field *f = find_field(row, name);
        const char *best = f ? NULL : nearest_field(row, name);
        if (!f && best)
            vm_raise(L, 1, "%s 记录没有字段“%.40s”，是不是“%s”？", row->name, name, best);
        if (!f)
            vm_raise(L, 1, "%s 记录没有字段“%.40s”", row->name, name);
        int at = lua_gettop(L);
        if (!set_field(L, r, f))
            vm_raise(L, 1, "%s 记录的 %s 不对：%s", row->name, name, r->wrong[0] ? r->wrong : "类型不符");
        lua_settop(L, at - 1);
    }
}

/* What follows the tag of text markup there; NULL: there is none. */
static const char *after_tag(const char *s)
{
    const char *name = s + (s[0] == '<' ? s[1] == '/' ? 2 : 1 : 0);
    const char *end = name > s && *name && strchr("bquc", *name) ? strchr(name, '>') : NULL;
    return end ? end + 1 : NULL;
}

/* One line, short enough for a table, without markup's tags. */
static void say_title(lua_State *L, struct scene *s, const char *item, const char *text)
{
    char title[192];
    size_t n = 0;
    for (const char *next; *text && n + 1 < sizeof title; text = next) {
        next = after_tag(text);
        if (!next) {
            title[n++] = (unsigned char)*text < 0x20 ? ' ' : *text;
            next = text + 1;
        }
    }
    title[n] = 0;
    utf8_trim_partial(title);
    buf_clear(&s->message);
    buf_str(&s->message, item, strlen(item));
    buf_str(&s->message, title, strlen(title));
    scene_say(L, MSG_TITLE, &s->message);
}

int engine_title(lua_State *L)
{
    struct scene *s = scene_of(L);
    size_t len = 0;
    const char *item = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &len) : "";
    if (!s->live)
        return vm_raise(L, 1, "engine.title 要在展项运行时才能用");
    if (len == 0 || len > 95 || strlen(item) != len)
        return vm_raise(L, 1, "engine.title(id, 文字)：id 应是 1 到 95 字节的名字");
    const char *text = text_in(L, 2, "zh", &len);
    if (text && *text && !s->context.checking)
        say_title(L, s, item, text);
    return 0;
}

int engine_record(lua_State *L)
{
    struct scene *s = scene_of(L);
    struct record r;
    struct err e;
    if (!s->live)
        return vm_raise(L, 1, "engine.record 要在展项运行时才能用");
    const char *kind_name = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : "?";
    enum record_kind kind = record_find(kind_name);
    if (kind == RECORD_KINDS || !record_may(kind, SENDER_SCENE))
        return vm_raise(L, 1, "没有展项可以记的“%.40s”记录", kind_name);
    if (lua_isnoneornil(L, 2)) {
        lua_settop(L, 1);
        lua_newtable(L);
    }
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    record_start(&r, kind);
    fill(L, &r, &record_rows[kind]);
    if (!record_check(&r, &e))
        return vm_raise(L, 1, "%s", e.text);
    if (s->context.checking)
        return 0;
    buf_clear(&s->message);
    record_encode(&s->message, &r);
    scene_say(L, MSG_RECORD, &s->message);
    return 0;
}
