/* What a touch device's kernel events mean: fingers that come, move and go. Knows no descriptors. Understands screens that
 * follow several fingers (multitouch protocol B) and those with one (BTN_TOUCH), and tablets whose left button is a touch
 * (BTN_LEFT), which is what virtual machines and some infrared frames are. */
#ifndef STAGE_FINGERS_H
#define STAGE_FINGERS_H

#include <stdbool.h>
#include <stdint.h>

#define FINGERS_MOST 16 /* of one device; further ones are ignored */

enum finger_kind { FINGER_DOWN, FINGER_MOVE, FINGER_UP, FINGER_CANCEL };

struct finger_change {
    enum finger_kind kind;
    int64_t id;      /* one finger from DOWN to UP or CANCEL; never used again in this process */
    float x, y;      /* 0 to 1 across the panel */
    int64_t mono_ms; /* when, as the kernel says */
};
typedef void finger_ear(void *user, const struct finger_change *change);

struct axis {
    int32_t least, most;
};

struct finger {
    int32_t x, y;
    bool touching, shown; /* as the device says; as was told */
    bool other, moved;    /* since the last report: another finger took its place; it moved */
    int64_t id;
};

struct fingers {
    bool many; /* protocol B */
    struct axis x, y;
    struct finger all[FINGERS_MOST];
    int slot;     /* of the next values; outside of 0 to FINGERS_MOST - 1: nobody's */
    bool dropped; /* the kernel lost events: nothing counts until the next report */
    finger_ear *ear;
    void *user;
};

/* One event of the device (type, code, value as in linux/input-event-codes.h). A report's end tells the ear. */
void fingers_feed(struct fingers *f, unsigned type, unsigned code, int32_t value, int64_t mono_ms);
/* All that are down are cancelled: the device is gone. */
void fingers_cancel(struct fingers *f, int64_t mono_ms);

#endif
