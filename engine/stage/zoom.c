#include "stage/zoom.h"

#include "stage/inside.h"
#include "stage/motion.h"

#include <math.h>

#define LEAST_MM 40      /* a smaller frame shows too little of anything larger */
#define APART_MM 12      /* two fingers count as at least so far apart: their centres wobble */
#define SETTLE 1.08f     /* below it is its own size */
#define DETAIL_PIXELS 8e6f /* most that a larger one may be decoded to: 32 MB */
#define CONTROL_W_U 176
#define CONTROL_H_U 72
#define CONTROL_GAP_U 20

static const struct zoom none = {1, 0, 0};

bool zoom_can(const struct style *st, const struct live *l)
{
    int least = style_mm(st, LEAST_MM);
    return l->n->type == NODE_PICTURE && l->n->src && *l->n->src && !l->n->decor && !l->hidden && l->w >= least &&
           l->h >= least;
}

static struct zoom zoom_of(const struct live *l)
{
    return l->zoom.scale > 1 ? l->zoom : none;
}

bool zoom_is_out(const struct live *l)
{
    return l->zoom.scale > 1;
}

struct zoom zoom_now(const struct style *st, const struct live *l, int64_t now, bool *moving)
{
    float ms = style_ms(st, MOTION_EXPLAIN), t = (float)(now - l->zoom_at) / ms;
    struct zoom to = zoom_of(l), from = l->zoom_from.scale > 1 ? l->zoom_from : none;
    if (!l->zoom_at || t >= 1 || st->comfort.reduced_motion)
        return to;
    float e = ease_out(t);
    *moving = true;
    return (struct zoom){from.scale + (to.scale - from.scale) * e, from.x + (to.x - from.x) * e,
                         from.y + (to.y - from.y) * e};
}

struct rect zoom_where(const struct live *l, struct zoom z, int w, int h)
{
    int zw = (int)lroundf((float)w * z.scale), zh = (int)lroundf((float)h * z.scale);
    float cx = (float)l->at.x + (float)l->w * (0.5f + z.x), cy = (float)l->at.y + (float)l->h * (0.5f + z.y);
    return (struct rect){(int)lroundf(cx - (float)zw / 2), (int)lroundf(cy - (float)zh / 2), zw, zh};
}

float zoom_detail(const struct live *l, float scale)
{
    float most = sqrtf(DETAIL_PIXELS / ((float)l->w * (float)l->h)), want = scale > 2 ? 4 : scale > 1.1f ? 2 : 1;
    return fmaxf(1, fminf(want, most));
}

/* The frame stays full. */
static void hold_in(struct zoom *z)
{
    float far = (z->scale - 1) / 2;
    z->x = fminf(fmaxf(z->x, -far), far);
    z->y = fminf(fmaxf(z->y, -far), far);
}

static void glide_to(const struct style *st, struct live *l, struct zoom to, int64_t now)
{
    bool moving = false;
    l->zoom_from = zoom_now(st, l, now, &moving);
    l->zoom = to;
    l->zoom_at = now;
}

void zoom_end(struct live *l)
{
    l->zoom = l->zoom_from = (struct zoom){0};
    l->zoom_at = 0;
}

/* ---- fingers ---- */

static const struct finger *other_finger(const struct stage *s, const struct finger *f)
{
    for (int i = 0; i < FINGERS; i++) {
        const struct finger *o = &s->touch.fingers[i];
        if (o != f && o->state == FINGER_ZOOM && o->target == f->target)
            return o;
    }
    return NULL;
}

static float apart(const struct stage *s, const struct finger *o, int x, int y)
{
    float d = hypotf((float)(x - o->x), (float)(y - o->y));
    return fmaxf(d, (float)style_mm(&s->style, APART_MM));
}

/* What of the picture lay under x0, y0 lies under x1, y1 afterwards, `ratio` times as large. */
static void carry(struct stage *s, struct live *l, struct point from, struct point to, float ratio)
{
    bool moving;
    struct zoom z = zoom_now(&s->style, l, stage_now(s), &moving);
    float scale = fminf(fmaxf(z.scale * ratio, 1), ZOOM_MOST), grown = scale / z.scale;
    float w = (float)l->w, h = (float)l->h, mx = (float)l->at.x + w / 2, my = (float)l->at.y + h / 2;
    z.x = (to.x - mx - (from.x - mx - z.x * w) * grown) / w;
    z.y = (to.y - my - (from.y - my - z.y * h) * grown) / h;
    z.scale = scale;
    hold_in(&z);
    l->zoom = z;
    l->zoom_at = 0;
}

void zoom_follow(struct stage *s, const struct finger *f, int was_x, int was_y)
{
    struct point from = {(float)was_x, (float)was_y}, to = {(float)f->x, (float)f->y};
    const struct finger *o = other_finger(s, f);
    float ratio = 1;
    if (o) {
        ratio = apart(s, o, f->x, f->y) / apart(s, o, was_x, was_y);
        from = (struct point){(from.x + (float)o->x) / 2, (from.y + (float)o->y) / 2};
        to = (struct point){(to.x + (float)o->x) / 2, (to.y + (float)o->y) / 2};
    }
    carry(s, f->target, from, to, ratio);
}

void zoom_settle(struct stage *s, const struct finger *f, int64_t now)
{
    if (zoom_is_out(f->target) && f->target->zoom.scale < SETTLE && !other_finger(s, f))
        glide_to(&s->style, f->target, none, now);
}

/* ---- the control ---- */

void zoom_toggle(const struct style *st, struct live *l, int64_t now)
{
    glide_to(st, l, zoom_is_out(l) ? none : (struct zoom){ZOOM_STEP, 0, 0}, now);
}

struct rect zoom_control(const struct stage *s, const struct live *l)
{
    const struct style *st = &s->style;
    struct rect seen = live_seen(l);
    if (!zoom_can(st, l) || !(l->n->zoom || zoom_is_out(l)) || seen.w < l->w || seen.h < l->h)
        return (struct rect){0};
    int w = style_u(st, CONTROL_W_U + 24 * (float)st->comfort.text_size), h = style_u(st, CONTROL_H_U);
    int gap = style_u(st, CONTROL_GAP_U);
    return (struct rect){seen.x + seen.w - gap - w, seen.y + seen.h - gap - h, w, h};
}
