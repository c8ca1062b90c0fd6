#include "stage/icons.h"
#include "stage/paint.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define W 320
#define H 240
#define PAPER 0xFFF6F3EAu
#define INK 0xFF1F2A2Eu

static struct text_engine *text;

static struct surface blank(int w, int h)
{
    struct surface s = {mem_alloc((size_t)w * (size_t)h * 4), w, h, w};
    for (int i = 0; i < w * h; i++) {
        s.px[i] = 0xFFABCDEF;
    }
    return s;
}

static uint32_t at(const struct surface *s, int x, int y)
{
    return s->px[y * s->pitch + x];
}

static struct paint_list paper(void)
{
    struct paint_list l = {0};
    paint_begin(&l, text, W, H);
    paint_fill(&l, l.screen, 0, SIDES_ALL, PAPER, 0, GRADIENT_DOWN);
    return l;
}

static struct surface drawn(struct paint_list *l)
{
    struct surface s = blank(W, H);
    paint_draw(l, NULL, &s);
    paint_free(l);
    return s;
}

static void test_fill(void **state)
{
    (void)state;
    struct paint_list l = paper();
    paint_fill(&l, (struct rect){10, 10, 100, 60}, 12, SIDES_ALL, INK, 0, GRADIENT_DOWN);
    paint_fill(&l, (struct rect){150, 10, 50, 50}, 10, SIDES_TOP, 0x80000000, 0, GRADIENT_DOWN);
    struct surface s = drawn(&l);
    assert_int_equal(at(&s, 9, 30), PAPER);
    assert_int_equal(at(&s, 10, 30), INK);
    assert_int_equal(at(&s, 109, 69 - 12), INK);
    assert_int_equal(at(&s, 10, 10), PAPER); /* the corner is cut */
    assert_int_equal(at(&s, 109, 69), PAPER);
    assert_int_not_equal(at(&s, 150, 59), PAPER); /* SIDES_TOP leaves the lower corners square */
    assert_int_equal(at(&s, 150, 10), PAPER);
    assert_int_equal(at(&s, 170, 30), 0xFF7A7974); /* half black over paper */
    free(s.px);
}

static void test_nothing_below_is_black(void **state)
{
    (void)state;
    struct paint_list l = {0};
    paint_begin(&l, NULL, W, H);
    paint_fill(&l, (struct rect){0, 0, 10, 10}, 0, SIDES_ALL, INK, 0, GRADIENT_DOWN);
    struct surface s = drawn(&l);
    assert_int_equal(at(&s, 5, 5), INK);
    assert_int_equal(at(&s, 50, 50), 0xFF000000);
    free(s.px);
}

static void test_edge(void **state)
{
    (void)state;
    struct paint_list l = paper();
    paint_edge(&l, (struct rect){10, 10, 100, 60}, 12, SIDES_ALL, 3, false, SIDES_ALL, INK);
    paint_edge(&l, (struct rect){150, 10, 100, 60}, 0, SIDES_ALL, 2, false, SIDES_BOTTOM, INK);
    paint_edge(&l, (struct rect){10, 100, 150, 60}, 12, SIDES_ALL, 5, true, SIDES_ALL, INK);
    struct surface s = drawn(&l);
    assert_int_equal(at(&s, 10, 40), INK);
    assert_int_equal(at(&s, 12, 40), INK);
    assert_int_equal(at(&s, 13, 40), PAPER);
    assert_int_equal(at(&s, 107, 40), INK);
    assert_int_equal(at(&s, 60, 12), INK);
    assert_int_equal(at(&s, 60, 13), PAPER);
    assert_int_equal(at(&s, 150, 69), INK);
    assert_int_equal(at(&s, 150, 67), PAPER);
    int dark = 0, light = 0; /* along the dashed top line, on and off are as long as each other */
    for (int x = 22; x < 148; x++) {
        dark += at(&s, x, 102) == INK;
        light += at(&s, x, 102) == PAPER;
    }
    assert_in_range(dark, 45, 70);
    assert_in_range(light, 45, 70);
    free(s.px);
}

/* A gradient of 20 steps over 200 rows: no row of one flat colour next to a jump, but a weave of neighbours.
 */
static void test_gradient_has_no_bands(void **state)
{
    (void)state;
    struct paint_list l = paper();
    paint_fill(&l, (struct rect){0, 0, W, 200}, 0, SIDES_ALL, 0xFF101010, 0xFF242424, GRADIENT_DOWN);
    struct surface s = drawn(&l);
    int woven = 0;
    for (int y = 0; y < 200; y++) {
        uint32_t low = 255, high = 0;
        for (int x = 0; x < W; x++) {
            uint32_t v = at(&s, x, y) & 255;
            low = v < low ? v : low;
            high = v > high ? v : high;
        }
        assert_true(high - low <= 1);
        woven += high > low;
    }
    assert_true(woven > 100);
    assert_in_range(at(&s, 5, 0) & 255, 0x10, 0x11);
    assert_in_range(at(&s, 5, 199) & 255, 0x23, 0x24);
    free(s.px);
}

static void test_shadow(void **state)
{
    (void)state;
    struct paint_list l = paper();
    paint_shadow(&l, (struct rect){100, 80, 120, 100}, 12, 8, 24, 0xFF000000);
    struct surface s = drawn(&l);
    assert_int_equal(at(&s, 160, 130), PAPER);                       /* nothing under the panel itself */
    assert_true((at(&s, 160, 182) & 255) < 110);                     /* dark below it */
    assert_true((at(&s, 160, 182) & 255) < (at(&s, 160, 78) & 255)); /* less above */
    assert_int_equal(at(&s, 160, 228), PAPER);                       /* and gone at the end of its reach */
    for (int y = 181; y < 226; y++) {
        assert_true((at(&s, 160, y) & 255) <= (at(&s, 160, y + 1) & 255));
    }
    assert_int_equal(at(&s, 99, 120), at(&s, 220, 120)); /* the same left and right */
    free(s.px);
}

static void test_state(void **state)
{
    (void)state;
    struct paint_list l = paper();
    paint_save(&l);
    paint_move(&l, 100, 50);
    paint_clip(&l, (struct rect){0, 0, 20, 20});
    paint_fill(&l, (struct rect){-10, -10, 100, 100}, 0, SIDES_ALL, 0x80000000, 0, GRADIENT_DOWN);
    paint_restore(&l);
    paint_fill(&l, (struct rect){0, 0, 5, 5}, 0, SIDES_ALL, INK, 0, GRADIENT_DOWN);
    struct surface s = drawn(&l);
    assert_int_equal(at(&s, 100, 50), 0xFF7A7974);
    assert_int_equal(at(&s, 99, 50), PAPER);
    assert_int_equal(at(&s, 120, 50), PAPER);
    assert_int_equal(at(&s, 0, 0), INK);
    free(s.px);
}

static void test_group_is_one_sheet(void **state)
{
    (void)state;
    struct paint_list l = paper();
    paint_group_push(&l, (struct rect){0, 0, 100, 100}, 0.5f);
    paint_fill(&l, (struct rect){0, 0, 60, 60}, 0, SIDES_ALL, 0xFFFFFFFF, 0, GRADIENT_DOWN);
    paint_fill(&l, (struct rect){20, 20, 200, 200}, 0, SIDES_ALL, 0xFF000000, 0, GRADIENT_DOWN);
    paint_group_pop(&l);
    paint_group_push(&l, (struct rect){200, 0, 50, 50}, 0);
    paint_fill(&l, (struct rect){200, 0, 60, 60}, 0, SIDES_ALL, 0xFFFFFFFF, 0, GRADIENT_DOWN);
    paint_group_pop(&l);
    struct surface s = drawn(&l);
    assert_int_equal(at(&s, 30, 30), 0xFF7A7974); /* the white below does not shine through */
    assert_int_equal(at(&s, 110, 110), PAPER);    /* cut at the sheet's border */
    assert_int_equal(at(&s, 210, 10), PAPER);
    free(s.px);
}

static void test_dump(void **state)
{
    (void)state;
    struct paint_list l = paper();
    struct rect card = {20, 20, 100, 80};
    struct point line[2] = {{10, 10}, {20, 30.5f}};
    paint_shadow(&l, card, 12, 8, 24, 0x1F1F2A2E);
    paint_fill(&l, card, 12, SIDES_ALL, 0xFFFFFDF7, 0, GRADIENT_DOWN);
    paint_edge(&l, card, 12, SIDES_ALL, 2, false, SIDES_ALL, 0xFFDCD5C3);
    paint_fill(&l, (struct rect){0, 0, 0, 10}, 0, SIDES_ALL, INK, 0, GRADIENT_DOWN);
    paint_fill(&l, (struct rect){W, 0, 10, 10}, 0, SIDES_ALL, INK, 0, GRADIENT_DOWN);
    paint_icon(&l, icon_find("home"), (struct rect){300, 100, 40, 40}, INK);
    paint_stroke(&l, line, 2, 4, INK);
    struct buf out = {0};
    paint_dump(&l, &out);
    assert_string_equal(buf_cstr(&out),
                        "fill at 0,0 320x240 #FFF6F3EA\n"
                        "shadow at 20,20 100x80 in 0,0 156x144 #1F1F2A2E radius 12 all dy 8 blur 24\n"
                        "fill at 20,20 100x80 #FFFFFDF7 radius 12 all\n"
                        "edge at 20,20 100x80 #FFDCD5C3 radius 12 all width 2\n"
                        "icon at 300,100 40x40 in 300,100 20x40 #FF1F2A2E home\n"
                        "stroke at 7,7 16x27 #FF1F2A2E width 4.0 points 10.0,10.0 20.0,30.5\n");
    buf_free(&out);
    paint_free(&l);
}

static void test_every_icon_is_drawn(void **state)
{
    (void)state;
    for (int i = 0; icon_names[i]; i++) {
        int sizes[] = {16, 36, 80};
        for (int k = 0; k < 3; k++) {
            struct icon_mask m = icon_mask(i, sizes[k], sizes[k]);
            long ink = 0;
            assert_non_null(m.alpha);
            for (int p = 0; p < m.w * m.h; p++) {
                ink += m.alpha[p];
            }
            assert_true(ink > 255L * m.w * m.h / 50);
        }
        assert_int_equal(icon_find(icon_names[i]), i);
    }
    assert_null(icon_mask(-1, 10, 10).alpha);
    assert_null(icon_mask(10000, 10, 10).alpha);
    assert_int_equal(icon_find("nothing"), -1);
}

/* ---- damage ---- */

static void test_damage_of_one_change(void **state)
{
    (void)state;
    struct paint_list a = paper(), b = paper();
    struct damage d;
    for (int i = 0; i < 3; i++) {
        struct rect r = {10 + i * 100, 10, 80, 30};
        paint_fill(&a, r, 0, SIDES_ALL, INK, 0, GRADIENT_DOWN);
        paint_fill(&b, r, 0, SIDES_ALL, i == 1 ? 0xFF185551 : INK, 0, GRADIENT_DOWN);
    }
    assert_true(paint_diff(&a, &b, NULL, &d));
    assert_int_equal(d.n, 1);
    assert_true(rect_same(d.rects[0], (struct rect){110, 10, 80, 30}));
    assert_false(paint_diff(&b, &b, NULL, &d));
    assert_int_equal(d.n, 0);
    paint_free(&a);
    paint_free(&b);
}

/* Something new in the middle of a long list damages nothing but itself. */
static void test_damage_of_insertion(void **state)
{
    (void)state;
    struct paint_list a = paper(), b = paper();
    struct damage d;
    for (int i = 0; i < 20; i++) {
        struct rect r = {i * 15, 100, 10, 10};
        paint_fill(&a, r, 0, SIDES_ALL, INK, 0, GRADIENT_DOWN);
        if (i == 7) {
            paint_fill(&b, (struct rect){40, 200, 20, 20}, 0, SIDES_ALL, INK, 0, GRADIENT_DOWN);
        }
        if (i != 15) {
            paint_fill(&b, r, 0, SIDES_ALL, INK, 0, GRADIENT_DOWN);
        }
    }
    assert_true(paint_diff(&a, &b, NULL, &d));
    assert_true(damage_pixels(&d) == 20 * 20 + 10 * 10 || d.n == 1);
    paint_free(&a);
    paint_free(&b);
}

static void test_damage_of_other_size(void **state)
{
    (void)state;
    struct paint_list a = {0}, b = {0};
    struct damage d;
    paint_begin(&a, NULL, W, H);
    paint_begin(&b, NULL, H, W);
    assert_true(paint_diff(&a, &b, NULL, &d));
    assert_true(d.n == 1 && rect_same(d.rects[0], b.screen));
    paint_free(&a);
    paint_free(&b);
}

static void test_damage_merges(void **state)
{
    (void)state;
    struct damage d = {.n = 0};
    unsigned seed = 7;
    for (int i = 0; i < 200; i++) {
        seed = seed * 1103515245u + 12345;
        damage_add(&d, (struct rect){(int)(seed >> 16) % 1800, (int)(seed >> 8) % 1000, 20, 20});
        assert_in_range(d.n, 1, DAMAGE_MOST);
    }
    struct damage two = {.n = 0};
    damage_add(&two, (struct rect){0, 0, 100, 100});
    damage_add(&two, (struct rect){1800, 1000, 100, 80});
    assert_int_equal(two.n, 2);
    damage_add(&two, (struct rect){10, 10, 50, 50});
    assert_int_equal(two.n, 2);
}

/* ---- random frames: drawing only the damage must give the very same pixels ---- */

static unsigned seed;

static int any(int n)
{
    seed = seed * 1664525u + 1013904223u;
    return (int)((seed >> 8) % (unsigned)n);
}

static uint32_t any_color(void)
{
    static const uint32_t alphas[] = {0xFF, 0xFF, 0x80, 0x1F, 0xB8};
    return alphas[any(5)] << 24 | (uint32_t)any(1 << 24);
}

static struct rect any_rect(void)
{
    return (struct rect){any(W) - 40, any(H) - 40, any(160) + 1, any(120) + 1};
}

static uint32_t dots[64 * 48];
static struct picture pictures[2] = {{PICTURE_READY, 1, 64, 48, 64, 48, dots, false, 0, false},
                                     {PICTURE_READY, 2, 48, 64, 48, 64, dots, true, 0, false}};

static void any_text(struct paint_list *l)
{
    static const char *const lines[] = {"廉洁", "暮夜却金，天知神知", "It is 5 o'clock"};
    struct text_style style = {.px = 16 + any(3) * 8, .face = (enum face)any(3)};
    if (text) {
        const char *line = lines[any(3)];
        paint_text(l, text_layout(text, line, strlen(line), &style, 150), any(W), any(H), any_color(), NULL);
    }
}

static void any_command(struct paint_list *l)
{
    struct rect r = any_rect();
    enum sides corners = (enum sides)any(5);
    int radius = any(40);
    struct point p[5];
    for (int i = 0; i < 5; i++) {
        p[i] = (struct point){(float)any(W * 4) / 4, (float)any(H * 4) / 4};
    }
    switch (any(11)) {
    case 0:
    case 1:
        paint_fill(l, r, radius, corners, any_color(), 0, GRADIENT_DOWN);
        break;
    case 2:
        paint_fill(l, r, radius, corners, any_color(), any_color(), (enum gradient)any(2));
        break;
    case 3:
        paint_edge(l, r, radius, corners, 1 + any(6), false, (enum sides)any(5), any_color());
        break;
    case 4:
        paint_edge(l, r, radius, SIDES_ALL, 1 + any(6), true, SIDES_ALL, any_color());
        break;
    case 5:
        paint_shadow(l, r, radius, any(17), any(49), any_color());
        break;
    case 6:
        paint_icon(l, any(35), r, any_color());
        break;
    case 7:
        paint_stroke(l, p, 1 + any(5), 1 + (float)any(20), any_color());
        break;
    case 8:
        paint_picture(l, &pictures[any(2)], r, radius, corners);
        break;
    case 9:
        paint_picture_at(l, &pictures[any(2)], any_rect(), r, radius, corners);
        break;
    default:
        any_text(l);
    }
}

/* Frame number `frame` of a film in which about one command in eight changes from frame to frame. */
static void record_frame(struct paint_list *l, unsigned film, unsigned frame, int n)
{
    paint_begin(l, text, W, H);
    paint_fill(l, l->screen, 0, SIDES_ALL, PAPER, 0, GRADIENT_DOWN);
    int groups = 0;
    for (int i = 0; i < n; i++) {
        seed = film * 977 + (unsigned)i * 131;
        unsigned changes = (unsigned)any(8) == 0 ? frame : frame / 5;
        seed = seed * 31 + ((unsigned)any(8) ? 0 : changes) * 7919;
        int wrap = any(12);
        if (wrap == 0 && groups < 4) {
            paint_group_push(l, any_rect(), (float)any(6) / 5);
            groups++;
        } else if (wrap == 1 && groups > 0) {
            paint_group_pop(l);
            groups--;
        }
        if (wrap == 2) {
            paint_save(l);
            paint_clip(l, any_rect());
            any_command(l);
            paint_restore(l);
        } else {
            any_command(l);
        }
    }
    while (groups-- > 0) {
        paint_group_pop(l);
    }
}

static void test_damage_redraw_equals_full_redraw(void **state)
{
    (void)state;
    for (int i = 0; i < 64 * 48; i++) {
        uint32_t a = (uint32_t)(i * 7 % 256), half = a / 2;
        dots[i] = a << 24 | half << 16 | a << 8 | half;
    }
    for (unsigned film = 1; film <= 60; film++) {
        struct paint_list lists[2] = {0};
        struct surface kept = blank(W, H), whole = blank(W, H);
        for (unsigned frame = 0; frame < 12; frame++) {
            struct paint_list *now = &lists[frame & 1], *old = &lists[~frame & 1];
            struct damage d;
            record_frame(now, film, frame, 5 + (int)film % 30);
            bool changed = paint_diff(old, now, NULL, &d);
            if (changed) {
                paint_draw(now, &d, &kept);
            }
            paint_forget();
            paint_draw(now, NULL, &whole);
            assert_memory_equal(kept.px, whole.px, (size_t)W * H * 4);
        }
        paint_free(&lists[0]);
        paint_free(&lists[1]);
        free(kept.px);
        free(whole.px);
    }
    assert_int_equal(pictures[0].holds, 0);
    assert_int_equal(pictures[1].holds, 0);
}

/* ---- scrolls: moved pixels and the rest of the damage must give the very same pixels ---- */

/* A few commands that are the same in all frames of a film, with a few that are not. */
static void film_commands(struct paint_list *l, unsigned film, unsigned from, int n, unsigned frame)
{
    for (int i = 0; i < n; i++) {
        seed = film * 977 + (from + (unsigned)i) * 131;
        seed = seed * 31 + ((unsigned)any(16) ? 0 : frame / 3) * 7919;
        any_command(l);
    }
}

/* What is now below the scroll's content, now over it. */
static void changing_sides(struct paint_list *l, unsigned film, bool here, struct rect clip)
{
    if (film % 15 == 4 && here) {
        paint_fill(l, rect_inset(clip, 30), 0, SIDES_ALL, 0xC0407060, 0, GRADIENT_DOWN);
    }
}

/* The ground of a scroll: the plain paper, a rounded panel on it, one of the two above anything, or a gradient. */
static void scroll_ground(struct paint_list *l, unsigned film, unsigned frame, struct rect clip)
{
    if (film % 3 == 0) {
        film_commands(l, film, 500, 4, 0);
    }
    if (film % 4 == 1) {
        paint_fill(l, rect_inset(clip, film % 8 == 1 ? -9 : 0), 14, SIDES_ALL, 0xFFFFFDF7, 0, GRADIENT_DOWN);
    } else if (film % 4 == 2) {
        uint32_t green = film % 12 == 6 && frame % 5 > 2 ? 0xFF207040 : 0xFF206030;
        paint_fill(l, clip, 0, SIDES_ALL, green, film % 8 == 2 ? 0xFF603020 : 0, GRADIENT_DOWN);
    } else if (film % 4 == 3) {
        paint_fill(l, rect_inset(clip, 5), 3, SIDES_ALL, 0x801F6B66, 0, GRADIENT_DOWN);
    }
    changing_sides(l, film, frame % 4 < 2, clip);
}

/* What a scroll has over it: fades, an arrow, a hint, its edge; now and then a whole scrim. */
static void scroll_cover(struct paint_list *l, unsigned film, unsigned frame, struct rect clip, int offset)
{
    changing_sides(l, film, frame % 4 >= 2, clip);
    struct rect top = {clip.x, clip.y, clip.w, 18}, hint = {clip.x + clip.w - 60, clip.y + clip.h - 30, 50, 22};
    if (offset > 0) {
        paint_fill(l, top, 12, SIDES_TOP, 0xFFFFFDF7, 0x01FFFDF7, GRADIENT_DOWN);
        paint_icon(l, 3, top, INK);
    }
    if (film % 2) {
        paint_fill(l, hint, 8, SIDES_ALL, frame % 7 == 3 ? 0xFFDDEEDD : PAPER, 0, GRADIENT_DOWN);
        paint_edge(l, hint, 8, SIDES_ALL, 2, film % 6 == 1, SIDES_ALL, INK);
    }
    if (film % 5 < 3) {
        paint_edge(l, clip, film % 4 == 1 ? 14 : 0, SIDES_ALL, 3, film % 5 == 2, SIDES_ALL, 0xFF7F8A88);
    }
    if (film % 9 == 4 && frame % 6 > 2) {
        paint_fill(l, l->screen, 0, SIDES_ALL, 0x400F1E23, 0, GRADIENT_DOWN);
    }
    if (film % 11 == 5) {
        film_commands(l, film, 800, 3, frame);
    }
}

/* Some of it is being written while it moves, some is chosen. */
static void told_lines(struct paint_list *l, unsigned film, unsigned frame)
{
    static const char story[] = "东汉时，杨震赴任途中路过昌邑。昌邑令王密曾受他举荐，夜里带着十斤金来访。天知，神知，我知，子知。";
    struct text_style style = {.px = 18, .face = FACE_KAI, .line_px = film % 8 == 7 ? 7 : 27};
    size_t length = film % 17 == 3 ? 3 * (5 + frame) : strlen(story);
    for (int i = 0; text && film % 7 != 6 && i < 6; i++) {
        uint32_t chosen = film % 6 == 5 && frame % 6 > 3 && i == (int)film % 3 ? 0x40FF0000 : 0x20FF0000;
        paint_fill(l, (struct rect){35, 18 + i * 150, 90, 60}, 4, SIDES_ALL, chosen, 0, GRADIENT_DOWN);
        paint_text(l, text_layout(text, story, length, &style, 170), 40, 20 + i * 150, INK, NULL);
    }
}

static void record_scroll(struct paint_list *l, unsigned film, unsigned frame, int offset)
{
    struct rect clip = {30 + (int)film % 40, 20 + (int)film % 30, 200, 170};
    paint_begin(l, text, W, H);
    paint_fill(l, l->screen, 0, SIDES_ALL, PAPER, 0, GRADIENT_DOWN);
    scroll_ground(l, film, frame, clip);
    paint_save(l);
    paint_clip(l, clip);
    int scroll = paint_scroll_begin(l, -offset);
    paint_move(l, 0, -offset);
    told_lines(l, film, frame);
    for (int part = 0; part < (int)film % 6; part++) {
        film_commands(l, film, 20 + (unsigned)part * 10, 3, frame);
        paint_move(l, 0, 90);
    }
    if (film % 13 == 12) {
        paint_group_push(l, (struct rect){0, 0, W, H}, 0.5f);
        film_commands(l, film, 900, 2, frame);
        paint_group_pop(l);
    }
    if (film % 10 == 3) { /* a window that stays, in what moves */
        paint_clip(l, rect_moved(rect_inset(clip, 50), -l->state.dx, -l->state.dy));
        film_commands(l, film, 950, 6, 0);
    }
    paint_scroll_end(l, scroll);
    paint_restore(l);
    scroll_cover(l, film, frame, clip, offset);
}

static void test_scrolled_pixels_equal_full_redraw(void **state)
{
    (void)state;
    int moved = 0, saved = 0;
    for (unsigned film = 1; film <= 180; film++) {
        struct paint_list lists[2] = {0};
        struct surface kept = blank(W, H), whole = blank(W, H);
        int offset = 0;
        for (unsigned frame = 0; frame < 16; frame++) {
            struct paint_list *now = &lists[frame & 1], *old = &lists[~frame & 1];
            struct paint_shift shift;
            struct damage d, plain;
            record_scroll(now, film, frame, offset);
            paint_diff(old, now, NULL, &plain);
            if (paint_diff(old, now, &shift, &d)) {
                paint_shift(&kept, &shift);
                paint_draw(now, &d, &kept);
            }
            moved += shift.dy != 0;
            saved += shift.dy != 0 && damage_pixels(&d) < damage_pixels(&plain) / 2;
            paint_draw(now, NULL, &whole);
            assert_memory_equal(kept.px, whole.px, (size_t)W * H * 4);
            seed = film * 31 + frame * 977;
            offset += any(4) == 0 ? any(160) - 80 : any(12) - 2;
            offset = offset < 0 ? 0 : offset > 500 ? 500 : offset;
        }
        paint_free(&lists[0]);
        paint_free(&lists[1]);
        free(kept.px);
        free(whole.px);
    }
    assert_true(moved > 400);
    assert_true(saved > 200);
}

static void test_text(void **state)
{
    (void)state;
    if (!text) {
        skip();
    }
    const char *words = "清风\n自来";
    struct text_style style = {.px = 40, .face = FACE_SERIF, .bold = true, .line_px = 56};
    struct paint_list l = paper();
    const struct paragraph *p = text_layout(text, words, strlen(words), &style, 200);
    paint_text(&l, p, 20, 20, INK, NULL);
    struct surface s = drawn(&l);
    int dark = 0;
    for (int y = 20; y < 20 + p->height; y++) {
        for (int x = 20; x < 20 + p->width; x++) {
            dark += at(&s, x, y) == INK;
        }
    }
    assert_true(dark > 300);
    free(s.px);
}

static int open_text(void **state)
{
    (void)state;
    struct err e = {{0}};
    text = text_open(SOURCE_DIR "/fonts", &e);
    return 0;
}

static int close_text(void **state)
{
    (void)state;
    text_close(text);
    paint_forget();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fill),
        cmocka_unit_test(test_nothing_below_is_black),
        cmocka_unit_test(test_edge),
        cmocka_unit_test(test_gradient_has_no_bands),
        cmocka_unit_test(test_shadow),
        cmocka_unit_test(test_state),
        cmocka_unit_test(test_group_is_one_sheet),
        cmocka_unit_test(test_dump),
        cmocka_unit_test(test_every_icon_is_drawn),
        cmocka_unit_test(test_damage_of_one_change),
        cmocka_unit_test(test_damage_of_insertion),
        cmocka_unit_test(test_damage_of_other_size),
        cmocka_unit_test(test_damage_merges),
        cmocka_unit_test(test_damage_redraw_equals_full_redraw),
        cmocka_unit_test(test_scrolled_pixels_equal_full_redraw),
        cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests_name("stage paint", tests, open_text, close_text);
}
