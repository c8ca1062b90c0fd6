/* What 设备状态 hears: where the records go when the disk is full, and what faults there were. */
#include "app/admin_inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>
#include <cmocka.h>

#define NOON (INT64_C(1795320000) * 1000)
#define DAY INT64_C(86400000)

static struct desk {
    char folder[64];
    struct config config;
    struct clock clock;
    struct journal *journal;
    struct admin *admin;
    char said[16384];
} d;

static void hear(void *user, uint32_t serial, bool ok, bool last, const char *json, size_t len)
{
    (void)user, (void)serial, (void)last;
    assert_true(ok);
    snprintf(d.said, sizeof d.said, "%.*s", (int)len, json);
}

static void set(void *user, const char *name, const char *value)
{
    (void)user, (void)name, (void)value;
}

static void open_desk(const char *tmpfs)
{
    memset(&d, 0, sizeof d);
    strcpy(d.folder, "/tmp/qingfeng-state-XXXXXX");
    assert_non_null(mkdtemp(d.folder));
    if (tmpfs && (geteuid() != 0 || mount("none", d.folder, "tmpfs", 0, tmpfs) != 0))
        return;
    config_defaults(&d.config, d.folder);
    snprintf(d.config.kiosk.data, sizeof d.config.kiosk.data, "%s", d.folder);
    d.config.usb.roots[0] = 0;
    d.clock = clock_virtual(NOON);
    d.journal = journal_open(d.folder, &d.clock, "1.0");
    d.admin = admin_open(&(struct admin_options){.config = &d.config, .clock = &d.clock, .journal = d.journal, .drill = true,
                                                 .outlet = {.answer = hear, .setting = set}});
    admin_take(d.admin, 1u << ADMIN_SESSION_SHIFT, "enter", "{}", 2);
    admin_unlock(d.admin, "unlock");
}

static void close_desk(void)
{
    char command[100];
    admin_close(d.admin);
    journal_close(d.journal);
    umount(d.folder);
    snprintf(command, sizeof command, "rm -rf %s", d.folder);
    assert_int_equal(system(command), 0);
}

static const char *ask(const char *name)
{
    d.said[0] = 0;
    admin_take(d.admin, 1u << ADMIN_SESSION_SHIFT | 1, name, "{}", 2);
    return d.said;
}

static void says(const char *name, const char *words)
{
    if (!strstr(ask(name), words))
        fail_msg("%s is not in %s", words, d.said);
}

static void append(int64_t ago, const char *what, const char *scene, const char *detail)
{
    struct record r;
    struct err e;
    record_start(&r, RECORD_FAULT);
    record_set_cut(&r, "what", what);
    record_set_cut(&r, "detail", detail);
    snprintf(r.scene, sizeof r.scene, "%s", scene);
    r.mono_ms = clock_mono(&d.clock) - ago;
    assert_true(journal_append(d.journal, &r, &e) > 0);
    journal_commit(d.journal);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    open_desk("size=3m");
    if (!d.journal) {
        close_desk();
        skip();
    }
    journal_use_reserve(d.journal, 800000);
    says("state", "\"in_reserve\":false");
    char command[200];
    snprintf(command, sizeof command, "dd if=/dev/zero of=%s/filler bs=1k 2>/dev/null", d.folder);
    assert_int_not_equal(system(command), 0);
    for (int i = 0; i < 200 && !strstr(ask("state"), "\"in_reserve\":true"); i++)
        append(0, "scene", "quiz", "x");
    says("state", "\"in_reserve\":true");
    says("state", "正在使用预留空间");
    for (int i = 0; i < 5000 && strstr(ask("state"), "\"journal_ok\":true"); i++)
        append(0, "scene", "quiz", "x");
    says("state", "\"journal_ok\":false");
    says("state", "请导出数据后清理磁盘");
    assert_null(strstr(d.said, "\"waiting\":0,"));
    close_desk();
}

static void the_last_faults_are_told(void **state)
{
    (void)state;
    open_desk(NULL);
    says("faults", "\"count\":0,\"all\":true,\"records\":[]");
    append(0, "stage", "", "older than a week");
    clock_advance(&d.clock, 8 * DAY);
    for (int i = 0; i < 9; i++)
        append(0, "scene", "stories/lamp", "scripts/stories/lamp.lua:87: 还没有值");
    append(0, "stage", "", "屏幕程序没有回应");
    says("faults", "\"count\":10,\"all\":true");
    const char *stage = strstr(d.said, "屏幕程序没有回应"), *scene = strstr(d.said, "lamp.lua:87");
    assert_true(stage && scene && stage < scene);
    assert_non_null(strstr(d.said, "\"scene\":\"stories/lamp\""));
    assert_null(strstr(d.said, "older"));
    int lines = 0;
    for (const char *at = d.said; (at = strstr(at, "\"seq\":")); at++)
        lines++;
    assert_int_equal(lines, 6);
    close_desk();
}

/* The volume is no number of the page's own: what was set is kept, and shown after the next start. */
static void the_volume_is_kept(void **state)
{
    (void)state;
    static const char set_it[] = "{\"name\":\"volume\",\"value\":40}";
    open_desk(NULL);
    assert_null(strstr(ask("settings"), "\"volume\""));
    d.said[0] = 0;
    admin_take(d.admin, 1u << ADMIN_SESSION_SHIFT | 1, "set", set_it, sizeof set_it - 1);
    assert_string_equal(d.said, "{}");
    says("settings", "\"volume\":40");
    struct settings kept;
    settings_open(&kept, d.folder);
    assert_true(kept.set[SETTING_VOLUME]);
    assert_int_equal(kept.values[SETTING_VOLUME], 40);
    close_desk();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(the_last_faults_are_told),
        cmocka_unit_test(the_volume_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
