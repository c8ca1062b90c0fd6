/* When the next frame of what moves is due on the screen, and when to begin drawing it. Counted from one due time to the
 * next, so a late frame does not make the next one late; what drawing takes is learnt. Microseconds. */
#ifndef STAGE_PACE_H
#define STAGE_PACE_H

#include <stdbool.h>
#include <stdint.h>

/* Sooner than a panel of 60 Hz asks for one (16.7 ms) by what a busy system adds to a frame in 95 of 100 cases, so that the
 * panel hardly ever gets the same one twice. */
#define PACE_US 14800

struct pace {
    int64_t due;  /* on the screen; 0: at once */
    int64_t work; /* what a frame takes */
    bool moved;   /* the last frame was one of a motion */
};

/* A frame was drawn and shown; moving: others follow by themselves. */
void pace_frame(struct pace *p, int64_t begun, int64_t shown, bool moving);
/* How long until the next one is to be begun; 0: now. A clock that was set back holds nothing up. */
int64_t pace_left(const struct pace *p, int64_t now);

#endif
