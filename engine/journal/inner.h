/* The journal's inside, for the files of this room only. */
#ifndef JOURNAL_INNER_H
#define JOURNAL_INNER_H

#include "journal/journal.h"
#include "journal/line.h"
#include "trust/key.h"

#include <sqlite3.h>

#define WAITING_MAX 100000
#define BATCH_MAX 1000
#define COMMIT_AFTER_MS 100
#define RETRY_AFTER_MS 5000
#define CLOCK_JUMP_MS 5000
#define CHECKPOINT_RECORDS 1000
#define CHECKPOINT_MS 600000
#define QUIET_MS 1800000 /* without a record: a sign of life is due */
#define ASIDE_PREFIX "journal.db.damaged-"

/* A record that waits for the disk. Number and link are given when it is written, so it can be written again.
 */
struct waiting {
    enum record_kind kind;
    int64_t mono, wall;
    int tz;
    enum clock_state clock;
    char visit[24], scene[96], content[64];
    char *data; /* owned */
};

/* A visit of this boot that has begun and not ended. */
struct open_visit {
    char visit[24], content[64];
    int64_t start_mono, last_mono;
};

/* Records by kind and scene. Where there are too many scenes, the rest counts under its kind alone (scene ""). */
#define REMNANT_ROWS 120
struct remnant {
    struct remnant_row {
        enum record_kind kind;
        char scene[96];
        int64_t count, first_wall, last_wall;
    } rows[REMNANT_ROWS];
    int count;
};

struct journal {
    const struct clock *clock;
    char folder[512], path[600];
    char version[33];
    bool reading; /* opened by journal_open_reading */

    sqlite3 *db; /* NULL: closed, see health */
    sqlite3_stmt *insert;
    enum journal_health health;
    char sentence[512];
    char aside[96];
    char aside_head[65]; /* for the new chain's start */
    int64_t aside_seq;
    bool aside_untold; /* no record says so yet */
    int64_t retry_at;  /* mono; only while not JOURNAL_OK */
    bool suspect;      /* check the whole file at the next opening */
    bool folder_synced; /* by this process, with the file in it */
    bool adopted;      /* head and boot were read from the file once */

    uint32_t boot, next_visit;
    int64_t seq; /* last on disk */
    char head[65];

    struct waiting *waiting; /* a ring of `room` places: `count` records from `first` on */
    size_t first, count, room;
    int64_t first_at; /* mono when the first one came */
    int64_t tickets, dropped, dropped_told;

    enum clock_state clock_state;
    bool clock_seen;      /* offset is known */
    int64_t clock_offset; /* wall minus mono at the last record of this boot */

    const struct device_key *key; /* NULL: no checkpoints */
    int64_t signed_upto;          /* records after this one are under no signature yet */
    int64_t signed_at;            /* mono of the last checkpoint of this process; 0 none */
    bool checkpoint_wanted;       /* a visit has ended long enough after the last one */
    int64_t noted_at;             /* mono of the last record of this process, whatever it was */

    struct {
        int64_t bytes;   /* how much shall be kept; 0 none */
        int64_t next_at; /* mono of the next look whether there is room */
        bool kept, used; /* it is there; it was given to the disk */
    } reserve;

    int retention_days; /* 0: nothing is ever pruned */
    int64_t prune_at;   /* mono of the next look */

    struct remnant dropped_rows; /* what the dropped ones were, until a record says so */
    int64_t remnant_serial;
    bool remnant_kept; /* journal.tally says something that is in the file by now */

    struct {
        bool open;       /* not all of the chain has been walked in this process */
        bool told;       /* that something does not fit */
        int64_t at;      /* number of the last record walked */
        int64_t next_at; /* mono of the next slice */
        struct journal_verdict verdict;
    } check;

    struct open_visit *visits;
    size_t visits_n, visits_room;
};

/* database.c: the connection and its settings. False with health and sentence set, and db NULL. */
bool database_open(struct journal *j, bool may_create);
void database_close(struct journal *j);
void database_well(struct journal *j); /* it does what it should: health is JOURNAL_OK again */
/* Turns SQLite's and the system's error into health and a Chinese sentence, and closes. Always false. */
bool database_failed(struct journal *j, const char *doing);
bool database_failed_with(struct journal *j, int code, const char *doing); /* the error is this one */
bool database_run(struct journal *j, const char *sql);
int64_t database_int(struct journal *j, const char *sql, int64_t otherwise);

/* aside.c: renames the damaged file, remembering its head where that can be read. */
bool aside_move(struct journal *j);

/* reopen.c: opens the file, sets a damaged one aside, and finds out what of the waiting records is in it
 * already. */
bool reopen(struct journal *j);

/* lines.c: all columns of the rows after a number, and a row as the line it should be. The texts live until the next
 * step. */
extern const char lines_sql[];
const char *line_text_at(sqlite3_stmt *s, int at); /* never NULL */
struct line line_of_row(sqlite3_stmt *s);
bool lines_failed(struct journal *j, struct err *e); /* always false */

/* chains.c: where the chain in an open file starts: number and sum before it (1 and zeros where that cannot be read),
 * and the file set aside before it ("" none; `aside` may be NULL). False: it could not be read. */
bool chain_start(sqlite3 *db, int64_t *first, char prev[65], char aside[96]);

/* Names of the files set aside in FOLDER, by date; *names is the caller's to free. Returns how many. */
int chain_asides(const char *folder, char (**names)[96]);

/* aside_read.c: a damaged file for reading only, changing nothing of it or beside it. NULL: it is none, or no database
 * at all. */
sqlite3 *aside_open(const char *folder, const char *file);

/* append.c: appends one of the journal's own records, however many wait already. */
void append_own(struct journal *j, const struct record *r);
void waiting_drop(struct journal *j, size_t n);
struct line waiting_line(const struct journal *j, const struct waiting *w, int64_t seq, const char *prev,
                         char visit[24]);

/* stamp.c: the time of a record; appends a `clock` record first where the clock jumped. */
void stamp(struct journal *j, int64_t mono, struct waiting *w);
void stamp_compare_last_boot(struct journal *j, int64_t last_wall);

/* checkpoint.c */
void checkpoint_adopt(struct journal *j);
void checkpoint_note(struct journal *j, const struct waiting *w);
void checkpoint_if_due(struct journal *j);

/* verify.c: walks the chain from record *at on until `until_us` (clock_real_us; 0 no limit). False: reading failed. */
bool chain_walk_start(struct journal *j, struct journal_verdict *v, int64_t *at);
bool chain_walk(struct journal *j, struct journal_verdict *v, int64_t *at, int64_t until_us, bool *done);

/* check.c: after the first opening and after a file was replaced. False: it was damaged and is closed. */
bool check_is_small(const struct journal *j);
bool check_start(struct journal *j);
void check_if_due(struct journal *j);

/* The trigger that keeps records; prune.c alone takes it away, and puts it back in the same transaction. */
#define DATABASE_NO_DELETE \
    "CREATE TRIGGER records_last BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'append-only'); END;"

/* commit.c: all that waits (at most BATCH_MAX) in one transaction with what `also` does. */
bool commit_along(struct journal *j, bool (*also)(struct journal *j, void *user), void *user);
/* append.c: takes back the record appended last, which waits. */
void waiting_unsay(struct journal *j);

/* prune.c */
void prune_if_due(struct journal *j);

/* reserve.c: makes the file where it is missing and there is room, at most once a minute; gives it to the disk, and says
 * so in a record. False: there is none. */
void reserve_keep(struct journal *j);
bool reserve_release(struct journal *j);

/* remnant.c: saves what waits as sums; after the first opening, turns sums of the last process into records; after a
 * commit, forgets them again. */
void remnant_add(struct remnant *t, enum record_kind kind, const char *scene, int64_t wall, int64_t count);
void remnant_save(struct journal *j);
void remnant_adopt(struct journal *j);
void remnant_settle(struct journal *j);

/* visits.c */
void visits_note(struct journal *j, const struct waiting *w);
bool visits_end_lost(struct journal *j);

#endif
