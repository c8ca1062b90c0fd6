/* kill -9 of the running kiosk at random times, with a visitor tapping at random: after each the chain must fit and hold
 * every record that the keeper had said to be on disk, and the kiosk must start again. What the keeper said is noted here,
 * outside. Needs Xvfb and xdotool: kill_loop KIOSK KILLS, from the source folder. Ends with 77 where it cannot run. */
#include "x_kiosk.h"

#include "app/errands.h"

/* How many records the keeper says are on disk; -1 when nobody answers. */
static int64_t ask(const struct x_kiosk *k)
{
    struct buf text = {0};
    struct err e = {0};
    long long n = -1;
    if (errand_counts(k->data, 'j', "", "", &text, &e)) {
        const char *at = strstr(buf_cstr(&text), "\"boots\":");
        if (!at || sscanf(at, "\"boots\":%*d,\"records\":%lld", &n) != 1)
            n = -1;
    }
    buf_free(&text);
    return n;
}

static bool look(const struct x_kiosk *k, int64_t acked, struct journal_verdict *v, bool *aside)
{
    struct err e = {0};
    struct journal_state s = {0};
    struct journal *j = journal_open_reading(k->data, &e);
    bool well = j && journal_verify(j, v, &e);
    if (j)
        journal_state(j, &s);
    journal_close(j);
    *aside = s.aside[0];
    if (!well || s.seq < acked)
        printf("lost: file %lld, acknowledged %lld, %s%s\n", (long long)s.seq, (long long)acked, v->why, e.text);
    return well && s.seq >= acked;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return fprintf(stderr, "kill_loop KIOSK KILLS\n"), 2;
    struct x_kiosk x;
    struct journal_verdict v = {0};
    int kills = atoi(argv[2]), done = 0, bad = 0, answers = 0;
    int64_t acked = 0;
    bool aside = false;
    srand(42);
    if (!x_open(&x)) {
        puts("skipped: this machine has no Xvfb or xdotool");
        return 77;
    }
    for (; done < kills && !bad; done++) {
        x_start(&x, argv[1], NULL);
        int64_t until = clock_real_us() + 700000 + rand() % 2500000, give_up = clock_real_us() + 20000000;
        int64_t n = -1, before = acked;
        while (clock_real_us() < until || (acked == before && clock_real_us() < give_up)) {
            n = ask(&x);
            answers += n >= 0;
            acked = n > acked ? n : acked;
            if (clock_real_us() < until)
                x_tap(rand() % X_WIDTH, rand() % X_HEIGHT);
        }
        kill(x.kiosk, SIGKILL);
        waitpid(x.kiosk, NULL, 0);
        if (acked == before) {
            printf("kill %d: the kiosk did not start again\n", done + 1);
            bad++;
        }
        bad += !look(&x, acked, &v, &aside);
    }
    printf("%d kills of the running kiosk: %lld records acknowledged in %d answers, %lld in the file, %d lost%s\n", done,
           (long long)acked, answers, (long long)v.records, bad, aside ? ", a file was set aside" : "");
    return x_close(&x) != 0 || bad ? 1 : 0;
}
