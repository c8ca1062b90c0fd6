#include "stage/chrome.h"

#include "stage/build.h"

#define MARGIN_WIDE 72
#define MARGIN_TALL 60
#define MARGIN_TALL_CROWDED 28 /* eight words beside each other, also at the largest text */
#define COLUMNS_MOST 8
#define CROWDED 8 /* items from which a bar draws in its elbows */

static struct node *bar(struct arena *a, float height, float margin, float pad)
{
    struct node *row = build_node(a, NULL, NODE_ROW);
    row->key = "chrome";
    row->height = in_u(height);
    row->fill = COLOR_PAPER2;
    row->edge = COLOR_HAIR;
    row->edge_sides = SIDES_TOP;
    row->align = ALIGN_CENTER;
    row->padding = pad_of(pad, margin, pad, margin);
    return row;
}

static uint32_t ink_of(const struct chrome_item *i)
{
    return i->on ? COLOR_ON_ACT : i->disabled ? COLOR_GREY_OFF : COLOR_INK;
}

static struct node *button(struct arena *a, struct node *parent, const struct chrome_item *i)
{
    struct node *b = build_node(a, parent, NODE_BUTTON);
    b->radius = 12;
    b->justify = JUSTIFY_CENTER;
    b->on_tap = i->handler;
    b->disabled = i->disabled;
    b->fill = i->on ? COLOR_ACT : i->left ? COLOR_PANEL : COLOR_NONE;
    b->edge = i->left && !i->on ? COLOR_EDGE : COLOR_NONE;
    return b;
}

static void wide_item(struct arena *a, struct node *row, const struct chrome_item *i, bool crowded)
{
    float side = crowded && !i->left ? 16 : 26;
    if (i->apart) {
        struct node *rule = build_node(a, row, NODE_SPACER);
        rule->width = in_u(2);
        rule->height = in_u(56);
        rule->fill = COLOR_HAIR;
    }
    struct node *b = button(a, row, i);
    b->height = in_u(84);
    b->padding = pad_of(0, side, 0, side);
    struct node *inner = build_node(a, b, NODE_ROW);
    inner->align = ALIGN_CENTER;
    inner->justify = JUSTIFY_CENTER;
    inner->gap = in_u(14);
    build_icon(a, inner, i->icon, 40, ink_of(i));
    build_text(a, inner, i->label, ROLE_CHROME, ink_of(i));
}

static struct node *wide(struct arena *a, const struct chrome_model *m)
{
    struct node *row = bar(a, CHROME_WIDE_U, MARGIN_WIDE, 0);
    bool crowded = m->n >= CROWDED;
    row->gap = in_u(crowded ? 10 : 16);
    for (int i = 0; i < m->n; i++) {
        if (m->items[i].left)
            wide_item(a, row, &m->items[i], crowded);
    }
    build_node(a, row, NODE_SPACER);
    for (int i = 0; i < m->n; i++) {
        if (!m->items[i].left)
            wide_item(a, row, &m->items[i], crowded);
    }
    return row;
}

static struct node *tall(struct arena *a, const struct chrome_model *m)
{
    struct node *row = bar(a, CHROME_TALL_U, m->n >= CROWDED ? MARGIN_TALL_CROWDED : MARGIN_TALL, 10);
    row->align = ALIGN_STRETCH;
    for (int i = 0; i < m->n && i < COLUMNS_MOST; i++) {
        struct chrome_item item = m->items[i];
        item.left = false; /* no edges in columns */
        struct node *b = button(a, row, &item);
        b->width = in_u(0);
        b->grow = 1;
        b->gap = in_u(10);
        b->align = ALIGN_CENTER;
        build_icon(a, b, item.icon, 40, ink_of(&item));
        build_text(a, b, item.label, ROLE_CHROME, ink_of(&item))->text_align = TEXT_CENTER;
    }
    return row;
}

struct node *chrome_bar(struct arena *a, const struct chrome_model *m)
{
    return m->portrait ? tall(a, m) : wide(a, m);
}

struct node *chrome_strip(struct arena *a, const char *privacy_line, bool portrait)
{
    struct node *row = bar(a, 0, portrait ? MARGIN_TALL : 144, 8);
    row->key = "strip";
    row->height = (struct size){0}; /* the line takes two at the largest text */
    row->min_height = in_u(84);
    row->gap = in_u(14);
    build_icon(a, row, "lock", 40, COLOR_INK);
    build_text(a, row, privacy_line, ROLE_NOTE, COLOR_INK)->grow = 1;
    return row;
}
