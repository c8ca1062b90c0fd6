/* Looking closer at a picture: two fingers, one finger, the control in its corner, and the pixels. */
#include "picture_rig.h"

#include "base/clock.h"
#include "stage/picture_near.h"
#include "stage/scroll.h"
#include "stage/zoom.h"

#include <stdio.h>
#include <unistd.h>

#define ART_X 400
#define ART_Y 200
#define ART_W 800
#define ART_H 600
#define MID_X (ART_X + ART_W / 2)
#define MID_Y (ART_Y + ART_H / 2)

/* Workers work in real time. */
static void let_pictures_come(void)
{
    struct pictures *p = rig.stage->pictures;
    int64_t end = clock_real_us() + 20000000;
    stage_frame(rig.stage);
    while (pictures_pending(p) > 0 && clock_real_us() < end) {
        pictures_receive(p);
        usleep(1000);
    }
    assert_int_equal(pictures_pending(p), 0);
    rig_run(&rig, 100);
}

static void show(struct node *root)
{
    rig_show(&rig, root);
    let_pictures_come();
}

static struct node *make_art(const char *src, bool control)
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
    show(make_art("a.png", false));
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
    show(make_art("a.png", false));
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
    show(make_art("a.png", false));
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
    show(make_art("a.png", false));
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
    show(make_art("a.png", false));
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
    show(make_art("a.png", true));
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
    show(make_art("a.png", false));
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
    struct node *s = make_art("a.png", false);
    rig_button(&rig, s, NULL, 7, (struct rect){ART_X, ART_Y, ART_W, ART_H})->fill = 0;
    show(s);
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
    struct node *s = make_art("a.png", true);
    s->first->decor = true;
    rig_show(&rig, s);
    assert_false(zoom_can(rig.stage, art()));
    assert_true(rect_empty(zoom_control(rig.stage, art())));
    s = make_art("a.png", true);
    s->first->width = s->first->height = in_u(100);
    rig_show(&rig, s);
    assert_false(zoom_can(rig.stage, art()));
}

static void another_picture_starts_whole(void **state)
{
    (void)state;
    show(make_art("a.png", false));
    pinch(MID_X, MID_Y, 200, 500, 0, 0);
    lift(MID_X, MID_Y);
    show(make_art("a.png", false)); /* the same view again */
    assert_true(zoom_is_out(art()));
    show(make_art("b.png", false));
    assert_false(zoom_is_out(art()));
}

static void a_view_that_goes_takes_the_fingers_along(void **state)
{
    (void)state;
    show(make_art("a.png", false));
    pinch(MID_X, MID_Y, 200, 300, 0, 0);
    rig_show(&rig, rig_node(&rig, NULL, NODE_STACK, "empty"));
    rig_finger(&rig, INPUT_MOVE, 1, 10, 10);
    lift(10, 10);
    assert_null(art());
}

/* ---- pictures of other shapes, places and kinds ---- */

static void one_that_is_smaller_than_its_frame_stays_in_its_middle(void **state)
{
    (void)state;
    struct node *s = make_art("narrow.png", false);
    s->first->fit = FIT_CONTAIN;
    show(s);
    pinch(MID_X, MID_Y, 100, 400, 200, 0);
    struct rect where = zoom_where(art(), seen(), 60, ART_H);
    assert_int_equal(where.w, 240);
    assert_in_range(where.x + where.w / 2, MID_X - 1, MID_X + 1);
}

static size_t pixels_wide(float scale)
{
    zoom_pixels(rig.stage, art(), scale);
    let_pictures_come();
    return (size_t)zoom_pixels(rig.stage, art(), scale)->w;
}

static void nothing_is_decoded_larger_than_the_file_or_the_bound(void **state)
{
    (void)state;
    show(make_art("small.png", true)); /* 300 x 225 */
    assert_int_equal(pixels_wide(4), ART_W);
    show(make_art("a.png", true)); /* 2000 x 1500: two and a half times the frame */
    assert_int_equal(pixels_wide(1.5f), 2 * ART_W);
    assert_int_equal(pixels_wide(4), 2000);
    show(make_art("large.png", true)); /* 4000 x 3000 */
    size_t w = pixels_wide(4);
    assert_true(w > 2500 && w * w * 3 / 4 <= 6100000);
}

static void what_was_decoded_for_it_goes_with_it(void **state)
{
    (void)state;
    show(make_art("a.png", true));
    size_t before = pictures_figures(rig.stage->pictures).bytes;
    int pictures = pictures_figures(rig.stage->pictures).pictures;
    struct rect at = zoom_control(rig.stage, art());
    rig_tap(&rig, at.x + 10, at.y + 10);
    rig_run(&rig, 400);
    let_pictures_come();
    assert_int_equal(pictures_figures(rig.stage->pictures).pictures, pictures + 1);
    assert_int_equal(pictures_figures(rig.stage->pictures).bytes, before);
    rig_tap(&rig, at.x + 10, at.y + 10);
    rig_run(&rig, 400);
    show(make_art("a.png", false));
    show(make_art("a.png", true));
    assert_int_equal(pictures_figures(rig.stage->pictures).pictures, pictures);
}

static void one_that_does_not_come_has_no_control(void **state)
{
    (void)state;
    show(make_art("missing.png", true));
    assert_true(rect_empty(zoom_control(rig.stage, art())));
    pinch(MID_X, MID_Y, 200, 500, 0, 0);
    assert_false(zoom_is_out(art()));
}

static void a_button_over_the_control_is_pressed(void **state)
{
    (void)state;
    struct stage_event e;
    struct node *s = make_art("a.png", true);
    rig_button(&rig, s, NULL, 7, (struct rect){ART_X + ART_W - 200, ART_Y + ART_H - 100, 200, 100});
    show(s);
    struct rect at = zoom_control(rig.stage, art());
    assert_false(rect_empty(at));
    rig_tap(&rig, at.x + at.w / 2, at.y + at.h / 2);
    assert_true(rig_event(&rig, STAGE_TAP, &e));
    assert_false(zoom_is_out(art()));
}

/* A picture taller than the scroll it is in. */
static struct live *show_in_scroll(void)
{
    struct node *s = rig_node(&rig, NULL, NODE_SCROLL, "list"), *p = rig_node(&rig, s, NODE_PICTURE, "art");
    p->src = "a.png";
    p->height = in_u(1600);
    rig_box(&rig, s, NULL, -1, 900);
    show(s);
    return rig_find(&rig, "list");
}

static void at_its_edge_the_scroll_goes_on(void **state)
{
    (void)state;
    struct live *list = show_in_scroll();
    pinch(960, 540, 300, 600, 0, 0);
    lift(960, 540);
    assert_true(zoom_is_out(art()));
    assert_false(rect_empty(zoom_control(rig.stage, art()))); /* in what is seen of it */
    assert_true(rect_covers((struct rect){0, 0, 1920, 1080}, zoom_control(rig.stage, art())));
    for (int i = 0; i < 8 && list->offset < 1; i++) {
        rig_drag(&rig, 1, 960, 800, 0, -600);
        rig_finger(&rig, INPUT_UP, 1, 960, 200);
        rig_run(&rig, 2000);
    }
    assert_true(list->offset > 300);
}

static void where_there_is_no_room_for_words_it_is_an_icon(void **state)
{
    (void)state;
    struct node *s = make_art("a.png", true);
    s->first->width = s->first->height = in_u(200);
    show(s);
    struct rect at = zoom_control(rig.stage, art());
    assert_int_equal(at.w, at.h);
    assert_true(rect_covers(art()->at, at));
}

static void one_gesture_is_one_input(void **state)
{
    (void)state;
    struct stage_event e;
    int inputs = 0;
    show(make_art("a.png", false));
    pinch(MID_X, MID_Y, 200, 500, 0, 0);
    lift(MID_X, MID_Y);
    while (stage_next_event(rig.stage, &e))
        inputs += e.deliberate;
    assert_int_equal(inputs, 1);
    rig_finger(&rig, INPUT_DOWN, 1, MID_X - 50, MID_Y); /* two sparks */
    rig_finger(&rig, INPUT_DOWN, 2, MID_X + 50, MID_Y);
    clock_advance(&rig.clock, 20);
    lift(MID_X, MID_Y);
    while (stage_next_event(rig.stage, &e))
        assert_false(e.deliberate);
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

#define T(f) cmocka_unit_test_setup_teardown(f, open_with_pictures, close_with_pictures)

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
        T(one_that_is_smaller_than_its_frame_stays_in_its_middle),
        T(nothing_is_decoded_larger_than_the_file_or_the_bound),
        T(what_was_decoded_for_it_goes_with_it),
        T(one_that_does_not_come_has_no_control),
        T(a_button_over_the_control_is_pressed),
        T(at_its_edge_the_scroll_goes_on),
        T(where_there_is_no_room_for_words_it_is_an_icon),
        T(one_gesture_is_one_input),
        cmocka_unit_test(pixels_are_mixed_between_their_middles),
        cmocka_unit_test(a_row_in_pieces_is_the_row),
    };
    if (!mkdtemp(media))
        return 1;
    save_picture("a.png", 2000, 1500);
    save_picture("b.png", 800, 600);
    save_picture("small.png", 300, 225);
    save_picture("large.png", 4000, 3000);
    save_picture("narrow.png", 200, 2000);
    return cmocka_run_group_tests(tests, NULL, remove_pictures);
}
