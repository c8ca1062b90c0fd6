/* What does not fit, for the content check: seen from the layout, not from pixels. */
#include "stage/inside.h"

#include "base/utf8.h"
#include "stage/contrast.h"
#include "stage/scroll.h"

#include <stdio.h>
#include <string.h>

#define TOLERANCE 1    /* px of rounding */
#define LINES_LEAST 3  /* of its text that a scroll shows at a time */
#define PAIRS_MOST 400 /* texts and controls compared with each other */

struct findings {
    struct overflow *out;
    int n, most;
};

static const char *first_text(struct live *top)
{
    for (struct live *l = top; l; l = live_walk(top, l, false)) {
        if (l->n->label && *l->n->label)
            return l->n->label;
        if (l->n->text && *l->n->text)
            return l->n->text;
        if (l->n->src)
            return l->n->src;
    }
    return "";
}

static int line_of(const struct live *l)
{
    while (l && !l->n->line)
        l = l->parent;
    return l ? l->n->line : 0;
}

static void add(struct findings *f, enum overflow_kind kind, struct live *l, int by)
{
    if (f->n < f->most) {
        struct overflow *o = &f->out[f->n];
        *o = (struct overflow){.kind = kind, .line = line_of(l), .at = l->at, .by = by};
        snprintf(o->text, sizeof o->text, "%s", first_text(l));
        utf8_trim_partial(o->text);
    }
    f->n++;
}

static void text(struct stage *s, struct findings *f, struct live *l)
{
    struct layout c = {.style = &s->style, .text = s->text};
    struct pad p = layout_pad(&c, l, l->w);
    int w = l->w - p.left - p.right, h = l->h - p.top - p.bottom;
    if (!l->n->text || !*l->n->text)
        return;
    const struct paragraph *g = layout_text(&c, l, w < 1 ? 1 : w);
    if (g->height > h + TOLERANCE)
        add(f, OVERFLOW_TEXT, l, g->height - h);
    else if (g->width > w + TOLERANCE)
        add(f, OVERFLOW_TEXT, l, g->width - w);
    if (g->too_wide)
        add(f, OVERFLOW_WORD, l, g->width > w ? g->width - w : 0);
    if (g->cut)
        add(f, OVERFLOW_CUT, l, 0);
}

/* Of the largest text in a scroll; 0 without any. */
static int tallest_line(const struct stage *s, struct live *scroll)
{
    int most = 0;
    for (struct live *l = scroll; l; l = live_walk(scroll, l, false)) {
        if (l->n->type != NODE_TEXT || !l->n->text || !*l->n->text)
            continue;
        int line = style_text(&s->style, l->n).line_px;
        most = line > most ? line : most;
    }
    return most;
}

/* Nothing is lost in a scroll, but nobody reads through a slit. */
static void scroll(struct stage *s, struct findings *f, struct live *l)
{
    if (scroll_range(l) <= TOLERANCE)
        return;
    int shown = l->h - hint_bar(&s->style, l), least = LINES_LEAST * tallest_line(s, l);
    if (shown < least - TOLERANCE)
        add(f, OVERFLOW_CRAMPED, l, least - shown);
}

static bool solid(const struct live *l)
{
    bool control = l->n->type == NODE_BUTTON && (l->n->fill || l->n->edge);
    return (control || (l->n->type == NODE_TEXT && l->n->text && *l->n->text)) && !l->n->decor &&
           !rect_empty(live_seen(l));
}

/* What a text really covers: its lines, not the box it was stretched to. */
static struct rect inked(struct stage *s, const struct live *l)
{
    if (l->n->type != NODE_TEXT)
        return live_seen(l);
    struct layout c = {.style = &s->style, .text = s->text};
    struct pad p = layout_pad(&c, l, l->w);
    int w = l->w - p.left - p.right;
    const struct paragraph *g = layout_text(&c, l, w < 1 ? 1 : w);
    int x = l->n->text_align == TEXT_CENTER  ? (w - g->width) / 2
            : l->n->text_align == TEXT_RIGHT ? w - g->width
                                             : 0;
    struct rect r = {l->at.x + p.left + x, l->at.y + p.top, g->width, g->height};
    return rect_intersect(r, l->clip);
}

static void faint(struct stage *s, struct findings *f, struct live *l)
{
    float ratio = contrast_of(&s->style, l, inked(s, l));
    if (ratio > 0 && ratio < CONTRAST_LEAST - 0.05f)
        add(f, OVERFLOW_FAINT, l, (int)(ratio * 10));
}

static void overlaps(struct stage *s, struct findings *f, struct live *top)
{
    struct live *some[PAIRS_MOST];
    struct rect at[PAIRS_MOST];
    int n = 0, slack = style_u(&s->style, 4);
    for (struct live *l = top; l && n < PAIRS_MOST; l = live_walk(top, l, false)) {
        if (!solid(l))
            continue;
        some[n] = l;
        at[n++] = inked(s, l);
    }
    for (int i = 0; i < n; i++) {
        for (int k = i + 1; k < n; k++) {
            struct rect r = rect_intersect(at[i], at[k]);
            bool related = live_inside(some[k], some[i]) || live_inside(some[i], some[k]);
            if (!related && r.w > slack && r.h > slack)
                add(f, OVERFLOW_OVERLAP, some[k], 0);
        }
    }
}

int stage_overflows(struct stage *s, struct overflow *out, int most)
{
    struct findings f = {out, 0, most};
    stage_arrange(s);
    struct live *top = s->layers[LAYER_CONTENT].tree.frame;
    if (!top)
        return 0;
    if (scroll_range(top) > 0)
        add(&f, OVERFLOW_SCROLLS, top, top->first->h - top->h);
    for (struct live *l = top->first; l; l = live_walk(top, l, false)) {
        if (l->over_h > TOLERANCE)
            add(&f, OVERFLOW_TALL, l, l->over_h);
        if (l->over_w > TOLERANCE)
            add(&f, OVERFLOW_WIDE, l, l->over_w);
        if (l->n->type == NODE_TEXT) {
            text(s, &f, l);
            faint(s, &f, l);
        }
        if (l->n->type == NODE_SCROLL)
            scroll(s, &f, l);
    }
    overlaps(s, &f, top);
    return f.n;
}
