/* Is the file whole? A small one is looked through when it is opened. A large one would hold up the first visitor by
 * minutes, so its chain is walked a few milliseconds at a time while the kiosk runs; damage met there, or by any other
 * reading or writing, has the file set aside just the same. */
#include "journal/inner.h"

#include "base/log.h"

#include <string.h>
#include <sys/stat.h>

#define SMALL_BYTES (8 << 20) /* about 15,000 records: checked in a tenth of a second */
#define SLICE_US 5000
#define SLICE_EVERY_MS 100

bool check_is_small(const struct journal *j)
{
    struct stat st;
    return stat(j->path, &st) != 0 || st.st_size <= SMALL_BYTES;
}

/* Told once a start: the records stay as they are, and an export shows the same. */
static void tell_wrong(struct journal *j)
{
    struct record r;
    log_error("journal", "记录链不符：%s", j->check.verdict.why);
    record_start(&r, RECORD_FAULT);
    record_set_text(&r, "what", "journal_wrong", strlen("journal_wrong"));
    record_set_cut(&r, "detail", j->check.verdict.why);
    append_own(j, &r);
}

static bool slice(struct journal *j, int64_t until_us)
{
    bool done = false;
    if (!chain_walk(j, &j->check.verdict, &j->check.at, until_us, &done))
        return database_failed(j, "核对记录链");
    if (j->check.verdict.wrong && !j->check.told) {
        j->check.told = true;
        tell_wrong(j);
    }
    if (done)
        j->check.open = false;
    return true;
}

bool check_start(struct journal *j)
{
    j->check.told = false;
    j->check.open = chain_walk_start(j, &j->check.verdict, &j->check.at);
    if (!j->check.open || !check_is_small(j))
        return true;
    return slice(j, 0);
}

void check_if_due(struct journal *j)
{
    if (!j->check.open || !j->db || clock_mono(j->clock) < j->check.next_at)
        return;
    slice(j, clock_real_us() + SLICE_US);
    j->check.next_at = clock_mono(j->clock) + SLICE_EVERY_MS;
}
