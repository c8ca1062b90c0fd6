/* The accelerated way in the whole program, under Xvfb. SDL's own renderer stands in for a graphics card: the path of the
 * pixels is the same. A stage that falls comes back without it, and doctor tells what it measured. */
#include "machine.h"

#include "stage/present_choice.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define CARD "由显卡显示：software"
#define HOME "首页已显示"

static const char *const settings[] = {"display.renderer=accelerated", NULL};

/* The line of doctor about who shows the picture. */
static void doctor(const struct machine *m, const char *renderer, char *out, size_t size)
{
    char command[900], line[2048];
    snprintf(command, sizeof command, "DISPLAY=%s '%s' doctor --conf %s/kiosk.conf --data %s --set kiosk.scripts=%s/tests/app/venue "
             "--set display.renderer=%s --set display.mode=window --set display.size=640x480", m->display, getenv("KIOSK"),
             SOURCE_DIR, m->data, SOURCE_DIR, renderer);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    out[0] = 0;
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, "送显：", strlen("送显：")) == 0)
            snprintf(out, size, "%s", line);
    }
    pclose(f);
    print_message("%s", out);
}

static void falls_and_comes_back_in_software(void **state)
{
    (void)state;
    struct machine m;
    struct present_verdict v;
    char said[2048];
    setenv("SDL_RENDER_DRIVER", "software", 1);
    machine_start(&m, getenv("KIOSK"), settings);
    assert_int_equal(machine_count_log(&m, CARD), 1);
    doctor(&m, "accelerated", said, sizeof said); /* it does not cover what visitors see */
    assert_non_null(strstr(said, "清风正在运行"));
    assert_false(present_verdict_read(m.data, &v));

    pid_t stage = machine_find(m.kiosk, "qf-stage");
    assert_true(stage > 0);
    kill(stage, SIGKILL);
    assert_true(machine_wait_log(&m, HOME, 2, 20000) >= 0);
    assert_int_equal(machine_count_log(&m, CARD), 1);
    assert_int_equal(machine_count_log(&m, "用显卡显示的界面意外结束过"), 1);
    machine_end_kiosk(&m);

    doctor(&m, "accelerated", said, sizeof said);
    assert_non_null(strstr(said, "处理器：整屏"));
    assert_non_null(strstr(said, "640x480，x11"));
    assert_true(present_verdict_read(m.data, &v));
    assert_string_equal(v.name, "software");
    assert_true(v.place.w == 640 && v.software.full_us > 0 && v.accelerated.full_us > 0);
    doctor(&m, "software", said, sizeof said);
    assert_non_null(strstr(said, "由处理器显示（display.renderer = software）"));
    machine_stop(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(falls_and_comes_back_in_software)};
    if (!machine_possible()) {
        puts("skipped: this machine has no Xvfb or xdotool");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
