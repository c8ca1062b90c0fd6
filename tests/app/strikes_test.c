/* When an exhibit is shut, and when it is not: days, clocks that lie, power cuts, damaged files, other content. */
#include "app/strike_book.h"
#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define HOUR 3600000LL
#define TODAY 1795316645678LL /* 2026-11-21 */
#define UNSET 86400000LL      /* 1970-01-02 */

static void three_within_a_day(void **state)
{
    struct strikes s = {.content = 1};
    struct clock c = clock_virtual(TODAY);
    (void)state;
    assert_false(strikes_add(&s, "a", 1, &c));
    clock_advance(&c, 11 * HOUR);
    assert_false(strikes_add(&s, "a", 1, &c));
    assert_false(strikes_add(&s, "b", 1, &c));
    assert_false(strikes_shut(&s, "a"));
    clock_advance(&c, 12 * HOUR);
    assert_true(strikes_add(&s, "a", 1, &c));
    assert_true(strikes_shut(&s, "a"));
    assert_false(strikes_shut(&s, "b"));
    clock_advance(&c, 1000 * HOUR); /* time alone opens nothing */
    assert_false(strikes_add(&s, "b", 1, &c));
    assert_true(strikes_shut(&s, "a"));
    assert_true(strikes_release(&s, "a"));
    assert_false(strikes_shut(&s, "a"));
    assert_false(strikes_release(&s, "a"));
}

static void one_mishap_a_day_shuts_nothing(void **state)
{
    struct strikes s = {.content = 1};
    struct clock c = clock_virtual(TODAY);
    (void)state;
    for (uint32_t day = 1; day < 60; day++) {
        assert_false(strikes_add(&s, "a", day, &c)); /* a new start each morning */
        clock_advance(&c, 25 * HOUR);
    }
    assert_false(strikes_shut(&s, "a"));
}

/* A clock that was never set starts each boot anew in 1970: two starts in a row count as a day, further ones do not. */
static void clocks_that_were_never_set(void **state)
{
    struct strikes s = {.content = 1};
    (void)state;
    for (uint32_t boot = 1; boot < 40; boot += 2) {
        struct clock c = clock_virtual(UNSET);
        assert_false(strikes_add(&s, "rare", boot, &c));
    }
    for (uint32_t boot = 50; boot < 52; boot++) {
        struct clock c = clock_virtual(UNSET);
        assert_int_equal(strikes_add(&s, "often", boot, &c), boot == 51);
        strikes_add(&s, "often", boot, &c);
    }
    assert_true(strikes_shut(&s, "often"));
    assert_false(strikes_shut(&s, "rare"));
}

/* Put back by years, put forward by years: neither forgets what was just now, nor opens what is shut. */
static void clocks_that_are_set(void **state)
{
    struct strikes s = {.content = 1};
    struct clock c = clock_virtual(TODAY), back = clock_virtual(TODAY - 8000 * HOUR), on = clock_virtual(TODAY + 90000 * HOUR);
    (void)state;
    strikes_add(&s, "a", 7, &c);
    strikes_add(&s, "a", 7, &back);
    assert_true(strikes_add(&s, "a", 7, &back));
    strikes_add(&s, "a", 8, &on);
    assert_true(strikes_shut(&s, "a"));
}

static void a_full_table_keeps_what_is_shut(void **state)
{
    struct strikes s = {.content = 1};
    struct clock c = clock_virtual(TODAY);
    char name[32];
    (void)state;
    for (int i = 0; i < 3; i++)
        strikes_add(&s, "shut", 1, &c);
    for (int i = 0; i < 10 * STRIKES_MAX; i++) {
        snprintf(name, sizeof name, "other/%d", i);
        clock_advance(&c, 1);
        strikes_add(&s, name, 1, &c);
    }
    assert_true(strikes_shut(&s, "shut"));
    assert_false(strikes_add(&s, "", 1, &c));
}

static void on_the_wire(void **state)
{
    struct strikes s = {.content = 1}, out = {.content = 9};
    struct clock c = clock_virtual(TODAY);
    struct buf b = {0};
    (void)state;
    for (int i = 0; i < 3; i++)
        strikes_add(&s, "quiz/a", 1, &c);
    strikes_add(&s, "b", 1, &c);
    strikes_encode(&b, &s);
    struct reader r = reader_of(b.data, b.len);
    assert_true(strikes_decode(&r, &out, 2, &c));
    assert_true(strikes_shut(&out, "quiz/a") && !strikes_shut(&out, "b") && strikes_any(&out));
    for (size_t len = 0; len < b.len; len++) { /* cut short anywhere: refused, nothing changed */
        r = reader_of(b.data, len);
        assert_false(strikes_decode(&r, &out, 2, &c));
        assert_true(strikes_shut(&out, "quiz/a"));
    }
    for (int i = 0; i < 20000; i++) { /* changed anywhere: refused, or something sane */
        unsigned char bytes[256];
        memcpy(bytes, b.data, b.len);
        for (int k = 0; k < 3; k++)
            bytes[(size_t)rand() % b.len] = (unsigned char)rand();
        r = reader_of(bytes, b.len);
        if (strikes_decode(&r, &out, 2, &c)) {
            for (int k = 0; k < STRIKES_MAX; k++)
                assert_true(!out.list[k].scene[0] || path_is_inside(out.list[k].scene));
        }
    }
    buf_free(&b);
}

struct place {
    char folder[64], path[128];
    struct config config;
    struct clock clock;
};

static int open_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    struct err e;
    snprintf(p->folder, sizeof p->folder, "/tmp/qf-strikes-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    config_defaults(&p->config, p->folder);
    snprintf(p->config.kiosk.data, sizeof p->config.kiosk.data, "%s/data", p->folder);
    snprintf(p->config.kiosk.scripts, sizeof p->config.kiosk.scripts, "%s/scripts", p->folder);
    snprintf(p->config.kiosk.media, sizeof p->config.kiosk.media, "%s/media", p->folder);
    snprintf(p->path, sizeof p->path, "%s/scripts/deep/a.lua", p->folder);
    char deep[128];
    snprintf(deep, sizeof deep, "%s/scripts/deep", p->folder);
    assert_true(file_make_folders(deep, 0700, &e) && file_make_folders(p->config.kiosk.data, 0700, &e));
    assert_true(file_write_durable(p->path, "one", 3, 0600, &e));
    p->clock = clock_virtual(TODAY);
    *state = p;
    return 0;
}

static int close_place(void **state)
{
    struct place *p = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", p->folder);
    free(p);
    return system(command);
}

static struct record of(enum record_kind kind, const char *scene)
{
    struct record r;
    record_start(&r, kind);
    snprintf(r.scene, sizeof r.scene, "%s", scene);
    if (kind == RECORD_FAULT)
        record_set_cut(&r, "what", "scene");
    return r;
}

static void the_book_survives_everything(void **state)
{
    struct place *p = *state;
    struct strike_book b;
    struct record enter = of(RECORD_ENTER, "deep/a"), fault = of(RECORD_FAULT, "deep/a"), leave = of(RECORD_LEAVE, "deep/a");
    struct record home = of(RECORD_FAULT, "venue");
    struct err e;
    strike_book_open(&b, &p->config, &p->clock, 5);
    strike_book_record(&b, &enter);
    assert_true(strike_book_record(&b, &fault)); /* the scene failed */
    strike_book_record(&b, &leave);
    strike_book_stage_died(&b); /* nothing was open */
    strike_book_record(&b, &enter);
    strike_book_stage_died(&b); /* died in it */
    for (int i = 0; i < 5; i++)
        assert_false(strike_book_record(&b, &home));
    strike_book_close(&b);
    strike_book_open(&b, &p->config, &p->clock, 6); /* a power cut later */
    assert_false(strikes_shut(&b.strikes, "deep/a"));
    assert_true(strike_book_record(&b, &fault));
    assert_true(strikes_shut(&b.strikes, "deep/a"));
    clock_advance(&p->clock, 1500);
    strike_book_look(&b, false); /* written */
    strike_book_open(&b, &p->config, &p->clock, 90);
    assert_true(strikes_shut(&b.strikes, "deep/a"));
    assert_true(strike_book_release(&b, "deep/a"));
    strike_book_close(&b);
    strike_book_open(&b, &p->config, &p->clock, 91);
    assert_false(strikes_any(&b.strikes));
    for (int i = 0; i < 3; i++)
        strike_book_record(&b, &fault);
    assert_true(file_write_durable(p->path, "other", 5, 0600, &e)); /* mended */
    assert_false(strike_book_look(&b, false));
    clock_advance(&p->clock, 61000);
    assert_true(strike_book_look(&b, false));
    assert_false(strikes_any(&b.strikes));
}

static void damaged_files(void **state)
{
    struct place *p = *state;
    struct strikes s;
    struct err e;
    char path[128], bytes[400];
    static const char good[] = "qingfeng strikes 1\n00000000000000ff\n3 7 1000 1795316645678 a\n1 7 5 5 b/c\n";
    snprintf(path, sizeof path, "%s/strikes", p->config.kiosk.data);
    assert_true(file_write_durable(path, good, sizeof good - 1, 0600, &e));
    strikes_load(&s, p->config.kiosk.data);
    assert_true(strikes_shut(&s, "a") && s.content == 0xff && s.list[1].count == 1);
    srand(7);
    for (int i = 0; i < 3000; i++) {
        size_t len = (size_t)rand() % sizeof good;
        memcpy(bytes, good, sizeof good);
        for (int k = 0; k < 4; k++)
            bytes[(size_t)rand() % (sizeof good - 1)] = (char)rand();
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        fwrite(bytes, 1, len, f);
        fclose(f);
        strikes_load(&s, p->config.kiosk.data);
        for (int k = 0; k < STRIKES_MAX; k++)
            assert_true(!s.list[k].scene[0] || (path_is_inside(s.list[k].scene) && s.list[k].count <= STRIKES_OUT));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_within_a_day),
        cmocka_unit_test(one_mishap_a_day_shuts_nothing),
        cmocka_unit_test(clocks_that_were_never_set),
        cmocka_unit_test(clocks_that_are_set),
        cmocka_unit_test(a_full_table_keeps_what_is_shut),
        cmocka_unit_test(on_the_wire),
        cmocka_unit_test_setup_teardown(the_book_survives_everything, open_place, close_place),
        cmocka_unit_test_setup_teardown(damaged_files, open_place, close_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
