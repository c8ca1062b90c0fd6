/* The figures: computed once from the record lines, by definitions that are written here and nowhere else.
 * Definitions, version 1:
 *   visit         first deliberate touch to end; 人次, not people
 *   valid         at least 3 inputs on at least 2 screens, at least 20 s between first and last input
 *   effective     valid, with at least one completion (a `leave` with done)
 *   short touch   ended and not valid (a visit cut by a power loss too: its inputs are not known)
 *   excluded      staff, editor, presenter and test visits; stuck touch: 30 inputs or more, over 15 a second
 *   rate          printed from n = 30 on, with a Wilson 95 % interval; below that counts only
 *   pledge        at most one per visit and text version
 *   first attempt the first answer in a visit to a question of an exhibit and version, whatever round it came in
 *   pair          the same item answered before and after in one visit (the first answer of each counts);
 *                 items with fewer than 10 pairs or answers print as 少于 10
 *   event         opened and closed by staff; its heads are declared, its visits observed, never added up
 *   in service    from the first to the last record of a boot by the device's own monotonic clock, so a lower
 *                 bound; planned: the opening hours that a staff `setting` record named OPENING_SETTING states
 * A visit belongs to the local day of its first record, a record outside visits to its own. A record made
 * before the clock was set is placed by the first believed record of the same boot, one made after the clock
 * jumped by what it said, unless an administrator set the clock later in the same boot. What cannot be placed
 * counts as 时间未知. docs/figures.zh-CN.md says the same to its readers. */
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
#define SURVEY_LEAST_N 10
#define STUCK_INPUTS 30
#define STUCK_PER_SECOND 15

/* The name of the setting record with the opening hours from then on. Its value, weekdays from 1 for Monday:
 * "09:00-17:00", "1-5 08:30-17:30;6 09:00-12:00", or "" for none planned. */
#define OPENING_SETTING "opening_hours"
struct opening {
    int from[7], to[7]; /* minutes of the local day; both 0: closed */
};
bool opening_parse(const char *text, struct opening *out, struct err *e);

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
    const char *text[4];
    int64_t n, of, more;
};
struct counts_list {
    struct counts_row *rows;
    int count;
};

struct counts_day {
    int64_t day; /* local, since 1970-01-01 */
    int64_t visits, valid;
    int64_t service_ms; /* in service */
    int64_t planned_ms; /* opening hours; 0: none, or not known */
    int64_t open_ms;    /* in service within them */
};

struct counts_event {
    const char *label, *type;
    bool dated;
    int64_t day;                     /* of its opening, when dated */
    int64_t heads_open, heads_close; /* declared; -1: not stated */
    int64_t minutes;                 /* open; -1: not closed, or the times are not known */
    int64_t visits, valid;           /* observed while it was open */
};

struct counts {
    struct arena arena; /* owns all texts and rows */
    struct counts_period period;
    int64_t visits, ongoing, valid, effective, short_touch, ends[ENDS];
    int64_t breadth;                         /* different scenes completed */
    int64_t excluded_staff, excluded_stuck;  /* visits, in none of the other figures */
    int64_t boots, records;                  /* of the period */
    int64_t unknown_records, unknown_visits; /* 时间未知; in the other figures only when the period has no bounds */
    int64_t stepped_records; /* written after the clock jumped; placed by what it said, or by the administrator */
    int64_t missing;         /* numbers that no record has, between the first and the last of a chain */
    int64_t late;            /* records of a visit that had ended long before: in none of the figures */
    int64_t pruned;          /* whose period of keeping is over: in none of the figures */
    int64_t set_aside;       /* damaged files beside the journal */
    int64_t first_seq, last_seq; /* of the first record read and of the last one; 0 none */
    bool has_days;               /* something could be placed: */
    int64_t first_day, last_day; /* of the period, or of what could be placed */
    struct counts_list scenes;   /* scene, content; n completions of starts */
    struct counts_list results;  /* scene, content; n passed of rounds */
    struct counts_list questions; /* scene, question, version; n right of first attempts; more: later ones */
    struct counts_list pairs;     /* scene, item, version, answer; n before, more after, of complete pairs */
    struct counts_list choices;   /* scene, at, chosen; n of all choices at that point */
    struct counts_list endings;   /* scene, ending, outcome; n of all endings of that scene */
    struct counts_list pledges;   /* scene, text, version; n visits */
    struct counts_list faults;    /* what, scene; n */
    struct counts_list tallied;   /* kind, scene; n records of which a full disk left only the number: in no other figure */
    struct counts_list pruned_months; /* before, export; n visits, of valid, more effective: in no other figure */
    int64_t pruned_visits;        /* of pruned months that the period touches; -1: it touches none */
    struct counts_day *days;      /* with anything to say, in order */
    int days_count;
    int64_t hours[24], weekdays[7]; /* visits by the hour of their start; from Monday on */
    struct counts_event *events;    /* in order of their opening */
    int events_count;
    int64_t service_ms, service_unknown_ms; /* in service; of these in boots whose time is not known */
    int64_t planned_ms, open_ms;            /* planned, and of these in service; planned_ms 0: no opening hours */
    int64_t planned_days;
    /* diagnostics, for the venue's own use; never on an appraisal sheet */
    int64_t active_n;
    bool active_exact; /* false: within 0.4 % */
    double active_median_s, active_p25_s, active_p75_s; /* of valid visits */
    struct counts_list left_at; /* scene, "" at home; n visits that left or timed out there */
    struct counts_list votes;   /* scene, item, version, answer; n of all answers to that item */
};

/* One pass over record lines: all chains in order, set-aside ones first. Memory grows with the number of
 * different names, of days, and of visits of one boot that wait for its clock to be believed; not with the
 * number of records.
 *
 *     struct counting *c = counting_start(&period);
 *     while (…) counting_take(c, line, len, &e);     // without the newline
 *     counting_end(c, &counts);                      // frees c; counts_free is due
 */
struct counting;
struct counting *counting_start(const struct counts_period *p);
/* False with *e naming the line: it is no record line. The counting may go on with the next one. */
bool counting_take(struct counting *c, const char *line, size_t len, struct err *e);
/* Whole lines with their newlines, as many as there are; stops at the first that is none. */
bool counting_take_lines(struct counting *c, const char *lines, size_t len, struct err *e);
/* A line that was read already (journal/line_read.h). */
struct line_view;
void counting_take_view(struct counting *c, const struct line_view *l);
/* What it keeps: names, rows, days, visits that wait for their time. Grows with hostile lines only. */
int64_t counting_items(const struct counting *c);
void counting_end(struct counting *c, struct counts *out);
void counting_drop(struct counting *c); /* instead of counting_end; NULL is fine */

/* The same over a whole journal. Commits first, then reads through the journal's own connection. On success
 * counts_free is due. */
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
