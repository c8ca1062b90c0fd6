/* Scrolling by moving what is already drawn. Only painting's own files include this. */
#ifndef STAGE_PAINT_SHIFT_H
#define STAGE_PAINT_SHIFT_H

#include "stage/paint_pair.h"

/* Where a scroll's content has moved between the lists: if moving its pixels leaves less to be drawn than the damage
 * says, sets the shift and the damage that is left after it. */
void shift_instead(const struct paint_list *old, const struct paint_list *now, const struct pairing *p,
                   struct paint_shift *shift, struct damage *d);

#endif
