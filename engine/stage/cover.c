#include "stage/cover.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

#define SUBROWS 8 /* a polygon's pixel row is the mean of this many exact slices */
#define CROSSINGS_MOST 256

static int clamp_int(float v, int low, int high)
{
    return v < (float)low ? low : v > (float)high ? high : (int)v;
}

static uint8_t coverage(float inside)
{
    return inside <= 0 ? 0 : inside >= 1 ? 255 : (uint8_t)(inside * 255.0f + 0.5f);
}

void cover_line(struct cover *c, struct point a, struct point b, float half)
{
    struct rect w = c->window;
    float reach = half + 1;
    int x0 = clamp_int(floorf(fminf(a.x, b.x) - reach), w.x, w.x + w.w);
    int x1 = clamp_int(ceilf(fmaxf(a.x, b.x) + reach), w.x, w.x + w.w);
    int y0 = clamp_int(floorf(fminf(a.y, b.y) - reach), w.y, w.y + w.h);
    int y1 = clamp_int(ceilf(fmaxf(a.y, b.y) + reach), w.y, w.y + w.h);
    float dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    float part = length2 > 0 ? 1 / length2 : 0;
    for (int y = y0; y < y1; y++) {
        uint8_t *row = c->alpha + (long)(y - w.y) * w.w - w.x;
        float py = (float)y + 0.5f - a.y;
        for (int x = x0; x < x1; x++) {
            float px = (float)x + 0.5f - a.x;
            float t = (px * dx + py * dy) * part;
            t = t < 0 ? 0 : t > 1 ? 1 : t;
            float ex = px - t * dx, ey = py - t * dy, d2 = ex * ex + ey * ey;
            if (d2 < reach * reach) {
                uint8_t v = coverage(half - sqrtf(d2) + 0.5f);
                row[x] = v > row[x] ? v : row[x];
            }
        }
    }
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

static int crossings(const struct point *p, int n, float y, float *out)
{
    int found = 0;
    for (int i = 0; i < n && found < CROSSINGS_MOST; i++) {
        struct point a = p[i], b = p[i + 1 < n ? i + 1 : 0];
        if ((a.y <= y) != (b.y <= y)) {
            out[found++] = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
        }
    }
    qsort(out, (size_t)found, sizeof *out, by_value);
    return found;
}

/* Adds the part of each pixel between two crossings. */
static void slice(float *sums, struct rect w, float from, float to)
{
    int x0 = clamp_int(floorf(from), w.x, w.x + w.w), x1 = clamp_int(ceilf(to), w.x, w.x + w.w);
    for (int x = x0; x < x1; x++) {
        float left = fmaxf(from, (float)x), right = fminf(to, (float)x + 1);
        sums[x - w.x] += right > left ? right - left : 0;
    }
}

void cover_polygon(struct cover *c, const struct point *points, int n)
{
    struct rect w = c->window;
    float top = INFINITY, bottom = -INFINITY, xs[CROSSINGS_MOST];
    for (int i = 0; i < n; i++) {
        top = fminf(top, points[i].y);
        bottom = fmaxf(bottom, points[i].y);
    }
    int y0 = clamp_int(floorf(top), w.y, w.y + w.h), y1 = clamp_int(ceilf(bottom), w.y, w.y + w.h);
    float *sums = mem_alloc((size_t)w.w * sizeof *sums + 1);
    for (int y = y0; y < y1; y++) {
        for (int x = 0; x < w.w; x++) {
            sums[x] = 0;
        }
        for (int s = 0; s < SUBROWS; s++) {
            int found = crossings(points, n, (float)y + ((float)s + 0.5f) / SUBROWS, xs);
            for (int i = 0; i + 1 < found; i += 2) {
                slice(sums, w, xs[i], xs[i + 1]);
            }
        }
        uint8_t *row = c->alpha + (long)(y - w.y) * w.w;
        for (int x = 0; x < w.w; x++) {
            int sum = row[x] + coverage(sums[x] / SUBROWS);
            row[x] = sum > 255 ? 255 : (uint8_t)sum;
        }
    }
    free(sums);
}
