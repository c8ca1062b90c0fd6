#include "stage/fingers.h"

#include <linux/input-event-codes.h>
#include <stddef.h>

static int64_t last_id;

static float along(const struct axis *a, int32_t value)
{
    double length = (double)a->most - a->least;
    double at = length > 0 ? ((double)value - a->least) / length : 0;
    return (float)(at < 0 ? 0 : at > 1 ? 1 : at);
}

static void tell(struct fingers *f, const struct finger *one, enum finger_kind kind, int64_t mono_ms)
{
    struct finger_change change = {kind, one->id, along(&f->x, one->x), along(&f->y, one->y), mono_ms};
    f->ear(f->user, &change);
}

static void report(struct fingers *f, int64_t mono_ms)
{
    for (int i = 0; i < FINGERS_MOST; i++) {
        struct finger *one = &f->all[i];
        if (one->shown && (!one->touching || one->other)) {
            tell(f, one, FINGER_UP, mono_ms);
            one->shown = false;
        }
        if (one->touching && !one->shown) {
            one->id = ++last_id;
            one->shown = true;
            tell(f, one, FINGER_DOWN, mono_ms);
        } else if (one->shown && one->moved) {
            tell(f, one, FINGER_MOVE, mono_ms);
        }
        one->other = one->moved = false;
    }
}

void fingers_cancel(struct fingers *f, int64_t mono_ms)
{
    for (int i = 0; i < FINGERS_MOST; i++) {
        struct finger *one = &f->all[i];
        if (one->shown)
            tell(f, one, FINGER_CANCEL, mono_ms);
        one->shown = one->touching = one->other = one->moved = false;
    }
}

static struct finger *current(struct fingers *f)
{
    int slot = f->many ? f->slot : 0;
    return slot >= 0 && slot < FINGERS_MOST ? &f->all[slot] : NULL;
}

static void take_place(struct fingers *f, unsigned code, int32_t value)
{
    struct finger *one = current(f);
    bool is_x = code == (f->many ? ABS_MT_POSITION_X : ABS_X), is_y = code == (f->many ? ABS_MT_POSITION_Y : ABS_Y);
    if (f->many && code == ABS_MT_SLOT) {
        f->slot = value;
    } else if (one && f->many && code == ABS_MT_TRACKING_ID) {
        one->touching = value >= 0;
        one->other |= one->shown;
    } else if (one && (is_x || is_y)) {
        *(is_x ? &one->x : &one->y) = value;
        one->moved = true;
    }
}

static void take_button(struct fingers *f, unsigned code, int32_t value)
{
    if (!f->many && (code == BTN_TOUCH || code == BTN_LEFT))
        f->all[0].touching = value != 0;
}

void fingers_feed(struct fingers *f, unsigned type, unsigned code, int32_t value, int64_t mono_ms)
{
    if (type == EV_SYN && code == SYN_DROPPED) {
        fingers_cancel(f, mono_ms);
        f->dropped = true;
    } else if (type == EV_SYN && code == SYN_REPORT) {
        if (!f->dropped)
            report(f, mono_ms);
        f->dropped = false;
    } else if (!f->dropped && type == EV_ABS) {
        take_place(f, code, value);
    } else if (!f->dropped && type == EV_KEY) {
        take_button(f, code, value);
    }
}
