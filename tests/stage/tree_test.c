/* Reconciliation: what survives from one view to the next, and what must not. */
#include "rig.h"

#include "stage/ink.h"
#include "stage/scroll.h"

static struct node *list(struct node *parent, const char *key)
{
    struct node *s = rig_node(&rig, parent, NODE_SCROLL, key);
    s->height = in_u(300);
    rig_box(&rig, s, NULL, -1, 2000);
    return s;
}

static void keyed_scrolls_keep_their_place_when_moved(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    list(c, "a");
    list(c, "b");
    rig_show(&rig, c);
    scroll_to(rig_find(&rig, "a"), 100);
    scroll_to(rig_find(&rig, "b"), 200);
    struct live *a = rig_find(&rig, "a");
    c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    build_text(&rig.a, c, "新的一行", ROLE_BODY, COLOR_INK);
    list(c, "b");
    list(c, "a");
    rig_show(&rig, c);
    assert_ptr_equal(rig_find(&rig, "a"), a);
    assert_true(rig_find(&rig, "a")->offset == 100);
    assert_true(rig_find(&rig, "b")->offset == 200);
}

static bool moves(const char *key)
{
    const struct tree *t = &rig.stage->layers[LAYER_CONTENT].tree;
    for (int i = 0; i < t->n_movers; i++) {
        if (t->movers[i] == rig_find(&rig, key))
            return true;
    }
    return false;
}

/* Frames look at these alone: the frame around the view, and what scrolls or turns in it, as it is now. */
static void movers_are_those_of_the_view_shown(void **state)
{
    (void)state;
    const struct tree *t = &rig.stage->layers[LAYER_CONTENT].tree;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    struct node *outer = list(c, "outer");
    list(outer->first, "inner");
    rig_node(&rig, c, NODE_PAGES, "pages")->height = in_u(200);
    rig_show(&rig, c);
    assert_int_equal(t->n_movers, 4);
    assert_ptr_equal(t->movers[0], t->frame);
    assert_true(moves("outer") && moves("inner") && moves("pages"));
    c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    list(c, "inner");
    rig_show(&rig, c);
    assert_int_equal(t->n_movers, 2);
    assert_true(moves("inner"));
    scroll_fling(&rig.stage->style, rig_find(&rig, "inner"), 2, 1000);
    assert_true(scroll_tick_all(&rig.stage->style, t, 1010));
    assert_true(rig_find(&rig, "inner")->offset > 0);
}

static struct live *option_in(uint32_t fill)
{
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    rig_button(&rig, c, "option", 1, (struct rect){0, 0, 300, 100})->fill = fill;
    rig_show(&rig, c);
    return rig_find(&rig, "option");
}

static void a_new_state_ends_the_fading_of_the_press(void **state)
{
    (void)state;
    struct live *option = option_in(COLOR_PANEL);
    option->released = 5;
    assert_true(option_in(COLOR_PANEL)->released == 5);
    assert_true(option_in(COLOR_SEL)->released == 0);
}

static struct live *second_child(void)
{
    return rig.stage->layers[LAYER_CONTENT].tree.frame->first->first->next;
}

static void without_keys_place_and_type_decide(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
        build_text(&rig.a, c, round ? "乙" : "甲", ROLE_BODY, COLOR_INK);
        list(c, NULL);
        rig_show(&rig, c);
        if (round == 0)
            scroll_to(second_child(), 150);
    }
    assert_true(second_child()->offset == 150);
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    rig_node(&rig, c, NODE_METER, NULL); /* another type in the first place disturbs only that place */
    list(c, NULL);
    rig_show(&rig, c);
    assert_true(second_child()->offset == 150);
}

static void keyed_newcomers_do_not_shift_places(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    list(c, NULL);
    rig_show(&rig, c);
    struct live *first = rig.stage->layers[LAYER_CONTENT].tree.frame->first->first;
    scroll_to(first, 120);
    c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    rig_box(&rig, c, "banner", -1, 10);
    list(c, NULL);
    rig_show(&rig, c);
    assert_ptr_equal(second_child(), first);
    assert_true(first->offset == 120);
}

static void another_type_under_the_same_key_is_new(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    list(c, "a");
    rig_show(&rig, c);
    scroll_to(rig_find(&rig, "a"), 100);
    c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    rig_box(&rig, c, "a", -1, 10);
    rig_show(&rig, c);
    assert_true(rig_find(&rig, "a")->offset == 0);
}

static void a_new_screen_starts_over(void **state)
{
    (void)state;
    struct node *s = list(NULL, "a");
    rig_show(&rig, s);
    scroll_to(rig_find(&rig, "a"), 100);
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, list(NULL, "a"), true);
    rig_run(&rig, 300);
    assert_true(rig_find(&rig, "a")->offset == 0);
}

static void shorter_content_pulls_the_scroll_back(void **state)
{
    (void)state;
    rig_show(&rig, list(NULL, "a"));
    scroll_to(rig_find(&rig, "a"), 900);
    struct node *s = rig_node(&rig, NULL, NODE_SCROLL, "a");
    s->height = in_u(300);
    rig_box(&rig, s, NULL, -1, 1500);
    rig_show(&rig, s);
    assert_true(rig_find(&rig, "a")->offset <= 1500 - 300);
}

static struct node *pages(int page)
{
    struct node *p = rig_node(&rig, NULL, NODE_PAGES, "p");
    p->page = page;
    for (int i = 0; i < 3; i++)
        rig_box(&rig, p, NULL, -1, -1);
    return p;
}

static void pages_glide_when_the_view_asks(void **state)
{
    (void)state;
    rig_show(&rig, pages(1));
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, pages(2), false);
    rig_run(&rig, 128);
    float at = rig_find(&rig, "p")->page;
    assert_true(at > 0.2f && at < 0.8f);
    rig_run(&rig, 200);
    assert_true(rig_find(&rig, "p")->page == 1);
    rig_show(&rig, pages(2)); /* says the same again: stays */
    assert_true(rig_find(&rig, "p")->page == 1);
}

static void a_page_the_visitor_turned_to_stays(void **state)
{
    (void)state;
    rig_show(&rig, pages(1));
    pages_glide(rig_find(&rig, "p"), 2, stage_now(rig.stage));
    rig_run(&rig, 300);
    rig_show(&rig, pages(1));
    assert_true(rig_find(&rig, "p")->page == 2);
}

static void ink_stays_until_the_canvas_is_another(void **state)
{
    (void)state;
    rig_show(&rig, rig_node(&rig, NULL, NODE_CANVAS, "sheet-1"));
    rig_drag(&rig, 1, 300, 300, 200, 0);
    rig_finger(&rig, INPUT_UP, 1, 500, 300);
    rig_show(&rig, rig_node(&rig, NULL, NODE_CANVAS, "sheet-1"));
    assert_int_equal(rig_find(&rig, "sheet-1")->ink->n, 1);
    stage_resize(rig.stage, 1280, 720);
    rig_run(&rig, 32);
    assert_int_equal(rig_find(&rig, "sheet-1")->ink->n, 1);
    rig_show(&rig, rig_node(&rig, NULL, NODE_CANVAS, "sheet-2"));
    assert_null(rig_find(&rig, "sheet-2")->ink);
}

static void enter_motion_plays_once(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
        struct node *b = rig_box(&rig, c, "explain", -1, 100);
        b->enter = ENTER_FADE;
        b->fill = COLOR_ACT;
        stage_show(rig.stage, LAYER_CONTENT, &rig.a, c, false);
        stage_frame(rig.stage);
        assert_int_equal(rig_find(&rig, "explain")->entering, i == 0);
        rig_run(&rig, 300);
        assert_false(rig_find(&rig, "explain")->entering);
    }
}

static void a_new_screen_moves_once(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    rig_box(&rig, c, "rises", -1, 100)->enter = ENTER_RISE;
    rig_box(&rig, c, "stamp", -1, 100)->enter = ENTER_STAMP;
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, c, true);
    stage_frame(rig.stage);
    assert_false(rig_find(&rig, "rises")->entering);
    assert_true(rig_find(&rig, "stamp")->entering);
}

static void a_finger_on_a_vanished_node_is_harmless(void **state)
{
    (void)state;
    struct node *s = rig_node(&rig, NULL, NODE_STACK, NULL);
    rig_button(&rig, s, "gone", 1, (struct rect){100, 100, 300, 120});
    rig_show(&rig, s);
    rig_finger(&rig, INPUT_DOWN, 1, 200, 150);
    rig_show(&rig, rig_node(&rig, NULL, NODE_STACK, NULL));
    rig_finger(&rig, INPUT_MOVE, 1, 210, 150);
    rig_finger(&rig, INPUT_UP, 1, 210, 150);
    assert_int_equal(rig_count(&rig, STAGE_TAP), 0);
}

static void empty_layers_are_fine(void **state)
{
    (void)state;
    stage_show(rig.stage, LAYER_CONTENT, NULL, NULL, true);
    rig_run(&rig, 32);
    rig_tap(&rig, 10, 10);
    rig_show(&rig, list(NULL, "a"));
    assert_int_equal(stage_figures(rig.stage).nodes, 3);
    stage_show(rig.stage, LAYER_CONTENT, NULL, NULL, false);
    rig_run(&rig, 32);
    assert_int_equal(stage_figures(rig.stage).nodes, 0);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_rig, close_rig)
    const struct CMUnitTest tests[] = {
        T(movers_are_those_of_the_view_shown), T(keyed_scrolls_keep_their_place_when_moved),
        T(a_new_state_ends_the_fading_of_the_press),
        T(without_keys_place_and_type_decide),
        T(keyed_newcomers_do_not_shift_places),
        T(another_type_under_the_same_key_is_new),
        T(a_new_screen_starts_over),
        T(shorter_content_pulls_the_scroll_back),
        T(pages_glide_when_the_view_asks),
        T(a_page_the_visitor_turned_to_stays),
        T(ink_stays_until_the_canvas_is_another),
        T(enter_motion_plays_once),
        T(a_new_screen_moves_once),
        T(a_finger_on_a_vanished_node_is_harmless),
        T(empty_layers_are_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
