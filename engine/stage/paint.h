/* Painting. A frame is recorded as a flat list of self-contained commands, compared with the list on the
 * screen, and only the rectangles where they differ are drawn again. Colours are 0xAARRGGBB, not
 * premultiplied; units are pixels. What lies outside the clip is not recorded at all. */
#ifndef STAGE_PAINT_H
#define STAGE_PAINT_H

#include "base/buf.h"
#include "stage/geometry.h"
#include "stage/pictures.h"
#include "stage/text.h"
#include "wire/node.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- the list ---- */

struct paint_state {
    struct rect clip;
    int dx, dy;    /* added to every coordinate */
};

#define PAINT_DEPTH 64 /* saved states and open groups */
#define PAINT_SCROLLS 8

/* Content that moves up and down within a clip. */
struct paint_scroll {
    struct rect clip;
    int y;        /* where it begins */
    int from, to; /* its commands */
};

/* Zero-initialise; its memory is kept from frame to frame. Pictures in it are held until the next
 * paint_begin. */
struct paint_list {
    struct buf bytes;
    int commands;
    struct text_engine *text;
    struct paint_state state, saved[PAINT_DEPTH];
    int depth;
    struct rect groups[PAINT_DEPTH];
    uint8_t group_alpha[PAINT_DEPTH];
    int group_depth;
    struct paint_scroll scrolls[PAINT_SCROLLS];
    int n_scrolls;
    struct rect screen;
};

/* Empties the list; what follows is drawn on a surface of w x h. `text` may be NULL if no text is recorded;
 * it must be the engine that paint_draw is given, and text_trim must not run between recording and drawing.
 */
void paint_begin(struct paint_list *l, struct text_engine *text, int w, int h);
void paint_free(struct paint_list *l);

/* ---- state; applies to the commands that follow ---- */

void paint_save(struct paint_list *l);                 /* at most PAINT_DEPTH deep */
void paint_restore(struct paint_list *l);              /* clip and offset as they were */
void paint_clip(struct paint_list *l, struct rect r);  /* narrows the clip; r is moved by the offset */
void paint_move(struct paint_list *l, int dx, int dy); /* adds to the offset */

/* What is recorded between push and pop is drawn as one sheet of that opacity, 0..1: nothing shines through
 * it. Use it for fades. r bounds the sheet (and clips it); it must hold everything that changes. Costs two
 * passes over r. At alpha 0 nothing is recorded until the pop, at 1 it costs nothing. */
void paint_group_push(struct paint_list *l, struct rect r, float alpha);
void paint_group_pop(struct paint_list *l);

/* What is recorded between both moves as a whole within the clip as it is now; y: where it begins. Changes nothing in
 * what is drawn, but lets paint_diff find out that it was there before. begin gives what end wants. */
int paint_scroll_begin(struct paint_list *l, int y);
void paint_scroll_end(struct paint_list *l, int scroll);

/* ---- commands; empty rectangles and alpha 0 record nothing ---- */

/* A filled rectangle. `corners` says which are rounded: SIDES_ALL or the two of one side. radius is cut to
 * half of the shorter side, so a big one makes pills and discs. argb2 is the colour at the bottom or right
 * end, 0: no gradient. */
void paint_fill(struct paint_list *l, struct rect r, int radius, enum sides corners, uint32_t argb,
                uint32_t argb2, enum gradient gradient);

/* A line along the inside of the rectangle's edge. `sides` other than SIDES_ALL draws only that side,
 * straight. Dashes and gaps are as long as the line is wide, stretched a little so that they come out even
 * around the whole edge. */
void paint_edge(struct paint_list *l, struct rect r, int radius, enum sides corners, int width, bool dashed,
                enum sides sides, uint32_t argb);

/* A soft shadow of the rectangle moved down by dy; blur is twice the sigma. Nothing is drawn inside of the
 * rectangle itself (as in CSS), so a translucent panel does not get darker. */
void paint_shadow(struct paint_list *l, struct rect r, int radius, int dy, int blur, uint32_t argb);

/* Glyphs and underlines of a laid out paragraph with its top left at x, y. argb is the paragraph's colour;
 * palette is argb by colour token (COLOR_COUNT entries) for markup colours, NULL: they are ignored. The
 * paragraph is not needed afterwards. Lines outside the clip are left out. */
void paint_text(struct paint_list *l, const struct paragraph *p, int x, int y, uint32_t argb,
                const uint32_t *palette);

/* A picture that is READY, centred in dst and clipped to it; others record nothing (draw the placeholder
 * yourself). Fit was applied by picture_want, so pass the size you asked for. */
void paint_picture(struct paint_list *l, struct picture *picture, struct rect dst, int radius,
                   enum sides corners);

/* The same, scaled to cover `where`, of which the frame dst is seen. */
void paint_picture_at(struct paint_list *l, struct picture *picture, struct rect where, struct rect dst, int radius,
                      enum sides corners);

/* icon: index into icon_names. Drawn as large as fits, centred. */
void paint_icon(struct paint_list *l, int icon, struct rect r, uint32_t argb);

/* Round-ended line through the points; one point is a dot. At most 4096 points a call. */
void paint_stroke(struct paint_list *l, const struct point *points, int n, float width, uint32_t argb);


/* ---- what changed, drawing ---- */

#define DAMAGE_MOST 16
struct damage {
    struct rect rects[DAMAGE_MOST]; /* within the surface, not empty */
    int n;
};

void damage_clear(struct damage *d);
/* Adds r; merges what overlaps or costs little more together. */
void damage_add(struct damage *d, struct rect r);
int64_t damage_pixels(const struct damage *d);

/* 32-bit pixels 0xFFRRGGBB. */
struct surface {
    uint32_t *px;
    int w, h, pitch; /* pitch: pixels from row to row */
};

/* Pixels that are on the screen already, in other rows. */
struct paint_shift {
    struct rect to; /* empty: none */
    int dy;         /* how far down they have moved */
};

/* Where the two frames differ; false (and none) when they are equal. A frame of another size differs
 * everywhere. With `shift` (may be NULL), what only moved is not damage: paint_shift it first, then draw. */
bool paint_diff(const struct paint_list *old, const struct paint_list *now, struct paint_shift *shift,
                struct damage *d);
void paint_shift(struct surface *target, const struct paint_shift *shift);

/* Draws the list inside the damage (NULL: everywhere). Pixels no command touches become black. The outcome
 * does not depend on how the damage is cut up. */
void paint_draw(const struct paint_list *l, const struct damage *d, struct surface *target);

/* One line a command, for golden tests and for looking at a frame. */
void paint_dump(const struct paint_list *l, struct buf *out);

/* Frees what drawing keeps from frame to frame: shadow, corner and icon masks (at most 4 MiB), groups'
 * backdrops. */
void paint_forget(void);

#endif
