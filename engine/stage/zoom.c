#include "stage/zoom.h"

#include "stage/inside.h"
#include "stage/motion.h"
#include "stage/picture_probe.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_MM 40      /* a smaller frame shows too little of anything larger */
#define APART_MM 12      /* two fingers count as at least so far apart: their centres wobble */
#define SETTLE 1.08f     /* below it is its own size */
#define DETAIL_PIXELS 6e6f /* most that a larger one is decoded to: 24 MB */
#define DETAIL_SIDE 8192.0f
#define CONTROL_W_U 176
#define CONTROL_H_U 72
#define CONTROL_GAP_U 20

static const struct zoom none = {1, 0, 0};

/* ---- the picture ---- */

static struct picture *plain_pixels(const struct stage *s, const struct live *l)
{
    return picture_want(s->pictures, l->n->src, l->w, l->h, l->n->fit, l->n->flip);
}

static bool in_button(const struct live *l)
{
    while (l && !hit_pressable(l))
        l = l->parent;
    return l != NULL;
}

bool zoom_can(const struct stage *s, const struct live *l)
{
    int least = style_mm(&s->style, LEAST_MM);
    return l->n->type == NODE_PICTURE && l->n->src && *l->n->src && !l->n->decor && !l->hidden && l->w >= least &&
           l->h >= least && !in_button(l) && plain_pixels(s, l)->state == PICTURE_READY;
}

/* How many times the frame's size it is decoded at for that scale: 1, 2, 4, or less where the file holds no more or the
 * pixels would be too many. */
static float detail(const struct live *l, const struct picture *p, float scale)
{
    enum picture_type type;
    float w = (float)l->w, h = (float)l->h, want = scale > 2 ? 4 : scale > 1.1f ? 2 : 1;
    want = fminf(want, sqrtf(DETAIL_PIXELS / (w * h)));
    want = fminf(want, DETAIL_SIDE / fmaxf(w, h));
    if (picture_type_of(l->n->src, &type) && type != PICTURE_SVG)
        want = fminf(want, fminf((float)p->source_w / (float)p->w, (float)p->source_h / (float)p->h));
    return want;
}

struct picture *zoom_pixels(const struct stage *s, const struct live *l, float scale)
{
    struct picture *p = plain_pixels(s, l), *near;
    float times = p->state == PICTURE_READY ? detail(l, p, scale) : 1;
    if (times <= 1.05f)
        return p;
    near = picture_want_closer(s->pictures, l->n->src, (int)lroundf((float)l->w * times),
                               (int)lroundf((float)l->h * times), l->n->fit, l->n->flip);
    return near->state == PICTURE_READY ? near : zoom_pixels(s, l, scale > 2 ? 2 : 1);
}

/* ---- how close ---- */

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

/* How far the picture's centre may be from the frame's, in parts of the frame, so that the frame stays full; what is
 * smaller than the frame stays in its middle. */
static struct point reach(const struct stage *s, const struct live *l, float scale)
{
    const struct picture *p = plain_pixels(s, l);
    bool known = p->state == PICTURE_READY && l->w > 0 && l->h > 0;
    float w = known ? (float)p->w / (float)l->w : 1, h = known ? (float)p->h / (float)l->h : 1;
    return (struct point){fmaxf(0, (scale * w - 1) / 2), fmaxf(0, (scale * h - 1) / 2)};
}

static void hold_in(const struct stage *s, const struct live *l, struct zoom *z)
{
    struct point far = reach(s, l, z->scale);
    z->x = fminf(fmaxf(z->x, -far.x), far.x);
    z->y = fminf(fmaxf(z->y, -far.y), far.y);
}

bool zoom_moves(const struct stage *s, const struct live *l, int dx, int dy)
{
    struct point far = reach(s, l, l->zoom.scale);
    bool across = abs(dx) > abs(dy);
    float at = across ? l->zoom.x : l->zoom.y, most = across ? far.x : far.y, way = (float)(across ? dx : dy);
    return zoom_is_out(l) && (way > 0 ? at < most - 0.001f : at > 0.001f - most);
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
    hold_in(s, l, &z);
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

bool zoom_alone(const struct stage *s, const struct finger *f)
{
    return !other_finger(s, f);
}

void zoom_settle(struct stage *s, const struct finger *f, int64_t now)
{
    if (zoom_is_out(f->target) && f->target->zoom.scale < SETTLE && zoom_alone(s, f))
        glide_to(&s->style, f->target, none, now);
}

/* ---- the control ---- */

void zoom_toggle(const struct style *st, struct live *l, int64_t now)
{
    glide_to(st, l, zoom_is_out(l) ? none : (struct zoom){ZOOM_STEP, 0, 0}, now);
}

/* Words where there is room for them beside the picture, the icon alone where there is not. */
struct rect zoom_control(const struct stage *s, const struct live *l)
{
    const struct style *st = &s->style;
    struct rect seen = live_seen(l);
    int h = style_u(st, CONTROL_H_U), gap = style_u(st, CONTROL_GAP_U);
    int w = style_u(st, CONTROL_W_U + 24 * (float)st->comfort.text_size);
    if (!(l->n->zoom || zoom_is_out(l)) || seen.w < h + gap || seen.h < h + gap || !zoom_can(s, l))
        return (struct rect){0};
    w = seen.w < 2 * w ? h : w;
    gap = seen.w < h + 2 * gap || seen.h < h + 2 * gap ? 0 : gap;
    return (struct rect){seen.x + seen.w - gap - w, seen.y + seen.h - gap - h, w, h};
}
