/* Time, real or virtual. Everything that asks for the time is handed one of these, so a week of visits can run in
 * seconds. Monotonic time counts from boot of the machine (CLOCK_BOOTTIME); a virtual clock starts at 0. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct clock {
    bool is_virtual;
    int64_t mono_ms;      /* virtual only */
    int64_t wall_base_ms; /* virtual only: wall time at mono 0, ms since 1970 */
};

struct clock clock_real(void);
/* Starts at mono 0 with the given wall time (ms since 1970, UTC). */
struct clock clock_virtual(int64_t wall_ms);
/* Moves a virtual clock on; no effect on a real one. ms >= 0. */
void clock_advance(struct clock *c, int64_t ms);

/* Sets the wall clock: the machine's own, which needs the right to (CAP_SYS_TIME), or a virtual one's. */
bool clock_set_wall(struct clock *c, int64_t wall_ms, struct err *e);

int64_t clock_mono(const struct clock *c); /* ms */
int64_t clock_wall(const struct clock *c); /* ms since 1970 UTC */
/* Was that wall clock ever set? No kiosk ran before 2025, and dead clock chips also wake up in the far future (2065 on). */
bool clock_believed(int64_t wall_ms);

/* Microseconds of the machine's own clock, for deadlines and measurement only; never virtual. */
int64_t clock_real_us(void);

/* "2026-11-22T03:04:05.678Z"; `out` holds at least 25 bytes. */
void clock_format_utc(int64_t wall_ms, char out[25]);
/* Minutes east of UTC of the machine's zone at that time. */
int clock_zone_minutes(int64_t wall_ms);
/* Days since 1970-01-01 for a "YYYY-MM-DD"; false if it is no date. */
bool clock_parse_date(const char *text, int64_t *days);

#endif
