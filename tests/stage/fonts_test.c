/* fonts.conf: what is wrong is said with its line; what is missing is replaced; face 2 of Noto's collection
 * is Chinese. */
#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "stage/fonts.h"
#include "stage/fonts_map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define NOTO "[folders]\npath = /usr/share/fonts/opentype/noto\n"

static char folder[] = "/tmp/fonts_test.XXXXXX";
static char file[64];

static int make_folder(void **state)
{
    (void)state;
    log_quiet(LOG_ERROR);
    if (!mkdtemp(folder))
        return -1;
    snprintf(file, sizeof file, "%s/fonts.conf", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(file);
    return rmdir(folder);
}

static struct fonts *open_map(const char *text, struct err *e)
{
    memset(e, 0, sizeof *e);
    assert_true(file_write_durable(file, text, strlen(text), 0600, e));
    return fonts_open(folder, e);
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"sans = a.ttf\n", "fonts.conf:1: "},
        {"[folders]\n\npaths = /usr\n", "fonts.conf:3: "},
        {"[face]\n", "[face]"},
        {"[faces]\nsong = a.ttf\n", "“song”"},
        {"[faces]\nsans.italic = a.ttf\n", "“sans.italic”"},
        {"[faces]\nsans = a.ttc#zwei\n", "“zwei”"},
        {"[faces]\nsans = a.ttc#99\n", "“99”"},
        {"[faces]\nsans = ../a.ttf\n", "“../a.ttf”"},
        {"[faces]\nsans = /usr/a.ttf\n", "文件名"},
        {"[faces]\nsans\n", "fonts.conf:2: "},
        {"[fallback]\nlight = a.ttf\n", "“light”"},
        {"[faces]\nsans = a,b,c,d,e,f,g,h,i,j,k,l,m\n", "12"},
        {NOTO "[faces]\nsans = NoSuchFont.ttf\n", "apt install fonts-noto-cjk"},
        {"", "apt install fonts-noto-cjk"},
    };
    struct err e;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_null(open_map(bad[i].text, &e));
        if (!strstr(e.text, bad[i].says))
            print_error("%s\n", e.text);
        assert_non_null(strstr(e.text, bad[i].says));
    }
    unlink(file);
    assert_null(fonts_open(folder, &e));
    assert_non_null(strstr(e.text, "fonts.conf"));
}

static void test_shipped_map(void **state)
{
    (void)state;
    struct fonts_map map;
    struct err e = {0};
    assert_true(fonts_map_read(SOURCE_DIR "/fonts", &map, &e));
    for (int face = 0; face < FACE_COUNT; face++)
        for (int bold = 0; bold < 2; bold++) {
            assert_true(map.chains[face][bold].count >= 3);
            assert_true(map.files[map.chains[face][bold].fonts[0]].path[0] == '/');
        }
}

/* Without any map: the fonts of a plain installation, every voice with Chinese. */
static void test_built_in_map(void **state)
{
    (void)state;
    struct err e;
    struct fonts *f = fonts_open(NULL, &e);
    assert_non_null(f);
    for (int face = 0; face < FACE_COUNT; face++)
        for (int bold = 0; bold < 2; bold++)
            assert_true(fonts_pick(f, (enum face)face, bold, 0x6E05) >= 0);
    fonts_close(f);
}

/* A missing file is passed over; a damaged one too; a BOM and CRLF are fine. */
static void test_fallback(void **state)
{
    (void)state;
    struct err e;
    char broken[80];
    snprintf(broken, sizeof broken, "%s/Broken.ttf", folder);
    assert_true(file_write_durable(broken, "not a font", 10, 0600, &e));
    struct fonts *f = open_map(
        "\xEF\xBB\xBF" NOTO "[faces]\r\nsans = Gone.ttf, Broken.ttf, NotoSansCJK-Regular.ttc#2\r\n", &e);
    assert_non_null(f);
    int font = fonts_pick(f, FACE_SANS, false, 0x6E05);
    assert_true(font >= 0);
    assert_string_equal(fonts_name(f, font), "NotoSansCJK-Regular.ttc");
    assert_int_equal(fonts_pick(f, FACE_SANS, true, 0x6E05), font); /* no bold named: the regular one */
    assert_int_equal(fonts_pick(f, FACE_KAI, false, 0x6E05), -1);   /* nothing named at all */
    assert_int_equal(fonts_pick(f, FACE_SANS, false, 0xE000), -1);
    fonts_close(f);
    unlink(broken);
}

struct drawn {
    struct glyph_measure m;
    uint8_t alpha[128 * 128];
};

static void draw(struct fonts *f, int px, uint32_t code, struct drawn *out)
{
    int font = fonts_pick(f, FACE_SANS, false, code);
    memset(out, 0, sizeof *out);
    assert_true(fonts_measure(f, font, px, code, &out->m));
    assert_true(out->m.w <= 128 && out->m.h <= 128);
    fonts_draw(f, font, px, code, &out->m, out->alpha);
}

static void draw_face(int face_number, uint32_t code, struct drawn *out)
{
    char text[256];
    struct err e;
    snprintf(text, sizeof text, NOTO "[faces]\nsans = NotoSansCJK-Regular.ttc#%d\n", face_number);
    struct fonts *f = open_map(text, &e);
    assert_non_null(f);
    draw(f, 64, code, out);
    fonts_close(f);
}

static bool same_shape(uint32_t code)
{
    static struct drawn a, b;
    draw_face(0, code, &a);
    draw_face(2, code, &b);
    return !memcmp(&a, &b, sizeof a);
}

static void test_chinese_forms(void **state)
{
    (void)state;
    static const uint32_t differ[] = {0x76F4, 0x9AA8, 0x4EE4, 0x89D2}; /* 直 骨 令 角 */
    for (size_t i = 0; i < sizeof differ / sizeof *differ; i++)
        assert_false(same_shape(differ[i]));
    assert_true(same_shape(0x4E00)); /* 一 */
}

static void test_drawing(void **state)
{
    (void)state;
    struct fonts *f = fonts_open(SOURCE_DIR "/fonts", NULL);
    assert_non_null(f);
    static struct drawn g;
    draw(f, 100, 0x53E3, &g); /* 口 stands inside its em */
    assert_int_equal(g.m.advance, 100);
    assert_true(g.m.left > 0 && g.m.left + g.m.w < 100 && g.m.top < 88 && g.m.top - g.m.h > -12);
    int inked = 0, left = 0;
    for (int i = 0; i < g.m.w * g.m.h; i++)
        inked += g.alpha[i] > 200;
    for (int row = 0; row < g.m.h; row++)
        left += g.alpha[row * g.m.w + 3] > 200;
    assert_true(inked > 100 && left > g.m.h / 2); /* its left stroke stands at the box's left edge */
    draw(f, 100, ' ', &g);
    assert_int_equal(g.m.w, 0);
    assert_true(g.m.advance > 10 && g.m.advance < 40);
    int wide = 0;
    for (uint32_t c = '0'; c <= '9'; c++) { /* tabular */
        assert_true(fonts_measure(f, fonts_pick(f, FACE_DIGITS, true, c), 60, c, &g.m));
        assert_true(wide == 0 || wide == g.m.advance);
        wide = g.m.advance;
    }
    fonts_close(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults),   cmocka_unit_test(test_shipped_map),
        cmocka_unit_test(test_built_in_map), cmocka_unit_test(test_fallback), cmocka_unit_test(test_chinese_forms),
        cmocka_unit_test(test_drawing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
