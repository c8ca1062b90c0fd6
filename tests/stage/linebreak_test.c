/* Where lines may break, as data: '|' free, '^' soft, '_' poor, nothing: not here. */
#include "base/utf8.h"
#include "stage/linebreak.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const chinese[] = {
    /* Han break everywhere. */
    "清|风|廉|政",
    /* Not at the start of a line: closing marks, every one of them. */
    "甲。|乙，|丙、|丁；|戊：|己？|庚！|辛",
    "“甲”|乙’|丙）|丁］|戊｝|己》|庚〉|辛】|壬〕|癸」|甲』|乙",
    "甲)|乙]|丙}|丁",
    /* Not at the end of a line: opening marks. */
    "甲|“乙|‘丙|（丁|［戊|｛己|《庚|〈辛|【壬|〔癸|「甲|『乙",
    "甲|(乙|[丙|{丁",
    "甲|#乙|￥丙|¥丁|$戊",
    /* Marks in a row stay together. */
    "他|说：|“《清|风》|（上）。”|好",
    /* 破折号 and 省略号: never split, never at the start. */
    "甲——|乙",
    "甲……|乙",
    "甲……”|乙",
    "——|甲",
    /* 间隔号, 连接号, 分隔号, 百分号. */
    "四|知|堂·|暮|夜",
    "甲～|乙",
    "甲/乙",
    "甲／乙",
    "占|62%，|余|38％",
    "约|8℃|上|下",
    /* Numbers with what they count, dates. */
    "2024年^1月^1日|起",
    "第3题，|共|10题",
    "第 2 幕",
    "12 个^月",
    "罚|30万_元",
    "3.5%|与|1,000人",
    "5 ^mm|厚",
    /* References to law. */
    "第_三_百_八_十_五_条|规|定",
    "《刑|法》^第_十_五_条^第_二_款",
    "第_三_百_八_十_八_条^之_一",
    "二_十_四_个^月",
    /* Ordinary 一 is no number worth keeping. */
    "一|个|人",
    /* Latin words inside Han. */
    "用|SQLite3|与|Lua |5.4|写|成",
    "见|https://甲",
    "甲|OK|（好）|乙",
    "it’s|甲",
    /* Beyond the basic plane. */
    "甲|\xF0\xAC\xAD\x8E|\xF0\xAB\x96\xAF，|乙",
    /* Repetition mark and prolonged sound. */
    "人々|甲",
};

static const char *const english[] = {
    "Hello, |world",       "the |visitor’s |“Eight-|point |Decision” |on |it",
    "Conduct — |it",       "(a) |b/c |50% |of |$100",
    "state-|of-|the-|art", "2024-12-25",
    "room |12 |visitors",
};

static void split(const char *marked, uint32_t *codes, uint8_t *chances, size_t *n)
{
    size_t len = strlen(marked), used = 0;
    *n = 0;
    for (size_t at = 0; at < len; at += used) {
        uint32_t code = utf8_decode(marked + at, len - at, &used);
        const char *mark = code < 0x80 ? strchr("_^|", (int)code) : NULL;
        if (mark && *n > 0) {
            chances[*n - 1] = (uint8_t)(CHANCE_POOR + (mark[0] == '^' ? 1 : mark[0] == '|' ? 2 : 0));
            continue;
        }
        codes[*n] = code;
        chances[(*n)++] = CHANCE_NO;
    }
    chances[*n - 1] = CHANCE_FREE;
}

static int check(const char *marked, bool han)
{
    static const char *const marks[] = {"", "_", "^", "|"};
    uint32_t codes[128];
    uint8_t want[128], got[128];
    size_t n = 0;
    char text[512] = "", one[5] = "";
    split(marked, codes, want, &n);
    linebreak_find(codes, n, han, got);
    if (!memcmp(want, got, n))
        return 0;
    for (size_t i = 0; i < n; i++) {
        one[utf8_encode(codes[i], one)] = '\0';
        strcat(text, one);
        if (i + 1 < n)
            strcat(text, marks[got[i]]);
    }
    print_error("want %s\n got %s\n", marked, text);
    return 1;
}

static void test_chinese(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof chinese / sizeof *chinese; i++)
        wrong += check(chinese[i], true);
    assert_int_equal(wrong, 0);
}

static void test_english(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof english / sizeof *english; i++)
        wrong += check(english[i], false);
    assert_int_equal(wrong, 0);
}

/* Whatever the neighbours: no line starts with a closing mark or ends with an opening one. */
static void test_every_pair(void **state)
{
    (void)state;
    static const uint32_t others[] = {0x6E05, 'a',    '7',    ' ',    0x201C, 0x201D,  0x3002,
                                      0xFF0C, 0x300A, 0x300B, 0x2014, 0x2026, '%',     '/',
                                      0xB7,   0xFF08, 0xFF09, '(',    ')',    0x20000, 0x3042};
    for (uint32_t c = 0x20; c < 0x10000; c++) {
        if (sort_of(c) != SORT_OPEN && sort_of(c) != SORT_CLOSE)
            continue;
        for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
            uint32_t pair[] = {others[i], c, others[i]};
            uint8_t chances[3];
            linebreak_find(pair, 3, true, chances);
            assert_int_equal(chances[2], CHANCE_FREE);
            assert_int_equal(chances[sort_of(c) == SORT_CLOSE ? 0 : 1], CHANCE_NO);
        }
    }
}

static void test_sorts(void **state)
{
    (void)state;
    assert_int_equal(sort_of(0x6E05), SORT_HAN);
    assert_int_equal(sort_of(0x2CB4E), SORT_HAN);
    assert_int_equal(sort_of(0x3007), SORT_HAN);
    assert_int_equal(sort_of(0xFF21), SORT_HAN);
    assert_int_equal(sort_of('7'), SORT_LATIN);
    assert_int_equal(sort_of(0xE9), SORT_LATIN);
    assert_int_equal(sort_of('%'), SORT_LATIN);
    assert_int_equal(sort_of('-'), SORT_OTHER);
    assert_int_equal(sort_of(0x201C), SORT_OPEN);
    assert_int_equal(sort_of(0x3002), SORT_CLOSE);
    assert_int_equal(sort_of(0x2014), SORT_DASH);
    assert_int_equal(sort_of(0xB7), SORT_MIDDLE);
    assert_int_equal(sort_of(0x301), SORT_JOINED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chinese),
        cmocka_unit_test(test_english),
        cmocka_unit_test(test_every_pair),
        cmocka_unit_test(test_sorts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
