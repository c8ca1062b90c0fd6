/* A screen of one's own with a finger: Xvfb, whose frame buffer is mapped, so that looking costs it nothing; touches are
 * real X input (XTest). */
#ifndef TESTS_BENCH_X_SCREEN_H
#define TESTS_BENCH_X_SCREEN_H

#include <X11/Xlib.h>

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct screen {
    int w, h;
    pid_t xvfb;
    char folder[64], name[16];
    Display *display;
    const volatile uint32_t *px; /* of the frame buffer: 0x__RRGGBB */
    int stride;                  /* pixels */
    int pointer_x, pointer_y;
};

struct area {
    int x, y, w, h, step; /* of the pixels in it every step-th in both directions is looked at */
};

bool screen_open(struct screen *s, int w, int h); /* sets DISPLAY; false: no Xvfb, and stderr says so */
void screen_close(struct screen *s);

void screen_point(struct screen *s, int x, int y);
void screen_press(struct screen *s, bool down);
bool screen_mapped(struct screen *s); /* a window has come up since the last call */

/* A number that changes when the area changes. The pointer's surroundings are left out. */
uint64_t screen_look(const struct screen *s, const struct area *a);
bool screen_black(const struct screen *s, const struct area *a);

double now_ms(void);
void nap_ms(double ms);

#endif
