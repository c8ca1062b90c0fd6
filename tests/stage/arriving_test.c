/* Pictures that arrive one by one: drawn a turn at a time while others are still to come, the last one at once. */
#include "picture_rig.h"

#include "base/clock.h"

#define PICTURES 8

static const char *const names[PICTURES] = {"0.png", "1.png", "2.png", "3.png", "4.png", "5.png", "6.png", "7.png"};

static int64_t presented(void)
{
    return stage_figures(rig.stage).presented;
}

static void show_them(void)
{
    struct node *row = rig_node(&rig, NULL, NODE_ROW, "row");
    for (int i = 0; i < PICTURES; i++) {
        struct node *p = rig_node(&rig, row, NODE_PICTURE, names[i]);
        p->src = names[i];
        p->width = in_u(200);
        p->height = in_u(200);
    }
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, row, false);
    stage_frame(rig.stage);
    assert_int_equal(presented(), 1);
}

static bool in_time(int64_t since)
{
    usleep(500);
    return clock_real_us() - since < 20000000;
}

/* The clock stands still, so the turn never ends: nothing is drawn before the last has come, and then all are. */
static void while_others_are_to_come_a_turn_is_kept(void **state)
{
    (void)state;
    show_them();
    for (int64_t start = clock_real_us(); stage_loading(rig.stage) && in_time(start);) {
        assert_int_equal(presented(), 1);
        stage_frame(rig.stage);
    }
    assert_false(stage_loading(rig.stage));
    assert_int_equal(presented(), 2);
    assert_int_equal(stage_frame(rig.stage), -1);
    assert_int_equal(presented(), 2);
    struct surface px = window_surface(rig.stage->window);
    for (int i = 0; i < PICTURES; i++) {
        struct rect at = rig_find(&rig, names[i])->at;
        assert_int_equal(px.px[(at.y + at.h / 2) * px.pitch + at.x + at.w / 2] & 0xFFFFFF, 0x336655);
    }
}

/* What has come by then is drawn when the turn is over, and the stage asks to be called for it. */
static void a_turn_ends_before_the_last_has_come(void **state)
{
    (void)state;
    show_them();
    for (int64_t start = clock_real_us(); stage_loading(rig.stage) && !rig.stage->pictures_came && in_time(start);)
        stage_frame(rig.stage);
    int ms = stage_frame(rig.stage);
    if (!stage_loading(rig.stage)) /* a busy machine: all have come by now */
        return;
    assert_in_range(ms, 0, 16);
    clock_advance(&rig.clock, 16);
    stage_frame(rig.stage);
    assert_int_equal(presented(), 2);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_with_pictures, close_with_pictures)
    const struct CMUnitTest tests[] = {
        T(while_others_are_to_come_a_turn_is_kept),
        T(a_turn_ends_before_the_last_has_come),
    };
    if (!mkdtemp(media))
        return 1;
    for (int i = 0; i < PICTURES; i++)
        save_picture(names[i], 1200, 900);
    return cmocka_run_group_tests(tests, NULL, remove_pictures);
}
