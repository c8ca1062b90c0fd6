/* Layout: measure.c says how wide and tall nodes want to be, layout.c gives each its place. Widths come first, heights
 * follow from them; every node is asked for a height at one or two widths only, so the cost grows with the number of
 * nodes.
 *
 * Along a line (column: down, row: across) children without grow get what they need, children with grow share the rest
 * by their numbers, but none less than its words or its content need. When there is too little, rows make their children
 * narrower down to their longest word; columns make scrolls shorter and growing pictures down to 60 %. What is still too
 * much is overflow. Across the line children fill it unless align says otherwise. A button is laid out like a column; a
 * spacer without a size grows; a picture without a size fills the width. */
#ifndef STAGE_LAYOUT_H
#define STAGE_LAYOUT_H

#include "stage/style.h"
#include "stage/text.h"
#include "stage/tree.h"

struct layout {
    const struct style *style;
    struct text_engine *text;
    bool rough;      /* long texts may be estimated where they have not been laid out yet */
    int64_t heights; /* how many were computed, not remembered */
};

struct pad { /* padding and edge */
    int top, right, bottom, left;
};

/* Forgets what is remembered and marks hidden nodes; before measuring after any change of view, style or text. */
void layout_reset(const struct layout *c, struct live *l);

/* Gives l and all below a size and their places relative to their parents. */
void layout_arrange(struct layout *c, struct live *l, int w, int h);
/* Lays out a whole layer: the frame becomes a scroll of w x h whose root is at least as tall as the frame. */
void layout_frame(struct layout *c, struct live *frame, int w, int h);
/* Screen rectangles of l and all below, from scroll offsets and pages. */
void layout_place(struct live *l, int x, int y, struct rect clip);

/* ---- measure.c ---- */

struct pad layout_pad(const struct layout *c, const struct live *l, int width);
int layout_gap(const struct layout *c, const struct live *l);
bool layout_stretches(const struct live *parent, const struct live *child);
enum align layout_align(const struct live *parent, const struct live *child);
float layout_grow(const struct live *l);
int layout_natural_width(struct layout *c, struct live *l);
int layout_least_width(struct layout *c, struct live *l); /* without breaking words */
int layout_width_in(struct layout *c, struct live *l, int room, bool stretch);
/* By min, max; extent of the parent for per cent, -1 unknown. */
int layout_clamp_width(const struct layout *c, const struct live *l, int w, int room);
int layout_clamp_height(const struct layout *c, const struct live *l, int h, int room);
struct tall layout_height(struct layout *c, struct live *l, int w);
const struct paragraph *layout_text(struct layout *c, const struct live *l, int w);

/* ---- rough.c: views of tens of thousands of characters ---- */

/* A book in a scroll must not be laid out before its first line can be read. So a view with more characters than
 * ROUGH_CHARS has its longer texts estimated from their number of characters, and those in sight or soon in sight laid
 * out exactly, before anybody sees them. */
#define ROUGH_CHARS 20000
/* True with a width or height for a text that may be estimated now. */
bool rough_width(const struct layout *c, const struct live *l, int *w);
bool rough_height(const struct layout *c, struct live *l, int inner, int *h);
/* Lays out exactly what is about to be seen; true when the view must be arranged again. Needs places. */
bool rough_refine(struct layout *c, struct live *frame);
/* Something in sight that shall stay where it is while heights above it become exact; NULL: nothing. */
struct live *rough_anchor(struct live *frame);

/* ---- flex.c ---- */

struct flex_item {
    struct live *l;
    int basis, least, most; /* least <= basis matters only for shrinking; most: INT_MAX none */
    float grow;
    int size;     /* out */
    bool settled; /* inside flex_share */
};
/* Room for all children of l; free(3). */
struct flex_item *flex_items(const struct live *l);

/* Sizes that add up to room, if anything can give or take. Returns their sum. */
int flex_share(struct flex_item *items, int n, int room);
/* Children of a row at that inner width, from *from on to the end of the line (the end of the row without wrap), with
 * their widths. Returns how many; *from becomes the first of the next line. */
int flex_row_line(struct layout *c, struct live *row, int inner, struct live **from, struct flex_item *items);

#endif
