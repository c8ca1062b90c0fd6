/* Hands at the screen, in virtual time: what a tap, two, or ten do in the moments when something else goes on too. */
#include "app/visitor.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

struct stand {
    struct config config;
    struct clock clock;
    struct visitor v;
    int counts[RECORD_KINDS];
    char why[32]; /* of the last visit_end */
};

static void take_record(void *user, const struct record *r)
{
    struct stand *s = user;
    s->counts[r->kind]++;
    if (r->kind == RECORD_VISIT_END)
        snprintf(s->why, sizeof s->why, "%s", r->pool + r->values[0].at);
}

static void open_stand(struct stand *s, int width, int height)
{
    struct err e;
    memset(s, 0, sizeof *s);
    config_defaults(&s->config, SOURCE_DIR);
    s->clock = clock_virtual(1795316645678);
    struct show_options o = {.config = &s->config, .clock = &s->clock, .headless = true, .width = width,
                             .height = height, .text_size = -1, .no_pictures = true, .boot = 1, .first_visit = 1,
                             .send = take_record, .user = s};
    if (!visitor_open(&s->v, &o, &e))
        fail_msg("%s", e.text);
}

static int set_up(void **state)
{
    struct stand *s = calloc(1, sizeof *s);
    open_stand(s, 1280, 720);
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    struct stand *s = *state;
    visitor_close(&s->v);
    free(s);
    return 0;
}

static void tap(struct stand *s, const char *text)
{
    struct err e;
    if (!visitor_tap_text(&s->v, text, &e) || !visitor_wait(&s->v, 400, &e))
        fail_msg("%s", e.text);
}

static void wait_s(struct stand *s, int seconds)
{
    struct err e;
    if (!visitor_wait(&s->v, seconds * 1000, &e))
        fail_msg("%s", e.text);
}

static bool on_screen(struct stand *s, const char *text)
{
    struct rect at;
    return stage_find_text(s->v.show.stage, text, &at);
}

static void finger(struct stand *s, enum input_kind kind, int pointer, int x, int y)
{
    struct input_event ev = {.kind = kind, .pointer = pointer, .x = x, .y = y, .mono_ms = clock_mono(&s->clock)};
    stage_inject(s->v.show.stage, &ev);
}

static void middle_of(struct stand *s, const char *text, int *x, int *y)
{
    struct err e;
    if (!visitor_find(&s->v, text, x, y, &e))
        fail_msg("%s", e.text);
}

static void steps(struct stand *s, int ms)
{
    for (int i = 0; i < ms; i += 10) {
        show_step(&s->v.show);
        clock_advance(&s->clock, 10);
    }
}

static void to_the_warning(struct stand *s)
{
    for (int i = 0; i < 300 && !s->v.show.seconds_dialog; i++)
        wait_s(s, 1);
    assert_true(s->v.show.seconds_dialog);
}

/* ---- the idle warning ---- */

static void new_here_ends_the_visit(void **state)
{
    struct stand *s = *state;
    tap(s, "轻触屏幕开始");
    tap(s, "四知堂");
    tap(s, "高对比度");
    to_the_warning(s);
    tap(s, "我是新来的");
    assert_false(s->v.show.seconds_dialog);
    assert_string_equal(s->why, "handover");
    assert_int_equal(s->counts[RECORD_VISIT_START], 2);
    assert_string_equal(s->v.show.scene, HOME_SCENE);
    assert_false(s->v.show.head.attract);
    assert_false(s->v.show.comfort.contrast);
}

static void any_other_touch_goes_on(void **state)
{
    struct stand *s = *state;
    struct err e;
    char screen[160];
    tap(s, "轻触屏幕开始");
    tap(s, "四知堂");
    snprintf(screen, sizeof screen, "%s", s->v.show.head.screen);
    for (int where = 0; where < 3; where++) {
        to_the_warning(s);
        if (where == 0)
            tap(s, "继续参观");
        else
            assert_true(visitor_tap(&s->v, where == 1 ? 5 : 1200, where == 1 ? 5 : 700, &e)); /* 1200, 700: 结束参观 */
        assert_false(s->v.show.seconds_dialog);
    }
    to_the_warning(s);
    assert_true(visitor_drag(&s->v, (int[2]){640, 300}, (int[2]){640, 100}, &e)); /* not even a tap */
    assert_false(s->v.show.seconds_dialog);
    assert_string_equal(s->v.show.head.screen, screen);
    assert_int_equal(s->counts[RECORD_VISIT_START], 1);
    assert_int_equal(s->counts[RECORD_VISIT_END], 0);
}

/* A finger that lay on the glass before the warning came does not answer it by being lifted, but it is somebody. */
static void a_forgotten_finger_takes_nothing_away(void **state)
{
    struct stand *s = *state;
    tap(s, "轻触屏幕开始");
    finger(s, INPUT_DOWN, 4, 3, 300);
    for (int i = 0; i < 400 && s->counts[RECORD_VISIT_END] == 0; i++)
        steps(s, 1000);
    assert_string_equal(s->why, "timeout");
    for (int i = 0; i < 200 && !s->v.show.head.attract; i++) {
        steps(s, 10);
        show_wait(&s->v.show, NULL, 0, 5);
    }
    assert_true(s->v.show.head.attract);
    assert_false(s->v.show.seconds_dialog);
    finger(s, INPUT_UP, 4, 3, 300);
    steps(s, 500);
    tap(s, "轻触屏幕开始");
    assert_false(s->v.show.head.attract);
}

/* ---- covers ---- */

static void a_double_tap_enters_once(void **state)
{
    struct stand *s = *state;
    int x, y;
    tap(s, "轻触屏幕开始");
    middle_of(s, "四知堂", &x, &y);
    for (int i = 0; i < 6; i++) {
        finger(s, INPUT_DOWN, 1, x, y);
        steps(s, 60);
        finger(s, INPUT_UP, 1, x, y);
        steps(s, 10);
    }
    wait_s(s, 1);
    assert_int_equal(s->counts[RECORD_ENTER], 1);
    assert_string_equal(s->v.show.scene, "stories/sizhitang");
}

static void two_covers_at_once_open_one(void **state)
{
    struct stand *s = *state;
    int x[2], y[2];
    tap(s, "轻触屏幕开始");
    middle_of(s, "四知堂", &x[0], &y[0]);
    middle_of(s, "纪法测一测", &x[1], &y[1]);
    for (int i = 0; i < 2; i++)
        finger(s, INPUT_DOWN, i, x[i], y[i]);
    steps(s, 80);
    for (int i = 0; i < 2; i++)
        finger(s, INPUT_UP, i, x[i], y[i]);
    steps(s, 20);
    wait_s(s, 1);
    assert_int_equal(s->counts[RECORD_ENTER], 1);
    assert_int_equal(s->counts[RECORD_LEAVE], 0);
}

/* ---- comfort ---- */

/* On the third screen of every exhibit: every setting changes the looks and not the place, and all of it is taken back
 * when the visit is over. */
static void comfort_keeps_the_place(void **state)
{
    static const char *const covers[] = {"四知堂", "廉吏长廊", "况钟的簿册", "一份被拆开的合同", "纪法测一测"};
    static const char *const bar[] = {"大字版", "大字版", "大字版", "大字版", "高对比度", "高对比度", "低位操作",
                                      "低位操作", "声音", "静音", "English", "中文"};
    struct stand *s = *state;
    for (size_t i = 0; i < sizeof covers / sizeof *covers; i++) {
        struct buf before = {0}, after = {0}, label = {0};
        struct rect at;
        struct err e;
        char screen[160];
        tap(s, "轻触屏幕开始");
        tap(s, covers[i]);
        for (int n = 0; n < 3 && stage_find_button(s->v.show.stage, 1, &label, &at); n++)
            assert_true(visitor_tap(&s->v, at.x + at.w / 2, at.y + at.h / 2, &e));
        wait_s(s, 1);
        snprintf(screen, sizeof screen, "%s", s->v.show.head.screen);
        stage_visible_text(s->v.show.stage, &before);
        for (size_t b = 0; b < sizeof bar / sizeof *bar; b++) {
            tap(s, bar[b]);
            assert_string_equal(s->v.show.head.screen, screen);
        }
        stage_visible_text(s->v.show.stage, &after);
        assert_string_equal(buf_cstr(&after), buf_cstr(&before));
        tap(s, "大字版");
        tap(s, "低位操作");
        tap(s, "English");
        assert_true(s->v.show.comfort.text_size == 1 && s->v.show.comfort.reach && s->v.show.comfort.lang == LANG_EN);
        tap(s, "Finish");
        wait_s(s, 1);
        assert_true(s->v.show.head.attract);
        assert_true(on_screen(s, "轻触屏幕开始"));
        assert_true(s->v.show.comfort.text_size == 0 && !s->v.show.comfort.reach && s->v.show.comfort.lang == LANG_ZH);
        buf_free(&before);
        buf_free(&after);
        buf_free(&label);
    }
}

/* ---- while a scene works on its answer ---- */

static int64_t frames(const struct stand *s)
{
    return stage_figures(s->v.show.stage).frames;
}

/* How many frames the step took in which the finger was lifted. */
static int lift(struct stand *s, int x, int y)
{
    finger(s, INPUT_DOWN, 1, x, y);
    steps(s, 60);
    finger(s, INPUT_UP, 1, x, y);
    int64_t before = frames(s);
    show_step(&s->v.show);
    return (int)(frames(s) - before);
}

/* The process is stopped, so its answer never comes. */
static void a_frame_waits_for_the_answer_but_not_long(void **state)
{
    struct stand *s = *state;
    int x, y;
    tap(s, "轻触屏幕开始");
    middle_of(s, "四知堂", &x, &y);
    pid_t scene = s->v.show.client.process.pid;
    kill(scene, SIGSTOP);
    int drawn = lift(s, x, y);
    if (clock_real_us() - s->v.show.asked_us < 8000) /* else the machine had other things to do, and the wait was over */
        assert_int_equal(drawn, 0);
    int64_t before = frames(s);
    usleep(9000);
    show_step(&s->v.show);
    assert_int_equal(frames(s), before + 1);
    for (int64_t start = clock_real_us(); clock_real_us() - start < 50000; usleep(1000)) /* however fast one taps */
        lift(s, x, y);
    assert_true(frames(s) >= before + 3);
    kill(scene, SIGCONT);
    wait_s(s, 1);
    assert_string_equal(s->v.show.scene, "stories/sizhitang");
}

/* Its death would keep a core from the one that comes. */
static void a_scene_that_was_left_ends_when_the_next_one_stands(void **state)
{
    struct stand *s = *state;
    tap(s, "轻触屏幕开始");
    struct spawned before = s->v.show.client.process;
    int watch = fcntl(before.pidfd, F_DUPFD_CLOEXEC, 0);
    struct pollfd ended = {.fd = watch, .events = POLLIN};
    tap(s, "四知堂");
    show_wait(&s->v.show, NULL, 0, 0);
    assert_int_equal(poll(&ended, 1, 5000), 1);
    close(watch);
}

/* ---- a window that changes ---- */

static void a_new_size_keeps_the_place(void **state)
{
    static const int sizes[][2] = {{1080, 1920}, {3840, 2160}, {1280, 720}, {720, 1280}, {1280, 720}};
    struct stand *s = *state;
    char screen[160];
    tap(s, "轻触屏幕开始");
    tap(s, "四知堂");
    snprintf(screen, sizeof screen, "%s", s->v.show.head.screen);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        stage_resize(s->v.show.stage, sizes[i][0], sizes[i][1]);
        wait_s(s, 1);
        assert_string_equal(s->v.show.head.screen, screen);
        assert_true(on_screen(s, "首页"));
        struct overflow o[8];
        int n = stage_overflows(s->v.show.stage, o, 8);
        for (int k = 0; k < n; k++)
            assert_int_equal(o[k].kind, OVERFLOW_SCROLLS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(new_here_ends_the_visit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_other_touch_goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_forgotten_finger_takes_nothing_away, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_double_tap_enters_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_covers_at_once_open_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(comfort_keeps_the_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_frame_waits_for_the_answer_but_not_long, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_scene_that_was_left_ends_when_the_next_one_stands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_new_size_keeps_the_place, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
