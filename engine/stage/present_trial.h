/* Measures both ways to present (present.h) on this machine, each in a process of its own with a time limit: a graphics
 * driver that crashes or hangs takes nobody with it. For a second or two their windows cover the screen. */
#ifndef STAGE_PRESENT_TRIAL_H
#define STAGE_PRESENT_TRIAL_H

#include "stage/present_choice.h"
#include "stage/window.h"

struct present_trial {
    const struct window_options *window; /* as the kiosk would open it */
    void (*begin)(bool accelerated);     /* first of all in each process; NULL: nothing */
    int limit_ms;                        /* for each of them; 0: 8000 */
};

/* False: *e says which way ended how; out->name is then empty. What was measured before stands in *out all the same. */
bool present_try(const struct present_trial *t, struct present_verdict *out, struct err *e);

#endif
