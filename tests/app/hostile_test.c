/* Scenes that loop, explode, lie and pry, in real time, as a visitor meets them: tests/hostile/. Each says what it tries
 * and how it must end: with the calm card, or by going on. Whatever it does, 首页 answers while it owes an answer, no
 * step of the stage takes long, nothing forged is recorded, what was recorded before is in the journal, in order, and the
 * next scene knows nothing of it. Prints the table. */
#include "app/show.h"

#include "base/buf.h"
#include "base/file.h"
#include "journal/journal.h"

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
#define HOMES_MAX (SCENES_MAX * MOMENTS)

/* When in a scene's life 首页 is pressed: after its button or without, and how long after. */
static const struct moment {
    bool touch;
    int after_ms;
} moments[] = {{false, 0}, {true, 0}, {false, 60}, {true, 60}};
#define MOMENTS (SLOWER > 1 ? 2 : 4)

struct place {
    char folder[64], data[96];
    struct config config;
    struct journal *journal;
    struct buf sent; /* the kinds of all records that were handed over, as kinds_of */
    struct clock clock;
    int64_t kept; /* real ms up to which `clock` has run */
    struct show show;
    int longest_step; /* ms, since it was last set to 0 */
    int forged;       /* records of kinds that no scene may make */
    int read;         /* records of the kind that tests/hostile/tap.lua makes before its mischief */
    int pressed, told; /* its button: how often it was pressed and left to itself, and recorded that */
    int worst_card, worst_step; /* ms, of all scenes */
    int homes[HOMES_MAX], homes_n; /* ms from the finger up to home, the scene owing an answer */
    int caught;                    /* scenes among them */
};

struct hostile {
    char name[64], tries[128];
    bool card;  /* how it must end */
    bool tells; /* its button records something first: it uses tap.lua */
};

static void note_record(void *user, const struct record *r)
{
    struct place *p = user;
    struct err e;
    p->forged += r->kind == RECORD_STAFF || r->kind == RECORD_GROUP || r->kind == RECORD_CHECKPOINT;
    p->read += r->kind == RECORD_READ;
    buf_printf(&p->sent, "%s ", record_rows[r->kind].name);
    if (!journal_append(p->journal, r, &e))
        fail_msg("%s", e.text);
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
    snprintf(p->data, sizeof p->data, "%s/data", p->folder);
    assert_true(file_make_folders(p->data, 0750, &e));
    p->journal = journal_open(p->data, &p->clock, "test");
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
    buf_free(&p->sent);
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

/* Whatever `work` the stage does is a step: no frame can come while it lasts. */
static void note_step(struct place *p, int64_t since_us)
{
    int took = (int)((clock_real_us() - since_us) / 1000);
    p->longest_step = took > p->longest_step ? took : p->longest_step;
}

static int step(struct place *p)
{
    int64_t from = clock_real_us();
    int ms = show_step(&p->show);
    note_step(p, from);
    return ms;
}

static void let_pass(struct place *p, int ms)
{
    clock_advance(&p->clock, ms);
    step(p);
}

/* Goes on as the program does until that state (or the time is up); returns ms waited. */
static int until(struct place *p, enum show_state wanted, int most_ms)
{
    int64_t from = clock_real_us();
    for (;;) {
        int ms = step(p), passed = (int)((clock_real_us() - from) / 1000);
        keep_time(p);
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

/* Returns the event that lifts the finger again. */
static struct input_event lay_finger(struct place *p, const char *text)
{
    struct rect at;
    if (!on_screen(p, text, &at))
        fail_msg("%s: “%s” is not on the screen", p->show.scene, text);
    struct input_event e = {.kind = INPUT_DOWN, .pointer = 1, .x = at.x + at.w / 2, .y = at.y + at.h / 2};
    stage_inject(p->show.stage, &e);
    step(p);
    let_pass(p, 60);
    e.kind = INPUT_UP;
    return e;
}

static void press(struct place *p, const char *text)
{
    struct input_event up = lay_finger(p, text);
    stage_inject(p->show.stage, &up);
    step(p);
}

static void enter(struct place *p, const char *name)
{
    memset(&p->show.strikes, 0, sizeof p->show.strikes);
    int64_t from = clock_real_us();
    show_enter(&p->show, name);
    note_step(p, from);
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
    journal_commit(p->journal);
}

/* Opens the scene and does to it what a visitor would; returns ms until the card, -1: none came. */
static int strike(struct place *p, const struct hostile *h, int most_ms)
{
    struct rect at;
    enter(p, h->name);
    int64_t from = clock_real_us();
    while (p->show.state == SHOW_LOADING && clock_real_us() - from < most_ms * 1000)
        pass(p, 2);
    if (p->show.state == SHOW_CALM)
        return (int)((clock_real_us() - from) / 1000);
    let_pass(p, STAND_MS);
    bool pressed = p->show.state == SHOW_SCENE && on_screen(p, "按这里", &at);
    int read = p->read;
    if (pressed) {
        press(p, "按这里");
        from = clock_real_us();
    }
    bool card = until(p, SHOW_CALM, most_ms) < most_ms;
    p->pressed += pressed && h->tells;
    p->told += pressed && h->tells && p->read > read;
    return card ? (int)((clock_real_us() - from) / 1000) : -1;
}

static bool owes(const struct place *p, const char *name)
{
    return strcmp(p->show.scene, name) == 0 && p->show.state != SHOW_CALM && p->show.client.waiting > 0;
}

/* In the middle of its mischief the visitor presses 首页; returns ms from the finger up until home stands, with its first
 * frame; -1: at that moment it owed no answer. */
static int home_while_it_owes(struct place *p, const char *name, const struct moment *when)
{
    struct rect at;
    enter(p, name);
    if (when->touch) {
        until(p, SHOW_SCENE, CARD_MS);
        if (p->show.state != SHOW_SCENE || !on_screen(p, "按这里", &at))
            return -1;
        let_pass(p, STAND_MS);
        press(p, "按这里");
    }
    if (when->after_ms)
        pass(p, when->after_ms);
    if (!owes(p, name))
        return -1;
    struct input_event up = lay_finger(p, "首页");
    bool caught = owes(p, name);
    int64_t from = clock_real_us();
    stage_inject(p->show.stage, &up);
    step(p);
    if (!caught)
        return -1;
    assert_string_equal(p->show.scene, HOME_SCENE);
    until(p, SHOW_SCENE, 3000);
    step(p);
    return (int)((clock_real_us() - from) / 1000);
}

/* The worst of all moments, -1: it never let itself be caught. */
static int go_home(struct place *p, const char *name)
{
    int worst = -1;
    for (int i = 0; i < MOMENTS; i++) {
        int ms = home_while_it_owes(p, name, &moments[i]);
        if (ms >= 0)
            p->homes[p->homes_n++] = ms;
        worst = ms > worst ? ms : worst;
        enter(p, "good");
        until(p, SHOW_SCENE, 3000);
        let_pass(p, STAND_MS);
    }
    p->caught += worst >= 0;
    return worst;
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
    h->tells = strstr(text, "return tap(") != NULL;
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
    int failures = p->show.failures, lost = p->pressed - p->told;
    p->longest_step = p->forged = 0;
    int card = strike(p, h, h->card ? 1500 : 300);
    bool ended_right = h->card == (card >= 0), told = !h->card || p->show.failures > failures;
    if (h->card && card >= 0)
        told = told && p->show.last_failure.message[0] && p->show.last_failure.file[0];
    struct finding why = p->show.last_failure;
    check_good(p, h->name);
    int home = go_home(p, h->name), step_ms = p->longest_step;
    lost = p->pressed - p->told - lost;
    p->worst_card = card > p->worst_card ? card : p->worst_card;
    p->worst_step = step_ms > p->worst_step ? step_ms : p->worst_step;
    int wrong = !ended_right + !told + (card > CARD_MS) + (home > HOME_MS) + (step_ms > STEP_MS) + (p->forged != 0) + lost;
    printf("%-18s %-4s card %4d ms  home %3d ms  longest step %3d ms  %6ld KiB  %s%s\n", h->name, h->card ? "card" : "runs", card,
           home, step_ms, resident_kb(), h->tries, wrong ? "  <-- WRONG" : "");
    if (h->card && card >= 0)
        printf("%22s %s:%u: %s\n", "", why.file, why.line, why.message);
    return wrong;
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void print_all(struct place *p, int n, int wrong, long before)
{
    qsort(p->homes, (size_t)p->homes_n, sizeof *p->homes, by_value);
    int last = p->homes_n - 1;
    printf("%d scenes, %d wrong; at worst: card after %d ms, %d ms in one step; memory %ld KiB before, %ld after\n", n, wrong,
           p->worst_card, p->worst_step, before, resident_kb());
    printf("首页 %d times while one of %d scenes owed an answer: median %d, worst %d ms; records of %d pressed buttons: %d lost\n",
           p->homes_n, p->caught, last < 0 ? -1 : p->homes[last / 2], last < 0 ? -1 : p->homes[last], p->pressed,
           p->pressed - p->told);
}

/* All that was handed over is there, in order, and chained. */
static void check_journal(struct place *p)
{
    struct journal_verdict verdict;
    struct err e;
    struct buf kinds = {0};
    char *lines = NULL;
    size_t size = 0;
    assert_true(journal_commit(p->journal));
    journal_close(p->journal);
    struct journal *j = journal_open_reading(p->data, &e);
    if (!j || !journal_verify(j, &verdict, &e))
        fail_msg("%s", e.text);
    FILE *out = open_memstream(&lines, &size);
    assert_true(journal_write_lines(j, 0, out, &e));
    fclose(out);
    journal_close(j);
    for (const char *at = lines; (at = strstr(at, "\"kind\":\"")); at++) {
        at += strlen("\"kind\":\"");
        if (strncmp(at, "boot", 4) != 0)
            buf_printf(&kinds, "%.*s ", (int)strcspn(at, "\""), at);
    }
    assert_string_equal(buf_cstr(&kinds), buf_cstr(&p->sent));
    printf("journal: %lld records, all that were handed over, in order\n", (long long)verdict.records);
    buf_free(&kinds);
    free(lines);
}

static void no_scene_harms_visitor_or_neighbour(void **state)
{
    struct place *p = *state;
    static struct hostile scenes[SCENES_MAX];
    const char *only = getenv("HOSTILE"); /* one scene by name, for whoever mends it */
    int n = read_scenes(p, scenes), wrong = 0;
    until(p, SHOW_SCENE, 5000);
    assert_true(n >= 60);
    check_good(p, "the start");
    long before = resident_kb();
    for (int i = 0; i < n; i++) {
        if (!only || strcmp(only, scenes[i].name) == 0)
            wrong += try_one(p, &scenes[i]) > 0;
    }
    print_all(p, n, wrong, before);
    assert_int_equal(wrong, 0);
    assert_true(only || (p->caught >= 60 && p->pressed >= 60)); /* else it tested little */
    show_close(&p->show);
    check_journal(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_scene_harms_visitor_or_neighbour, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
