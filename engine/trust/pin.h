/* The administrator's PIN: an argon2id hash in FOLDER/admin.pin (0600). There is no default PIN.
 *
 * A try is counted on disk before the hash is looked at, in place and without needing room, so neither pulling the
 * plug nor a full disk gives a try back. After three wrong ones in a row each next has to wait: 30 s, 1 min, 2 min, 5
 * min, 15 min, then always an hour. Waits run on monotonic time only; after a restart of the machine the whole wait
 * counts again from its start. A file that is damaged or cannot be read never means that there is no PIN. */
#ifndef TRUST_PIN_H
#define TRUST_PIN_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum pin_result {
    PIN_RIGHT,
    PIN_WRONG, /* counted; *wait_seconds says how long until the next */
    PIN_WAIT,  /* not looked at and not counted: *wait_seconds are left */
    PIN_UNSET, /* there is no PIN yet */
    PIN_BROKEN /* the file cannot be read, is damaged, or the try could not be written down; *e says what to do */
};

/* True unless there is certainly no PIN file: what cannot be read counts as set. */
bool pin_is_set(const char *folder);

/* 6 to 12 digits and none that everybody tries first (123456, 888888, 121212, …). */
bool pin_acceptable(const char *pin, struct err *e);

/* Hashes (slow, about 0.3 s and 64 MiB) and writes durably; forgets all wrong tries. Refuses what is not acceptable.
 */
bool pin_set(const char *folder, const char *pin, struct err *e);

/* Slow too: only in a job or a command. `mono_ms` is clock_mono's. `wait_seconds` is 0 when there is no wait. */
enum pin_result pin_try(const char *folder, const char *pin, int64_t mono_ms, int *wait_seconds, struct err *e);

/* Seconds until a next try is looked at; 0 none, or no PIN. Quick. */
int pin_wait_seconds(const char *folder, int64_t mono_ms);

#endif
