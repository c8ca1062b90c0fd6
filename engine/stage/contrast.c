#include "stage/contrast.h"

#include <math.h>

static bool is_read(const struct node *n)
{
    bool role = n->role == ROLE_BODY || n->role == ROLE_STORY || n->role == ROLE_QUOTE ||
                n->role == ROLE_QUESTION;
    return n->type == NODE_TEXT && n->text && *n->text && role && !n->decor;
}

static uint32_t opaque(uint32_t argb)
{
    return argb >> 24 == 255 ? argb : 0;
}

/* The ends of a gradient may differ: the worse one counts. */
static float on(const struct style *st, const struct node *ground, uint32_t ink)
{
    uint32_t a = opaque(style_color(st, ground->fill)), b = opaque(style_color(st, ground->fill_to));
    float ratio = a ? color_contrast(ink, a) : 0;
    return a && b ? fminf(ratio, color_contrast(ink, b)) : ratio;
}

/* What of a stack lies right under one of its children. */
static const struct live *under(const struct live *stack, const struct live *child, struct rect at)
{
    const struct live *found = NULL;
    for (const struct live *l = stack->first; l && l != child; l = l->next) {
        bool ground = l->n->fill || (l->n->type == NODE_PICTURE && l->n->src);
        if (!l->hidden && ground && rect_covers(l->at, at))
            found = l;
    }
    return found;
}

float contrast_of(const struct style *st, const struct live *text, struct rect lines)
{
    uint32_t ink = style_color(st, text->n->color);
    if (!is_read(text->n) || ink >> 24 != 255)
        return 0;
    for (const struct live *l = text; l; l = l->parent) {
        const struct live *below = l->parent && l->parent->n->type == NODE_STACK ? under(l->parent, l, lines) : NULL;
        float ratio = on(st, l->n, ink);
        if (ratio > 0)
            return ratio;
        if (below)
            return below->n->type == NODE_PICTURE ? 0 : on(st, below->n, ink);
    }
    return color_contrast(ink, st->palette[COLOR_PAPER]);
}
