/* Lua values out of bytes, for targets that take tables as editors write them: names that mean something beside names that
 * do not, numbers that are none, texts that are no UTF-8, tables that hold themselves. */
#ifndef TESTS_FUZZ_LUA_VALUE_H
#define TESTS_FUZZ_LUA_VALUE_H

#include "fuzz.h"

#include "base/buf.h"

#include <lauxlib.h>
#include <lua.h>

#define VALUE_DEPTH 24
#define VALUE_ENTRIES 24
#define VALUE_TOTAL 2000
#define VALUE_WORDS 256

enum value_op { VALUE_NIL, VALUE_BOOL, VALUE_SMALL, VALUE_INT, VALUE_DOUBLE, VALUE_WORD, VALUE_TEXT, VALUE_LONG,
                VALUE_FUNCTION, VALUE_TABLE, VALUE_OLD, VALUE_META, VALUE_OPS };

struct value_maker {
    struct reader in;
    const char *const *words; /* the target's vocabulary */
    int n_words;
    bool plain; /* no metatables: no editor writes them */
    int old; /* stack place of the list of tables so far */
    int total;
};

static inline void value_word(lua_State *L, struct value_maker *m)
{
    lua_pushstring(L, m->words[read_u8(&m->in) % m->n_words]);
}

static inline void value_text(lua_State *L, struct value_maker *m)
{
    size_t len = read_u8(&m->in), left = (size_t)(m->in.end - m->in.at);
    len = len < left ? len : left;
    lua_pushlstring(L, (const char *)m->in.at, len);
    m->in.at += len;
}

static inline void value_long(lua_State *L, struct value_maker *m)
{
    static const size_t sizes[] = {255, 256, 4096, 65535, 65536, 300000, 5000000};
    luaL_Buffer b;
    size_t len = sizes[read_u8(&m->in) % 7];
    char *p = luaL_buffinitsize(L, &b, len);
    memset(p, 'x', len);
    luaL_pushresultsize(&b, len);
}

static void value_push(lua_State *L, struct value_maker *m, int depth);

static inline void value_table(lua_State *L, struct value_maker *m, int depth)
{
    int entries = read_u8(&m->in) % VALUE_ENTRIES;
    lua_newtable(L);
    int at = lua_gettop(L);
    lua_pushvalue(L, at);
    lua_rawseti(L, m->old, (lua_Integer)lua_rawlen(L, m->old) + 1);
    for (int i = 0; i < entries && !m->in.bad && m->total < VALUE_TOTAL; i++) {
        unsigned how = read_u8(&m->in);
        if (how % 4 == 0) {
            value_push(L, m, depth + 1); /* any key, but what Lua itself refuses */
            if (lua_isnil(L, -1) || (lua_type(L, -1) == LUA_TNUMBER && lua_tonumber(L, -1) != lua_tonumber(L, -1)))
                lua_pushboolean(L, 1), lua_replace(L, -2);
        } else if (how % 4 < 3) {
            value_word(L, m);
        } else {
            lua_pushinteger(L, (lua_Integer)lua_rawlen(L, at) + 1);
        }
        value_push(L, m, depth + 1);
        lua_rawset(L, at);
    }
}

static inline int value_function(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    return 1;
}

/* One value on the top of the stack. */
static void value_push(lua_State *L, struct value_maker *m, int depth)
{
    static const double odd[] = {0.0 / 0.0, 1 / 0.0, -1 / 0.0, 1e300, -0.5, 0.1, 1e-300, 4294967296.0};
    luaL_checkstack(L, 12, "");
    unsigned op = depth > VALUE_DEPTH || m->in.bad || ++m->total > VALUE_TOTAL ? VALUE_NIL : read_u8(&m->in) % VALUE_OPS;
    size_t tables;
    switch (op) {
    case VALUE_BOOL:
        lua_pushboolean(L, read_u8(&m->in) & 1);
        break;
    case VALUE_SMALL:
        lua_pushinteger(L, (lua_Integer)read_u8(&m->in) - 3);
        break;
    case VALUE_INT:
        lua_pushinteger(L, read_i64(&m->in));
        break;
    case VALUE_DOUBLE:
        lua_pushnumber(L, odd[read_u8(&m->in) % 8]);
        break;
    case VALUE_WORD:
        value_word(L, m);
        break;
    case VALUE_TEXT:
        value_text(L, m);
        break;
    case VALUE_LONG:
        value_long(L, m);
        break;
    case VALUE_FUNCTION:
        value_push(L, m, depth + 1);
        lua_pushcclosure(L, value_function, 1);
        break;
    case VALUE_TABLE:
        value_table(L, m, depth);
        break;
    case VALUE_OLD:
        tables = lua_rawlen(L, m->old);
        lua_rawgeti(L, m->old, tables ? 1 + read_u8(&m->in) % (lua_Integer)tables : 1);
        break;
    case VALUE_META:
        value_table(L, m, depth);
        if (m->plain)
            break;
        value_table(L, m, depth);
        lua_setmetatable(L, -2);
        break;
    default:
        lua_pushnil(L);
    }
}

/* ---- seeds: the same language, written ---- */

static inline int value_word_number(const struct value_maker *m, const char *word)
{
    for (int i = 0; i < m->n_words; i++) {
        if (strcmp(m->words[i], word) == 0)
            return i;
    }
    fprintf(stderr, "no such word: %s\n", word);
    abort();
}

static inline void seed_key(struct buf *out, const struct value_maker *m, const char *word)
{
    buf_u8(out, 1);
    buf_u8(out, (uint8_t)value_word_number(m, word));
}

static inline void seed_next(struct buf *out)
{
    buf_u8(out, 3); /* the next place of the list */
}

static inline void seed_table(struct buf *out, int entries)
{
    buf_u8(out, VALUE_TABLE);
    buf_u8(out, (uint8_t)entries);
}

static inline void seed_word(struct buf *out, const struct value_maker *m, const char *word)
{
    buf_u8(out, VALUE_WORD);
    buf_u8(out, (uint8_t)value_word_number(m, word));
}

static inline void seed_text(struct buf *out, const char *text)
{
    buf_u8(out, VALUE_TEXT);
    buf_u8(out, (uint8_t)strlen(text));
    buf_text(out, text);
}

/* A table of that type as the next entry of a list; `entries` more follow. */
static inline void seed_node(struct buf *out, const struct value_maker *m, const char *type, int entries)
{
    seed_next(out);
    seed_table(out, entries + 1);
    seed_key(out, m, "type");
    seed_word(out, m, type);
}

#endif
