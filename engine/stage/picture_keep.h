/* What a worker has yet to write to the store: scaled pictures whose answer is out, while others are waited for. The disk's
 * share of a first start, a tenth, comes after the screen stands. */
#ifndef STAGE_PICTURE_KEEP_H
#define STAGE_PICTURE_KEEP_H

#include "stage/picture_store.h"

#define KEEP_MOST 8            /* pictures; two descriptors each, which the sandbox counts */
#define KEEP_BYTES (16u << 20) /* of pixels, beyond one picture */

struct keep {
    struct stored head;
    int pixels, file; /* descriptors */
};

struct keeping {
    struct keep list[KEEP_MOST]; /* oldest first */
    int count;
    size_t bytes;
};

/* Takes both descriptors: sealed memory of w * h pixels, and a file of the store open for writing. Writes the oldest ones
 * now if there are too many. */
void keep_later(struct keeping *k, const struct stored *head, int pixels, int file);
/* Writes the oldest one; nothing if there is none. */
void keep_one(struct keeping *k);

#endif
