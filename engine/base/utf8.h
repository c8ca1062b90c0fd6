/* UTF-8: decode, encode, check. Overlong forms, surrogates and values over U+10FFFF are refused. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFFFFFFu

/* Decodes one code point from `len` bytes (len > 0) and stores how many bytes it took (at least 1).
 * Malformed input gives UTF8_BAD and a length of 1. */
uint32_t utf8_decode(const char *s, size_t len, size_t *used);

/* Writes 1 to 4 bytes to `out`, returns how many; 0 for a value that is no character. */
size_t utf8_encode(uint32_t code, char out[4]);

bool utf8_valid(const char *s, size_t len);

/* Offset of the first malformed byte, or `len` when all is well. */
size_t utf8_first_bad(const char *s, size_t len);

/* Number of Han characters (for limits in 字 and reading time). */
size_t utf8_count_han(const char *s, size_t len);

bool utf8_is_han(uint32_t code);

/* Cuts an incomplete character off the end of a NUL-terminated string. */
void utf8_trim_partial(char *s);

#endif
