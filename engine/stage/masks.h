/* Coverage masks that cost something to draw (corners, shadows, icons), drawn once and kept within a budget.
 */
#ifndef STAGE_MASKS_H
#define STAGE_MASKS_H

#include <stdint.h>

enum mask_kind { MASK_CORNER, MASK_SHADOW, MASK_ICON };

/* What a mask looks like; compared field by field. */
struct mask_key {
    enum mask_kind kind;
    int a, b, c, d;
};

struct mask {
    int w, h;
    uint8_t *alpha; /* zeroed before it is drawn; rows without gaps */
};

/* The mask of that key, drawn by `draw` if it is new. Valid until the next call of mask_get: an old one may
 * have to go. */
const struct mask *mask_get(const struct mask_key *key, int w, int h,
                            void (*draw)(const struct mask_key *key, struct mask *m));
void masks_forget(void);

#endif
