/* The journal's own times: append to acknowledged, throughput, opening, reading lines for an export. In a folder of its
 * own under DIR (default .), or, for opening and reading, on a journal that make_journal made: journal_bench [DIR]
 * [MADE-JOURNAL]. Use a Release build and a real disk. */
#include "base/clock.h"
#include "base/log.h"
#include "journal/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SINGLES 400
#define MANY 50000

static void append(struct journal *j)
{
    struct record r;
    record_start(&r, RECORD_READ);
    record_set_text(&r, "part", "part-of-a-scene", 15);
    journal_append(j, &r, NULL);
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void bench_writing(const char *dir)
{
    char folder[600];
    struct clock clock = clock_real();
    int64_t took[SINGLES], worst_append = 0;
    snprintf(folder, sizeof folder, "%s/journal-bench-XXXXXX", dir);
    if (!mkdtemp(folder))
        return;
    struct journal *j = journal_open(folder, &clock, "bench");
    journal_commit(j);
    for (int i = 0; i < SINGLES; i++) {
        int64_t from = clock_real_us();
        append(j);
        int64_t appended = clock_real_us() - from;
        journal_commit(j);
        took[i] = clock_real_us() - from;
        worst_append = appended > worst_append ? appended : worst_append;
    }
    qsort(took, SINGLES, sizeof *took, by_value);
    printf("append: worst %lld us; append to on disk: median %lld us, p95 %lld us, worst %lld us\n",
           (long long)worst_append, (long long)took[SINGLES / 2], (long long)took[SINGLES * 95 / 100],
           (long long)took[SINGLES - 1]);
    int64_t from = clock_real_us();
    for (int i = 0; i < MANY; i++) {
        append(j);
        if (i % 1000 == 999)
            journal_commit(j);
    }
    journal_commit(j);
    printf("in groups of 1000: %.0f records a second\n", MANY * 1e6 / (double)(clock_real_us() - from));
    journal_close(j);
    char command[700];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0)
        puts("(left behind)");
}

static void bench_reading(const char *folder)
{
    struct clock clock = clock_real();
    struct err e;
    int64_t from = clock_real_us(), last, after = 0, bytes = 0, worst = 0;
    struct journal *j = journal_open(folder, &clock, "bench");
    struct journal_state s;
    journal_state(j, &s);
    printf("opening %lld records: %lld ms\n", (long long)s.seq, (long long)(clock_real_us() - from) / 1000);
    struct buf out = {0};
    from = clock_real_us();
    for (;;) {
        int64_t chunk = clock_real_us();
        last = journal_read_lines(j, after, s.seq, 1 << 20, &out, &e);
        chunk = clock_real_us() - chunk;
        if (last <= 0)
            break;
        worst = chunk > worst ? chunk : worst;
        bytes += (int64_t)out.len;
        after = last;
        buf_clear(&out);
    }
    double seconds = (double)(clock_real_us() - from) / 1e6;
    printf("reading lines: %.0f MB in %.1f s, %.0f MB/s, worst chunk of 1 MiB %.1f ms\n", (double)bytes / 1e6, seconds,
           (double)bytes / 1e6 / seconds, (double)worst / 1000);
    int slices = 0;
    from = clock_real_us();
    worst = 0;
    for (int i = 0; i < 20; i++) {
        while (journal_due_ms(j) > 0)
            usleep(10000);
        int64_t slice = clock_real_us();
        journal_commit(j);
        slice = clock_real_us() - slice;
        worst = slice > worst ? slice : worst;
        journal_state(j, &s);
        slices++;
        if (!s.unchecked)
            break;
    }
    printf("checking while running: worst of %d slices %.1f ms, %lld records left\n", slices, (double)worst / 1000,
           (long long)s.unchecked);
    buf_free(&out);
    journal_close(j);
}

int main(int argc, char **argv)
{
    log_quiet(LOG_ERROR);
    bench_writing(argc > 1 ? argv[1] : ".");
    if (argc > 2)
        bench_reading(argv[2]);
    return 0;
}
