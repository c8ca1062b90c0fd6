#include "scene/nursery.h"

#include "base/file.h"
#include "scene/nursery_process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILL_MS 400
#define START_MS 10000
#define SPAWN_MS 2000

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool find_folders(const struct nursery_options *o, struct nursery *out, struct err *e)
{
    if (snprintf(out->scripts, sizeof out->scripts, "%s", o->scripts) >= (int)sizeof out->scripts ||
        !is_folder(o->scripts))
        return err_set(e, "%s：没有这个内容文件夹，请核对 kiosk.conf 里的 scripts", o->scripts);
    if (o->kit)
        snprintf(out->kit, sizeof out->kit, "%s", o->kit);
    else if (!path_join(out->kit, sizeof out->kit, o->scripts, "kit") || !is_folder(out->kit))
        snprintf(out->kit, sizeof out->kit, "%.1000s/../kit", o->scripts);
    return is_folder(out->kit) || err_set(e, "%s：没有构件文件夹 kit", out->kit);
}

static bool await(struct nursery *n, int ms, struct reader *r)
{
    uint8_t type;
    return channel_receive(&n->channel, &type, r, ms) && type == MSG_SPAWNED;
}

bool nursery_fork(const struct nursery_options *o, struct nursery *out, struct err *e)
{
    int ends[2];
    memset(out, 0, sizeof *out);
    out->channel.fd = -1;
    out->kill_ms = o->kill_ms ? o->kill_ms : KILL_MS;
    out->view = o->view ? *o->view : tree_limits_default;
    if (!find_folders(o, out, e) || !channel_pair(ends, e))
        return false;
    pid_t parent = getpid();
    out->pid = fork();
    if (out->pid == 0)
        nursery_main(o, out->kit, ends[1], parent);
    close(ends[1]);
    channel_open(&out->channel, ends[0]);
    return true;
}

bool nursery_ready(struct nursery *n, struct err *e)
{
    struct reader r;
    if (n->pid > 0 && await(n, START_MS, &r))
        return true;
    nursery_stop(n);
    return err_set(e, "展项进程的母进程没有启动起来");
}

bool nursery_start(const struct nursery_options *o, struct nursery *out, struct err *e)
{
    return nursery_fork(o, out, e) && nursery_ready(out, e);
}

void nursery_stop(struct nursery *n)
{
    if (n->pid > 0) {
        kill(n->pid, SIGKILL);
        while (waitpid(n->pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    n->pid = 0;
    for (; n->came > 0; n->came--)
        spawned_kill(&n->spares[n->came - 1].process);
    n->spare_count = 0;
    if (n->channel.fd > 0)
        channel_close(&n->channel);
    n->channel.fd = -1;
}

bool nursery_alive(struct nursery *n)
{
    struct pollfd look = {.fd = n->channel.fd, .events = POLLIN};
    if (n->pid <= 0 || n->channel.broken)
        return false;
    return poll(&look, 1, 0) == 0 || !(look.revents & (POLLHUP | POLLERR));
}

static const struct spawned none = {.fd = -1, .pidfd = -1};

static bool ask_for(struct nursery *n, enum spawn_role role)
{
    uint8_t wanted = (uint8_t)role;
    return n->pid > 0 && channel_send(&n->channel, MSG_SPAWN, &wanted, 1);
}

/* The answer to the oldest question that is open. */
static bool take_answer(struct nursery *n, struct spawned *out, struct err *e)
{
    struct reader r;
    *out = none;
    if (!await(n, SPAWN_MS, &r)) {
        if (n->channel.fd >= 0) /* an answer that comes late would be taken for the next one */
            channel_close(&n->channel);
        return err_set(e, "展项进程的母进程不在了，要重新启动");
    }
    bool fine = read_u8(&r) == 1;
    out->pid = (pid_t)read_u32(&r);
    out->fd = channel_take_fd(&n->channel, 0);
    out->pidfd = channel_take_fd(&n->channel, 1);
    if (fine && !r.bad && out->fd >= 0 && out->pidfd >= 0)
        return true;
    spawned_kill(out);
    return err_set(e, "没有能力再启动一个进程（内存或进程数不够）");
}

static bool has_ended(const struct spawned *s)
{
    struct pollfd look = {.fd = s->pidfd, .events = POLLIN};
    return poll(&look, 1, 0) != 0;
}

static void remove_spare(struct nursery *n, int at)
{
    n->spare_count--;
    n->came -= at < n->came;
    memmove(n->spares + at, n->spares + at + 1, (size_t)(n->spare_count - at) * sizeof *n->spares);
}

/* The next one on its way; without it the child is forked when it is needed. */
static void take_spare(struct nursery *n)
{
    struct err e;
    if (take_answer(n, &n->spares[n->came].process, &e))
        n->came++;
    else
        remove_spare(n, n->came);
}

static int find_spare(const struct nursery *n, enum spawn_role role)
{
    int i = 0;
    while (i < n->spare_count && n->spares[i].role != role)
        i++;
    return i;
}

static bool use_spare(struct nursery *n, enum spawn_role role, struct spawned *out)
{
    for (int i; (i = find_spare(n, role)) < n->spare_count;) {
        if (i >= n->came) {
            take_spare(n);
            continue;
        }
        *out = n->spares[i].process;
        remove_spare(n, i);
        if (!has_ended(out))
            return true;
        spawned_kill(out);
    }
    return false;
}

void nursery_ask(struct nursery *n, enum spawn_role role)
{
    if (n->spare_count < NURSERY_SPARES && ask_for(n, role))
        n->spares[n->spare_count++] = (struct spare){role, none};
}

void nursery_restock(struct nursery *n)
{
    if (find_spare(n, SPAWN_SCENE) == n->spare_count)
        nursery_ask(n, SPAWN_SCENE);
}

/* Answers come in the order of the questions. */
bool nursery_spawn(struct nursery *n, enum spawn_role role, struct spawned *out, struct err *e)
{
    if (use_spare(n, role, out))
        return true;
    while (n->came < n->spare_count)
        take_spare(n);
    if (ask_for(n, role))
        return take_answer(n, out, e);
    *out = none;
    return err_set(e, "展项进程的母进程不在了，要重新启动");
}

void spawned_kill(struct spawned *s)
{
    if (s->pidfd >= 0) {
        syscall(SYS_pidfd_send_signal, s->pidfd, SIGKILL, NULL, 0);
        close(s->pidfd);
    }
    if (s->fd >= 0)
        close(s->fd);
    s->fd = s->pidfd = -1;
}
