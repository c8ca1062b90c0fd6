/* Glyphs that no font has ready: narrow quotes, joining dashes, the box for a character that is missing. */
#ifndef STAGE_GLYPH_FORMS_H
#define STAGE_GLYPH_FORMS_H

#include "stage/fonts.h"

#include <stdbool.h>
#include <stdint.h>

/* Leaves a sixteenth of an em on both sides of the ink. */
void glyph_measure_narrow(int px, struct glyph_measure *m);
/* Stretches a dash's stroke over its whole em, but for a little at the outer end of the pair. `plain` is the
 * font's own dash, drawn in w * h bytes; `alpha` has the size of the stretched one. */
void glyph_measure_dash(int px, bool left_half, struct glyph_measure *m);
void glyph_draw_dash(const struct glyph_measure *plain, const uint8_t *drawn, const struct glyph_measure *m,
                     uint8_t *alpha);
/* A box of one em with the code in hexadecimal inside, or a cross where digits would be too small to read. */
struct glyph_measure glyph_measure_missing(int px);
void glyph_draw_missing(uint32_t code, int px, const struct glyph_measure *m, uint8_t *alpha);

#endif
