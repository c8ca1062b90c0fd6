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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(colours), cmocka_unit_test(values), cmocka_unit_test(refusals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
