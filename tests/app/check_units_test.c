/* Parts of the content check that need no scene: SVG, media, findings, configuration, file lists, record
 * matching. */
#include "app/check.h"
#include "app/check_svg.h"
#include "app/content_files.h"
#include "app/script_driver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int faults_of(const char *svg, int *line)
{
    struct findings f = {0};
    check_svg("a.svg", svg, strlen(svg), &f);
    *line = f.n ? (int)f.list[0].line : 0;
    int n = f.n;
    findings_free(&f);
    return n;
}

#define HEAD "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" viewBox=\"0 0 9 9\">\n"

static void svg_subset(void **state)
{
    (void)state;
    static const struct {
        const char *svg;
        int faults, line;
    } cases[] = {
        {HEAD "<path d=\"M0 0\" fill=\"none\"/></svg>", 0, 0},
        {HEAD "<!-- <text> --><g><rect width='1' height='1'/></g></svg>", 0, 0},
        {HEAD "<title>x</title><metadata/></svg>", 0, 0},
        {HEAD "\n<text>x</text></svg>", 1, 3},
        {HEAD "<use href=\"#a\"/>\n<mask/></svg>", 2, 2},
        {HEAD "<rect style=\"fill:red\"/></svg>", 1, 2},
        {HEAD "<g opacity=\".5\"/></svg>", 1, 2},
        {HEAD "<rect opacity=\".5\"/></svg>", 0, 0},
        {HEAD "<linearGradient x1=\"0\"/></svg>", 1, 2},
        {HEAD "<radialGradient cx=\"50%\"/></svg>", 0, 0},
        {HEAD "<rect width=\"1", 1, 2},
        {HEAD "<rect width=1/></svg>", 1, 2},
        {"<svg width=\"9\" height=\"9\"></svg>", 1, 1},
        {"", 0, 0},
        {"<", 1, 1},
        {"<!-- never closed", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int line;
        assert_int_equal(faults_of(cases[i].svg, &line), cases[i].faults);
        assert_int_equal(line, cases[i].line);
    }
}

static void svg_many_faults_are_counted(void **state)
{
    (void)state;
    struct findings f = {0};
    struct buf svg = {0};
    buf_text(&svg, HEAD);
    for (int i = 0; i < 100; i++)
        buf_text(&svg, "<text/>\n");
    buf_text(&svg, "</svg>");
    check_svg("a.svg", (char *)svg.data, svg.len, &f);
    assert_int_equal(f.errors, 20);
    assert_int_equal(f.warnings, 1);
    assert_non_null(strstr(f.list[20].message, "80"));
    buf_free(&svg);
    findings_free(&f);
}

static void findings_once_and_in_order(void **state)
{
    (void)state;
    struct findings f = {0};
    findings_say(&f, SEVERITY_WARNING, "b.lua", 2, "", "改", "乙 %d", 1);
    findings_say(&f, SEVERITY_ERROR, "a.lua", 9, "", "改", "甲");
    findings_say(&f, SEVERITY_ERROR, "a.lua", 3, "", "改", "甲");
    findings_say(&f, SEVERITY_WARNING, "b.lua", 2, "", "改", "乙 %d", 1);
    assert_int_equal(f.n, 3);
    findings_say(&f, SEVERITY_WARNING, "b.lua", 2, "同一行的另一处", "改", "乙 %d", 1);
    assert_int_equal(f.n, 4);
    assert_int_equal(f.errors, 2);
    assert_int_equal(f.warnings, 2);
    findings_sort(&f);
    assert_int_equal(f.list[0].line, 3);
    assert_int_equal(f.list[1].line, 9);
    assert_string_equal(f.list[2].file, "b.lua");
    struct buf out = {0};
    findings_json(&f, &out);
    assert_non_null(strstr(buf_cstr(&out), "\"errors\":2,\"warnings\":2"));
    buf_free(&out);
    findings_free(&f);
}

static void texts_become_findings(void **state)
{
    (void)state;
    static const struct {
        const char *text, *file, *message, *remedy;
        uint32_t line;
    } cases[] = {
        {"a.conf:12: 没有这一项；改法：删去它", "a.conf", "没有这一项", "删去它", 12},
        {"a.conf:3: 值不对", "a.conf", "值不对", "", 3},
        {"打不开", "other", "打不开", "", 0},
        {"时间 12:30: 到了", "时间 12", "到了", "", 30},
        {"kit/a.lua:5：写错了", "kit/a.lua", "写错了", "", 5},
        {"kit/a.lua：写错了：这里", "kit/a.lua", "写错了：这里", "", 0},
        {"写错了：在 a/b 里：这里", "other", "写错了：在 a/b 里：这里", "", 0},
        {"", "other", "", "", 0},
        {"x:", "other", "x:", "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct finding f;
        finding_of_text(&f, "other", cases[i].text, strlen(cases[i].text));
        assert_string_equal(f.file, cases[i].file);
        assert_int_equal(f.line, cases[i].line);
        assert_string_equal(f.message, cases[i].message);
        assert_string_equal(f.remedy, cases[i].remedy);
    }
}

static void media_uses(void **state)
{
    (void)state;
    struct findings f = {0};
    struct check_media m;
    struct config c;
    config_defaults(&c, ".");
    check_media_open(&m, SOURCE_DIR "/tests/faults/content/media", &c, &f);
    check_media_use(&m, "lotus.svg", "a.lua", 1);
    assert_int_equal(f.n, 0);
    check_media_use(&m, "lotos.svg", "a.lua", 2);
    assert_int_equal(f.list[0].line, 2);
    assert_non_null(strstr(f.list[0].remedy, "lotus.svg"));
    check_media_use(&m, "/etc/passwd", "a.lua", 3);
    check_media_use(&m, "a/../../b.svg", "a.lua", 4);
    assert_int_equal(f.errors, 3);
    check_media_use(&m, "sizeless.svg", "a.lua", 5);
    check_media_use(&m, "sizeless.svg", "b.lua", 5);
    assert_int_equal(f.errors, 4);
    assert_non_null(strstr(f.list[3].remedy, "viewBox"));
    check_media_close(&m);
    findings_free(&f);
}

static void file_lists(void **state)
{
    (void)state;
    struct file_list l = {0};
    file_list_below(&l, SOURCE_DIR "/tests/faults/content", ".svg");
    assert_int_equal(l.n, 3);
    assert_true(ends_with(l.paths[0], "media/faulty.svg"));
    assert_true(ends_with(l.paths[2], "media/sizeless.svg"));
    file_list_below(&l, SOURCE_DIR "/no/such/folder", ".svg");
    assert_int_equal(l.n, 3);
    file_list_free(&l);
}

static void records_match(void **state)
{
    (void)state;
    struct record r;
    struct err e;
    bool match;
    record_start(&r, RECORD_CHOICE);
    record_set_text(&r, "at", "night", 5);
    record_set_text(&r, "chosen", "refuse", 6);
    snprintf(r.scene, sizeof r.scene, "stories/x");
    struct script_field right[] = {{.name = "at", .kind = SCRIPT_TEXT, .text = "night"},
                                   {.name = "scene", .kind = SCRIPT_TEXT, .text = "stories/x"}};
    struct script_field wrong[] = {{.name = "chosen", .kind = SCRIPT_TEXT, .text = "accept"}};
    struct script_field other[] = {{.name = "chosen", .kind = SCRIPT_NUMBER, .number = 1}};
    struct script_field none[] = {{.name = "chosne", .kind = SCRIPT_TEXT, .text = "accept"}};
    assert_true(script_record_matches(&r, right, 2, &match, &e) && match);
    assert_true(script_record_matches(&r, wrong, 1, &match, &e) && !match);
    assert_true(script_record_matches(&r, other, 1, &match, &e) && !match);
    assert_true(script_record_matches(&r, NULL, 0, &match, &e) && match);
    assert_false(script_record_matches(&r, none, 1, &match, &e));
    assert_non_null(strstr(e.text, "chosne"));
}

static void lines_of_files(void **state)
{
    (void)state;
    const char *path = SOURCE_DIR "/tests/faults/content/unknown-field.lua";
    char text[80];
    assert_int_equal(line_of_text(path, "titel"), 4);
    assert_int_equal(line_of_text(path, "nowhere in it"), 0);
    assert_true(text_of_line(path, 3, text, sizeof text));
    assert_string_equal(text, "panel {");
    assert_false(text_of_line(path, 99, text, sizeof text));
    assert_false(text_of_line("/no/such/file", 1, text, sizeof text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(svg_subset),
        cmocka_unit_test(svg_many_faults_are_counted),
        cmocka_unit_test(findings_once_and_in_order),
        cmocka_unit_test(texts_become_findings),
        cmocka_unit_test(media_uses),
        cmocka_unit_test(file_lists),
        cmocka_unit_test(records_match),
        cmocka_unit_test(lines_of_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
