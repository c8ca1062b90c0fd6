/* Nothing that an export holds is a person: not the tables of what may be recorded, and not the export of a kiosk on
 * which somebody signed with a finger, while the exhibit tried to keep what it could get of that. */
#include "app/tour.h"
#include "app/visitor.h"
#include "base/file.h"
#include "journal/line_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <dirent.h>

static const char venue[] =
    "return venue { title = \"试验\", short = \"试验\", content = \"sign@1\", theme = \"qinglian\", seal = \"清\",\n"
    "    attract = { { picture = \"attract/lotus.svg\", lines = { \"试验\" }, text = \"一\" } },\n"
    "    zone { \"分区\", cover { scene = \"sign\", title = \"廉洁承诺\", picture = \"covers/quiz.svg\", minutes = 1 "
    "} } }\n";

/* Keeps everything that it is told about the ink, as far as a record takes it. */
static const char scene[] = "return scene { title = \"廉洁承诺\",\n"
                            "    start = function() return { inked = false } end,\n"
                            "    view = function(state)\n"
                            "        return column { padding = 40, gap = 20,\n"
                            "            text { text = \"请在下面签名\" },\n"
                            "            canvas { key = \"pad\", grow = 1, on_ink = function(...)\n"
                            "                local told = { n = select(\"#\", ...) }\n"
                            "                for i = 1, told.n do told[\"a\" .. i] = tostring((select(i, ...))) end\n"
                            "                engine.record(\"custom\", { name = \"ink\", data = told })\n"
                            "                state.inked = true\n"
                            "            end },\n"
                            "            button { key = \"done\", on_tap = function()\n"
                            "                engine.record(\"pledge\", { text = \"honest\", version = 1 })\n"
                            "            end, text { text = \"我承诺\" } } }, { screen = \"sign\" }\n"
                            "    end }\n";

struct desk {
    char folder[64], scripts[80], data[80], place[1300];
    struct config config;
    struct clock clock;
    struct visitor v;
    struct journal *journal;
};

static void put(const char *folder, const char *name, const char *text)
{
    char path[200];
    struct err e;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(file_write_durable(path, text, strlen(text), 0644, &e));
}

static void keep(void *user, const struct record *r)
{
    struct desk *d = user;
    struct err e;
    if (!journal_append(d->journal, r, &e))
        fail_msg("%s", e.text);
}

static void tap(struct desk *d, const char *text)
{
    struct err e;
    if (!visitor_tap_text(&d->v, text, &e) || !visitor_wait(&d->v, 3000, &e))
        fail_msg("%s", e.text);
}

/* A signature: some strokes across the middle of the screen, at places that no other number of a record has. */
static void sign(struct desk *d)
{
    static const int strokes[][4] = {{341, 307, 887, 311}, {347, 389, 877, 283}, {613, 293, 617, 401}};
    struct err e;
    for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++)
        if (!visitor_drag(&d->v, &strokes[i][0], &strokes[i][2], &e))
            fail_msg("%s", e.text);
}

static int visit_and_export(void **state)
{
    struct desk *d = calloc(1, sizeof *d);
    struct err e;
    strcpy(d->folder, "/tmp/qingfeng-privacy-XXXXXX");
    assert_non_null(mkdtemp(d->folder));
    snprintf(d->scripts, sizeof d->scripts, "%s/scripts", d->folder);
    snprintf(d->data, sizeof d->data, "%s/data", d->folder);
    assert_true(file_make_folders(d->scripts, 0755, &e));
    put(d->scripts, "venue.lua", venue);
    put(d->scripts, "sign.lua", scene);
    config_defaults(&d->config, SOURCE_DIR);
    snprintf(d->config.kiosk.scripts, sizeof d->config.kiosk.scripts, "%s", d->scripts);
    snprintf(d->config.kiosk.data, sizeof d->config.kiosk.data, "%s", d->data);
    d->clock = clock_virtual(1795316645678);
    d->journal = journal_open(d->data, &d->clock, "test");
    struct show_options o = {.config = &d->config,
                             .clock = &d->clock,
                             .headless = true,
                             .width = 1280,
                             .height = 720,
                             .text_size = -1,
                             .boot = journal_boot(d->journal),
                             .first_visit = 1,
                             .send = keep,
                             .user = d};
    if (!visitor_open(&d->v, &o, &e))
        fail_msg("%s", e.text);
    tap(d, "轻触屏幕开始");
    tap(d, "廉洁承诺");
    sign(d);
    tap(d, "我承诺");
    tap(d, "首页");
    assert_true(visitor_wait(&d->v, 300000, &e));
    visitor_close(&d->v);
    if (!tour_export(d->journal, &d->config, &d->clock, d->folder, d->data, d->place, sizeof d->place, &e))
        fail_msg("%s", e.text);
    journal_close(d->journal);
    *state = d;
    return 0;
}

static int clean(void **state)
{
    struct desk *d = *state;
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", d->folder);
    int code = system(command);
    free(d);
    return code;
}

static struct buf slurp(const struct desk *d, const char *name)
{
    char path[1500];
    struct buf b = {0};
    struct err e;
    snprintf(path, sizeof path, "%s/%s", d->place, name);
    if (!file_read(path, 1 << 24, &b, &e))
        fail_msg("%s", e.text);
    buf_cstr(&b);
    return b;
}

static const struct record_field *field_of(const struct record_row *row, const struct span *name)
{
    for (const struct record_field *f = row->fields; f < row->fields + RECORD_FIELDS_MAX && f->name; f++)
        if (strlen(f->name) == name->len && memcmp(f->name, name->at, name->len) == 0)
            return f;
    return NULL;
}

/* Every record has a kind of the table and only its fields; of the signature there is that somebody signed. */
static void records_hold_what_the_table_says(void **state)
{
    struct desk *d = *state;
    struct buf text = slurp(d, "records.jsonl");
    int seen[RECORD_KINDS] = {0};
    for (char *line = (char *)text.data, *end; (end = strchr(line, '\n')); line = end + 1) {
        struct line_view l;
        assert_null(line_read(line, (size_t)(end - line), &l));
        assert_true(l.kind < RECORD_KINDS);
        seen[l.kind]++;
        for (int i = 0; i < l.fields; i++)
            if (!field_of(&record_rows[l.kind], &l.field[i].name))
                fail_msg("a field that the table does not know: %.*s", (int)(end - line), line);
    }
    assert_int_equal(seen[RECORD_PLEDGE], 1);
    assert_true(seen[RECORD_CUSTOM] >= 1);
    assert_null(strstr((char *)text.data, "\"data\":{\"name\":\"ink\",\"data\":{\"n\":1"));
    assert_non_null(strstr((char *)text.data, "\"data\":{\"name\":\"ink\",\"data\":{\"n\":0}}"));
    assert_non_null(strstr((char *)text.data,
                           "\"kind\":\"pledge\",\"scene\":\"sign\",\"content\":\"sign@1\",\"data\":"
                           "{\"text\":\"honest\",\"version\":1}}"));
    buf_free(&text);
}

/* Not a place where the finger went, as a number of its own, in any file that is text. */
static void no_stroke_is_in_it(void **state)
{
    static const char *const files[] = {"records.jsonl", "manifest.json", "summary.csv"};
    static const char *const places[] = {"341", "307", "887", "311", "347", "389",
                                         "877", "283", "613", "293", "617", "401"};
    static const char digits[] = "0123456789abcdef.";
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        struct buf text = slurp(*state, files[f]);
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            for (const char *at = (char *)text.data; (at = strstr(at, places[i])); at += 3) {
                bool alone = at > (char *)text.data && !strchr(digits, at[-1]) && !strchr(digits, at[3]);
                if (alone)
                    fail_msg("%s has the number %s: %.40s", files[f], places[i], at);
            }
        }
        buf_free(&text);
    }
}

/* Nor who runs the machine and where its files lie. */
static void no_path_and_no_account_is_in_it(void **state)
{
    struct desk *d = *state;
    DIR *folder = opendir(d->place);
    const struct dirent *entry;
    int files = 0;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        if (entry->d_name[0] == '.')
            continue;
        struct buf text = slurp(d, entry->d_name);
        files++;
        assert_null(memmem(text.data, text.len, d->folder, strlen(d->folder)));
        assert_null(memmem(text.data, text.len, SOURCE_DIR, strlen(SOURCE_DIR)));
        buf_free(&text);
    }
    closedir(folder);
    assert_true(files >= 6);
}

static void names_of_folders_and_files_are_fixed(void **state)
{
    static const char *const known[] = {"records.jsonl", "report.html", "summary.xlsx",       "summary.csv",
                                        "manifest.json", "SHA256SUMS",  "SHA256SUMS.minisig", "kiosk.pub"};
    struct desk *d = *state;
    const char *name = strrchr(d->place, '/') + 1;
    assert_int_equal(strspn(name, "0123456789-"), strlen(name));
    assert_true(strlen(name) >= 17);
    DIR *folder = opendir(d->place);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        bool is_known = entry->d_name[0] == '.';
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            is_known = is_known || !strcmp(entry->d_name, known[i]);
        if (!is_known)
            fail_msg("%s in an export", entry->d_name);
    }
    closedir(folder);
}

/* What an exhibit may send are names that its author declared: short, never sentences of their own; sentences come
 * from the machine and its staff. No field is there for a person. */
static void no_field_is_for_a_person(void **state)
{
    (void)state;
    static const char *const forbidden[] = {"person", "phone",  "mobile",  "address", "face",    "photo",
                                            "voice",  "stroke", "ink",     "points",  "comment", "message",
                                            "email",  "openid", "id_card", "user"};
    int rows = 0;
    for (int kind = 0; kind < RECORD_KINDS; kind++) {
        const struct record_row *row = &record_rows[kind];
        bool from_scene = row->senders & SENDER_SCENE;
        rows++;
        for (const struct record_field *f = row->fields; f < row->fields + RECORD_FIELDS_MAX && f->name; f++) {
            for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
                if (strstr(f->name, forbidden[i]))
                    fail_msg("%s has a field %s", row->name, f->name);
            if (from_scene && f->type == FIELD_TEXT)
                fail_msg("%s.%s: an exhibit could send sentences", row->name, f->name);
            if (from_scene && (f->type == FIELD_NAME || f->type == FIELD_TEXTS) && f->most > 96)
                fail_msg("%s.%s: longer than a name", row->name, f->name);
            if (f->type == FIELD_OBJECT)
                assert_true(kind == RECORD_CUSTOM && f->most <= 1024);
            if (strcmp(f->name, "signature") == 0)
                assert_int_equal(kind, RECORD_CHECKPOINT); /* the device's */
        }
    }
    assert_true(rows >= 20);
}

/* There is nothing on screen into which a visitor could type, and no event that carries what a finger drew. */
static void nothing_takes_text_from_a_visitor(void **state)
{
    (void)state;
    static const char *const known[] = {"column",  "row",    "grid",   "stack", "scroll", "pages",  "text",
                                        "picture", "button", "canvas", "meter", "matrix", "spacer", NULL};
    for (int i = 0; known[i] || node_type_names[i]; i++)
        assert_string_equal(node_type_names[i] ? node_type_names[i] : "(none)", known[i] ? known[i] : "(none)");
    struct scene_event ink = {.kind = EVENT_INK};
    assert_int_equal(sizeof ink.text, 96); /* EVENT_DROP's name; there is no other room in an event */
    assert_true(sizeof ink <= 5 * sizeof(uint32_t) + sizeof ink.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_hold_what_the_table_says), cmocka_unit_test(no_stroke_is_in_it),
        cmocka_unit_test(no_path_and_no_account_is_in_it),  cmocka_unit_test(names_of_folders_and_files_are_fixed),
        cmocka_unit_test(no_field_is_for_a_person),         cmocka_unit_test(nothing_takes_text_from_a_visitor),
    };
    return cmocka_run_group_tests(tests, visit_and_export, clean);
}
