/* Which way to present, and that all ways show the same. Without a display: the choice, its file, hostile measurings.
 * window_x_test.sh runs the second half, once for each way. */
#include "base/clock.h"
#include "base/file.h"
#include "stage/present_choice.h"
#include "stage/present_trial.h"
#include "stage/turn.h"
#include "stage/window.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "screen.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/present_test_XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    (void)state;
    present_verdict_drop(folder);
    return rmdir(folder);
}

static const struct present_verdict good = {
    .place = {"x11", "2.26.5", "renderD128 i915 8086:9B41", 3840, 2160},
    .name = "opengl, Mesa Intel(R) UHD Graphics (CML GT2), 4.6 Mesa 22.3.6",
    .software = {90000, 7000, 300, 20000},
    .accelerated = {240000, 2500, 700, 90000},
};

/* ---- the choice ---- */

static void test_worth(void **state)
{
    (void)state;
    struct present_verdict v = good;
    assert_true(present_worth(&v));
    v.accelerated.full_us = 5001; /* less than 2 ms gained */
    assert_false(present_worth(&v));
    v = good;
    v.accelerated.part_us = 1301; /* a button more than 1 ms later */
    assert_false(present_worth(&v));
    v = good;
    v.name[0] = 0;
    assert_false(present_worth(&v));
    static const char *const fakes[] = {"opengl, llvmpipe (LLVM 15.0.6, 256 bits), 4.5", "opengl, softpipe, 3.3",
                                        "opengl, zink (lavapipe), 4.5", "software", "opengl, Software Rasterizer, 2.1"};
    for (size_t i = 0; i < sizeof fakes / sizeof *fakes; i++) {
        snprintf(v.name, sizeof v.name, "%s", fakes[i]);
        assert_false(present_worth(&v));
    }
}

static bool chooses(enum renderer renderer, const struct present_place *here, bool fell, char *name)
{
    struct present_wish wish = {.renderer = renderer, .data = folder, .fell = fell};
    return present_choose(&wish, here, name, 192);
}

static void test_choice(void **state)
{
    (void)state;
    char name[192];
    struct err e;
    struct present_place here = good.place, other;
    assert_false(chooses(RENDERER_AUTO, &here, false, name)); /* nothing measured */
    assert_true(chooses(RENDERER_ACCELERATED, &here, false, name));
    assert_string_equal(name, "");
    assert_true(present_verdict_write(folder, &good, &e));
    assert_true(chooses(RENDERER_AUTO, &here, false, name));
    assert_string_equal(name, good.name);
    assert_false(chooses(RENDERER_SOFTWARE, &here, false, name));
    for (int i = 0; i < 5; i++) { /* any change of the machine */
        other = here;
        if (i < 3)
            strcat(i == 0 ? other.driver : i == 1 ? other.sdl : other.cards, "x");
        else
            *(i == 3 ? &other.w : &other.h) += 1;
        assert_false(chooses(RENDERER_AUTO, &other, false, name));
    }
    other = here;
    other.cards[0] = 0;
    assert_false(chooses(RENDERER_AUTO, &other, false, name));
    assert_true(chooses(RENDERER_AUTO, &here, false, name));
    assert_false(chooses(RENDERER_ACCELERATED, &here, true, name)); /* one before it fell: software, even when forced */
    assert_false(chooses(RENDERER_AUTO, &here, true, name));
    assert_false(chooses(RENDERER_AUTO, &here, false, name)); /* and from then on, until it is measured again */
    assert_false(present_choose(&(struct present_wish){0}, &here, name, sizeof name));
}

static void in_folder(const char *words)
{
    char command[900];
    snprintf(command, sizeof command, "cd %s && %s", folder, words);
    assert_int_equal(system(command), 0);
}

static void test_cards(void **state)
{
    (void)state;
    char cards[192], path[256];
    in_folder("mkdir -p root/dev/dri root/sys/class/drm/renderD128/device && touch root/dev/dri/card0 && "
              "printf 'DRIVER=i915\\nPCI_CLASS=30000\\nPCI_ID=8086:9B41\\n' > root/sys/class/drm/renderD128/device/uevent");
    snprintf(path, sizeof path, "%s/root", folder);
    present_cards(path, cards, sizeof cards);
    assert_string_equal(cards, "");
    in_folder("touch root/dev/dri/renderD128 root/dev/dri/renderD130");
    present_cards(path, cards, sizeof cards);
    assert_string_equal(cards, "renderD128 i915 8086:9B41, renderD130");
    char small[12];
    present_cards(path, small, sizeof small);
    assert_int_equal(strlen(small), sizeof small - 1);
    in_folder("rm -r root");
}

/* ---- its file ---- */

static void put_file(const void *data, size_t len)
{
    char path[128];
    struct err e;
    snprintf(path, sizeof path, "%s/display.json", folder);
    assert_true(file_write_durable(path, data, len, 0600, &e));
}

static void test_file(void **state)
{
    (void)state;
    char path[128];
    struct present_verdict back;
    struct buf text = {0};
    struct err e;
    assert_false(present_verdict_read(folder, &back));
    assert_true(present_verdict_write(folder, &good, &e));
    assert_true(present_verdict_read(folder, &back));
    assert_memory_equal(&back, &good, sizeof back);
    snprintf(path, sizeof path, "%s/display.json", folder);
    assert_true(file_read(path, 4096, &text, &e));
    for (size_t len = 0; len + 2 < text.len; len++) { /* cut anywhere */
        put_file(text.data, len);
        assert_false(present_verdict_read(folder, &back));
    }
    srandom(7);
    int read = 0;
    for (int i = 0; i < 400; i++) { /* a byte changed anywhere: refused, or another verdict that is whole */
        unsigned char *bytes = malloc(text.len);
        memcpy(bytes, text.data, text.len);
        bytes[(size_t)random() % text.len] = (unsigned char)random();
        put_file(bytes, text.len);
        read += present_verdict_read(folder, &back);
        assert_true(memchr(back.name, 0, sizeof back.name) && memchr(back.place.cards, 0, sizeof back.place.cards));
        free(bytes);
    }
    assert_in_range(read, 1, 399);
    static const char *const refused[] = {
        "", "{}", "null", "[1]", "\xff\xfe{", "{\"driver\":\"x11\"}", "{\"width\":-1}", "{\"width\":1e300}", "{\"name\":7}",
        "{\"driver\":\"a name that is much longer than any display driver's name\"}", "{\"worth\":true}"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        put_file(refused[i], strlen(refused[i]));
        assert_false(present_verdict_read(folder, &back));
    }
    buf_free(&text);
}

/* ---- measuring what misbehaves ---- */

static void crash(bool accelerated)
{
    signal(SIGSEGV, SIG_DFL);
    if (accelerated)
        raise(SIGSEGV);
}

static void crash_first(bool accelerated)
{
    signal(SIGABRT, SIG_DFL);
    if (!accelerated)
        raise(SIGABRT);
}

static void hang(bool accelerated)
{
    while (accelerated)
        pause();
}

static void leave(bool accelerated)
{
    if (accelerated)
        _exit(0);
}

static void expect_failure(void (*begin)(bool), const char *words, const char *more, int least_ms, int most_ms)
{
    struct window_options w = {.w = 320, .h = 320};
    struct present_trial t = {.window = &w, .begin = begin, .limit_ms = 3000};
    struct present_verdict v;
    struct err e;
    int64_t start = clock_real_us() / 1000;
    assert_false(present_try(&t, &v, &e));
    print_message("%s\n", e.text);
    assert_non_null(strstr(e.text, words));
    assert_non_null(strstr(e.text, more));
    assert_string_equal(v.name, "");
    assert_false(present_worth(&v));
    assert_in_range(clock_real_us() / 1000 - start, least_ms, most_ms);
}

static void test_hostile(void **state)
{
    (void)state;
    setenv("SDL_VIDEODRIVER", "dummy", 0);
    expect_failure(crash, "显卡显示", "signal 11", 0, 15000);
    expect_failure(crash_first, "处理器显示", "signal 6", 0, 15000);
    expect_failure(hang, "显卡显示", "停住了", 3000, 20000);
    expect_failure(leave, "显卡显示", "没有测完", 0, 15000);
}

/* ---- with a display ---- */

static const char *way(void)
{
    return getenv("PRESENT_TEST_WAY");
}

/* NULL: this machine has no OpenGL at all. */
static struct window *open_window(bool fullscreen, int rotate)
{
    bool surface = strcmp(way(), "surface") == 0;
    struct window_options o = {.w = 400, .h = 320, .fullscreen = fullscreen, .rotate = rotate, .title = "present-test",
                               .wish = {.renderer = surface ? RENDERER_SOFTWARE : RENDERER_ACCELERATED}};
    struct err e = {{0}};
    struct window *w = window_open(&o, &e);
    assert_non_null(w);
    bool plain = strcmp(window_renderer(w), "surface") == 0;
    if (plain && strcmp(way(), "gl") == 0) {
        print_message("skipped: no OpenGL here\n");
        window_close(w);
        return NULL;
    }
    assert_int_equal(plain, surface);
    return w;
}

static void paint(struct window *w, struct rect r, uint32_t seed)
{
    struct surface s = window_surface(w);
    for (int y = r.y; y < r.y + r.h; y++) {
        for (int x = r.x; x < r.x + r.w; x++)
            s.px[y * s.pitch + x] = 0xFF000000 | (((uint32_t)x * 2654435761u ^ (uint32_t)y * 40503u ^ seed) & 0xFFFFFF);
    }
}

/* Until each of the screen's pixels is as `seen` has it (w x h, before turning), upper left. */
static void expect_pixels(const uint32_t *seen, int w, int h, int rotate)
{
    static uint32_t px[SCREEN_H][SCREEN_W];
    bool aside = rotate % 180 != 0;
    struct turn t = {rotate, aside ? h : w, aside ? w : h};
    int wrong = -1;
    for (int i = 0; i < 200 && wrong; i++) {
        usleep(10000);
        screen_read(px);
        wrong = 0;
        for (int sy = 0; sy < t.h; sy++) {
            for (int sx = 0; sx < t.w; sx++) {
                int x = sx, y = sy;
                turn_to_seen(&t, &x, &y);
                wrong += px[sy][sx] != seen[y * w + x];
            }
        }
    }
    assert_int_equal(wrong, 0);
}

static uint32_t *copy_of(struct window *w)
{
    struct surface s = window_surface(w);
    uint32_t *out = malloc((size_t)s.w * (size_t)s.h * 4);
    for (int y = 0; y < s.h; y++)
        memcpy(out + y * s.w, s.px + y * s.pitch, (size_t)s.w * 4);
    return out;
}

/* All, then parts again and again: what is between them stays, what was not damaged is not shown. */
static void test_same_pixels(void **state)
{
    (void)state;
    for (int rotate = 0; rotate < 360; rotate += 90) {
        struct window *w = open_window(true, rotate);
        if (!w)
            return;
        struct surface s = window_surface(w);
        paint(w, (struct rect){0, 0, s.w, s.h}, 1);
        window_present(w, NULL);
        struct damage d = {{{100, 60, 57, 33}, {0, 0, 1, 1}, {s.w - 9, s.h - 5, 9, 5}}, 3};
        for (uint32_t round = 2; round < 6; round++) {
            for (int i = 0; i < d.n; i++)
                paint(w, d.rects[i], round);
            window_present(w, &d);
            d.rects[0].x += 40;
        }
        uint32_t *seen = copy_of(w);
        s.px[300 * s.pitch + 300] ^= 0xFFFFFF; /* outside of any damage */
        damage_clear(&d);
        damage_add(&d, (struct rect){5, 5, 3, 3});
        window_present(w, &d);
        expect_pixels(seen, s.w, s.h, rotate);
        free(seen);
        window_close(w);
    }
}

static void test_resize(void **state)
{
    (void)state;
    struct window *w = open_window(false, 0);
    struct input_event e = {.kind = INPUT_QUIT};
    if (!w)
        return;
    paint(w, (struct rect){0, 0, 400, 320}, 1);
    window_present(w, NULL);
    /* The pointer would be in the picture. */
    assert_int_equal(system("xdotool mousemove 639 479; w=$(xdotool search --name present-test) && "
                            "xdotool windowmove $w 0 0 && xdotool windowsize $w 520 330"),
                     0);
    int64_t end = clock_real_us() + 5000000;
    struct surface s = window_surface(w);
    while ((s.w != 520 || s.h != 330) && clock_real_us() < end) {
        window_wait(w, NULL, 0, 100);
        while (window_next_event(w, &e)) {
        }
        s = window_surface(w);
    }
    assert_true(s.w == 520 && s.h == 330);
    paint(w, (struct rect){0, 0, s.w, s.h}, 9);
    window_present(w, NULL);
    paint(w, (struct rect){7, 8, 90, 10}, 10);
    struct damage d = {{{7, 8, 90, 10}}, 1};
    window_present(w, &d);
    uint32_t *seen = copy_of(w);
    expect_pixels(seen, s.w, s.h, 0);
    free(seen);
    window_close(w);
}

/* No card of this machine is called by its own name here, so software it is, whatever the figures say. */
static void test_measured(void **state)
{
    (void)state;
    struct window_options w = {.fullscreen = true};
    struct present_trial t = {.window = &w, .limit_ms = 60000};
    struct present_verdict v;
    struct err e;
    if (strcmp(way(), "surface") == 0)
        return;
    if (!present_try(&t, &v, &e)) {
        print_message("%s\n", e.text);
        assert_string_equal(way(), "gl");
        return;
    }
    print_message("%s: full %lld and %lld us, part %lld and %lld us, open %lld and %lld us, %lld and %lld KiB\n", v.name,
                  (long long)v.software.full_us, (long long)v.accelerated.full_us, (long long)v.software.part_us,
                  (long long)v.accelerated.part_us, (long long)v.software.open_us, (long long)v.accelerated.open_us,
                  (long long)v.software.memory_kib, (long long)v.accelerated.memory_kib);
    assert_true(v.place.w == SCREEN_W && v.place.h == SCREEN_H);
    assert_string_equal(v.place.driver, "x11");
    assert_true(v.software.full_us > 0 && v.accelerated.full_us > 0 && v.software.open_us > v.software.full_us);
    if (strcmp(way(), "texture") == 0)
        assert_false(present_worth(&v));
}

/* The verdict names another graphics card than the one that then shows: software, and the verdict is gone. */
static void test_changed(void **state)
{
    (void)state;
    struct present_verdict v = good;
    struct err e;
    char root[128];
    in_folder("mkdir -p root/dev/dri && touch root/dev/dri/renderD128");
    snprintf(root, sizeof root, "%s/root", folder);
    v.place = present_here(root, "x11", SCREEN_W, SCREEN_H);
    assert_string_equal(v.place.cards, "renderD128");
    assert_true(present_verdict_write(folder, &v, &e));
    struct window_options o = {.fullscreen = true, .wish = {.renderer = RENDERER_AUTO, .data = folder, .root = root}};
    struct window *w = window_open(&o, &e);
    assert_non_null(w);
    assert_string_equal(window_renderer(w), "surface");
    assert_false(present_verdict_read(folder, &v));
    paint(w, (struct rect){0, 0, SCREEN_W, SCREEN_H}, 5);
    window_present(w, NULL);
    uint32_t *seen = copy_of(w);
    expect_pixels(seen, SCREEN_W, SCREEN_H, 0);
    free(seen);
    window_close(w);
    in_folder("rm -r root");
}

int main(void)
{
    const struct CMUnitTest without[] = {
        cmocka_unit_test(test_worth),
        cmocka_unit_test_setup_teardown(test_choice, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(test_cards, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(test_file, make_folder, drop_folder),
        cmocka_unit_test(test_hostile),
    };
    const struct CMUnitTest with[] = {
        cmocka_unit_test(test_same_pixels),
        cmocka_unit_test(test_resize),
        cmocka_unit_test(test_measured),
        cmocka_unit_test_setup_teardown(test_changed, make_folder, drop_folder),
    };
    return way() ? cmocka_run_group_tests_name("stage present, display", with, NULL, NULL)
                 : cmocka_run_group_tests_name("stage present", without, NULL, NULL);
}
