#include "stage/pace.h"

#define RISES 2
#define FALLS 32 /* cheap frames come between: the first of a new screen shows nothing of it yet, a press fades */
#define WORK_MOST (PACE_US / 2) /* what takes longer is not begun sooner for it, but without a break */
#define LATE_US (PACE_US / 4)   /* who is later than that begins anew instead of catching up */

static void learn(struct pace *p, int64_t took)
{
    took = took < 0 ? 0 : took < WORK_MOST ? took : WORK_MOST;
    p->work += (took - p->work) / (took > p->work ? RISES : FALLS);
}

void pace_frame(struct pace *p, int64_t begun, int64_t shown, bool moving)
{
    int64_t late = shown - p->due, took = shown - begun;
    bool in_step = p->moved && late > -PACE_US / 2 && late < LATE_US;
    if (p->moved && moving)
        learn(p, took);
    p->due = (in_step ? p->due : shown) + PACE_US;
    if (took > WORK_MOST)
        p->due = begun + PACE_US + p->work;
    p->moved = moving;
}

int64_t pace_left(const struct pace *p, int64_t now)
{
    int64_t left = p->due - p->work - now;
    return left > 0 && left <= PACE_US ? left : 0;
}
