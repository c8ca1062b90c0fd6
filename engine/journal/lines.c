/* Lines read from the file: as chunks for those who may not open it, and as a file for anyone with sha256sum. */
#include "journal/inner.h"
#include "trust/sha256.h"

#include <errno.h>
#include <string.h>

const char lines_sql[] = "SELECT seq, line, prev, boot, mono, wall, tz, clock, visit, kind, scene, content, data"
                         " FROM records WHERE seq > ? ORDER BY seq";

const char *line_text_at(sqlite3_stmt *s, int at)
{
    const char *text = (const char *)sqlite3_column_text(s, at);
    return text ? text : "";
}

struct line line_of_row(sqlite3_stmt *s)
{
    return (struct line){
        .seq = sqlite3_column_int64(s, 0),
        .prev = line_text_at(s, 2),
        .boot = sqlite3_column_int64(s, 3),
        .mono = sqlite3_column_int64(s, 4),
        .wall = sqlite3_column_int64(s, 5),
        .tz = sqlite3_column_int(s, 6),
        .clock = line_text_at(s, 7),
        .visit = line_text_at(s, 8),
        .kind = line_text_at(s, 9),
        .scene = line_text_at(s, 10),
        .content = line_text_at(s, 11),
        .data = line_text_at(s, 12),
    };
}

bool lines_failed(struct journal *j, struct err *e)
{
    return err_set(e, "%s：读取记录失败（%s）。请检查磁盘。", j->path,
                   j->db ? sqlite3_errmsg(j->db) : j->sentence);
}

int64_t journal_read_lines(struct journal *j, int64_t after, int64_t upto, size_t most, struct buf *out,
                           struct err *e)
{
    static const char sql[] = "SELECT seq, line FROM records WHERE seq > ? AND seq <= ? ORDER BY seq";
    sqlite3_stmt *s = NULL;
    size_t start = out->len;
    int64_t last = 0;
    int code = SQLITE_ERROR;
    if (!j->db || sqlite3_prepare_v2(j->db, sql, -1, &s, NULL) != SQLITE_OK)
        return lines_failed(j, e), -1;
    sqlite3_bind_int64(s, 1, after);
    sqlite3_bind_int64(s, 2, upto);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        const unsigned char *line = sqlite3_column_text(s, 1);
        size_t len = (size_t)sqlite3_column_bytes(s, 1);
        if (last && out->len - start + len + 1 > most)
            break;
        buf_bytes(out, line, len);
        buf_u8(out, '\n');
        last = sqlite3_column_int64(s, 0);
    }
    sqlite3_finalize(s);
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return last;
    out->len = start;
    lines_failed(j, e);
    if ((code & 0xFF) == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        database_failed(j, "读取记录");
    return -1;
}

int64_t journal_read_faults(struct journal *j, int64_t since_wall, int most, struct buf *out, bool *all, struct err *e)
{
    static const char sql[] = "SELECT line FROM records WHERE seq > ?1 AND kind = 'fault' AND (wall >= ?2 OR"
                              " (clock = 'unset' AND boot = ?3)) ORDER BY seq DESC";
    sqlite3_stmt *s = NULL;
    int64_t n = 0, before = j->seq - FAULTS_LOOK;
    int code = SQLITE_ERROR;
    if (!j->db || sqlite3_prepare_v2(j->db, sql, -1, &s, NULL) != SQLITE_OK)
        return lines_failed(j, e), -1;
    sqlite3_bind_int64(s, 1, before);
    sqlite3_bind_int64(s, 2, since_wall);
    sqlite3_bind_int64(s, 3, j->boot);
    for (; (code = sqlite3_step(s)) == SQLITE_ROW; n++) {
        if (n >= most)
            continue;
        buf_bytes(out, sqlite3_column_text(s, 0), (size_t)sqlite3_column_bytes(s, 0));
        buf_u8(out, '\n');
    }
    sqlite3_finalize(s);
    *all = before <= 0 || database_int(j, "SELECT wall FROM records ORDER BY seq DESC LIMIT 1 OFFSET 39999", 0) < since_wall;
    return code == SQLITE_DONE ? n : (lines_failed(j, e), -1);
}

bool journal_write_lines(struct journal *j, int64_t since, FILE *out, struct err *e)
{
    sqlite3_stmt *s = NULL;
    const char *sql = "SELECT line FROM records WHERE seq > ? ORDER BY seq";
    int code = SQLITE_ERROR;
    if (!j->db || sqlite3_prepare_v2(j->db, sql, -1, &s, NULL) != SQLITE_OK)
        return lines_failed(j, e);
    sqlite3_bind_int64(s, 1, since);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        fwrite(sqlite3_column_text(s, 0), 1, (size_t)sqlite3_column_bytes(s, 0), out);
        fputc('\n', out);
    }
    sqlite3_finalize(s);
    if (code != SQLITE_DONE)
        return lines_failed(j, e);
    return (fflush(out) == 0 && !ferror(out)) || err_set(e, "写出记录失败：%s", err_reason(errno));
}
