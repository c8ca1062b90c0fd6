/* What can still be read of a file set aside as damaged: line by line, around the damage. A row holds every line
 * twice, as bytes and as columns, and the next row its sum, so a line with a flipped byte is often still proven. */
#include "journal/inner.h"
#include "trust/sha256.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROBE_EACH 4096 /* rows tried one by one behind a damaged page; then in growing steps */
#define PROBE_FAR ((int64_t)1 << 40)

/* Without locks, because SQLite takes them for writing even to read a file in WAL mode; nobody else writes here. A file
 * without its -wal is opened as one that cannot change, or SQLite would make it a new one. */
static sqlite3 *open_unlocked(const char *path)
{
    char uri[2200] = "file:", wal[720];
    size_t n = strlen(uri);
    sqlite3 *db = NULL;
    snprintf(wal, sizeof wal, "%s-wal", path);
    bool alone = access(wal, F_OK) != 0;
    for (const char *c = path; *c && n < sizeof uri - 40; c++)
        n += (size_t)snprintf(uri + n, sizeof uri - n, strchr("%?# ", *c) ? "%%%02X" : "%c", (unsigned char)*c);
    snprintf(uri + n, sizeof uri - n, "?vfs=unix-none%s", alone ? "&immutable=1" : "");
    if (sqlite3_open_v2(uri, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) == SQLITE_OK)
        return db;
    sqlite3_close_v2(db);
    return NULL;
}

sqlite3 *aside_open(const char *folder, const char *file)
{
    char path[700];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    if (strncmp(file, ASIDE_PREFIX, strlen(ASIDE_PREFIX)) != 0 || strchr(file, '/') || lstat(path, &st) != 0 ||
        !S_ISREG(st.st_mode))
        return NULL;
    sqlite3 *db = open_unlocked(path);
    if (!db)
        return NULL;
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_exec(db,
                 "PRAGMA locking_mode=EXCLUSIVE; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                 "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY",
                 NULL, NULL, NULL);
    return db;
}

struct walk {
    sqlite3 *db;
    sqlite3_stmt *rows, *prev_of;
    int64_t seen;  /* highest number read or given up */
    int64_t stuck; /* what it was when damage was last met */
    int64_t given; /* lines handed out */
    int64_t last;  /* number of the last one */
    char head[65]; /* its sum */
    bool fits;     /* numbers without gaps, each prev the sum of the line before */
    struct buf built;
    bool (*take)(void *user, const char *line, size_t len);
    void *user;
};

static bool next_prev_is(struct walk *w, int64_t seq, const void *line, size_t len)
{
    char sum[65];
    sha256_hex(line, len, sum);
    sqlite3_reset(w->prev_of);
    sqlite3_bind_int64(w->prev_of, 1, seq + 1);
    return sqlite3_step(w->prev_of) == SQLITE_ROW && !strcmp(line_text_at(w->prev_of, 0), sum);
}

static bool hand_out(struct walk *w, const struct line *l, const void *bytes, size_t len)
{
    w->fits &= l->seq == w->last + 1 && !strcmp(l->prev, w->head);
    w->last = l->seq;
    w->given++;
    sha256_hex(bytes, len, w->head);
    return w->take(w->user, bytes, len);
}

/* Bytes and columns agree, or the next record vouches for one of them; otherwise the line is given up. */
static bool take_row(struct walk *w)
{
    struct line l = line_of_row(w->rows);
    const char *text = line_text_at(w->rows, 1);
    size_t len = (size_t)sqlite3_column_bytes(w->rows, 1);
    line_build(&w->built, &l);
    if ((len == w->built.len && !memcmp(text, w->built.data, len)) ||
        next_prev_is(w, l.seq, w->built.data, w->built.len))
        return hand_out(w, &l, w->built.data, w->built.len);
    w->fits = false;
    return memchr(text, '\n', len) || !next_prev_is(w, l.seq, text, len) || hand_out(w, &l, text, len);
}

static bool readable_from(struct walk *w, int64_t seq)
{
    sqlite3_reset(w->rows);
    sqlite3_bind_int64(w->rows, 1, seq - 1);
    bool there = sqlite3_step(w->rows) == SQLITE_ROW && sqlite3_column_int64(w->rows, 0) >= seq;
    sqlite3_reset(w->rows);
    return there;
}

/* Moves `seen` to just before the next row that can be read; false when there is none. */
static bool skip_damage(struct walk *w)
{
    int64_t step = w->seen == w->stuck ? 2 : 1, good; /* never twice at the same place */
    w->fits = false;
    w->stuck = w->seen;
    for (; step <= PROBE_EACH; step++)
        if (readable_from(w, w->seen + step)) {
            w->seen += step - 1;
            return true;
        }
    while (step < PROBE_FAR && !readable_from(w, w->seen + step))
        step *= 2;
    if (step >= PROBE_FAR)
        return false;
    int64_t bad = w->seen + step / 2;
    for (good = w->seen + step; good - bad > 1;) {
        int64_t middle = bad + (good - bad) / 2;
        if (readable_from(w, middle))
            good = middle;
        else
            bad = middle;
    }
    w->seen = good - 1;
    return true;
}

/* Rows from `seen` on, as far as they go. False: `take` wants no more. *damaged: it ended before the end. */
static bool walk_rows(struct walk *w, bool *damaged)
{
    int code;
    sqlite3_reset(w->rows);
    sqlite3_bind_int64(w->rows, 1, w->seen);
    while ((code = sqlite3_step(w->rows)) == SQLITE_ROW) {
        if (sqlite3_column_int64(w->rows, 0) <= w->seen) /* numbers that run back: a damaged page */
            break;
        w->seen = sqlite3_column_int64(w->rows, 0);
        if (!take_row(w))
            return false;
    }
    *damaged = code != SQLITE_DONE;
    return true;
}

static bool prepare(struct walk *w)
{
    return sqlite3_prepare_v2(w->db, lines_sql, -1, &w->rows, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(w->db, "SELECT prev FROM records WHERE seq = ?", -1, &w->prev_of, NULL) == SQLITE_OK;
}

static bool walk_all(struct walk *w)
{
    bool more = true, damaged = true;
    if (!w->db || !prepare(w)) {
        w->fits = false;
        return true;
    }
    while (more && damaged) {
        more = walk_rows(w, &damaged);
        if (more && damaged && !skip_damage(w))
            break;
    }
    return more;
}

bool aside_read_lines(const char *folder, struct journal_chain *c,
                      bool (*take)(void *user, const char *line, size_t len), void *user, struct err *e)
{
    struct walk w = {.db = aside_open(folder, c->file), .take = take, .user = user, .fits = true};
    err_set(e, "%s", "");
    w.seen = w.last = c->first - 1;
    w.stuck = INT64_MIN;
    memcpy(w.head, c->prev, sizeof w.head);
    bool more = walk_all(&w);
    bool end_fits = c->last == 0 || (w.last == c->last && !strcmp(w.head, c->head));
    c->whole = more && w.fits && w.given && end_fits;
    sqlite3_finalize(w.rows);
    sqlite3_finalize(w.prev_of);
    sqlite3_close_v2(w.db);
    buf_free(&w.built);
    return more;
}
