/* One file of the export: written in pieces that are forced to the stick as they come, so that progress is true and a
 * slow stick is noticed, and later read back past the caches. */
#include "usb/inner.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (256u << 10)
#define SYNC_EVERY (4 << 20)
#define BLOCK (1u << 20) /* read at once; aligned, for reads that bypass the cache */
#define SLOW_AFTER_US 8000000
#define SLOW_BYTES_S (1 << 20)

static bool slow(const struct exporting *x, int64_t *left_s)
{
    int64_t us = clock_real_us() - x->started_us, left = x->progress.of_bytes - x->progress.bytes;
    int64_t rate = us > 0 ? x->progress.bytes * 1000000 / us : 0;
    *left_s = rate > 0 && left > 0 ? left / rate : 0;
    return us > SLOW_AFTER_US && rate < SLOW_BYTES_S;
}

static bool tell_pace(struct exporting *x, const char *doing, struct err *e)
{
    int64_t left_s;
    if (!slow(x, &left_s))
        snprintf(x->sentence, sizeof x->sentence, "%s，请不要拔出 U 盘", doing);
    else
        snprintf(x->sentence, sizeof x->sentence, "U 盘很慢，还在继续（%s，大约还要 %lld 分钟）。请不要拔出", doing,
                 (long long)(left_s / 60 + 1));
    return export_tell(x, e);
}

bool deposit_open(struct exporting *x, struct deposit *d, const char *name, bool in_sums, struct err *e)
{
    struct export_file *f = &x->files[x->n];
    *d = (struct deposit){.fd = -1, .file = f};
    if (x->n == EXPORT_FILES_MAX)
        return err_set(e, "导出的文件太多");
    *f = (struct export_file){.in_sums = in_sums};
    snprintf(f->name, sizeof f->name, "%s", name);
    d->fd = openat(x->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (d->fd < 0)
        return trouble(x, name, errno, e);
    x->n++;
    sha256_start(&d->sum);
    x->progress.file = f->name;
    return tell_pace(x, "正在写入", e);
}

static bool force_out(struct exporting *x, struct deposit *d, struct err *e)
{
    d->unsynced = 0;
    if (fdatasync(d->fd) != 0)
        return trouble(x, d->file->name, errno, e);
    return presence_check(x, e) && tell_pace(x, "正在写入", e);
}

static bool add_piece(struct exporting *x, struct deposit *d, const unsigned char *data, size_t len, struct err *e)
{
    while (len) {
        ssize_t n = write(d->fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return trouble(x, d->file->name, n == 0 ? EIO : errno, e);
        data += n;
        len -= (size_t)n;
        d->unsynced += n;
        d->file->bytes += n;
        x->progress.bytes += n;
    }
    return d->unsynced < SYNC_EVERY || force_out(x, d, e);
}

bool deposit_add(struct exporting *x, struct deposit *d, const void *data, size_t len, struct err *e)
{
    const unsigned char *at = data;
    sha256_add(&d->sum, data, len);
    while (len) {
        size_t piece = len < PIECE ? len : PIECE;
        if (!add_piece(x, d, at, piece, e))
            return false;
        at += piece;
        len -= piece;
    }
    return true;
}

bool deposit_close(struct exporting *x, struct deposit *d, struct err *e)
{
    bool ok = d->fd >= 0 && fsync(d->fd) == 0;
    int why = errno;
    if (d->fd >= 0 && close(d->fd) != 0 && ok) {
        why = errno;
        ok = false;
    }
    d->fd = -1;
    sha256_end(&d->sum, d->file->sum);
    x->progress.files++;
    return ok || trouble(x, d->file->name, why, e);
}

bool deposit_whole(struct exporting *x, const char *name, bool in_sums, const struct buf *content, struct err *e)
{
    struct deposit d;
    struct err ignored;
    if (!deposit_open(x, &d, name, in_sums, e))
        return false;
    bool ok = deposit_add(x, &d, content->data, content->len, e);
    return deposit_close(x, &d, ok ? e : &ignored) && ok;
}

/* Past the page cache where the file system allows; elsewhere the cache is at least asked to forget. */
static int open_past_cache(const struct exporting *x, const char *name)
{
    int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    int fd = openat(x->folder, name, flags | O_DIRECT);
    if (fd < 0 && errno == EINVAL)
        fd = openat(x->folder, name, flags);
    if (fd >= 0)
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    return fd;
}

static ssize_t read_block(int fd, void *block)
{
    for (;;) {
        ssize_t n = read(fd, block, BLOCK);
        int flags = n < 0 && errno == EINVAL ? fcntl(fd, F_GETFL) : 0;
        if (n < 0 && errno == EINTR)
            continue;
        if (n >= 0 || !(flags & O_DIRECT))
            return n;
        fcntl(fd, F_SETFL, flags & ~O_DIRECT);
    }
}

static bool differs(const struct export_file *f, struct err *e)
{
    return err_set(e, "%s 读回来与写进去的不一样，U 盘可能已经损坏。改法：换一个 U 盘再导出", f->name);
}

static bool compare(struct exporting *x, const struct export_file *f, int fd, void *block, struct err *e)
{
    struct sha256 sum;
    char hex[65];
    int64_t total = 0, untold = 0;
    ssize_t n;
    sha256_start(&sum);
    while ((n = read_block(fd, block)) > 0) {
        sha256_add(&sum, block, (size_t)n);
        total += n;
        untold += n;
        x->progress.bytes += n;
        if (untold < SYNC_EVERY)
            continue;
        untold = 0;
        if (!tell_pace(x, "正在读回核对", e))
            return false;
    }
    if (n < 0)
        return trouble(x, f->name, errno, e);
    sha256_end(&sum, hex);
    return (total == f->bytes && strcmp(hex, f->sum) == 0) || differs(f, e);
}

static bool read_back_one(struct exporting *x, const struct export_file *f, void *block, struct err *e)
{
    struct stat st;
    x->progress.file = f->name;
    if (!tell_pace(x, "正在读回核对", e))
        return false;
    int fd = open_past_cache(x, f->name);
    if (fd < 0)
        return trouble(x, f->name, errno, e);
    bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == f->bytes ? compare(x, f, fd, block, e)
                                                                                   : differs(f, e);
    close(fd);
    return ok;
}

bool deposit_read_back(struct exporting *x, struct err *e)
{
    void *block = aligned_alloc(4096, BLOCK);
    bool ok = block || err_set(e, "内存不够");
    x->progress.of_bytes = x->progress.bytes * 2;
    for (int i = 0; ok && i < x->n; i++)
        ok = read_back_one(x, &x->files[i], block, e);
    free(block);
    return ok;
}
