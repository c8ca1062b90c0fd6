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

static void walk_row(struct journal_verdict *v, sqlite3_stmt *s, int64_t *at, struct buf *bytes)
{
    const char *fault = row_fault(s, *at + 1, v->head, bytes);
    if (fault && !v->wrong++) {
        v->first = sqlite3_column_int64(s, 0);
        snprintf(v->why, sizeof v->why, "第 %lld 条：%s", (long long)v->first, fault);
    }
    sha256_hex(sqlite3_column_text(s, 1), (size_t)sqlite3_column_bytes(s, 1), v->head);
    *at = sqlite3_column_int64(s, 0);
    v->records++;
}

bool chain_walk_start(struct journal *j, struct journal_verdict *v, int64_t *at)
{
    int64_t first;
    memset(v, 0, sizeof *v);
    bool well = j->db && chain_start(j->db, &first, v->head, NULL);
    *at = well ? first - 1 : 0;
    return well;
}

bool chain_walk(struct journal *j, struct journal_verdict *v, int64_t *at, int64_t until_us, bool *done)
{
    struct buf bytes = {0};
    sqlite3_stmt *s = NULL;
    bool in_time = true;
    int code = SQLITE_ERROR;
    if (!j->db || sqlite3_prepare_v2(j->db, lines_sql, -1, &s, NULL) != SQLITE_OK)
        return false;
    sqlite3_bind_int64(s, 1, v->records ? *at : INT64_MIN); /* a number below the first is a fault too */
    while (in_time && (code = sqlite3_step(s)) == SQLITE_ROW) {
        walk_row(v, s, at, &bytes);
        in_time = !until_us || v->records % 16 || clock_real_us() < until_us;
    }
    sqlite3_finalize(s);
    buf_free(&bytes);
    *done = code == SQLITE_DONE;
    return code == SQLITE_DONE || code == SQLITE_ROW;
}

bool journal_verify(struct journal *j, struct journal_verdict *out, struct err *e)
{
    int64_t at;
    bool done = false;
    if (!chain_walk_start(j, out, &at) || !chain_walk(j, out, &at, 0, &done))
        return lines_failed(j, e);
    return out->wrong == 0;
}
