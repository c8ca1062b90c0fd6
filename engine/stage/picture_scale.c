#include "stage/picture_scale.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

#define ONE 65536 /* all weights of one pixel together */

struct scaling scaling_cover(int source_w, int source_h, int w, int h)
{
    double step = fmin((double)source_w / w, (double)source_h / h);
    return (struct scaling){(source_w - w * step) / 2, (source_h - h * step) / 2, w * step, h * step, w, h};
}

struct scaling scaling_contain(int source_w, int source_h, int w, int h)
{
    double step = fmax((double)source_w / w, (double)source_h / h);
    int to_w = (int)lround(source_w / step), to_h = (int)lround(source_h / step);
    to_w = to_w < 1 ? 1 : to_w > w ? w : to_w;
    to_h = to_h < 1 ? 1 : to_h > h ? h : to_h;
    return (struct scaling){0, 0, source_w, source_h, to_w, to_h};
}

/* Along one axis: for each target pixel its first source pixel and `taps` weights. */
struct axis {
    int n, taps;
    int *first;
    uint32_t *weights; /* n * taps, each pixel's sum is ONE */
};

static double weight(double at, double step, int source)
{
    if (step >= 1) { /* overlap of the target pixel with the source pixel */
        double low = fmax(at * step, source), high = fmin((at + 1) * step, source + 1);
        return high > low ? high - low : 0;
    }
    double distance = fabs((at + 0.5) * step - (source + 0.5));
    return distance < 1 ? 1 - distance : 0;
}

/* `from` and `length` in source pixels; indices stay within 0..most-1. */
static struct axis axis_of(double from, double length, int n, int most)
{
    double step = length / n, offset = from / step;
    struct axis a = {.n = n, .taps = (int)ceil(step < 1 ? 1 : step) + 2};
    a.taps = a.taps < most ? a.taps : most;
    a.first = mem_alloc((size_t)n * sizeof *a.first);
    a.weights = mem_alloc((size_t)n * (size_t)a.taps * sizeof *a.weights);
    for (int i = 0; i < n; i++) {
        double at = offset + i, sum = 0;
        int first = (int)floor(step >= 1 ? at * step : (at + 0.5) * step - 0.5);
        first = first + a.taps > most ? most - a.taps : first;
        first = first < 0 ? 0 : first;
        uint32_t *w = a.weights + (long)i * a.taps, given = 0;
        int heaviest = 0;
        a.first[i] = first;
        for (int k = 0; k < a.taps; k++) {
            sum += weight(at, step, first + k);
        }
        for (int k = 0; k < a.taps && sum > 0; k++) {
            w[k] = (uint32_t)(weight(at, step, first + k) / sum * ONE);
            given += w[k];
            heaviest = w[k] > w[heaviest] ? k : heaviest;
        }
        w[heaviest] += ONE - given;
    }
    return a;
}

static void axis_free(struct axis *a)
{
    free(a->first);
    free(a->weights);
}

/* Weighted mean of a->taps pixels that are `stride` apart. */
static inline uint32_t mean(const uint32_t *px, long stride, const uint32_t *w, int taps)
{
    uint32_t sums[4] = {ONE / 2, ONE / 2, ONE / 2, ONE / 2};
    for (int k = 0; k < taps; k++, px += stride) {
        sums[0] += (*px & 255) * w[k];
        sums[1] += (*px >> 8 & 255) * w[k];
        sums[2] += (*px >> 16 & 255) * w[k];
        sums[3] += (*px >> 24) * w[k];
    }
    return sums[0] >> 16 | (sums[1] >> 16) << 8 | (sums[2] >> 16) << 16 | (sums[3] >> 16) << 24;
}

void scale_picture(const struct scaling *s, int source_w, int source_h, scale_row *fetch, void *user,
                   bool flip, uint32_t *out)
{
    struct axis ax = axis_of(s->x, s->w, s->to_w, source_w), ay = axis_of(s->y, s->h, s->to_h, source_h);
    int top = ay.first[0], rows = ay.first[ay.n - 1] + ay.taps - top;
    uint32_t *row = mem_alloc((size_t)source_w * sizeof *row);
    uint32_t *narrow = mem_alloc((size_t)rows * (size_t)ax.n * sizeof *narrow);
    for (int y = 0; y < rows; y++) {
        fetch(user, top + y, row);
        for (int x = 0; x < ax.n; x++) {
            narrow[(long)y * ax.n + x] = mean(row + ax.first[x], 1, ax.weights + (long)x * ax.taps, ax.taps);
        }
    }
    for (int y = 0; y < ay.n; y++) {
        const uint32_t *from = narrow + (long)(ay.first[y] - top) * ax.n;
        for (int x = 0; x < ax.n; x++) {
            uint32_t px = mean(from + x, ax.n, ay.weights + (long)y * ay.taps, ay.taps);
            out[(long)y * ax.n + (flip ? ax.n - 1 - x : x)] = px;
        }
    }
    free(row);
    free(narrow);
    axis_free(&ax);
    axis_free(&ay);
}
