/* The service manager's side of a running kiosk, played by a socket of the test's own: ready when home stands, the
 * watchdog fed only while the stage is well, one sentence of status, and an end within two seconds. */
#include "machine.h"

#include "base/clock.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

struct manager {
    char folder[64], name[96];
    int fd;
    pid_t kiosk;
    char said[64]; /* the last word but for status */
    char status[256];
    int ready, fed, stopping;
};

static void start(struct manager *m, bool abstract)
{
    char data[96], log[96];
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    *m = (struct manager){.folder = "/tmp/qf-notify-XXXXXX"};
    assert_non_null(mkdtemp(m->folder));
    snprintf(m->name, sizeof m->name, "%s%s/notify", abstract ? "@" : "", m->folder);
    snprintf(data, sizeof data, "%s/data", m->folder);
    snprintf(log, sizeof log, "%s/log", m->folder);
    size_t len = strlen(m->name);
    memcpy(a.sun_path, m->name, len);
    if (abstract)
        a.sun_path[0] = 0;
    m->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(m->fd, (struct sockaddr *)&a, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)), 0);
    m->kiosk = fork();
    if (m->kiosk == 0) {
        char pid[16];
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        snprintf(pid, sizeof pid, "%d", (int)getpid());
        setenv("NOTIFY_SOCKET", m->name, 1);
        setenv("WATCHDOG_USEC", "900000", 1);
        setenv("WATCHDOG_PID", pid, 1);
        int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(fd, 1);
        dup2(fd, 2);
        execl(getenv("KIOSK"), "kiosk", "run", "--headless", "--size", "640x360", "--data", data, "--conf",
              SOURCE_DIR "/kiosk.conf", "--set", "kiosk.scripts=" SOURCE_DIR "/tests/app/venue", (char *)NULL);
        _exit(127);
    }
}

static void take(struct manager *m, const char *text)
{
    if (strncmp(text, "STATUS=", 7) == 0) {
        snprintf(m->status, sizeof m->status, "%s", text + 7);
        return;
    }
    snprintf(m->said, sizeof m->said, "%s", text);
    m->ready += strcmp(text, "READY=1") == 0;
    m->fed += strcmp(text, "WATCHDOG=1") == 0;
    m->stopping += strcmp(text, "STOPPING=1") == 0;
}

/* Listens until *counter has reached n or time is up; true if it has. */
static bool listen_for(struct manager *m, const int *counter, int n, int ms)
{
    int64_t end = clock_real_us() + ms * 1000LL;
    char text[512];
    while (*counter < n) {
        int64_t left = (end - clock_real_us()) / 1000;
        struct pollfd p = {.fd = m->fd, .events = POLLIN};
        if (left <= 0 || poll(&p, 1, (int)left) <= 0)
            return false;
        ssize_t got = recv(m->fd, text, sizeof text - 1, 0);
        text[got > 0 ? got : 0] = 0;
        take(m, text);
    }
    return true;
}

static void stop(struct manager *m)
{
    char command[128];
    int status;
    int64_t from = clock_real_us();
    kill(m->kiosk, SIGTERM);
    assert_true(listen_for(m, &m->stopping, 1, 2000));
    assert_int_equal(waitpid(m->kiosk, &status, 0), m->kiosk);
    int64_t took = (clock_real_us() - from) / 1000;
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    if (took >= 2000)
        fail_msg("the end took %lld ms", (long long)took);
    close(m->fd);
    snprintf(command, sizeof command, "rm -rf '%s'", m->folder);
    assert_int_equal(system(command), 0);
}

static bool log_has(const struct manager *m, const char *text)
{
    char command[256];
    snprintf(command, sizeof command, "grep -q '%s' '%s/log'", text, m->folder);
    return system(command) == 0;
}

static void ready_when_home_stands(void **state)
{
    struct manager m;
    (void)state;
    for (int abstract = 0; abstract < 2; abstract++) {
        start(&m, abstract);
        assert_true(listen_for(&m, &m.ready, 1, 20000));
        assert_true(log_has(&m, "首页已显示"));
        assert_true(listen_for(&m, &m.fed, 3, 5000));
        assert_int_equal(m.ready, 1);
        assert_non_null(strstr(m.status, "正在运行"));
        stop(&m);
        assert_int_equal(m.stopping, 1);
    }
}

/* A stopped stage is not well: nothing is fed until another one stands. */
static void fed_only_while_well(void **state)
{
    struct manager m;
    (void)state;
    start(&m, false);
    assert_true(listen_for(&m, &m.fed, 2, 20000));
    pid_t stage = machine_find(m.kiosk, "qf-stage");
    assert_true(stage > 0);
    int64_t from = clock_real_us();
    kill(stage, SIGSTOP);
    while (machine_find(m.kiosk, "qf-stage") == stage && clock_real_us() - from < 6000000)
        usleep(20000);
    int64_t stuck = (clock_real_us() - from) / 1000;
    assert_true(stuck >= 1900 && stuck < 3500);
    assert_true(listen_for(&m, &m.fed, m.fed + 8, 15000)); /* what was said meanwhile, and after */
    assert_true(log_has(&m, "no answer") || log_has(&m, "busy"));
    assert_int_equal(m.ready, 1);
    stop(&m);
}

/* SIGTERM while the stage is stopped ends everything all the same. */
static void ends_with_a_stopped_stage(void **state)
{
    struct manager m;
    (void)state;
    start(&m, true);
    assert_true(listen_for(&m, &m.ready, 1, 20000));
    pid_t stage = machine_find(m.kiosk, "qf-stage");
    kill(stage, SIGSTOP);
    stop(&m);
    assert_int_equal(kill(stage, 0), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ready_when_home_stands),
        cmocka_unit_test(fed_only_while_well),
        cmocka_unit_test(ends_with_a_stopped_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
