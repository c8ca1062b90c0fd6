/* kill -9, -STOP and -SEGV of the stage at random moments, with a visitor tapping at random: home comes back every time,
 * the chain is whole, every fault is recorded, no process and no descriptor is left over, the keeper does not grow. Needs
 * Xvfb and xdotool: stage_loop KIOSK TIMES, from the source folder. Ends with 77 where it cannot run. */
#include "x_kiosk.h"

#define HOME_MS 90000 /* the built-in screen's pauses included */
#define SHARES 10     /* the keeper's memory is looked at after each tenth */
#define PAGES_KB 2048 /* of the journal that its database keeps in memory, as they are read and written */

static const struct {
    const char *name;
    int number;
} signals[] = {{"KILL", SIGKILL}, {"STOP", SIGSTOP}, {"SEGV", SIGSEGV}};
#define SIGNALS ((int)(sizeof signals / sizeof *signals))

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void print_times(const char *name, int *ms, int n)
{
    qsort(ms, (size_t)n, sizeof *ms, by_value);
    if (n)
        printf("%-5s %4d times: home stands again after median %5d ms, p95 %5d ms, worst %5d ms\n", name, n, ms[n / 2],
               ms[n * 95 / 100], ms[n - 1]);
}

/* A visitor for a while that nobody chose: none at all, or a few taps. */
static void somebody(void)
{
    int64_t until = clock_real_us() + rand() % 1500000;
    while (clock_real_us() < until) {
        x_tap(rand() % X_WIDTH, rand() % X_HEIGHT);
        usleep((unsigned)(rand() % 150000));
    }
}

static int count(const char *text, const char *what)
{
    int n = 0;
    for (const char *at = text; at && (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

/* It may fill the database's page cache, and else hardly grow. */
static bool flat(const long *pss)
{
    printf("keeper: PSS after each tenth, KiB:");
    for (int i = 1; i <= SHARES; i++) {
        if (pss[i]) /* fewer signals than tenths */
            printf(" %ld", pss[i]);
    }
    printf("\n");
    return pss[SHARES] <= pss[1] + pss[1] / 10 + PAGES_KB;
}

static int judge(struct x_kiosk *k, int done, const struct x_family *before, int shut)
{
    struct journal_verdict v = {.records = 0};
    struct x_family after = x_look(k->kiosk, false);
    int wrong = 0, ended = x_stop(k);
    char *lines = x_records(k, &v);
    int faults = count(lines, "\"what\":\"stage\""), slow = count(lines, "busy ") + count(lines, "no answer ");
    printf("keeper: descriptors %d before, %d after; zombies %d; ended after %d ms\n", before->descriptors, after.descriptors,
           after.zombies, ended);
    printf("chain: %lld records, %s, %d of %d ends recorded as faults (%d for not answering in 2 s: those stopped, and more only "
           "on a machine that is overrun); built-in screen %d times\n", (long long)v.records, lines ? "whole" : "BROKEN", faults,
           done, slow, shut);
    wrong += !lines || faults != done + slow - (done + 1) / SIGNALS || ended < 0 || ended > 2000 || after.zombies > 0;
    wrong += after.descriptors != before->descriptors;
    free(lines);
    return wrong;
}

int main(int argc, char **argv)
{
    static int ms[SIGNALS][1000], all[1000], n[SIGNALS];
    struct x_kiosk k;
    long pss[SHARES + 1] = {0};
    int times = argc > 2 ? atoi(argv[2]) : 0, done = 0, wrong = 0;
    if (times < 1 || times > 1000)
        return fprintf(stderr, "stage_loop KIOSK TIMES (1 to 1000)\n"), 2;
    if (!x_open(&k)) {
        puts("skipped: this machine has no Xvfb or xdotool");
        return 77;
    }
    srand(42);
    x_start(&k, argv[1], NULL);
    if (x_wait_homes(&k, 1, HOME_MS) < 0)
        return fprintf(stderr, "it does not start\n"), 1;
    usleep(2000000);
    struct x_family before = {0}, now;
    for (; done < times && !wrong; done++) {
        somebody();
        now = x_look(k.kiosk, false);
        before = done == 0 ? now : before;
        pss[done * SHARES / times + 1] = now.pss;
        int which = done % SIGNALS, homes = x_homes(&k);
        kill(now.stage, signals[which].number);
        int took = now.stage ? x_wait_homes(&k, homes + 1, HOME_MS) : -1;
        wrong += took < 0 || now.zombies > 1;
        ms[which][n[which]++] = all[done] = took;
    }
    if (wrong)
        printf("after %d signals: home does not come back, or the dead are not collected\n", done);
    for (int i = 0; i < SIGNALS; i++)
        print_times(signals[i].name, ms[i], n[i]);
    print_times("all", all, done);
    usleep(1500000);
    wrong += !wrong && !flat(pss);
    wrong += judge(&k, done, &before, x_count_log(&k, "“设备维护中”已显示"));
    return x_close(&k) != 0 || wrong ? 1 : 0;
}
