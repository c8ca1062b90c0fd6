#include "base/json.h"

#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct json json_to(struct buf *out)
{
    return (struct json){.out = out};
}

void json_quote(struct buf *out, const char *text, size_t len)
{
    buf_u8(out, '"');
    for (size_t at = 0, used; at < len; at += used) {
        uint32_t code = utf8_decode(text + at, len - at, &used);
        if (code == UTF8_BAD)
            buf_text(out, "\xEF\xBF\xBD");
        else if (code == '"' || code == '\\')
            buf_printf(out, "\\%c", (int)code);
        else if (code == '\n')
            buf_text(out, "\\n");
        else if (code < 0x20 || code == 0x7F)
            buf_printf(out, "\\u%04x", (unsigned)code);
        else
            buf_bytes(out, text + at, used);
    }
    buf_u8(out, '"');
}

/* Comma and key before a member. */
static struct buf *member(struct json *j, const char *key)
{
    if (j->comma)
        buf_u8(j->out, ',');
    j->comma = true;
    if (key) {
        json_quote(j->out, key, strlen(key));
        buf_u8(j->out, ':');
    }
    return j->out;
}

static void begin(struct json *j, const char *key, char bracket)
{
    buf_u8(member(j, key), (uint8_t)bracket);
    j->comma = false;
}

static void end(struct json *j, char bracket)
{
    buf_u8(j->out, (uint8_t)bracket);
    j->comma = true;
}

void json_object(struct json *j, const char *key)
{
    begin(j, key, '{');
}

void json_object_end(struct json *j)
{
    end(j, '}');
}

void json_list(struct json *j, const char *key)
{
    begin(j, key, '[');
}

void json_list_end(struct json *j)
{
    end(j, ']');
}

void json_text(struct json *j, const char *key, const char *text)
{
    if (!text)
        json_null(j, key);
    else
        json_quote(member(j, key), text, strlen(text));
}

void json_int(struct json *j, const char *key, int64_t v)
{
    buf_printf(member(j, key), "%lld", (long long)v);
}

void json_number(struct json *j, const char *key, double v)
{
    if (!isfinite(v)) {
        json_null(j, key);
        return;
    }
    char text[330];
    bool whole = fabs(v) < 1e15 && v == floor(v); /* 60, not 6e+01 */
    snprintf(text, sizeof text, "%.0f", v);
    for (int digits = 1; !whole && digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, v);
        if (strtod(text, NULL) == v)
            break;
    }
    char *comma = strchr(text, ','); /* the C library writes numbers as the locale likes them */
    if (comma)
        *comma = '.';
    buf_text(member(j, key), text);
}

void json_bool(struct json *j, const char *key, bool v)
{
    buf_text(member(j, key), v ? "true" : "false");
}

void json_null(struct json *j, const char *key)
{
    buf_text(member(j, key), "null");
}

void json_raw(struct json *j, const char *key, const char *value)
{
    buf_text(member(j, key), value);
}
