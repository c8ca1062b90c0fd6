#include "stage/ahead.h"

#include "stage/inside.h"

static void ask(struct stage *s, struct live *top)
{
    for (struct live *l = top; l;) {
        bool seen = !rect_empty(live_seen(l));
        const struct node *n = l->n;
        if (seen && n->type == NODE_PICTURE && n->src && *n->src && !(n->icon && *n->icon))
            picture_want(s->pictures, n->src, l->w, l->h, n->fit, n->flip);
        l = live_walk(top, l, !seen);
    }
}

void ahead_pictures(struct stage *s)
{
    for (int i = 0; i < LAYER_COUNT; i++) {
        if (s->layers[i].tree.frame)
            ask(s, s->layers[i].tree.frame);
    }
}
