/* The kiosk as a visitor meets it, measured from outside: a real window on an X server of its own, real touches, pixels
 * and /proc. x_bench KIOSK MEDIA WIDTHxHEIGHT [starts=N taps=N idle=S scroll=S scenes=N] [-- more words for kiosk run] shows the
 * venue in tests/bench/venue and prints lines "what<tab>figure"; run it from the source folder. MEDIA holds the pictures
 * of make_photos. */
#include "costs.h"
#include "screen.h"
#include "venue.h"
#include "watch.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define HOLD_MS 60      /* how long a finger lies */
#define GUARD_MS 200    /* a new screen takes no touch earlier */
#define WORDS 40

struct bench {
    struct screen screen;
    struct places places;
    char data[64];
    const char *words[WORDS];
    pid_t kiosk;
    int starts, taps, idle, scroll, scenes;
    int lost; /* touches of which nothing came */
};

static struct values frames, scrolling;

/* ---- the kiosk ---- */

static void start_kiosk(struct bench *b)
{
    b->kiosk = fork();
    if (b->kiosk)
        return;
    char log[96];
    snprintf(log, sizeof log, "%s.log", b->data);
    int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(fd, 1);
    dup2(fd, 2);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    execv(b->words[0], (char *const *)(void *)b->words);
    _exit(127);
}

static void stop_kiosk(struct bench *b)
{
    kill(b->kiosk, SIGTERM);
    waitpid(b->kiosk, NULL, 0);
    nap_ms(300);
}

struct start {
    struct values window, first, whole;
};

/* From exec to a window, to anything on it, to the last change of it. */
static void start(struct bench *b, struct start *to)
{
    struct screen *s = &b->screen;
    struct area all = b->places.all;
    screen_point(s, s->w / 2, s->h - 2);
    screen_mapped(s);
    uint64_t before = screen_look(s, &all);
    double from = now_ms();
    start_kiosk(b);
    while (!screen_mapped(s) && now_ms() - from < 10000)
        nap_ms(0.5);
    values_add(&to->window, now_ms() - from);
    while (screen_black(s, &all) && now_ms() - from < 10000)
        nap_ms(0.5);
    values_add(&to->first, now_ms() - from);
    struct seen seen = watch(s, &(struct watch){&all, &all, 800, NULL}, from, before, before);
    values_add(&to->whole, seen.whole_ms);
}

static void bench_starts(struct bench *b)
{
    static struct start took;
    for (int i = 0; i < b->starts; i++) {
        if (i)
            stop_kiosk(b);
        start(b, &took);
    }
    printf("start: exec to window / first frame / whole home, ms\t%.0f / %.0f / %.0f\n", values_at(&took.window, 0.5),
           values_at(&took.first, 0.5), values_at(&took.whole, 0.5));
}

/* ---- touches ---- */

struct taps {
    struct values pressed, first, whole;
    double cold; /* the first one, whole */
};

static void note(struct taps *t, double pressed, struct seen seen)
{
    if (!t->whole.n)
        t->cold = seen.whole_ms;
    values_add(&t->pressed, pressed);
    values_add(&t->first, seen.first_ms);
    values_add(&t->whole, seen.whole_ms);
}

static double press(struct bench *b)
{
    uint64_t before = screen_look(&b->screen, &b->places.all);
    double from = now_ms(), shown = -1;
    screen_press(&b->screen, true);
    while (now_ms() - from < HOLD_MS) {
        if (shown < 0 && screen_look(&b->screen, &b->places.all) != before)
            shown = now_ms() - from;
        nap_ms(0.3);
    }
    return shown;
}

static void tap(struct bench *b, enum spot spot, struct taps *to)
{
    struct screen *s = &b->screen;
    struct places *p = &b->places;
    bool answer = spot == SPOT_ANSWER;
    struct watch w = {answer ? &p->explanation : &p->title, answer ? &p->explanation : &p->content, 350, NULL};
    if (!answer)
        w.between = &frames;
    screen_point(s, p->x[spot], p->y[spot]);
    nap_ms(40 + rand() % 17); /* anywhere within a frame */
    double pressed = press(b);
    uint64_t first = screen_look(s, w.first), whole = screen_look(s, w.whole);
    double from = now_ms();
    screen_press(s, false);
    struct seen seen = watch(s, &w, from, first, whole);
    if (seen.first_ms < 0) {
        static const char *const names[] = {"the question", "the story", "an answer", "play", "back"};
        fprintf(stderr, "nothing came of a touch on %s\n", names[spot]);
        b->lost++;
    }
    note(to, pressed, seen);
}

static void print_taps(struct taps *t, const char *first, const char *whole, const char *cold)
{
    if (first)
        values_print(&t->first, first, "%.1f");
    values_print(&t->whole, whole, "%.1f");
    if (cold)
        printf("%s\t%.1f\n", cold, t->cold);
}

static void bench_taps(struct bench *b)
{
    static struct taps question, tale, back, answer;
    for (int i = 0; i < b->taps; i++) {
        tap(b, SPOT_QUESTION, &question);
        tap(b, SPOT_ANSWER, &answer);
        tap(b, SPOT_BACK, &back);
        tap(b, SPOT_TALE, &tale);
        tap(b, SPOT_BACK, &back);
    }
    values_print(&question.pressed, "finger down to pressed pixels, ms", "%.1f");
    print_taps(&question, "finger up to first frame of the question", "finger up to the whole question",
               "… the first time");
    print_taps(&tale, "finger up to first frame of the story", "finger up to the whole story", "… the first time");
    print_taps(&back, "finger up to first frame of home", "finger up to the whole home", NULL);
    print_taps(&answer, NULL, "finger up to the answered question", "… the first time");
    values_print(&frames, "transition, frame to frame", "%.1f");
    printf("… dropped\t%d of %d\n", frames_dropped(&frames), frames.n);
}

/* ---- what it costs ---- */

static void bench_idle(struct bench *b)
{
    screen_point(&b->screen, b->screen.w / 2, b->screen.h - 2);
    nap_ms(2000);
    struct costs before = costs_of(b->kiosk);
    int changed = 0;
    uint64_t look = screen_look(&b->screen, &b->places.all);
    for (int i = 0; i < b->idle * 10; i++) {
        nap_ms(100);
        uint64_t now = screen_look(&b->screen, &b->places.all);
        changed += now != look;
        look = now;
    }
    struct costs after = costs_of(b->kiosk);
    printf("idle: frames / wake-ups a second / %% of a core\t%d / %.2f / %.3f\n", changed,
           (double)(after.wakes - before.wakes) / b->idle, (after.cpu_ms - before.cpu_ms) / b->idle / 10);
    printf("processes\t%d\n", after.processes);
    printf("PSS at start, MiB\t%.1f\n", after.pss_mib);
}

static void bench_scroll(struct bench *b)
{
    static struct taps tale, back;
    tap(b, SPOT_TALE, &tale);
    screen_point(&b->screen, b->places.x[SPOT_PLAY], b->places.y[SPOT_PLAY]);
    nap_ms(50);
    press(b);
    screen_press(&b->screen, false);
    nap_ms(300);
    struct costs before = costs_of(b->kiosk);
    double from = now_ms();
    int n = watch_frames(&b->screen, &b->places.column, b->scroll * 1000, &scrolling);
    double took = now_ms() - from;
    struct costs after = costs_of(b->kiosk);
    printf("scrolling text: %% of a core @ frames a second\t%.1f @ %.1f\n", (after.cpu_ms - before.cpu_ms) / took * 100,
           n * 1000 / took);
    values_print(&scrolling, "… frame to frame, ms", "%.1f");
    printf("… dropped\t%d of %d\n", frames_dropped(&scrolling), scrolling.n);
    tap(b, SPOT_BACK, &back);
}

/* One way or back, as fast as the kiosk lets a visitor. */
static bool go(struct bench *b, enum spot spot)
{
    struct screen *s = &b->screen;
    screen_point(s, b->places.x[spot], b->places.y[spot]);
    nap_ms(20);
    uint64_t before = screen_look(s, &b->places.title);
    double from = now_ms();
    screen_press(s, true);
    screen_press(s, false);
    while (screen_look(s, &b->places.title) == before) {
        if (now_ms() - from > 5000)
            return false;
        nap_ms(0.5);
    }
    nap_ms(GUARD_MS);
    return true;
}

static void bench_scenes(struct bench *b)
{
    for (int i = 1; i <= b->scenes && !b->lost; i++) {
        b->lost += !go(b, i % 2 == 0 ? SPOT_BACK : i % 4 == 1 ? SPOT_QUESTION : SPOT_TALE);
        if (i != 100 && i != 200 && i != 1000 && i != b->scenes)
            continue;
        nap_ms(2000);
        printf("PSS after %d scenes, MiB\t%.1f\n", i, costs_of(b->kiosk).pss_mib);
    }
}

/* ---- the whole ---- */

static void number_word(struct bench *b, const char *word)
{
    int n;
    if (sscanf(word, "starts=%d", &n) == 1)
        b->starts = n;
    else if (sscanf(word, "taps=%d", &n) == 1)
        b->taps = n;
    else if (sscanf(word, "idle=%d", &n) == 1)
        b->idle = n;
    else if (sscanf(word, "scroll=%d", &n) == 1)
        b->scroll = n;
    else if (sscanf(word, "scenes=%d", &n) == 1)
        b->scenes = n;
    else
        fprintf(stderr, "%s: not understood\n", word);
}

static void command(struct bench *b, int argc, char **argv)
{
    static char media[1100], data[96];
    snprintf(media, sizeof media, "kiosk.media=%s", argv[2]);
    snprintf(data, sizeof data, "kiosk.data=%s", b->data);
    const char *fixed[] = {argv[1], "run", "--size", argv[3], "--set", "kiosk.scripts=tests/bench/venue", "--set", media,
                           "--set", "visit.warn=3600", "--set", data};
    int n = 0, i = 4;
    for (; n < (int)(sizeof fixed / sizeof *fixed); n++)
        b->words[n] = fixed[n];
    for (; i < argc && strcmp(argv[i], "--") != 0; i++)
        number_word(b, argv[i]);
    for (i++; i < argc && n + 1 < WORDS; i++)
        b->words[n++] = argv[i];
    b->words[n] = NULL;
}

static bool open_bench(struct bench *b, int argc, char **argv)
{
    int w, h;
    if (argc < 4 || sscanf(argv[3], "%dx%d", &w, &h) != 2) {
        fputs("x_bench KIOSK MEDIA WIDTHxHEIGHT [starts=N taps=N idle=S scroll=S scenes=N] [-- words for kiosk run]\n", stderr);
        return false;
    }
    prctl(PR_SET_TIMERSLACK, 20000);
    if (!screen_open(&b->screen, w, h))
        return false;
    places_of(&b->places, w, h);
    snprintf(b->data, sizeof b->data, "%s/data", b->screen.folder);
    command(b, argc, argv);
    return true;
}

int main(int argc, char **argv)
{
    static struct bench b = {.starts = 5, .taps = 15, .idle = 60, .scroll = 6, .scenes = 200};
    if (!open_bench(&b, argc, argv))
        return 2;
    bench_starts(&b);
    if (b.idle)
        bench_idle(&b);
    bench_taps(&b);
    if (b.scroll)
        bench_scroll(&b);
    bench_scenes(&b);
    stop_kiosk(&b);
    screen_close(&b.screen);
    printf("touches of which nothing came\t%d\n", b.lost);
    return b.lost != 0;
}
