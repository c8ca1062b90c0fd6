#include "trust/sha256.h"

#include <sodium.h>

void sha256_hex(const void *data, size_t len, char out[65])
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(sum, data, len);
    sodium_bin2hex(out, 65, sum, sizeof sum);
}

void sha256_start(struct sha256 *s)
{
    crypto_hash_sha256_init(&s->state);
}

void sha256_add(struct sha256 *s, const void *data, size_t len)
{
    if (len)
        crypto_hash_sha256_update(&s->state, data, len);
}

void sha256_end(struct sha256 *s, char out[65])
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&s->state, sum);
    sodium_bin2hex(out, 65, sum, sizeof sum);
}
