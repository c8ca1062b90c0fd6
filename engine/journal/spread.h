/* Quantiles of many durations in little memory: exact up to SPREAD_EXACT values, from there on counted in
 * steps of at most 1/128 of the value, so a quantile is off by at most 0.4 %. Inside this room. */
#ifndef JOURNAL_SPREAD_H
#define JOURNAL_SPREAD_H

#include <stdbool.h>
#include <stdint.h>

#define SPREAD_EXACT 20000

struct spread {
    int64_t n;
    int64_t *exact;   /* while n <= SPREAD_EXACT */
    int64_t *counted; /* afterwards */
};

void spread_add(struct spread *s, int64_t value); /* below 0 counts as 0 */
/* q in 0..1, n > 0: between the two neighbours in proportion, as PERCENTILE.INC of the spreadsheets does. */
double spread_at(struct spread *s, double q);
void spread_free(struct spread *s);

#endif
