/* What the scene tests share: a nursery over a folder of small scenes, and a client that waits. */
#ifndef TESTS_SCENE_HELPERS_H
#define TESTS_SCENE_HELPERS_H

#include "base/clock.h"
#include "base/file.h"
#include "scene/client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[256]; /* the content root of this test program */
static struct nursery nursery;

__attribute__((unused)) static void write_file(const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(file_write_durable(path, text, strlen(text), 0644, NULL));
}

/* A content folder with a kit whose init.lua is `init`. */
__attribute__((unused)) static void start_nursery(const char *init, struct nursery_options o)
{
    struct err e;
    char kit[300];
    snprintf(folder, sizeof folder, "/tmp/qingfeng-scene-test.XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(kit, sizeof kit, "%s/kit", folder);
    assert_true(file_make_folders(kit, 0755, &e));
    write_file("kit/init.lua", init);
    o.scripts = folder;
    if (!nursery_start(&o, &nursery, &e))
        fail_msg("%s", e.text);
}

/* cmocka's set-up for tests that need no kit. */
__attribute__((unused)) static int start_plain_nursery(void **state)
{
    (void)state;
    start_nursery("", (struct nursery_options){0});
    return 0;
}

__attribute__((unused)) static int end_nursery(void **state)
{
    char command[300];
    (void)state;
    nursery_stop(&nursery);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

__attribute__((unused)) static struct scene_context a_context(void)
{
    struct scene_context c = {.lang = "zh", .theme = "qinglian", .width = 1920, .height = 968, .seed = 7,
                              .today = "2026-11-22", .date_known = true, .touch = true, .seen = "a/b c "};
    return c;
}

__attribute__((unused)) static void open_text(struct scene_client *c, const char *source)
{
    struct err e;
    struct scene_context context = a_context();
    if (!scene_client_open(c, &nursery, &e))
        fail_msg("%s", e.text);
    scene_client_load_text(c, "try", "try.lua", source, strlen(source), &context);
}

/* Waits for a message of that kind; others are dropped. FAILED instead of it fails the test. */
__attribute__((unused)) static void want(struct scene_client *c, enum scene_said said, struct scene_message *m)
{
    while (scene_client_wait(c, m, 10000)) {
        if (m->said == said)
            return;
        if (m->said == SCENE_FAILED)
            fail_msg("%s:%u %s (%s)", m->finding.file, m->finding.line, m->finding.message, m->finding.remedy);
        scene_message_free(m);
    }
    fail_msg("nothing came");
}

/* Loads it and returns why it failed. */
__attribute__((unused)) static struct finding failure_of(const char *source)
{
    struct scene_client c;
    struct scene_message m;
    open_text(&c, source);
    while (scene_client_wait(&c, &m, 10000)) {
        if (m.said == SCENE_FAILED) {
            scene_client_close(&c);
            return m.finding;
        }
        scene_message_free(&m);
        if (m.said == SCENE_DONE)
            fail_msg("it did not fail: %.200s", source);
    }
    fail_msg("nothing came");
    abort();
}

/* It fails in that line (0: any) with these words in its message. */
__attribute__((unused)) static void must_fail(const char *source, int line, const char *message)
{
    struct finding f = failure_of(source);
    if (!strstr(f.message, message) || (line && f.line != (uint32_t)line))
        fail_msg("%s\n -> %s:%u %s | %s", source, f.file, f.line, f.message, f.remedy);
}

/* It opens. */
__attribute__((unused)) static void must_open(const char *source)
{
    struct scene_client c;
    struct scene_message m;
    open_text(&c, source);
    want(&c, SCENE_DONE, &m);
    scene_client_close(&c);
}

/* Opens the scene; true: it showed its view. Else *f says why not. */
__attribute__((unused)) static bool can_show(const char *source, struct finding *f)
{
    struct scene_client c;
    struct scene_message m;
    bool shown = false, failed = false;
    open_text(&c, source);
    while (!failed && scene_client_busy(&c) && scene_client_wait(&c, &m, 60000)) {
        shown |= m.said == SCENE_VIEW;
        failed = m.said == SCENE_FAILED;
        if (failed)
            *f = m.finding;
        scene_message_free(&m);
    }
    scene_client_close(&c);
    return shown && !failed;
}

/* The source with a number in it: within, and beyond, where the message has these words. */
__attribute__((unused)) static void both_sides(const char *source, long within, long beyond, const char *words)
{
    char text[1000];
    struct finding f = {.message = ""};
    snprintf(text, sizeof text, source, within);
    if (!can_show(text, &f))
        fail_msg("%ld is within: %s\n%s", within, f.message, text);
    snprintf(text, sizeof text, source, beyond);
    if (can_show(text, &f))
        fail_msg("%ld is beyond, but shown\n%s", beyond, text);
    if (!strstr(f.message, words))
        fail_msg("“%s” does not say “%s”", f.message, words);
    assert_string_equal(f.file, "try.lua");
}

__attribute__((unused)) static void tap(struct scene_client *c, uint32_t view, uint32_t handler)
{
    struct scene_event ev = {.kind = EVENT_TAP, .view_serial = view, .handler = handler};
    assert_true(scene_client_event(c, &ev));
}

#endif
