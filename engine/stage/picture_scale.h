/* Scaling: area average when smaller, linear when larger, on premultiplied pixels. */
#ifndef STAGE_PICTURE_SCALE_H
#define STAGE_PICTURE_SCALE_H

#include <stdbool.h>
#include <stdint.h>

/* Which part of a source goes to how many pixels. */
struct scaling {
    double x, y, w, h; /* in source pixels */
    int to_w, to_h;
};

/* The part and size for a box: cover cuts the source to the box's shape, contain keeps all of it. Sides at
 * least 1. */
struct scaling scaling_cover(int source_w, int source_h, int w, int h);
struct scaling scaling_contain(int source_w, int source_h, int w, int h);

/* Fills one row of the source, premultiplied 0xAARRGGBB. */
typedef void scale_row(void *user, int y, uint32_t *row);

/* out: to_w * to_h pixels, mirrored left to right if flip. */
void scale_picture(const struct scaling *s, int source_w, int source_h, scale_row *fetch, void *user,
                   bool flip, uint32_t *out);

#endif
