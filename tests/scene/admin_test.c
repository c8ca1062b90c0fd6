/* The one privileged global: there in the administrator's scene, and in no other by any way a script has. */
#include "helpers.h"

#include <sys/socket.h>

static const char asks[] = "return { view = function() return column {} end,"
                           " start = function() admin.ask('state', { n = 3, text = '字\"', yes = true }, function(a, ok, last)"
                           " print(a.list[2].x, a.s, ok, last) end) return {} end }";

static void open_admin(struct scene_client *c, const char *source)
{
    struct err e;
    struct scene_context context = a_context();
    if (!scene_client_open_admin(c, &nursery, folder, &e))
        fail_msg("%s", e.text);
    scene_client_load_text(c, "desk", "desk.lua", source, strlen(source), &context);
}

static void the_administrators_scene_asks_and_hears(void **state)
{
    struct scene_client c;
    struct scene_message m;
    static const char json[] = "{\"list\":[1,{\"x\":-2.5}],\"s\":\"a\\u6c49\\n\",\"none\":null}";
    (void)state;
    open_admin(&c, asks);
    want(&c, SCENE_ADMIN, &m);
    assert_string_equal(m.name, "state");
    assert_true(m.serial == 1);
    assert_non_null(strstr(m.args, "\"n\":3"));
    assert_non_null(strstr(m.args, "\"text\":\"字\\\"\""));
    assert_non_null(strstr(m.args, "\"yes\":true"));
    scene_message_free(&m);
    want(&c, SCENE_DONE, &m);
    assert_true(scene_client_answer(&c, 1, true, true, json, sizeof json - 1));
    want(&c, SCENE_PRINT, &m);
    assert_string_equal(m.text, "-2.5 a汉  true true");
    want(&c, SCENE_DONE, &m);
    assert_true(scene_client_answer(&c, 1, true, true, json, sizeof json - 1)); /* nobody waits any more */
    want(&c, SCENE_DONE, &m);
    scene_client_close(&c);
}

static void an_answer_that_is_no_json_ends_only_that_scene(void **state)
{
    static const char *const wrong[] = {"", "{", "{\"a\":}", "[1,]x", "nul", "\"a", "{\"a\" 1}", "1 2", "\"\\q\"", "\"\\u12\""};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct scene_client c;
        struct scene_message m;
        open_admin(&c, asks);
        want(&c, SCENE_DONE, &m);
        assert_true(scene_client_answer(&c, 1, true, true, wrong[i], strlen(wrong[i])));
        while (scene_client_wait(&c, &m, 10000) && m.said != SCENE_FAILED)
            scene_message_free(&m);
        assert_int_equal(m.said, SCENE_FAILED);
        scene_client_close(&c);
    }
}

/* Every way that content has to something it was not given. Each must print nil. */
static void content_finds_no_way_to_it(void **state)
{
    static const char *const ways[] = {
        "admin", "_G.admin", "rawget(_G, 'admin')", "_ENV.admin", "engine.admin", "engine.ask",
        "getmetatable('').__index.admin", "string.admin", "(getmetatable(engine) or {}).admin",
        "(getmetatable(_G) or {}).admin", "select(2, next({}))", "package", "debug", "_G.package",
        "(function() for k in pairs(_G) do if k == 'admin' then return k end end end)()",
        "(function() local ok, m = pcall(require, 'admin.desk') return ok and m or nil end)()",
        "(function() local ok, m = pcall(require, 'admin') return ok and m or nil end)()",
        "(function() local ok, m = pcall(require, 'kit.admin') return ok and m or nil end)()",
        "(function() local ok, m = pcall(require, '..admin.desk') return ok and m or nil end)()",
        "(function() for _, v in pairs(engine) do if type(v) == 'table' and rawget(v, 'ask') then return v end end end)()"};
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char source[512];
        struct scene_client c;
        struct scene_message m;
        snprintf(source, sizeof source,
                 "local ok, found = pcall(function() return %s end) print(not ok or found == nil)"
                 " return { view = function() return column {} end }", ways[i]);
        open_text(&c, source);
        want(&c, SCENE_PRINT, &m);
        if (strcmp(m.text, "true") != 0)
            fail_msg("%s: %s", ways[i], m.text);
        scene_client_close(&c);
    }
}

/* A taken-over content process that writes MSG_ADMIN itself. */
static void a_forged_question_ends_the_scene(void **state)
{
    struct scene_client c = {.kill_ms = 400, .process = {.fd = -1, .pidfd = -1}};
    struct scene_context context = a_context();
    struct channel evil;
    struct scene_message m;
    struct buf b = {0};
    int ends[2];
    (void)state;
    assert_true(channel_pair(ends, NULL));
    channel_open(&c.channel, ends[0]);
    channel_open(&evil, ends[1]);
    c.polled_us = clock_real_us();
    scene_client_load_text(&c, "try", "try.lua", "", 0, &context);
    buf_u32(&b, 1);
    buf_str(&b, "power", 5);
    buf_str(&b, "{}", 2);
    channel_send(&evil, MSG_ADMIN, b.data, b.len);
    assert_true(scene_client_receive(&c, &m));
    assert_int_equal(m.said, SCENE_FAILED);
    assert_false(scene_client_answer(&c, 1, true, true, "{}", 2));
    scene_client_close(&c);
    channel_close(&evil);
    buf_free(&b);
}

/* The stage never sends a content scene an answer; one that came all the same ends its process. */
static void content_takes_no_answer(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    open_text(&c, "return { view = function() return column {} end }");
    want(&c, SCENE_DONE, &m);
    assert_false(scene_client_answer(&c, 1, true, true, "{}", 2));
    c.admin = true; /* as if the stage had been mistaken about it */
    assert_true(scene_client_answer(&c, 1, true, true, "{}", 2));
    assert_true(scene_client_wait(&c, &m, 10000));
    assert_int_equal(m.said, SCENE_FAILED);
    scene_client_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_administrators_scene_asks_and_hears),
        cmocka_unit_test(an_answer_that_is_no_json_ends_only_that_scene),
        cmocka_unit_test(content_finds_no_way_to_it),
        cmocka_unit_test(a_forged_question_ends_the_scene),
        cmocka_unit_test(content_takes_no_answer),
    };
    return cmocka_run_group_tests(tests, start_plain_nursery, end_nursery);
}
