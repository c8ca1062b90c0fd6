/* The dates until which the law was reviewed, found in content files as text. */
#include "app/review_dates.h"

#include "base/clock.h"
#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char folder[64];

static void write_scene(const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(file_write_durable(path, text, strlen(text), 0644, NULL));
}

static int64_t day(const char *date)
{
    int64_t days;
    assert_true(clock_parse_date(date, &days));
    return days;
}

static void dates_are_counted_with_their_files(void **state)
{
    struct review_dates d;
    char quiz[100];
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/qingfeng-review.XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(quiz, sizeof quiz, "%s/quiz", folder);
    assert_true(file_make_folders(quiz, 0755, NULL));
    write_scene("venue.lua", "return venue { title = \"review_by\" }\n");
    write_scene("old.lua", "-- review_by = \"2001-01-01\"\nlocal a = { review_by = \"2026-05-31\" }\nb = { review_by='2026-06-01' }\n");
    write_scene("quiz/law.lua", "local law = { review_by=\"2026-07-01\", scope = \"x\" } local far = { review_by = \"2026-07-02\" }\n");
    write_scene("notes.txt", "review_by = \"2001-01-01\"\n");
    review_dates_read(&d, folder, day("2026-06-01"));
    assert_int_equal(d.passed, 1);
    assert_int_equal(d.soon, 2);
    assert_string_equal(d.files, "old.lua、quiz/law.lua");
    review_dates_read(&d, folder, day("2025-06-01"));
    assert_int_equal(d.passed + d.soon, 0);
    assert_string_equal(d.files, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(dates_are_counted_with_their_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
