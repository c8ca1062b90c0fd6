/* The inside of a counting, for counting*.c only. A line becomes marks on its visit (counting_visit.c); a
 * visit that has ended and whose time is known is folded into the tables; what waits for its time stays in
 * memory until its boot's clock is believed or the boot is over (counting_time.c). */
#ifndef JOURNAL_COUNTING_H
#define JOURNAL_COUNTING_H

#include "journal/counts.h"
#include "journal/line_read.h"
#include "journal/spread.h"
#include "journal/tally.h"

#define DAY_MS 86400000
#define NEVER INT64_MIN
#define VISITS_OPEN_MAX 256 /* more at once is no kiosk: the oldest is folded as it stands */
#define VISITS_LINGER 8     /* ended ones stay that long for records that come late */

enum counts_list_id {
    IN_SCENES, IN_RESULTS, IN_QUESTIONS, IN_PAIRS, IN_CHOICES, IN_ENDINGS, IN_PLEDGES, IN_FAULTS, IN_LEFT, IN_VOTES,
    IN_TALLIED, IN_PRUNED,
    IN_LISTS
};

/* When something happened, in local milliseconds since 1970; NEVER: not known. Until `settled` that may still
 * change, because the clock was not believed (state CLOCK_UNSET) or had jumped (CLOCK_STEPPED). */
struct moment {
    int64_t local, mono;
    enum clock_state state;
    bool settled;
};

/* What a visit adds to a row. */
struct mark {
    uint32_t row;
    uint32_t n, of, more;
};

/* One item of a survey in one visit. */
struct half {
    uint32_t scene, item, version;
    uint32_t answer[2]; /* before, after; 0 none (an answer is never "") */
};

struct visit {
    struct visit *next; /* the list it is in */
    uint32_t boot, number;
    struct moment start;
    bool staff, ended, done;
    int why; /* enum counts_end; -1 none */
    int64_t inputs, screens, span_ms, active_ms;
    uint32_t last_scene; /* entered; 0 none */
    int64_t left_mono;   /* when that was left; NEVER: it was not */
    int event;           /* open when it began; -1 none */
    struct mark *marks;
    uint32_t marks_n, marks_room;
    struct half *halves;
    uint32_t halves_n;
};

struct event {
    uint32_t label, type;
    bool has_close;
    struct moment open, close;
    int64_t heads_open, heads_close, visits, valid;
};

/* Records with the same moment that wait to be counted. */
struct run {
    struct moment at;
    int64_t n;
};

struct waiting_fault {
    struct moment at;
    uint32_t row;
};

struct hours_change {
    struct moment at;
    struct opening hours;
};

struct boot_now {
    int64_t number; /* -1 before the first */
    bool placed;    /* shift is known */
    int64_t shift;  /* local minus mono */
    int64_t first_mono, last_mono, unset_records;
    bool counted; /* its `boot` record was seen */
    struct moment at;
};

struct counting {
    struct counts_period period;
    struct counts out;
    struct tally tally;
    struct spread active;
    int64_t lines, last_seq;
    int64_t last_local; /* latest that could be placed; NEVER none */
    int64_t first_local;
    struct boot_now boot;
    struct visit *open, *held;       /* newest first */
    int open_n, ended_n;
    int64_t held_marks; /* of visits that wait for their time, and they themselves */
    uint32_t seen_boot, seen_number; /* the highest visit of the latest boot */
    struct run *runs;
    struct waiting_fault *faults;
    struct event *events;
    struct hours_change *hours;
    struct counts_day *days; /* in order */
    uint32_t runs_n, runs_room, faults_n, faults_room, events_n, events_room, hours_n, hours_room, days_n, days_room;
    int event_now; /* -1 none */
};

/* counting_time.c */
struct moment moment_of(const struct counting *c, const struct line_view *l);
bool in_period(const struct counting *c, const struct moment *m);
int64_t day_of(int64_t local_ms); /* floor */
struct counts_day *day_at(struct counting *c, int64_t day);
void boot_begins(struct counting *c, int64_t number);
void boot_ends(struct counting *c);
void note_time(struct counting *c, const struct line_view *l);
void count_record(struct counting *c, const struct moment *m);
void count_fault(struct counting *c, const struct line_view *l, struct moment m);
void count_planned(struct counting *c);

/* counting_visit.c */
void take_visit_line(struct counting *c, const struct line_view *l, struct moment m);
uint32_t row_of(struct counting *c, const struct line_view *l, int list, const char *const names[3]);
void release_held(struct counting *c);     /* those whose time is settled by now */
void fold_oldest(struct counting *c);      /* one; those that ended come first */
void fold_all(struct counting *c);         /* the end of all lines, or of a chain */
void visit_free(struct visit *v);

/* counting_out.c: rows, days and events in order, texts in the counts' own arena. */
void counting_write_out(struct counting *c);

/* Room for one more in an array that doubles. */
#define GROW(array, count, room)                                                                             \
    do {                                                                                                     \
        if ((count) == (room)) {                                                                             \
            (room) = (room) ? (room) * 2 : 16;                                                               \
            (array) = mem_resize((array), (size_t)(room) * sizeof *(array));                                 \
        }                                                                                                    \
    } while (0)

#endif
