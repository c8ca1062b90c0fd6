#include "stage/meter.h"

#include <math.h>

#define SLIP_W 16
#define SLIP_H 44
#define SLIP_NOW_H 56
#define SLIP_GAP 10
#define BAR_H 24
#define DOT_R 10
#define RING_R 104
#define ROW_DOT_GAP 14
#define DOTS_MOST 60

static int parts(const struct node *n)
{
    return n->of < 1 ? 1 : n->of > 1000 ? 1000 : (int)n->of;
}

int meter_width(const struct style *st, const struct node *n)
{
    int k = parts(n);
    if (n->meter == METER_SLIPS)
        return k > METER_SLIPS_MOST ? 0 : k * style_u(st, SLIP_W) + (k - 1) * style_u(st, SLIP_GAP);
    return n->meter == METER_DOTS ? style_u(st, 2 * (RING_R + DOT_R)) : style_u(st, 200);
}

int meter_height(const struct style *st, const struct node *n)
{
    if (n->meter == METER_SLIPS)
        return parts(n) > METER_SLIPS_MOST ? 0 : style_u(st, SLIP_NOW_H);
    return style_u(st, n->meter == METER_BAR ? BAR_H : 2 * (RING_R + DOT_R));
}

static void slips(struct paint_list *list, const struct style *st, const struct node *n, struct rect at)
{
    int k = parts(n), now = (int)n->value, w = style_u(st, SLIP_W), gap = style_u(st, SLIP_GAP);
    if (k > METER_SLIPS_MOST)
        return;
    int radius = style_u(st, st->theme.radius[RADIUS_SLIP]);
    uint32_t color = style_color(st, n->color == COLOR_INK ? COLOR_ACT : n->color),
             rest = st->palette[COLOR_EDGE];
    for (int i = 1; i <= k; i++) {
        int h = style_u(st, i == now ? SLIP_NOW_H : SLIP_H);
        int y = at.y + style_u(st, SLIP_NOW_H) - h; /* all stand on one line */
        struct rect r = {at.x + (i - 1) * (w + gap), y, w, h};
        if (i < now)
            paint_fill(list, r, radius, SIDES_ALL, color, 0, GRADIENT_DOWN);
        else
            paint_edge(list, r, radius, SIDES_ALL, style_line(st, i == now ? 4 : 2), false, SIDES_ALL,
                       i == now ? color : rest);
    }
}

static void bar(struct paint_list *list, const struct style *st, const struct node *n, struct rect at)
{
    float part = n->of > 0 ? n->value / n->of : 0;
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    uint32_t color = style_color(st, n->color == COLOR_INK ? COLOR_ACT : n->color);
    struct rect done = at;
    done.w = (int)lroundf((float)at.w * part);
    if (done.w > 0 && done.w < at.h)
        done.w = at.h; /* a round end needs its height */
    paint_fill(list, at, at.h / 2, SIDES_ALL, st->palette[COLOR_PAPER2], 0, GRADIENT_DOWN);
    paint_fill(list, done, at.h / 2, SIDES_ALL, color, 0, GRADIENT_DOWN);
    paint_edge(list, at, at.h / 2, SIDES_ALL, style_line(st, 2), false, SIDES_ALL, st->palette[COLOR_EDGE]);
}

static void dot(struct paint_list *list, const struct style *st, float x, float y, bool filled,
                uint32_t color)
{
    int r = style_u(st, DOT_R);
    struct rect at = {(int)lroundf(x) - r, (int)lroundf(y) - r, 2 * r, 2 * r};
    if (filled)
        paint_fill(list, at, r, SIDES_ALL, color, 0, GRADIENT_DOWN);
    else
        paint_edge(list, at, r, SIDES_ALL, style_line(st, 3), false, SIDES_ALL, color);
}

static void dots(struct paint_list *list, const struct style *st, const struct node *n, struct rect at)
{
    int k = parts(n) > DOTS_MOST ? DOTS_MOST : parts(n), r = style_u(st, DOT_R);
    uint32_t color = style_color(st, n->color == COLOR_INK ? COLOR_ACT : n->color);
    float middle_x = (float)at.x + (float)at.w / 2, middle_y = (float)at.y + (float)at.h / 2;
    if (at.h < style_u(st, 100)) {
        float step = (float)(2 * r + style_u(st, ROW_DOT_GAP)), x = middle_x - step * (float)(k - 1) / 2;
        for (int i = 1; i <= k; i++)
            dot(list, st, x + step * (float)(i - 1), middle_y, i == (int)n->value, color);
        return;
    }
    float radius = (float)((at.w < at.h ? at.w : at.h) / 2 - r);
    for (int i = 0; i < k; i++) {
        float a = 6.2831853f * (float)i / (float)k;
        dot(list, st, middle_x + radius * sinf(a), middle_y - radius * cosf(a), i >= k - (int)n->value,
            color);
    }
}

void meter_record(struct paint_list *list, const struct style *st, const struct node *n, struct rect at)
{
    if (n->meter == METER_SLIPS)
        slips(list, st, n, at);
    else if (n->meter == METER_BAR)
        bar(list, st, n, at);
    else
        dots(list, st, n, at);
}
