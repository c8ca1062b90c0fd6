#include "visit/visit.h"

#include <stdio.h>
#include <string.h>

#define READ_CHARS_PER_S 5 /* an unhurried adult, standing */
#define ANSWER_LONGEST_MS 86400000

void visit_open(struct visit *v, struct visit_rules rules, uint32_t boot, uint32_t first_number,
                void (*send)(void *user, const struct record *r), void *user)
{
    *v = (struct visit){.rules = rules, .boot = boot, .next_number = first_number, .send = send, .user = user};
}

static void time_answer(struct visit *v, struct record *r, int64_t now)
{
    int64_t took = now - v->asked;
    if (!record_has(r, "ms"))
        record_set_int(r, "ms", took < ANSWER_LONGEST_MS ? took : ANSWER_LONGEST_MS);
    v->asked = now;
}

void visit_record(struct visit *v, struct record *r, int64_t now)
{
    bool stands_alone = r->kind == RECORD_FAULT || r->kind == RECORD_SETTING;
    if (v->phase == VISIT_NONE && !stands_alone)
        return;
    if (r->kind == RECORD_ANSWER)
        time_answer(v, r, now);
    r->mono_ms = now;
    snprintf(r->visit, sizeof r->visit, "%s", v->phase == VISIT_NONE ? "" : v->id);
    if (r->kind != RECORD_FAULT || !r->scene[0]) /* a fault names the scene that failed, with a visitor or without */
        snprintf(r->scene, sizeof r->scene, "%s", v->scene);
    snprintf(r->content, sizeof r->content, "%s", v->content);
    v->send(v->user, r);
}

void visit_set_mode(struct visit *v, const char *mode, int64_t now)
{
    snprintf(v->mode, sizeof v->mode, "%s", mode);
    v->last_touch = now;
}

static void begin(struct visit *v, int64_t now)
{
    struct record r;
    if (now - v->last_touch >= MODE_QUIET_MS)
        v->mode[0] = 0;
    snprintf(v->id, sizeof v->id, "%u-%u", v->boot, v->next_number++);
    v->phase = VISIT_ACTIVE;
    v->first_input = v->asked = now;
    v->inputs = v->screens = 0;
    v->scene[0] = v->content[0] = v->screen[0] = v->seen[0] = 0;
    record_start(&r, RECORD_VISIT_START);
    if (v->mode[0])
        record_set_text(&r, "mode", v->mode, strlen(v->mode));
    visit_record(v, &r, now);
}

void visit_touch(struct visit *v, int64_t now)
{
    if (v->phase == VISIT_NONE)
        return;
    v->phase = VISIT_ACTIVE;
    v->last_touch = now;
}

bool visit_input(struct visit *v, int64_t now)
{
    bool began = v->phase == VISIT_NONE;
    if (began)
        begin(v, now);
    visit_touch(v, now);
    v->last_input = v->scene_input = now;
    v->inputs++;
    return began;
}

void visit_screen(struct visit *v, const char *scene, const char *screen, int64_t now)
{
    char name[sizeof v->screen];
    snprintf(name, sizeof name, "%s/%s", scene, screen);
    if (v->phase == VISIT_NONE || strcmp(name, v->screen) == 0)
        return;
    snprintf(v->screen, sizeof v->screen, "%s", name);
    v->screens++;
    v->asked = now;
}

void visit_enter(struct visit *v, const char *scene, const char *content, int64_t now)
{
    struct record r;
    if (v->phase == VISIT_NONE)
        return;
    visit_leave(v, now);
    snprintf(v->scene, sizeof v->scene, "%s", scene);
    snprintf(v->content, sizeof v->content, "%s", content);
    v->entered = v->scene_input = now;
    v->scene_done = false;
    record_start(&r, RECORD_ENTER);
    visit_record(v, &r, now);
}

bool visit_has_seen(const struct visit *v, const char *scene)
{
    size_t len = strlen(scene);
    for (const char *at = v->seen; (at = strstr(at, scene)); at += len) {
        if ((at == v->seen || at[-1] == ' ') && at[len] == ' ')
            return true;
    }
    return false;
}

void visit_complete(struct visit *v)
{
    if (!v->scene[0])
        return;
    v->scene_done = true;
    size_t used = strlen(v->seen);
    if (!visit_has_seen(v, v->scene) && used + strlen(v->scene) + 2 <= sizeof v->seen)
        snprintf(v->seen + used, sizeof v->seen - used, "%s ", v->scene);
}

void visit_leave(struct visit *v, int64_t now)
{
    struct record r;
    if (v->phase == VISIT_NONE || !v->scene[0])
        return;
    record_start(&r, RECORD_LEAVE);
    record_set_int(&r, "active_ms", v->scene_input - v->entered);
    record_set_bool(&r, "done", v->scene_done);
    visit_record(v, &r, now);
    v->scene[0] = v->content[0] = 0;
}

void visit_end(struct visit *v, enum visit_why why, int64_t now)
{
    static const char *const words[] = {"finished", "left", "timeout", "handover", "shutdown"};
    struct record r;
    if (v->phase == VISIT_NONE)
        return;
    visit_leave(v, now);
    record_start(&r, RECORD_VISIT_END);
    record_set_text(&r, "why", words[why], strlen(words[why]));
    record_set_int(&r, "active_ms", v->last_input - v->first_input);
    record_set_int(&r, "idle_ms", now - v->last_input);
    record_set_int(&r, "inputs", v->inputs);
    record_set_int(&r, "screens", v->screens);
    record_set_int(&r, "span_ms", v->last_input - v->first_input);
    visit_record(v, &r, now);
    v->phase = VISIT_NONE;
    v->id[0] = v->seen[0] = v->screen[0] = 0;
}

void visit_finish(struct visit *v, int64_t now)
{
    visit_end(v, v->scene[0] && !v->scene_done ? WHY_LEFT : WHY_FINISHED, now);
    v->mode[0] = 0;
}

/* Quiet time before the warning: longer when there is much to read, or when somebody talks to a group. */
static int64_t patience(const struct visit *v, uint32_t chars)
{
    int64_t rule = v->mode[0] ? MODE_QUIET_MS : (int64_t)v->rules.warn_s * 1000;
    int64_t reading = (int64_t)chars * 1500 / READ_CHARS_PER_S;
    return reading > rule ? reading : rule;
}

int visit_seconds_left(const struct visit *v, int64_t now)
{
    int64_t end = v->warned + (int64_t)v->rules.countdown_s * 1000;
    int64_t left = (end - now + 999) / 1000;
    return left < 1 ? 1 : (int)left;
}

static enum visit_step tick_warned(struct visit *v, int64_t now)
{
    if (now - v->warned >= (int64_t)v->rules.countdown_s * 1000) {
        visit_end(v, WHY_TIMEOUT, now);
        v->mode[0] = 0;
        return STEP_TIMEOUT;
    }
    int left = visit_seconds_left(v, now);
    if (left == v->seconds_shown)
        return STEP_NONE;
    v->seconds_shown = left;
    return STEP_SECOND;
}

enum visit_step visit_tick(struct visit *v, int64_t now, uint32_t chars)
{
    if (v->phase == VISIT_WARNED)
        return tick_warned(v, now);
    if (v->phase == VISIT_NONE || now - v->last_touch < patience(v, chars))
        return STEP_NONE;
    v->phase = VISIT_WARNED;
    v->warned = now;
    v->seconds_shown = v->rules.countdown_s;
    return STEP_WARN;
}

int64_t visit_due(const struct visit *v, int64_t now, uint32_t chars)
{
    if (v->phase == VISIT_NONE)
        return -1;
    int64_t at = v->last_touch + patience(v, chars);
    if (v->phase == VISIT_WARNED)
        at = v->warned + (int64_t)(v->rules.countdown_s - v->seconds_shown + 1) * 1000;
    return at > now ? at - now : 0;
}
