/* Text: from UTF-8 and a style to placed glyphs. Chinese first: lines break by UAX #14 with the 避头尾 rules
 * on top, marks are squeezed to half width where they meet or stand at an edge, Han and Latin are a quarter
 * em apart, prose is justified. Fonts come from fonts/fonts.conf, code point by code point down a fallback
 * chain. One engine per process, used from one thread. All units are pixels of the surface unless a name says
 * otherwise. */
#ifndef STAGE_TEXT_H
#define STAGE_TEXT_H

#include "base/buf.h"
#include "base/err.h"
#include "wire/node.h"
#include "wire/theme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text_engine;

/* Reads fonts_folder/fonts.conf (NULL: the map that is built in) and opens no font yet: font files are
 * opened when a first character needs them. A missing file costs one log line and a fallback; fails only
 * when the map is wrong or none of its fonts exists. */
struct text_engine *text_open(const char *fonts_folder, struct err *e);
void text_close(struct text_engine *t); /* NULL is fine */

/* ---- layout ---- */

/* Zero-initialise it, then set what differs. */
struct text_style {
    int px;          /* em, 4..1024 */
    int line_px;     /* distance of two baselines; less than 1: px */
    int tracking_px; /* added after every glyph but a line's last */
    enum face face;
    bool bold;
    enum text_align align;
    float indent_em; /* first line of every paragraph; above 0 also puts 0.4 em between paragraphs */
    int max_lines;   /* 0: as many as needed; otherwise the last one ends in … when text was cut */
    bool rich;       /* <b> <q> <u> <c NAME> &lt; &gt; &amp; */
    bool title; /* '\n' is a wished break, honoured only while every piece fits on one line; else it joins */
};

struct glyph_place {
    int x, y;       /* pen on the baseline, from the paragraph's top left; the ink is where its image says */
    uint32_t glyph; /* for text_glyph; never means another glyph as long as the engine lives */
    uint32_t color; /* wire colour from markup; 0: the paragraph's colour */
};

struct text_rule { /* underline */
    int x, y, w, h;
    uint32_t color; /* wire colour */
};

struct text_line {
    int x, y,
        w; /* ink box of the line: left edge, top of its line box, width after squeezing and justifying */
    size_t from, to; /* bytes of the source text, without the spaces or '\n' the line was broken at */
    int first_glyph, glyphs;
};

struct paragraph {
    int width;         /* widest line; above max_width only if a single character is wider */
    int height;        /* all line boxes and gaps; 0 for empty text */
    int lines;         /* number of entries of line_list */
    int natural_width; /* of the widest '\n'-separated piece if it were never broken */
    bool cut;          /* max_lines left some of the text out */
    bool too_wide;     /* a word or kept-together piece was wider than max_width and was broken anywhere */
    int n_glyphs;
    const struct glyph_place *glyphs; /* in reading order; blanks have none */
    int n_rules;
    const struct text_rule *rules;
    const struct text_line *line_list;
};

/* Never NULL. Cached by text, style and width: the same call gives the same pointer until text_trim drops it.
 * max_width below 1: never breaks except at '\n', which starts a new paragraph (but see style.title). Centred
 * and right aligned lines stand in a box of max_width. Malformed UTF-8 shows as U+FFFD; text after 65,536
 * characters is cut. */
const struct paragraph *text_layout(struct text_engine *t, const char *utf8, size_t len,
                                    const struct text_style *style, int max_width);

/* Narrowest width at which no word and no kept-together piece has to be broken. */
int text_min_width(struct text_engine *t, const char *utf8, size_t len, const struct text_style *style);

/* Checks rich markup: false, with *e naming the tag and what is allowed, at the first unknown, unclosed or
 * crossed tag. Such tags are laid out literally. */
bool text_check_markup(const char *utf8, size_t len, struct err *e);

/* What a visitor reads of a rich text: without tags, entities resolved; appended to `out`. */
void text_plain(const char *utf8, size_t len, struct buf *out);

/* ---- glyphs ---- */

struct glyph_image {
    int left, top; /* of the ink: right of the pen, above the baseline */
    int w, h, pitch;
    const uint8_t *alpha; /* rows of coverage in the atlas; NULL when w or h is 0; valid until text_trim */
};
/* Draws the glyph when it is not in the atlas. Empty for an unknown number, and beyond 64 MiB in a frame. */
struct glyph_image text_glyph(struct text_engine *t, uint32_t glyph);

/* Whether any font of that face's chain has it; true for line feeds and characters that are never drawn.
 * font_name (may be NULL) gets the file's name, or NULL. */
bool text_has_glyph(struct text_engine *t, uint32_t code, enum face face, bool bold, const char **font_name);

/* ---- housekeeping ---- */

/* Between frames: drops paragraphs not asked for in 600 calls and keeps the budgets (paragraphs 4 MiB, atlas
 * 16 MiB). True when paragraphs were dropped: every paragraph pointer from before must then be asked for
 * again. Glyph images from before are invalid in any case. A number never comes to mean another glyph. */
bool text_trim(struct text_engine *t);

struct text_figures {
    int paragraphs, fonts_open, missing; /* missing: distinct code points that no font has */
    size_t paragraph_bytes, atlas_bytes;
    int64_t layouts, layout_hits, rasters; /* since open */
};
struct text_figures text_figures(const struct text_engine *t);

#endif
