/* What fingers drew on a canvas: strokes of points in u from the canvas's top left, so they survive another size of
 * screen. Never leaves the stage. */
#ifndef STAGE_INK_H
#define STAGE_INK_H

#include "stage/geometry.h"

#include <stdint.h>

struct ink_stroke {
    int64_t pointer;
    bool open; /* the finger is still drawing it */
    int n, cap;
    struct point *points;
};

struct ink {
    int n, cap;
    struct ink_stroke *strokes;
    int points; /* of all strokes; beyond INK_POINTS a canvas takes no more */
};
#define INK_POINTS 60000

void ink_free(struct ink *ink); /* NULL is fine */
void ink_begin(struct ink **ink, int64_t pointer, struct point p);
void ink_move(struct ink *ink, int64_t pointer, struct point p); /* points closer than 1.5 u are left out */
void ink_end(struct ink *ink, int64_t pointer);

#endif
