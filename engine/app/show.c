#include "app/show.h"

#include "base/file.h"
#include "base/log.h"
#include "stage/picture_worker.h"
#include "stage/pictures.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MOTION_OVER_MS 1000
#define MOTION_STEP_MS 80
#define NEAR_MS 8  /* a scene mostly answers a touch within these, with another screen too */
#define PICTURES_MS 400 /* so long after a scene was asked for, its pictures come before a spare scene */
#define LEFT_MS 30 /* a scene that was left is ended after these at the latest */
#define SETTLE_US 60000000 /* real time a virtual show may take to come to rest */

static bool spawn_worker(void *user, int *fd, int *pidfd)
{
    struct show *s = user;
    struct spawned child;
    struct err e;
    if (s->options.no_pictures)
        return false;
    if (!nursery_spawn(&s->nursery, SPAWN_WORKER, &child, &e)) {
        log_warn("app", "%s", e.text);
        return false;
    }
    *fd = child.fd;
    *pidfd = child.pidfd;
    return true;
}

static void run_worker(int fd)
{
    picture_worker_main(fd);
}

/* The program's own scripts: in scripts/ above the folder it lies in (a build), or where it was installed. */
bool show_program_folder(const char *name, char *out, size_t size)
{
    static const char *const places[] = {"scripts", "share/qingfeng/scripts"};
    char exe[1024], scripts[1200];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    for (char *slash; n > 0 && (exe[n] = 0, slash = strrchr(exe, '/')); n = slash - exe) {
        *slash = 0;
        for (size_t i = 0; i < 2; i++) {
            if (path_join(scripts, sizeof scripts, exe, places[i]) && path_join(out, size, scripts, name) &&
                access(out, R_OK) == 0)
                return true;
        }
    }
    return false;
}

/* Kits stand beside the content, or else come with the program. */
static const char *find_kit(const struct show *s, char *out, size_t size)
{
    static const char *const beside[] = {"kit/init.lua", "../kit/init.lua"};
    char path[1200];
    for (size_t i = 0; i < 2; i++) {
        if (path_join(path, sizeof path, s->config->kiosk.scripts, beside[i]) && access(path, R_OK) == 0)
            return NULL; /* the nursery finds these by itself */
    }
    return show_program_folder("kit", out, size) ? out : NULL;
}

static bool fork_nursery(struct show *s, struct err *e)
{
    char kit[1200];
    struct tree_limits view = {.nodes = s->config->limits.view_nodes,
                               .depth = tree_limits_default.depth,
                               .text_bytes = (size_t)s->config->limits.view_text,
                               .pictures = s->config->limits.view_pictures};
    struct nursery_options o = {.scripts = s->config->kiosk.scripts,
                                .view = &view,
                                .kit = find_kit(s, kit, sizeof kit),
                                .worker_main = run_worker,
                                .memory_bytes = (size_t)s->config->limits.scene_memory,
                                .deadline_ms = s->config->limits.callback_ms,
                                .kill_ms = s->config->limits.callback_ms + 150};
    return nursery_fork(&o, &s->nursery, e);
}

static bool start_stage(struct show *s, struct err *e)
{
    const struct config *c = s->config;
    const struct show_options *o = &s->options;
    char store[1200];
    bool keep = o->keep_pictures && path_join(store, sizeof store, c->kiosk.data, "pictures");
    struct stage_options so = {
        .media = c->kiosk.media,
        .fonts = c->kiosk.fonts,
        .width = o->width ? o->width : c->display.width,
        .height = o->height ? o->height : c->display.height,
        .fullscreen = c->display.mode == DISPLAY_FULLSCREEN && !o->width,
        .headless = o->headless,
        .rotate = c->display.rotate * 90,
        .diagonal_mm = (float)c->display.diagonal_mm,
        .clock = s->clock,
        .wish = {.renderer = (enum renderer)c->display.renderer, .data = c->kiosk.data, .fell = o->fell},
        .corner = (enum stage_corner)c->admin.corner,
        .pictures = {.pixel_limit = c->limits.picture_pixels,
                     .byte_limit = c->limits.picture_bytes,
                     .cache_bytes = (size_t)c->limits.cache_bytes,
                     .store = keep ? store : NULL,
                     .store_bytes = c->limits.picture_store,
                     .spawn = spawn_worker,
                     .user = s},
    };
    s->stage = stage_open(&so, e);
    return s->stage != NULL;
}

/* The scene that reads the theme, the start screen's, and who decodes its pictures: forked before anybody waits for them. */
static void ask_ahead(struct show *s)
{
    nursery_ask(&s->nursery, SPAWN_SCENE);
    nursery_ask(&s->nursery, SPAWN_SCENE);
    for (int i = 0; i < picture_workers() && !s->options.no_pictures; i++)
        nursery_ask(&s->nursery, SPAWN_WORKER);
}

/* The nursery loads the kits while the stage opens its window and fonts. */
bool show_prepare(struct show *s, const struct show_options *o, struct err *e)
{
    struct err theme_error;
    *s = (struct show){.options = *o, .config = o->config, .clock = o->clock, .text_size = o->text_size};
    scene_client_close(&s->client);
    if (!fork_nursery(s, e))
        return false;
    ask_ahead(s);
    if (!start_stage(s, e)) {
        nursery_stop(&s->nursery);
        return false;
    }
    stage_prepare(s->stage);
    if (!nursery_ready(&s->nursery, e)) {
        stage_close(s->stage);
        return false;
    }
    if (!scene_load_theme(&s->nursery, &s->theme, &theme_error))
        log_error("app", "%s", theme_error.text);
    stage_set_theme(s->stage, &s->theme);
    return true;
}

void show_begin(struct show *s, uint32_t boot, uint32_t first_visit, const struct strikes *strikes)
{
    struct visit_rules rules = {s->config->visit.warn, s->config->visit.countdown};
    s->options.boot = boot;
    if (strikes)
        s->strikes = *strikes;
    visit_open(&s->visit, rules, boot, first_visit, s->options.send, s->options.user);
    show_reset_comfort(s);
    show_apply_comfort(s);
    if (s->options.admin_first)
        show_admin_open(s);
    else
        show_go_home(s, "");
}

bool show_open(struct show *s, const struct show_options *o, struct err *e)
{
    if (!show_prepare(s, o, e))
        return false;
    show_begin(s, o->boot, o->first_visit, o->strikes);
    return true;
}

void show_close(struct show *s)
{
    visit_end(&s->visit, WHY_SHUTDOWN, clock_mono(s->clock));
    scene_client_close(&s->client);
    scene_client_close(&s->left);
    if (s->stage)
        stage_close(s->stage);
    s->stage = NULL;
    nursery_stop(&s->nursery);
}

void show_fault(struct show *s, const char *what, const char *scene, const char *detail)
{
    struct record r;
    record_start(&r, RECORD_FAULT);
    record_set_cut(&r, "what", what);
    snprintf(r.scene, sizeof r.scene, "%s", scene);
    record_set_cut(&r, "detail", detail);
    visit_record(&s->visit, &r, clock_mono(s->clock));
}

/* A finger on the glass, and whether something answered to it. */
static void take_touch(struct show *s, bool deliberate)
{
    int64_t now = clock_mono(s->clock);
    if (s->admin)
        show_admin_touch(s);
    else if (!deliberate)
        visit_touch(&s->visit, now);
    else if (visit_input(&s->visit, now))
        visit_screen(&s->visit, s->scene, s->head.screen, now);
}

static void take_event(struct show *s, const struct stage_event *ev)
{
    static const enum event_kind kinds[] = {
        [STAGE_TAP] = EVENT_TAP, [STAGE_DROP] = EVENT_DROP, [STAGE_PAGE] = EVENT_PAGE,
        [STAGE_INK] = EVENT_INK, [STAGE_END] = EVENT_END};
    if (ev->kind == STAGE_TOUCHED || ev->deliberate)
        take_touch(s, ev->deliberate);
    if (ev->kind == STAGE_QUIT) {
        s->quit = true;
    } else if (ev->kind == STAGE_RESIZED) {
        show_chrome(s);
        show_tell_context(s);
    } else if (ev->kind == STAGE_CORNER) {
        show_admin_open(s);
    } else if (ev->kind == STAGE_TOUCHED) {
        return;
    } else if (ev->layer == LAYER_CHROME) {
        show_chrome_tap(s, ev->handler);
    } else if (ev->layer == LAYER_DIALOG) {
        show_dialog_tap(s, ev->handler);
    } else if (s->state == SHOW_CALM || s->state == SHOW_BROKEN) {
        show_calm_tap(s, ev->handler);
    } else if (s->state == SHOW_SCENE) {
        s->asked_us = clock_real_us();
        show_scene_event(s, kinds[ev->kind], ev->handler, ev->text, ev->number);
    }
}

static uint32_t chars_shown(struct show *s)
{
    return s->head.chars ? s->head.chars : stage_reading_chars(s->stage);
}

static void run_visit(struct show *s)
{
    switch (visit_tick(&s->visit, clock_mono(s->clock), chars_shown(s))) {
    case STEP_WARN:
    case STEP_SECOND:
        show_warning(s, visit_seconds_left(&s->visit, clock_mono(s->clock)));
        break;
    case STEP_TIMEOUT:
        show_hide_warning(s);
        show_go_home(s, "");
        break;
    case STEP_NONE:
        break;
    }
}

/* Somebody is still here. The warning stays until the finger has left it: it may be on its way to 我是新来的. */
static bool warning_is_over(const struct show *s)
{
    return s->seconds_dialog && s->visit.phase != VISIT_WARNED && !stage_touched(s->stage, LAYER_DIALOG);
}

static void sooner(int *ms, int64_t candidate)
{
    if (candidate >= 0 && (*ms < 0 || candidate < *ms))
        *ms = candidate > 3600000 ? 3600000 : (int)candidate;
}

/* A frame that shows nothing but the finger's lift would delay the answer to it; whoever taps without a pause still gets
 * frames. */
static bool hold_frame(struct show *s)
{
    int64_t now = clock_real_us();
    bool owed = s->state == SHOW_LOADING || scene_client_busy(&s->client);
    bool near = owed && now - s->asked_us < NEAR_MS * 1000;
    if (!near || (s->held_us && now - s->held_us >= NEAR_MS * 1000))
        s->held_us = 0;
    else if (!s->held_us)
        s->held_us = now;
    return s->held_us != 0;
}

/* What was said since the last step comes first, so that it is in the frame drawn now. */
int show_step(struct show *s)
{
    struct stage_event ev;
    show_scene_receive(s);
    stage_listen(s->stage);
    while (stage_next_event(s->stage, &ev)) /* before painting: the scene works on the answer meanwhile */
        take_event(s, &ev);
    show_run_timers(s);
    run_visit(s);
    show_notice_tick(s);
    int64_t now = clock_mono(s->clock);
    if (s->state == SHOW_BROKEN && now >= s->retry_at)
        show_go_home(s, "");
    if (hold_frame(s))
        return NEAR_MS;
    int ms = stage_frame(s->stage);
    while (stage_next_event(s->stage, &ev)) {
        take_event(s, &ev);
        ms = 0; /* it may have changed the bar or a dialog: draw again at once */
    }
    if (warning_is_over(s)) {
        show_hide_warning(s);
        ms = 0;
    }
    sooner(&ms, visit_due(&s->visit, now, chars_shown(s)));
    sooner(&ms, show_timers_due(s));
    sooner(&ms, scene_client_due_ms(&s->client));
    if (s->state == SHOW_BROKEN)
        sooner(&ms, s->retry_at - now);
    if (s->notice)
        sooner(&ms, s->notice_until > now ? s->notice_until - now : 0);
    return ms;
}

/* A spare scene takes a core for some milliseconds, which pictures of the screen that is seen need more. */
static bool may_restock(struct show *s)
{
    bool pictures = stage_loading(s->stage) && clock_real_us() - s->left_us < PICTURES_MS * 1000;
    return s->state != SHOW_LOADING && !scene_client_busy(&s->client) && !pictures;
}

void show_wait(struct show *s, struct pollfd *more, int n, int timeout_ms)
{
    struct pollfd fds[16];
    int count = 0;
    if (s->state != SHOW_LOADING || clock_real_us() - s->left_us > LEFT_MS * 1000)
        scene_client_close(&s->left);
    if (scene_client_fd(&s->left) >= 0)
        sooner(&timeout_ms, LEFT_MS);
    if (may_restock(s))
        nursery_restock(&s->nursery);
    for (; count < n && count < 12; count++)
        fds[count] = more[count];
    if (scene_client_fd(&s->client) >= 0) {
        short events = scene_client_wants_write(&s->client) ? POLLIN | POLLOUT : POLLIN;
        fds[count++] = (struct pollfd){.fd = scene_client_fd(&s->client), .events = events};
    }
    stage_wait(s->stage, fds, count, timeout_ms);
    for (int i = 0; i < n && i < 12; i++)
        more[i].revents = fds[i].revents;
}

static bool at_rest(const struct show *s, int ms)
{
    return !scene_client_busy(&s->client) && s->state != SHOW_LOADING && stage_settled(s->stage) && ms != 0;
}

/* Another process works in real time: a virtual clock must stand still meanwhile, or it runs away. */
static bool waits_for_others(const struct show *s)
{
    return scene_client_busy(&s->client) || s->state == SHOW_LOADING || stage_loading(s->stage);
}

bool show_settle(struct show *s)
{
    int64_t give_up = clock_real_us() + SETTLE_US;
    for (;;) {
        int ms = show_step(s);
        if (s->options.others && s->options.others(s->options.user)) { /* the clock stands still meanwhile */
            show_wait(s, NULL, 0, 5);
            continue;
        }
        if (at_rest(s, ms))
            return true;
        if (clock_real_us() > give_up)
            return false;
        if (ms != 0 && waits_for_others(s))
            show_wait(s, NULL, 0, 5);
        else if (ms > 0 && ms <= 16) /* where motion ends matters here, not each frame on its way there */
            clock_advance(s->clock, s->options.checking ? MOTION_OVER_MS : MOTION_STEP_MS);
        else if (ms != 0) /* nothing moves and nobody works: a new screen takes no touch yet, and only time helps */
            clock_advance(s->clock, MOTION_STEP_MS);
    }
}

bool show_advance(struct show *s, int64_t ms)
{
    int64_t end = clock_mono(s->clock) + ms;
    for (;;) {
        if (!show_settle(s))
            return false;
        int64_t left = end - clock_mono(s->clock);
        if (left <= 0)
            return true;
        int due = show_step(s);
        clock_advance(s->clock, due >= 0 && due < left ? (due ? due : 1) : left);
    }
}
