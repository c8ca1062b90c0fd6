#include "app/supervisor.h"

#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define STUCK_MS 2000       /* longest step of a stage that is well, longest time to answer */
#define START_MS 30000      /* until something stands on the screen; slow machines load fonts for seconds */
#define ASK_MS 9000         /* how often one that only waits is asked whether it is there */
#define HOLD_MS 10000       /* home that stood shorter, unused, did not hold */
#define LIVES 3             /* that did not hold, before the bare stage */
#define SECOND_PAUSE_MS 500
#define DYING_MS 300        /* a process closes its files a little before its end is told */
#define BARE_MS 5000        /* the bare stage's first stay; doubled each time */
#define BARE_MOST_MS 60000
#define STOP_MS 1500        /* for an orderly end, before it is killed */
#define STAGE_FD 3
#define A_TURN 256 /* messages; then the keeper sees to its other duties */

static int64_t now_ms(const struct supervisor *s)
{
    return clock_mono(s->clock);
}

bool supervisor_open(struct supervisor *s, const struct keeper_options *o, const struct clock *clock,
                     const struct supervisor_ears *ears, const sigset_t *mask, struct err *e)
{
    *s = (struct supervisor){.o = o, .clock = clock, .ears = *ears, .mask = *mask, .channel = channel_none()};
    s->busy = busy_open(e);
    return s->busy != NULL;
}

/* ---- starting ---- */

static _Noreturn void become_stage(struct supervisor *s, int fd, pid_t keeper)
{
    struct stage_process p = {.config = s->o->config, .busy = s->busy, .keeper_fd = STAGE_FD, .kind = s->kind, .fell = s->fell,
                              .headless = s->o->headless, .width = s->o->width, .height = s->o->height};
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != keeper)
        _exit(1);
    prctl(PR_SET_NAME, "qf-stage");
    s->ears.forked(s->ears.user);
    sigprocmask(SIG_SETMASK, &s->mask, NULL);
    if (fd != STAGE_FD && dup2(fd, STAGE_FD) < 0)
        _exit(1);
    close_range(STAGE_FD + 1, ~0u, 0); /* the journal, the desk and the signals stay the keeper's */
    _exit(stage_process_main(&p));
}

static bool fork_stage(struct supervisor *s)
{
    int ends[2];
    struct err e;
    if (!channel_pair(ends, &e)) {
        log_error("keeper", "%s", e.text);
        return false;
    }
    pid_t keeper = getpid(), pid = fork();
    if (pid == 0)
        become_stage(s, ends[1], keeper);
    close(ends[1]);
    if (pid < 0) {
        log_error("keeper", "界面进程建不起来（%s）", strerror(errno));
        close(ends[0]);
        return false;
    }
    channel_open(&s->channel, ends[0]);
    s->pid = pid;
    return true;
}

void supervisor_start(struct supervisor *s)
{
    busy_end(s->busy);
    s->stands = STANDS_NOTHING;
    s->held_since = s->asked = s->broken_since = 0;
    s->greeted = s->visited = s->replacing = false;
    s->why[0] = 0;
    s->started = s->looked = now_ms(s);
    if (!fork_stage(s))
        s->start_at = now_ms(s) + STUCK_MS;
}

void supervisor_greet(struct supervisor *s)
{
    if (s->pid && !s->greeted)
        s->ears.started(s->ears.user);
    s->greeted = true;
}

/* ---- hearing ---- */

static void take_standing(struct supervisor *s, struct reader *message)
{
    uint8_t what = read_u8(message);
    if (message->bad || what <= STANDS_NOTHING || what > STANDS_BUILT_IN) {
        s->channel.broken = true;
        return;
    }
    if (s->stands == STANDS_NOTHING)
        log_info("keeper", "%s已显示，用时 %lld 毫秒", what == STANDS_HOME ? "首页" : "“设备维护中”",
                 (long long)(now_ms(s) - s->started));
    else if (what != s->stands)
        log_info("keeper", "现在显示%s", what == STANDS_HOME ? "首页" : "“设备维护中”");
    s->stands = (enum stands)what;
    if (what == STANDS_HOME && !s->held_since)
        s->held_since = now_ms(s);
}

/* What the stage has handed over so far, also what a dead one left in the socket; false when it was too much for one turn. */
static bool hear(struct supervisor *s)
{
    uint8_t type;
    struct reader message;
    for (int i = 0; i < A_TURN; i++) {
        if (s->channel.fd < 0 || !channel_receive(&s->channel, &type, &message, 0))
            return true;
        if (type == MSG_STANDS)
            take_standing(s, &message);
        s->ears.hear(s->ears.user, type, &message);
    }
    return false;
}

bool supervisor_send(struct supervisor *s, enum message type, const struct buf *message)
{
    return s->pid && channel_send(&s->channel, (uint8_t)type, message->data, message->len);
}

/* ---- ends ---- */

static int64_t bare_stay(const struct supervisor *s)
{
    int times = s->short_lives - LIVES;
    int64_t ms = (int64_t)BARE_MS << (times < 8 ? times : 8);
    return ms < BARE_MOST_MS ? ms : BARE_MOST_MS;
}

static void plan_next(struct supervisor *s, bool wants_admin)
{
    int64_t now = now_ms(s);
    bool held = s->held_since && (s->visited || now - s->held_since >= HOLD_MS);
    s->start_at = now;
    if (s->kind == STAGE_BARE) { /* it has made room, or could not show anything either */
        s->start_at = wants_admin || s->replacing || s->bare_until < now ? now : s->bare_until;
        s->kind = wants_admin ? STAGE_ADMIN : STAGE_WHOLE;
        return;
    }
    s->short_lives = held ? 0 : s->short_lives + 1;
    s->restarts++;
    s->kind = STAGE_WHOLE;
    if (s->short_lives >= LIVES) {
        s->kind = STAGE_BARE;
        s->bare_until = now + bare_stay(s);
    } else if (s->short_lives > 1) {
        s->start_at = now + SECOND_PAUSE_MS;
    }
}

static void ended(struct supervisor *s, int status)
{
    char detail[160];
    bool by_signal = WIFSIGNALED(status);
    int code = by_signal ? WTERMSIG(status) : WEXITSTATUS(status);
    bool wants_admin = !by_signal && code == STAGE_EXIT_ADMIN && s->kind == STAGE_BARE;
    bool in_order = s->stopping || (!by_signal && code == 0) || wants_admin || s->replacing;
    while (!hear(s)) { /* nobody adds to it any more */
    }
    channel_close(&s->channel);
    s->pid = 0;
    s->fell |= !in_order && (by_signal || s->stands);
    if (!in_order) {
        snprintf(detail, sizeof detail, "%s %d%s%s", by_signal ? "signal" : "exit", code, s->why[0] ? ", " : "", s->why);
        log_error("keeper", "界面进程意外结束（%s），重新启动", detail);
    }
    s->ears.ended(s->ears.user, in_order ? NULL : detail);
    if (s->stopping || (in_order && !wants_admin && !s->replacing))
        s->finished = true;
    else
        plan_next(s, wants_admin);
}

/* Asks whether it is there, and notes how many steps it had begun by then. */
static void ask(struct supervisor *s)
{
    s->asked = now_ms(s);
    s->asked_steps = busy_steps(s->busy);
    channel_send(&s->channel, MSG_PING, NULL, 0);
}

bool supervisor_reaped(struct supervisor *s, pid_t pid, int status)
{
    if (!s->pid || pid != s->pid)
        return false;
    if (WIFSTOPPED(status)) {
        if (!s->asked)
            ask(s);
    } else {
        ended(s, status);
    }
    return true;
}

/* ---- watching ---- */

static void end_for(struct supervisor *s, const char *why, int64_t ms)
{
    snprintf(s->why, sizeof s->why, "%s %lld ms", why, (long long)ms);
    log_error("keeper", "界面没有反应（%s），强制重新启动", s->why);
    kill(s->pid, SIGKILL);
}

static void look_at_answer(struct supervisor *s, int64_t now)
{
    if (s->asked && busy_steps(s->busy) != s->asked_steps)
        s->asked = 0;
    if (s->asked && now - s->asked >= STUCK_MS)
        end_for(s, "no answer", now - s->asked);
    else if (!s->asked && s->stands && now - s->looked >= ASK_MS) {
        s->looked = now;
        ask(s);
    }
}

static void watch(struct supervisor *s)
{
    int64_t now = now_ms(s), busy = busy_ms(s->busy);
    if (s->why[0])
        return; /* killed, not collected yet */
    if (s->channel.broken && !s->broken_since)
        s->broken_since = now;
    if (s->channel.broken && now - s->broken_since >= DYING_MS)
        end_for(s, "broken channel", now - s->broken_since);
    else if (s->stopping && now >= s->stop_by)
        end_for(s, "does not end", STOP_MS);
    else if (!s->stopping && busy >= STUCK_MS)
        end_for(s, "busy", busy);
    else if (!s->stopping && !s->stands && now - s->started >= START_MS)
        end_for(s, "nothing shown", now - s->started);
    else if (!s->stopping)
        look_at_answer(s, now);
    if (s->kind == STAGE_BARE && !s->why[0] && !s->replacing && !s->stopping && now >= s->bare_until) {
        s->replacing = true;
        s->stop_by = now + STOP_MS;
        channel_send(&s->channel, MSG_STOP, NULL, 0);
    } else if (s->replacing && !s->why[0] && now >= s->stop_by) {
        end_for(s, "does not end", STOP_MS);
    }
    if (!s->why[0] && s->held_since && s->short_lives && now - s->held_since >= HOLD_MS)
        s->short_lives = 0;
}

static int64_t sooner(int64_t a, int64_t b)
{
    b = b < 1 ? 1 : b;
    return a < 0 || b < a ? b : a;
}

int supervisor_due_ms(const struct supervisor *s)
{
    int64_t now = now_ms(s), ms = -1, busy = busy_ms(s->busy);
    if (s->finished || (s->pid && s->why[0]))
        return -1;
    if (!s->pid)
        return s->start_at > now ? (int)(s->start_at - now) : 0;
    if (!s->greeted)
        return 0;
    if (s->stopping || s->replacing)
        ms = sooner(ms, s->stop_by - now);
    if (s->broken_since)
        ms = sooner(ms, s->broken_since + DYING_MS - now);
    if (busy)
        ms = sooner(ms, STUCK_MS - busy);
    if (!s->stands)
        ms = sooner(ms, s->started + START_MS - now);
    else
        ms = sooner(ms, s->asked ? s->asked + STUCK_MS - now : s->looked + ASK_MS - now);
    if (s->kind == STAGE_BARE)
        ms = sooner(ms, s->bare_until - now);
    return (int)ms;
}

struct pollfd supervisor_pollfd(const struct supervisor *s)
{
    const struct channel *c = &s->channel;
    return (struct pollfd){.fd = c->broken ? -1 : c->fd, .events = channel_wants_write(c) ? POLLIN | POLLOUT : POLLIN};
}

void supervisor_serve(struct supervisor *s)
{
    hear(s);
    if (s->pid) {
        channel_flush(&s->channel);
        watch(s);
    } else if (!s->finished && !s->stopping && now_ms(s) >= s->start_at) {
        supervisor_start(s);
    }
    supervisor_greet(s);
}

void supervisor_stop(struct supervisor *s)
{
    if (s->stopping)
        return;
    s->stopping = true;
    s->stop_by = now_ms(s) + STOP_MS;
    s->finished = !s->pid;
    if (s->pid)
        channel_send(&s->channel, MSG_STOP, NULL, 0);
}

/* ---- how it is ---- */

bool supervisor_well(const struct supervisor *s)
{
    return s->pid && s->stands && !s->why[0] && busy_ms(s->busy) < STUCK_MS &&
           !(s->asked && now_ms(s) - s->asked >= STUCK_MS);
}

bool supervisor_serves(const struct supervisor *s)
{
    return s->stands == STANDS_HOME && supervisor_well(s);
}

const char *supervisor_status(const struct supervisor *s)
{
    if (s->stopping)
        return "正在结束";
    if (s->stands == STANDS_BUILT_IN)
        return "首页放不出来，屏幕上是“设备维护中”，过一会儿再试";
    if (s->stands == STANDS_HOME)
        return "正在运行，屏幕上是展馆";
    return s->restarts ? "界面重新启动中" : "界面启动中";
}
