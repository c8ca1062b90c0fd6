/* Layout: where things stand, at 1920 x 1080 where 1 u is 1 px, and that it holds at other sizes. */
#include "rig.h"

#define HAN "廉洁文化从一件小事做起"

static void column_stacks_with_gap_and_padding(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c");
    c->padding = pad_of(10, 20, 30, 40);
    c->gap = (struct size){SIZE_SPACE, SPACE_S3};
    rig_box(&rig, c, "a", -1, 100);
    rig_box(&rig, c, "b", 300, 50);
    rig_show(&rig, c);
    rig_at(&rig, "a", 40, 10, 1860, 100);
    rig_at(&rig, "b", 40, 134, 300, 50);
}

static void edges_take_room(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c");
    struct node *thin = rig_box(&rig, c, "thin", -1, 100), *thick = rig_box(&rig, c, "thick", -1, 100);
    thin->edge = thick->edge = COLOR_EDGE;
    thin->edge_width = 2;
    thin->padding = pad_of(16, 32, 16, 32);
    thick->edge_width = 5;
    thick->padding = pad_of(13, 29, 13, 29);
    rig_box(&rig, thin, "in thin", -1, 20);
    rig_box(&rig, thick, "in thick", -1, 20);
    rig_show(&rig, c);
    rig_at(&rig, "in thin", 34, 18, 1852, 20);
    rig_at(&rig, "in thick", 34, 118, 1852, 20);
}

static void growing_shares_what_is_left(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c");
    rig_box(&rig, c, "head", -1, 80);
    rig_box(&rig, c, "one", -1, -1)->grow = 1;
    rig_box(&rig, c, "three", -1, -1)->grow = 3;
    rig_show(&rig, c);
    rig_at(&rig, "one", 0, 80, 1920, 250);
    rig_at(&rig, "three", 0, 330, 1920, 750);
}

static void growing_never_below_its_words(void **state)
{
    (void)state;
    struct node *row = rig_node(&rig, NULL, NODE_ROW, "r");
    row->width = in_u(400);
    struct node *word = build_text(&rig.a, row, "Incorruptible", ROLE_BODY, COLOR_INK);
    word->key = "word";
    word->grow = 1;
    rig_box(&rig, row, "rest", -1, 10)->grow = 9;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c");
    c->align = ALIGN_START;
    node_add(c, row);
    rig_show(&rig, c);
    struct live *l = rig_find(&rig, "word");
    assert_int_equal(stage_overflows(rig.stage, NULL, 0), 0);
    assert_true(l->w > 150);
    assert_int_equal(l->w + rig_find(&rig, "rest")->w, 400);
}

static void rows_fill_pixel_by_pixel(void **state)
{
    (void)state;
    struct node *row = rig_node(&rig, NULL, NODE_ROW, "r");
    for (int i = 0; i < 7; i++)
        rig_box(&rig, row, i == 6 ? "last" : NULL, -1, 10)->grow = 1;
    rig_show(&rig, row);
    struct live *last = rig_find(&rig, "last");
    assert_int_equal(last->x + last->w, 1920);
}

static void long_text_in_a_row_breaks(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c"), *row = rig_node(&rig, c, NODE_ROW, "r");
    row->width = in_u(300);
    row->align = ALIGN_START;
    rig_box(&rig, row, "icon", 40, 40);
    build_text(&rig.a, row, HAN HAN, ROLE_BODY, COLOR_INK)->key = "text";
    c->align = ALIGN_START;
    rig_show(&rig, c);
    struct live *text = rig_find(&rig, "text");
    assert_int_equal(text->at.x, 40);
    assert_int_equal(text->w, 260);
    assert_true(text->h >= 3 * 56);
    assert_int_equal(rig_find(&rig, "r")->h, text->h);
    assert_int_equal(stage_overflows(rig.stage, NULL, 0), 0);
}

static void align_and_justify(void **state)
{
    (void)state;
    struct node *row = rig_node(&rig, NULL, NODE_ROW, "r");
    row->align = ALIGN_CENTER;
    row->justify = JUSTIFY_BETWEEN;
    rig_box(&rig, row, "a", 100, 100);
    rig_box(&rig, row, "b", 100, 200);
    struct node *c = rig_box(&rig, row, "c", 100, 100);
    c->self = ALIGN_END;
    rig_show(&rig, row);
    rig_at(&rig, "a", 0, 490, 100, 100);
    rig_at(&rig, "b", 910, 440, 100, 200);
    rig_at(&rig, "c", 1820, 980, 100, 100);
}

static void percent_mm_and_limits(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c");
    struct node *half = rig_box(&rig, c, "half", -1, -1);
    half->width = half->height = (struct size){SIZE_PERCENT, 50};
    struct node *mm = rig_box(&rig, c, "mm", -1, -1);
    mm->width = mm->height = (struct size){SIZE_MM, 20};
    struct node *most = rig_box(&rig, c, "most", -1, 10);
    most->max_width = in_u(500);
    struct node *least = rig_box(&rig, c, "least", 10, 10);
    least->min_width = in_u(30);
    least->min_height = in_u(40);
    rig_show(&rig, c);
    rig_at(&rig, "half", 0, 0, 960, 540);
    rig_at(&rig, "mm", 0, 540, 81, 81);
    rig_at(&rig, "most", 0, 621, 500, 10);
    rig_at(&rig, "least", 0, 631, 30, 40);
}

static void wrapping_row(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c"), *row = rig_node(&rig, c, NODE_ROW, "r");
    row->wrap = true;
    row->gap = in_u(20);
    row->width = in_u(700);
    row->align = ALIGN_START;
    for (int i = 0; i < 4; i++)
        rig_box(&rig, row, i == 2 ? "third" : i == 3 ? "fourth" : NULL, 300, 100);
    rig_show(&rig, c);
    rig_at(&rig, "third", 0, 120, 300, 100);
    rig_at(&rig, "fourth", 320, 120, 300, 100);
    rig_at(&rig, "r", 0, 0, 700, 220);
}

static void grid_cells_are_equal(void **state)
{
    (void)state;
    struct node *g = rig_node(&rig, NULL, NODE_GRID, "g");
    g->columns = 4;
    g->gap = in_u(24);
    g->padding = pad_of(0, 72, 0, 72);
    for (int i = 0; i < 8; i++)
        rig_box(&rig, g, i == 0 ? "first" : i == 7 ? "last" : NULL, -1, i == 1 ? 346 : -1);
    rig_show(&rig, g);
    rig_at(&rig, "first", 72, 0, 426, 346);
    rig_at(&rig, "last", 1422, 370, 426, 0);
}

static void stack_anchors(void **state)
{
    (void)state;
    struct node *s = rig_node(&rig, NULL, NODE_STACK, "s");
    rig_node(&rig, s, NODE_SPACER, "fill");
    struct node *n = rig_box(&rig, s, "corner", 100, 50);
    n->anchor = ANCHOR_BOTTOM_RIGHT;
    n->dx = in_u(-20);
    n->dy = (struct size){SIZE_PERCENT, -10};
    rig_box(&rig, s, "middle", 100, 50)->anchor = ANCHOR_CENTER;
    rig_show(&rig, s);
    rig_at(&rig, "fill", 0, 0, 1920, 1080);
    rig_at(&rig, "corner", 1800, 922, 100, 50);
    rig_at(&rig, "middle", 910, 515, 100, 50);
}

static void picture_keeps_its_ratio(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c");
    struct node *p = rig_node(&rig, c, NODE_PICTURE, "p");
    p->ratio = 2;
    p->width = in_u(500);
    struct node *q = rig_node(&rig, c, NODE_PICTURE, "q");
    q->ratio = 2;
    q->height = in_u(100);
    q->self = ALIGN_CENTER;
    rig_show(&rig, c);
    rig_at(&rig, "p", 0, 0, 500, 250);
    rig_at(&rig, "q", 860, 250, 200, 100);
}

static void pictures_shrink_before_anything_scrolls(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c");
    struct node *p = rig_node(&rig, c, NODE_PICTURE, "p");
    p->ratio = 2.4f; /* 800 tall */
    p->grow = 1;
    rig_box(&rig, c, "text", -1, 500);
    rig_show(&rig, c);
    rig_at(&rig, "p", 0, 0, 1920, 580);
    assert_int_equal(stage_overflows(rig.stage, NULL, 0), 0);
    c = rig_node(&rig, NULL, NODE_COLUMN, "c");
    p = rig_node(&rig, c, NODE_PICTURE, "p");
    p->ratio = 2.4f;
    p->grow = 1;
    rig_box(&rig, c, "text", -1, 900);
    rig_show(&rig, c);
    rig_at(&rig, "p", 0, 0, 1920, 480);
    struct overflow o;
    assert_int_equal(stage_overflows(rig.stage, &o, 1), 1);
    assert_int_equal(o.kind, OVERFLOW_SCROLLS);
    assert_int_equal(o.by, 300);
}

static void spacer_pushes_apart(void **state)
{
    (void)state;
    struct node *row = rig_node(&rig, NULL, NODE_ROW, "r");
    rig_box(&rig, row, "a", 100, 10);
    rig_node(&rig, row, NODE_SPACER, NULL);
    rig_box(&rig, row, "b", 100, 10);
    rig_show(&rig, row);
    rig_at(&rig, "b", 1820, 0, 100, 10);
}

static void scroll_gives_way_and_keeps_its_content(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c"), *s = rig_node(&rig, c, NODE_SCROLL, "s");
    for (int i = 0; i < 20; i++)
        rig_box(&rig, s, NULL, -1, 100);
    rig_box(&rig, c, "foot", -1, 100);
    rig_show(&rig, c);
    rig_at(&rig, "s", 0, 0, 1920, 980);
    rig_at(&rig, "foot", 0, 980, 1920, 100);
    assert_int_equal(rig_find(&rig, "s")->content_h, 2000 + 104); /* and the bar with 下一页 */
    assert_int_equal(stage_overflows(rig.stage, NULL, 0), 0);
}

static void decoration_goes(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c");
    rig_box(&rig, c, "flower", -1, 100)->decor = true;
    rig_box(&rig, c, "rest", -1, 100);
    rig_show(&rig, c);
    rig_at(&rig, "rest", 0, 100, 1920, 100);
    struct stage_comfort large = {.text_size = 2}, contrast = {.contrast = true};
    stage_set_comfort(rig.stage, &large);
    rig_at(&rig, "rest", 0, 0, 1920, 100);
    assert_null(rig_find(&rig, "flower"));
    stage_set_comfort(rig.stage, &contrast);
    rig_at(&rig, "rest", 0, 0, 1920, 100);
}

static void type_follows_size_and_panel(void **state)
{
    (void)state;
    struct node body = {.type = NODE_TEXT, .role = ROLE_BODY, .face = -1};
    struct style st = {0};
    theme_defaults(&st.theme);
    const struct {
        int w, h;
        float diagonal;
        int size, px;
    } rows[] = {{1920, 1080, 546, 0, 34}, {3840, 2160, 546, 0, 68}, {1920, 1080, 1397, 0, 34},
                {1920, 1080, 396, 0, 47}, {1080, 1920, 546, 0, 34}, {1920, 1080, 546, 2, 44},
                {1920, 1080, 546, 3, 51}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        st.comfort.text_size = rows[i].size;
        style_update(&st, rows[i].w, rows[i].h, rows[i].diagonal);
        assert_int_equal(style_text(&st, &body).px, rows[i].px);
    }
}

static void the_same_at_every_size(void **state)
{
    (void)state;
    const int sizes[][2] = {{1280, 720},  {1920, 1080}, {2560, 1440},
                            {3840, 2160}, {1080, 1920}, {2160, 3840}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        stage_resize(rig.stage, sizes[i][0], sizes[i][1]);
        struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "c");
        c->padding = pad_of(72, 60, 24, 60);
        build_text(&rig.a, c, HAN HAN HAN, ROLE_TITLE, COLOR_INK);
        rig_node(&rig, c, NODE_SPACER, NULL);
        build_button(&rig.a, c, HAN, "home", true, 1)->key = "button";
        rig_show(&rig, c);
        float u = (float)(sizes[i][0] < sizes[i][1] ? sizes[i][0] : sizes[i][1]) / 1080;
        struct live *b = rig_find(&rig, "button");
        assert_int_equal(stage_overflows(rig.stage, NULL, 0), 0);
        assert_in_range(b->at.y + b->h, (int)((float)sizes[i][1] - 24 * u) - 1,
                        (int)((float)sizes[i][1] - 24 * u) + 1);
    }
}

static void cost_grows_with_nodes_only(void **state)
{
    (void)state;
    struct node *top = rig_node(&rig, NULL, NODE_COLUMN, NULL), *at = top;
    int nodes = 1;
    for (int depth = 0; depth < 29; depth++) {
        struct node *next = rig_node(&rig, at, depth % 2 ? NODE_COLUMN : NODE_ROW, NULL);
        next->grow = 1;
        next->padding = pad_of(1, 1, 1, 1);
        for (int i = 0; i < 10; i++)
            build_text(&rig.a, at, HAN, ROLE_NOTE, COLOR_INK);
        nodes += 11;
        at = next;
    }
    rig_show(&rig, top);
    struct layout c = {.style = &rig.stage->style, .text = rig.stage->text};
    struct live *frame = rig.stage->layers[LAYER_CONTENT].tree.frame;
    layout_reset(&c, frame);
    layout_frame(&c, frame, 1920, 1080);
    assert_true(c.heights <= 4 * nodes);
}

static void flat_list_of_many(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_SCROLL, "s");
    for (int i = 0; i < 9000; i++)
        rig_box(&rig, c, i == 8999 ? "last" : NULL, -1, 10);
    rig_show(&rig, c);
    rig_at(&rig, "last", 0, 89990, 1920, 10);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_rig, close_rig)
    const struct CMUnitTest tests[] = {
        T(column_stacks_with_gap_and_padding),
        T(edges_take_room),
        T(growing_shares_what_is_left),
        T(growing_never_below_its_words),
        T(rows_fill_pixel_by_pixel),
        T(long_text_in_a_row_breaks),
        T(align_and_justify),
        T(percent_mm_and_limits),
        T(wrapping_row),
        T(grid_cells_are_equal),
        T(stack_anchors),
        T(picture_keeps_its_ratio),
        T(pictures_shrink_before_anything_scrolls),
        T(spacer_pushes_apart),
        T(scroll_gives_way_and_keeps_its_content),
        T(decoration_goes),
        T(type_follows_size_and_panel),
        T(the_same_at_every_size),
        T(cost_grows_with_nodes_only),
        T(flat_list_of_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
