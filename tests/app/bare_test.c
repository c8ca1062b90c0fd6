/* A stage that does not hold gives way to the built-in screen; the whole one is tried again after a while; and what a
 * stage dies of stands in the journal. */
#include "machine.h"

#include "base/clock.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <cmocka.h>

static const char *const plain[] = {NULL};

static void kill_stage(const struct machine *m, int number)
{
    pid_t stage = machine_find(m->kiosk, "qf-stage");
    assert_true(stage > 0);
    assert_int_equal(kill(stage, number), 0);
}

static void three_short_lives_and_the_built_in_screen(void **state)
{
    static const int signals[] = {SIGKILL, SIGSEGV, SIGABRT};
    struct machine m;
    (void)state;
    machine_start_headless(&m, getenv("KIOSK"), plain);
    for (int i = 0; i < 3; i++) {
        assert_true(machine_wait_log(&m, "首页已显示", i + 1, 10000) >= 0);
        kill_stage(&m, signals[i]);
    }
    assert_true(machine_wait_log(&m, "“设备维护中”已显示", 1, 5000) >= 0);
    assert_int_equal(machine_count_log(&m, "首页已显示"), 3);
    assert_int_equal(machine_find(m.kiosk, "qf-nursery"), 0);
    assert_int_equal(machine_find(m.kiosk, "qf-scene"), 0);
    assert_int_equal(machine_count(m.kiosk), 1);
    int waited = machine_wait_log(&m, "首页已显示", 4, 9000); /* five seconds, and its start */
    assert_true(waited >= 3500 && waited < 9000);
    kill_stage(&m, SIGKILL); /* the fourth life was short too: the built-in screen again, and for longer */
    assert_true(machine_wait_log(&m, "“设备维护中”已显示", 2, 5000) >= 0);
    machine_end_kiosk(&m);
    char *lines = machine_lines(&m), kinds[256];
    machine_kinds(lines, kinds, sizeof kinds);
    assert_string_equal(kinds, "boot fault fault fault fault checkpoint ");
    assert_non_null(strstr(lines, "\"detail\":\"signal 9\""));
    free(lines);
    machine_stop(&m);
}

/* No display: neither the whole stage nor the bare one can open a window. */
static void run_blind(struct machine *m)
{
    assert_int_equal(truncate(m->log, 0), 0);
    m->kiosk = fork();
    if (m->kiosk == 0) {
        int log = open(m->log, O_WRONLY | O_APPEND);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        setenv("DISPLAY", ":none", 1);
        setenv("SDL_VIDEODRIVER", "x11", 1);
        dup2(log, 1);
        dup2(log, 2);
        execl(getenv("KIOSK"), "kiosk", "run", "--data", m->data, "--conf", SOURCE_DIR "/kiosk.conf", (char *)NULL);
        _exit(127);
    }
}

/* Three whole stages, the last after a pause; the bare one, which cannot either; then turns of a whole and a bare one with
 * pauses that grow: 5 s, 10 s. */
static void a_stage_that_cannot_start_at_all_does_not_spin(void **state)
{
    enum { ENDS = 7 };
    static const char *const words[] = {"kiosk.scripts=" SOURCE_DIR "/tests/app/venue", NULL};
    struct machine m;
    int64_t at[ENDS + 1];
    (void)state;
    machine_start_headless(&m, getenv("KIOSK"), words);
    machine_end_kiosk(&m);
    run_blind(&m);
    for (int i = 1; i <= ENDS; i++) {
        if (machine_wait_log(&m, "意外结束", i, 30000) < 0)
            fail_msg("only %d ends", i - 1);
        at[i] = clock_real_us() / 1000;
    }
    int first = (int)(at[5] - at[4]), second = (int)(at[7] - at[6]);
    if (at[3] - at[2] < 400 || first < 4500 || second < first + 2000)
        fail_msg("pauses: %d, %d, %d ms", (int)(at[3] - at[2]), first, second);
    assert_int_equal(machine_count_log(&m, "意外结束"), ENDS); /* none in between that was not waited for */
    machine_stop(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_short_lives_and_the_built_in_screen),
        cmocka_unit_test(a_stage_that_cannot_start_at_all_does_not_spin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
