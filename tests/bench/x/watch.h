/* What is seen of a touch: when something changed first, when last, and how evenly in between. */
#ifndef TESTS_BENCH_X_WATCH_H
#define TESTS_BENCH_X_WATCH_H

#include "screen.h"

#define VALUES_MOST 20000

struct values {
    double v[VALUES_MOST];
    int n;
};

void values_add(struct values *to, double v);
double values_at(struct values *of, double part); /* 0.5: the median, 1: the worst; sorts them */
/* median / p95 / worst */
void values_print(struct values *of, const char *name, const char *digits);

struct watch {
    const struct area *first, *whole; /* the first change in one, the last one in the other */
    double quiet_ms;                  /* without a change, and it is over */
    struct values *between;           /* of frames in `whole`; may be NULL */
};
struct seen {
    double first_ms, whole_ms; /* after `from`; -1: nothing changed within five seconds */
};

/* Looks from now on. `from` is when the touch was; the looks taken before it are given. */
struct seen watch(const struct screen *s, const struct watch *w, double from, uint64_t first_before,
                  uint64_t whole_before);
/* Counts frames for some time. */
int watch_frames(const struct screen *s, const struct area *a, double ms, struct values *between);
int frames_dropped(const struct values *between); /* turns of 60 a second without a new picture */

#endif
