/* Every limit of the inner wall from both sides: what is just within passes untouched, what is just beyond is refused with
 * words that name it. What a view may hold: budget_test.c. */
#include "helpers.h"

#include "base/log.h"
#include "scene/match.h"
#include "scene/scene.h"

#define OK " return { view = function() return text 'ok' end }"
#define DEADLINE_MS 400
#define KILL_MS 900

static struct nursery patient_nursery, timed_nursery;

static void test_libraries(void **state)
{
    (void)state;
    both_sides("local s = ('xx'):rep(%ld)" OK, 524288, 524289, "string.rep");
    both_sides("local s = (''):rep(%ld)" OK, 1000000, 1000001, "string.rep");
    both_sides("local s = string.format(('x'):rep(%ld))" OK, 1024, 1025, "1 KB");
    both_sides("local n = ('x'):rep(%ld):match('x+')" OK, 65536, 65537, "64 KB");
    both_sides("local n = ('x'):rep(%ld):gsub('x', 'y')" OK, 65536, 65537, "64 KB");
    both_sides("local n = ('x'):rep(2000):match(('x'):rep(%ld))" OK, 1024, 1025, "1 KB");
    both_sides("local n = ('x'):match(('()'):rep(%ld))" OK, MATCH_CAPTURES, MATCH_CAPTURES + 1, "括号太多");
    both_sides("local n = ('x'):match(('a?'):rep(%ld))" OK, MATCH_DEPTH, MATCH_DEPTH + 1, "嵌套太深");
    both_sides("local n = utf8.len(('x'):rep(%ld))" OK, 65536, 65537, "64 KB");
    both_sides("local n = utf8.codepoint(('x'):rep(2000), 1, %ld)" OK, VM_VALUES_MAX, VM_VALUES_MAX + 1, "最多取");
    both_sides("local n = ('x'):rep(%ld):byte(1, -1)" OK, VM_VALUES_MAX, VM_VALUES_MAX + 1, "string.byte");
    both_sides("local n = table.unpack({}, 1, %ld)" OK, VM_VALUES_MAX, VM_VALUES_MAX + 1, "table.unpack");
    both_sides("table.move({}, 1, %ld, 2)" OK, 100000, 100001, "table.move");
    both_sides("local t = {} for i = 1, %ld do t[i] = -i end table.sort(t)" OK, 100000, 100001, "十万");
}

/* Where the steps of a pattern run out is found, not known: one more character than that is refused, and it is near what a
 * million steps make of it. */
static void test_steps(void **state)
{
    char source[200];
    struct finding f;
    long within = 100, beyond = 5000;
    (void)state;
    while (beyond - within > 1) {
        long middle = (within + beyond) / 2;
        snprintf(source, sizeof source, "local n = ('a'):rep(%ld):match('.-b')" OK, middle);
        *(can_show(source, &f) ? &within : &beyond) = middle;
    }
    both_sides("local n = ('a'):rep(%ld):match('.-b')" OK, within, beyond, "工作量太大");
    printf("a million steps: .-b on %ld characters\n", within);
    assert_in_range(within * within, MATCH_STEPS / 2, 4 * MATCH_STEPS);
}

static void test_memory(void **state)
{
    (void)state; /* one text may have 8 MiB with what Lua needs to keep it; all of them together: budget_test.c */
    both_sides("local m = ('x'):rep(1000000) local s = m .. m .. m .. m .. m .. m .. m .. m .. m:sub(1, %ld)" OK,
               VM_BLOCK_MAX - 8000000 - 64, VM_BLOCK_MAX - 8000000, "内存");
    both_sides("local t = {} for i = 1, %ld do t[i] = i end" OK, VM_BLOCK_MAX / 16, VM_BLOCK_MAX / 16 + 1, "内存");
}

static void test_source(void **state)
{
    static char source[VM_SOURCE_MAX + 16];
    struct finding f;
    (void)state;
    for (size_t mark = 0; mark <= 3; mark += 3) { /* a byte order mark does not count */
        memset(source, ' ', sizeof source);
        memcpy(source, mark ? "\xEF\xBB\xBF" : "", mark);
        memcpy(source + mark, OK, strlen(OK));
        source[mark + VM_SOURCE_MAX] = 0;
        assert_true(can_show(source, &f));
        write_file("long.lua", source);
        must_open("require 'long'" OK);
        source[mark + VM_SOURCE_MAX] = ' ';
        source[mark + VM_SOURCE_MAX + 1] = 0;
        must_fail(source, 0, "文件超过 64 KB");
        write_file("long.lua", source);
        must_fail("require 'long'" OK, 1, "64 KB");
    }
}

static void test_modules(void **state)
{
    char name[80];
    (void)state;
    for (int i = 1; i <= SCENE_MODULES_MAX + 1; i++) {
        snprintf(name, sizeof name, "m%d.lua", i);
        write_file(name, "return 1");
    }
    both_sides("for i = 1, %ld do require('m' .. i) end" OK, SCENE_MODULES_MAX, SCENE_MODULES_MAX + 1, "最多 require");
    snprintf(name, sizeof name, "%064d.lua", 0);
    write_file(name, "return 1");
    both_sides("require(('0'):rep(%ld))" OK, 64, 65, "require 的名字");
}

static void test_saying(void **state)
{
    (void)state; /* what the scene is and its view are said, too */
    both_sides("return { start = function() for i = 1, %ld do engine.complete() end end, view = function() return text 'ok' end }",
               SCENE_SAID_MAX - 16 - 2, SCENE_SAID_MAX - 16, "太多");
    both_sides("for i = 1, %ld do engine.timer(1000, function() end) end" OK, SCENE_TIMERS_MAX, SCENE_TIMERS_MAX + 1, "engine.timer");
    both_sides("engine.timer(%ld, function() end)" OK, 86400000, 86400001, "毫秒数");
    both_sides("engine.timer(%ld, function() end)" OK, 1, 0, "毫秒数");
    both_sides("engine.go('scene', ('a'):rep(%ld))" OK, 95, 96, "不是展项的名字");
    both_sides("engine.random(%ld)" OK, 1 << 30, (1 << 30) + 1, "上限");
    both_sides("local d = {} for i = 1, %ld do d['k' .. i] = i end engine.record('custom', { name = 'x', data = d })" OK, 32, 33, "data");
}

static void row_takes(const struct prop_row *row, const char *value, bool expected)
{
    char source[300];
    struct finding f = {.message = ""};
    int type = 0;
    while (!(row->types & 1u << type))
        type++;
    snprintf(source, sizeof source, "local function of(n) local s = '' while #s + 1000000 < n do s = s .. ('x'):rep(1000000) end\n"
             "return s .. ('x'):rep(n - #s) end return { view = function() return { type = '%s', %s = %s } end }",
             node_type_names[type], row->name, value);
    if (can_show(source, &f) != expected)
        fail_msg("%s = %s: %s", row->name, value, expected ? f.message : "shown");
    if (!expected && !strstr(f.message, row->name))
        fail_msg("%s = %s: %s", row->name, value, f.message);
}

static void row_both_sides(const struct prop_row *row)
{
    bool text = row->kind == PROP_TEXT || row->kind == PROP_NAME;
    double past = row->kind == PROP_INT ? 1 : 0.001 * (row->max - row->min);
    char value[64];
    for (int beyond = 0; beyond <= 1; beyond++) {
        snprintf(value, sizeof value, text ? "of(%.0f)" : "%.9g", row->max + (text ? 1 : past) * beyond);
        row_takes(row, value, !beyond);
        snprintf(value, sizeof value, "%.9g", row->min - past * beyond);
        if (!text)
            row_takes(row, value, !beyond);
    }
}

/* Every property that has a range or a length. */
static void test_properties(void **state)
{
    int count, tried = 0;
    const struct prop_row *rows = prop_rows(&count);
    (void)state;
    for (int i = 0; i < count; i++) {
        bool number = rows[i].kind == PROP_INT || rows[i].kind == PROP_NUMBER || rows[i].kind == PROP_SIZE;
        bool text = rows[i].kind == PROP_TEXT || (rows[i].kind == PROP_NAME && strcmp(rows[i].name, "icon") != 0);
        if (number || text)
            row_both_sides(&rows[i]);
        tried += number || text;
    }
    printf("%d properties with a range or a length\n", tried);
    both_sides("return { view = function() return column { [%ld] = text 'x' } end }", 60000, 60001, "下标");
}

static void test_print(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    for (int more = 0; more <= 1; more++) {
        char source[120];
        snprintf(source, sizeof source, "print(('x'):rep(%d))" OK, 500 + more);
        open_text(&c, source);
        want(&c, SCENE_PRINT, &m);
        assert_int_equal(strlen(m.text), 500);
        scene_message_free(&m);
        scene_client_close(&c);
    }
    int printed = 0;
    open_text(&c, "for i = 1, 100 do print(i) end" OK);
    while (scene_client_wait(&c, &m, 10000) && m.said != SCENE_DONE) {
        printed += m.said == SCENE_PRINT;
        scene_message_free(&m);
    }
    assert_in_range(printed, 20, 40); /* a second may end in the middle */
    scene_client_close(&c);
}

static void test_survey(void **state)
{
    (void)state;
    for (int more = 0; more <= 1; more++) {
        char source[300];
        struct scene_client c;
        struct scene_message m;
        int screens = 0, findings = 0;
        snprintf(source, sizeof source,
                 "return { view = function() return text 'ok' end, survey = function()\n"
                 "local l, one = {}, { name = 'a' } for i = 1, %d do l[i] = one end return l end }", SCENE_SCREENS_MAX + more);
        open_text(&c, source);
        want(&c, SCENE_DONE, &m);
        assert_true(scene_client_survey(&c));
        while (scene_client_wait(&c, &m, 30000) && m.said != SCENE_DONE && m.said != SCENE_FAILED) {
            screens += m.said == SCENE_SCREEN_NAME;
            findings += m.said == SCENE_FINDING;
            scene_message_free(&m);
        }
        assert_int_equal(m.said, SCENE_DONE);
        assert_int_equal(screens, more ? 0 : SCENE_SCREENS_MAX);
        assert_int_equal(findings, more);
        scene_client_close(&c);
    }
}

/* How long a loop of that many turns takes, in ms; -1: it was ended. */
static long loop_ms(long turns, struct finding *f)
{
    char source[120];
    snprintf(source, sizeof source, "local x = 0 for i = 1, %ld do x = x + i end" OK, turns);
    int64_t before = clock_real_us();
    return can_show(source, f) ? (long)((clock_real_us() - before) / 1000) : -1;
}

/* A quarter of the time allowed passes, a hundred times of it does not: others may keep this machine busy, and a scene that did
 * not get the processor is given more time than that. */
static void both_sides_of_time(long ms, const char *words)
{
    struct finding f = {.message = ""};
    long turns = 20000, took = 0;
    while (took >= 0 && took < ms / 4)
        took = loop_ms(turns *= 2, &f);
    if (took < 0)
        fail_msg("within: %s", f.message);
    turns = turns / took * ms;
    assert_int_equal(loop_ms(100 * turns, &f), -1);
    if (!strstr(f.message, words))
        fail_msg("“%s” does not say “%s”", f.message, words);
}

static void test_deadline(void **state)
{
    struct nursery kept = nursery;
    (void)state;
    nursery = timed_nursery;
    both_sides_of_time(DEADLINE_MS, "还没有结束");
    timed_nursery = nursery;
    nursery = kept;
}

static void test_killed(void **state)
{
    struct nursery kept = nursery;
    (void)state;
    nursery = patient_nursery;
    both_sides_of_time(KILL_MS, "强行结束");
    patient_nursery = nursery;
    nursery = kept;
}

/* What the log says after `taps` taps on a button that computes so many turns. */
static int slow_lines(long turns, int taps)
{
    char source[300], path[300];
    struct scene_client c;
    struct scene_message m;
    struct buf text = {0};
    struct err e;
    int lines = 0;
    snprintf(path, sizeof path, "%s/log-%ld", folder, turns);
    assert_true(log_to_file(path, &e));
    snprintf(source, sizeof source, "return { view = function() return button { on_tap = function()\n"
             "local x = 0 for i = 1, %ld do x = x + i end end } end }", turns);
    open_text(&c, source);
    want(&c, SCENE_DONE, &m);
    for (int i = 0; i < taps; i++) {
        tap(&c, 1, 1);
        want(&c, SCENE_DONE, &m);
    }
    scene_client_close(&c);
    if (file_read(path, 1 << 20, &text, &e) && text.len)
        for (const char *at = buf_cstr(&text); (at = strstr(at, "会觉得卡")); at++)
            lines++;
    buf_free(&text);
    return lines;
}

static void test_slow_is_told(void **state)
{
    struct finding f = {.message = ""};
    long turns = 20000;
    (void)state;
    assert_int_equal(slow_lines(1, 3), 0);
    while (loop_ms(turns, &f) < 1000)
        turns *= 2;
    assert_int_equal(slow_lines(turns, 3), 1); /* once, not at every tap */
}

static int set_up(void **state)
{
    struct nursery_options timed = {.scripts = folder, .deadline_ms = DEADLINE_MS, .kill_ms = 30000};
    struct nursery_options patient = {.scripts = folder, .deadline_ms = 60000, .kill_ms = KILL_MS};
    (void)state;
    start_nursery("", (struct nursery_options){.deadline_ms = 30000, .kill_ms = 60000}); /* not about time */
    timed.scripts = patient.scripts = folder;
    return nursery_start(&timed, &timed_nursery, NULL) && nursery_start(&patient, &patient_nursery, NULL) ? 0 : -1;
}

static int tear_down(void **state)
{
    nursery_stop(&timed_nursery);
    nursery_stop(&patient_nursery);
    return end_nursery(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_libraries), cmocka_unit_test(test_steps),  cmocka_unit_test(test_memory),
        cmocka_unit_test(test_source),    cmocka_unit_test(test_modules), cmocka_unit_test(test_saying),
        cmocka_unit_test(test_properties), cmocka_unit_test(test_print),  cmocka_unit_test(test_survey),
        cmocka_unit_test(test_deadline),  cmocka_unit_test(test_killed),  cmocka_unit_test(test_slow_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
