#include "trust/pin.h"

#include "base/file.h"
#include "trust/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file: two places for the count of wrong tries and then the hash, each in a block of its own, so that a block
 * torn by a power cut damages neither of the others. The places are written in turns. */
#define BLOCK 4096
#define HASH_AT (2 * BLOCK)
#define FILE_MOST (HASH_AT + 512)
#define TRIES_MOST 9999
#define OPERATIONS 3
#define MEMORY (64u << 20)

struct tries {
    int64_t serial; /* the place with the higher one counts */
    int wrong;      /* in a row, and not known to be right */
    int64_t mono;   /* when the last one was counted, and since which start of the machine: */
    char boot[40];
};

struct pin_file {
    int fd;
    struct tries tries;
    char hash[crypto_pwhash_STRBYTES];
};

static int wait_after(int wrong)
{
    static const int seconds[] = {0, 0, 0, 0, 30, 60, 120, 300, 900, 3600};
    int last = (int)(sizeof seconds / sizeof *seconds) - 1;
    return seconds[wrong < last ? wrong : last];
}

/* Changes with every start of the machine, whatever its clock says. */
static void boot_id(char out[40])
{
    FILE *f = fopen("/proc/sys/kernel/random/boot_id", "re");
    if (!f || fscanf(f, "%36s", out) != 1)
        strcpy(out, "-");
    if (f)
        fclose(f);
}

static int wait_left(const struct tries *t, int64_t mono)
{
    char boot[40];
    int64_t wait = (int64_t)wait_after(t->wrong) * 1000, passed = mono;
    boot_id(boot);
    if (strcmp(boot, t->boot) == 0 && mono >= t->mono)
        passed = mono - t->mono;
    int64_t left = wait - (passed > 0 ? passed : 0);
    return left > 0 ? (int)((left + 999) / 1000) : 0;
}

static void slot_text(const struct tries *t, char out[BLOCK + 1])
{
    char sum[65];
    memset(out, '\n', BLOCK);
    out[BLOCK] = 0;
    int n = snprintf(out, BLOCK, "tries %04d serial %012lld mono %015lld boot %s", t->wrong, (long long)t->serial,
                     (long long)t->mono, t->boot);
    sha256_hex(out, (size_t)n, sum);
    n += snprintf(out + n, BLOCK - (size_t)n, " sum %s", sum);
    out[n] = '\n';
}

/* Only what slot_text writes is read; anything else is damage. */
static bool slot_read(const char *block, struct tries *out)
{
    char again[BLOCK + 1];
    long long serial, mono;
    *out = (struct tries){0};
    if (sscanf(block, "tries %4d serial %15lld mono %18lld boot %39s", &out->wrong, &serial, &mono, out->boot) != 4)
        return false;
    out->serial = serial;
    out->mono = mono;
    slot_text(out, again);
    return out->wrong >= 0 && memcmp(again, block, BLOCK) == 0;
}

static bool read_hash(const char *text, char out[crypto_pwhash_STRBYTES])
{
    char said[65], sum[65];
    int used = 0;
    if (sscanf(text, "qingfeng-pin 1 %64[0-9a-f]\n%127s\n%n", said, out, &used) != 2 || text[used])
        return false;
    sha256_hex(out, strlen(out), sum);
    return strcmp(sum, said) == 0;
}

static bool parse(struct pin_file *f, const char *bytes, size_t len)
{
    struct tries a, b;
    if (len <= HASH_AT || strlen(bytes) != len)
        return false;
    bool first = slot_read(bytes, &a), second = slot_read(bytes + BLOCK, &b);
    f->tries = first && (!second || a.serial > b.serial) ? a : b;
    return (first || second) && read_hash(bytes + HASH_AT, f->hash);
}

static enum pin_result broken(struct err *e, const char *path, const char *what)
{
    err_set(e, "%s：%s；请维护人员在本机运行 kiosk set-pin 重新设置", path, what);
    return PIN_BROKEN;
}

/* PIN_RIGHT when it is open, locked against another try at the same time, and read. */
static enum pin_result pin_open(const char *folder, int how, struct pin_file *f, struct err *e)
{
    char path[1100], bytes[FILE_MOST + 1];
    struct stat st;
    *f = (struct pin_file){.fd = -1};
    if (sodium_init() < 0 || !path_join(path, sizeof path, folder, "admin.pin"))
        return broken(e, folder, "打不开");
    f->fd = open(path, how | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (f->fd < 0 && errno == ENOENT)
        return PIN_UNSET;
    if (f->fd < 0)
        return broken(e, path, err_reason(errno));
    ssize_t n = fstat(f->fd, &st) == 0 && S_ISREG(st.st_mode) && flock(f->fd, how == O_RDWR ? LOCK_EX : LOCK_SH) == 0
                    ? pread(f->fd, bytes, FILE_MOST, 0)
                    : -1;
    if (n >= 0) {
        bytes[n] = 0;
        if (parse(f, bytes, (size_t)n))
            return PIN_RIGHT;
    }
    close(f->fd);
    f->fd = -1;
    return broken(e, path, "密码文件已损坏");
}

/* On disk when this returns. Writes over blocks that are there already: needs no room. */
static bool count(struct pin_file *f, int wrong, int64_t mono)
{
    char block[BLOCK + 1];
    struct tries next = {
        .serial = f->tries.serial + 1, .wrong = wrong < TRIES_MOST ? wrong : TRIES_MOST, .mono = mono};
    boot_id(next.boot);
    slot_text(&next, block);
    if (pwrite(f->fd, block, BLOCK, next.serial % 2 ? BLOCK : 0) != BLOCK || fdatasync(f->fd) != 0)
        return false;
    f->tries = next;
    return true;
}

bool pin_is_set(const char *folder)
{
    char path[1100];
    struct stat st;
    return !path_join(path, sizeof path, folder, "admin.pin") || lstat(path, &st) == 0 || errno != ENOENT;
}

int pin_wait_seconds(const char *folder, int64_t mono_ms)
{
    struct pin_file f;
    if (pin_open(folder, O_RDONLY, &f, NULL) != PIN_RIGHT)
        return 0;
    close(f.fd);
    return wait_left(&f.tries, mono_ms);
}

static enum pin_result look(struct pin_file *f, const char *pin, int64_t mono, int *wait, struct err *e)
{
    static const char unwritable[] = "磁盘写不了，没有记下这次输入，所以不核对密码；请检查磁盘";
    struct tries before = f->tries;
    *wait = wait_left(&f->tries, mono);
    if (*wait)
        return PIN_WAIT;
    if (!count(f, f->tries.wrong + 1, mono)) {
        err_set(e, "%s", unwritable);
        return PIN_BROKEN;
    }
    errno = 0;
    if (crypto_pwhash_str_verify(f->hash, pin, strlen(pin)) == 0) {
        count(f, 0, mono);
        return PIN_RIGHT;
    }
    if (errno != EINVAL) { /* libsodium's word for "another one"; anything else was no look at it */
        count(f, before.wrong, before.mono);
        err_set(e, "内存不够，不能核对密码；请稍后再试");
        return PIN_BROKEN;
    }
    *wait = wait_left(&f->tries, mono);
    return PIN_WRONG;
}

enum pin_result pin_try(const char *folder, const char *pin, int64_t mono_ms, int *wait_seconds, struct err *e)
{
    struct pin_file f;
    *wait_seconds = 0;
    enum pin_result r = pin_open(folder, O_RDWR, &f, e);
    if (r != PIN_RIGHT)
        return r;
    r = look(&f, pin, mono_ms, wait_seconds, e);
    close(f.fd);
    return r;
}

bool pin_set(const char *folder, const char *pin, struct err *e)
{
    char path[1100], file[FILE_MOST + 1], hash[crypto_pwhash_STRBYTES], sum[65];
    struct tries none = {0};
    if (!pin_acceptable(pin, e))
        return false;
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(hash, pin, strlen(pin), OPERATIONS, MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(e, "内存不够，不能设置密码；需要 64 MiB");
    boot_id(none.boot);
    slot_text(&none, file);
    none.serial = 1;
    slot_text(&none, file + BLOCK);
    sha256_hex(hash, strlen(hash), sum);
    snprintf(file + HASH_AT, FILE_MOST - HASH_AT, "qingfeng-pin 1 %s\n%s\n", sum, hash);
    return file_make_folders(folder, 0750, e) && path_join(path, sizeof path, folder, "admin.pin") &&
           file_write_durable(path, file, strlen(file), 0600, e);
}
