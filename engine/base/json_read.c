#include "base/json.h"

#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct source {
    const char *start, *at, *end;
    struct err *e;
};

static bool wrong(struct source *s, const char *what)
{
    return err_set(s->e, "JSON 第 %zu 字节：%s", (size_t)(s->at - s->start) + 1, what);
}

static void skip_blanks(struct source *s)
{
    while (s->at < s->end && strchr(" \t\r\n", *s->at) && *s->at)
        s->at++;
}

static bool take(struct source *s, char c)
{
    skip_blanks(s);
    if (s->at == s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

static bool word(struct source *s, const char *w)
{
    size_t n = strlen(w);
    if ((size_t)(s->end - s->at) < n || memcmp(s->at, w, n) != 0)
        return false;
    s->at += n;
    return true;
}

static bool hex4(struct source *s, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, s->at++) {
        const char *digits = "0123456789abcdef0123456789ABCDEF";
        const char *d = s->at < s->end && *s->at ? strchr(digits, *s->at) : NULL;
        if (!d)
            return wrong(s, "\\u 后面要有四位十六进制数");
        *code = *code << 4 | (uint32_t)((d - digits) & 15);
    }
    return true;
}

static bool escape(struct source *s, struct buf *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = s->at < s->end ? *s->at : 0;
    const char *known = c ? strchr(from, c) : NULL;
    if (known) {
        s->at++;
        buf_u8(out, (uint8_t)to[known - from]);
        return true;
    }
    uint32_t code, low;
    if (!word(s, "u"))
        return wrong(s, "不认识的转义");
    if (!hex4(s, &code))
        return false;
    if (code >= 0xD800 && code < 0xDC00) {
        if (!word(s, "\\u") || !hex4(s, &low) || low < 0xDC00 || low > 0xDFFF)
            return wrong(s, "代理对不完整");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    char bytes[4];
    size_t n = utf8_encode(code, bytes);
    if (!n || !code)
        return wrong(s, "不允许的字符");
    buf_bytes(out, bytes, n);
    return true;
}

static bool read_text(struct source *s, struct buf *out)
{
    buf_clear(out);
    if (!take(s, '"'))
        return wrong(s, "这里要有双引号");
    while (s->at < s->end && *s->at != '"') {
        size_t used;
        uint32_t code = utf8_decode(s->at, (size_t)(s->end - s->at), &used);
        if (code == UTF8_BAD || code < 0x20)
            return wrong(s, "文字里有不允许的字节");
        if (code != '\\')
            buf_bytes(out, s->at, used);
        s->at += used;
        if (code == '\\' && !escape(s, out))
            return false;
    }
    if (s->at == s->end)
        return wrong(s, "缺少结束的双引号");
    s->at++;
    return true;
}

static size_t digits(struct source *s)
{
    const char *from = s->at;
    while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
        s->at++;
    return (size_t)(s->at - from);
}

static bool read_number(struct source *s, struct json_value *v)
{
    const char *from = s->at;
    bool whole = true;
    word(s, "-");
    const char *first = s->at;
    size_t n = digits(s);
    if (!n || (n > 1 && *first == '0'))
        return wrong(s, "不是 JSON 的值");
    if (word(s, ".")) {
        whole = false;
        if (!digits(s))
            return wrong(s, "小数点后面要有数字");
    }
    if (word(s, "e") || word(s, "E")) {
        whole = false;
        if (!word(s, "+"))
            word(s, "-");
        if (!digits(s))
            return wrong(s, "指数要有数字");
    }
    char text[64];
    int len = (int)(s->at - from);
    if (snprintf(text, sizeof text, "%.*s", len, from) >= (int)sizeof text)
        return wrong(s, "数字太长");
    v->number = strtod(text, NULL);
    v->type = whole && n <= 18 ? JSON_INT : JSON_NUMBER;
    v->integer = v->type == JSON_INT ? strtoll(text, NULL, 10) : 0;
    return isfinite(v->number) || wrong(s, "数字太大");
}

static bool read_value(struct source *s, struct json_value *v, struct buf *text)
{
    *v = (struct json_value){0};
    skip_blanks(s);
    if (word(s, "null"))
        return true;
    if (word(s, "true") || word(s, "false")) {
        v->type = JSON_BOOL;
        v->yes = s->at[-2] == 'u';
        return true;
    }
    if (s->at < s->end && *s->at == '"') {
        if (!read_text(s, text))
            return false;
        v->type = JSON_TEXT;
        v->text = buf_cstr(text);
        v->len = text->len;
        return true;
    }
    return read_number(s, v);
}

/* Keys seen so far, each followed by a NUL, so that a second one is noticed. */
static bool new_key(struct source *s, struct buf *keys, const char *key)
{
    for (size_t at = 0; at < keys->len; at += strlen((const char *)keys->data + at) + 1)
        if (!strcmp((const char *)keys->data + at, key))
            return wrong(s, "同一个键出现两次");
    buf_bytes(keys, key, strlen(key) + 1);
    return true;
}

static bool read_members(struct source *s, struct buf *keys, json_member *member, void *owner)
{
    struct buf key = {0}, text = {0};
    struct json_value v;
    bool well = true;
    int count = 0;
    if (!take(s, '}')) {
        do {
            if (++count > JSON_MEMBERS_MAX)
                well = wrong(s, "成员太多");
            well = well && (skip_blanks(s), read_text(s, &key)) && new_key(s, keys, buf_cstr(&key));
            well = well && (take(s, ':') || wrong(s, "键后面要有冒号")) && read_value(s, &v, &text);
            well = well && member(owner, buf_cstr(&key), &v, s->e);
        } while (well && take(s, ','));
        well = well && (take(s, '}') || wrong(s, "这里要有逗号或右花括号"));
    }
    buf_free(&key);
    buf_free(&text);
    return well;
}

bool json_read_flat(const char *text, size_t len, json_member *member, void *owner, struct err *e)
{
    struct source s = {.start = text, .at = text, .end = text + len, .e = e};
    struct buf keys = {0};
    bool well = (take(&s, '{') || wrong(&s, "要以左花括号开始")) && read_members(&s, &keys, member, owner);
    buf_free(&keys);
    if (!well)
        return false;
    skip_blanks(&s);
    return s.at == s.end || wrong(&s, "对象后面还有别的内容");
}

struct growing {
    struct source s;
    struct arena *arena;
    struct buf text;
    int nodes, depth;
};

static bool grow(struct growing *g, struct json_node *out);

/* One value after another up to `close`, with their keys in an object. */
static bool grow_members(struct growing *g, struct json_node *parent, char close)
{
    const struct json_node **end = &parent->first;
    int count = 0;
    if (take(&g->s, close))
        return true;
    do {
        struct json_node *n = arena_alloc(g->arena, sizeof *n);
        skip_blanks(&g->s);
        if (close == '}') {
            if (++count > JSON_KEYS_MAX)
                return wrong(&g->s, "成员太多");
            if (!read_text(&g->s, &g->text))
                return false;
            n->key = arena_text(g->arena, buf_cstr(&g->text), g->text.len);
            if (json_at(parent, n->key))
                return wrong(&g->s, "同一个键出现两次");
            if (!take(&g->s, ':'))
                return wrong(&g->s, "键后面要有冒号");
        }
        if (!grow(g, n))
            return false;
        *end = n;
        end = &n->next;
    } while (take(&g->s, ','));
    return take(&g->s, close) || wrong(&g->s, "这里要有逗号或右括号");
}

static bool grow(struct growing *g, struct json_node *out)
{
    if (++g->nodes > JSON_NODES_MAX || g->depth > JSON_DEPTH_MAX)
        return wrong(&g->s, "内容太多，或层次太深");
    bool list = take(&g->s, '[');
    if (list || take(&g->s, '{')) {
        out->shape = list ? JSON_LIST : JSON_OBJECT;
        g->depth++;
        bool well = grow_members(g, out, list ? ']' : '}');
        g->depth--;
        return well;
    }
    if (!read_value(&g->s, &out->value, &g->text))
        return false;
    if (out->value.type == JSON_TEXT)
        out->value.text = arena_text(g->arena, out->value.text, out->value.len);
    return true;
}

const struct json_node *json_tree(struct arena *arena, const char *text, size_t len, struct err *e)
{
    struct growing g = {.s = {.start = text, .at = text, .end = text + len, .e = e}, .arena = arena};
    struct json_node *root = arena_alloc(arena, sizeof *root);
    bool well = grow(&g, root);
    buf_free(&g.text);
    if (!well)
        return NULL;
    skip_blanks(&g.s);
    if (g.s.at == g.s.end)
        return root;
    wrong(&g.s, "后面还有别的内容");
    return NULL;
}

const struct json_node *json_at(const struct json_node *object, const char *key)
{
    const struct json_node *n = object && object->shape == JSON_OBJECT ? object->first : NULL;
    while (n && strcmp(n->key, key) != 0)
        n = n->next;
    return n;
}
