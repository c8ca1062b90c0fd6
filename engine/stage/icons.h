/* The stage's icons: strokes on a grid of 40 x 40, line 3.2 with round ends, as rows of data. Names are those
 * of icon_names (wire/node.h), an icon's number is its place there. */
#ifndef STAGE_ICONS_H
#define STAGE_ICONS_H

#include <stdbool.h>
#include <stdint.h>

/* Number by name, -1 if there is none. */
int icon_find(const char *name);
/* Width : height of the icon's own grid; 1 for most, 18:32 for mark, 40:24 for pointer. */
float icon_ratio(int icon);

struct icon_mask {
    int w, h;
    const uint8_t *alpha; /* rows without gaps; valid until paint_forget; NULL: no such icon */
};
/* Coverage of the icon as large as fits into w x h pixels (1..1024), drawn once and kept. */
struct icon_mask icon_mask(int icon, int w, int h);

#endif
