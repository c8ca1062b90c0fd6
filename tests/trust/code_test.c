#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "trust/code.h"
#include "trust/sha256.h"

#include <string.h>

static void known_codes(void **state)
{
    (void)state;
    char code[10], head[65];
    memset(head, '0', 64);
    head[64] = 0;
    check_code(head, code);
    assert_string_equal(code, "0000-0000");
    memset(head, 'f', 64);
    check_code(head, code);
    assert_string_equal(code, "ZZZZ-ZZZZ");
    sha256_hex("abc", 3, head); /* ba7816bf8f: 10111 01001 11100 00001 01101 01111 11100 01111 */
    check_code(head, code);
    assert_string_equal(code, "Q9W1-DFWF");
    memcpy(head, "0123456789", 10); /* 00000 00100 10001 10100 01010 11001 11100 01001 */
    check_code(head, code);
    assert_string_equal(code, "04HM-ASW9");
}

static void what_people_write(void **state)
{
    (void)state;
    static const char *const good[] = {"Q9W1-DFWF",   "q9w1dfwf",           "q9wl-dfwf",        "Q9WI DFWF",
                                       " q9wi—dfwf ", "Ｑ９Ｗ１－ＤＦＷＦ", "ｑ９ｗｌｄｆｗｆ", "Q9-W1-DF-WF"};
    static const char *const bad[] = {"", "Q9W1-DFW", "Q9W1-DFWF0", "Q9W1-DFWU", "Q9W1_DFWF", "Q9W1-DFW\xff", "清风"};
    char code[10];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(check_code_read(good[i], code));
        assert_string_equal(code, "Q9W1-DFWF");
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(check_code_read(bad[i], code));
        assert_string_equal(code, "");
    }
    assert_true(check_code_read("OoIiLl00", code));
    assert_string_equal(code, "0011-1100");
}

static void sums_in_pieces(void **state)
{
    (void)state;
    /* NIST: a million times "a" */
    static char many[1000];
    char sum[65], whole[65];
    struct sha256 s;
    memset(many, 'a', sizeof many);
    sha256_start(&s);
    for (int i = 0; i < 1000; i++)
        sha256_add(&s, many, sizeof many);
    sha256_end(&s, sum);
    assert_string_equal(sum, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    for (size_t cut = 0; cut <= 130; cut++) {
        sha256_start(&s);
        sha256_add(&s, many, cut);
        sha256_add(&s, many + cut, 130 - cut);
        sha256_end(&s, sum);
        sha256_hex(many, 130, whole);
        assert_string_equal(sum, whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_codes), cmocka_unit_test(what_people_write),
                                       cmocka_unit_test(sums_in_pieces)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
