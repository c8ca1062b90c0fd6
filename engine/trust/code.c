#include "trust/code.h"

#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void place(char out[10], int at, char c)
{
    out[at + (at >= 4)] = c;
}

static unsigned hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 0;
}

void check_code(const char head[65], char out[10])
{
    uint64_t bits = 0;
    for (int i = 0; i < 10; i++)
        bits = bits << 4 | hex_value(head[i]);
    for (int i = 0; i < 8; i++)
        place(out, i, alphabet[bits >> (35 - 5 * i) & 31]);
    out[4] = '-';
    out[9] = 0;
}

/* The character of the alphabet that is meant, 0 for what only separates, -1 for neither. */
static int meant(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0; /* full-width forms, as an input method leaves them */
    if (c == '-' || c == ' ' || c == 0x3000 || c == 0x2212 || (c >= 0x2010 && c <= 0x2015))
        return 0;
    if (c >= 'a' && c <= 'z')
        c -= 'a' - 'A';
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    return c && c < 128 && strchr(alphabet, (int)c) ? (int)c : -1;
}

bool check_code_read(const char *text, char out[10])
{
    size_t len = strlen(text), used;
    int n = 0;
    memset(out, 0, 10);
    for (size_t at = 0; at < len; at += used) {
        int c = meant(utf8_decode(text + at, len - at, &used));
        if (c < 0 || (c && n == 8)) {
            out[0] = 0;
            return false;
        }
        if (c)
            place(out, n++, (char)c);
    }
    if (n == 8)
        out[4] = '-';
    else
        out[0] = 0;
    return n == 8;
}
