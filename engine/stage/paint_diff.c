/* What changed between two lists. A pixel looks the same when the commands that touch it are the same in the
 * same order: the boxes of all commands that have no partner are damage. */
#include "stage/paint_pair.h"
#include "stage/paint_shift.h"

#include <string.h>

static bool same_list(const struct paint_list *old, const struct paint_list *now)
{
    return old->bytes.len == now->bytes.len &&
           (now->bytes.len == 0 || memcmp(old->bytes.data, now->bytes.data, now->bytes.len) == 0);
}

bool paint_diff(const struct paint_list *old, const struct paint_list *now, struct paint_shift *shift, struct damage *d)
{
    damage_clear(d);
    if (shift) {
        *shift = (struct paint_shift){0};
    }
    if (!rect_same(old->screen, now->screen)) {
        damage_add(d, now->screen);
        return d->n > 0;
    }
    if (same_list(old, now)) {
        return false;
    }
    struct pairing p = pair_commands(old, now);
    pairing_damage(&p, now->screen, (struct rect){0, 0, 0, 0}, d);
    if (shift) {
        shift_instead(old, now, &p, shift, d);
    }
    pairing_free(&p);
    return d->n > 0;
}
