#include "journal/spread.h"

#include "base/mem.h"

#include <stdlib.h>

#define STEP_BITS 7
#define STEPS (1 << STEP_BITS)
#define BUCKETS ((64 - STEP_BITS) * STEPS)

/* Values below 128 have a bucket each; above, every doubling is cut into 128. */
static int bucket_of(int64_t value)
{
    uint64_t v = (uint64_t)value;
    int shift = 0;
    while (v >= 2 * STEPS) {
        v >>= 1;
        shift++;
    }
    return v < STEPS ? (int)v : shift * STEPS + (int)v;
}

static double middle_of(int bucket)
{
    int shift = bucket < 2 * STEPS ? 0 : bucket / STEPS - 1;
    uint64_t low = (uint64_t)(bucket - shift * STEPS) << shift;
    return (double)low + (double)(((uint64_t)1 << shift) - 1) / 2;
}

void spread_add(struct spread *s, int64_t value)
{
    if (value < 0)
        value = 0;
    if (!s->n)
        s->exact = mem_alloc(SPREAD_EXACT * sizeof *s->exact);
    if (s->n == SPREAD_EXACT) {
        s->counted = mem_alloc(BUCKETS * sizeof *s->counted);
        for (int i = 0; i < SPREAD_EXACT; i++)
            s->counted[bucket_of(s->exact[i])]++;
    }
    if (s->n < SPREAD_EXACT)
        s->exact[s->n] = value;
    else
        s->counted[bucket_of(value)]++;
    s->n++;
}

static int smaller_first(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The value at place `at` of the sorted ones. */
static double place(const struct spread *s, int64_t at)
{
    if (!s->counted)
        return (double)s->exact[at];
    int b = 0;
    for (int64_t before = s->counted[0]; before <= at && b < BUCKETS - 1;)
        before += s->counted[++b];
    return middle_of(b);
}

double spread_at(struct spread *s, double q)
{
    if (!s->counted)
        qsort(s->exact, (size_t)s->n, sizeof *s->exact, smaller_first);
    double at = q * (double)(s->n - 1);
    int64_t low = (int64_t)at, high = low + 1 < s->n ? low + 1 : low;
    double below = place(s, low);
    return below + (at - (double)low) * (place(s, high) - below);
}

void spread_free(struct spread *s)
{
    free(s->exact);
    free(s->counted);
    *s = (struct spread){0};
}
