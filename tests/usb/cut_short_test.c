/* The export cut short at every file operation in turn: the operation fails (EIO, ENOSPC, ENODEV), or the process is
 * killed at it. Afterwards the stick holds what it held before, or one more export that is whole; the next export
 * succeeds and leaves no remains. The linker puts the functions here between the engine and the system. */
#include "help.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/wait.h>

static int countdown, operations, failure; /* failure 0: killed */
static bool armed;

/* True: this one fails, with errno set. */
static bool cut(void)
{
    if (!armed)
        return false;
    operations++;
    if (--countdown != 0)
        return false;
    if (!failure)
        raise(SIGKILL);
    errno = failure;
    return true;
}

int __real_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return cut() ? -1 : __real_openat(folder, path, flags, mode);
}

#define WRAP(type, name, parameters, arguments)                                                                        \
    type __real_##name parameters;                                                                                     \
    type __wrap_##name parameters;                                                                                     \
    type __wrap_##name parameters                                                                                      \
    {                                                                                                                  \
        return cut() ? -1 : __real_##name arguments;                                                                   \
    }
WRAP(ssize_t, write, (int fd, const void *data, size_t len), (fd, data, len))
WRAP(ssize_t, read, (int fd, void *data, size_t len), (fd, data, len))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, fdatasync, (int fd), (fd))
WRAP(int, syncfs, (int fd), (fd))
WRAP(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode))
WRAP(int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags))
WRAP(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags))

static struct book book;

/* True: it said that the stick can be pulled. */
static bool run_cut_at(int at, int why)
{
    struct export_options o = {.stick = stick};
    struct export_source s = book_source(&book);
    struct export_result r;
    struct err e = {.text = ""};
    countdown = at;
    failure = why;
    operations = 0;
    armed = true;
    bool ok = export_run(&o, &s, &r, &e);
    armed = false;
    assert_true(ok || e.text[0]);
    return ok;
}

/* In a process of its own, which is killed. */
static bool run_killed_at(int at)
{
    int status;
    pid_t pid = fork();
    if (pid == 0)
        _exit(run_cut_at(at, 0));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return false;
}

static void cut_everywhere(int why, const char *how)
{
    int bad, partial, had = 1;
    assert_true(run_cut_at(-1, 0));
    int n = operations;
    for (int at = 1; at <= n; at++) {
        bool said = why ? run_cut_at(at, why) : run_killed_at(at);
        int now = exports(&bad, &partial);
        if (bad || now < had || now > had + 1 || (said && now != had + 1))
            fail_msg("%s at operation %d: %d exports before, %d now, %d of them broken, said done: %d", how, at, had,
                     now, bad, said);
        had = now;
        if (at % 6 && at != n)
            continue;
        if (!run_cut_at(-1, 0) || exports(&bad, &partial) != had + 1 || bad || partial)
            fail_msg("%s at operation %d: the next export did not succeed or left remains", how, at);
        shell("cd %s/qingfeng/hall-1 && ls -d [0-9]* | tail -n +2 | xargs rm -rf", stick);
        had = 1;
    }
    assert_true(n >= 50);
    print_message("%s: cut at %d points\n", how, n);
}

static void killed_at_every_operation(void **state)
{
    (void)state;
    cut_everywhere(0, "killed");
}

static void errors_at_every_operation(void **state)
{
    (void)state;
    cut_everywhere(EIO, "EIO");
}

static void full_at_every_operation(void **state)
{
    (void)state;
    cut_everywhere(ENOSPC, "ENOSPC");
}

static void gone_at_every_operation(void **state)
{
    (void)state;
    cut_everywhere(ENODEV, "ENODEV");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(killed_at_every_operation, setup, teardown),
        cmocka_unit_test_setup_teardown(errors_at_every_operation, setup, teardown),
        cmocka_unit_test_setup_teardown(full_at_every_operation, setup, teardown),
        cmocka_unit_test_setup_teardown(gone_at_every_operation, setup, teardown),
    };
    book_make(&book, 30);
    int failed = cmocka_run_group_tests_name("cut short", tests, NULL, NULL);
    book_free(&book);
    return failed;
}
