/* minisign's secret key file: a comment line, then base64 of the bytes below. */
#include "trust/key_file.h"

#include "base/file.h"
#include "trust/base64.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define UNTRUSTED "untrusted comment: "
#define SEALED 104 /* id, key and checksum: what a password encrypts */

struct layout {
    unsigned char algorithm[2], kdf[2], checksum_algorithm[2], salt[32], ops[8], memory[8];
    unsigned char id[8], key[64], checksum[32];
};
_Static_assert(sizeof(struct layout) == 158, "minisign's secret key has 158 bytes");

static void put_le64(unsigned char out[8], uint64_t v)
{
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)(v >> (8 * i));
}

static uint64_t get_le64(const unsigned char in[8])
{
    uint64_t v = 0;
    for (int i = 7; i >= 0; i--)
        v = v << 8 | in[i];
    return v;
}

static void checksum(const struct layout *l, unsigned char out[32])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, 32);
    crypto_generichash_update(&state, l->algorithm, sizeof l->algorithm);
    crypto_generichash_update(&state, l->id, sizeof l->id);
    crypto_generichash_update(&state, l->key, sizeof l->key);
    crypto_generichash_final(&state, out, 32);
    sodium_memzero(&state, sizeof state);
}

/* Encrypts and decrypts alike: a stream from the password over id, key and checksum. */
static bool seal(struct layout *l, const char *password)
{
    unsigned char stream[SEALED], *at = l->id;
    uint64_t ops = get_le64(l->ops), memory = get_le64(l->memory);
    if (ops > crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE ||
        memory > crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE)
        return false;
    if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof stream, password, strlen(password), l->salt, ops,
                                           (size_t)memory) != 0)
        return false;
    for (size_t i = 0; i < SEALED; i++)
        at[i] ^= stream[i];
    sodium_memzero(stream, sizeof stream);
    return true;
}

/* The tool's cost, or half of it, and half again, where memory is short: the file says which. */
static bool seal_new(struct layout *l, const char *password)
{
    uint64_t ops = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE;
    uint64_t memory = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE;
    memcpy(l->kdf, "Sc", 2);
    randombytes_buf(l->salt, sizeof l->salt);
    for (; memory >= crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_INTERACTIVE; memory /= 2, ops /= 2) {
        put_le64(l->ops, ops);
        put_le64(l->memory, memory);
        if (seal(l, password))
            return true;
    }
    return false;
}

bool secret_encode(const struct secret *s, const char *password, char out[SECRET_TEXT], struct err *e)
{
    struct layout l = {.algorithm = "Ed", .checksum_algorithm = "B2"};
    memcpy(l.id, s->id, sizeof l.id);
    memcpy(l.key, s->key, sizeof l.key);
    checksum(&l, l.checksum);
    bool well = !password || seal_new(&l, password);
    if (well) {
        int n =
            snprintf(out, SECRET_TEXT, UNTRUSTED "qingfeng %s secret key\n", password ? "encrypted" : "unencrypted");
        base64_write((const unsigned char *)&l, sizeof l, out + n);
        strcat(out, "\n");
    }
    sodium_memzero(&l, sizeof l);
    return well || err_set(e, "内存不够，不能用密码保护私钥；请在内存 1 GiB 以上的电脑上做");
}

static bool parse(const char *text, struct layout *l)
{
    size_t first = strcspn(text, "\n");
    if (strncmp(text, UNTRUSTED, strlen(UNTRUSTED)) != 0 || !text[first])
        return false;
    text += first + 1;
    size_t len = strcspn(text, "\r\n");
    return strspn(text + len, "\r\n") == strlen(text + len) &&
           base64_read(text, len, (unsigned char *)l, sizeof *l) && memcmp(l->algorithm, "Ed", 2) == 0 &&
           memcmp(l->checksum_algorithm, "B2", 2) == 0;
}

/* The second half of the key must be what its first half gives. The tool leaves the checksum of an unprotected key
 * zero. */
static bool is_whole(const struct layout *l, bool needs_checksum)
{
    unsigned char sum[32], public[32], again[64];
    checksum(l, sum);
    crypto_sign_seed_keypair(public, again, l->key);
    bool same = sodium_memcmp(again, l->key, sizeof again) == 0;
    bool sums = sodium_memcmp(sum, l->checksum, sizeof sum) == 0;
    sodium_memzero(again, sizeof again);
    return same && (sums || (!needs_checksum && sodium_is_zero(l->checksum, sizeof l->checksum)));
}

bool secret_decode(const char *text, const char *password, struct secret *out, struct err *e)
{
    struct layout l;
    const char *wrong = NULL;
    memset(out, 0, sizeof *out);
    bool sealed = parse(text, &l) && memcmp(l.kdf, "Sc", 2) == 0;
    if (!parse(text, &l) || !(sealed || sodium_is_zero(l.kdf, 2)))
        wrong = "不是 minisign 格式的私钥，或已损坏";
    else if (sealed && !password)
        wrong = "私钥有密码保护，请输入密码";
    else if (sealed && (!seal(&l, password) || !is_whole(&l, true)))
        wrong = "密码不对，或内存不足 1 GiB";
    else if (!sealed && !is_whole(&l, false))
        wrong = "私钥文件已损坏";
    if (!wrong) {
        memcpy(out->id, l.id, sizeof out->id);
        memcpy(out->key, l.key, sizeof out->key);
        out->there = 1;
    }
    sodium_memzero(&l, sizeof l);
    return !wrong || err_set(e, "%s", wrong);
}

bool secret_is_protected(const char *text)
{
    struct layout l;
    bool sealed = parse(text, &l) && memcmp(l.kdf, "Sc", 2) == 0;
    sodium_memzero(&l, sizeof l);
    return sealed;
}

bool secret_read_text(const char *path, char text[SECRET_TEXT], struct err *e)
{
    struct buf bytes;
    memset(text, 0, SECRET_TEXT);
    if (!file_read(path, SECRET_TEXT - 1, &bytes, e))
        return false;
    memcpy(text, bytes.data, bytes.len);
    sodium_memzero(bytes.data, bytes.len);
    bool well = strlen(text) == bytes.len;
    buf_free(&bytes);
    return well || err_set(e, "%s：不是 minisign 格式的私钥，或已损坏", path);
}
