/* A font file as the font library reads it: positioned reads of a few kilobytes a glyph. A mapping would be
 * as fast, but soon has all 20 MB of a file in the process, and a file cut short while the kiosk runs would
 * be a bus error instead of a failed read. */
#ifndef STAGE_FONT_FILE_H
#define STAGE_FONT_FILE_H

#include "base/err.h"

#include <SDL_rwops.h>

struct font_input;

struct font_input *font_input_open(const char *path, struct err *e); /* NULL on error */
void font_input_close(struct font_input *f);                         /* after the font; NULL is fine */
SDL_RWops *font_input_ops(struct font_input *f);                     /* stays the input's */

#endif
