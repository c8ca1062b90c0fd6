#include "fuzz.h"

#include "base/json.h"
#include "base/mem.h"

static bool member(void *owner, const char *key, const struct json_value *v, struct err *e)
{
    size_t *sum = owner;
    (void)e;
    *sum += strlen(key) + (v->type == JSON_TEXT ? strlen(v->text) : 0);
    return true;
}

static size_t walk(const struct json_node *n)
{
    size_t sum = 0;
    for (; n; n = n->next)
        sum += (n->key ? strlen(n->key) : 0) + (n->shape == JSON_SCALAR ? 1 : walk(n->first));
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct err e;
    size_t sum = 0;
    json_read_flat((const char *)data, size, member, &sum, &e);
    const struct json_node *n = json_tree(&a, (const char *)data, size, &e);
    if (n)
        walk(n);
    else
        MUST(e.text[0]);
    arena_free(&a);
    return 0;
}

bool fuzz_seed(int i, struct buf *out)
{
    static const char *const texts[] = {
        "{\"a\":1,\"b\":\"\\u6e05\\ud83d\\ude00\\n\",\"c\":true,\"d\":null,\"e\":-1.5e3}",
        "[[{\"x\":[1,2,{}]},[]],\"清风\"]",
        "{\"files\":[{\"name\":\"records.jsonl\",\"bytes\":12345,\"sha256\":\"00\"}],\"made\":\"2026-11-22\"}",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}"};
    return FUZZ_TEXTS(i, out, texts);
}
