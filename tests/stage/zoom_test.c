/* Looking closer at a picture: two fingers, one finger, the control in its corner, and the pixels. */
#include "rig.h"

#include "stage/picture_near.h"
#include "stage/zoom.h"

#define ART_X 400
#define ART_Y 200
#define ART_W 800
#define ART_H 600
#define MID_X (ART_X + ART_W / 2)
#define MID_Y (ART_Y + ART_H / 2)

static struct node *show_art(const char *src, bool control)
{
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s"), *p = rig_node(&rig, s, NODE_PICTURE, "art");
    p->anchor = ANCHOR_TOP_LEFT;
    p->dx = in_u(ART_X);
    p->dy = in_u(ART_Y);
    p->width = in_u(ART_W);
    p->height = in_u(ART_H);
    p->src = src;
    p->zoom = control;
    return s;
}

static struct live *art(void)
{
    return rig_find(&rig, "art");
}

static struct zoom seen(void)
{
    bool moving = false;
    return zoom_now(&rig.stage->style, art(), stage_now(rig.stage), &moving);
}

/* Two fingers lie down a distance apart and end at another, around a place that may move; they stay down. */
static void pinch(int x, int y, int from, int to, int dx, int dy)
{
    rig_finger(&rig, INPUT_DOWN, 1, x - from / 2, y);
    rig_finger(&rig, INPUT_DOWN, 2, x + from / 2, y);
    for (int i = 1; i <= 10; i++) {
        int half = (from + (to - from) * i / 10) / 2, mx = x + dx * i / 10, my = y + dy * i / 10;
        clock_advance(&rig.clock, 20);
        rig_finger(&rig, INPUT_MOVE, 1, mx - half, my);
        rig_finger(&rig, INPUT_MOVE, 2, mx + half, my);
    }
}

static void lift(int x, int y)
{
    rig_finger(&rig, INPUT_UP, 1, x, y);
    rig_finger(&rig, INPUT_UP, 2, x, y);
    rig_run(&rig, 400);
}

static void two_fingers_look_closer(void **state)
{
    (void)state;
    rig_show(&rig, show_art("a.svg", false));
    pinch(MID_X, MID_Y, 200, 500, 0, 0);
    assert_float_equal(seen().scale, 2.5f, 0.05f);
    assert_float_equal(seen().x, 0, 0.01f);
    assert_int_equal(rig_count(&rig, STAGE_TOUCHED) > 0, 1);
    lift(MID_X, MID_Y);
    assert_float_equal(seen().scale, 2.5f, 0.05f);
}

static void what_lies_between_the_fingers_stays_there(void **state)
{
    (void)state;
    rig_show(&rig, show_art("a.svg", false));
    int x = ART_X + 250, y = ART_Y + 200;
    pinch(x, y, 100, 200, 60, 40);
    struct zoom z = seen();
    assert_float_equal(z.scale, 2, 0.05f);
    struct rect where = zoom_where(art(), z, ART_W, ART_H);
    assert_in_range(where.x + where.w * 250 / ART_W, x + 60 - 8, x + 60 + 8);
    assert_in_range(where.y + where.h * 200 / ART_H, y + 40 - 8, y + 40 + 8);
}

static void the_frame_stays_full_and_the_scale_in_bounds(void **state)
{
    (void)state;
    rig_show(&rig, show_art("a.svg", false));
    pinch(ART_X + 120, ART_Y + 100, 60, 760, 3000, 3000);
    struct zoom z = seen();
    struct rect where = zoom_where(art(), z, ART_W, ART_H);
    assert_float_equal(z.scale, ZOOM_MOST, 0.001f);
    assert_true(rect_covers(where, art()->at));
    lift(0, 0);
    pinch(MID_X, MID_Y, 700, 60, 0, 0);
    assert_float_equal(seen().scale, 1, 0.001f);
    lift(MID_X, MID_Y);
    assert_false(zoom_is_out(art()));
}

static void one_finger_moves_what_is_large(void **state)
{
    (void)state;
    rig_show(&rig, show_art("a.svg", false));
    rig_drag(&rig, 1, MID_X, MID_Y, 100, 0);
    rig_finger(&rig, INPUT_UP, 1, MID_X + 100, MID_Y);
    assert_float_equal(seen().x, 0, 0.001f);
    pinch(MID_X, MID_Y, 200, 400, 0, 0);
    lift(MID_X, MID_Y);
    rig_drag(&rig, 1, MID_X, MID_Y, 100, -60);
    rig_finger(&rig, INPUT_UP, 1, MID_X + 100, MID_Y - 60);
    assert_in_range(1000 * seen().x, 60, 126); /* the first 6 mm decide what it is */
    assert_in_range(-1000 * seen().y, 50, 101);
}

static void almost_its_size_is_its_size(void **state)
{
    (void)state;
    rig_show(&rig, show_art("a.svg", false));
    pinch(MID_X, MID_Y, 400, 424, 0, 0);
    assert_true(zoom_is_out(art()));
    rig_finger(&rig, INPUT_UP, 1, MID_X, MID_Y);
    assert_true(zoom_is_out(art())); /* the other one still looks */
    lift(MID_X, MID_Y);
    assert_false(zoom_is_out(art()));
    assert_float_equal(seen().scale, 1, 0.001f);
}

static void the_control_looks_closer_and_back(void **state)
{
    (void)state;
    rig_show(&rig, show_art("a.svg", true));
    struct rect at = zoom_control(rig.stage, art());
    assert_true(rect_covers(art()->at, at));
    assert_true(at.h >= style_mm(&rig.stage->style, 17));
    rig_tap(&rig, at.x + 10, at.y + 10);
    assert_true(seen().scale < 1.5f); /* on its way */
    rig_run(&rig, 400);
    assert_float_equal(seen().scale, ZOOM_STEP, 0.001f);
    rig_tap(&rig, at.x + 10, at.y + 10);
    rig_run(&rig, 400);
    assert_float_equal(seen().scale, 1, 0.001f);
}

static void without_asking_the_control_is_only_the_way_back(void **state)
{
    (void)state;
    rig_show(&rig, show_art("a.svg", false));
    assert_true(rect_empty(zoom_control(rig.stage, art())));
    pinch(MID_X, MID_Y, 200, 500, 0, 0);
    lift(MID_X, MID_Y);
    struct rect at = zoom_control(rig.stage, art());
    assert_false(rect_empty(at));
    rig_tap(&rig, at.x + 10, at.y + 10);
    rig_run(&rig, 400);
    assert_false(zoom_is_out(art()));
    assert_true(rect_empty(zoom_control(rig.stage, art())));
}

static void show_under_button(void)
{
    struct node *s = show_art("a.svg", false);
    rig_button(&rig, s, NULL, 7, (struct rect){ART_X, ART_Y, ART_W, ART_H})->fill = 0;
    rig_show(&rig, s);
}

static void a_button_over_a_picture_is_pressed(void **state)
{
    (void)state;
    struct stage_event e;
    show_under_button();
    pinch(MID_X, MID_Y, 200, 210, 0, 0);
    rig_finger(&rig, INPUT_UP, 1, MID_X - 105, MID_Y);
    assert_true(rig_event(&rig, STAGE_TAP, &e));
    assert_false(zoom_is_out(art()));
}

static void decor_and_small_pictures_stay_as_they_are(void **state)
{
    (void)state;
    struct node *s = show_art("a.svg", true);
    s->first->decor = true;
    rig_show(&rig, s);
    assert_false(zoom_can(&rig.stage->style, art()));
    assert_true(rect_empty(zoom_control(rig.stage, art())));
    s = show_art("a.svg", true);
    s->first->width = s->first->height = in_u(100);
    rig_show(&rig, s);
    assert_false(zoom_can(&rig.stage->style, art()));
}

static void another_picture_starts_whole(void **state)
{
    (void)state;
    rig_show(&rig, show_art("a.svg", false));
    pinch(MID_X, MID_Y, 200, 500, 0, 0);
    lift(MID_X, MID_Y);
    rig_show(&rig, show_art("a.svg", false)); /* the same view again */
    assert_true(zoom_is_out(art()));
    rig_show(&rig, show_art("b.svg", false));
    assert_false(zoom_is_out(art()));
}

static void a_view_that_goes_takes_the_fingers_along(void **state)
{
    (void)state;
    rig_show(&rig, show_art("a.svg", false));
    pinch(MID_X, MID_Y, 200, 300, 0, 0);
    rig_show(&rig, rig_node(&rig, NULL, NODE_STACK, "empty"));
    rig_finger(&rig, INPUT_MOVE, 1, 10, 10);
    lift(10, 10);
    assert_null(art());
}

static void detail_follows_the_scale_within_its_pixels(void **state)
{
    (void)state;
    rig_show(&rig, show_art("a.svg", false));
    assert_float_equal(zoom_detail(art(), 1), 1, 0.001f);
    assert_float_equal(zoom_detail(art(), 1.5f), 2, 0.001f);
    float most = zoom_detail(art(), 4);
    assert_true(most > 2 && most * most * ART_W * ART_H <= 8.1e6f);
}

/* ---- pixels ---- */

static uint32_t four[] = {0xFF000000, 0xFFFFFFFF, 0xFF00FF00, 0xFFFF0000};

static void pixels_are_mixed_between_their_middles(void **state)
{
    (void)state;
    struct picture p = {.state = PICTURE_READY, .w = 2, .h = 2, .px = four, .opaque = true};
    uint32_t out[8];
    picture_near(&p, (struct rect){10, 20, 8, 8}, 10, 20, 8, out);
    assert_int_equal(out[0], 0xFF000000); /* outside the first middle: as it is */
    assert_int_equal(out[1], 0xFF000000);
    assert_int_equal(out[7], 0xFFFFFFFF);
    assert_in_range(out[3] & 255, 90, 100); /* 3/8 of the way between the middles at 2 and 6 */
    picture_near(&p, (struct rect){10, 20, 8, 8}, 10, 27, 1, out);
    assert_int_equal(out[0], 0xFF00FF00);
}

static void a_row_in_pieces_is_the_row(void **state)
{
    (void)state;
    static uint32_t px[5000 * 3], whole[9000], part[9000];
    for (int i = 0; i < 5000 * 3; i++)
        px[i] = (uint32_t)i * 2654435761u;
    struct picture p = {.state = PICTURE_READY, .w = 5000, .h = 3, .px = px};
    struct rect where = {-30, 0, 9000, 7};
    picture_near(&p, where, -30, 3, 9000, whole);
    for (int x = 0; x < 9000; x += 7)
        picture_near(&p, where, x - 30, 3, 9000 - x < 7 ? 9000 - x : 7, part + x);
    assert_memory_equal(whole, part, sizeof whole);
    where.w = 700; /* smaller than it was decoded: pieces of at most one blended row */
    picture_near(&p, where, -30, 3, 700, whole);
    for (int x = 0; x < 700; x++)
        picture_near(&p, where, x - 30, 3, 1, part + x);
    assert_memory_equal(whole, part, 700 * sizeof *whole);
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_rig, close_rig)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(two_fingers_look_closer),
        T(what_lies_between_the_fingers_stays_there),
        T(the_frame_stays_full_and_the_scale_in_bounds),
        T(one_finger_moves_what_is_large),
        T(almost_its_size_is_its_size),
        T(the_control_looks_closer_and_back),
        T(without_asking_the_control_is_only_the_way_back),
        T(a_button_over_a_picture_is_pressed),
        T(decor_and_small_pictures_stay_as_they_are),
        T(another_picture_starts_whole),
        T(a_view_that_goes_takes_the_fingers_along),
        T(detail_follows_the_scale_within_its_pixels),
        cmocka_unit_test(pixels_are_mixed_between_their_middles),
        cmocka_unit_test(a_row_in_pieces_is_the_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
