/* The figures: computed once from the records, by definitions that are written here and nowhere else, and
 * written as text, CSV or JSON. Definitions, version 1: visit         first deliberate touch to end; 人次,
 * not people valid         at least 3 inputs on at least 2 screens, at least 20 s between first and last
 *   effective     valid, with at least one completion (a `leave` with done)
 *   short touch   ended and not valid (a visit cut by a power loss too: its inputs are not known)
 *   excluded      staff, editor, presenter and test visits; stuck touch: 30 inputs or more, over 15 a second
 *   rate          printed from n = 30 on, with a Wilson 95 % interval; below that counts only
 * A visit belongs to the local day of its first record, a record outside visits to its own; a record made
 * before the clock was set is placed by the first believed record of the same boot, otherwise it counts as
 * 时间未知. */
#ifndef JOURNAL_COUNTS_H
#define JOURNAL_COUNTS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "journal/journal.h"

#include <stdbool.h>
#include <stdint.h>

#define COUNTS_DEFINITIONS 1
#define VALID_INPUTS 3
#define VALID_SCREENS 2
#define VALID_SPAN_MS 20000
#define RATE_LEAST_N 30
#define STUCK_INPUTS 30
#define STUCK_PER_SECOND 15

/* Local days since 1970-01-01, both included. */
struct counts_period {
    bool has_from, has_to;
    int64_t from, to;
};
/* "YYYY-MM-DD", "" or NULL for no bound. *e names what is wrong in Chinese. */
bool counts_period_parse(const char *from, const char *to, struct counts_period *out, struct err *e);

enum counts_end {
    END_FINISHED,
    END_LEFT,
    END_TIMEOUT,
    END_HANDOVER,
    END_SHUTDOWN,
    END_POWER_LOSS,
    END_FAULT,
    ENDS
};

/* What the texts and numbers of a row mean is said at each list. `n` is out of `of`. */
struct counts_row {
    const char *text[3];
    int64_t n, of, more;
};
struct counts_list {
    struct counts_row *rows;
    int count;
};

struct counts {
    struct arena arena; /* owns all texts and rows */
    struct counts_period period;
    int64_t visits, ongoing, valid, effective, short_touch, ends[ENDS];
    int64_t breadth;                        /* different scenes completed */
    int64_t excluded_staff, excluded_stuck; /* visits, in none of the other figures */
    int64_t boots, records;                 /* of the period */
    int64_t unknown_records,
        unknown_visits;         /* 时间未知; in the other figures only when the period has no bounds */
    int64_t stepped_records;    /* written after the clock jumped; placed by what it said */
    int64_t set_aside;          /* damaged files beside the journal, not counted from */
    struct counts_list scenes;  /* scene, content; n completions of starts */
    struct counts_list results; /* scene, content; n passed of rounds */
    struct counts_list
        questions; /* scene, question, version; n right of first attempts; more: later attempts */
    struct counts_list choices; /* scene, at, chosen; n of all choices at that point */
    struct counts_list endings; /* scene, ending, outcome; n of all endings of that scene */
    struct counts_list faults;  /* what, scene; n */
    /* diagnostics, for the venue's own use; never on an appraisal sheet */
    int64_t active_n;
    double active_median_s, active_p25_s, active_p75_s; /* of valid visits */
    struct counts_list left_at; /* scene or ""; n visits that left or timed out there */
};

/* Commits first, then reads through the journal's own connection. On success counts_free is due. */
bool counts_compute(struct journal *j, const struct counts_period *period, struct counts *out, struct err *e);
void counts_free(struct counts *c);

void counts_write_text(const struct counts *c, struct buf *out);
void counts_write_csv(const struct counts *c, struct buf *out);  /* UTF-8 with BOM, CRLF */
void counts_write_json(const struct counts *c, struct buf *out); /* one line */

/* hits of n with its interval; `shown` is false below RATE_LEAST_N, and then there is only the count. */
struct rate {
    bool shown;
    double value, low, high; /* 0..1 */
};
struct rate rate_of(int64_t hits, int64_t n);

#endif
