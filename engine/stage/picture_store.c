#include "stage/picture_store.h"

#include "base/file.h"
#include "base/mem.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define SUFFIX ".px"
#define SPARE_BYTES (512ll << 20) /* of the disk that are the journal's and everybody else's */
#define FILES_MOST 4096
#define USED_S 86400 /* a file's time of use is kept to the day: each note is a write */

struct picture_store {
    int folder;
    int64_t most, used; /* used: -1 before it was looked at */
};

struct picture_store *store_open(const char *folder, int64_t most)
{
    struct err e;
    if (most <= 0 || !file_make_folders(folder, 0750, &e))
        return NULL;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct picture_store *s = mem_alloc(sizeof *s);
    *s = (struct picture_store){.folder = fd, .most = most, .used = -1};
    return s;
}

void store_close(struct picture_store *s)
{
    if (s)
        close(s->folder);
    free(s);
}

/* ---- names ---- */

static uint64_t mix(uint64_t h, const void *data, size_t n)
{
    const unsigned char *p = data;
    for (size_t i = 0; i < n; i++)
        h = (h ^ p[i]) * 0x100000001B3u;
    return h ^ h >> 29;
}

bool store_name(const struct picture_key *key, int source, char name[STORE_NAME])
{
    struct stat st;
    if (fstat(source, &st) != 0)
        return false;
    int64_t facts[] = {(int64_t)st.st_dev,       (int64_t)st.st_ino,      st.st_size, st.st_mtim.tv_sec,
                       st.st_mtim.tv_nsec, st.st_ctim.tv_sec, st.st_ctim.tv_nsec, key->w,
                       key->h,                   (int64_t)key->fit,       key->flip};
    uint64_t halves[2] = {0xCBF29CE484222325u, 0x9E3779B97F4A7C15u};
    for (int i = 0; i < 2; i++)
        halves[i] = mix(mix(halves[i], facts, sizeof facts), key->src, strlen(key->src));
    snprintf(name, STORE_NAME, "%016llx%016llx" SUFFIX, (unsigned long long)halves[0], (unsigned long long)halves[1]);
    return true;
}

/* ---- room ---- */

struct kept {
    char name[STORE_NAME];
    int64_t bytes, used_at;
};

static bool look_at(int folder, const char *name, struct kept *out)
{
    struct stat st;
    size_t len = strlen(name);
    if (len >= STORE_NAME || len < sizeof SUFFIX || strcmp(name + len - (sizeof SUFFIX - 1), SUFFIX) != 0 ||
        fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
        return false;
    memcpy(out->name, name, len + 1);
    out->bytes = (int64_t)st.st_size;
    out->used_at = (int64_t)st.st_mtim.tv_sec;
    return true;
}

static int longest_unused_first(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;
    return (x->used_at > y->used_at) - (x->used_at < y->used_at);
}

static int list_all(const struct picture_store *s, struct kept *all)
{
    int n = 0, copy = fcntl(s->folder, F_DUPFD_CLOEXEC, 0);
    DIR *d = copy >= 0 ? fdopendir(copy) : NULL;
    if (!d) {
        if (copy >= 0)
            close(copy);
        return 0;
    }
    rewinddir(d);
    for (struct dirent *entry; n < FILES_MOST && (entry = readdir(d));)
        n += look_at(s->folder, entry->d_name, &all[n]);
    closedir(d);
    return n;
}

/* Leaves room for `bytes` more, and a tenth beyond, so that not every new picture comes here. */
static void make_room(struct picture_store *s, int64_t bytes)
{
    struct kept *all = mem_alloc(FILES_MOST * sizeof *all);
    int n = list_all(s, all);
    s->used = 0;
    for (int i = 0; i < n; i++)
        s->used += all[i].bytes;
    qsort(all, (size_t)n, sizeof *all, longest_unused_first);
    bool full = s->used + bytes > s->most || n == FILES_MOST;
    for (int i = 0; full && i < n && (s->used + bytes > s->most * 9 / 10 || i < n - FILES_MOST * 9 / 10); i++) {
        if (unlinkat(s->folder, all[i].name, 0) == 0)
            s->used -= all[i].bytes;
    }
    free(all);
}

static bool disk_has_room(const struct picture_store *s)
{
    struct statvfs v;
    return fstatvfs(s->folder, &v) == 0 && (int64_t)v.f_bavail * (int64_t)v.f_frsize > SPARE_BYTES;
}

int store_put(struct picture_store *s, const char *name, int64_t bytes)
{
    if (!s || bytes > s->most / 4 || !disk_has_room(s))
        return -1;
    if (s->used < 0 || s->used + bytes > s->most)
        make_room(s, bytes);
    int fd = openat(s->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0640);
    if (fd >= 0 && ftruncate(fd, (off_t)bytes) == 0) /* counts from now on, though a worker has yet to fill it */
        s->used += bytes;
    return fd;
}

int store_get(struct picture_store *s, const char *name)
{
    struct stat st;
    int fd = s ? openat(s->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
    if (fd >= 0 && fstat(fd, &st) == 0 && time(NULL) - st.st_mtim.tv_sec > USED_S)
        utimensat(s->folder, name, NULL, AT_SYMLINK_NOFOLLOW);
    return fd;
}

void store_drop(struct picture_store *s, const char *name)
{
    if (s)
        unlinkat(s->folder, name, 0);
}
