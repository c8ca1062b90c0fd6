/* JSON text as Lua values: what the keeper answers to the administrator's screens. */
#include "scene/scene.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 16
#define NUMBER_MAX 40

struct reading {
    lua_State *L;
    const char *at, *end;
    int depth;
};

static void read_value(struct reading *r);

static _Noreturn void malformed(struct reading *r)
{
    luaL_error(r->L, "JSON 写法有误");
    abort(); /* luaL_error does not return */
}

static char peek(struct reading *r)
{
    while (r->at < r->end && strchr(" \t\r\n", *r->at))
        r->at++;
    return r->at < r->end ? *r->at : '\0';
}

static bool take(struct reading *r, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0)
        return false;
    r->at += len;
    return true;
}

static unsigned read_hex(struct reading *r)
{
    unsigned v = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        const char *digits = "0123456789abcdefABCDEF", *d = r->at < r->end && *r->at ? strchr(digits, *r->at) : NULL;
        if (!d)
            malformed(r);
        unsigned n = (unsigned)(d - digits);
        v = v * 16 + (n > 15 ? n - 6 : n);
    }
    return v;
}

static void read_escape(struct reading *r, luaL_Buffer *b)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *known = r->at < r->end && *r->at ? strchr(from, *r->at) : NULL;
    if (known) {
        luaL_addchar(b, to[known - from]);
        r->at++;
    } else if (take(r, "u")) {
        unsigned code = read_hex(r);
        if (code >= 0xD800 && code < 0xDC00 && take(r, "\\u"))
            code = 0x10000 + ((code - 0xD800) << 10) + (read_hex(r) - 0xDC00);
        lua_pushfstring(r->L, "%U", (unsigned long)code);
        luaL_addvalue(b);
    } else {
        malformed(r);
    }
}

static void read_text(struct reading *r)
{
    luaL_Buffer b;
    luaL_buffinit(r->L, &b);
    if (!take(r, "\""))
        malformed(r);
    while (r->at < r->end && *r->at != '"') {
        if (take(r, "\\"))
            read_escape(r, &b);
        else
            luaL_addchar(&b, *r->at++);
    }
    if (!take(r, "\""))
        malformed(r);
    luaL_pushresult(&b);
}

static void read_number(struct reading *r)
{
    char text[NUMBER_MAX + 1];
    size_t n = 0;
    while (r->at < r->end && n < NUMBER_MAX && strchr("+-.0123456789eE", *r->at))
        text[n++] = *r->at++;
    text[n] = '\0';
    if (!n || !lua_stringtonumber(r->L, text))
        malformed(r);
}

static void read_list(struct reading *r)
{
    lua_newtable(r->L);
    take(r, "[");
    for (lua_Integer i = 1; peek(r) != ']'; i++) {
        read_value(r);
        lua_rawseti(r->L, -2, i);
        if (peek(r) != ']' && !take(r, ","))
            malformed(r);
    }
    take(r, "]");
}

static void read_object(struct reading *r)
{
    lua_newtable(r->L);
    take(r, "{");
    while (peek(r) != '}') {
        read_text(r);
        if (peek(r) != ':')
            malformed(r);
        take(r, ":");
        read_value(r);
        lua_rawset(r->L, -3);
        if (peek(r) != '}' && !take(r, ","))
            malformed(r);
    }
    take(r, "}");
}

static void read_value(struct reading *r)
{
    char c = peek(r);
    if (++r->depth > DEPTH_MAX)
        malformed(r);
    luaL_checkstack(r->L, 8, NULL);
    if (c == '{')
        read_object(r);
    else if (c == '[')
        read_list(r);
    else if (c == '"')
        read_text(r);
    else if (take(r, "true"))
        lua_pushboolean(r->L, 1);
    else if (take(r, "false"))
        lua_pushboolean(r->L, 0);
    else if (take(r, "null"))
        lua_pushnil(r->L);
    else
        read_number(r);
    r->depth--;
}

void json_push(lua_State *L, const char *text, size_t len)
{
    struct reading r = {.L = L, .at = text, .end = text + len};
    read_value(&r);
    if (peek(&r) || r.at != r.end)
        malformed(&r);
}
