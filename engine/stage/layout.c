#include "stage/layout.h"

#include "stage/touch.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

static int at_align(enum align a, int room, int size)
{
    return a == ALIGN_CENTER ? (room - size) / 2 : a == ALIGN_END ? room - size : 0;
}

static void put(struct layout *c, struct live *l, int x, int y, int w, int h)
{
    l->x = x;
    l->y = y;
    layout_arrange(c, l, w, h);
}

/* What is left along the line, as space before the first and between all. */
static void justify(enum justify j, int left, int n, int *before, double *between)
{
    *before = 0;
    *between = 0;
    if (left <= 0)
        return;
    if (j == JUSTIFY_CENTER)
        *before = left / 2;
    else if (j == JUSTIFY_END)
        *before = left;
    else if (j == JUSTIFY_BETWEEN && n > 1)
        *between = (double)left / (n - 1);
}

static struct flex_item column_item(struct layout *c, struct live *l, struct live *k, int inner_w,
                                    int inner_h)
{
    int w = layout_width_in(c, k, inner_w, layout_stretches(l, k)), px;
    struct tall t = layout_height(c, k, w);
    struct flex_item f = {.l = k, .grow = layout_grow(k), .most = INT_MAX};
    if (style_size(c->style, k->n->height, inner_h, &px)) {
        f.basis = layout_clamp_height(c, k, px, inner_h);
        f.least = k->n->type == NODE_PICTURE && f.grow > 0 ? f.basis * 6 / 10 : f.basis;
    } else {
        t.h = layout_clamp_height(c, k, t.h, inner_h);
        f.basis = f.grow > 0 ? 0 : t.h;
        f.least = f.grow > 0 || k->n->type == NODE_SCROLL ? layout_clamp_height(c, k, t.least, inner_h) : t.h;
        if (f.grow <= 0 && t.least < f.least)
            f.least = t.least; /* something inside it can give way */
    }
    style_size(c->style, k->n->max_height, inner_h, &f.most);
    return f;
}

static void arrange_column(struct layout *c, struct live *l, struct pad p, int w, int h)
{
    struct flex_item *items = flex_items(l);
    int inner_w = w - p.left - p.right, inner_h = h - p.top - p.bottom, n = 0, gap = layout_gap(c, l);
    for (struct live *k = live_first(l); k; k = live_next(k))
        items[n++] = column_item(c, l, k, inner_w, inner_h);
    int gaps = gap * (n > 0 ? n - 1 : 0), sum = flex_share(items, n, inner_h - gaps) + gaps, before;
    double between, y = p.top;
    justify(l->n->justify, inner_h - sum, n, &before, &between);
    y += before;
    for (int i = 0; i < n; i++) {
        struct live *k = items[i].l;
        int kw = layout_width_in(c, k, inner_w, layout_stretches(l, k));
        put(c, k, p.left + at_align(layout_align(l, k), inner_w, kw), (int)lround(y), kw, items[i].size);
        y += items[i].size + gap + between;
        l->over_w = kw - inner_w > l->over_w ? kw - inner_w : l->over_w;
    }
    free(items);
    l->content_h = sum + p.top + p.bottom;
    l->over_h = sum > inner_h ? sum - inner_h : 0;
}

static int row_child_height(struct layout *c, struct live *row, const struct flex_item *t, int line_h)
{
    int px;
    if (style_size(c->style, t->l->n->height, line_h, &px))
        return layout_clamp_height(c, t->l, px, line_h);
    if (layout_stretches(row, t->l) && !t->l->n->icon)
        return layout_clamp_height(c, t->l, line_h, line_h);
    int h = layout_clamp_height(c, t->l, layout_height(c, t->l, t->size).h, line_h);
    return h;
}

static void arrange_line(struct layout *c, struct live *l, struct flex_item *items, int n, struct rect line)
{
    int gap = layout_gap(c, l), sum = gap * (n > 0 ? n - 1 : 0), before;
    double between, x = line.x;
    for (int i = 0; i < n; i++)
        sum += items[i].size;
    justify(l->n->justify, line.w - sum, n, &before, &between);
    x += before;
    for (int i = 0; i < n; i++) {
        struct live *k = items[i].l;
        int h = row_child_height(c, l, &items[i], line.h);
        put(c, k, (int)lround(x), line.y + at_align(layout_align(l, k), line.h, h), items[i].size, h);
        x += items[i].size + gap + between;
        l->over_h = h - line.h > l->over_h ? h - line.h : l->over_h;
    }
    l->over_w = sum - line.w > l->over_w ? sum - line.w : l->over_w;
}

static void arrange_row(struct layout *c, struct live *l, struct pad p, int w, int h)
{
    struct flex_item *items = flex_items(l);
    int inner_w = w - p.left - p.right, inner_h = h - p.top - p.bottom, y = p.top;
    for (struct live *at = live_first(l); at;) {
        int n = flex_row_line(c, l, inner_w, &at, items), line_h = 0;
        for (int i = 0; i < n; i++) {
            int kh = layout_height(c, items[i].l, items[i].size).h;
            line_h = kh > line_h ? kh : line_h;
        }
        if (!l->n->wrap) /* one line has all the height; a child that needs more is overflow */
            line_h = inner_h;
        arrange_line(c, l, items, n, (struct rect){p.left, y, inner_w, line_h});
        y += line_h + (at ? layout_gap(c, l) : 0);
    }
    free(items);
    l->content_h = y + p.bottom;
    if (l->n->wrap && l->content_h > h)
        l->over_h = l->content_h - h;
}

struct grid_shape {
    int columns, cell, gap, spare, growing; /* spare px go to the rows with a growing child */
};

static int grid_row(struct layout *c, struct live *l, struct live *first, const struct grid_shape *g,
                    bool *grows)
{
    int h = 0, i = 0;
    *grows = false;
    for (struct live *k = first; k && i < g->columns; k = live_next(k), i++) {
        int kh = layout_height(c, k, layout_width_in(c, k, g->cell, layout_stretches(l, k))).h;
        h = kh > h ? kh : h;
        *grows |= layout_grow(k) > 0;
    }
    return h;
}

static struct live *grid_next(struct live *k, int columns)
{
    for (int i = 0; k && i < columns; i++)
        k = live_next(k);
    return k;
}

static int put_grid_row(struct layout *c, struct live *l, struct live *k, const struct grid_shape *g,
                        struct rect row)
{
    for (int i = 0; k && i < g->columns; k = live_next(k), i++) {
        int w = layout_width_in(c, k, g->cell, layout_stretches(l, k)), h = row.h, px;
        if (style_size(c->style, k->n->height, row.h, &px))
            h = px;
        put(c, k, row.x + i * (g->cell + g->gap) + at_align(layout_align(l, k), g->cell, w), row.y, w, h);
        l->over_w = w - g->cell > l->over_w ? w - g->cell : l->over_w;
    }
    return row.h;
}

static void arrange_grid(struct layout *c, struct live *l, struct pad p, int w, int h)
{
    struct grid_shape g = {.columns = l->n->columns < 1 ? 1 : l->n->columns, .gap = layout_gap(c, l)};
    g.cell = (w - p.left - p.right - g.gap * (g.columns - 1)) / g.columns;
    bool grows;
    int need = p.top + p.bottom - g.gap, y = p.top;
    for (struct live *k = live_first(l); k; k = grid_next(k, g.columns)) {
        need += grid_row(c, l, k, &g, &grows) + g.gap;
        g.growing += grows;
    }
    g.spare = h > need ? h - need : 0;
    for (struct live *k = live_first(l); k; k = grid_next(k, g.columns)) {
        int row = grid_row(c, l, k, &g, &grows);
        if (grows) {
            int extra = g.spare / g.growing;
            g.spare -= extra;
            g.growing--;
            row += extra;
        }
        y += put_grid_row(c, l, k, &g, (struct rect){p.left, y, w, row}) + g.gap;
    }
    l->content_h = y - (live_first(l) ? g.gap : 0) + p.bottom;
    l->over_h = l->content_h > h ? l->content_h - h : 0;
}

static int anchored(enum anchor a, int room, int size, bool across)
{
    static const signed char third[2][10] = {{0, 0, 0, 0, 1, 1, 1, 2, 2, 2}, {0, 0, 1, 2, 0, 1, 2, 0, 1, 2}};
    return (room - size) * third[across][a] / 2;
}

static void arrange_stack(struct layout *c, struct live *l, struct pad p, int w, int h)
{
    int inner_w = w - p.left - p.right, inner_h = h - p.top - p.bottom;
    for (struct live *k = live_first(l); k; k = live_next(k)) {
        bool fill = k->n->anchor == ANCHOR_FILL;
        int kw = layout_width_in(c, k, inner_w, fill), kh;
        if (!style_size(c->style, k->n->height, inner_h, &kh))
            kh = fill ? inner_h : layout_height(c, k, kw).h;
        kh = layout_clamp_height(c, k, kh, inner_h);
        int x = anchored(k->n->anchor, inner_w, kw, true) + style_size_or(c->style, k->n->dx, inner_w, 0);
        int y = anchored(k->n->anchor, inner_h, kh, false) + style_size_or(c->style, k->n->dy, inner_h, 0);
        put(c, k, p.left + x, p.top + y, kw, kh);
        if (fill && !k->n->decor && layout_height(c, k, kw).least > inner_h && k->n->type != NODE_PICTURE) {
            int over = layout_height(c, k, kw).least - inner_h;
            l->over_h = over > l->over_h ? over : l->over_h;
        }
    }
}

static void arrange_pages(struct layout *c, struct live *l, struct pad p, int w, int h)
{
    for (struct live *k = live_first(l); k; k = live_next(k))
        put(c, k, p.left, p.top, w - p.left - p.right, h - p.top - p.bottom);
}

static void arrange_scroll(struct layout *c, struct live *l, struct pad p, int w, int h)
{
    int need = p.top + p.bottom, gap = layout_gap(c, l);
    for (struct live *k = live_first(l); k; k = live_next(k)) {
        need += layout_height(c, k, layout_width_in(c, k, w - p.left - p.right, layout_stretches(l, k))).h;
        need += live_next(k) ? gap : 0;
    }
    arrange_column(c, l, p, w, need > h ? need : h);
    l->content_h += need > h ? hint_bar(c->style, l) : 0;
    l->over_h = 0;
}

void layout_arrange(struct layout *c, struct live *l, int w, int h)
{
    l->w = w < 0 ? 0 : w;
    l->h = h < 0 ? 0 : h;
    l->content_w = l->w;
    l->content_h = l->h;
    l->over_w = l->over_h = 0;
    struct pad p = layout_pad(c, l, l->w);
    switch (l->n->type) {
    case NODE_ROW:
        arrange_row(c, l, p, l->w, l->h);
        break;
    case NODE_GRID:
        arrange_grid(c, l, p, l->w, l->h);
        break;
    case NODE_STACK:
        arrange_stack(c, l, p, l->w, l->h);
        break;
    case NODE_PAGES:
        arrange_pages(c, l, p, l->w, l->h);
        break;
    case NODE_SCROLL:
        arrange_scroll(c, l, p, l->w, l->h);
        break;
    case NODE_COLUMN:
    case NODE_BUTTON:
        arrange_column(c, l, p, l->w, l->h);
        break;
    default:
        break;
    }
}

void layout_frame(struct layout *c, struct live *frame, int w, int h)
{
    frame->x = frame->y = 0;
    frame->w = frame->content_w = w;
    frame->h = h;
    int need = layout_height(c, frame->first, w).least;
    frame->content_h = need > h ? need + hint_bar(c->style, frame) : h;
    frame->over_h = 0;
    put(c, frame->first, 0, 0, w, need > h ? need : h);
}

void layout_place(struct live *l, int x, int y, struct rect clip)
{
    l->at = (struct rect){x, y, l->w, l->h};
    l->clip = clip;
    bool window = l->n->type == NODE_SCROLL || l->n->type == NODE_PAGES;
    struct rect inner = window ? rect_intersect(clip, l->at) : clip;
    int i = 0, down = l->n->type == NODE_SCROLL ? (int)lroundf(l->offset) : 0;
    for (struct live *k = live_first(l); k; k = live_next(k), i++) {
        int across = l->n->type == NODE_PAGES ? (int)lroundf(((float)i - l->page) * (float)l->w) : 0;
        layout_place(k, x + k->x + across, y + k->y - down, inner);
    }
}
