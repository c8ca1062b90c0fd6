#include "stage/inside.h"

#include <stdint.h>

bool hit_pressable(const struct live *l)
{
    return l->n->type == NODE_BUTTON && l->n->on_tap && !l->n->disabled;
}

struct rect hit_grown(const struct stage *s, const struct live *l)
{
    int least = style_mm(&s->style, TOUCH_TARGET_MM);
    struct rect r = l->at;
    int dx = least > r.w ? (least - r.w + 1) / 2 : 0, dy = least > r.h ? (least - r.h + 1) / 2 : 0;
    return rect_intersect((struct rect){r.x - dx, r.y - dy, r.w + 2 * dx, r.h + 2 * dy}, l->clip);
}

static int64_t square(int64_t v)
{
    return v * v;
}

static int64_t outside(int v, int from, int size)
{
    return v < from ? from - v : v >= from + size ? v - from - size + 1 : 0;
}

/* Distance to the box first, to its centre second. */
static bool nearer(struct rect a, struct rect b, int x, int y)
{
    int64_t da = square(outside(x, a.x, a.w)) + square(outside(y, a.y, a.h));
    int64_t db = square(outside(x, b.x, b.w)) + square(outside(y, b.y, b.h));
    if (da != db)
        return da < db;
    return square(2 * x - 2 * a.x - a.w) + square(2 * y - 2 * a.y - a.h) <
           square(2 * x - 2 * b.x - b.w) + square(2 * y - 2 * b.y - b.h);
}

static struct live *exact(struct live *top, int x, int y)
{
    struct live *found = NULL;
    for (struct live *l = top; l; l = live_walk(top, l, false)) {
        bool button = l->n->type == NODE_BUTTON && (l->n->on_tap || l->n->disabled);
        if (button && rect_contains(live_seen(l), x, y))
            found = l;
    }
    return found;
}

struct live *hit_button(const struct stage *s, struct live *top, int x, int y)
{
    struct live *inner = exact(top, x, y), *best = NULL;
    for (struct live *l = top; l; l = live_walk(top, l, false)) {
        if (!hit_pressable(l) || l == inner || (inner && !live_inside(l, inner)))
            continue;
        if (!rect_empty(live_seen(l)) && rect_contains(hit_grown(s, l), x, y) &&
            (!best || nearer(l->at, best->at, x, y)))
            best = l;
    }
    if (best)
        return best;
    return inner && hit_pressable(inner) ? inner : NULL;
}

static bool is(const struct live *l, enum hit what)
{
    switch (what) {
    case HIT_CANVAS:
        return l->n->type == NODE_CANVAS;
    case HIT_SCROLL:
        return l->n->type == NODE_SCROLL;
    case HIT_PAGES:
        return l->n->type == NODE_PAGES;
    case HIT_DRAG:
        return l->n->drag != NULL && !l->n->disabled;
    case HIT_PICTURE:
        return l->n->type == NODE_PICTURE && !l->n->decor;
    default:
        return l->n->on_drop != 0;
    }
}

struct live *hit_find(struct live *top, enum hit what, int x, int y)
{
    struct live *found = NULL;
    for (struct live *l = top; l; l = live_walk(top, l, false)) {
        if (is(l, what) && rect_contains(live_seen(l), x, y))
            found = l;
    }
    return found;
}

struct live *hit_drop(const struct stage *s, struct live *top, int x, int y)
{
    struct live *best = hit_find(top, HIT_DROP, x, y);
    int near = style_mm(&s->style, TOUCH_TARGET_MM / 2);
    for (struct live *l = best ? NULL : top; l; l = live_walk(top, l, false)) {
        struct rect seen = is(l, HIT_DROP) ? live_seen(l) : (struct rect){0};
        bool close = !rect_empty(seen) && rect_contains(rect_inset(seen, -near), x, y);
        if (close && (!best || nearer(seen, live_seen(best), x, y)))
            best = l;
    }
    return best;
}
