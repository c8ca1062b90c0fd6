#include "stage/picture_scale.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ONE 256 /* all weights of one pixel together: sixteen bits hold a sum of weighted channels */
#define ROUGH 8 /* from so many source pixels a pixel on, blocks of them are averaged first */
#define BLOCK_MOST 16

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

/* ---- one axis ---- */

/* For each target pixel its first source pixel and `taps` weights. */
struct axis {
    int n, taps;
    bool plain; /* each target pixel is the next source pixel as it is */
    int *first;
    uint16_t *weights; /* n * taps, each pixel's sum is ONE */
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

/* What rounding took or gave is the heaviest one's. */
static void weigh(uint16_t *w, int taps, double at, double step, int first)
{
    double sum = 0;
    int given = 0, heaviest = 0;
    for (int k = 0; k < taps; k++) {
        sum += weight(at, step, first + k);
    }
    for (int k = 0; k < taps && sum > 0; k++) {
        w[k] = (uint16_t)(weight(at, step, first + k) / sum * ONE + 0.5);
        given += w[k];
        heaviest = w[k] > w[heaviest] ? k : heaviest;
    }
    w[heaviest] = (uint16_t)(w[heaviest] + ONE - given);
}

/* `from` and `length` in source pixels; indices stay within 0..most-1. A whole step from a whole place on takes each
 * pixel as it is. */
static struct axis axis_of(double from, double length, int n, int most)
{
    double step = length / n, offset = from / step;
    bool plain = fabs(step - 1) < 1e-9 && fabs(from - round(from)) < 1e-9;
    struct axis a = {.n = n, .plain = plain, .taps = plain ? 1 : (int)ceil(step < 1 ? 1 : step) + 1};
    a.taps = a.taps < most ? a.taps : most;
    a.first = mem_alloc((size_t)n * sizeof *a.first);
    a.weights = mem_alloc((size_t)n * (size_t)a.taps * sizeof *a.weights);
    for (int i = 0; i < n; i++) {
        double at = offset + i;
        int first = (int)floor((step >= 1 ? at * step : (at + 0.5) * step - 0.5) + 1e-6);
        first = first + a.taps > most ? most - a.taps : first;
        a.first[i] = first < 0 ? 0 : first;
        weigh(a.weights + (long)i * a.taps, a.taps, at, step, a.first[i]);
    }
    return a;
}

static void axis_free(struct axis *a)
{
    free(a->first);
    free(a->weights);
}

/* ---- the source, in blocks ---- */

struct source {
    scale_row *fetch;
    void *user;
    int w, h, block; /* as seen through blocks of block x block pixels */
    uint32_t *row;   /* of the file's */
    uint16_t *sums;
};

static struct source source_of(const struct scaling *s, int w, int h, scale_row *fetch, void *user)
{
    double step = fmin(s->w / s->to_w, s->h / s->to_h);
    int block = step < ROUGH ? 1 : step / 4 < BLOCK_MOST ? (int)(step / 4) : BLOCK_MOST;
    struct source c = {.fetch = fetch, .user = user, .w = w / block, .h = h / block, .block = block};
    if (block > 1) {
        c.row = mem_alloc((size_t)w * sizeof *c.row);
        c.sums = mem_alloc((size_t)c.w * (size_t)block * 4 * sizeof *c.sums);
    }
    return c;
}

static void source_free(struct source *c)
{
    free(c->row);
    free(c->sums);
}

static void add_bytes(uint16_t *restrict sums, const uint8_t *restrict bytes, int n)
{
    for (int i = 0; i < n; i++) {
        sums[i] = (uint16_t)(sums[i] + bytes[i]);
    }
}

/* Four channels in one word: sums of 16 x 16 bytes and the half for rounding fit into sixteen bits each. */
static uint32_t mean_of_block(const uint16_t *sums, int block)
{
    uint64_t area = (uint64_t)(block * block), all = area / 2 * 0x0001000100010001u, part;
    uint64_t share = (1u << 24) / area + 1;
    uint32_t mean = 0;
    for (int k = 0; k < block; k++) {
        memcpy(&part, sums + k * 4, sizeof part);
        all += part;
    }
    for (int channel = 0; channel < 4; channel++) {
        mean |= (uint32_t)((all >> channel * 16 & 0xFFFF) * share >> 24) << channel * 8;
    }
    return mean;
}

static void source_row(struct source *c, int y, uint32_t *out)
{
    int n = c->w * c->block * 4;
    if (c->block == 1) {
        c->fetch(c->user, y, out);
        return;
    }
    memset(c->sums, 0, (size_t)n * sizeof *c->sums);
    for (int i = 0; i < c->block; i++) {
        c->fetch(c->user, y * c->block + i, c->row);
        add_bytes(c->sums, (const uint8_t *)c->row, n);
    }
    for (int x = 0; x < c->w; x++) {
        out[x] = mean_of_block(c->sums + (long)x * n / c->w, c->block);
    }
}

/* ---- down, then across ---- */

/* The last rows that were fetched, as many as one target row needs. */
struct window {
    struct source *source;
    uint32_t *rows;
    int taps, fetched; /* source rows before this one are there or were */
};

static const uint32_t *window_row(struct window *v, int y)
{
    for (; v->fetched <= y; v->fetched++) {
        source_row(v->source, v->fetched, v->rows + (long)(v->fetched % v->taps) * v->source->w);
    }
    return v->rows + (long)(y % v->taps) * v->source->w;
}

/* Channels times their weight, summed; no sum passes 255 * ONE. */
static void add_row(uint16_t *restrict sums, const uint8_t *restrict row, uint16_t w, int n)
{
    for (int i = 0; i < n; i++) {
        sums[i] = (uint16_t)(sums[i] + row[i] * w);
    }
}

static void mean_rows(struct window *v, int first, const uint16_t *w, uint16_t *restrict sums, uint8_t *restrict out)
{
    int n = v->source->w * 4;
    for (int i = 0; i < n; i++) {
        sums[i] = ONE / 2;
    }
    for (int k = 0; k < v->taps; k++) {
        if (w[k]) {
            add_row(sums, (const uint8_t *)window_row(v, first + k), w[k], n);
        }
    }
    for (int i = 0; i < n; i++) {
        out[i] = (uint8_t)(sums[i] >> 8);
    }
}

/* Two channels in each word: a weighted sum of bytes stays below 65536. */
static inline uint32_t mean(const uint32_t *px, const uint16_t *w, int taps)
{
    uint32_t rb = 0x800080, ag = 0x800080;
    for (int k = 0; k < taps; k++) {
        rb += (px[k] & 0xFF00FF) * w[k];
        ag += (px[k] >> 8 & 0xFF00FF) * w[k];
    }
    return (rb >> 8 & 0xFF00FF) | (ag & 0xFF00FF00);
}

static void across(const struct axis *a, const uint32_t *row, bool flip, uint32_t *out)
{
    if (a->plain && !flip) {
        memcpy(out, row + a->first[0], (size_t)a->n * sizeof *out);
        return;
    }
    for (int x = 0; x < a->n; x++) {
        out[flip ? a->n - 1 - x : x] = mean(row + a->first[x], a->weights + (long)x * a->taps, a->taps);
    }
}

void scale_picture(const struct scaling *s, int source_w, int source_h, scale_row *fetch, void *user,
                   bool flip, uint32_t *out)
{
    struct source c = source_of(s, source_w, source_h, fetch, user);
    double b = c.block;
    struct axis ax = axis_of(s->x / b, s->w / b, s->to_w, c.w), ay = axis_of(s->y / b, s->h / b, s->to_h, c.h);
    struct window v = {.source = &c, .taps = ay.taps, .fetched = ay.first[0]};
    v.rows = mem_alloc((size_t)c.w * (size_t)v.taps * sizeof *v.rows);
    uint16_t *sums = mem_alloc((size_t)c.w * 4 * sizeof *sums);
    uint32_t *row = mem_alloc((size_t)c.w * sizeof *row);
    for (int y = 0; y < ay.n; y++) {
        if (!ay.plain) {
            mean_rows(&v, ay.first[y], ay.weights + (long)y * ay.taps, sums, (uint8_t *)row);
        }
        across(&ax, !ay.plain ? row : window_row(&v, ay.first[y]), flip, out + (long)y * ax.n);
    }
    free(v.rows);
    free(sums);
    free(row);
    source_free(&c);
    axis_free(&ax);
    axis_free(&ay);
}
