/* A monkey at the demo venue, in virtual time: ten fingers that tap, drag, roll, hold for ever, leave the screen and get
 * lost, 200 taps a second, while the window changes its size, the stage is started afresh and time jumps. Fixed seeds.
 * Whatever it did: after the fingers are gone and the time is up, the attract screen comes back with default settings,
 * the records are well formed and in order, no scene has failed, and nothing has grown. MONKEY_EVENTS=1000000 for a long
 * run, which must also have been in every exhibit; MONKEY_SEED for another monkey. */
#include "app/script_desk.h"

#include "base/file.h"
#include "stage/inside.h"
#include "../bench/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define POINTERS 10
#define ROUND 1000        /* events between two rests */
#define NODES_MOST 4000   /* of any screen, old one and dialog included */
#define AWAY_MS (MODE_QUIET_MS + 120000) /* longer than any reading time and a talk's quarter of an hour, with warning and countdown */
#define LONG_RUN 200000   /* events, from which on every exhibit must have been entered and memory must stand */
#define SHARES 10         /* a run is looked at tenth by tenth */
#define EXHIBITS 32

struct hand {
    bool down;
    int x, y;
};

struct monkey {
    struct config config;
    struct clock clock;
    struct show show;
    struct hand hands[POINTERS];
    uint64_t dice;
    int w, h, most_nodes;
    uint64_t seed;
    long events, records, visits, unlocked, restarts, looked_closer;
    char exhibits[EXHIBITS][96]; /* entered, and how often */
    long entered_times[EXHIBITS];
    long memory[SHARES]; /* KiB of all processes, in the mean of each tenth's rests */
    int looks[SHARES];
    struct script_desk desk;
    bool visiting;
    char entered[96]; /* the scene that was entered and not left */
};

static uint32_t roll(struct monkey *m, uint32_t sides)
{
    m->dice = m->dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(m->dice >> 33) % sides;
}

/* ---- what the keeper would be told ---- */

static void count_entry(struct monkey *m, const char *scene)
{
    int i = 0;
    while (m->exhibits[i][0] && strcmp(m->exhibits[i], scene) != 0)
        i++;
    assert_true(i < EXHIBITS - 1);
    snprintf(m->exhibits[i], sizeof m->exhibits[i], "%s", scene);
    m->entered_times[i]++;
}

static void follow(struct monkey *m, const struct record *r)
{
    if (r->kind == RECORD_VISIT_START || r->kind == RECORD_VISIT_END) {
        assert_true(m->visiting == (r->kind == RECORD_VISIT_END));
        assert_string_equal(m->entered, "");
        m->visiting = !m->visiting;
        m->visits += m->visiting;
    } else if (r->kind == RECORD_ENTER) {
        assert_true(m->visiting && !m->entered[0]);
        snprintf(m->entered, sizeof m->entered, "%s", r->scene);
        count_entry(m, r->scene);
    } else if (r->kind == RECORD_LEAVE) {
        assert_true(m->visiting);
        assert_string_equal(m->entered, r->scene);
        m->entered[0] = 0;
    }
}

static void take_record(void *user, const struct record *r)
{
    struct monkey *m = user;
    struct buf b = {0};
    struct record back;
    struct err e;
    record_encode(&b, r);
    struct reader in = reader_of(b.data, b.len);
    if (!record_decode(&in, SENDER_STAGE, &back, &e))
        fail_msg("%s", e.text);
    buf_free(&b);
    assert_int_not_equal(r->kind, RECORD_FAULT);
    m->records++;
    follow(m, r);
}

/* ---- the keeper's part of the administrator's screens ---- */

static void ask(void *user, uint32_t serial, const char *name, const char *args)
{
    struct monkey *m = user;
    struct err e;
    if (!m->desk.open && !script_desk_open(&m->desk, &m->config, &m->clock, &m->show, NULL, 0, &e))
        fail_msg("%s", e.text);
    script_desk_ask(&m->desk, serial, name, args);
}

static bool serve(void *user)
{
    struct monkey *m = user;
    return script_desk_serve(&m->desk);
}

/* ---- fingers ---- */

static void touch(struct monkey *m, int pointer, enum input_kind kind)
{
    struct hand *hand = &m->hands[pointer];
    struct input_event ev = {
        .kind = kind, .pointer = pointer, .x = hand->x, .y = hand->y, .mono_ms = clock_mono(&m->clock)};
    hand->down = kind == INPUT_DOWN || kind == INPUT_MOVE;
    stage_inject(m->show.stage, &ev);
    m->events++;
}

static void step(struct monkey *m, int ms)
{
    show_step(&m->show);
    script_desk_serve(&m->desk);
    if (scene_client_busy(&m->show.client) && roll(m, 2))
        show_wait(&m->show, NULL, 0, 1);
    clock_advance(&m->clock, ms);
}

/* Anywhere, an edge, beside the screen, the bar, or the middle of something that can be pressed. */
static void aim(struct monkey *m, struct hand *hand)
{
    struct rect at;
    struct buf label = {0};
    hand->x = (int)roll(m, (uint32_t)m->w);
    hand->y = (int)roll(m, (uint32_t)m->h);
    switch (roll(m, 8)) {
    case 0:
        hand->x = roll(m, 2) ? 0 : m->w - 1;
        break;
    case 1:
        hand->y = roll(m, 2) ? 0 : m->h - 1;
        break;
    case 2:
        hand->y = m->h - 1 - (int)roll(m, (uint32_t)m->h / 12);
        break;
    case 3:
        hand->x += (int)roll(m, 3) * m->w - m->w;
        hand->y += (int)roll(m, 3) * m->h - m->h;
        break;
    case 4:
    case 5:
    case 6:
        if (stage_find_button(m->show.stage, 1 + (int)roll(m, 12), &label, &at)) {
            hand->x = at.x + at.w / 2;
            hand->y = at.y + at.h / 2;
        }
        break;
    default:
        break;
    }
    buf_free(&label);
}

static void tap(struct monkey *m, int pointer)
{
    aim(m, &m->hands[pointer]);
    for (uint32_t times = 1 + roll(m, 4) / 3; times > 0; times--) {
        touch(m, pointer, INPUT_DOWN);
        step(m, 10 + (int)roll(m, 110));
        touch(m, pointer, INPUT_UP);
        step(m, (int)roll(m, 60));
    }
}

/* 200 taps a second, for up to a second, on one spot. */
static void hammer(struct monkey *m, int pointer)
{
    aim(m, &m->hands[pointer]);
    for (uint32_t times = 20 + roll(m, 180); times > 0; times--) {
        touch(m, pointer, INPUT_DOWN);
        step(m, 2);
        touch(m, pointer, INPUT_UP);
        step(m, 3);
    }
}

/* Not held back by the edge of the screen. */
static void drag(struct monkey *m, int pointer)
{
    struct hand *hand = &m->hands[pointer];
    aim(m, hand);
    int dx = (int)roll(m, 81) - 40, dy = (int)roll(m, 161) - 80;
    touch(m, pointer, INPUT_DOWN);
    for (uint32_t moves = 2 + roll(m, 12); moves > 0; moves--) {
        step(m, 8 + (int)roll(m, 30));
        hand->x += dx;
        hand->y += dy;
        touch(m, pointer, INPUT_MOVE);
    }
    if (roll(m, 8)) /* else it stays, or is lost */
        touch(m, pointer, roll(m, 6) ? INPUT_UP : INPUT_CANCEL);
}

static bool something_is_larger(const struct monkey *m)
{
    struct live *top = m->show.stage->layers[LAYER_CONTENT].tree.frame;
    for (struct live *l = top; l; l = live_walk(top, l, false)) {
        if (zoom_is_out(l))
            return true;
    }
    return false;
}

/* Two fingers around one spot, apart or together, wandering; now and then one of them stays. */
static void pinch(struct monkey *m)
{
    struct hand *a = &m->hands[0], *b = &m->hands[1], spot;
    int half = 10 + (int)roll(m, (uint32_t)m->w / 8), by = (int)roll(m, 61) - 30;
    aim(m, &spot);
    *a = (struct hand){.down = a->down, .x = spot.x - half, .y = spot.y};
    *b = (struct hand){.down = b->down, .x = spot.x + half, .y = spot.y};
    touch(m, 0, INPUT_DOWN);
    touch(m, 1, INPUT_DOWN);
    for (uint32_t moves = 2 + roll(m, 12); moves > 0; moves--) {
        step(m, 8 + (int)roll(m, 30));
        a->x -= by + (int)roll(m, 9);
        b->x += by;
        b->y += (int)roll(m, 21) - 10;
        touch(m, 0, INPUT_MOVE);
        touch(m, 1, INPUT_MOVE);
    }
    m->looked_closer += something_is_larger(m);
    touch(m, 0, INPUT_UP);
    if (roll(m, 8))
        touch(m, 1, INPUT_UP);
    step(m, (int)roll(m, 60));
}

static void ten_fingers(struct monkey *m)
{
    for (int i = 0; i < POINTERS; i++) {
        aim(m, &m->hands[i]);
        touch(m, i, INPUT_DOWN);
    }
    step(m, 60);
    for (int i = 0; i < POINTERS; i++)
        touch(m, i, INPUT_UP);
    step(m, 10);
}

static void loose_event(struct monkey *m, int pointer)
{
    static const enum input_kind kinds[] = {INPUT_DOWN, INPUT_DOWN, INPUT_MOVE, INPUT_UP, INPUT_CANCEL};
    aim(m, &m->hands[pointer]);
    touch(m, pointer, kinds[roll(m, 5)]);
    step(m, (int)roll(m, 40));
}

static void resize(struct monkey *m)
{
    static const int sizes[][2] = {{960, 540}, {540, 960}, {640, 360}, {720, 720}, {320, 320}};
    uint32_t i = roll(m, 5);
    m->w = sizes[i][0];
    m->h = sizes[i][1];
    stage_resize(m->show.stage, m->w, m->h);
    m->events++;
}

static void press_at(struct monkey *m, int x, int y, int ms)
{
    m->hands[0].x = x;
    m->hands[0].y = y;
    touch(m, 0, INPUT_DOWN);
    for (; ms > 0; ms -= 50)
        step(m, 50);
    touch(m, 0, INPUT_UP);
    assert_true(show_advance(&m->show, 400));
}

/* The corner, the one opposite, and the PIN, as long as its keys are on the screen. */
static void unlock(struct monkey *m)
{
    int right = m->config.admin.corner & 1, bottom = (m->config.admin.corner & 2) / 2;
    for (int i = 0; i < POINTERS; i++) {
        if (m->hands[i].down)
            touch(m, i, INPUT_UP);
    }
    press_at(m, right ? m->w - 5 : 5, bottom ? m->h - 5 : 5, 3500);
    press_at(m, right ? 5 : m->w - 5, bottom ? 5 : m->h - 5, 80);
    char key[] = " ";
    struct rect at;
    for (const char *digit = SCRIPT_PIN; *digit; digit++) {
        key[0] = *digit;
        if (m->show.admin && stage_find_text(m->show.stage, key, &at))
            press_at(m, at.x + at.w / 2, at.y + at.h / 2, 80);
    }
    if (m->show.admin && stage_find_text(m->show.stage, "确认", &at))
        press_at(m, at.x + at.w / 2, at.y + at.h / 2, 80);
    m->unlocked += m->show.admin && stage_find_text(m->show.stage, "设备状态", &at);
}

static void start_show(struct monkey *m)
{
    struct err e;
    struct show_options o = {.config = &m->config, .clock = &m->clock, .headless = true, .width = m->w,
                             .height = m->h, .text_size = -1, .boot = 1, .first_visit = (uint32_t)m->visits + 1,
                             .seed = (uint32_t)m->seed, .send = take_record, .ask = ask, .others = serve, .user = m};
    if (!show_open(&m->show, &o, &e))
        fail_msg("%s", e.text);
}

/* The stage goes in the middle of whatever it was and comes anew; the keeper's side stays. */
static void restart(struct monkey *m)
{
    show_close(&m->show);
    assert_false(m->visiting);
    if (m->desk.open)
        admin_stage_new(m->desk.admin);
    memset(m->hands, 0, sizeof m->hands);
    start_show(m);
    m->restarts++;
}

static void act(struct monkey *m)
{
    uint32_t what = roll(m, 1000);
    if (roll(m, 6000) == 0)
        unlock(m);
    if (roll(m, 5000) == 0)
        restart(m);
    if (roll(m, 2000) == 0)
        hammer(m, (int)roll(m, POINTERS));
    int pointer = (int)roll(m, POINTERS);
    if (what < 600)
        tap(m, pointer);
    else if (what < 770)
        drag(m, pointer);
    else if (what < 800)
        pinch(m);
    else if (what < 960)
        loose_event(m, pointer);
    else if (what < 980)
        ten_fingers(m);
    else if (what < 984)
        resize(m);
    else if (what < 990)
        step(m, (int)roll(m, 120000));
    else
        step(m, (int)roll(m, 2000));
    int nodes = stage_figures(m->show.stage).nodes;
    m->most_nodes = nodes > m->most_nodes ? nodes : m->most_nodes;
}

/* ---- and then it goes ---- */

static void rest(struct monkey *m)
{
    struct comfort usual = comfort_of(&m->config, stage_portrait(m->show.stage));
    if (m->show.text_size >= 0) /* an administrator chose it */
        usual.text_size = m->show.text_size;
    for (int i = 0; i < POINTERS; i++) {
        if (m->hands[i].down)
            touch(m, i, INPUT_UP);
    }
    assert_true(show_advance(&m->show, AWAY_MS));
    assert_int_equal(m->show.state, SHOW_SCENE);
    assert_string_equal(m->show.scene, HOME_SCENE);
    assert_true(m->show.head.attract);
    assert_false(m->show.seconds_dialog);
    assert_false(m->visiting);
    assert_int_equal(m->show.failures, 0);
    assert_memory_equal(&m->show.comfort, &usual, sizeof usual);
    assert_true(m->most_nodes < NODES_MOST);
}

static long number_of(const char *name, long usual)
{
    return getenv(name) ? atol(getenv(name)) : usual;
}

static void open_venue(struct monkey *m, uint64_t seed)
{
    memset(m, 0, sizeof *m);
    config_defaults(&m->config, SOURCE_DIR);
    m->config.limits.callback_ms = 5000; /* sanitizers and busy machines: slowness is not the question here */
    m->clock = clock_virtual(1795316645678);
    m->dice = m->seed = seed;
    m->w = 640;
    m->h = 360;
    start_show(m);
    assert_true(show_settle(&m->show));
}

static int entries_in(const char *folder)
{
    int n = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

static void tell(const struct monkey *m)
{
    printf("monkey %lu: %ld events, %ld visits, %ld records, %ld restarts, %ld times among the administrator's screens, "
           "%ld pinches, at most %d nodes\n",
           (unsigned long)m->seed, m->events, m->visits, m->records, m->restarts, m->unlocked, m->looked_closer,
           m->most_nodes);
    for (int i = 0; m->exhibits[i][0]; i++)
        printf("  %s %ld times", m->exhibits[i], m->entered_times[i]);
    printf("\n  memory of all processes in the mean of each tenth, KiB:");
    for (int i = 0; i < SHARES; i++)
        printf(" %ld", m->memory[i]);
    printf("\n");
}

/* One look is worth little: it goes up from one restart to the next while caches fill, and down with a smaller window. */
static void look_at_memory(struct monkey *m, long events)
{
    long share = (m->events - 1) * SHARES / events, i = share < SHARES ? share : SHARES - 1;
    m->memory[i] += (tree_pss() - m->memory[i]) / ++m->looks[i];
}

static long mean_memory(const struct monkey *m, int from, int to)
{
    long sum = 0;
    for (int i = from; i <= to; i++)
        sum += m->memory[i];
    return sum / (to - from + 1);
}

/* What only a long run can show. */
static void judge_long_run(const struct monkey *m)
{
    for (const char *line = m->show.venue.order; *line;) {
        size_t len = strcspn(line, "\t\n"), end = strcspn(line, "\n");
        bool entered = false;
        for (int i = 0; m->exhibits[i][0]; i++)
            entered |= strlen(m->exhibits[i]) == len && memcmp(m->exhibits[i], line, len) == 0;
        if (!entered)
            fail_msg("never in %.*s", (int)len, line);
        line += end + (line[end] == '\n');
    }
    assert_true(m->unlocked > 0 && m->restarts > 0 && m->looked_closer > 0);
    long early = mean_memory(m, 1, SHARES / 2 - 1), late = mean_memory(m, SHARES / 2, SHARES - 1);
    printf("  in the mean: %ld KiB early, %ld late\n", early, late);
    assert_true(late < early + early / 10);
}

static void a_monkey_leaves_no_trace(void **state)
{
    (void)state;
    struct monkey *m = calloc(1, sizeof *m);
    long events = number_of("MONKEY_EVENTS", 15000);
    int descriptors = entries_in("/proc/self/fd");
    open_venue(m, (uint64_t)number_of("MONKEY_SEED", 1));
    while (m->events < events) {
        for (long end = m->events + ROUND; m->events < end;)
            act(m);
        rest(m);
        look_at_memory(m, events);
    }
    tell(m);
    assert_true(m->visits > 0 && m->records > m->visits);
    if (events >= LONG_RUN)
        judge_long_run(m);
    show_close(&m->show);
    script_desk_close(&m->desk);
    assert_int_equal(entries_in("/proc/self/fd"), descriptors);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child, living or dead */
    free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_monkey_leaves_no_trace)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
