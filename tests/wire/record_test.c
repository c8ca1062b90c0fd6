#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "wire/record.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct record answer(void)
{
    struct record r;
    const char *chosen[] = {"a", "c"};
    record_start(&r, RECORD_ANSWER);
    strcpy(r.visit, "17-42");
    strcpy(r.scene, "quiz/discipline");
    strcpy(r.content, "demo@3");
    r.mono_ms = 123456;
    record_set_text(&r, "question", "q07", 3);
    record_set_int(&r, "version", 2);
    record_set_texts(&r, "chosen", chosen, 2);
    record_set_bool(&r, "right", false);
    record_set_int(&r, "attempt", 1);
    return r;
}

static bool decode(const struct buf *b, enum record_sender sender, struct record *out, struct err *e)
{
    struct reader in = reader_of(b->data, b->len);
    return record_decode(&in, sender, out, e);
}

static void assert_data(const struct record *r, const char *want)
{
    struct buf b = {0};
    record_data_json(&b, r);
    assert_string_equal(buf_cstr(&b), want);
    buf_free(&b);
}

static void there_and_back(void **state)
{
    (void)state;
    struct record r = answer(), back;
    struct buf b = {0};
    struct err e = {0};
    record_encode(&b, &r);
    if (!decode(&b, SENDER_SCENE, &back, &e))
        fail_msg("%s", e.text);
    assert_int_equal(back.kind, RECORD_ANSWER);
    assert_string_equal(back.visit, "17-42");
    assert_int_equal(back.mono_ms, 123456);
    assert_data(
        &back, "{\"question\":\"q07\",\"version\":2,\"chosen\":[\"a\",\"c\"],\"right\":false,\"attempt\":1}");
    assert_string_equal(record_text(&back, "question"), "q07");
    assert_int_equal(record_int(&back, "version"), 2);
    assert_false(record_has(&back, "ms"));
    buf_free(&b);
}

static void every_cut_and_every_flipped_bit_is_survived(void **state)
{
    (void)state;
    struct record r = answer(), back;
    struct buf b = {0};
    struct err e;
    record_encode(&b, &r);
    for (size_t n = 0; n < b.len; n++) {
        unsigned char *cut = malloc(n + 1); /* exact size, so that reading over the end is noticed */
        memcpy(cut, b.data, n);
        struct reader in = reader_of(cut, n);
        assert_false(record_decode(&in, SENDER_SCENE, &back, &e));
        free(cut);
    }
    for (size_t bit = 0; bit < b.len * 8; bit++) {
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        if (decode(&b, SENDER_SCENE, &back, &e))
            assert_true(record_check(&back, &e));
        b.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    buf_u8(&b, 0);
    assert_false(decode(&b, SENDER_SCENE, &back, &e));
    buf_free(&b);
}

static void only_those_who_may(void **state)
{
    (void)state;
    struct record r, back;
    struct err e;
    struct buf b = {0};
    record_start(&r, RECORD_VISIT_START);
    record_encode(&b, &r);
    assert_false(decode(&b, SENDER_SCENE, &back, &e));
    assert_true(decode(&b, SENDER_STAGE, &back, &e));
    buf_free(&b);
    assert_false(record_may(RECORD_BOOT, SENDER_STAGE));
    assert_false(record_may(RECORD_KINDS, SENDER_STAGE));
    assert_true(record_may(RECORD_CUSTOM, SENDER_SCENE));
}

static void setters_refuse(void **state)
{
    (void)state;
    struct record r = answer();
    struct err e;
    assert_true(record_check(&r, &e));
    assert_false(record_set_int(&r, "attempts", 1));
    assert_false(record_check(&r, &e));
    assert_non_null(strstr(e.text, "attempts"));
    r = answer();
    assert_false(record_set_int(&r, "attempt", 0));
    assert_false(record_set_int(&r, "attempt", INT64_MAX));
    assert_false(record_set_int(&r, "question", 1));
    assert_false(record_set_text(&r, "question", "", 0));
    assert_false(record_set_text(&r, "question", "a\nb", 3));
    assert_false(record_set_text(&r, "question", "\xC0\x80", 2));
    assert_false(record_set_text(&r, "right", "true", 4));
    char big[200];
    memset(big, 'x', sizeof big);
    assert_false(record_set_text(&r, "question", big, 97));
    const char *many[17] = {"a", "a", "a", "a", "a", "a", "a", "a", "a",
                            "a", "a", "a", "a", "a", "a", "a", "a"};
    assert_false(record_set_texts(&r, "chosen", many, 17));
    assert_false(record_set_texts(&r, "question", many, 1));
    record_start(&r, RECORD_VISIT_END);
    assert_false(record_set_text(&r, "why", "timeou", 6));
    assert_false(record_set_text(&r, "why", "timeout left", 12));
    assert_true(record_set_text(&r, "why", "timeout", 7));
    record_start(&r, RECORD_RESULT);
    assert_false(record_set_number(&r, "score", NAN));
    assert_false(record_set_number(&r, "score", INFINITY));
    assert_false(record_set_number(&r, "score", -1));
    assert_true(record_set_number(&r, "score", 2.5));
    assert_true(record_set_int(&r, "of", 3));
    assert_data(&r, "{\"score\":2.5,\"of\":3}");
}

static void what_must_be_there(void **state)
{
    (void)state;
    struct record r;
    struct err e;
    record_start(&r, RECORD_CHOICE);
    assert_true(record_set_text(&r, "at", "night", 5));
    assert_false(record_check(&r, &e));
    assert_non_null(strstr(e.text, "chosen"));
    assert_true(record_set_text(&r, "chosen", "refuse", 6));
    assert_true(record_check(&r, &e));
    static const char *const visits[] = {"1",   "1-", "-1", "a-1", "1-1x", "99999999999-1", "4294967296-1",
                                         " 1-1"};
    for (size_t i = 0; i < sizeof visits / sizeof *visits; i++) {
        strcpy(r.visit, visits[i]);
        assert_false(record_check(&r, &e));
    }
    strcpy(r.visit, "4294967295-1");
    assert_true(record_check(&r, &e));
    strcpy(r.scene, "../etc");
    assert_false(record_check(&r, &e));
}

static void custom_data(void **state)
{
    (void)state;
    struct record r;
    struct err e;
    static const char *const refused[] = {
        "",
        "[]",
        "{\"a\":[]}",
        "{\"a\":{}}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1}x",
        "{\"a\":1e999}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":nul}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":1,}",
        "{\"a\"",
        "{",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        record_start(&r, RECORD_CUSTOM);
        record_set_text(&r, "name", "n", 1);
        assert_false(record_set_text(&r, "data", refused[i], strlen(refused[i])));
        assert_false(record_check(&r, &e));
    }
    record_start(&r, RECORD_CUSTOM);
    record_set_text(&r, "name", "n", 1);
    const char *fine = " { \"b\" : true, \"a\" : -1.50, \"t\":\"\\u5ec9\\n\\ud83c\\udf38\",\"n\":null } ";
    assert_true(record_set_text(&r, "data", fine, strlen(fine)));
    assert_data(&r, "{\"name\":\"n\",\"data\":{\"b\":true,\"a\":-1.5,\"t\":\"廉\\n🌸\",\"n\":null}}");
    char big[1100] = "{\"a\":\"";
    memset(big + 6, 'x', 1017);
    memcpy(big + 6 + 1017, "\"}", 3);
    assert_false(record_set_text(&r, "data", big, strlen(big)));
    memcpy(big + 6 + 1016, "\"}", 3);
    assert_true(record_set_text(&r, "data", big, strlen(big)));
}

static void cut_texts(void **state)
{
    (void)state;
    struct record r;
    struct err e;
    char big[900] = "a\nb\xFF";
    while (strlen(big) < 800)
        strcat(big, "错");
    record_start(&r, RECORD_FAULT);
    record_set_text(&r, "what", "scene", 5);
    assert_true(record_set_cut(&r, "detail", big));
    assert_true(record_check(&r, &e));
    assert_true(strlen(record_text(&r, "detail")) <= 200);
    assert_memory_equal(record_text(&r, "detail"), "a b 错", 7);
}

static void rows_are_sound(void **state)
{
    (void)state;
    for (unsigned k = 0; k < RECORD_KINDS; k++) {
        const struct record_row *row = &record_rows[k];
        assert_non_null(row->name);
        assert_true(row->senders && row->about);
        assert_int_equal(record_find(row->name), k);
        for (int i = 0; i < RECORD_FIELDS_MAX && row->fields[i].name; i++) {
            const struct record_field *f = &row->fields[i];
            assert_non_null(f->about);
            assert_true((f->type == FIELD_WORD) == (f->words != NULL));
            assert_true(f->type == FIELD_BOOL || f->type == FIELD_WORD || f->most > f->least);
            assert_true(f->type != FIELD_TEXTS || f->most * RECORD_TEXTS_MAX < RECORD_POOL);
        }
    }
    assert_int_equal(record_find("nothing"), RECORD_KINDS);
}

/* Every kind and field has its line in the docs page, and the page has no other. */
static void docs_say_the_same(void **state)
{
    (void)state;
    struct buf page = {0};
    FILE *f = fopen(SOURCE_DIR "/docs/journal.md", "r");
    assert_non_null(f);
    for (int c; (c = fgetc(f)) != EOF;)
        buf_u8(&page, (uint8_t)c);
    fclose(f);
    const char *text = buf_cstr(&page), *from = strstr(text, "<!-- kinds -->");
    struct buf want = {0};
    assert_non_null(from);
    record_docs(&want);
    if (strncmp(from, buf_cstr(&want), want.len) != 0)
        fail_msg("docs/journal.md does not fit the rows; it should say:\n%s", buf_cstr(&want));
    buf_free(&page);
    buf_free(&want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),     cmocka_unit_test(every_cut_and_every_flipped_bit_is_survived),
        cmocka_unit_test(only_those_who_may), cmocka_unit_test(setters_refuse),
        cmocka_unit_test(what_must_be_there), cmocka_unit_test(custom_data),
        cmocka_unit_test(cut_texts),          cmocka_unit_test(rows_are_sound),
        cmocka_unit_test(docs_say_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
