/* Shadows in nine parts: one blurred mask for the corners, its middle row and column for everything between.
 */
#include "stage/shapes.h"

#include "base/mem.h"
#include "stage/masks.h"
#include "stage/raster.h"

#include <math.h>
#include <stdlib.h>

#define PASSES 3 /* box blurs in a row come close to a Gaussian one */

int shadow_reach(int blur)
{
    return blur + blur / 2;
}

/* Radius of each pass so that together they have the sigma of blur / 2. */
static int box_radius(int blur, int pass)
{
    float sigma = (float)blur / 2, ideal = sqrtf(12 * sigma * sigma / PASSES + 1);
    int low = (int)((ideal - 1) / 2), width = 2 * low + 1;
    float lower = (12 * sigma * sigma - (float)(PASSES * width * width + 4 * PASSES * width + 3 * PASSES)) /
                  (float)(-4 * width - 4);
    return pass < (int)roundf(lower) ? low : low + 1;
}

/* One pass over n values that are `step` apart. */
static void box_pass(uint16_t *v, int n, int step, int radius, uint16_t *line)
{
    uint32_t sum = 0, width = (uint32_t)(2 * radius + 1);
    for (int i = 0; i < n; i++) {
        line[i] = v[i * step];
    }
    for (int i = 0; i <= radius && i < n; i++) {
        sum += line[i];
    }
    for (int i = 0; i < n; i++) {
        v[i * step] = (uint16_t)((sum + width / 2) / width);
        sum += i + radius + 1 < n ? line[i + radius + 1] : 0;
        sum -= i - radius >= 0 ? line[i - radius] : 0;
    }
}

static void blur_plane(uint16_t *v, int w, int h, int blur)
{
    uint16_t *line = mem_alloc((size_t)(w > h ? w : h) * sizeof *line);
    for (int pass = 0; pass < PASSES; pass++) {
        int radius = box_radius(blur, pass);
        for (int y = 0; y < h; y++) {
            box_pass(v + (long)y * w, w, 1, radius, line);
        }
        for (int x = 0; x < w; x++) {
            box_pass(v + x, h, w, radius, line);
        }
    }
    free(line);
}

/* Key a, b: size of the rectangle, c: radius, d: blur. */
static void draw_shadow_mask(const struct mask_key *key, struct mask *m)
{
    int reach = shadow_reach(key->d), r = key->c;
    uint16_t *v = mem_alloc((size_t)m->w * (size_t)m->h * sizeof *v);
    for (int y = 0; y < key->b; y++) {
        for (int x = 0; x < key->a; x++) {
            float dx = fmaxf(0, (float)(x < r ? r - x : x - (key->a - 1 - r)) - 0.5f);
            float dy = fmaxf(0, (float)(y < r ? r - y : y - (key->b - 1 - r)) - 0.5f);
            float inside = fminf(fmaxf((float)r - hypotf(dx, dy) + 0.5f, 0), 1);
            bool corner = (x < r || x >= key->a - r) && (y < r || y >= key->b - r);
            v[(long)(y + reach) * m->w + x + reach] = (uint16_t)(corner ? inside * 65280 : 65280);
        }
    }
    blur_plane(v, m->w, m->h, key->d);
    for (long i = 0; i < (long)m->w * m->h; i++) {
        m->alpha[i] = (uint8_t)((v[i] + 128) >> 8);
    }
    free(v);
}

/* Place in a mask of n for place `at` of `length`: both ends as they are, the middle stretched. */
static int nine_place(int at, int length, int n)
{
    int half = n / 2;
    return at <= half ? at : at >= length - (n - half) ? at - (length - n) : half;
}

struct shadow_row {
    struct rect outer;
    const uint8_t *mask; /* the row */
    int n;               /* its length */
    uint32_t argb;
};

/* Pixels from..to of one row, already clipped. */
static void shadow_span(struct surface *s, const struct shadow_row *row, int y, int from, int to)
{
    int left_end = row->outer.x + row->n / 2,
        right_start = row->outer.x + row->outer.w - (row->n - row->n / 2);
    int x = from;
    if (x < left_end && x < to) {
        int end = to < left_end ? to : left_end;
        span_mask(surface_at(s, x, y), row->mask + (x - row->outer.x), end - x, row->argb);
        x = end;
    }
    if (x < right_start && x < to) {
        int end = to < right_start ? to : right_start;
        span_color(surface_at(s, x, y), end - x, color_covered(row->argb, row->mask[row->n / 2]));
        x = end;
    }
    if (x < to) {
        int skipped = row->outer.w - row->n;
        span_mask(surface_at(s, x, y), row->mask + (x - row->outer.x - skipped), to - x, row->argb);
    }
}

/* How far the rounded rectangle's side is from its straight one in this row; -1: the row does not touch it.
 */
static int rounding_at(struct rect r, int radius, int y)
{
    int from_top = y - r.y, from_bottom = r.y + r.h - 1 - y,
        near = from_top < from_bottom ? from_top : from_bottom;
    if (near < 0 || near >= radius) {
        return near < 0 ? -1 : 0;
    }
    float up = (float)(radius - near) - 0.5f, round = (float)radius;
    return (int)ceilf(round - sqrtf(round * round - up * up));
}

void draw_shadow(struct surface *s, struct rect clip, struct rect r, int radius, int dy, int blur,
                 uint32_t argb)
{
    int reach = shadow_reach(blur), least = 2 * (radius + reach) + 1;
    struct mask_key key = {MASK_SHADOW, r.w < least ? r.w : least, r.h < least ? r.h : least, radius, blur};
    const struct mask *m = mask_get(&key, key.a + 2 * reach, key.b + 2 * reach, draw_shadow_mask);
    struct rect outer = rect_inset(rect_moved(r, 0, dy), -reach), box = rect_intersect(outer, clip);
    for (int y = box.y; y < box.y + box.h; y++) {
        const uint8_t *row = m->alpha + (long)nine_place(y - outer.y, outer.h, m->h) * m->w;
        struct shadow_row sr = {outer, row, m->w, argb};
        int end = box.x + box.w, cut = rounding_at(r, radius, y);
        bool hollow = cut >= 0 && r.w > 2 * cut;
        int hole_from = hollow ? r.x + cut : end, hole_to = hollow ? r.x + r.w - cut : end;
        shadow_span(s, &sr, y, box.x, hole_from < end ? hole_from : end);
        if (hole_to < end) {
            shadow_span(s, &sr, y, hole_to > box.x ? hole_to : box.x, end);
        }
    }
}
