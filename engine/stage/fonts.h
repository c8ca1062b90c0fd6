/* Font files: the map fonts.conf, the chain of files behind each voice, and one glyph drawn from one of them.
 * Files are opened when a first character needs them. */
#ifndef STAGE_FONTS_H
#define STAGE_FONTS_H

#include "base/err.h"
#include "wire/theme.h"

#include <stdbool.h>
#include <stdint.h>

struct fonts;

/* Reads folder/fonts.conf (NULL: the built-in map) and looks which files exist. False with file:line and
 * remedy when the map is wrong, or when not one font of the map is there. */
struct fonts *fonts_open(const char *folder, struct err *e);
void fonts_close(struct fonts *f); /* NULL is fine */

/* Number of the first font in that voice's chain that has the character; -1 if none has. */
int fonts_pick(struct fonts *f, enum face face, bool bold, uint32_t code);
const char *fonts_name(const struct fonts *f, int font); /* file name */
int fonts_opened(const struct fonts *f);

/* One character at `px` per em: how far the pen moves on, and the box of its ink, `left` from the pen and
 * `top` from the baseline upward. Measuring draws nothing; a glyph without ink has w and h 0. */
struct glyph_measure {
    int advance, left, top, w, h;
};
bool fonts_measure(struct fonts *f, int font, int px, uint32_t code, struct glyph_measure *out);
/* Whether that font sets Han an em wide at `px`, so that their advance need not be read one by one. */
bool fonts_han_em(struct fonts *f, int font, int px);
/* Draws the box as measured into w * h bytes of coverage, zeroed by the caller. */
void fonts_draw(struct fonts *f, int font, int px, uint32_t code, const struct glyph_measure *m,
                uint8_t *alpha);

#endif
