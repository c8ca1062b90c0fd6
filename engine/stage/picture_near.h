/* A picture at another size than it was decoded at, row by row while it is drawn: for the moments in which a visitor
 * looks closer. Linear between pixels; what is kept at its size is scaled once, in picture_scale.h. */
#ifndef STAGE_PICTURE_NEAR_H
#define STAGE_PICTURE_NEAR_H

#include "stage/geometry.h"
#include "stage/pictures.h"

#include <stdint.h>

/* Pixels x .. x + n of row y on the screen, premultiplied, of the picture stretched over `where`; they must lie in it. */
void picture_near(const struct picture *p, struct rect where, int x, int y, int n, uint32_t *out);

#endif
