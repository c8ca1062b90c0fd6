/* The tables of a counting: names kept once, and rows of up to four names with three numbers. What grows is the
 * number of different names, never the number of records. Inside this room. */
#ifndef JOURNAL_TALLY_H
#define JOURNAL_TALLY_H

#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>

#define TALLY_NAMES 4

struct tally_row {
    int list; /* which list of the figures it belongs to */
    uint32_t name[TALLY_NAMES];
    int64_t n, of, more;
};

struct tally {
    struct arena texts;
    const char **name; /* number 0 is "" */
    uint32_t *name_slots, *row_slots;
    struct tally_row *row;
    uint32_t names, names_room, rows, rows_room;
};

void tally_start(struct tally *t);
void tally_free(struct tally *t);
/* The number of a name, the same for the same bytes. */
uint32_t tally_name(struct tally *t, const char *text, size_t len);
/* The number of a row, made with zeros where it is new. Pointers into `row` are good until the next call: `row` moves
 * when it grows, so never `t->row[tally_row(t, …)]`. */
uint32_t tally_row(struct tally *t, int list, const uint32_t name[TALLY_NAMES]);
void tally_add(struct tally *t, int list, const uint32_t name[TALLY_NAMES], int64_t n); /* to that row's n */

#endif
