/* For the content check: whether everything in a text can be shown. */
#ifndef STAGE_GLYPH_CHECK_H
#define STAGE_GLYPH_CHECK_H

#include "stage/stage.h"

/* The first character that no font has, or that is no character for the eye (control, U+FFFD). False: all can
 * be shown. */
bool stage_missing_glyph(struct stage *s, const char *text, uint32_t *code);

#endif
