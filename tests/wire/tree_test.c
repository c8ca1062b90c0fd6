/* Trees from foreign bytes: what is right gets in, everything else is refused and nothing is read past its end. */
#include "wire/node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void put_prop(struct buf *b, enum node_type type, const char *name)
{
    int number;
    assert_non_null(prop_find(type, name, &number));
    buf_u8(b, (uint8_t)number);
}

static struct buf small_tree(void)
{
    struct buf b = {0};
    buf_u8(&b, NODE_COLUMN);
    buf_u8(&b, 2);
    put_prop(&b, NODE_COLUMN, "gap");
    buf_u8(&b, SIZE_U);
    buf_f32(&b, 16);
    put_prop(&b, NODE_COLUMN, "fill");
    buf_u32(&b, COLOR_PANEL);
    buf_u16(&b, 1);
    buf_u8(&b, NODE_TEXT);
    buf_u8(&b, 2);
    put_prop(&b, NODE_TEXT, "text");
    buf_str(&b, "清风", strlen("清风"));
    put_prop(&b, NODE_TEXT, "role");
    buf_u8(&b, ROLE_STORY);
    buf_u16(&b, 0);
    return b;
}

static bool decode(const void *data, size_t len, const struct tree_limits *limits, struct arena *a, struct node **root)
{
    struct err e;
    struct reader r = reader_of(data, len);
    return tree_decode(&r, limits, a, root, &e);
}

static void decodes_values(void **state)
{
    (void)state;
    struct arena a = {0};
    struct node *root;
    struct buf b = small_tree();
    assert_true(decode(b.data, b.len, &tree_limits_default, &a, &root));
    assert_int_equal(root->gap.unit, SIZE_U);
    assert_true(root->gap.v == 16);
    assert_int_equal(root->fill, COLOR_PANEL);
    assert_int_equal(root->children, 1);
    assert_string_equal(root->first->text, "清风");
    assert_int_equal(root->first->role, ROLE_STORY);
    assert_int_equal(root->first->face, -1);
    arena_free(&a);
    buf_free(&b);
}

static void every_cut_is_refused(void **state)
{
    (void)state;
    struct buf b = small_tree();
    for (size_t len = 0; len < b.len; len++) {
        struct arena a = {0};
        struct node *root;
        unsigned char *copy = malloc(len ? len : 1);
        memcpy(copy, b.data, len);
        assert_false(decode(copy, len, &tree_limits_default, &a, &root));
        free(copy);
        arena_free(&a);
    }
    buf_free(&b);
}

static void changed_bytes_never_crash(void **state)
{
    (void)state;
    struct buf b = small_tree();
    for (size_t at = 0; at < b.len; at++) {
        for (int v = 0; v < 256; v += 5) {
            struct arena a = {0};
            struct node *root;
            unsigned char old = b.data[at];
            b.data[at] = (unsigned char)v;
            decode(b.data, b.len, &tree_limits_default, &a, &root);
            b.data[at] = old;
            arena_free(&a);
        }
    }
    buf_free(&b);
}

static void limits_hold(void **state)
{
    (void)state;
    struct buf deep = {0};
    for (int i = 0; i < 40; i++) {
        buf_u8(&deep, NODE_COLUMN);
        buf_u8(&deep, 0);
        buf_u16(&deep, i < 39);
    }
    struct arena a = {0};
    struct node *root;
    assert_false(decode(deep.data, deep.len, &tree_limits_default, &a, &root));
    struct tree_limits wide = {.nodes = 40, .depth = 40, .text_bytes = 100};
    assert_true(decode(deep.data, deep.len, &wide, &a, &root));
    wide.nodes = 39;
    assert_false(decode(deep.data, deep.len, &wide, &a, &root));
    arena_free(&a);
    buf_free(&deep);
    struct buf b = small_tree();
    wide = (struct tree_limits){.nodes = 9, .depth = 9, .text_bytes = 5};
    assert_false(decode(b.data, b.len, &wide, &a, &root));
    arena_free(&a);
    buf_free(&b);
}

static void suggests_names(void **state)
{
    (void)state;
    assert_string_equal(prop_nearest(NODE_TEXT, "colour"), "color");
    assert_string_equal(prop_nearest(NODE_BUTTON, "on_tpa"), "on_tap");
    assert_null(prop_nearest(NODE_TEXT, "qqqqqq"));
}

static void rows_are_well_formed(void **state)
{
    (void)state;
    int count;
    const struct prop_row *rows = prop_rows(&count);
    assert_true(count < 255);
    for (int i = 0; i < count; i++) {
        assert_true(strlen(rows[i].doc) > 6);
        assert_int_equal(rows[i].kind == PROP_ENUM, rows[i].values != NULL);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(rows[i].name, rows[j].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_values),           cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(changed_bytes_never_crash), cmocka_unit_test(limits_hold),
        cmocka_unit_test(suggests_names),           cmocka_unit_test(rows_are_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
