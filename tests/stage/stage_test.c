/* The whole stage: frames only when something changes, screens at all sizes, what scripts and the check ask.
 */
#include "rig.h"

#include "stage/chrome.h"
#include "base/log.h"
#include "stage/dialog.h"

#include <stdio.h>
#include <unistd.h>

static void show_items(bool portrait, int n)
{
    struct chrome_model m = {.portrait = portrait, .n = n};
    const struct chrome_item items[] = {{"back", "返回", 1, true, false, false, false},
                                        {"home", "首页", 2, true, false, false, false},
                                        {"text_size", "大字版", 3, false, false, false, false},
                                        {"contrast", "高对比度", 4, false, true, false, false},
                                        {"sound", "声音", 5, false, false, false, false},
                                        {"reach", "低位操作", 6, false, false, false, false},
                                        {"finish", "结束参观", 7, false, false, true, false},
                                        {"language", "English", 8, false, false, false, false}};
    memcpy(m.items, items, sizeof items);
    stage_show(rig.stage, LAYER_CHROME, &rig.a, chrome_bar(&rig.a, &m), false);
}

static void show_bar(bool portrait)
{
    show_items(portrait, 7);
}

static struct node *page(const char *title, uint32_t tap)
{
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "page");
    c->padding = pad_of(56, 72, 24, 72);
    c->gap = in_u(16);
    build_text(&rig.a, c, title, ROLE_TITLE, COLOR_INK);
    struct node *t = build_text(&rig.a, c, "王密低声说：<q>天黑了，没有人知道。</q>", ROLE_STORY, COLOR_INK);
    t->rich = true;
    build_button(&rig.a, c, "谢绝，请他带回去", "next", true, tap);
    return c;
}

static void nothing_is_presented_when_nothing_changes(void **state)
{
    (void)state;
    show_bar(false);
    rig_show(&rig, page("灯下来客", 1));
    assert_true(stage_settled(rig.stage));
    int64_t before = stage_figures(rig.stage).presented;
    for (int i = 0; i < 100; i++) {
        clock_advance(&rig.clock, 1000);
        assert_int_equal(stage_frame(rig.stage), -1);
    }
    assert_int_equal(stage_figures(rig.stage).presented, before);
}

static void the_same_view_again_costs_no_pixels(void **state)
{
    (void)state;
    rig_show(&rig, page("灯下来客", 1));
    struct stage_figures before = stage_figures(rig.stage);
    rig_show(&rig, page("灯下来客", 2));
    assert_int_equal(stage_figures(rig.stage).presented, before.presented);
    rig_show(&rig, page("灯下来访", 2));
    struct stage_figures after = stage_figures(rig.stage);
    assert_int_equal(after.presented, before.presented + 1);
    assert_true(after.damage_pixels - before.damage_pixels < 1920 * 100);
}

static void sixty_frames_a_second_while_it_moves(void **state)
{
    (void)state;
    rig_show(&rig, page("灯下来客", 1));
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, page("下一幕", 1), true);
    int frames = 0, wait;
    while ((wait = stage_frame(rig.stage)) >= 0) {
        assert_in_range(wait, 0, 16);
        clock_advance(&rig.clock, wait > 0 ? wait : 1);
        assert_true(++frames < 40);
    }
    assert_in_range(frames, 12, 16); /* 220 ms */
}

static struct node *told(int paragraphs)
{
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, "told");
    c->padding = pad_of(56, 72, 24, 72);
    struct node *s = rig_node(&rig, c, NODE_SCROLL, "words");
    s->grow = 1;
    s->fill = COLOR_PANEL;
    s->edge = COLOR_HAIR;
    s->radius = 20;
    for (int i = 0; i < paragraphs; i++) {
        build_text(&rig.a, s, "东汉时，杨震赴任途中路过昌邑。昌邑令王密曾受他举荐，夜里带着十斤金来访。", ROLE_STORY, COLOR_INK);
        if (i % 5 == 2)
            build_button(&rig.a, s, "谢绝，请他带回去", "next", true, 1);
    }
    return c;
}

static void assert_surface_is_whole_redraw(void)
{
    static uint32_t px[1920 * 1080];
    struct surface kept = window_surface(rig.stage->window), whole = {px, kept.w, kept.h, kept.w};
    paint_draw(&rig.stage->lists[rig.stage->current], NULL, &whole);
    for (int y = 0; y < kept.h; y++)
        assert_memory_equal(kept.px + (long)y * kept.pitch, whole.px + (long)y * whole.pitch, (size_t)kept.w * 4);
}

/* Under a finger, running on, and with a dialog coming over it meanwhile. */
static void what_scrolls_looks_as_if_drawn_anew(void **state)
{
    (void)state;
    struct node *front = rig_node(&rig, NULL, NODE_STACK, "front");
    show_bar(false);
    rig_show(&rig, told(40));
    rig_drag(&rig, 1, 900, 700, 0, -300);
    assert_surface_is_whole_redraw();
    rig_finger(&rig, INPUT_UP, 1, 900, 400);
    for (int i = 0; i < 40; i++) {
        clock_advance(&rig.clock, 16);
        stage_frame(rig.stage);
        assert_surface_is_whole_redraw();
        if (i == 12)
            stage_show(rig.stage, LAYER_DIALOG, &rig.a, front, false);
    }
    assert_true(rig_find(&rig, "words")->offset > 300);
}

static void the_first_screen_is_there_at_once(void **state)
{
    (void)state;
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, page("灯下来客", 1), true);
    stage_frame(rig.stage);
    assert_false(rig.stage->moving);
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, page("下一幕", 1), true);
    stage_frame(rig.stage);
    assert_true(rig.stage->moving);
}

static void reduced_motion_only_fades(void **state)
{
    (void)state;
    rig_show(&rig, page("灯下来客", 1));
    struct stage_comfort calm = {.reduced_motion = true};
    stage_set_comfort(rig.stage, &calm);
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, page("下一幕", 1), true);
    int frames = 0, wait;
    while ((wait = stage_frame(rig.stage)) >= 0) {
        clock_advance(&rig.clock, wait > 0 ? wait : 1);
        frames++;
    }
    assert_in_range(frames, 4, 7); /* 80 ms */
}

static void bars_stand_where_they_should(void **state)
{
    (void)state;
    float w, h;
    show_bar(false);
    rig_show(&rig, page("灯下来客", 1));
    rig_at(&rig, "chrome", 0, 968, 1920, 112);
    rig_at(&rig, "page", 0, 0, 1920, 968);
    stage_content_size(rig.stage, &w, &h);
    assert_true(w == 1920 && h == 968);
    stage_resize(rig.stage, 1080, 1920);
    stage_frame(rig.stage);
    show_bar(true);
    rig_run(&rig, 32);
    rig_at(&rig, "chrome", 0, 1776, 1080, 144);
    stage_content_size(rig.stage, &w, &h);
    assert_true(w == 1080 && h == 1776);
    assert_true(stage_portrait(rig.stage));
    stage_show(rig.stage, LAYER_CHROME, &rig.a, chrome_strip(&rig.a, "本机不采集姓名。", true), false);
    rig_at(&rig, "strip", 0, 1836, 1080, 84);
}

static void bar_words_fit_at_every_text_size(void **state)
{
    (void)state;
    for (int portrait = 0; portrait < 2; portrait++) {
        stage_resize(rig.stage, portrait ? 1080 : 1920, portrait ? 1920 : 1080);
        for (int size = 0; size < TEXT_SIZES; size++) {
            struct stage_comfort c = {.text_size = size};
            stage_set_comfort(rig.stage, &c);
            show_items(portrait, 7 + size % 2);
            rig_run(&rig, 32);
            struct live *top = rig.stage->layers[LAYER_CHROME].tree.frame;
            for (struct live *l = top; l; l = live_walk(top, l, false)) {
                if (l->n->type == NODE_TEXT)
                    assert_true(l->h < style_u(&rig.stage->style, 48)); /* one line */
                assert_true(l->at.x >= 0 && l->at.x + l->at.w <= rig.stage->style.w);
            }
        }
    }
}

static void strip_holds_its_line_at_every_text_size(void **state)
{
    (void)state;
    static const char *const line = "本机不采集姓名、证件、手机号、人脸、指纹和声音；仅统计匿名次数。";
    for (int portrait = 0; portrait < 2; portrait++) {
        stage_resize(rig.stage, portrait ? 1080 : 1920, portrait ? 1920 : 1080);
        for (int size = 0; size < TEXT_SIZES; size++) {
            struct stage_comfort c = {.text_size = size};
            stage_set_comfort(rig.stage, &c);
            stage_show(rig.stage, LAYER_CHROME, &rig.a, chrome_strip(&rig.a, line, portrait), false);
            rig_run(&rig, 32);
            struct live *strip = rig_find(&rig, "strip"), *text = strip->first;
            while (text->n->type != NODE_TEXT)
                text = text->next;
            assert_true(text->at.y >= strip->at.y && text->at.y + text->at.h <= strip->at.y + strip->at.h);
            assert_int_equal(strip->over_h, 0);
        }
    }
}

static void resized_to_anything(void **state)
{
    (void)state;
    const int sizes[][2] = {{1280, 720}, {3840, 2160}, {1080, 1920}, {320, 240}, {2160, 3840}, {1920, 1080}};
    struct stage_event e;
    show_bar(false);
    rig_show(&rig, page("灯下来客", 1));
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        stage_resize(rig.stage, sizes[i][0], sizes[i][1]);
        rig_run(&rig, 16);
        assert_true(rig_event(&rig, STAGE_RESIZED, &e));
        struct surface px = window_surface(rig.stage->window);
        assert_int_equal(px.w, sizes[i][0]);
        assert_int_equal(px.h, sizes[i][1]);
        assert_int_equal(rig_find(&rig, "page")->w, sizes[i][0]);
        if (sizes[i][0] >= 1080)
            assert_int_equal(stage_overflows(rig.stage, NULL, 0), 0);
    }
}

static void dialogs_fit_and_answer(void **state)
{
    (void)state;
    rig_show(&rig, page("灯下来客", 1));
    for (int portrait = 0; portrait < 2; portrait++) {
        stage_resize(rig.stage, portrait ? 1080 : 1920, portrait ? 1920 : 1080);
        rig_run(&rig, 16);
        struct dialog_idle d = {.place = {portrait, false},
                                .seconds = 10,
                                .of = 20,
                                .unit = "秒",
                                .title = "您还在参观吗？",
                                .body = "10 秒后返回首页。",
                                .newcomer = "我是新来的",
                                .stay = "继续参观",
                                .on_newcomer = 21,
                                .on_stay = 22};
        stage_show(rig.stage, LAYER_DIALOG, &rig.a, dialog_idle(&rig.a, &d), false);
        rig_run(&rig, 400);
        struct live *p = rig_find(&rig, "panel");
        assert_int_equal(p->at.w, portrait ? 960 : 1040);
        if (portrait)
            assert_int_equal(p->at.y + p->at.h, 1640);
        struct rect at;
        struct stage_event e;
        assert_false(stage_find_text(rig.stage, "灯下来客", &at));
        assert_true(stage_find_text(rig.stage, "我是新来的", &at));
        rig_tap(&rig, at.x + at.w / 2, at.y + at.h / 2);
        assert_true(rig_event(&rig, STAGE_TAP, &e));
        assert_int_equal(e.handler, 21);
        rig_tap(&rig, p->at.x + p->at.w / 2, p->at.y + 20); /* anywhere else, on the panel or beside it */
        assert_true(rig_event(&rig, STAGE_TAP, &e));
        assert_int_equal(e.handler, 22);
        rig_tap(&rig, 30, 30);
        assert_true(rig_event(&rig, STAGE_TAP, &e));
        assert_int_equal(e.handler, 22);
        stage_show(rig.stage, LAYER_DIALOG, NULL, NULL, false);
    }
}

static void a_second_passes_without_new_motion(void **state)
{
    (void)state;
    rig_show(&rig, page("灯下来客", 1));
    struct dialog_idle d = {.seconds = 10,
                            .of = 20,
                            .unit = "秒",
                            .title = "您还在参观吗？",
                            .body = "轻触即可。",
                            .newcomer = "我是新来的",
                            .stay = "继续参观",
                            .on_newcomer = 1,
                            .on_stay = 2};
    stage_show(rig.stage, LAYER_DIALOG, &rig.a, dialog_idle(&rig.a, &d), false);
    rig_run(&rig, 400);
    int64_t before = stage_figures(rig.stage).presented;
    d.seconds = 9;
    stage_show(rig.stage, LAYER_DIALOG, &rig.a, dialog_idle(&rig.a, &d), false);
    rig_run(&rig, 400);
    assert_int_equal(stage_figures(rig.stage).presented, before + 1);
}

static void texts_are_found(void **state)
{
    (void)state;
    struct rect at;
    struct buf text = {0};
    show_bar(false);
    rig_show(&rig, page("灯下来客", 5));
    assert_true(stage_find_text(rig.stage, "结束参观", &at));
    assert_true(at.y > 968 && at.h == 84);
    assert_true(stage_find_text(rig.stage, "天黑了", &at));
    assert_false(stage_find_text(rig.stage, "没有这句话", &at));
    assert_true(stage_find_button(rig.stage, 1, &text, &at));
    assert_string_equal(buf_cstr(&text), "谢绝，请他带回去");
    assert_false(stage_find_button(rig.stage, 2, &text, &at));
    buf_clear(&text);
    stage_visible_text(rig.stage, &text);
    assert_non_null(strstr(buf_cstr(&text), "王密低声说：天黑了，没有人知道。\n"));
    assert_int_equal(stage_reading_chars(rig.stage), 4 + 13 + 7);
    buf_free(&text);
}

static void exact_words_before_parts_of_others(void **state)
{
    (void)state;
    struct rect at;
    struct node *s = rig_node(&rig, NULL, NODE_STACK, NULL);
    build_text(&rig.a, rig_button(&rig, s, NULL, 1, (struct rect){0, 0, 600, 100}), "十二个月以上",
               ROLE_LABEL, 1);
    build_text(&rig.a, rig_button(&rig, s, NULL, 2, (struct rect){0, 200, 600, 100}), "十二个月", ROLE_LABEL,
               1);
    rig_show(&rig, s);
    assert_true(stage_find_text(rig.stage, "十二个月", &at));
    assert_int_equal(at.y, 200);
    assert_true(stage_find_text(rig.stage, "以上", &at));
    assert_int_equal(at.y, 0);
}

static void scrolled_away_is_not_found(void **state)
{
    (void)state;
    struct rect at;
    struct node *s = rig_node(&rig, NULL, NODE_SCROLL, "s");
    rig_box(&rig, s, NULL, -1, 2000);
    build_text(&rig.a, s, "最后一句", ROLE_BODY, COLOR_INK);
    rig_show(&rig, s);
    assert_false(stage_find_text(rig.stage, "最后一句", &at));
}

static bool overflows(enum overflow_kind kind)
{
    struct overflow found[16];
    int n = stage_overflows(rig.stage, found, 16);
    for (int i = 0; i < n && i < 16; i++) {
        if (found[i].kind == kind)
            return true;
    }
    return false;
}

static void each_overflow_is_noticed(void **state)
{
    (void)state;
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL), *box = rig_box(&rig, c, NULL, 300, 100);
    box->line = 12;
    build_text(&rig.a, box, "一句放不进这个盒子的话，因为盒子太矮", ROLE_BODY, COLOR_INK);
    rig_show(&rig, c);
    struct overflow o;
    assert_true(stage_overflows(rig.stage, &o, 1) >= 1);
    assert_int_equal(o.kind, OVERFLOW_TALL);
    assert_int_equal(o.line, 12);
    assert_true(o.by > 50);
    c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    struct node *row = rig_node(&rig, c, NODE_ROW, NULL);
    rig_box(&rig, row, NULL, 1500, 10);
    rig_box(&rig, row, NULL, 1500, 10);
    rig_show(&rig, c);
    assert_true(overflows(OVERFLOW_WIDE));
    c = rig_node(&rig, NULL, NODE_COLUMN, NULL);
    struct node *t = build_text(&rig.a, c, "很长很长很长很长的一句话", ROLE_TITLE, COLOR_INK);
    t->width = in_u(300);
    t->max_lines = 1;
    rig_show(&rig, c);
    assert_true(overflows(OVERFLOW_CUT));
    c = rig_node(&rig, NULL, NODE_STACK, NULL);
    build_text(&rig.a, c, "一句话", ROLE_TITLE, COLOR_INK)->anchor = ANCHOR_CENTER;
    build_text(&rig.a, c, "另一句话", ROLE_TITLE, COLOR_INK)->anchor = ANCHOR_CENTER;
    rig_show(&rig, c);
    assert_true(overflows(OVERFLOW_OVERLAP));
}

/* A scroll of three lines and a bit is a place to read, one of two lines is a slit, whatever it holds. */
static bool slit_of(float height, const char *words, enum role role)
{
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL), *s = rig_node(&rig, c, NODE_SCROLL, NULL);
    s->height = in_u(height);
    build_text(&rig.a, s, words, role, COLOR_INK)->width = in_u(400);
    rig_show(&rig, c);
    return overflows(OVERFLOW_CRAMPED);
}

static void scroll_shows_three_lines(void **state)
{
    (void)state;
    const char *many = "廉洁文化从一件小事做起，廉洁文化从一件小事做起，廉洁文化从一件小事做起，廉洁文化从一件小事做起";
    assert_true(slit_of(120, many, ROLE_BODY)); /* lines of 56 */
    assert_false(slit_of(180, many, ROLE_BODY));
    assert_true(slit_of(180, many, ROLE_STORY)); /* lines of 70 */
    assert_false(slit_of(120, "一句话", ROLE_STORY)); /* nothing to scroll */
    struct overflow found[4];
    slit_of(120, many, ROLE_BODY);
    assert_int_equal(stage_overflows(rig.stage, found, 4), 1);
    assert_in_range(found[0].by, 40, 56); /* of 168 */
    /* from 480 on 下一页 takes its strip of 104 */
    assert_true(slit_of(490, many, ROLE_DISPLAY));
}

/* A text on its own fill, on its box, on what lies under it in a stack, on a picture, on paper. */
static void what_is_to_be_read_stands_out(void **state)
{
    (void)state;
    struct overflow found[8];
    struct node *c = rig_node(&rig, NULL, NODE_COLUMN, NULL), *box = rig_box(&rig, c, NULL, 800, 100);
    build_text(&rig.a, box, "深底浅字", ROLE_BODY, COLOR_ON_DEEP);
    box->fill = COLOR_DEEP;
    build_text(&rig.a, c, "浅底浅字", ROLE_BODY, COLOR_ON_DEEP);
    struct node *stack = rig_node(&rig, c, NODE_STACK, NULL);
    rig_box(&rig, stack, NULL, 800, 100)->fill = COLOR_DEEP;
    build_text(&rig.a, stack, "压在深底上", ROLE_BODY, COLOR_ON_DEEP);
    struct node *art = rig_node(&rig, c, NODE_STACK, NULL), *picture = rig_node(&rig, art, NODE_PICTURE, NULL);
    picture->src = "covers/quiz.svg";
    picture->width = in_u(800);
    picture->height = in_u(100);
    build_text(&rig.a, art, "图上的字，看不出底色", ROLE_BODY, COLOR_ON_DEEP);
    build_text(&rig.a, c, "说明可以浅一些", ROLE_NOTE, COLOR_GREY);
    rig_show(&rig, c);
    int n = stage_overflows(rig.stage, found, 8);
    assert_int_equal(n, 1);
    assert_int_equal(found[0].kind, OVERFLOW_FAINT);
    assert_string_equal(found[0].text, "浅底浅字");
    assert_in_range(found[0].by, 10, 12);
}

static void picture_that_is_missing_leaves_quiet_paper(void **state)
{
    (void)state;
    struct node *p = rig_node(&rig, NULL, NODE_PICTURE, "p");
    p->src = "no/such.svg";
    log_quiet(LOG_ERROR);
    rig_show(&rig, p);
    for (int i = 0; i < 50 && !stage_settled(rig.stage); i++)
        rig_run(&rig, 16);
    assert_true(stage_settled(rig.stage));
    struct surface px = window_surface(rig.stage->window);
    uint32_t paper2 = rig.stage->style.palette[COLOR_PAPER2];
    assert_int_equal(px.px[500 * px.pitch + 900] & 0xFFFFFF, paper2 & 0xFFFFFF);
}

static void the_next_page_is_asked_for_early(void **state)
{
    (void)state;
    struct node *p = rig_node(&rig, NULL, NODE_PAGES, "p");
    const char *names[] = {"no/a.svg", "no/b.svg", "no/c.svg"};
    for (int i = 0; i < 3; i++)
        rig_node(&rig, p, NODE_PICTURE, NULL)->src = names[i];
    log_quiet(LOG_ERROR);
    rig_show(&rig, p);
    assert_int_equal(stage_picture_figures(rig.stage).pictures, 2);
}

/* Decoding goes on in another process while the text around a picture is drawn. */
static void pictures_in_sight_are_asked_for_before_a_frame(void **state)
{
    (void)state;
    struct node *s = rig_node(&rig, NULL, NODE_SCROLL, "s");
    rig_node(&rig, s, NODE_TEXT, NULL)->text = "灯下来客";
    const char *names[] = {"no/seen.svg", "no/below.svg"};
    for (int i = 0; i < 2; i++) {
        struct node *p = rig_node(&rig, s, NODE_PICTURE, NULL);
        p->src = names[i];
        p->height = in_u(1200);
    }
    log_quiet(LOG_ERROR);
    stage_show(rig.stage, LAYER_CONTENT, &rig.a, s, false);
    assert_int_equal(stage_picture_figures(rig.stage).pictures, 0);
    stage_listen(rig.stage);
    assert_int_equal(stage_picture_figures(rig.stage).pictures, 1);
    assert_int_equal(stage_figures(rig.stage).presented, 0);
}

static void settings_keep_the_place(void **state)
{
    (void)state;
    struct node *s = rig_node(&rig, NULL, NODE_SCROLL, "s");
    rig_box(&rig, s, NULL, -1, 4000);
    rig_show(&rig, s);
    rig_find(&rig, "s")->offset = 700;
    struct stage_comfort c = {.contrast = true, .text_size = 1};
    stage_set_comfort(rig.stage, &c);
    rig_run(&rig, 32);
    assert_true(rig_find(&rig, "s")->offset == 700);
}

static void screenshot_is_a_png(void **state)
{
    (void)state;
    char path[] = "/tmp/stage_test_XXXXXX", head[8] = {0};
    struct err e;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    rig_show(&rig, page("灯下来客", 1));
    assert_true(stage_screenshot(rig.stage, path, &e));
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fread(head, 1, 8, f), 8);
    fclose(f);
    unlink(path);
    assert_memory_equal(head, "\x89PNG\r\n\x1a\n", 8);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_rig, close_rig)
    const struct CMUnitTest tests[] = {
        T(nothing_is_presented_when_nothing_changes),
        T(the_same_view_again_costs_no_pixels),
        T(sixty_frames_a_second_while_it_moves),
        T(what_scrolls_looks_as_if_drawn_anew),
        T(the_first_screen_is_there_at_once),
        T(reduced_motion_only_fades),
        T(bars_stand_where_they_should),
        T(bar_words_fit_at_every_text_size),
        T(strip_holds_its_line_at_every_text_size),
        T(resized_to_anything),
        T(dialogs_fit_and_answer),
        T(a_second_passes_without_new_motion),
        T(texts_are_found),
        T(exact_words_before_parts_of_others),
        T(scrolled_away_is_not_found),
        T(each_overflow_is_noticed),
        T(scroll_shows_three_lines),
        T(what_is_to_be_read_stands_out),
        T(picture_that_is_missing_leaves_quiet_paper),
        T(pictures_in_sight_are_asked_for_before_a_frame),
        T(the_next_page_is_asked_for_early),
        T(settings_keep_the_place),
        T(screenshot_is_a_png),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
