/* Does it stay as small as it was: scenes_bench MEDIA [CHANGES] goes from home into an exhibit of tests/bench/venue and
 * back in virtual time, and prints lines "after N scene changes<tab>MiB of all processes". From the source folder. */
#include "help.h"
#include "memory.h"

#include "app/show.h"
#include "base/log.h"

static struct config config;
static struct show show;

static bool worth_saying(int i, int last)
{
    return i == 0 || i == 200 || i == 1000 || i == 10000 || i == last;
}

int main(int argc, char **argv)
{
    int changes = argc > 2 ? atoi(argv[2]) : 10000;
    struct clock clock = clock_virtual(1795316645678);
    struct err e;
    must(argc > 1, "scenes_bench MEDIA [CHANGES]");
    log_quiet(LOG_ERROR);
    config_defaults(&config, ".");
    snprintf(config.kiosk.scripts, sizeof config.kiosk.scripts, "tests/bench/venue");
    snprintf(config.kiosk.media, sizeof config.kiosk.media, "%s", argv[1]);
    config.comfort.motion = false;     /* it is memory that is asked for */
    config.limits.callback_ms = 60000; /* other work on the machine shall fail no scene */
    struct show_options o = {.config = &config, .clock = &clock, .headless = true, .width = 1920, .height = 1080,
                             .text_size = -1, .boot = 1, .first_visit = 1, .seed = 1, .send = drop_record};
    must(show_open(&show, &o, &e), e.text);
    for (int i = 0; i <= changes; i++) {
        if (i % 2)
            show_enter(&show, i % 4 == 1 ? "question" : "tale");
        else
            show_go_home(&show, "new");
        must(show_settle(&show), "it did not come to rest");
        if (worth_saying(i, changes)) {
            printf("after %d scene changes, MiB\t%.1f\n", i, (double)tree_pss() / 1024);
            fflush(stdout);
        }
    }
    int failures = show.failures;
    show_close(&show);
    return failures != 0;
}
