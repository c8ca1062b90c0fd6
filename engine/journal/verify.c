/* The chain read back: by us, and as a file for anyone with sha256sum. */
#include "journal/inner.h"
#include "trust/sha256.h"

#include <errno.h>
#include <string.h>

static const char walk_sql[] =
    "SELECT seq, line, prev, boot, mono, wall, tz, clock, visit, kind, scene, content, data"
    " FROM records WHERE seq > ? ORDER BY seq";

static const char *text_at(sqlite3_stmt *s, int at)
{
    const char *text = (const char *)sqlite3_column_text(s, at);
    return text ? text : "";
}

static struct line row_line(sqlite3_stmt *s)
{
    return (struct line){
        .seq = sqlite3_column_int64(s, 0),
        .prev = text_at(s, 2),
        .boot = sqlite3_column_int64(s, 3),
        .mono = sqlite3_column_int64(s, 4),
        .wall = sqlite3_column_int64(s, 5),
        .tz = sqlite3_column_int(s, 6),
        .clock = text_at(s, 7),
        .visit = text_at(s, 8),
        .kind = text_at(s, 9),
        .scene = text_at(s, 10),
        .content = text_at(s, 11),
        .data = text_at(s, 12),
    };
}

static const char *row_fault(sqlite3_stmt *s, int64_t expected, const char *head, struct buf *bytes)
{
    struct line l = row_line(s);
    if (l.seq != expected)
        return "序号不连续，缺了记录";
    if (strcmp(l.prev, head) != 0)
        return "prev 与上一条的 SHA-256 不符";
    line_build(bytes, &l);
    if ((size_t)sqlite3_column_bytes(s, 1) != bytes->len ||
        memcmp(text_at(s, 1), bytes->data, bytes->len) != 0)
        return "列与链上的原文不符";
    return NULL;
}

static void read_start(struct journal *j, int64_t *first, char head[65])
{
    sqlite3_stmt *s = NULL;
    *first = 1;
    memcpy(head, LINE_ZEROS, 65);
    if (sqlite3_prepare_v2(j->db, "SELECT first, prev FROM chain", -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW && sqlite3_column_bytes(s, 1) == 64) {
        *first = sqlite3_column_int64(s, 0);
        memcpy(head, sqlite3_column_text(s, 1), 65);
    }
    sqlite3_finalize(s);
}

static bool reading_failed(struct journal *j, struct err *e)
{
    return err_set(e, "%s：读取记录失败（%s）。请检查磁盘。", j->path,
                   j->db ? sqlite3_errmsg(j->db) : j->sentence);
}

bool journal_verify(struct journal *j, struct journal_verdict *out, struct err *e)
{
    struct buf bytes = {0};
    sqlite3_stmt *s = NULL;
    int64_t expected;
    int code = SQLITE_ERROR;
    memset(out, 0, sizeof *out);
    if (!j->db || sqlite3_prepare_v2(j->db, walk_sql, -1, &s, NULL) != SQLITE_OK)
        return reading_failed(j, e);
    read_start(j, &expected, out->head);
    sqlite3_bind_int64(s, 1, INT64_MIN);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        const char *fault = row_fault(s, expected, out->head, &bytes);
        if (fault && !out->wrong++) {
            out->first = sqlite3_column_int64(s, 0);
            snprintf(out->why, sizeof out->why, "第 %lld 条：%s", (long long)out->first, fault);
        }
        sha256_hex(sqlite3_column_text(s, 1), (size_t)sqlite3_column_bytes(s, 1), out->head);
        expected = sqlite3_column_int64(s, 0) + 1;
        out->records++;
    }
    sqlite3_finalize(s);
    buf_free(&bytes);
    return code == SQLITE_DONE ? out->wrong == 0 : reading_failed(j, e);
}

bool journal_write_lines(struct journal *j, int64_t since, FILE *out, struct err *e)
{
    sqlite3_stmt *s = NULL;
    const char *sql = "SELECT line FROM records WHERE seq > ? ORDER BY seq";
    int code = SQLITE_ERROR;
    if (!j->db || sqlite3_prepare_v2(j->db, sql, -1, &s, NULL) != SQLITE_OK)
        return reading_failed(j, e);
    sqlite3_bind_int64(s, 1, since);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        fwrite(sqlite3_column_text(s, 0), 1, (size_t)sqlite3_column_bytes(s, 0), out);
        fputc('\n', out);
    }
    sqlite3_finalize(s);
    if (code != SQLITE_DONE)
        return reading_failed(j, e);
    return (fflush(out) == 0 && !ferror(out)) || err_set(e, "写出记录失败：%s", strerror(errno));
}
