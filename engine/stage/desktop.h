/* SDL's window on somebody's desktop: its hints, its size, opening and ending. What is shown in it and what comes out of it
 * is others' business (present.h, window.c). */
#ifndef STAGE_DESKTOP_H
#define STAGE_DESKTOP_H

#include "base/err.h"
#include "stage/window.h"

#include <SDL.h>

/* Connects to the desktop; false without one. desktop_end in any case. */
bool desktop_begin(struct err *e);
void desktop_end(void);

/* Pixels of the window these options ask for, not turned. */
void desktop_size(const struct window_options *o, int *w, int *h);
/* NULL on failure. `flags`: SDL's, added to those that the options need. */
SDL_Window *desktop_window(const struct window_options *o, Uint32 flags, struct err *e);

#endif
