/* The string and utf8 libraries as scenes see them. What is linear in its input comes from Lua; what can run or grow
 * without bound is ours. */
#include "scene/match.h"
#include "scene/vm.h"

#include <lualib.h>
#include <stdio.h>
#include <string.h>

#define REP_MAX (1u << 20) /* bytes made by rep; also times, for the empty string */
#define FORMAT_MAX 1024
#define PATTERN_MAX 1024

static int string_rep(lua_State *L)
{
    size_t len, gap_len;
    const char *s = luaL_checklstring(L, 1, &len);
    lua_Integer n = luaL_checkinteger(L, 2);
    const char *gap = luaL_optlstring(L, 3, "", &gap_len);
    if (n > 1000000 || (n > 0 && (len + gap_len) > REP_MAX / (size_t)n))
        return vm_raise(L, 1, "string.rep 的结果不能超过 1 MB，次数不能超过一百万");
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (lua_Integer i = 0; i < n; i++) {
        luaL_addlstring(&b, s, len);
        if (i + 1 < n)
            luaL_addlstring(&b, gap, gap_len);
    }
    luaL_pushresult(&b);
    return 1;
}

/* The argument a conversion takes, or an error; texts of tables are made here, without addresses. */
static void check_conversion(lua_State *L, char letter, int arg)
{
    if (letter == 'p' || !strchr("aAcdeEfgGiosquxX", letter))
        vm_raise(L, 1, "string.format 不认识 %%%c", letter);
    if (letter == 's' && lua_type(L, arg) != LUA_TSTRING && !lua_isnone(L, arg)) {
        vm_tostring(L, arg, NULL);
        lua_replace(L, arg);
    }
}

static int string_format(lua_State *L)
{
    size_t len;
    const char *format = luaL_checklstring(L, 1, &len);
    int arg = 1;
    if (len > FORMAT_MAX)
        return vm_raise(L, 1, "string.format 的格式不能超过 1 KB");
    for (size_t i = 0; i < len; i++) {
        if (format[i] != '%')
            continue;
        if (format[++i] == '%')
            continue;
        i += strspn(format + i, "-+ #0123456789.");
        if (i >= len)
            return vm_raise(L, 1, "string.format 的格式以 %% 结尾，后面缺一个字母");
        check_conversion(L, format[i], ++arg);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

struct search {
    struct match m;
    const char *s, *p;
    size_t len, p_len;
    bool anchored;
};

static void check_search(lua_State *L, struct search *q, int subject, int pattern)
{
    q->s = luaL_checklstring(L, subject, &q->len);
    q->p = luaL_checklstring(L, pattern, &q->p_len);
    if (q->len > VM_PATTERN_SUBJECT || q->p_len > PATTERN_MAX)
        vm_raise(L, 1, "模式匹配的文字不能超过 64 KB，模式不能超过 1 KB");
    q->anchored = q->p_len && q->p[0] == '^';
    if (q->anchored) {
        q->p++;
        q->p_len--;
    }
    match_start(&q->m, q->s, q->len, q->p, q->p_len);
}

/* First match at or after *at; moves *at there. */
static const char *search_from(lua_State *L, struct search *q, const char **at)
{
    for (;; ++*at) {
        const char *end = match_at(&q->m, *at, q->p);
        if (q->m.wrong)
            vm_raise(L, 1, "%s", q->m.wrong);
        if (end)
            return end;
        if (q->anchored || *at >= q->s + q->len)
            return NULL;
        if ((*at - q->s) & 0xFFF)
            continue;
        vm_check(L);
    }
}

static void push_capture(lua_State *L, const struct search *q, int i, const char *from, const char *end)
{
    if (i >= q->m.captures) {
        if (i > 0)
            vm_raise(L, 1, "没有第 %d 个括号", i + 1);
        lua_pushlstring(L, from, (size_t)(end - from));
    } else if (q->m.capture[i].len == CAPTURE_PLACE) {
        lua_pushinteger(L, q->m.capture[i].at - q->s + 1);
    } else {
        lua_pushlstring(L, q->m.capture[i].at, (size_t)q->m.capture[i].len);
    }
}

static int push_captures(lua_State *L, const struct search *q, const char *from, const char *end, bool whole)
{
    int n = q->m.captures == 0 && whole ? 1 : q->m.captures;
    luaL_checkstack(L, n, "too many captures");
    for (int i = 0; i < n; i++)
        push_capture(L, q, i, from, end);
    return n;
}

/* Place in the string from an optional Lua index; beyond the end: len + 1. */
static size_t start_at(lua_State *L, int arg, size_t len)
{
    lua_Integer i = luaL_optinteger(L, arg, 1);
    if (i < 0)
        i = i < -(lua_Integer)len ? 1 : (lua_Integer)len + i + 1;
    if (i == 0)
        i = 1;
    return i > (lua_Integer)len + 1 ? len + 1 : (size_t)i - 1;
}

static int find_plain(lua_State *L, size_t from)
{
    size_t len, want;
    const char *s = luaL_checklstring(L, 1, &len), *p = luaL_checklstring(L, 2, &want);
    const char *found = from > len ? NULL : want ? memmem(s + from, len - from, p, want) : s + from;
    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, found - s + 1);
    lua_pushinteger(L, found - s + (lua_Integer)want);
    return 2;
}

static int find_or_match(lua_State *L, bool find)
{
    size_t len, p_len;
    luaL_checklstring(L, 1, &len);
    const char *p = luaL_checklstring(L, 2, &p_len);
    size_t from = start_at(L, 3, len);
    if (find && (lua_toboolean(L, 4) || (!strpbrk(p, "^$*+?.([%-") && strlen(p) == p_len)))
        return find_plain(L, from);
    struct search q;
    check_search(L, &q, 1, 2);
    const char *at = q.s + from, *end = from > len ? NULL : search_from(L, &q, &at);
    if (!end) {
        lua_pushnil(L);
        return 1;
    }
    if (!find)
        return push_captures(L, &q, at, end, true);
    lua_pushinteger(L, at - q.s + 1);
    lua_pushinteger(L, end - q.s);
    return 2 + push_captures(L, &q, at, end, false);
}

static int string_find(lua_State *L)
{
    return find_or_match(L, true);
}

static int string_match(lua_State *L)
{
    return find_or_match(L, false);
}

/* Upvalues: subject, pattern, where to go on, end of the last match (an empty match may not follow it at once). */
static int gmatch_next(lua_State *L)
{
    struct search q;
    check_search(L, &q, lua_upvalueindex(1), lua_upvalueindex(2));
    size_t from = (size_t)lua_tointeger(L, lua_upvalueindex(3));
    lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
    while (from <= q.len) {
        const char *at = q.s + from, *end = search_from(L, &q, &at);
        if (!end)
            break;
        if (end - q.s == last) {
            from = (size_t)(at - q.s) + 1;
            continue;
        }
        lua_pushinteger(L, end - q.s);
        lua_copy(L, -1, lua_upvalueindex(3));
        lua_replace(L, lua_upvalueindex(4));
        return push_captures(L, &q, at, end, true);
    }
    return 0;
}

static int string_gmatch(lua_State *L)
{
    struct search q;
    check_search(L, &q, 1, 2);
    size_t from = start_at(L, 3, q.len);
    lua_settop(L, 2);
    lua_pushinteger(L, (lua_Integer)from);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, gmatch_next, 4);
    return 1;
}

static void add_template(lua_State *L, luaL_Buffer *b, const struct search *q, const char *from, const char *end)
{
    size_t len;
    const char *t = lua_tolstring(L, 3, &len);
    for (size_t i = 0; i < len; i++) {
        if (t[i] != '%') {
            luaL_addchar(b, t[i]);
            continue;
        }
        i++;
        if (i < len && t[i] == '%') {
            luaL_addchar(b, '%');
        } else if (i < len && t[i] == '0') {
            luaL_addlstring(b, from, (size_t)(end - from));
        } else if (i < len && t[i] >= '1' && t[i] <= '9') {
            push_capture(L, q, t[i] - '1', from, end);
            lua_tolstring(L, -1, NULL);
            luaL_addvalue(b);
        } else {
            vm_raise(L, 1, "gsub 的替换文字里 %% 后面应是数字或 %%");
        }
    }
}

/* What stands for one match: by text, table or function; nil and false keep it. */
static void add_replacement(lua_State *L, luaL_Buffer *b, const struct search *q, const char *from, const char *end)
{
    int type = lua_type(L, 3);
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        add_template(L, b, q, from, end);
        return;
    }
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, push_captures(L, q, from, end, true), 1);
    } else {
        push_capture(L, q, 0, from, end);
        lua_gettable(L, 3);
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(b, from, (size_t)(end - from));
    } else if (lua_isstring(L, -1)) {
        luaL_addvalue(b);
    } else {
        vm_raise(L, 1, "gsub 的替换结果应是文字，现在是 %s", luaL_typename(L, -1));
    }
}

static int string_gsub(lua_State *L)
{
    struct search q;
    check_search(L, &q, 1, 2);
    int type = lua_type(L, 3);
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TTABLE && type != LUA_TFUNCTION)
        return vm_raise(L, 1, "gsub 的第三个参数应是文字、表或函数");
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)q.len + 1), n = 0;
    const char *at = q.s, *stop = q.s + q.len, *last = NULL;
    luaL_Buffer b;
    lua_settop(L, 3);
    luaL_buffinit(L, &b);
    while (n < most) {
        const char *end = match_at(&q.m, at, q.p);
        vm_check(L);
        if (q.m.wrong)
            return vm_raise(L, 1, "%s", q.m.wrong);
        if (end && end != last) {
            n++;
            add_replacement(L, &b, &q, at, end);
            at = last = end;
        } else if (at < stop) {
            luaL_addchar(&b, *at++);
        } else {
            break;
        }
        if (q.anchored)
            break;
    }
    luaL_addlstring(&b, at, (size_t)(stop - at));
    luaL_pushresult(&b);
    lua_pushinteger(L, n);
    return 2;
}

static int string_byte(lua_State *L)
{
    size_t len;
    luaL_checklstring(L, 1, &len);
    lua_Integer all = (lua_Integer)len, from = (lua_Integer)start_at(L, 2, len), to = luaL_optinteger(L, 3, from + 1);
    if (to < 0)
        to = to < -all ? 0 : all + to + 1;
    if ((to < all ? to : all) - from > VM_VALUES_MAX)
        return vm_raise(L, 1, "string.byte 一次最多取 %d 个字节", VM_VALUES_MAX);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

/* A utf8 function on a subject of bounded length. */
static int utf8_guarded(lua_State *L)
{
    size_t len;
    luaL_checklstring(L, 1, &len);
    if (len > VM_PATTERN_SUBJECT)
        return vm_raise(L, 1, "utf8 函数的文字不能超过 64 KB");
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

static int utf8_codepoint(lua_State *L)
{
    lua_Integer from = luaL_optinteger(L, 2, 1), to = luaL_optinteger(L, 3, from);
    size_t len;
    luaL_checklstring(L, 1, &len);
    if (len > VM_VALUES_MAX && (to < from || (lua_Unsigned)to - (lua_Unsigned)from >= VM_VALUES_MAX))
        return vm_raise(L, 1, "utf8.codepoint 一次最多取 %d 个字", VM_VALUES_MAX);
    return utf8_guarded(L);
}

static void open_utf8(lua_State *L)
{
    static const char *const guarded[] = {"len", "offset", "codes"};
    lua_newtable(L);
    lua_pushcfunction(L, luaopen_utf8);
    lua_call(L, 0, 1);
    for (size_t i = 0; i < sizeof guarded / sizeof *guarded; i++) {
        lua_getfield(L, -1, guarded[i]);
        lua_pushcclosure(L, utf8_guarded, 1);
        lua_setfield(L, -3, guarded[i]);
    }
    lua_getfield(L, -1, "codepoint");
    lua_pushcclosure(L, utf8_codepoint, 1);
    lua_setfield(L, -3, "codepoint");
    lua_getfield(L, -1, "char");
    lua_setfield(L, -3, "char");
    lua_getfield(L, -1, "charpattern");
    lua_setfield(L, -3, "charpattern");
    lua_pop(L, 1);
}

/* Methods on texts reach this table; the metatable itself is out of reach. */
static void set_string_metatable(lua_State *L, int library)
{
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, library);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

void lib_string(lua_State *L)
{
    static const char *const taken[] = {"char", "len", "lower", "upper", "reverse", "sub"};
    static const luaL_Reg own[] = {{"rep", string_rep},       {"find", string_find}, {"match", string_match},
                                   {"gmatch", string_gmatch}, {"gsub", string_gsub}, {NULL, NULL}};
    int to = lua_gettop(L);
    lua_newtable(L);
    lua_pushcfunction(L, luaopen_string);
    lua_call(L, 0, 1);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        lua_getfield(L, -1, taken[i]);
        lua_setfield(L, to + 1, taken[i]);
    }
    lua_getfield(L, -1, "format");
    lua_pushcclosure(L, string_format, 1);
    lua_setfield(L, to + 1, "format");
    lua_getfield(L, -1, "byte");
    lua_pushcclosure(L, string_byte, 1);
    lua_setfield(L, to + 1, "byte");
    lua_pop(L, 1);
    luaL_setfuncs(L, own, 0);
    set_string_metatable(L, to + 1);
    lua_setfield(L, to, "string");
    open_utf8(L);
    lua_setfield(L, to, "utf8");
}
