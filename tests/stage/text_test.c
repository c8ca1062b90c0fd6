/* Paragraphs from text, with the real fonts: lines of hard cases, edges, squeezing, spans, cache, missing
 * characters. */
#include "base/log.h"
#include "base/utf8.h"
#include "stage/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EM = 40 };

static struct text_engine *engine;

static int open_engine(void **state)
{
    (void)state;
    struct err e = {0};
    log_quiet(LOG_ERROR);
    engine = text_open(SOURCE_DIR "/fonts", &e);
    if (!engine)
        print_error("%s\n", e.text);
    return engine ? 0 : -1;
}

static int close_engine(void **state)
{
    (void)state;
    text_close(engine);
    return 0;
}

static struct text_style plain(void)
{
    return (struct text_style){.px = EM, .line_px = 60, .face = FACE_SANS};
}

static const struct paragraph *lay(const char *text, const struct text_style *style, int width)
{
    return text_layout(engine, text, strlen(text), style, width);
}

/* The lines as text, joined by '|'. */
static const char *lines_of(const char *text, const struct paragraph *p, char out[1024])
{
    size_t n = 0;
    for (int i = 0; i < p->lines; i++) {
        size_t len = p->line_list[i].to - p->line_list[i].from;
        if (i > 0)
            out[n++] = '|';
        memcpy(out + n, text + p->line_list[i].from, len);
        n += len;
    }
    out[n] = '\0';
    return out;
}

/* ---- lines ---- */

static const struct {
    const char *what;
    double em;
    enum text_align align;
    const char *lines;
} cases[] = {
    {"plain Han fill the line", 5, TEXT_LEFT, "清风徐来水|波不兴举酒|属客"},
    {"a full stop is squeezed in", 5.5, TEXT_LEFT, "清风徐来水。|波不兴也"},
    {"a comma inside gives way for the mark that may not start", 6.25, TEXT_JUSTIFY,
     "清风，徐来水，|波不兴也乎哉"},
    {"two marks that cannot be squeezed in push a character out", 4, TEXT_LEFT, "清风徐|来……波|不兴"},
    {"closing quote stays with its stop", 6, TEXT_LEFT, "“清风徐来。”|水波不兴也"},
    {"no opening mark at the end", 5, TEXT_LEFT, "清风徐来|《水波不兴》|举酒"},
    {"opening marks in a row move together", 5, TEXT_LEFT, "清风徐来|（《水波》）|不兴也"},
    {"a dash is never split nor first", 5, TEXT_LEFT, "清风徐|来——水波|不兴也"},
    {"an ellipsis is never split nor first", 5, TEXT_LEFT, "清风徐|来……水波|不兴也"},
    {"a middle dot is not first", 4, TEXT_LEFT, "清风徐|来·水波|不兴也"},
    {"a percentage stays whole", 4, TEXT_LEFT, "清风徐来|62%水|波不兴"},
    {"a number keeps its unit", 5, TEXT_LEFT, "清风徐来|12个月水|波不兴也"},
    {"also when typed with spaces", 5, TEXT_LEFT, "清风徐来|12 个月水|波不兴也"},
    {"a date stays whole where the blank is bearable", 10, TEXT_LEFT, "自清风徐来水|2024年1月1日起|施行"},
    {"a date splits between its parts where it must", 4, TEXT_LEFT, "2024年|12月|31日起"},
    {"an article is not torn off its number", 9, TEXT_LEFT, "依据清风徐来|第三百八十五条处理"},
    {"a short line tears it after all", 4, TEXT_LEFT, "第三百八|十五条"},
    {"a law is not torn off its article", 12, TEXT_LEFT, "依据《招标投标|法》第三百八十五条处理"},
    {"Latin words stay whole", 6, TEXT_LEFT, "清风徐来|Congress|水波"},
    {"English breaks at spaces", 6, TEXT_LEFT, "Clean wind,|still water"},
    {"a word wider than the line breaks anywhere", 3, TEXT_LEFT, "Congr|ess"},
    {"no last line of one character: squeezed", 11, TEXT_JUSTIFY, "清风，徐来，水波，不兴。"},
    {"no last line of one character: rebalanced", 8, TEXT_LEFT, "清风徐来水波不|兴也。"},
    {"in justified prose too", 8, TEXT_JUSTIFY, "清风徐来水波不|兴也。"},
    {"characters beyond the basic plane", 3, TEXT_LEFT, "𬭎𫖯清|𬭎，|𫖯风"},
    {"a paragraph each", 9, TEXT_LEFT, "清风徐来|水波不兴"},
};

static void remove_bars(const char *lines, char *out, bool feeds)
{
    for (; *lines; lines++)
        if (*lines != '|')
            *out++ = *lines;
        else if (feeds)
            *out++ = '\n';
    *out = '\0';
}

static void test_lines(void **state)
{
    (void)state;
    int wrong = 0;
    char text[512], got[1024];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_style s = plain();
        s.align = cases[i].align;
        remove_bars(cases[i].lines, text, !strcmp(cases[i].what, "a paragraph each"));
        if (!strcmp(cases[i].what, "English breaks at spaces"))
            strcpy(text, "Clean wind, still water");
        const struct paragraph *p = lay(text, &s, (int)(cases[i].em * EM));
        if (strcmp(lines_of(text, p, got), cases[i].lines) == 0)
            continue;
        print_error("%s:\n want %s\n  got %s\n", cases[i].what, cases[i].lines, got);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static const char story[] =
    "东汉时，杨震赴任途中路过昌邑。昌邑令王密曾受他举荐，夜里带着十斤金来访。\n"
    "王密低声说：“天黑了，没有人知道。”杨震答道：“天知，神知，我知，子知，何谓无知？”——《后汉书》卷五十四……"
    "依据《中华人民共和国刑法》第三百八十九条第三款，2024年1月1日起施行，占62%，共12个月，由SQLite3与Lua "
    "5.4写成。";

/* At every width: nothing sticks out, no line starts or ends wrongly, full lines of prose end on the edge. */
static void test_edges_at_every_width(void **state)
{
    (void)state;
    for (int width = 5 * EM; width < 26 * EM; width += 7) {
        struct text_style s = plain();
        s.align = TEXT_JUSTIFY;
        s.indent_em = 2;
        const struct paragraph *p = lay(story, &s, width);
        assert_true(p->width <= width);
        int exact = 0, ragged = 0;
        for (int i = 0; i < p->lines; i++) {
            const struct text_line *l = &p->line_list[i];
            assert_true(l->x + l->w <= width);
            bool last = i + 1 == p->lines || story[l->to] == '\n';
            exact += !last && l->x + l->w == width;
            ragged += !last && l->x + l->w != width;
            char first[4] = {story[l->from], story[l->from + 1], story[l->from + 2]};
            assert_null(strstr("。，、：；？！”》…—", first));
        }
        for (int i = 0; i < p->n_glyphs; i++) {
            struct glyph_image g = text_glyph(engine, p->glyphs[i].glyph);
            int left = p->glyphs[i].x + g.left;
            assert_true(left >= -2 && left + g.w <= width + 2);
        }
        if (width >= 12 * EM) /* in narrower ones spreading would tear words apart */
            assert_int_equal(ragged, 0);
        assert_true(exact > 0);
    }
}

static void test_squeezing(void **state)
{
    (void)state;
    struct text_style s = plain();
    /* 。” 》（ ”， take an em and a half for two; an opening mark at the start half an em. */
    assert_int_equal(lay("清。”", &s, 0)->width, EM * 5 / 2);
    assert_int_equal(lay("清》（风", &s, 0)->width, EM * 7 / 2);
    assert_int_equal(lay("《清》", &s, 0)->width, EM * 5 / 2);
    assert_int_equal(lay("（《清》）", &s, 0)->width, EM * 7 / 2);
    const struct glyph_place *mark = lay("《清》", &s, 0)->glyphs;
    assert_true(mark->x + text_glyph(engine, mark->glyph).left < EM / 4);
    /* A quarter em between Han and Latin, also in place of a typed space. */
    int a = lay("A", &s, 0)->width;
    assert_int_equal(lay("清A风", &s, 0)->width, 2 * EM + a + EM / 2);
    assert_int_equal(lay("清 A 风", &s, 0)->width, lay("清A风", &s, 0)->width);
}

static void test_dashes_join(void **state)
{
    (void)state;
    const enum face faces[] = {FACE_SANS, FACE_SERIF, FACE_KAI};
    for (size_t i = 0; i < 3; i++) {
        struct text_style s = plain();
        s.face = faces[i];
        const struct paragraph *p = lay("清——风", &s, 0);
        assert_int_equal(p->n_glyphs, 4);
        const struct glyph_place *l = &p->glyphs[1], *r = &p->glyphs[2];
        struct glyph_image left = text_glyph(engine, l->glyph), right = text_glyph(engine, r->glyph);
        assert_int_equal(l->x + left.left + left.w, r->x + right.left);
        assert_int_equal(l->y - left.top, r->y - right.top);
        assert_int_equal(p->width, 4 * EM);
    }
}

static void test_alignment(void **state)
{
    (void)state;
    struct text_style s = plain();
    s.align = TEXT_CENTER;
    const struct paragraph *p = lay("清风", &s, 400);
    assert_int_equal(p->line_list[0].x, 160);
    assert_int_equal(p->width, 80);
    s.align = TEXT_RIGHT;
    p = lay("清风", &s, 400);
    assert_int_equal(p->line_list[0].x + p->line_list[0].w, 400);
    s.align = TEXT_LEFT;
    s.tracking_px = 6;
    assert_int_equal(lay("清风廉", &s, 0)->width, 3 * EM + 2 * 6);
}

static void test_paragraphs(void **state)
{
    (void)state;
    struct text_style s = plain();
    s.indent_em = 2;
    s.align = TEXT_JUSTIFY;
    const struct paragraph *p = lay("清风\n\u3000\u3000徐来", &s, 400);
    assert_int_equal(p->lines, 2);
    assert_int_equal(p->height, 60 + 16 + 60);
    assert_int_equal(p->line_list[0].x, 2 * EM);
    assert_int_equal(p->line_list[1].x, 2 * EM);
    assert_int_equal(p->line_list[1].w, 2 * EM);
    s.indent_em = 0;
    assert_int_equal(lay("清风\n徐来", &s, 400)->height, 120);
    assert_int_equal(lay("", &s, 400)->height, 0);
    assert_int_equal(lay("", &s, 400)->lines, 0);
}

static void test_wished_breaks(void **state)
{
    (void)state;
    char got[1024];
    struct text_style s = plain();
    s.title = true;
    const char *title = "一份被\n拆开的合同";
    assert_string_equal(lines_of(title, lay(title, &s, 5 * EM), got), "一份被|拆开的合同");
    assert_string_equal(lines_of(title, lay(title, &s, 20 * EM), got), "一份被|拆开的合同");
    const struct paragraph *p = lay(title, &s, 4 * EM);
    assert_int_equal(p->lines, 2);
    assert_int_equal(p->line_list[0].w, 4 * EM);
    const char *question = "公职人员受到“记过”处分，处分期间是多久？"; /* by sense without being told */
    assert_string_equal(lines_of(question, lay(question, &s, 16 * EM), got),
                        "公职人员受到“记过”处分，|处分期间是多久？");
    p = lay("Clean\nwind over water", &s, 260);
    assert_int_equal(p->line_list[0].to, strlen("Clean wind"));
}

static void test_ellipsis(void **state)
{
    (void)state;
    struct text_style s = plain();
    s.max_lines = 2;
    const char *text = "清风徐来，水波不兴。举酒属客，诵明月之诗，歌窈窕之章。";
    const struct paragraph *p = lay(text, &s, 6 * EM);
    assert_true(p->cut);
    assert_int_equal(p->lines, 2);
    assert_true(p->width <= 6 * EM);
    struct text_style one = plain();
    const struct paragraph *mark = lay("…", &one, 0);
    assert_int_equal(p->glyphs[p->n_glyphs - 1].glyph, mark->glyphs[0].glyph);
    s.max_lines = 9;
    assert_false(lay(text, &s, 6 * EM)->cut);
}

static void test_min_width(void **state)
{
    (void)state;
    struct text_style s = plain();
    assert_int_equal(text_min_width(engine, "清风徐来", strlen("清风徐来"), &s), EM);
    const char *text = "清风Congress徐来";
    int least = text_min_width(engine, text, strlen(text), &s);
    assert_false(lay(text, &s, least)->too_wide);
    assert_true(lay(text, &s, least - 1)->too_wide);
    for (int i = 0; i < 2; i++) /* the second answer comes from the cache */
        assert_int_equal(text_min_width(engine, text, strlen(text), &s), least);
    least = text_min_width(engine, story, strlen(story), &s);
    assert_false(lay(story, &s, least)->too_wide);
}

/* ---- markup ---- */

static void test_spans(void **state)
{
    (void)state;
    struct text_style s = plain(), bold = plain(), kai = plain();
    s.rich = true;
    bold.bold = true;
    kai.face = FACE_KAI;
    const struct paragraph *p = lay("清<b>清</b><q>清</q><c zhu>清</c><u>清风</u>&lt;&amp;", &s, 0);
    assert_int_equal(p->n_glyphs, 8);
    assert_int_equal(p->glyphs[1].glyph, lay("清", &bold, 0)->glyphs[0].glyph);
    assert_int_equal(p->glyphs[2].glyph, lay("清", &kai, 0)->glyphs[0].glyph);
    assert_int_equal(p->glyphs[3].glyph, p->glyphs[0].glyph);
    assert_int_equal(p->glyphs[3].color, COLOR_ZHU);
    assert_int_equal(p->glyphs[0].color, 0);
    assert_int_equal(p->n_rules, 1);
    assert_int_equal(p->rules[0].x, 4 * EM);
    assert_int_equal(p->rules[0].w, 2 * EM);
    assert_int_equal(p->rules[0].color, COLOR_ZHU);
    s.rich = false;
    assert_int_equal(lay("<b>", &s, 0)->n_glyphs, 3);
    s.rich = true;
    assert_int_equal(lay("<x>清", &s, 0)->n_glyphs, 4); /* unknown tags are text */
}

static void test_plain_text(void **state)
{
    (void)state;
    const char *rich = "清<b>风</b>&lt;<c zhu>徐</c>来 <x> a < b";
    struct buf out = {0};
    text_plain(rich, strlen(rich), &out);
    assert_string_equal(buf_cstr(&out), "清风<徐来 <x> a < b");
    buf_free(&out);
}

static void test_underline_over_lines(void **state)
{
    (void)state;
    struct text_style s = plain();
    s.rich = true;
    const struct paragraph *p = lay("清<u>风徐来水波</u>不兴", &s, 4 * EM);
    assert_int_equal(p->lines, 2);
    assert_int_equal(p->n_rules, 2);
    assert_int_equal(p->rules[0].w, 3 * EM);
    assert_int_equal(p->rules[1].w, 2 * EM);
    assert_int_equal(p->rules[1].y - p->rules[0].y, 60);
}

static void test_markup_errors(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"清<i>风</i>", "<i>"},
        {"清<b>风", "<b>"},
        {"清</b>风", "</b>"},
        {"<b><q>清</b></q>", "</b>"},
        {"<c pink>清</c>", "<c pink>"},
        {"<c>清</c>", "<c>"},
        {"1 < 2", "&lt;"},
        {"甲 & 乙", "&amp;"},
        {"&nbsp;", "&"},
        {"<", "<"},
        {"<b><b><b><b><b><b><b><b><b>清", "8"},
    };
    struct err e;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        memset(&e, 0, sizeof e);
        assert_false(text_check_markup(bad[i].text, strlen(bad[i].text), &e));
        assert_non_null(strstr(e.text, bad[i].says));
    }
    const char *good = "清<b>风<q>徐</q></b><c act>来</c><c #A6262B>水</c><u>波</u> &lt;不&gt; &amp; 兴";
    assert_true(text_check_markup(good, strlen(good), &e));
}

/* ---- characters ---- */

static void test_rare_characters(void **state)
{
    (void)state;
    const char *rare = "瑸抃镒鲊绨橐骘坩赍貔廨𬭎𫖯";
    size_t used;
    for (size_t at = 0; at < strlen(rare); at += used) {
        uint32_t code = utf8_decode(rare + at, strlen(rare) - at, &used);
        for (int face = 0; face < FACE_COUNT; face++)
            for (int bold = 0; bold < 2; bold++) {
                const char *name = NULL;
                assert_true(text_has_glyph(engine, code, (enum face)face, bold, &name));
                assert_non_null(name);
            }
    }
    struct text_style s = plain();
    assert_int_equal(lay(rare, &s, 0)->n_glyphs, 13);
    assert_int_equal(lay(rare, &s, 0)->width, 13 * EM);
}

static void test_missing_character(void **state)
{
    (void)state;
    struct text_style s = plain();
    const char *name = "?";
    assert_false(text_has_glyph(engine, 0xE000, FACE_SANS, false, &name));
    assert_null(name);
    assert_true(text_has_glyph(engine, '\n', FACE_SANS, false, &name));
    assert_true(text_has_glyph(engine, 0xFE0F, FACE_SANS, false, &name));
    int before = text_figures(engine).missing;
    const struct paragraph *p = lay("清\uE000\uE001", &s, 0);
    assert_int_equal(text_figures(engine).missing, before + 2);
    assert_int_equal(p->n_glyphs, 3);
    assert_int_equal(p->width, 3 * EM);
    struct glyph_image box = text_glyph(engine, p->glyphs[1].glyph),
                       other = text_glyph(engine, p->glyphs[2].glyph);
    assert_true(box.w > EM * 3 / 4 && box.h == box.w && other.w == box.w);
    assert_int_equal(box.alpha[0], 255);
    assert_int_equal(box.alpha[(box.h - 1) * box.pitch + box.w - 1], 255);
    assert_true(memcmp(box.alpha, other.alpha, (size_t)(box.w * box.h)) != 0); /* the code stands inside */
    for (s.px = 4; s.px < 300; s.px += 5) /* at every size, also where only a cross fits */
        assert_int_equal(lay("\uE000", &s, 0)->n_glyphs, 1);
    assert_int_equal(text_figures(engine).missing, before + 2); /* counted and logged once */
}

static void test_hostile_text(void **state)
{
    (void)state;
    struct text_style s = plain();
    s.rich = true;
    assert_int_equal(lay("\xff\xfe清\xe6", &s, 0)->n_glyphs, 4);
    assert_int_equal(lay("\x01\x02\u200B\uFEFF\uFE0F", &s, 0)->n_glyphs, 0);
    uint32_t seed = 1;
    char noise[600];
    for (int round = 0; round < 300; round++) {
        size_t n = 0;
        while (n < sizeof noise - 4) {
            static const uint32_t some[] = {'<',    '>',    'b',    '\n',   ' ',    '1',
                                            0x201C, 0x3002, 0x2014, 0x2026, 0x5E74, 0x301};
            seed = seed * 1664525u + 1013904223u;
            uint32_t pick = seed >> 8;
            n += utf8_encode(pick % 3 ? some[pick / 3 % 12] : 0x4E00 + pick / 3 % 0x30, noise + n);
        }
        s.align = (enum text_align)(round % 4);
        s.max_lines = round % 5;
        s.title = round % 7 == 0;
        s.indent_em = (float)(round % 3);
        const struct paragraph *p = text_layout(engine, noise, n, &s, 1 + round * 3);
        assert_true(p->lines > 0);
        assert_true(text_min_width(engine, noise, n, &s) >= 0);
    }
}

static void test_long_text_is_cut(void **state)
{
    (void)state;
    size_t len = 70000;
    char *text = malloc(len);
    memset(text, 'a', len);
    struct text_style s = plain();
    const struct paragraph *p = text_layout(engine, text, len, &s, 400);
    assert_true(p->cut);
    assert_int_equal(p->n_glyphs, 65536);
    free(text);
}

/* ---- cache ---- */

static void test_cache(void **state)
{
    (void)state;
    struct text_style s = plain();
    const struct paragraph *p = lay("清风徐来水波不兴", &s, 200);
    char copy[] = "清风徐来水波不兴";
    assert_ptr_equal(lay(copy, &s, 200), p);
    assert_ptr_not_equal(lay(copy, &s, 201), p);
    s.bold = true;
    assert_ptr_not_equal(lay(copy, &s, 200), p);
    s.bold = false;
    text_trim(engine);
    assert_ptr_equal(lay(copy, &s, 200), p);
    int kept = text_figures(engine).paragraphs;
    for (int i = 0; i < 1500; i++)
        text_trim(engine);
    assert_true(text_figures(engine).paragraphs < kept);
    assert_int_equal(text_figures(engine).paragraphs, 0);
    assert_int_equal(text_figures(engine).paragraph_bytes, 0);
}

static void test_budgets(void **state)
{
    (void)state;
    struct text_style s = plain();
    struct glyph_place first = lay("清", &s, 0)->glyphs[0];
    struct glyph_image image = text_glyph(engine, first.glyph);
    size_t bytes = (size_t)(image.w * image.h);
    uint8_t *was = malloc(bytes);
    memcpy(was, image.alpha, bytes);
    char text[16];
    for (int i = 0; text_figures(engine).atlas_bytes < 20u * 1024 * 1024 && i < 200; i++) {
        s.px = 600 + i;
        text[utf8_encode(0x4E00 + (uint32_t)i, text)] = '\0';
        text_glyph(engine, lay(text, &s, 0)->glyphs[0].glyph);
    }
    assert_true(text_figures(engine).atlas_bytes > 16u * 1024 * 1024);
    text_trim(engine);
    assert_true(text_figures(engine).atlas_bytes <= 16u * 1024 * 1024);
    image = text_glyph(engine, first.glyph); /* drawn again if its page went */
    assert_int_equal(image.w * image.h, bytes);
    assert_memory_equal(image.alpha, was, bytes);
    free(was);
}

/* Text that nobody reads costs neither seconds nor memory: glyphs are drawn only when they are shown. */
static void test_hostile_amounts(void **state)
{
    (void)state;
    static const char *const units[] = {"—", " ", "1 ", "年1", "“", "。", "\n", "a—", "<b>"};
    char *text = malloc(200000);
    struct text_style s = plain();
    s.rich = true;
    s.px = 1024;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t n = 0, unit = strlen(units[i]);
        for (; n + unit < 190000; n += unit)
            memcpy(text + n, units[i], unit);
        text_layout(engine, text, n, &s, 400);
        text_min_width(engine, text, n, &s);
    }
    size_t atlas = text_figures(engine).atlas_bytes, n = 0;
    for (uint32_t c = 0x4E00; c < 0x5E00; c++)
        n += utf8_encode(c, text + n);
    text_layout(engine, text, n, &s, 4000);
    assert_int_equal(text_figures(engine).atlas_bytes, atlas);
    free(text);
}

/* After a crowd everything is forgotten at once, and no number means another glyph. */
static void test_crowd(void **state)
{
    (void)state;
    struct text_style s = plain();
    uint32_t before = lay("清", &s, 0)->glyphs[0].glyph;
    char text[4 * 1000];
    bool dropped = false;
    for (s.px = 5; s.px < 300 && !dropped; s.px++) {
        size_t n = 0;
        for (uint32_t c = 0x4E00; c < 0x4E00 + 1000; c++)
            n += utf8_encode(c, text + n);
        text_layout(engine, text, n, &s, 400);
        dropped = text_trim(engine) && text_figures(engine).paragraphs == 0;
    }
    assert_true(dropped);
    assert_null(text_glyph(engine, before).alpha);
    s.px = EM;
    uint32_t after = lay("清", &s, 0)->glyphs[0].glyph;
    assert_true(after > before);
    assert_non_null(text_glyph(engine, after).alpha);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_edges_at_every_width),
        cmocka_unit_test(test_squeezing),
        cmocka_unit_test(test_dashes_join),
        cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_paragraphs),
        cmocka_unit_test(test_wished_breaks),
        cmocka_unit_test(test_ellipsis),
        cmocka_unit_test(test_min_width),
        cmocka_unit_test(test_spans),
        cmocka_unit_test(test_plain_text),
        cmocka_unit_test(test_underline_over_lines),
        cmocka_unit_test(test_markup_errors),
        cmocka_unit_test(test_rare_characters),
        cmocka_unit_test(test_missing_character),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_long_text_is_cut),
        cmocka_unit_test(test_cache),
        cmocka_unit_test(test_budgets),
        cmocka_unit_test(test_hostile_amounts),
        cmocka_unit_test(test_crowd),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
