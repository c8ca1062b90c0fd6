/* The n-th write or sync fails, for every n in turn: nothing acknowledged is lost, nothing is there twice.
 * SQLite calls the C library, and a function of that name in the program itself comes first. */
#include "help.h"

#include "base/log.h"

#include <errno.h>
#include <sys/syscall.h>

static int syncs_left, writes_left; /* the call that makes one of these 0 fails */
static bool torn;                   /* half of the failing write reaches the file */
static int failures;

static bool fails(int *left)
{
    if (*left <= 0 || --*left > 0)
        return false;
    failures++;
    errno = EIO;
    return true;
}

/* Nothing is synced at all: no power is cut here, and the test is quicker. */
int fdatasync(int fd)
{
    (void)fd;
    return fails(&syncs_left) ? -1 : 0;
}

int fsync(int fd)
{
    return fdatasync(fd);
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t at)
{
    if (fails(&writes_left)) {
        if (torn && len > 1)
            syscall(SYS_pwrite64, fd, data, len / 2, at);
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, data, len, at);
}

static void assert_each_once(struct journal *j, int upto)
{
    char *text = lines_of(j), part[60];
    for (int i = 0; i < upto; i++) {
        snprintf(part, sizeof part, "\"part\":\"p%d\"", i);
        if (count_of(text, part) != 1)
            fail_msg("%s is there %d times", part, count_of(text, part));
    }
    free(text);
    assert_verified(j);
}

/* Sixty records in groups of three; whatever fails, in the end each is there once. False: nothing failed any
 * more. */
static bool one_round(void)
{
    struct clock clock = clock_virtual(NOON);
    struct journal *j;
    run("rm -f %s/*", folder);
    failures = 0;
    j = journal_open(folder, &clock, "1.0");
    for (int i = 0; i < 60; i++) {
        char part[20];
        snprintf(part, sizeof part, "p%d", i);
        append_read(j, "", part);
        if (i % 3 == 2)
            journal_commit(j);
        clock_advance(&clock, 700);
    }
    bool failed = failures > 0;
    syncs_left = writes_left = 0;
    clock_advance(&clock, 5000);
    assert_true(journal_commit(j));
    assert_int_equal(journal_acked(j) >= 61, 1);
    assert_each_once(j, 60);
    journal_close(j);
    struct err e = {0};
    j = journal_open_reading(folder, &e);
    assert_non_null(j);
    assert_each_once(j, 60);
    journal_close(j);
    return failed;
}

static void every_sync_fails_once(void **state)
{
    (void)state;
    int n = 0;
    do
        syncs_left = ++n;
    while (one_round());
    print_message("%d syncs failed, one at a time\n", n - 1);
    assert_true(n > 20);
}

static void every_write_fails_once(void **state)
{
    (void)state;
    for (int half = 0; half < 2; half++) {
        int n = 0;
        torn = half;
        do
            writes_left = ++n;
        while (one_round());
        print_message("%d writes %s, one at a time\n", n - 1, torn ? "were torn" : "failed");
        assert_true(n > 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_sync_fails_once, setup, teardown),
        cmocka_unit_test_setup_teardown(every_write_fails_once, setup, teardown),
    };
    log_quiet(LOG_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
