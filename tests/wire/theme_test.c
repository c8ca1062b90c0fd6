/* Theme tokens: names, colours, inheritance of skins, refusals that help. */
#include "wire/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void colours(void **state)
{
    (void)state;
    uint32_t c;
    assert_true(color_parse("act", &c));
    assert_int_equal(c, COLOR_ACT);
    assert_true(color_parse("#102030", &c));
    assert_int_equal(c, 0xFF102030);
    assert_true(color_parse("#10203080", &c));
    assert_int_equal(c, 0x80102030);
    assert_false(color_parse("#12", &c));
    assert_false(color_parse("red", &c));
    for (int i = 0; i < COLOR_COUNT; i++)
        assert_non_null(color_names[i]);
    assert_null(color_names[COLOR_COUNT]);
}

static void values(void **state)
{
    (void)state;
    struct theme t;
    struct err e;
    theme_defaults(&t);
    assert_true(theme_set_text(&t, "skins.qinglian.act", "#1F6B66", &e));
    assert_int_equal(theme_color(&t, SKIN_ZHUMO, COLOR_ACT), 0xFF1F6B66);
    assert_true(theme_set_text(&t, "skins.zhumo.act", "#A6262B", &e));
    assert_int_equal(theme_color(&t, SKIN_QINGLIAN, COLOR_ACT), 0xFF1F6B66);
    assert_int_equal(theme_color(&t, SKIN_ZHUMO, COLOR_ACT), 0xFFA6262B);
    assert_true(theme_set_number(&t, "type.body.u", 40, &e));
    assert_true(t.roles[ROLE_BODY].u == 40);
    assert_true(theme_set_text(&t, "type.body.face", "kai", &e));
    assert_int_equal(t.roles[ROLE_BODY].face, FACE_KAI);
    assert_true(theme_set_number(&t, "growth.text.4", 1.6, &e));
    assert_true(theme_set_number(&t, "motion.screen", 0, &e));
}

static void refusals(void **state)
{
    (void)state;
    struct theme t;
    struct err e;
    theme_defaults(&t);
    assert_false(theme_set_text(&t, "skins.qinglian.papper", "#FFFFFF", &e));
    assert_non_null(strstr(e.text, "paper"));
    assert_false(theme_set_text(&t, "skins.qinglian.paper", "white", &e));
    assert_false(theme_set_number(&t, "growth.text.5", 1, &e));
    assert_false(theme_set_number(&t, "type.bodi.u", 1, &e));
    assert_non_null(strstr(e.text, "body"));
    assert_false(theme_set_number(&t, "type.body.u", -1, &e));
    assert_false(theme_set_number(&t, "..", 1, &e));
}

static void a_brand_is_worn_where_it_can_be_read(void **state)
{
    (void)state;
    struct theme t, plain;
    struct err e;
    theme_defaults(&t);
    assert_true(theme_set_text(&t, "skins.qinglian.on_act", "#FFFFFF", &e));
    assert_true(theme_set_text(&t, "skins.qinglian.paper", "#F6F3EA", &e));
    plain = t;
    assert_true(theme_brand(&t, "#1E4E79", &e));
    for (int skin = SKIN_QINGLIAN; skin <= SKIN_ZHUMO; skin++) {
        assert_int_equal(t.colors[skin][COLOR_ACT], 0xFF1E4E79);
        assert_int_equal(t.colors[skin][COLOR_ACT_DOWN], 0xFF173B5C);
        assert_int_equal(t.colors[skin][COLOR_ACT_PALE], 0xFFDCDFDC);
    }
    assert_memory_equal(t.colors[SKIN_CONTRAST], plain.colors[SKIN_CONTRAST], sizeof t.colors[0]);
    assert_false(theme_brand(&t, "#8FB0D0", &e));
    assert_non_null(strstr(e.text, "2.3 比 1"));
    assert_false(theme_brand(&t, "blue", &e));
    assert_false(theme_brand(&t, "#1E4E7980", &e));
    assert_int_equal(t.colors[SKIN_QINGLIAN][COLOR_ACT], 0xFF1E4E79);
    assert_true(color_contrast(0xFFFFFFFF, 0xFF000000) > 20.9f && color_contrast(0xFF777777, 0xFF777777) < 1.01f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(colours), cmocka_unit_test(values), cmocka_unit_test(refusals),
                                       cmocka_unit_test(a_brand_is_worn_where_it_can_be_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
