#include "stage/corner.h"

#include "stage/inside.h"

static int side(const struct stage *s)
{
    int mm = style_mm(&s->style, CORNER_MM), least = (int)(CORNER_LEAST_U * s->style.u);
    return mm > least ? mm : least;
}

static bool in_corner(const struct stage *s, enum stage_corner where, int x, int y)
{
    bool right = where == STAGE_TOP_RIGHT || where == STAGE_BOTTOM_RIGHT;
    bool bottom = where == STAGE_BOTTOM_LEFT || where == STAGE_BOTTOM_RIGHT;
    int across = right ? s->style.w - 1 - x : x, down = bottom ? s->style.h - 1 - y : y;
    return across < side(s) && down < side(s);
}

static enum stage_corner opposite(enum stage_corner where)
{
    return (enum stage_corner)(STAGE_BOTTOM_RIGHT - where);
}

static bool alone(const struct stage *s, const struct finger *f)
{
    for (int i = 0; i < FINGERS; i++) {
        const struct finger *other = &s->touch.fingers[i];
        if (other != f && other->state != FINGER_FREE)
            return false;
    }
    return true;
}

static void begin_anew(struct stage *s)
{
    s->corner.armed = 0;
    for (int i = 0; i < FINGERS; i++)
        s->touch.fingers[i].corner = CORNER_NONE;
}

void corner_down(struct stage *s, struct finger *f, int64_t ms)
{
    bool armed = s->corner.armed && ms - s->corner.armed <= CORNER_TAP_MS;
    begin_anew(s);
    if (!alone(s, f))
        return;
    if (armed && in_corner(s, opposite(s->corner.where), f->x, f->y))
        f->corner = CORNER_TAPS;
    else if (in_corner(s, s->corner.where, f->x, f->y))
        f->corner = CORNER_RESTS;
}

void corner_move(const struct stage *s, struct finger *f)
{
    enum stage_corner where = f->corner == CORNER_TAPS ? opposite(s->corner.where) : s->corner.where;
    if (f->corner != CORNER_NONE && !in_corner(s, where, f->x, f->y))
        f->corner = CORNER_NONE;
}

bool corner_up(struct stage *s, struct finger *f, int64_t ms)
{
    int64_t held = ms - f->down_ms;
    enum corner_part part = f->corner;
    f->corner = CORNER_NONE;
    if (part == CORNER_TAPS && held >= TOUCH_FLOOR_MS && held <= CORNER_TAP_MOST_MS)
        stage_tell(s, &(struct stage_event){.kind = STAGE_CORNER});
    if (part == CORNER_RESTS && held >= CORNER_HOLD_MS)
        s->corner.armed = ms;
    return part == CORNER_TAPS || s->corner.armed == ms;
}

int64_t corner_tick(struct stage *s, int64_t now)
{
    int64_t next = 0;
    for (int i = 0; i < FINGERS; i++) {
        struct finger *f = &s->touch.fingers[i];
        if (f->state == FINGER_FREE || f->corner == CORNER_NONE)
            continue;
        int64_t at = f->down_ms + CORNER_REST_MS;
        if (now >= at)
            f->corner = CORNER_NONE;
        else if (!next || at < next)
            next = at;
    }
    return next;
}
