#include "trust/base64.h"

#include <sodium.h>
#include <string.h>

void base64_write(const unsigned char *bytes, size_t size, char *out)
{
    sodium_bin2base64(out, sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), bytes, size,
                      sodium_base64_VARIANT_ORIGINAL);
}

bool base64_read(const char *text, size_t len, unsigned char *out, size_t size)
{
    char again[BASE64_MOST];
    size_t got;
    if (len >= sizeof again ||
        sodium_base642bin(out, size, text, len, NULL, &got, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 || got != size)
        return false;
    base64_write(out, size, again); /* libsodium's reader lets some bytes over 127 pass as others */
    bool same = strlen(again) == len && memcmp(again, text, len) == 0;
    sodium_memzero(again, sizeof again);
    return same;
}
