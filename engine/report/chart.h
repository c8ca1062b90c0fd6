/* Charts as inline SVG, drawn for paper as much as for a screen: what is told by colour is told by shape too.
 * Inside this room. */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct chart_bar {
    char label[96];
    int64_t n, of; /* of: an outline behind n; 0 none */
    bool has_rate;
    double value, low, high; /* 0..1 */
};

struct chart {
    const char *id, *title, *note; /* id: letters; note: definition and denominator, under the chart */
    const char *unit;              /* "人次" */
    struct chart_bar *bars;
    int count;
};

#define CHART_ROWS_MAX 40 /* more are left to the table, and the note says so */

void chart_columns(struct buf *out, const struct chart *c); /* upright bars: days, hours */
void chart_rows(struct buf *out, const struct chart *c);    /* lying bars with their numbers: scenes, ends */
void chart_rates(struct buf *out, const struct chart *c);   /* n of `of` from 0 to 100 %, with intervals */

/* Text between tags or in an attribute. */
void html_text(struct buf *out, const char *text);

#endif
