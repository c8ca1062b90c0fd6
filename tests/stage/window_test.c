/* The window without a display; window_x_test.sh runs the second half, which needs one and xdotool. */
#include "stage/paint.h"
#include "stage/turn.h"
#include "stage/window.h"
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <SDL_image.h>

#include <cmocka.h>

#include "screen.h"

static struct window *headless(int w, int h)
{
    struct window_options o = {.w = w, .h = h, .headless = true};
    struct err e;
    struct window *win = window_open(&o, &e);
    assert_non_null(win);
    return win;
}

static void inject(struct window *w, enum input_kind kind, int64_t pointer, int x)
{
    window_inject(w, &(struct input_event){kind, pointer, x, 5, x});
}

static void test_order_and_merging(void **state)
{
    (void)state;
    struct window *w = headless(100, 100);
    struct input_event e;
    inject(w, INPUT_DOWN, 1, 10);
    inject(w, INPUT_MOVE, 1, 11);
    inject(w, INPUT_DOWN, 2, 20);
    inject(w, INPUT_MOVE, 1, 12);
    inject(w, INPUT_MOVE, 2, 21);
    inject(w, INPUT_UP, 1, 13);
    inject(w, INPUT_MOVE, 2, 22);
    static const struct input_event expected[] = {{INPUT_DOWN, 1, 10, 5, 10},
                                                  {INPUT_MOVE, 1, 12, 5, 12},
                                                  {INPUT_DOWN, 2, 20, 5, 20},
                                                  {INPUT_MOVE, 2, 22, 5, 22},
                                                  {INPUT_UP, 1, 13, 5, 13}};
    for (size_t i = 0; i < 5; i++) {
        assert_true(window_next_event(w, &e));
        assert_int_equal(e.kind, expected[i].kind);
        assert_int_equal(e.pointer, expected[i].pointer);
        assert_int_equal(e.x, expected[i].x);
    }
    assert_false(window_next_event(w, &e));
    for (int i = 0; i < 5000; i++) { /* a flood neither overflows nor blocks */
        inject(w, i & 1 ? INPUT_UP : INPUT_DOWN, i / 2, 1);
    }
    int n = 0;
    while (window_next_event(w, &e)) {
        n++;
    }
    assert_in_range(n, 100, 5000);
    window_close(w);
}

static void test_waiting(void **state)
{
    (void)state;
    struct window *w = headless(100, 100);
    struct input_event e;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct pollfd fd = {ends[0], POLLIN, 0};
    int64_t start = clock_real_us();
    assert_false(window_wait(w, &fd, 1, 30));
    assert_true(clock_real_us() - start >= 29000);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_true(window_wait(w, &fd, 1, -1));
    assert_int_equal(fd.revents, POLLIN);
    inject(w, INPUT_DOWN, 1, 1);
    assert_true(window_wait(w, NULL, 0, -1));
    assert_true(window_next_event(w, &e));
    close(ends[0]);
    close(ends[1]);
    window_close(w);
}

static void test_resize_and_screenshot(void **state)
{
    (void)state;
    struct window *w = headless(60, 40);
    struct input_event e;
    struct err err;
    window_resize(w, 80, 50);
    assert_true(window_next_event(w, &e));
    assert_true(e.kind == INPUT_RESIZED && e.x == 80 && e.y == 50);
    struct surface s = window_surface(w);
    assert_true(s.w == 80 && s.h == 50);
    for (int i = 0; i < 80 * 50; i++) {
        s.px[i] = 0xFF102030 + (uint32_t)(i & 1);
    }
    window_present(w, NULL);
    char path[] = "/tmp/window_test_XXXXXX";
    close(mkstemp(path));
    assert_true(window_screenshot(w, path, &err));
    SDL_Surface *image = IMG_Load(path);
    assert_non_null(image);
    assert_true(image->w == 80 && image->h == 50);
    const unsigned char *px = image->pixels;
    assert_true(px[0] == 0x10 && px[1] == 0x20 && px[2] == 0x30);
    SDL_FreeSurface(image);
    unlink(path);
    assert_false(window_screenshot(w, "/nowhere/at/all.png", &err));
    assert_string_equal(window_driver(w), "headless");
    window_close(w);
}

static void test_turn(void **state)
{
    (void)state;
    enum { SW = 7, SH = 5 };
    for (int degrees = 0; degrees < 360; degrees += 90) {
        struct turn t = {degrees, SW, SH};
        bool aside = degrees % 180 != 0;
        uint32_t seen[SW * SH], screen[SW * SH] = {0};
        struct surface from = {seen, aside ? SH : SW, aside ? SW : SH, aside ? SH : SW},
                       to = {screen, SW, SH, SW};
        for (uint32_t i = 0; i < SW * SH; i++) {
            seen[i] = i + 1;
        }
        struct rect parts[2] = {{0, 0, from.w, 2}, {0, 2, from.w, from.h - 2}};
        turn_copy(&t, &from, &to, parts[0]);
        turn_copy(&t, &from, &to, parts[1]);
        for (int sy = 0; sy < SH; sy++) {
            for (int sx = 0; sx < SW; sx++) {
                int x = sx, y = sy;
                turn_to_seen(&t, &x, &y);
                assert_int_equal(screen[sy * SW + sx], seen[y * from.pitch + x]);
                struct rect r = turn_to_screen(&t, (struct rect){x, y, 1, 1});
                assert_true(r.x == sx && r.y == sy && r.w == 1 && r.h == 1);
            }
        }
        /* The panel is turned clockwise: what is its upper left corner was the lower left, seen upright. */
        assert_int_equal(screen[0], degrees == 0     ? 1
                                    : degrees == 90  ? (uint32_t)from.w
                                    : degrees == 180 ? SW * SH
                                                     : (uint32_t)(from.pitch * (from.h - 1) + 1));
    }
}

/* ---- with a display ---- */

static void paint_all(struct window *w, uint32_t argb)
{
    struct surface s = window_surface(w);
    for (int i = 0; i < s.h * s.pitch; i++) {
        s.px[i] = argb;
    }
}

static struct window *fullscreen(int rotate)
{
    struct window_options o = {.fullscreen = true, .rotate = rotate};
    struct err e = {{0}};
    struct window *w = window_open(&o, &e);
    if (!w) {
        print_message("%s\n", e.text);
    }
    assert_non_null(w);
    return w;
}

/* Waits for the next event of that kind; others are passed over. */
static struct input_event expect(struct window *w, enum input_kind kind)
{
    int64_t end = clock_real_us() + 3000000;
    struct input_event e = {.kind = INPUT_QUIT};
    while (clock_real_us() < end) {
        while (window_next_event(w, &e)) {
            if (e.kind == kind) {
                return e;
            }
        }
        window_wait(w, NULL, 0, 100);
    }
    fail_msg("no event of kind %d", (int)kind);
    return e;
}

static void test_real_pixels_and_mouse(void **state)
{
    (void)state;
    struct window *w = fullscreen(0);
    struct surface s = window_surface(w);
    assert_true(s.w == 640 && s.h == 480);
    paint_all(w, 0xFF112233);
    window_present(w, NULL);
    wait_for_pixel(5, 5, 0xFF112233);
    paint_all(w, 0xFF445566);
    struct damage d = {{{100, 100, 50, 50}, {300, 200, 10, 10}}, 2};
    window_present(w, &d);
    wait_for_pixel(149, 149, 0xFF445566);
    wait_for_pixel(305, 205, 0xFF445566);
    assert_int_equal(on_screen(150, 150), 0xFF112233); /* outside the damage: as before */
    assert_int_equal(system("xdotool mousemove 200 120 mousedown 1 mousemove 230 140 mouseup 1"), 0);
    struct input_event down = expect(w, INPUT_DOWN), up = expect(w, INPUT_UP);
    assert_true(down.pointer == POINTER_MOUSE && down.x == 200 && down.y == 120);
    assert_true(up.x == 230 && up.y == 140);
    assert_in_range(clock_real_us() / 1000 - down.mono_ms, 0, 5000);
    window_close(w);
}

static void test_real_turned(void **state)
{
    (void)state;
    struct window *w = fullscreen(90);
    struct surface s = window_surface(w);
    assert_true(s.w == 480 && s.h == 640);
    paint_all(w, 0xFF000000);
    s.px[3 * s.pitch + 470] = 0xFFABCDEF;
    window_present(w, NULL);
    wait_for_pixel(3, 9, 0xFFABCDEF);
    assert_int_equal(system("xdotool mousemove 3 9 click 1"), 0);
    struct input_event down = expect(w, INPUT_DOWN);
    assert_true(down.x == 470 && down.y == 3);
    window_close(w);
}

static long switches(void)
{
    DIR *d = opendir("/proc/self/task");
    long sum = 0;
    for (struct dirent *t; (t = readdir(d));) {
        char path[300], line[200];
        snprintf(path, sizeof path, "/proc/self/task/%s/status", t->d_name);
        FILE *f = t->d_name[0] == '.' ? NULL : fopen(path, "r");
        while (f && fgets(line, sizeof line, f)) {
            long n;
            sum += sscanf(line, "voluntary_ctxt_switches: %ld", &n) == 1 ? n : 0;
        }
        if (f) {
            fclose(f);
        }
    }
    closedir(d);
    return sum;
}

static void test_real_waiting(void **state)
{
    (void)state;
    struct window *w = fullscreen(0);
    struct input_event e;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct pollfd fd = {ends[0], POLLIN, 0};
    paint_all(w, 0xFF000000);
    window_present(w, NULL);
    for (int i = 0; i < 5; i++) { /* until the window system has said all it has to say */
        window_wait(w, &fd, 1, 100);
        while (window_next_event(w, &e)) {
        }
    }
    long before = switches();
    int64_t start = clock_real_us();
    assert_false(window_wait(w, &fd, 1, 1500));
    assert_in_range(clock_real_us() - start, 1400000, 10000000);
    long woken = switches() - before;
    print_message("woken %ld times in 1.5 s\n", woken);
    assert_in_range(woken, 0, 6);

    for (int i = 0; i < 50; i++) { /* a descriptor written by another process while SDL sleeps */
        pid_t child = fork();
        if (child == 0) {
            usleep(2000);
            _exit(write(ends[1], "x", 1) != 1);
        }
        char byte;
        start = clock_real_us();
        while (!window_wait(w, &fd, 1, 5000) || !(fd.revents & POLLIN)) {
            assert_true(clock_real_us() - start < 5000000);
        }
        assert_int_equal(read(ends[0], &byte, 1), 1);
        assert_true(clock_real_us() - start < 1000000);
    }
    close(ends[0]);
    close(ends[1]);
    window_close(w);
}

int main(void)
{
    const struct CMUnitTest without[] = {
        cmocka_unit_test(test_order_and_merging),
        cmocka_unit_test(test_waiting),
        cmocka_unit_test(test_resize_and_screenshot),
        cmocka_unit_test(test_turn),
    };
    const struct CMUnitTest with[] = {
        cmocka_unit_test(test_real_pixels_and_mouse),
        cmocka_unit_test(test_real_turned),
        cmocka_unit_test(test_real_waiting),
    };
    return getenv("WINDOW_TEST_FB") ? cmocka_run_group_tests_name("stage window, display", with, NULL, NULL)
                                    : cmocka_run_group_tests_name("stage window", without, NULL, NULL);
}
