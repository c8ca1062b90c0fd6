#include "stage/build.h"

#include <string.h>

struct node *build_node(struct arena *a, struct node *parent, enum node_type type)
{
    struct node *n = node_new(a, type);
    if (parent)
        node_add(parent, n);
    return n;
}

struct node *build_text(struct arena *a, struct node *parent, const char *text, enum role role,
                        uint32_t color)
{
    struct node *n = build_node(a, parent, NODE_TEXT);
    n->text = arena_text(a, text, strlen(text));
    n->role = role;
    n->color = color;
    return n;
}

struct node *build_icon(struct arena *a, struct node *parent, const char *icon, float u, uint32_t color)
{
    struct node *n = build_node(a, parent, NODE_PICTURE);
    n->icon = arena_text(a, icon, strlen(icon));
    n->width = n->height = in_u(u);
    n->color = color;
    return n;
}

struct node *build_button(struct arena *a, struct node *parent, const char *label, const char *icon,
                          bool primary, uint32_t on_tap)
{
    struct node *b = build_node(a, parent, NODE_BUTTON);
    b->min_height = in_u(108);
    b->padding = pad_of(12, 32, 12, 32);
    b->radius = 12;
    b->justify = JUSTIFY_CENTER;
    b->fill = primary ? COLOR_ACT : COLOR_PANEL;
    b->edge = primary ? COLOR_NONE : COLOR_ACT;
    b->edge_width = 3;
    b->on_tap = on_tap;
    struct node *row = build_node(a, b, NODE_ROW);
    row->align = ALIGN_CENTER;
    row->justify = JUSTIFY_CENTER;
    row->gap = in_u(16);
    uint32_t color = primary ? COLOR_ON_ACT : COLOR_ACT;
    if (icon)
        build_icon(a, row, icon, 40, color);
    build_text(a, row, label, ROLE_LABEL, color)->text_align = TEXT_CENTER;
    return b;
}
