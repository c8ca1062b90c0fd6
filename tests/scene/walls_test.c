/* Hostile and clumsy scenes against the inner wall, and the outer wall behind it. */
#include "helpers.h"

#include <dirent.h>
#include <signal.h>

static struct nursery strict_nursery; /* with the limits that visitors get */
static struct nursery told_nursery;   /* with their deadline, but killed much later: to see what the inner wall says */

static void test_endless_loops(void **state)
{
    static const char *const loops[] = {
        "local a\nwhile true do end",
        "local a\nwhile true do pcall(function() while true do end end) end",
        "local function f() while true do end end\nwhile true do xpcall(f, function() while true do end end) end",
        "local a\nrepeat local ok = pcall(error, 'x') until false",
        "local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end })\nwhile true do pcall(function() return t[1] end) end",
        "local t = {} for i = 1, 90000 do t[i] = i end\nwhile true do table.sort(t, function(a, b) return a > b end) end",
        "local t = {} for i = 1, 90000 do t[i] = -i end\nwhile true do table.sort(t) end",
        "local s = ('x'):rep(60000)\nwhile true do s:find('.-y') end",
        "local t = {} for i = 1, 200000 do t[i] = 1 end\nwhile true do table.insert(t, 1, 1) end",
    };
    (void)state;
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++) {
        int64_t before = clock_real_us();
        struct finding f = failure_of(loops[i]);
        long ms = (long)((clock_real_us() - before) / 1000);
        bool told = strstr(f.message, "没有结束的") || strstr(f.message, "还没有结束") || strstr(f.message, "工作量太大");
        if (!told || f.line < 1 || f.line > 2 || ms > 1000) /* 250 and a little; other builds may be running here */
            fail_msg("%s\n -> %ld ms %s:%u %s", loops[i], ms, f.file, f.line, f.message);
        if (i == 0)
            printf("endless loop: error after %ld ms\n", ms);
    }
}

static void test_loop_in_handler(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    open_text(&c, "return { view = function() return button { on_tap = function()\n\nwhile true do end end } end }");
    want(&c, SCENE_VIEW, &m);
    tap(&c, m.head.serial, m.root->on_tap);
    scene_message_free(&m);
    int64_t before = clock_real_us();
    do
        assert_true(scene_client_wait(&c, &m, 1000));
    while (m.said == SCENE_DONE);
    assert_int_equal(m.said, SCENE_FAILED);
    assert_int_equal(m.finding.line, 3);
    assert_in_range((clock_real_us() - before) / 1000, 200, 2000);
    scene_client_close(&c);
}

static void test_outer_wall(void **state)
{
    struct nursery slow;
    struct nursery_options o = {.scripts = folder, .deadline_ms = 60000};
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    const char *source = "while true do end";
    struct err e;
    (void)state;
    assert_true(nursery_start(&o, &slow, &e));
    long best = 100000;
    for (int i = 0; i < 5 && best > 600; i++) { /* other builds may keep this machine from looking in time */
        assert_true(scene_client_open(&c, &slow, &e));
        int64_t before = clock_real_us();
        scene_client_load_text(&c, "try", "try.lua", source, strlen(source), &context);
        assert_true(scene_client_wait(&c, &m, 5000));
        long ms = (long)((clock_real_us() - before) / 1000);
        assert_int_equal(m.said, SCENE_FAILED);
        assert_non_null(strstr(m.finding.message, "强行结束"));
        assert_true(ms >= 390);
        assert_int_equal(scene_client_fd(&c), -1);
        for (int k = 0; k < 200 && kill(c.process.pid, 0) == 0; k++)
            usleep(10000);
        assert_int_equal(kill(c.process.pid, 0), -1); /* not only given up: gone */
        scene_client_close(&c);
        best = ms < best ? ms : best;
    }
    printf("killed from outside after %ld ms\n", best);
    assert_in_range(best, 390, 700);
    nursery_stop(&slow);
}

/* Time that was not used up, or that the stage took, does not count against the next event. */
static void test_time_is_per_event(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    open_text(&c, "local n = 0 return { view = function() n = n + 1 local x = 0 for i = 1, 200000 do x = x + i end\n"
                  "return button { text(n .. ''), on_tap = function() end } end }");
    want(&c, SCENE_VIEW, &m);
    uint32_t serial = m.head.serial, handler = m.root->on_tap;
    scene_message_free(&m);
    want(&c, SCENE_DONE, &m);
    for (int i = 0; i < 100; i++) {
        tap(&c, serial++, handler);
        if (i % 25 == 0)
            usleep(300000); /* the answer waits for us */
        want(&c, SCENE_VIEW, &m);
        scene_message_free(&m);
        want(&c, SCENE_DONE, &m);
    }
    scene_client_close(&c);
}

/* A loop inside Lua itself, with the limits that visitors get. No hook reaches it: it ends at Lua's stack limit, at
 * the first memory it asks for after the deadline, or by the clock outside, whichever comes first on this machine. All
 * lie within the time a visitor waits. */
static void test_loop_out_of_reach(void **state)
{
    (void)state;
    int64_t before = clock_real_us();
    struct finding f = failure_of("local c = setmetatable({}, {})\ngetmetatable(c).__call = c\nc()");
    if (!strstr(f.message, "强行结束") && !strstr(f.message, "stack overflow") && !strstr(f.message, "没有结束"))
        fail_msg("%s", f.message);
    assert_in_range((clock_real_us() - before) / 1000, 0, 2000);
}

static void test_c_loops(void **state)
{
    (void)state;
    must_fail("local a = (''):rep(math.maxinteger)", 1, "string.rep");
    must_fail("local a = ('x'):rep(1 << 30)", 1, "string.rep");
    must_fail("local a = ('x'):rep(10, ('y'):rep(200000))", 1, "string.rep");
    must_fail("local a = ('a'):rep(40):find(('a?'):rep(40) .. ('a'):rep(40))", 1, "工作量太大");
    must_fail("local a = ('a'):rep(60000):gsub('.-.-.-.-b', '')", 1, "工作量太大");
    must_fail("local a = ('x'):rep(100000):match('x')", 1, "64 KB");
    must_fail("local a = ('('):rep(300):find(('%('):rep(1) .. ('('):rep(300))", 1, "模式");
    must_fail("local a = ('%'):rep(3):find('%')", 1, "模式");
    must_fail("local a = ('x'):find('[a')", 1, "缺少 ]");
    must_fail("local a = ('x'):find('(x')", 1, "缺少 )");
    must_fail("local a = string.format('%p', {})", 1, "string.format");
    must_fail("local a = string.format(('%s'):rep(1000), 1)", 1, "1 KB");
    must_fail("table.move({}, 1, math.maxinteger, 2)", 1, "table.move");
    must_fail("table.concat(setmetatable({}, { __index = function() return 'x' end, __len = function() return 1 << 60 end }), '', 1, 1 << 60)", 1, "范围");
    must_fail("local a = table.unpack({}, 1, 1 << 24)", 1, "最多取");
    must_fail("local a = ('x'):rep(1001):byte(-1000000, 1000000)", 1, "string.byte");
    must_fail("for i in ('x'):rep(100000):gmatch('x') do end", 1, "64 KB");
    must_fail("local a = utf8.len(('x'):rep(100000))", 1, "64 KB");
}

static void test_memory(void **state)
{
    (void)state;
    must_fail("local s = 'x'\nwhile true do s = s .. s end", 2, "内存");
    must_fail("local s = 'x'\nwhile true do pcall(function() while true do s = s .. s end end) end", 2, "内存");
    must_fail("local t = {}\nfor i = 1, 1e9 do t[i] = i end", 2, "内存");
    must_fail("local function f(n) local a, b, c, d, e = 1, 2, 3, 4, 5 return f(n + 1) + 1 end\nreturn f(1)", 1, "太深");
    must_fail("local t = {}\nfor i = 1, 1e9 do t = { t } end", 2, "");
    /* Many small steps up to the ceiling and back are fine. */
    must_open("local s = ('x'):rep(1000000) for i = 1, 30 do local t = s .. i end return { view = function() return text 'ok' end }");
}

/* Recursion through C: a message or a result, but no crash. */
static void test_recursion_through_c(void **state)
{
    static const char *const sources[] = {
        "local function f() pcall(f) end f() error('done')",
        "local function f() return (('x'):gsub('x', f)) end f()",
        "local t = {} setmetatable(t, { __tostring = function() return tostring(t) end }) tostring(t)",
        "local t = {} t = setmetatable(t, { __index = function(t, k) return t[k] end }) local x = t.x",
        "local t = {} for i = 1, 3000 do t = setmetatable({}, { __index = t }) end local x = t.x error(tostring(x))",
        "local function f() table.sort({ 1, 2, 3 }, f) end f()",
        "local function f() xpcall(f, f) end f() error('done')",
        "local function f(...) return f(1, ...) end f()",
        "local t = setmetatable({}, {}) getmetatable(t).__eq = function(a, b) return a == b end local x = t == setmetatable({}, getmetatable(t))",
        "local t = setmetatable({}, {}) getmetatable(t).__concat = function(a, b) return a .. b end local x = t .. 'x'",
        "error(setmetatable({}, { __tostring = function() while true do end end }))",
    };
    char deep[3000];
    (void)state;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        struct finding f = failure_of(sources[i]);
        if (strstr(f.message, "意外结束") || strstr(f.message, "强行结束"))
            fail_msg("%s\n -> %s", sources[i], f.message);
    }
    snprintf(deep, sizeof deep, "return %0*d", 1000, 0);
    memset(deep + 7, '{', 1000);
    must_fail(deep, 0, "嵌套得太深");
    memset(deep + 7, '(', 1000);
    must_fail(deep, 0, "嵌套得太深");
}

static void test_forbidden(void **state)
{
    (void)state;
    must_fail("setmetatable({}, { __gc = function() end })", 1, "__gc");
    must_fail("setmetatable({}, { __mode = 'k' })", 1, "__mode");
    must_fail("setmetatable(engine.ctx, {})", 1, "受保护");
    must_fail("\x1bLua\x54", 0, "字节码");
    must_fail("\xEF\xBB\xBF\x1bLua\x54", 0, "字节码");
    must_open("local gone = { 'io', 'os', 'debug', 'package', 'load', 'loadfile', 'dofile', 'loadstring', 'collectgarbage',\n"
         "'coroutine', 'warn' }\n"
         "for _, k in ipairs(gone) do assert(_G[k] == nil, k) end\n"
         "assert(string.dump == nil and string.pack == nil and string.unpack == nil)\n"
         "assert(getmetatable('') == false)\n"
         "assert(not tostring({}):find('0x') and not tostring(print):find('0x') and not string.format('%s', {}):find('0x'))\n"
         "string.rep = nil assert(('x').rep == nil)\n"
         "return { view = function() return text 'ok' end }");
}

static void test_library(void **state)
{
    (void)state;
    must_open("local function eq(a, b) if a ~= b then error(tostring(a) .. ' ~= ' .. tostring(b), 2) end end\n"
         "eq(('hello world'):find('o w'), 5) eq(select(2, ('hello'):find('l+')), 4)\n"
         "eq(('key = value'):match('^(%w+)%s*=%s*(%w+)$'), 'key') eq(select(2, ('key=v'):match('(%w+)=(%w+)')), 'v')\n"
         "eq(('THE (quick) fox'):find('%((%a+)%)'), 5) eq(('f(a(b)c)d'):match('%b()'), '(a(b)c)')\n"
         "eq(('THE (quick) fox'):gsub('%f[%a]%a+', 'w'), 'w (w) w') eq(('abc'):gsub('', '-'), '-a-b-c-')\n"
         "eq(('hello'):gsub('l', { l = 'L' }), 'heLLo') eq(('abc'):gsub('%w', '%0%0', 2), 'aabbc')\n"
         "eq(('hello world'):gsub('o', function() return nil end), 'hello world') eq(('a,b,,c'):gsub(',', ';'), 'a;b;;c')\n"
         "eq(('  trim '):match('^%s*(.-)%s*$'), 'trim') eq(('x'):rep(3, ','), 'x,x,x') eq(('abab'):match('(a)(b)%1%2'), 'a')\n"
         "eq(('  x'):match('()x'), 3) eq(('a.b'):find('.', 1, true), 2) eq(('a-b'):find('-', 1, true), 2) eq(('abc'):match('[^a]+'), 'bc')\n"
         "eq(('x]y'):match('[]]'), ']') eq(('a-z'):match('[a%-]+'), 'a-') eq(('2026-11-22'):match('(%d+)-(%d+)'), '2026')\n"
         "local n = 0 for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do n = n + tonumber(v) end eq(n, 3)\n"
         "n = 0 for w in ('abc'):gmatch('%w*') do n = n + 1 end eq(n, 1)\n"
         "local t = { 5, 2, 8, 1 } table.sort(t) eq(table.concat(t, ','), '1,2,5,8')\n"
         "table.sort(t, function(a, b) return a > b end) eq(table.concat(t), '8521')\n"
         "table.insert(t, 1, 9) eq(t[1], 9) eq(table.remove(t, 1), 9) eq(#t, 4) eq(table.remove({}), nil)\n"
         "eq(select('#', table.unpack({ 1, nil, 3 }, 1, 3)), 3) eq(table.pack(1, 2).n, 2) eq(table.move({ 1, 2, 3 }, 1, 3, 2)[3], 2)\n"
         "eq(string.format('%5.1f|%-4d|%s|%q', 3.14159, 7, true, 'x'), '  3.1|7   |true|\"x\"')\n"
         "eq(string.format('%s', setmetatable({}, { __tostring = function() return 'T' end })), 'T')\n"
         "eq(utf8.len('你好'), 2) eq(utf8.char(20320), '你') local m = 0 for p, c in utf8.codes('你好') do m = m + 1 end eq(m, 2)\n"
         "local ok, err = pcall(error, 'e') eq(ok, false) eq(err, 'e') ok, err = xpcall(function(a, b) return a + b end, print, 1, 2) eq(err, 3)\n"
         "eq(select(2, xpcall(error, function(m) return m .. '!' end, 'e')), 'e!') eq(('你好'):sub(1, 3), '你') eq(math.tointeger(3.0), 3)\n"
         "return { view = function() return text 'ok' end }");
}

static void test_views(void **state)
{
    (void)state;
#define VIEW(body) "return { view = function() " body " end }"
    must_fail(VIEW("local c = column {} c[1] = c return c"), 0, "嵌套");
    must_fail(VIEW("return text { size = 0/0 }"), 1, "size");
    must_fail(VIEW("return column { width = 1/0 }"), 1, "width");
    must_fail(VIEW("return column { width = -5 }"), 1, "width");
    must_fail(VIEW("return text '\\xff\\xfe'"), 1, "UTF-8");
    must_fail(VIEW("return text 'a\\0b'"), 1, "UTF-8");
    must_fail(VIEW("return { type = 'text', nonsense = 1 }"), 0, "没有属性");
    must_fail(VIEW("return { type = 'texxt' }"), 0, "没有这种节点");
    must_fail(VIEW("return { type = 'column', { type = 'text', role = 9 } }"), 0, "role");
    must_fail(VIEW("return column { { { text 'x' } } }"), 0, "列表");
    must_fail(VIEW("return { type = 'column', [1.5] = 1 }"), 0, "下标");
    must_fail(VIEW("return button { on_tap = 'go' }"), 1, "函数");
    must_fail(VIEW("return column { [1000000] = text 'x' }"), 1, "下标");
    must_fail(VIEW("local c = column {} for i = 1, 20001 do c[i] = { type = 'text' } end return c"), 0, "limits.view_nodes");
    must_fail(VIEW("local c = column {} for i = 1, 1000000 do c[i] = c end return c"), 0, "");
    must_fail(VIEW("local s = ('长'):rep(300000) local c = column {} for i = 1, 9 do c[i] = text(s) end return c"), 0, "limits.view_text");
    must_fail(VIEW("local c = text 'x' for i = 1, 40 do c = column { c } end return c"), 0, "嵌套超过 32 层");
    must_fail(VIEW("for i = 1, 5000 do engine.go('home') end return text 'x'"), 1, "太多");
    must_fail(VIEW("for i = 1, 100 do engine.timer(1000, function() end) end return text 'x'"), 1, "engine.timer");
    must_fail(VIEW("engine.timer(0/0, function() end)"), 1, "毫秒数");
    must_fail(VIEW("engine.timer(1.5, function() end)"), 1, "毫秒数");
    must_fail(VIEW("engine.random(1e300)"), 1, "上限");
    must_open(VIEW("return column { nil, text 'a', nil, nil, false, { text 'b', text 'c' }, nil, text { 'd' } }"));
}

static void test_honest_work(void **state)
{
    (void)state;
    int64_t before = clock_real_us();
    must_open("local bank = {} for i = 1, 10000 do bank[i] = { id = 'q' .. i, stem = '第 ' .. i .. ' 题：以下说法正确的是？',\n"
         "options = { '甲' .. i, '乙' .. i, '丙' .. i, '丁' .. i }, right = i % 4 + 1 } end\n"
         "for i = #bank, 2, -1 do local j = engine.random(i) bank[i], bank[j] = bank[j], bank[i] end\n"
         "local byid = {} for _, q in ipairs(bank) do assert(not byid[q.id]) byid[q.id] = q end\n"
         "return { view = function() local c = column {} for i = 1, 20 do local q = bank[i]\n"
         "c[i] = column { text(q.stem), map and nil, button { on_tap = function() end, text(q.options[1]) } } end return c end }");
    must_open("local m = {} for i = 1, 1000 do m['m' .. i] = { to = { 'm' .. (i % 1000 + 1), 'm' .. (i * 7 % 1000 + 1) } } end\n"
         "local seen, stack, n = {}, { 'm1' }, 0\n"
         "while #stack > 0 do local at = table.remove(stack) if not seen[at] then seen[at] = true n = n + 1\n"
         "for _, to in ipairs(m[at].to) do stack[#stack + 1] = to end end end assert(n == 1000)\n"
         "return { view = function() return text(n .. '') end }");
    printf("a bank of 10,000 questions and a graph of 1,000 moments: %.1f ms\n", (double)(clock_real_us() - before) / 1000);
}

static int open_files(void)
{
    int n = 0;
    DIR *d = opendir("/proc/self/fd");
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

static int children_of(pid_t pid)
{
    char path[64], text[65536] = "";
    int n = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *f = fopen(path, "r");
    size_t len = f ? fread(text, 1, sizeof text - 1, f) : 0;
    if (f)
        fclose(f);
    for (size_t i = 0; i < len; i++)
        n += text[i] == ' ';
    return n;
}

static void test_many_spawns(void **state)
{
    struct spawned s;
    struct err e;
    (void)state;
    int before = open_files();
    int64_t start = clock_real_us();
    for (int i = 0; i < 1000; i++) {
        if (!nursery_spawn(&nursery, SPAWN_SCENE, &s, &e))
            fail_msg("%d: %s", i, e.text);
        spawned_kill(&s);
    }
    printf("spawn and kill: %.2f ms each\n", (double)(clock_real_us() - start) / 1000 / 1000);
    assert_int_equal(open_files(), before);
    for (int i = 0; i < 100 && children_of(nursery.pid) > 0; i++)
        usleep(10000);
    assert_int_equal(children_of(nursery.pid), 0);
    must_open("return { view = function() return text 'ok' end }");
}

static void test_killed_scene(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    for (int i = 0; i < 20; i++) {
        open_text(&c, "return { view = function() return text 'ok' end }");
        want(&c, SCENE_DONE, &m);
        kill(c.process.pid, SIGKILL);
        assert_true(scene_client_wait(&c, &m, 1000));
        assert_int_equal(m.said, SCENE_FAILED);
        assert_non_null(strstr(m.finding.message, "意外结束"));
        scene_client_close(&c);
    }
}

static void test_nursery_death(void **state)
{
    struct nursery n;
    struct nursery_options o = {.scripts = folder};
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    struct err e;
    const char *source = "return { view = function() return text 'ok' end }";
    (void)state;
    assert_true(nursery_start(&o, &n, &e));
    assert_true(scene_client_open(&c, &n, &e));
    scene_client_load_text(&c, "try", "try.lua", source, strlen(source), &context);
    want(&c, SCENE_DONE, &m);
    assert_true(nursery_alive(&n));
    kill(n.pid, SIGKILL);
    assert_true(scene_client_wait(&c, &m, 1000)); /* its children die with it */
    assert_int_equal(m.said, SCENE_FAILED);
    assert_false(nursery_alive(&n));
    scene_client_close(&c);
    assert_false(scene_client_open(&c, &n, &e));
    assert_string_not_equal(e.text, "");
    assert_false(scene_client_receive(&c, &m));
    scene_client_close(&c);
    nursery_stop(&n);
}

static void test_broken_kits(void **state)
{
    static const char *const kits[] = {"x = = 1", "error('坏了')", "while true do pcall(error) end", "engine.go('home')",
                                       "local s = 'x' while true do s = s .. s end", "require 'words'", "\x1bLua"};
    struct nursery n;
    struct nursery_options o = {.scripts = folder};
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    struct err e;
    (void)state;
    for (size_t i = 0; i < sizeof kits / sizeof *kits; i++) {
        write_file("kit/init.lua", kits[i]);
        assert_true(nursery_start(&o, &n, &e));
        for (int again = 0; again < 2; again++) {
            assert_true(scene_client_open(&c, &n, &e));
            scene_client_load_text(&c, "try", "try.lua", "", 0, &context);
            assert_true(scene_client_wait(&c, &m, 1000));
            assert_int_equal(m.said, SCENE_FAILED);
            assert_string_equal(m.finding.file, "kit/init.lua");
            scene_client_close(&c);
        }
        nursery_stop(&n);
    }
    write_file("kit/init.lua", "");
}

static int start_all(void **state)
{
    struct nursery_options patient = {.scripts = folder, .deadline_ms = 4000, .kill_ms = 8000};
    (void)state;
    start_nursery("", (struct nursery_options){0});
    struct nursery_options roomy = {.scripts = folder, .kill_ms = 3000};
    strict_nursery = nursery;
    if (!nursery_start(&roomy, &told_nursery, NULL))
        return -1;
    return nursery_start(&patient, &nursery, NULL) ? 0 : -1; /* what is not about time is not held to it */
}

static int end_all(void **state)
{
    nursery_stop(&strict_nursery);
    nursery_stop(&told_nursery);
    return end_nursery(state);
}

static void exchange(struct nursery *with)
{
    struct nursery other = nursery;
    nursery = *with;
    *with = other;
}

static int be_strict(void **state)
{
    (void)state;
    exchange(&strict_nursery);
    return 0;
}

static int be_told(void **state)
{
    (void)state;
    exchange(&told_nursery);
    return 0;
}

int main(void)
{
#define TOLD(test) cmocka_unit_test_setup_teardown(test, be_told, be_told)
#define STRICT(test) cmocka_unit_test_setup_teardown(test, be_strict, be_strict)
    const struct CMUnitTest tests[] = {
        TOLD(test_endless_loops),           TOLD(test_loop_in_handler),        cmocka_unit_test(test_outer_wall),
        cmocka_unit_test(test_c_loops),       cmocka_unit_test(test_memory),       cmocka_unit_test(test_forbidden),
        cmocka_unit_test(test_library),       cmocka_unit_test(test_views),        cmocka_unit_test(test_honest_work),
        TOLD(test_time_is_per_event), STRICT(test_many_spawns), STRICT(test_loop_out_of_reach),            cmocka_unit_test(test_killed_scene), cmocka_unit_test(test_nursery_death),
        cmocka_unit_test(test_broken_kits),  cmocka_unit_test(test_recursion_through_c),
    };
    return cmocka_run_group_tests(tests, start_all, end_all);
}
