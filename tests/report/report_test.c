/* The report in every form, made of hostile texts: nothing runs, nothing is fetched, every number is there. */
#include "base/file.h"
#include "report/about.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HOSTILE "<script>alert(1)</script>\"'&]]>"
#define FORMULA "=cmd|' /C calc'!A0"

static struct counts figures;
static char folder[64];

static void say(struct counting *c, int64_t seq, int64_t mono, const char *visit, const char *kind, const char *scene,
                const char *data)
{
    char line[2000], wall[25];
    struct err e;
    clock_format_utc(1795305600000 + mono, wall);
    int len = snprintf(line, sizeof line,
                       "{\"seq\":%lld,\"prev\":\"%064d\",\"boot\":1,\"mono\":%lld,\"wall\":\"%s\",\"tz\":480,\"clock\":\"ok\","
                       "\"visit\":\"%s\",\"kind\":\"%s\",\"scene\":\"%s\",\"content\":\"demo@1\",\"data\":%s}",
                       (long long)seq, 0, (long long)mono, wall, visit, kind, scene, data);
    if (!counting_take(c, line, (size_t)len, &e))
        fail_msg("%s", e.text);
}

static int make_figures(void **state)
{
    (void)state;
    struct counting *c = counting_start(&(struct counts_period){0});
    int64_t seq = 0;
    say(c, ++seq, 0, "", "boot", "", "{}");
    say(c, ++seq, 1, "", "setting", "", "{\"name\":\"opening_hours\",\"value\":\"00:00-24:00\"}");
    say(c, ++seq, 2, "", "group", "", "{\"act\":\"open\",\"heads\":12,\"label\":\"-1+1\",\"type\":\"@SUM(A1)\"}");
    say(c, ++seq, 3, "", "fault", "", "{\"what\":\"\\u0001=1+1\"}");
    say(c, ++seq, 4, "", "fault", "", "{\"what\":\"　＝1+1\"}");
    for (int i = 1; i <= 40; i++) {
        char visit[16], data[200];
        int64_t at = i * 7200000;
        snprintf(visit, sizeof visit, "1-%d", i);
        snprintf(data, sizeof data, "{\"question\":\"%s\",\"version\":1,\"chosen\":\"a\",\"right\":%s,\"attempt\":1}",
                 i % 2 ? "<b>q" : "+q", i % 3 ? "true" : "false");
        say(c, ++seq, at, visit, "visit_start", "", "{}");
        say(c, ++seq, at, visit, "enter", "quiz/<i>", "{}");
        say(c, ++seq, at, visit, "answer", "quiz/<i>", data);
        say(c, ++seq, at, visit, "leave", "quiz/<i>", "{\"active_ms\":1,\"done\":true}");
        say(c, ++seq, at, visit, "choice", "story", "{\"at\":\"gate\",\"chosen\":\"in\"}");
        say(c, ++seq, at, visit, "ending", "story", "{\"ending\":\"e&\",\"outcome\":\"good\"}");
        say(c, ++seq, at + 30000, visit, "visit_end", "",
            "{\"why\":\"finished\",\"active_ms\":30000,\"idle_ms\":0,\"inputs\":9,\"screens\":3,\"span_ms\":30000}");
    }
    counting_end(c, &figures);
    snprintf(folder, sizeof folder, "/tmp/qingfeng-report-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_figures(void **state)
{
    (void)state;
    char command[128];
    counts_free(&figures);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static const char *hostile_title(void *user, const char *scene, const char *item)
{
    (void)user;
    if (item)
        return !strcmp(item, "gate") ? "门口" : !strcmp(item, "gate in") ? "进门" : !strcmp(item, "e&") ? "<b>结局" : NULL;
    return !strcmp(scene, "story") ? "<img src=http://x/>" : FORMULA;
}

static struct report_about about_hostile(void)
{
    static const char *const health[] = {HOSTILE, "\xFF\xFE\x01"};
    return (struct report_about){.kiosk = "kiosk-1", .venue = HOSTILE, .unit = FORMULA, .sector = "\tTAB", .made = 1795316645678,
                                 .tz = 480, .seq = 245, .check_code = "7K3M-Q9TD", .software = "0.1.0", .content = "demo@1",
                                 .health = health, .health_count = 2, .title = hostile_title};
}

/* Every tag that opens closes, in order; attributes are quoted; `<` and `&` stand for nothing else. */
static void assert_well_formed(const char *text)
{
    char open[64][16];
    int depth = 0;
    for (const char *at = text; *at; at++) {
        if (*at == '&') {
            const char *end = strchr(at, ';');
            assert_true(end && end - at <= 6);
        }
        if (*at != '<' || at[1] == '!')
            continue;
        const char *name = at + 1 + (at[1] == '/');
        size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
        bool quoted = false, closed;
        char tag[16];
        assert_true(len > 0 && len < sizeof tag);
        snprintf(tag, sizeof tag, "%.*s", (int)len, name);
        const char *end = name;
        for (; *end && (quoted || *end != '>'); end++) {
            quoted ^= *end == '"';
            assert_true(*end != '<');
        }
        assert_true(*end == '>');
        closed = end[-1] == '/';
        if (at[1] == '/') {
            assert_true(depth > 0);
            assert_string_equal(open[--depth], tag);
        } else if (!closed) {
            assert_true(depth < 64);
            snprintf(open[depth++], sizeof *open, "%s", tag);
        }
        at = end;
    }
    assert_int_equal(depth, 0);
}

static void the_page_stands_alone(void **state)
{
    (void)state;
    struct report_about a = about_hostile();
    struct buf page = {0};
    static const char *const never[] = {"<script", "<img", "https:", "@import", "url(", "javascript:", "<link", "<iframe",
                                        " onload", "href=", "@font-face", "<object", "\x01"};
    report_html(&figures, &a, &page);
    const char *text = buf_cstr(&page);
    assert_int_equal(strlen(text), page.len);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_null(strstr(text, never[i]));
    assert_well_formed(text);
    assert_non_null(strstr(text, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;]]&gt;"));
    assert_non_null(strstr(text, "&lt;img src=http://x/&gt;")); /* as words */
    assert_non_null(strstr(text, "quiz/&lt;i&gt;"));
    assert_non_null(strstr(text, "<td>门口（gate）</td><td>进门（in）</td>"));
    assert_non_null(strstr(text, "&lt;b&gt;结局（e&amp;）"));
    assert_non_null(strstr(text, "7K3M-Q9TD"));
    assert_non_null(strstr(text, "<b>40</b><strong>参观人次</strong>"));
    static const char *const charts[] = {"days", "ends", "scenes", "questions", "endings", "service", "hours", "weekdays"};
    for (size_t i = 0; i < sizeof charts / sizeof *charts; i++) {
        char id[40];
        snprintf(id, sizeof id, "<title id=\"%s-t\">", charts[i]);
        assert_non_null(strstr(text, id));
    }
    buf_free(&page);
}

static void an_empty_page_is_one_too(void **state)
{
    (void)state;
    struct report_about a = {0};
    struct counts none;
    struct buf out = {0};
    struct err e;
    counting_end(counting_start(&(struct counts_period){0}), &none);
    report_html(&none, &a, &out);
    assert_well_formed(buf_cstr(&out));
    assert_non_null(strstr(buf_cstr(&out), "期内没有记录"));
    assert_non_null(strstr(buf_cstr(&out), "未设开放时间"));
    assert_true(report_xlsx(&none, &a, &out, &e));
    buf_free(&out);
    counts_free(&none);
}

/* Reads one CSV cell, undoing its quotes; returns what follows. */
static const char *csv_read(const char *at, char *out, size_t size)
{
    size_t n = 0;
    bool quoted = *at == '"';
    for (at += quoted; *at && (quoted || (*at != ',' && *at != '\r')); at++) {
        if (quoted && *at == '"' && *++at != '"')
            break;
        assert_true(n + 1 < size);
        out[n++] = *at;
    }
    out[n] = 0;
    return at;
}

static void csv_runs_nothing(void **state)
{
    (void)state;
    struct report_about a = about_hostile();
    struct buf csv = {0};
    char cell[2000];
    report_csv(&figures, &a, &csv);
    const char *text = buf_cstr(&csv);
    assert_memory_equal(text, "\xEF\xBB\xBF", 3);
    int cells = 0, hostile = 0;
    for (const char *at = text + 3; *at; cells++) {
        at = csv_read(at, cell, sizeof cell);
        const char *first = cell + strspn(cell, " \t");
        assert_null(*first ? strchr("=+-@", *first) : NULL);
        hostile += cell[0] == '\'';
        if (*at == ',') {
            at++;
        } else {
            assert_memory_equal(at, "\r\n", 2);
            at += 2;
        }
    }
    assert_true(cells > 300);
    assert_true(hostile >= 8); /* unit, sector, title, question, event, both faults, health … */
    assert_non_null(strstr(text, "\"'" FORMULA "\""));
    assert_non_null(strstr(text, "\"'　＝1+1\""));
    assert_non_null(strstr(text, "\xEF\xBF\xBD")); /* what was no UTF-8 */
    buf_free(&csv);
}

static char *unzipped(const char *xlsx, const char *part)
{
    char command[300];
    size_t len = 0, room = 1 << 20;
    char *text = calloc(1, room);
    snprintf(command, sizeof command, "unzip -p %s '%s'", xlsx, part);
    FILE *p = popen(command, "r");
    for (size_t n; p && (n = fread(text + len, 1, room - 1 - len, p)) > 0;)
        len += n;
    assert_int_equal(pclose(p), 0);
    assert_true(len > 0);
    return text;
}

static void workbook_holds_the_figures(void **state)
{
    (void)state;
    struct report_about a = about_hostile();
    struct buf first = {0}, second = {0};
    struct err e = {0};
    char path[100];
    if (!report_xlsx(&figures, &a, &first, &e) || !report_xlsx(&figures, &a, &second, &e))
        fail_msg("%s", e.text);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    snprintf(path, sizeof path, "%s/summary.xlsx", folder);
    FILE *f = fopen(path, "wb");
    fwrite(first.data, 1, first.len, f);
    fclose(f);
    if (system("command -v unzip >/dev/null") != 0) {
        print_message("skipped: no unzip to look inside\n");
    } else {
        static const char *const pages[] = {"成效评价", "运行诊断", "题目", "故事", "场次", "口径说明"};
        char *book = unzipped(path, "xl/workbook.xml"), *results = unzipped(path, "xl/worksheets/sheet1.xml"),
             *events = unzipped(path, "xl/worksheets/sheet5.xml");
        for (int i = 0; i < 6; i++) {
            char name[64];
            snprintf(name, sizeof name, "<sheet name=\"%s\" sheetId=\"%d\"", pages[i], i + 1);
            assert_non_null(strstr(book, name));
        }
        assert_null(strstr(results, "<f>"));
        assert_null(strstr(results, "<script"));
        assert_non_null(strstr(results, "&lt;script&gt;"));
        assert_non_null(strstr(results, "<v>40</v>"));
        assert_non_null(strstr(results, "<pane "));
        assert_non_null(strstr(events, "-1+1"));
        assert_non_null(strstr(events, "<v>12</v>"));
        free(book);
        free(results);
        free(events);
    }
    buf_free(&first);
    buf_free(&second);
}

static bool sign(void *user, const void *data, size_t len, struct buf *minisig, struct err *e)
{
    struct buf *seen = user;
    (void)e;
    buf_bytes(seen, data, len);
    buf_text(minisig, "untrusted comment: signature\nRURxxxx\ntrusted comment: t\nyyyy\n");
    return true;
}

static bool refuse(void *user, const void *data, size_t len, struct buf *minisig, struct err *e)
{
    (void)user, (void)data, (void)len, (void)minisig;
    return err_set(e, "没有钥匙");
}

static void codes_for_a_telephone(void **state)
{
    (void)state;
    struct report_about a = about_hostile();
    struct report_code code[REPORT_CODES];
    struct buf signed_bytes = {0};
    struct err e;
    int count = 0;
    assert_true(report_codes(&figures, &a, sign, &signed_bytes, code, &count, &e));
    assert_int_equal(count, 2);
    assert_int_equal(signed_bytes.len, code[0].text.len);
    assert_memory_equal(signed_bytes.data, code[0].text.data, signed_bytes.len);
    assert_non_null(strstr(buf_cstr(&code[0].text), "参观人次 40，有效 40"));
    assert_non_null(strstr(buf_cstr(&code[0].text), "7K3M-Q9TD"));
    for (int i = 0; i < count; i++) {
        assert_true(code[i].side >= 21 && code[i].side <= 105);
        assert_int_equal(code[i].rows.len, code[i].side * (code[i].side + 1));
        assert_memory_equal(code[i].rows.data, "1111111", 7); /* the finder's upper edge */
        report_code_free(&code[i]);
    }
    assert_true(report_codes(&figures, &a, NULL, NULL, code, &count, &e));
    assert_int_equal(count, 1);
    report_code_free(&code[0]);
    assert_false(report_codes(&figures, &a, refuse, NULL, code, &count, &e));
    assert_string_equal(e.text, "没有钥匙");
    for (int i = 0; i < count; i++)
        report_code_free(&code[i]);
    buf_free(&signed_bytes);
}

/* What an appraisal must not see stays on the page for the venue's own use. */
static void appraisal_has_no_dwell_time(void **state)
{
    (void)state;
    struct report_about a = about_hostile();
    struct buf csv = {0};
    report_csv(&figures, &a, &csv);
    static const char *const own[] = {"操作时长", "离开处", "再次作答", "时段", "星期", "问卷"};
    const char *text = buf_cstr(&csv);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        char line[80];
        snprintf(line, sizeof line, "\r\n成效评价,%s", own[i]);
        assert_null(strstr(text, line));
        snprintf(line, sizeof line, "\r\n运行诊断,%s", own[i]);
        assert_non_null(strstr(text, line));
    }
    buf_free(&csv);
}

static void the_document_says_the_same(void **state)
{
    (void)state;
    struct buf text = {0};
    struct err e;
    if (!file_read(SOURCE_DIR "/docs/figures.zh-CN.md", 1 << 20, &text, &e))
        fail_msg("%s", e.text);
    for (int i = 0; definitions[i][0]; i++) {
        char row[2000];
        snprintf(row, sizeof row, "| %s | %s |\n", definitions[i][0], definitions[i][1]);
        if (!strstr(buf_cstr(&text), row))
            fail_msg("docs/figures.zh-CN.md does not have the row: %s", row);
    }
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_stands_alone),    cmocka_unit_test(an_empty_page_is_one_too),
        cmocka_unit_test(csv_runs_nothing),         cmocka_unit_test(workbook_holds_the_figures),
        cmocka_unit_test(codes_for_a_telephone),    cmocka_unit_test(appraisal_has_no_dwell_time),
        cmocka_unit_test(the_document_says_the_same),
    };
    return cmocka_run_group_tests(tests, make_figures, drop_figures);
}
