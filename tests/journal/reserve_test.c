/* A full disk: first the reserve, then sums in place, and back again by itself. */
#include "help.h"

#include "base/log.h"

#include <sys/stat.h>
#include <sys/wait.h>

static bool mount_small(const char *options)
{
    return geteuid() == 0 && run("mount -t tmpfs -o %s none %s 2>/dev/null", options, folder) == 0;
}

static void fill_disk(void)
{
    static int n;
    run("dd if=/dev/zero of=%s/filler%d bs=1k 2>/dev/null", folder, n++);
}

static bool reserve_is_there(void)
{
    char path[300];
    struct stat st;
    snprintf(path, sizeof path, "%s/journal.reserve", folder);
    return stat(path, &st) == 0 && st.st_blocks * 512 >= 200000;
}

static struct journal_state state_of(struct journal *j)
{
    struct journal_state s;
    journal_state(j, &s);
    return s;
}

static void the_reserve_and_back(void **state)
{
    (void)state;
    if (!mount_small("size=3m"))
        SKIPPED("a small tmpfs cannot be mounted here");
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    journal_use_reserve(j, 800000);
    assert_true(reserve_is_there());
    assert_true(journal_commit(j));
    fill_disk();
    for (int i = 0; i < 200; i++) {
        append_read(j, "1-1", "a");
        assert_true(journal_commit(j));
    }
    assert_true(state_of(j).in_reserve);
    assert_non_null(strstr(state_of(j).sentence, "预留空间"));
    assert_int_equal(state_of(j).health, JOURNAL_OK);
    assert_false(reserve_is_there());
    clock_advance(&clock, 70000);
    append_read(j, "1-1", "a");
    assert_true(journal_commit(j));
    assert_false(reserve_is_there()); /* still no room for it */
    run("rm %s/filler*", folder);
    clock_advance(&clock, 70000);
    append_read(j, "1-1", "a");
    assert_true(journal_commit(j));
    assert_true(reserve_is_there());
    assert_false(state_of(j).in_reserve);
    assert_string_equal(state_of(j).sentence, "");
    char *text = lines_of(j);
    assert_int_equal(count_of(text, "\"what\":\"disk_full\""), 1);
    assert_int_equal(count_of(text, "\"kind\":\"read\""), 202);
    assert_int_equal(count_of(text, "\"kind\":\"tally\""), 0);
    free(text);
    assert_verified(j);
    journal_close(j);
}

/* Everything is used up and the power goes: sums survive, once, and only of what is not in the file. */
static void sums_after_a_power_cut(void **state)
{
    (void)state;
    if (!mount_small("size=1500k"))
        SKIPPED("a small tmpfs cannot be mounted here");
    struct clock clock = clock_virtual(NOON);
    pid_t child = fork();
    if (child == 0) {
        struct journal *j = journal_open(folder, &clock, "1.0");
        journal_use_reserve(j, 200000);
        journal_commit(j);
        fill_disk();
        for (int i = 0; journal_commit(j) && i < 5000; i++) { /* until the reserve is gone too */
            append_read(j, "1-1", "a");
            if (state_of(j).in_reserve)
                fill_disk();
        }
        append_start(j, "1-2");
        append_start(j, "1-3");
        for (int i = 0; i < 7; i++)
            append_read(j, "1-2", "b");
        clock_advance(&clock, 5000);
        journal_commit(j);
        _exit(state_of(j).health == JOURNAL_FULL ? (int)state_of(j).waiting : 0);
    }
    int how, waited;
    waitpid(child, &how, 0);
    waited = WEXITSTATUS(how);
    assert_in_range(waited, 10, 200);
    run("rm %s/filler*", folder);
    for (int start = 0; start < 3; start++) {
        struct journal *j = journal_open(folder, &clock, "1.0");
        assert_true(journal_commit(j));
        char *text = lines_of(j);
        assert_int_equal(count_of(text, "\"kind\":\"tally\""), 2 + (waited > 10)); /* reads, starts, the fault if it waited */
        assert_int_equal(count_of(text, "\"data\":{\"of\":\"visit_start\",\"count\":2,\"boot\":1,"), 1);
        assert_non_null(strstr(text, "\"scene\":\"stories/lamp\",\"content\":\"\",\"data\":{\"of\":\"read\",\"count\":"));
        free(text);
        assert_verified(j);
        if (start < 2)
            journal_close(j);
        else
            assert_true(journal_boot(j) >= 4);
        if (start == 2)
            journal_close(j);
    }
}

/* The same, but space comes back while the kiosk runs: every record is there, and no sum. */
static void no_sums_when_space_returns(void **state)
{
    (void)state;
    if (!mount_small("size=600k"))
        SKIPPED("a small tmpfs cannot be mounted here");
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    assert_true(journal_commit(j));
    fill_disk();
    for (int i = 0; i < 300; i++)
        append_read(j, "1-1", "a");
    assert_false(journal_commit(j));
    assert_int_equal(run("grep -aq 'read 300 ' %s/journal.tally", folder), 0);
    run("rm %s/filler*", folder);
    clock_advance(&clock, 5000);
    assert_true(journal_commit(j));
    journal_close(j);
    j = journal_open(folder, &clock, "1.0");
    journal_commit(j);
    char *text = lines_of(j);
    assert_int_equal(count_of(text, "\"kind\":\"read\""), 300);
    assert_int_equal(count_of(text, "\"kind\":\"tally\""), 0);
    free(text);
    journal_close(j);
}

/* What the waiting room could not hold is counted by kind and scene. */
static void dropped_ones_are_counted_by_kind(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct err e = {0};
    run("mkdir %s/journal.db", folder);
    struct journal *j = journal_open(folder, &clock, "1.0");
    struct record r = make_record(RECORD_ENTER, "0-1");
    snprintf(r.scene, sizeof r.scene, "a/b");
    for (int i = 0; i < 100010; i++)
        journal_append(j, &r, &e);
    int64_t dropped = state_of(j).dropped;
    run("rmdir %s/journal.db", folder);
    clock_advance(&clock, 5000);
    assert_true(journal_commit(j));
    char *text = lines_of(j), want[120];
    snprintf(want, sizeof want, "\"kind\":\"tally\",\"scene\":\"a/b\",\"content\":\"\",\"data\":{\"of\":\"enter\",\"count\":%lld,",
             (long long)dropped);
    assert_int_equal(count_of(text, want), 1);
    free(text);
    journal_close(j);
}

/* A journal.db that vanished altogether: the next boot still has a number of its own. */
static void boots_are_never_named_twice(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    for (uint32_t boot = 1; boot <= 3; boot++) {
        struct journal *j = journal_open(folder, &clock, "1.0");
        assert_int_equal(journal_boot(j), boot);
        journal_commit(j);
        journal_close(j);
        run("rm %s/journal.db", folder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_reserve_and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(sums_after_a_power_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(no_sums_when_space_returns, setup, teardown),
        cmocka_unit_test_setup_teardown(dropped_ones_are_counted_by_kind, setup, teardown),
        cmocka_unit_test_setup_teardown(boots_are_never_named_twice, setup, teardown),
    };
    log_quiet(LOG_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
