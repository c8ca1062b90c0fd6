#include "stage/paint.h"

void damage_clear(struct damage *d)
{
    d->n = 0;
}

static int64_t area(struct rect r)
{
    return rect_empty(r) ? 0 : (int64_t)r.w * r.h;
}

/* Pixels drawn for nothing (or drawn twice less) when both become one. */
static int64_t waste(struct rect a, struct rect b)
{
    return area(rect_union(a, b)) - area(a) - area(b);
}

/* A rectangle of its own costs a walk over the list and a call to present: about as much as this many pixels.
 */
#define WORTH 4096

static void take(struct damage *d, int i)
{
    d->rects[i] = d->rects[--d->n];
}

/* The entry that r costs least to join; -1 when there is none. */
static int nearest(const struct damage *d, struct rect r)
{
    int best = -1;
    for (int i = 0; i < d->n; i++) {
        if (best < 0 || waste(d->rects[i], r) < waste(d->rects[best], r)) {
            best = i;
        }
    }
    return best;
}

void damage_add(struct damage *d, struct rect r)
{
    if (rect_empty(r)) {
        return;
    }
    for (;;) {
        int i = nearest(d, r);
        if (i < 0 || (waste(d->rects[i], r) > WORTH && d->n < DAMAGE_MOST)) {
            break;
        }
        r = rect_union(d->rects[i], r);
        take(d, i);
    }
    d->rects[d->n++] = r;
}

int64_t damage_pixels(const struct damage *d)
{
    int64_t sum = 0;
    for (int i = 0; i < d->n; i++) {
        sum += area(d->rects[i]);
    }
    return sum;
}
