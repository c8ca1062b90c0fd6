/* Fingers: every rule of touch has its test. 1 mm is 4.03 px here. */
#include "rig.h"

#include "stage/ink.h"
#include "stage/scroll.h"

static void show_buttons(const struct rect *at, int n)
{
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s");
    for (int i = 0; i < n; i++)
        rig_button(&rig, s, NULL, (uint32_t)(i + 1), at[i]);
    rig_show(&rig, s);
}

static uint32_t tapped(void)
{
    struct stage_event e;
    return rig_event(&rig, STAGE_TAP, &e) ? e.handler : 0;
}

static void tap_fires_once(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_tap(&rig, 200, 150);
    struct stage_event e;
    assert_true(stage_next_event(rig.stage, &e));
    assert_int_equal(e.kind, STAGE_TOUCHED);
    assert_false(e.deliberate);
    assert_true(stage_next_event(rig.stage, &e));
    assert_int_equal(e.kind, STAGE_TAP);
    assert_int_equal(e.handler, 1);
    assert_int_equal(e.layer, LAYER_CONTENT);
    assert_true(e.deliberate);
    assert_false(stage_next_event(rig.stage, &e));
}

static void static_shock_is_nothing(void **state)
{
    (void)state;
    struct stage_event e;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_hold(&rig, 1, 200, 150, 49);
    assert_false(stage_next_event(rig.stage, &e));
    rig_hold(&rig, 1, 200, 150, 50);
    assert_int_equal(tapped(), 1);
}

static void mouse_may_be_quick(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_hold(&rig, POINTER_MOUSE, 200, 150, 10);
    assert_int_equal(tapped(), 1);
}

static void resting_finger_is_reported_in_time(void **state)
{
    (void)state;
    struct stage_event e;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_finger(&rig, INPUT_DOWN, 1, 900, 900);
    assert_false(stage_next_event(rig.stage, &e));
    assert_int_equal(stage_frame(rig.stage), TOUCH_FLOOR_MS);
    clock_advance(&rig.clock, TOUCH_FLOOR_MS);
    stage_frame(rig.stage);
    assert_true(stage_next_event(rig.stage, &e));
    assert_int_equal(e.kind, STAGE_TOUCHED);
}

static void roll_does_not_cancel(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_drag(&rig, 1, 105, 105, -16, -16); /* 23 px: outside the button, within 6 mm */
    rig_finger(&rig, INPUT_UP, 1, 89, 89);
    assert_int_equal(tapped(), 1);
    rig_drag(&rig, 1, 110, 150, 280, 0); /* far, but still on it */
    rig_finger(&rig, INPUT_UP, 1, 390, 150);
    assert_int_equal(tapped(), 1);
}

static void sliding_off_cancels(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_drag(&rig, 1, 200, 150, 0, 300);
    rig_finger(&rig, INPUT_UP, 1, 200, 450);
    assert_int_equal(tapped(), 0);
}

static void cancel_cancels(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_finger(&rig, INPUT_DOWN, 1, 200, 150);
    clock_advance(&rig.clock, 100);
    rig_finger(&rig, INPUT_CANCEL, 1, 200, 150);
    assert_int_equal(tapped(), 0);
    assert_false(touch_down(rig.stage));
}

static void small_targets_grow_to_20_mm(void **state)
{
    (void)state;
    show_buttons(&(struct rect){500, 500, 40, 40}, 1); /* grown to 81: 479..561 */
    rig_tap(&rig, 481, 520);
    assert_int_equal(tapped(), 1);
    rig_tap(&rig, 558, 558);
    assert_int_equal(tapped(), 1);
    rig_tap(&rig, 470, 520);
    assert_int_equal(tapped(), 0);
}

static void nearest_of_two_wins(void **state)
{
    (void)state;
    const struct rect at[] = {{500, 500, 40, 40}, {560, 500, 40, 40}}; /* grown areas meet in between */
    show_buttons(at, 2);
    rig_tap(&rig, 548, 520);
    assert_int_equal(tapped(), 1);
    rig_tap(&rig, 552, 520);
    assert_int_equal(tapped(), 2);
    rig_tap(&rig, 561, 520); /* on the second, however near to the first */
    assert_int_equal(tapped(), 2);
}

static void neighbours_lose_nothing(void **state)
{
    (void)state;
    const struct rect at[] = {{500, 500, 40, 40}, {540, 500, 300, 40}};
    show_buttons(at, 2);
    rig_tap(&rig, 541, 520);
    assert_int_equal(tapped(), 2);
}

static void disabled_takes_and_gives_nothing(void **state)
{
    (void)state;
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s");
    rig_button(&rig, s, NULL, 1, (struct rect){500, 500, 40, 40});
    rig_button(&rig, s, NULL, 2, (struct rect){540, 500, 300, 40})->disabled = true;
    rig_show(&rig, s);
    rig_tap(&rig, 545, 520);
    assert_int_equal(tapped(), 0);
}

static void inner_button_beats_its_card(void **state)
{
    (void)state;
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s");
    struct node *card = rig_button(&rig, s, NULL, 1, (struct rect){100, 100, 800, 600});
    struct node *inner = rig_node(&rig, card, NODE_BUTTON, NULL);
    inner->width = inner->height = in_u(40);
    inner->on_tap = 2;
    rig_show(&rig, s);
    rig_tap(&rig, 150, 120); /* beside it, within its grown area */
    assert_int_equal(tapped(), 2);
    rig_tap(&rig, 500, 500);
    assert_int_equal(tapped(), 1);
}

static void press_shows_in_the_next_frame(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    int64_t before = stage_figures(rig.stage).presented;
    rig_finger(&rig, INPUT_DOWN, 1, 200, 150);
    assert_int_equal(stage_figures(rig.stage).presented, before + 1);
    struct surface px = window_surface(rig.stage->window);
    struct surface at = px;
    uint32_t down = at.px[110 * at.pitch + 250];
    assert_int_equal(down & 0xFFFFFF, rig.stage->style.palette[COLOR_ACT_DOWN] & 0xFFFFFF);
    clock_advance(&rig.clock, 80);
    rig_finger(&rig, INPUT_UP, 1, 200, 150);
    rig_run(&rig, 200);
    assert_int_equal(px.px[110 * px.pitch + 250] & 0xFFFFFF, rig.stage->style.palette[COLOR_ACT] & 0xFFFFFF);
}

static void press_does_not_fall_through(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_finger(&rig, INPUT_DOWN, 1, 200, 150);
    clock_advance(&rig.clock, 60);
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s");
    rig_button(&rig, s, NULL, 7, (struct rect){100, 100, 300, 120});
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, s, true);
    clock_advance(&rig.clock, 400);
    rig_finger(&rig, INPUT_UP, 1, 200, 150);
    assert_int_equal(tapped(), 0);
    rig_tap(&rig, 200, 150);
    assert_int_equal(tapped(), 7);
}

static void new_screen_is_deaf_for_a_moment(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s");
    rig_button(&rig, s, NULL, 7, (struct rect){100, 100, 300, 120});
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, s, true);
    rig_run(&rig, 96);
    rig_tap(&rig, 200, 150);
    assert_int_equal(tapped(), 0);
    assert_false(stage_settled(rig.stage));
    rig_run(&rig, 160);
    assert_true(stage_settled(rig.stage));
    rig_tap(&rig, 200, 150);
    assert_int_equal(tapped(), 7);
}

/* A screen with buttons at two places, which a tap on the first one of the last screen led to. */
static void show_next_screen(void)
{
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s");
    rig_button(&rig, s, NULL, 7, (struct rect){100, 100, 300, 120});
    rig_button(&rig, s, NULL, 8, (struct rect){700, 500, 300, 120});
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, s, true);
}

static void only_the_second_tap_at_the_same_place_is_a_slip(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_tap(&rig, 200, 150);
    assert_int_equal(tapped(), 1);
    show_next_screen();
    rig_run(&rig, 60);
    rig_tap(&rig, 205, 155); /* a double tap */
    assert_int_equal(tapped(), 0);
    show_next_screen();
    rig_run(&rig, 60);
    rig_tap(&rig, 800, 550);
    assert_int_equal(tapped(), 8);
    show_next_screen();
    rig_tap(&rig, 200, 150); /* nobody has seen it yet */
    assert_int_equal(tapped(), 0);
}

static void same_screen_takes_the_new_handler(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_finger(&rig, INPUT_DOWN, 1, 200, 150);
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s");
    rig_button(&rig, s, NULL, 42, (struct rect){100, 100, 300, 120});
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, s, false);
    clock_advance(&rig.clock, 80);
    rig_finger(&rig, INPUT_UP, 1, 200, 150);
    assert_int_equal(tapped(), 42);
}

static void dialog_takes_all(void **state)
{
    (void)state;
    show_buttons(&(struct rect){100, 100, 300, 120}, 1);
    rig_finger(&rig, INPUT_DOWN, 1, 200, 150);
    struct node *beside = rig_node(&rig, NULL, NODE_BUTTON, "beside");
    beside->on_tap = 9;
    stage_show(rig.stage, LAYER_DIALOG, &rig.a, beside, false);
    rig_run(&rig, 400);
    rig_finger(&rig, INPUT_UP, 1, 200, 150);
    assert_int_equal(tapped(), 0);
    rig_tap(&rig, 200, 150);
    struct stage_event e;
    assert_true(rig_event(&rig, STAGE_TAP, &e));
    assert_int_equal(e.handler, 9);
    assert_int_equal(e.layer, LAYER_DIALOG);
    stage_show(rig.stage, LAYER_DIALOG, NULL, NULL, false);
    rig_tap(&rig, 200, 150);
    assert_int_equal(tapped(), 1);
}

static void show_list(uint32_t on_end)
{
    struct node *s = rig_node(&rig, NULL, NODE_SCROLL, "list");
    s->on_end = on_end;
    for (int i = 0; i < 30; i++) {
        struct node *b = rig_node(&rig, s, NODE_BUTTON, i == 5 ? "five" : NULL);
        b->height = in_u(100);
        b->on_tap = (uint32_t)(i + 1);
    }
    rig_show(&rig, s);
}

static void drag_scrolls_and_cancels_the_tap(void **state)
{
    (void)state;
    show_list(0);
    rig_drag(&rig, 1, 900, 800, 0, -400);
    clock_advance(&rig.clock, 500); /* rests before it lifts: no run-on */
    rig_finger(&rig, INPUT_UP, 1, 900, 400);
    assert_int_equal(tapped(), 0);
    float offset = rig_find(&rig, "list")->offset;
    assert_true(offset > 340 && offset <= 400);
    rig_run(&rig, 500);
    assert_true(rig_find(&rig, "list")->offset == offset);
}

static void scroll_runs_on_and_stops_at_the_edge(void **state)
{
    (void)state;
    show_list(77);
    assert_int_equal(rig_count(&rig, STAGE_END), 0);
    rig_drag(&rig, 1, 900, 900, 0, -400);
    rig_finger(&rig, INPUT_UP, 1, 900, 500);
    struct live *list = rig_find(&rig, "list");
    float at_lift = list->offset;
    rig_run(&rig, 100);
    assert_true(list->offset > at_lift + 50);
    rig_run(&rig, 4000);
    assert_true(list->fling_at == 0);
    for (int i = 0; i < 12; i++) {
        rig_drag(&rig, 1, 900, 900, 0, -600);
        rig_finger(&rig, INPUT_UP, 1, 900, 300);
        rig_run(&rig, 300);
    }
    rig_run(&rig, 3000);
    assert_true(list->offset == scroll_range(list));
    assert_int_equal(rig_count(&rig, STAGE_END), 1);
}

static void touch_stops_a_running_list(void **state)
{
    (void)state;
    show_list(0);
    rig_drag(&rig, 1, 900, 900, 0, -400);
    rig_finger(&rig, INPUT_UP, 1, 900, 500);
    rig_run(&rig, 48);
    rig_tap(&rig, 900, 500);
    assert_int_equal(tapped(), 0);
    assert_true(rig_find(&rig, "list")->fling_at == 0);
    rig_tap(&rig, 900, 300);
    assert_true(tapped() > 0);
}

/* A list that is asked to run down by itself, shown in place of the one before. */
static void show_running(float glide)
{
    struct node *s = rig_node(&rig, NULL, NODE_SCROLL, "list");
    s->glide = glide;
    s->on_end = 77;
    for (int i = 0; i < 30; i++)
        rig_node(&rig, s, NODE_BUTTON, NULL)->height = in_u(100);
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, s, false);
    stage_frame(rig.stage);
}

static void a_list_runs_by_itself_to_its_end(void **state)
{
    (void)state;
    show_running(0);
    rig_run(&rig, 400);
    assert_true(rig_find(&rig, "list")->offset == 0);
    show_running(200);
    rig_run(&rig, 1000);
    struct live *list = rig_find(&rig, "list");
    assert_true(list->offset > 190 && list->offset < 210);
    assert_int_equal(rig_count(&rig, STAGE_END), 0);
    rig_run(&rig, 12000);
    assert_true(list->offset == scroll_range(list) && !list->run_at);
    assert_int_equal(rig_count(&rig, STAGE_END), 1);
    assert_true(stage_settled(rig.stage));
}

static void a_finger_stops_what_runs_by_itself(void **state)
{
    (void)state;
    show_running(200);
    rig_run(&rig, 500);
    rig_tap(&rig, 900, 500);
    struct live *list = rig_find(&rig, "list");
    float offset = list->offset;
    assert_true(offset > 80 && offset < 130);
    show_running(200); /* the view says the same again: it stays where it is */
    rig_run(&rig, 500);
    assert_true(rig_find(&rig, "list")->offset == offset);
    show_running(0);
    show_running(100);
    rig_run(&rig, 1000);
    list = rig_find(&rig, "list");
    assert_true(list->offset > offset + 90 && list->offset < offset + 110);
}

static void nothing_runs_by_itself_with_reduced_motion(void **state)
{
    (void)state;
    stage_set_comfort(rig.stage, &(struct stage_comfort){.lang = "zh", .reduced_motion = true});
    show_running(200);
    rig_run(&rig, 1000);
    assert_true(rig_find(&rig, "list")->offset == 0);
    assert_true(stage_settled(rig.stage));
}

static void more_button_scrolls(void **state)
{
    (void)state;
    show_list(0);
    struct live *list = rig_find(&rig, "list");
    struct rect more = hint_rect(rig.stage, list, false);
    assert_false(rect_empty(more));
    assert_true(rect_empty(hint_rect(rig.stage, list, true)));
    rig_tap(&rig, more.x + 20, more.y + 20);
    rig_run(&rig, 3000);
    assert_true(list->offset > 0.7f * 1080 && list->offset < 0.9f * 1080);
    assert_false(rect_empty(hint_rect(rig.stage, list, true)));
}

static void show_pages(void)
{
    struct node *p = rig_node(&rig, NULL, NODE_PAGES, "pages");
    p->on_page = 5;
    for (int i = 0; i < 3; i++)
        rig_box(&rig, p, i == 1 ? "second" : NULL, -1, -1);
    rig_show(&rig, p);
}

static void swipe_turns_the_page(void **state)
{
    (void)state;
    show_pages();
    rig_drag(&rig, 1, 1500, 500, -800, 20);
    rig_finger(&rig, INPUT_UP, 1, 700, 520);
    struct stage_event e;
    assert_true(rig_event(&rig, STAGE_PAGE, &e));
    assert_int_equal(e.handler, 5);
    assert_int_equal(e.number, 2);
    rig_run(&rig, 320);
    rig_at(&rig, "second", 0, 0, 1920, 1080);
    rig_drag(&rig, 1, 1500, 500, -120, 0); /* too little: glides back */
    clock_advance(&rig.clock, 300);
    rig_finger(&rig, INPUT_UP, 1, 1380, 500);
    rig_run(&rig, 320);
    assert_false(rig_event(&rig, STAGE_PAGE, &e));
    rig_at(&rig, "second", 0, 0, 1920, 1080);
}

static void swipe_ends_at_the_last_page(void **state)
{
    (void)state;
    show_pages();
    for (int i = 0; i < 5; i++) {
        rig_drag(&rig, 1, 1500, 500, -800, 0);
        rig_finger(&rig, INPUT_UP, 1, 700, 500);
        rig_run(&rig, 320);
    }
    assert_true(rig_find(&rig, "pages")->page == 2);
    assert_int_equal(rig_count(&rig, STAGE_PAGE), 2);
}

static struct node *draggable(struct node *s)
{
    struct node *d = rig_box(&rig, s, "ledger", 200, 100);
    d->anchor = ANCHOR_TOP_LEFT;
    d->fill = COLOR_PANEL;
    d->drag = "ledger-1";
    struct node *to = rig_box(&rig, s, "risk", 400, 300);
    to->anchor = ANCHOR_BOTTOM_RIGHT;
    to->on_drop = 3;
    return d;
}

static void drop_tells_what_and_where(void **state)
{
    (void)state;
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s");
    draggable(s);
    rig_show(&rig, s);
    rig_drag(&rig, 1, 50, 50, 1700, 900);
    assert_ptr_equal(rig.stage->touch.fingers[0].over, rig_find(&rig, "risk"));
    rig_finger(&rig, INPUT_UP, 1, 1750, 950);
    struct stage_event e;
    assert_true(rig_event(&rig, STAGE_DROP, &e));
    assert_int_equal(e.handler, 3);
    assert_string_equal(e.text, "ledger-1");
    rig_drag(&rig, 1, 50, 50, 300, 300);
    rig_finger(&rig, INPUT_UP, 1, 350, 350);
    assert_false(rig_event(&rig, STAGE_DROP, &e));
}

static void ink_is_drawn_and_told_once(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_CANVAS, "canvas");
    c->on_ink = 8;
    rig_show(&rig, c);
    for (int i = 0; i < 2; i++) {
        rig_drag(&rig, 1, 300, 300, 200, 100);
        rig_finger(&rig, INPUT_UP, 1, 500, 400);
    }
    struct live *l = rig_find(&rig, "canvas");
    assert_non_null(l->ink);
    assert_int_equal(l->ink->n, 2);
    assert_true(l->ink->strokes[0].n >= 10);
    assert_int_equal(rig_count(&rig, STAGE_INK), 1);
    struct surface px = window_surface(rig.stage->window);
    assert_int_equal(px.px[350 * px.pitch + 400] & 0xFFFFFF, rig.stage->style.palette[COLOR_INK] & 0xFFFFFF);
}

static void fingers_do_not_mind_each_other(void **state)
{
    (void)state;
    const struct rect at[] = {{100, 100, 300, 120}, {900, 100, 300, 120}, {1500, 100, 300, 120}};
    show_buttons(at, 3);
    for (int i = 0; i < 3; i++)
        rig_finger(&rig, INPUT_DOWN, i, at[i].x + 50, 150);
    clock_advance(&rig.clock, 100);
    for (int i = 2; i >= 0; i--)
        rig_finger(&rig, INPUT_UP, i, at[i].x + 50, 150);
    assert_int_equal(tapped(), 3);
    assert_int_equal(tapped(), 2);
    assert_int_equal(tapped(), 1);
}

static struct node *many_buttons(uint32_t generation)
{
    struct node *g = rig_node(&rig, NULL, NODE_GRID, NULL);
    g->columns = 8;
    g->gap = in_u(10);
    for (uint32_t i = 0; i < 48; i++) {
        struct node *b = rig_node(&rig, g, NODE_BUTTON, NULL);
        b->height = in_u(150);
        b->fill = COLOR_PANEL;
        b->shadow = SHADOW_CARD;
        b->on_tap = generation * 100 + i + 1;
    }
    return g;
}

static void ten_fingers_a_thousand_taps(void **state)
{
    (void)state;
    unsigned seed = 7;
    stage_resize(rig.stage, 640, 360);
    rig_show(&rig, many_buttons(0));
    uint32_t generation = 0;
    int taps = 0, down[10] = {0};
    struct stage_event e;
    for (int ms = 0; ms < 10000; ms += 10) { /* each finger goes down or up every 50 ms: 1,000 contacts */
        for (int f = ms / 10 % 5; f < 10; f += 5) {
            seed = seed * 1664525 + 1013904223;
            int x = (int)(seed >> 8) % 640, y = (int)(seed >> 20) % 360;
            e = (struct stage_event){0};
            struct input_event in = {.kind = down[f] ? INPUT_UP : INPUT_DOWN, .pointer = f, .x = x, .y = y};
            stage_inject(rig.stage, &in);
            down[f] = !down[f];
        }
        if (ms % 170 == 0) { /* screens change under the fingers */
            generation++;
            stage_show(rig.stage, LAYER_CONTENT, &rig.a, many_buttons(generation), ms % 340 == 0);
        }
        if (ms % 50 == 0)
            stage_frame(rig.stage);
        clock_advance(&rig.clock, 10);
        while (stage_next_event(rig.stage, &e)) {
            if (e.kind == STAGE_TAP) {
                assert_int_equal(e.handler / 100, generation);
                taps++;
            }
        }
    }
    for (int f = 0; f < 10; f++)
        rig_finger(&rig, INPUT_CANCEL, f, 1, 1);
    rig_run(&rig, 400);
    assert_true(stage_settled(rig.stage));
    assert_true(taps > 0);
    struct live *top = rig.stage->layers[LAYER_CONTENT].tree.frame;
    for (struct live *l = top; l; l = live_walk(top, l, false))
        assert_int_equal(l->fingers, 0);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_rig, close_rig)
    const struct CMUnitTest tests[] = {
        T(tap_fires_once),
        T(static_shock_is_nothing),
        T(mouse_may_be_quick),
        T(resting_finger_is_reported_in_time),
        T(roll_does_not_cancel),
        T(sliding_off_cancels),
        T(cancel_cancels),
        T(small_targets_grow_to_20_mm),
        T(nearest_of_two_wins),
        T(neighbours_lose_nothing),
        T(disabled_takes_and_gives_nothing),
        T(inner_button_beats_its_card),
        T(press_shows_in_the_next_frame),
        T(press_does_not_fall_through),
        T(only_the_second_tap_at_the_same_place_is_a_slip),
        T(new_screen_is_deaf_for_a_moment),
        T(same_screen_takes_the_new_handler),
        T(dialog_takes_all),
        T(drag_scrolls_and_cancels_the_tap),
        T(scroll_runs_on_and_stops_at_the_edge),
        T(a_list_runs_by_itself_to_its_end),
        T(a_finger_stops_what_runs_by_itself),
        T(nothing_runs_by_itself_with_reduced_motion),
        T(touch_stops_a_running_list),
        T(more_button_scrolls),
        T(swipe_turns_the_page),
        T(swipe_ends_at_the_last_page),
        T(drop_tells_what_and_where),
        T(ink_is_drawn_and_told_once),
        T(fingers_do_not_mind_each_other),
        T(ten_fingers_a_thousand_taps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
