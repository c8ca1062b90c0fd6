/* Figures against scenarios that were counted by hand. */
#include "help.h"

#include "journal/counts.h"

#include <math.h>

static struct clock now;

static struct journal *begin(void)
{
    now = clock_virtual(NOON);
    return journal_open(folder, &now, "1.0");
}

struct ending {
    const char *why;
    int inputs, screens, span_s, active_s;
};

static void end_visit(struct journal *j, const char *visit, struct ending e)
{
    struct record r = make_record(RECORD_VISIT_END, visit);
    set_text(&r, "why", e.why);
    record_set_int(&r, "active_ms", e.active_s * 1000);
    record_set_int(&r, "idle_ms", 1000);
    record_set_int(&r, "inputs", e.inputs);
    record_set_int(&r, "screens", e.screens);
    record_set_int(&r, "span_ms", e.span_s * 1000);
    append(j, &r);
}

static void enter(struct journal *j, const char *visit, const char *scene)
{
    struct record r = make_record(RECORD_ENTER, visit);
    snprintf(r.scene, sizeof r.scene, "%s", scene);
    append(j, &r);
}

static void leave(struct journal *j, const char *visit, const char *scene, bool done)
{
    struct record r = make_record(RECORD_LEAVE, visit);
    snprintf(r.scene, sizeof r.scene, "%s", scene);
    record_set_int(&r, "active_ms", 5000);
    record_set_bool(&r, "done", done);
    append(j, &r);
}

static void answer(struct journal *j, const char *visit, int version, bool right, int attempt)
{
    struct record r = make_record(RECORD_ANSWER, visit);
    snprintf(r.scene, sizeof r.scene, "quiz/a");
    set_text(&r, "question", "q1");
    record_set_int(&r, "version", version);
    set_text(&r, "chosen", "b");
    record_set_bool(&r, "right", right);
    record_set_int(&r, "attempt", attempt);
    append(j, &r);
}

static void choose(struct journal *j, const char *visit, const char *at, const char *chosen)
{
    struct record r = make_record(RECORD_CHOICE, visit);
    snprintf(r.scene, sizeof r.scene, "stories/lamp");
    set_text(&r, "at", at);
    set_text(&r, "chosen", chosen);
    append(j, &r);
}

static void finish_story(struct journal *j, const char *visit, const char *ending)
{
    struct record r = make_record(RECORD_ENDING, visit);
    snprintf(r.scene, sizeof r.scene, "stories/lamp");
    set_text(&r, "ending", ending);
    set_text(&r, "outcome", "good");
    append(j, &r);
}

static struct counts compute(struct journal *j, const char *from, const char *to)
{
    struct counts c;
    struct counts_period p;
    struct err e = {0};
    if (!counts_period_parse(from, to, &p, &e) || !counts_compute(j, &p, &c, &e))
        fail_msg("%s", e.text);
    return c;
}

static void assert_row(const struct counts_list *l, int at, const char *a, const char *b, int64_t n,
                       int64_t of, int64_t more)
{
    assert_true(at < l->count);
    assert_string_equal(l->rows[at].text[0], a);
    assert_string_equal(l->rows[at].text[1], b);
    assert_int_equal(l->rows[at].n, n);
    assert_int_equal(l->rows[at].of, of);
    assert_int_equal(l->rows[at].more, more);
}

/* One day: a whole visit, one on each side of every threshold, staff, a stuck touch, one still going on. */
static void a_day(struct journal *j)
{
    append_start(j, "1-1");
    enter(j, "1-1", "stories/lamp");
    choose(j, "1-1", "night", "refuse");
    choose(j, "1-1", "day", "refuse");
    finish_story(j, "1-1", "clean");
    leave(j, "1-1", "stories/lamp", true);
    enter(j, "1-1", "quiz/a");
    answer(j, "1-1", 1, false, 1);
    answer(j, "1-1", 1, true, 2);
    leave(j, "1-1", "quiz/a", false);
    end_visit(j, "1-1", (struct ending){"finished", 3, 2, 20, 100}); /* exactly valid */
    append_start(j, "1-2");
    end_visit(j, "1-2", (struct ending){"left", 2, 2, 20, 20}); /* an input short */
    append_start(j, "1-3");
    enter(j, "1-3", "stories/lamp");
    leave(j, "1-3", "stories/lamp", true);
    end_visit(j, "1-3", (struct ending){"timeout", 9, 1, 20, 20}); /* a screen short, though completed */
    append_start(j, "1-4");
    enter(j, "1-4", "stories/lamp");
    choose(j, "1-4", "night", "accept");
    leave(j, "1-4", "stories/lamp", false);
    end_visit(j, "1-4", (struct ending){"handover", 9, 3, 19, 20}); /* a second short */
    append_start(j, "1-5");
    enter(j, "1-5", "quiz/a");
    leave(j, "1-5", "quiz/a", false);
    end_visit(j, "1-5", (struct ending){"timeout", 9, 3, 40, 40}); /* valid, nothing completed */
    struct record staff = make_record(RECORD_VISIT_START, "1-6");
    set_text(&staff, "mode", "staff");
    append(j, &staff);
    enter(j, "1-6", "quiz/a");
    answer(j, "1-6", 1, true, 1);
    end_visit(j, "1-6", (struct ending){"finished", 20, 5, 100, 100});
    append_start(j, "1-7");
    enter(j, "1-7", "quiz/a");
    end_visit(j, "1-7", (struct ending){"timeout", 601, 2, 40, 40}); /* 15.025 a second */
    append_start(j, "1-8");
    end_visit(j, "1-8", (struct ending){"timeout", 600, 2, 40, 60}); /* 15 a second: a quick hand */
    append_start(j, "1-9");
}

static void the_day_counted_by_hand(void **state)
{
    (void)state;
    struct journal *j = begin();
    a_day(j);
    struct counts c = compute(j, "", "");
    assert_int_equal(c.visits, 7);
    assert_int_equal(c.ongoing, 1);
    assert_int_equal(c.valid, 3);
    assert_int_equal(c.effective, 1);
    assert_int_equal(c.short_touch, 3);
    assert_int_equal(c.ends[END_FINISHED], 1);
    assert_int_equal(c.ends[END_LEFT], 1);
    assert_int_equal(c.ends[END_TIMEOUT], 3);
    assert_int_equal(c.ends[END_HANDOVER], 1);
    assert_int_equal(c.ends[END_POWER_LOSS], 0);
    assert_int_equal(c.breadth, 1);
    assert_int_equal(c.excluded_staff, 1);
    assert_int_equal(c.excluded_stuck, 1);
    assert_int_equal(c.boots, 1);
    assert_int_equal(c.scenes.count, 2);
    assert_row(&c.scenes, 0, "quiz/a", "demo@1", 0, 2, 0);
    assert_row(&c.scenes, 1, "stories/lamp", "demo@1", 2, 3, 0);
    assert_row(&c.questions, 0, "quiz/a", "q1", 0, 1, 1);
    assert_row(&c.choices, 0, "stories/lamp", "day", 1, 1, 0);
    assert_row(&c.choices, 1, "stories/lamp", "night", 1, 2, 0);
    assert_string_equal(c.choices.rows[1].text[2], "accept");
    assert_row(&c.endings, 0, "stories/lamp", "clean", 1, 1, 0);
    assert_int_equal(c.active_n, 3);
    assert_true(fabs(c.active_median_s - 60) < 1e-9);
    assert_true(fabs(c.active_p25_s - 50) < 1e-9);
    assert_true(fabs(c.active_p75_s - 80) < 1e-9);
    assert_int_equal(c.left_at.count, 3);
    counts_free(&c);
    journal_close(j);
}

static void days_are_local(void **state)
{
    (void)state;
    struct journal *j = begin(); /* noon of the 22nd in China */
    clock_advance(&now, 12 * 3600000 - 1);
    append_start(j, "1-1");
    clock_advance(&now, 60000); /* over midnight: the visit stays with its first record */
    end_visit(j, "1-1", (struct ending){"left", 5, 3, 60, 60});
    append_start(j, "1-2");
    end_visit(j, "1-2", (struct ending){"left", 5, 3, 60, 60});
    struct counts c = compute(j, "2026-11-22", "2026-11-22");
    assert_int_equal(c.visits, 1);
    assert_int_equal(c.valid, 1);
    assert_int_equal(c.boots, 1);
    counts_free(&c);
    c = compute(j, "2026-11-23", NULL);
    assert_int_equal(c.visits, 1);
    assert_int_equal(c.boots, 0);
    counts_free(&c);
    c = compute(j, NULL, "2026-11-21");
    assert_int_equal(c.visits, 0);
    counts_free(&c);
    journal_close(j);
}

static void time_unknown(void **state)
{
    (void)state;
    now = clock_virtual(0);
    struct journal *j = journal_open(folder, &now, "1.0");
    append_start(j, "1-1");
    end_visit(j, "1-1", (struct ending){"left", 5, 3, 60, 60});
    struct counts c = compute(j, "", "");
    assert_int_equal(c.visits, 1);
    assert_int_equal(c.unknown_visits, 1);
    assert_int_equal(c.unknown_records, 3);
    counts_free(&c);
    c = compute(j, "2026-11-01", "2026-11-30");
    assert_int_equal(c.visits, 0);
    assert_int_equal(c.unknown_visits, 1);
    counts_free(&c);
    clock_advance(&now, 3600000); /* an hour later somebody sets the clock, and the visit finds its day */
    now.wall_base_ms = NOON - 3600000;
    append_start(j, "1-2");
    end_visit(j, "1-2", (struct ending){"left", 5, 3, 60, 60});
    c = compute(j, "2026-11-22", "2026-11-22");
    assert_int_equal(c.visits, 2);
    assert_int_equal(c.unknown_visits, 0);
    assert_int_equal(c.unknown_records, 0);
    counts_free(&c);
    journal_close(j);
}

static void rates_from_thirty_on(void **state)
{
    (void)state;
    assert_false(rate_of(29, 29).shown);
    struct rate r = rate_of(24, 30);
    assert_true(r.shown);
    assert_true(fabs(r.value - 0.8) < 1e-12);
    assert_true(fabs(r.low - 0.62692) < 1e-4 && fabs(r.high - 0.90498) < 1e-4); /* Wilson, by hand */
    r = rate_of(0, 40);
    assert_true(r.low == 0 && fabs(r.high - 0.08762) < 1e-4);
    r = rate_of(40, 40);
    assert_true(r.high <= 1 && fabs(r.low - 0.91238) < 1e-4);
    struct journal *j = begin();
    for (int i = 0; i < 30; i++) {
        char visit[24];
        snprintf(visit, sizeof visit, "1-%d", i + 1);
        append_start(j, visit);
        answer(j, visit, 1, i < 24, 1);
        if (i < 29)
            answer(j, visit, 2, true, 1);
        answer(j, visit, 1, true, 2);
    }
    struct counts c = compute(j, "", "");
    assert_row(&c.questions, 0, "quiz/a", "q1", 24, 30, 30);
    assert_row(&c.questions, 1, "quiz/a", "q1", 29, 29, 0);
    struct buf b = {0};
    counts_write_text(&c, &b);
    assert_non_null(strstr(buf_cstr(&b), "80.0%"));
    assert_null(strstr(buf_cstr(&b), "100.0%"));
    buf_free(&b);
    counts_free(&c);
    journal_close(j);
}

static void power_loss_is_counted(void **state)
{
    (void)state;
    struct journal *j = begin();
    append_start(j, "1-1");
    journal_close(j);
    run("head -c 20000 /dev/urandom > %s/journal.db.damaged-20260101-000000", folder);
    j = journal_open(folder, &now, "1.0");
    struct counts c = compute(j, "", "");
    assert_int_equal(c.visits, 1);
    assert_int_equal(c.ends[END_POWER_LOSS], 1);
    assert_int_equal(c.short_touch, 1);
    assert_int_equal(c.boots, 2);
    assert_int_equal(c.set_aside, 1);
    counts_free(&c);
    journal_close(j);
}

static void written_three_ways(void **state)
{
    (void)state;
    struct journal *j = begin();
    a_day(j);
    struct record r = make_record(RECORD_FAULT, "");
    set_text(&r, "what", "=cmd|' /C calc'!A0");
    append(j, &r);
    choose(j, "1-9", "+1, \"x\"", "-1");
    struct counts c = compute(j, "2026-11-01", "2026-11-30");
    struct buf b = {0};
    counts_write_csv(&c, &b);
    const char *text = buf_cstr(&b);
    assert_memory_equal(text, "\xEF\xBB\xBF清风参与统计,2026-11-01 至 2026-11-30\r\n", 30);
    assert_int_equal(count_of(text, "\n"), count_of(text, "\r\n"));
    assert_non_null(strstr(text, "\"'=cmd|' /C calc'!A0\""));
    assert_non_null(strstr(text, "stories/lamp,\"'+1, \"\"x\"\"\",\"'-1\",1,1,,,\r\n"));
    assert_non_null(strstr(text, "\r\n有效人次,3,"));
    buf_clear(&b);
    counts_write_json(&c, &b);
    text = buf_cstr(&b);
    assert_non_null(
        strstr(text, "\"definitions\":1,\"period\":{\"from\":\"2026-11-01\",\"to\":\"2026-11-30\"}"));
    assert_non_null(strstr(
        text, "\"visits\":{\"visits\":7,\"valid\":3,\"effective\":1,\"short_touch\":3,\"ongoing\":1,"));
    assert_non_null(
        strstr(text, "{\"scene\":\"stories/lamp\",\"content\":\"demo@1\",\"starts\":3,\"completions\":2,"
                     "\"rate\":null,\"low\":null,\"high\":null}"));
    const char *diagnostics = strstr(text, "\"diagnostics\":{\"active\":{\"n\":3,\"median_s\":60,");
    assert_non_null(diagnostics);
    buf_clear(&b);
    counts_write_text(&c, &b);
    text = buf_cstr(&b);
    assert_true(strstr(text, "中位数") > strstr(text, "运行诊断"));
    assert_non_null(strstr(text, "  有效人次      3  至少 3 次"));
    buf_free(&b);
    counts_free(&c);
    journal_close(j);
}

static void periods_that_are_none(void **state)
{
    (void)state;
    struct counts_period p;
    struct err e;
    assert_false(counts_period_parse("2026-13-01", "", &p, &e));
    assert_non_null(strstr(e.text, "2026-13-01"));
    assert_false(counts_period_parse("2026-02-30", "", &p, &e));
    assert_false(counts_period_parse("2026-11-02", "2026-11-01", &p, &e));
    assert_true(counts_period_parse(NULL, "", &p, &e));
    assert_false(p.has_from || p.has_to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_day_counted_by_hand, setup, teardown),
        cmocka_unit_test_setup_teardown(days_are_local, setup, teardown),
        cmocka_unit_test_setup_teardown(time_unknown, setup, teardown),
        cmocka_unit_test_setup_teardown(rates_from_thirty_on, setup, teardown),
        cmocka_unit_test_setup_teardown(power_loss_is_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(written_three_ways, setup, teardown),
        cmocka_unit_test(periods_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
