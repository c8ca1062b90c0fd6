/* Opening, for the first time and after a failure. After a failed write nobody knows what reached the disk;
 * so the file is opened and read anew, and what it holds decides. */
#include "base/log.h"
#include "base/mem.h"
#include "journal/inner.h"
#include "trust/sha256.h"

#include <stdlib.h>
#include <string.h>

#define WAL_CHUNK 65536

/* Where the chain in the file ends. */
static bool read_head(struct journal *j, int64_t *seq, char head[65])
{
    sqlite3_stmt *s = NULL;
    const char *sql = "SELECT seq, line FROM (SELECT seq, line, 1 FROM records ORDER BY seq DESC LIMIT 1)"
                      " UNION ALL SELECT first - 1, prev FROM chain LIMIT 1";
    bool well = sqlite3_prepare_v2(j->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
    if (well) {
        const char *text = (const char *)sqlite3_column_text(s, 1);
        size_t len = (size_t)sqlite3_column_bytes(s, 1);
        *seq = sqlite3_column_int64(s, 0);
        if (len == 64)
            memcpy(head, text, 65);
        else
            sha256_hex(text, len, head);
    }
    sqlite3_finalize(s);
    return well || database_failed(j, "读取链头");
}

/* Is the first waiting record already in the file as number seq? */
static bool is_written(struct journal *j, int64_t seq, const char *head, struct buf *line)
{
    char visit[24];
    struct line l = waiting_line(j, &j->waiting[j->first], seq, head, visit);
    line_build(line, &l);
    sqlite3_stmt *s = NULL;
    bool same =
        sqlite3_prepare_v2(j->db, "SELECT line FROM records WHERE seq = ?", -1, &s, NULL) == SQLITE_OK &&
        sqlite3_bind_int64(s, 1, seq) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW &&
        (size_t)sqlite3_column_bytes(s, 0) == line->len &&
        !memcmp(sqlite3_column_text(s, 0), line->data, line->len);
    sqlite3_finalize(s);
    return same;
}

static void tell(struct journal *j, const char *what, const char *detail)
{
    struct record r;
    record_start(&r, RECORD_FAULT);
    record_set_text(&r, "what", what, strlen(what));
    record_set_cut(&r, "detail", detail);
    append_own(j, &r);
}

/* A sync that failed may have lost what reading still shows, the head of the -wal among it, and with that all that is
 * written behind it later; and nobody knows how the process before ended. So after every opening the -wal is written over
 * itself, byte for byte, and synced, before anything builds on it. */
static int write_over_itself(sqlite3_file *wal)
{
    unsigned char *chunk = mem_alloc(WAL_CHUNK);
    sqlite3_int64 size = 0;
    int code = wal->pMethods->xFileSize(wal, &size);
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += WAL_CHUNK) {
        int n = size - at < WAL_CHUNK ? (int)(size - at) : WAL_CHUNK;
        code = wal->pMethods->xRead(wal, chunk, n, at);
        if (code == SQLITE_OK)
            code = wal->pMethods->xWrite(wal, chunk, n, at);
    }
    free(chunk);
    return code == SQLITE_OK ? wal->pMethods->xSync(wal, SQLITE_SYNC_FULL) : code;
}

static bool settle_wal(struct journal *j)
{
    sqlite3_file *wal = NULL;
    if (sqlite3_file_control(j->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal) != SQLITE_OK || !wal || !wal->pMethods)
        return true;
    int code = write_over_itself(wal);
    if (code != SQLITE_OK)
        return database_failed_with(j, code, "同步记录库");
    return true;
}

/* A commit that was reported as failed may be in the file all the same. Its records are counted as written. */
static void reconcile(struct journal *j, int64_t seq, const char *head)
{
    struct buf line = {0};
    while (j->count && j->seq < seq && is_written(j, j->seq + 1, j->head, &line)) {
        j->seq++;
        sha256_hex(line.data, line.len, j->head);
        waiting_drop(j, 1);
    }
    buf_free(&line);
    if (!j->aside_untold && (j->seq != seq || strcmp(j->head, head) != 0)) {
        log_error("journal", "记录库与内存里的链头不一致：文件 %lld，内存 %lld", (long long)seq,
                  (long long)j->seq);
        tell(j, "journal_replaced", "记录库在运行中被换过或缺了记录");
    }
}

static int64_t last_wall(struct journal *j)
{
    return database_int(j,
                        "SELECT wall FROM (SELECT wall, clock FROM records ORDER BY seq DESC LIMIT 1000)"
                        " WHERE clock = 'ok' LIMIT 1",
                        0);
}

/* The first time the file can be read: which boot this is, and what the boots before left undone. */
static bool adopt(struct journal *j)
{
    int64_t last = database_int(j, "SELECT boot FROM records ORDER BY seq DESC LIMIT 1", 0);
    if (!j->boot)
        j->boot = (uint32_t)last + 1;
    j->adopted = true;
    if (j->reading)
        return true;
    checkpoint_adopt(j);
    remnant_adopt(j);
    stamp_compare_last_boot(j, last_wall(j));
    return visits_end_lost(j);
}

static bool open_or_replace(struct journal *j)
{
    if (database_open(j, !j->reading))
        return true;
    return j->health == JOURNAL_DAMAGED && !j->reading && aside_move(j) && database_open(j, true);
}

bool reopen(struct journal *j)
{
    int64_t seq = 0;
    char head[65];
    if (!open_or_replace(j) || !read_head(j, &seq, head))
        return false;
    if (!j->reading && !settle_wal(j))
        return false;
    if (j->adopted)
        reconcile(j, seq, head);
    j->seq = seq;
    memcpy(j->head, head, sizeof j->head);
    bool anew = !j->adopted || j->aside_untold;
    if (!j->adopted && !adopt(j))
        return false;
    if (j->aside_untold) {
        j->aside_untold = false;
        tell(j, "journal_damaged", j->aside);
    }
    return !anew || j->reading || check_start(j);
}
