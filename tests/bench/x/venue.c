#include "venue.h"

/* In units of 1/1080 of the shorter side; what belongs to the foot is counted from there. */
struct shape {
    int x[SPOTS], y[SPOTS], foot;
    struct area explanation, column;
};

static const struct shape wide = {.x = {264, 736, 900, 1390, 160},
                                  .y = {200, 200, 455, 597, -56},
                                  .foot = 112,
                                  .explanation = {120, 735, 1680, 200, 4},
                                  .column = {140, 130, 1, 680, 1}};
static const struct shape tall = {.x = {180, 540, 540, 230, 120},
                                  .y = {240, 240, 455, 565, -67},
                                  .foot = 144,
                                  .explanation = {60, 735, 960, 300, 4},
                                  .column = {80, 680, 1, 900, 1}};

static struct area scaled(struct area a, int u)
{
    return (struct area){a.x * u, a.y * u, a.w * u, a.h * u, a.step * u};
}

void places_of(struct places *p, int w, int h)
{
    const struct shape *s = w > h ? &wide : &tall;
    int u = (w > h ? h : w) / 1080;
    u = u < 1 ? 1 : u;
    for (int i = 0; i < SPOTS; i++) {
        p->x[i] = s->x[i] * u;
        p->y[i] = s->y[i] * u < 0 ? h + s->y[i] * u : s->y[i] * u;
    }
    p->all = (struct area){0, 0, w, h, 12 * u};
    p->content = (struct area){0, 0, w, h - s->foot * u, 12 * u};
    p->title = (struct area){0, 0, 400 * u, 50 * u, 2 * u};
    p->explanation = scaled(s->explanation, u);
    p->column = scaled(s->column, u);
}
