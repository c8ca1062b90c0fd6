/* Books: a view of hundreds of thousands of characters costs what can be seen of it, and what is seen is exact. */
#include "rig.h"

#include "stage/scroll.h"

#define PARAGRAPHS 3000

static char *paragraph(int number, int chars)
{
    static const char *const pieces[] = {"清风", "明月，", "在山间", "ABC 12 ", "。", "行路", "的人", "“照”"};
    struct buf b = {0};
    unsigned seed = (unsigned)number * 2654435761u;
    for (int i = 0; i < chars; i++) {
        seed = seed * 1664525u + 1013904223u;
        buf_bytes(&b, pieces[seed >> 29], strlen(pieces[seed >> 29]));
    }
    char *text = arena_text(&rig.a, (const char *)b.data, b.len);
    buf_free(&b);
    return text;
}

/* Paragraphs of different lengths in a scroll; the one in the middle may be told apart. */
static struct live *show_book(int paragraphs, const char *middle)
{
    struct node *page = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    struct node *book = rig_node(&rig, page, NODE_SCROLL, "book");
    page->grow = book->grow = 1;
    for (int i = 0; i < paragraphs; i++) {
        const char *text = i == paragraphs / 2 && middle ? middle : paragraph(i, 20 + i % 60);
        build_text(&rig.a, book, text, ROLE_BODY, COLOR_INK);
    }
    rig_show(&rig, page);
    return rig_find(&rig, "book");
}

static struct layout exact_layout(void)
{
    return (struct layout){.style = &rig.stage->style, .text = rig.stage->text};
}

static void what_is_seen_is_exact(struct live *book)
{
    struct layout c = exact_layout();
    int seen = 0, expected = 0;
    bool first = true;
    for (struct live *l = book->first; l; l = l->next) {
        if (rect_empty(live_seen(l)))
            continue;
        assert_false(l->rough);
        assert_int_equal(l->at.h, layout_text(&c, l, l->at.w)->height);
        if (!first)
            assert_int_equal(l->at.y, expected); /* one below the other */
        first = false;
        expected = l->at.y + l->at.h;
        seen++;
    }
    assert_in_range(seen, 3, 60);
}

static void a_book_costs_what_is_seen_of_it(void **state)
{
    (void)state;
    int64_t before = text_figures(rig.stage->text).layouts;
    struct live *book = show_book(PARAGRAPHS, NULL);
    assert_true(rig.stage->layers[LAYER_CONTENT].tree.chars > 100000);
    assert_in_range(text_figures(rig.stage->text).layouts - before, 5, 400);
    what_is_seen_is_exact(book);
}

static void scrolling_through_it_shows_exact_lines_in_place(void **state)
{
    (void)state;
    struct live *book = show_book(PARAGRAPHS, NULL);
    for (int i = 0; i < 40; i++) {
        scroll_to(book, book->offset + (float)(200 + i * 97));
        rig.stage->place_due = true;
        rig_run(&rig, 32);
        what_is_seen_is_exact(book);
    }
    scroll_to(book, 1e9f);
    rig.stage->place_due = true;
    rig_run(&rig, 64);
    scroll_to(book, 1e9f);
    rig.stage->place_due = true;
    rig_run(&rig, 64);
    what_is_seen_is_exact(book);
    assert_false(rect_empty(live_seen(book->last))); /* the end can be reached */
}

static void what_is_in_sight_stays_when_the_part_above_becomes_exact(void **state)
{
    (void)state;
    struct live *book = show_book(PARAGRAPHS, NULL);
    scroll_to(book, scroll_range(book) / 2); /* nothing above has been laid out */
    rig.stage->place_due = true;
    rig_run(&rig, 64);
    for (int i = 0; i < 200; i++) {
        struct live *anchor = rough_anchor(book);
        int y = anchor->at.y;
        scroll_to(book, book->offset - 150);
        rig.stage->place_due = true;
        stage_frame(rig.stage);
        assert_in_range(anchor->at.y - y, 149, 151);
        what_is_seen_is_exact(book);
    }
}

static void the_same_text_is_not_laid_out_again_for_a_new_view(void **state)
{
    (void)state;
    show_book(PARAGRAPHS, "甲");
    struct live *book = show_book(PARAGRAPHS, "甲");
    int64_t before = text_figures(rig.stage->text).layouts;
    book = show_book(PARAGRAPHS, "乙");
    assert_in_range(text_figures(rig.stage->text).layouts - before, 0, 60);
    what_is_seen_is_exact(book);
}

static void a_larger_text_size_is_exact_too(void **state)
{
    (void)state;
    struct live *book = show_book(PARAGRAPHS, NULL);
    struct stage_comfort large = {.text_size = 3};
    stage_set_comfort(rig.stage, &large);
    rig_run(&rig, 100);
    what_is_seen_is_exact(book);
}

static void short_views_have_no_estimates(void **state)
{
    (void)state;
    struct live *book = show_book(100, NULL);
    assert_true(rig.stage->layers[LAYER_CONTENT].tree.chars < ROUGH_CHARS);
    struct layout c = exact_layout();
    for (struct live *l = book->first; l; l = l->next)
        assert_int_equal(l->h, layout_text(&c, l, l->w)->height);
}

static void a_dialog_over_a_book_is_exact(void **state)
{
    (void)state;
    show_book(PARAGRAPHS, NULL);
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    build_text(&rig.a, c, paragraph(3, 90), ROLE_BODY, COLOR_INK)->key = "warning";
    stage_show(rig.stage, LAYER_DIALOG, &rig.a, c, false);
    rig_run(&rig, 400);
    struct layout exact = exact_layout();
    struct live *l = rig_find(&rig, "warning");
    assert_false(l->rough);
    assert_int_equal(l->h, layout_text(&exact, l, l->w)->height);
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_rig, close_rig)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_book_costs_what_is_seen_of_it),
        T(scrolling_through_it_shows_exact_lines_in_place),
        T(what_is_in_sight_stays_when_the_part_above_becomes_exact),
        T(the_same_text_is_not_laid_out_again_for_a_new_view),
        T(a_larger_text_size_is_exact_too),
        T(short_views_have_no_estimates),
        T(a_dialog_over_a_book_is_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
