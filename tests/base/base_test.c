/* The small things of base: UTF-8, buffers, dates, names, nearness, files that are no files. */
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/near.h"
#include "base/utf8.h"

#include <math.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static void utf8_refuses_what_is_no_character(void **state)
{
    (void)state;
    static const char *const bad[] = {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xE6\xB8", "\x80"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
    const char *good = "清风 a𬭎";
    assert_true(utf8_valid(good, strlen(good)));
    assert_int_equal(utf8_count_han(good, strlen(good)), 3);
}

static void utf8_every_character_survives(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c += 7) {
        char s[4];
        size_t used, n = utf8_encode(c, s);
        if (c >= 0xD800 && c <= 0xDFFF) {
            assert_int_equal(n, 0);
            continue;
        }
        assert_int_equal(utf8_decode(s, n, &used), c);
        assert_int_equal(used, n);
    }
}

static void errors_are_cut_on_a_character(void **state)
{
    (void)state;
    struct err e;
    char text[2000];
    for (int i = 0; i < 600; i++)
        memcpy(text + i * 3, "清", 3);
    text[1800] = 0;
    assert_false(err_set(&e, "x%s", text));
    assert_true(utf8_valid(e.text, strlen(e.text)));
    assert_true(strlen(e.text) > 700);
}

static void reader_never_runs_over(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_u32(&b, 1000);
    buf_text(&b, "short");
    struct reader r = reader_of(b.data, b.len);
    size_t len;
    assert_string_equal(read_str(&r, 5000, &len), "");
    assert_true(r.bad);
    assert_int_equal(read_u32(&r), 0);
    buf_clear(&b);
    buf_f32(&b, (float)NAN);
    r = reader_of(b.data, b.len);
    assert_true(read_f32(&r) == 0 && r.bad);
    buf_free(&b);
}

static void a_reader_of_nothing(void **state)
{
    (void)state;
    struct reader r = reader_of(NULL, 0);
    assert_true(reader_done(&r));
    read_u8(&r);
    assert_false(reader_done(&r));
}

static void clocks_that_were_never_set_are_not_believed(void **state)
{
    (void)state;
    assert_false(clock_believed(0));
    assert_false(clock_believed(1735689599999));
    assert_true(clock_believed(1735689600000)); /* 2025-01-01 */
    assert_true(clock_believed(2997993599999));
    assert_false(clock_believed(2997993600000)); /* 2065-01-01 */
}

static void dates(void **state)
{
    (void)state;
    int64_t d;
    assert_true(clock_parse_date("1970-01-02", &d) && d == 1);
    assert_true(clock_parse_date("2024-02-29", &d));
    assert_false(clock_parse_date("2023-02-29", &d));
    assert_false(clock_parse_date("2026-11-22x", &d));
    assert_false(clock_parse_date("2026-1-2", &d));
    char text[25];
    clock_format_utc(1795316645678, text);
    assert_string_equal(text, "2026-11-22T03:04:05.678Z");
}

static void names_inside_a_folder(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "a/b-c.svg", "covers/quiz_1.svg"};
    static const char *const bad[] = {"", "/a", "../a", "a/../b", "a//b", "a/", ".a", "a/.b", "a b", "a\\b", "中"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(path_is_inside(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(path_is_inside(bad[i]));
}

static void nearness(void **state)
{
    (void)state;
    assert_int_equal(near_distance("warn", "wran"), 1);
    assert_int_equal(near_distance("colour", "color"), 1);
    assert_string_equal(near_better("tilte", NULL, "title"), "title");
    assert_null(near_better("x", NULL, "title"));
}

static void only_regular_files_are_read(void **state)
{
    (void)state;
    char dir[] = "/tmp/qf-file-XXXXXX", path[64], link_path[64];
    struct buf b;
    struct err e;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/pipe", dir);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(file_read(path, 100, &b, &e));
    unlink(path);
    snprintf(path, sizeof path, "%s/plain", dir);
    assert_true(file_write_durable(path, "hello", 5, 0600, &e));
    assert_true(file_read(path, 5, &b, &e));
    assert_int_equal(b.len, 5);
    buf_free(&b);
    assert_false(file_read(path, 4, &b, &e));
    snprintf(link_path, sizeof link_path, "%s/link", dir);
    assert_int_equal(symlink(path, link_path), 0);
    assert_false(file_read(link_path, 100, &b, &e));
    assert_false(file_read(dir, 100, &b, &e));
    unlink(link_path);
    unlink(path);
    rmdir(dir);
}

/* Whatever the system answers, a person reads Chinese. */
static void reasons_are_chinese(void **state)
{
    (void)state;
    assert_non_null(strstr(err_reason(ENOSPC), "磁盘已满"));
    assert_string_equal(err_reason(9999), "系统错误 9999");
    for (int error = 1; error < 140; error++)
        assert_true((unsigned char)err_reason(error)[0] >= 0xE4);
    struct err e;
    assert_false(file_write_durable("/nowhere/at/all", "x", 1, 0600, &e));
    assert_string_equal(e.text, "/nowhere/at/all：无法写入（没有这个文件或文件夹，请核对路径；在 U 盘上的话请重新插好）");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_refuses_what_is_no_character), cmocka_unit_test(utf8_every_character_survives),
        cmocka_unit_test(errors_are_cut_on_a_character),     cmocka_unit_test(reader_never_runs_over),
        cmocka_unit_test(a_reader_of_nothing),
        cmocka_unit_test(clocks_that_were_never_set_are_not_believed),
        cmocka_unit_test(dates),                             cmocka_unit_test(names_inside_a_folder),
        cmocka_unit_test(nearness),                          cmocka_unit_test(reasons_are_chinese),
                                cmocka_unit_test(only_regular_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
