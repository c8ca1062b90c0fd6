#include "stage/ahead.h"

#include "stage/inside.h"

struct picture *ahead_want(struct stage *s, const struct live *l)
{
    return picture_want(s->pictures, l->n->src, l->w, l->h, l->n->fit, l->n->flip);
}

static void ask(struct stage *s, struct live *top)
{
    for (struct live *l = top; l;) {
        bool seen = !rect_empty(live_seen(l));
        const struct node *n = l->n;
        if (seen && n->type == NODE_PICTURE && n->src && *n->src && !(n->icon && *n->icon))
            ahead_want(s, l);
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
