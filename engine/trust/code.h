/* The check code: a chain's head short enough to be read aloud and written on paper. Crockford's base32 has no I, L,
 * O and U, so no two of its characters look alike. */
#ifndef TRUST_CODE_H
#define TRUST_CODE_H

#include <stdbool.h>

/* "XXXX-XXXX" of the first 40 bits of a head (64 hex digits). What is no hex digit counts as 0. */
void check_code(const char head[65], char out[10]);

/* What a person wrote or typed, as the code they mean: small letters, O for 0, I and L for 1, full-width characters,
 * missing or other dashes and blanks are all understood. False: it is no check code, `out` is "". */
bool check_code_read(const char *text, char out[10]);

#endif
