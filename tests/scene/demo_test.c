/* The demo venue and the theme file as they are, in real scene processes: every scene loads, every screen that it
 * announces can be shown, in both languages and shapes. */
#include "helpers.h"

#include <dirent.h>
#include <sys/stat.h>

static const struct nursery_options patient = {.scripts = SOURCE_DIR "/scripts/demo", .deadline_ms = 4000, .kill_ms = 8000};
static int screens;
static double slowest_ms;

static void load_as(const char *name, const struct scene_context *context)
{
    struct scene_client c;
    struct scene_message m;
    struct err e;
    assert_true(scene_client_open(&c, &nursery, &e));
    int64_t before = clock_real_us();
    scene_client_load(&c, name, context);
    want(&c, SCENE_META, &m);
    assert_string_not_equal(m.meta->kind, "");
    assert_string_not_equal(m.meta->title, "");
    scene_message_free(&m);
    want(&c, SCENE_VIEW, &m);
    scene_message_free(&m);
    want(&c, SCENE_DONE, &m);
    double ms = (double)(clock_real_us() - before) / 1000;
    slowest_ms = ms > slowest_ms ? ms : slowest_ms;
    scene_client_close(&c);
}

static void survey(const char *name, struct scene_context context)
{
    struct scene_client c;
    struct scene_message m;
    struct err e;
    uint32_t count = 0;
    context.checking = true;
    assert_true(scene_client_open(&c, &nursery, &e));
    scene_client_load(&c, name, &context);
    want(&c, SCENE_DONE, &m);
    assert_true(scene_client_survey(&c));
    while (scene_client_wait(&c, &m, 8000) && m.said != SCENE_DONE) {
        if (m.said == SCENE_FAILED || m.said == SCENE_FINDING)
            fail_msg("%s: %s:%u %s", name, m.finding.file, m.finding.line, m.finding.message);
        count += m.said == SCENE_SCREEN_NAME;
    }
    for (uint32_t i = 0; i < count; i++) {
        assert_true(scene_client_screen(&c, i));
        do {
            assert_true(scene_client_wait(&c, &m, 8000));
            if (m.said == SCENE_FAILED || m.said == SCENE_FINDING)
                fail_msg("%s screen %u: %s:%u %s", name, i, m.finding.file, m.finding.line, m.finding.message);
            scene_message_free(&m);
        } while (m.said != SCENE_DONE);
    }
    screens += (int)count;
    scene_client_close(&c);
}

static void try_scene(const char *name)
{
    struct scene_context context = a_context();
    load_as(name, &context);
    survey(name, context);
    context.portrait = context.large = context.reach = true;
    context.text_size = 3;
    context.width = 1080;
    context.height = 1776;
    strcpy(context.lang, "en");
    load_as(name, &context);
    survey(name, context);
}

static void test_every_scene(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    struct err e;
    char order[sizeof m.meta->order];
    (void)state;
    assert_true(scene_client_open(&c, &nursery, &e));
    scene_client_load(&c, "venue", &context);
    want(&c, SCENE_META, &m);
    memcpy(order, m.meta->order, sizeof order);
    scene_message_free(&m);
    scene_client_close(&c);
    try_scene("venue");
    int n = 0;
    for (char *line = strtok(order, "\n"); line; line = strtok(NULL, "\n"), n++) {
        char name[96];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(line, "\t"), line);
        try_scene(name);
    }
    assert_true(n >= 5);
    printf("%d scenes, %d screens; slowest load %.1f ms\n", n + 1, screens, slowest_ms);
}

static void test_theme(void **state)
{
    struct theme t, plain;
    struct err e = {.text = ""};
    (void)state;
    theme_defaults(&plain);
    if (!scene_load_theme(&nursery, &t, &e))
        fail_msg("%s", e.text);
    assert_true(t.colors[SKIN_QINGLIAN][COLOR_PAPER] != 0);
    assert_true(t.colors[SKIN_ZHUMO][COLOR_ACT] != t.colors[SKIN_QINGLIAN][COLOR_ACT]);
}

static void test_broken_theme(void **state)
{
    static const char *const broken[] = {"return {", "return 1", "return { skins = { qinglian = { papre = '#FFFFFF' } } }",
                                         "return { space = { s1 = -5 } }", "local t = {} t.t = t return t",
                                         "while true do end"};
    struct nursery n;
    struct nursery_options o = {.scripts = folder};
    struct theme t;
    struct err e;
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/qingfeng-scene-test.XXXXXX");
    assert_non_null(mkdtemp(folder));
    char kit[300];
    snprintf(kit, sizeof kit, "%s/kit", folder);
    assert_true(file_make_folders(kit, 0755, &e));
    write_file("kit/init.lua", "");
    assert_true(nursery_start(&o, &n, &e));
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        write_file("kit/theme.lua", broken[i]);
        memset(&t, 0, sizeof t);
        assert_false(scene_load_theme(&n, &t, &e));
        assert_non_null(strstr(e.text, "kit/theme.lua"));
        assert_true(t.roles[ROLE_BODY].u > 0);
    }
    nursery_stop(&n);
}

static int start_all(void **state)
{
    (void)state;
    return nursery_start(&patient, &nursery, NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_scene),
        cmocka_unit_test(test_theme),
        cmocka_unit_test(test_broken_theme),
    };
    return cmocka_run_group_tests(tests, start_all, end_nursery);
}
