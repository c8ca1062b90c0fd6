/* What more content costs: growth_bench SCRIPTS MEDIA [TEXT…] starts the kiosk without a screen on that content, taps the
 * texts one after the other, and prints one line of tab-separated figures: ms to the whole home screen, MiB of all
 * processes there, and for each text ms from the finger's lift to the first new frame and to the whole of it; then the MiB
 * at the end, and ms back to the home screen. A text that is not there, and a scene that fails, print - and the reason. */
#include "help.h"
#include "memory.h"

#include "app/show.h"
#include "base/log.h"

#define MOST_MS 20000

static double ms_since(int64_t from)
{
    return (double)(clock_real_us() - from) / 1000;
}

static bool at_rest(struct show *s)
{
    return s->state != SHOW_LOADING && stage_settled(s->stage) && !scene_client_busy(&s->client);
}

static void step(struct show *s)
{
    int ms = show_step(s);
    if (ms != 0)
        show_wait(s, NULL, 0, ms < 0 || ms > 5 ? 5 : ms);
}

static double until_rest(struct show *s, int64_t from)
{
    do
        step(s);
    while (!at_rest(s) && ms_since(from) < MOST_MS);
    return ms_since(from);
}

static void rest(struct show *s, int ms)
{
    for (int64_t from = clock_real_us(); ms_since(from) < ms;)
        step(s);
}

static void finger(struct show *s, enum input_kind kind, const struct rect *at)
{
    struct input_event e = {.kind = kind, .pointer = 1, .x = at->x + at->w / 2, .y = at->y + at->h / 2};
    e.mono_ms = clock_mono(s->clock);
    stage_inject(s->stage, &e);
}

/* From the lift to the first frame that shows the answer of the scene, to the whole of it. */
static void tap(struct show *s, const char *text)
{
    struct rect at;
    if (!stage_find_text(s->stage, text, &at)) {
        printf("\t-\t-");
        fprintf(stderr, "%s: not on the screen\n", text);
        return;
    }
    finger(s, INPUT_DOWN, &at);
    rest(s, 80);
    uint32_t serial = s->head.serial, entered = s->entered;
    int64_t from = clock_real_us(), presented = 0;
    finger(s, INPUT_UP, &at);
    do {
        presented = stage_figures(s->stage).presented;
        step(s);
    } while (ms_since(from) < MOST_MS && (s->state == SHOW_LOADING || (s->entered == entered && s->head.serial == serial) ||
                                          stage_figures(s->stage).presented == presented));
    double first = ms_since(from);
    printf("\t%.1f\t%.1f", first, until_rest(s, from));
    if (s->state == SHOW_CALM)
        fprintf(stderr, "%s: %s\n", text, s->last_failure.message);
    rest(s, 200);
}

int main(int argc, char **argv)
{
    static struct config config;
    static struct show s;
    struct clock clock = clock_real();
    struct err e;
    if (argc < 3) {
        fputs("growth_bench SCRIPTS MEDIA [TEXT…]\n", stderr);
        return 2;
    }
    log_quiet(LOG_ERROR);
    config_defaults(&config, ".");
    snprintf(config.kiosk.scripts, sizeof config.kiosk.scripts, "%s", argv[1]);
    snprintf(config.kiosk.media, sizeof config.kiosk.media, "%s", argv[2]);
    struct show_options o = {.config = &config, .clock = &clock, .headless = true, .width = 1920, .height = 1080,
                             .text_size = -1, .boot = 1, .first_visit = 1, .seed = 1, .send = drop_record};
    int64_t from = clock_real_us();
    if (!show_open(&s, &o, &e)) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    printf("%.1f", until_rest(&s, from));
    rest(&s, 500);
    printf("\t%.1f", (double)tree_pss() / 1024);
    for (int i = 3; i < argc; i++)
        tap(&s, argv[i]);
    rest(&s, 500);
    printf("\t%.1f", (double)tree_pss() / 1024);
    from = clock_real_us();
    show_go_home(&s, "new");
    printf("\t%.1f\n", until_rest(&s, from));
    int failed = s.failures;
    show_close(&s);
    return failed != 0;
}
