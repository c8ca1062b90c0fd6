#include "app/job.h"

#include "base/clock.h"
#include "wire/message.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CHANNEL_FD 3
#define TELL_EVERY_US 100000

static void (*const bodies[JOB_KINDS])(struct job *j, struct job_end *end) = {
    [JOB_EXPORT] = job_export,
    [JOB_AUTO_EXPORT] = job_auto_export,
    [JOB_COUNTS] = job_counts,
    [JOB_CODES] = job_codes,
    [JOB_PIN_TRY] = job_pin_try,
    [JOB_PIN_SET] = job_pin_set,
    [JOB_REMOVE] = job_remove,
    [JOB_VERIFY] = job_verify,
};

/* Visitors come first: little processor, the last place at the disk, nothing that could give more rights. */
static void step_back(void)
{
    const struct rlimit none = {0, 0};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "qf-job");
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    setpriority(PRIO_PROCESS, 0, 10);
    syscall(SYS_ioprio_set, 1 /* this process */, 0, 2 << 13 | 7 /* best effort, last */);
    setrlimit(RLIMIT_CORE, &none);
}

static bool send_all(struct job *j, uint8_t type, const struct buf *b)
{
    bool ok = channel_send(&j->keeper, type, b->data, b->len);
    while (ok && channel_wants_write(&j->keeper)) {
        struct pollfd p = {.fd = j->keeper.fd, .events = POLLOUT};
        poll(&p, 1, -1);
        ok = channel_flush(&j->keeper);
    }
    return ok;
}

static void send_end(struct job *j, const struct job_end *end)
{
    struct buf b = {0};
    buf_u8(&b, end->good);
    buf_str(&b, end->sentence, strlen(end->sentence));
    buf_str(&b, end->folder, strlen(end->folder));
    buf_str(&b, end->code, strlen(end->code));
    buf_i64(&b, end->number);
    buf_u32(&b, (uint32_t)end->wait_seconds);
    buf_bytes(&b, end->text.data, end->text.len);
    send_all(j, MSG_JOB_END, &b);
    buf_free(&b);
}

_Noreturn void job_process(struct job *j, int fd, const sigset_t *mask)
{
    struct job_end end = {0};
    step_back();
    sigprocmask(SIG_SETMASK, mask, NULL);
    dup2(fd, CHANNEL_FD);
    close_range(CHANNEL_FD + 1, ~0u, 0); /* the journal, the desk, the stage and the signals stay the keeper's */
    channel_open(&j->keeper, CHANNEL_FD);
    bodies[j->request->kind](j, &end);
    send_end(j, &end);
    _exit(0);
}

/* Waits for the answer to a question; a wish to stop may come in between. *rest is what follows the head. */
static bool hear_bytes(struct job *j, int64_t *number, struct reader *rest, struct err *e)
{
    uint8_t type;
    while (channel_receive(&j->keeper, &type, rest, -1)) {
        j->cancelled |= type == MSG_JOB_CANCEL;
        if (type != MSG_JOB_BYTES)
            continue;
        bool ok = read_u8(rest) == 1;
        *number = read_i64(rest);
        if (ok && !rest->bad)
            return true;
        return err_set(e, "%.*s", (int)(rest->end - rest->at), (const char *)rest->at);
    }
    return err_set(e, "主程序没有回答，这次没有完成。改法：再试一次");
}

static bool ask(struct job *j, uint8_t type, const struct buf *question, int64_t *number, struct buf *out, struct err *e)
{
    struct reader rest;
    if (!send_all(j, type, question))
        return err_set(e, "主程序已经停止，这次没有完成");
    if (!hear_bytes(j, number, &rest, e))
        return false;
    buf_bytes(out, rest.at, (size_t)(rest.end - rest.at));
    return true;
}

int64_t job_lines(void *job, int64_t after, int64_t upto, struct buf *out, struct err *e)
{
    struct buf question = {0};
    int64_t last = -1;
    buf_i64(&question, after);
    buf_i64(&question, upto);
    bool ok = ask(job, MSG_JOB_LINES, &question, &last, out, e);
    buf_free(&question);
    return ok ? last : -1;
}

bool job_sign(void *job, const char *data, size_t len, struct buf *minisig, struct err *e)
{
    struct buf question = {0};
    int64_t number;
    buf_bytes(&question, data, len);
    bool ok = ask(job, MSG_JOB_SIGN, &question, &number, minisig, e);
    buf_free(&question);
    return ok;
}

static void put(struct buf *b, const char *text)
{
    buf_str(b, text, strlen(text));
}

bool job_go_on(void *job, const struct export_progress *p)
{
    struct job *j = job;
    struct buf b = {0};
    struct reader r;
    uint8_t type;
    while (channel_receive(&j->keeper, &type, &r, 0))
        j->cancelled |= type == MSG_JOB_CANCEL;
    j->cancelled |= j->keeper.broken;
    if (j->cancelled || clock_real_us() - j->told_us < TELL_EVERY_US)
        return !j->cancelled;
    j->told_us = clock_real_us();
    buf_i64(&b, p->bytes);
    buf_i64(&b, p->of_bytes);
    buf_u32(&b, (uint32_t)p->files);
    buf_u32(&b, (uint32_t)p->of_files);
    put(&b, p->file);
    put(&b, p->sentence);
    send_all(j, MSG_JOB_NEWS, &b);
    buf_free(&b);
    return true;
}
