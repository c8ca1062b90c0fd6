/* The end of keeping: only whole old months, only what a verified export holds, and the chain still fits. */
#include "help.h"

#include "journal/counts.h"

#define DAY 86400000LL

static void append_visit(struct journal *j, int n)
{
    char visit[24];
    snprintf(visit, sizeof visit, "%u-%d", journal_boot(j), n);
    append_start(j, visit);
    append_read(j, visit, "a");
    struct record r = make_record(RECORD_VISIT_END, visit);
    set_text(&r, "why", "left");
    record_set_int(&r, "active_ms", 1);
    record_set_int(&r, "idle_ms", 1);
    append(j, &r);
}

static int64_t seq_of(struct journal *j)
{
    struct journal_state s;
    journal_state(j, &s);
    return s.seq;
}

static void append_export(struct journal *j, int64_t upto, bool verified)
{
    struct record r;
    record_start(&r, RECORD_EXPORT);
    set_text(&r, "folder", "20281201-000000-1");
    record_set_int(&r, "upto", upto);
    record_set_bool(&r, "verified", verified);
    append(j, &r);
}

static int64_t first_of(struct journal *j)
{
    struct journal_chain c[2];
    assert_int_equal(journal_chains(j, c, 2), 1);
    return c[0].first;
}

/* Hours go by; each commit may prune a month. */
static void wait_long(struct journal *j, struct clock *clock)
{
    for (int i = 0; i < 6; i++) {
        clock_advance(clock, 3600000);
        append_read(j, "", "tick");
        assert_true(journal_commit(j));
    }
}

static void old_exported_months_go(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    int64_t month_starts[4];
    for (int day = 0; day < 100; day++) { /* 22 November 2026 to 1 March 2027 */
        if (day == 9 || day == 40 || day == 71)
            month_starts[day / 31] = seq_of(j) + 1;
        append_visit(j, day + 1);
        journal_commit(j);
        clock_advance(&clock, DAY);
    }
    clock_advance(&clock, 365 * DAY);
    append_visit(j, 900);
    journal_commit(j);
    journal_use_retention(j, 380);
    wait_long(j, &clock);
    assert_int_equal(first_of(j), 1); /* no export */
    append_export(j, seq_of(j), false);
    wait_long(j, &clock);
    assert_int_equal(first_of(j), 1); /* not verified */
    append_export(j, month_starts[0], true);
    wait_long(j, &clock);
    assert_int_equal(first_of(j), month_starts[0]); /* November only: the export ends in December */
    assert_verified(j);
    append_export(j, seq_of(j), true);
    append_start(j, "1-901"); /* somebody is there */
    wait_long(j, &clock);
    assert_int_equal(first_of(j), month_starts[0]);
    journal_end_visits(j, "left");
    wait_long(j, &clock);
    assert_int_equal(first_of(j), month_starts[2]); /* February is not 380 days ago yet */
    assert_verified(j);
    char *text = lines_of(j);
    assert_int_equal(count_of(text, "\"kind\":\"prune\""), 3);
    assert_int_equal(count_of(text, "\"effective\":"), 3); /* what went is summed up in the chain itself */
    assert_int_equal(count_of(text, "\"before\":\"2026-12-01\",\"export\":\"20281201-000000-1\""), 1);
    free(text);
    journal_close(j);
    assert_int_equal(run("test \"$(sqlite3 %s/journal.db \"SELECT group_concat(before) FROM month_totals\")\" ="
                         " 2026-12-01,2027-01-01,2027-02-01", folder), 0);
    assert_int_equal(run("test \"$(sqlite3 %s/journal.db \"SELECT sum(counts -> '$.visits.visits') FROM month_totals\")\" = 71",
                         folder), 0);
    assert_int_not_equal(run("sqlite3 %s/journal.db 'DELETE FROM records' 2>/dev/null", folder), 0);
    struct err e = {0};
    j = journal_open_reading(folder, &e);
    assert_non_null(j);
    assert_verified(j);
    journal_close(j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(old_exported_months_go, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
