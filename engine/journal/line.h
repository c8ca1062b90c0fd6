/* One record as the exact bytes that are chained and exported. */
#ifndef JOURNAL_LINE_H
#define JOURNAL_LINE_H

#include "base/buf.h"

#include <stdint.h>

enum clock_state { CLOCK_OK, CLOCK_UNSET, CLOCK_STEPPED };
extern const char *const clock_names[3];

#define LINE_ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

struct line {
    int64_t seq;
    const char *prev; /* 64 hex digits */
    int64_t boot, mono, wall;
    int tz; /* minutes east */
    const char *clock, *visit, *kind, *scene, *content;
    const char *data; /* a JSON object */
};

/* Replaces what is in `out` by the line, without a newline. */
void line_build(struct buf *out, const struct line *l);

#endif
