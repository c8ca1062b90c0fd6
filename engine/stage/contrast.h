/* How well a text stands out from what it is written on (color_contrast). */
#ifndef STAGE_CONTRAST_H
#define STAGE_CONTRAST_H

#include "stage/style.h"
#include "stage/tree.h"

#define CONTRAST_LEAST 7.0f /* of texts that are read, not glanced at */

/* Of a text that is to be read (body, story, quotation, question) whose lines lie there, with the plain ground
 * under it. 0: it is none, or lies on a picture. */
float contrast_of(const struct style *st, const struct live *text, struct rect lines);

#endif
