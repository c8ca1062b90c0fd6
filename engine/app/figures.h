/* The figures of a journal as text: what `kiosk counts`, the tour and the keeper's desk print. */
#ifndef APP_FIGURES_H
#define APP_FIGURES_H

#include "base/buf.h"
#include "base/err.h"
#include "journal/counts.h"
#include "journal/journal.h"

/* Dates are "YYYY-MM-DD" or "". Format 't' text, 'c' CSV, 'j' JSON. */
bool figures_write(struct journal *j, const char *from, const char *to, char format, struct buf *out, struct err *e);
/* The same from exports of this kiosk instead of its journal; a record that is in several counts once. `remark` gets a
 * sentence where the files do not hang together. */
bool figures_of_files(const char *const *paths, int n, const char *from, const char *to, char format, struct buf *out,
                      struct buf *remark, struct err *e);

/* Figures that were counted already. */
void figures_format(const struct counts *c, char format, struct buf *out);

#endif
