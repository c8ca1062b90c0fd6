/* Rows of pixels: the inner loops of painting. Destination pixels are 0xFFRRGGBB and stay opaque. All
 * blending is d + (s - d) * a with a in 0..256, rounded, so 0 leaves and 256 replaces exactly. */
#ifndef STAGE_RASTER_H
#define STAGE_RASTER_H

#include "stage/paint.h"

#include <stdint.h>

/* One colour, 0xAARRGGBB, not premultiplied. */
void span_color(uint32_t *d, int n, uint32_t argb);
/* The same through n bytes of coverage. */
void span_mask(uint32_t *d, const uint8_t *mask, int n, uint32_t argb);
/* Premultiplied pixels; `opaque` promises that every pixel's alpha is 255. */
void span_pixels(uint32_t *d, const uint32_t *s, int n, bool opaque);
void span_pixels_mask(uint32_t *d, const uint32_t *s, const uint8_t *mask, int n);
/* d = s + (d - s) * alpha: what was drawn over the backdrop s, at that opacity. */
void span_mix(uint32_t *d, const uint32_t *s, int n, uint8_t alpha);

static inline uint32_t *surface_at(struct surface *s, int x, int y)
{
    return s->px + (long)y * s->pitch + x;
}

/* The colour under a coverage of 0..255. */
static inline uint32_t color_covered(uint32_t argb, unsigned alpha)
{
    unsigned t = (argb >> 24) * alpha + 128;
    return (argb & 0xFFFFFF) | ((t + (t >> 8)) >> 8) << 24;
}

#endif
