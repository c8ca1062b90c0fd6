/* Scrolling and turning pages: following the finger, running on, running by itself, gliding to a page. */
#ifndef STAGE_SCROLL_H
#define STAGE_SCROLL_H

#include "stage/style.h"
#include "stage/tree.h"

#include <stdbool.h>
#include <stdint.h>

float scroll_range(const struct live *l);            /* px it can scroll; 0 none */
void scroll_to(struct live *l, float offset);        /* cut to the range; ends a fling or a run */
void scroll_fling(const struct style *st, struct live *l, float px_per_ms, int64_t now);
/* Lets it glide so far that `page` of its height has gone by (0.8 down, -0.8 up). */
void scroll_by_view(const struct style *st, struct live *l, float page, int64_t now);

int pages_count(const struct live *l);
void pages_drag(struct live *l, float pages);        /* position, from 0; cut to what there is */
/* Glides to a whole page. */
void pages_glide(struct live *l, int page, int64_t now);

/* Brings the offset or page of a scroll or pages node to `now` and back into range after a new layout. True while it still
 * moves. */
bool scroll_tick(const struct style *st, struct live *l, int64_t now);
/* All of a tree. True while any still moves. */
bool scroll_tick_all(const struct style *st, const struct tree *t, int64_t now);

#endif
