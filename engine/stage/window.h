/* The window: a surface to draw on, fingers, waiting. On a desktop it is SDL's. Full screen without a desktop (no DISPLAY,
 * WAYLAND_DISPLAY or SDL_VIDEODRIVER) it is the screen itself, by kms.h and evdev.h. Headless it is a piece of memory
 * and injected fingers. Without a desktop and headless SDL is not touched at all. One window per process, used from one thread. */
#ifndef STAGE_WINDOW_H
#define STAGE_WINDOW_H

#include "base/err.h"
#include "stage/paint.h"
#include "stage/present_choice.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

struct window;

struct window_options {
    int w, h; /* of the picture as seen, after rotation; fullscreen takes the screen's. 0: 1920 x 1080 */
    bool fullscreen, headless;
    const char *title; /* NULL: 清风 */
    int rotate; /* 0, 90, 180, 270: how far the panel is turned clockwise; the picture is turned back */
    struct present_wish wish; /* on a desktop: who shows the picture */
};

enum input_kind { INPUT_DOWN, INPUT_MOVE, INPUT_UP, INPUT_CANCEL, INPUT_RESIZED, INPUT_EXPOSED, INPUT_QUIT };
#define POINTER_MOUSE (-1)

struct input_event {
    enum input_kind kind;
    int64_t pointer; /* one finger from DOWN to UP or CANCEL; POINTER_MOUSE: left button */
    int x, y;        /* pixels of the surface, inside of it; RESIZED: the new size */
    int64_t mono_ms; /* when it happened: clock_real_us / 1000; headless: as injected */
};

struct window *window_open(const struct window_options *o, struct err *e); /* NULL on failure */
void window_close(struct window *w);                                       /* NULL is fine */

/* Where to draw. Keeps its pixels between frames; after INPUT_RESIZED it is another one with undefined
 * pixels, after INPUT_EXPOSED nothing needs to be drawn again, only presented. */
struct surface window_surface(struct window *w);
/* Gets the surface's memory from the kernel before it is drawn on. */
void window_prepare(struct window *w);
/* Puts the damaged pixels on the screen (NULL: all). */
void window_present(struct window *w, const struct damage *d);

/* Waits for input, for one of the descriptors (its revents are set, as by poll) or until timeout_ms have
 * passed (-1: for ever). True: there is input or a descriptor is ready. A false alarm is possible. Sleeps
 * without waking up. */
bool window_wait(struct window *w, struct pollfd *fds, int n, int timeout_ms);
/* The next event without waiting; false: none. Mouse events that SDL makes from touches are left out; moves
 * of one finger that arrived together are merged into the last. */
bool window_next_event(struct window *w, struct input_event *event);

/* As if a finger had done it; headless windows have no other input. */
void window_inject(struct window *w, const struct input_event *event);
/* Headless only: another size, followed by INPUT_RESIZED. */
void window_resize(struct window *w, int width, int height);

/* Millimetres along the screen's diagonal as the display reports it; 0 unknown. */
float window_diagonal_mm(const struct window *w);
/* What it is shown on: "headless", "kms", "x11", "wayland". */
const char *window_driver(const struct window *w);
/* Who shows the picture: "surface" (the processor), or the graphics card as it calls itself. */
const char *window_renderer(const struct window *w);

/* The surface as a PNG file. */
bool window_screenshot(struct window *w, const char *path, struct err *e);

#endif
