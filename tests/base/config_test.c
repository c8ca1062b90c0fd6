/* kiosk.conf: the shipped file and the table say the same; every kind of wrong line is named with its remedy. */
#include "base/config.h"
#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static int read_text(struct config *c, const char *text, size_t len, struct err *problems)
{
    char path[] = "/tmp/qf-conf-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, len), (ssize_t)len);
    close(fd);
    config_defaults(c, "/base");
    int n = config_read(c, path, problems);
    unlink(path);
    return n;
}

static int read_str_conf(struct config *c, const char *text, struct err *problems)
{
    return read_text(c, text, strlen(text), problems);
}

static void shipped_file_lists_every_key_with_its_default(void **state)
{
    (void)state;
    struct buf text;
    struct err e;
    int count;
    const struct config_row *rows = config_rows(&count);
    assert_true(file_read(SOURCE_DIR "/kiosk.conf", 1 << 20, &text, &e));
    const char *s = buf_cstr(&text);
    for (int i = 0; i < count; i++) {
        char section[64], line[128];
        snprintf(section, sizeof section, "\n[%s]\n", rows[i].section);
        const char *from = strstr(s, section);
        assert_non_null(from);
        snprintf(line, sizeof line, "\n%s =", rows[i].key);
        const char *at = strstr(from, line), *end = strstr(from + 3, "\n[");
        if (!at || (end && at > end))
            fail_msg("kiosk.conf lacks %s.%s", rows[i].section, rows[i].key);
    }
    buf_free(&text);
}

static void shipped_values_equal_the_defaults(void **state)
{
    (void)state;
    struct config file, plain;
    struct err e;
    int count;
    const struct config_row *rows = config_rows(&count);
    config_defaults(&file, SOURCE_DIR);
    config_defaults(&plain, SOURCE_DIR);
    assert_int_equal(config_read(&file, SOURCE_DIR "/kiosk.conf", &e), 0);
    for (int i = 0; i < count; i++) {
        char a[2048], b[2048];
        config_show(&file, &rows[i], a, sizeof a);
        config_show(&plain, &rows[i], b, sizeof b);
        if (strcmp(rows[i].key, "venue") != 0)
            assert_string_equal(a, b);
    }
}

static void each_key_can_be_set_and_read_back(void **state)
{
    (void)state;
    int count;
    const struct config_row *rows = config_rows(&count);
    for (int i = 0; i < count; i++) {
        struct config c;
        struct err e;
        char line[256], shown[2048], bytes[32];
        snprintf(bytes, sizeof bytes, "%.0f", rows[i].max);
        const char *value = rows[i].kind == CONFIG_AREA     ? "800x600"
                            : rows[i].kind == CONFIG_BOOL   ? "yes"
                            : rows[i].values                ? rows[i].values[1]
                            : rows[i].kind == CONFIG_PATH   ? "/somewhere"
                            : rows[i].kind == CONFIG_TEXT   ? "words"
                            : rows[i].kind == CONFIG_ID     ? "k-9"
                            : rows[i].kind == CONFIG_BYTES  ? bytes
                            : strcmp(rows[i].key, "retention_days") == 0 ? "400"
                            : rows[i].max > 300             ? "301"
                                                            : "59";
        config_defaults(&c, "/base");
        snprintf(line, sizeof line, "%s.%s=%s", rows[i].section, rows[i].key, value);
        if (!config_set(&c, line, &e))
            fail_msg("%s: %s", line, e.text);
        config_show(&c, &rows[i], shown, sizeof shown);
        assert_string_equal(shown, value);
    }
}

static void bom_and_crlf_are_fine(void **state)
{
    (void)state;
    struct config c;
    struct err e;
    assert_int_equal(read_str_conf(&c, "\xEF\xBB\xBF[kiosk]\r\nid = abc\r\n; note\r\n\r\n[visit]\r\nwarn=60\r\n", &e), 0);
    assert_string_equal(c.kiosk.id, "abc");
    assert_int_equal(c.visit.warn, 60);
}

static void wrong_lines_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line, *says;
    } cases[] = {
        {"[kiosk]\nidd = x\n", ":2:", "kiosk.id"},
        {"[visit]\n\nwarn = soon\n", ":3:", "10 到 3600"},
        {"[visit]\nwarn = 5\n", ":2:", "10 到 3600"},
        {"[visit]\nwarn = 12.5\n", ":2:", "10 到 3600"},
        {"[display]\nmode = full\n", ":2:", "fullscreen"},
        {"[display]\nsize = 1920\n", ":2:", "1920x1080"},
        {"[comfort]\nsound = maybe\n", ":2:", "yes"},
        {"[kiosk]\nid = 我的机器\n", ":2:", "小写字母"},
        {"[limits]\nscene_memory = 64Q\n", ":2:", "4194304"},
        {"[kiosk]\nid\n", ":2:", "看不懂"},
        {"[kiosk]\n# ok\nvenue = \xC7\xE5\xB7\xE7\n", ":3:", "GBK"},
        {"[qqq]\nzzzzzzzz = 1\n", ":2:", "kiosk.conf"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct config c;
        struct err e;
        int n = read_str_conf(&c, cases[i].text, &e);
        if (n != 1 || !strstr(e.text, cases[i].line) || !strstr(e.text, cases[i].says) || !strstr(e.text, "改法"))
            fail_msg("case %zu: %d problems: %s", i, n, e.text);
    }
}

/* A number that no integer type holds is out of range like any other. */
static void numbers_beyond_all_bounds(void **state)
{
    static const char *const wrong[] = {"limits.callback_ms=22222222222222222222222222222222222222222222222222",
                                        "limits.cache_bytes=-1e300", "limits.scene_memory=9e300G", "visit.warn=nan",
                                        "visit.warn=inf", "visit.warn=45.5"};
    struct config c;
    struct err e;
    (void)state;
    config_defaults(&c, ".");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(config_set(&c, wrong[i], &e));
        assert_non_null(strstr(e.text, "改法：写成"));
    }
    assert_int_equal(c.limits.callback_ms, 250);
    assert_int_equal(c.visit.warn, 45);
}

static void all_problems_are_counted(void **state)
{
    (void)state;
    struct config c;
    struct err e;
    assert_int_equal(read_str_conf(&c, "[kiosk]\na1 = 1\nb1 = 2\n[visit]\nwarn = 1\n", &e), 3);
    assert_non_null(strstr(e.text, ":2:"));
    assert_non_null(strstr(e.text, ":5:"));
}

static void missing_file_is_one_problem(void **state)
{
    (void)state;
    struct config c;
    struct err e;
    config_defaults(&c, "/base");
    assert_int_equal(config_read(&c, "/nowhere/kiosk.conf", &e), 1);
    assert_non_null(strstr(e.text, "/nowhere/kiosk.conf"));
}

static void paths_count_from_the_file(void **state)
{
    (void)state;
    struct config c;
    struct err e;
    assert_int_equal(read_str_conf(&c, "[kiosk]\nscripts = here\ndata = /var/x\n", &e), 0);
    assert_string_equal(c.kiosk.scripts, "/tmp/here");
    assert_string_equal(c.kiosk.data, "/var/x");
    assert_string_equal(c.kiosk.media, "/base/media");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_file_lists_every_key_with_its_default),
        cmocka_unit_test(shipped_values_equal_the_defaults),
        cmocka_unit_test(each_key_can_be_set_and_read_back),
        cmocka_unit_test(bom_and_crlf_are_fine),
        cmocka_unit_test(wrong_lines_are_named),
        cmocka_unit_test(numbers_beyond_all_bounds),
        cmocka_unit_test(all_problems_are_counted),
        cmocka_unit_test(missing_file_is_one_problem),
        cmocka_unit_test(paths_count_from_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
