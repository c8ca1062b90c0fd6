#include "scene_rig.h"

/* Any tables as questions of a quiz, through the kit that editors write them with: the content check finds what is wrong
 * with them and shows every screen, a visitor opens and taps it. Whatever they are, the kit itself never stumbles: an
 * editor is told in the content's own words. */

static const char *const words[] = {
    "id",     "version", "explain", "picture", "source",  "edition", "effective", "scope",   "review_by", "right",  "wrong",
    "items",  "pairs",   "text",    "title",   "draw",    "intro",   "note",      "quiz",    "zh",        "en",     "level",
    "q1",     "q2",      "清风",    "2026-10-31", "2020-01-01", "a/b.svg", "../a", "answers", "options",  "date",   "result",
    "1",      "true",    "\xFF\xFE", "<b>", "line", "file", "problems", "kind", "stem", "parts"};

static struct scene_rig rig;

static struct value_maker maker(const uint8_t *data, size_t size)
{
    return (struct value_maker){
        .in = reader_of(data, size), .words = words, .n_words = sizeof words / sizeof *words, .plain = true};
}

static void judge(const struct finding *f)
{
    static const char *const lua_own[] = {"attempt to", "bad argument", "invalid value", "stack overflow", "out of range"};
    for (size_t i = 0; i < sizeof lua_own / sizeof *lua_own; i++) {
        if (!strstr(f->message, "构件 kit/") || !strstr(f->message, lua_own[i]))
            continue;
        fprintf(stderr, "%s:%u: %s\n", f->file, f->line, f->message);
        abort();
    }
}

static void visit(void)
{
    struct finding f;
    for (uint32_t i = 1; i <= 6; i++) {
        struct scene_event tap = {.view_serial = rig.scene.view_serial, .kind = EVENT_TAP, .handler = i};
        if (!rig_step(&rig, step_event, &tap, &f)) {
            judge(&f);
            return;
        }
    }
}

static void check(void)
{
    struct finding f;
    rig.screens = 0;
    if (!rig_step(&rig, step_survey, NULL, &f))
        judge(&f);
    for (uint32_t i = 0; i < rig.screens && i < 12; i++) {
        if (!rig_step(&rig, step_screen, &i, &f))
            judge(&f);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char source[] =
        "local make, all = { single, multiple, judge, order, match, fill }, { title = '题', draw = given.draw }\n"
        "for i = 1, 12 do if given[i] ~= nil then all[#all + 1] = make[(i - 1) % 6 + 1](given[i]) end end\n"
        "return quiz(all)\n";
    struct value_maker m = maker(data, size);
    struct finding f;
    if (!rig.scene.vm.L)
        rig_open(&rig, "scripts/kit");
    if (!rig_give(&rig, &m))
        return 0;
    lua_getglobal(rig.scene.vm.L, "given");
    bool table = lua_istable(rig.scene.vm.L, -1);
    lua_pop(rig.scene.vm.L, 1);
    if (table && rig_load(&rig, source, &f)) {
        visit();
        check();
    } else if (table) {
        judge(&f);
    }
    rig_forget(&rig);
    return 0;
}

static void seed_common(struct buf *out, const struct value_maker *m, const char *stem)
{
    seed_next(out);
    seed_text(out, stem);
    seed_key(out, m, "id");
    seed_word(out, m, "q1");
    seed_key(out, m, "explain");
    seed_text(out, "天知，神知");
    seed_key(out, m, "source");
    seed_text(out, "《后汉书》");
}

static void seed_list(struct buf *out, const struct value_maker *m, const char *name, const char *const *texts, int n)
{
    seed_key(out, m, name);
    seed_table(out, n);
    for (int i = 0; i < n; i++) {
        seed_next(out);
        seed_text(out, texts[i]);
    }
}

static const char *const texts[] = {"神知", "地知", "我知", "子知"};

static void seed_single(struct buf *out, const struct value_maker *m)
{
    seed_table(out, 6);
    seed_common(out, m, "第二知是哪一个？");
    seed_key(out, m, "right");
    seed_text(out, "神知");
    seed_list(out, m, "wrong", texts + 1, 3);
}

static void seed_multiple(struct buf *out, const struct value_maker *m)
{
    seed_table(out, 6);
    seed_common(out, m, "哪些？");
    seed_list(out, m, "right", texts, 2);
    seed_list(out, m, "wrong", texts + 2, 2);
}

static void seed_judge(struct buf *out, const struct value_maker *m)
{
    seed_table(out, 5);
    seed_common(out, m, "对吗？");
    seed_key(out, m, "right");
    buf_u8(out, VALUE_BOOL);
    buf_u8(out, 1);
}

static void seed_order(struct buf *out, const struct value_maker *m)
{
    seed_table(out, 5);
    seed_common(out, m, "排好");
    seed_list(out, m, "items", texts, 4);
}

static void seed_match(struct buf *out, const struct value_maker *m)
{
    seed_table(out, 5);
    seed_common(out, m, "配好");
    seed_key(out, m, "pairs");
    seed_table(out, 3);
    for (int i = 0; i < 3; i++) {
        seed_next(out);
        seed_table(out, 2);
        seed_next(out);
        seed_text(out, texts[i]);
        seed_next(out);
        seed_text(out, texts[i + 1]);
    }
}

static void seed_fill(struct buf *out, const struct value_maker *m)
{
    seed_table(out, 6);
    seed_common(out, m, "____，____，我知，子知。");
    seed_list(out, m, "right", texts, 2);
    seed_list(out, m, "wrong", texts + 2, 2);
}

bool fuzz_seed(int i, struct buf *out)
{
    static void (*const seeds[])(struct buf *, const struct value_maker *) = {seed_single, seed_multiple, seed_judge,
                                                                            seed_order,  seed_match,    seed_fill};
    struct value_maker m = maker(NULL, 0);
    if (i > 6)
        return false;
    seed_table(out, i < 6 ? i + 1 : 6); /* the kind follows from the place: what comes before is left out */
    for (int k = 0; k < (i < 6 ? i : 6); k++) {
        seed_next(out);
        if (i == 6)
            seeds[k](out, &m);
        else
            seed_single(out, &m);
    }
    if (i < 6) {
        seed_next(out);
        seeds[i](out, &m);
    }
    return true;
}
