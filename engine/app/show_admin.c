/* The administrator's screens on the stage: one scene process of their own, questions handed on to the keeper and its
 * answers handed back. The stage itself knows no PIN and decides nothing; the keeper says when the screen returns to the
 * visitors. Also what else the keeper tells: changed settings, notices. */
#include "app/show.h"

#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "stage/dialog.h"
#include "stage/tone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SESSION_BITS 12 /* of a question's number; the rest counts the questions of one session */
#define SERIAL_MAX ((1u << (32 - SESSION_BITS)) - 1)
#define TELL_TOUCH_MS 1000
#define NOTICE_MS 60000 /* whoever put the stick in may have stepped away; the strip hides nothing that is needed */

/* With the program, or beside the content; never inside it: content must not bring its own. */
bool show_admin_folder(const struct show *s, char *out, size_t size)
{
    if (show_program_folder("admin", out, size))
        return true;
    return path_join(out, size, s->config->kiosk.scripts, "../admin") && access(out, R_OK) == 0;
}

static void tell_keeper(struct show *s, const char *what, const char *args)
{
    s->options.ask(s->options.user, s->admin_session << (32 - SESSION_BITS), what, args);
}

/* Which content stands on the screen: only the stage knows. */
static void tell_entered(struct show *s)
{
    struct buf b = {0};
    struct json j = json_to(&b);
    json_object(&j, NULL);
    json_text(&j, "content", s->venue.content);
    json_object_end(&j);
    tell_keeper(s, "enter", buf_cstr(&b));
    buf_free(&b);
}

static void open_process(struct show *s)
{
    struct scene_context context;
    struct err e;
    char folder[1200];
    scene_client_close(&s->client);
    memset(s->timers, 0, sizeof s->timers);
    snprintf(s->scene, sizeof s->scene, "%s", ADMIN_SCENE);
    s->state = SHOW_LOADING;
    s->has_view = false;
    show_context(s, &context);
    if (show_admin_folder(s, folder, sizeof folder) && scene_client_open_admin(&s->client, &s->nursery, folder, &e)) {
        scene_client_load(&s->client, ADMIN_SCENE, &context);
        return;
    }
    log_error("app", "管理界面打不开：找不到 scripts/admin，或进程建不起来");
    show_go_home(s, "");
}

/* Whoever was visiting has given the screen to a colleague: a handover. What follows is nobody's visit. */
void show_admin_open(struct show *s)
{
    if (s->admin || !s->options.ask)
        return;
    show_hide_warning(s);
    visit_end(&s->visit, WHY_HANDOVER, clock_mono(s->clock));
    s->admin = true;
    s->admin_session = (s->admin_session + 1) & ((1u << SESSION_BITS) - 1);
    s->admin_touched = clock_mono(s->clock);
    s->entered++;
    tell_entered(s);
    show_reset_comfort(s);
    show_chrome(s);
    open_process(s);
}

void show_admin_left(struct show *s)
{
    if (!s->admin)
        return;
    s->admin = false;
    tell_keeper(s, "leave", "{}");
    show_chrome(s);
}

void show_admin_touch(struct show *s)
{
    int64_t now = clock_mono(s->clock);
    if (now - s->admin_touched < TELL_TOUCH_MS)
        return;
    s->admin_touched = now;
    tell_keeper(s, "touch", "{}");
}

void show_admin_ask(struct show *s, const struct scene_message *m)
{
    if (s->admin && m->serial <= SERIAL_MAX)
        s->options.ask(s->options.user, s->admin_session << (32 - SESSION_BITS) | m->serial, m->name, m->args);
}

void show_admin_answer(struct show *s, uint32_t serial, bool ok, bool last, const char *json, size_t len)
{
    if (!s->admin)
        return;
    if (!serial)
        show_go_home(s, "");
    else if (serial >> (32 - SESSION_BITS) == s->admin_session) /* otherwise of a session that is over */
        scene_client_answer(&s->client, serial & SERIAL_MAX, ok, last, json, len);
}

/* ---- settings ---- */

void show_setting(struct show *s, const char *name, const char *value)
{
    if (strcmp(name, "release") == 0) { /* only in visitor scripts: a keeper sends its own strikes */
        if (strikes_release(&s->strikes, value))
            show_tell_context(s);
    } else if (strcmp(name, "mode") == 0) {
        visit_set_mode(&s->visit, value, clock_mono(s->clock));
    } else if (strcmp(name, "text_size") == 0) {
        s->text_size = atoi(value);
        show_reset_comfort(s);
        show_tell_context(s);
    }
}

/* ---- notices ---- */

void show_notice(struct show *s, enum notice kind, const char *sentence)
{
    static const struct notice_strip looks[] = {
        [NOTICE_WORKING] = {.icon = "usb", .color = COLOR_THINK, .ground = COLOR_THINK_PALE},
        [NOTICE_DONE] = {.icon = "check", .color = COLOR_OK_DEEP, .ground = COLOR_OK_PALE},
        [NOTICE_FAILED] = {.icon = "warn", .color = COLOR_THINK, .ground = COLOR_THINK_PALE}};
    struct arena a = {0};
    struct notice_strip n = looks[kind];
    n.text = sentence;
    stage_show(s->stage, LAYER_NOTICE, &a, notice_strip(&a, &n), false);
    if (kind != NOTICE_WORKING && s->config->comfort.sound && !s->options.headless)
        tone_play(kind == NOTICE_DONE ? TONE_DONE : TONE_FAILED);
    s->notice = true;
    s->notice_until = clock_mono(s->clock) + NOTICE_MS;
}

void show_notice_tick(struct show *s)
{
    if (!s->notice || clock_mono(s->clock) < s->notice_until)
        return;
    s->notice = false;
    stage_show(s->stage, LAYER_NOTICE, NULL, NULL, false);
}

/* ---- the keeper's messages ---- */

static void hear_answer(struct show *s, struct reader *r)
{
    size_t len;
    uint32_t serial = read_u32(r);
    bool ok = read_u8(r) == 1, last = read_u8(r) == 1;
    const char *json = read_str(r, CHANNEL_MESSAGE_MAX, &len);
    if (reader_done(r))
        show_admin_answer(s, serial, ok, last, json, len);
}

static void hear_setting(struct show *s, struct reader *r)
{
    char name[48], value[192];
    read_str_into(r, name, sizeof name);
    read_str_into(r, value, sizeof value);
    if (reader_done(r))
        show_setting(s, name, value);
}

static void hear_notice(struct show *s, struct reader *r)
{
    char sentence[512];
    uint8_t kind = read_u8(r);
    read_str_into(r, sentence, sizeof sentence);
    if (reader_done(r) && kind <= NOTICE_FAILED)
        show_notice(s, (enum notice)kind, sentence);
}

static void hear_strikes(struct show *s, struct reader *r)
{
    struct strikes strikes = {.content = 0};
    if (strikes_decode(r, &strikes, s->options.boot, s->clock))
        show_use_strikes(s, &strikes);
}

void show_hear(struct show *s, uint8_t type, struct reader *r)
{
    if (type == MSG_ADMIN_ANSWER)
        hear_answer(s, r);
    else if (type == MSG_SETTING)
        hear_setting(s, r);
    else if (type == MSG_NOTICE)
        hear_notice(s, r);
    else if (type == MSG_STRIKES)
        hear_strikes(s, r);
}
