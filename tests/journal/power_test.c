/* Power cuts and failing calls on a disk made of memory: whatever is cut, torn, reordered or refused, every record that
 * was acknowledged is there afterwards, once, and the chain fits. CUTS=20000 FAULTS=1 makes it thorough. */
#include "help.h"

#include "base/buf.h"
#include "base/log.h"
#include "disk.h"
#include "journal/inner.h"
#include "trust/sha256.h"

/* After this many operations of the disk, all records up to this one had been acknowledged. */
struct ack {
    int operations;
    int64_t seq;
    char head[65];
};
static struct ack acks[20000];
static int acks_n;
static int64_t checked; /* acknowledged records looked for after all cuts */

static void note_ack(struct journal *j)
{
    struct journal_state s;
    journal_state(j, &s);
    if (s.seq == 0 || (acks_n && acks[acks_n - 1].seq == s.seq))
        return;
    struct ack *a = &acks[acks_n++];
    *a = (struct ack){.operations = disk_operations(), .seq = s.seq};
    memcpy(a->head, s.head, sizeof a->head);
}

/* The journal syncs its folder by itself; nothing else is synced here. */
int fsync(int fd)
{
    (void)fd;
    disk_sync_folder();
    return 0;
}

static struct journal *start(struct clock *clock)
{
    struct journal *j = journal_open(DISK_FOLDER, clock, "1.0");
    if (j->db)
        sqlite3_wal_autocheckpoint(j->db, 40); /* many checkpoints in a short history */
    return j;
}

static void some_records(struct journal *j, struct clock *clock, int commits)
{
    for (int i = 0; i < commits; i++) {
        int n = 1 + (i * 7) % 5;
        for (int k = 0; k < n; k++)
            append_read(j, "", "a part with a name of some length, so that pages fill");
        journal_commit(j);
        note_ack(j);
        clock_advance(clock, 700);
    }
}

static void write_history(int boots, int commits)
{
    struct clock clock = clock_virtual(NOON);
    disk_start();
    acks_n = 0;
    for (int boot = 0; boot < boots; boot++) {
        struct journal *j = start(&clock);
        some_records(j, &clock, commits);
        if (boot % 2) { /* the process ends without closing: what SQLite would write then is left out */
            sqlite3_db_config(j->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
            database_close(j);
        }
        journal_close(j);
    }
    disk_keep();
}

/* Opens what is left, as after a power cut, and looks for what had been acknowledged; then goes on writing. */
static bool survives(const struct ack *a)
{
    struct clock clock = clock_virtual(NOON + 86400000);
    struct journal *j = start(&clock);
    struct journal_state s;
    struct journal_verdict v = {0};
    struct err e = {0};
    struct buf line = {0};
    char head[65] = "";
    journal_state(j, &s);
    bool well = s.health == JOURNAL_OK && journal_verify(j, &v, &e);
    if (well && a) {
        well = s.seq >= a->seq && journal_read_lines(j, a->seq - 1, a->seq, 1, &line, &e) == a->seq;
        sha256_hex(line.data, well ? line.len - 1 : 0, head);
        well = well && !strcmp(head, a->head);
        checked += a->seq;
    }
    append_read(j, "", "after the cut");
    well = well && journal_commit(j) && journal_verify(j, &v, &e) && v.records >= (a ? a->seq + 1 : 1);
    if (!well)
        print_message("health %d, file %lld, acknowledged %lld: %s%s %s\n", s.health, (long long)s.seq,
                      a ? (long long)a->seq : 0, v.why, e.text, s.sentence);
    buf_free(&line);
    journal_close(j);
    return well;
}

static const struct ack *acked_at(int operations)
{
    const struct ack *a = NULL;
    for (int i = 0; i < acks_n && acks[i].operations <= operations; i++)
        a = &acks[i];
    return a;
}

static void cut_anywhere(void **state)
{
    (void)state;
    int want = getenv("CUTS") ? atoi(getenv("CUTS")) : 100, points = 0, cuts = 0;
    write_history(want > 1000 ? 6 : 3, want > 1000 ? 120 : 60);
    int operations = disk_operations(), syncs = 0;
    for (int i = 0; i < operations; i++)
        syncs += disk_is_sync(i);
    int every = operations * 4 / want > 0 ? operations * 4 / want : 1;
    checked = 0;
    /* at every sync (before and after it) when thorough, and at points spread over all operations */
    for (int at = 1; at <= operations; at++) {
        bool near_sync = disk_is_sync(at - 1) || (at < operations && disk_is_sync(at));
        if (at % every && !(want > 1000 && near_sync))
            continue;
        points++;
        for (int how = DISK_NONE; how <= DISK_TORN; how++) {
            disk_cut(at, (enum disk_cut)how, (unsigned)(at * 4 + how));
            if (!survives(acked_at(at)))
                fail_msg("lost: cut after operation %d of %d, %d", at, operations, how);
            cuts++;
        }
    }
    print_message("%d operations with %d syncs; %d cuts at %d points; %lld acknowledged records looked for, 0 lost\n",
                  operations, syncs, cuts, points, (long long)checked);
    assert_true(cuts >= want / 2);
}

/* One call fails (and perhaps some after it); then the disk is well again, and after a while the power is cut with all
 * that was not synced gone. False: there was no such call any more. */
static bool one_fault(enum disk_call call, int n, int more, bool torn)
{
    struct clock clock = clock_virtual(NOON);
    disk_start();
    acks_n = 0;
    struct journal *j = start(&clock);
    some_records(j, &clock, 4);
    journal_close(j);
    disk_fail(call, n, more, torn);
    j = start(&clock);
    some_records(j, &clock, 35);
    int failed = disk_failures();
    if (failed) {
        clock_advance(&clock, 5000);
        some_records(j, &clock, n % 3);
    }
    disk_fail(call, 0, 0, false);
    clock_advance(&clock, 5000);
    bool well = journal_commit(j);
    note_ack(j);
    int64_t acked = journal_acked(j);
    disk_keep();
    struct journal_state s;
    journal_state(j, &s);
    journal_close(j);
    if (!well || s.aside[0] || s.seq < acked)
        fail_msg("call %d number %d: %s (file %lld, acknowledged %lld)", call, n, s.sentence, (long long)s.seq,
                 (long long)acked);
    for (int how = DISK_NONE; how <= DISK_TORN; how++) {
        disk_cut(disk_operations(), (enum disk_cut)how, (unsigned)n);
        if (!survives(&acks[acks_n - 1]))
            fail_msg("lost: call %d number %d failed (%d more), then the power %d", call, n, more, how);
    }
    return failed > 0;
}

static void every_call_fails_once(void **state)
{
    (void)state;
    static const char *const names[DISK_CALLS] = {"opens", "reads", "writes", "syncs", "truncations", "deletions"};
    bool thorough = getenv("FAULTS") != NULL;
    for (int call = 0; call < DISK_CALLS; call++) {
        int points = 0;
        for (int variant = 0; variant < (call == DISK_WRITE ? 4 : 2); variant++)
            for (int n = 1; one_fault((enum disk_call)call, n, variant % 2 ? 6 : 0, variant >= 2); n += thorough ? 1 : call == DISK_WRITE ? 29 : 7)
                points++;
        print_message("%d %s failed, one at a time\n", points, names[call]);
    }
}

/* Every call of every kind fails, from the start, for a while: the kiosk goes on, and writes all when the disk is back. */
static void nothing_works_for_a_while(void **state)
{
    (void)state;
    for (int call = 0; call < DISK_CALLS; call++) {
        struct clock clock = clock_virtual(NOON);
        disk_start();
        acks_n = 0;
        disk_fail((enum disk_call)call, 1, 1000000, false);
        struct journal *j = start(&clock);
        for (int i = 0; i < 30; i++) {
            some_records(j, &clock, 1);
            clock_advance(&clock, 3000);
        }
        disk_fail((enum disk_call)call, 0, 0, false);
        clock_advance(&clock, 5000);
        assert_true(journal_commit(j));
        char *text = lines_of(j);
        assert_int_equal(count_of(text, "\"kind\":\"read\""), 30);
        free(text);
        assert_verified(j);
        journal_close(j);
    }
}

/* Pruning is one step: before or after it, the chain fits from its anchor on and nothing newer is missing. */
static void cut_while_pruning(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    disk_start();
    acks_n = 0;
    struct journal *j = start(&clock);
    for (int day = 1; day <= 40; day++) {
        char visit[24];
        snprintf(visit, sizeof visit, "1-%d", day);
        append_start(j, visit);
        journal_end_visits(j, "left");
        journal_commit(j);
        clock_advance(&clock, (day < 40 ? 1 : 500) * 86400000LL);
    }
    struct record r;
    record_start(&r, RECORD_EXPORT);
    set_text(&r, "folder", "e");
    record_set_int(&r, "upto", 1000);
    record_set_bool(&r, "verified", true);
    append_start(j, "1-41");
    append(j, &r);
    journal_end_visits(j, "left");
    journal_commit(j);
    journal_use_retention(j, 365);
    int from = disk_operations(), before = 0, after = 0;
    for (int i = 0; i < 3; i++) {
        clock_advance(&clock, 3600000);
        some_records(j, &clock, 1);
    }
    journal_close(j);
    disk_keep();
    for (int at = from; at <= disk_operations(); at++)
        for (int how = DISK_NONE; how <= DISK_TORN; how++) {
            struct journal_chain c;
            struct journal_verdict v;
            struct err e = {0};
            const struct ack *a = acked_at(at);
            disk_cut(at, (enum disk_cut)how, (unsigned)at);
            j = start(&clock);
            assert_true(journal_verify(j, &v, &e));
            assert_int_equal(journal_chains(j, &c, 1), 1);
            assert_true(!a || (c.last >= a->seq && v.records == c.last - c.first + 1));
            before += c.first == 1;
            after += c.first > 1;
            journal_close(j);
        }
    print_message("%d cuts left what was before pruning, %d what is after\n", before, after);
    assert_true(before > 4 && after > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(every_call_fails_once),
        cmocka_unit_test(nothing_works_for_a_while),
        cmocka_unit_test(cut_while_pruning),
    };
    setenv("TZ", "Asia/Shanghai", 1);
    log_quiet(LOG_SILENT);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
