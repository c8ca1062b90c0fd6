/* Frames of a motion: evenly spaced on the screen, whatever each of them takes and however late somebody wakes up. */
#include "stage/pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define WORK (PACE_US / 4)

static struct pace pace;
static int64_t now;

/* Waits as long as it says and oversleeps, then draws for so long; how long after the last frame it is shown. */
static int64_t frame(int64_t oversleeps, int64_t work, bool moving)
{
    static int64_t shown;
    now += pace_left(&pace, now) + oversleeps;
    int64_t begun = now, before = shown;
    shown = now += work;
    pace_frame(&pace, begun, now, moving);
    return shown - before;
}

/* Two motions: what a frame takes was learnt in the first. */
static int learn(void **state)
{
    (void)state;
    pace = (struct pace){0};
    now = 5000000;
    for (int i = 0; i < 40; i++)
        frame(0, WORK, i < 39);
    return 0;
}

static void the_first_comes_at_once(void **state)
{
    (void)state;
    pace = (struct pace){0};
    assert_int_equal(pace_left(&pace, 123456789), 0);
}

static void a_quick_first_frame_does_not_lengthen_the_second_turn(void **state)
{
    (void)state;
    now += 3000000;
    assert_int_equal(pace_left(&pace, now), 0);
    frame(0, WORK / 4, true);
    for (int i = 0; i < 20; i++)
        assert_in_range(frame(0, WORK, true), PACE_US - 50, PACE_US + 50);
}

/* What a frame takes is not forgotten over those in which next to nothing changes. */
static void cheap_frames_between_do_not_count(void **state)
{
    (void)state;
    now += 3000000;
    for (int i = 0; i < 3; i++)
        frame(0, 60, i < 2);
    now += 9000;
    frame(0, WORK / 3, true);
    for (int i = 0; i < 20; i++)
        assert_in_range(frame(0, WORK, true), PACE_US - 650, PACE_US + 650);
}

static void who_wakes_up_late_is_not_late_the_next_time(void **state)
{
    (void)state;
    frame(0, WORK, true);
    frame(0, WORK, true);
    assert_in_range(frame(900, WORK, true), PACE_US + 850, PACE_US + 950);
    assert_in_range(frame(0, WORK, true), PACE_US - 950, PACE_US - 850);
    assert_in_range(frame(0, WORK, true), PACE_US - 50, PACE_US + 50);
}

static void one_slow_frame_does_not_hurry_the_next(void **state)
{
    (void)state;
    frame(0, WORK, true);
    frame(0, 2 * WORK, true);
    for (int i = 0; i < 5; i++)
        assert_true(frame(0, WORK, true) >= PACE_US - WORK / 2);
}

/* Drawing takes longer than a turn: no waiting, and afterwards no frames in a hurry to catch up. */
static void what_is_too_slow_draws_without_a_break(void **state)
{
    (void)state;
    for (int i = 0; i < 60; i++)
        frame(0, PACE_US * 3 / 2, true);
    for (int i = 0; i < 20; i++)
        assert_in_range(frame(0, PACE_US * 3 / 2, true), PACE_US * 3 / 2, PACE_US * 3 / 2 + 10);
    int64_t from = now;
    for (int i = 0; i < 30; i++)
        frame(0, WORK, true);
    assert_in_range(now - from, 28 * PACE_US, 31 * PACE_US);
}

static void a_clock_set_back_holds_nothing_up(void **state)
{
    (void)state;
    assert_int_equal(pace_left(&pace, now - 3600000000), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_first_comes_at_once, learn),
        cmocka_unit_test_setup(a_quick_first_frame_does_not_lengthen_the_second_turn, learn),
        cmocka_unit_test_setup(cheap_frames_between_do_not_count, learn),
        cmocka_unit_test_setup(who_wakes_up_late_is_not_late_the_next_time, learn),
        cmocka_unit_test_setup(one_slow_frame_does_not_hurry_the_next, learn),
        cmocka_unit_test_setup(what_is_too_slow_draws_without_a_break, learn),
        cmocka_unit_test_setup(a_clock_set_back_holds_nothing_up, learn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
