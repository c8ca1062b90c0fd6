/* The open scene: which one, what it says, what it is told. */
#include "app/show.h"

#include "base/log.h"
#include "base/utf8.h"
#include "stage/chrome.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* The exhibit after the open one, in the venue's order, going round. False when there is no other. */
static bool find_next(const struct show *s, char *scene, size_t scene_size, char *title, size_t title_size)
{
    const char *order = s->venue.order, *first = NULL, *pick = NULL;
    bool passed = false;
    for (const char *line = order; *line && !pick; line += strcspn(line, "\n") + 1) {
        size_t len = strcspn(line, "\t\n");
        bool same = strlen(s->scene) == len && memcmp(line, s->scene, len) == 0;
        char name[96];
        snprintf(name, sizeof name, "%.*s", (int)len, line);
        if (!same && !strikes_shut(&s->strikes, name)) {
            if (!first)
                first = line;
            if (passed)
                pick = line;
        }
        passed |= same;
    }
    if (!pick)
        pick = first;
    if (!pick)
        return false;
    size_t len = strcspn(pick, "\t\n");
    snprintf(scene, scene_size, "%.*s", (int)len, pick);
    const char *t = pick[len] == '\t' ? pick + len + 1 : "";
    snprintf(title, title_size, "%.*s", (int)strcspn(t, "\n"), t);
    utf8_trim_partial(title); /* half a character would be refused by the scene process */
    return true;
}

void show_context(const struct show *s, struct scene_context *c)
{
    int64_t wall = clock_wall(s->clock);
    time_t seconds = (time_t)(wall / 1000);
    struct tm t;
    char name[96];
    *c = (struct scene_context){
        .portrait = stage_portrait(s->stage),
        .reach = s->comfort.reach,
        .large = s->comfort.text_size >= 2,
        .contrast = s->comfort.contrast,
        .reduced_motion = !s->comfort.motion,
        .sound = s->comfort.sound,
        .touch = true,
        .date_known = clock_believed(wall),
        .checking = s->options.checking,
        .text_size = (uint8_t)s->comfort.text_size,
        .seed = s->options.seed + s->entered * 2654435761u,
    };
    /* What lies above the bar, also while the lower strip of the start screen stands in its place. */
    stage_size(s->stage, &c->width, &c->height);
    if (!s->admin)
        c->height -= c->portrait ? CHROME_TALL_U : CHROME_WIDE_U;
    snprintf(c->lang, sizeof c->lang, "%s", lang_code(s->comfort.lang));
    snprintf(c->theme, sizeof c->theme, "%s", s->options.skin ? s->options.skin : s->venue.theme);
    if (localtime_r(&seconds, &t))
        strftime(c->today, sizeof c->today, "%Y-%m-%d", &t);
    snprintf(c->seen, sizeof c->seen, "%s", s->visit.seen);
    snprintf(c->from, sizeof c->from, "%s", s->from);
    for (int i = 0; i < STRIKES_MAX; i++) {
        size_t used = strlen(c->shut);
        if (s->strikes.list[i].count >= STRIKES_OUT && used + strlen(s->strikes.list[i].scene) + 1 < sizeof c->shut)
            snprintf(c->shut + used, sizeof c->shut - used, "%s ", s->strikes.list[i].scene);
    }
    find_next(s, name, sizeof name, c->next, sizeof c->next);
}

void show_tell_context(struct show *s)
{
    struct scene_context c;
    show_context(s, &c);
    if (s->state == SHOW_CALM)
        show_calm_card(s);
    else if (s->state == SHOW_BROKEN)
        show_out_of_order(s);
    else
        scene_client_context(&s->client, &c);
}

void show_use_strikes(struct show *s, const struct strikes *strikes)
{
    s->strikes = *strikes;
    show_tell_context(s);
}

/* No longer listened to, and ended in a moment: that keeps a core for a millisecond, which the scene that comes needs. */
static void leave_scene(struct show *s)
{
    scene_client_close(&s->left);
    s->left = s->client;
    s->left_us = clock_real_us();
}

static void open_scene(struct show *s, const char *name)
{
    struct scene_context context;
    struct err e;
    char held[96];
    snprintf(held, sizeof held, "%s", name); /* may point into the scene that ends here */
    show_admin_left(s);
    leave_scene(s);
    memset(s->timers, 0, sizeof s->timers);
    snprintf(s->scene, sizeof s->scene, "%s", held);
    s->state = SHOW_LOADING;
    s->has_view = false;
    s->entered++;
    s->asked_us = clock_real_us();
    show_context(s, &context);
    if (!scene_client_open(&s->client, &s->nursery, &e)) {
        log_error("app", "%s", e.text);
        s->quit = !nursery_alive(&s->nursery); /* the keeper starts everything afresh */
    } else {
        scene_client_load(&s->client, s->scene, &context);
    }
}

void show_go_home(struct show *s, const char *from)
{
    char held[96];
    snprintf(held, sizeof held, "%s", from);
    visit_leave(&s->visit, clock_mono(s->clock));
    if (!held[0]) /* nobody is here: everything back to where it was */
        show_reset_comfort(s);
    snprintf(s->from, sizeof s->from, "%s", held);
    open_scene(s, HOME_SCENE);
}

void show_enter(struct show *s, const char *scene)
{
    if (strcmp(scene, HOME_SCENE) == 0) {
        show_go_home(s, s->scene);
        return;
    }
    visit_enter(&s->visit, scene, s->venue.content, clock_mono(s->clock));
    snprintf(s->from, sizeof s->from, "%s", s->scene);
    open_scene(s, scene);
    if (strikes_shut(&s->strikes, scene)) {
        scene_client_close(&s->client);
        show_calm_card(s);
    }
}

void show_enter_next(struct show *s)
{
    char scene[96], title[192];
    if (find_next(s, scene, sizeof scene, title, sizeof title))
        show_enter(s, scene);
    else
        show_go_home(s, s->scene);
}

static void take_view(struct show *s, struct scene_message *m)
{
    bool new_screen = !s->has_view || strcmp(m->head.screen, s->head.screen) != 0;
    if (s->has_view && m->head.attract && s->head.attract)
        new_screen = false; /* one attract picture fades into the next */
    bool left = m->head.attract && !s->head.attract; /* nobody is here any more */
    bool new_bar = !s->has_view || m->head.back != s->head.back || m->head.attract != s->head.attract;
    s->head = m->head;
    s->has_view = true;
    s->state = SHOW_SCENE;
    if (strcmp(s->scene, HOME_SCENE) == 0)
        s->retry_s = 0;
    if (new_bar)
        show_chrome(s);
    if (s->options.viewed)
        s->options.viewed(s->options.user, m->root);
    stage_show(s->stage, LAYER_CONTENT, &m->arena, m->root, new_screen);
    m->arena = (struct arena){0};
    if (left)
        mem_rest();
    visit_screen(&s->visit, s->scene, s->head.screen, clock_mono(s->clock));
}

static void take_timer(struct show *s, uint32_t handler, uint32_t ms)
{
    struct show_timer *slot = NULL;
    for (int i = 0; i < SHOW_TIMERS; i++) {
        if (s->timers[i].handler == handler)
            slot = &s->timers[i];
        else if (!slot && !s->timers[i].handler)
            slot = &s->timers[i];
    }
    if (!slot || s->options.checking)
        return;
    *slot = ms ? (struct show_timer){handler, clock_mono(s->clock) + ms} : (struct show_timer){0};
}

void show_run_timers(struct show *s)
{
    int64_t now = clock_mono(s->clock);
    for (int i = 0; i < SHOW_TIMERS; i++) {
        struct show_timer t = s->timers[i];
        if (!t.handler || t.due > now)
            continue;
        s->timers[i] = (struct show_timer){0};
        show_scene_event(s, EVENT_TIMER, t.handler, "", 0);
    }
}

int show_timers_due(const struct show *s)
{
    int64_t now = clock_mono(s->clock), best = -1;
    for (int i = 0; i < SHOW_TIMERS; i++) {
        int64_t left = s->timers[i].due > now ? s->timers[i].due - now : 0;
        if (s->timers[i].handler && (best < 0 || left < best))
            best = left;
    }
    return (int)best;
}

void show_scene_event(struct show *s, enum event_kind kind, uint32_t handler, const char *text, int number)
{
    struct scene_event ev = {.view_serial = s->head.serial, .kind = kind, .handler = handler, .number = number};
    snprintf(ev.text, sizeof ev.text, "%s", text);
    scene_client_event(&s->client, &ev);
}

static void take_go(struct show *s, enum go go, const char *name)
{
    if (s->options.checking && !s->admin)
        return; /* what lies there has its own turn */
    switch (go) {
    case GO_HOME:
    case GO_BACK:
        show_go_home(s, s->admin ? "" : s->scene);
        break;
    case GO_SCENE:
        if (!s->admin)
            show_enter(s, name);
        break;
    case GO_NEXT:
        if (!s->admin)
            show_enter_next(s);
        break;
    case GO_FINISH:
        visit_finish(&s->visit, clock_mono(s->clock));
        show_go_home(s, "");
        break;
    }
}

/* The venue's own colour over the theme, or the theme alone. */
static void wear_brand(struct show *s)
{
    struct theme t = s->theme;
    struct err e;
    if (s->venue.brand[0] && !theme_brand(&t, s->venue.brand, &e))
        log_error("scene", "venue: %s", e.text);
    stage_set_theme(s->stage, &t);
}

static void take_meta(struct show *s, const struct scene_meta *m)
{
    snprintf(s->title, sizeof s->title, "%s", m->title);
    if (s->admin || strcmp(s->scene, HOME_SCENE) != 0)
        return;
    bool other_skin = strcmp(s->venue.theme, m->theme) != 0, other_brand = strcmp(s->venue.brand, m->brand) != 0;
    s->venue = *m;
    if (other_brand)
        wear_brand(s);
    if (other_skin)
        show_apply_comfort(s);
}

/* A home screen that stood is put up again at once; one that falls again waits behind the built-in screen. */
static void home_failed(struct show *s)
{
    char from[96];
    snprintf(from, sizeof from, "%s", s->from);
    if (s->retry_s > 0) {
        show_out_of_order(s);
        return;
    }
    s->retry_s = 1;
    show_go_home(s, from);
}

static void take_failure(struct show *s, const struct finding *f)
{
    s->last_failure = *f;
    s->failures++;
    log_error("scene", "%s: %s:%u: %s", s->scene, f->file, f->line, f->message);
    show_fault(s, s->admin ? "admin" : "scene", s->scene, f->message);
    memset(s->timers, 0, sizeof s->timers);
    if (s->admin) {
        show_go_home(s, "");
        return;
    }
    if (strcmp(s->scene, HOME_SCENE) == 0) {
        home_failed(s);
        return;
    }
    strikes_add(&s->strikes, s->scene, s->options.boot, s->clock);
    show_calm_card(s);
}

static void take_message(struct show *s, struct scene_message *m)
{
    switch (m->said) {
    case SCENE_VIEW:
        take_view(s, m);
        break;
    case SCENE_RECORD:
        visit_record(&s->visit, m->record, clock_mono(s->clock));
        break;
    case SCENE_GO:
        take_go(s, m->go, m->name);
        break;
    case SCENE_TIMER:
        take_timer(s, m->handler, m->ms);
        break;
    case SCENE_META:
        take_meta(s, m->meta);
        break;
    case SCENE_PRINT:
        log_info("scene", "%s: %s", s->scene, m->text);
        break;
    case SCENE_TITLE:
        if (s->options.title)
            s->options.title(s->options.user, s->scene, m->name, m->text);
        break;
    case SCENE_ADMIN:
        show_admin_ask(s, m);
        break;
    case SCENE_COMPLETE:
        visit_complete(&s->visit);
        break;
    case SCENE_FAILED:
        take_failure(s, &m->finding);
        break;
    default: /* survey and theme answers are for tools that ask */
        break;
    }
}

void show_scene_receive(struct show *s)
{
    struct scene_message m;
    for (int i = 0; i < 64 && scene_client_receive(&s->client, &m); i++) {
        take_message(s, &m);
        scene_message_free(&m);
    }
}
