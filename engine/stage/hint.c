#include "stage/inside.h"

#include "stage/scroll.h"

#define HINT_SCROLL_LEAST_U 480 /* shorter scrolls are moved by the finger alone */

struct rect hint_rect(const struct stage *s, const struct live *l, bool up)
{
    const struct style *st = &s->style;
    float left = up ? l->offset : scroll_range(l) - l->offset;
    struct rect seen = live_seen(l);
    if (left < (float)style_line(st, 4) || seen.h < style_u(st, HINT_SCROLL_LEAST_U))
        return (struct rect){0};
    int w = style_u(st, st->comfort.text_size > 1 ? 250 : 210), h = style_u(st, 72), edge = style_u(st, 16);
    int y = up ? seen.y + edge : seen.y + seen.h - h - edge;
    return (struct rect){seen.x + (seen.w - w) / 2, y, w, h};
}

struct live *hint_at(const struct stage *s, struct live *top, int x, int y, bool *up)
{
    struct live *l = hit_find(top, HIT_SCROLL, x, y);
    for (; l; l = l->parent) {
        if (l->n->type != NODE_SCROLL)
            continue;
        for (int i = 0; i < 2; i++) {
            *up = i == 1;
            if (rect_contains(hint_rect(s, l, *up), x, y))
                return l;
        }
    }
    return NULL;
}
