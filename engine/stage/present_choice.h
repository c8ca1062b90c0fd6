/* Which way to present (present.h), decided without loading any graphics library. Measuring (present_trial.h) leaves a
 * verdict in the data folder; a start uses the accelerated way only where a graphics card is there and a verdict on this
 * very machine says that it is worth it. Without SDL's window, so that it can be tried anywhere. */
#ifndef STAGE_PRESENT_CHOICE_H
#define STAGE_PRESENT_CHOICE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum renderer { RENDERER_AUTO, RENDERER_SOFTWARE, RENDERER_ACCELERATED }; /* display.renderer */

/* All zero: in software. */
struct present_wish {
    enum renderer renderer;
    const char *data; /* the folder with the verdict; NULL: none */
    const char *root; /* of /dev and /sys, for tests; NULL: the machine's */
    bool fell;        /* a stage before this one fell: software, and an accelerated verdict is set aside */
};

/* Where a verdict holds. */
struct present_place {
    char driver[32]; /* SDL's, of the display */
    char sdl[16];    /* its version */
    char cards[192]; /* present_cards */
    int64_t w, h;    /* of the window, px */
};

struct present_figures {
    int64_t open_us;           /* from nothing to the first picture */
    int64_t full_us, part_us;  /* until all of the window, or a button of it, is shown; medians */
    int64_t memory_kib;        /* PSS of the process then */
};

struct present_verdict {
    struct present_place place;
    char name[192]; /* present_name of the accelerated way */
    struct present_figures software, accelerated;
};

/* The graphics cards that this user may draw with, by their kernel drivers; "" none. root as above. */
void present_cards(const char *root, char *out, size_t size);
struct present_place present_here(const char *root, const char *driver, int w, int h);

/* Is it worth it? At least 2 ms less for a full picture (an eighth of a frame: less nobody sees, and the graphics library
 * costs far more at the start and in memory), a touched button at most 1 ms later, and a real card behind it. */
bool present_worth(const struct present_verdict *v);

bool present_verdict_read(const char *data, struct present_verdict *out); /* false: there is none to be used */
bool present_verdict_write(const char *data, const struct present_verdict *v, struct err *e);
void present_verdict_drop(const char *data);

/* True: try the accelerated way; its present_name must then be `name`, else it is another machine than was measured and
 * the verdict is to be dropped ("": whatever it is). */
bool present_choose(const struct present_wish *wish, const struct present_place *here, char *name, size_t size);

#endif
