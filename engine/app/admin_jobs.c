/* What takes long: the PIN's slow hash, figures, export, verifying. Each is a job; the screen hears how it goes on. */
#include "app/admin_inside.h"

#include "trust/pin.h"

#include <stdio.h>
#include <string.h>

#define FIRST_HOURS_MS (2LL * 3600 * 1000) /* after the very first start */

static void say_news(struct admin *a, uint32_t serial, const struct job_news *n)
{
    struct buf b = {0};
    struct json j = json_to(&b);
    json_object(&j, NULL);
    json_bool(&j, "finished", n->finished);
    json_bool(&j, "good", n->good);
    json_int(&j, "bytes", n->bytes);
    json_int(&j, "of_bytes", n->of_bytes);
    json_int(&j, "files", n->files);
    json_int(&j, "of_files", n->of_files);
    json_text(&j, "file", n->file);
    json_text(&j, "sentence", n->sentence);
    json_text(&j, "folder", n->folder);
    json_text(&j, "code", n->code);
    json_int(&j, "number", n->number);
    if (n->finished && n->len && (strcmp(a->job_act, "verify") == 0 || strcmp(a->job_act, "codes") == 0)) {
        struct buf result = {0}; /* JSON already */
        buf_bytes(&result, n->text, n->len);
        json_raw(&j, "result", buf_cstr(&result));
        buf_free(&result);
    }
    json_object_end(&j);
    admin_say(a, serial, n->finished, &b);
    buf_free(&b);
}

static bool start(struct admin *a, uint32_t serial, struct job_request *r, job_told *told, uint32_t *id)
{
    struct err e;
    *id = jobs_start(a->o.jobs, r, told, a, &e);
    if (!*id)
        admin_refuse(a, serial, e.text);
    return *id != 0;
}

/* ---- the PIN ---- */

static void say_pin(struct admin *a, enum pin_result result, int wait_seconds, const char *sentence)
{
    static const char *const words[] = {
        [PIN_RIGHT] = "right", [PIN_WRONG] = "wrong", [PIN_WAIT] = "wait", [PIN_UNSET] = "unset", [PIN_BROKEN] = "broken"};
    struct buf b = {0};
    struct json j = json_to(&b);
    json_object(&j, NULL);
    json_text(&j, "result", words[result]);
    json_int(&j, "wait", wait_seconds);
    json_text(&j, "sentence", sentence);
    json_object_end(&j);
    uint32_t serial = a->pin_serial;
    a->pin_serial = 0;
    admin_say(a, serial, true, &b);
    buf_free(&b);
}

static bool same_session(const struct admin *a, uint32_t serial)
{
    return a->open && serial >> ADMIN_SESSION_SHIFT == a->session;
}

/* A right PIN opens the session it was typed in, and no other. */
static void pin_tried(void *user, const struct job_news *n)
{
    struct admin *a = user;
    if (!n->finished)
        return;
    enum pin_result result = n->good && n->number >= PIN_RIGHT && n->number <= PIN_BROKEN ? (enum pin_result)n->number : PIN_BROKEN;
    if (result == PIN_RIGHT && same_session(a, a->pin_serial))
        admin_unlock(a, "unlock");
    else if (result == PIN_WRONG)
        admin_record(a, "pin_wrong", NULL);
    say_pin(a, result, n->wait_seconds, n->sentence);
}

static void pin_was_set(void *user, const struct job_news *n)
{
    struct admin *a = user;
    if (!n->finished)
        return;
    if (n->good && same_session(a, a->pin_serial))
        admin_unlock(a, "set_pin");
    say_pin(a, n->good ? PIN_RIGHT : PIN_BROKEN, 0, n->sentence);
}

static void start_pin(struct admin *a, uint32_t serial, const char *pin, enum job_kind kind, job_told *told)
{
    struct job_request r = {.kind = kind};
    uint32_t id;
    if (a->pin_serial) {
        admin_refuse(a, serial, "正在核对，请稍候");
        return;
    }
    snprintf(r.pin, sizeof r.pin, "%s", pin);
    a->pin_serial = serial;
    if (!start(a, serial, &r, told, &id))
        a->pin_serial = 0;
    explicit_bzero(&r, sizeof r);
}

void admin_pin(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    start_pin(a, serial, args_text(args, "pin"), JOB_PIN_TRY, pin_tried);
}

/* On the screen a PIN is set only on a new machine: no visitor was here yet, and it is running since not long. Later
 * somebody who has found the gesture must not be able to make themselves the administrator. */
bool admin_may_set_pin(const struct admin *a)
{
    if (pin_is_set(a->o.config->kiosk.data))
        return false;
    return journal_boot(a->o.journal) == 1 && journal_next_visit(a->o.journal) == 1 &&
           clock_mono(a->o.clock) - a->started < FIRST_HOURS_MS;
}

void admin_set_pin(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    struct err e;
    if (!admin_may_set_pin(a))
        admin_refuse(a, serial, "这台机器已经有人参观过，请在本机终端运行 kiosk set-pin 设置口令");
    else if (!pin_acceptable(args_text(args, "pin"), &e))
        admin_refuse(a, serial, e.text);
    else
        start_pin(a, serial, args_text(args, "pin"), JOB_PIN_SET, pin_was_set);
}

/* ---- figures ---- */

static void counted(void *user, const struct job_news *n)
{
    struct admin *a = user;
    if (!n->finished)
        return;
    uint32_t serial = a->quick_serial;
    struct buf b = {0};
    a->quick_serial = 0;
    if (n->good && n->text) {
        buf_bytes(&b, n->text, n->len);
        admin_say(a, serial, true, &b);
    } else {
        admin_refuse(a, serial, n->sentence[0] ? n->sentence : "数据算不出来");
    }
    buf_free(&b);
}

void admin_counts(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    struct job_request r = {.kind = JOB_COUNTS, .format = 'j'};
    uint32_t id;
    if (a->quick_serial) {
        admin_refuse(a, serial, "正在统计，请稍候");
        return;
    }
    snprintf(r.from, sizeof r.from, "%s", args_text(args, "from"));
    snprintf(r.to, sizeof r.to, "%s", args_text(args, "to"));
    a->quick_serial = serial;
    if (!start(a, serial, &r, counted, &id))
        a->quick_serial = 0;
}

/* ---- export and verifying: one at a time, shown with a bar ---- */

static void record_end(struct admin *a, const struct job_news *n)
{
    char detail[200];
    snprintf(detail, sizeof detail, "%s %.60s", n->good ? "ok" : "failed", n->folder);
    admin_record(a, a->job_act, detail);
}

static void went_on(void *user, const struct job_news *n)
{
    struct admin *a = user;
    uint32_t serial = a->job_serial;
    if (n->finished) {
        record_end(a, n);
        a->job = a->job_serial = 0;
    }
    say_news(a, serial, n);
}

static void start_long(struct admin *a, uint32_t serial, struct job_request *r, const char *act, const char *path)
{
    const struct stick *stick = admin_find_stick(a, path);
    if (a->job) {
        admin_refuse(a, serial, "还有一件事没有做完，请稍候");
        return;
    }
    if (!stick) {
        admin_refuse(a, serial, "这个 U 盘已经不在了，请重新插入");
        return;
    }
    snprintf(r->target, sizeof r->target, "%s", stick->path);
    snprintf(a->job_act, sizeof a->job_act, "%s", act);
    a->job_serial = serial;
    if (!start(a, serial, r, went_on, &a->job))
        a->job_serial = 0;
}

void admin_export(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    struct job_request r = {.kind = JOB_EXPORT};
    start_long(a, serial, &r, "export", args_text(args, "stick"));
}

void admin_verify(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    struct job_request r = {.kind = JOB_VERIFY};
    start_long(a, serial, &r, "verify", args_text(args, "stick"));
}

void admin_remove(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    struct job_request r = {.kind = JOB_REMOVE};
    start_long(a, serial, &r, "remove", args_text(args, "stick"));
}

/* Not long, but it stands on the screen like the others: one at a time. */
void admin_codes(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    struct job_request r = {.kind = JOB_CODES};
    if (a->job) {
        admin_refuse(a, serial, "还有一件事没有做完，请稍候");
        return;
    }
    snprintf(r.from, sizeof r.from, "%s", args_text(args, "from"));
    snprintf(r.to, sizeof r.to, "%s", args_text(args, "to"));
    snprintf(a->job_act, sizeof a->job_act, "codes");
    a->job_serial = serial;
    if (!start(a, serial, &r, went_on, &a->job))
        a->job_serial = 0;
}

void admin_cancel(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    (void)args;
    if (a->job)
        jobs_cancel(a->o.jobs, a->job);
    admin_done(a, serial);
}
