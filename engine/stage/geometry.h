/* Rectangles and points in pixels of the surface. x grows to the right, y downwards; right and bottom edges
 * are open. */
#ifndef STAGE_GEOMETRY_H
#define STAGE_GEOMETRY_H

#include <stdbool.h>

struct rect {
    int x, y, w, h; /* w or h below 1: empty */
};

struct point {
    float x, y; /* pixel edges: (0.5, 0.5) is the middle of the first pixel */
};

static inline bool rect_empty(struct rect r)
{
    return r.w <= 0 || r.h <= 0;
}

static inline bool rect_same(struct rect a, struct rect b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static inline struct rect rect_moved(struct rect r, int dx, int dy)
{
    return (struct rect){r.x + dx, r.y + dy, r.w, r.h};
}

/* Every side moved inwards by `by` (outwards when negative). */
static inline struct rect rect_inset(struct rect r, int by)
{
    return (struct rect){r.x + by, r.y + by, r.w - 2 * by, r.h - 2 * by};
}

/* Empty (0, 0, 0, 0) when they do not meet. */
static inline struct rect rect_intersect(struct rect a, struct rect b)
{
    int x = a.x > b.x ? a.x : b.x, y = a.y > b.y ? a.y : b.y;
    int right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    if (right <= x || bottom <= y) {
        return (struct rect){0, 0, 0, 0};
    }
    return (struct rect){x, y, right - x, bottom - y};
}

/* The smallest rectangle around both; an empty one adds nothing. */
static inline struct rect rect_union(struct rect a, struct rect b)
{
    if (rect_empty(a)) {
        return b;
    }
    if (rect_empty(b)) {
        return a;
    }
    int x = a.x < b.x ? a.x : b.x, y = a.y < b.y ? a.y : b.y;
    int right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    int bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct rect){x, y, right - x, bottom - y};
}

static inline bool rect_contains(struct rect r, int x, int y)
{
    return x >= r.x && y >= r.y && x < r.x + r.w && y < r.y + r.h;
}

static inline bool rect_covers(struct rect outer, struct rect inner)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

#endif
