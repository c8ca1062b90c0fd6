/* The end of keeping: whole months older than the retention, when a verified export holds them, go from this machine in
 * one transaction. What stays: their figures, the sum of the last record that went as the anchor of the chain, and a
 * record that says all this. */
#include "journal/counts.h"
#include "journal/inner.h"
#include "trust/sha256.h"

#include <string.h>
#include <time.h>

#define FIRST_LOOK_MS 600000  /* after the start: nobody waits for this */
#define LOOK_EVERY_MS 3600000 /* one month at a time */
#define DAY_MS 86400000

struct month {
    int64_t first, upto; /* records that go */
    char head[65];       /* sum of the last of them */
    char before[11];     /* first local day after the month */
    char export_name[64];
    int64_t visits, valid, effective;
    struct buf counts; /* their figures as JSON */
};

/* First moment of the next month, both in local milliseconds since 1970. */
static int64_t month_end(int64_t local, char day[11])
{
    time_t seconds = (time_t)(local / 1000);
    struct tm t;
    int64_t days = 0;
    gmtime_r(&seconds, &t);
    int year = t.tm_year + 1900 + (t.tm_mon == 11), month = t.tm_mon == 11 ? 1 : t.tm_mon + 2;
    snprintf(day, 11, "%04d-%02d-01", year % 10000, month);
    return clock_parse_date(day, &days) ? days * DAY_MS : INT64_MAX;
}

static int64_t ask_int(struct journal *j, const char *sql, int64_t value)
{
    char text[300];
    snprintf(text, sizeof text, sql, (long long)value);
    return database_int(j, text, 0);
}

/* The month of the first record whose clock is believed, if it is old enough; it ends where a visit begins. */
static bool find_month(struct journal *j, struct month *m)
{
    int64_t wall = clock_wall(j->clock), local_now = wall + clock_zone_minutes(wall) * 60000LL;
    int64_t start = database_int(j, "SELECT wall + tz * 60000 FROM records WHERE clock = 'ok' ORDER BY seq LIMIT 1", 0);
    int64_t end = month_end(start, m->before);
    if (start <= 0 || end > local_now - (int64_t)j->retention_days * DAY_MS)
        return false;
    int64_t next = ask_int(j, "SELECT seq FROM records WHERE clock = 'ok' AND wall + tz * 60000 >= %lld ORDER BY seq LIMIT 1",
                           end);
    int64_t visit = ask_int(j, "SELECT seq FROM records WHERE kind = 'visit_start' AND seq <= %lld ORDER BY seq DESC LIMIT 1",
                            next);
    m->first = database_int(j, "SELECT seq FROM records ORDER BY seq LIMIT 1", 0);
    m->upto = visit - 1;
    return m->first > 0 && m->upto >= m->first;
}

static bool find_export(struct journal *j, struct month *m)
{
    sqlite3_stmt *s = NULL;
    bool found = sqlite3_prepare_v2(j->db,
                                    "SELECT json_extract(data, '$.folder') FROM records WHERE kind IN ('boot','export',"
                                    "'checkpoint','tally','prune') AND kind = 'export' AND seq > ?1" /* own_marks */
                                    " AND json_extract(data, '$.verified') = 1 AND json_extract(data, '$.upto') >= ?1"
                                    " ORDER BY seq DESC LIMIT 1",
                                    -1, &s, NULL) == SQLITE_OK &&
                 sqlite3_bind_int64(s, 1, m->upto) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
    if (found)
        snprintf(m->export_name, sizeof m->export_name, "%.63s", line_text_at(s, 0));
    sqlite3_finalize(s);
    return found;
}

/* Their figures, and on the way the sum of the last. */
static bool sum_up(struct journal *j, struct month *m)
{
    static const struct counts_period all;
    struct counts counts;
    struct err e;
    sqlite3_stmt *s = NULL;
    struct counting *c = counting_start(&all);
    int64_t last = 0;
    bool well = sqlite3_prepare_v2(j->db, "SELECT line, seq FROM records WHERE seq <= ? ORDER BY seq", -1, &s, NULL) ==
                    SQLITE_OK && sqlite3_bind_int64(s, 1, m->upto) == SQLITE_OK;
    while (well && sqlite3_step(s) == SQLITE_ROW) {
        const char *line = line_text_at(s, 0);
        size_t len = (size_t)sqlite3_column_bytes(s, 0);
        last = sqlite3_column_int64(s, 1);
        well = counting_take(c, line, len, &e);
        if (last == m->upto)
            sha256_hex(line, len, m->head);
    }
    sqlite3_finalize(s);
    counting_end(c, &counts);
    counts_write_json(&counts, &m->counts);
    m->visits = counts.visits;
    m->valid = counts.valid;
    m->effective = counts.effective;
    counts_free(&counts);
    return well && last == m->upto;
}

static bool take_away(struct journal *j, void *user)
{
    const struct month *m = user;
    char *sql = sqlite3_mprintf(
        "CREATE TABLE IF NOT EXISTS month_totals(before TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
        " counts TEXT NOT NULL) STRICT;"
        "INSERT INTO month_totals VALUES(%Q, %lld, %lld, %Q);"
        "DROP TRIGGER records_last;"
        "DELETE FROM records WHERE seq <= %lld;" DATABASE_NO_DELETE
        "UPDATE chain SET first = %lld, prev = %Q",
        m->before, m->first, m->upto, (const char *)m->counts.data, m->upto, m->upto + 1, m->head);
    bool well = sql && database_run(j, sql);
    sqlite3_free(sql);
    return well;
}

static void say_so(struct journal *j, const struct month *m)
{
    struct record r;
    record_start(&r, RECORD_PRUNE);
    record_set_int(&r, "upto", m->upto);
    record_set_text(&r, "head", m->head, strlen(m->head));
    record_set_int(&r, "records", m->upto - m->first + 1);
    record_set_text(&r, "before", m->before, strlen(m->before));
    record_set_text(&r, "export", m->export_name, strlen(m->export_name));
    record_set_int(&r, "visits", m->visits);
    record_set_int(&r, "valid", m->valid);
    record_set_int(&r, "effective", m->effective);
    append_own(j, &r);
}

static bool prune_month(struct journal *j)
{
    struct month m = {0};
    bool well = find_month(j, &m) && find_export(j, &m) && sum_up(j, &m);
    if (well) {
        buf_cstr(&m.counts);
        say_so(j, &m);
        well = commit_along(j, take_away, &m);
        if (!well) /* rolled back: nothing went, so nothing is said */
            waiting_unsay(j);
        j->checkpoint_wanted |= well;
    }
    buf_free(&m.counts);
    return well;
}

void prune_if_due(struct journal *j)
{
    int64_t now = clock_mono(j->clock);
    if (!j->retention_days || !j->db || j->count || j->visits_n || j->check.open || j->check.verdict.wrong ||
        now < j->prune_at || j->clock_state != CLOCK_OK)
        return;
    j->prune_at = now + LOOK_EVERY_MS;
    prune_month(j);
}

void journal_use_retention(struct journal *j, int days)
{
    j->retention_days = days;
    j->prune_at = clock_mono(j->clock) + FIRST_LOOK_MS;
}
