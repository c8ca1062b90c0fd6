/* Inside the stage's fence: no network of any family, no other program, no looking into processes; local sockets, the
 * kernel's news of devices, threads and memory as ever. */
#include "scene/fence.h"

#include <errno.h>
#include <linux/netlink.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

/* In a child behind the fence; its exit status is what the body returned. */
static int behind(int (*body)(void))
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        struct err e;
        if (!fence_enter(&e))
            _exit(99);
        _exit(body());
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* The first family that was not refused; 0 none. */
static int open_families(void)
{
    static const int kinds[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET};
    for (int family = 0; family < 60; family++) {
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds && family != AF_UNIX && family != AF_NETLINK; k++) {
            if (socket(family, kinds[k] | SOCK_CLOEXEC, 0) >= 0 || errno != EPERM)
                return family ? family : 98;
        }
    }
    for (int protocol = 0; protocol < 32; protocol++) {
        int fd = socket(AF_NETLINK, SOCK_RAW, protocol);
        if (protocol != NETLINK_KOBJECT_UEVENT && (fd >= 0 || errno != EPERM))
            return 64 + protocol;
    }
    return 0;
}

static int inet_by_hand(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM ||
           syscall(SYS_socket, 0x100000000ul | AF_INET, SOCK_STREAM, 0) >= 0;
}

static int local_things(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "\0qf-fence-nobody"};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0), ends[2];
    if (fd < 0 || (connect(fd, (struct sockaddr *)&a, sizeof a) != 0 && errno != ECONNREFUSED))
        return 1;
    return socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0 ? 2 : socket(AF_NETLINK, SOCK_RAW, NETLINK_KOBJECT_UEVENT) < 0 ? 3 : 0;
}

static int other_programs(void)
{
    char *words[] = {"true", NULL};
    execv("/bin/true", words);
    return errno != EPERM;
}

static int other_processes(void)
{
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != -1 || errno != EPERM)
        return 1;
    return kill(getppid(), 0) != 0; /* signals are needed to end a scene */
}

static int machine(void)
{
    if (mount("none", "/tmp", "tmpfs", 0, NULL) != -1 || errno != EPERM)
        return 1;
    if (syscall(SYS_io_uring_setup, 1, NULL) != -1 || errno != EPERM)
        return 2;
    if (syscall(SYS_reboot, 0, 0, 0, NULL) != -1 || errno != EPERM) /* wrong numbers: nothing happens without a fence either */
        return 3;
    return unshare(0x10000000 /* user namespace */) != -1 || errno != EPERM ? 4 : 0;
}

static void *in_thread(void *user)
{
    *(int *)user = socket(AF_INET, SOCK_DGRAM, 0) >= 0 || errno != EPERM;
    return NULL;
}

static int threads_and_children(void)
{
    pthread_t t;
    int got = 1, status;
    if (pthread_create(&t, NULL, in_thread, &got) != 0 || pthread_join(t, NULL) != 0 || got)
        return 1;
    pid_t pid = fork();
    if (pid == 0)
        _exit(inet_by_hand());
    return waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) ? 2 : 0;
}

static int no_way_back(void)
{
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 || prctl(PR_GET_SECCOMP) != 2;
}

static void nothing_gets_through(void **state)
{
    (void)state;
    assert_int_equal(behind(open_families), 0);
    assert_int_equal(behind(inet_by_hand), 0);
    assert_int_equal(behind(other_programs), 0);
    assert_int_equal(behind(other_processes), 0);
    assert_int_equal(behind(machine), 0);
    assert_int_equal(behind(threads_and_children), 0);
    assert_int_equal(behind(no_way_back), 0);
}

static void what_a_screen_needs_goes_on(void **state)
{
    (void)state;
    assert_int_equal(behind(local_things), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_gets_through),
        cmocka_unit_test(what_a_screen_needs_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
