#include "stage/pace.h"

#define SLOWLY 4 /* one frame that took longer says little about the next */

/* The first frame of a motion is not like the others: nothing of a new screen is to be seen yet. */
static void learn(struct pace *p, int64_t took)
{
    took = took < 0 ? 0 : took < PACE_US ? took : PACE_US;
    p->work += (took - p->work) / SLOWLY;
}

void pace_frame(struct pace *p, int64_t begun, int64_t shown, bool moving)
{
    int64_t late = shown - p->due;
    bool in_step = p->moved && late > -PACE_US / 2 && late < PACE_US;
    if (p->moved && moving)
        learn(p, shown - begun);
    p->due = (in_step ? p->due : shown) + PACE_US;
    p->moved = moving;
}

int64_t pace_left(const struct pace *p, int64_t now)
{
    int64_t left = p->due - p->work - now;
    return left > 0 && left <= PACE_US ? left : 0;
}
