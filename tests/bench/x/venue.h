/* Where things are in the venue of tests/bench/venue, on a screen of any size. */
#ifndef TESTS_BENCH_X_VENUE_H
#define TESTS_BENCH_X_VENUE_H

#include "screen.h"

enum spot { SPOT_QUESTION, SPOT_TALE, SPOT_ANSWER, SPOT_PLAY, SPOT_BACK, SPOTS };

struct places {
    int x[SPOTS], y[SPOTS];
    struct area all, content, title, explanation, column;
};

void places_of(struct places *p, int w, int h);

#endif
