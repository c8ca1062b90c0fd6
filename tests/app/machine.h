/* A kiosk as a visitor meets it, for tests: Xvfb, the real program in a window, taps through xdotool. Where to tap is
 * asked of the same show without a screen. */
#ifndef TESTS_APP_MACHINE_H
#define TESTS_APP_MACHINE_H

#include "app/script_desk.h"
#include "app/visitor.h"

#include <sys/types.h>

#define MACHINE_W 1280
#define MACHINE_H 720

struct machine {
    char folder[64], data[96], log[128]; /* everything it leaves, below /tmp */
    char display[16];
    pid_t xvfb, kiosk;
};

/* False: this machine has no Xvfb or xdotool. */
bool machine_possible(void);
/* kiosk: the program; settings: NULL at the end, each "section.key=value". Waits for the first home screen. Start is
 * make and run; run alone starts the kiosk again after machine_end_kiosk, on the same data. */
void machine_start(struct machine *m, const char *kiosk, const char *const *settings);
void machine_make(struct machine *m);
void machine_run(struct machine *m, const char *kiosk, const char *const *settings);
/* The same without a screen and without Xvfb. */
void machine_start_headless(struct machine *m, const char *kiosk, const char *const *settings);
void machine_stop(struct machine *m); /* SIGTERM, waits, removes the folder; the journal can be read before: */
void machine_end_kiosk(struct machine *m);

void machine_tap(const struct machine *m, int x, int y);
void machine_hold(const struct machine *m, int x, int y, double seconds);
/* Waits until that text stands in the log for the n-th time; returns ms waited, -1: not within timeout_ms. */
int machine_wait_log(const struct machine *m, const char *text, int n, int timeout_ms);
int machine_count_log(const struct machine *m, const char *text);

/* Is every pixel of the screen as in *before? Which then holds what is there now; the caller's to free. Xvfb only. */
bool machine_same_picture(const struct machine *m, struct buf *before);

/* All records as lines, the caller's to free, once the kiosk has ended; and their kinds in order, each followed by a
 * space. */
char *machine_lines(const struct machine *m);
void machine_kinds(const char *lines, char *out, size_t size);

/* The oldest process below `top` with that name (/proc/PID/comm), 0 if there is none: of two scene processes the one on
 * screen, the other is the spare. And how many processes there are. */
pid_t machine_find(pid_t top, const char *name);
int machine_count(pid_t top);

/* The plan: a show of tests/app/venue in virtual time, with the desk of visitor scripts behind the administrator's
 * screens, and where things stand in it. */
struct plan {
    struct config config;
    struct clock clock;
    struct visitor visitor;
    struct script_desk desk;
};
struct spot {
    int x, y;
};
void plan_open(struct plan *p);
void plan_close(struct plan *p);
struct spot plan_find(struct plan *p, const char *text); /* fails the test when it is not there */
struct spot plan_tap(struct plan *p, const char *text);  /* and goes on as after a tap */
void plan_admin(struct plan *p); /* the administrator's gesture; the PIN is SCRIPT_PIN */

#endif
