#include "app/keeper.h"

#include "app/admin.h"
#include "app/auto_export.h"
#include "app/busy.h"
#include "app/errands.h"
#include "app/stage_process.h"
#include "app/titles.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "journal/journal.h"
#include "wire/channel.h"
#include "wire/message.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOOK_MS 1000        /* how often the busy mark is looked at */
#define STUCK_MS 2000       /* longest step of a stage that is well */
#define HOLD_MS 10000       /* a stage that lived shorter without a visitor did not hold */
#define LONGEST_PAUSE_MS 60000
#define STAGE_FD 3
#define STOP_MS 1800        /* for an orderly end, before the stage is killed */

struct keeper {
    const struct keeper_options *o;
    struct clock clock;
    struct journal *journal;
    struct device_key *key; /* NULL: could not be read or made */
    struct desk desk;
    struct jobs_home home;
    struct jobs jobs;
    struct errands errands;
    struct auto_export auto_export;
    struct admin *admin;
    int admin_due; /* ms; -1: not before something happens */
    struct busy_mark *busy;
    struct channel stage; /* fd -1: none is running */
    pid_t pid;            /* of the stage; 0 none */
    int64_t started, start_at; /* mono ms: of the running stage, of the next one */
    bool ready, visited;  /* the running stage has shown home; somebody has used it */
    int short_lives;      /* stages in a row that did not hold */
    bool stopping, finished;
    int64_t stop_by;
    int exit_code;
    int signals;
    sigset_t old_mask;
    enum journal_health told; /* what the log last said about the journal */
};

static int64_t now_ms(const struct keeper *k)
{
    return clock_mono(&k->clock);
}

static void record_fault(struct keeper *k, const char *what, const char *detail)
{
    struct record r;
    struct err e;
    record_start(&r, RECORD_FAULT);
    record_set_cut(&r, "what", what);
    record_set_cut(&r, "detail", detail);
    r.mono_ms = now_ms(k);
    if (!journal_append(k->journal, &r, &e))
        log_error("keeper", "%s", e.text);
}

static void say_hello(struct keeper *k)
{
    struct buf b = {0};
    buf_u32(&b, journal_boot(k->journal));
    buf_u32(&b, journal_next_visit(k->journal));
    channel_send(&k->stage, MSG_HELLO, b.data, b.len);
    buf_free(&b);
}

static void become_stage(struct keeper *k, int fd)
{
    struct stage_process p = {.config = k->o->config, .busy = k->busy, .keeper_fd = STAGE_FD,
                              .headless = k->o->headless, .width = k->o->width, .height = k->o->height};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "qf-stage");
    sigprocmask(SIG_SETMASK, &k->old_mask, NULL);
    dup2(fd, STAGE_FD);
    close_range(STAGE_FD + 1, ~0u, 0); /* the journal, the desk and the signals stay the keeper's */
    _exit(stage_process_main(&p));
}

static void start_stage(struct keeper *k)
{
    int ends[2];
    struct err e;
    if (!channel_pair(ends, &e)) {
        log_error("keeper", "%s", e.text);
        k->start_at = now_ms(k) + LOOK_MS;
        return;
    }
    busy_end(k->busy);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        become_stage(k, ends[1]);
    }
    close(ends[1]);
    if (pid < 0) {
        log_error("keeper", "界面进程建不起来（%s）", strerror(errno));
        close(ends[0]);
        k->start_at = now_ms(k) + LOOK_MS;
        return;
    }
    channel_open(&k->stage, ends[0]);
    k->pid = pid;
    k->ready = k->visited = false;
    k->started = now_ms(k);
    say_hello(k);
    admin_stage_new(k->admin);
}

static void take_record(struct keeper *k, struct reader *message)
{
    struct record r;
    struct err e;
    if (!record_decode(message, SENDER_STAGE, &r, &e) || !journal_append(k->journal, &r, &e))
        log_warn("keeper", "一条记录不合规格，没有记入：%s", e.text);
    else
        k->visited |= r.kind == RECORD_VISIT_START;
}

static void take_ready(struct keeper *k, struct reader *message)
{
    struct titles titles;
    k->ready = true;
    read_str_into(message, titles.text, sizeof titles.text);
    if (reader_done(message))
        titles_keep(k->o->config->kiosk.data, titles.text);
    log_info("keeper", "首页已显示，用时 %lld 毫秒", (long long)(now_ms(k) - k->started));
}

static void take_admin(struct keeper *k, struct reader *message)
{
    char name[48];
    size_t len;
    uint32_t serial = read_u32(message);
    read_str_into(message, name, sizeof name);
    const char *args = read_str(message, ADMIN_ARGS_MAX, &len);
    if (reader_done(message))
        admin_take(k->admin, serial, name, args, len);
}

/* Everything the stage has handed over so far, also what a dead one left in the socket. */
static void hear_stage(struct keeper *k)
{
    uint8_t type;
    struct reader message;
    while (k->stage.fd >= 0 && channel_receive(&k->stage, &type, &message, 0)) {
        if (type == MSG_RECORD)
            take_record(k, &message);
        else if (type == MSG_ADMIN)
            take_admin(k, &message);
        else if (type == MSG_READY && !k->ready)
            take_ready(k, &message);
    }
}

/* 0 at first, then 0.5, 1, 2 … 60 s as long as stages do not hold. */
static int64_t pause_before_next(const struct keeper *k)
{
    if (k->short_lives < 2)
        return 0;
    int64_t ms = 500LL << (k->short_lives - 2 < 8 ? k->short_lives - 2 : 8);
    return ms < LONGEST_PAUSE_MS ? ms : LONGEST_PAUSE_MS;
}

static void stage_ended(struct keeper *k, int status)
{
    char detail[96];
    bool in_order = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    hear_stage(k);
    channel_close(&k->stage);
    k->pid = 0;
    if (in_order || k->stopping) {
        journal_end_visits(k->journal, "shutdown");
        k->finished = true;
        return;
    }
    if (WIFSIGNALED(status))
        snprintf(detail, sizeof detail, "signal %d", WTERMSIG(status));
    else
        snprintf(detail, sizeof detail, "exit %d", WEXITSTATUS(status));
    bool held = k->ready && (k->visited || now_ms(k) - k->started >= HOLD_MS);
    k->short_lives = held ? 0 : k->short_lives + 1;
    k->start_at = now_ms(k) + pause_before_next(k);
    log_error("keeper", "界面进程意外结束（%s），重新启动", detail);
    record_fault(k, "stage", detail);
    journal_end_visits(k->journal, "fault");
}

static void reap(struct keeper *k)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == k->pid)
            stage_ended(k, status);
        else if (!jobs_reaped(&k->jobs, pid, status))
            admin_reaped(k->admin, pid, status);
    }
}

static void begin_stop(struct keeper *k)
{
    if (k->stopping)
        return;
    k->stopping = true;
    k->stop_by = now_ms(k) + STOP_MS;
    if (k->pid)
        channel_send(&k->stage, MSG_STOP, NULL, 0);
    else
        k->finished = true;
}

static void take_signals(struct keeper *k)
{
    struct signalfd_siginfo info;
    while (read(k->signals, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD)
            reap(k);
        else
            begin_stop(k);
    }
}

static void tell_answer(void *user, uint32_t serial, bool ok, bool last, const char *json, size_t len)
{
    struct keeper *k = user;
    struct buf b = {0};
    buf_u32(&b, serial);
    buf_u8(&b, ok);
    buf_u8(&b, last);
    buf_str(&b, json, len);
    if (k->pid)
        channel_send(&k->stage, MSG_ADMIN_ANSWER, b.data, b.len);
    buf_free(&b);
}

static void tell_setting(void *user, const char *name, const char *value)
{
    struct keeper *k = user;
    struct buf b = {0};
    buf_str(&b, name, strlen(name));
    buf_str(&b, value, strlen(value));
    if (k->pid)
        channel_send(&k->stage, MSG_SETTING, b.data, b.len);
    buf_free(&b);
}

/* A note for whoever stands before the screen. */
static void tell_notice(void *user, enum notice kind, const char *sentence)
{
    struct keeper *k = user;
    struct buf b = {0};
    buf_u8(&b, (uint8_t)kind);
    buf_str(&b, sentence, strlen(sentence));
    if (k->pid)
        channel_send(&k->stage, MSG_NOTICE, b.data, b.len);
    log_info("keeper", "自动导出：%s", sentence);
    buf_free(&b);
}

static void watch_stage(struct keeper *k)
{
    if (!k->pid)
        return;
    int64_t late = k->stopping ? now_ms(k) - k->stop_by : busy_ms(k->busy) - STUCK_MS;
    if (late <= 0)
        return;
    if (!k->stopping)
        log_error("keeper", "界面停住 %lld 毫秒，强制重新启动", (long long)busy_ms(k->busy));
    kill(k->pid, SIGKILL);
}

static void watch_journal(struct keeper *k)
{
    struct journal_state state;
    journal_state(k->journal, &state);
    if (state.health != k->told && state.sentence[0])
        log_warn("keeper", "%s", state.sentence);
    k->told = state.health;
}

static int sooner(int ms, int64_t other)
{
    return other >= 0 && other < ms ? (int)other : ms;
}

static int next_timeout(const struct keeper *k)
{
    int ms = sooner(sooner(LOOK_MS, journal_due_ms(k->journal)), jobs_due_ms(&k->jobs));
    ms = sooner(ms, k->admin_due);
    if (k->pid || k->stopping)
        return ms;
    int64_t left = k->start_at - now_ms(k);
    return sooner(ms, left < 0 ? 0 : left);
}

/* Sleeps until something happens; what it says is heard by everyone's own looking, but for the sticks'. */
static short wait_for_anything(struct keeper *k)
{
    struct pollfd fds[3 + 1 + DESK_GUESTS + JOBS_MAX];
    int n = 0;
    fds[n++] = auto_export_pollfd(&k->auto_export);
    fds[n++] = (struct pollfd){.fd = k->signals, .events = POLLIN};
    fds[n++] = (struct pollfd){.fd = k->stage.broken ? -1 : k->stage.fd, .events = POLLIN};
    n += desk_pollfds(&k->desk, fds + n);
    n += jobs_pollfds(&k->jobs, fds + n);
    return poll(fds, (nfds_t)n, next_timeout(k)) > 0 ? fds[0].revents : 0;
}

static void run(struct keeper *k)
{
    while (!k->finished) {
        short sticks = wait_for_anything(k);
        hear_stage(k);
        take_signals(k);
        desk_serve(&k->desk, errands_ask, &k->errands);
        jobs_serve(&k->jobs);
        auto_export_serve(&k->auto_export, sticks);
        k->admin_due = admin_tick(k->admin);
        watch_stage(k);
        if (journal_due_ms(k->journal) == 0)
            journal_commit(k->journal);
        watch_journal(k);
        if (!k->pid && !k->finished && !k->stopping && now_ms(k) >= k->start_at)
            start_stage(k);
    }
}

static void block_signals(struct keeper *k)
{
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    sigaddset(&mask, SIGINT);
    sigaddset(&mask, SIGHUP);
    sigaddset(&mask, SIGCHLD);
    sigprocmask(SIG_BLOCK, &mask, &k->old_mask);
    k->signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    signal(SIGPIPE, SIG_IGN);
}

/* A data folder that cannot be used stops no visitor: records then wait in memory, and the log says so. */
static bool open_data(struct keeper *k, struct err *e)
{
    const char *data = k->o->config->kiosk.data;
    char path[1200];
    if (!file_make_folders(data, 0750, e)) {
        log_error("keeper", "%s；记录暂存在内存里，断电会丢失。改法：检查 kiosk.data 和磁盘", e->text);
        desk_none(&k->desk);
        return true;
    }
    if (!desk_open(&k->desk, data, e)) {
        int other = strstr(e->text, "已有一个清风") != NULL;
        log_error("keeper", "%s", e->text);
        return !other;
    }
    if (path_join(path, sizeof path, data, "log") && file_make_folders(path, 0750, e) &&
        path_join(path, sizeof path, data, "log/kiosk.log") && !log_to_file(path, e))
        log_warn("keeper", "%s", e->text);
    return true;
}

/* Without a key the kiosk runs all the same; checkpoints and exports are then unsigned, and the log says so. */
static void open_key(struct keeper *k)
{
    struct err e;
    k->key = key_open(k->o->config->kiosk.data, true, &e);
    if (!k->key)
        log_error("keeper", "%s；在修好以前，导出没有签名", e.text);
    journal_use_key(k->journal, k->key);
}

static void open_jobs(struct keeper *k)
{
    k->home = (struct jobs_home){.config = k->o->config, .clock = &k->clock, .journal = k->journal, .key = k->key,
                                 .mask = k->old_mask};
    jobs_open(&k->jobs, &k->home);
    errands_open(&k->errands, &k->desk, &k->jobs);
    struct admin_options admin = {.config = k->o->config, .clock = &k->clock, .journal = k->journal, .jobs = &k->jobs,
                                  .outlet = {.user = k, .answer = tell_answer, .setting = tell_setting}};
    k->admin = admin_open(&admin);
    auto_export_open(&k->auto_export, &k->jobs, k->o->config, tell_notice, k);
}

static void close_all(struct keeper *k)
{
    auto_export_close(&k->auto_export);
    admin_close(k->admin);
    jobs_close(&k->jobs);
    if (!journal_commit(k->journal))
        k->exit_code = 1;
    journal_close(k->journal);
    key_close(k->key);
    desk_close(&k->desk);
    close(k->signals);
}

int keeper_run(const struct keeper_options *o)
{
    struct keeper k = {.o = o, .clock = clock_real(), .pid = 0};
    struct err e;
    k.stage = channel_none();
    k.busy = busy_open(&e);
    if (!k.busy || !open_data(&k, &e)) {
        if (!k.busy)
            log_error("keeper", "%s", e.text);
        return 1;
    }
    block_signals(&k);
    k.journal = journal_open(o->config->kiosk.data, &k.clock, QINGFENG_VERSION);
    journal_use_reserve(k.journal, o->config->journal.reserve);
    journal_use_retention(k.journal, o->config->journal.retention_days);
    open_key(&k);
    open_jobs(&k);
    run(&k);
    close_all(&k);
    return k.exit_code;
}
