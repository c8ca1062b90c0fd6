/* Free-form scenes: what lies behind their buttons. From each screen that the scene names, every button is pressed,
 * breadth first; a screen counts as seen when its name and its tree were seen before (figures in texts set aside, or a
 * counter would never end). Bounded in screens, presses and time. */
#ifndef APP_CHECK_PRESS_H
#define APP_CHECK_PRESS_H

#include "app/survey.h"

#define PRESS_BUTTONS 48 /* of one screen */

/* What the last tree of the scene looked like. */
struct press_print {
    uint64_t hash;
    uint32_t taps[PRESS_BUTTONS];
    int n;
};

/* For a tree as it comes (show_options.viewed). */
void press_take(struct press_print *p, const struct node *root);

struct press {
    struct survey *survey;
    const struct press_print *print;                  /* that press_take fills */
    void (*shown)(void *user, const char *screen);    /* a screen not seen before, at rest */
    void (*failed)(void *user, const struct finding *f);
    void *user;
};

/* From every free screen of the survey. Returns how many further screens were shown; *cut: a bound was hit. */
int press_all(const struct press *p, bool *cut);

#endif
