/* A file of record lines, read line by line in little memory. Inside this room. */
#ifndef JOURNAL_LINE_FILE_H
#define JOURNAL_LINE_FILE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define LINE_LONGEST 65536 /* no record is near it */

struct line_file {
    const char *path;
    int fd;
    int64_t number; /* of the line read last, from 1 */
    unsigned char *data;
    size_t at, len;
    bool ended;
};

bool line_file_open(struct line_file *f, const char *path, struct err *e);
/* The next line without its newline, good until the next call; NULL at the end (*e empty) or on error. */
const char *line_file_next(struct line_file *f, size_t *len, struct err *e);
void line_file_close(struct line_file *f);

#endif
