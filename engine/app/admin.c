#include "app/admin_inside.h"

#include "base/log.h"
#include "base/mem.h"
#include "trust/pin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- arguments ---- */

static bool take_member(void *owner, const char *key, const struct json_value *v, struct err *e)
{
    struct admin_args *args = owner;
    if (args->n == ADMIN_MEMBERS)
        return err_set(e, "too many members");
    snprintf(args->members[args->n].key, sizeof args->members->key, "%s", key);
    args->members[args->n].is_text = v->type == JSON_TEXT;
    args->members[args->n].number = v->integer;
    if (v->type == JSON_TEXT && v->len >= sizeof args->members->text)
        return err_set(e, "too long");
    snprintf(args->members[args->n++].text, sizeof args->members->text, "%s", v->type == JSON_TEXT ? v->text : "");
    return true;
}

const char *args_text(const struct admin_args *args, const char *key)
{
    for (int i = 0; i < args->n; i++) {
        if (args->members[i].is_text && strcmp(args->members[i].key, key) == 0)
            return args->members[i].text;
    }
    return "";
}

bool args_int(const struct admin_args *args, const char *key, int64_t least, int64_t most, int64_t *out)
{
    for (int i = 0; i < args->n; i++) {
        if (args->members[i].is_text || strcmp(args->members[i].key, key) != 0)
            continue;
        *out = args->members[i].number;
        return *out >= least && *out <= most;
    }
    return false;
}

/* ---- answers and records ---- */

static bool waited_for(const struct admin *a, uint32_t serial)
{
    return a->open && serial >> ADMIN_SESSION_SHIFT == a->session;
}

static void answer(struct admin *a, uint32_t serial, bool ok, bool last, const struct buf *json)
{
    if (waited_for(a, serial))
        a->o.outlet.answer(a->o.outlet.user, serial, ok, last, (const char *)json->data, json->len);
}

void admin_say(struct admin *a, uint32_t serial, bool last, const struct buf *json)
{
    answer(a, serial, true, last, json);
}

void admin_refuse(struct admin *a, uint32_t serial, const char *sentence)
{
    struct buf b = {0};
    json_quote(&b, sentence, strlen(sentence));
    answer(a, serial, false, true, &b);
    buf_free(&b);
}

void admin_done(struct admin *a, uint32_t serial)
{
    static const char nothing[] = "{}";
    if (waited_for(a, serial))
        a->o.outlet.answer(a->o.outlet.user, serial, true, true, nothing, sizeof nothing - 1);
}

void admin_append(struct admin *a, struct record *r)
{
    struct err e;
    r->mono_ms = clock_mono(a->o.clock);
    if (!journal_append(a->o.journal, r, &e))
        log_error("keeper", "%s", e.text);
}

void admin_record(struct admin *a, const char *act, const char *detail)
{
    struct record r;
    record_start(&r, RECORD_STAFF);
    record_set_cut(&r, "act", act);
    if (detail && detail[0])
        record_set_cut(&r, "detail", detail);
    admin_append(a, &r);
}

/* ---- locked and unlocked ---- */

static int64_t now_ms(const struct admin *a)
{
    return clock_mono(a->o.clock);
}

void admin_unlock(struct admin *a, const char *act)
{
    a->unlocked = true;
    a->touched = now_ms(a);
    admin_record(a, act, NULL);
}

static void leave(struct admin *a)
{
    if (a->unlocked)
        admin_record(a, "lock", NULL);
    if (a->job)
        jobs_cancel(a->o.jobs, a->job);
    a->open = a->unlocked = false;
    a->watch = 0;
}

static void enter(struct admin *a, uint32_t session, const struct admin_args *args)
{
    leave(a);
    a->open = true;
    a->session = session;
    a->touched = now_ms(a);
    snprintf(a->content, sizeof a->content, "%s", args_text(args, "content"));
}

/* Until when nobody needs to touch the screen; work that runs is waited for. */
static int64_t locks_in(const struct admin *a)
{
    int64_t allowed = a->unlocked ? a->o.config->admin.lock_minutes * 60000LL : ADMIN_PIN_PAD_MS;
    return a->touched + allowed - now_ms(a);
}

static void lock_when_due(struct admin *a)
{
    static const char nothing[] = "{}";
    if (!a->open)
        return;
    if (a->job || a->pin_serial)
        a->touched = now_ms(a);
    if (locks_in(a) > 0)
        return;
    leave(a);
    a->o.outlet.answer(a->o.outlet.user, 0, true, true, nothing, sizeof nothing - 1);
}

/* ---- requests ---- */

/* What the screens need to know before the PIN: nothing that is anybody's secret. */
static void hello(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    const struct config *c = a->o.config;
    struct buf b = {0};
    struct json j = json_to(&b);
    (void)args;
    json_object(&j, NULL);
    json_text(&j, "venue", c->kiosk.venue);
    json_text(&j, "id", c->kiosk.id);
    json_int(&j, "lock_minutes", c->admin.lock_minutes);
    json_bool(&j, "pin_set", pin_is_set(c->kiosk.data));
    json_bool(&j, "may_set_pin", admin_may_set_pin(a));
    json_int(&j, "wait", pin_wait_seconds(c->kiosk.data, now_ms(a)));
    json_object_end(&j);
    admin_say(a, serial, true, &b);
    buf_free(&b);
}

/* Every request there is. What needs no unlocked session is about getting one. */
static const struct {
    const char *name;
    bool needs_unlocked;
    admin_handler *run;
} requests[] = {
    {"hello", false, hello},
    {"pin", false, admin_pin},
    {"set_pin", false, admin_set_pin},
    {"state", true, admin_state},
    {"faults", true, admin_faults},
    {"log", true, admin_log},
    {"release", true, admin_release},
    {"mode", true, admin_mode},
    {"watch", true, admin_watch},
    {"counts", true, admin_counts},
    {"export", true, admin_export},
    {"verify", true, admin_verify},
    {"cancel", true, admin_cancel},
    {"codes", true, admin_codes},
    {"remove", true, admin_remove},
    {"settings", true, admin_settings},
    {"set", true, admin_set},
    {"opening", true, admin_opening},
    {"clock", true, admin_clock},
    {"power", true, admin_power},
    {"events", true, admin_events},
    {"event_open", true, admin_event_open},
    {"event_close", true, admin_event_close},
};

static void take_question(struct admin *a, uint32_t serial, const char *name, const struct admin_args *args)
{
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        if (strcmp(requests[i].name, name) != 0)
            continue;
        if (requests[i].needs_unlocked && !a->unlocked)
            admin_refuse(a, serial, "管理界面已锁上，请重新输入口令");
        else
            requests[i].run(a, serial, args);
        return;
    }
    admin_refuse(a, serial, "没有这个请求");
}

static void take_stage(struct admin *a, uint32_t session, const char *name, const struct admin_args *args)
{
    if (strcmp(name, "enter") == 0)
        enter(a, session, args);
    else if (session != a->session || !a->open)
        return;
    else if (strcmp(name, "leave") == 0)
        leave(a);
    else if (strcmp(name, "touch") == 0)
        a->touched = now_ms(a);
}

void admin_take(struct admin *a, uint32_t serial, const char *name, const char *text, size_t len)
{
    struct admin_args args = {.n = 0};
    struct err e;
    uint32_t session = serial >> ADMIN_SESSION_SHIFT;
    if (!json_read_flat(text, len, take_member, &args, &e))
        admin_refuse(a, serial, "请求写法有误");
    else if (!(serial & ((1u << ADMIN_SESSION_SHIFT) - 1)))
        take_stage(a, session, name, &args);
    else if (waited_for(a, serial))
        take_question(a, serial, name, &args);
    explicit_bzero(&args, sizeof args); /* it may have held a PIN */
}

/* ---- the keeper's loop ---- */

struct admin *admin_open(const struct admin_options *o)
{
    struct admin *a = mem_alloc(sizeof *a);
    a->o = *o;
    a->started = clock_mono(o->clock);
    settings_open(&a->settings, o->config->kiosk.data);
    a->stick_count = sticks_list(o->config->usb.roots, a->sticks, STICKS_MAX);
    return a;
}

void admin_close(struct admin *a)
{
    if (!a)
        return;
    leave(a);
    free(a);
}

void admin_stage_new(struct admin *a)
{
    leave(a);
    admin_apply_settings(a);
}

int admin_tick(struct admin *a)
{
    lock_when_due(a);
    admin_look_for_sticks(a);
    if (!a->open)
        return -1;
    int64_t left = locks_in(a);
    return left < 1 ? 1 : (int)left;
}
