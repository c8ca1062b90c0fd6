/* A service that refuses landlock to the whole kiosk: exhibits are shown all the same, the log says it once, and doctor,
 * which runs outside of the service, asks the running kiosk instead of itself. */
#include "machine.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static const char *const plain[] = {NULL};

static void refuse_landlock(void)
{
    static const int calls[] = {SCMP_SYS(landlock_create_ruleset), SCMP_SYS(landlock_add_rule), SCMP_SYS(landlock_restrict_self)};
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
    assert_non_null(f);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), calls[i], 0), 0);
    assert_int_equal(seccomp_load(f), 0);
    seccomp_release(f);
}

/* Born before the filter, it waits for the data folder's name and runs doctor there; *say takes the name. */
static pid_t outsider(int *say)
{
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t pid = fork();
    if (pid == 0) {
        char data[96] = {0}, command[512];
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[1]);
        if (read(ends[0], data, sizeof data - 1) <= 0)
            _exit(1);
        snprintf(command, sizeof command,
                 "'%s' doctor --data '%s' --conf " SOURCE_DIR "/kiosk.conf --set kiosk.scripts='%s'"
                 " --set display.renderer=software >'%s/doctor'", /* no content: it is not looked at */
                 getenv("KIOSK"), data, data, data);
        _exit(system(command) < 0);
    }
    close(ends[0]);
    *say = ends[1];
    return pid;
}

static void one_line_and_the_show_goes_on(void **state)
{
    struct machine m;
    char command[256];
    int say, status;
    (void)state;
    pid_t doctor = outsider(&say);
    refuse_landlock();
    machine_start_headless(&m, getenv("KIOSK"), plain);
    assert_int_equal(machine_count_log(&m, "landlock 被拒绝"), 1);
    assert_int_equal(write(say, m.data, strlen(m.data)), (ssize_t)strlen(m.data));
    close(say);
    assert_int_equal(waitpid(doctor, &status, 0), doctor);
    assert_int_equal(status, 0);
    snprintf(command, sizeof command, "grep '^展项沙箱：提示。正在运行的清风：只有 seccomp，landlock 被拒绝' '%s/doctor'", m.data);
    assert_int_equal(system(command), 0);
    assert_int_equal(kill(machine_find(m.kiosk, "qf-stage"), SIGKILL), 0);
    assert_true(machine_wait_log(&m, "首页已显示", 2, 10000) >= 0);
    assert_int_equal(machine_count_log(&m, "landlock 被拒绝"), 1);
    machine_stop(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_line_and_the_show_goes_on)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
