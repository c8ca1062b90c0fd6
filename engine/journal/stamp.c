/* When something happened, and whether the clock that says so is to be believed. */
#include "journal/inner.h"

#define LATE_MS 600000 /* how long ago a record handed over may claim to be */

static void tell(struct journal *j, const char *why, int64_t by_ms)
{
    struct record r;
    record_start(&r, RECORD_CLOCK);
    record_set_text(&r, "why", why, __builtin_strlen(why));
    record_set_int(&r, "by_ms", by_ms);
    append_own(j, &r);
}

/* Compares wall and monotonic time with those of the last record of this boot. The state is settled before
 * the `clock` record is appended, because appending comes back here. */
static void watch_clock(struct journal *j, int64_t wall, int64_t mono)
{
    int64_t offset = wall - mono, by = offset - j->clock_offset;
    bool seen = j->clock_seen;
    enum clock_state before = j->clock_state;
    j->clock_seen = true;
    j->clock_offset = offset;
    if (!seen) {
        j->clock_state = clock_believed(wall) ? CLOCK_OK : CLOCK_UNSET;
        return;
    }
    if (by <= CLOCK_JUMP_MS && by >= -CLOCK_JUMP_MS)
        return;
    j->clock_state = !clock_believed(wall) ? CLOCK_UNSET : before == CLOCK_UNSET ? CLOCK_OK : CLOCK_STEPPED;
    tell(j, j->clock_state == CLOCK_UNSET ? "unset" : before == CLOCK_UNSET ? "set" : "step", by);
}

void stamp_compare_last_boot(struct journal *j, int64_t last_wall)
{
    int64_t by = clock_wall(j->clock) - last_wall;
    if (j->clock_state != CLOCK_OK || by >= -CLOCK_JUMP_MS)
        return;
    j->clock_state = CLOCK_STEPPED;
    tell(j, "back", by);
}

void journal_clock_told(struct journal *j)
{
    int64_t wall = clock_wall(j->clock), offset = wall - clock_mono(j->clock), by = offset - j->clock_offset;
    if (j->reading)
        return;
    j->clock_seen = true;
    j->clock_offset = offset;
    j->clock_state = clock_believed(wall) ? CLOCK_OK : CLOCK_UNSET;
    tell(j, "admin", by);
}

void stamp(struct journal *j, int64_t mono, struct waiting *w)
{
    int64_t now = clock_mono(j->clock), wall = clock_wall(j->clock);
    watch_clock(j, wall, now);
    if (mono <= 0 || mono > now || now - mono > LATE_MS)
        mono = now;
    w->mono = mono;
    w->wall = wall - (now - mono);
    w->tz = clock_zone_minutes(w->wall);
    w->clock = j->clock_state;
}
