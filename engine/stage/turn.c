#include "stage/turn.h"

#include "stage/raster.h"

void turn_to_seen(const struct turn *t, int *x, int *y)
{
    int sx = *x, sy = *y;
    if (t->degrees == 90) {
        *x = t->h - 1 - sy;
        *y = sx;
    } else if (t->degrees == 180) {
        *x = t->w - 1 - sx;
        *y = t->h - 1 - sy;
    } else if (t->degrees == 270) {
        *x = sy;
        *y = t->w - 1 - sx;
    }
}

struct rect turn_to_screen(const struct turn *t, struct rect r)
{
    switch (t->degrees) {
    case 90:
        return (struct rect){r.y, t->h - r.x - r.w, r.h, r.w};
    case 180:
        return (struct rect){t->w - r.x - r.w, t->h - r.y - r.h, r.w, r.h};
    case 270:
        return (struct rect){t->w - r.y - r.h, r.x, r.h, r.w};
    default:
        return r;
    }
}

void turn_copy(const struct turn *t, const struct surface *seen, struct surface *screen, struct rect r)
{
    struct rect out = turn_to_screen(t, r);
    for (int y = out.y; y < out.y + out.h; y++) {
        int x0 = out.x, y0 = y, x1 = out.x + 1, y1 = y;
        turn_to_seen(t, &x0, &y0);
        turn_to_seen(t, &x1, &y1);
        const uint32_t *from = seen->px + (long)y0 * seen->pitch + x0;
        long step = (long)(y1 - y0) * seen->pitch + (x1 - x0);
        uint32_t *to = surface_at(screen, out.x, y);
        for (int i = 0; i < out.w; i++, from += step) {
            to[i] = *from;
        }
    }
}
