#include "stage/layout.h"

#include "stage/icons.h"
#include "stage/matrix.h"
#include "stage/meter.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FAR (INT_MAX / 4)
#define ROUGH_LEAST 16 /* an estimated text's longest piece is such a part of it, at the most */
#define ICON_U 40
#define SCROLL_LEAST_U 160 /* a scroll that has to give way keeps about four lines */

/* An edge takes room like padding, so a thicker edge with less padding moves nothing. */
static int edge_at(const struct layout *c, const struct node *n, enum sides side)
{
    bool drawn = n->edge && (n->edge_sides == SIDES_ALL || n->edge_sides == side);
    return drawn ? style_line(c->style, n->edge_width) : 0;
}

struct pad layout_pad(const struct layout *c, const struct live *l, int width)
{
    const struct node *n = l->n;
    const struct style *st = c->style;
    return (struct pad){.top = style_size_or(st, n->padding.top, width, 0) + edge_at(c, n, SIDES_TOP),
                        .right = style_size_or(st, n->padding.right, width, 0) + edge_at(c, n, SIDES_RIGHT),
                        .bottom =
                            style_size_or(st, n->padding.bottom, width, 0) + edge_at(c, n, SIDES_BOTTOM),
                        .left = style_size_or(st, n->padding.left, width, 0) + edge_at(c, n, SIDES_LEFT)};
}

int layout_gap(const struct layout *c, const struct live *l)
{
    return style_size_or(c->style, l->n->gap, -1, 0);
}

enum align layout_align(const struct live *parent, const struct live *child)
{
    enum align a = child->n->self != ALIGN_AUTO ? child->n->self : parent->n->align;
    return a == ALIGN_AUTO ? ALIGN_STRETCH : a;
}

bool layout_stretches(const struct live *parent, const struct live *child)
{
    return layout_align(parent, child) == ALIGN_STRETCH;
}

float layout_grow(const struct live *l)
{
    const struct node *n = l->n;
    bool bare = n->type == NODE_SPACER && n->width.unit == SIZE_AUTO && n->height.unit == SIZE_AUTO;
    return bare && n->grow <= 0 ? 1 : n->grow;
}

static int clamp(int v, int least, int most)
{
    v = v > most ? most : v;
    return v < least ? least : v;
}

static int limited(const struct layout *c, int v, struct size min, struct size max, int room)
{
    int least = style_size_or(c->style, min, room, 0), most = style_size_or(c->style, max, room, INT_MAX);
    return clamp(v, least, most);
}

int layout_clamp_width(const struct layout *c, const struct live *l, int w, int room)
{
    return limited(c, w, l->n->min_width, l->n->max_width, room);
}

int layout_clamp_height(const struct layout *c, const struct live *l, int h, int room)
{
    return limited(c, h, l->n->min_height, l->n->max_height, room);
}

void layout_reset(const struct layout *c, struct live *l)
{
    l->natural_w = l->least_w = -1;
    l->talls = 0;
    l->hidden = style_hidden(c->style, l->n);
    l->over_w = l->over_h = 0;
    for (struct live *k = l->first; k; k = k->next)
        layout_reset(c, k);
}

const struct paragraph *layout_text(struct layout *c, const struct live *l, int w)
{
    const char *text = l->n->text ? l->n->text : "";
    struct text_style style = style_text(c->style, l->n);
    return text_layout(c->text, text, strlen(text), &style, w);
}

/* ---- widths ---- */

static int row_width(struct layout *c, struct live *l, bool natural)
{
    int sum = 0, n = 0, widest = 0;
    double unit = 0, units = 0;
    for (struct live *k = live_first(l); k; k = live_next(k), n++) {
        int w = natural ? layout_natural_width(c, k) : layout_least_width(c, k);
        double g = (double)layout_grow(k);
        widest = w > widest ? w : widest;
        if (natural && g > 0) { /* wide enough that each grower's share holds it */
            unit = fmax(unit, w / g);
            units += g;
        } else {
            sum += w;
        }
    }
    if (!natural && l->n->wrap)
        return widest;
    return sum + (int)fmin(ceil(unit * units - 1e-6), FAR) + layout_gap(c, l) * (n > 0 ? n - 1 : 0);
}

static int widest_child(struct layout *c, struct live *l, bool natural)
{
    int widest = 0;
    for (struct live *k = live_first(l); k; k = live_next(k)) {
        int w = natural ? layout_natural_width(c, k) : layout_least_width(c, k);
        widest = w > widest ? w : widest;
    }
    return widest;
}

static int text_width(struct layout *c, struct live *l, bool natural)
{
    int w;
    if (rough_width(c, l, &w))
        return natural ? w : w / ROUGH_LEAST;
    if (natural)
        return layout_text(c, l, 0)->natural_width;
    const char *text = l->n->text ? l->n->text : "";
    struct text_style style = style_text(c->style, l->n);
    return text_min_width(c->text, text, strlen(text), &style);
}

static float ratio_of(const struct node *n)
{
    return fminf(fmaxf(n->ratio, 0.01f), 100);
}

static int picture_width(const struct layout *c, const struct live *l)
{
    int h;
    if (l->n->icon) {
        int icon = icon_find(l->n->icon);
        h = style_size_or(c->style, l->n->height, -1, style_u(c->style, ICON_U));
        return icon < 0 ? h : (int)lroundf((float)h * icon_ratio(icon));
    }
    if (l->n->ratio > 0 && style_size(c->style, l->n->height, -1, &h))
        return (int)lroundf((float)h * ratio_of(l->n));
    return 0;
}

static int inner_width(struct layout *c, struct live *l, bool natural)
{
    switch (l->n->type) {
    case NODE_TEXT:
        return text_width(c, l, natural);
    case NODE_PICTURE:
        return picture_width(c, l);
    case NODE_METER:
        return meter_width(c->style, l->n);
    case NODE_MATRIX:
        return matrix_side(c->style, l->n);
    case NODE_ROW:
        return row_width(c, l, natural);
    case NODE_GRID: {
        int gap = layout_gap(c, l), k = l->n->columns < 1 ? 1 : l->n->columns;
        return widest_child(c, l, natural) * k + gap * (k - 1);
    }
    default:
        return widest_child(c, l, natural);
    }
}

static int outer_width(struct layout *c, struct live *l, bool natural)
{
    int w;
    if (!style_size(c->style, l->n->width, -1, &w)) {
        struct pad p = layout_pad(c, l, 0);
        w = inner_width(c, l, natural) + p.left + p.right;
    }
    return layout_clamp_width(c, l, w, -1);
}

int layout_natural_width(struct layout *c, struct live *l)
{
    if (l->natural_w < 0)
        l->natural_w = outer_width(c, l, true);
    return l->natural_w;
}

int layout_least_width(struct layout *c, struct live *l)
{
    if (l->least_w < 0)
        l->least_w = outer_width(c, l, false);
    return l->least_w;
}

/* Has no width of its own and takes what there is. */
static bool fills(const struct node *n)
{
    bool open = n->width.unit == SIZE_AUTO;
    if (n->type == NODE_PICTURE)
        return open && !n->icon && (n->height.unit == SIZE_AUTO || n->ratio <= 0);
    return open && (n->type == NODE_CANVAS || (n->type == NODE_METER && n->meter == METER_BAR));
}

int layout_width_in(struct layout *c, struct live *l, int room, bool stretch)
{
    int w;
    if (!style_size(c->style, l->n->width, room, &w)) {
        w = room;
        if (!stretch && !(fills(l->n) && room < FAR)) {
            int natural = layout_natural_width(c, l);
            w = natural < room ? natural : room;
        }
    }
    return layout_clamp_width(c, l, w, room < FAR ? room : -1);
}

/* ---- heights ---- */

static struct tall column_height(struct layout *c, struct live *l, int inner)
{
    struct tall t = {.w = inner};
    int gap = layout_gap(c, l), n = 0;
    for (struct live *k = live_first(l); k; k = live_next(k), n++) {
        struct tall kt = layout_height(c, k, layout_width_in(c, k, inner, layout_stretches(l, k)));
        t.h += kt.h;
        t.least += kt.least;
    }
    int gaps = gap * (n > 0 ? n - 1 : 0);
    t.h += gaps;
    t.least += gaps;
    return t;
}

static struct tall row_height(struct layout *c, struct live *l, int inner)
{
    struct tall t = {.w = inner};
    struct flex_item *items = flex_items(l);
    int lines = 0;
    for (struct live *at = live_first(l); at; lines++) {
        int h = 0, least = 0, n = flex_row_line(c, l, inner, &at, items);
        for (int i = 0; i < n; i++) {
            struct tall kt = layout_height(c, items[i].l, items[i].size);
            h = kt.h > h ? kt.h : h;
            least = kt.least > least ? kt.least : least;
        }
        t.h += h;
        t.least += least;
    }
    free(items);
    int gaps = layout_gap(c, l) * (lines > 0 ? lines - 1 : 0);
    t.h += gaps;
    t.least += gaps;
    return t;
}

static struct tall grid_height(struct layout *c, struct live *l, int inner)
{
    struct tall t = {.w = inner};
    int gap = layout_gap(c, l), columns = l->n->columns < 1 ? 1 : l->n->columns, i = 0, h = 0, least = 0;
    int cell = (inner - gap * (columns - 1)) / columns;
    for (struct live *k = live_first(l); k; k = live_next(k), i++) {
        if (i > 0 && i % columns == 0) {
            t.h += h + gap;
            t.least += least + gap;
            h = least = 0;
        }
        struct tall kt = layout_height(c, k, layout_width_in(c, k, cell, layout_stretches(l, k)));
        h = kt.h > h ? kt.h : h;
        least = kt.least > least ? kt.least : least;
    }
    t.h += h;
    t.least += least;
    return t;
}

static struct tall tallest_child(struct layout *c, struct live *l, int inner)
{
    struct tall t = {.w = inner};
    for (struct live *k = live_first(l); k; k = live_next(k)) {
        bool fill = l->n->type == NODE_PAGES || k->n->anchor == ANCHOR_FILL;
        struct tall kt = layout_height(c, k, layout_width_in(c, k, inner, fill));
        t.h = kt.h > t.h ? kt.h : t.h;
        t.least = kt.least > t.least ? kt.least : t.least;
    }
    return t;
}

static struct tall picture_height(const struct layout *c, const struct live *l, int inner)
{
    int h = l->n->icon ? inner : l->n->ratio > 0 ? (int)lroundf((float)inner / ratio_of(l->n)) : 0;
    if (l->n->icon && l->n->width.unit == SIZE_AUTO)
        h = style_u(c->style, ICON_U);
    return (struct tall){inner, h, h};
}

static struct tall inner_height(struct layout *c, struct live *l, int inner)
{
    switch (l->n->type) {
    case NODE_TEXT: {
        int h;
        if (!rough_height(c, l, inner, &h))
            h = layout_text(c, l, inner < 1 ? 1 : inner)->height;
        return (struct tall){inner, h, h};
    }
    case NODE_PICTURE:
        return picture_height(c, l, inner);
    case NODE_METER: {
        int h = meter_height(c->style, l->n);
        return (struct tall){inner, h, h};
    }
    case NODE_MATRIX: {
        int h = matrix_side(c->style, l->n);
        return (struct tall){inner, h, h};
    }
    case NODE_ROW:
        return row_height(c, l, inner);
    case NODE_GRID:
        return grid_height(c, l, inner);
    case NODE_STACK:
    case NODE_PAGES:
        return tallest_child(c, l, inner);
    default:
        return column_height(c, l, inner);
    }
}

static struct tall compute_height(struct layout *c, struct live *l, int w)
{
    int px;
    struct tall t = {.w = w};
    bool fixed = style_size(c->style, l->n->height, -1, &px);
    if (fixed) {
        t.h = t.least = px;
    } else {
        struct pad p = layout_pad(c, l, w);
        t = inner_height(c, l, w - p.left - p.right);
        t.h += p.top + p.bottom;
        t.least += p.top + p.bottom;
    }
    if (l->n->type == NODE_SCROLL && !fixed && t.least > style_u(c->style, SCROLL_LEAST_U))
        t.least = style_u(c->style, SCROLL_LEAST_U);
    if (l->n->type == NODE_PICTURE && l->n->grow > 0)
        t.least = t.h * 6 / 10;
    t.h = layout_clamp_height(c, l, t.h, -1);
    t.least = layout_clamp_height(c, l, t.least, -1);
    t.w = w;
    return t;
}

struct tall layout_height(struct layout *c, struct live *l, int w)
{
    w = w < 0 ? 0 : w;
    for (int i = 0; i < l->talls; i++) {
        if (l->tall[i].w == w)
            return l->tall[i];
    }
    struct tall t = compute_height(c, l, w);
    c->heights++;
    if (l->talls < 2)
        l->talls++;
    else
        l->tall[0] = l->tall[1];
    l->tall[l->talls - 1] = t;
    return t;
}
