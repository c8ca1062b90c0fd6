/* A moved pixel is right when the commands that touch it, in order, are those that touched the pixel it came from: the
 * scroll's own, moved along; and around them what looks the same in all rows there, such as the ground. Wherever one of
 * these is not so, before or after the move, it is damage. */
#include "stage/paint_shift.h"

#include "stage/raster.h"

#include <string.h>

#define MOVING_COSTS 4 /* so many times less than drawing */

struct shifting {
    const struct pairing *p;
    struct text_engine *text;
    struct rect to; /* where moved pixels land */
    int dy;
    struct damage *d;
};

/* Commands from..to of one list. */
struct part {
    int from, to;
};

/* ---- what is wrong after the move ---- */

static void wrong(struct shifting *s, struct rect box)
{
    damage_add(s->d, rect_intersect(box, s->to));
}

static void moved_wrong(struct shifting *s, struct rect box)
{
    wrong(s, rect_moved(box, 0, s->dy));
}

/* Rows from..to differ from each other or from those around them; none: two plain areas meet there. */
static void rows_wrong(struct shifting *s, struct rect box, int from, int to)
{
    int top = s->dy < 0 ? from + s->dy : from, bottom = s->dy > 0 ? to + s->dy : to;
    wrong(s, (struct rect){box.x, top, box.w, bottom - top});
}

/* ---- what stays where it is ---- */

/* All rows of a fill or an edge look the same but those of its corners and horizontal lines. */
static void stays(struct shifting *s, const struct command *c)
{
    int lines = c->kind == PAINT_EDGE && c->a > c->radius ? c->a : c->radius;
    int top = c->box.y, bottom = top + c->box.h, upper = c->r.y + lines, lower = c->r.y + c->r.h - lines;
    bool plain = (c->kind == PAINT_FILL || c->kind == PAINT_EDGE) && upper <= lower;
    if (!plain) {
        wrong(s, c->box);
        moved_wrong(s, c->box);
        return;
    }
    upper = upper < top ? top : upper < bottom ? upper : bottom;
    lower = lower < top ? top : lower < bottom ? lower : bottom;
    rows_wrong(s, c->box, top, upper);
    rows_wrong(s, c->box, lower, bottom);
}

static int old_unpaired(struct shifting *s, int at, int until)
{
    for (; at < until; at++) {
        moved_wrong(s, s->p->old[at]->box);
    }
    return until + 1;
}

/* Below or above the scroll. */
static void around(struct shifting *s, struct part old, struct part now)
{
    int at = old.from;
    for (int i = now.from; i < now.to; i++) {
        int pair = s->p->match[i];
        if (pair < old.from || pair >= old.to) {
            wrong(s, s->p->now[i]->box);
            continue;
        }
        at = old_unpaired(s, at, pair);
        stays(s, s->p->now[i]);
    }
    old_unpaired(s, at, old.to);
}

/* ---- what moves along ---- */

/* A glyph and what can be seen of it where pixels land. */
struct seen_glyph {
    const struct command_glyph *g; /* NULL: there is none any more */
    struct rect at;
};

/* The next that can be seen from *next on, when the text moves down by dy. */
static struct seen_glyph next_seen(const struct shifting *s, const struct command *c, uint32_t *next, int dy)
{
    const struct command_glyph *all = command_data(c);
    while (*next < c->count) {
        const struct command_glyph *g = &all[(*next)++];
        struct glyph_image image = text_glyph(s->text, g->glyph);
        struct rect at = rect_intersect((struct rect){g->x, g->y, image.w, image.h}, c->box);
        at = rect_intersect(rect_moved(at, 0, dy), s->to);
        if (!rect_empty(at)) {
            return (struct seen_glyph){g, at};
        }
    }
    return (struct seen_glyph){NULL, {0, 0, 0, 0}};
}

static bool same_glyph(const struct shifting *s, const struct seen_glyph *old, const struct seen_glyph *now)
{
    const struct command_glyph *a = old->g, *b = now->g;
    return a->glyph == b->glyph && a->argb == b->argb && a->x == b->x && a->y + s->dy == b->y &&
           rect_same(old->at, now->at);
}

/* Lines come into sight and go out of it at either end; what can be seen of both must be the same. */
static bool text_moved(const struct shifting *s, const struct command *old, const struct command *now)
{
    uint32_t next_old = 0, next_now = 0;
    for (;;) {
        struct seen_glyph a = next_seen(s, old, &next_old, s->dy), b = next_seen(s, now, &next_now, 0);
        if (!a.g || !b.g) {
            return a.g == b.g;
        }
        if (!same_glyph(s, &a, &b)) {
            return false;
        }
    }
}

/* A gradient's weave and a stroke's fractions belong to where they are on the screen. */
static bool can_move(int kind)
{
    return kind != PAINT_GRADIENT && kind != PAINT_STROKE;
}

static bool moved(const struct shifting *s, const struct command *old, const struct command *now)
{
    bool is_text = now->kind == PAINT_TEXT;
    if (old->kind != now->kind || !can_move(now->kind) || (!is_text && old->r.y + s->dy != now->r.y)) {
        return false;
    }
    if (now->kind == PAINT_PICTURE && old->where.y + s->dy != now->where.y) {
        return false;
    }
    struct command a = *old, b = *now;
    struct rect box = rect_intersect(rect_moved(a.box, 0, s->dy), s->to), box_now = rect_intersect(b.box, s->to);
    a.size = b.size = a.hash = b.hash = a.count = b.count = 0;
    a.r.y = b.r.y = a.where.y = b.where.y = 0;
    a.box = b.box = (struct rect){0, 0, 0, 0};
    if (memcmp(&a, &b, sizeof a) != 0) {
        return false;
    }
    return is_text ? text_moved(s, old, now) : rect_same(box, box_now);
}

static void inside(struct shifting *s, struct part old, struct part now)
{
    int at = old.from;
    for (int i = now.from; i < now.to; i++) {
        int pair = at;
        while (pair < old.to && !moved(s, s->p->old[pair], s->p->now[i])) {
            pair++;
        }
        if (pair < old.to) {
            at = old_unpaired(s, at, pair);
        } else {
            wrong(s, s->p->now[i]->box);
        }
    }
    old_unpaired(s, at, old.to);
}

/* ---- what can be seen there ---- */

/* The last command below the scroll that hides all before it; -1: none. */
static int ground_of(const struct command *const *all, int scroll, struct rect clip)
{
    int ground = -1, depth = 0;
    for (int i = 0; i < scroll; i++) {
        depth += all[i]->kind == PAINT_GROUP_PUSH ? 1 : all[i]->kind == PAINT_GROUP_POP ? -1 : 0;
        ground = depth == 0 && command_hides(all[i], clip) ? i : ground;
    }
    return ground;
}

/* ---- which scroll ---- */

static bool find_scroll(const struct paint_list *old, const struct paint_list *now, struct paint_scroll *was,
                        struct paint_scroll *is)
{
    int64_t most = 0;
    for (int i = 0; i < now->n_scrolls; i++) {
        for (int k = 0; k < old->n_scrolls; k++) {
            const struct paint_scroll *a = &old->scrolls[k], *b = &now->scrolls[i];
            int64_t area = (int64_t)b->clip.w * b->clip.h;
            if (rect_same(a->clip, b->clip) && a->y != b->y && area > most) {
                most = area;
                *was = *a;
                *is = *b;
            }
        }
    }
    return most > 0;
}

static int64_t area_of(struct rect r)
{
    return (int64_t)r.w * r.h;
}

/* All that touches where the pixels land, from the ground up. */
static void follow(struct shifting *s, const struct paint_scroll *was, const struct paint_scroll *is)
{
    const struct pairing *p = s->p;
    int old = ground_of(p->old, was->from, was->clip), now = ground_of(p->now, is->from, is->clip);
    around(s, (struct part){old < 0 ? 0 : old, was->from}, (struct part){now < 0 ? 0 : now, is->from});
    inside(s, (struct part){was->from, was->to}, (struct part){is->from, is->to});
    around(s, (struct part){was->to, p->n_old}, (struct part){is->to, p->n_now});
}

void shift_instead(const struct paint_list *old, const struct paint_list *now, const struct pairing *p,
                   struct paint_shift *shift, struct damage *d)
{
    struct paint_scroll was = {0}, is = {0};
    struct damage left = {.n = 0};
    if (!find_scroll(old, now, &was, &is)) {
        return;
    }
    struct shifting s = {p, now->text, {0}, is.y - was.y, &left};
    s.to = rect_intersect(is.clip, rect_moved(is.clip, 0, s.dy));
    if (rect_empty(s.to)) {
        return;
    }
    follow(&s, &was, &is);
    pairing_damage(p, now->screen, s.to, &left);
    if (damage_pixels(&left) + area_of(s.to) / MOVING_COSTS < damage_pixels(d)) {
        *d = left;
        *shift = (struct paint_shift){s.to, s.dy};
    }
}

void paint_shift(struct surface *target, const struct paint_shift *shift)
{
    struct rect to = shift->to;
    for (int i = 0; i < to.h; i++) {
        int y = shift->dy > 0 ? to.y + to.h - 1 - i : to.y + i;
        memmove(surface_at(target, to.x, y), surface_at(target, to.x, y - shift->dy), (size_t)to.w * sizeof(uint32_t));
    }
}
