/* The stage: trees become pixels, fingers become events. Three layers lie over each other: what the scene shows, the
 * chrome bar, and a dialog over all. The stage keeps scroll positions, pages, ink and motion by itself, so it answers
 * while a scene is stuck. Nothing is drawn when nothing changed. One stage per process, used from one thread.
 * Pixels unless a name says otherwise; 1 u is the shorter side / 1080. */
#ifndef STAGE_STAGE_H
#define STAGE_STAGE_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "stage/corner.h"
#include "stage/geometry.h"
#include "stage/pictures.h"
#include "stage/window.h"
#include "wire/node.h"
#include "wire/theme.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

struct stage;

struct stage_options {
    const char *media, *fonts; /* folders */
    int width, height;         /* of the window; fullscreen takes the screen's. 0: 1920 x 1080 */
    bool fullscreen, headless;
    int rotate;                /* 0, 90, 180, 270 */
    float diagonal_mm;         /* of the panel; 0: as the display says, else 21.5 inches */
    enum stage_corner corner;  /* where the administrator's way in begins */
    const char *title;         /* NULL: 清风 */
    struct present_wish wish;  /* who shows the picture */
    const struct clock *clock; /* not owned; outlives the stage */
    struct picture_options pictures; /* limits and spawn; its media is ignored */
};

struct stage *stage_open(const struct stage_options *o, struct err *e); /* NULL on failure */
void stage_close(struct stage *s);                                      /* NULL is fine */

/* ---- how it looks ---- */

struct stage_comfort {
    enum skin skin; /* of the content; contrast overrides it */
    bool contrast, reach, reduced_motion;
    int text_size; /* 0..3: 标准 较大 大字 特大 */
    char lang[8];  /* "zh", "en" */
};

/* Both are copied, take effect in the next frame and keep every place (scroll, page, ink). */
void stage_set_theme(struct stage *s, const struct theme *t);
void stage_set_comfort(struct stage *s, const struct stage_comfort *c);
const struct stage_comfort *stage_comfort(const struct stage *s);

/* ---- what it shows ---- */

enum layer { LAYER_CONTENT, LAYER_CHROME, LAYER_DIALOG, LAYER_NOTICE, LAYER_COUNT };

/* Shows a tree in a layer. Takes the arena over (and zeroes *memory); root may come from any part of it. NULL root: the
 * layer goes (memory may be NULL then). new_screen: the content fades in and rises as a whole (enter motions other
 * than stamps are left out), nothing of the old screen is kept, and a finger already down does not count for the new
 * one; otherwise nodes are matched by key, else by place and type, and keep their state.
 * Chrome stands at the bottom, as tall as its root measures; content has the rest. A dialog has the whole screen and a
 * scrim below it, and takes all touches; make its root a button to be told of touches beside the panel. A notice
 * stands at the top, over everything, and takes no touch. */
void stage_show(struct stage *s, enum layer layer, struct arena *memory, struct node *root, bool new_screen);

/* Area of the content layer in u, with the chrome that is shown now. */
void stage_content_size(struct stage *s, float *w, float *h);
/* The whole screen in u. */
void stage_size(const struct stage *s, float *w, float *h);
bool stage_portrait(const struct stage *s);
float stage_px_per_mm(const struct stage *s);

/* ---- what happened ---- */

enum stage_event_kind {
    STAGE_TAP,     /* handler */
    STAGE_DROP,    /* handler; text: `drag` of what was dropped */
    STAGE_PAGE,    /* handler; number: page now shown, from 1. By a finger only */
    STAGE_INK,     /* handler: first stroke on a canvas. Again after the canvas was new */
    STAGE_END,     /* handler: the end of a scroll was seen */
    STAGE_TOUCHED, /* a finger was on the glass for longer than a static shock; comes before what it caused */
    STAGE_CORNER,  /* the administrator's gesture (corner.h); none of its touches is reported otherwise */
    STAGE_QUIT,    /* the window was closed */
    STAGE_RESIZED,
};
struct stage_event {
    enum stage_event_kind kind;
    enum layer layer;
    uint32_t handler; /* 0: none (a page that nobody wants to hear of is not reported) */
    char text[96];
    int number;
    bool deliberate; /* something answered to it: a control, a scroll, a page, ink. One per gesture */
};
bool stage_next_event(struct stage *s, struct stage_event *out);
/* A finger that came down on that layer, as it is shown now, is still there. */
bool stage_touched(const struct stage *s, enum layer layer);

/* ---- the loop: handle events, stage_frame, stage_wait ---- */

/* Does what the first frame would wait for, the fonts of most texts and memory: for a time in which there is nothing to show
 * yet. */
void stage_prepare(struct stage *s);
/* Takes input only, so that its events can be answered before the next frame is drawn. */
void stage_listen(struct stage *s);
/* Takes input, moves what moves, draws and presents what changed. Returns ms until it wants to be called again: 0..16
 * while something moves, -1 when only input or a picture can change anything. */
int stage_frame(struct stage *s);
/* Waits for input, pictures, one of the descriptors (revents are set) or timeout_ms (-1: for ever). n at most 30. */
void stage_wait(struct stage *s, struct pollfd *fds, int n, int timeout_ms);
/* A picture on the screen is still being decoded, in real time whatever the clock. */
bool stage_loading(const struct stage *s);
/* No motion, no finger down, no picture pending, and the last frame shows it all. */
bool stage_settled(const struct stage *s);

/* ---- for visitor scripts, the check and pictures of screens ---- */

/* A finger; mono_ms is of the stage's clock (0: now). Headless windows only. */
void stage_inject(struct stage *s, const struct input_event *event);
void stage_resize(struct stage *s, int width, int height); /* headless only */

/* Where that text stands: visible now and not covered by a dialog. Labels, then whole texts, then parts of texts, in
 * buttons first. *at is the visible part of the button around it, or of the text itself. */
bool stage_find_text(struct stage *s, const char *text, struct rect *at);
/* Label (or texts) of the n-th button of the content, from 1, in reading order, that can be pressed now. */
bool stage_find_button(struct stage *s, int n, struct buf *label, struct rect *at);
/* All visible texts, one a line, content first. */
void stage_visible_text(struct stage *s, struct buf *out);
/* Han characters visible in the content, for reading time. */
uint32_t stage_reading_chars(struct stage *s);

enum overflow_kind {
    OVERFLOW_TALL,    /* children need more height than there is, and nothing scrolls */
    OVERFLOW_WIDE,    /* the same across */
    OVERFLOW_TEXT,    /* a text is taller or wider than its box */
    OVERFLOW_WORD,    /* a word had to be broken anywhere */
    OVERFLOW_CUT,     /* max_lines hid text */
    OVERFLOW_OVERLAP, /* two texts or controls lie over each other */
    OVERFLOW_CRAMPED, /* a scroll shows less than three lines of its text at a time */
    OVERFLOW_FAINT,   /* a text that is to be read has less than CONTRAST_LEAST (contrast.h); by: its tenths */
    OVERFLOW_SCROLLS, /* the whole screen had to become scrollable; nothing is lost */
};
struct overflow {
    enum overflow_kind kind;
    char text[128]; /* of the node, or of the first text in it */
    int line;       /* of its content file; 0 unknown */
    struct rect at;
    int by;         /* how many px too much; OVERLAP: 0 */
};
/* In the content layer as laid out now. Returns how many there are, fills at most `most`. */
int stage_overflows(struct stage *s, struct overflow *out, int most);

/* Draws what is due, then writes a PNG. */
bool stage_screenshot(struct stage *s, const char *path, struct err *e);

struct stage_figures {
    int64_t frames, presented; /* calls of stage_frame; of those, how many put pixels on the screen */
    int64_t damage_pixels, layouts;
    int64_t record_us, draw_us; /* summed */
    int commands;               /* of the last frame */
    int nodes;                  /* live, all layers */
};
struct stage_figures stage_figures(const struct stage *s);
struct picture_figures stage_picture_figures(const struct stage *s);

#endif
