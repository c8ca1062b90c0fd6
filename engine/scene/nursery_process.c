/* What the nursery itself does: load the kits once, fork on demand, bury its children. */
#include "scene/nursery_process.h"

#include "base/log.h"
#include "base/mem.h"
#include "scene/sandbox.h"
#include "scene/scene.h"
#include "scene/warm.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MEMORY_BYTES (64u << 20)
#define DEADLINE_MS 250

static int pidfd_of(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

struct keeping {
    struct channel channel;
    struct scene scene;
    void (*worker_main)(int fd);
};

static void on_child(int number)
{
    (void)number; /* only to interrupt ppoll */
}

static void reap(void)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
            log_warn("scene", "进程 %d 用了不允许的系统调用，已被内核结束", (int)pid);
        else if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
            log_warn("scene", "进程 %d 因信号 %d 结束", (int)pid, WTERMSIG(status));
        else if (WIFEXITED(status) && WEXITSTATUS(status) == SANDBOX_FAILED)
            log_error("scene", "沙箱建不起来，这台机器的内核可能太旧（需要 seccomp）");
    }
}

static _Noreturn void child(struct keeping *k, enum spawn_role role, int fd)
{
    sigset_t none;
    sigemptyset(&none);
    signal(SIGCHLD, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (fd != SANDBOX_FD && dup2(fd, SANDBOX_FD) < 0)
        _exit(SANDBOX_FAILED);
    static const char *const names[] = {"qf-scene", "qf-worker", "qf-admin"};
    prctl(PR_SET_NAME, names[role]);
    k->channel.fd = -1; /* closed by the sandbox with all others */
    sandbox_enter(role == SPAWN_WORKER ? SANDBOX_WORKER : SANDBOX_SCENE);
    if (role == SPAWN_ADMIN)
        scene_make_admin(&k->scene);
    if (role != SPAWN_WORKER) {
        warm_up();
        scene_main(&k->scene, SANDBOX_FD);
    }
    k->worker_main(SANDBOX_FD);
    _exit(0);
}

static void answer(struct keeping *k, pid_t pid, const int *fds, int n)
{
    struct buf b = {0};
    buf_u8(&b, pid > 0);
    buf_u32(&b, pid > 0 ? (uint32_t)pid : 0);
    channel_send_fds(&k->channel, MSG_SPAWNED, b.data, b.len, fds, n);
    buf_free(&b);
}

static void spawn(struct keeping *k, enum spawn_role role)
{
    int ends[2];
    if ((role == SPAWN_WORKER && !k->worker_main) || !channel_pair(ends, NULL)) {
        answer(k, -1, NULL, 0);
        return;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        child(k, role, ends[1]);
    }
    int fds[2] = {ends[0], pid > 0 ? pidfd_of(pid) : -1};
    if (pid > 0 && fds[1] < 0)
        kill(pid, SIGKILL);
    if (pid > 0 && fds[1] >= 0)
        answer(k, pid, fds, 2);
    else
        answer(k, -1, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    if (fds[1] >= 0)
        close(fds[1]);
}

static _Noreturn void serve(struct keeping *k)
{
    sigset_t blocked, open;
    struct sigaction a = {.sa_handler = on_child};
    struct reader r;
    uint8_t type;
    sigaction(SIGCHLD, &a, NULL);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    sigprocmask(SIG_BLOCK, &blocked, &open);
    sigdelset(&open, SIGCHLD);
    for (;;) {
        struct pollfd wait = {.fd = k->channel.fd, .events = POLLIN};
        reap();
        ppoll(&wait, 1, NULL, &open);
        while (channel_receive(&k->channel, &type, &r, 0)) {
            uint8_t role = read_u8(&r);
            if (type != MSG_SPAWN || r.bad || role > SPAWN_ADMIN)
                _exit(1);
            spawn(k, (enum spawn_role)role);
        }
        if (k->channel.broken)
            _exit(0);
    }
}

_Noreturn void nursery_main(const struct nursery_options *o, const char *kit, int fd, pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(1);
    prctl(PR_SET_NAME, "qf-nursery");
    if (dup2(fd, SANDBOX_FD) < 0)
        _exit(1);
    close_range(SANDBOX_FD + 1, ~0u, 0);
    fcntl(SANDBOX_FD, F_SETFD, FD_CLOEXEC);
    signal(SIGINT, SIG_IGN); /* the parent decides when to end */
    warm_room();
    struct keeping *k = mem_alloc(sizeof *k);
    k->worker_main = o->worker_main;
    channel_open(&k->channel, SANDBOX_FD);
    scene_open(&k->scene, o->memory_bytes ? o->memory_bytes : MEMORY_BYTES, o->deadline_ms ? o->deadline_ms : DEADLINE_MS);
    if (o->view)
        k->scene.view = *o->view;
    scene_load_kits(&k->scene, kit);
    if (!sandbox_prepare(k->scene.vm.ceiling))
        log_error("scene", "沙箱的规则建不起来，这台机器的内核可能太旧（需要 seccomp）");
    warm_note();
    answer(k, getpid(), NULL, 0);
    serve(k);
}
