/* Inside of the trust room: base64 with padding, in exactly one way. */
#ifndef TRUST_BASE64_H
#define TRUST_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#define BASE64_MOST 300

/* `text` must be what writing exactly `size` bytes gives: no other spelling, nothing left over. */
bool base64_read(const char *text, size_t len, unsigned char *out, size_t size);
/* NUL-terminated; `size` bytes need 4 * ((size + 2) / 3) + 1, at most BASE64_MOST. */
void base64_write(const unsigned char *bytes, size_t size, char *out);

#endif
