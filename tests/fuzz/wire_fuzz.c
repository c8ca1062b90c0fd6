#include "fuzz.h"

#include "base/mem.h"
#include "wire/message.h"
#include "wire/record.h"

/* Every message's payload as the other end reads it: the first byte says which. What is taken must be writable again, and
 * then mean the same. */

/* clang-format off */
#define ROUND(type, name)                                                                                              \
    static void name##_round(struct reader *r)                                                                         \
    {                                                                                                                  \
        type *v = calloc(1, sizeof *v), *again = calloc(1, sizeof *again);                                             \
        struct buf once = {0}, twice = {0};                                                                            \
        MUST(v && again);                                                                                              \
        if (name##_decode(r, v)) {                                                                                     \
            name##_encode(&once, v);                                                                                   \
            struct reader back = reader_of(once.data, once.len);                                                       \
            MUST(name##_decode(&back, again));                                                                         \
            name##_encode(&twice, again);                                                                              \
            MUST(once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0);                               \
        }                                                                                                              \
        buf_free(&once);                                                                                               \
        buf_free(&twice);                                                                                              \
        free(v);                                                                                                       \
        free(again);                                                                                                   \
    }
ROUND(struct scene_event, event)
ROUND(struct scene_context, context)
ROUND(struct view_head, view_head)
ROUND(struct scene_meta, meta)
ROUND(struct finding, finding)
/* clang-format on */

static void record_round(struct reader *r)
{
    struct record v, again;
    struct err e;
    struct buf b = {0}, json = {0};
    enum record_sender sender = read_u8(r) % 2 ? SENDER_SCENE : SENDER_STAGE;
    if (record_decode(r, sender, &v, &e)) {
        record_encode(&b, &v);
        struct reader back = reader_of(b.data, b.len);
        MUST(record_decode(&back, sender, &again, &e));
        record_data_json(&json, &again);
    }
    buf_free(&b);
    buf_free(&json);
}

static void tree_round(struct reader *r)
{
    struct arena a = {0};
    struct node *root = NULL;
    struct err e = {.text = ""};
    if (tree_decode(r, &tree_limits_default, &a, &root, &e))
        MUST(root);
    else
        MUST(e.text[0]);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const rounds[])(struct reader *) = {event_round, context_round, view_head_round, meta_round,
                                                      finding_round, record_round, tree_round};
    if (size == 0)
        return 0;
    struct reader r = reader_of(data + 1, size - 1);
    rounds[data[0] % (sizeof rounds / sizeof *rounds)](&r);
    return 0;
}

static void seed_record(struct buf *out)
{
    struct record r;
    record_start(&r, RECORD_CHOICE);
    record_set_text(&r, "at", "gate", 4);
    record_set_text(&r, "chosen", "in", 2);
    buf_u8(out, 1);
    record_encode(out, &r);
}

static void seed_tree(struct buf *out)
{
    static const uint8_t column[] = {NODE_COLUMN, 0, 2, 0, NODE_TEXT, 0, 0, 0, NODE_BUTTON, 0, 1, 0, NODE_TEXT, 0, 0, 0};
    buf_bytes(out, column, sizeof column);
}

bool fuzz_seed(int i, struct buf *out)
{
    struct scene_event event = {.serial = 1, .view_serial = 2, .kind = EVENT_TAP, .handler = 3, .text = "字"};
    struct scene_context context = {.lang = "zh", .theme = "qinglian", .width = 1920, .height = 968, .today = "2026-11-22",
                                    .seen = "a/b ", .shut = "c ", .next = "下一个"};
    struct view_head head = {.serial = 1, .back = BACK_STEP, .screen = "home:1", .chars = 120};
    struct finding finding = {.severity = SEVERITY_WARNING, .file = "a.lua", .line = 3, .message = "坏", .remedy = "改"};
    static struct scene_meta meta = {.kind = "venue", .title = "馆", .content = "demo@1", .order = "a/b\t甲\nc\t乙\n"};
    if (i > 6)
        return false;
    buf_u8(out, (uint8_t)i);
    if (i == 0)
        event_encode(out, &event);
    else if (i == 1)
        context_encode(out, &context);
    else if (i == 2)
        view_head_encode(out, &head);
    else if (i == 3)
        meta_encode(out, &meta);
    else if (i == 4)
        finding_encode(out, &finding);
    else if (i == 5)
        seed_record(out);
    else
        seed_tree(out);
    return true;
}
