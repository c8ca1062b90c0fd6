/* What the report calls things: kept from run to run, found by scene and id, and nothing that a scene says breaks it. */
#include "app/titles.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static char folder[] = "/tmp/titles_test_XXXXXX";
static struct titles titles;

static struct item_titles begin(void)
{
    return (struct item_titles){.data = folder};
}

static const char *kept(const char *scene, const char *item)
{
    titles_read(&titles, folder);
    return titles_find(&titles, scene, item);
}

static int clear(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/titles-inside", folder);
    unlink(path);
    return 0;
}

static void exhibits_are_found_by_their_name(void **state)
{
    (void)state;
    titles_keep(folder, "stories/a\t四知堂\nquiz/b\t纪法测一测\n");
    assert_string_equal(kept("stories/a", NULL), "四知堂");
    assert_string_equal(kept("quiz/b", NULL), "纪法测一测");
    assert_null(kept("stories", NULL));
    assert_null(kept("stories/a", "q1"));
}

static void a_question_is_found_by_exhibit_and_id(void **state)
{
    (void)state;
    struct item_titles t = begin();
    item_titles_take(&t, "quiz/b", "q1", "收到一盒茶叶");
    item_titles_take(&t, "quiz/b", "q11", "另一题");
    item_titles_take(&t, "quiz/c", "q1", "别处的题");
    item_titles_free(&t);
    assert_string_equal(kept("quiz/b", "q1"), "收到一盒茶叶");
    assert_string_equal(kept("quiz/b", "q11"), "另一题");
    assert_string_equal(kept("quiz/c", "q1"), "别处的题");
    assert_null(kept("quiz/c", "q11"));
}

static void a_new_title_takes_the_old_ones_place(void **state)
{
    (void)state;
    struct item_titles t = begin();
    item_titles_take(&t, "quiz/b", "q1", "从前的题");
    item_titles_take(&t, "quiz/b", "q2", "第二题");
    item_titles_free(&t);
    t = begin();
    item_titles_take(&t, "quiz/b", "q1", "改过的题");
    assert_true(t.dirty);
    item_titles_save(&t);
    item_titles_take(&t, "quiz/b", "q1", "改过的题");
    assert_false(t.dirty);
    item_titles_free(&t);
    assert_string_equal(kept("quiz/b", "q1"), "改过的题");
    assert_string_equal(kept("quiz/b", "q2"), "第二题");
}

static void what_would_break_the_file_is_left_out(void **state)
{
    (void)state;
    struct item_titles t = begin();
    item_titles_take(&t, "quiz/b", "q1\tx", "题");
    item_titles_take(&t, "quiz/b", "q1", "一\n行");
    item_titles_take(&t, "quiz b", "q1", "题");
    item_titles_take(&t, "quiz/b", "", "题");
    item_titles_take(&t, "quiz/b", "q1", "");
    item_titles_take(&t, "quiz/b", "q1", "\xFF\xFE");
    assert_int_equal(t.len, 0);
    assert_false(t.dirty);
    item_titles_free(&t);
}

static void it_grows_no_further_than_its_bound(void **state)
{
    (void)state;
    struct item_titles t = begin();
    char item[32], title[180];
    memset(title, 'x', sizeof title);
    title[sizeof title - 1] = 0;
    for (int i = 0; i < 2000; i++) {
        snprintf(item, sizeof item, "q%d", i);
        item_titles_take(&t, "quiz/b", item, title);
    }
    assert_in_range(t.len, ITEM_TITLES_MAX - 256, ITEM_TITLES_MAX - 1);
    item_titles_free(&t);
    assert_non_null(kept("quiz/b", "q0"));
    assert_null(kept("quiz/b", "q1999"));
}

static void who_keeps_renaming_is_no_longer_heard(void **state)
{
    (void)state;
    struct item_titles t = begin();
    char title[32];
    for (int i = 0; i < 20000; i++) {
        snprintf(title, sizeof title, "题 %d", i);
        item_titles_take(&t, "quiz/b", "q1", title);
    }
    item_titles_free(&t);
    assert_string_equal(kept("quiz/b", "q1"), "题 8191");
}

#define T(f) cmocka_unit_test_setup(f, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(exhibits_are_found_by_their_name),     T(a_question_is_found_by_exhibit_and_id),
        T(a_new_title_takes_the_old_ones_place), T(what_would_break_the_file_is_left_out),
        T(it_grows_no_further_than_its_bound),   T(who_keeps_renaming_is_no_longer_heard),
    };
    char command[128];
    if (!mkdtemp(folder))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) ? 1 : failed;
}
