/* Sticks as /proc/self/mountinfo tells them: strange names, read-only ones, two at once, a plain folder. */
#include "usb/sticks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int setup(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/qingfeng-sticks-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    char command[160];
    snprintf(command, sizeof command, "umount %s/* 2>/dev/null; rm -rf %s", folder, folder);
    return system(command) < 0;
}

static void insert(const char *name, unsigned long flags)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(mkdir(path, 0755), 0);
    if (mount("tmpfs", path, "tmpfs", flags, "size=64k") != 0) {
        print_message("skipped: this machine does not let tests mount\n");
        skip();
    }
}

static void a_plain_folder_is_a_stick(void **state)
{
    (void)state;
    struct stick s[STICKS_MAX];
    char roots[200];
    snprintf(roots, sizeof roots, "/media:%s/:/nowhere", folder);
    assert_int_equal(sticks_list(roots, s, STICKS_MAX), 1);
    assert_string_equal(s[0].path, folder);
    assert_string_equal(s[0].name, strrchr(folder, '/') + 1);
    assert_true(s[0].id == 0);
}

static void folders_of_the_system_are_none(void **state)
{
    (void)state;
    struct stick s[STICKS_MAX];
    int n = sticks_list("/media:/run/media/:/mnt", s, STICKS_MAX);
    for (int i = 0; i < n; i++)
        assert_true(s[i].id != 0);
}

static void mounts_below_a_root_are_sticks(void **state)
{
    (void)state;
    struct stick s[STICKS_MAX];
    insert("KINGSTON", 0);
    insert("two words\n\"\\x", MS_RDONLY);
    assert_int_equal(sticks_list(folder, s, STICKS_MAX), 2);
    assert_string_equal(s[0].name, "KINGSTON");
    assert_string_equal(s[0].type, "tmpfs");
    assert_false(s[0].read_only);
    assert_string_equal(s[1].name, "two words?\"\\x");
    assert_non_null(strstr(s[1].path, "two words\n\"\\x"));
    assert_true(s[1].read_only);
    assert_true(s[0].id != s[1].id);
    assert_int_equal(sticks_list(folder, s, 1), 1);
}

static void mounting_wakes_a_poll(void **state)
{
    (void)state;
    struct pollfd p = {.fd = sticks_watch_fd(), .events = POLLPRI};
    assert_true(p.fd >= 0);
    poll(&p, 1, 0);
    while (poll(&p, 1, 0) > 0) /* other tests may be mounting too */
        usleep(1000);
    insert("A", 0);
    assert_int_equal(poll(&p, 1, 1000), 1);
    assert_true(p.revents & POLLPRI);
    close(p.fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_plain_folder_is_a_stick, setup, teardown),
        cmocka_unit_test_setup_teardown(folders_of_the_system_are_none, setup, teardown),
        cmocka_unit_test_setup_teardown(mounts_below_a_root_are_sticks, setup, teardown),
        cmocka_unit_test_setup_teardown(mounting_wakes_a_poll, setup, teardown),
    };
    return cmocka_run_group_tests_name("sticks", tests, NULL, NULL);
}
