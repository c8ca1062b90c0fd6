/* A pair of hands on a headless show in virtual time: for visitor scripts and the tour. */
#ifndef APP_VISITOR_H
#define APP_VISITOR_H

#include "app/show.h"

struct visitor {
    struct show show;
    struct clock *clock;
    bool open;
};

/* A kiosk at rest on its start screen. The clock is the caller's and virtual. On failure nothing is left
 * open. */
bool visitor_open(struct visitor *v, const struct show_options *o, struct err *e);
void visitor_close(struct visitor *v);

/* Where a text stands; false, with *e, when it is not on the screen. */
bool visitor_find(struct visitor *v, const char *text, int *x, int *y, struct err *e);
/* Each lets the screen come to rest before it returns; false with *e when it does not. Pixels. */
bool visitor_tap(struct visitor *v, int x, int y, struct err *e);
bool visitor_tap_text(struct visitor *v, const char *text, struct err *e);
bool visitor_tap_both(struct visitor *v, const int a[2], const int b[2], struct err *e);
/* The administrator's gesture, beginning in that corner (enum stage_corner). */
bool visitor_corner(struct visitor *v, int corner, struct err *e);
bool visitor_drag(struct visitor *v, const int from[2], const int to[2], struct err *e);
/* Two fingers, 20 mm apart at first, moved to `factor` times that distance. */
bool visitor_pinch(struct visitor *v, int x, int y, double factor, struct err *e);
bool visitor_wait(struct visitor *v, int64_t ms, struct err *e);

/* Picture of the screen as FOLDER/NAME.png, making the folder. */
bool visitor_shot(struct visitor *v, const char *folder, const char *name, struct err *e);

#endif
