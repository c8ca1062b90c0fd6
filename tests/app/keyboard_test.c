/* A keyboard that somebody plugs in: whatever is typed, the program stays, the screen stays, nobody counts as a visitor,
 * and an exhibit takes no key for a finger. */
#include "machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static const char *const chords[] = {
    "alt+F4", "ctrl+c", "ctrl+z", "ctrl+d", "ctrl+q", "ctrl+w", "ctrl+n", "ctrl+t", "ctrl+r", "ctrl+p", "ctrl+o", "ctrl+s",
    "ctrl+l", "ctrl+a", "ctrl+v", "ctrl+backslash", "ctrl+alt+BackSpace", "ctrl+alt+t", "ctrl+alt+l", "ctrl+shift+i",
    "ctrl+shift+Escape", "ctrl+Escape", "alt+Tab", "alt+Escape", "alt+space", "alt+F1", "alt+F2", "alt+Return", "super",
    "super+d", "super+l", "super+r", "super+Tab", "Menu", "Print", "alt+Print", "Pause", "Scroll_Lock", "Escape", "Return",
    "space", "Tab", "shift+Tab", "BackSpace", "Delete", "Home", "End", "Prior", "Next", "Left", "Right", "Up", "Down", "F1",
    "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12", "shift+F10", "ctrl+plus", "ctrl+minus", "ctrl+0",
    "XF86PowerOff", "XF86Sleep", "XF86AudioMute", "XF86Back", "XF86HomePage", "XF86Close"};
#define CHORDS (sizeof chords / sizeof *chords)

static void type_everything(const struct machine *m)
{
    char command[4096];
    int used = snprintf(command, sizeof command, "DISPLAY=%s xdotool mousemove 640 300 key --delay 8", m->display);
    for (size_t i = 0; i < CHORDS; i++)
        used += snprintf(command + used, sizeof command - (size_t)used, " %s", chords[i]);
    snprintf(command + used, sizeof command - (size_t)used,
             " type --delay 3 '1 2 3 4 \"; rm -rf / # <script> 246813' 2>/dev/null");
    assert_int_equal(system(command), 0);
    usleep(400000);
}

static void typed_at(const char *const *settings, struct spot start, struct spot cover)
{
    struct machine m;
    struct buf picture = {0};
    machine_start(&m, getenv("KIOSK"), settings);
    pid_t stage = machine_find(m.kiosk, "qf-stage");
    type_everything(&m); /* at the attract picture */
    assert_int_equal(machine_find(m.kiosk, "qf-stage"), stage);
    machine_tap(&m, start.x, start.y);
    usleep(700000);
    machine_tap(&m, cover.x, cover.y);
    usleep(1200000);
    assert_false(machine_same_picture(&m, &picture));
    type_everything(&m); /* in an exhibit */
    assert_int_equal(machine_find(m.kiosk, "qf-stage"), stage);
    assert_true(machine_same_picture(&m, &picture));
    machine_end_kiosk(&m);
    char *lines = machine_lines(&m), kinds[512];
    machine_kinds(lines, kinds, sizeof kinds);
    assert_string_equal(kinds, "boot visit_start enter leave visit_end checkpoint ");
    free(lines);
    buf_free(&picture);
    machine_stop(&m);
}

static void in_a_window(void **state)
{
    static const char *const settings[] = {NULL};
    const struct spot *at = *state;
    typed_at(settings, at[0], at[1]);
}

int main(void)
{
    static struct spot at[2];
    if (!machine_possible()) {
        puts("skipped: this machine has no Xvfb or xdotool");
        return 77;
    }
    struct plan *p = calloc(1, sizeof *p);
    plan_open(p);
    at[0] = plan_tap(p, "轻触屏幕开始");
    at[1] = plan_find(p, "展项1");
    plan_close(p);
    free(p);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(in_a_window, at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
