/* The visit: when it begins, what it says, how it ends, in virtual time. */
#include "visit/visit.h"
#include "visit/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct log {
    struct record said[64];
    int n;
    struct visit v;
};

static void keep(void *user, const struct record *r)
{
    struct log *l = user;
    struct err e;
    if (!record_check(r, &e))
        fail_msg("%s", e.text);
    assert_true(l->n < 64);
    l->said[l->n++] = *r;
}

static int setup(void **state)
{
    struct log *l = calloc(1, sizeof *l);
    visit_open(&l->v, (struct visit_rules){45, 20}, 17, 42, keep, l);
    *state = l;
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static const struct record *last(const struct log *l)
{
    assert_true(l->n > 0);
    return &l->said[l->n - 1];
}

static void first_touch_begins_a_visit(void **state)
{
    struct log *l = *state;
    assert_true(visit_input(&l->v, 1000));
    assert_false(visit_input(&l->v, 1500));
    assert_int_equal(l->n, 1);
    assert_int_equal(l->said[0].kind, RECORD_VISIT_START);
    assert_string_equal(l->said[0].visit, "17-42");
    visit_finish(&l->v, 2000);
    visit_input(&l->v, 3000);
    assert_string_equal(last(l)->visit, "17-43");
}

static void nothing_is_said_without_a_visit(void **state)
{
    struct log *l = *state;
    struct record r;
    visit_screen(&l->v, "a", "b", 4);
    visit_enter(&l->v, "a", "demo@1", 5);
    visit_leave(&l->v, 6);
    visit_end(&l->v, WHY_TIMEOUT, 7);
    record_start(&r, RECORD_READ);
    visit_record(&l->v, &r, 8);
    assert_int_equal(l->n, 0);
    record_start(&r, RECORD_FAULT);
    record_set_cut(&r, "what", "scene");
    visit_record(&l->v, &r, 9);
    assert_int_equal(l->n, 1);
    assert_string_equal(l->said[0].visit, "");
}

static void warning_countdown_and_timeout(void **state)
{
    struct log *l = *state;
    visit_input(&l->v, 10000);
    assert_int_equal(visit_due(&l->v, 10000, 0), 45000);
    assert_int_equal(visit_tick(&l->v, 54999, 0), STEP_NONE);
    assert_int_equal(visit_tick(&l->v, 55000, 0), STEP_WARN);
    assert_int_equal(visit_seconds_left(&l->v, 55000), 20);
    assert_int_equal(visit_tick(&l->v, 55900, 0), STEP_NONE);
    assert_int_equal(visit_tick(&l->v, 56000, 0), STEP_SECOND);
    assert_int_equal(visit_seconds_left(&l->v, 56000), 19);
    assert_int_equal(visit_tick(&l->v, 75000, 0), STEP_TIMEOUT);
    assert_int_equal(l->v.phase, VISIT_NONE);
    assert_int_equal(visit_due(&l->v, 75000, 0), -1);
    const struct record *end = last(l);
    assert_int_equal(end->kind, RECORD_VISIT_END);
    assert_string_equal(record_text(end, "why"), "timeout");
    assert_int_equal(record_int(end, "active_ms"), 0);
    assert_int_equal(record_int(end, "idle_ms"), 65000);
}

static void one_touch_takes_the_warning_back(void **state)
{
    struct log *l = *state;
    visit_input(&l->v, 0);
    assert_int_equal(visit_tick(&l->v, 45000, 0), STEP_WARN);
    assert_false(visit_input(&l->v, 50000));
    assert_int_equal(l->v.phase, VISIT_ACTIVE);
    assert_int_equal(visit_tick(&l->v, 94999, 0), STEP_NONE);
    assert_int_equal(visit_tick(&l->v, 95000, 0), STEP_WARN);
}

static void a_touch_that_nothing_answers_only_keeps_a_visit(void **state)
{
    struct log *l = *state;
    visit_touch(&l->v, 500);
    assert_int_equal(l->v.phase, VISIT_NONE);
    assert_int_equal(l->n, 0);
    visit_input(&l->v, 1000);
    visit_touch(&l->v, 30000);
    assert_int_equal(visit_tick(&l->v, 74999, 0), STEP_NONE);
    assert_int_equal(visit_tick(&l->v, 75000, 0), STEP_WARN);
    visit_touch(&l->v, 80000);
    assert_int_equal(l->v.phase, VISIT_ACTIVE);
    visit_finish(&l->v, 81000);
    assert_int_equal(record_int(last(l), "inputs"), 1);
    assert_int_equal(record_int(last(l), "span_ms"), 0);
    assert_int_equal(record_int(last(l), "idle_ms"), 80000);
}

static void long_texts_are_given_time(void **state)
{
    struct log *l = *state;
    visit_input(&l->v, 0);
    assert_int_equal(visit_due(&l->v, 0, 300), 90000);
    assert_int_equal(visit_tick(&l->v, 60000, 300), STEP_NONE);
    assert_int_equal(visit_tick(&l->v, 90000, 300), STEP_WARN);
}

static void seconds_count_once_each(void **state)
{
    struct log *l = *state;
    int seconds = 0;
    visit_input(&l->v, 0);
    visit_tick(&l->v, 45000, 0);
    for (int64_t now = 45000; l->v.phase == VISIT_WARNED;) {
        int64_t due = visit_due(&l->v, now, 0);
        assert_true(due > 0);
        now += due;
        seconds += visit_tick(&l->v, now, 0) == STEP_SECOND;
    }
    assert_int_equal(seconds, 19);
}

static void scene_is_entered_left_and_done(void **state)
{
    struct log *l = *state;
    visit_input(&l->v, 1000);
    visit_enter(&l->v, "quiz/a", "demo@1", 2000);
    visit_input(&l->v, 9000);
    visit_complete(&l->v);
    assert_true(visit_has_seen(&l->v, "quiz/a"));
    assert_false(visit_has_seen(&l->v, "quiz"));
    assert_false(visit_has_seen(&l->v, "a"));
    visit_leave(&l->v, 20000);
    const struct record *leave = last(l);
    assert_int_equal(leave->kind, RECORD_LEAVE);
    assert_string_equal(leave->scene, "quiz/a");
    assert_string_equal(leave->content, "demo@1");
    assert_int_equal(record_int(leave, "active_ms"), 7000);
    assert_int_equal(record_int(leave, "done"), 1);
    visit_leave(&l->v, 20001);
    assert_ptr_equal(leave, last(l));
}

static void finished_is_not_left(void **state)
{
    struct log *l = *state;
    visit_input(&l->v, 0);
    visit_enter(&l->v, "s", "demo@1", 10);
    visit_finish(&l->v, 20);
    assert_string_equal(record_text(last(l), "why"), "left");
    visit_input(&l->v, 30);
    visit_enter(&l->v, "s", "demo@1", 40);
    visit_complete(&l->v);
    visit_finish(&l->v, 50);
    assert_string_equal(record_text(last(l), "why"), "finished");
    assert_false(visit_has_seen(&l->v, "s"));
}

static void screens_and_inputs_are_counted(void **state)
{
    struct log *l = *state;
    visit_input(&l->v, 0);
    visit_screen(&l->v, "venue", "home", 0);
    visit_screen(&l->v, "venue", "home", 0);
    visit_screen(&l->v, "quiz/a", "q1", 20000);
    visit_input(&l->v, 25000);
    visit_input(&l->v, 26000);
    visit_end(&l->v, WHY_HANDOVER, 27000);
    assert_int_equal(record_int(last(l), "screens"), 2);
    assert_int_equal(record_int(last(l), "inputs"), 3);
    assert_int_equal(record_int(last(l), "span_ms"), 26000);
    assert_string_equal(record_text(last(l), "why"), "handover");
}

static void give_answer(struct log *l, int attempt, int64_t now)
{
    const char *chosen[] = {"a"};
    struct record r;
    record_start(&r, RECORD_ANSWER);
    record_set_text(&r, "question", "Q01", 3);
    record_set_int(&r, "version", 1);
    record_set_texts(&r, "chosen", chosen, 1);
    record_set_bool(&r, "right", false);
    record_set_int(&r, "attempt", attempt);
    visit_record(&l->v, &r, now);
}

static void answers_are_timed_from_their_screen(void **state)
{
    struct log *l = *state;
    visit_input(&l->v, 1000);
    visit_enter(&l->v, "quiz/a", "demo@1", 2000);
    visit_screen(&l->v, "quiz/a", "q1", 2500);
    visit_screen(&l->v, "quiz/a", "q1", 4000);
    give_answer(l, 1, 9500);
    assert_int_equal(record_int(last(l), "ms"), 7000);
    give_answer(l, 2, 11000);
    assert_int_equal(record_int(last(l), "ms"), 1500);
}

static void every_word_is_there_in_every_language(void **state)
{
    (void)state;
    for (int w = 0; w < WORD_COUNT; w++) {
        for (int lang = 0; lang < LANG_COUNT; lang++)
            assert_true(word((enum word)w, (enum lang)lang) != NULL && *word((enum word)w, (enum lang)lang));
    }
}

/* A talk has pauses; whoever takes the screen meanwhile is still in it. */
static void a_mode_lasts_until_it_is_ended(void **state)
{
    struct log *l = *state;
    visit_set_mode(&l->v, "presenter", 0);
    visit_input(&l->v, 60000);
    assert_string_equal(record_text(last(l), "mode"), "presenter");
    assert_int_equal(visit_due(&l->v, 60000, 0), MODE_QUIET_MS);
    assert_int_equal(visit_tick(&l->v, 60000 + MODE_QUIET_MS - 1, 0), STEP_NONE);
    visit_end(&l->v, WHY_HANDOVER, 900000);
    visit_input(&l->v, 900000);
    assert_string_equal(record_text(last(l), "mode"), "presenter");
    visit_finish(&l->v, 910000);
    visit_input(&l->v, 920000);
    assert_false(record_has(last(l), "mode"));
    assert_int_equal(visit_due(&l->v, 920000, 0), 45000);
}

static void a_mode_lapses_when_nobody_comes(void **state)
{
    struct log *l = *state;
    visit_set_mode(&l->v, "staff", 1000);
    visit_input(&l->v, 1000 + MODE_QUIET_MS);
    assert_false(record_has(last(l), "mode"));
    visit_set_mode(&l->v, "staff", 1000 + MODE_QUIET_MS);
    visit_finish(&l->v, 1000 + MODE_QUIET_MS);
    visit_set_mode(&l->v, "staff", 0);
    visit_input(&l->v, 0);
    assert_true(record_has(last(l), "mode"));
    assert_int_equal(visit_tick(&l->v, MODE_QUIET_MS, 0), STEP_WARN);
    assert_int_equal(visit_tick(&l->v, MODE_QUIET_MS + 20000, 0), STEP_TIMEOUT);
    visit_input(&l->v, MODE_QUIET_MS + 21000);
    assert_false(record_has(last(l), "mode"));
}

int main(void)
{
#define WITH(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
    const struct CMUnitTest tests[] = {
        WITH(first_touch_begins_a_visit),     WITH(nothing_is_said_without_a_visit),
        WITH(warning_countdown_and_timeout),  WITH(one_touch_takes_the_warning_back),
        WITH(a_touch_that_nothing_answers_only_keeps_a_visit),
        WITH(long_texts_are_given_time),      WITH(seconds_count_once_each),
        WITH(scene_is_entered_left_and_done), WITH(finished_is_not_left),
        WITH(screens_and_inputs_are_counted), WITH(answers_are_timed_from_their_screen),
        WITH(a_mode_lasts_until_it_is_ended), WITH(a_mode_lapses_when_nobody_comes),
        cmocka_unit_test(every_word_is_there_in_every_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
