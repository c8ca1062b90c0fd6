/* Meters: bamboo slips, a bar, a ring of dots. */
#ifndef STAGE_METER_H
#define STAGE_METER_H

#include "stage/paint.h"
#include "stage/style.h"

/* Natural size. Slips beyond METER_SLIPS_MOST take no room: words tell more then. */
#define METER_SLIPS_MOST 12
int meter_width(const struct style *st, const struct node *n);
int meter_height(const struct style *st, const struct node *n);

/* slips: `value` is the one the visitor is at (from 1), those before are done; all done when value > of.
 * bar: value / of is filled. dots: `value` of them are filled, the rest went out clockwise from the top; in a flat box
 * they stand in a row and the value-th is filled. */
void meter_record(struct paint_list *list, const struct style *st, const struct node *n, struct rect at);

#endif
