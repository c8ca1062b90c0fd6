/* The administrator's way in: one finger rests alone in one corner of the screen for three to twelve seconds, and the
 * next touch is a tap in the corner diagonally across. Any other finger, place or order begins it anew, so hands that
 * hammer on the corners do not find it. What belongs to the gesture reaches no control and starts no visit. */
#ifndef STAGE_CORNER_H
#define STAGE_CORNER_H

#include <stdbool.h>
#include <stdint.h>

#define CORNER_MM 20
#define CORNER_LEAST_U 64    /* on large screens 20 mm are few pixels */
#define CORNER_HOLD_MS 3000
#define CORNER_REST_MS 12000 /* whoever rests longer leans on it */
#define CORNER_TAP_MS 5000   /* between letting go and the tap */
#define CORNER_TAP_MOST_MS 1500

enum stage_corner { STAGE_TOP_LEFT, STAGE_TOP_RIGHT, STAGE_BOTTOM_LEFT, STAGE_BOTTOM_RIGHT };

struct corner_watch {
    enum stage_corner where;
    int64_t armed; /* ms when a long enough rest ended; 0: not */
    int64_t due;   /* ms when a resting finger becomes an ordinary one; 0: none rests */
};

struct stage;
struct finger;

/* What a finger that has just come down is: a part of the gesture or not. */
void corner_down(struct stage *s, struct finger *f, int64_t ms);
/* It moved; one that leaves its corner is an ordinary finger again. */
void corner_move(const struct stage *s, struct finger *f);
/* It is lifted. True: the gesture had it, it means nothing else. */
bool corner_up(struct stage *s, struct finger *f, int64_t ms);
/* Fingers that rest too long become ordinary ones; returns when that will be, 0: never. */
int64_t corner_tick(struct stage *s, int64_t now);

#endif
