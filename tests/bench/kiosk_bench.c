/* How fast and how heavy: start to the first whole home screen, tap to changed pixels, memory after the start and after
 * 200 scene changes, and what an idle screen costs. Run from the source folder: build/sanitize's numbers mean nothing,
 * use a Release build. The screen is in memory (no X server), so figures are the engine's own. */
#include "help.h"
#include "memory.h"

#include "app/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define TAPS 40
#define SCENE_CHANGES 200
#define IDLE_MS 5000

/* Runs the show in real time until `done` says so or 5 s have passed; returns ms. */
static double run_until(struct show *s, bool (*done)(struct show *s))
{
    int64_t from = clock_real_us();
    while (clock_real_us() - from < 5000000) {
        int ms = show_step(s);
        if (done(s))
            break;
        if (ms != 0)
            show_wait(s, NULL, 0, ms < 0 || ms > 20 ? 20 : ms);
    }
    return (double)(clock_real_us() - from) / 1000;
}

static int64_t presented_before;

static bool painted(struct show *s)
{
    return stage_figures(s->stage).presented > presented_before;
}

static bool at_rest(struct show *s)
{
    return s->state == SHOW_SCENE && stage_settled(s->stage) && !scene_client_busy(&s->client);
}

static bool tap_text(struct show *s, const char *text, double *press_ms)
{
    struct rect r;
    if (!stage_find_text(s->stage, text, &r))
        return false;
    struct input_event e = {.kind = INPUT_DOWN, .pointer = 1, .x = r.x + r.w / 2, .y = r.y + r.h / 2};
    e.mono_ms = clock_mono(s->clock);
    presented_before = stage_figures(s->stage).presented;
    stage_inject(s->stage, &e);
    double ms = run_until(s, painted);
    if (press_ms)
        *press_ms = ms;
    usleep(60000);
    e.kind = INPUT_UP;
    e.mono_ms = clock_mono(s->clock);
    stage_inject(s->stage, &e);
    return true;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void say_spread(const char *what, double *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, by_value);
    printf("%-40s median %7.2f ms   p95 %7.2f ms   worst %7.2f ms   (n=%d)\n", what, values[n / 2],
           values[n * 95 / 100], values[n - 1], n);
}

/* From a finger's lift to the first frame that shows the scene it opened. */
static double until_new_scene(struct show *s)
{
    int64_t from = clock_real_us(), presented;
    uint32_t entered = s->entered;
    for (;;) {
        presented = stage_figures(s->stage).presented;
        int ms = show_step(s);
        if (s->entered != entered && s->state == SHOW_SCENE && stage_figures(s->stage).presented > presented)
            return (double)(clock_real_us() - from) / 1000;
        if (ms != 0)
            show_wait(s, NULL, 0, 5);
    }
}

/* The frames of whatever moves after that: from one to the next, and what each takes. */
struct frames {
    double between[TAPS * 64], work[TAPS * 64];
    int n;
};

static void watch_motion(struct show *s, struct frames *f)
{
    int64_t last = clock_real_us();
    while (!at_rest(s)) {
        int64_t from = clock_real_us(), presented = stage_figures(s->stage).presented;
        int ms = show_step(s);
        int64_t now = clock_real_us();
        if (stage_figures(s->stage).presented > presented && f->n < TAPS * 64) {
            f->between[f->n] = (double)(now - last) / 1000;
            f->work[f->n++] = (double)(now - from) / 1000;
            last = now;
        }
        if (ms != 0)
            show_wait(s, NULL, 0, ms < 0 || ms > 20 ? 20 : ms);
    }
}

static void bench_taps(struct show *s)
{
    static struct frames moving;
    double press[TAPS], open[TAPS];
    int n = 0;
    for (int i = 0; i < TAPS; i++) {
        show_go_home(s, "new");
        run_until(s, at_rest);
        if (!tap_text(s, "纪法测一测", &press[n]))
            break;
        open[n++] = until_new_scene(s);
        watch_motion(s, &moving);
    }
    if (!n)
        return;
    say_spread("finger down to pressed pixels", press, n);
    say_spread("finger up to first frame of new scene", open, n);
    say_spread("its transition: from frame to frame", moving.between, moving.n);
    say_spread("its transition: work of a frame", moving.work, moving.n);
}

static void bench_memory(struct show *s)
{
    const char *const scenes[] = {"quiz/discipline", "stories/sizhitang", "gallery", "ledgers", "case/contract"};
    long start = tree_pss(), half = 0;
    for (int i = 0; i < SCENE_CHANGES; i++) {
        if (i % 2)
            show_go_home(s, "new");
        else
            show_enter(s, scenes[i / 2 % 5]);
        run_until(s, at_rest);
        if (i == SCENE_CHANGES / 2)
            half = tree_pss();
    }
    show_go_home(s, "new");
    run_until(s, at_rest);
    printf("%-40s start %.1f MiB   after %d %.1f MiB   after %d %.1f MiB\n", "memory (PSS, all processes)",
           (double)start / 1024, SCENE_CHANGES / 2, (double)half / 1024, SCENE_CHANGES, (double)tree_pss() / 1024);
}

static void bench_idle(struct show *s)
{
    struct rusage a, b;
    visit_end(&s->visit, WHY_FINISHED, clock_mono(s->clock));
    show_go_home(s, "");
    run_until(s, at_rest);
    int64_t presented = stage_figures(s->stage).presented, end = clock_real_us() + IDLE_MS * 1000;
    int steps = 0;
    getrusage(RUSAGE_SELF, &a);
    while (clock_real_us() < end) {
        int ms = show_step(s), left = (int)((end - clock_real_us() + 999) / 1000);
        steps++;
        if (left > 0 && ms != 0)
            show_wait(s, NULL, 0, ms < 0 || ms > left ? left : ms);
    }
    getrusage(RUSAGE_SELF, &b);
    double used = (double)(b.ru_utime.tv_usec - a.ru_utime.tv_usec + b.ru_stime.tv_usec - a.ru_stime.tv_usec) / 1000 +
                  (double)(b.ru_utime.tv_sec - a.ru_utime.tv_sec + b.ru_stime.tv_sec - a.ru_stime.tv_sec) * 1000;
    printf("%-40s %lld frames, %d wake-ups, %.3f %% of a core over %d s\n", "idle",
           (long long)(stage_figures(s->stage).presented - presented), steps, used / IDLE_MS * 100, IDLE_MS / 1000);
}

int main(int argc, char **argv)
{
    struct config config;
    struct clock clock = clock_real();
    struct show s;
    struct err e;
    int w = argc > 2 ? atoi(argv[1]) : 1920, h = argc > 2 ? atoi(argv[2]) : 1080;
    config_defaults(&config, ".");
    struct show_options o = {.config = &config, .clock = &clock, .headless = true, .width = w, .height = h,
                             .text_size = -1, .boot = 1, .first_visit = 1, .seed = 1, .send = drop_record};
    int64_t from = clock_real_us();
    if (!show_open(&s, &o, &e)) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    double opened = (double)(clock_real_us() - from) / 1000;
    presented_before = 0;
    double first = opened + run_until(&s, painted), whole = first + run_until(&s, at_rest);
    printf("%dx%d\n%-40s opened %.1f ms   first frame %.1f ms   whole with pictures %.1f ms\n", w, h, "start", opened,
           first, whole);
    show_go_home(&s, "new");
    run_until(&s, at_rest);
    bench_taps(&s);
    bench_memory(&s);
    bench_idle(&s);
    show_close(&s);
    return 0;
}
