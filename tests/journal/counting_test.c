/* The pass over record lines: what a line must be, when a record belongs where, and figures from files. */
#include "help.h"

#include "journal/merge.h"
#include "journal/spread.h"
#include "journal/line_read.h"
#include "trust/sha256.h"

#include <math.h>

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)
#define MORNING (NOON - 4 * HOUR) /* Sunday 2026-11-22, 08:00 in China */

/* Lines as a journal would write them. */
static struct {
    int64_t seq, boot, mono, wall;
    const char *clock;
    char prev[65];
    struct buf all;
} now;

static void begin(void)
{
    buf_free(&now.all);
    memset(&now, 0, sizeof now);
    now.boot = 1;
    now.wall = MORNING;
    now.clock = "ok";
    memset(now.prev, '0', 64);
}

static void pass(int64_t ms)
{
    now.mono += ms;
    now.wall += ms;
}

static void say(const char *visit, const char *kind, const char *scene, const char *data)
{
    char wall[25];
    size_t from = now.all.len;
    clock_format_utc(now.wall, wall);
    buf_printf(&now.all,
               "{\"seq\":%lld,\"prev\":\"%s\",\"boot\":%lld,\"mono\":%lld,\"wall\":\"%s\",\"tz\":480,\"clock\":\"%s\","
               "\"visit\":\"%s\",\"kind\":\"%s\",\"scene\":\"%s\",\"content\":\"demo@1\",\"data\":%s}",
               (long long)++now.seq, now.prev, (long long)now.boot, (long long)now.mono, wall, now.clock, visit, kind,
               scene, data);
    sha256_hex(now.all.data + from, now.all.len - from, now.prev);
    buf_u8(&now.all, '\n');
}

static void boot(int64_t number)
{
    now.boot = number;
    now.mono = 1000;
    say("", "boot", "", "{\"version\":\"1.0\"}");
}

static void end(const char *visit, const char *why)
{
    char data[200];
    pass(30000);
    snprintf(data, sizeof data,
             "{\"why\":\"%s\",\"active_ms\":30000,\"idle_ms\":0,\"inputs\":9,\"screens\":3,\"span_ms\":30000}", why);
    say(visit, "visit_end", "", data);
}

static void whole_visit(const char *visit)
{
    say(visit, "visit_start", "", "{}");
    end(visit, "finished");
}

static struct counts count_period(const char *from, const char *to)
{
    struct counts_period p;
    struct counts c;
    struct err e = {0};
    assert_true(counts_period_parse(from, to, &p, &e));
    struct counting *pass_over = counting_start(&p);
    if (!counting_take_lines(pass_over, (const char *)now.all.data, now.all.len, &e))
        fail_msg("%s", e.text);
    counting_end(pass_over, &c);
    return c;
}

static struct counts count(void)
{
    return count_period("", "");
}

static void pledges_and_pairs(void **state)
{
    (void)state;
    begin();
    boot(1);
    for (int i = 1; i <= 12; i++) {
        char visit[16];
        snprintf(visit, sizeof visit, "1-%d", i);
        say(visit, "visit_start", "", "{}");
        for (int k = 0; k < 3; k++) /* the third tap adds nothing, another version does */
            say(visit, "pledge", "pledge", k < 2 ? "{\"text\":\"family\",\"version\":1}" : "{\"text\":\"family\",\"version\":2}");
        say(visit, "vote", "survey", "{\"item\":\"q\",\"version\":1,\"chosen\":\"no\",\"form\":\"before\"}");
        say(visit, "vote", "survey", "{\"item\":\"q\",\"version\":1,\"chosen\":\"yes\",\"form\":\"before\"}");
        if (i > 1) /* one half only: no pair */
            say(visit, "vote", "survey", "{\"item\":\"q\",\"version\":1,\"chosen\":[\"yes\",\"very\"],\"form\":\"after\"}");
        if (i < 10)
            say(visit, "vote", "survey", "{\"item\":\"few\",\"version\":1,\"chosen\":\"a\"}");
        end(visit, "finished");
    }
    struct counts c = count();
    assert_int_equal(c.pledges.count, 2);
    assert_int_equal(c.pledges.rows[0].n, 12);
    assert_string_equal(c.pledges.rows[1].text[2], "2");
    assert_int_equal(c.pairs.count, 2);
    assert_string_equal(c.pairs.rows[0].text[3], "no");
    assert_int_equal(c.pairs.rows[0].n, 11);
    assert_int_equal(c.pairs.rows[0].more, 0);
    assert_int_equal(c.pairs.rows[0].of, 11);
    assert_string_equal(c.pairs.rows[1].text[3], "yes/very");
    assert_int_equal(c.pairs.rows[1].more, 11);
    struct buf b = {0};
    counts_write_csv(&c, &b);
    assert_non_null(strstr(buf_cstr(&b), "survey,q,1,no,11,0,11\r\n"));
    assert_non_null(strstr(buf_cstr(&b), "survey,few,1,a,少于 10,少于 10\r\n"));
    buf_free(&b);
    counts_free(&c);
}

static void events_stand_apart(void **state)
{
    (void)state;
    begin();
    boot(1);
    whole_visit("1-1");
    say("", "group", "", "{\"act\":\"open\",\"heads\":30,\"label\":\"采购-1\",\"type\":\"学习\"}");
    whole_visit("1-2");
    say("1-3", "visit_start", "", "{\"mode\":\"staff\"}");
    end("1-3", "left");
    pass(HOUR);
    say("1-4", "visit_start", "", "{}");
    say("1-4", "visit_end", "", "{\"why\":\"left\",\"active_ms\":1,\"idle_ms\":0,\"inputs\":1,\"screens\":1,\"span_ms\":0}");
    say("", "group", "", "{\"act\":\"close\",\"heads\":28,\"label\":\"采购-1\"}");
    whole_visit("1-5");
    say("", "group", "", "{\"heads\":7,\"label\":\"补登\"}");
    struct counts c = count();
    assert_int_equal(c.visits, 4); /* 28 heads are in none of them */
    assert_int_equal(c.events_count, 2);
    assert_string_equal(c.events[0].label, "采购-1");
    assert_int_equal(c.events[0].heads_open, 30);
    assert_int_equal(c.events[0].heads_close, 28);
    assert_int_equal(c.events[0].visits, 2);
    assert_int_equal(c.events[0].valid, 1);
    assert_int_equal(c.events[0].minutes, 61);
    assert_int_equal(c.events[1].heads_close, 7);
    assert_int_equal(c.events[1].visits, 0);
    counts_free(&c);
}

static void days_hours_and_service(void **state)
{
    (void)state;
    begin(); /* Sunday 08:00 */
    boot(1);
    say("", "setting", "", "{\"name\":\"opening_hours\",\"value\":\"1-5 09:00-17:00;7 08:30-10:00\"}");
    whole_visit("1-1");
    pass(HOUR - 30000); /* 09:00: half an hour of the opening has been served */
    whole_visit("1-2");
    now.wall += DAY - 31000 + 60 * 60000; /* Monday 10:00 after a night without power, 1 s short */
    boot(2);
    pass(HOUR);
    whole_visit("2-1");
    struct counts c = count();
    assert_int_equal(c.days_count, 2);
    assert_int_equal(c.days[0].visits, 2);
    assert_int_equal(c.hours[8], 1);
    assert_int_equal(c.hours[9], 1);
    assert_int_equal(c.weekdays[6], 2);
    assert_int_equal(c.weekdays[0], 1);
    assert_int_equal(c.service_ms, HOUR + 30000 + HOUR + 30000);
    assert_int_equal(c.planned_days, 2);
    assert_int_equal(c.days[0].planned_ms, 90 * 60000);
    assert_int_equal(c.days[0].open_ms, 30 * 60000 + 30000);
    assert_int_equal(c.days[1].planned_ms, now.wall + 8 * HOUR - (MORNING + 8 * HOUR + DAY + HOUR)); /* until now */
    assert_int_equal(c.days[1].open_ms, HOUR + 30000);
    assert_int_equal(c.open_ms, c.days[0].open_ms + c.days[1].open_ms);
    counts_free(&c);
    c = count_period("2026-11-23", "2026-11-23");
    assert_int_equal(c.visits, 1);
    assert_int_equal(c.service_ms, HOUR + 30000);
    assert_int_equal(c.planned_days, 1);
    counts_free(&c);
}

static void opening_hours_that_are_none(void **state)
{
    (void)state;
    struct opening o;
    struct err e;
    static const char *const bad[] = {"9-17", "09:00-08:00", "8 09:00-10:00", "1-5 09:00", "5-1 09:00-10:00",
                                      "24:01-24:30", "09:60-10:00", "1-5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(opening_parse(bad[i], &o, &e));
    assert_true(opening_parse("", &o, &e));
    assert_true(opening_parse("00:00-24:00", &o, &e));
    assert_int_equal(o.to[6], 1440);
    assert_true(opening_parse("1-5 08:30-17:30;6 09:00-12:00", &o, &e));
    assert_int_equal(o.from[0], 510);
    assert_int_equal(o.to[5], 720);
    assert_int_equal(o.to[6], 0);
}

/* The clock stood in 1970; an hour later it is set, and everything before finds its day. */
static void unset_until_set(void **state)
{
    (void)state;
    begin();
    now.wall = 5000;
    now.clock = "unset";
    boot(1);
    whole_visit("1-1");
    say("", "fault", "quiz", "{\"what\":\"scene\"}");
    say("", "group", "", "{\"act\":\"open\",\"heads\":3,\"label\":\"a\"}");
    struct counts c = count_period("2026-11-22", "2026-11-22");
    assert_int_equal(c.visits + c.records + c.boots + c.faults.count + c.events_count, 0);
    assert_int_equal(c.unknown_records, 5);
    assert_int_equal(c.unknown_visits, 1);
    counts_free(&c);
    now.clock = "ok";
    now.wall = NOON;
    say("", "clock", "", "{\"why\":\"set\",\"by_ms\":1}");
    c = count_period("2026-11-22", "2026-11-22");
    assert_int_equal(c.visits, 1);
    assert_int_equal(c.records, 6);
    assert_int_equal(c.boots, 1);
    assert_int_equal(c.faults.count, 1);
    assert_int_equal(c.events_count, 1);
    assert_int_equal(c.unknown_records + c.unknown_visits, 0);
    assert_int_equal(c.hours[11], 1); /* half a minute before noon */
    counts_free(&c);
}

/* The date had fallen back by a month and the journal saw it; the administrator sets it in the same boot. */
static void stepped_until_told(void **state)
{
    (void)state;
    begin();
    boot(1);
    whole_visit("1-1");
    now.wall -= 30 * DAY;
    now.clock = "stepped";
    boot(2);
    whole_visit("2-1");
    struct counts c = count_period("2026-10-01", "2026-10-31");
    assert_int_equal(c.visits, 1);
    assert_int_equal(c.stepped_records, 3);
    counts_free(&c);
    now.wall += 30 * DAY;
    now.clock = "ok";
    say("", "clock", "", "{\"why\":\"admin\",\"by_ms\":1}");
    c = count_period("2026-10-01", "2026-10-31");
    assert_int_equal(c.visits, 0);
    counts_free(&c);
    c = count_period("2026-11-22", "2026-11-22");
    assert_int_equal(c.visits, 2);
    counts_free(&c);
}

/* A visit that the power cut ends in the next boot, with its own day, and a record that comes far too late. */
static void over_a_power_cut(void **state)
{
    (void)state;
    begin();
    boot(1);
    say("1-1", "visit_start", "", "{}");
    say("1-1", "enter", "quiz", "{}");
    now.wall += DAY;
    boot(2);
    say("1-1", "visit_end", "", "{\"why\":\"power_loss\",\"active_ms\":5,\"idle_ms\":0}");
    struct counts c = count_period("2026-11-22", "2026-11-22");
    assert_int_equal(c.ends[END_POWER_LOSS], 1);
    assert_int_equal(c.scenes.count, 1);
    counts_free(&c);
    for (int i = 1; i <= 20; i++) {
        char visit[16];
        snprintf(visit, sizeof visit, "2-%d", i);
        whole_visit(visit);
    }
    say("2-19", "answer", "quiz", "{\"question\":\"q\",\"version\":1,\"chosen\":\"a\",\"right\":true,\"attempt\":1}");
    say("2-3", "answer", "quiz", "{\"question\":\"q\",\"version\":1,\"chosen\":\"a\",\"right\":true,\"attempt\":1}");
    c = count();
    assert_int_equal(c.visits, 21);
    assert_int_equal(c.questions.rows[0].n, 1); /* 2-19 had just ended */
    assert_int_equal(c.late, 1);                /* 2-3 had been counted long before */
    assert_int_equal(c.ongoing, 0);
    counts_free(&c);
}

static void answer(const char *visit, int question, int version, const char *right, int attempt)
{
    char data[160];
    snprintf(data, sizeof data, "{\"question\":\"q%d\",\"version\":%d,\"chosen\":\"a\",\"right\":%s,\"attempt\":%d}", question,
             version, right, attempt);
    say(visit, "answer", "quiz", data);
}

/* The rounds that a quiz counts begin again at every entry; a visit has one first answer to a question. */
static void first_is_first_in_the_visit(void **state)
{
    (void)state;
    begin();
    boot(1);
    say("1-1", "visit_start", "", "{}");
    answer("1-1", 1, 1, "false", 1);
    answer("1-1", 1, 1, "true", 1);  /* entered again */
    answer("1-1", 2, 1, "true", 2);  /* drawn in the second round only */
    answer("1-1", 1, 2, "true", 3);  /* another version is another question */
    end("1-1", "finished");
    say("1-2", "visit_start", "", "{}");
    answer("1-2", 1, 1, "true", 1);
    end("1-2", "finished");
    struct counts c = count();
    assert_int_equal(c.questions.count, 3);
    assert_string_equal(c.questions.rows[0].text[1], "q1");
    assert_int_equal(c.questions.rows[0].of, 2);
    assert_int_equal(c.questions.rows[0].n, 1);
    assert_int_equal(c.questions.rows[0].more, 1);
    assert_int_equal(c.questions.rows[1].of, 1);
    assert_string_equal(c.questions.rows[1].text[2], "2");
    assert_int_equal(c.questions.rows[2].of, 1);
    assert_int_equal(c.questions.rows[2].n, 1);
    assert_int_equal(c.questions.rows[2].more, 0);
    counts_free(&c);
}

/* Where a visit ended: in the scene that its end left, at home when that had been left before. */
static void left_where_it_ended(void **state)
{
    (void)state;
    begin();
    boot(1);
    say("1-1", "visit_start", "", "{}");
    say("1-1", "enter", "quiz", "{}");
    pass(9000);
    say("1-1", "leave", "quiz", "{\"active_ms\":9000,\"done\":true}");
    end("1-1", "timeout"); /* at home, half a minute later */
    say("1-2", "visit_start", "", "{}");
    say("1-2", "enter", "quiz", "{}");
    pass(30000);
    say("1-2", "leave", "quiz", "{\"active_ms\":0,\"done\":false}");
    pass(-30000);
    end("1-2", "timeout");
    say("1-3", "visit_start", "", "{}");
    end("1-3", "timeout");
    struct counts c = count();
    assert_int_equal(c.left_at.count, 2);
    assert_string_equal(c.left_at.rows[0].text[0], "");
    assert_int_equal(c.left_at.rows[0].n, 2);
    assert_string_equal(c.left_at.rows[1].text[0], "quiz");
    assert_int_equal(c.left_at.rows[1].n, 1);
    counts_free(&c);
}

/* A chain that starts again after a damaged file: the visit cut by it stays without an end, numbers may come again. */
static void a_chain_after_another(void **state)
{
    (void)state;
    begin();
    boot(1);
    whole_visit("1-1");
    say("1-2", "visit_start", "", "{}");
    now.seq = 0;
    boot(1);
    whole_visit("1-1");
    say("", "tally", "quiz", "{\"of\":\"answer\",\"count\":40,\"boot\":1,\"after\":2}");
    now.seq += 3;
    say("", "prune", "", "{\"upto\":5,\"head\":\"x\",\"records\":5,\"before\":\"2026-01-01\",\"export\":\"e\","
        "\"visits\":7,\"valid\":4,\"effective\":2}");
    struct counts c = count();
    assert_int_equal(c.visits, 3);
    assert_int_equal(c.ongoing, 1);
    assert_int_equal(c.boots, 2);
    assert_int_equal(c.missing, 3);
    assert_int_equal(c.pruned, 5);
    assert_int_equal(c.pruned_months.count, 1);
    assert_string_equal(c.pruned_months.rows[0].text[0], "2026-01-01");
    assert_int_equal(c.pruned_months.rows[0].n, 7);
    assert_int_equal(c.pruned_months.rows[0].of, 4);
    assert_int_equal(c.pruned_months.rows[0].more, 2);
    assert_int_equal(c.pruned_visits, 7);
    assert_int_equal(c.tallied.rows[0].n, 40);
    assert_string_equal(c.tallied.rows[0].text[0], "answer");
    counts_free(&c);
    static const struct {
        const char *from, *to;
        int64_t visits;
    } periods[] = {{"2025-12-31", "", 7}, {"2025-12-01", "2025-12-01", 7}, {"2026-01-01", "", -1}, {"", "2025-11-30", -1}};
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        c = count_period(periods[i].from, periods[i].to);
        assert_int_equal(c.pruned_visits, periods[i].visits);
        struct buf text = {0};
        counts_write_text(&c, &text);
        assert_int_equal(strstr(buf_cstr(&text), "期满清理的参观") != NULL, periods[i].visits >= 0);
        buf_free(&text);
        counts_free(&c);
    }
}

static void what_is_no_line(void **state)
{
    (void)state;
    static const char good[] =
        "{\"seq\":7,\"prev\":\"" LINE_ZEROS "\",\"boot\":1,\"mono\":5,\"wall\":\"2026-11-22T03:04:05.678Z\",\"tz\":480,"
        "\"clock\":\"ok\",\"visit\":\"1-2\",\"kind\":\"custom\",\"scene\":\"a/b\",\"content\":\"\","
        "\"data\":{\"name\":\"x\\u0001\\\"\\n/\",\"data\":{\"a\":[1,-2.5e3,null]},\"n\":-12,\"t\":[\"a\",\"b\"]}}";
    struct line_view l;
    struct err e = {0};
    char text[64];
    int64_t n;
    assert_null(line_read(good, strlen(good), &l));
    assert_int_equal(l.wall, INT64_C(1795316645678));
    assert_int_equal(l.kind, RECORD_CUSTOM);
    assert_int_equal(l.visit_number, 2);
    assert_true(line_text(&l, "name", text, sizeof text));
    assert_string_equal(text, "x\x01\"\n/");
    assert_true(line_text(&l, "t", text, sizeof text));
    assert_string_equal(text, "a/b");
    assert_false(line_text(&l, "t", text, 3));
    assert_true(line_int(&l, "n", &n) && n == -12);
    assert_false(line_int(&l, "name", &n) || line_int(&l, "none", &n));
    char *line = malloc(sizeof good);
    int refused = 0;
    for (size_t at = 0; at < sizeof good - 1; at++) { /* a byte lost anywhere: read or refused, never out of bounds */
        memcpy(line, good, at);
        memcpy(line + at, good + at + 1, sizeof good - 2 - at);
        refused += line_read(line, sizeof good - 2, &l) != NULL;
        char *cut = malloc(at + 1);
        memcpy(cut, good, at);
        assert_non_null(line_read(cut, at, &l));
        free(cut);
    }
    free(line);
    assert_true(refused > 200);
    struct counting *c = counting_start(&(struct counts_period){0});
    assert_true(counting_take(c, good, strlen(good), &e));
    assert_false(counting_take(c, "{\"seq\":8}", 9, &e));
    assert_non_null(strstr(e.text, "第 2 行"));
    counting_drop(c);
}

/* Every visit leaves at a scene of its own: the tables grow while a visit is folded into them. */
static void names_without_end(void **state)
{
    (void)state;
    begin();
    boot(1);
    for (int i = 1; i <= 700; i++) {
        char visit[16], scene[24];
        snprintf(visit, sizeof visit, "1-%d", i);
        snprintf(scene, sizeof scene, "scene/%d", i);
        say(visit, "visit_start", "", "{}");
        say(visit, "enter", scene, "{}");
        end(visit, "left");
    }
    struct counts c = count();
    assert_int_equal(c.scenes.count, 700);
    assert_int_equal(c.left_at.count, 700);
    for (int i = 0; i < 700; i++)
        assert_int_equal(c.left_at.rows[i].n, 1);
    counts_free(&c);
}

/* Lines with changed bytes, the same ones each time: refused or counted, never out of bounds. */
static void changed_bytes(void **state)
{
    (void)state;
    unsigned dice = 7;
    int refused = 0, taken = 0;
    for (int round = 0; round < 40; round++) {
        struct counting *c = counting_start(&(struct counts_period){0});
        const char *at = (const char *)now.all.data, *last = at + now.all.len;
        for (const char *next; at < last; at = next) {
            next = memchr(at, '\n', (size_t)(last - at)) + 1;
            size_t len = (size_t)(next - at - 1);
            char *line = malloc(len);
            memcpy(line, at, len);
            for (int k = 0; k < 2; k++) {
                dice = dice * 1103515245u + 12345u;
                line[(dice >> 8) % len] = "\"\\{}[],:-019tfn\xFF"[(dice >> 4) % 16];
            }
            bool well = counting_take(c, line, len, NULL);
            taken += well;
            refused += !well;
            free(line);
        }
        struct counts out;
        counting_end(c, &out);
        counts_free(&out);
    }
    assert_true(taken > 1000 && refused > 1000);
}

static void quantiles_of_many(void **state)
{
    (void)state;
    struct spread s = {0};
    for (int64_t i = 0; i < 200000; i++)
        spread_add(&s, (i * 7919) % 200000 * 10);
    assert_int_equal(s.n, 200000);
    for (int i = 1; i < 4; i++) {
        double want = 1999990 * i / 4.0, got = spread_at(&s, i / 4.0);
        assert_true(fabs(got - want) <= want * 0.005);
    }
    spread_add(&s, INT64_MAX);
    spread_add(&s, -5);
    assert_true(spread_at(&s, 1) > 9e18);
    assert_true(spread_at(&s, 0) == 0);
    spread_free(&s);
}

static void write_lines(const char *name, int from, int to)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    const char *at = (const char *)now.all.data;
    for (int i = 1; i <= to; i++) {
        const char *next = memchr(at, '\n', now.all.len) + 1;
        if (i >= from)
            fwrite(at, 1, (size_t)(next - at), f);
        at = next;
    }
    fclose(f);
}

static void json_of_files(struct buf *out, int chains, int files, const char *a, const char *b, const char *c)
{
    const char *names[3] = {a, b, c}, *paths[3];
    char path[3][400];
    int n = 0;
    struct merge_result result;
    struct counts figures;
    struct err e = {0};
    for (; n < 3 && names[n]; n++) {
        snprintf(path[n], sizeof path[n], "%s/%s", folder, names[n]);
        paths[n] = path[n];
    }
    if (!counts_of_files(paths, n, &(struct counts_period){0}, &figures, &result, &e))
        fail_msg("%s", e.text);
    assert_int_equal(result.chains, chains);
    assert_int_equal(result.files, files);
    buf_clear(out);
    counts_write_json(&figures, out);
    counts_free(&figures);
}

/* Exports overlap, come in any order and more than once: the figures are those of the journal. */
static void exports_count_once(void **state)
{
    (void)state;
    struct buf once = {0}, again = {0};
    begin();
    boot(1);
    for (int i = 1; i <= 30; i++) {
        char visit[16];
        snprintf(visit, sizeof visit, "1-%d", i);
        say(visit, "visit_start", "", "{}");
        say(visit, "enter", "quiz", "{}");
        say(visit, "leave", "quiz", "{\"active_ms\":1,\"done\":true}");
        end(visit, "finished");
    }
    struct counts c = count();
    counts_write_json(&c, &once);
    counts_free(&c);
    run("mkdir %s/first %s/whole", folder, folder);
    write_lines("first/records.jsonl", 1, 50);
    write_lines("whole/records.jsonl", 1, 121);
    write_lines("since.jsonl", 43, 121);
    json_of_files(&again, 1, 1, "whole", NULL, NULL);
    assert_string_equal(buf_cstr(&once), buf_cstr(&again));
    json_of_files(&again, 1, 1, "first", "whole", "first");
    assert_string_equal(buf_cstr(&once), buf_cstr(&again));
    json_of_files(&again, 1, 2, "since.jsonl", "first", NULL);
    assert_string_equal(buf_cstr(&once), buf_cstr(&again));
    write_lines("gap.jsonl", 60, 121);
    json_of_files(&again, 2, 2, "gap.jsonl", "first", NULL); /* nothing proves that they belong together */
    assert_non_null(strstr(buf_cstr(&again), "\"missing\":9,"));
    buf_free(&once);
    buf_free(&again);
}

static void files_that_are_none(void **state)
{
    (void)state;
    struct merge_result result;
    struct counts figures;
    struct err e = {0};
    char path[400];
    const char *paths[1] = {path};
    snprintf(path, sizeof path, "%s/none.jsonl", folder);
    assert_false(counts_of_files(paths, 1, &(struct counts_period){0}, &figures, &result, &e));
    assert_non_null(strstr(e.text, "none.jsonl"));
    begin();
    boot(1);
    whole_visit("1-1");
    write_lines("none.jsonl", 1, 3);
    run("sed -i 2s/visit_start/visit_stxrt/ %s; sed -i 's/\"tz\":480/\"tz\":4x0/' %s", path, path);
    assert_false(counts_of_files(paths, 1, &(struct counts_period){0}, &figures, &result, &e));
    assert_non_null(strstr(e.text, "第 1 行"));
    run("head -c 3000000 /dev/zero > %s", path);
    assert_false(counts_of_files(paths, 1, &(struct counts_period){0}, &figures, &result, &e));
    assert_non_null(strstr(e.text, "太长"));
    run("rm %s; mkfifo %s", path, path);
    assert_false(counts_of_files(paths, 1, &(struct counts_period){0}, &figures, &result, &e));
}

int main(void)
{
    setenv("TZ", "Asia/Shanghai", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pledges_and_pairs),
        cmocka_unit_test(events_stand_apart),
        cmocka_unit_test(days_hours_and_service),
        cmocka_unit_test(opening_hours_that_are_none),
        cmocka_unit_test(unset_until_set),
        cmocka_unit_test(stepped_until_told),
        cmocka_unit_test(over_a_power_cut),
        cmocka_unit_test(first_is_first_in_the_visit),
        cmocka_unit_test(left_where_it_ended),
        cmocka_unit_test(a_chain_after_another),
        cmocka_unit_test(what_is_no_line),
        cmocka_unit_test(names_without_end),
        cmocka_unit_test(changed_bytes),
        cmocka_unit_test(quantiles_of_many),
        cmocka_unit_test_setup_teardown(exports_count_once, setup, teardown),
        cmocka_unit_test_setup_teardown(files_that_are_none, setup, teardown),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    buf_free(&now.all);
    return failed;
}
