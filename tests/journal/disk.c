#include "disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES 8
#define BLOCK 512

struct image {
    char name[128];
    bool exists;
    unsigned char *data;
    size_t len, room;
};

enum operation { WRITE, TRUNCATE, SYNC, CREATE, REMOVE, FOLDER };
struct step {
    enum operation what;
    int file;
    size_t at, len;
    unsigned char *data;
    bool lost; /* a failed sync gave it up */
};

struct history {
    struct step *steps;
    int count, room;
};

static struct image now[FILES], base[FILES], kept_base[FILES], durable[FILES];
static struct history history, kept;
static int fail_at[DISK_CALLS], fail_more[DISK_CALLS], failures;
static bool fail_torn;

struct handle {
    sqlite3_file head;
    int file;
};

static void image_size(struct image *i, size_t len)
{
    if (len > i->room) {
        i->room = len * 2;
        i->data = realloc(i->data, i->room);
    }
    if (len > i->len)
        memset(i->data + i->len, 0, len - i->len);
    i->len = len;
}

static void image_write(struct image *i, size_t at, const unsigned char *data, size_t len)
{
    if (at + len > i->len)
        image_size(i, at + len);
    memcpy(i->data + at, data, len);
}

static void images_copy(struct image *to, const struct image *from)
{
    for (int f = 0; f < FILES; f++) {
        memcpy(to[f].name, from[f].name, sizeof to[f].name);
        to[f].exists = from[f].exists;
        to[f].len = 0;
        image_size(&to[f], from[f].len);
        if (from[f].len)
            memcpy(to[f].data, from[f].data, from[f].len);
    }
}

static void note(enum operation what, int file, size_t at, const void *data, size_t len)
{
    if (history.count == history.room) {
        history.room = history.room ? history.room * 2 : 1024;
        history.steps = realloc(history.steps, (size_t)history.room * sizeof *history.steps);
    }
    struct step *s = &history.steps[history.count++];
    *s = (struct step){.what = what, .file = file, .at = at, .len = len};
    if (data) {
        s->data = malloc(len ? len : 1);
        memcpy(s->data, data, len);
    }
}

static void forget(struct history *h)
{
    for (int i = 0; i < h->count; i++)
        free(h->steps[i].data);
    free(h->steps);
    *h = (struct history){0};
}

static bool fails(enum disk_call call)
{
    if (fail_at[call] > 1) {
        fail_at[call]--;
        return false;
    }
    if (fail_at[call] == 1 || fail_more[call] > 0) {
        fail_more[call] -= fail_at[call] != 1;
        fail_at[call] = 0;
        failures++;
        return true;
    }
    return false;
}

static int find(const char *name)
{
    for (int f = 0; f < FILES; f++)
        if (!strcmp(now[f].name, name))
            return f;
    for (int f = 0; f < FILES; f++)
        if (!now[f].name[0]) {
            snprintf(now[f].name, sizeof now[f].name, "%s", name);
            snprintf(base[f].name, sizeof base[f].name, "%s", name);
            return f;
        }
    abort();
}

static int file_of(sqlite3_file *f)
{
    return ((struct handle *)(void *)f)->file;
}

void disk_sync_folder(void)
{
    note(FOLDER, 0, 0, NULL, 0);
}

static int do_close(sqlite3_file *f)
{
    (void)f;
    return SQLITE_OK;
}

static int do_read(sqlite3_file *f, void *to, int len, sqlite3_int64 at)
{
    struct image *i = &now[file_of(f)];
    size_t got = (size_t)at < i->len ? i->len - (size_t)at : 0;
    if (fails(DISK_READ))
        return SQLITE_IOERR_READ;
    got = got < (size_t)len ? got : (size_t)len;
    if (got)
        memcpy(to, i->data + at, got);
    memset((char *)to + got, 0, (size_t)len - got);
    return got == (size_t)len ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int do_write(sqlite3_file *f, const void *from, int len, sqlite3_int64 at)
{
    bool bad = fails(DISK_WRITE);
    size_t n = bad ? (fail_torn ? (size_t)len / 2 : 0) : (size_t)len;
    if (n) {
        image_write(&now[file_of(f)], (size_t)at, from, n);
        note(WRITE, file_of(f), (size_t)at, from, n);
    }
    return bad ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int do_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    if (fails(DISK_TRUNCATE))
        return SQLITE_IOERR_TRUNCATE;
    image_size(&now[file_of(f)], (size_t)size);
    note(TRUNCATE, file_of(f), (size_t)size, NULL, 0);
    return SQLITE_OK;
}

static int do_sync(sqlite3_file *f, int flags)
{
    (void)flags;
    if (fails(DISK_SYNC)) {
        for (int i = history.count - 1; i >= 0 && !(history.steps[i].what == SYNC && history.steps[i].file == file_of(f)); i--)
            if (history.steps[i].file == file_of(f) && history.steps[i].what == WRITE)
                history.steps[i].lost = true;
        return SQLITE_IOERR_FSYNC;
    }
    note(SYNC, file_of(f), 0, NULL, 0);
    return SQLITE_OK;
}

static int do_size(sqlite3_file *f, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)now[file_of(f)].len;
    return SQLITE_OK;
}

static int do_lock(sqlite3_file *f, int how)
{
    (void)f;
    (void)how;
    return SQLITE_OK;
}

static int do_reserved(sqlite3_file *f, int *out)
{
    (void)f;
    *out = 0;
    return SQLITE_OK;
}

static int do_control(sqlite3_file *f, int op, void *arg)
{
    (void)f;
    if (op != SQLITE_FCNTL_MMAP_SIZE)
        return SQLITE_NOTFOUND;
    *(sqlite3_int64 *)arg = 0; /* none, and it says so when asked */
    return SQLITE_OK;
}

static int do_sector(sqlite3_file *f)
{
    (void)f;
    return 4096;
}

/* As the unix VFS says: a torn write hurts nothing beside itself. */
static int do_traits(sqlite3_file *f)
{
    (void)f;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
    .iVersion = 1, .xClose = do_close, .xRead = do_read, .xWrite = do_write, .xTruncate = do_truncate, .xSync = do_sync,
    .xFileSize = do_size, .xLock = do_lock, .xUnlock = do_lock, .xCheckReservedLock = do_reserved,
    .xFileControl = do_control, .xSectorSize = do_sector, .xDeviceCharacteristics = do_traits,
};

static int do_open(sqlite3_vfs *v, const char *name, sqlite3_file *out, int flags, int *flags_out)
{
    (void)v;
    struct handle *h = (struct handle *)(void *)out;
    h->head.pMethods = NULL;
    if (!name || fails(DISK_OPEN))
        return SQLITE_CANTOPEN;
    h->file = find(name);
    struct image *i = &now[h->file];
    if (!i->exists && !(flags & SQLITE_OPEN_CREATE))
        return SQLITE_CANTOPEN;
    if (!i->exists) {
        i->exists = true;
        i->len = 0;
        note(CREATE, h->file, 0, NULL, 0);
    }
    h->head.pMethods = &methods;
    if (flags_out)
        *flags_out = flags;
    return SQLITE_OK;
}

static int do_delete(sqlite3_vfs *v, const char *name, int sync_folder)
{
    (void)v;
    if (fails(DISK_DELETE))
        return SQLITE_IOERR_DELETE;
    int f = find(name);
    now[f].exists = false;
    now[f].len = 0;
    note(REMOVE, f, 0, NULL, 0);
    if (sync_folder)
        disk_sync_folder();
    return SQLITE_OK;
}

static int do_access(sqlite3_vfs *v, const char *name, int flags, int *out)
{
    (void)v;
    (void)flags;
    *out = now[find(name)].exists;
    return SQLITE_OK;
}

static int do_full_name(sqlite3_vfs *v, const char *name, int room, char *out)
{
    (void)v;
    snprintf(out, (size_t)room, "%s", name);
    return SQLITE_OK;
}

static int do_random(sqlite3_vfs *v, int n, char *out)
{
    (void)v;
    for (int i = 0; i < n; i++)
        out[i] = (char)rand();
    return n;
}

static int do_sleep(sqlite3_vfs *v, int us)
{
    (void)v;
    return us;
}

static int do_time(sqlite3_vfs *v, double *out)
{
    (void)v;
    *out = 2461000.5;
    return SQLITE_OK;
}

static int do_error(sqlite3_vfs *v, int n, char *text)
{
    (void)v;
    (void)n;
    (void)text;
    return 0;
}

void disk_start(void)
{
    static sqlite3_vfs vfs = {
        .iVersion = 1, .szOsFile = sizeof(struct handle), .mxPathname = 120, .zName = "memory-disk", .xOpen = do_open,
        .xDelete = do_delete, .xAccess = do_access, .xFullPathname = do_full_name, .xRandomness = do_random,
        .xSleep = do_sleep, .xCurrentTime = do_time, .xGetLastError = do_error,
    };
    sqlite3_vfs_register(&vfs, 1);
    for (int f = 0; f < FILES; f++) {
        now[f].exists = base[f].exists = false;
        now[f].len = base[f].len = 0;
    }
    forget(&history);
    forget(&kept);
    memset(fail_at, 0, sizeof fail_at);
    memset(fail_more, 0, sizeof fail_more);
}

void disk_fail(enum disk_call call, int n, int more, bool torn)
{
    memset(fail_at, 0, sizeof fail_at);
    memset(fail_more, 0, sizeof fail_more);
    fail_at[call] = n;
    fail_more[call] = n ? more : 0;
    fail_torn = torn;
    failures = 0;
}

int disk_failures(void)
{
    return failures;
}

int disk_operations(void)
{
    return kept.steps ? kept.count : history.count;
}

bool disk_is_sync(int at)
{
    return (kept.steps ? kept.steps : history.steps)[at].what == SYNC;
}

void disk_keep(void)
{
    forget(&kept);
    kept = history;
    history = (struct history){0};
    images_copy(kept_base, base);
    images_copy(durable, base);
}

static void apply(struct image *to, const struct step *s)
{
    struct image *i = &to[s->file];
    if (s->what == WRITE)
        image_write(i, s->at, s->data, s->len);
    if (s->what == TRUNCATE)
        image_size(i, s->at);
    if (s->what == CREATE || s->what == REMOVE) {
        i->exists = s->what == CREATE;
        i->len = 0;
    }
}

/* Each block on its own: there or not. */
static void apply_torn(struct image *to, const struct step *s)
{
    for (size_t done = 0; done < s->len; done += BLOCK) {
        size_t n = s->len - done < BLOCK ? s->len - done : BLOCK;
        if (rand() % 2)
            image_write(&to[s->file], s->at + done, s->data + done, n);
    }
}

/* What had been synced by `upto`, step by step; the rest is left in `pending`, with its count returned. */
static int settle(int upto, const struct step **pending)
{
    int last_sync[FILES], folder_sync = -1, n = 0;
    for (int f = 0; f < FILES; f++)
        last_sync[f] = -1;
    for (int i = 0; i < upto; i++) {
        if (kept.steps[i].what == SYNC)
            last_sync[kept.steps[i].file] = i;
        if (kept.steps[i].what == FOLDER)
            folder_sync = i;
    }
    images_copy(durable, kept_base);
    for (int i = 0; i < upto; i++) {
        const struct step *s = &kept.steps[i];
        bool name = s->what == CREATE || s->what == REMOVE;
        if (s->what == SYNC || s->what == FOLDER || s->lost)
            continue;
        if (i < last_sync[s->file] || (name && i < folder_sync))
            apply(durable, s);
        else
            pending[n++] = s;
    }
    return n;
}

void disk_cut(int upto, enum disk_cut how, unsigned seed)
{
    const struct step **pending = malloc((size_t)(upto + 1) * sizeof *pending);
    int n = settle(upto, pending);
    srand(seed);
    images_copy(now, durable);
    for (int i = n - 1; how >= DISK_SOME && i > 0; i--) { /* in any order, but names before contents */
        int other = rand() % (i + 1);
        const struct step *s = pending[i];
        if (s->what == CREATE || s->what == REMOVE || pending[other]->what == CREATE || pending[other]->what == REMOVE)
            continue;
        pending[i] = pending[other];
        pending[other] = s;
    }
    for (int i = 0; i < n && how != DISK_NONE; i++) {
        if (how == DISK_TORN && pending[i]->what == WRITE)
            apply_torn(now, pending[i]);
        else if (how == DISK_ALL || rand() % 2)
            apply(now, pending[i]);
    }
    free(pending);
    for (int f = 0; f < FILES; f++)
        if (!now[f].exists)
            now[f].len = 0;
    images_copy(base, now);
    forget(&history);
}
