/* Looking closer at a picture: two fingers pull it apart, one moves it, and a control of the stage's own in its corner
 * does both for who has only one finger. Every picture that is content, large enough and not part of a button takes two
 * fingers; the control is there where the view asks for it (`zoom`) and as long as the picture is larger than its frame. */
#ifndef STAGE_ZOOM_H
#define STAGE_ZOOM_H

#include "stage/geometry.h"

#include <stdbool.h>
#include <stdint.h>

#define ZOOM_MOST 4.0f /* times its size in the frame */
#define ZOOM_STEP 2.0f /* what the control gives */

struct zoom {
    float scale; /* 0 and 1: as the view wants it */
    float x, y;  /* centre of the picture from the frame's, in parts of the frame's width and height */
};

struct finger;
struct live;
struct picture;
struct stage;
struct style;

/* Can it be looked at closer? */
bool zoom_can(const struct stage *s, const struct live *l);
/* How it is to be drawn at that moment; *moving is set while it glides. */
struct zoom zoom_now(const struct style *st, const struct live *l, int64_t now, bool *moving);
bool zoom_is_out(const struct live *l); /* larger than its frame, or about to be */
/* Could it be moved on that way (pixels of a finger), or is it at its edge? */
bool zoom_moves(const struct stage *s, const struct live *l, int dx, int dy);
/* Where a picture that is w x h pixels at scale 1 lands on the screen. */
struct rect zoom_where(const struct live *l, struct zoom z, int w, int h);
/* The pixels for that closeness: of the detail it asks for, or the finest there are meanwhile. READY if the plain ones are. */
struct picture *zoom_pixels(const struct stage *s, const struct live *l, float scale);

/* A finger that looks closer has moved from there to where it is now. */
void zoom_follow(struct stage *s, const struct finger *f, int was_x, int was_y);
bool zoom_alone(const struct stage *s, const struct finger *f); /* no other finger looks at its picture */
/* It goes up; after the last one almost its own size is its own size. */
void zoom_settle(struct stage *s, const struct finger *f, int64_t now);
/* The control was tapped: closer, or back. */
void zoom_toggle(const struct style *st, struct live *l, int64_t now);
void zoom_end(struct live *l); /* as it was, at once: another picture */

/* The control; empty: it has none now. */
struct rect zoom_control(const struct stage *s, const struct live *l);

#endif
