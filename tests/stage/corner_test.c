/* The administrator's gesture: one finger rests in the top right corner, then taps the bottom left one. Nothing of it is
 * a touch for anybody else, and nothing near it opens anything. */
#include "rig.h"

#define RIGHT 1910
#define BOTTOM 1070
#define NEAR 10

static int open_corner(void **state)
{
    int r = open_rig(state);
    rig.stage->corner.where = STAGE_TOP_RIGHT;
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s");
    rig_button(&rig, s, NULL, 1, (struct rect){0, 0, 1920, 1080}); /* as the attract screen: all of it is a button */
    rig_show(&rig, s);
    return r;
}

static void rest(int64_t id, int x, int y, int ms)
{
    rig_finger(&rig, INPUT_DOWN, id, x, y);
    rig_run(&rig, ms);
    rig_finger(&rig, INPUT_UP, id, x, y);
}

static int count(enum stage_event_kind kind)
{
    struct stage_event e;
    int n = 0;
    while (stage_next_event(rig.stage, &e))
        n += e.kind == kind;
    return n;
}

static void the_gesture_is_reported_and_nothing_else(void **state)
{
    struct stage_event e;
    (void)state;
    rest(1, RIGHT, NEAR, 3100);
    rig_run(&rig, 500);
    rest(1, NEAR, BOTTOM, 100);
    assert_true(stage_next_event(rig.stage, &e));
    assert_int_equal(e.kind, STAGE_CORNER);
    assert_false(stage_next_event(rig.stage, &e));
}

static void it_must_rest_long_enough_and_not_too_long(void **state)
{
    (void)state;
    rest(1, RIGHT, NEAR, 2900);
    rest(1, NEAR, BOTTOM, 100);
    assert_int_equal(count(STAGE_CORNER), 0);
    rest(1, RIGHT, NEAR, CORNER_REST_MS + 200);
    rest(1, NEAR, BOTTOM, 100);
    assert_int_equal(count(STAGE_CORNER), 0);
}

static void a_short_rest_is_an_ordinary_touch(void **state)
{
    (void)state;
    rest(1, RIGHT, NEAR, 1000);
    assert_int_equal(count(STAGE_TAP), 1);
    rest(1, RIGHT, NEAR, 1000);
    assert_int_equal(count(STAGE_TOUCHED), 1);
}

static void whoever_leans_on_the_corner_is_heard_after_all(void **state)
{
    (void)state;
    rig_finger(&rig, INPUT_DOWN, 1, RIGHT, NEAR);
    rig_run(&rig, 5000);
    assert_int_equal(count(STAGE_TOUCHED), 0);
    rig_run(&rig, CORNER_REST_MS);
    assert_int_equal(count(STAGE_TOUCHED), 1);
    rig_finger(&rig, INPUT_UP, 1, RIGHT, NEAR);
}

static void other_places_fingers_and_orders_begin_it_anew(void **state)
{
    (void)state;
    rest(1, RIGHT, NEAR, 3100); /* another corner */
    rest(1, NEAR, NEAR, 100);
    rest(1, NEAR, BOTTOM, 100);
    assert_int_equal(count(STAGE_CORNER), 0);
    rest(1, NEAR, BOTTOM, 3100); /* the other way round */
    rest(1, RIGHT, NEAR, 100);
    assert_int_equal(count(STAGE_CORNER), 0);
    rig_finger(&rig, INPUT_DOWN, 2, 900, 500); /* a second hand lies on the glass */
    rest(1, RIGHT, NEAR, 3100);
    rest(1, NEAR, BOTTOM, 100);
    rig_finger(&rig, INPUT_UP, 2, 900, 500);
    assert_int_equal(count(STAGE_CORNER), 0);
    rest(1, RIGHT, NEAR, 3100); /* too late */
    rig_run(&rig, CORNER_TAP_MS + 200);
    rest(1, NEAR, BOTTOM, 100);
    assert_int_equal(count(STAGE_CORNER), 0);
}

static void one_that_leaves_the_corner_is_ordinary_again(void **state)
{
    (void)state;
    rig_finger(&rig, INPUT_DOWN, 1, RIGHT, NEAR);
    rig_run(&rig, 2000);
    rig_finger(&rig, INPUT_MOVE, 1, RIGHT - 200, NEAR);
    rig_run(&rig, 2000);
    rig_finger(&rig, INPUT_UP, 1, RIGHT - 200, NEAR);
    rest(1, NEAR, BOTTOM, 100);
    assert_int_equal(count(STAGE_CORNER), 0);
}

/* Children: ten fingers, corners only, taps and rests of any length, a hundred thousand of them one after another and
 * over each other. With every touch in a corner it may happen once in a while; what they find is a PIN pad. */
static void hammering_on_corners_hardly_ever_finds_it(void **state)
{
    uint32_t dice = 7;
    int found = 0;
    (void)state;
    for (int i = 0; i < 20000; i++) {
        dice = dice * 1664525u + 1013904223u;
        int64_t id = 1 + (dice >> 28);
        int x = dice >> 20 & 1 ? RIGHT : NEAR, y = dice >> 21 & 1 ? BOTTOM : NEAR;
        rig_finger(&rig, dice >> 22 & 1 ? INPUT_DOWN : INPUT_UP, id, x, y);
        clock_advance(&rig.clock, 20 + (dice >> 10 & 0xFF));
        stage_frame(rig.stage);
        found += count(STAGE_CORNER);
    }
    assert_true(found <= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_gesture_is_reported_and_nothing_else, open_corner, close_rig),
        cmocka_unit_test_setup_teardown(it_must_rest_long_enough_and_not_too_long, open_corner, close_rig),
        cmocka_unit_test_setup_teardown(a_short_rest_is_an_ordinary_touch, open_corner, close_rig),
        cmocka_unit_test_setup_teardown(whoever_leans_on_the_corner_is_heard_after_all, open_corner, close_rig),
        cmocka_unit_test_setup_teardown(other_places_fingers_and_orders_begin_it_anew, open_corner, close_rig),
        cmocka_unit_test_setup_teardown(one_that_leaves_the_corner_is_ordinary_again, open_corner, close_rig),
        cmocka_unit_test_setup_teardown(hammering_on_corners_hardly_ever_finds_it, open_corner, close_rig),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
