/* The participation log: append-only records in one SQLite file, each bound to the one before by SHA-256.
 *
 * Only the keeper opens it, and through exactly one connection, which locks everyone else out. Everything
 * here is for a single-threaded poll() loop:
 *
 *     struct journal *j = journal_open(folder, &clock, version);
 *     for (;;) {
 *         poll(fds, n, journal_due_ms(j));            // among other deadlines
 *         …  journal_append(j, &record, &e);          // never waits for the disk
 *         if (journal_due_ms(j) == 0) journal_commit(j);
 *         tell the stage journal_acked(j);
 *     }
 *     journal_close(j);
 *
 * Processes forked after opening must not touch it, and must close inherited descriptors (they are
 * close-on-exec). Nothing else in the keeper may open journal.db: closing any descriptor of it would drop the
 * lock. The file format is in docs/journal.md. */
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "wire/record.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct journal;
struct device_key;

enum journal_health {
    JOURNAL_OK,
    JOURNAL_READ_ONLY, /* disk or folder cannot be written */
    JOURNAL_FULL,      /* no space left */
    JOURNAL_LOCKED,    /* another program has it open */
    JOURNAL_DAMAGED,   /* damaged, and could not even be set aside */
    JOURNAL_CLOSED,    /* anything else; the sentence says what */
};

/* Opens FOLDER/journal.db, making folder and file where missing, and appends the `boot` record, a `clock`
 * record where the clock went back, and a `visit_end` with why=power_loss for every visit that earlier boots
 * left open. Never fails: where the disk does not let it, records wait in memory, and journal_commit keeps
 * trying. A damaged file is renamed to journal.db.damaged-YYYYMMDD-HHMMSS, never deleted, and a new chain
 * begins. `clock` must outlive the journal. */
struct journal *journal_open(const char *folder, const struct clock *clock, const char *version);

/* For a command on a kiosk that is not running: changes nothing, appends nothing. NULL with *e when there is
 * no journal, it is locked by a running kiosk, or damaged. */
struct journal *journal_open_reading(const char *folder, struct err *e);

/* From now on the head of the chain is signed with this key, as `checkpoint` records: every 1,000 records, at the end of a
 * visit that ends ten minutes or more after the last one, and at closing. The key must outlive the journal or be taken
 * back with NULL. */
void journal_use_key(struct journal *j, const struct device_key *key);

/* A sign of life, to be called now and then while visitors could be served: after half an hour without any record the head
 * is signed, so that time in service does not end with the last visitor when the power is cut. Without a key, nothing. */
void journal_still_here(struct journal *j);

/* Keeps a file of `bytes` (0: none) in the folder, which is given up when the disk is full, so that counting goes on; it
 * is made again by itself when there is room for it twice. When that is used up too, records wait in memory, and how many
 * of each kind and scene wait is kept in a small file written beforehand: after a power cut then, `tally` records say
 * what was lost. */
void journal_use_reserve(struct journal *j, int64_t bytes);

/* From ten minutes on, and hourly when nobody is there: the oldest month goes when it ended more than `days` ago (0: never)
 * and an `export` record with verified=true reaches beyond it. Its figures stay in the table month_totals, the sum of its
 * last record as the start of the chain, and a `prune` record says so. Nothing goes while the clock is not believed or the
 * chain does not fit. */
void journal_use_retention(struct journal *j, int days);

/* Signs the head now, for an export: commits, appends the checkpoint, commits. True at once when nothing has come since
 * the last checkpoint, or when there is no key. */
bool journal_checkpoint(struct journal *j, struct err *e);

/* To be called right after an administrator has set the wall clock, before anything else is appended: adds a `clock`
 * record with why=admin, also when the time was right already. From here on the clock is believed; the earlier records of
 * this boot are placed by this one in the figures, and stay as they are. */
void journal_clock_told(struct journal *j);

/* Commits what it can, signs the head, and closes; NULL is fine. */
void journal_close(struct journal *j);

/* Queues one record. Takes effect on disk with the next commit. Returns its ticket, counted from 1 in this
 * process, or 0 when the record is not well formed or the waiting room (100,000) is full (counted in
 * state.dropped). A record whose mono_ms is 0 or impossible (in the future, over ten minutes ago) gets the
 * time of its arrival. */
int64_t journal_append(struct journal *j, const struct record *r, struct err *e);

/* All records with tickets up to this are on disk for good. */
int64_t journal_acked(const struct journal *j);

/* Milliseconds until journal_commit should be called, for poll(): at most 100 after the first waiting record,
 * longer while the disk refuses; -1 when there is nothing to do. */
int journal_due_ms(const struct journal *j);

/* Writes all that waits, in transactions of up to 1,000 records; then, after the opening of a large file, checks the
 * next piece of its chain for 5 ms. True when nothing waits any more. After a
 * failure nothing is acknowledged, the file is closed, and once five seconds have passed the next call opens
 * and reads it anew. */
bool journal_commit(struct journal *j);

/* For the keeper when the stage died: ends every visit of this boot that has a start and no end (why:
 * "fault"). */
void journal_end_visits(struct journal *j, const char *why);

uint32_t
journal_boot(const struct journal *j); /* 0: the file could not be read yet; visits are then named "0-n" */
uint32_t journal_next_visit(const struct journal *j); /* first free number of a visit in this boot */

struct journal_state {
    enum journal_health health;
    char sentence[512]; /* Chinese: what is the matter and what to do; what happened to a damaged file */
    char aside[96];     /* name of the file set aside by this process, or "" */
    int64_t waiting;    /* records not yet on disk */
    int64_t dropped;    /* records refused because too many waited */
    int64_t seq;        /* of the last record on disk; 0 none */
    char head[65];      /* SHA-256 of its line; 64 zeros */
    bool in_reserve;    /* the disk is full and the reserve is being used */
    int64_t unchecked;  /* records of a large file that the check since the start has not come to yet */
    int64_t signed_upto; /* records up to this one are under a signature of the device key */
};
void journal_state(const struct journal *j, struct journal_state *out);

struct journal_verdict {
    int64_t records; /* walked */
    int64_t wrong;   /* of these do not fit */
    int64_t first;   /* sequence number of the first that does not; 0 none */
    char why[160];   /* about that one */
    char head[65];
};
/* Walks the whole chain: numbers without gaps, every `prev` the sum of the line before, every line the one
 * its columns make. True when all fit; otherwise *out says where not. *e is set (and false) only when reading
 * failed. */
bool journal_verify(struct journal *j, struct journal_verdict *out, struct err *e);

/* Writes records after number `since` as records.jsonl: the chained bytes, a newline after each. */
bool journal_write_lines(struct journal *j, int64_t since, FILE *out, struct err *e);

/* The same in chunks, for processes that may not open the file: appends to `out` whole lines with their newlines, of
 * records after `after` up to `upto`, at most `most` bytes (but one line always). Takes a few milliseconds for 1 MiB.
 * Records that still wait for the disk are not among them. Returns the number of the last one, 0 when there is none,
 * -1 with *e and `out` as it was when reading failed: damage that reading found is dealt with at the next commit. */
int64_t journal_read_lines(struct journal *j, int64_t after, int64_t upto, size_t most, struct buf *out,
                           struct err *e);

/* The latest faults, newest first: at most `most` lines, a newline after each, at the end of `out`. Counted are those
 * since `since_wall` and those of this boot whose time is not known; only the last FAULTS_LOOK records are looked at.
 * *all: that reached back far enough. Returns how many, -1 with *e. */
#define FAULTS_LOOK 40000
int64_t journal_read_faults(struct journal *j, int64_t since_wall, int most, struct buf *out, bool *all, struct err *e);

/* One chain of records, each bound to the one before. */
struct journal_chain {
    int64_t first, last; /* numbers; last 0: not known (a file set aside whose end could not be read) */
    char prev[65];       /* what its first record is bound to: zeros, the head of the chain before, or, where old
                            months were pruned, the last pruned record */
    char head[65];       /* sum of its last line; zeros: not known */
    char file[96];       /* name of the damaged file in the journal's folder; "" the living chain */
    bool whole;          /* living: the file is well. Set aside: known only after aside_read_lines */
};
/* Fills at most `most`, the living one last, those before it in the order in which they followed (the oldest are left
 * out where there are more). Quick: opens the files set aside only to see where they start. Returns how many; 0 when
 * the living one cannot be read now. */
int journal_chains(struct journal *j, struct journal_chain *out, int most);

/* Hands every line that can still be read and proven whole (without newline) to `take`, in order, and sets c->whole.
 * Needs no journal and changes nothing in or beside the file; for any process. Lines that are lost are lost silently
 * here: compare numbers. True even where nothing could be read; false when `take` returned false (*e is empty). */
bool aside_read_lines(const char *folder, struct journal_chain *c,
                      bool (*take)(void *user, const char *line, size_t len), void *user, struct err *e);

#endif
