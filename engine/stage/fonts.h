/* Font files: the map fonts.conf, the chain of files behind each voice, and one glyph drawn from one of them. Files are
 * mapped and opened when a first character needs them. */
#ifndef STAGE_FONTS_H
#define STAGE_FONTS_H

#include "base/err.h"
#include "wire/theme.h"

#include <stdbool.h>
#include <stdint.h>

struct fonts;

/* Reads folder/fonts.conf and looks which files exist. False with file:line and remedy when the map is wrong, or when
 * not one font of the map is there. */
struct fonts *fonts_open(const char *folder, struct err *e);
void fonts_close(struct fonts *f); /* NULL is fine */

/* Number of the first font in that voice's chain that has the character; -1 if none has. */
int fonts_pick(struct fonts *f, enum face face, bool bold, uint32_t code);
const char *fonts_name(const struct fonts *f, int font); /* file name */
int fonts_opened(const struct fonts *f);

/* One character drawn at `px` per em: coverage 0..255, `left` from the pen, `top` from the baseline upward. */
struct font_glyph {
    int advance, left, top, w, h;
    uint8_t *alpha; /* w * h bytes, free(3); NULL when there is no ink */
};
/* False, and an empty glyph, if the font cannot draw it after all. */
bool fonts_draw(struct fonts *f, int font, int px, uint32_t code, struct font_glyph *out);

#endif
