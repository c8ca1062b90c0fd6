/* From live nodes to paint commands. Order within a node: shadow, ground, what is in it, edge, and for
 * scrolls what says that there is more. */
#include "stage/ahead.h"
#include "stage/inside.h"

#include "stage/icons.h"
#include "stage/ink.h"
#include "stage/matrix.h"
#include "stage/meter.h"
#include "stage/motion.h"
#include "stage/scroll.h"
#include "stage/zoom.h"

#include <math.h>
#include <string.h>

#define SOON_MOST 16

struct recorder {
    struct stage *s;
    const struct style *st;
    struct paint_list *list;
    struct layout layout; /* for texts: laid out as they were measured */
    int64_t now;
    bool moving;
    uint32_t ground;              /* what lies below, opaque */
    struct live *soon[SOON_MOST]; /* just out of sight: their pictures are asked for after all that is seen */
    int n_soon;
    bool lifting; /* something is in a finger's hand and drawn apart */
};

static void record(struct recorder *r, struct live *l);

/* ---- leaves ---- */

static void text(struct recorder *r, const struct live *l)
{
    struct pad p = layout_pad(&r->layout, l, l->w);
    int w = l->w - p.left - p.right;
    if (!l->n->text || !*l->n->text || w < 1)
        return;
    const struct paragraph *paragraph = layout_text(&r->layout, l, w);
    paint_text(r->list, paragraph, l->at.x + p.left, l->at.y + p.top, style_color(r->st, l->n->color),
               r->st->palette);
}

static void placeholder(struct recorder *r, const struct live *l, int radius)
{
    if (l->n->decor || l->n->enter != ENTER_NONE)
        return;
    paint_fill(r->list, l->at, radius, l->n->corners, r->st->palette[COLOR_PAPER2], 0, GRADIENT_DOWN);
    paint_edge(r->list, l->at, radius, l->n->corners, style_line(r->st, 2), false, SIDES_ALL,
               r->st->palette[COLOR_HAIR]);
}

static void picture(struct recorder *r, struct live *l)
{
    if (l->n->icon && *l->n->icon) {
        int icon = icon_find(l->n->icon);
        if (icon >= 0)
            paint_icon(r->list, icon, l->at, style_color(r->st, l->n->color));
        return;
    }
    if (!l->n->src || !*l->n->src || rect_empty(l->at))
        return;
    int radius = style_u(r->st, l->n->radius);
    struct zoom z = zoom_now(r->st, l, r->now, &r->moving);
    struct picture *p = ahead_want(r->s, l);
    if (p->state != PICTURE_READY) {
        placeholder(r, l, radius);
        return;
    }
    if (z.scale > 1)
        paint_picture_at(r->list, zoom_pixels(r->s, l, z.scale), zoom_where(l, z, p->w, p->h), l->at, radius, l->n->corners);
    else
        paint_picture(r->list, p, l->at, radius, l->n->corners);
    if (r->st->skin == SKIN_CONTRAST && !l->n->decor)
        paint_edge(r->list, l->at, radius, l->n->corners, style_line(r->st, 4), false, SIDES_ALL, 0xFFFFFFFF);
    hint_record(r->s, r->list, l);
}

/* A picture that fades in waits for its pixels first. */
static void hold_fade(struct recorder *r, struct live *l)
{
    if (!l->entering || l->n->type != NODE_PICTURE || !l->n->src || rect_empty(l->at))
        return;
    if (ahead_want(r->s, l)->state == PICTURE_PENDING)
        l->born = r->now;
}

static void canvas(struct recorder *r, const struct live *l)
{
    struct point points[512];
    float width = fmaxf(l->n->thickness * r->st->px_per_mm, 1);
    uint32_t color = style_color(r->st, l->n->color);
    for (int i = 0; l->ink && i < l->ink->n; i++) {
        const struct ink_stroke *stroke = &l->ink->strokes[i];
        int most = (int)(sizeof points / sizeof *points);
        for (int from = 0; from < stroke->n; from += most - 1) {
            int n = stroke->n - from < most ? stroke->n - from : most;
            for (int k = 0; k < n; k++)
                points[k] = (struct point){(float)l->at.x + stroke->points[from + k].x * r->st->u,
                                           (float)l->at.y + stroke->points[from + k].y * r->st->u};
            if (from == 0 || n > 1)
                paint_stroke(r->list, points, n, width, color);
        }
    }
}

/* ---- boxes ---- */

struct box {
    struct rect at;
    int radius;
    float press; /* 0..1 */
};

static void shadow(struct recorder *r, const struct node *n, const struct box *b)
{
    if (n->shadow == SHADOW_NONE || r->st->skin == SKIN_CONTRAST)
        return;
    bool card = n->shadow == SHADOW_CARD;
    float dy = card ? 8 - 6 * b->press : 16;
    paint_shadow(r->list, b->at, b->radius, style_u(r->st, dy), style_u(r->st, card ? 24 : 48),
                 card ? r->st->palette[COLOR_SHADOW] : 0x59000000);
}

/* A pressed backdrop (a whole screen, a dialog's surroundings) must not flash. */
static bool shows_press(const struct recorder *r, const struct live *l)
{
    bool bare = !l->n->fill && !l->n->edge;
    return !(bare && (int64_t)l->w * l->h * 2 > (int64_t)r->st->w * r->st->h);
}

static void ground(struct recorder *r, const struct node *n, const struct box *b)
{
    uint32_t color = style_color(r->st, n->fill);
    uint32_t to = r->st->skin == SKIN_CONTRAST ? 0 : style_color(r->st, n->fill_to);
    if (b->press > 0) {
        color = color_mix(color, style_pressed(r->st, n->fill), b->press);
        to = 0;
    }
    paint_fill(r->list, b->at, b->radius, n->corners, color, to, n->gradient);
    if (color >> 24 == 255 && !to)
        r->ground = color;
}

static void edge(struct recorder *r, const struct node *n, const struct box *b)
{
    int width = style_edge(r->st, n);
    if (width > 0)
        paint_edge(r->list, b->at, b->radius, n->corners, width, n->dashed, n->edge_sides,
                   style_color(r->st, n->edge));
}

/* ---- more above or below ---- */

/* Content fades into the ground above a plain strip of that height (which may be none). */
static void fade(struct recorder *r, const struct live *l, bool up, int strip)
{
    struct rect seen = live_seen(l);
    int edge = style_edge(r->st, l->n), radius = style_u(r->st, l->n->radius), soft = style_u(r->st, 48);
    seen = rect_inset(seen, edge);
    soft = soft > seen.h / 4 ? seen.h / 4 : soft;
    uint32_t clear = (r->ground & 0xFFFFFF) | 0x01000000u;
    struct rect at = {seen.x, up ? seen.y + strip : seen.y + seen.h - strip - soft, seen.w, soft};
    struct rect plain = {seen.x, up ? seen.y : seen.y + seen.h - strip, seen.w, strip};
    radius = radius > edge ? radius - edge : 0;
    paint_fill(r->list, at, strip ? 0 : radius, up ? SIDES_TOP : SIDES_BOTTOM, up ? r->ground : clear,
               up ? clear : r->ground, GRADIENT_DOWN);
    paint_fill(r->list, plain, radius, up ? SIDES_TOP : SIDES_BOTTOM, r->ground, 0, GRADIENT_DOWN);
}

static void arrow(struct recorder *r, const struct live *l, bool up, int strip)
{
    struct rect seen = live_seen(l), at = {seen.x, up ? seen.y : seen.y + seen.h - strip, seen.w, strip};
    paint_icon(r->list, icon_find(up ? "up" : "down"), at, r->st->palette[COLOR_GREY]);
}

static void more(struct recorder *r, const struct live *l)
{
    int least = style_line(r->st, 4), bar = hint_bar(r->st, l), strip = style_u(r->st, 44);
    if (scroll_range(l) < (float)least)
        return;
    bool above = l->offset >= (float)least, below = scroll_range(l) - l->offset >= (float)least;
    if (above)
        fade(r, l, true, bar ? 0 : strip);
    if (below || bar)
        fade(r, l, false, bar ? bar : strip);
    if (above && !bar)
        arrow(r, l, true, strip);
    if (below && !bar)
        arrow(r, l, false, strip);
    hint_record(r->s, r->list, l);
}

/* ---- the walk ---- */

static void children(struct recorder *r, struct live *l, float press)
{
    bool window = l->n->type == NODE_SCROLL || l->n->type == NODE_PAGES;
    bool card = press > 0 && l->n->shadow == SHADOW_CARD;
    if (window || card)
        paint_save(r->list);
    if (window)
        paint_clip(r->list, l->at);
    if (card)
        paint_move(r->list, 0, style_u(r->st, 2 * press));
    int scroll = l->n->type == NODE_SCROLL ? paint_scroll_begin(r->list, l->at.y - (int)lroundf(l->offset)) : -1;
    for (struct live *k = live_first(l); k; k = live_next(k))
        record(r, k);
    paint_scroll_end(r->list, scroll);
    if (window || card)
        paint_restore(r->list);
}

static void content(struct recorder *r, struct live *l, float press)
{
    switch (l->n->type) {
    case NODE_TEXT:
        text(r, l);
        break;
    case NODE_PICTURE:
        picture(r, l);
        break;
    case NODE_METER:
        meter_record(r->list, r->st, l->n, l->at);
        break;
    case NODE_MATRIX:
        matrix_record(r->list, l->n, l->at);
        break;
    case NODE_CANVAS:
        canvas(r, l);
        break;
    default:
        children(r, l, press);
    }
}

static struct rect inflated(struct rect at, float factor)
{
    int dx = (int)lroundf((float)at.w * (factor - 1) / 2), dy = (int)lroundf((float)at.h * (factor - 1) / 2);
    return (struct rect){at.x - dx, at.y - dy, at.w + 2 * dx, at.h + 2 * dy};
}

static void body(struct recorder *r, struct live *l, float inflate)
{
    struct box b = {inflated(l->at, inflate), style_u(r->st, l->n->radius), 0};
    uint32_t below = r->ground;
    if (l->n->type == NODE_BUTTON && shows_press(r, l))
        b.press = motion_press(r->st, l, r->now, &r->moving);
    shadow(r, l->n, &b);
    ground(r, l->n, &b);
    content(r, l, b.press);
    if (l->n->type == NODE_SCROLL)
        more(r, l);
    edge(r, l->n, &b);
    r->ground = below;
}

static const struct finger *holder(const struct stage *s, const struct live *l)
{
    for (int i = 0; i < FINGERS; i++) {
        const struct finger *f = &s->touch.fingers[i];
        if (f->state == FINGER_DRAG && (!l || f->target == l))
            return f;
    }
    return NULL;
}

static void record(struct recorder *r, struct live *l)
{
    int margin = style_u(r->st, 80); /* shadows and things that stick out */
    if (r->lifting && holder(r->s, l))
        return;
    if (rect_empty(rect_intersect(rect_inset(l->at, -margin), l->clip))) {
        if (r->n_soon < SOON_MOST && !rect_empty(rect_intersect(rect_inset(l->at, -r->st->w), l->clip)))
            r->soon[r->n_soon++] = l;
        return;
    }
    hold_fade(r, l);
    struct motion_now m = motion_enter(r->st, l, r->now);
    r->moving |= m.moving;
    float alpha = l->n->opacity * m.alpha;
    if (alpha >= 1 && !m.dy) {
        body(r, l, m.inflate);
        return;
    }
    paint_save(r->list);
    paint_move(r->list, 0, m.dy);
    paint_group_push(r->list, rect_inset(l->at, -margin), alpha);
    body(r, l, m.inflate);
    paint_group_pop(r->list);
    paint_restore(r->list);
}

/* ---- layers ---- */

static void layer(struct recorder *r, enum layer which, struct motion_now m)
{
    struct layer_state *y = &r->s->layers[which];
    r->moving |= m.moving;
    if (!y->tree.frame)
        return;
    paint_save(r->list);
    paint_clip(r->list, y->area);
    paint_group_push(r->list, y->area, m.alpha);
    paint_move(r->list, 0, m.dy);
    record(r, y->tree.frame);
    paint_group_pop(r->list);
    paint_restore(r->list);
}

static void lifted(struct recorder *r, const struct finger *f)
{
    if (f->over) {
        int radius = style_u(r->st, f->over->n->radius);
        paint_edge(r->list, f->over->at, radius, f->over->n->corners, style_line(r->st, 5), false, SIDES_ALL,
                   r->st->palette[COLOR_SEL]);
    }
    paint_save(r->list);
    paint_group_push(r->list, f->target->at, 0.35f);
    body(r, f->target, 1);
    paint_group_pop(r->list);
    paint_move(r->list, f->x - f->down_x, f->y - f->down_y);
    body(r, f->target, 1);
    paint_restore(r->list);
}

static void dialog(struct recorder *r)
{
    struct layer_state *y = &r->s->layers[LAYER_DIALOG];
    if (!y->tree.frame)
        return;
    float scrim;
    struct motion_now m = motion_dialog(r->st, r->now - y->shown, &scrim);
    paint_fill(r->list, y->area, 0, SIDES_ALL, color_alpha(r->st->palette[COLOR_SCRIM], scrim), 0,
               GRADIENT_DOWN);
    layer(r, LAYER_DIALOG, m);
}

/* The next page's pictures, so that turning to it does not show bare paper. */
static void ask_soon(struct recorder *r)
{
    for (int i = 0; i < r->n_soon; i++) {
        for (struct live *l = r->soon[i]; l; l = live_walk(r->soon[i], l, false)) {
            if (l->n->type == NODE_PICTURE && l->n->src && *l->n->src && !rect_empty(l->at))
                ahead_want(r->s, l);
        }
    }
}

bool record_stage(struct stage *s, struct paint_list *list, int64_t now)
{
    struct recorder r = {
        .s = s, .st = &s->style, .list = list, .now = now, .ground = s->style.palette[COLOR_PAPER]};
    r.layout = (struct layout){.style = &s->style, .text = s->text};
    struct motion_now still = {.alpha = 1, .inflate = 1};
    paint_begin(list, s->text, s->style.w, s->style.h);
    paint_fill(list, (struct rect){0, 0, s->style.w, s->style.h}, 0, SIDES_ALL, r.ground, 0, GRADIENT_DOWN);
    r.lifting = holder(s, NULL) != NULL;
    const struct layer_state *content = &s->layers[LAYER_CONTENT];
    layer(&r, LAYER_CONTENT, content->at_once ? still : motion_screen(&s->style, now - content->shown));
    for (int i = 0; i < FINGERS; i++) {
        if (s->touch.fingers[i].state == FINGER_DRAG)
            lifted(&r, &s->touch.fingers[i]);
    }
    layer(&r, LAYER_CHROME, still);
    dialog(&r);
    layer(&r, LAYER_NOTICE, still);
    ask_soon(&r);
    return r.moving;
}
