/* Antialiased coverage of lines and polygons, written into a window of bytes. A pixel's value depends on its
 * place alone, never on the window it is drawn through. */
#ifndef STAGE_COVER_H
#define STAGE_COVER_H

#include "stage/geometry.h"

#include <stdint.h>

struct cover {
    struct rect window; /* pixels that `alpha` holds, rows without gaps */
    uint8_t *alpha;
};

/* Round-ended line of width 2 * half; keeps the larger of old and new coverage. */
void cover_line(struct cover *c, struct point a, struct point b, float half);
/* Even-odd inside of the closed outline; added to what is there, at most 255. */
void cover_polygon(struct cover *c, const struct point *points, int n);

#endif
