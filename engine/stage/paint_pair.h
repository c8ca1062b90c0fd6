/* Which commands of two lists are the same, in the same order. Only painting's own files include this. */
#ifndef STAGE_PAINT_PAIR_H
#define STAGE_PAINT_PAIR_H

#include "stage/paint_command.h"

/* As many as possible are paired without crossing. */
struct pairing {
    const struct command **old, **now;
    int n_old, n_now;
    int *match; /* for each new command the old one, -1 */
};

struct pairing pair_commands(const struct paint_list *old, const struct paint_list *now);
/* The boxes of all that have no partner, but for what lies in the hole (empty: none). */
void pairing_damage(const struct pairing *p, struct rect screen, struct rect hole, struct damage *d);
void pairing_free(struct pairing *p);

#endif
