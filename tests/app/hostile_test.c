/* Scenes that loop, explode, lie and pry, in real time, as a visitor meets them: tests/hostile/. Each says what it tries
 * and how it must end: with the calm card, or by going on. Whatever it does, 首页 answers meanwhile, no step of the
 * stage takes long, nothing forged is recorded, and the next scene knows nothing of it. Prints the table. */
#include "app/show.h"

#include "base/buf.h"
#include "base/file.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#ifdef __SANITIZE_ADDRESS__
#define SLOWER 10 /* the whole program runs that much slower, and other tests beside it */
#else
#define SLOWER 1
#endif
#define CARD_MS (SLOWER > 1 ? 1200 : 500)
#define HOME_MS (100 * SLOWER)
#define STEP_MS (100 * SLOWER)
#define STAND_MS 300 /* a new screen takes no tap before it has come to stand */
#define SCENES_MAX 256

struct place {
    char folder[64];
    struct config config;
    struct clock clock;
    int64_t kept; /* real ms up to which `clock` has run */
    struct show show;
    int longest_step; /* ms, since it was last set to 0 */
    int forged;       /* records of kinds that no scene may make */
    int worst_card, worst_home, worst_step; /* ms, of all scenes */
};

struct hostile {
    char name[64], tries[128];
    bool card; /* how it must end */
};

static void note_record(void *user, const struct record *r)
{
    struct place *p = user;
    p->forged += r->kind == RECORD_STAFF || r->kind == RECORD_GROUP || r->kind == RECORD_CHECKPOINT;
}

static void put(const struct place *p, const char *name, const char *head, size_t times, const char *tail)
{
    struct buf b = {0};
    struct err e;
    char path[160];
    for (buf_text(&b, head); times; times--)
        buf_text(&b, "x = x and x\n");
    buf_text(&b, tail);
    snprintf(path, sizeof path, "%s/%s.lua", p->folder, name);
    assert_true(file_write_durable(path, b.data, b.len, 0644, &e));
    buf_free(&b);
}

/* What no text file can hold, or only a very long one. */
static void put_made(const struct place *p)
{
    put(p, "z_bytecode", "\x1bLua\x54-- 尝试：字节码\n-- 结局：card\n", 0, "");
    put(p, "z_bytes", "-- 尝试：不是文字的字节\n-- 结局：card\nreturn '\xff\xfe'\n", 0, "return scene {}");
    put(p, "z_bom", "\xEF\xBB\xBF-- 尝试：文件头的 BOM 和回车\r\n-- 结局：runs\r\n", 0,
        "return require 'tap' (function() end)\r\n");
    put(p, "z_long", "-- 尝试：一个很长的文件\n-- 结局：card\nlocal x\n", 20000, "return 1");
    put(p, "z_chain", "-- 尝试：很长的 and，编译很慢\n-- 结局：card\nlocal x = 1\nx = x\n", 5400, "return 1");
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    struct err e;
    char command[256];
    snprintf(p->folder, sizeof p->folder, "/tmp/qf-hostile-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    snprintf(command, sizeof command, "cp '%s'/tests/hostile/*.lua '%s'", SOURCE_DIR, p->folder);
    assert_int_equal(system(command), 0);
    put_made(p);
    config_defaults(&p->config, SOURCE_DIR);
    snprintf(p->config.kiosk.scripts, sizeof p->config.kiosk.scripts, "%s", p->folder);
    p->clock = clock_virtual(1767225600000);
    p->kept = clock_real_us() / 1000;
    struct show_options o = {.config = &p->config, .clock = &p->clock, .headless = true, .width = 640, .height = 360,
                             .text_size = -1, .boot = 1, .first_visit = 1, .send = note_record, .user = p};
    if (!show_open(&p->show, &o, &e))
        fail_msg("%s", e.text);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    char command[128];
    show_close(&p->show);
    snprintf(command, sizeof command, "rm -rf '%s'", p->folder);
    assert_int_equal(system(command), 0);
    free(p);
    return 0;
}

/* The show's clock runs on as the real one does, but can be told to skip what would only be waiting. */
static void keep_time(struct place *p)
{
    int64_t now = clock_real_us() / 1000;
    clock_advance(&p->clock, now - p->kept);
    p->kept = now;
}

static void let_pass(struct place *p, int ms)
{
    clock_advance(&p->clock, ms);
    show_step(&p->show);
}

/* Goes on as the program does until that state (or the time is up); returns ms waited. */
static int until(struct place *p, enum show_state wanted, int most_ms)
{
    int64_t from = clock_real_us();
    for (;;) {
        int64_t before = clock_real_us();
        int ms = show_step(&p->show), passed = (int)((clock_real_us() - from) / 1000);
        int took = (int)((clock_real_us() - before) / 1000);
        keep_time(p);
        p->longest_step = took > p->longest_step ? took : p->longest_step;
        if (p->show.state == wanted || passed >= most_ms)
            return passed;
        int left = most_ms - passed;
        show_wait(&p->show, NULL, 0, ms >= 0 && ms < left ? ms : left);
    }
}

static void pass(struct place *p, int ms)
{
    until(p, (enum show_state)-1, ms);
}

static bool on_screen(struct place *p, const char *text, struct rect *at)
{
    return stage_find_text(p->show.stage, text, at);
}

static void press(struct place *p, const char *text)
{
    struct rect at;
    if (!on_screen(p, text, &at))
        fail_msg("%s: “%s” is not on the screen", p->show.scene, text);
    struct input_event e = {.kind = INPUT_DOWN, .pointer = 1, .x = at.x + at.w / 2, .y = at.y + at.h / 2};
    stage_inject(p->show.stage, &e);
    show_step(&p->show);
    let_pass(p, 60);
    e.kind = INPUT_UP;
    stage_inject(p->show.stage, &e);
    show_step(&p->show);
}

static void enter(struct place *p, const char *name)
{
    memset(&p->show.strikes, 0, sizeof p->show.strikes);
    show_enter(&p->show, name);
}

/* The next scene: opens, counts its taps, and every public function does what it should. */
static void check_good(struct place *p, const char *after)
{
    struct rect at;
    enter(p, "good");
    until(p, SHOW_SCENE, 3000);
    let_pass(p, STAND_MS);
    if (!on_screen(p, "数到0", &at))
        fail_msg("after %s the good scene does not open", after);
    press(p, "按这里");
    for (int i = 0; i < 20 && !on_screen(p, "数到1", &at); i++)
        pass(p, 20);
    if (!on_screen(p, "数到1", &at))
        fail_msg("after %s the good scene does not count", after);
}

/* Opens the scene and does to it what a visitor would; returns ms until the card, -1: none came. */
static int strike(struct place *p, const char *name, int most_ms)
{
    struct rect at;
    enter(p, name);
    int64_t from = clock_real_us();
    while (p->show.state == SHOW_LOADING && clock_real_us() - from < most_ms * 1000)
        pass(p, 2);
    if (p->show.state == SHOW_CALM)
        return (int)((clock_real_us() - from) / 1000);
    let_pass(p, STAND_MS);
    if (p->show.state == SHOW_SCENE && on_screen(p, "按这里", &at)) {
        press(p, "按这里");
        from = clock_real_us();
    }
    return until(p, SHOW_CALM, most_ms) < most_ms ? (int)((clock_real_us() - from) / 1000) : -1;
}

/* In the middle of its mischief the visitor presses 首页; returns ms until home stands. */
static int go_home(struct place *p, const char *name)
{
    struct rect at;
    enter(p, name);
    until(p, SHOW_SCENE, 60);
    let_pass(p, STAND_MS);
    if (p->show.state == SHOW_SCENE && on_screen(p, "按这里", &at)) {
        press(p, "按这里");
        pass(p, 30);
    }
    press(p, "首页");
    int64_t from = clock_real_us();
    assert_string_equal(p->show.scene, HOME_SCENE);
    until(p, SHOW_SCENE, 3000);
    return (int)((clock_real_us() - from) / 1000);
}

static long resident_kb(void)
{
    long size = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%ld %ld", &size, &resident) != 2)
        resident = 0;
    if (f)
        fclose(f);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static bool read_head(const struct place *p, const char *file, struct hostile *h)
{
    char path[400], text[600] = {0};
    snprintf(path, sizeof path, "%s/%s", p->folder, file);
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
    if (f)
        fclose(f);
    const char *tries = n ? strstr(text, "-- 尝试：") : NULL, *end = n ? strstr(text, "-- 结局：") : NULL;
    if (!tries || !end)
        return false;
    tries += strlen("-- 尝试：");
    end += strlen("-- 结局：");
    snprintf(h->name, sizeof h->name, "%.*s", (int)strcspn(file, "."), file);
    snprintf(h->tries, sizeof h->tries, "%.*s", (int)strcspn(tries, "\r\n"), tries);
    h->card = strncmp(end, "card", 4) == 0;
    if (!h->card && strncmp(end, "runs", 4) != 0)
        fail_msg("%s: neither card nor runs", file);
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct hostile *)a)->name, ((const struct hostile *)b)->name);
}

static int read_scenes(const struct place *p, struct hostile *out)
{
    int n = 0;
    DIR *d = opendir(p->folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) && n < SCENES_MAX;)
        n += strstr(e->d_name, ".lua") && read_head(p, e->d_name, &out[n]);
    closedir(d);
    qsort(out, (size_t)n, sizeof *out, by_name);
    return n;
}

/* One scene, all that is asked of it; returns how many of these went wrong. */
static int try_one(struct place *p, const struct hostile *h)
{
    int failures = p->show.failures;
    p->longest_step = p->forged = 0;
    int card = strike(p, h->name, h->card ? 1500 : 300);
    int home = h->card && card > 100 ? go_home(p, h->name) : 0, step = p->longest_step;
    bool ended_right = h->card == (card >= 0), told = !h->card || p->show.failures > failures;
    if (h->card && card >= 0)
        told = told && p->show.last_failure.message[0] && p->show.last_failure.file[0];
    check_good(p, h->name);
    p->worst_card = card > p->worst_card ? card : p->worst_card;
    p->worst_home = home > p->worst_home ? home : p->worst_home;
    p->worst_step = step > p->worst_step ? step : p->worst_step;
    int wrong = !ended_right + !told + (card > CARD_MS) + (home > HOME_MS) + (step > STEP_MS) + (p->forged != 0);
    printf("%-18s %-4s card %4d ms  home %3d ms  longest step %3d ms  %6ld KiB  %s%s\n", h->name, h->card ? "card" : "runs", card,
           home, step, resident_kb(), h->tries, wrong ? "  <-- WRONG" : "");
    if (h->card && card >= 0)
        printf("%22s %s:%u: %s\n", "", p->show.last_failure.file, p->show.last_failure.line, p->show.last_failure.message);
    return wrong;
}

static void no_scene_harms_visitor_or_neighbour(void **state)
{
    struct place *p = *state;
    static struct hostile scenes[SCENES_MAX];
    const char *only = getenv("HOSTILE"); /* one scene by name, for whoever mends it */
    int n = read_scenes(p, scenes), wrong = 0;
    until(p, SHOW_SCENE, 5000);
    assert_true(n >= 60);
    long before = resident_kb();
    for (int i = 0; i < n; i++) {
        if (!only || strcmp(only, scenes[i].name) == 0)
            wrong += try_one(p, &scenes[i]) > 0;
    }
    printf("%d scenes, %d wrong; at worst: card after %d ms, home after %d ms, %d ms in one step; memory %ld KiB before, %ld after\n",
           n, wrong, p->worst_card, p->worst_home, p->worst_step, before, resident_kb());
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_scene_harms_visitor_or_neighbour, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
