/* From chosen lines to a finished paragraph: squeezing, spreading, alignment, positions, underlines. */
#ifndef STAGE_TEXT_PLACE_H
#define STAGE_TEXT_PLACE_H

#include "stage/text_lines.h"

struct place_job {
    const struct items *items;
    const struct lines *lines;
    const struct glyphs *glyphs;
    const struct text_style *style;
    int max_width;
    uint32_t ellipsis; /* glyph */
};

/* One block with everything inside it; free(3). *bytes gets its size. */
struct paragraph *text_place(const struct place_job *job, size_t *bytes);

#endif
