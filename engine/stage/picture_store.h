/* Scaled pictures on disk, so that a start or a second look need not decode again: twelve photos of a home screen, 250 ms
 * each from a camera. A file is named after what it was made from (path, inode, size and times of the source; box, fit) and
 * carries a sum of its pixels, so a changed source is another name and a torn file is no picture. Nothing here is synced
 * or precious: the folder may be deleted at any time. Workers read and write the files; the stage only opens them. */
#ifndef STAGE_PICTURE_STORE_H
#define STAGE_PICTURE_STORE_H

#include "stage/picture_cache.h"

#include <stdbool.h>
#include <stdint.h>

struct picture_store;

/* Makes the folder if need be; NULL where that fails or `most` (bytes) is 0. */
struct picture_store *store_open(const char *folder, int64_t most);
void store_close(struct picture_store *s); /* NULL is fine */

/* The name for that picture made from the open file `source`; false: it has none. */
bool store_name(const struct picture_key *key, int source, char name[STORE_NAME]);
int store_get(struct picture_store *s, const char *name); /* for reading, the caller's; -1: not there */
/* A new empty file for `bytes` of pixels, the caller's; -1: there already, no room, or little of the disk is left. The
 * longest unused files make way. */
int store_put(struct picture_store *s, const char *name, int64_t bytes);
void store_drop(struct picture_store *s, const char *name);

/* ---- the files, in a worker ---- */

struct stored {
    int w, h, source_w, source_h;
};
/* Reads the head; false: not a file of the store, or not whole. */
bool stored_read_head(int fd, struct stored *out);
/* Fills w * h pixels; false: torn. After the head. */
bool stored_read_pixels(int fd, const struct stored *s, uint32_t *px);
/* Head and pixels; what cannot be written stays torn. */
void stored_write(int fd, const struct stored *s, const uint32_t *px);

#endif
