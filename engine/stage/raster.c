#include "stage/raster.h"

#include <string.h>

/* Four pixels at a time as sixteen bit lanes; the compiler turns these into whatever vectors the machine has. */
typedef uint8_t bytes8 __attribute__((vector_size(8)));
typedef uint16_t lanes __attribute__((vector_size(16)));

static inline lanes load2(const uint32_t *p)
{
    bytes8 b;
    memcpy(&b, p, sizeof b);
    return __builtin_convertvector(b, lanes);
}

static inline void store2(uint32_t *p, lanes v)
{
    bytes8 b = __builtin_convertvector(v, bytes8);
    memcpy(p, &b, sizeof b);
}

static inline unsigned to256(unsigned alpha)
{
    return alpha + (alpha >> 7);
}

static inline unsigned div255(unsigned t)
{
    t += 128;
    return (t + (t >> 8)) >> 8;
}

/* Two channels in each 32 bit word; a is 0..256 and no lane can overflow (255 * 256 + 128 < 65536). */
static inline uint32_t mix(uint32_t d, uint32_t s, unsigned a)
{
    uint32_t rb = ((d & 0xFF00FF) * (256 - a) + (s & 0xFF00FF) * a + 0x800080) >> 8 & 0xFF00FF;
    uint32_t ag = ((d >> 8 & 0xFF00FF) * (256 - a) + (s >> 8 & 0xFF00FF) * a + 0x800080) & 0xFF00FF00;
    return rb | ag;
}

static inline uint32_t scale(uint32_t p, unsigned a)
{
    uint32_t rb = ((p & 0xFF00FF) * a + 0x800080) >> 8 & 0xFF00FF;
    uint32_t ag = ((p >> 8 & 0xFF00FF) * a + 0x800080) & 0xFF00FF00;
    return rb | ag;
}

/* Premultiplied over opaque; exact at both ends and never over 255 while no channel of s is above its alpha. */
static inline uint32_t over(uint32_t d, uint32_t s)
{
    return (scale(d, 256 - to256(s >> 24)) + s) | 0xFF000000;
}

static void fill(uint32_t *d, int n, uint32_t px)
{
    for (int i = 0; i < n; i++) {
        d[i] = px;
    }
}

void span_color(uint32_t *d, int n, uint32_t argb)
{
    unsigned a = to256(argb >> 24);
    uint32_t px = argb | 0xFF000000;
    if (a == 256) {
        fill(d, n, px);
        return;
    }
    uint32_t pair[2] = {px, px};
    lanes source = load2(pair) * (uint16_t)a + 128;
    uint16_t rest = (uint16_t)(256 - a);
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        store2(d + i, (load2(d + i) * rest + source) >> 8);
        store2(d + i + 2, (load2(d + i + 2) * rest + source) >> 8);
    }
    for (; i < n; i++) {
        d[i] = mix(d[i], px, a);
    }
}

void span_mask(uint32_t *d, const uint8_t *mask, int n, uint32_t argb)
{
    unsigned alpha = argb >> 24;
    uint32_t px = argb | 0xFF000000;
    int i = 0;
    while (i < n) {
        uint32_t four = 1;
        if (i + 4 <= n) {
            memcpy(&four, mask + i, 4);
        }
        if (four == 0) {
            i += 4;
            continue;
        }
        int end = i + 4 < n ? i + 4 : n;
        if (four == 0xFFFFFFFF && alpha == 255) {
            fill(d + i, 4, px);
            i = end;
            continue;
        }
        for (; i < end; i++) {
            d[i] = mix(d[i], px, to256(div255(mask[i] * alpha)));
        }
    }
}

static void pixels_over(uint32_t *d, const uint32_t *s, int n)
{
    static const lanes alphas = {3, 3, 3, 3, 7, 7, 7, 7};
    int i = 0;
    for (; i + 2 <= n; i += 2) {
        lanes source = load2(s + i);
        lanes a = __builtin_shuffle(source, alphas);
        lanes rest = 256 - (a + (a >> 7));
        store2(d + i, ((load2(d + i) * rest + 128) >> 8) + source);
        d[i] |= 0xFF000000;
        d[i + 1] |= 0xFF000000;
    }
    for (; i < n; i++) {
        d[i] = over(d[i], s[i]);
    }
}

void span_pixels(uint32_t *d, const uint32_t *s, int n, uint8_t alpha, bool opaque)
{
    if (alpha == 255 && opaque) {
        memcpy(d, s, (size_t)n * sizeof *d);
    } else if (alpha == 255) {
        pixels_over(d, s, n);
    } else {
        unsigned a = to256(alpha);
        for (int i = 0; i < n; i++) {
            d[i] = over(d[i], scale(s[i], a));
        }
    }
}

void span_pixels_mask(uint32_t *d, const uint32_t *s, const uint8_t *mask, int n, uint8_t alpha)
{
    for (int i = 0; i < n; i++) {
        d[i] = over(d[i], scale(s[i], to256(div255((unsigned)mask[i] * alpha))));
    }
}

void span_mix(uint32_t *d, const uint32_t *s, int n, uint8_t alpha)
{
    uint16_t a = (uint16_t)to256(alpha), rest = (uint16_t)(256 - a);
    int i = 0;
    for (; i + 2 <= n; i += 2) {
        store2(d + i, (load2(d + i) * a + load2(s + i) * rest + 128) >> 8);
    }
    for (; i < n; i++) {
        d[i] = mix(s[i], d[i], a);
    }
}
