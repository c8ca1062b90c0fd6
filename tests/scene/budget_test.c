/* What one view may hold, and what a scene may use: each limit lets through what is just within it, and refuses what is just
 * beyond with a sentence that names it. */
#include "helpers.h"

#define NODES 120
#define TEXT 70000
#define PICTURES 5
#define MEMORY (8u << 20)

static int set_up(void **state)
{
    static const struct tree_limits view = {.nodes = NODES, .depth = 32, .text_bytes = TEXT, .pictures = PICTURES};
    (void)state;
    /* slow machines and sanitizers: how long it takes is not the question here */
    start_nursery("", (struct nursery_options){.view = &view, .memory_bytes = MEMORY, .deadline_ms = 20000, .kill_ms = 30000});
    return 0;
}

/* Opens the scene; true: it showed its view, and what that holds is in *nodes. Else *f says why not. */
static bool shows(const char *source, struct finding *f)
{
    struct scene_client c;
    struct scene_message m;
    struct scene_context context = a_context();
    struct err e;
    bool shown = false, failed = false;
    assert_true(scene_client_open(&c, &nursery, &e));
    scene_client_load_text(&c, "try", "try.lua", source, strlen(source), &context);
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

/* The source with a number in it: within, and one more. */
static void both_sides(const char *source, long within, long beyond, const char *words)
{
    char text[600];
    struct finding f = {.message = ""};
    snprintf(text, sizeof text, source, within);
    if (!shows(text, &f))
        fail_msg("%ld is within: %s", within, f.message);
    snprintf(text, sizeof text, source, beyond);
    assert_false(shows(text, &f));
    if (!strstr(f.message, words))
        fail_msg("“%s” does not say “%s”", f.message, words);
    assert_string_equal(f.file, "try.lua");
}

static void test_nodes(void **state)
{
    (void)state; /* the column is one, too */
    both_sides("return { view = function() local c = column {} for i = 1, %ld do c[i] = spacer {} end return c end }",
               NODES - 1, NODES, "limits.view_nodes");
}

static void test_text(void **state)
{
    (void)state;
    both_sides("return { view = function() return column { text(string.rep('x', %ld)), text 'yy' } end }", TEXT - 2,
               TEXT - 1, "limits.view_text");
}

static void test_pictures(void **state)
{
    (void)state; /* icons are none */
    both_sides("return { view = function() local c = column { picture { icon = 'home' } }\n"
               "for i = 1, %ld do c[#c + 1] = picture { src = 'a/' .. i .. '.svg', width = 9, height = 9 } end return c end }",
               PICTURES, PICTURES + 1, "limits.view_pictures");
}

static void test_depth(void **state)
{
    (void)state;
    both_sides("return { view = function() local c = column {} for i = 2, %ld do c = column { c } end return c end }", 32,
               33, "嵌套超过 32 层");
}

/* Strings of 64 KiB that are all kept: somewhat less than the ceiling fits, somewhat more does not. */
static void test_memory(void **state)
{
    (void)state;
    both_sides("local kept = {} for i = 1, %ld do kept[i] = string.rep('x', 65536) .. i end\n"
               "return { view = function() return column { text(#kept) } end }",
               (MEMORY >> 16) - 32, (MEMORY >> 16) + 1, "内存");
}

/* The same views over the wire, from a scene process that does not keep to its own limits: the stage's end holds too. */
static void test_the_stage_counts_too(void **state)
{
    struct tree_limits view = {.nodes = 3, .depth = 4, .text_bytes = 4, .pictures = 1};
    static const uint8_t pictures[] = {NODE_ROW, 0, 2, 0, NODE_PICTURE, 1, 0, 1, 0, 0, 0, 'a', 0, 0,
                                       NODE_PICTURE, 1, 0, 1, 0, 0, 0, 'b', 0, 0};
    uint8_t bytes[sizeof pictures];
    struct arena a = {0};
    struct node *root;
    struct err e;
    int number;
    (void)state;
    assert_non_null(prop_find(NODE_PICTURE, "src", &number));
    memcpy(bytes, pictures, sizeof bytes);
    bytes[6] = bytes[16] = (uint8_t)number;
    struct reader r = reader_of(bytes, sizeof bytes);
    assert_false(tree_decode(&r, &view, &a, &root, &e));
    assert_non_null(strstr(e.text, "图片太多"));
    view.pictures = 2;
    r = reader_of(bytes, sizeof bytes);
    assert_true(tree_decode(&r, &view, &a, &root, &e));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nodes),  cmocka_unit_test(test_text),   cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_depth),  cmocka_unit_test(test_memory), cmocka_unit_test(test_the_stage_counts_too),
    };
    return cmocka_run_group_tests(tests, set_up, end_nursery);
}
