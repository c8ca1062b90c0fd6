/* Picture types and dimensions, read from a file's first bytes by our own code before any decoder sees them.
 */
#ifndef STAGE_PICTURE_PROBE_H
#define STAGE_PICTURE_PROBE_H

#include "base/err.h"
#include "wire/message.h"

#include <stddef.h>

/* By the file name's ending (.svg .png .jpg .jpeg .webp, any case); false for others. */
bool picture_type_of(const char *name, enum picture_type *type);

struct picture_size {
    double w, h; /* pixels; SVG: user units, may have a fraction */
};

/* Width and height as the header of that type states them; false, with *e in Chinese, when the bytes are of
 * another type, cut off, or state no size above 0. Works on the whole file or on its beginning. */
bool picture_probe(enum picture_type type, const unsigned char *data, size_t len, struct picture_size *size,
                   struct err *e);

#endif
