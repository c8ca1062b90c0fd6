/* Glyphs that no font has ready: narrow quotes, joining dashes, and the box for a character that is missing. */
#ifndef STAGE_GLYPH_FORMS_H
#define STAGE_GLYPH_FORMS_H

#include "stage/fonts.h"

#include <stdbool.h>
#include <stdint.h>

/* Leaves a sixteenth of an em on both sides of the ink. */
void glyph_make_narrow(int px, struct font_glyph *glyph);
/* Stretches a dash's stroke over its whole em, but for a little at the outer end of the pair. */
void glyph_make_dash(int px, bool left_half, struct font_glyph *glyph);
/* A box of one em with the code in hexadecimal inside, or a cross where digits would be too small to read. */
void glyph_draw_missing(uint32_t code, int px, struct font_glyph *out);

#endif
