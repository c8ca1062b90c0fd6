/* One value of a node's property: checked against its row and written. */
#include "base/file.h"
#include "base/near.h"
#include "base/utf8.h"
#include "scene/scene.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool encode_wrong(struct encoder *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(c->wrong, sizeof c->wrong, format, args);
    va_end(args);
    utf8_trim_partial(c->wrong);
    return false;
}

const char *text_in(lua_State *L, int index, const char *lang, size_t *len)
{
    if (lua_type(L, index) == LUA_TSTRING)
        return lua_tolstring(L, index, len);
    if (lua_type(L, index) != LUA_TTABLE)
        return NULL;
    index = lua_absindex(L, index);
    const char *const order[] = {lang, "zh", "en"};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        lua_pushstring(L, order[i]);
        const char *text = lua_rawget(L, index) == LUA_TSTRING ? lua_tolstring(L, -1, len) : NULL;
        lua_pop(L, 1);
        if (text)
            return text;
    }
    return NULL;
}

static bool expected(struct encoder *c, const char *what)
{
    return encode_wrong(c, "应是%s，现在是 %s", what, luaL_typename(c->L, -1));
}

static bool put_string(struct encoder *c, const struct prop_row *row, const char *s, size_t len)
{
    if (len > (size_t)row->max)
        return encode_wrong(c, "太长（%zu 字节，最多 %.0f）", len, row->max);
    if (memchr(s, 0, len) || !utf8_valid(s, len))
        return encode_wrong(c, "里有不是 UTF-8 的字节");
    c->text_bytes += len;
    size_t most = scene_of(c->L)->view.text_bytes;
    if (c->text_bytes > most)
        return encode_wrong(c, "：这一屏的文字合计超过了 %zu 字节（limits.view_text）；改法：分成几个画面，或几页", most);
    buf_str(c->out, s, len);
    return true;
}

static bool put_text(struct encoder *c, const struct prop_row *row)
{
    char number[32];
    size_t len = 0;
    const char *s = text_in(c->L, -1, c->lang, &len);
    if (!s && lua_isinteger(c->L, -1)) {
        len = (size_t)snprintf(number, sizeof number, "%lld", lua_tointeger(c->L, -1));
        s = number;
    } else if (!s && lua_type(c->L, -1) == LUA_TNUMBER) {
        len = (size_t)snprintf(number, sizeof number, "%.14g", lua_tonumber(c->L, -1));
        s = number;
    }
    return s ? put_string(c, row, s, len) : expected(c, "文字，或 { zh = \"…\", en = \"…\" }");
}

static bool put_src(struct encoder *c, const char *s)
{
    int most = scene_of(c->L)->view.pictures;
    if (!path_is_inside(s))
        return encode_wrong(c, "：“%.80s”不是 media 文件夹里的文件名（字母、数字、- _ . 和 /）", s);
    if (++c->pictures > most)
        return encode_wrong(c, "：一个画面里的图片超过 %d 张（limits.view_pictures）；改法：分成几个画面，或几页", most);
    return true;
}

/* Place of a word in a list that ends with NULL; -1: not there. */
static int place_of(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    return -1;
}

/* The one it may have meant. Only for what is wrong: comparing takes longer than all the rest of a value. */
static const char *nearest(const char *const *words, const char *word)
{
    const char *best = NULL;
    for (int i = 0; words[i]; i++)
        best = near_better(word, best, words[i]);
    return best;
}

static bool put_name(struct encoder *c, const struct prop_row *row)
{
    char number[32];
    size_t len;
    if (lua_isinteger(c->L, -1)) {
        len = (size_t)snprintf(number, sizeof number, "%lld", lua_tointeger(c->L, -1));
        return put_string(c, row, number, len);
    }
    if (lua_type(c->L, -1) != LUA_TSTRING)
        return expected(c, "文字");
    const char *s = lua_tolstring(c->L, -1, &len);
    if (strcmp(row->name, "src") == 0 && !put_src(c, s))
        return false;
    if (strcmp(row->name, "icon") != 0 || place_of(icon_names, s) >= 0)
        return put_string(c, row, s, len);
    const char *best = nearest(icon_names, s);
    return encode_wrong(c, "：没有图标“%.40s”%s%s%s", s, best ? "，是不是“" : "", best ? best : "", best ? "”？" : "");
}

static void list_values(const char *const *values, char *out, size_t size)
{
    size_t n = 0;
    for (int i = 0; values[i] && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%s", i ? " " : "", values[i]);
}

static bool put_enum(struct encoder *c, const struct prop_row *row)
{
    char all[256];
    const char *s = lua_isboolean(c->L, -1) ? (lua_toboolean(c->L, -1) ? "true" : "false") : NULL;
    if (lua_type(c->L, -1) == LUA_TSTRING)
        s = lua_tostring(c->L, -1);
    int place = s ? place_of(row->values, s) : -1;
    if (place >= 0) {
        buf_u8(c->out, (uint8_t)place);
        return true;
    }
    list_values(row->values, all, sizeof all);
    if (!s)
        return encode_wrong(c, "应是这些词之一：%s", all);
    const char *best = nearest(row->values, s);
    if (best)
        return encode_wrong(c, "：没有“%.40s”，是不是“%s”？", s, best);
    return encode_wrong(c, "：没有“%.40s”，可以用：%s", s, all);
}

static bool put_number(struct encoder *c, const struct prop_row *row)
{
    if (lua_type(c->L, -1) != LUA_TNUMBER)
        return expected(c, row->kind == PROP_INT ? "整数" : "数");
    double v = lua_tonumber(c->L, -1);
    if (!(v >= row->min && v <= row->max) || (row->kind == PROP_INT && v != floor(v)))
        return encode_wrong(c, "应是 %g 到 %g 的%s，现在是 %g", row->min, row->max, row->kind == PROP_INT ? "整数" : "数", v);
    if (row->kind == PROP_INT)
        buf_i64(c->out, (int64_t)v);
    else
        buf_f32(c->out, (float)v);
    return true;
}

static bool put_color(struct encoder *c)
{
    uint32_t color = 0;
    if (lua_isboolean(c->L, -1) && !lua_toboolean(c->L, -1)) {
        buf_u32(c->out, COLOR_NONE);
        return true;
    }
    if (lua_type(c->L, -1) != LUA_TSTRING)
        return expected(c, "颜色名或 \"#RRGGBB\"");
    const char *s = lua_tostring(c->L, -1);
    if (color_parse(s, &color)) {
        buf_u32(c->out, color);
        return true;
    }
    const char *best = nearest(color_names, s);
    return encode_wrong(c, "：没有颜色“%.40s”%s%s%s，也可写 \"#RRGGBB\"", s, best ? "，是不是“" : "", best ? best : "",
                 best ? "”？" : "");
}

static bool parse_size(const char *s, enum size_unit *unit, double *v)
{
    char *end;
    if (strcmp(s, "auto") == 0) {
        *unit = SIZE_AUTO;
        *v = 0;
        return true;
    }
    for (int i = 0; space_names[i]; i++) {
        if (strcmp(space_names[i], s) == 0) {
            *unit = SIZE_SPACE;
            *v = i;
            return true;
        }
    }
    *v = strtod(s, &end);
    if (end == s)
        return false;
    *unit = strcmp(end, "mm") == 0 ? SIZE_MM : strcmp(end, "%") == 0 ? SIZE_PERCENT : SIZE_U;
    return *unit != SIZE_U || strcmp(end, "u") == 0 || !*end;
}

static bool put_size(struct encoder *c, const struct prop_row *row)
{
    enum size_unit unit = SIZE_U;
    double v = NAN;
    if (lua_type(c->L, -1) == LUA_TNUMBER)
        v = lua_tonumber(c->L, -1);
    else if (lua_type(c->L, -1) != LUA_TSTRING || !parse_size(lua_tostring(c->L, -1), &unit, &v))
        return encode_wrong(c, "应是数（单位 u）、\"20mm\"、\"50%%\" 或 \"s1\" 到 \"s7\"");
    if (!(v >= row->min && v <= row->max))
        return encode_wrong(c, "应在 %g 到 %g 之间，现在是 %g", row->min, row->max, v);
    buf_u8(c->out, (uint8_t)unit);
    buf_f32(c->out, (float)v);
    return true;
}

static bool put_side(struct encoder *c, const struct prop_row *row, const char *side, int place)
{
    int at = lua_gettop(c->L);
    if (lua_getfield(c->L, at, side) == LUA_TNIL && place) {
        lua_pop(c->L, 1);
        lua_rawgeti(c->L, at, place);
    }
    if (lua_isnil(c->L, -1)) {
        lua_pushinteger(c->L, 0);
        lua_replace(c->L, -2);
    }
    bool fine = put_size(c, row);
    lua_pop(c->L, 1);
    return fine;
}

static bool put_edges(struct encoder *c, const struct prop_row *row)
{
    if (lua_type(c->L, -1) != LUA_TTABLE)
        return put_size(c, row) && put_size(c, row) && put_size(c, row) && put_size(c, row);
    if (lua_getmetatable(c->L, -1))
        return encode_wrong(c, "应是普通的表");
    size_t listed = lua_rawlen(c->L, -1);
    if (listed != 0 && listed != 2 && listed != 4)
        return encode_wrong(c, "的表应是 {竖, 横}、{上, 右, 下, 左} 或 {top=, right=, bottom=, left=}");
    static const int two[] = {1, 2, 1, 2}, four[] = {1, 2, 3, 4}, none[] = {0, 0, 0, 0};
    const int *place = listed == 2 ? two : listed == 4 ? four : none;
    return put_side(c, row, "top", place[0]) && put_side(c, row, "right", place[1]) &&
           put_side(c, row, "bottom", place[2]) && put_side(c, row, "left", place[3]);
}

static bool put_handler(struct encoder *c)
{
    if (lua_type(c->L, -1) != LUA_TFUNCTION)
        return expected(c, "函数，如 function() … end");
    if (c->handlers) {
        lua_pushvalue(c->L, -1);
        lua_rawseti(c->L, c->handlers, ++c->handler_count);
    }
    buf_u32(c->out, c->handler_count);
    return true;
}

static bool put_value(struct encoder *c, const struct prop_row *row)
{
    switch (row->kind) {
    case PROP_BOOL:
        if (!lua_isboolean(c->L, -1))
            return expected(c, " true 或 false");
        buf_u8(c->out, (uint8_t)lua_toboolean(c->L, -1));
        return true;
    case PROP_ENUM:
        return put_enum(c, row);
    case PROP_INT:
    case PROP_NUMBER:
        return put_number(c, row);
    case PROP_TEXT:
        return put_text(c, row);
    case PROP_NAME:
        return put_name(c, row);
    case PROP_COLOR:
        return put_color(c);
    case PROP_SIZE:
        return put_size(c, row);
    case PROP_EDGES:
        return put_edges(c, row);
    case PROP_HANDLER:
        return put_handler(c);
    }
    return false;
}

bool encode_value(struct encoder *c, enum node_type type, const struct prop_row *row)
{
    char why[sizeof c->wrong];
    int top = lua_gettop(c->L);
    bool fine = put_value(c, row);
    lua_settop(c->L, top);
    if (fine)
        return true;
    memcpy(why, c->wrong, sizeof why);
    return encode_wrong(c, "%s 的 %s %.400s", node_type_names[type], row->name, why);
}
