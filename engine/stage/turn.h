/* Panels mounted sideways: from the picture as seen to the screen's own pixels and back. */
#ifndef STAGE_TURN_H
#define STAGE_TURN_H

#include "stage/paint.h"

/* degrees: how far the panel is turned clockwise (0, 90, 180, 270); w, h: size of the screen's own pixels. */
struct turn {
    int degrees, w, h;
};

/* A place on the screen to the place seen there. */
void turn_to_seen(const struct turn *t, int *x, int *y);
/* A rectangle of the picture to the screen's rectangle. */
struct rect turn_to_screen(const struct turn *t, struct rect r);
/* Copies the rectangle r of the picture onto the screen. */
void turn_copy(const struct turn *t, const struct surface *seen, struct surface *screen, struct rect r);

#endif
