/* Lines chosen from items: as much as fits, squeezing marks before pushing a character out, no single
 * character left over on the last line. */
#ifndef STAGE_TEXT_LINES_H
#define STAGE_TEXT_LINES_H

#include "stage/text_items.h"

struct line {
    size_t from, to; /* items, without the spaces at the break */
    int indent;
    bool first, last; /* of its paragraph */
    bool ellipsis;    /* the text goes on, but not on screen */
};

struct lines {
    struct line *list;
    size_t count, cap;
    bool cut, too_wide;
    int natural_width;
};

void lines_free(struct lines *l);
/* max_width: pixels, at least 1. `ellipsis`: width of the ellipsis glyph. */
void lines_choose(struct lines *l, const struct items *it, const struct text_style *style, int max_width,
                  int ellipsis);

/* Whether every '\n'-separated piece fits on a line of that width. */
bool lines_pieces_fit(const struct items *it, const struct text_style *style, int max_width);
/* Widest stretch between two chances. */
int lines_min_width(const struct items *it, const struct text_style *style);

/* Width of a line of those items before squeezing or spreading; an opening mark at its start counts half. */
int line_width(const struct items *it, size_t from, size_t to);
/* Blank that marks could give up: the whole right half at the line's end, a quarter em elsewhere. */
int line_give(const struct items *it, size_t from, size_t to);

#endif
