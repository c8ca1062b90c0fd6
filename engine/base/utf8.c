#include "base/utf8.h"

#include <string.h>

static int sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    if (first >= 0xF0 && first <= 0xF4)
        return 4;
    return 0;
}

uint32_t utf8_decode(const char *s, size_t len, size_t *used)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *b = (const unsigned char *)s;
    int n = sequence_length(b[0]);
    *used = 1;
    if (n == 1)
        return b[0];
    if (n == 0 || (size_t)n > len)
        return UTF8_BAD;
    uint32_t code = b[0] & (0xFFu >> (n + 1));
    for (int i = 1; i < n; i++) {
        if ((b[i] & 0xC0) != 0x80)
            return UTF8_BAD;
        code = code << 6 | (b[i] & 0x3Fu);
    }
    if (code < least[n] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return UTF8_BAD;
    *used = (size_t)n;
    return code;
}

size_t utf8_encode(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char)(0xF0u << (4 - n) | code);
    return n;
}

/* Nearly all text is ASCII and Han, told by the first byte alone: after E1 to EC any two continuation bytes are a
 * character. Its length, or 0 when it takes a closer look. */
static inline size_t common_length(const unsigned char *b, size_t len)
{
    if (b[0] < 0x80)
        return 1;
    bool three = len >= 3 && b[0] >= 0xE1 && b[0] <= 0xEC && (b[1] & 0xC0) == 0x80 && (b[2] & 0xC0) == 0x80;
    return three ? 3 : 0;
}

size_t utf8_first_bad(const char *s, size_t len)
{
    size_t at = 0, used;
    while (at < len) {
        used = common_length((const unsigned char *)s + at, len - at);
        if (!used && utf8_decode(s + at, len - at, &used) == UTF8_BAD)
            break;
        at += used;
    }
    return at;
}

bool utf8_valid(const char *s, size_t len)
{
    return utf8_first_bad(s, len) == len;
}

bool utf8_is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) ||
           (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007;
}

size_t utf8_count_han(const char *s, size_t len)
{
    size_t n = 0, used;
    for (size_t at = 0; at < len; at += used)
        n += utf8_is_han(utf8_decode(s + at, len - at, &used));
    return n;
}

void utf8_trim_partial(char *s)
{
    s[utf8_first_bad(s, strlen(s))] = 0;
}
