#include "base/file.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int file_open_regular(const char *path, int64_t *size, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        err_set(e, "%s：打不开（%s）", path, errno == ENOENT ? "没有这个文件，请核对文件名" : err_reason(errno));
        return -1;
    }
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        err_set(e, "%s：不是普通文件", path);
        close(fd);
        return -1;
    }
    if (size)
        *size = st.st_size;
    return fd;
}

static bool read_all(int fd, unsigned char *to, size_t len, size_t *got)
{
    *got = 0;
    while (*got < len) {
        ssize_t n = read(fd, to + *got, len - *got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        *got += (size_t)n;
    }
    return true;
}

bool file_read(const char *path, size_t most, struct buf *out, struct err *e)
{
    int64_t size;
    *out = (struct buf){0};
    int fd = file_open_regular(path, &size, e);
    if (fd < 0)
        return false;
    if (size > (int64_t)most) {
        close(fd);
        return err_set(e, "%s：文件过大（%lld 字节，上限 %zu 字节）", path, (long long)size, most);
    }
    out->cap = (size_t)size + 1;
    out->data = mem_alloc(out->cap);
    bool ok = read_all(fd, out->data, (size_t)size, &out->len);
    close(fd);
    if (ok)
        return true;
    buf_free(out);
    return err_set(e, "%s：读取失败（%s）", path, err_reason(errno));
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

static bool sync_folder_of(const char *path)
{
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = 0;
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    close(fd);
    return ok;
}

/* What root makes in a folder of another user is for that user: the kiosk must be able to read it. */
static void give_to_owner_of_folder(int fd, const char *path)
{
    char folder[4096];
    struct stat st;
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = 0;
    if (geteuid() == 0 && stat(slash ? folder : ".", &st) == 0 && st.st_uid != 0 && fchown(fd, st.st_uid, st.st_gid) != 0)
        errno = 0; /* a file system without owners: everybody may read it anyway */
}

bool file_write_durable(const char *path, const void *data, size_t len, unsigned mode, struct err *e)
{
    char temporary[4096];
    if (snprintf(temporary, sizeof temporary, "%s.tmp", path) >= (int)sizeof temporary)
        return err_set(e, "%s：路径过长", path);
    unlink(temporary); /* one that a crash left may be open to more people than this one should be */
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0)
        return err_set(e, "%s：无法写入（%s）", path, err_reason(errno));
    give_to_owner_of_folder(fd, path);
    bool ok = write_all(fd, data, len) && fsync(fd) == 0;
    int why = errno;
    ok = close(fd) == 0 && ok;
    if (ok && rename(temporary, path) == 0 && sync_folder_of(path))
        return true;
    if (ok)
        why = errno;
    unlink(temporary);
    return err_set(e, "%s：无法写入（%s）", path, err_reason(why));
}

bool file_make_folders(const char *path, unsigned mode, struct err *e)
{
    char part[4096];
    if (snprintf(part, sizeof part, "%s", path) >= (int)sizeof part)
        return err_set(e, "%s：路径过长", path);
    for (char *p = part + 1;; p++) {
        if (*p && *p != '/')
            continue;
        char held = *p;
        *p = 0;
        if (mkdir(part, mode) != 0 && errno != EEXIST)
            return err_set(e, "%s：无法建立文件夹（%s）", part, err_reason(errno));
        *p = held;
        if (!held)
            return true;
    }
}

bool path_join(char *out, size_t size, const char *folder, const char *name)
{
    const char *slash = folder[0] && folder[strlen(folder) - 1] != '/' ? "/" : "";
    int n = snprintf(out, size, "%s%s%s", folder, slash, name);
    return n >= 0 && (size_t)n < size;
}

bool path_is_inside(const char *name)
{
    size_t len = strlen(name);
    if (len == 0 || len > 160)
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = name[i];
        bool starts = i == 0 || name[i - 1] == '/';
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!word && !(c == '.' && !starts) && !(c == '/' && !starts && i + 1 < len))
            return false;
    }
    return true;
}
