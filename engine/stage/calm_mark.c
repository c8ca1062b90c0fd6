#include "stage/calm_mark.h"

#include "stage/build.h"
#include "wire/theme.h"

#define WIDE 620
#define TALL 460

/* Boxes with round corners, from back to front; x and y of their middles from the mark's own, in u. */
struct piece {
    float x, y, w, h, radius;
    uint32_t color, to; /* of the theme; to: the lower end of a gradient, COLOR_NONE plain */
};
static const struct piece pieces[] = {
    {0, -44, 372, 372, 186, COLOR_PAPER2, COLOR_NONE},
    {0, 178, 600, 26, 13, COLOR_PAPER2, COLOR_NONE},
    {-246, 124, 34, 66, 7, COLOR_INK, COLOR_NONE},
    {246, 124, 34, 66, 7, COLOR_INK, COLOR_NONE},
    {0, 124, 460, 94, 12, COLOR_ACT, COLOR_ACT_DOWN},
    {-164, 124, 44, 94, 0, COLOR_GOLD, COLOR_NONE},
    {164, 124, 44, 94, 0, COLOR_GOLD, COLOR_NONE},
    {0, 124, 36, 100, 0, COLOR_ZHU, COLOR_NONE},
    {0, 128, 40, 36, 16, COLOR_SEAL_INK, COLOR_NONE},
};
#define PIECES (sizeof pieces / sizeof *pieces)

struct node *calm_mark(struct arena *a, struct node *parent)
{
    struct node *stack = build_node(a, parent, NODE_STACK);
    stack->width = in_u(WIDE);
    stack->height = in_u(TALL);
    for (size_t i = 0; i < PIECES; i++) {
        const struct piece *p = &pieces[i];
        struct node *n = build_node(a, stack, NODE_COLUMN);
        n->anchor = ANCHOR_CENTER;
        n->dx = in_u(p->x);
        n->dy = in_u(p->y);
        n->width = in_u(p->w);
        n->height = in_u(p->h);
        n->radius = p->radius;
        n->fill = p->color;
        n->fill_to = p->to;
    }
    return stack;
}

/* Is the point inside the box? Corners are quarter circles. */
static bool inside(const struct piece *p, float x, float y)
{
    float dx = (x < p->x ? p->x - x : x - p->x) - (p->w / 2 - p->radius);
    float dy = (y < p->y ? p->y - y : y - p->y) - (p->h / 2 - p->radius);
    if (dx <= 0 || dy <= 0)
        return dx <= p->radius && dy <= p->radius;
    return dx * dx + dy * dy <= p->radius * p->radius;
}

void calm_mark_draw(struct surface *s)
{
    struct theme t;
    theme_defaults(&t);
    const uint32_t *colors = t.colors[SKIN_QINGLIAN];
    float u = (float)(s->w < s->h ? s->w : s->h) / 1080;
    for (int y = 0; y < s->h; y++) {
        for (int x = 0; x < s->w; x++) {
            float at_x = ((float)x + 0.5f - (float)s->w / 2) / u, at_y = ((float)y + 0.5f - (float)s->h / 2) / u;
            uint32_t color = colors[COLOR_PAPER];
            for (size_t i = 0; i < PIECES; i++)
                color = inside(&pieces[i], at_x, at_y) ? colors[pieces[i].color] : color;
            s->px[(long)y * s->pitch + x] = color | 0xFF000000u;
        }
    }
}
