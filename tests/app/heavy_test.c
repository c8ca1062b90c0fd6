/* Honest heavy content passes untouched: a quiz of 10,000 questions and a story of 1,000 moments through the kits, a book of
 * 2 MB on one screen, real work in a callback. Opened, used and left as a visitor does, with the limits as they are shipped;
 * only under sanitizers the time for a callback is longer. Prints how long each took. */
#include "app/visitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#ifdef __SANITIZE_ADDRESS__
#define CALLBACK_MS 5000
#else
#define CALLBACK_MS 250
#endif

struct stand {
    struct config config;
    struct clock clock;
    struct visitor v;
};

static void take_record(void *user, const struct record *r)
{
    (void)user;
    assert_int_not_equal(r->kind, RECORD_FAULT);
}

static int set_up(void **state)
{
    struct stand *s = calloc(1, sizeof *s);
    struct err e;
    config_defaults(&s->config, SOURCE_DIR);
    snprintf(s->config.kiosk.scripts, sizeof s->config.kiosk.scripts, "%s", SOURCE_DIR "/tests/heavy");
    s->config.limits.callback_ms = getenv("CALLBACK_MS") ? atoi(getenv("CALLBACK_MS")) : CALLBACK_MS;
    s->clock = clock_virtual(1795316645678);
    struct show_options o = {.config = &s->config, .clock = &s->clock, .headless = true, .width = 1280, .height = 720,
                             .text_size = -1, .boot = 1, .first_visit = 1, .send = take_record, .user = s};
    if (!visitor_open(&s->v, &o, &e))
        fail_msg("%s", e.text);
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

static int since(int64_t from)
{
    return (int)((clock_real_us() - from) / 1000);
}

static void must_stand(struct stand *s)
{
    if (s->v.show.state != SHOW_SCENE || s->v.show.failures)
        fail_msg("%s: %s", s->v.show.last_failure.file, s->v.show.last_failure.message);
}

static void enter(struct stand *s, const char *scene)
{
    int64_t from = clock_real_us();
    show_enter(&s->v.show, scene);
    assert_true(show_settle(&s->v.show));
    must_stand(s);
    printf("%-6s opened after %4d ms", scene, since(from));
}

static void tap(struct stand *s, const char *text)
{
    struct err e;
    if (!visitor_wait(&s->v, 400, &e) || !visitor_tap_text(&s->v, text, &e) || !visitor_wait(&s->v, 400, &e))
        fail_msg("%s", e.text);
    must_stand(s);
}

static void sees(struct stand *s, const char *text)
{
    struct rect at;
    if (!stage_find_text(s->v.show.stage, text, &at))
        fail_msg("“%s” is not on the screen", text);
}

static void a_quiz_of_10000(void **state)
{
    struct stand *s = *state;
    enter(s, "quiz");
    int64_t from = clock_real_us();
    tap(s, "开始答题");
    for (int i = 0; i < 3; i++) {
        tap(s, "天知");
        tap(s, "提交答案");
        sees(s, "《后汉书》卷五十四");
        tap(s, "下一题");
    }
    printf(", three questions took %d ms\n", since(from));
}

static void a_story_of_1000(void **state)
{
    struct stand *s = *state;
    enter(s, "story");
    int64_t from = clock_real_us();
    for (int i = 1; i <= 20; i++) {
        char day[32];
        snprintf(day, sizeof day, "第%d天", i);
        sees(s, day);
        tap(s, i % 2 ? "挂起来" : "退回去");
    }
    printf(", twenty choices took %d ms\n", since(from));
}

static void a_book_of_2_mb(void **state)
{
    struct stand *s = *state;
    struct err e;
    enter(s, "book");
    int64_t from = clock_real_us();
    for (int i = 0; i < 5; i++)
        assert_true(visitor_drag(&s->v, (int[2]){640, 500}, (int[2]){640, 100}, &e));
    must_stand(s);
    sees(s, "公生明，廉生威。");
    printf(", five drags took %d ms\n", since(from));
}

static void work_within_the_budget(void **state)
{
    struct stand *s = *state;
    enter(s, "work");
    int64_t from = clock_real_us();
    for (int i = 0; i < 3; i++)
        tap(s, "按这里");
    sees(s, "算了3次");
    printf(", three taps took %d ms\n", since(from));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_quiz_of_10000, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_story_of_1000, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_book_of_2_mb, set_up, tear_down),
        cmocka_unit_test_setup_teardown(work_within_the_budget, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
