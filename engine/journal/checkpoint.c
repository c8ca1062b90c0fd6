/* When the head of the chain is signed. Signing takes well under a millisecond and its record waits like any other. */
#include "journal/inner.h"

#include <string.h>

static int64_t unsigned_records(const struct journal *j)
{
    return j->seq - j->signed_upto;
}

/* The last one in the file; one that is further back than a checkpoint may be is as good as none. */
void checkpoint_adopt(struct journal *j)
{
    int64_t from = j->seq > CHECKPOINT_RECORDS ? j->seq - CHECKPOINT_RECORDS : 0;
    char sql[200];
    snprintf(sql, sizeof sql,
             "SELECT seq FROM records WHERE seq > %lld AND kind = 'checkpoint' ORDER BY seq DESC LIMIT 1",
             (long long)from);
    j->signed_upto = database_int(j, sql, from);
}

static bool sign(struct journal *j, struct err *e)
{
    struct buf folded = {0};
    struct record r;
    bool well = key_sign_checkpoint(j->key, j->seq, j->head, &folded, e);
    if (well) {
        record_start(&r, RECORD_CHECKPOINT);
        record_set_int(&r, "upto", j->seq);
        record_set_text(&r, "head", j->head, strlen(j->head));
        record_set_text(&r, "signature", (const char *)folded.data, folded.len);
        append_own(j, &r);
        j->signed_upto = j->seq + 1; /* the record itself need not be signed again at once */
    }
    j->checkpoint_wanted = false;
    j->signed_at = clock_mono(j->clock);
    buf_free(&folded);
    return well;
}

void checkpoint_note(struct journal *j, const struct waiting *w)
{
    j->noted_at = clock_mono(j->clock);
    if (w->kind == RECORD_VISIT_END && (!j->signed_at || w->mono - j->signed_at >= CHECKPOINT_MS))
        j->checkpoint_wanted = true;
}

void checkpoint_if_due(struct journal *j)
{
    if (j->key && !j->count && (j->checkpoint_wanted || unsigned_records(j) >= CHECKPOINT_RECORDS))
        sign(j, NULL);
}

void journal_still_here(struct journal *j)
{
    if (j->key && !j->reading && !j->count && j->health == JOURNAL_OK &&
        clock_mono(j->clock) - j->noted_at >= QUIET_MS)
        sign(j, NULL);
}

void journal_use_key(struct journal *j, const struct device_key *key)
{
    j->key = key;
}

bool journal_checkpoint(struct journal *j, struct err *e)
{
    if (j->reading)
        return err_set(e, "记录库只为读取而打开");
    if (!journal_commit(j))
        return err_set(e, "链头没有签名：还有记录没写到磁盘。%s", j->sentence);
    if (!j->key || unsigned_records(j) <= 0)
        return true;
    if (!sign(j, e))
        return false;
    return journal_commit(j) || err_set(e, "链头的签名没能写到磁盘。%s", j->sentence);
}
