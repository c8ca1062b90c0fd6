/* The chain: written, read back, and proven by sha256sum alone. */
#include "help.h"

static const char prove[] =
    "cd %s && prev=$(printf '%%064d' 0) && n=0 && while IFS= read -r line; do n=$((n+1));"
    " case \"$line\" in '{\"seq\":'$n',\"prev\":\"'$prev'\",\"boot\":'*) ;; *) echo \"line $n\"; exit 1;; "
    "esac;"
    " prev=$(printf '%%s' \"$line\" | sha256sum | cut -c1-64); done < records.jsonl && test $n = %d && test "
    "$prev = %s";

static void sha256sum_alone_proves_it(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    append_start(j, "1-1");
    for (int i = 0; i < 30; i++) {
        char part[40];
        snprintf(part, sizeof part, "第%d页 \"引号\\", i);
        clock_advance(&clock, 1234);
        append_read(j, "1-1", part);
        if (i % 7 == 0)
            assert_true(journal_commit(j));
    }
    assert_true(journal_commit(j));
    char path[300];
    snprintf(path, sizeof path, "%s/records.jsonl", folder);
    FILE *f = fopen(path, "w");
    struct err e = {0};
    assert_true(journal_write_lines(j, 0, f, &e));
    fclose(f);
    struct journal_state s;
    journal_state(j, &s);
    assert_int_equal(s.seq, 32);
    assert_int_equal(run(prove, folder, 32, s.head), 0);
    assert_verified(j);
    journal_close(j);
}

static void line_has_the_promised_form(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    clock_advance(&clock, 5678);
    struct record r = make_record(RECORD_ANSWER, "1-1");
    snprintf(r.scene, sizeof r.scene, "quiz/discipline");
    set_text(&r, "question", "q1");
    record_set_int(&r, "version", 2);
    const char *chosen[] = {"a", "乙"};
    record_set_texts(&r, "chosen", chosen, 2);
    record_set_bool(&r, "right", true);
    record_set_int(&r, "attempt", 1);
    append(j, &r);
    journal_commit(j);
    char *text = lines_of(j);
    const char *rest = strstr(text, ",\"boot\":1,\"mono\":5678");
    assert_memory_equal(text, "{\"seq\":1,\"prev\":\"0000", 21);
    assert_string_equal(
        rest, ",\"boot\":1,\"mono\":5678,\"wall\":\"2026-11-22T04:00:05.678Z\",\"tz\":480,\"clock\":\"ok\","
              "\"visit\":\"1-1\",\"kind\":\"answer\",\"scene\":\"quiz/discipline\",\"content\":\"demo@1\","
              "\"data\":{\"question\":\"q1\",\"version\":2,\"chosen\":[\"a\",\"乙\"],\"right\":true,"
              "\"attempt\":1}}\n");
    free(text);
    journal_close(j);
}

static void verify_finds_what_was_changed(void **state)
{
    (void)state;
    static const char *const changes[][2] = {
        {"UPDATE records SET line=replace(line,'c','d') WHERE seq=3", "第 3 条"},
        {"UPDATE records SET kind='vote' WHERE seq=2", "第 2 条：列与链上的原文不符"},
        {"DELETE FROM records WHERE seq=3", "第 4 条：序号不连续"},
        {"DELETE FROM records WHERE seq=1", "第 2 条：序号不连续"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct clock clock = clock_virtual(NOON);
        run("rm -f %s/journal.db*", folder);
        struct journal *j = journal_open(folder, &clock, "1.0");
        append_read(j, "", "a");
        append_read(j, "", "c");
        append_read(j, "", "e");
        journal_close(j);
        assert_int_not_equal(run("sqlite3 %s/journal.db \"%s\" 2>/dev/null", folder, changes[i][0]), 0);
        assert_int_equal(
            run("sqlite3 %s/journal.db \"DROP TRIGGER records_stay; DROP TRIGGER records_last; %s\"", folder,
                changes[i][0]),
            0);
        struct err e = {0};
        struct journal_verdict v;
        j = journal_open_reading(folder, &e);
        assert_non_null(j);
        assert_false(journal_verify(j, &v, &e));
        assert_non_null(strstr(v.why, changes[i][1]));
        journal_close(j);
    }
}

static void the_chain_goes_on_after_a_restart(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    for (uint32_t boot = 1; boot <= 4; boot++) {
        struct journal *j = journal_open(folder, &clock, "1.0");
        assert_int_equal(journal_boot(j), boot);
        assert_int_equal(journal_next_visit(j), 1);
        char visit[24];
        snprintf(visit, sizeof visit, "%u-7", boot);
        append_read(j, visit, "a");
        assert_int_equal(journal_next_visit(j), 8);
        clock_advance(&clock, 60000);
        journal_close(j);
    }
    struct err e = {0};
    struct journal *j = journal_open_reading(folder, &e);
    struct journal_state s;
    assert_verified(j);
    journal_state(j, &s);
    assert_int_equal(s.seq, 8);
    journal_close(j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sha256sum_alone_proves_it, setup, teardown),
        cmocka_unit_test_setup_teardown(line_has_the_promised_form, setup, teardown),
        cmocka_unit_test_setup_teardown(verify_finds_what_was_changed, setup, teardown),
        cmocka_unit_test_setup_teardown(the_chain_goes_on_after_a_restart, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
