#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/json.h"

#include <math.h>
#include <string.h>

static void writes_everything(void **state)
{
    (void)state;
    struct buf b = {0};
    struct json j = json_to(&b);
    json_object(&j, NULL);
    json_text(&j, "t", "a\"\\\n\t\x01\x7F廉\xFF");
    json_text(&j, "none", NULL);
    json_int(&j, "i", INT64_MIN);
    json_list(&j, "list");
    json_number(&j, NULL, 0.1);
    json_number(&j, NULL, 1e300);
    json_number(&j, NULL, 60);
    json_number(&j, NULL, NAN);
    json_object(&j, NULL);
    json_object_end(&j);
    json_bool(&j, NULL, true);
    json_list_end(&j);
    json_raw(&j, "raw", "{}");
    json_object_end(&j);
    assert_string_equal(buf_cstr(&b),
                        "{\"t\":\"a\\\"\\\\\\n\\u0009\\u0001\\u007f廉\xEF\xBF\xBD\",\"none\":null,"
                        "\"i\":-9223372036854775808,\"list\":[0.1,1e+300,60,null,{},true],\"raw\":{}}");
    buf_free(&b);
}

static bool note(void *owner, const char *key, const struct json_value *v, struct err *e)
{
    struct buf *b = owner;
    buf_printf(b, "%s:%d:%s:%lld:%g;", key, (int)v->type, v->text ? v->text : "", (long long)v->integer,
               v->number);
    return strcmp(key, "stop") != 0 || err_set(e, "stopped");
}

static void reads_flat_objects(void **state)
{
    (void)state;
    struct buf b = {0};
    struct err e = {0};
    const char *text = "{\"a\":-12,\"b\":1.5e2,\"c\":\"x\\u0041\\/\",\"d\":false,\"\":null}\n";
    assert_true(json_read_flat(text, strlen(text), note, &b, &e));
    assert_string_equal(buf_cstr(&b), "a:2::-12:-12;b:3::0:150;c:4:xA/:0:0;d:1::0:0;:0::0:0;");
    text = "{\"stop\":1,\"b\":2}";
    assert_false(json_read_flat(text, strlen(text), note, &b, &e));
    assert_string_equal(e.text, "stopped");
    assert_true(json_read_flat("{}", 2, note, &b, &e));
    buf_free(&b);
}

static void never_reads_over_the_end(void **state)
{
    (void)state;
    const char *text = "{\"a\":-1.5e+2,\"b\":\"\\ud83c\\udf38\",\"c\":true,\"d\":null}";
    struct buf b = {0};
    for (size_t n = 0; n < strlen(text); n++) {
        struct buf cut = {0};
        buf_bytes(&cut, text, n);
        assert_false(json_read_flat((const char *)cut.data, n, note, &b, NULL));
        buf_free(&cut);
    }
    buf_free(&b);
}

static void reads_whole_documents(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    const char *text = " {\"a\":[1,{\"b\":\"x\\n\"},[]],\"c\":{\"a\":null},\"d\":true} ";
    const struct json_node *root = json_tree(&a, text, strlen(text), &e), *list = json_at(root, "a");
    assert_non_null(root);
    assert_int_equal(list->shape, JSON_LIST);
    assert_int_equal(list->first->value.integer, 1);
    assert_string_equal(json_at(list->first->next, "b")->value.text, "x\n");
    assert_null(list->first->next->next->first);
    assert_int_equal(json_at(json_at(root, "c"), "a")->value.type, JSON_NULL);
    assert_null(json_at(root, "b"));
    assert_null(json_at(list, "b"));
    assert_null(json_at(NULL, "b"));
    for (size_t n = 0; n < strlen(text) - 1; n++)
        assert_null(json_tree(&a, text, n, &e));
    arena_free(&a);
}

static void refuses_bad_documents(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",      "{\"a\":1,\"a\":2}", "{\"x\":{\"a\":1,\"b\":2,\"a\":3}}", "[1,]", "{\"a\":}",  "[1 2]",
        "[1] x", "{a:1}",             "[\"\xff\"]",                        "[01]", "[\"a\nb\"]", "]",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
    };
    struct arena a = {0};
    struct err e;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(json_tree(&a, bad[i], strlen(bad[i]), &e));
    struct buf many = {0}, keys = {0};
    buf_text(&many, "[0");
    for (int i = 0; i < JSON_NODES_MAX; i++)
        buf_text(&many, ",0");
    buf_text(&many, "]");
    assert_null(json_tree(&a, (const char *)many.data, many.len, &e));
    buf_text(&keys, "{\"k\":0");
    for (int i = 0; i < JSON_KEYS_MAX; i++)
        buf_printf(&keys, ",\"%d\":0", i);
    buf_text(&keys, "}");
    assert_null(json_tree(&a, (const char *)keys.data, keys.len, &e));
    buf_free(&many);
    buf_free(&keys);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_everything),
        cmocka_unit_test(reads_flat_objects),
        cmocka_unit_test(never_reads_over_the_end),
        cmocka_unit_test(reads_whole_documents),
        cmocka_unit_test(refuses_bad_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
