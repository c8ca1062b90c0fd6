/* How the guided visit behaves inside an exhibit it knows nothing about: it reads, goes on where there is a
 * way on, otherwise touches what it has touched least, and leaves when the exhibit is done. */
#ifndef APP_TOUR_VISITOR_H
#define APP_TOUR_VISITOR_H

#include "app/visitor.h"

struct tour_habit {
    uint32_t dice;
    char screen[96];          /* the present one; and on it: */
    int last_right, scrolled; /* right edge of what was touched last, px; how often it was scrolled */
    struct tour_touched {
        char screen[96], label[96];
        int times;
    } * touched; /* owned */
    int n, room;
};

/* Touches the next thing on the screen. False: nothing is left to do here (or, with *e set, the screen
 * hangs). */
bool tour_step(struct tour_habit *h, struct visitor *v, struct err *e);
void tour_forget(struct tour_habit *h); /* before another exhibit */
void tour_habit_free(struct tour_habit *h);

#endif
