/* Scenes that fail, in real time, as a visitor meets them: the calm card is there within half a second, one line with
 * file and line tells of it, 首页 answers while the scene is stuck, and the next scene knows nothing of it. */
#include "app/show.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#ifdef __SANITIZE_ADDRESS__
#define CARD_MS 1000
#else
#define CARD_MS 500
#endif

struct place {
    char folder[64];
    struct config config;
    struct clock clock;
    struct show show;
};

static const char *const taps[][2] = {
    {"taperr", "local x = nil; x.y = 1"},
    {"loop", "while true do end"},
    {"caught", "while true do pcall(function() while true do end end) end"},
    {"giant", "local s = 'x'; while #s < 2 ^ 30 do s = s .. s end"},
    {"rep", "local s = string.rep('x', 2 ^ 30)"},
    {"deep", "local function f(n) return 1 + f(n + 1) end; f(1)"},
    {"cloop", "string.find(string.rep('a', 40), string.rep('a-', 30) .. 'b')"},
    {"hog", "local t = {}; for i = 1, 1e9 do t[i] = { i } end"},
    {"weak", "local t = {}; for i = 1, 1e7 do t[i] = setmetatable({}, { __mode = 'k' }) end"},
};
#define TAPS (sizeof taps / sizeof *taps)

static const char *const at_once[][2] = {
    {"syntax", "return scene {\n  title = 'x',\n  view = function( return end\n}\n"},
    {"viewerr", "return scene { title = 'x',\n  view = function() return text { text = nil .. 'a' } end }\n"},
    {"viewloop", "return scene { title = 'x',\n  view = function() while true do end end }\n"},
    {"loadloop", "\nwhile true do end\n"},
    {"bytes", "return scene { title = '\xff\xfe', view = function() return text { text = '\xc3' } end }\n"},
};
#define AT_ONCE (sizeof at_once / sizeof *at_once)

static void put(const struct place *p, const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s.lua", p->folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void put_tap(const struct place *p, const char *name, const char *code)
{
    char text[1024];
    snprintf(text, sizeof text,
             "return scene { title = '%s', start = function() return { n = 0 } end,\n"
             "  view = function(state) return column { text { text = '数到' .. state.n },\n"
             "    button { on_tap = function()\n"
             "      %s\n"
             "      state.n = state.n + 1 end, text { text = '按这里' } } } end }\n",
             name, code);
    put(p, name, text);
}

static void drop(void *user, const struct record *r)
{
    (void)user;
    (void)r;
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    struct err e;
    snprintf(p->folder, sizeof p->folder, "/tmp/qf-trouble-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    put(p, "venue", "return venue { title = '坏展馆', content = 'bad@1', seal = '清风',\n"
                    "  zone { '一', cover { scene = 'good', title = '好', picture = 'covers/quiz.svg' } } }\n");
    put_tap(p, "good", "");
    for (size_t i = 0; i < TAPS; i++)
        put_tap(p, taps[i][0], taps[i][1]);
    for (size_t i = 0; i < AT_ONCE; i++)
        put(p, at_once[i][0], at_once[i][1]);
    config_defaults(&p->config, SOURCE_DIR);
    snprintf(p->config.kiosk.scripts, sizeof p->config.kiosk.scripts, "%s", p->folder);
    p->clock = clock_real();
    struct show_options o = {.config = &p->config, .clock = &p->clock, .headless = true, .width = 640, .height = 360,
                             .text_size = -1, .no_pictures = true, .boot = 1, .first_visit = 1, .send = drop};
    if (!show_open(&p->show, &o, &e))
        fail_msg("%s", e.text);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    char command[128];
    show_close(&p->show);
    snprintf(command, sizeof command, "rm -rf '%s'", p->folder);
    assert_int_equal(system(command), 0);
    free(p);
    return 0;
}

/* Goes on as the program does until that state (or the time is up); returns ms waited. */
static int until(struct place *p, enum show_state wanted, int most_ms)
{
    int64_t from = clock_real_us();
    for (;;) {
        int ms = show_step(&p->show), passed = (int)((clock_real_us() - from) / 1000);
        if (p->show.state == wanted || passed >= most_ms)
            return passed;
        int left = most_ms - passed;
        show_wait(&p->show, NULL, 0, ms >= 0 && ms < left ? ms : left);
    }
}

static void pass(struct place *p, int ms)
{
    until(p, (enum show_state)-1, ms);
}

static void press(struct place *p, const char *text, int hold_ms)
{
    struct rect at;
    if (!stage_find_text(p->show.stage, text, &at))
        fail_msg("“%s” is not on the screen", text);
    struct input_event e = {.kind = INPUT_DOWN, .pointer = 1, .x = at.x + at.w / 2, .y = at.y + at.h / 2};
    stage_inject(p->show.stage, &e);
    pass(p, hold_ms);
    e.kind = INPUT_UP;
    stage_inject(p->show.stage, &e);
    show_step(&p->show);
}

static void open_scene(struct place *p, const char *name)
{
    memset(p->show.strikes, 0, sizeof p->show.strikes);
    show_enter(&p->show, name);
    until(p, SHOW_SCENE, 3000);
    pass(p, 260); /* the new screen has come to stand */
}

static void check_good(struct place *p)
{
    struct rect at;
    open_scene(p, "good");
    press(p, "按这里", 80);
    pass(p, 100);
    assert_true(stage_find_text(p->show.stage, "数到1", &at));
}

static void check_told(struct place *p, const char *name, int before)
{
    char file[96];
    snprintf(file, sizeof file, "%s.lua", name);
    assert_int_equal(p->show.failures, before + 1);
    assert_string_equal(p->show.last_failure.file, file);
    assert_true(p->show.last_failure.line > 0);
}

static void failing_taps_end_in_a_card(void **state)
{
    struct place *p = *state;
    until(p, SHOW_SCENE, 3000);
    for (size_t i = 0; i < TAPS; i++) {
        int before = p->show.failures;
        open_scene(p, taps[i][0]);
        assert_int_equal(p->show.state, SHOW_SCENE);
        press(p, "按这里", 80);
        int ms = until(p, SHOW_CALM, 3000);
        printf("%-8s %3d ms  %s:%u %s\n", taps[i][0], ms, p->show.last_failure.file, p->show.last_failure.line,
               p->show.last_failure.message);
        check_told(p, taps[i][0], before);
        assert_true(ms <= CARD_MS);
        check_good(p);
    }
}

static void failing_scenes_open_as_a_card(void **state)
{
    struct place *p = *state;
    until(p, SHOW_SCENE, 3000);
    for (size_t i = 0; i < AT_ONCE; i++) {
        int before = p->show.failures;
        memset(p->show.strikes, 0, sizeof p->show.strikes);
        show_enter(&p->show, at_once[i][0]);
        int ms = until(p, SHOW_CALM, 3000);
        printf("%-8s %3d ms  %s:%u %s\n", at_once[i][0], ms, p->show.last_failure.file, p->show.last_failure.line,
               p->show.last_failure.message);
        check_told(p, at_once[i][0], before);
        assert_true(ms <= CARD_MS);
        check_good(p);
    }
}

static void home_answers_while_a_scene_is_stuck(void **state)
{
    struct place *p = *state;
    int failures = p->show.failures;
    until(p, SHOW_SCENE, 3000);
    open_scene(p, "loop");
    press(p, "按这里", 80);
    pass(p, 40); /* stuck now */
    press(p, "首页", 60);
    assert_string_equal(p->show.scene, HOME_SCENE);
    assert_true(until(p, SHOW_SCENE, 3000) <= CARD_MS / 2);
    assert_int_equal(p->show.failures, failures); /* it was left before its time was up */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(failing_taps_end_in_a_card, set_up, tear_down),
        cmocka_unit_test_setup_teardown(failing_scenes_open_as_a_card, set_up, tear_down),
        cmocka_unit_test_setup_teardown(home_answers_while_a_scene_is_stuck, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
