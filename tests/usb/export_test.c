/* What an export holds, and what sticks that are bad, full or laid as a trap get: one clear sentence, nothing followed,
 * nothing lost that lay there before. */
#include "help.h"

#include <sys/mount.h>

static struct book book;
static struct export_result result;
static struct err problem;

static bool run_with(const struct export_options *o)
{
    struct export_source s = book_source(&book);
    problem.text[0] = 0;
    return export_run(o, &s, &result, &problem);
}

static bool run(void)
{
    struct export_options o = {.stick = stick};
    return run_with(&o);
}

static void says(const char *words)
{
    if (!strstr(problem.text, words))
        fail_msg("said “%s”, not “%s”", problem.text, words);
    assert_non_null(strstr(problem.text, "改法"));
}

static char *content(const char *name)
{
    static char text[65536];
    char path[1400];
    struct buf b = {0};
    struct err e;
    snprintf(path, sizeof path, "%s/%s", result.place, name);
    if (!file_read(path, sizeof text - 1, &b, &e))
        fail_msg("%s", e.text);
    snprintf(text, sizeof text, "%s", buf_cstr(&b));
    buf_free(&b);
    return text;
}

static void holds(const char *name, const char *words)
{
    if (!strstr(content(name), words))
        fail_msg("%s lacks %s", name, words);
}

static void a_whole_export(void **state)
{
    (void)state;
    int bad, partial;
    char code[40];
    if (!run())
        fail_msg("%s", problem.text);
    assert_int_equal(exports(&bad, &partial), 1);
    assert_int_equal(bad + partial, 0);
    assert_string_equal(result.folder, "20261122-040000-30");
    assert_int_equal(result.upto, 30);
    assert_int_equal(result.records, 30);
    assert_memory_equal(content("records.jsonl"), book.lines.data, book.lines.len);
    snprintf(code, sizeof code, "\"check_code\":\"%s\"", result.code);
    holds("manifest.json", code);
    holds("manifest.json", book.chain.head);
    holds("manifest.json", "\"content\":\"demo@3\"");
    holds("manifest.json", "\"key\":\"RWQf\"");
    assert_int_equal(shell("grep -q 清风 %s/report.html && head -c 3 %s/summary.csv | od -An -tx1 | grep -q 'ef bb bf'",
                           result.place, result.place), 0);
}

static void only_what_is_new(void **state)
{
    (void)state;
    struct export_options o = {.stick = stick, .since = 25};
    assert_true(run_with(&o));
    assert_int_equal(result.records, 5);
    assert_memory_equal(content("records.jsonl"), book.lines.data + book.at[25], book.lines.len - book.at[25]);
    holds("manifest.json", "\"since\":25,");
    holds("manifest.json", "\"first\":26,\"last\":30,");
}

static void the_same_second_gets_another_name(void **state)
{
    (void)state;
    int bad, partial;
    assert_true(run() && run() && run());
    assert_string_equal(result.folder, "20261122-040000-30-3");
    assert_int_equal(exports(&bad, &partial), 3);
    assert_int_equal(bad + partial, 0);
}

static void the_newest_is_found(void **state)
{
    (void)state;
    char name[64] = "", place[1300];
    assert_false(export_latest(stick, "hall-1", name, place, sizeof place));
    shell("mkdir -p %s/qingfeng/hall-1; cd %s/qingfeng/hall-1; mkdir 20301122-040000-29 x 2026 20261122-040000-x; "
          "touch 20261122-040000-99; ln -s . 20261122-040000-98",
          stick, stick);
    assert_true(run() && run());
    assert_true(export_latest(stick, "hall-1", name, place, sizeof place));
    assert_string_equal(name, "20261122-040000-30-2");
    assert_string_equal(place, result.place);
}

static void a_wrong_clock_is_said(void **state)
{
    (void)state;
    struct export_options o = {.stick = stick};
    struct export_source s = book_source(&book);
    s.about.made_ms = 10000;
    s.about.clock_unset = true;
    assert_true(export_run(&o, &s, &result, &problem));
    assert_string_equal(result.folder, "19700101-000010-30");
    holds("manifest.json", "\"made_clock\":\"unset\"");
    s.about.made_ms = INT64_MIN;
    assert_true(export_run(&o, &s, &result, &problem));
    s.about.made_ms = INT64_MAX;
    assert_true(export_run(&o, &s, &result, &problem));
    assert_string_equal(result.folder, "99991231-235959-30");
}

/* A folder that takes no files is not a stick that was pulled. */
static void no_place_for_files(void **state)
{
    (void)state;
    struct export_options o = {.stick = "/proc"};
    assert_false(run_with(&o));
    says("/proc 里建不了");
    says("/media");
}

static void things_in_the_way(void **state)
{
    (void)state;
    shell("touch %s/qingfeng", stick);
    assert_false(run());
    says("qingfeng 不是文件夹");
    shell("rm %s/qingfeng; mkfifo %s/qingfeng", stick, stick);
    assert_false(run());
    says("qingfeng 不是文件夹");
    shell("rm %s/qingfeng; mkdir %s/qingfeng; touch %s/qingfeng/hall-1", stick, stick, stick);
    assert_false(run());
    says("qingfeng/hall-1 不是文件夹");
    assert_int_equal(shell("[ -f %s/qingfeng/hall-1 ]", stick), 0);
}

static void planted_links_are_not_followed(void **state)
{
    (void)state;
    shell("mkdir %s.b; ln -s %s.b %s/qingfeng", stick, stick, stick);
    assert_false(run());
    says("是一个链接");
    shell("rm %s/qingfeng; mkdir %s/qingfeng; ln -s %s.b %s/qingfeng/hall-1", stick, stick, stick, stick);
    assert_false(run());
    says("是一个链接");
    shell("rm %s/qingfeng/hall-1; mkdir %s/qingfeng/hall-1; cd %s/qingfeng/hall-1 && ln -s %s.b 20261122-040000-30 && "
          "ln -s %s.b .partial-20261122-040000-30-2 && ln -s /nowhere .partial-20261122-040000-30-3",
          stick, stick, stick, stick, stick);
    assert_true(run());
    assert_string_equal(result.folder, "20261122-040000-30-4");
    assert_int_equal(shell("[ -z \"$(ls -A %s.b)\" ]", stick), 0);
}

static void leftovers_go_and_nothing_else(void **state)
{
    (void)state;
    shell("mkdir -p %s/qingfeng/hall-1; cd %s/qingfeng/hall-1; mkdir .partial-20250101-010101-7 .partial-mine other "
          ".partial-20250101-010101-8 .partial-20250101-010101-8/deep; echo x > .partial-20250101-010101-7/records.jsonl; "
          "echo y > .partial-mine/file; echo z > other/file; echo a > .partial-20250101-010101-8/deep/file; "
          "mkfifo .partial-20250101-010101-7/fifo",
          stick, stick);
    assert_true(run());
    assert_int_equal(shell("cd %s/qingfeng/hall-1 && [ ! -e .partial-20250101-010101-7 ] && [ -f .partial-mine/file ] && "
                           "[ -f other/file ] && [ -f .partial-20250101-010101-8/deep/file ]",
                           stick), 0);
}

static void strange_company(void **state)
{
    (void)state;
    int bad, partial;
    shell("mkdir -p %s/qingfeng/hall-1/more; cd %s; mkfifo fifo; truncate -s 5G large; mkdir QINGFENG Qingfeng; "
          "touch \"a\nb\" 'quote\"' \"it's\" .. '..x' 'a;rm -rf .'; cd qingfeng; mkdir HALL-1; mknod zero c 1 5 2>/dev/null; "
          "cd hall-1; mkfifo 20261122; seq -f 'file%%g' 3000 | xargs touch; cd more; seq 3000 | xargs mkdir",
          stick, stick);
    assert_true(run());
    assert_true(exports(&bad, &partial) > 0);
    assert_true(is_whole(result.place));
}

static void mounted(const char *where, unsigned long flags, const char *options)
{
    if (mount("tmpfs", where, "tmpfs", flags, options) != 0)
        SKIPPED("this machine does not let tests mount");
}

static void a_full_stick(void **state)
{
    (void)state;
    mounted(stick, 0, "size=2m");
    assert_false(run());
    says("空间不够：这次导出约需 5 MB，只剩 2 MB");
    umount(stick);
    mounted(stick, 0, "size=8m,nr_inodes=7");
    assert_false(run());
    says("U 盘已满");
    assert_int_equal(shell("[ -z \"$(ls -A %s/qingfeng/hall-1 2>/dev/null)\" ]", stick), 0);
}

static void a_read_only_stick(void **state)
{
    (void)state;
    mounted(stick, MS_RDONLY, "size=8m");
    assert_false(run());
    says("只读");
    assert_int_equal(mount(NULL, stick, NULL, MS_REMOUNT, "size=8m"), 0);
    assert_true(run());
}

static void no_stick(void **state)
{
    (void)state;
    struct export_options o = {.stick = "/nowhere/at/all"};
    assert_false(run_with(&o));
    says("没有这个文件夹");
}

static bool swap_it(void *user, const struct export_progress *p)
{
    int *times = user;
    if (strcmp(p->file, "summary.csv") == 0 && (*times)++ == 0)
        assert_int_equal(shell("mount --bind %s.b %s", stick, stick), 0);
    return true;
}

static void replaced_during_the_export(void **state)
{
    (void)state;
    int times = 0;
    struct export_options o = {.stick = stick, .go_on = swap_it, .user = &times};
    shell("mkdir %s.b", stick);
    mounted(stick, 0, "size=8m");
    assert_false(run_with(&o));
    says("换掉或拔出");
    assert_int_equal(shell("umount %s; [ -z \"$(ls -A %s.b)\" ]", stick, stick), 0);
    assert_int_equal(shell("ls -d %s/qingfeng/hall-1/2* 2>/dev/null", stick), 512);
}

static bool pull_it(void *user, const struct export_progress *p)
{
    int *times = user;
    if (strcmp(p->file, "summary.csv") == 0 && (*times)++ == 0)
        assert_int_equal(umount2(stick, MNT_DETACH), 0);
    return true;
}

static void pulled_during_the_export(void **state)
{
    (void)state;
    int times = 0;
    struct export_options o = {.stick = stick, .go_on = pull_it, .user = &times};
    mounted(stick, 0, "size=8m");
    assert_false(run_with(&o));
    says("拔出");
}

static bool change_it(void *user, const struct export_progress *p)
{
    (void)user;
    if (strstr(p->sentence, "读回") && strcmp(p->file, "records.jsonl") == 0)
        shell("printf X | dd of=$(ls -d %s/qingfeng/hall-1/.partial*)/records.jsonl bs=1 seek=700 conv=notrunc 2>/dev/null",
              stick);
    return true;
}

static void a_stick_that_forgets(void **state)
{
    (void)state;
    int bad, partial;
    struct export_options o = {.stick = stick, .go_on = change_it};
    assert_false(run_with(&o));
    says("读回来与写进去的不一样");
    assert_int_equal(exports(&bad, &partial), 0);
    assert_int_equal(partial, 0);
}

static bool stop_it(void *user, const struct export_progress *p)
{
    (void)user;
    return !strstr(p->sentence, "读回");
}

static void cancelled(void **state)
{
    (void)state;
    int bad, partial;
    struct export_options o = {.stick = stick, .go_on = stop_it};
    assert_false(run_with(&o));
    assert_non_null(strstr(problem.text, "已取消"));
    assert_int_equal(exports(&bad, &partial), 0);
    assert_int_equal(partial, 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_whole_export), T(only_what_is_new), T(the_same_second_gets_another_name), T(the_newest_is_found), T(a_wrong_clock_is_said),
        T(no_place_for_files), T(things_in_the_way), T(planted_links_are_not_followed), T(leftovers_go_and_nothing_else), T(strange_company),
        T(a_full_stick), T(a_read_only_stick), T(no_stick), T(replaced_during_the_export), T(pulled_during_the_export),
        T(a_stick_that_forgets), T(cancelled),
    };
    book_make(&book, 30);
    int failed = cmocka_run_group_tests_name("export", tests, NULL, NULL);
    book_free(&book);
    return failed;
}
