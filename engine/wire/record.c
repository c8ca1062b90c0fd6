#include "wire/record.h"

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void record_start(struct record *r, enum record_kind kind)
{
    memset(r, 0, sizeof *r);
    r->kind = kind;
}

/* Index of a field in the kind's row; -1 when it has none of that name. */
static int field_index(const struct record *r, const char *name)
{
    const struct record_field *f = record_rows[r->kind].fields;
    for (int i = 0; i < RECORD_FIELDS_MAX && f[i].name; i++)
        if (!strcmp(f[i].name, name))
            return i;
    return -1;
}

static bool wrong(struct record *r, const char *field, const char *what)
{
    if (!r->wrong[0]) {
        snprintf(r->wrong, sizeof r->wrong, "记录 %s 的 %.40s：%s", record_rows[r->kind].name, field, what);
        utf8_trim_partial(r->wrong);
    }
    return false;
}

/* The value of a field that is one of two types; NULL (and noted) otherwise. */
static struct record_value *value_for(struct record *r, const char *field, unsigned types,
                                      const struct record_field **row)
{
    int i = field_index(r, field);
    if (i < 0) {
        wrong(r, field, "没有这个字段");
        return NULL;
    }
    *row = &record_rows[r->kind].fields[i];
    if (!(types & 1u << (*row)->type)) {
        wrong(r, field, "类型不对");
        return NULL;
    }
    return &r->values[i];
}

bool record_set_int(struct record *r, const char *field, int64_t v)
{
    const struct record_field *row;
    struct record_value *value = value_for(r, field, 1u << FIELD_INT | 1u << FIELD_NUMBER, &row);
    if (!value)
        return false;
    if ((double)v < row->least || (double)v > row->most)
        return wrong(r, field, "超出范围");
    *value = (struct record_value){.set = true, .integer = v, .number = (double)v};
    return true;
}

bool record_set_number(struct record *r, const char *field, double v)
{
    const struct record_field *row;
    struct record_value *value = value_for(r, field, 1u << FIELD_NUMBER, &row);
    if (!value)
        return false;
    if (!isfinite(v) || v < row->least || v > row->most)
        return wrong(r, field, "超出范围");
    *value = (struct record_value){.set = true, .number = v};
    return true;
}

bool record_set_bool(struct record *r, const char *field, bool v)
{
    const struct record_field *row;
    struct record_value *value = value_for(r, field, 1u << FIELD_BOOL, &row);
    if (value)
        *value = (struct record_value){.set = true, .integer = v};
    return value;
}

static bool is_one_of(const char *words, const char *text, size_t len)
{
    for (const char *w = words; *w; w += strcspn(w, " "), w += *w == ' ') {
        size_t n = strcspn(w, " ");
        if (n == len && !memcmp(w, text, len))
            return true;
    }
    return false;
}

static bool plain(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
            return false;
    return utf8_valid(text, len);
}

/* Appends a text to the pool; the caller has set or will set `at` to where the first one began. */
static bool keep(struct record *r, const char *field, const char *text, size_t len)
{
    if (len + 1 > sizeof r->pool - r->used)
        return wrong(r, field, "整条记录太长");
    memcpy(r->pool + r->used, text, len);
    r->pool[r->used + len] = 0;
    r->used = (uint16_t)(r->used + len + 1);
    return true;
}

static bool copy_member(void *owner, const char *key, const struct json_value *v, struct err *e)
{
    struct json *out = owner;
    (void)e;
    switch (v->type) {
    case JSON_NULL:
        json_null(out, key);
        break;
    case JSON_BOOL:
        json_bool(out, key, v->yes);
        break;
    case JSON_INT:
        json_int(out, key, v->integer);
        break;
    case JSON_NUMBER:
        json_number(out, key, v->number);
        break;
    case JSON_TEXT:
        json_text(out, key, v->text);
        break;
    }
    return true;
}

/* Re-written by our own writer, so what is kept is canonical whatever came. */
static bool keep_object(struct record *r, const struct record_field *row, const char *text, size_t len)
{
    struct buf clean = {0};
    struct json out = json_to(&clean);
    json_object(&out, NULL);
    bool well = json_read_flat(text, len, copy_member, &out, NULL);
    json_object_end(&out);
    well = well && (double)clean.len <= row->most;
    well = well ? keep(r, row->name, (const char *)clean.data, clean.len)
                : wrong(r, row->name, "不是一层的 JSON 对象，或超过 1 KiB");
    buf_free(&clean);
    return well;
}

static bool set_one(struct record *r, const struct record_field *row, const char *text, size_t len)
{
    if (row->type == FIELD_WORD)
        return is_one_of(row->words, text, len) ? keep(r, row->name, text, len)
                                                : wrong(r, row->name, "不是允许的值");
    if ((double)len > row->most)
        return wrong(r, row->name, "太长");
    if (row->type == FIELD_OBJECT)
        return keep_object(r, row, text, len);
    if (row->type == FIELD_NAME && !len)
        return wrong(r, row->name, "不能为空");
    if (!plain(text, len))
        return wrong(r, row->name, "有控制字符或不是 UTF-8");
    return keep(r, row->name, text, len);
}

#define TEXT_TYPES                                                                                           \
    (1u << FIELD_TEXT | 1u << FIELD_NAME | 1u << FIELD_WORD | 1u << FIELD_TEXTS | 1u << FIELD_OBJECT)

bool record_set_text(struct record *r, const char *field, const char *text, size_t len)
{
    const struct record_field *row;
    struct record_value *value = value_for(r, field, TEXT_TYPES, &row);
    uint16_t at = r->used;
    if (!value || !set_one(r, row, text, len))
        return false;
    *value = (struct record_value){.set = true, .at = at, .count = 1};
    return true;
}

bool record_set_texts(struct record *r, const char *field, const char *const *texts, size_t count)
{
    const struct record_field *row;
    struct record_value *value = value_for(r, field, 1u << FIELD_TEXTS, &row);
    uint16_t at = r->used;
    if (!value)
        return false;
    if (count > RECORD_TEXTS_MAX)
        return wrong(r, field, "项数太多");
    for (size_t i = 0; i < count; i++)
        if (!set_one(r, row, texts[i], strlen(texts[i]))) {
            r->used = at;
            return false;
        }
    *value = (struct record_value){.set = true, .is_list = true, .at = at, .count = (uint16_t)count};
    return true;
}

bool record_set_cut(struct record *r, const char *field, const char *text)
{
    int i = field_index(r, field);
    size_t most = i < 0 ? 0 : (size_t)record_rows[r->kind].fields[i].most;
    struct buf clean = {0};
    for (size_t at = 0, len = strlen(text), used; at < len; at += used) {
        uint32_t code = utf8_decode(text + at, len - at, &used);
        bool bad = code == UTF8_BAD || code < 0x20 || code == 0x7F;
        if (clean.len + used > most)
            break;
        buf_bytes(&clean, bad ? " " : text + at, used);
    }
    bool well = record_set_text(r, field, buf_cstr(&clean), clean.len);
    buf_free(&clean);
    return well;
}

bool record_visit_parse(const char *visit, uint32_t *boot, uint32_t *number)
{
    uint64_t parts[2] = {0, 0};
    const char *at = visit;
    for (int i = 0; i < 2 && *visit; i++) {
        const char *from = at;
        for (; *at >= '0' && *at <= '9' && at - from < 10; at++)
            parts[i] = parts[i] * 10 + (uint64_t)(*at - '0');
        if (at == from || parts[i] > UINT32_MAX || (i == 0 && *at++ != '-'))
            return false;
    }
    if (boot)
        *boot = (uint32_t)parts[0];
    if (number)
        *number = (uint32_t)parts[1];
    return !*at;
}

bool record_check(const struct record *r, struct err *e)
{
    if ((unsigned)r->kind >= RECORD_KINDS)
        return err_set(e, "没有这种记录");
    const struct record_row *row = &record_rows[r->kind];
    if (r->wrong[0])
        return err_set(e, "%s", r->wrong);
    if (r->mono_ms < 0 || !record_visit_parse(r->visit, NULL, NULL))
        return err_set(e, "记录 %s：时间或参观号不对", row->name);
    if (r->scene[0] && !path_is_inside(r->scene))
        return err_set(e, "记录 %s：展项名不对", row->name);
    if (!plain(r->content, strlen(r->content)))
        return err_set(e, "记录 %s：内容版本不对", row->name);
    for (int i = 0; i < RECORD_FIELDS_MAX && row->fields[i].name; i++)
        if (row->fields[i].required && !r->values[i].set)
            return err_set(e, "记录 %s 缺少 %s", row->name, row->fields[i].name);
    return true;
}

static const struct record_value *value_of(const struct record *r, const char *field)
{
    int i = field_index(r, field);
    return i >= 0 && r->values[i].set ? &r->values[i] : NULL;
}

bool record_has(const struct record *r, const char *field)
{
    return value_of(r, field);
}

int64_t record_int(const struct record *r, const char *field)
{
    const struct record_value *v = value_of(r, field);
    return v ? v->integer : 0;
}

const char *record_text(const struct record *r, const char *field)
{
    const struct record_value *v = value_of(r, field);
    return v && v->count ? r->pool + v->at : "";
}

static void texts_json(struct json *j, const char *key, const struct record *r, const struct record_value *v)
{
    const char *text = r->pool + v->at;
    if (!v->is_list) {
        json_text(j, key, text);
        return;
    }
    json_list(j, key);
    for (int i = 0; i < v->count; i++, text += strlen(text) + 1)
        json_text(j, NULL, text);
    json_list_end(j);
}

static void value_json(struct json *j, const struct record *r, int i)
{
    const struct record_field *f = &record_rows[r->kind].fields[i];
    const struct record_value *v = &r->values[i];
    switch (f->type) {
    case FIELD_INT:
        json_int(j, f->name, v->integer);
        break;
    case FIELD_NUMBER:
        json_number(j, f->name, v->number);
        break;
    case FIELD_BOOL:
        json_bool(j, f->name, v->integer);
        break;
    case FIELD_OBJECT: /* already canonical JSON */
        json_raw(j, f->name, r->pool + v->at);
        break;
    default:
        texts_json(j, f->name, r, v);
        break;
    }
}

void record_data_json(struct buf *b, const struct record *r)
{
    struct json j = json_to(b);
    json_object(&j, NULL);
    for (int i = 0; i < RECORD_FIELDS_MAX && record_rows[r->kind].fields[i].name; i++)
        if (r->values[i].set)
            value_json(&j, r, i);
    json_object_end(&j);
}
