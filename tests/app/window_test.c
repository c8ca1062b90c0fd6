/* A visit in a real window, with real X input: attract, home, quiz, answer, result, home, nobody there any more. The
 * records must tell exactly that. */
#include "machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define TAPS 10

static void make_plan(struct spot *taps)
{
    static const char *const words[TAPS] = {"轻触屏幕开始", "小测验", "开始答题", "低处",     "提交答案",
                                             "下一题",       "低处",   "提交答案", "查看成绩", "首页"};
    struct plan *p = calloc(1, sizeof *p);
    plan_open(p);
    for (int i = 0; i < TAPS; i++)
        taps[i] = plan_tap(p, words[i]);
    plan_close(p);
    free(p);
}

static void a_visit_is_recorded_as_it_was(void **state)
{
    (void)state;
    static const char *const settings[] = {"visit.warn=10", "visit.countdown=5", NULL};
    struct machine m;
    struct spot taps[TAPS];
    char kinds[1024];
    make_plan(taps);
    machine_start(&m, getenv("KIOSK"), settings);
    for (int i = 0; i < TAPS; i++) {
        machine_tap(&m, taps[i].x, taps[i].y);
        usleep(900000);
    }
    sleep(32); /* reading time of home, warning, countdown, attract */
    machine_end_kiosk(&m);
    char *lines = machine_lines(&m);
    machine_kinds(lines, kinds, sizeof kinds);
    assert_string_equal(kinds, "boot visit_start enter answer answer result leave visit_end checkpoint ");
    assert_non_null(strstr(lines, "\"scene\":\"quiz\",\"content\":\"test@1\""));
    assert_non_null(strstr(lines, "\"question\":\"T1\""));
    assert_non_null(strstr(lines, "\"question\":\"T2\""));
    assert_non_null(strstr(lines, "\"done\":true"));
    assert_non_null(strstr(lines, "\"why\":\"timeout\""));
    free(lines);
    machine_stop(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_visit_is_recorded_as_it_was)};
    if (!machine_possible()) {
        puts("skipped: this machine has no Xvfb or xdotool");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
