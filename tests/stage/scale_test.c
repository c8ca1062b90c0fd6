/* Scaling: what must stay exact, and how far the rest may be from the true average. */
#include "base/mem.h"
#include "stage/picture_scale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct source {
    int w, h;
    uint32_t *px;
};

static void fetch(void *user, int y, uint32_t *row)
{
    const struct source *s = user;
    assert_in_range(y, 0, s->h - 1);
    memcpy(row, s->px + (long)y * s->w, (size_t)s->w * sizeof *row);
}

/* Premultiplied noise over a slope, or one colour everywhere. */
static struct source source_of(int w, int h, uint32_t flat)
{
    struct source s = {w, h, mem_alloc((size_t)w * (size_t)h * 4)};
    uint32_t seed = 7;
    for (int i = 0; i < w * h; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t slope = (uint32_t)(i % w * 200 / w);
        s.px[i] = flat ? flat : 0xFF000000u | (slope + (seed >> 28)) << 16 | (seed >> 20 & 255);
    }
    return s;
}

static uint32_t *scaled(const struct source *s, const struct scaling *c, bool flip)
{
    uint32_t *out = mem_alloc((size_t)c->to_w * (size_t)c->to_h * 4); /* exact: sanitizers watch its ends */
    scale_picture(c, s->w, s->h, fetch, (void *)(uintptr_t)s, flip, out);
    return out;
}

static const int sizes[][4] = {{1, 1, 10, 10}, {3, 2, 64, 40}, {640, 400, 400, 250}, {50, 40, 50, 40}, {2000, 3, 20, 1},
                               {1, 300, 5, 7}, {900, 520, 110, 65}, {1700, 900, 100, 60}, {37, 91, 36, 90}};

static void one_color_stays_that_color(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const int *n = sizes[i];
        struct source s = source_of(n[0], n[1], 0x80402010);
        struct scaling c = scaling_cover(n[0], n[1], n[2], n[3]);
        uint32_t *out = scaled(&s, &c, false);
        for (int k = 0; k < c.to_w * c.to_h; k++) {
            assert_int_equal(out[k], 0x80402010);
        }
        free(out);
        free(s.px);
    }
}

static void the_same_size_is_a_copy(void **state)
{
    (void)state;
    struct source s = source_of(50, 40, 0);
    struct scaling all = scaling_contain(50, 40, 50, 40), middle = {5, 6, 30, 20, 30, 20};
    uint32_t *same = scaled(&s, &all, false), *cut = scaled(&s, &middle, false), *turned = scaled(&s, &all, true);
    assert_memory_equal(same, s.px, 50 * 40 * 4);
    for (int y = 0; y < 20; y++) {
        assert_memory_equal(cut + y * 30, s.px + (y + 6) * 50 + 5, 30 * 4);
    }
    for (int x = 0; x < 50; x++) {
        assert_int_equal(turned[x], s.px[49 - x]);
    }
    free(same);
    free(cut);
    free(turned);
    free(s.px);
}

/* The average by area of the source under a target pixel, channel by channel. */
static double true_mean(const struct source *s, const struct scaling *c, int x, int y, int shift)
{
    double sx = c->w / c->to_w, sy = c->h / c->to_h, left = c->x + x * sx, top = c->y + y * sy, sum = 0;
    for (int v = (int)top; v < s->h && v < top + sy; v++) {
        for (int u = (int)left; u < s->w && u < left + sx; u++) {
            double w = (u + 1 < left + sx ? u + 1 : left + sx) - (u > left ? u : left);
            double h = (v + 1 < top + sy ? v + 1 : top + sy) - (v > top ? v : top);
            sum += w * h * (s->px[(long)v * s->w + u] >> shift & 255);
        }
    }
    return sum / sx / sy;
}

/* Blocks blur the borders of what a pixel takes in: that shows in noise, not in slopes. */
static void smaller_is_the_average_of_what_lies_under(void **state)
{
    (void)state;
    static const int down[][5] = {{640, 400, 400, 250, 3}, {300, 200, 100, 100, 3}, {1700, 900, 100, 60, 14}};
    for (size_t i = 0; i < 3; i++) {
        const int *n = down[i];
        struct source s = source_of(n[0], n[1], 0);
        struct scaling c = scaling_cover(n[0], n[1], n[2], n[3]);
        uint32_t *out = scaled(&s, &c, false);
        for (int k = 0; k < c.to_w * c.to_h; k += 7) {
            for (int shift = 0; shift < 32; shift += 8) {
                double off = (double)(out[k] >> shift & 255) - true_mean(&s, &c, k % c.to_w, k / c.to_w, shift);
                double most = shift == 0 ? n[4] : 3;
                assert_true(off > -most && off < most);
            }
        }
        free(out);
        free(s.px);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_color_stays_that_color),
        cmocka_unit_test(the_same_size_is_a_copy),
        cmocka_unit_test(smaller_is_the_average_of_what_lies_under),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
