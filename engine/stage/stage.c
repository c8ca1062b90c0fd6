#include "stage/ahead.h"
#include "stage/inside.h"

#include "base/log.h"
#include "stage/scroll.h"

#include <stdlib.h>
#include <string.h>

#define ROUGH_ROUNDS 8
#define DIAGONAL_MM 546.0f /* 21.5 inches */

int64_t stage_now(const struct stage *s)
{
    return clock_mono(s->clock) + 1;
}

static int64_t now_us(const struct stage *s)
{
    return s->clock->is_virtual ? clock_mono(s->clock) * 1000 : clock_real_us();
}

/* ---- open, close ---- */

static void gone(void *user, struct live *l)
{
    touch_gone(user, l);
}

static void fit_style(struct stage *s, int w, int h)
{
    style_update(&s->style, w, h, s->diagonal_mm);
    s->layout_due = s->paint_due = true;
}

/* A map of fonts that is missing or wrong shall not leave the screen dark. */
static struct text_engine *open_text(const char *fonts, struct err *e)
{
    struct text_engine *text = text_open(fonts, e);
    if (text)
        return text;
    log_warn("stage", "%s；先用系统里的字体", e->text);
    return text_open(NULL, e);
}

static bool open_parts(struct stage *s, const struct stage_options *o, struct err *e)
{
    s->text = open_text(o->fonts, e);
    if (!s->text)
        return false;
    struct window_options w = {.w = o->width,
                               .h = o->height,
                               .fullscreen = o->fullscreen,
                               .headless = o->headless,
                               .title = o->title,
                               .rotate = o->rotate,
                               .wish = o->wish};
    s->window = window_open(&w, e);
    if (!s->window)
        return false;
    struct picture_options p = o->pictures;
    p.media = o->media;
    s->pictures = pictures_open(&p);
    return true;
}

struct stage *stage_open(const struct stage_options *o, struct err *e)
{
    struct stage *s = mem_alloc(sizeof *s);
    s->clock = o->clock;
    s->corner.where = o->corner;
    theme_defaults(&s->style.theme);
    memcpy(s->style.comfort.lang, "zh", 3);
    for (int i = 0; i < LAYER_COUNT; i++) {
        s->layers[i].tree.gone = gone;
        s->layers[i].tree.user = s;
        s->layers[i].shown = -1000000;
    }
    if (!open_parts(s, o, e)) {
        stage_close(s);
        return NULL;
    }
    float told = window_diagonal_mm(s->window);
    s->diagonal_mm = o->diagonal_mm > 0 ? o->diagonal_mm : told > 0 ? told : DIAGONAL_MM;
    struct surface surface = window_surface(s->window);
    fit_style(s, surface.w, surface.h);
    return s;
}

void stage_close(struct stage *s)
{
    if (!s)
        return;
    for (int i = 0; i < LAYER_COUNT; i++)
        tree_clear(&s->layers[i].tree);
    paint_free(&s->lists[0]);
    paint_free(&s->lists[1]);
    if (s->pictures)
        pictures_close(s->pictures);
    window_close(s->window);
    text_close(s->text);
    free(s);
}

void stage_prepare(struct stage *s)
{
    for (int bold = 0; bold < 2; bold++)
        text_has_glyph(s->text, U'中', FACE_SANS, bold, NULL); /* opens the font */
    window_prepare(s->window);
}

/* ---- how it looks, what it shows ---- */

void stage_set_theme(struct stage *s, const struct theme *t)
{
    s->style.theme = *t;
    fit_style(s, s->style.w, s->style.h);
}

void stage_set_comfort(struct stage *s, const struct stage_comfort *c)
{
    s->style.comfort = *c;
    int size = c->text_size;
    s->style.comfort.text_size = size < 0 ? 0 : size >= TEXT_SIZES ? TEXT_SIZES - 1 : size;
    fit_style(s, s->style.w, s->style.h);
}

const struct stage_comfort *stage_comfort(const struct stage *s)
{
    return &s->style.comfort;
}

enum layer stage_top(const struct stage *s)
{
    return s->layers[LAYER_DIALOG].tree.frame ? LAYER_DIALOG : LAYER_CONTENT;
}

void stage_show(struct stage *s, enum layer layer, struct arena *memory, struct node *root, bool new_screen)
{
    struct layer_state *y = &s->layers[layer];
    int64_t now = stage_now(s);
    bool appears = root && !y->tree.frame;
    if (new_screen || !root)
        touch_forget(s, (int)layer);
    if (layer == LAYER_DIALOG && appears)
        touch_forget(s, -1);
    if (new_screen || (appears && layer == LAYER_DIALOG))
        y->shown = now;
    if (new_screen)
        y->at_once = appears;
    tree_show(&y->tree, memory, root, new_screen, now);
    s->layout_due = s->paint_due = true;
}

/* ---- layout ---- */

static bool is_long(const struct stage *s)
{
    return s->layers[LAYER_CONTENT].tree.chars > ROUGH_CHARS;
}

static void arrange_layer(struct stage *s, struct layout *c, enum layer layer, struct rect area)
{
    struct layer_state *y = &s->layers[layer];
    y->area = area;
    c->rough = layer == LAYER_CONTENT && is_long(s); /* only there estimates become exact in time: refine */
    if (y->tree.frame)
        layout_frame(c, y->tree.frame, area.w, area.h);
}

static void layout_all(struct stage *s)
{
    struct layout c = {.style = &s->style, .text = s->text};
    int w = s->style.w, h = s->style.h, bar = 0;
    for (int i = 0; i < LAYER_COUNT; i++) {
        if (s->layers[i].tree.frame)
            layout_reset(&c, s->layers[i].tree.frame);
    }
    struct live *chrome = s->layers[LAYER_CHROME].tree.frame;
    if (chrome)
        bar = layout_height(&c, chrome->first, w).h;
    bar = bar > h / 2 ? h / 2 : bar;
    arrange_layer(s, &c, LAYER_CHROME, (struct rect){0, h - bar, w, bar});
    arrange_layer(s, &c, LAYER_CONTENT, (struct rect){0, 0, w, h - bar});
    arrange_layer(s, &c, LAYER_DIALOG, (struct rect){0, 0, w, h});
    struct live *notice = s->layers[LAYER_NOTICE].tree.frame;
    arrange_layer(s, &c, LAYER_NOTICE, (struct rect){0, 0, w, notice ? layout_height(&c, notice->first, w).h : 0});
    s->figures.layouts++;
}

static void place_all(struct stage *s)
{
    for (int i = 0; i < LAYER_COUNT; i++) {
        struct layer_state *y = &s->layers[i];
        if (y->tree.frame)
            layout_place(y->tree.frame, y->area.x, y->area.y, y->area);
    }
}

static void tick_scrolls(struct stage *s, int64_t now)
{
    for (int i = 0; i < LAYER_COUNT; i++)
        s->moving |= scroll_tick_all(&s->style, &s->layers[i].tree, now);
}

/* The scroll around it moves along when what stands above it grows. */
static void keep_in_place(struct stage *s, struct live *anchor, int was_y)
{
    float by = (float)(anchor->at.y - was_y);
    struct live *scroll = anchor->parent;
    while (scroll && scroll->n->type != NODE_SCROLL)
        scroll = scroll->parent;
    if (!scroll || by == 0)
        return;
    scroll->offset += by;
    scroll->fling_from += by;
    scroll->run_from += by;
    touch_shifted(s, scroll, by);
    place_all(s);
}

/* Estimated heights that come into sight become exact, which may bring others into sight. */
static void refine(struct stage *s)
{
    struct layer_state *y = &s->layers[LAYER_CONTENT];
    struct layout c = {.style = &s->style, .text = s->text};
    for (int i = 0; i < ROUGH_ROUNDS && is_long(s) && rough_refine(&c, y->tree.frame); i++) {
        struct live *anchor = rough_anchor(y->tree.frame);
        int was_y = anchor ? anchor->at.y : 0;
        layout_all(s);
        place_all(s);
        if (anchor)
            keep_in_place(s, anchor, was_y);
    }
}

void stage_arrange(struct stage *s)
{
    if (s->layout_due) {
        layout_all(s);
        tick_scrolls(s, stage_now(s));
        s->place_due = s->paint_due = true;
    }
    if (s->place_due) {
        place_all(s);
        refine(s);
        s->reading_known = false;
    }
    if (s->layout_due)
        ahead_pictures(s);
    s->layout_due = s->place_due = false;
}

void stage_content_size(struct stage *s, float *w, float *h)
{
    stage_arrange(s);
    struct rect area = s->layers[LAYER_CONTENT].area;
    *w = (float)area.w / s->style.u;
    *h = (float)area.h / s->style.u;
}

void stage_size(const struct stage *s, float *w, float *h)
{
    struct surface now = window_surface(s->window);
    *w = (float)now.w / s->style.u;
    *h = (float)now.h / s->style.u;
}

bool stage_portrait(const struct stage *s)
{
    return s->style.portrait;
}

float stage_px_per_mm(const struct stage *s)
{
    return s->style.px_per_mm;
}

/* ---- events ---- */

void stage_tell(struct stage *s, const struct stage_event *e)
{
    if (s->n_events == STAGE_EVENTS) { /* nobody listens: the oldest go */
        s->first_event = (s->first_event + 1) % STAGE_EVENTS;
        s->n_events--;
    }
    s->events[(s->first_event + s->n_events++) % STAGE_EVENTS] = *e;
}

bool stage_next_event(struct stage *s, struct stage_event *out)
{
    if (!s->n_events)
        return false;
    *out = s->events[s->first_event];
    s->first_event = (s->first_event + 1) % STAGE_EVENTS;
    s->n_events--;
    return true;
}

static void resized(struct stage *s, int w, int h)
{
    touch_forget(s, -1);
    fit_style(s, w, h);
    s->drawn = false;
    stage_tell(s, &(struct stage_event){.kind = STAGE_RESIZED});
}

/* When it happened by the stage's clock: real windows stamp by the machine's own. */
static int64_t event_ms(const struct stage *s, const struct input_event *e, bool injected)
{
    int64_t now = stage_now(s);
    if (injected)
        return e->mono_ms > 0 ? e->mono_ms + 1 : now;
    int64_t ago = clock_real_us() / 1000 - e->mono_ms;
    return ago > 0 && ago < 1000 ? now - ago : now;
}

static void take_input(struct stage *s)
{
    bool injected = strcmp(window_driver(s->window), "headless") == 0;
    struct input_event e;
    while (window_next_event(s->window, &e)) {
        if (e.kind == INPUT_RESIZED)
            resized(s, e.x, e.y);
        else if (e.kind == INPUT_EXPOSED)
            s->present_due = true;
        else if (e.kind == INPUT_QUIT)
            stage_tell(s, &(struct stage_event){.kind = STAGE_QUIT});
        else
            touch_input(s, &e, event_ms(s, &e, injected));
        stage_arrange(s);
    }
}

static void tell_ends(struct stage *s)
{
    const struct tree *t = &s->layers[LAYER_CONTENT].tree;
    for (int i = 0; i < t->n_movers; i++) {
        struct live *l = t->movers[i];
        if (l->n->type != NODE_SCROLL || !l->n->on_end || l->end_told || live_hidden(l) || rect_empty(live_seen(l)))
            continue;
        if (l->offset < scroll_range(l) - 1)
            continue;
        l->end_told = true;
        stage_tell(s, &(struct stage_event){.kind = STAGE_END, .handler = l->n->on_end});
    }
}

/* ---- frames ---- */

static void present(struct stage *s, const struct damage *d)
{
    window_present(s->window, d);
    s->figures.presented++;
    s->figures.damage_pixels += d ? damage_pixels(d) : (int64_t)s->style.w * s->style.h;
    s->present_due = false;
}

static void paint(struct stage *s, int64_t now)
{
    struct paint_list *old = &s->lists[s->current], *list = &s->lists[!s->current];
    int64_t start = clock_real_us();
    bool moving = record_stage(s, list, now);
    if (pictures_receive(s->pictures)) /* ready while new glyphs were drawn */
        moving = record_stage(s, list, now);
    s->moving |= moving;
    int64_t recorded = clock_real_us();
    struct damage d;
    struct paint_shift shift = {0};
    damage_clear(&d);
    bool all = !s->drawn, changed = all || paint_diff(old, list, &shift, &d);
    if (changed) {
        struct surface surface = window_surface(s->window);
        paint_shift(&surface, &shift);
        paint_draw(list, all ? NULL : &d, &surface);
        damage_add(&d, shift.to);
        s->drawn = true;
    }
    if (changed || s->present_due)
        present(s, all || s->present_due ? NULL : &d);
    s->current = !s->current;
    s->paint_due = s->pictures_came = false;
    s->figures.commands = list->commands;
    s->figures.record_us += recorded - start;
    s->figures.draw_us += clock_real_us() - recorded;
    text_trim(s->text);
    pictures_trim(s->pictures);
}

/* Everything that runs by itself, brought to now; also where it has just come to rest it must be drawn. */
static void run(struct stage *s, int64_t now)
{
    s->paint_due |= s->moving;
    s->moving = false;
    tick_scrolls(s, now);
    if (s->moving)
        s->place_due = s->paint_due = true;
    stage_arrange(s);
}

static int until_next(const struct stage *s, int64_t now)
{
    if (s->paint_due)
        return 0;
    int64_t wait = s->moving || s->pictures_came ? (pace_left(&s->pace, now_us(s)) + 999) / 1000 : -1, due = touch_next(s);
    if (due && (wait < 0 || due - now < wait))
        wait = due > now ? due - now : 0;
    int pictures = pictures_timeout(s->pictures);
    if (pictures >= 0 && (wait < 0 || pictures < wait))
        wait = pictures;
    return (int)wait;
}

void stage_listen(struct stage *s)
{
    stage_arrange(s);
    take_input(s);
}

/* Drawing takes a core from decoding those that are still to come: they are drawn a turn at a time, the last one at once. */
static bool pictures_due(struct stage *s)
{
    s->pictures_came |= pictures_receive(s->pictures);
    return s->pictures_came && (!stage_loading(s) || pace_left(&s->pace, now_us(s)) == 0);
}

/* Whoever wakes the stage between the frames of what moves by itself costs none. */
int stage_frame(struct stage *s)
{
    int64_t now = stage_now(s);
    s->figures.frames++;
    stage_listen(s);
    s->paint_due |= pictures_due(s);
    if (s->paint_due || !s->moving || pace_left(&s->pace, now_us(s)) == 0)
        run(s, now);
    touch_tick(s, now);
    tell_ends(s);
    if (s->paint_due) {
        int64_t begun = now_us(s);
        paint(s, now);
        pace_frame(&s->pace, begun, now_us(s), s->moving);
    } else if (s->present_due) {
        present(s, NULL);
    }
    return until_next(s, stage_now(s));
}

/* The rest of a wait, less than a millisecond, that whole milliseconds leave over or run past. */
static void wait_rest(struct stage *s, struct pollfd *fds, int n)
{
    int64_t left = pace_left(&s->pace, now_us(s));
    struct timespec rest = {.tv_nsec = left * 1000};
    if (left > 0)
        ppoll(fds, (nfds_t)n, &rest, NULL);
}

#define WAIT_FDS 32
void stage_wait(struct stage *s, struct pollfd *fds, int n, int timeout_ms)
{
    struct pollfd all[WAIT_FDS];
    n = n > WAIT_FDS - PICTURE_WORKERS ? WAIT_FDS - PICTURE_WORKERS : n;
    if (n > 0)
        memcpy(all, fds, (size_t)n * sizeof *fds);
    int more = pictures_pollfds(s->pictures, all + n);
    int64_t left = pace_left(&s->pace, now_us(s));
    bool exact = s->moving && !s->clock->is_virtual && (timeout_ms < 0 || (int64_t)timeout_ms * 1000 >= left);
    bool ready = window_wait(s->window, all, n + more, exact ? (int)(left / 1000) : timeout_ms);
    if (exact && !ready)
        wait_rest(s, all, n + more);
    for (int i = 0; i < n; i++)
        fds[i].revents = all[i].revents;
}

bool stage_loading(const struct stage *s)
{
    return pictures_pending(s->pictures) > 0;
}

bool stage_settled(const struct stage *s)
{
    int64_t now = stage_now(s);
    for (int i = 0; i < LAYER_COUNT; i++) {
        if (s->layers[i].tree.frame && now - s->layers[i].shown < TOUCH_GUARD_MS)
            return false;
    }
    bool due = s->layout_due || s->place_due || s->paint_due || s->moving;
    return !due && !touch_down(s) && !stage_loading(s);
}

void stage_inject(struct stage *s, const struct input_event *event)
{
    window_inject(s->window, event);
}

void stage_resize(struct stage *s, int width, int height)
{
    window_resize(s->window, width, height);
}

bool stage_screenshot(struct stage *s, const char *path, struct err *e)
{
    stage_frame(s);
    return window_screenshot(s->window, path, e);
}

struct stage_figures stage_figures(const struct stage *s)
{
    struct stage_figures f = s->figures;
    for (int i = 0; i < LAYER_COUNT; i++)
        f.nodes += s->layers[i].tree.count;
    return f;
}

struct picture_figures stage_picture_figures(const struct stage *s)
{
    return pictures_figures(s->pictures);
}
