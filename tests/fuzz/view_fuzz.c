#include "scene_rig.h"

/* Any table as a scene's view: the scene refuses it with a sentence, or the stage takes what it becomes. */

static const char *words[VALUE_WORDS];
static struct scene_rig rig;

static int words_open(void)
{
    static const char *const more[] = {"type", "line", "zh", "en", "top", "left", "right", "bottom", "20mm", "50%", "s3", "auto",
                                       "#A0B0C0", "#zz", "a/b.svg", "../a.png", "lotus", "screen", "back", "step", "attract",
                                       "chars", "清风", "<b>清</b>", "<b", "\xFF\xFE", "__index", "__len"};
    int n = 0, count;
    const struct prop_row *rows = prop_rows(&count);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        words[n++] = more[i];
    for (int i = 0; i < NODE_TYPES; i++)
        words[n++] = node_type_names[i];
    for (int i = 0; i < count && n < VALUE_WORDS; i++)
        words[n++] = rows[i].name;
    for (int i = 0; i < count; i++) {
        for (int k = 0; rows[i].kind == PROP_ENUM && rows[i].values[k] && n < VALUE_WORDS; k++)
            words[n++] = rows[i].values[k];
    }
    return n;
}

static struct value_maker maker(const uint8_t *data, size_t size)
{
    static int n;
    if (!n)
        n = words_open();
    return (struct value_maker){.in = reader_of(data, size), .words = words, .n_words = n};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char source[] = "return { view = function() return given and given[1], given and given[2] end }";
    struct value_maker m = maker(data, size);
    struct finding f;
    struct scene_event tap = {.view_serial = 1, .kind = EVENT_TAP, .handler = 1};
    if (!rig.scene.vm.L)
        rig_open(&rig, NULL);
    if (rig_give(&rig, &m) && rig_load(&rig, source, &f)) {
        MUST(rig.views == 1);
        rig_step(&rig, step_event, &tap, &f);
    }
    rig_forget(&rig);
    return 0;
}

/* { { type = "column", gap = 3, { type = "text", "清风" } }, { screen = "清风" } } */
static void seed_column(struct buf *out, const struct value_maker *m)
{
    seed_table(out, 2);
    seed_node(out, m, "column", 2);
    seed_key(out, m, "gap");
    buf_u8(out, VALUE_SMALL);
    buf_u8(out, 6);
    seed_node(out, m, "text", 1);
    seed_key(out, m, "text");
    seed_text(out, "清风");
    seed_next(out);
    seed_table(out, 1);
    seed_key(out, m, "screen");
    seed_word(out, m, "清风");
}

/* { { type = "button", on_tap = function() end, { type = "picture", src = "a/b.svg", width = "50%" } } } */
static void seed_button(struct buf *out, const struct value_maker *m)
{
    seed_table(out, 1);
    seed_node(out, m, "button", 2);
    seed_key(out, m, "on_tap");
    buf_u8(out, VALUE_FUNCTION);
    buf_u8(out, VALUE_NIL);
    seed_node(out, m, "picture", 2);
    seed_key(out, m, "src");
    seed_word(out, m, "a/b.svg");
    seed_key(out, m, "width");
    seed_word(out, m, "50%");
}

/* { t } with t.type = "row" and t[1] = t */
static void seed_itself(struct buf *out, const struct value_maker *m)
{
    seed_table(out, 1);
    seed_node(out, m, "row", 1);
    seed_next(out);
    buf_u8(out, VALUE_OLD);
    buf_u8(out, 1);
}

bool fuzz_seed(int i, struct buf *out)
{
    static void (*const seeds[])(struct buf *, const struct value_maker *) = {seed_column, seed_button, seed_itself};
    struct value_maker m = maker(NULL, 0);
    if (i > 2)
        return false;
    seeds[i](out, &m);
    return true;
}
