/* Honest heavy content with the kits as they are: ten thousand questions, a thousand moments, two thousand covers. What
 * entering them costs is held against what reading their files costs, which no kit can save: one that looked at all that
 * exists would take three to five times as long. And what is looked at late, or never, is still found: by the check with
 * file and line, by the visitor's scene when it is drawn. */
#include "helpers.h"

#include "base/buf.h"

#include <math.h>

#ifdef __SANITIZE_ADDRESS__
#define SLOWER 10
#else
#define SLOWER 1
#endif
#define QUESTIONS 10000
#define MOMENTS 1000
#define COVERS 2000
#define TIMES 2.5 /* as much as reading the files, at most */
#define TRIES 12   /* of which the least counts */

static struct buf text; /* of the file that is being written */

static void put_file(const char *name)
{
    write_file(name, buf_cstr(&text));
    buf_clear(&text);
}

/* `n` entries, `each` to a file PREFIX1.lua, PREFIX2.lua …; `entry` writes one line. */
static void put_parts(const char *prefix, int n, int each, void (*entry)(int i))
{
    char name[40];
    for (int i = 1; i <= n; i++) {
        if (i % each == 1)
            buf_text(&text, "return {\n");
        entry(i);
        if (i % each != 0 && i != n)
            continue;
        buf_text(&text, "}\n");
        snprintf(name, sizeof name, "part/%s%d.lua", prefix, (i - 1) / each + 1);
        put_file(name);
    }
}

static void put_question(int i)
{
    buf_printf(&text, "single { \"第%d题：下面哪一种做法，把公家的事和自己的事分开了？\", id = \"q%d\", right = \"照价付钱，记在账上\", "
                      "wrong = { \"先收下再说\", \"请人代收\", \"记在别人名下\" }, %s source = \"本馆编写\" },\n",
               i, i == 7777 ? 5 : i, i == 9999 ? "" : "explain = \"钱物往来都有账可查，公私才分得清。\",");
}

static void put_moment(int i)
{
    char next[2][16] = {"end", "end"};
    for (int k = 0; k < 2 && i + k < MOMENTS; k++)
        snprintf(next[k], sizeof *next, "m%d", i + k + 1);
    buf_printf(&text, "moment \"m%d\" { title = \"第%d幕\", text = \"天还没有亮透，渡口的雾贴着水面慢慢地走。撑船的人把缆绳解开，"
                      "试了试水深。\", choice { \"往前走\", to = \"%s\" }, choice { \"等一等\", to = \"%s\" } },\n",
               i, i, next[0], next[1]);
}

static void put_cover(int i)
{
    buf_printf(&text, "cover { scene = \"ex/e%04d\", title = \"展项%04d\", picture = \"covers/quiz.svg\", form = \"故事\", minutes = 4 },\n", i, i);
}

/* The same files, read and thrown away: their constructors hand back what they are given. */
static void put_pair(const char *name, const char *collect, const char *made)
{
    char path[40];
    buf_printf(&text, "local all = { title = \"大\", %s\nreturn %s", collect, made);
    snprintf(path, sizeof path, "%s.lua", name);
    put_file(path);
    buf_printf(&text,
               "local function same(x) return x end\nsingle, choice, cover, zone = same, same, same, same\n"
               "moment, ending = function() return same end, function() return same end\n"
               "local all = { title = \"大\", %s\nreturn scene { title = \"大\", view = function() return column {} end }",
               collect);
    snprintf(path, sizeof path, "%s_plain.lua", name);
    put_file(path);
}

static int set_up(void **state)
{
    struct err e;
    struct nursery_options o = {.scripts = folder, .kit = SOURCE_DIR "/scripts/kit", .deadline_ms = 250 * SLOWER, .kill_ms = 400 * SLOWER};
    char path[300];
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/qingfeng-growth-test.XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/part", folder);
    assert_true(file_make_folders(path, 0755, &e));
    put_parts("q", QUESTIONS, 100, put_question);
    put_parts("m", MOMENTS, 100, put_moment);
    put_parts("c", COVERS, 40, put_cover);
    put_pair("bank", "draw = 10 }\nfor i = 1, 100 do for _, q in ipairs(require(\"part.q\" .. i)) do all[#all + 1] = q end end", "quiz(all)");
    put_pair("tale", "start = \"m1\" }\nfor i = 1, 10 do for _, m in ipairs(require(\"part.m\" .. i)) do all[#all + 1] = m end end\n"
                     "all[#all + 1] = ending \"end\" { name = \"到岸\", outcome = \"good\", text = \"船靠了岸。\" }", "story(all)");
    put_pair("venue", "content = \"heavy@1\", seal = \"清风\" }\nfor i = 1, 50 do\nlocal part = require(\"part.c\" .. i)\n"
                      "part.title = \"第\" .. i .. \"区\"\nall[#all + 1] = zone(part) end", "venue(all)");
    if (!nursery_start(&o, &nursery, &e))
        fail_msg("%s", e.text);
    return 0;
}

static int tear_down(void **state)
{
    buf_free(&text);
    return end_nursery(state);
}

static double cpu_ms(pid_t process)
{
    char path[64];
    unsigned long long ns = 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)process);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%llu", &ns), 1);
    fclose(f);
    return (double)ns / 1e6;
}

static void enter(struct scene_client *c, const char *name, const struct scene_context *context)
{
    struct scene_message m;
    struct err e;
    if (!scene_client_open(c, &nursery, &e))
        fail_msg("%s", e.text);
    scene_client_load(c, name, context);
    want(c, SCENE_VIEW, &m);
    scene_message_free(&m);
    want(c, SCENE_DONE, &m);
}

/* Of the process's own time: other programs shall not count. */
static double cost_of(const char *name)
{
    struct scene_client c;
    struct scene_context context = a_context();
    strcpy(context.from, "gate"); /* not at rest: a venue shows its covers */
    enter(&c, name, &context);
    double ms = cpu_ms(c.process.pid);
    scene_client_close(&c);
    return ms;
}

static void try_cost(const char *name)
{
    char plain[40];
    snprintf(plain, sizeof plain, "%s_plain", name);
    double whole = 1e9, files = 1e9;
    for (int i = 0; i < 3 || (i < TRIES && whole > TIMES * files); i++) { /* in turns: a slow moment hits both */
        whole = fmin(whole, cost_of(name));
        files = fmin(files, cost_of(plain));
    }
    printf("%s: %.1f ms, reading its files %.1f ms\n", name, whole, files);
    if (whole > TIMES * files)
        fail_msg("%s: entering takes %.1f times as long as reading its files", name, whole / files);
}

static void test_entering_costs_what_is_shown(void **state)
{
    (void)state;
    try_cost("bank");
    try_cost("tale");
    try_cost("venue");
}

/* The first question is dealt, drawn and can be answered. */
static void test_a_large_bank_can_be_played(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    (void)state;
    enter(&c, "bank", &context);
    tap(&c, 1, 1);
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.head.screen, "question:1");
    scene_message_free(&m);
    want(&c, SCENE_DONE, &m);
    tap(&c, 2, 1); /* an option */
    want(&c, SCENE_VIEW, &m);
    assert_string_equal(m.head.screen, "question:1");
    scene_message_free(&m);
    scene_client_close(&c);
}

/* Every finding, in order, as "file:line words". */
static uint32_t survey(const char *name, const char *const *expected, int n)
{
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    uint32_t screens = 0;
    int found = 0;
    context.checking = true;
    enter(&c, name, &context);
    assert_true(scene_client_survey(&c));
    while (scene_client_wait(&c, &m, 20000) && m.said != SCENE_DONE) {
        char said[1200] = "";
        if (m.said == SCENE_FINDING || m.said == SCENE_FAILED)
            snprintf(said, sizeof said, "%s:%u %s", m.finding.file, m.finding.line, m.finding.message);
        if (*said && (found >= n || strncmp(said, expected[found], strlen(expected[found])) != 0))
            fail_msg("%s", said);
        found += *said != 0;
        screens += m.said == SCENE_SCREEN_NAME;
        scene_message_free(&m);
    }
    assert_int_equal(found, n);
    scene_client_close(&c);
    return screens;
}

static void test_the_check_sees_everything(void **state)
{
    static const char *const bank[] = {"part/q78.lua:78 有两道题同一个编号：q5", "part/q100.lua:100 题目没有解析"};
    (void)state;
    assert_int_equal(survey("bank", bank, 2), 2 + 1 + 2 * QUESTIONS);
    assert_int_equal(survey("tale", NULL, 0), MOMENTS + 1);
    survey("venue", (const char *const[]){"venue.lua:6 待机画面少于两张"}, 1);
}

/* One of three is broken so that no kit can make a question of it. Who does not draw it never knows. */
static void test_what_is_drawn_and_broken_says_where(void **state)
{
    int shown = 0, broken = 0;
    (void)state;
    write_file("mixed.lua", "local law = { source = { zh = \"《某法》\" } }\nreturn quiz { title = \"题\", draw = 1,\n"
                            "    judge { \"一\", right = true, explain = \"因为\", source = \"本馆\" },\n"
                            "    judge { \"二\", right = true, explain = \"因为\",\n        basis = law, article = \"第一条\" },\n"
                            "    judge { \"三\", right = true, explain = \"因为\", source = \"本馆\" } }");
    for (uint32_t seed = 1; seed <= 24; seed++) {
        struct scene_client c;
        struct scene_message m;
        struct err e;
        struct scene_context context = a_context();
        context.seed = seed;
        assert_true(scene_client_open(&c, &nursery, &e));
        scene_client_load(&c, "mixed", &context);
        while (scene_client_wait(&c, &m, 10000) && m.said != SCENE_DONE && m.said != SCENE_FAILED)
            scene_message_free(&m);
        shown += m.said == SCENE_DONE;
        broken += m.said == SCENE_FAILED;
        if (m.said == SCENE_FAILED) {
            assert_string_equal(m.finding.file, "mixed.lua");
            assert_int_equal(m.finding.line, 4);
            assert_non_null(strstr(m.finding.message, "拼接"));
            assert_non_null(strstr(m.finding.message, "kit/basis.lua"));
        }
        scene_client_close(&c);
    }
    assert_true(shown > 0 && broken > 0 && shown > broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entering_costs_what_is_shown),
        cmocka_unit_test(test_a_large_bank_can_be_played),
        cmocka_unit_test(test_the_check_sees_everything),
        cmocka_unit_test(test_what_is_drawn_and_broken_says_where),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
