/* Files: read whole, write durably, names that are safe to open. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/err.h"

/* Reads a regular file (no link at the last step, no FIFO, no device) of at most `most` bytes. On error `out` is
 * empty and *e names the file and the remedy in Chinese. */
bool file_read(const char *path, size_t most, struct buf *out, struct err *e);

/* Opens a regular file for reading, as above; -1 on error. *size may be NULL. */
int file_open_regular(const char *path, int64_t *size, struct err *e);

/* Temporary file beside the target, written fully, fsync, rename, directory fsync. Run by root, the file becomes the
 * property of the folder's owner. Two writers of one file at the same time are not foreseen. */
bool file_write_durable(const char *path, const void *data, size_t len, unsigned mode, struct err *e);

/* mkdir -p; existing folders are fine. */
bool file_make_folders(const char *path, unsigned mode, struct err *e);

/* Joins with '/' ("a", "b/c.svg"); false if it does not fit. */
bool path_join(char *out, size_t size, const char *folder, const char *name);

/* A name inside a folder that content may ask for: parts of [A-Za-z0-9._-] joined by '/', no part starting with '.',
 * at most 160 bytes. */
bool path_is_inside(const char *name);

#endif
