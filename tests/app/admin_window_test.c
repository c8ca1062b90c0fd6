/* An administrator at a real window, with real X input: out of a visit by the corner gesture, PIN, export, 可以拔出, and
 * back to the visitors. What lies on the stick verifies with everybody's tools, and the records tell who did what. The
 * wait after wrong PINs outlasts a restart. */
#include "machine.h"

#include "trust/pin.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define WRONG_PIN "111222"
#define CORNER_INSET 10 /* px */
#define HOLD_S 3.3

struct places {
    struct spot start, quiz, rest, opposite, digits[10], confirm, export, stick, leave;
};

static void make_plan(struct places *at)
{
    struct plan *p = calloc(1, sizeof *p);
    plan_open(p);
    bool right = p->config.admin.corner & 1, bottom = p->config.admin.corner & 2; /* enum stage_corner */
    int x[2] = {CORNER_INSET, MACHINE_W - CORNER_INSET}, y[2] = {CORNER_INSET, MACHINE_H - CORNER_INSET};
    at->rest = (struct spot){x[right], y[bottom]};
    at->opposite = (struct spot){x[!right], y[!bottom]};
    at->start = plan_tap(p, "轻触屏幕开始");
    at->quiz = plan_tap(p, "小测验");
    plan_admin(p);
    for (int i = 0; i < 10; i++)
        at->digits[i] = plan_find(p, (char[]){(char)('0' + i), 0});
    for (const char *d = SCRIPT_PIN; *d; d++)
        plan_tap(p, (char[]){*d, 0});
    at->confirm = plan_tap(p, "确认");
    at->export = plan_tap(p, "数据导出");
    at->stick = plan_tap(p, "导出到 QINGFENG");
    plan_find(p, "可以拔出");
    at->leave = plan_tap(p, "返回参观画面");
    plan_find(p, "轻触屏幕开始");
    plan_close(p);
    free(p);
}

/* A command line of the shell, put together; it must succeed. */
static void shell(const char *format, ...)
{
    char command[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    if (system(command) != 0)
        fail_msg("%s", command);
}

static void tap(const struct machine *m, struct spot at, int then_ms)
{
    machine_tap(m, at.x, at.y);
    usleep((unsigned)then_ms * 1000);
}

static void open_pad(const struct machine *m, const struct places *at)
{
    machine_hold(m, at->rest.x, at->rest.y, HOLD_S);
    usleep(300000);
    tap(m, at->opposite, 1000);
}

static void enter_pin(const struct machine *m, const struct places *at, const char *pin)
{
    for (; *pin; pin++)
        tap(m, at->digits[*pin - '0'], 60);
    tap(m, at->confirm, 1000);
}

static void make_kiosk(struct machine *m, char *stick, size_t size)
{
    machine_make(m);
    snprintf(stick, size, "%s/QINGFENG", m->folder);
    assert_int_equal(mkdir(stick, 0700), 0);
    shell("echo %s | '%s' set-pin --conf '%s/kiosk.conf' --data '%s' >/dev/null", SCRIPT_PIN, getenv("KIOSK"), SOURCE_DIR,
          m->data);
}

static void run_kiosk(struct machine *m, const char *stick)
{
    char roots[128];
    const char *const settings[] = {roots, NULL};
    snprintf(roots, sizeof roots, "usb.roots=%s", stick);
    machine_run(m, getenv("KIOSK"), settings);
}

static bool is_there(const char *stick, const char *below)
{
    char pattern[256];
    glob_t found;
    snprintf(pattern, sizeof pattern, "%s/%s", stick, below);
    bool there = glob(pattern, 0, NULL, &found) == 0;
    globfree(&found);
    return there;
}

/* The taps are given again while the PIN is still looked at; once the job writes, they are no more. */
static void start_export(const struct machine *m, const struct places *at, const char *stick)
{
    for (int i = 0; i < 10 && !is_there(stick, "qingfeng"); i++) {
        tap(m, at->export, 900);
        tap(m, at->stick, 900);
    }
}

static void wait_for_export(const char *stick)
{
    for (int i = 0; i < 300 && !is_there(stick, "qingfeng/*/[0-9]*/SHA256SUMS"); i++)
        usleep(100000);
    if (!is_there(stick, "qingfeng/*/[0-9]*/SHA256SUMS"))
        fail_msg("nothing was exported");
    usleep(2000000); /* the folder is synced, the record written, the screen says so */
}

static int count(const char *lines, const char *what)
{
    int n = 0;
    for (const char *at = lines; (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

static void append_value(char *out, size_t size, const char *line, const char *key)
{
    const char *at = strstr(line, key);
    if (at)
        snprintf(out + strlen(out), size - strlen(out), "%.*s ", (int)strcspn(at + strlen(key), "\""), at + strlen(key));
}

/* Kinds of records, with the act of staff and the reason of an end; what the machine says of itself is left out: a slow
 * one under sanitizers may note a fault. */
static void story_of(char *lines, char *out, size_t size)
{
    out[0] = 0;
    for (char *line = strtok(lines, "\n"); line; line = strtok(NULL, "\n")) {
        if (strstr(line, "\"kind\":\"checkpoint\"") || strstr(line, "\"kind\":\"fault\""))
            continue;
        append_value(out, size, line, "\"kind\":\"");
        append_value(out, size, line, "\"act\":\"");
        append_value(out, size, line, "\"why\":\"");
    }
}

static void check_records(const struct machine *m)
{
    char story[1024], *lines = machine_lines(m);
    assert_int_equal(count(lines, "\"verified\":true"), 1);
    story_of(lines, story, sizeof story);
    assert_string_equal(story, "boot staff set_pin visit_start enter leave visit_end handover staff unlock export staff export staff lock "
                               "visit_start visit_end shutdown ");
    free(lines);
}

/* The second visit, after leaving, shows that the screen went back to the visitors. */
static void figures_leave_the_kiosk(void **state)
{
    const struct places *at = *state;
    struct machine m;
    char stick[96];
    make_kiosk(&m, stick, sizeof stick);
    run_kiosk(&m, stick);
    tap(&m, at->start, 900);
    tap(&m, at->quiz, 900);
    open_pad(&m, at);
    enter_pin(&m, at, SCRIPT_PIN);
    start_export(&m, at, stick);
    wait_for_export(stick);
    tap(&m, at->leave, 1500);
    tap(&m, at->start, 900);
    machine_end_kiosk(&m);
    check_records(&m);
    shell("cd '%s'/qingfeng/*/[0-9]* && sha256sum -c --quiet SHA256SUMS && minisign -Vqm SHA256SUMS -p kiosk.pub", stick);
    shell("'%s' verify '%s'/qingfeng/*/[0-9]* --data '%s' >/dev/null", getenv("KIOSK"), stick, m.data);
    assert_false(is_there(stick, "qingfeng/*/.*tmp*"));
    machine_stop(&m);
}

static int wait_left(const struct machine *m)
{
    struct clock real = clock_real();
    return pin_wait_seconds(m->data, clock_mono(&real));
}

static void waits_outlast_a_restart(void **state)
{
    const struct places *at = *state;
    struct machine m;
    char stick[96], *lines;
    make_kiosk(&m, stick, sizeof stick);
    run_kiosk(&m, stick);
    open_pad(&m, at);
    for (int i = 0; i < 8 && !wait_left(&m); i++)
        enter_pin(&m, at, WRONG_PIN);
    assert_true(wait_left(&m) > 0);
    machine_end_kiosk(&m);
    run_kiosk(&m, stick);
    assert_true(wait_left(&m) > 0);
    open_pad(&m, at);
    enter_pin(&m, at, SCRIPT_PIN);
    assert_true(wait_left(&m) > 0); /* the right one would have ended it */
    machine_end_kiosk(&m);
    lines = machine_lines(&m);
    assert_int_equal(count(lines, "\"kind\":\"boot\""), 2);
    assert_int_equal(count(lines, "\"act\":\"unlock\""), 0);
    assert_int_equal(count(lines, "\"kind\":\"visit_start\""), 0);
    free(lines);
    machine_stop(&m);
}

int main(void)
{
    static struct places places;
    if (!machine_possible() || system("command -v minisign >/dev/null") != 0) {
        puts("skipped: this machine has no Xvfb, xdotool or minisign");
        return 77;
    }
    make_plan(&places);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(figures_leave_the_kiosk, &places),
        cmocka_unit_test_prestate(waits_outlast_a_restart, &places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
