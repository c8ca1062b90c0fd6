#include "stage/inside.h"

#include "stage/scroll.h"

#define LEAST_U 480 /* shorter scrolls are moved by the finger alone */
#define BAR_U 104
#define PILL_H_U 72
#define PILL_W_U 210
#define PILL_GAP_U 24

int hint_bar(const struct style *st, const struct live *l)
{
    return l->h < style_u(st, LEAST_U) ? 0 : style_u(st, BAR_U);
}

struct rect hint_rect(const struct stage *s, const struct live *l, bool up)
{
    const struct style *st = &s->style;
    float left = up ? l->offset : scroll_range(l) - l->offset;
    struct rect seen = live_seen(l);
    int bar = hint_bar(st, l);
    if (!bar || left < (float)style_line(st, 4) || seen.h < l->h)
        return (struct rect){0};
    int size = st->comfort.text_size, w = style_u(st, PILL_W_U + 30 * (float)size), h = style_u(st, PILL_H_U);
    int gap = style_u(st, PILL_GAP_U), middle = seen.x + seen.w / 2;
    return (struct rect){up ? middle - gap / 2 - w : middle + gap - gap / 2, seen.y + seen.h - (bar + h) / 2,
                         w, h};
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
