/* When the head is signed, and that anyone with the public key can check it. */
#include "help.h"

#include "journal/counts.h"
#include "trust/key.h"

static struct device_key *key;

static int setup_key(void **state)
{
    struct err e = {0};
    if (setup(state) != 0)
        return -1;
    key = key_open(folder, true, &e);
    return key ? 0 : -1;
}

static int teardown_key(void **state)
{
    key_close(key);
    return teardown(state);
}

static int checkpoints(struct journal *j)
{
    char *text = lines_of(j);
    int n = count_of(text, "\"kind\":\"checkpoint\"");
    free(text);
    return n;
}

static void append_end(struct journal *j, const char *visit)
{
    struct record r = make_record(RECORD_VISIT_END, visit);
    set_text(&r, "why", "left");
    record_set_int(&r, "active_ms", 1);
    record_set_int(&r, "idle_ms", 1);
    append(j, &r);
}

/* The last checkpoint fits the last record before it and is this key's. */
static void assert_signed(struct journal *j)
{
    char *text = lines_of(j), head[65] = "", line_head[65];
    char *at = NULL;
    for (char *next = text; (next = strstr(next, "\"kind\":\"checkpoint\"")); next++)
        at = next;
    assert_non_null(at);
    long long upto = 0;
    char folded[500];
    assert_int_equal(sscanf(strstr(at, "\"upto\":"), "\"upto\":%lld,\"head\":\"%64[0-9a-f]\",\"signature\":\"%499[^\"]",
                            &upto, head, folded), 3);
    char start[40];
    snprintf(start, sizeof start, "{\"seq\":%lld,\"prev\":\"", upto + 1);
    char *after = strstr(text, start);
    assert_non_null(after);
    snprintf(line_head, sizeof line_head, "%.64s", after + strlen(start));
    assert_string_equal(head, line_head);
    struct err e = {0};
    assert_int_equal(checkpoint_judge(key_public(key), upto, head, folded, &e), SIGNATURE_GOOD);
    assert_int_equal(checkpoint_judge(key_public(key), upto + 1, head, folded, &e), SIGNATURE_WRONG);
    free(text);
}

static void every_thousand_records(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    journal_use_key(j, key);
    for (int i = 0; i < 3500; i++) {
        append_read(j, "1-1", "a");
        if (i % 10 == 0)
            journal_commit(j);
    }
    journal_commit(j);
    assert_int_equal(checkpoints(j), 3);
    assert_signed(j);
    assert_verified(j);
    journal_close(j);
}

static void at_the_end_of_a_visit_ten_minutes_after_the_last(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    journal_use_key(j, key);
    static const int minutes[] = {1, 5, 4, 2, 30}; /* signed after the first, the fourth and the last */
    for (int i = 0; i < 5; i++) {
        char visit[24];
        snprintf(visit, sizeof visit, "1-%d", i + 1);
        clock_advance(&clock, minutes[i] * 60000);
        append_start(j, visit);
        append_end(j, visit);
        journal_commit(j);
        journal_commit(j);
    }
    assert_int_equal(checkpoints(j), 3);
    assert_signed(j);
    journal_close(j);
}

static void before_an_export_and_at_the_end(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct err e = {0};
    struct journal *j = journal_open(folder, &clock, "1.0");
    assert_true(journal_checkpoint(j, &e)); /* no key: nothing to do */
    journal_use_key(j, key);
    append_read(j, "1-1", "a");
    for (int i = 0; i < 3; i++)
        assert_true(journal_checkpoint(j, &e));
    assert_int_equal(checkpoints(j), 1);
    append_read(j, "1-1", "b");
    journal_close(j);
    j = journal_open_reading(folder, &e);
    assert_non_null(j);
    assert_int_equal(checkpoints(j), 2);
    assert_signed(j);
    struct journal_state s;
    journal_state(j, &s);
    journal_close(j);
    j = journal_open(folder, &clock, "1.0"); /* a boot record only: not due for long */
    journal_use_key(j, key);
    journal_commit(j);
    assert_int_equal(checkpoints(j), 2);
    journal_close(j);
}

/* Boots of a few records each add up. */
static void many_short_boots(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    int n = 0;
    for (int boot = 0; boot < 30; boot++) {
        struct journal *j = journal_open(folder, &clock, "1.0");
        journal_use_key(j, key);
        for (int i = 0; i < 100; i++)
            append_read(j, "", "a");
        journal_commit(j);
        n = checkpoints(j);
        journal_use_key(j, NULL); /* as if the power were cut */
        journal_close(j);
    }
    assert_in_range(n, 2, 3);
}

/* Nobody comes, and in the evening the power is cut: time in service is short of it by half an hour at most. */
static void a_sign_of_life_while_nobody_comes(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    journal_still_here(j); /* no key: nothing */
    journal_use_key(j, key);
    append_read(j, "1-1", "a");
    journal_commit(j);
    for (int minute = 1; minute <= 8 * 60; minute++) {
        clock_advance(&clock, 60000);
        journal_still_here(j);
        journal_commit(j);
        if (minute == 29)
            assert_int_equal(checkpoints(j), 0);
    }
    assert_int_equal(checkpoints(j), 16);
    assert_signed(j);
    assert_verified(j);
    journal_use_key(j, NULL); /* the power is cut */
    struct counts c;
    struct counts_period all;
    struct err e = {0};
    assert_true(counts_period_parse("", "", &all, &e) && counts_compute(j, &all, &c, &e));
    assert_true(c.service_ms >= (8 * 60 - 30) * 60000LL);
    counts_free(&c);
    journal_close(j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_thousand_records, setup_key, teardown_key),
        cmocka_unit_test_setup_teardown(at_the_end_of_a_visit_ten_minutes_after_the_last, setup_key, teardown_key),
        cmocka_unit_test_setup_teardown(before_an_export_and_at_the_end, setup_key, teardown_key),
        cmocka_unit_test_setup_teardown(many_short_boots, setup_key, teardown_key),
        cmocka_unit_test_setup_teardown(a_sign_of_life_while_nobody_comes, setup_key, teardown_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
