/* The chain read back and checked. */
#include "journal/inner.h"
#include "trust/sha256.h"

#include <string.h>

static const char *row_fault(sqlite3_stmt *s, int64_t expected, const char *head, struct buf *bytes)
{
    struct line l = line_of_row(s);
    if (l.seq != expected)
        return "序号不连续，缺了记录";
    if (strcmp(l.prev, head) != 0)
        return "prev 与上一条的 SHA-256 不符";
    line_build(bytes, &l);
    if ((size_t)sqlite3_column_bytes(s, 1) != bytes->len ||
        memcmp(line_text_at(s, 1), bytes->data, bytes->len) != 0)
        return "列与链上的原文不符";
    return NULL;
}

bool journal_verify(struct journal *j, struct journal_verdict *out, struct err *e)
{
    struct buf bytes = {0};
    sqlite3_stmt *s = NULL;
    int64_t expected;
    int code = SQLITE_ERROR;
    memset(out, 0, sizeof *out);
    if (!j->db || sqlite3_prepare_v2(j->db, lines_sql, -1, &s, NULL) != SQLITE_OK)
        return lines_failed(j, e);
    chain_start(j->db, &expected, out->head, NULL);
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
    return code == SQLITE_DONE ? out->wrong == 0 : lines_failed(j, e);
}
