#include "trust/signature.h"

#include "base/file.h"
#include "trust/base64.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "
#define LINE_MAX_BYTES 1024

struct piece {
    const char *at;
    size_t len;
};

struct minisig {
    unsigned char algorithm[2], id[8], signature[64], over_comment[64];
    struct piece comment;
};

/* The next line without its end (LF or CR LF); false when there is none. */
static bool next_line(const char **text, struct piece *out)
{
    size_t len = strcspn(*text, "\n");
    if (!**text || len > LINE_MAX_BYTES)
        return false;
    *out = (struct piece){*text, len};
    *text += len + ((*text)[len] == '\n');
    if (len && out->at[len - 1] == '\r')
        out->len--;
    return true;
}

static bool starts_with(struct piece p, const char *prefix)
{
    size_t n = strlen(prefix);
    return p.len >= n && memcmp(p.at, prefix, n) == 0;
}

bool public_key_parse(const char *text, struct public_key *out, struct err *e)
{
    struct piece line;
    unsigned char bytes[42];
    bool well = next_line(&text, &line);
    if (well && starts_with(line, UNTRUSTED))
        well = next_line(&text, &line);
    well = well && !*text && base64_read(line.at, line.len, bytes, sizeof bytes) && memcmp(bytes, "Ed", 2) == 0;
    if (!well)
        return err_set(e, "不是 minisign 格式的公钥；公钥文件有两行，第二行是 RW 开头的 56 个字符");
    memcpy(out->id, bytes + 2, sizeof out->id);
    memcpy(out->key, bytes + 10, sizeof out->key);
    return true;
}

bool public_key_read(const char *path, struct public_key *out, struct err *e)
{
    struct buf text;
    struct err why;
    if (!file_read(path, 4096, &text, e))
        return false;
    bool well = strlen(buf_cstr(&text)) == text.len && public_key_parse(buf_cstr(&text), out, &why);
    buf_free(&text);
    return well ||
           err_set(e, "%s：不是 minisign 格式的公钥文件；请重新复制公钥（.pub），不要用私钥（.key）代替", path);
}

bool public_key_same(const struct public_key *a, const struct public_key *b)
{
    return memcmp(a->id, b->id, sizeof a->id) == 0 && memcmp(a->key, b->key, sizeof a->key) == 0;
}

/* The tool reads the id as a little-endian number. */
static void id_text(const unsigned char id[8], char out[17])
{
    for (int i = 0; i < 8; i++)
        snprintf(out + 2 * i, 3, "%02X", id[7 - i]);
}

void public_key_id(const struct public_key *k, char out[17])
{
    id_text(k->id, out);
}

void public_key_line(const struct public_key *k, char out[57])
{
    unsigned char bytes[42] = "Ed";
    memcpy(bytes + 2, k->id, sizeof k->id);
    memcpy(bytes + 10, k->key, sizeof k->key);
    base64_write(bytes, sizeof bytes, out);
}

void public_key_text(const struct public_key *k, struct buf *out)
{
    char id[17], line[57];
    public_key_id(k, id);
    public_key_line(k, line);
    buf_printf(out, UNTRUSTED "minisign public key %s\n%s\n", id, line);
}

static bool parse_minisig(const char *text, struct minisig *out)
{
    struct piece first, signature, comment, over;
    unsigned char bytes[74];
    if (!next_line(&text, &first) || !next_line(&text, &signature) || !next_line(&text, &comment) ||
        !next_line(&text, &over) || *text)
        return false;
    if (!starts_with(first, UNTRUSTED) || !starts_with(comment, TRUSTED) ||
        !base64_read(signature.at, signature.len, bytes, sizeof bytes) ||
        !base64_read(over.at, over.len, out->over_comment, sizeof out->over_comment))
        return false;
    memcpy(out->algorithm, bytes, 2);
    memcpy(out->id, bytes + 2, 8);
    memcpy(out->signature, bytes + 10, 64);
    out->comment = (struct piece){comment.at + strlen(TRUSTED), comment.len - strlen(TRUSTED)};
    return memcmp(bytes, "ED", 2) == 0 || memcmp(bytes, "Ed", 2) == 0;
}

static bool data_fits(const struct public_key *key, const struct minisig *s, const void *data, size_t len)
{
    unsigned char hash[64];
    const unsigned char *message = data ? data : (const unsigned char *)"";
    if (s->algorithm[1] == 'D') {
        crypto_generichash(hash, sizeof hash, message, len, NULL, 0);
        message = hash;
        len = sizeof hash;
    }
    return crypto_sign_verify_detached(s->signature, message, len, key->key) == 0;
}

static bool comment_fits(const struct public_key *key, const struct minisig *s)
{
    unsigned char message[64 + LINE_MAX_BYTES];
    memcpy(message, s->signature, 64);
    memcpy(message + 64, s->comment.at, s->comment.len);
    return crypto_sign_verify_detached(s->over_comment, message, 64 + s->comment.len, key->key) == 0;
}

enum signature_state signature_judge(const struct public_key *key, const void *data, size_t len, const char *minisig,
                                     char *comment, size_t size, struct err *e)
{
    struct minisig s;
    char by[17], wanted[17];
    if (size)
        comment[0] = 0;
    if (!parse_minisig(minisig, &s)) {
        err_set(e, "不是 minisign 格式的签名");
        return SIGNATURE_UNREADABLE;
    }
    if (memcmp(s.id, key->id, sizeof s.id) != 0) {
        id_text(s.id, by);
        public_key_id(key, wanted);
        err_set(e, "签名是密钥 %s 作的，不是 %s", by, wanted);
        return SIGNATURE_OTHER_KEY;
    }
    if (!data_fits(key, &s, data, len)) {
        err_set(e, "签名与内容不符：签名之后内容被改过，或签名被改过");
        return SIGNATURE_WRONG;
    }
    if (!comment_fits(key, &s)) {
        err_set(e, "签名的附注（trusted comment）被改过");
        return SIGNATURE_WRONG;
    }
    if (size)
        snprintf(comment, size, "%.*s", (int)s.comment.len, s.comment.at);
    return SIGNATURE_GOOD;
}

bool signature_check(const char *pub_text, const void *data, size_t len, const char *minisig, char *comment,
                     size_t size, struct err *e)
{
    struct public_key key;
    if (size)
        comment[0] = 0;
    return public_key_parse(pub_text, &key, e) &&
           signature_judge(&key, data, len, minisig, comment, size, e) == SIGNATURE_GOOD;
}

bool signature_key_id(const char *minisig, char out[17])
{
    struct minisig s;
    out[0] = 0;
    if (!parse_minisig(minisig, &s))
        return false;
    id_text(s.id, out);
    return true;
}

static void exchange(struct buf *b, char from, char to)
{
    for (size_t i = 0; i < b->len; i++)
        if (b->data[i] == (unsigned char)from)
            b->data[i] = (unsigned char)to;
}

void signature_fold(struct buf *minisig)
{
    if (minisig->len && minisig->data[minisig->len - 1] == '\n')
        minisig->len--;
    exchange(minisig, '\n', '|');
}

void signature_unfold(struct buf *folded)
{
    exchange(folded, '|', '\n');
    buf_u8(folded, '\n');
}

void checkpoint_comment(int64_t upto, char out[64])
{
    snprintf(out, 64, "qingfeng checkpoint seq %lld", (long long)upto);
}

enum signature_state checkpoint_judge(const struct public_key *key, int64_t upto, const char head[65],
                                      const char *folded, struct err *e)
{
    struct buf text = {0};
    char comment[64], wanted[64];
    buf_text(&text, folded);
    signature_unfold(&text);
    enum signature_state s = signature_judge(key, head, strlen(head), buf_cstr(&text), comment, sizeof comment, e);
    buf_free(&text);
    checkpoint_comment(upto, wanted);
    if (s == SIGNATURE_GOOD && strcmp(comment, wanted) != 0) {
        err_set(e, "签名是为另一条记录作的（%s）", comment);
        return SIGNATURE_WRONG;
    }
    return s;
}

bool signature_comment(const struct public_key *key, const char *minisig, char *comment, size_t size)
{
    struct minisig s;
    comment[0] = 0;
    if (!parse_minisig(minisig, &s) || memcmp(s.id, key->id, sizeof s.id) != 0 || !comment_fits(key, &s))
        return false;
    snprintf(comment, size, "%.*s", (int)s.comment.len, s.comment.at);
    return true;
}
