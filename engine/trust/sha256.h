/* SHA-256: the link between one record and the next, and the sums of exported files. */
#ifndef TRUST_SHA256_H
#define TRUST_SHA256_H

#include <sodium/crypto_hash_sha256.h>

#include <stddef.h>

/* 64 lower-case hex digits and a NUL, as sha256sum prints them. */
void sha256_hex(const void *data, size_t len, char out[65]);

/* The same over bytes that come piece by piece. Plain memory: copying one forks the sum. */
struct sha256 {
    crypto_hash_sha256_state state;
};
void sha256_start(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *data, size_t len);
void sha256_end(struct sha256 *s, char out[65]); /* start it again before the next use */

#endif
