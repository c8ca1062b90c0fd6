#include "stage/layout.h"

#include "base/mem.h"

#include <limits.h>
#include <math.h>

struct flex_item *flex_items(const struct live *l)
{
    return mem_alloc((size_t)l->n->children * sizeof(struct flex_item));
}

/* Those whose share is out of their bounds get the bound, and the others share again. */
static bool settle(struct flex_item *items, int n, double share, double *room, double *grow)
{
    bool any = false;
    for (int i = 0; i < n; i++) {
        struct flex_item *t = &items[i];
        if (t->settled || t->grow <= 0)
            continue;
        double want = t->basis + share * (double)t->grow;
        int bound = want < t->least ? t->least : want > t->most ? t->most : -1;
        if (bound < 0)
            continue;
        t->size = bound;
        t->settled = any = true;
        *room -= bound - t->basis;
        *grow -= (double)t->grow;
    }
    return any;
}

/* Whole pixels by rounding running sums, so that nothing is lost at the end of the line. */
static void hand_out(struct flex_item *items, int n, double share)
{
    double sum = 0;
    int given = 0;
    for (int i = 0; i < n; i++) {
        struct flex_item *t = &items[i];
        if (t->settled || t->grow <= 0)
            continue;
        sum += t->basis + share * (double)t->grow;
        int to = (int)lround(sum);
        t->size = to - given;
        given = to;
    }
}

static void grow(struct flex_item *items, int n, int room)
{
    double left = room, total = 0;
    for (int i = 0; i < n; i++) {
        left -= items[i].basis;
        total += items[i].grow > 0 ? (double)items[i].grow : 0;
    }
    while (total > 1e-6 && settle(items, n, left / total, &left, &total))
        continue;
    if (total > 1e-6)
        hand_out(items, n, left / total);
}

static int sum_of(const struct flex_item *items, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += items[i].size;
    return sum;
}

static void shrink(struct flex_item *items, int n, int over)
{
    int give = 0;
    for (int i = 0; i < n; i++)
        give += items[i].size > items[i].least ? items[i].size - items[i].least : 0;
    if (give <= 0)
        return;
    double part = over < give ? (double)over / give : 1, sum = 0;
    int taken = 0;
    for (int i = 0; i < n; i++) {
        if (items[i].size <= items[i].least)
            continue;
        sum += (items[i].size - items[i].least) * part;
        int to = (int)lround(sum);
        items[i].size -= to - taken;
        taken = to;
    }
}

int flex_share(struct flex_item *items, int n, int room)
{
    for (int i = 0; i < n; i++)
        items[i].size = items[i].basis, items[i].settled = false;
    grow(items, n, room);
    int sum = sum_of(items, n);
    if (sum > room) {
        shrink(items, n, sum - room);
        sum = sum_of(items, n);
    }
    return sum;
}

static struct flex_item row_item(struct layout *c, struct live *l, int inner)
{
    const struct node *n = l->n;
    struct flex_item t = {.l = l, .grow = layout_grow(l), .most = INT_MAX};
    int px;
    bool fixed = style_size(c->style, n->width, inner, &px);
    style_size(c->style, n->max_width, inner, &t.most);
    int least = layout_clamp_width(c, l, layout_least_width(c, l), inner);
    if (fixed) {
        t.basis = layout_clamp_width(c, l, px, inner);
        t.least = t.grow > 0 && least < t.basis ? least : t.basis;
    } else {
        t.basis = t.grow > 0 ? 0 : layout_width_in(c, l, INT_MAX / 4, false);
        t.least = t.grow > 0 || least < t.basis ? least : t.basis;
    }
    return t;
}

int flex_row_line(struct layout *c, struct live *row, int inner, struct live **from, struct flex_item *items)
{
    int gap = layout_gap(c, row), n = 0, used = 0;
    struct live *l = *from;
    for (; l; l = live_next(l), n++) {
        struct flex_item t = row_item(c, l, inner);
        int need = t.basis > 0 ? t.basis : t.least;
        if (row->n->wrap && n > 0 && used + gap + need > inner)
            break;
        used += (n > 0 ? gap : 0) + need;
        items[n] = t;
    }
    *from = l;
    flex_share(items, n, inner - gap * (n > 0 ? n - 1 : 0));
    return n;
}
