#include "stage/raster.h"

#include <stdbool.h>
#include <string.h>

/* Four pixels at a time as two vectors of sixteen bit lanes, one lane a channel. */
typedef uint8_t bytes __attribute__((vector_size(16)));
typedef uint16_t lanes __attribute__((vector_size(16)));

struct four {
    lanes low, high;
};

static inline struct four load4(const uint32_t *p)
{
    bytes b, zero = {0};
    memcpy(&b, p, sizeof b);
    return (struct four){
        (lanes)__builtin_shufflevector(b, zero, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
        (lanes)__builtin_shufflevector(b, zero, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)};
}

/* No lane may be above 255. */
static inline void store4(uint32_t *p, struct four v)
{
    bytes b = __builtin_shufflevector((bytes)v.low, (bytes)v.high,
                                      0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    memcpy(p, &b, sizeof b);
}

/* Lane 2n and 2n + 1 of eight, each four times: the weight of a pixel for its four channels. */
static inline struct four spread(lanes eight, bool upper)
{
    lanes twice = upper ? __builtin_shufflevector(eight, eight, 4, 4, 5, 5, 6, 6, 7, 7)
                        : __builtin_shufflevector(eight, eight, 0, 0, 1, 1, 2, 2, 3, 3);
    return (struct four){__builtin_shufflevector(twice, twice, 0, 1, 0, 1, 2, 3, 2, 3),
                         __builtin_shufflevector(twice, twice, 4, 5, 4, 5, 6, 7, 6, 7)};
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

/* Premultiplied over opaque; exact at both ends and never over 255 while no channel of s is above its alpha.
 */
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
    uint32_t same[4] = {px, px, px, px};
    lanes source = load4(same).low * (uint16_t)a + 128;
    uint16_t rest = (uint16_t)(256 - a);
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        struct four v = load4(d + i);
        store4(d + i, (struct four){(v.low * rest + source) >> 8, (v.high * rest + source) >> 8});
    }
    for (; i < n; i++) {
        d[i] = mix(d[i], px, a);
    }
}

static inline void mix4(uint32_t *d, lanes source, struct four a)
{
    struct four v = load4(d);
    v.low = (v.low * (256 - a.low) + source * a.low + 128) >> 8;
    v.high = (v.high * (256 - a.high) + source * a.high + 128) >> 8;
    store4(d, v);
}

/* Eight bytes of coverage times alpha as weights of 0..256. */
static inline lanes weights8(const uint8_t *mask, uint16_t alpha)
{
    bytes b = {0}, zero = {0};
    memcpy(&b, mask, 8);
    lanes t =
        (lanes)__builtin_shufflevector(b, zero, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    t = t * alpha + 128;
    t = (t + (t >> 8)) >> 8;
    return t + (t >> 7);
}

void span_mask(uint32_t *d, const uint8_t *mask, int n, uint32_t argb)
{
    uint16_t alpha = (uint16_t)(argb >> 24);
    uint32_t px = argb | 0xFF000000, same[4] = {px, px, px, px};
    lanes source = load4(same).low;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t eight;
        memcpy(&eight, mask + i, 8);
        if (eight == 0) {
            continue;
        }
        if (eight == UINT64_MAX && alpha == 255) {
            fill(d + i, 8, px);
            continue;
        }
        lanes a = weights8(mask + i, alpha);
        mix4(d + i, source, spread(a, false));
        mix4(d + i + 4, source, spread(a, true));
    }
    for (; i < n; i++) {
        d[i] = mix(d[i], px, to256(div255((unsigned)mask[i] * alpha)));
    }
}

static void pixels_over(uint32_t *d, const uint32_t *s, int n)
{
    const lanes solid = {0, 0, 0, 255, 0, 0, 0, 255};
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        struct four v = load4(d + i), source = load4(s + i);
        lanes low = __builtin_shufflevector(source.low, source.low, 3, 3, 3, 3, 7, 7, 7, 7);
        lanes high = __builtin_shufflevector(source.high, source.high, 3, 3, 3, 3, 7, 7, 7, 7);
        v.low = (((v.low * (256 - low - (low >> 7)) + 128) >> 8) + source.low) & 255;
        v.high = (((v.high * (256 - high - (high >> 7)) + 128) >> 8) + source.high) & 255;
        store4(d + i, (struct four){v.low | solid, v.high | solid});
    }
    for (; i < n; i++) {
        d[i] = over(d[i], s[i]);
    }
}

void span_pixels(uint32_t *d, const uint32_t *s, int n, bool opaque)
{
    if (opaque) {
        memcpy(d, s, (size_t)n * sizeof *d);
    } else {
        pixels_over(d, s, n);
    }
}

void span_pixels_mask(uint32_t *d, const uint32_t *s, const uint8_t *mask, int n)
{
    for (int i = 0; i < n; i++) {
        d[i] = over(d[i], scale(s[i], to256(mask[i])));
    }
}

void span_mix(uint32_t *d, const uint32_t *s, int n, uint8_t alpha)
{
    uint16_t a = (uint16_t)to256(alpha), rest = (uint16_t)(256 - a);
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        struct four v = load4(d + i), under = load4(s + i);
        v.low = (v.low * a + under.low * rest + 128) >> 8;
        v.high = (v.high * a + under.high * rest + 128) >> 8;
        store4(d + i, v);
    }
    for (; i < n; i++) {
        d[i] = mix(s[i], d[i], a);
    }
}
