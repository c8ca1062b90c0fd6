/* SHA-256: the link between one record and the next. */
#ifndef TRUST_SHA256_H
#define TRUST_SHA256_H

#include <stddef.h>

/* 64 lower-case hex digits and a NUL, as sha256sum prints them. */
void sha256_hex(const void *data, size_t len, char out[65]);

#endif
