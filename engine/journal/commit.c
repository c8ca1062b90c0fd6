/* Group commit: what waits goes to the disk in one transaction, and only then moves the head of the chain. */
#include "journal/inner.h"
#include "trust/sha256.h"

#include <stdlib.h>
#include <string.h>

static const char insert_sql[] =
    "INSERT INTO records(seq, line, prev, boot, mono, wall, tz, clock, visit, kind, scene,"
    " content, data) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)";

static void bind_text(sqlite3_stmt *s, int at, const char *text)
{
    sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC);
}

static bool insert(struct journal *j, const struct line *l, const struct buf *bytes)
{
    sqlite3_stmt *s = j->insert;
    sqlite3_bind_int64(s, 1, l->seq);
    sqlite3_bind_text(s, 2, (const char *)bytes->data, (int)bytes->len, SQLITE_STATIC);
    bind_text(s, 3, l->prev);
    sqlite3_bind_int64(s, 4, l->boot);
    sqlite3_bind_int64(s, 5, l->mono);
    sqlite3_bind_int64(s, 6, l->wall);
    sqlite3_bind_int64(s, 7, l->tz);
    bind_text(s, 8, l->clock);
    bind_text(s, 9, l->visit);
    bind_text(s, 10, l->kind);
    bind_text(s, 11, l->scene);
    bind_text(s, 12, l->content);
    bind_text(s, 13, l->data);
    bool well = sqlite3_step(s) == SQLITE_DONE;
    sqlite3_reset(s);
    return well;
}

/* Writes the first n waiting records after `head`, which moves on with them. */
static bool write_batch(struct journal *j, size_t n, char head[65])
{
    struct buf bytes = {0};
    char visit[24];
    bool well = true;
    for (size_t i = 0; well && i < n; i++) {
        const struct waiting *w = &j->waiting[(j->first + i) % j->room];
        struct line l = waiting_line(j, w, j->seq + 1 + (int64_t)i, head, visit);
        line_build(&bytes, &l);
        well = insert(j, &l, &bytes);
        sha256_hex(bytes.data, bytes.len, head);
    }
    buf_free(&bytes);
    return well;
}

bool commit_along(struct journal *j, bool (*also)(struct journal *j, void *user), void *user)
{
    size_t n = j->count < BATCH_MAX ? j->count : BATCH_MAX;
    char head[65];
    memcpy(head, j->head, sizeof head);
    bool well = j->insert || sqlite3_prepare_v3(j->db, insert_sql, -1, SQLITE_PREPARE_PERSISTENT, &j->insert,
                                                NULL) == SQLITE_OK;
    if (!well || !database_run(j, "BEGIN IMMEDIATE") || (also && !also(j, user)) || !write_batch(j, n, head) ||
        !database_run(j, "COMMIT"))
        return database_failed(j, "写入记录");
    j->seq += (int64_t)n;
    memcpy(j->head, head, sizeof j->head);
    waiting_drop(j, n);
    return true;
}

static bool commit_waiting(struct journal *j)
{
    if (!j->db && (clock_mono(j->clock) < j->retry_at || !reopen(j)))
        return false;
    while (j->count)
        if (!commit_along(j, NULL, NULL))
            return false;
    return true;
}

bool journal_commit(struct journal *j)
{
    if (j->reading)
        return true;
    bool tried = j->db || clock_mono(j->clock) >= j->retry_at;
    bool well = commit_waiting(j);
    if (!well && j->health == JOURNAL_FULL && reserve_release(j)) {
        j->retry_at = 0;
        well = commit_waiting(j);
    }
    if (!well) {
        if (tried && j->health == JOURNAL_FULL)
            remnant_save(j);
        return false;
    }
    database_well(j);
    remnant_settle(j);
    reserve_keep(j);
    checkpoint_if_due(j);
    if (!j->count)
        check_if_due(j);
    prune_if_due(j);
    return j->count == 0 || commit_waiting(j);
}

int journal_due_ms(const struct journal *j)
{
    if (j->reading || (j->db && !j->count && !j->check.open))
        return -1;
    int64_t due = !j->db ? j->retry_at : j->count ? j->first_at + COMMIT_AFTER_MS : j->check.next_at;
    int64_t left = due - clock_mono(j->clock);
    return left < 0 ? 0 : left > RETRY_AFTER_MS ? RETRY_AFTER_MS : (int)left;
}
