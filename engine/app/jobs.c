#include "app/jobs.h"

#include "app/job.h"
#include "base/log.h"
#include "wire/message.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANCEL_MS 3000 /* for an orderly end; then it is killed */
#define SILENT_MS 10000
#define SUMS_MAX (64u << 10)
#define MESSAGES_A_TURN 16

static const char *const hanging = "U 盘没有反应，还在等。请不要拔出；一直不动就取消，换一个 U 盘";

static int64_t now_ms(const struct jobs *j)
{
    return clock_mono(j->home->clock);
}

void jobs_open(struct jobs *j, const struct jobs_home *home)
{
    *j = (struct jobs){.home = home};
    for (int i = 0; i < JOBS_MAX; i++)
        j->slots[i].channel = channel_none();
}

void jobs_close(struct jobs *j)
{
    for (int i = 0; i < JOBS_MAX; i++) {
        if (j->slots[i].pid)
            kill(j->slots[i].pid, SIGKILL);
        channel_close(&j->slots[i].channel);
        j->slots[i] = (struct job_slot){.channel = channel_none()};
    }
}

static bool is_export(enum job_kind kind)
{
    return kind == JOB_EXPORT || kind == JOB_AUTO_EXPORT;
}

bool jobs_running(const struct jobs *j, enum job_kind kind)
{
    for (int i = 0; i < JOBS_MAX; i++) {
        if (j->slots[i].id && j->slots[i].told && j->slots[i].kind == kind)
            return true;
    }
    return false;
}

static struct job_slot *free_slot(struct jobs *j)
{
    for (int i = 0; i < JOBS_MAX; i++) {
        if (!j->slots[i].id)
            return &j->slots[i];
    }
    return NULL;
}

static void become_job(const struct jobs *j, const struct job_request *request, const struct export_facts *facts, int fd)
{
    struct job job = {.request = request, .config = j->home->config, .clock = j->home->clock, .facts = facts};
    key_close(j->home->key); /* it came along with the memory */
    job_process(&job, fd, &j->home->mask);
}

/* The pid, or -1. What a job must know of the journal is taken down before, so that it need not ask. */
static pid_t fork_job(struct jobs *j, struct job_request *request, struct job_slot *s, struct err *e)
{
    int ends[2];
    if (!channel_pair(ends, e))
        return -1;
    if (is_export(request->kind) && !journal_checkpoint(j->home->journal, e))
        log_warn("jobs", "%s", e->text);
    export_facts_take(&s->facts, j->home->config, j->home->clock, j->home->journal, j->home->key);
    pid_t pid = fork();
    if (pid == 0)
        become_job(j, request, &s->facts, ends[1]);
    close(ends[1]);
    if (pid > 0) {
        channel_open(&s->channel, ends[0]);
        return pid;
    }
    close(ends[0]);
    err_set(e, "后台任务建不起来（%s）。改法：稍后再试", err_reason(errno));
    return -1;
}

uint32_t jobs_start(struct jobs *j, struct job_request *request, job_told *told, void *user, struct err *e)
{
    struct job_slot *s = free_slot(j);
    bool busy = is_export(request->kind) && (jobs_running(j, JOB_EXPORT) || jobs_running(j, JOB_AUTO_EXPORT));
    pid_t pid = -1;
    if (busy)
        err_set(e, "正在导出，请等它完成");
    else if (!s)
        err_set(e, "后台任务太多，请稍后再试");
    else
        pid = fork_job(j, request, s, e);
    explicit_bzero(request->pin, sizeof request->pin);
    if (pid < 0)
        return 0;
    s->id = ++j->last_id ? j->last_id : ++j->last_id;
    s->kind = request->kind;
    s->pid = pid;
    s->told = told;
    s->user = user;
    s->heard_at = now_ms(j);
    return s->id;
}

static void free_if_over(struct job_slot *s)
{
    if (!s->pid && !s->told) {
        channel_close(&s->channel);
        *s = (struct job_slot){.channel = channel_none()};
    }
}

/* The last word about a job. Its process may still be there. */
static void tell_end(struct job_slot *s, struct job_news *news)
{
    job_told *told = s->told;
    void *user = s->user;
    news->finished = true;
    s->told = NULL;
    channel_close(&s->channel);
    if (told)
        told(user, news);
    free_if_over(s);
}

static void tell_failure(struct job_slot *s, const char *sentence)
{
    struct job_news news = s->news;
    news.good = false;
    snprintf(news.sentence, sizeof news.sentence, "%s", sentence);
    tell_end(s, &news);
}

static void answer(struct job_slot *s, bool ok, int64_t number, const struct buf *bytes, const struct err *e)
{
    struct buf b = {0};
    buf_u8(&b, ok);
    buf_i64(&b, number);
    if (ok)
        buf_bytes(&b, bytes->data, bytes->len);
    else
        buf_text(&b, e->text);
    channel_send(&s->channel, MSG_JOB_BYTES, b.data, b.len);
    buf_free(&b);
}

static void give_lines(struct jobs *j, struct job_slot *s, struct reader *r)
{
    struct buf lines = {0};
    struct err e = {0};
    int64_t after = read_i64(r), upto = read_i64(r), last = -1;
    if (!reader_done(r) || after < 0)
        err_set(&e, "问题无法识别");
    else
        last = journal_read_lines(j->home->journal, after, upto, EXPORT_CHUNK, &lines, &e);
    answer(s, last >= 0, last, &lines, &e);
    buf_free(&lines);
}

/* One signature for one export, over what can be the sums of one. */
static void give_signature(struct jobs *j, struct job_slot *s, struct reader *r)
{
    struct buf minisig = {0};
    struct err e = {0};
    size_t len = (size_t)(r->end - r->at);
    bool ok = (is_export(s->kind) || s->kind == JOB_CODES) && !s->signature_given && j->home->key && len <= SUMS_MAX;
    s->signature_given = true;
    if (!ok)
        err_set(&e, "这个任务不能签名");
    else
        ok = export_sign(j->home->key, &s->facts.about, (const char *)r->at, len, &minisig, &e);
    answer(s, ok, 0, &minisig, &e);
    buf_free(&minisig);
}

static bool take_news(struct job_slot *s, struct reader *r)
{
    struct job_news n = {.bytes = read_i64(r), .of_bytes = read_i64(r)};
    n.files = (int)(read_u32(r) & 0xFFFF);
    n.of_files = (int)(read_u32(r) & 0xFFFF);
    read_str_into(r, n.file, sizeof n.file);
    read_str_into(r, n.sentence, sizeof n.sentence);
    if (!reader_done(r))
        return false;
    s->news = n;
    if (s->told)
        s->told(s->user, &s->news);
    return true;
}

static bool take_end(struct jobs *j, struct job_slot *s, struct reader *r)
{
    struct job_news n = s->news;
    n.good = read_u8(r) == 1;
    read_str_into(r, n.sentence, sizeof n.sentence);
    read_str_into(r, n.folder, sizeof n.folder);
    read_str_into(r, n.code, sizeof n.code);
    n.number = read_i64(r);
    n.wait_seconds = (int)(read_u32(r) & 0xFFFFFF);
    if (r->bad)
        return false;
    /* The text lies in the channel, which the end closes. */
    struct buf text = {0};
    buf_bytes(&text, r->at, (size_t)(r->end - r->at));
    n.text = buf_cstr(&text);
    n.len = text.len;
    if (n.good && is_export(s->kind))
        export_record(j->home->journal, n.folder, n.number);
    tell_end(s, &n);
    buf_free(&text);
    return true;
}

static bool take(struct jobs *j, struct job_slot *s, uint8_t type, struct reader *r)
{
    s->heard_at = now_ms(j);
    switch (type) {
    case MSG_JOB_LINES:
        give_lines(j, s, r);
        return true;
    case MSG_JOB_SIGN:
        give_signature(j, s, r);
        return true;
    case MSG_JOB_NEWS:
        return take_news(s, r);
    case MSG_JOB_END:
        return take_end(j, s, r);
    default:
        return false;
    }
}

static void hear(struct jobs *j, struct job_slot *s)
{
    uint8_t type;
    struct reader r;
    uint32_t id = s->id;
    bool sane = true;
    for (int i = 0; sane && i < MESSAGES_A_TURN && s->id == id && s->told && channel_receive(&s->channel, &type, &r, 0); i++) {
        sane = take(j, s, type, &r);
        if (type == MSG_JOB_LINES)
            break; /* the keeper's other duties come in between */
    }
    if (s->id == id && s->told && !sane) {
        kill(s->pid, SIGKILL);
        tell_failure(s, "后台任务出了故障，这次没有完成。改法：再试一次");
    }
    if (s->id == id)
        channel_flush(&s->channel);
}

static void watch(struct jobs *j, struct job_slot *s)
{
    int64_t now = now_ms(j);
    if (s->told && s->kill_at && now >= s->kill_at) {
        kill(s->pid, SIGKILL);
        tell_failure(s, "已取消。U 盘没有反应，可以拔出；这次导出没有完成");
    } else if (s->told && is_export(s->kind) && now - s->heard_at >= SILENT_MS) {
        s->heard_at = now;
        snprintf(s->news.sentence, sizeof s->news.sentence, "%s", hanging);
        s->told(s->user, &s->news);
    }
}

void jobs_serve(struct jobs *j)
{
    for (int i = 0; i < JOBS_MAX; i++) {
        if (j->slots[i].id && j->slots[i].told)
            hear(j, &j->slots[i]);
        if (j->slots[i].id)
            watch(j, &j->slots[i]);
    }
}

void jobs_cancel(struct jobs *j, uint32_t id)
{
    for (int i = 0; id && i < JOBS_MAX; i++) {
        struct job_slot *s = &j->slots[i];
        if (s->id != id || !s->told || s->kill_at)
            continue;
        channel_send(&s->channel, MSG_JOB_CANCEL, NULL, 0);
        s->kill_at = now_ms(j) + CANCEL_MS;
    }
}

int jobs_pollfds(const struct jobs *j, struct pollfd *fds)
{
    int n = 0;
    for (int i = 0; i < JOBS_MAX; i++) {
        const struct channel *c = &j->slots[i].channel;
        if (c->fd >= 0 && !c->broken)
            fds[n++] = (struct pollfd){.fd = c->fd, .events = channel_wants_write(c) ? POLLIN | POLLOUT : POLLIN};
    }
    return n;
}

int jobs_due_ms(const struct jobs *j)
{
    int64_t due = -1;
    for (int i = 0; i < JOBS_MAX; i++) {
        const struct job_slot *s = &j->slots[i];
        if (!s->id || !s->told)
            continue;
        int64_t at = s->kill_at ? s->kill_at : s->heard_at + SILENT_MS, left = at - now_ms(j);
        if (due < 0 || left < due)
            due = left < 0 ? 0 : left;
    }
    return (int)due;
}

bool jobs_reaped(struct jobs *j, pid_t pid, int status)
{
    for (int i = 0; i < JOBS_MAX; i++) {
        struct job_slot *s = &j->slots[i];
        if (s->pid != pid)
            continue;
        while (s->told && !s->channel.broken) /* the end may still lie in the socket */
            hear(j, s);
        s->pid = 0;
        if (s->told) {
            log_error("jobs", "后台任务意外结束（%s %d）", WIFSIGNALED(status) ? "signal" : "exit",
                      WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
            tell_failure(s, s->kill_at ? "已取消" : "后台任务意外结束，这次没有完成。改法：再试一次");
        }
        free_if_over(s);
        return true;
    }
    return false;
}
