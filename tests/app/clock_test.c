/* A virtual clock stands still while other processes work: half a minute on the start screen is half a minute, however
 * long its next picture takes to decode. And it goes on when nobody works but a new screen takes no touch yet. */
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

static struct show s;
static struct config config;
static struct clock virtual_clock;

static void open_show(bool motion)
{
    struct err e;
    config_defaults(&config, SOURCE_DIR);
    config.comfort.motion = motion;
    virtual_clock = clock_virtual(1795316645678);
    struct show_options o = {.config = &config, .clock = &virtual_clock, .headless = true, .width = 1280, .height = 720,
                             .text_size = -1, .boot = 1, .first_visit = 1, .send = drop};
    if (!show_open(&s, &o, &e))
        fail_msg("%s", e.text);
}

static void half_a_minute_is_half_a_minute(void **state)
{
    (void)state;
    struct rect at;
    open_show(true);
    assert_true(show_settle(&s));
    int64_t before = clock_mono(&virtual_clock);
    assert_true(show_advance(&s, 32000));
    assert_in_range(clock_mono(&virtual_clock) - before, 32000, 34000);
    assert_true(stage_find_text(s.stage, "竹有其节", &at));
    show_close(&s);
}

static void a_still_screen_comes_to_rest(void **state)
{
    (void)state;
    open_show(false); /* the short fade is over before the screen takes touches */
    assert_true(show_settle(&s));
    show_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(half_a_minute_is_half_a_minute),
                                       cmocka_unit_test(a_still_screen_comes_to_rest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
