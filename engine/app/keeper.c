#include "app/keeper.h"

#include "app/admin.h"
#include "app/auto_export.h"
#include "app/busy.h"
#include "app/errands.h"
#include "app/notify.h"
#include "app/pin_note.h"
#include "app/strike_book.h"
#include "app/supervisor.h"
#include "app/titles.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "journal/journal.h"
#include "scene/sandbox.h"
#include "wire/channel.h"
#include "wire/message.h"

#include <errno.h>
#include <signal.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOOK_MS 3000 /* how often everything is looked at, whatever happens */

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
    struct supervisor stage;
    struct strike_book strikes;
    struct pin_note pin_note;
    struct item_titles titles;
    struct notifier notifier;
    int notify_due; /* ms; -1 as above */
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

/* ---- the stage's ---- */

/* A stage signs nothing and has no business with the device's key, which came along with the memory. */
static void stage_forked(void *user)
{
    struct keeper *k = user;
    key_close(k->key);
}

static void stage_started(void *user)
{
    struct keeper *k = user;
    struct buf b = {0};
    buf_u32(&b, journal_boot(k->journal));
    buf_u32(&b, journal_next_visit(k->journal));
    strike_book_look(&k->strikes, true);
    strikes_encode(&b, &k->strikes.strikes);
    supervisor_send(&k->stage, MSG_HELLO, &b);
    buf_free(&b);
    if (k->admin) /* a first stage is greeted before there are administrator's screens */
        admin_stage_new(k->admin);
}

static void tell_strikes(struct keeper *k)
{
    struct buf b = {0};
    strikes_encode(&b, &k->strikes.strikes);
    supervisor_send(&k->stage, MSG_STRIKES, &b);
    buf_free(&b);
}

static void take_record(struct keeper *k, struct reader *message)
{
    struct record r;
    struct err e;
    if (!record_decode(message, SENDER_STAGE, &r, &e) || !journal_append(k->journal, &r, &e)) {
        log_warn("keeper", "一条记录不合规格，没有记入：%s", e.text);
        return;
    }
    k->stage.visited |= r.kind == RECORD_VISIT_START;
    if (strike_book_record(&k->strikes, &r))
        tell_strikes(k);
}

static void take_standing(struct keeper *k, struct reader *message)
{
    char order[VENUE_ORDER_MAX];
    bool home = read_u8(message) == STANDS_HOME;
    read_str_into(message, order, sizeof order);
    if (reader_done(message) && home)
        titles_keep(k->o->config->kiosk.data, order);
    notify_ready(&k->notifier);
}

static void take_title(struct keeper *k, struct reader *message)
{
    char scene[96], item[96], title[192];
    read_str_into(message, scene, sizeof scene);
    read_str_into(message, item, sizeof item);
    read_str_into(message, title, sizeof title);
    if (reader_done(message))
        item_titles_take(&k->titles, scene, item, title);
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

static void hear_stage(void *user, uint8_t type, struct reader *message)
{
    struct keeper *k = user;
    if (type == MSG_RECORD)
        take_record(k, message);
    else if (type == MSG_ADMIN)
        take_admin(k, message);
    else if (type == MSG_STANDS)
        take_standing(k, message);
    else if (type == MSG_TITLE)
        take_title(k, message);
}

static void stage_ended(void *user, const char *fault)
{
    struct keeper *k = user;
    if (fault) {
        record_fault(k, "stage", fault);
        strike_book_stage_died(&k->strikes);
    }
    journal_end_visits(k->journal, fault ? "fault" : "shutdown");
}

/* ---- signals ---- */

static void reap(struct keeper *k)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0) {
        if (!supervisor_reaped(&k->stage, pid, status) && !WIFSTOPPED(status) && !jobs_reaped(&k->jobs, pid, status))
            admin_reaped(k->admin, pid, status);
    }
}

static void begin_stop(struct keeper *k)
{
    notify_stopping(&k->notifier);
    supervisor_stop(&k->stage);
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

/* ---- words for the stage ---- */

static void tell_answer(void *user, uint32_t serial, bool ok, bool last, const char *json, size_t len)
{
    struct keeper *k = user;
    struct buf b = {0};
    buf_u32(&b, serial);
    buf_u8(&b, ok);
    buf_u8(&b, last);
    buf_str(&b, json, len);
    supervisor_send(&k->stage, MSG_ADMIN_ANSWER, &b);
    buf_free(&b);
}

static void tell_setting(void *user, const char *name, const char *value)
{
    struct keeper *k = user;
    struct buf b = {0};
    if (strcmp(name, "release") == 0) {
        if (strike_book_release(&k->strikes, value))
            tell_strikes(k);
        return;
    }
    buf_str(&b, name, strlen(name));
    buf_str(&b, value, strlen(value));
    supervisor_send(&k->stage, MSG_SETTING, &b);
    buf_free(&b);
}

/* A note for whoever stands before the screen. */
static void tell_notice(void *user, enum notice kind, const char *sentence)
{
    struct keeper *k = user;
    struct buf b = {0};
    buf_u8(&b, (uint8_t)kind);
    buf_str(&b, sentence, strlen(sentence));
    supervisor_send(&k->stage, MSG_NOTICE, &b);
    log_info("keeper", "自动导出：%s", sentence);
    buf_free(&b);
}

/* ---- the loop ---- */

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
    ms = sooner(sooner(ms, k->admin_due), k->notify_due);
    return sooner(ms, supervisor_due_ms(&k->stage));
}

/* Sleeps until something happens; what it says is heard by everyone's own looking, but for the sticks'. */
static short wait_for_anything(struct keeper *k)
{
    struct pollfd fds[3 + 1 + DESK_GUESTS + JOBS_MAX];
    int n = 0;
    fds[n++] = auto_export_pollfd(&k->auto_export);
    fds[n++] = (struct pollfd){.fd = k->signals, .events = POLLIN};
    fds[n++] = supervisor_pollfd(&k->stage);
    n += desk_pollfds(&k->desk, fds + n);
    n += jobs_pollfds(&k->jobs, fds + n);
    return poll(fds, (nfds_t)n, next_timeout(k)) > 0 ? fds[0].revents : 0;
}

static void run(struct keeper *k)
{
    while (!k->stage.finished) {
        short sticks = wait_for_anything(k);
        take_signals(k);
        supervisor_serve(&k->stage);
        desk_serve(&k->desk, errands_ask, &k->errands);
        jobs_serve(&k->jobs);
        auto_export_serve(&k->auto_export, sticks);
        if (strike_book_look(&k->strikes, false))
            tell_strikes(k);
        k->admin_due = admin_tick(k->admin);
        item_titles_save(&k->titles);
        pin_note_look(&k->pin_note, k->o->config->kiosk.data, k->journal, &k->clock);
        if (supervisor_serves(&k->stage))
            journal_still_here(k->journal);
        if (journal_due_ms(k->journal) == 0)
            journal_commit(k->journal);
        watch_journal(k);
        notify_status(&k->notifier, supervisor_status(&k->stage));
        k->notify_due = notify_feed(&k->notifier, supervisor_well(&k->stage), now_ms(k));
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
    k->titles.data = k->o->config->kiosk.data;
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
    strike_book_close(&k->strikes);
    admin_close(k->admin);
    item_titles_free(&k->titles);
    jobs_close(&k->jobs);
    if (!journal_commit(k->journal))
        k->exit_code = 1;
    pin_note_look(&k->pin_note, k->o->config->kiosk.data, k->journal, &k->clock);
    journal_close(k->journal);
    key_close(k->key);
    desk_close(&k->desk);
    close(k->signals);
    notify_close(&k->notifier);
}

/* Not an error, since seccomp stands; but the service should allow it. */
static void look_at_walls(void)
{
    if (sandbox_landlock() == LANDLOCK_REFUSED)
        log_warn("keeper", "landlock 被拒绝，展项和图片的沙箱只剩 seccomp 这一道。改法：在服务的 SystemCallFilter 里加上 "
                           "landlock_create_ruleset landlock_add_rule landlock_restrict_self");
}

int keeper_run(const struct keeper_options *o)
{
    struct keeper k = {.o = o, .clock = clock_real()};
    const struct supervisor_ears ears = {.user = &k, .forked = stage_forked, .started = stage_started,
                                         .hear = hear_stage, .ended = stage_ended};
    struct err e;
    notify_open(&k.notifier);
    block_signals(&k);
    if (!supervisor_open(&k.stage, o, &k.clock, &ears, &k.old_mask, &e)) {
        log_error("keeper", "%s", e.text);
        return 1;
    }
    if (!open_data(&k, &e))
        return 1;
    supervisor_start(&k.stage);
    look_at_walls();
    k.journal = journal_open(o->config->kiosk.data, &k.clock, QINGFENG_VERSION);
    journal_use_reserve(k.journal, o->config->journal.reserve);
    journal_use_retention(k.journal, o->config->journal.retention_days);
    strike_book_open(&k.strikes, o->config, &k.clock, journal_boot(k.journal));
    supervisor_greet(&k.stage);
    open_key(&k);
    open_jobs(&k);
    run(&k);
    close_all(&k);
    return k.exit_code;
}
