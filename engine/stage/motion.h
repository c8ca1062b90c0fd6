/* Motion: how far each movement is at a moment. All of it follows from times kept in live nodes, so a frame can be drawn
 * for any moment. Reduced motion: fades of 80 ms, nothing moves. */
#ifndef STAGE_MOTION_H
#define STAGE_MOTION_H

#include "stage/style.h"
#include "stage/tree.h"

float ease_out(float t);   /* 1-(1-t)^3, t cut to 0..1 */
float ease_inout(float t); /* cubic */

struct motion_now {
    float alpha;    /* 0..1 */
    int dy;         /* px lower than its place */
    float inflate;  /* 1: true size; a stamp comes in larger */
    bool moving;
};

/* Enter motion of one node; ends l->entering when it is over. */
struct motion_now motion_enter(const struct style *st, struct live *l, int64_t now);
/* A new screen, `since` ms ago. */
struct motion_now motion_screen(const struct style *st, int64_t since);
/* The dialog's panel; *scrim gets the scrim's part. */
struct motion_now motion_dialog(const struct style *st, int64_t since, float *scrim);
/* How much a control looks pressed, 0..1; *moving when it is on its way back. */
float motion_press(const struct style *st, const struct live *l, int64_t now, bool *moving);

#endif
