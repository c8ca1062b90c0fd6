/* Fingers. Each one is on its own: it presses, scrolls, turns a page, drags, draws, or does nothing, from the moment it
 * comes down until it goes up. A tap counts when the contact was no static shock and the finger is let go on its grown
 * target or close to where it came down. What began on an old screen ends with it. */
#ifndef STAGE_TOUCH_H
#define STAGE_TOUCH_H

#include "stage/geometry.h"
#include "stage/style.h"
#include "stage/tree.h"
#include "stage/window.h"

#include <stdint.h>

#define FINGERS 16
#define TOUCH_FLOOR_MS 50   /* a shorter contact is static electricity; a mouse has none */
#define TOUCH_GUARD_MS 150  /* a new screen takes no touch that came down earlier than this after it appeared, */
#define TOUCH_GUARD_FAR_MS 40 /* or this, when it was a tap that led to it and this touch is another place's: */
#define TOUCH_GUARD_MM 30     /* so far from that tap */
#define TOUCH_ASKED_MS 1000   /* a tap leads to what appears this much later at most */
#define TOUCH_TARGET_MM 20  /* hit areas are grown to this */
#define TOUCH_ROLL_MM 6     /* a finger may roll so far and still tap */

enum finger_state {
    FINGER_FREE, /* the slot is not used */
    FINGER_IDLE, /* down, but it can only still scroll or turn a page, or nothing */
    FINGER_PRESS,
    FINGER_HINT, /* on a control of the stage's own: 下一页, 放大 */
    FINGER_SCROLL,
    FINGER_PAGE,
    FINGER_DRAG,
    FINGER_INK,
    FINGER_ZOOM, /* looks closer at a picture, alone or with another */
    FINGER_DEAD, /* its screen is gone */
};

enum corner_part { CORNER_NONE, CORNER_RESTS, CORNER_TAPS }; /* corner.h */

struct finger {
    enum finger_state state;
    enum corner_part corner; /* part of the way in: nobody is told of it */
    int64_t id, down_ms, told_ms; /* told_ms: last STAGE_TOUCHED, 0 none */
    int layer;
    int down_x, down_y, x, y;
    struct live *target;          /* pressed button, dragged node, canvas, or what scrolls */
    struct live *scroll, *pages, *drag, *zoom; /* what it may turn into */
    struct live *over;            /* FINGER_DRAG: where it would drop */
    bool up;                      /* FINGER_HINT: 上一页 */
    int from_x, from_y;           /* where it began to scroll, page or drag */
    float from_offset;
    struct {
        int64_t ms;
        int x, y;
    } trail[8]; /* latest positions, for speed */
    int trails;
};

struct touch {
    struct finger fingers[FINGERS];
    int64_t tapped_ms; /* when the last tap was told, and where it was; 0: none yet */
    int tapped_x, tapped_y;
};

struct stage;

void touch_input(struct stage *s, const struct input_event *e, int64_t ms);
/* Reports fingers that have rested long enough. */
void touch_tick(struct stage *s, int64_t now);
int64_t touch_next(const struct stage *s); /* when touch_tick has something to say; 0: never */
bool touch_down(const struct stage *s);    /* any finger on the glass */
/* What it scrolls stands that many pixels lower than before. */
void touch_shifted(struct stage *s, const struct live *scroll, float by);
/* A live node is about to go. */
void touch_gone(struct stage *s, const struct live *l);
/* No finger that is down now counts any more; layer -1: all. */
void touch_forget(struct stage *s, int layer);

/* ---- hit.c ---- */

/* Button for a finger there: the innermost one, or the nearest whose grown area holds the point. NULL: none that can be
 * pressed. */
struct live *hit_button(const struct stage *s, struct live *top, int x, int y);
struct rect hit_grown(const struct stage *s, const struct live *l);
enum hit { HIT_CANVAS, HIT_SCROLL, HIT_PAGES, HIT_DRAG, HIT_DROP, HIT_PICTURE };
struct live *hit_find(struct live *top, enum hit what, int x, int y); /* the innermost, topmost */
/* Where a dragged thing would drop: on it, or nearest within half a target's size. */
struct live *hit_drop(const struct stage *s, struct live *top, int x, int y);
bool hit_pressable(const struct live *l);

/* ---- hint.c: the stage's own controls ---- */

struct paint_list;

/* A tall scroll that has more than it shows ends in a bar with the stage's own 上一页 and 下一页; its content is longer
 * by that much. Height of the bar, 0 when the scroll is too small for one. */
int hint_bar(const struct style *st, const struct live *l);
/* Place of one of them; empty when there is nothing in that direction. */
struct rect hint_rect(const struct stage *s, const struct live *l, bool up);
/* Is that in the control, grown to the size of a target? */
bool hint_holds(const struct stage *s, struct rect at, int x, int y);
/* The scroll or picture (zoom.h) whose control is there; *up: 上一页. */
struct live *hint_at(const struct stage *s, struct live *top, int x, int y, bool *up);
/* Draws what that scroll or picture has of them. */
void hint_record(struct stage *s, struct paint_list *list, const struct live *l);

#endif
