/* A disk made of memory, as SQLite's default VFS: it keeps what was written apart from what was synced, fails when told
 * to, and can be cut off at any point of its history. */
#ifndef TESTS_JOURNAL_DISK_H
#define TESTS_JOURNAL_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The folder of a journal that lives on it alone: a real one, in which no file can be made. */
#define DISK_FOLDER "/proc/self"

enum disk_call { DISK_OPEN, DISK_READ, DISK_WRITE, DISK_SYNC, DISK_TRUNCATE, DISK_DELETE, DISK_CALLS };

void disk_start(void); /* empty, no faults, no history; becomes the default VFS */

/* The n-th call of that kind from now on fails, and `more` after it. A failed write leaves half of it (`torn`) or
 * nothing. A failed sync loses what it should have made durable for good, though reading still shows it, as Linux does. */
void disk_fail(enum disk_call call, int n, int more, bool torn);
void disk_sync_folder(void); /* names made and removed so far are durable; SQLite's own way is known */
int disk_failures(void); /* since disk_fail */

/* History: how many operations there were; whether number `at` (from 0) is a sync. */
int disk_operations(void);
bool disk_is_sync(int at);

/* How a cut treats what was not yet durable. */
enum disk_cut {
    DISK_NONE, /* all of it is gone */
    DISK_ALL,  /* all of it is there */
    DISK_SOME, /* whole writes, at random, in any order */
    DISK_TORN, /* blocks of 512 bytes, at random, in any order */
};
/* The disk becomes what it is after the power was cut once `upto` operations had been done; a new history begins.
 * disk_keep first: the whole history stays available for further cuts. */
void disk_cut(int upto, enum disk_cut how, unsigned seed);
void disk_keep(void); /* keeps the history for disk_cut */

#endif
