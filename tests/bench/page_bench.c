/* One page, piece by piece: laying out and drawing the story of tests/bench/venue, at text sizes never seen before and at
 * ones seen before, and its picture from the file to the screen. page_bench MEDIA [WIDTH HEIGHT] prints lines
 * "what<tab>ms", medians; run it from the source folder. No screen is needed. */
#include "help.h"

#include "app/show.h"
#include "base/log.h"
#include "scene/nursery.h"
#include "stage/inside.h"
#include "stage/picture_worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 9

static struct config config;
static struct show show;

static double ms_since(int64_t from)
{
    return (double)(clock_real_us() - from) / 1000;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void say(const char *what, double *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, by_value);
    printf("%s\t%.2f\n", what, values[n / 2]);
}

static bool at_rest(void)
{
    return show.state == SHOW_SCENE && stage_settled(show.stage) && !scene_client_busy(&show.client);
}

static void rest(void)
{
    for (int64_t from = clock_real_us(); ms_since(from) < 10000;) {
        int ms = show_step(&show);
        if (at_rest())
            return;
        if (ms != 0)
            show_wait(&show, NULL, 0, ms < 0 || ms > 5 ? 5 : ms);
    }
    must(false, "it did not come to rest");
}

/* The same page at another size: everything is measured, broken into lines and drawn. */
static void at_size(int size, double *layout, double *draw)
{
    struct stage_comfort c = *stage_comfort(show.stage);
    c.text_size = size;
    stage_set_comfort(show.stage, &c);
    int64_t from = clock_real_us();
    stage_arrange(show.stage);
    *layout = ms_since(from);
    from = clock_real_us();
    stage_frame(show.stage);
    *draw = ms_since(from);
}

static void bench_page(void)
{
    double layout[ROUNDS], draw[ROUNDS];
    show_enter(&show, "tale");
    rest();
    for (int i = 0; i < 3; i++)
        at_size(i + 1, &layout[i], &draw[i]);
    say("story page, text size not seen before: layout, ms", layout, 3);
    say("… to draw, ms", draw, 3);
    for (int i = 0; i < ROUNDS; i++)
        at_size(i % TEXT_SIZES, &layout[i], &draw[i]);
    say("story page, seen before: layout, ms", layout, ROUNDS);
    say("… to draw, ms", draw, ROUNDS);
}

static bool spawn(void *user, int *fd, int *pidfd)
{
    struct spawned s;
    struct err e;
    if (!nursery_spawn(user, SPAWN_WORKER, &s, &e))
        return false;
    *fd = s.fd;
    *pidfd = s.pidfd;
    return true;
}

static double decode(struct pictures *p, int i, int w, int h)
{
    char name[32];
    snprintf(name, sizeof name, "photo-%02d.png", i);
    int64_t from = clock_real_us();
    while (picture_want(p, name, w, h, FIT_COVER, false)->state == PICTURE_PENDING) {
        struct pollfd fd;
        if (pictures_pollfds(p, &fd))
            poll(&fd, 1, 100);
        pictures_receive(p);
    }
    return ms_since(from);
}

static void bench_pictures(const char *media)
{
    double first[1], cold[ROUNDS], warm[ROUNDS];
    struct picture_options o = {.media = media, .cache_bytes = 32 << 20, .spawn = spawn, .user = &show.nursery};
    struct pictures *p = pictures_open(&o);
    first[0] = decode(p, 12, 400, 250);
    for (int i = 0; i < ROUNDS; i++)
        cold[i] = decode(p, i + 1, 400, 250);
    for (int i = 0; i < ROUNDS; i++)
        warm[i] = decode(p, i + 1, 400, 250);
    say("picture 640 x 400 to 400 x 250, with a new worker, ms", first, 1);
    say("… with a worker there, ms", cold, ROUNDS);
    say("… decoded before, ms", warm, ROUNDS);
    pictures_close(p);
}

int main(int argc, char **argv)
{
    struct clock clock = clock_real();
    struct err e;
    must(argc > 1, "page_bench MEDIA [WIDTH HEIGHT]");
    log_quiet(LOG_ERROR);
    config_defaults(&config, ".");
    snprintf(config.kiosk.scripts, sizeof config.kiosk.scripts, "tests/bench/venue");
    snprintf(config.kiosk.media, sizeof config.kiosk.media, "%s", argv[1]);
    struct show_options o = {.config = &config, .clock = &clock, .headless = true, .text_size = -1, .boot = 1,
                             .first_visit = 1, .seed = 1, .send = drop_record};
    o.width = argc > 3 ? atoi(argv[2]) : 1920;
    o.height = argc > 3 ? atoi(argv[3]) : 1080;
    must(show_open(&show, &o, &e), e.text);
    rest();
    bench_page();
    bench_pictures(argv[1]);
    show_close(&show);
    return 0;
}
