/* Space kept for a full disk: a file of real blocks, given back to the disk when a record finds no room, and made
 * again when there is room for it twice over. */
#include "base/log.h"
#include "journal/inner.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define LOOK_EVERY_MS 60000

static const char *path_of(const struct journal *j, char out[700])
{
    snprintf(out, 700, "%s/journal.reserve", j->folder);
    return out;
}

static bool is_there(const struct journal *j, const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == j->reserve.bytes &&
           (int64_t)st.st_blocks * 512 >= j->reserve.bytes;
}

static bool make(const struct journal *j, const char *path)
{
    struct statvfs fs;
    if (statvfs(j->folder, &fs) != 0 || (int64_t)fs.f_bavail * (int64_t)fs.f_frsize < 2 * j->reserve.bytes)
        return false;
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool well = posix_fallocate(fd, 0, j->reserve.bytes) == 0 && fsync(fd) == 0;
    close(fd);
    if (!well)
        unlink(path);
    return well;
}

void reserve_keep(struct journal *j)
{
    char path[700];
    int64_t now = clock_mono(j->clock);
    if (!j->reserve.bytes || j->reserve.kept || now < j->reserve.next_at || j->reading)
        return;
    j->reserve.next_at = now + LOOK_EVERY_MS;
    path_of(j, path);
    j->reserve.kept = is_there(j, path) || make(j, path);
    if (j->reserve.kept && j->reserve.used)
        log_info("journal", "磁盘又有空间了，预留空间已补上");
    j->reserve.used &= !j->reserve.kept;
}

bool reserve_release(struct journal *j)
{
    char path[700];
    struct record r;
    if (unlink(path_of(j, path)) != 0)
        return false;
    j->reserve.kept = false;
    j->reserve.used = true;
    j->reserve.next_at = clock_mono(j->clock) + LOOK_EVERY_MS;
    log_warn("journal", "磁盘已满，开始使用预留空间。请导出数据后清理磁盘。");
    record_start(&r, RECORD_FAULT);
    record_set_text(&r, "what", "disk_full", sizeof "disk_full" - 1);
    record_set_cut(&r, "detail", "开始使用预留空间");
    append_own(j, &r);
    return true;
}

void journal_use_reserve(struct journal *j, int64_t bytes)
{
    j->reserve.bytes = bytes > 0 ? bytes : 0;
    j->reserve.next_at = 0;
    reserve_keep(j);
}
