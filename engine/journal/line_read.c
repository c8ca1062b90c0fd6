#include "journal/line_read.h"

#include "base/utf8.h"

#include <string.h>

#define MONO_MOST INT64_C(100000000000000) /* three thousand years: no clock runs longer */

struct scan {
    const char *at, *end;
};

static bool take(struct scan *s, const char *text, size_t len)
{
    if ((size_t)(s->end - s->at) < len || memcmp(s->at, text, len) != 0)
        return false;
    s->at += len;
    return true;
}
#define TAKE(s, literal) take(s, literal, sizeof literal - 1)

static bool number(struct scan *s, int64_t *out)
{
    const char *from = s->at;
    bool minus = s->at < s->end && *s->at == '-';
    int64_t v = 0;
    s->at += minus;
    const char *first = s->at;
    for (; s->at < s->end && *s->at >= '0' && *s->at <= '9'; s->at++) {
        if (s->at - first > 17)
            return false;
        v = v * 10 + (*s->at - '0');
    }
    *out = minus ? -v : v;
    return s->at > first && (*first != '0' || (s->at == first + 1 && !minus && from == first));
}

/* A text without escapes, its closing quote included in what is passed over. */
static bool plain(struct scan *s, struct span *out)
{
    const char *from = s->at;
    while (s->at < s->end && *s->at != '"' && *s->at != '\\' && (unsigned char)*s->at >= 0x20)
        s->at++;
    *out = (struct span){from, (size_t)(s->at - from)};
    return TAKE(s, "\"");
}

static bool hex64(struct scan *s, const char **out)
{
    *out = s->at;
    if (s->end - s->at < 64)
        return false;
    for (int i = 0; i < 64; i++, s->at++)
        if (!((*s->at >= '0' && *s->at <= '9') || (*s->at >= 'a' && *s->at <= 'f')))
            return false;
    return true;
}

static int digits(const char *at, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        v = v * 10 + (at[i] - '0');
    }
    return v;
}

static int64_t days_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;
    return (int64_t)365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
}

/* "2026-11-22T03:04:05.678Z" */
static bool wall_time(struct scan *s, int64_t *out)
{
    const char *t = s->at;
    if (s->end - t < 24 || t[4] != '-' || t[7] != '-' || t[10] != 'T' || t[13] != ':' || t[16] != ':' ||
        t[19] != '.' || t[23] != 'Z')
        return false;
    int year = digits(t, 4), month = digits(t + 5, 2), day = digits(t + 8, 2), hour = digits(t + 11, 2),
        minute = digits(t + 14, 2), second = digits(t + 17, 2), ms = digits(t + 20, 3);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60 || ms < 0)
        return false;
    *out = ((days_of(year, month, day) * 24 + hour) * 60 + minute) * 60000 + second * 1000 + ms;
    s->at += 24;
    return true;
}

static bool clock_word(struct scan *s, enum clock_state *out)
{
    for (int i = 0; i < 3; i++)
        if (take(s, clock_names[i], strlen(clock_names[i]))) {
            *out = (enum clock_state)i;
            return true;
        }
    return false;
}

static bool visit_name(struct scan *s, struct line_view *l)
{
    int64_t boot = 0, n = 0;
    l->visit_boot = l->visit_number = 0;
    if (TAKE(s, "\""))
        return true;
    if (!number(s, &boot) || !TAKE(s, "-") || !number(s, &n) || boot < 0 || boot > UINT32_MAX || n < 0 ||
        n > UINT32_MAX)
        return false;
    l->visit_boot = (uint32_t)boot;
    l->visit_number = (uint32_t)n;
    return TAKE(s, "\"");
}

static enum record_kind kind_of(struct span word)
{
    unsigned k = 0;
    while (k < RECORD_KINDS && (strncmp(record_rows[k].name, word.at, word.len) != 0 || record_rows[k].name[word.len]))
        k++;
    return (enum record_kind)k;
}

/* A JSON text with escapes, from its opening quote to its closing one. */
static bool text_value(struct scan *s)
{
    for (s->at++; s->at < s->end && *s->at != '"'; s->at++) {
        if ((unsigned char)*s->at < 0x20)
            return false;
        if (*s->at == '\\' && ++s->at >= s->end)
            return false;
    }
    return TAKE(s, "\"");
}

static bool value(struct scan *s, int depth);

/* What stands between brackets; the opening one is passed already. */
static bool members(struct scan *s, char close, int depth)
{
    if (s->at < s->end && *s->at == close) {
        s->at++;
        return true;
    }
    do {
        if (close == '}' && (s->at >= s->end || *s->at != '"' || !text_value(s) || !TAKE(s, ":")))
            return false;
        if (!value(s, depth))
            return false;
    } while (TAKE(s, ","));
    return s->at < s->end && *s->at++ == close;
}

static bool value(struct scan *s, int depth)
{
    if (s->at >= s->end || depth > 3)
        return false;
    char c = *s->at;
    if (c == '"')
        return text_value(s);
    if (c == '{' || c == '[') {
        s->at++;
        return members(s, c == '{' ? '}' : ']', depth + 1);
    }
    if (TAKE(s, "true") || TAKE(s, "false") || TAKE(s, "null"))
        return true;
    const char *from = s->at;
    while (s->at < s->end && *s->at && strchr("0123456789+-.eE", *s->at))
        s->at++;
    return s->at > from;
}

static bool data_object(struct scan *s, struct line_view *l)
{
    l->fields = 0;
    if (!TAKE(s, "{"))
        return false;
    if (TAKE(s, "}"))
        return true;
    do {
        struct line_field f;
        if (!TAKE(s, "\"") || !plain(s, &f.name) || !TAKE(s, ":"))
            return false;
        f.value.at = s->at;
        if (!value(s, 0))
            return false;
        f.value.len = (size_t)(s->at - f.value.at);
        if (l->fields < LINE_FIELDS_MAX)
            l->field[l->fields++] = f;
    } while (TAKE(s, ","));
    return TAKE(s, "}");
}

const char *line_read(const char *line, size_t len, struct line_view *l)
{
    struct scan s = {line, line + len};
    struct span kind;
    int64_t tz;
    if (!TAKE(&s, "{\"seq\":") || !number(&s, &l->seq) || l->seq < 1)
        return "不是记录行，或没有序号";
    if (!TAKE(&s, ",\"prev\":\"") || !hex64(&s, &l->prev) || !TAKE(&s, "\",\"boot\":"))
        return "prev 不是 64 位十六进制";
    if (!number(&s, &l->boot) || l->boot < 0 || !TAKE(&s, ",\"mono\":") ||
        !number(&s, &l->mono) || l->mono < 0 || l->mono > MONO_MOST)
        return "boot 或 mono 不是整数";
    if (!TAKE(&s, ",\"wall\":\"") || !wall_time(&s, &l->wall) || !TAKE(&s, "\",\"tz\":"))
        return "wall 不是时间";
    if (!number(&s, &tz) || tz < -1440 || tz > 1440)
        return "tz 不是时差";
    l->tz = (int)tz;
    if (!TAKE(&s, ",\"clock\":\"") || !clock_word(&s, &l->clock) || !TAKE(&s, "\",\"visit\":\""))
        return "clock 不是 ok、unset 或 stepped";
    if (!visit_name(&s, l) || !TAKE(&s, ",\"kind\":\""))
        return "visit 不是参观号";
    if (!plain(&s, &kind) || !TAKE(&s, ",\"scene\":\"") || !plain(&s, &l->scene) ||
        !TAKE(&s, ",\"content\":\"") || !plain(&s, &l->content))
        return "kind、scene 或 content 不是名字";
    l->kind = kind_of(kind);
    if (!TAKE(&s, ",\"data\":") || !data_object(&s, l) || !TAKE(&s, "}") || s.at != s.end)
        return "data 不完整";
    return NULL;
}

static const struct span *find(const struct line_view *l, const char *name)
{
    size_t len = strlen(name);
    for (int i = 0; i < l->fields; i++)
        if (l->field[i].name.len == len && !memcmp(l->field[i].name.at, name, len))
            return &l->field[i].value;
    return NULL;
}

bool line_int(const struct line_view *l, const char *name, int64_t *out)
{
    const struct span *v = find(l, name);
    *out = 0;
    if (!v)
        return false;
    struct scan s = {v->at, v->at + v->len};
    if (number(&s, out) && s.at == s.end)
        return true;
    *out = 0;
    return false;
}

bool line_bool(const struct line_view *l, const char *name, bool *out)
{
    const struct span *v = find(l, name);
    *out = v && v->len == 4 && !memcmp(v->at, "true", 4);
    return *out || (v && v->len == 5 && !memcmp(v->at, "false", 5));
}

/* The four hex digits of \uXXXX; records only ever have control characters so. */
static bool unicode_escape(struct scan *s, char *out, size_t size, size_t *at)
{
    uint32_t code = 0;
    if (s->end - s->at < 5)
        return false;
    for (int i = 1; i <= 4; i++) {
        const char *hex = "0123456789abcdef", *digit = s->at[i] ? strchr(hex, s->at[i] | 0x20) : NULL;
        if (!digit)
            return false;
        code = code * 16 + (uint32_t)(digit - hex);
    }
    char bytes[4];
    size_t n = utf8_encode(code, bytes);
    if (!code || !n || *at + n >= size)
        return false;
    memcpy(out + *at, bytes, n);
    *at += n;
    s->at += 5;
    return true;
}

static bool one_escape(struct scan *s, char *out, size_t size, size_t *at)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *known;
    s->at++;
    if (*s->at == 'u')
        return unicode_escape(s, out, size, at);
    known = strchr(from, *s->at);
    if (!known || *at + 1 >= size)
        return false;
    out[(*at)++] = to[known - from];
    s->at++;
    return true;
}

static bool unquote(struct scan *s, char *out, size_t size, size_t *at)
{
    for (s->at++; *s->at != '"';) {
        if (*s->at == '\\') {
            if (!one_escape(s, out, size, at))
                return false;
        } else {
            if (*at + 1 >= size)
                return false;
            out[(*at)++] = *s->at++;
        }
    }
    s->at++;
    return true;
}

bool line_text(const struct line_view *l, const char *name, char *out, size_t size)
{
    const struct span *v = find(l, name);
    size_t at = 0;
    bool well = v && (*v->at == '"' || *v->at == '[');
    if (well && *v->at == '"') {
        struct scan s = {v->at, v->at + v->len};
        well = unquote(&s, out, size, &at);
    } else if (well) {
        struct scan s = {v->at + 1, v->at + v->len};
        for (bool first = true; well && *s.at != ']'; first = false) {
            s.at += *s.at == ',';
            if (!first && at + 1 < size)
                out[at++] = '/';
            well = *s.at == '"' && unquote(&s, out, size, &at);
        }
    }
    out[well ? at : 0] = 0;
    return well && utf8_valid(out, at);
}
