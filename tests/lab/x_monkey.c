/* A monkey at the real window, in real time: taps, up to 200 a second, drags that leave the screen, buttons held, keys and
 * chords, for so many seconds. Afterwards the kiosk is the same process, its stage has never fallen, no exhibit has failed,
 * the visit times out by itself, and the next tap begins another. Needs Xvfb and xdotool: x_monkey KIOSK SECONDS [SEED], from
 * the source folder. Ends with 77 where it cannot run. */
#include "x_kiosk.h"

#define IDLE_S 240 /* longer than the longest page's reading time, the warning and the countdown */

struct hands {
    FILE *pipe; /* xdotool reads commands from it */
    long events;
};

static int roll(int sides)
{
    return rand() % sides;
}

static void move(struct hands *h, int x, int y)
{
    fprintf(h->pipe, "mousemove %d %d\n", x < 0 ? 0 : x, y < 0 ? 0 : y);
    h->events++;
}

static void press(struct hands *h, const char *how)
{
    fprintf(h->pipe, "%s %d\n", how, roll(20) ? 1 : 2 + roll(4));
    h->events++;
}

/* Also in the bar and at the edges, where most things are. */
static void anywhere(struct hands *h)
{
    int x = roll(X_WIDTH), y = roll(X_HEIGHT);
    if (roll(4) == 0)
        y = X_HEIGHT - 1 - roll(X_HEIGHT / 10);
    if (roll(10) == 0)
        x = roll(2) ? 0 : X_WIDTH - 1;
    move(h, x, y);
}

static void taps(struct hands *h)
{
    anywhere(h);
    for (int n = 1 + roll(3); n > 0; n--) {
        press(h, "mousedown");
        fprintf(h->pipe, "sleep 0.0%d\n", 3 + roll(6));
        press(h, "mouseup");
        fprintf(h->pipe, "sleep 0.0%d\n", roll(10));
    }
}

static void hammer(struct hands *h)
{
    anywhere(h);
    fprintf(h->pipe, "click --repeat 200 --delay 5 1\n");
    h->events += 400;
}

static void drag(struct hands *h)
{
    int x = roll(X_WIDTH), y = roll(X_HEIGHT), dx = roll(161) - 80, dy = roll(161) - 80;
    move(h, x, y);
    press(h, "mousedown");
    for (int n = 3 + roll(12); n > 0; n--) {
        move(h, x += dx, y += dy);
        fprintf(h->pipe, "sleep 0.01\n");
    }
    if (roll(6))
        press(h, "mouseup");
}

static void keys(struct hands *h)
{
    static const char *const names[] = {"alt+F4", "ctrl+q", "ctrl+w", "Escape", "F11", "alt+Tab", "super", "ctrl+c", "Return",
                                        "space", "BackSpace", "ctrl+alt+Delete", "Print", "F1", "a", "Menu"};
    fprintf(h->pipe, "key %s\n", names[roll(16)]);
    h->events++;
}

static void run(struct hands *h, int seconds)
{
    int64_t end = clock_real_us() + seconds * 1000000LL;
    while (clock_real_us() < end) {
        int what = roll(100);
        if (what < 60)
            taps(h);
        else if (what < 85)
            drag(h);
        else if (what < 97)
            keys(h);
        else
            hammer(h);
        fflush(h->pipe); /* a full pipe holds it back: xdotool keeps the time */
    }
    fprintf(h->pipe, "mouseup 1 mouseup 2 mouseup 3\n");
}

static int count(const char *text, const char *what)
{
    int n = 0;
    for (const char *at = text; at && (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

/* Nobody touches it any more; then somebody does. */
static void rest(void)
{
    usleep(IDLE_S * 1000000u);
    x_tap(X_WIDTH / 2, X_HEIGHT / 2);
    usleep(700000);
}

static int judge(struct x_kiosk *k, const struct x_family *first, pid_t stage)
{
    struct journal_verdict v = {.records = 0};
    struct x_family last = x_look(k->kiosk, true), alone = x_look(k->kiosk, false);
    int homes = x_homes(k), ended = x_stop(k);
    char *lines = x_records(k, &v);
    int starts = count(lines, "\"kind\":\"visit_start\""), ends = count(lines, "\"kind\":\"visit_end\"");
    int timeouts = count(lines, "\"why\":\"timeout\""), faults = count(lines, "\"kind\":\"fault\"");
    bool woke = count(lines, "\"why\":\"shutdown\"") == 1;
    printf("%d visits, %d of them timed out, %lld records, chain %s, %d faults, home stood %d time(s), ended after %d ms\n", starts,
           timeouts, (long long)v.records, lines ? "whole" : "BROKEN", faults, homes, ended);
    printf("processes %d before, %d after; descriptors %d, %d; memory %ld KiB, %ld KiB; the last tap began a visit: %s\n",
           first->processes, last.processes, first->descriptors, last.descriptors, first->pss, last.pss, woke ? "yes" : "NO");
    free(lines);
    return !lines || faults || homes != 1 || alone.stage != stage || ended < 0 || starts != ends || !woke || !timeouts;
}

int main(int argc, char **argv)
{
    struct x_kiosk k;
    struct hands h = {.events = 0};
    if (argc < 3)
        return fprintf(stderr, "x_monkey KIOSK SECONDS [SEED]\n"), 2;
    if (!x_open(&k)) {
        puts("skipped: this machine has no Xvfb or xdotool");
        return 77;
    }
    srand(argc > 3 ? (unsigned)atoi(argv[3]) : 1);
    x_start(&k, argv[1], "visit.warn=10");
    h.pipe = x_wait_homes(&k, 1, 60000) >= 0 ? popen("xdotool - 2>/dev/null", "w") : NULL;
    if (!h.pipe)
        return fprintf(stderr, "it does not start\n"), 1;
    sleep(2);
    struct x_family first = x_look(k.kiosk, true), alone = x_look(k.kiosk, false);
    run(&h, atoi(argv[2]));
    pclose(h.pipe);
    printf("%ld events in %s s\n", h.events, argv[2]);
    fflush(stdout);
    rest();
    int wrong = judge(&k, &first, alone.stage);
    return x_close(&k) != 0 || wrong ? 1 : 0;
}
