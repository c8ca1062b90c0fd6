/* Ways past the inner wall that no list of library functions shows: work that is not counted, lengths that lie, numbers at
 * the ends of their range, an error that is no text. Each is told to the editor with file and line, and never by the clock
 * outside, which can only say that the process was ended. */
#include "helpers.h"

#ifdef __SANITIZE_ADDRESS__
#define SLOWER 8
#else
#define SLOWER 1
#endif
#define BORDER_FROM (16u << 10) /* a state by itself needs a little more */
#define BORDER_STEP 512u

/* A set of a thousand characters is a thousand comparisons, not one step. */
static void test_sets_are_work(void **state)
{
    static const char *const patterns[] = {"'[' .. ('a'):rep(1000) .. ']-b'", "'[^' .. ('a'):rep(1000) .. ']*b'",
                                           "'[' .. ('%a'):rep(490) .. ']-b'", "'%f[' .. ('a'):rep(900) .. ']b'",
                                           "('[' .. ('a'):rep(150) .. ']?'):rep(6) .. 'b'"};
    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        char source[300];
        snprintf(source, sizeof source, "local s = ('a'):rep(60000)\nfor i = 1, 1000 do s:find(%s) end", patterns[i]);
        int64_t before = clock_real_us();
        struct finding f = failure_of(source);
        long ms = (long)((clock_real_us() - before) / 1000);
        bool told = strstr(f.message, "工作量太大") || strstr(f.message, "还没有结束");
        if (!told || f.line != 2 || ms > 1500)
            fail_msg("%s\n -> %ld ms %u %s", source, ms, f.line, f.message);
    }
}

/* A view of nothing at all, millions of times over, makes no node that could be counted. */
static void test_views_of_nothing(void **state)
{
    (void)state;
    must_fail("local none = {} for i = 1, 400000 do none[i] = false end\n"
           "local all = { type = 'column' } for i = 1, 10000 do all[i] = none end\n"
           "return { view = function() return all end }", 0, "还没有结束");
}

/* #t of a table whose 64 keys were chosen for it is the largest number there is. */
static void make_long_table(char *out, size_t size, const char *value, const char *then)
{
    size_t n = (size_t)snprintf(out, size, "local t = { type = 'column', [math.maxinteger] = %s", value);
    for (int i = 0; i < 63; i++)
        n += (size_t)snprintf(out + n, size - n, ", [1 << %d] = %s", i, value);
    snprintf(out + n, size - n, " } assert(#t == math.maxinteger)\n%s", then);
}

static void test_lengths_that_lie(void **state)
{
    static const char *const uses[] = {"table.insert(t, 1)", "table.insert(t, 1, 1)", "table.remove(t)", "table.sort(t)",
                                       "table.concat(t)", "table.concat(t, '', math.maxinteger)", "table.unpack(t)"};
    char source[4096];
    (void)state;
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        make_long_table(source, sizeof source, "1", uses[i]);
        must_fail(source, 2, "没有长度可言");
    }
    make_long_table(source, sizeof source, "false", "return { view = function() return t end }");
    must_fail(source, 0, "还没有结束");
    make_long_table(source, sizeof source, "1", "return { meta = { order = t }, view = function() return text 'x' end }");
    must_fail(source, 0, "还没有结束");
}

static void test_ends_of_the_range(void **state)
{
    (void)state;
    must_open("local low, high = math.mininteger, math.maxinteger\n"
         "assert(('abc'):find('b', low) == 2 and ('abc'):find('b', high) == nil and ('abc'):find('b', low, true) == 2)\n"
         "assert(('abc'):match('%w', low) == 'a' and ('abc'):gmatch('%w', low)() == 'a')\n"
         "assert(('abc'):gsub('%w', 'x', high) == 'xxx' and ('abc'):gsub('%w', 'x', low) == 'abc')\n"
         "assert(('abc'):rep(low) == '' and ('abc'):sub(low, high) == 'abc')\n"
         "assert(select('#', ('abc'):byte(1, -1)) == 3 and ('abc'):byte(-1) == 99 and select('#', ('abc'):byte(low, high)) == 3)\n"
         "for _, f in ipairs { string.byte, utf8.codepoint, utf8.len, utf8.offset } do\n"
         "for _, from in ipairs { low, low + 1, -1, 0, 1, high } do for _, to in ipairs { low, -1, 0, 1, high } do\n"
         "pcall(f, 'abc', from, to) pcall(f, ('x'):rep(5000), from, to) end end end\n"
         "for _, f in ipairs { table.concat, table.unpack, table.move, table.insert, table.remove } do\n"
         "for _, a in ipairs { low, -1, 0, 1, high } do for _, b in ipairs { low, -1, 0, 1, high } do\n"
         "pcall(f, { 1, 2 }, a, b) pcall(f, { 1, 2 }, '', a, b) pcall(f, { 1, 2 }, a, b, a) pcall(f, { 1, 2 }, a, b, b) end end end\n"
         "return { view = function() return text 'ok' end }");
}

/* Where a process lies in memory is nobody's business, and a number that differs each time makes no visit repeatable. */
static void test_random_numbers(void **state)
{
    struct scene_client c;
    struct scene_message m;
    char first[64] = "";
    (void)state;
    for (int i = 0; i < 3; i++) {
        open_text(&c, "local a, b = math.random(1 << 30), math.random() assert(b >= 0 and b < 1)\n"
                      "assert(math.random(5, 5) == 5 and math.randomseed == nil)\n"
                      "for i = 1, 1000 do local n = math.random(3, 9) assert(math.type(n) == 'integer' and n >= 3 and n <= 9) end\n"
                      "assert(not pcall(math.random, 0) and not pcall(math.random, 2, 1) and not pcall(math.random, 1, 2, 3))\n"
                      "math.random(math.mininteger, math.maxinteger)\n"
                      "return { view = function() return text(a .. ' ' .. b) end }");
        want(&c, SCENE_VIEW, &m);
        if (i)
            assert_string_equal(m.root->text, first);
        snprintf(first, sizeof first, "%s", m.root->text);
        scene_message_free(&m);
        scene_client_close(&c);
    }
}

static void test_errors_of_any_bytes(void **state)
{
    char source[64];
    (void)state;
    must_fail("error('坏\\1\\27[31m\\n了\\127\\u{9B}2J')", 1, "坏  [31m 了   2J");
    must_fail("error('半个字：\\xE6\\xB8')", 1, "半个字：");
    must_fail("error(('长'):rep(9000))", 1, "长长长");
    must_fail("error({})", 1, "不是文字");
    must_fail("return picture { icon = '一二三四五六七八九十一二三四五' }", 1, "没有图标"); /* cut inside a character */
    for (int byte = 1; byte < 256; byte++) { /* no byte at all makes the report itself unreadable */
        snprintf(source, sizeof source, "error('a\\%dz')", byte);
        must_fail(source, 1, "a");
    }
}

/* What is only refused when a metatable is set can be written into it later. */
static void test_metamethods_set_later(void **state)
{
    (void)state;
    must_open("local m = {} for i = 1, 1000 do setmetatable({}, m) end m.__gc = function() error 'it ran' end\n"
         "local t = {} for i = 1, 100000 do t = { t } if i % 1000 == 0 then t = {} end end\n"
         "return { view = function() return text 'ok' end }");
    must_fail("local m = {} local t = setmetatable({}, m)\nm.__close = function() while true do end end\n"
           "do local x <close> = t end", 2, "还没有结束");
    must_fail("local m = {} local t = setmetatable({}, m)\nm.__close = function() while true do end end\n"
           "while true do pcall(function() local x <close> = t error 'x' end) end", 2, "还没有结束");
}

/* Nothing of a scene's is touched outside a protected call: where the state and the compiled file all but fill the memory,
 * what comes next fails with the same sentence, and never with the process. False: not even the state fits. */
static bool load_in(size_t memory, const char *source, struct finding *f)
{
    struct nursery small;
    struct nursery_options o = {.scripts = folder, .memory_bytes = memory, .deadline_ms = 20000, .kill_ms = 30000};
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    struct err e;
    memset(context.seen, 'x', sizeof context.seen - 1); /* the largest there is */
    if (!nursery_start(&o, &small, &e))
        return false;
    assert_true(scene_client_open(&c, &small, &e));
    scene_client_load_text(&c, "try", "try.lua", source, strlen(source), &context);
    while (scene_client_wait(&c, &m, 10000) && m.said != SCENE_DONE && m.said != SCENE_FAILED)
        scene_message_free(&m);
    if (m.said == SCENE_FAILED)
        *f = m.finding;
    scene_client_close(&c);
    nursery_stop(&small);
    return true;
}

static void test_memory_at_the_border(void **state)
{
    int shown = 0, too_low = 0;
    (void)state;
    for (size_t memory = BORDER_FROM; shown < 3; memory += BORDER_STEP) {
        struct finding f = {.message = ""};
        if (!load_in(memory, "return { view = function() return text 'x' end }", &f))
            continue;
        if (f.message[0] && !strstr(f.message, "内存"))
            fail_msg("%zu bytes: %s", memory, f.message);
        shown += !f.message[0];
        too_low += f.message[0] != 0;
    }
    printf("%d ceilings were too low\n", too_low);
    assert_true(too_low > 3);
}

static int set_up(void **state)
{
    (void)state; /* told, not killed: only the inner wall is asked here */
    start_nursery("", (struct nursery_options){.deadline_ms = 250 * SLOWER, .kill_ms = 60000});
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sets_are_work),      cmocka_unit_test(test_views_of_nothing),
        cmocka_unit_test(test_lengths_that_lie),   cmocka_unit_test(test_ends_of_the_range),
        cmocka_unit_test(test_random_numbers),     cmocka_unit_test(test_errors_of_any_bytes),
        cmocka_unit_test(test_metamethods_set_later), cmocka_unit_test(test_memory_at_the_border),
    };
    return cmocka_run_group_tests(tests, set_up, end_nursery);
}
