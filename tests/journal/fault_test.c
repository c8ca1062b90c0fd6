/* What the disk can do to the journal: nothing acknowledged is lost, nothing is deleted, the kiosk goes on.
 */
#include "help.h"

#include <fcntl.h>
#include <sys/wait.h>

static enum journal_health health(struct journal *j)
{
    struct journal_state s;
    journal_state(j, &s);
    if (s.health != JOURNAL_OK)
        assert_int_not_equal(strlen(s.sentence), 0);
    return s.health;
}

static void group_commit_waits_and_then_is_due(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    assert_true(journal_commit(j));
    assert_int_equal(journal_due_ms(j), -1);
    append_read(j, "", "a");
    int due = journal_due_ms(j);
    assert_in_range(due, 1, 200);
    clock_advance(&clock, 50);
    append_read(j, "", "b");
    assert_int_equal(journal_due_ms(j), due - 50);
    assert_int_equal(journal_acked(j), 1);
    clock_advance(&clock, due - 50);
    assert_int_equal(journal_due_ms(j), 0);
    assert_true(journal_commit(j));
    assert_int_equal(journal_acked(j), 3);
    assert_int_equal(journal_due_ms(j), -1);
    journal_close(j);
}

/* A child that is killed right after its commit; what it acknowledged must be there. */
static void killed_after_the_acknowledgement(void **state)
{
    (void)state;
    for (int round = 0; round < 5; round++) {
        int ends[2];
        int64_t acked = 0;
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            struct clock clock = clock_virtual(NOON);
            struct journal *j = journal_open(folder, &clock, "1.0");
            for (int i = 0; i < 1000; i++) {
                append_read(j, "", "a");
                journal_commit(j);
                struct journal_state s;
                journal_state(j, &s);
                if (write(ends[1], &s.seq, sizeof s.seq) < 0)
                    _exit(1);
            }
            _exit(0);
        }
        close(ends[1]);
        for (int i = 0; i < 20 + round * 7; i++)
            assert_int_equal(read(ends[0], &acked, sizeof acked), sizeof acked);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        int64_t more;
        while (read(ends[0], &more, sizeof more) == sizeof more)
            acked = more;
        close(ends[0]);
        struct err e = {0};
        struct journal *j = journal_open_reading(folder, &e);
        assert_non_null(j);
        struct journal_state s;
        journal_state(j, &s);
        assert_true(s.seq >= acked);
        assert_verified(j);
        journal_close(j);
    }
}

static void open_visits_end_with_power_loss(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    append_start(j, "1-1");
    struct record end = make_record(RECORD_VISIT_END, "1-1");
    set_text(&end, "why", "left");
    record_set_int(&end, "active_ms", 1);
    record_set_int(&end, "idle_ms", 1);
    append(j, &end);
    clock_advance(&clock, 1000);
    append_start(j, "1-2");
    clock_advance(&clock, 4200);
    append_read(j, "1-2", "a");
    journal_close(j); /* without an end */
    clock = clock_virtual(NOON + 60000);
    for (int again = 0; again < 2; again++) {
        j = journal_open(folder, &clock, "1.0");
        assert_true(journal_commit(j));
        char *text = lines_of(j);
        assert_int_equal(count_of(text, "power_loss"), 1);
        assert_non_null(strstr(
            text, "\"visit\":\"1-2\",\"kind\":\"visit_end\",\"scene\":\"\",\"content\":\"demo@1\",\"data\":"
                  "{\"why\":\"power_loss\",\"active_ms\":4200,\"idle_ms\":0}}"));
        free(text);
        journal_close(j);
    }
}

static void the_keeper_ends_the_visits_of_a_dead_stage(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    append_start(j, "1-1");
    clock_advance(&clock, 700);
    append_read(j, "1-1", "a");
    journal_end_visits(j, "fault");
    journal_end_visits(j, "fault");
    journal_commit(j);
    char *text = lines_of(j);
    assert_int_equal(count_of(text, "visit_end"), 1);
    assert_non_null(strstr(text, "\"data\":{\"why\":\"fault\",\"active_ms\":700,"));
    free(text);
    journal_close(j);
}

static void damaged_file_is_set_aside(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    for (int i = 0; i < 400; i++)
        append_read(j, "1-1", "a long enough name to fill some pages of the file");
    journal_commit(j);
    struct journal_state before;
    journal_state(j, &before);
    journal_close(j);
    /* a page in the middle: the structure is damaged, the end can still be read */
    assert_int_equal(
        run("dd if=/dev/urandom of=%s/journal.db bs=4096 seek=12 count=1 conv=notrunc 2>/dev/null", folder),
        0);
    run("sha256sum < %s/journal.db > %s/sum", folder, folder);
    j = journal_open(folder, &clock, "1.0");
    struct journal_state s;
    journal_state(j, &s);
    assert_int_equal(s.health, JOURNAL_OK);
    assert_string_equal(s.aside, "journal.db.damaged-20261122-040000");
    assert_true(journal_commit(j));
    assert_int_equal(run("test \"$(sha256sum < %s/%s)\" = \"$(cat %s/sum)\"", folder, s.aside, folder), 0);
    char *text = lines_of(j), start[160];
    snprintf(start, sizeof start, "{\"seq\":%lld,\"prev\":\"%s\",\"boot\":2,", (long long)before.seq + 1,
             before.head);
    assert_memory_equal(text, start, strlen(start));
    assert_int_equal(
        count_of(text, "\"what\":\"journal_damaged\",\"detail\":\"journal.db.damaged-20261122-040000\""), 1);
    free(text);
    assert_verified(j);
    journal_close(j);
}

static void a_file_that_is_no_database(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    for (int i = 0; i < 3; i++) {
        run("head -c 20000 /dev/urandom > %s/journal.db; echo x > %s/journal.db-wal", folder, folder);
        struct journal *j = journal_open(folder, &clock, "1.0");
        assert_int_equal(health(j), JOURNAL_OK);
        assert_true(journal_commit(j));
        char *text = lines_of(j);
        assert_memory_equal(text, "{\"seq\":1,\"prev\":\"0000", 21);
        free(text);
        journal_close(j);
    }
    assert_int_equal(run("test $(ls %s | grep -c 'damaged-20261122-040000\\(-[23]\\)\\?$') = 3", folder), 0);
}

static void locked_by_another_program(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *first = journal_open(folder, &clock, "1.0");
    assert_true(journal_commit(first));
    pid_t child = fork(); /* locks are between processes */
    if (child == 0) {
        struct journal *j = journal_open(folder, &clock, "1.0");
        struct err e = {0};
        bool fine = health(j) == JOURNAL_LOCKED && !journal_commit(j) && !journal_open_reading(folder, &e) &&
                    strstr(e.text, "运行中");
        append_start(j, "0-1");
        _exit(fine ? 0 : 1);
    }
    int how;
    waitpid(child, &how, 0);
    assert_int_equal(how, 0);
    assert_int_equal(health(first), JOURNAL_OK);
    journal_close(first);
}

/* Records wait while another holds the file, and get their boot number and place when it lets go. */
static void waits_for_a_locked_file(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    int to_child[2], to_us[2];
    char c = 'x';
    journal_close(journal_open(folder, &clock, "1.0"));
    assert_int_equal(pipe(to_child), 0);
    assert_int_equal(pipe(to_us), 0);
    pid_t child = fork();
    if (child == 0) {
        struct err e = {0};
        struct journal *j = journal_open_reading(folder, &e);
        if (!j || write(to_us[1], &c, 1) != 1 || read(to_child[0], &c, 1) != 1)
            _exit(1);
        journal_close(j);
        _exit(0);
    }
    assert_int_equal(read(to_us[0], &c, 1), 1);
    struct journal *j = journal_open(folder, &clock, "1.0");
    assert_int_equal(health(j), JOURNAL_LOCKED);
    assert_int_equal(journal_boot(j), 0);
    append_start(j, "0-1");
    assert_false(journal_commit(j));
    assert_int_equal(journal_acked(j), 0);
    assert_int_equal(write(to_child[1], &c, 1), 1);
    waitpid(child, NULL, 0);
    assert_in_range(journal_due_ms(j), 1, 5000);
    clock_advance(&clock, 5000);
    assert_int_equal(journal_due_ms(j), 0);
    assert_true(journal_commit(j));
    assert_int_equal(health(j), JOURNAL_OK);
    assert_int_equal(journal_boot(j), 2);
    char *text = lines_of(j);
    assert_non_null(strstr(
        text, "\"boot\":2,\"mono\":0,\"wall\":\"2026-11-22T04:00:00.000Z\",\"tz\":480,\"clock\":\"ok\","
              "\"visit\":\"2-1\",\"kind\":\"visit_start\""));
    free(text);
    assert_verified(j);
    journal_close(j);
}

static bool mount_small(const char *options)
{
    return geteuid() == 0 && run("mount -t tmpfs -o %s none %s 2>/dev/null", options, folder) == 0;
}

static void full_disk(void **state)
{
    (void)state;
    if (!mount_small("size=400k"))
        SKIPPED("a small tmpfs cannot be mounted here");
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    assert_true(journal_commit(j));
    run("dd if=/dev/zero of=%s/filler bs=1k 2>/dev/null", folder);
    for (int i = 0; i < 500; i++)
        append_read(j, "1-1", "a");
    int64_t acked = journal_acked(j);
    assert_false(journal_commit(j));
    assert_int_equal(health(j), JOURNAL_FULL);
    assert_int_equal(journal_acked(j), acked);
    for (int i = 0; i < 3; i++) {
        clock_advance(&clock, 5000);
        assert_false(journal_commit(j));
    }
    run("rm %s/filler", folder);
    clock_advance(&clock, 5000);
    assert_true(journal_commit(j));
    assert_int_equal(health(j), JOURNAL_OK);
    assert_int_equal(journal_acked(j), 501);
    assert_verified(j);
    struct journal_state s;
    journal_state(j, &s);
    assert_int_equal(s.seq, 501);
    journal_close(j);
}

static void full_disk_from_the_start(void **state)
{
    (void)state;
    if (!mount_small("size=64k"))
        SKIPPED("a small tmpfs cannot be mounted here");
    struct clock clock = clock_virtual(NOON);
    run("dd if=/dev/zero of=%s/filler bs=1k 2>/dev/null", folder);
    struct journal *j = journal_open(folder, &clock, "1.0");
    assert_int_equal(health(j), JOURNAL_FULL);
    append_start(j, "0-1");
    journal_close(j);
}

static void read_only_disk(void **state)
{
    (void)state;
    if (!mount_small("size=1m"))
        SKIPPED("a small tmpfs cannot be mounted here");
    struct clock clock = clock_virtual(NOON);
    journal_close(journal_open(folder, &clock, "1.0"));
    assert_int_equal(run("mount -o remount,ro %s", folder), 0);
    struct journal *j = journal_open(folder, &clock, "1.0");
    assert_int_equal(health(j), JOURNAL_READ_ONLY);
    append_start(j, "0-1");
    assert_false(journal_commit(j));
    assert_int_equal(run("mount -o remount,rw %s", folder), 0);
    clock_advance(&clock, 5000);
    assert_true(journal_commit(j));
    assert_int_equal(journal_boot(j), 2);
    assert_verified(j);
    journal_close(j);
    assert_int_equal(run("rm %s/journal.db; mount -o remount,ro %s", folder, folder), 0);
    j = journal_open(folder, &clock, "1.0");
    assert_int_equal(health(j), JOURNAL_READ_ONLY);
    journal_close(j);
}

static void no_more_than_the_waiting_room_holds(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct err e = {0};
    run("mkdir %s/journal.db", folder);
    struct journal *j = journal_open(folder, &clock, "1.0");
    assert_int_equal(health(j), JOURNAL_CLOSED);
    struct record r = make_record(RECORD_ENTER, "0-1");
    for (int i = 0; i < 100500; i++)
        journal_append(j, &r, &e);
    struct journal_state s;
    journal_state(j, &s);
    assert_int_equal(s.waiting, 100000);
    assert_int_equal(s.dropped, 501);
    run("rmdir %s/journal.db", folder);
    clock_advance(&clock, 5000);
    assert_true(journal_commit(j));
    append(j, &r);
    assert_true(journal_commit(j));
    char *text = lines_of(j);
    assert_int_equal(count_of(text, "未能保存 501 条"), 1);
    free(text);
    journal_close(j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(group_commit_waits_and_then_is_due, setup, teardown),
        cmocka_unit_test_setup_teardown(killed_after_the_acknowledgement, setup, teardown),
        cmocka_unit_test_setup_teardown(open_visits_end_with_power_loss, setup, teardown),
        cmocka_unit_test_setup_teardown(the_keeper_ends_the_visits_of_a_dead_stage, setup, teardown),
        cmocka_unit_test_setup_teardown(damaged_file_is_set_aside, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_that_is_no_database, setup, teardown),
        cmocka_unit_test_setup_teardown(locked_by_another_program, setup, teardown),
        cmocka_unit_test_setup_teardown(waits_for_a_locked_file, setup, teardown),
        cmocka_unit_test_setup_teardown(full_disk, setup, teardown),
        cmocka_unit_test_setup_teardown(full_disk_from_the_start, setup, teardown),
        cmocka_unit_test_setup_teardown(read_only_disk, setup, teardown),
        cmocka_unit_test_setup_teardown(no_more_than_the_waiting_room_holds, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
