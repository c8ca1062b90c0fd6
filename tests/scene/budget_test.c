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
static const struct tree_limits narrow = {.nodes = 3, .depth = 3, .text_bytes = 4, .pictures = 2};

static bool stage_takes(const struct buf *b, struct err *e)
{
    struct reader r = reader_of(b->data, b->len);
    struct arena a = {0};
    struct node *root;
    bool taken = tree_decode(&r, &narrow, &a, &root, e);
    arena_free(&a);
    return taken;
}

/* A row of so many leaves with that text in that property. */
static void put_row(struct buf *b, int leaves, enum node_type type, const char *property, const char *text)
{
    int number = 0;
    buf_clear(b);
    buf_u8(b, NODE_ROW);
    buf_u8(b, 0);
    buf_u16(b, (uint16_t)leaves);
    for (int i = 0; i < leaves; i++) {
        buf_u8(b, (uint8_t)type);
        buf_u8(b, property != NULL);
        if (property) {
            assert_non_null(prop_find(type, property, &number));
            buf_u8(b, (uint8_t)number);
            buf_str(b, text, strlen(text));
        }
        buf_u16(b, 0);
    }
}

static void put_nested(struct buf *b, int depth)
{
    buf_clear(b);
    for (int i = 1; i <= depth; i++) {
        buf_u8(b, NODE_ROW);
        buf_u8(b, 0);
        buf_u16(b, i < depth);
    }
}

static void test_the_stage_counts_too(void **state)
{
    struct buf b = {0};
    struct err e;
    (void)state;
    put_row(&b, 2, NODE_SPACER, NULL, NULL);
    assert_true(stage_takes(&b, &e));
    put_row(&b, 3, NODE_SPACER, NULL, NULL);
    assert_false(stage_takes(&b, &e));
    assert_non_null(strstr(e.text, "节点太多"));
    put_nested(&b, 3);
    assert_true(stage_takes(&b, &e));
    put_row(&b, 2, NODE_TEXT, "text", "xx");
    assert_true(stage_takes(&b, &e));
    put_row(&b, 2, NODE_TEXT, "text", "xxx");
    assert_false(stage_takes(&b, &e));
    assert_non_null(strstr(e.text, "全部文字超过上限"));
    put_row(&b, 2, NODE_PICTURE, "src", "a");
    assert_true(stage_takes(&b, &e));
    buf_free(&b);
}

/* Depth and pictures, each where no other limit is near. */
static void test_the_stage_counts_depth_and_pictures(void **state)
{
    struct tree_limits limits = {.nodes = 50, .depth = 3, .text_bytes = 50, .pictures = 2};
    struct buf b = {0};
    struct arena a = {0};
    struct node *root;
    struct err e;
    (void)state;
    for (int n = 2; n <= 4; n++) {
        put_nested(&b, n);
        struct reader r = reader_of(b.data, b.len);
        assert_int_equal(tree_decode(&r, &limits, &a, &root, &e), n <= 3);
    }
    for (int n = 1; n <= 3; n++) {
        put_row(&b, n, NODE_PICTURE, "src", "a");
        struct reader r = reader_of(b.data, b.len);
        assert_int_equal(tree_decode(&r, &limits, &a, &root, &e), n <= 2);
    }
    assert_non_null(strstr(e.text, "图片太多"));
    arena_free(&a);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nodes),  cmocka_unit_test(test_text),   cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_depth),  cmocka_unit_test(test_memory), cmocka_unit_test(test_the_stage_counts_too),
        cmocka_unit_test(test_the_stage_counts_depth_and_pictures),
    };
    return cmocka_run_group_tests(tests, set_up, end_nursery);
}
