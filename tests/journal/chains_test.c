/* Lines in chunks, and the chains of files that were set aside: what is readable comes out, in order and proven. */
#include "help.h"

#include "base/buf.h"
#include "base/log.h"
#include "trust/sha256.h"

#include <fcntl.h>

static void chunks_add_up_to_the_whole(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = journal_open(folder, &clock, "1.0");
    for (int i = 0; i < 500; i++)
        append_read(j, "1-1", "a");
    journal_commit(j);
    append_read(j, "1-1", "not on disk yet");
    char *all = lines_of(j);
    struct err e = {0};
    static const size_t sizes[] = {1, 700, 5000, 1 << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buf got = {0};
        int64_t last, after = 0;
        size_t before = 0;
        while ((last = journal_read_lines(j, after, 501, sizes[i], &got, &e)) > 0) {
            assert_true(got.len - before <= sizes[i] || last == after + 1);
            before = got.len;
            after = last;
        }
        assert_int_equal(last, 0);
        assert_int_equal(after, 501);
        assert_int_equal(got.len, strlen(all));
        assert_memory_equal(got.data, all, got.len);
        buf_clear(&got);
        assert_int_equal(journal_read_lines(j, 10, 12, 1 << 20, &got, &e), 12);
        assert_memory_equal(got.data, "{\"seq\":11,", 10);
        buf_free(&got);
    }
    free(all);
    struct journal_chain c[4];
    assert_int_equal(journal_chains(j, c, 4), 1);
    assert_int_equal(c[0].first, 1);
    assert_int_equal(c[0].last, 501);
    assert_true(c[0].whole);
    assert_string_equal(c[0].file, "");
    journal_close(j);
}

/* What aside_read_lines hands out, checked as it comes. */
struct taken {
    int64_t n, last, gaps, wrong;
    char head[65];
    const char *all; /* the lines as they were before the damage */
};

static bool take(void *user, const char *line, size_t len)
{
    struct taken *t = user;
    long long seq = 0;
    sscanf(line, "{\"seq\":%lld,", &seq);
    t->wrong += seq <= t->last;
    t->gaps += seq != t->last + 1;
    char start[40];
    snprintf(start, sizeof start, "{\"seq\":%lld,", seq);
    const char *was = t->all ? strstr(t->all, start) : NULL;
    t->wrong += t->all && (!was || strncmp(was, line, len) != 0 || was[len] != '\n');
    t->last = seq;
    t->n++;
    sha256_hex(line, len, t->head);
    return true;
}

static struct journal *fill(struct clock *clock, int records)
{
    struct journal *j = journal_open(folder, clock, "1.0");
    for (int i = 0; i < records; i++) {
        char part[90];
        snprintf(part, sizeof part, "第 %d 部分，一个长一些的名字，好占满几页 %d", i, i * 7919);
        append_read(j, "1-1", part);
    }
    assert_true(journal_commit(j));
    return j;
}

static void both_chains_are_carried(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal_state was[2], now;
    struct err e = {0};
    for (int i = 0; i < 2; i++) {
        struct journal *j = fill(&clock, 400);
        journal_state(j, &was[i]);
        journal_close(j);
        clock_advance(&clock, 60000);
        run("dd if=/dev/urandom of=%s/journal.db bs=4096 seek=20 count=1 conv=notrunc 2>/dev/null", folder);
    }
    struct journal *j = journal_open(folder, &clock, "1.0");
    journal_commit(j);
    journal_state(j, &now);
    struct journal_chain c[8];
    assert_int_equal(journal_chains(j, c, 8), 3);
    assert_int_equal(c[0].first, 1);
    assert_string_equal(c[2].file, "");
    assert_string_equal(c[2].head, now.head);
    assert_int_equal(c[2].last, now.seq);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(c[i].last, was[i].seq);
        assert_string_equal(c[i].head, was[i].head);
        assert_int_equal(c[i + 1].first, was[i].seq + 1);
        assert_string_equal(c[i + 1].prev, was[i].head);
        struct taken t = {.last = c[i].first - 1};
        assert_true(aside_read_lines(folder, &c[i], take, &t, &e));
        assert_false(c[i].whole);
        assert_int_equal(t.last, c[i].last);
        assert_string_equal(t.head, c[i].head);
        assert_int_equal(t.wrong, 0);
        assert_int_equal(t.gaps, 1);
        assert_in_range(c[i].last - c[i].first + 1 - t.n, 1, 10); /* one page's records */
    }
    assert_int_equal(journal_chains(j, c, 2), 2);
    assert_int_equal(c[0].first, was[0].seq + 1);
    journal_close(j);
}

/* Lines still in the -wal when the file was set aside come out too, and reading leaves every byte as it was. */
static void reading_changes_nothing(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = fill(&clock, 200);
    char *all = lines_of(j);
    run("cd %s && cp journal.db journal.db.damaged-x && cp journal.db-wal journal.db.damaged-x-wal &&"
        " test -s journal.db.damaged-x-wal && sha256sum journal.db.damaged-x* > sums", folder);
    struct journal_chain c = {.first = 1, .file = "journal.db.damaged-x"};
    memset(c.prev, '0', 64);
    struct taken t = {.all = all};
    struct err e = {0};
    assert_true(aside_read_lines(folder, &c, take, &t, &e));
    assert_int_equal(t.n, 201);
    assert_int_equal(t.wrong, 0);
    assert_true(c.whole);
    assert_int_equal(run("cd %s && sha256sum --quiet -c sums && test $(ls journal.db.damaged-x* | wc -l) = 2", folder),
                     0);
    free(all);
    journal_close(j);
}

/* A few hundred single flips, all over the file: the journal opens, goes on, and what it does not hold any more is
 * either in the file set aside or named as missing. */
static void random_flips(void **state)
{
    (void)state;
    int rounds = getenv("FLIPS") ? atoi(getenv("FLIPS")) : 40, aside = 0, whole = 0, lost_lines = 0;
    struct clock clock = clock_virtual(NOON);
    struct journal *j = fill(&clock, 300);
    char *all = lines_of(j);
    journal_close(j);
    run("mkdir %s/good && mv %s/journal.db %s/good/", folder, folder, folder);
    srand(7);
    for (int i = 0; i < rounds; i++) {
        char path[300];
        struct err e = {0};
        run("rm -f %s/journal.* && cp %s/good/journal.db %s/", folder, folder, folder);
        snprintf(path, sizeof path, "%s/journal.db", folder);
        int fd = open(path, O_RDWR);
        off_t size = lseek(fd, 0, SEEK_END), at = rand() % size;
        unsigned char byte;
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        byte ^= (unsigned char)(1 << rand() % 8);
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
        close(fd);
        j = journal_open(folder, &clock, "1.0");
        assert_true(journal_commit(j));
        struct journal_state s;
        journal_state(j, &s);
        struct journal_chain c[3];
        int n = journal_chains(j, c, 3);
        struct journal_verdict v;
        bool proven = journal_verify(j, &v, &e);
        if (s.aside[0]) {
            struct taken t = {.all = all};
            assert_int_equal(n, 2);
            assert_true(aside_read_lines(folder, &c[0], take, &t, &e));
            assert_int_equal(t.wrong, 0);
            assert_true(proven);
            lost_lines += 301 - (int)t.n;
            assert_true(t.n == 301 || !c[0].whole);
            aside++;
        } else {
            char *now = lines_of(j);
            bool same = !strncmp(now, all, strlen(all));
            assert_true(same || !proven); /* a changed text inside a page is found by the chain alone */
            whole += same;
            free(now);
        }
        journal_close(j);
    }
    print_message("%d flips: %d files set aside (%d lines unreadable in all), %d without effect on any line\n", rounds,
                  aside, lost_lines, whole);
    free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chunks_add_up_to_the_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(both_chains_are_carried, setup, teardown),
        cmocka_unit_test_setup_teardown(reading_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(random_flips, setup, teardown),
    };
    log_quiet(LOG_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
