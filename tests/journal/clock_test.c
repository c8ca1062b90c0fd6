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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(unset_and_then_set, setup, teardown),
        cmocka_unit_test_setup_teardown(a_jump_is_told_once_and_marks_what_follows, setup, teardown),
        cmocka_unit_test_setup_teardown(earlier_than_the_boot_before, setup, teardown),
        cmocka_unit_test_setup_teardown(a_record_keeps_the_time_it_was_made, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
