#include "trust/key.h"

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "trust/base64.h"
#include "trust/key_file.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMMENT_MAX 512

struct device_key {
    struct secret *secret; /* in memory of its own, shut except while it is used */
    struct public_key public;
    struct buf text;
};

/* Processes forked later find zeros in its page, so neither the stage nor a scene nor a job can hold the key. */
static struct device_key *key_new(void)
{
    if (sodium_init() < 0)
        return NULL;
    struct device_key *k = mem_alloc(sizeof *k);
    k->secret = sodium_malloc(sizeof *k->secret);
    if (!k->secret) {
        free(k);
        return NULL;
    }
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    madvise((void *)((uintptr_t)k->secret & ~(uintptr_t)(page - 1)), page, MADV_WIPEONFORK);
    memset(k->secret, 0, sizeof *k->secret);
    return k;
}

void key_close(struct device_key *k)
{
    if (!k)
        return;
    sodium_mprotect_readwrite(k->secret);
    /* In a forked process the page was emptied, libsodium's watch words with it: its free would take that for damage.
     */
    if (k->secret->there)
        sodium_free(k->secret);
    buf_free(&k->text);
    free(k);
}

static void key_ready(struct device_key *k)
{
    memcpy(k->public.id, k->secret->id, sizeof k->public.id);
    memcpy(k->public.key, k->secret->key + 32, sizeof k->public.key);
    public_key_text(&k->public, &k->text);
    buf_cstr(&k->text);
    sodium_mprotect_noaccess(k->secret);
}

static void key_discard(struct device_key *k)
{
    k->secret->there = 1; /* this process made the page: it may be freed */
    key_close(k);
}

static struct device_key *no_memory(struct err *e)
{
    err_set(e, "内存不够，不能读取密钥");
    return NULL;
}

struct device_key *key_read(const char *path, const char *password, struct err *e)
{
    char text[SECRET_TEXT];
    struct err why = {0};
    struct device_key *k = key_new();
    if (!k)
        return no_memory(e);
    bool read = secret_read_text(path, text, e);
    bool well = read && secret_decode(text, password, k->secret, &why);
    sodium_memzero(text, sizeof text);
    if (well) {
        key_ready(k);
        return k;
    }
    if (read)
        err_set(e, "%s：%s", path, why.text);
    key_discard(k);
    return NULL;
}

bool key_is_protected(const char *path)
{
    char text[SECRET_TEXT];
    bool sealed = secret_read_text(path, text, NULL) && secret_is_protected(text);
    sodium_memzero(text, sizeof text);
    return sealed;
}

static void make(struct secret *s)
{
    unsigned char public[32];
    randombytes_buf(s->id, sizeof s->id);
    crypto_sign_keypair(public, s->key);
    s->there = 1;
}

static bool write_secret(const char *path, const struct secret *s, const char *password, struct err *e)
{
    char text[SECRET_TEXT];
    bool well = secret_encode(s, password, text, e) && file_write_durable(path, text, strlen(text), 0600, e);
    sodium_memzero(text, sizeof text);
    return well;
}

static struct device_key *key_make(const char *path, const char *password, struct err *e)
{
    struct device_key *k = key_new();
    if (!k)
        return no_memory(e);
    make(k->secret);
    if (write_secret(path, k->secret, password, e)) {
        key_ready(k);
        return k;
    }
    key_close(k);
    return NULL;
}

static void close_to_others(const char *path)
{
    struct stat st;
    int fd = file_open_regular(path, NULL, NULL);
    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && (st.st_mode & 077) && fchmod(fd, 0600) == 0)
        log_warn("trust", "%s could be read by others (mode %o); closed to them now", path,
                 (unsigned)st.st_mode & 0777);
    close(fd);
}

/* Anyone may have it; it is only a convenience, so failing to write it stops nothing. */
static void keep_public_file(const struct device_key *k, const char *folder)
{
    char path[1100];
    struct buf there;
    struct err e;
    if (!path_join(path, sizeof path, folder, "kiosk.pub"))
        return;
    bool same = file_read(path, 4096, &there, NULL) && there.len == k->text.len &&
                memcmp(there.data, k->text.data, there.len) == 0;
    buf_free(&there);
    if (!same && !file_write_durable(path, k->text.data, k->text.len, 0644, &e))
        log_warn("trust", "%s", e.text);
}

struct device_key *key_open(const char *folder, bool may_create, struct err *e)
{
    char path[1100];
    struct stat st;
    struct err why;
    if (!path_join(path, sizeof path, folder, "device.key")) {
        err_set(e, "%s：路径过长", folder);
        return NULL;
    }
    bool none = lstat(path, &st) != 0 && errno == ENOENT;
    if (none && !may_create) {
        err_set(e, "%s：还没有设备密钥；运行一次 kiosk run 就会生成", path);
        return NULL;
    }
    if (none && !file_make_folders(folder, 0750, e))
        return NULL;
    if (!none)
        close_to_others(path);
    struct device_key *k = none ? key_make(path, NULL, e) : key_read(path, NULL, &why);
    if (k)
        keep_public_file(k, folder);
    else if (!none)
        err_set(
            e,
            "%s。没有它不能签名；有备份就复制回来，没有就把它改名，下次启动会生成新密钥，新公钥 kiosk.pub 要重新登记",
            why.text);
    return k;
}

const char *key_public_text(const struct device_key *k)
{
    return (const char *)k->text.data;
}

const struct public_key *key_public(const struct device_key *k)
{
    return &k->public;
}

static bool comment_fits(const char *comment)
{
    size_t len = strlen(comment);
    return len <= COMMENT_MAX && strcspn(comment, "\r\n") == len;
}

static void add_base64(struct buf *out, const unsigned char *bytes, size_t len)
{
    char text[BASE64_MOST];
    base64_write(bytes, len, text);
    buf_text(out, text);
}

/* `bytes` gets algorithm, id and signature; `over` the signature over signature and comment. */
static bool sign_twice(const struct device_key *k, const unsigned char hash[64], const char *comment,
                       unsigned char bytes[74], unsigned char over[64])
{
    unsigned char message[64 + COMMENT_MAX];
    size_t len = strlen(comment);
    sodium_mprotect_readonly(k->secret);
    bool there = k->secret->there;
    if (there) {
        memcpy(bytes, "ED", 2);
        memcpy(bytes + 2, k->secret->id, 8);
        crypto_sign_detached(bytes + 10, NULL, hash, 64, k->secret->key);
        memcpy(message, bytes + 10, 64);
        memcpy(message + 64, comment, len);
        crypto_sign_detached(over, NULL, message, 64 + len, k->secret->key);
    }
    sodium_mprotect_noaccess(k->secret);
    return there;
}

bool key_sign(const struct device_key *k, const void *data, size_t len, const char *trusted_comment,
              struct buf *minisig, struct err *e)
{
    unsigned char hash[64], bytes[74], over[64];
    buf_clear(minisig);
    if (!comment_fits(trusted_comment))
        return err_set(e, "签名的附注太长，或不止一行");
    crypto_generichash(hash, sizeof hash, len ? data : (const unsigned char *)"", len, NULL, 0);
    if (!sign_twice(k, hash, trusted_comment, bytes, over))
        return err_set(e, "这个进程里没有密钥");
    buf_text(minisig, SIGNATURE_FIRST_LINE "\n");
    add_base64(minisig, bytes, sizeof bytes);
    buf_printf(minisig, "\ntrusted comment: %s\n", trusted_comment);
    add_base64(minisig, over, sizeof over);
    buf_text(minisig, "\n");
    return true;
}

bool key_sign_checkpoint(const struct device_key *k, int64_t upto, const char head[65], struct buf *folded,
                         struct err *e)
{
    char comment[64];
    checkpoint_comment(upto, comment);
    if (!key_sign(k, head, strlen(head), comment, folded, e))
        return false;
    signature_fold(folded);
    buf_cstr(folded);
    return true;
}

bool key_generate(const char *name, const char *password, struct err *e)
{
    char secret[1100], public[1100];
    struct stat st;
    if (snprintf(secret, sizeof secret, "%s.key", name) >= (int)sizeof secret ||
        snprintf(public, sizeof public, "%s.pub", name) >= (int)sizeof public)
        return err_set(e, "%s：路径过长", name);
    if (lstat(secret, &st) == 0 || lstat(public, &st) == 0)
        return err_set(e, "%s 或 %s 已经有了，不覆盖；换一个名字", secret, public);
    struct device_key *k = key_make(secret, password, e);
    bool well = k && file_write_durable(public, k->text.data, k->text.len, 0644, e);
    key_close(k);
    return well;
}
