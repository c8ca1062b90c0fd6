#include "stage/inside.h"

#include "stage/corner.h"
#include "stage/ink.h"
#include "stage/scroll.h"

#include <stdio.h>
#include <stdlib.h>

static struct finger *finger_of(struct touch *t, int64_t id)
{
    for (int i = 0; i < FINGERS; i++) {
        if (t->fingers[i].state != FINGER_FREE && t->fingers[i].id == id)
            return &t->fingers[i];
    }
    return NULL;
}

static struct finger *free_finger(struct touch *t)
{
    for (int i = 0; i < FINGERS; i++) {
        if (t->fingers[i].state == FINGER_FREE)
            return &t->fingers[i];
    }
    return NULL;
}

static bool held(const struct finger *f, int64_t ms)
{
    return f->id == POINTER_MOUSE || ms - f->down_ms >= TOUCH_FLOOR_MS;
}

static void tell(struct stage *s, const struct finger *f, enum stage_event_kind kind, uint32_t handler,
                 bool meant)
{
    struct stage_event e = {
        .kind = kind, .layer = (enum layer)f->layer, .handler = handler, .deliberate = meant};
    stage_tell(s, &e);
}

static void tell_touched(struct stage *s, struct finger *f, int64_t ms)
{
    if (f->corner != CORNER_NONE || (f->told_ms && ms - f->told_ms < 1000))
        return;
    f->told_ms = ms;
    tell(s, f, STAGE_TOUCHED, 0, false);
}

static void unpress(struct stage *s, struct finger *f, int64_t ms)
{
    struct live *l = f->target;
    if (f->state == FINGER_PRESS && l && l->fingers > 0 && --l->fingers == 0)
        l->released = ms;
    s->paint_due = true;
}

static struct live *frame_of(const struct stage *s, int layer)
{
    return s->layers[layer].tree.frame;
}

static int layer_at(const struct stage *s, int x, int y)
{
    if (stage_top(s) == LAYER_DIALOG)
        return LAYER_DIALOG;
    bool chrome = frame_of(s, LAYER_CHROME) && rect_contains(s->layers[LAYER_CHROME].area, x, y);
    return chrome ? LAYER_CHROME : LAYER_CONTENT;
}

static void note(struct finger *f, int x, int y, int64_t ms)
{
    int i = f->trails++ % 8;
    f->trail[i].ms = ms;
    f->trail[i].x = x;
    f->trail[i].y = y;
    f->x = x;
    f->y = y;
}

/* px per ms over the last tenth of a second. */
static void speed(const struct finger *f, int64_t ms, float *vx, float *vy)
{
    int oldest = -1, n = f->trails < 8 ? f->trails : 8;
    for (int i = 0; i < n; i++) {
        if (ms - f->trail[i].ms <= 100 && (oldest < 0 || f->trail[i].ms < f->trail[oldest].ms))
            oldest = i;
    }
    *vx = *vy = 0;
    int64_t dt = oldest >= 0 ? ms - f->trail[oldest].ms : 0;
    if (dt > 0) {
        *vx = (float)(f->x - f->trail[oldest].x) / (float)dt;
        *vy = (float)(f->y - f->trail[oldest].y) / (float)dt;
    }
}

static void become(struct stage *s, struct finger *f, enum finger_state state, struct live *target,
                   int64_t ms)
{
    unpress(s, f, ms);
    f->state = state;
    f->target = target;
    f->from_x = f->x;
    f->from_y = f->y;
    f->from_offset = state == FINGER_PAGE ? target->page : target->offset;
    tell_touched(s, f, ms);
    if (state == FINGER_SCROLL)
        tell(s, f, STAGE_TOUCHED, 0, true);
}

/* ---- down ---- */

static bool catches(struct stage *s, struct finger *f, int64_t ms)
{
    bool running = f->scroll && (f->scroll->fling_at || f->scroll->run_at);
    if (running) {
        scroll_tick(&s->style, f->scroll, ms);
        scroll_to(f->scroll, f->scroll->offset);
    }
    return running;
}

/* The second finger on a picture that another rests on: from now on both look closer. */
static void meet(struct stage *s, struct finger *f, struct live *top, int64_t ms)
{
    struct live *l = hit_find(top, HIT_PICTURE, f->x, f->y);
    f->zoom = l && zoom_can(s, l) ? l : NULL;
    for (int i = 0; f->zoom && i < FINGERS; i++) {
        struct finger *o = &s->touch.fingers[i];
        bool rests = o->state == FINGER_IDLE && o->zoom == l, looks = o->state == FINGER_ZOOM && o->target == l;
        if (o != f && (rests || looks)) {
            become(s, o, FINGER_ZOOM, l, ms);
            become(s, f, FINGER_ZOOM, l, ms);
            return;
        }
    }
}

static void aim(struct stage *s, struct finger *f, struct live *top, int64_t ms)
{
    f->scroll = hit_find(top, HIT_SCROLL, f->x, f->y);
    f->pages = hit_find(top, HIT_PAGES, f->x, f->y);
    f->drag = hit_find(top, HIT_DRAG, f->x, f->y);
    f->target = hint_at(s, top, f->x, f->y, &f->up);
    if (f->target) {
        f->state = FINGER_HINT;
        return;
    }
    struct live *canvas = hit_find(top, HIT_CANVAS, f->x, f->y), *button = hit_button(s, top, f->x, f->y);
    if (canvas && !(button && rect_contains(live_seen(button), f->x, f->y) && !live_inside(canvas, button))) {
        f->state = FINGER_INK;
        f->target = canvas;
        return;
    }
    if (catches(s, f, ms))
        return;
    if (!button) {
        meet(s, f, top, ms);
        return;
    }
    f->state = FINGER_PRESS;
    f->target = button;
    button->fingers++;
}

/* A second tap that was meant for the old screen falls where the first one did; a screen that came by itself may meet a
 * finger anywhere. */
static bool guarded(const struct stage *s, const struct finger *f, int64_t ms)
{
    const struct touch *t = &s->touch;
    int64_t shown = s->layers[f->layer].shown, since = ms - shown;
    int dx = f->x - t->tapped_x, dy = f->y - t->tapped_y, far = style_mm(&s->style, TOUCH_GUARD_MM);
    bool asked_for = f->layer == LAYER_CONTENT && t->tapped_ms && shown - t->tapped_ms < TOUCH_ASKED_MS;
    if (f->layer == LAYER_CHROME)
        return false;
    return since < (asked_for && dx * dx + dy * dy > far * far ? TOUCH_GUARD_FAR_MS : TOUCH_GUARD_MS);
}

static void down(struct stage *s, const struct input_event *e, int64_t ms)
{
    struct finger *f = free_finger(&s->touch);
    if (!f)
        return;
    *f = (struct finger){
        .state = FINGER_IDLE, .id = e->pointer, .down_ms = ms, .down_x = e->x, .down_y = e->y};
    note(f, e->x, e->y, ms);
    corner_down(s, f, ms);
    f->layer = layer_at(s, e->x, e->y);
    struct live *top = frame_of(s, f->layer);
    if (top && !guarded(s, f, ms) && f->corner != CORNER_TAPS)
        aim(s, f, top, ms);
    else
        f->state = FINGER_DEAD;
    s->paint_due = true;
}

/* ---- move ---- */

static struct live *scroll_for(struct live *l, int dy)
{
    for (; l; l = l->parent) {
        float range = l->n->type == NODE_SCROLL ? scroll_range(l) : 0;
        if (range > 0 && (dy < 0 ? l->offset < range : l->offset > 0))
            return l;
    }
    return NULL;
}

static struct live *pages_for(struct live *l)
{
    while (l && !(l->n->type == NODE_PAGES && pages_count(l) > 1))
        l = l->parent;
    return l;
}

static void decide(struct stage *s, struct finger *f, int64_t ms)
{
    int dx = f->x - f->down_x, dy = f->y - f->down_y, roll = style_mm(&s->style, TOUCH_ROLL_MM);
    if (dx * dx + dy * dy <= roll * roll)
        return;
    bool across = abs(dx) > abs(dy);
    struct live *pages = across ? pages_for(f->pages) : NULL,
                *scroll = across ? NULL : scroll_for(f->scroll, dy);
    if (f->drag)
        become(s, f, FINGER_DRAG, f->drag, ms);
    else if (f->zoom && zoom_moves(s, f->zoom, dx, dy))
        become(s, f, FINGER_ZOOM, f->zoom, ms);
    else if (pages)
        become(s, f, FINGER_PAGE, pages, ms);
    else if (scroll)
        become(s, f, FINGER_SCROLL, scroll, ms);
}

static void drag(struct stage *s, struct finger *f)
{
    struct live *over = hit_drop(s, frame_of(s, f->layer), f->x, f->y);
    f->over = over && !live_inside(over, f->target) ? over : NULL;
}

static struct point on_canvas(const struct stage *s, const struct live *l, int x, int y)
{
    return (struct point){((float)(x - l->at.x) + 0.5f) / s->style.u,
                          ((float)(y - l->at.y) + 0.5f) / s->style.u};
}

static void start_stroke(struct stage *s, struct finger *f)
{
    struct live *l = f->target;
    bool first = !l->ink_told && l->n->on_ink;
    l->ink_told = true;
    ink_begin(&l->ink, f->id, on_canvas(s, l, f->down_x, f->down_y));
    tell(s, f, first ? STAGE_INK : STAGE_TOUCHED, first ? l->n->on_ink : 0, true);
    f->drag = l; /* marks that the stroke has begun */
}

static void draw(struct stage *s, struct finger *f, int64_t ms)
{
    if (f->drag != f->target) {
        tell_touched(s, f, ms);
        start_stroke(s, f);
    }
    ink_move(f->target->ink, f->id, on_canvas(s, f->target, f->x, f->y));
}

static void move(struct stage *s, struct finger *f, const struct input_event *e, int64_t ms)
{
    int was_x = f->x, was_y = f->y;
    note(f, e->x, e->y, ms);
    corner_move(s, f);
    if (f->corner != CORNER_NONE)
        return;
    if (held(f, ms))
        tell_touched(s, f, ms);
    if (f->state == FINGER_IDLE || f->state == FINGER_PRESS || f->state == FINGER_HINT)
        decide(s, f, ms);
    if (f->state == FINGER_SCROLL)
        scroll_to(f->target, f->from_offset - (float)(f->y - f->from_y));
    else if (f->state == FINGER_PAGE)
        pages_drag(f->target,
                   f->from_offset - (float)(f->x - f->from_x) / (float)(f->target->w > 0 ? f->target->w : 1));
    else if (f->state == FINGER_DRAG)
        drag(s, f);
    else if (f->state == FINGER_INK)
        draw(s, f, ms);
    else if (f->state == FINGER_ZOOM)
        zoom_follow(s, f, was_x, was_y);
    s->place_due |= f->state == FINGER_SCROLL || f->state == FINGER_PAGE;
    s->paint_due |= f->state != FINGER_IDLE && f->state != FINGER_PRESS && f->state != FINGER_DEAD;
}

/* ---- up ---- */

static void finish_page(struct stage *s, struct finger *f, int64_t ms)
{
    float vx, vy, was = f->from_offset;
    speed(f, ms, &vx, &vy);
    float by = f->target->page - was, flick = 0.3f * s->style.u;
    int start = (int)(was + 0.5f), to = start;
    if (by > 0.2f || (by > 0.02f && vx < -flick))
        to = start + 1;
    else if (by < -0.2f || (by < -0.02f && vx > flick))
        to = start - 1;
    int last = pages_count(f->target) - 1;
    to = to < 0 ? 0 : to > last ? last : to;
    pages_glide(f->target, to, ms);
    bool told = to != start && f->target->n->on_page;
    struct stage_event e = {.kind = told ? STAGE_PAGE : STAGE_TOUCHED,
                            .layer = (enum layer)f->layer,
                            .handler = told ? f->target->n->on_page : 0,
                            .number = to + 1,
                            .deliberate = true};
    stage_tell(s, &e);
}

static void finish_drag(struct stage *s, struct finger *f)
{
    drag(s, f);
    struct stage_event e = {.kind = STAGE_TOUCHED, .layer = (enum layer)f->layer, .deliberate = true};
    if (f->over) {
        e.kind = STAGE_DROP;
        e.handler = f->over->n->on_drop;
        snprintf(e.text, sizeof e.text, "%s", f->target->n->drag ? f->target->n->drag : "");
    }
    stage_tell(s, &e);
}

static void finish_press(struct stage *s, struct finger *f, int64_t ms)
{
    int dx = f->x - f->down_x, dy = f->y - f->down_y, roll = style_mm(&s->style, TOUCH_ROLL_MM);
    bool on = dx * dx + dy * dy <= roll * roll || rect_contains(hit_grown(s, f->target), f->x, f->y);
    if (!on || !hit_pressable(f->target)) /* the view may have switched it off meanwhile */
        return;
    s->touch.tapped_ms = ms;
    s->touch.tapped_x = f->x;
    s->touch.tapped_y = f->y;
    tell(s, f, STAGE_TAP, f->target->n->on_tap, true);
}

static void finish_hint(struct stage *s, struct finger *f, int64_t ms)
{
    bool art = f->target->n->type == NODE_PICTURE;
    struct rect at = art ? zoom_control(s, f->target) : hint_rect(s, f->target, f->up);
    if (!hint_holds(s, at, f->x, f->y))
        return;
    if (art)
        zoom_toggle(&s->style, f->target, ms);
    else
        scroll_by_view(&s->style, f->target, f->up ? -0.8f : 0.8f, ms);
    tell(s, f, STAGE_TOUCHED, 0, true);
    s->place_due = true;
}

static void finish_scroll(struct stage *s, struct finger *f, int64_t ms)
{
    float vx, vy;
    speed(f, ms, &vx, &vy);
    scroll_fling(&s->style, f->target, -vy, ms);
}

static void up(struct stage *s, struct finger *f, const struct input_event *e, int64_t ms)
{
    note(f, e->x, e->y, ms);
    if (corner_up(s, f, ms))
        return;
    bool real = held(f, ms);
    if (real)
        tell_touched(s, f, ms);
    if (f->state == FINGER_SCROLL)
        finish_scroll(s, f, ms);
    else if (f->state == FINGER_PAGE)
        finish_page(s, f, ms);
    else if (f->state == FINGER_DRAG)
        finish_drag(s, f);
    else if (f->state == FINGER_INK && (real || f->drag == f->target))
        draw(s, f, ms);
    else if (f->state == FINGER_ZOOM && real && zoom_alone(s, f))
        tell(s, f, STAGE_TOUCHED, 0, true); /* once a gesture */
    else if (f->state == FINGER_HINT && real)
        finish_hint(s, f, ms);
    else if (f->state == FINGER_PRESS && real)
        finish_press(s, f, ms);
}

static void lift(struct stage *s, struct finger *f, int64_t ms)
{
    if (f->state == FINGER_INK)
        ink_end(f->target->ink, f->id);
    if (f->state == FINGER_ZOOM)
        zoom_settle(s, f, ms);
    if (f->state == FINGER_PAGE && !f->target->glide_at)
        pages_glide(f->target, (int)(f->target->page + 0.5f), ms);
    unpress(s, f, ms);
    f->state = FINGER_FREE;
}

void touch_input(struct stage *s, const struct input_event *e, int64_t ms)
{
    struct finger *f = finger_of(&s->touch, e->pointer);
    if (e->kind == INPUT_DOWN) {
        if (f) /* its end got lost */
            lift(s, f, ms);
        down(s, e, ms);
    } else if (f && e->kind == INPUT_MOVE) {
        move(s, f, e, ms);
    } else if (f && (e->kind == INPUT_UP || e->kind == INPUT_CANCEL)) {
        if (e->kind == INPUT_UP)
            up(s, f, e, ms);
        lift(s, f, ms);
    }
}

/* ---- time, and nodes that go ---- */

void touch_tick(struct stage *s, int64_t now)
{
    s->corner.due = corner_tick(s, now);
    for (int i = 0; i < FINGERS; i++) {
        struct finger *f = &s->touch.fingers[i];
        if (f->state != FINGER_FREE && !f->told_ms && held(f, now))
            tell_touched(s, f, now);
    }
}

int64_t touch_next(const struct stage *s)
{
    int64_t next = s->corner.due;
    for (int i = 0; i < FINGERS; i++) {
        const struct finger *f = &s->touch.fingers[i];
        int64_t at = f->down_ms + TOUCH_FLOOR_MS;
        if (f->state != FINGER_FREE && f->corner == CORNER_NONE && !f->told_ms && (!next || at < next))
            next = at;
    }
    return next;
}

bool touch_down(const struct stage *s)
{
    for (int i = 0; i < FINGERS; i++) {
        if (s->touch.fingers[i].state != FINGER_FREE)
            return true;
    }
    return false;
}

bool stage_touched(const struct stage *s, enum layer layer)
{
    for (int i = 0; i < FINGERS; i++) {
        const struct finger *f = &s->touch.fingers[i];
        if (f->state != FINGER_FREE && f->state != FINGER_DEAD && f->layer == (int)layer)
            return true;
    }
    return false;
}

static void kill(struct finger *f)
{
    f->state = FINGER_DEAD;
    f->target = f->scroll = f->pages = f->drag = f->zoom = f->over = NULL;
}

void touch_shifted(struct stage *s, const struct live *scroll, float by)
{
    for (int i = 0; i < FINGERS; i++) {
        struct finger *f = &s->touch.fingers[i];
        if (f->state == FINGER_SCROLL && f->target == scroll)
            f->from_offset += by;
    }
}

void touch_gone(struct stage *s, const struct live *l)
{
    for (int i = 0; i < FINGERS; i++) {
        struct finger *f = &s->touch.fingers[i];
        if (f->state == FINGER_FREE)
            continue;
        if (f->target == l)
            kill(f);
        f->scroll = f->scroll == l ? NULL : f->scroll;
        f->pages = f->pages == l ? NULL : f->pages;
        f->drag = f->drag == l ? NULL : f->drag;
        f->zoom = f->zoom == l ? NULL : f->zoom;
        f->over = f->over == l ? NULL : f->over;
    }
}

void touch_forget(struct stage *s, int layer)
{
    for (int i = 0; i < FINGERS; i++) {
        struct finger *f = &s->touch.fingers[i];
        if (f->state == FINGER_FREE || (layer >= 0 && f->layer != layer))
            continue;
        if (f->state == FINGER_INK)
            ink_end(f->target->ink, f->id);
        if (f->state == FINGER_ZOOM)
            zoom_settle(s, f, stage_now(s));
        unpress(s, f, stage_now(s));
        kill(f);
    }
}
