/* The outer wall: what a process inside may not do, tried one by one, as root and as nobody. */
#include "helpers.h"

#include "scene/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

static void do_socket(void) { socket(AF_INET, SOCK_STREAM, 0); }
static void do_unix_socket(void) { socket(AF_UNIX, SOCK_STREAM, 0); }
static void do_open(void) { syscall(SYS_open, "/etc/passwd", O_RDONLY); }
static void do_openat(void) { syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY); }
static void do_creat(void) { syscall(SYS_openat, AT_FDCWD, "/proc/self/cwd/escape", O_CREAT | O_WRONLY, 0600); }
static void do_execve(void) { syscall(SYS_execve, "/bin/true", NULL, NULL); }
static void do_fork(void) { syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }
static void do_kill(void) { syscall(SYS_kill, getppid(), 0); }
static void do_ptrace(void) { syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0); }
static void do_unlink(void) { syscall(SYS_unlink, "/proc/self/cwd/escape"); }
static void do_stat(void) { struct stat st; syscall(SYS_stat, "/", &st); }
static void do_chdir(void) { syscall(SYS_chdir, "/"); }
static void do_setuid(void) { syscall(SYS_setuid, 0); }
static void do_mount(void) { syscall(SYS_mount, "a", "/mnt", "tmpfs", 0, 0); }
static void do_ioctl(void) { syscall(SYS_ioctl, 3, 0, 0); }
static void do_dup(void) { syscall(SYS_dup, 3); }
static void do_reboot(void) { syscall(SYS_reboot, 0, 0, 0, 0); }
static void do_bpf(void) { syscall(SYS_bpf, 0, 0, 0); }
static void do_io_uring(void) { syscall(SYS_io_uring_setup, 1, 0); }
static void do_exec_memory(void) { mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }
static void do_exec_protect(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(p, 4096, PROT_READ | PROT_EXEC);
}
static void do_memfd(void) { syscall(SYS_memfd_create, "x", 0); }
static void do_nothing(void) { }

/* Wait status of a child that enters the sandbox and does it. */
static int try_inside(enum sandbox_role role, bool as_nobody, void (*deed)(void))
{
    int ends[2], status;
    assert_true(channel_pair(ends, NULL));
    pid_t pid = fork();
    if (pid == 0) {
        if (as_nobody && (setgroups(0, NULL) != 0 || setgid(65534) != 0 || setuid(65534) != 0))
            _exit(3);
        dup2(ends[1], SANDBOX_FD);
        sandbox_enter(role);
        deed();
        _exit(0);
    }
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

struct deed {
    const char *name;
    void (*call)(void);
};
#define DEED(name) {#name, do_##name}
static const struct deed forbidden[] = {
    DEED(socket), DEED(unix_socket), DEED(open),  DEED(openat), DEED(creat),  DEED(execve), DEED(fork),        DEED(kill),
    DEED(ptrace), DEED(unlink),      DEED(stat),  DEED(chdir),  DEED(setuid), DEED(mount),  DEED(ioctl),       DEED(dup),
    DEED(reboot), DEED(bpf),         DEED(io_uring), DEED(exec_memory), DEED(exec_protect),
};

static void check_forbidden(enum sandbox_role role, bool as_nobody)
{
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        int status = try_inside(role, as_nobody, forbidden[i].call);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
            fail_msg("%s: status %x", forbidden[i].name, status);
    }
    assert_int_equal(try_inside(role, as_nobody, do_nothing), 0);
}

static void test_scene_forbidden(void **state)
{
    (void)state;
    check_forbidden(SANDBOX_SCENE, false);
    int status = try_inside(SANDBOX_SCENE, false, do_memfd);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
    assert_int_equal(access("/tmp/qingfeng-escape", F_OK), -1);
}

static void test_worker_forbidden(void **state)
{
    (void)state;
    check_forbidden(SANDBOX_WORKER, false);
}

static void test_as_nobody(void **state)
{
    (void)state;
    if (getuid() != 0)
        skip();
    check_forbidden(SANDBOX_SCENE, true);
    check_forbidden(SANDBOX_WORKER, true);
}

/* What a picture worker needs: sealed memory of the size it wants. */
static void do_picture(void)
{
    int fd = memfd_create("picture", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    struct stat st;
    if (fd < 0 || ftruncate(fd, 8 << 20) != 0 || fstat(fd, &st) != 0)
        _exit(4);
    char *p = mmap(NULL, 8 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED)
        _exit(5);
    memset(p, 7, 8 << 20);
    munmap(p, 8 << 20);
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
        _exit(6);
    close(fd);
    char *big = malloc(300u << 20);
    if (!big)
        _exit(7);
    memset(big, 1, 300u << 20);
    free(big);
}

static void test_worker_can_work(void **state)
{
    (void)state;
    assert_int_equal(try_inside(SANDBOX_WORKER, false, do_picture), 0);
}

static void do_fds(void)
{
    for (int fd = 0; fd < 200; fd++) {
        char byte;
        bool open = read(fd, &byte, 0) == 0 || errno != EBADF;
        if (open && fd != SANDBOX_FD)
#if defined(__SANITIZE_ADDRESS__)
            if (fd != 2)
#endif
                _exit(10 + fd);
    }
}

static void test_only_the_socket(void **state)
{
    (void)state;
    int extra = open("/dev/null", O_RDONLY), far = dup2(extra, 150);
    assert_int_equal(try_inside(SANDBOX_SCENE, false, do_fds), 0);
    close(extra);
    close(far);
}

#if !defined(__SANITIZE_ADDRESS__)
static void do_much_memory(void)
{
    for (int i = 0; i < 400; i++) {
        char *p = malloc(1 << 20);
        if (!p)
            _exit(i >= 100 && i <= 165 ? 0 : 20);
        memset(p, 1, 1 << 20);
    }
    _exit(21);
}

static void do_very_much_memory(void)
{
    for (int i = 0; i < 1000; i++) {
        char *p = malloc(1 << 20);
        if (!p)
            _exit(i >= 700 && i <= 775 ? 0 : 20);
        memset(p, 1, 4096);
    }
    _exit(21);
}

static void test_memory_limit(void **state)
{
    (void)state;
    assert_int_equal(try_inside(SANDBOX_SCENE, false, do_much_memory), 0);
    assert_int_equal(try_inside(SANDBOX_WORKER, false, do_very_much_memory), 0);
    assert_true(sandbox_prepare(640 << 20)); /* as limits.scene_memory says */
    assert_int_equal(WEXITSTATUS(try_inside(SANDBOX_SCENE, false, do_very_much_memory)), 0);
    assert_true(sandbox_prepare(64 << 20));
}
#endif

/* The child of a child: when the middle one dies, it must die too. */
static void test_dies_with_its_parent(void **state)
{
    int ends[2], status;
    char byte;
    (void)state;
    assert_true(channel_pair(ends, NULL));
    pid_t middle = fork();
    if (middle == 0) {
        if (fork() == 0) {
            dup2(ends[1], SANDBOX_FD);
            sandbox_enter(SANDBOX_SCENE);
            if (write(SANDBOX_FD, "x", 1) == 1)
                recv(SANDBOX_FD, &byte, 1, 0);
            _exit(0);
        }
        for (;;)
            pause();
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    kill(middle, SIGKILL);
    assert_int_equal(waitpid(middle, &status, 0), middle);
    struct pollfd look = {.fd = ends[0], .events = POLLIN};
    assert_int_equal(poll(&look, 1, 10000), 1);
    assert_int_equal(read(ends[0], &byte, 1), 0); /* every copy of the other end is closed: the grandchild is gone */
    close(ends[0]);
}

/* The test's own prctl, before the system's: with `hole` set the rules are left out, as if they had a hole. */
static bool hole;

int prctl(int option, ...)
{
    va_list args;
    va_start(args, option);
    unsigned long a = va_arg(args, unsigned long), b = va_arg(args, unsigned long), c = va_arg(args, unsigned long),
                  d = va_arg(args, unsigned long);
    va_end(args);
    if (hole && option == PR_SET_SECCOMP)
        return 0;
    return (int)syscall(SYS_prctl, (long)option, a, b, c, d);
}

static void do_open_behind_the_hole(void)
{
    static const char *const paths[] = {"/etc/passwd", "/", "/tmp/qingfeng-hole", "/proc/self/maps"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (syscall(SYS_openat, AT_FDCWD, paths[i], i == 2 ? O_CREAT | O_WRONLY : O_RDONLY, 0600) >= 0 || errno != EACCES)
            _exit(10 + (int)i);
    }
    if (mkdir("/tmp/qingfeng-hole", 0700) == 0 || errno != EACCES)
        _exit(20);
}

/* No file can be opened or made even where the rules would let a call through. */
static void test_no_files_without_the_rules(void **state)
{
    (void)state;
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1u /* its version */) < 1)
        skip();
    hole = true;
    assert_int_equal(try_inside(SANDBOX_SCENE, false, do_open_behind_the_hole), 0);
    assert_int_equal(try_inside(SANDBOX_WORKER, false, do_open_behind_the_hole), 0);
    hole = false;
}

/* A child inside the sandbox that waits; *pid and the other end of its socket. As nobody, and with what the sandbox has to
 * take away: a process that others may look into. */
static int start_inside(enum sandbox_role role, bool as_nobody, pid_t *pid)
{
    int ends[2];
    char byte;
    assert_true(channel_pair(ends, NULL));
    *pid = fork();
    if (*pid == 0) {
        if (as_nobody && (setgroups(0, NULL) != 0 || setgid(65534) != 0 || setuid(65534) != 0))
            _exit(3);
        prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
        dup2(ends[1], SANDBOX_FD);
        sandbox_enter(role);
        if (write(SANDBOX_FD, "x", 1) == 1)
            recv(SANDBOX_FD, &byte, 1, 0);
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    return ends[0];
}

static void end_inside(int fd, pid_t pid)
{
    int status;
    close(fd);
    assert_int_equal(waitpid(pid, &status, 0), pid);
}

/* What the kernel says of that process under that word; NULL: nothing. */
static const char *told(pid_t pid, const char *file, const char *word, char out[200])
{
    char path[64], line[200];
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    FILE *f = fopen(path, "r");
    while (f && !found && fgets(line, sizeof line, f))
        found = strncmp(line, word, strlen(word)) == 0;
    if (f)
        fclose(f);
    snprintf(out, 200, "%s", found ? line + strlen(word) : "");
    return found ? out : NULL;
}

static void check_limit(pid_t pid, const char *name, long long most)
{
    char text[200];
    long long soft = -1, hard = -1;
    assert_non_null(told(pid, "limits", name, text));
    if (sscanf(text, "%lld %lld", &soft, &hard) != 2 || soft != most || hard != most)
        fail_msg("%s: %s", name, text);
}

static void check_limits(enum sandbox_role role, bool scene)
{
    char text[200];
    pid_t pid;
    int fd = start_inside(role, false, &pid);
    check_limit(pid, "Max cpu time", scene ? 120 : 480);
    check_limit(pid, "Max core file size", 0);
    check_limit(pid, "Max processes", 0);
    check_limit(pid, "Max stack size", 8 << 20);
    check_limit(pid, "Max file size", scene ? 0 : 768 << 20);
    check_limit(pid, "Max open files", scene ? SANDBOX_FD + 1 : 32);
    assert_non_null(told(pid, "status", "NoNewPrivs:", text));
    assert_int_equal(atoi(text), 1);
    assert_non_null(told(pid, "status", "Seccomp:", text));
    assert_int_equal(atoi(text), 2);
    end_inside(fd, pid);
}

static void test_limits_are_set(void **state)
{
    (void)state;
    check_limits(SANDBOX_SCENE, true);
    check_limits(SANDBOX_WORKER, false);
}

/* Not even its own user may look into it: what cannot be dumped belongs to root. */
static void test_nobody_looks_in(void **state)
{
    char path[64];
    struct stat st;
    pid_t pid;
    (void)state;
    if (getuid() != 0)
        skip();
    int fd = start_inside(SANDBOX_SCENE, true, &pid);
    snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_uid, 0);
    end_inside(fd, pid);
}

/* What sandbox_landlock says in a child whose kernel answers so, and whether a scene's wall still stands there. */
static void landlock_answered(int answer, enum sandbox_landlock wanted)
{
    int ends[2], status;
    assert_true(channel_pair(ends, NULL));
    pid_t pid = fork();
    if (pid == 0) {
        scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
        if (!f || (answer && seccomp_rule_add(f, SCMP_ACT_ERRNO((uint32_t)answer), SCMP_SYS(landlock_create_ruleset), 0) != 0) ||
            seccomp_load(f) != 0)
            _exit(8);
        if (sandbox_landlock() != wanted)
            _exit(9);
        dup2(ends[1], SANDBOX_FD);
        sandbox_enter(SANDBOX_SCENE);
        _exit(0);
    }
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static void test_refused_is_not_missing(void **state)
{
    (void)state;
    landlock_answered(EPERM, LANDLOCK_REFUSED);
    landlock_answered(EACCES, LANDLOCK_REFUSED);
    landlock_answered(ENOSYS, LANDLOCK_MISSING);
    landlock_answered(EOPNOTSUPP, LANDLOCK_MISSING);
    landlock_answered(0, sandbox_landlock()); /* where there is one, a scene that cannot enter it ends with an error */
}

static int prepare(void **state)
{
    (void)state;
    return sandbox_prepare(64 << 20) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scene_forbidden), cmocka_unit_test(test_worker_forbidden), cmocka_unit_test(test_as_nobody),
        cmocka_unit_test(test_worker_can_work), cmocka_unit_test(test_only_the_socket),
        cmocka_unit_test(test_refused_is_not_missing),
#if !defined(__SANITIZE_ADDRESS__)
        cmocka_unit_test(test_memory_limit),
#endif
        cmocka_unit_test(test_dies_with_its_parent),
        cmocka_unit_test(test_no_files_without_the_rules), cmocka_unit_test(test_limits_are_set),
        cmocka_unit_test(test_nobody_looks_in),
    };
    return cmocka_run_group_tests(tests, prepare, NULL);
}
