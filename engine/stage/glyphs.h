/* Glyphs: one number for a character in a voice, weight and size, its measures, and its coverage in the
 * atlas. A glyph is drawn when its image is first asked for, the ink of a Han measured no earlier; images dropped for the budget are drawn again.
 */
#ifndef STAGE_GLYPHS_H
#define STAGE_GLYPHS_H

#include "stage/fonts.h"
#include "stage/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct glyphs;

enum glyph_form {
    GLYPH_PLAIN,
    GLYPH_NARROW,    /* a full-width mark set as narrow as its ink, for quotes in Latin text */
    GLYPH_DASH_LEFT, /* halves of ——: stretched over the whole em so that the two join */
    GLYPH_DASH_RIGHT,
};

struct glyph_key {
    uint32_t code;
    int16_t px;
    uint8_t face, bold, form;
};

struct glyphs *glyphs_new(struct fonts *fonts); /* borrows the fonts */
void glyphs_free(struct glyphs *g);

uint32_t glyph_number(struct glyphs *g,
                      struct glyph_key key); /* never 0; a box with the code when no font has it */
int glyph_advance(const struct glyphs *g, uint32_t number); /* known at once, where the ink costs a reading */
struct glyph_measure glyph_measure(struct glyphs *g, uint32_t number);
bool glyph_blank(const struct glyphs *g, uint32_t number); /* a space: nothing to draw */
struct glyph_image glyph_image(struct glyphs *g, uint32_t number); /* empty for a number never given out */

/* Drops the pages least lately drawn from. Images handed out before are invalid. */
void glyphs_trim(struct glyphs *g, size_t budget);
/* Whether so many glyphs are known that all should be forgotten: with glyphs_forget no number stays valid,
 * and none is given out a second time. */
bool glyphs_crowded(const struct glyphs *g);
void glyphs_forget(struct glyphs *g);

struct glyph_figures {
    size_t bytes;
    int64_t rasters;
    int missing; /* distinct code points */
};
struct glyph_figures glyphs_figures(const struct glyphs *g);

#endif
