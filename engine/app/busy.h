/* A mark in memory shared by keeper and stage: since when the stage has been inside one step, and how many steps it has
 * begun. The stage may write anything into it; the keeper only compares. */
#ifndef APP_BUSY_H
#define APP_BUSY_H

#include "base/err.h"

#include <stdatomic.h>
#include <stdint.h>

struct busy_mark {
    _Atomic int64_t since_us; /* clock_real_us() at the start of the step; 0: waiting for input */
    _Atomic uint32_t steps;
};

struct busy_mark *busy_open(struct err *e); /* shared with children; lives as long as the process */
void busy_begin(struct busy_mark *m);
void busy_end(struct busy_mark *m);
/* Milliseconds the present step has taken so far; 0 when none is running. */
int64_t busy_ms(const struct busy_mark *m);
uint32_t busy_steps(const struct busy_mark *m);

#endif
