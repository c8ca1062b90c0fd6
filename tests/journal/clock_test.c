/* What the records say about the clock. */
#include "help.h"

static void assert_line(const char *text, int n, const char *part)
{
    for (; n > 1; n--)
        text = strchr(text, '\n') + 1;
    const char *found = strstr(text, part);
    if (!found || found > strchr(text, '\n'))
        fail_msg("line %d: no %s", n, part);
}

static void unset_and_then_set(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(0); /* 1970: the battery is dead */
    struct journal *j = journal_open(folder, &clock, "1.0");
    append_read(j, "", "a");
    clock_advance(&clock, 10000);
    clock.wall_base_ms = NOON;
    append_read(j, "", "b");
    journal_commit(j);
    char *text = lines_of(j);
    assert_line(text, 1, "\"wall\":\"1970-01-01T00:00:00.000Z\",\"tz\":480,\"clock\":\"unset\"");
    assert_line(text, 2, "\"clock\":\"unset\"");
    assert_line(text, 3, "\"clock\":\"ok\",\"visit\":\"\",\"kind\":\"clock\"");
    assert_line(text, 3, "\"data\":{\"why\":\"set\",\"by_ms\":1795320000000}");
    assert_line(text, 4, "\"wall\":\"2026-11-22T04:00:10.000Z\",\"tz\":480,\"clock\":\"ok\"");
    free(text);
    journal_close(j);
}

static void a_jump_is_told_once_and_marks_what_follows(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    clock_advance(&clock, 3600000);
    clock.wall_base_ms += 4999; /* drift is no jump */
    append_read(j, "", "a");
    clock.wall_base_ms -= 3600000;
    append_read(j, "", "b");
    append_read(j, "", "c");
    journal_commit(j);
    char *text = lines_of(j);
    assert_int_equal(count_of(text, "\"kind\":\"clock\""), 1);
    assert_line(text, 2, "\"clock\":\"ok\"");
    assert_line(text, 3, "\"data\":{\"why\":\"step\",\"by_ms\":-3600000}");
    assert_line(text, 4, "\"clock\":\"stepped\"");
    assert_line(text, 5, "\"clock\":\"stepped\"");
    free(text);
    journal_close(j);
}

static void earlier_than_the_boot_before(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    journal_close(journal_open(folder, &clock, "1.0"));
    clock = clock_virtual(NOON - 86400000);
    struct journal *j = journal_open(folder, &clock, "1.0");
    append_read(j, "", "a");
    journal_commit(j);
    char *text = lines_of(j);
    assert_line(text, 3, "\"data\":{\"why\":\"back\",\"by_ms\":-86400000}");
    assert_line(text, 4, "\"clock\":\"stepped\"");
    free(text);
    journal_close(j);
}

static void a_record_keeps_the_time_it_was_made(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    clock_advance(&clock, 1000000);
    static const int64_t said[] = {999000, 1000001, 1, 0};
    static const int64_t kept[] = {999000, 1000000, 1000000,
                                   1000000}; /* future and long ago are not believed */
    for (int i = 0; i < 4; i++) {
        struct record r = make_record(RECORD_ENTER, "1-1");
        r.mono_ms = said[i];
        append(j, &r);
    }
    journal_commit(j);
    char *text = lines_of(j), part[40];
    for (int i = 0; i < 4; i++) {
        snprintf(part, sizeof part, "\"mono\":%lld,", (long long)kept[i]);
        assert_line(text, i + 2, part);
    }
    assert_line(text, 2, "\"wall\":\"2026-11-22T04:16:39.000Z\"");
    free(text);
    journal_close(j);
}

/* From 1970 to the right date by hand; and a date that was wrong though believed. */
static void set_by_an_administrator(void **state)
{
    (void)state;
    static const int64_t wrong[] = {0, NOON + 40LL * 365 * 86400000, NOON - 3600000, NOON};
    static const char *const before[] = {"unset", "unset", "ok", "ok"};
    for (int i = 0; i < 4; i++) {
        struct clock clock = clock_virtual(wrong[i]);
        run("rm -f %s/journal*", folder);
        struct journal *j = journal_open(folder, &clock, "1.0");
        append_read(j, "", "a");
        clock_advance(&clock, 10000);
        clock.wall_base_ms = NOON;
        journal_clock_told(j);
        append_read(j, "", "b");
        journal_commit(j);
        char *text = lines_of(j), part[90];
        snprintf(part, sizeof part, "\"clock\":\"%s\"", before[i]);
        assert_line(text, 2, part);
        snprintf(part, sizeof part, "\"data\":{\"why\":\"admin\",\"by_ms\":%lld}", (long long)(NOON - wrong[i]));
        assert_line(text, 3, part);
        assert_line(text, 3, "\"wall\":\"2026-11-22T04:00:10.000Z\",\"tz\":480,\"clock\":\"ok\"");
        assert_line(text, 4, "\"clock\":\"ok\"");
        assert_int_equal(count_of(text, "\"kind\":\"clock\""), 1);
        free(text);
        journal_close(j);
    }
}

/* After a jump nobody asked for, the administrator's word makes the clock good again; a silly date does not. */
static void stepped_until_an_administrator_says(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    append_read(j, "", "a");
    clock.wall_base_ms += 86400000;
    append_read(j, "", "b");
    clock.wall_base_ms -= 86400000;
    journal_clock_told(j);
    append_read(j, "", "c");
    clock.wall_base_ms = 0;
    journal_clock_told(j);
    append_read(j, "", "d");
    journal_commit(j);
    char *text = lines_of(j);
    assert_line(text, 4, "\"clock\":\"stepped\"");
    assert_line(text, 5, "\"data\":{\"why\":\"admin\",\"by_ms\":-86400000}");
    assert_line(text, 6, "\"clock\":\"ok\"");
    assert_line(text, 8, "\"clock\":\"unset\"");
    free(text);
    journal_close(j);
}

/* 2038 and the ends of months are days like any other. */
static void far_days(void **state)
{
    (void)state;
    static const struct {
        int64_t wall;
        const char *part;
    } days[] = {
        {2147483647999, "\"wall\":\"2038-01-19T03:14:07.999Z\",\"tz\":480,\"clock\":\"ok\""},
        {2147483648000, "\"wall\":\"2038-01-19T03:14:08.000Z\",\"tz\":480,\"clock\":\"ok\""},
        {1835452799999, "\"wall\":\"2028-02-29T15:59:59.999Z\",\"tz\":480,\"clock\":\"ok\""},
        {2997993599999, "\"wall\":\"2064-12-31T23:59:59.999Z\",\"tz\":480,\"clock\":\"ok\""},
        {2997993600000, "\"clock\":\"unset\""},
        {1735689599999, "\"clock\":\"unset\""},
        {-1000, "\"clock\":\"unset\""},
    };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct clock clock = clock_virtual(days[i].wall);
        run("rm -f %s/journal*", folder);
        struct journal *j = journal_open(folder, &clock, "1.0");
        journal_commit(j);
        char *text = lines_of(j);
        assert_line(text, 1, days[i].part);
        free(text);
        journal_close(j);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(unset_and_then_set, setup, teardown),
        cmocka_unit_test_setup_teardown(a_jump_is_told_once_and_marks_what_follows, setup, teardown),
        cmocka_unit_test_setup_teardown(earlier_than_the_boot_before, setup, teardown),
        cmocka_unit_test_setup_teardown(set_by_an_administrator, setup, teardown),
        cmocka_unit_test_setup_teardown(stepped_until_an_administrator_says, setup, teardown),
        cmocka_unit_test_setup_teardown(far_days, setup, teardown),
        cmocka_unit_test_setup_teardown(a_record_keeps_the_time_it_was_made, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
