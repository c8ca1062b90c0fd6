/* How what was painted gets into SDL's window. Painting itself is always the processor's, into memory. Then either the
 * damaged rectangles go into the window's own surface, or into a texture of SDL's accelerated renderer, which shows the
 * whole of it: a graphics library's back buffers do not keep what was in them. Which way is for present_choice.h. */
#ifndef STAGE_PRESENT_H
#define STAGE_PRESENT_H

#include "base/err.h"
#include "stage/paint.h"

#include <SDL.h>

enum present_way { PRESENT_SURFACE, PRESENT_TEXTURE };

struct present;

/* The window stays the caller's and outlives it; for a texture it must not be shown yet (SDL makes another one in its
 * place). NULL on failure, also when the only renderer is one that draws in software. */
struct present *present_open(SDL_Window *window, enum present_way way, struct err *e);
void present_close(struct present *p); /* NULL is fine */

/* Once after opening and whenever the window has another size: a new surface with undefined pixels. */
bool present_take(struct present *p);
/* Memory for the screen's pixels, 0xXXRRGGBB; px is NULL after a present_take that failed. */
struct surface present_surface(const struct present *p);
/* Shows the n rectangles. False: the renderer is gone for good. */
bool present_show(struct present *p, const struct rect *rects, int n);
/* Waits until all of it has been done, for measuring. */
void present_finish(struct present *p);

/* What shows it: "surface", or the renderer, the graphics card and its driver as they call themselves. */
const char *present_name(const struct present *p);

#endif
