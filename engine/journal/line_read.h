/* Reads a record line back, fast: one pass over the bytes, nothing copied. Only the canonical form of line.h is
 * a record line; anything else is refused with the reason. A kind that this version does not know is no error:
 * its `kind` is RECORD_KINDS. The hash is not looked at here (journal_verify, `kiosk verify`). */
#ifndef JOURNAL_LINE_READ_H
#define JOURNAL_LINE_READ_H

#include "journal/line.h"
#include "wire/record.h"

#include <stdbool.h>

struct span {
    const char *at; /* inside the line */
    size_t len;
};

#define LINE_FIELDS_MAX 16
struct line_field {
    struct span name, value; /* the value as JSON, a text with its quotes */
};

struct line_view {
    int64_t seq;
    const char *prev; /* 64 hex digits */
    int64_t boot, mono, wall;
    int tz;
    enum clock_state clock;
    enum record_kind kind;
    uint32_t visit_boot, visit_number; /* 0 and 0 outside a visit */
    struct span scene, content;        /* without quotes; never with escapes */
    struct line_field field[LINE_FIELDS_MAX];
    int fields;
};

/* `line` without its newline. NULL when all is well, otherwise a Chinese phrase that says what is not. */
const char *line_read(const char *line, size_t len, struct line_view *out);

/* The fields of `data`. Missing or of another type: false, and *out is 0 or empty. */
bool line_int(const struct line_view *l, const char *name, int64_t *out);
bool line_bool(const struct line_view *l, const char *name, bool *out);
/* A text, or a list of texts joined by '/'; with its escapes undone, NUL-terminated; false when longer than
 * `size` allows or no UTF-8. */
bool line_text(const struct line_view *l, const char *name, char *out, size_t size);

#endif
