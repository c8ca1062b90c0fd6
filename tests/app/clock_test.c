/* A virtual clock stands still while other processes work: half a minute on the start screen is half a minute, however
 * long its next picture takes to decode. */
#include "app/show.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void drop(void *user, const struct record *r)
{
    (void)user;
    (void)r;
}

static void half_a_minute_is_half_a_minute(void **state)
{
    (void)state;
    static struct show s;
    struct config config;
    struct clock clock = clock_virtual(1795316645678);
    struct err e;
    struct rect at;
    config_defaults(&config, SOURCE_DIR);
    struct show_options o = {.config = &config, .clock = &clock, .headless = true, .width = 1280, .height = 720,
                             .text_size = -1, .boot = 1, .first_visit = 1, .send = drop};
    if (!show_open(&s, &o, &e))
        fail_msg("%s", e.text);
    assert_true(show_settle(&s));
    int64_t before = clock_mono(&clock);
    assert_true(show_advance(&s, 32000));
    assert_in_range(clock_mono(&clock) - before, 32000, 34000);
    assert_true(stage_find_text(s.stage, "竹有其节", &at));
    show_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(half_a_minute_is_half_a_minute)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
