/* Visitor scripts against a driver that only remembers what it was told. */
#include "helpers.h"

#include "scene/script.h"

static char told[4096];
static int begun, ended, pictured;

__attribute__((format(printf, 1, 2))) static void remember(const char *format, ...)
{
    size_t used = strlen(told);
    va_list args;
    va_start(args, format);
    vsnprintf(told + used, sizeof told - used, format, args);
    va_end(args);
}

static bool begin(void *user, const char *title, struct err *e)
{
    (void)user;
    begun++;
    return strcmp(title, "never") != 0 || err_set(e, "没有数据文件夹");
}

static bool do_tap(void *user, struct script_place at, struct err *e)
{
    (void)user;
    if (at.text && strcmp(at.text, "没有的") == 0)
        return err_set(e, "画面上没有“%s”", at.text);
    remember("tap %s\n", at.text ? at.text : "point");
    return true;
}

static bool do_drag(void *user, struct script_place from, struct script_place to, struct err *e)
{
    (void)user, (void)e;
    remember("drag %s -> %.0f,%.0f\n", from.text, to.x, to.y);
    return true;
}

static bool do_pinch(void *user, struct script_place at, double factor, struct err *e)
{
    (void)user, (void)e;
    remember("pinch %s %.1f\n", at.text ? at.text : at.x < 0 ? "middle" : "point", factor);
    return true;
}

static bool do_two(void *user, struct script_place a, struct script_place b, struct err *e)
{
    (void)user, (void)e;
    remember("two %s %s\n", a.text, b.text);
    return true;
}

static bool do_wait(void *user, double seconds, struct err *e)
{
    (void)user, (void)e;
    remember("wait %.1f\n", seconds);
    return true;
}

static bool sees(void *user, const char *text)
{
    (void)user;
    return strstr("触摸开始 第 1 题", text) != NULL;
}

static bool shot(void *user, const char *name, struct err *e)
{
    (void)user, (void)e;
    remember("shot %s\n", name);
    return true;
}

static bool option(void *user, int n, struct buf *label, struct err *e)
{
    (void)user;
    if (n > 4)
        return err_set(e, "这里只有 4 个选项");
    buf_printf(label, "选项%d", n);
    return true;
}

static bool count(void *user, const char *kind, const struct script_field *fields, int n, int64_t *out, struct err *e)
{
    (void)user;
    if (strcmp(kind, "nonsense") == 0)
        return err_set(e, "没有这种记录");
    *out = strcmp(kind, "visit_end") == 0 && (n == 0 || strcmp(fields[0].text, "timeout") == 0) ? 2 : 0;
    return true;
}

static void screen_text(void *user, struct buf *out)
{
    (void)user;
    buf_text(out, "触摸开始 第 1 题");
}

static void records_text(void *user, struct buf *out)
{
    (void)user;
    buf_text(out, "visit_start enter");
}

static void failed(void *user, const char *title)
{
    (void)user, (void)title;
    pictured++;
}

static void on_end(void *user)
{
    (void)user;
    ended++;
}

static bool do_admin(void *user, struct err *e)
{
    (void)user, (void)e;
    remember("%s\n", "admin");
    return true;
}

static const struct script_driver driver = {
    .begin = begin, .tap = do_tap, .drag = do_drag, .pinch = do_pinch, .two_fingers = do_two, .admin = do_admin,
    .wait = do_wait, .sees = sees, .shot = shot, .option = option, .count = count, .screen_text = screen_text,
    .records_text = records_text, .failed = failed, .ended = on_end};

static struct script_results run(const char *text, bool fine, struct err *e)
{
    struct script_results r = {0};
    char path[300];
    told[0] = 0;
    begun = ended = pictured = 0;
    write_file("a_test.lua", text);
    snprintf(path, sizeof path, "%s/a_test.lua", folder);
    assert_int_equal(script_run(path, &driver, &r, e), fine);
    return r;
}

static void test_all_words(void **state)
{
    struct err e = {.text = ""};
    (void)state;
    struct script_results r = run("visit('一位观众', function(v)\n"
                                  "  v:tap '触摸开始' v:tap(v:option(2)) v:drag('甲', { 10, 20 }) v:pinch(2) v:pinch('图', 0.5)\n"
                                  "  v:two_fingers('甲', '乙') v:wait(200) v:sees '第 1 题' v:not_sees '结果' v:shot 'answered' v:admin()\n"
                                  "  v:recorded('visit_end', { why = 'timeout' }) assert(v:count('visit_end') == 2)\n"
                                  "end)",
                                  true, &e);
    assert_string_equal(buf_cstr(&r.report), "✓ 一位观众\n");
    assert_int_equal(r.visits, 1);
    assert_int_equal(r.failed, 0);
    assert_string_equal(told, "tap 触摸开始\ntap 选项2\ndrag 甲 -> 10,20\npinch middle 2.0\npinch 图 0.5\ntwo 甲 乙\nwait 200.0\n"
                              "shot answered\nadmin\n");
    assert_int_equal(ended, 1);
    buf_free(&r.report);
}

static void test_failures(void **state)
{
    struct err e = {.text = ""};
    (void)state;
    struct script_results r = run("visit('a', function(v)\n v:sees '结果' end)\n"
                                  "visit('b', function(v)\n\n v:tap '没有的' end)\n"
                                  "visit('c', function(v) v:recorded('visit_end', { why = 'finish' }) end)\n"
                                  "visit('d', function(v) v:not_sees '第 1 题' end)\n"
                                  "visit('e', function(v) local x = nil; x.y = 1 end)\n"
                                  "visit('f', function(v) while true do end end)\n"
                                  "visit('g', function(v) v:option(9) end)\n"
                                  "visit('never', function(v) end)\n"
                                  "visit('h', function(v) v:tap '好' end)\n",
                                  true, &e);
    const char *report = buf_cstr(&r.report);
    assert_int_equal(r.visits, 9);
    assert_int_equal(r.failed, 8);
    assert_int_equal(pictured, 8);
    assert_int_equal(begun, 9);
    static const char *const wanted[] = {"a_test.lua:2：应看到“结果”", "画面上有：触摸开始 第 1 题", "a_test.lua:5：v:tap：画面上没有",
                                         "a_test.lua:6：应有记录 visit_end { why = \"finish\" }", "visit_start enter",
                                         "不应看到“第 1 题”", "“x”还没有值", "没有动作", "只有 4 个选项", "没有数据文件夹", "✓ h"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (!strstr(report, wanted[i]))
            fail_msg("no “%s” in\n%s", wanted[i], report);
    }
    buf_free(&r.report);
}

static void test_broken_files(void **state)
{
    struct err e = {.text = ""};
    struct script_results r = run("visit('a' function(v) end)", false, &e);
    (void)state;
    assert_non_null(strstr(e.text, "a_test.lua:1"));
    assert_int_equal(r.visits, 0);
    run("\nvisit(1, 2)", false, &e);
    assert_non_null(strstr(e.text, "a_test.lua:2"));
    run("io.open('x')", false, &e);
    assert_non_null(strstr(e.text, "“io”"));
    assert_false(script_run("/no/such_test.lua", &driver, &r, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_words),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_broken_files),
    };
    return cmocka_run_group_tests(tests, start_plain_nursery, end_nursery);
}
