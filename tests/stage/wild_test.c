/* Trees that nobody would write: every property at random within its row's range, at random sizes of screen,
 * under random fingers. Nothing may crash, overflow or hang; run with sanitizers this says something. */
#include "rig.h"

#include "base/log.h"

static uint32_t seed;

static uint32_t any(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return below ? (seed >> 8) % below : 0;
}

static double between(double lo, double hi)
{
    static const double parts[] = {0, 0.001, 0.01, 0.02, 0.1, 0.5, 1};
    return lo + (hi - lo) * parts[any(7)];
}

static struct size any_size(const struct prop_row *row)
{
    struct size s = {.unit = (enum size_unit)any(5)};
    s.v = s.unit == SIZE_SPACE ? (float)any(SPACE_COUNT) : (float)between(row->min, row->max);
    return s;
}

static void set(struct node *n, const struct prop_row *row)
{
    static const char *const texts[] = {
        "", "清", "廉洁文化从一件小事做起，2020年7月1日。", "Incorruptible", "<b>半</q>\n\n<u>", "check"};
    char *at = (char *)n + row->offset;
    const char *text = texts[any(6)];
    double v = between(row->min, row->max);
    int choice = 0;
    switch (row->kind) {
    case PROP_BOOL:
        *(bool *)at = any(2);
        break;
    case PROP_ENUM:
        while (row->values[choice])
            choice++;
        *(int *)at = (int)any((uint32_t)choice);
        break;
    case PROP_INT:
        *(int *)at = (int)v;
        break;
    case PROP_NUMBER:
        *(float *)at = (float)v;
        break;
    case PROP_TEXT:
    case PROP_NAME:
        memcpy(at, &text, sizeof text);
        break;
    case PROP_COLOR:
        *(uint32_t *)at = any(2) ? any(COLOR_COUNT) : 0xFF000000u | any(1 << 24);
        break;
    case PROP_SIZE:
        *(struct size *)at = any_size(row);
        break;
    case PROP_EDGES:
        *(struct edges *)at = (struct edges){any_size(row), any_size(row), any_size(row), any_size(row)};
        break;
    case PROP_HANDLER:
        *(uint32_t *)at = any(3);
        break;
    }
}

static struct node *wild(struct node *parent, int depth, int *left)
{
    struct node *n = build_node(&rig.a, parent, (enum node_type)any(depth < 2 ? NODE_TEXT : NODE_TYPES));
    int rows;
    const struct prop_row *row = prop_rows(&rows);
    for (int i = 0; i < rows; i++) {
        if ((row[i].types & 1u << n->type) && any(5) == 0)
            set(n, &row[i]);
    }
    bool holds = n->type <= NODE_PAGES || n->type == NODE_BUTTON;
    for (uint32_t k = 1 + any(6); holds && depth < 28 && k > 0 && *left > 0; k--) {
        --*left;
        wild(n, depth + 1, left);
    }
    return n;
}

static void poke(void)
{
    static const enum input_kind kinds[] = {INPUT_DOWN, INPUT_DOWN, INPUT_MOVE,
                                            INPUT_MOVE, INPUT_UP,   INPUT_CANCEL};
    int w = rig.stage->style.w, h = rig.stage->style.h;
    for (int i = 0; i < 6; i++) {
        struct input_event e = {.kind = kinds[any(6)], .pointer = any(20)};
        e.x = (int)any((uint32_t)w);
        e.y = (int)any((uint32_t)h);
        stage_inject(rig.stage, &e);
    }
}

static void wild_trees_do_no_harm(void **state)
{
    (void)state;
    const int sizes[][2] = {{320, 180}, {180, 320}, {64, 64}, {640, 200}};
    struct overflow found[8];
    struct stage_event e;
    log_quiet(LOG_ERROR);
    rig_open_at(&rig, 320, 180);
    for (uint32_t i = 0; i < 600; i++) {
        seed = i;
        int left = 200;
        if (i % 50 == 0)
            stage_resize(rig.stage, sizes[i / 50 % 4][0], sizes[i / 50 % 4][1]);
        struct stage_comfort c = {.contrast = any(2), .text_size = (int)any(4), .reduced_motion = any(2)};
        stage_set_comfort(rig.stage, &c);
        struct node *root = wild(NULL, 0, &left);
        stage_show(rig.stage, i % 7 ? LAYER_CONTENT : LAYER_DIALOG, &rig.a, root, any(2));
        for (int k = 0; k < 3; k++) {
            poke();
            clock_advance(&rig.clock, (int64_t)any(200));
            stage_frame(rig.stage);
        }
        stage_overflows(rig.stage, found, 8);
        stage_reading_chars(rig.stage);
        while (stage_next_event(rig.stage, &e))
            continue;
        if (i % 7 == 0)
            stage_show(rig.stage, LAYER_DIALOG, NULL, NULL, false);
    }
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(wild_trees_do_no_harm)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
