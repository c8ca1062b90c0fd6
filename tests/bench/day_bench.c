/* A day in seconds: visits come and go in virtual time, from opening to opening. Each touches exhibits as people do:
 * covers, answers, choices, the next page, the way back; some finish, some walk away. Prints visits a second and the
 * memory of all processes hour by hour, with the start screen up and at rest. Run from the source folder, Release build: day_bench [HOURS [SEED]]. */
#include "help.h"
#include "memory.h"

#include "app/show.h"

#define HOUR_MS 3600000
#define TAPS_MOST 24
#define REST_MS 700 /* real time after which picture workers have given back what they keep between pictures */

struct day {
    struct config config;
    struct clock clock;
    struct show show;
    uint64_t dice;
    long visits, taps, records;
};

static uint32_t roll(struct day *d, uint32_t sides)
{
    d->dice = d->dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(d->dice >> 33) % sides;
}

static void take_record(void *user, const struct record *r)
{
    struct day *d = user;
    d->records++;
    d->visits += r->kind == RECORD_VISIT_START;
}

static void finger(struct day *d, enum input_kind kind, int x, int y)
{
    struct input_event e = {.kind = kind, .pointer = 1, .x = x, .y = y, .mono_ms = clock_mono(&d->clock)};
    stage_inject(d->show.stage, &e);
    show_step(&d->show);
    clock_advance(&d->clock, 80);
}

static void tap(struct day *d, const struct rect *at)
{
    finger(d, INPUT_DOWN, at->x + at->w / 2, at->y + at->h / 2);
    finger(d, INPUT_UP, at->x + at->w / 2, at->y + at->h / 2);
    d->taps++;
    must(show_settle(&d->show), "it did not come to rest");
}

/* One of the buttons of the exhibit. */
static bool choose(struct day *d, struct rect *at)
{
    struct buf label = {0};
    int n = 0;
    while (stage_find_button(d->show.stage, n + 1, &label, at))
        n++;
    bool found = n && stage_find_button(d->show.stage, 1 + (int)roll(d, (uint32_t)n), &label, at);
    buf_free(&label);
    return found;
}

/* Somebody taps what is there to tap, with time to read between. */
static void visit(struct day *d)
{
    struct rect at;
    must(stage_find_text(d->show.stage, "轻触屏幕开始", &at), "the start screen is not there");
    tap(d, &at);
    for (int left = 2 + (int)roll(d, TAPS_MOST); left > 0; left--) {
        must(show_advance(&d->show, 1000 + (int64_t)roll(d, 7000)), "it did not come to rest");
        if (d->show.head.attract)
            break;
        if (choose(d, &at))
            tap(d, &at);
    }
    if (roll(d, 2) && stage_find_text(d->show.stage, "结束参观", &at)) /* else they walk away */
        tap(d, &at);
}

/* Of all processes, with the start screen at rest. */
static double memory_mib(struct day *d)
{
    for (int waited = 0; waited < REST_MS; waited += 100) { /* a spare scene process comes meanwhile, as in any pause */
        show_step(&d->show);
        show_wait(&d->show, NULL, 0, 100);
    }
    return (double)tree_pss() / 1024;
}

static void until_nobody_is_here(struct day *d)
{
    for (int i = 0; i < 40 && !d->show.head.attract; i++)
        must(show_advance(&d->show, 60000), "it did not come to rest");
    must(d->show.head.attract, "the start screen did not come back");
}

static void open_venue(struct day *d)
{
    struct err e;
    config_defaults(&d->config, ".");
    d->config.limits.callback_ms = 5000; /* what else the machine does is not the question here */
    d->clock = clock_virtual(1795316645678);
    struct show_options o = {.config = &d->config, .clock = &d->clock, .headless = true, .width = 1920, .height = 1080,
                             .text_size = -1, .boot = 1, .first_visit = 1, .seed = 1, .send = take_record, .user = d};
    must(show_open(&d->show, &o, &e), e.text);
    must(show_settle(&d->show), "it did not come to rest");
}

int main(int argc, char **argv)
{
    static struct day d;
    int hours = argc > 1 ? atoi(argv[1]) : 24;
    d.dice = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    open_venue(&d);
    int64_t from = clock_real_us(), start = clock_mono(&d.clock);
    for (int hour = 1; hour <= hours; hour++) {
        while (clock_mono(&d.clock) - start < (int64_t)hour * HOUR_MS) {
            visit(&d);
            until_nobody_is_here(&d);
            must(show_advance(&d.show, 1000 * (int64_t)roll(&d, 60)), "it did not come to rest");
        }
        printf("hour %2d: %5ld visits %6ld taps %6ld records  %.1f MiB\n", hour, d.visits, d.taps, d.records,
               memory_mib(&d));
    }
    double seconds = (double)(clock_real_us() - from) / 1e6;
    printf("%d hours in %.1f s: %.1f visits a second, %d scenes failed\n", hours, seconds, (double)d.visits / seconds,
           d.show.failures);
    show_close(&d.show);
    return d.show.failures != 0;
}
