/* A scene from loading to its end, as the stage sees it. */
#include "helpers.h"

#include "scene/vm.h"

#include "wire/record.h"

static const char *const counter = "local n = 0\n"
                                   "return { kind = 'scene', title = '数一数',\n"
                                   "  start = function(ctx) return { n = 1, lang = ctx.lang } end,\n"
                                   "  back = function(s) if s.n > 1 then s.n = s.n - 1 return true end end,\n"
                                   "  view = function(s, ctx)\n"
                                   "    return column { gap = 's3', padding = { 8, 16 },\n"
                                   "      text(s.n .. ''), s.n > 5 and text 'many',\n"
                                   "      button { key = 'more', on_tap = function() s.n = s.n + 1 end, text { zh = '加', en = 'more' } },\n"
                                   "      button { on_tap = function() engine.go('home') end, text '走' },\n"
                                   "      button { on_tap = function() engine.title('gate', '门<b>口</b>\\n一 < 二') engine.record('choice', { at = 'gate', chosen = 'in' }) end, text '记' },\n"
                                   "    }, { screen = 'count:' .. s.n, back = s.n > 1 and 'step' or 'leave' }\n"
                                   "  end }\n";

/* A venue of that many exhibits. */
static void write_venue(char *out, size_t size, int exhibits)
{
    snprintf(out, size,
             "local list = {}\n"
             "for i = 1, %d do list[i] = { scene = 'halls/exhibit-' .. i, title = '第' .. i .. '个展项的标题' } end\n"
             "return { kind = 'venue', title = '馆', meta = { order = list }, view = function() return text '馆' end }\n",
             exhibits);
}

static void test_large_venues(void **state)
{
    char source[512];
    struct scene_client c;
    struct scene_message m;
    int lines = 0;
    (void)state;
    write_venue(source, sizeof source, 2000);
    open_text(&c, source);
    want(&c, SCENE_META, &m);
    for (const char *at = m.meta->order; (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, 2000);
    assert_non_null(strstr(m.meta->order, "halls/exhibit-2000\t第2000个展项的标题\n"));
    scene_message_free(&m);
    scene_client_close(&c);
    write_venue(source, sizeof source, 9000);
    struct finding f = failure_of(source);
    assert_non_null(strstr(f.message, "首页列出的展项太多"));
}

static void test_first_view(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    int64_t before = clock_real_us();
    open_text(&c, counter);
    want(&c, SCENE_META, &m);
    assert_string_equal(m.meta->kind, "scene");
    assert_string_equal(m.meta->title, "数一数");
    scene_message_free(&m);
    want(&c, SCENE_VIEW, &m);
    printf("spawn to first view: %.2f ms\n", (double)(clock_real_us() - before) / 1000);
    assert_string_equal(m.head.screen, "count:1");
    assert_int_equal(m.head.back, BACK_LEAVE);
    assert_int_equal(m.root->type, NODE_COLUMN);
    assert_int_equal(m.root->children, 4);
    assert_string_equal(m.root->first->text, "1");
    assert_int_equal(m.root->line, 6);
    assert_int_equal(m.root->gap.unit, SIZE_SPACE);
    assert_true(m.root->padding.left.v == 16 && m.root->padding.top.v == 8);
    assert_string_equal(m.root->first->next->first->text, "加");
    assert_true(m.root->first->next->on_tap != 0);
    scene_message_free(&m);
    want(&c, SCENE_DONE, &m);
    assert_false(scene_client_busy(&c));
    scene_client_close(&c);
}

static void test_events(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    open_text(&c, counter);
    want(&c, SCENE_VIEW, &m);
    uint32_t serial = m.head.serial, more = m.root->first->next->on_tap, go = more + 1, record = more + 2;
    scene_message_free(&m);
    want(&c, SCENE_DONE, &m);
    tap(&c, serial, more);
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.root->first->text, "2");
    assert_int_equal(m.head.back, BACK_STEP);
    scene_message_free(&m);
    want(&c, SCENE_DONE, &m);
    assert_int_equal(m.serial, 1);
    tap(&c, serial, more); /* of a view that is gone: nothing happens, and nothing is drawn */
    assert_true(scene_client_wait(&c, &m, 1000));
    assert_int_equal(m.said, SCENE_DONE);
    tap(&c, serial + 1, go);
    want(&c, SCENE_GO, &m);
    assert_int_equal(m.go, GO_HOME);
    tap(&c, serial + 1, record);
    want(&c, SCENE_TITLE, &m);
    assert_string_equal(m.name, "gate");
    assert_string_equal(m.text, "门口 一 < 二");
    want(&c, SCENE_RECORD, &m);
    assert_int_equal(m.record->kind, RECORD_CHOICE);
    assert_string_equal(record_text(m.record, "chosen"), "in");
    scene_message_free(&m);
    want(&c, SCENE_DONE, &m);
    scene_client_close(&c);
}

static void test_back_and_context(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    (void)state;
    open_text(&c, counter);
    want(&c, SCENE_VIEW, &m);
    tap(&c, m.head.serial, m.root->first->next->on_tap);
    scene_message_free(&m);
    want(&c, SCENE_VIEW, &m);
    scene_message_free(&m);
    assert_true(scene_client_back(&c));
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.root->first->text, "1");
    scene_message_free(&m);
    assert_true(scene_client_back(&c));
    want(&c, SCENE_GO, &m);
    assert_int_equal(m.go, GO_BACK);
    strcpy(context.lang, "en");
    assert_true(scene_client_context(&c, &context));
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.root->first->next->first->text, "more");
    scene_message_free(&m);
    scene_client_close(&c);
}

static void test_require(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    struct err e;
    (void)state;
    write_file("words.lua", "return { hello = '你好' }");
    write_file("ring.lua", "return require 'ring'");
    write_file("first.lua", "local w, k = require 'words', require 'kit.extra'\n"
                            "return { kind = 'scene', title = w.hello, view = function() return text(k.say(w)) end }");
    assert_true(scene_client_open(&c, &nursery, &e));
    scene_client_load(&c, "first", &context);
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.root->text, "你好！");
    scene_message_free(&m);
    scene_client_close(&c);
    struct finding f = failure_of("return require 'ring'");
    assert_non_null(strstr(f.message, "循环"));
    assert_string_equal(f.file, "ring.lua");
    f = failure_of("\n\nlocal x = require 'nowhere'");
    assert_int_equal(f.line, 3);
    assert_non_null(strstr(f.message, "nowhere"));
    static const char *const names[] = {"../../etc/passwd", "/etc/passwd", "a/b", "Words", "a b", "清风", ".words", "words.", "a..b", "a\\0b", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char source[80];
        snprintf(source, sizeof source, "local x = require '%s'", names[i]);
        must_fail(source, 1, "require 的名字");
    }
}

/* Another size or language while a module is on its way waits its turn. */
static void test_context_during_require(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    struct err e;
    (void)state;
    write_file("here.lua", "return {}");
    write_file("lang.lua", "require 'here'\n"
                           "return { kind = 'scene', view = function() return text(engine.ctx.lang) end }");
    assert_true(scene_client_open(&c, &nursery, &e));
    scene_client_load(&c, "lang", &context);
    strcpy(context.lang, "en");
    assert_true(scene_client_context(&c, &context));
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.root->text, "zh");
    scene_message_free(&m);
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.root->text, "en");
    scene_message_free(&m);
    scene_client_close(&c);
}

/* What cannot be loaded is called by its name in the content; where the content lies is nobody's business. */
static void test_large_file(void **state)
{
    static char text[(1 << 20) + 2];
    static const size_t sizes[] = {VM_SOURCE_MAX + 4, sizeof text - 1};
    (void)state;
    memset(text, ' ', sizeof text);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct scene_client c;
        struct scene_message m;
        struct scene_context context = a_context();
        struct err e;
        text[sizes[i]] = 0;
        write_file("large.lua", text);
        text[sizes[i]] = ' ';
        assert_true(scene_client_open(&c, &nursery, &e));
        scene_client_load(&c, "large", &context);
        assert_true(scene_client_receive(&c, &m));
        assert_int_equal(m.said, SCENE_FAILED);
        assert_string_equal(m.finding.file, "large.lua");
        assert_non_null(strstr(m.finding.message, i ? "文件过大" : "文件超过 64 KB"));
        assert_null(strstr(m.finding.message, folder));
        scene_client_close(&c);
    }
}

static void test_missing_file(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    struct err e;
    static const char *const names[] = {"no/such", "../secret", "/etc/passwd", "a//b", ""};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_true(scene_client_open(&c, &nursery, &e));
        scene_client_load(&c, names[i], &context);
        assert_int_equal(scene_client_due_ms(&c), 0);
        assert_true(scene_client_receive(&c, &m));
        assert_int_equal(m.said, SCENE_FAILED);
        assert_null(strstr(m.finding.message, folder));
        assert_false(scene_client_receive(&c, &m));
        scene_client_close(&c);
    }
}

static void expect(const char *source, int line, const char *message, const char *remedy)
{
    struct finding f = failure_of(source);
    if (f.line != (uint32_t)line || !strstr(f.message, message) || !strstr(f.remedy, remedy))
        fail_msg("%s:%u %s | %s", f.file, f.line, f.message, f.remedy);
    assert_string_equal(f.file, "try.lua");
}

static void test_messages(void **state)
{
    (void)state;
    expect("x = 1\nlocal t\nt.a = 1\n", 3, "“t”还没有值", "");
    expect("return strory { }", 1, "不是函数", "是不是“story”");
    expect("return {\n kind = 'a'\n view = 1 }", 3, "语法错误：'view' 前面缺少逗号", "");
    expect("return column {\n  text { '好', colour = 'ink' } }", 2, "是不是“color”", "");
    expect("return story {\n title = “好” }", 2, "中文引号“", "英文双引号");
    expect("return story {\n title = \"好\"， }", 2, "全角的“，”", "半角");
    expect("return story {\n -- “说明”，\n title = \"他说\"好\"。\" }", 3, "“好”起的文字", "英文双引号");
    expect("return story {\n title = \"好”\n}", 2, "缺少结尾的引号", "中文引号");
    expect("return story {\n　title = 1 }", 2, "全角空格", "普通空格");
    expect("return story {\n text = [[“好”，\n]],\n 标题 = 1 }", 4, "“标”起", "只用英文");
    expect("return story {\n title = '好'\n", 3, "第 1 行的 { 还没有关", "数一数");
    expect("return story { title = '好' }\n}", 2, "多了一个 }", "删去");
    expect("return text { role = 'titel' }", 1, "是不是“title”", "");
    expect("return text { fill = 'papre' }", 1, "是不是“paper”", "");
    expect("return column { width = '20cm' }", 1, "column 的 width", "");
    expect("return column { '文字' }", 1, "请写 text", "");
    expect("return picture { src = '../a.svg' }", 1, "不是 media 文件夹里的文件名", "");
    expect("return picture { icon = 'hom' }", 1, "是不是“home”", "");
    expect("local x = engine.ctx.langg", 1, "是不是“lang”", "");
    expect("engine.ctx.lang = 'en'", 1, "只能读", "");
    expect("engine.record('choise', {})", 1, "没有展项可以记的", "");
    expect("engine.record('choice', { att = 'x' })", 1, "是不是“at”", "");
    expect("engine.title('', '题')", 1, "id 应是", "");
    expect("print(1)\nlocal a = 'x' .. nil", 2, "拼接", "");
    expect("error('自己的话')", 1, "自己的话", "");
    expect("error({})", 1, "error 给出的不是文字", "");
    expect("\xEF\xBB\xBFlocal t\nt.x = 1", 2, "还没有值", "");
    expect("return 1", 0, "没有返回展项", "写 return");
    expect("return { view = function() return 5 end }", 0, "view 应返回", "");
    expect("return { view = function() return {} end }", 0, "嵌套", "");
    expect("local function f() return f() + 1 end\nf()", 1, "太深", "");
    expect("-- \xC4\xE3\xBA\xC3", 1, "UTF-8", "");
}

static void test_kit_place(void **state)
{
    (void)state;
    expect("\n\nreturn story { moment = 3 }", 3, "kit/init.lua:", "");
    expect("\nreturn story { bad = true }", 2, "这里不对", "");
}

static void test_timers(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    open_text(&c, "local hits = 0\nlocal id\nreturn { view = function(s) return text(hits .. '') end,\n"
                  "start = function() engine.timer(500, function() hits = hits + 1 end)\n"
                  "engine.cancel(engine.timer(600, function() end)) end }");
    want(&c, SCENE_TIMER, &m);
    assert_int_equal(m.ms, 500);
    uint32_t id = m.handler;
    want(&c, SCENE_DONE, &m);
    struct scene_event ev = {.kind = EVENT_TIMER, .handler = id};
    assert_true(scene_client_event(&c, &ev));
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.root->text, "1");
    scene_message_free(&m);
    want(&c, SCENE_DONE, &m);
    assert_true(scene_client_event(&c, &ev)); /* it rang already */
    assert_true(scene_client_wait(&c, &m, 1000));
    assert_int_equal(m.said, SCENE_DONE);
    scene_client_close(&c);
}

/* In a content check nothing rings and nothing is recorded, however often a screen asks for it. */
static void test_checking(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    struct err e;
    const char *source = "return { view = function() for i = 1, 200 do engine.cancel(engine.timer(5, print)) engine.timer(5, print) end\n"
                         "engine.record('ending', { ending = 'x', outcome = 'good' }) return text 'ok' end }";
    (void)state;
    context.checking = true;
    assert_true(scene_client_open(&c, &nursery, &e));
    scene_client_load_text(&c, "try", "try.lua", source, strlen(source), &context);
    while (scene_client_wait(&c, &m, 5000) && m.said != SCENE_DONE) {
        if (m.said != SCENE_META && m.said != SCENE_VIEW)
            fail_msg("%d %s", m.said, m.said == SCENE_FAILED ? m.finding.message : "");
        scene_message_free(&m);
    }
    scene_client_close(&c);
}

static void test_survey(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    open_text(&c, "return { view = function(s) return text(s.at) end, start = function() return { at = 'first' } end,\n"
                  "survey = function(report) report.warning { line = 7, message = '太长' } report:error { message = '坏' }\n"
                  "return { { name = 'a', line = 3, state = function() return { at = 'A' } end },\n"
                  "{ name = 'b', state = function() return { at = nil } end },\n"
                  "{ name = 'c', state = function() return { at = 'C' } end } } end }");
    want(&c, SCENE_DONE, &m);
    assert_true(scene_client_survey(&c));
    want(&c, SCENE_FINDING, &m);
    assert_int_equal(m.finding.severity, SEVERITY_WARNING);
    assert_int_equal(m.finding.line, 7);
    want(&c, SCENE_FINDING, &m);
    assert_int_equal(m.finding.severity, SEVERITY_ERROR);
    want(&c, SCENE_SCREEN_NAME, &m);
    assert_string_equal(m.name, "a");
    assert_int_equal(m.line, 3);
    want(&c, SCENE_DONE, &m);
    assert_true(scene_client_screen(&c, 0));
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.root->text, "A");
    scene_message_free(&m);
    want(&c, SCENE_DONE, &m);
    assert_true(scene_client_screen(&c, 99)); /* none: a finding, and the scene lives on */
    want(&c, SCENE_FINDING, &m);
    want(&c, SCENE_DONE, &m);
    assert_true(scene_client_screen(&c, 2));
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.root->text, "C");
    scene_message_free(&m);
    scene_client_close(&c);
}

static void test_random_is_the_seed(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    open_text(&c, "return { view = function() return text(engine.random(6) .. engine.random(6) .. engine.random(1000)\n"
                  ".. ' ' .. engine.han('你好ab') .. ' ' .. engine.days('1970-01-02') .. ' ' ..\n"
                  "tostring(engine.ctx.seen['a/b']) .. tostring(engine.ctx.seen.x)) end }");
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.root->text, "41347 2 1 truenil");
    scene_message_free(&m);
    scene_client_close(&c);
}

static int start_all(void **state)
{
    (void)state;
    start_nursery("function story(t)\n"
                  "  if t.moment then return t.moment.x.y end\n"
                  "  if t.bad then local h = engine.here() error('这里不对 ' .. h.line, 2) end\nend\n",
                  (struct nursery_options){0});
    nursery_stop(&nursery);
    write_file("kit/extra.lua", "return { say = function(w) return w.hello .. '！' end }");
    struct nursery_options o = {.scripts = folder, .deadline_ms = 4000, .kill_ms = 8000}; /* not about time */
    return nursery_start(&o, &nursery, NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_large_venues),
        cmocka_unit_test(test_first_view),   cmocka_unit_test(test_events),
        cmocka_unit_test(test_back_and_context), cmocka_unit_test(test_require),
        cmocka_unit_test(test_context_during_require),
        cmocka_unit_test(test_missing_file), cmocka_unit_test(test_large_file), cmocka_unit_test(test_messages),
        cmocka_unit_test(test_kit_place),    cmocka_unit_test(test_timers),
        cmocka_unit_test(test_checking),     cmocka_unit_test(test_survey),       cmocka_unit_test(test_random_is_the_seed),
    };
    return cmocka_run_group_tests(tests, start_all, end_nursery);
}
