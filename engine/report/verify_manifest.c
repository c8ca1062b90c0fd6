/* manifest.json, hashed and read from the same bytes. */
#include "report/verify_inner.h"

#include "base/file.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

static const char from_device[] = "请从设备重新导出，不要改动文件夹里的文件";

/* A text that fits, and of printable characters only; otherwise false and "". */
static bool take_text(const struct json_node *object, const char *key, char *out, size_t size)
{
    const struct json_node *n = json_at(object, key);
    out[0] = 0;
    if (!n || n->shape != JSON_SCALAR || n->value.type != JSON_TEXT || strlen(n->value.text) != n->value.len ||
        n->value.len >= size)
        return false;
    printable(n->value.text, n->value.len, out, size);
    if (strcmp(out, n->value.text) == 0)
        return true;
    out[0] = 0;
    return false;
}

static bool take_int(const struct json_node *object, const char *key, int64_t *out)
{
    const struct json_node *n = json_at(object, key);
    *out = n && n->shape == JSON_SCALAR && n->value.type == JSON_INT ? n->value.integer : 0;
    return n && n->shape == JSON_SCALAR && n->value.type == JSON_INT && *out >= 0;
}

static bool take_sum(const struct json_node *object, const char *key, char out[65])
{
    return take_text(object, key, out, 65) && strspn(out, "0123456789abcdef") == 64;
}

/* Both sums of a chain; a file without records has none. */
static bool take_ends(const struct json_node *n, struct chain_said *c)
{
    if (take_sum(n, "prev", c->prev) && take_sum(n, "head", c->head))
        return true;
    return c->records == 0 && take_text(n, "prev", c->prev, sizeof c->prev) &&
           take_text(n, "head", c->head, sizeof c->head);
}

static bool take_file_name(const struct json_node *object, const char *key, char out[64])
{
    return take_text(object, key, out, 64) && path_is_inside(out) && !strchr(out, '/');
}

static bool take_chain(struct manifest *m, const struct json_node *n)
{
    if (m->chains_n == CHAINS_MAX)
        return false;
    struct chain_said *c = &m->chains[m->chains_n++];
    return take_file_name(n, "file", c->file) && take_text(n, "aside", c->aside, sizeof c->aside) &&
           take_int(n, "first", &c->first) && take_int(n, "last", &c->last) && take_int(n, "records", &c->records) &&
           take_ends(n, c);
}

static bool take_file(struct verifying *v, const struct json_node *n)
{
    char name[64], sum[65];
    int64_t bytes;
    if (!take_file_name(n, "name", name) || !take_sum(n, "sha256", sum) || !take_int(n, "bytes", &bytes))
        return false;
    struct listed *l = listed_add(v, name);
    if (!l || l->said[0])
        return false;
    memcpy(l->said, sum, sizeof l->said);
    l->bytes = bytes;
    return true;
}

/* NULL when all is there and well formed; otherwise the part that is not. */
static const char *take_all(struct verifying *v, const struct json_node *root)
{
    struct manifest *m = &v->manifest;
    const struct json_node *kiosk = json_at(root, "kiosk"), *chains = json_at(root, "chains"),
                           *files = json_at(root, "files");
    int64_t format;
    if (!take_int(root, "format", &format) || format != 1)
        return "format";
    if (!take_text(kiosk, "id", m->kiosk, sizeof m->kiosk) || !take_text(kiosk, "venue", m->venue, sizeof m->venue))
        return "kiosk";
    if (!take_text(root, "made", m->made, sizeof m->made) ||
        !take_text(root, "check_code", m->code, sizeof m->code) || !take_text(root, "key", m->key, sizeof m->key) ||
        !take_int(root, "since", &m->since))
        return "made、check_code、key 或 since";
    if (!chains || chains->shape != JSON_LIST || !chains->first)
        return "chains";
    for (const struct json_node *n = chains->first; n; n = n->next)
        if (!take_chain(m, n))
            return "chains";
    if (!files || files->shape != JSON_LIST)
        return "files";
    for (const struct json_node *n = files->first; n; n = n->next)
        if (!take_file(v, n))
            return "files";
    m->counts = json_at(root, "counts");
    return m->counts && m->counts->shape == JSON_OBJECT ? NULL : "counts";
}

static void parse(struct verifying *v, const struct buf *text)
{
    struct err why;
    const struct json_node *root = json_tree(&v->manifest_arena, (const char *)text->data, text->len, &why);
    const char *part = root ? take_all(v, root) : NULL;
    if (!root)
        found(v, VERIFY_BAD_MANIFEST, MANIFEST, 0, from_device, "manifest.json 读不懂（%s）", why.text);
    else if (part)
        found(v, VERIFY_BAD_MANIFEST, MANIFEST, 0, from_device, "manifest.json 里的 %s 缺少或不对", part);
    v->manifest.there = root && !part;
    if (!v->manifest.there)
        v->manifest = (struct manifest){.there = false};
}

void read_manifest(struct verifying *v, struct listed *l)
{
    struct buf text = {0};
    if (read_small(v, MANIFEST, MANIFEST_MAX, true, &text) == READ_WELL) {
        sha256_hex(text.data, text.len, l->found);
        l->size = (int64_t)text.len;
        v->r->files++;
        v->r->bytes += l->size;
        if (strcmp(l->found, l->sum) != 0)
            found(v, VERIFY_CHANGED, MANIFEST, 0, from_device,
                  "manifest.json 的内容与签名时不同：被改过，或取自另一次导出");
        parse(v, &text);
    }
    buf_free(&text);
}
