/* A font file as the font library reads it: positioned reads, a few hundred bytes a glyph. Measured against a mapping
 * this starts faster (no page faults over 20 MB), keeps the process small, and a file that is replaced or cut short
 * while the kiosk runs is a failed read instead of a bus error. */
#ifndef STAGE_FONT_FILE_H
#define STAGE_FONT_FILE_H

#include "base/err.h"

#include <SDL_rwops.h>

struct font_input;

struct font_input *font_input_open(const char *path, struct err *e); /* NULL on error */
void font_input_close(struct font_input *f);                         /* after the font; NULL is fine */
SDL_RWops *font_input_ops(struct font_input *f);                     /* stays the input's */

#endif
