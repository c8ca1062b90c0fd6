#include "base/buf.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char *reserve(struct buf *b, size_t more)
{
    if (b->len + more > b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 256;
        while (cap < b->len + more)
            cap *= 2;
        b->data = mem_resize(b->data, cap);
        b->cap = cap;
    }
    return b->data + b->len;
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
    b->len = 0;
}

void buf_bytes(struct buf *b, const void *data, size_t len)
{
    if (!len)
        return;
    memcpy(reserve(b, len), data, len);
    b->len += len;
}

void buf_text(struct buf *b, const char *text)
{
    buf_bytes(b, text, strlen(text));
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0) {
        vsnprintf((char *)reserve(b, (size_t)n + 1), (size_t)n + 1, format, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

static void put_le(struct buf *b, uint64_t v, size_t bytes)
{
    unsigned char *p = reserve(b, bytes);
    for (size_t i = 0; i < bytes; i++)
        p[i] = (unsigned char)(v >> (8 * i));
    b->len += bytes;
}

void buf_u8(struct buf *b, uint8_t v)
{
    put_le(b, v, 1);
}

void buf_u16(struct buf *b, uint16_t v)
{
    put_le(b, v, 2);
}

void buf_u32(struct buf *b, uint32_t v)
{
    put_le(b, v, 4);
}

void buf_i64(struct buf *b, int64_t v)
{
    put_le(b, (uint64_t)v, 8);
}

void buf_f32(struct buf *b, float v)
{
    uint32_t bits;
    memcpy(&bits, &v, 4);
    put_le(b, bits, 4);
}

void buf_str(struct buf *b, const char *s, size_t len)
{
    buf_u32(b, (uint32_t)len);
    buf_bytes(b, s, len);
}

const char *buf_cstr(struct buf *b)
{
    *reserve(b, 1) = 0;
    return (const char *)b->data;
}

struct reader reader_of(const void *data, size_t len)
{
    const unsigned char *p = data;
    return (struct reader){.at = p, .end = len ? p + len : p}; /* nothing may be NULL */
}

static uint64_t take_le(struct reader *r, size_t bytes)
{
    if (r->bad || (size_t)(r->end - r->at) < bytes) {
        r->bad = true;
        return 0;
    }
    uint64_t v = 0;
    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)r->at[i] << (8 * i);
    r->at += bytes;
    return v;
}

uint8_t read_u8(struct reader *r)
{
    return (uint8_t)take_le(r, 1);
}

uint16_t read_u16(struct reader *r)
{
    return (uint16_t)take_le(r, 2);
}

uint32_t read_u32(struct reader *r)
{
    return (uint32_t)take_le(r, 4);
}

int64_t read_i64(struct reader *r)
{
    return (int64_t)take_le(r, 8);
}

float read_f32(struct reader *r)
{
    uint32_t bits = read_u32(r);
    float v;
    memcpy(&v, &bits, 4);
    if (isfinite(v))
        return v;
    r->bad = true;
    return 0;
}

const char *read_str(struct reader *r, size_t most, size_t *len)
{
    size_t n = read_u32(r);
    const char *s = (const char *)r->at;
    *len = 0;
    if (r->bad || n > most || n > (size_t)(r->end - r->at) || memchr(s, 0, n) || !utf8_valid(s, n)) {
        r->bad = true;
        return "";
    }
    r->at += n;
    *len = n;
    return s;
}

void read_str_into(struct reader *r, char *out, size_t size)
{
    size_t len;
    const char *s = read_str(r, size - 1, &len);
    memcpy(out, s, len);
    out[len] = 0;
}

bool reader_done(const struct reader *r)
{
    return !r->bad && r->at == r->end;
}
