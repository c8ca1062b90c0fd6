#include "stage/layout.h"

#define ROUGH_TEXT 60 /* characters of a text that is worth it; labels are always exact */
#define NEAR_VIEWS 1  /* screens beyond the edge within which nothing may be an estimate */
#define READY_VIEWS 3 /* and within which all becomes exact when something has come near */

bool rough_width(const struct layout *c, const struct live *l, int *w)
{
    if (!c->rough || l->chars <= ROUGH_TEXT)
        return false;
    *w = (int)l->chars * style_text(c->style, l->n).px;
    return true;
}

bool rough_height(const struct layout *c, struct live *l, int inner, int *h)
{
    l->rough = false;
    if (!c->rough || l->chars <= ROUGH_TEXT)
        return false;
    if (l->exact.w == inner && l->exact.version == c->style->version) {
        *h = l->exact.h;
        return true;
    }
    struct text_style style = style_text(c->style, l->n);
    int in_line = inner > style.px ? inner / style.px : 1;
    *h = ((int)l->chars / in_line + 1) * (style.line_px > 0 ? style.line_px : style.px);
    l->rough = true;
    return true;
}

static bool within(const struct layout *c, const struct live *l, int views)
{
    return !rect_empty(rect_intersect(rect_inset(l->at, -views * c->style->h), l->clip));
}

static bool any_near(const struct layout *c, struct live *frame)
{
    for (struct live *l = frame; l; l = live_walk(frame, l, false)) {
        if (l->rough && within(c, l, NEAR_VIEWS))
            return true;
    }
    return false;
}

bool rough_refine(struct layout *c, struct live *frame)
{
    if (!any_near(c, frame))
        return false;
    for (struct live *l = frame; l; l = live_walk(frame, l, false)) {
        if (!l->rough || !within(c, l, READY_VIEWS))
            continue;
        struct pad p = layout_pad(c, l, l->w);
        int inner = l->w - p.left - p.right;
        l->exact = (struct exact){inner, layout_text(c, l, inner < 1 ? 1 : inner)->height, c->style->version};
        l->rough = false;
    }
    return true;
}

struct live *rough_anchor(struct live *frame)
{
    for (struct live *l = frame; l; l = live_walk(frame, l, false)) {
        if (l->n->type == NODE_TEXT && !l->rough && !rect_empty(live_seen(l)))
            return l;
    }
    return NULL;
}
