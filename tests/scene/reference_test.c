/* docs/lua-reference.md says what the rows say. With QINGFENG_WRITE_DOCS=1 the test writes the page instead. */
#include "helpers.h"

#include "scene/reference.h"

static const char path[] = SOURCE_DIR "/docs/lua-reference.md";

static void test_page_is_current(void **state)
{
    struct buf want_page = {0}, page = {0};
    struct err e;
    (void)state;
    scene_reference(&want_page);
    if (getenv("QINGFENG_WRITE_DOCS"))
        assert_true(file_write_durable(path, want_page.data, want_page.len, 0644, &e));
    if (!file_read(path, 1 << 20, &page, &e))
        fail_msg("%s", e.text);
    if (strcmp(buf_cstr(&want_page), buf_cstr(&page)) != 0)
        fail_msg("docs/lua-reference.md is stale: run this test once with QINGFENG_WRITE_DOCS=1");
    buf_free(&want_page);
    buf_free(&page);
}

static void test_every_row_is_there(void **state)
{
    struct buf page = {0};
    char cell[64];
    int count;
    const struct prop_row *rows = prop_rows(&count);
    (void)state;
    scene_reference(&page);
    const char *text = buf_cstr(&page);
    for (int i = 0; i < count; i++) {
        snprintf(cell, sizeof cell, "| `%s` |", rows[i].name);
        assert_non_null(strstr(text, cell));
    }
    assert_null(strstr(text, "(null)"));
    buf_free(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_page_is_current), cmocka_unit_test(test_every_row_is_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
