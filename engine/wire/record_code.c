/* Records as bytes. Layout: u16 kind, i64 mono, str visit, str scene, str content, u8 number of fields, then
 * for each u8 place in the row and its value: integers and bools as i64, numbers as the i64 of their bits,
 * texts as u8 (255: a single text, otherwise the length of a list) and as many str. */
#include "wire/record.h"

#include "base/utf8.h"

#include <string.h>

#define SINGLE 255

static void encode_value(struct buf *b, const struct record *r, int i)
{
    const struct record_value *v = &r->values[i];
    int64_t bits;
    switch (record_rows[r->kind].fields[i].type) {
    case FIELD_INT:
    case FIELD_BOOL:
        buf_i64(b, v->integer);
        return;
    case FIELD_NUMBER:
        memcpy(&bits, &v->number, 8);
        buf_i64(b, bits);
        return;
    default:
        break;
    }
    const char *text = r->pool + v->at;
    buf_u8(b, v->is_list ? (uint8_t)v->count : SINGLE);
    for (int n = 0; n < v->count; n++, text += strlen(text) + 1)
        buf_str(b, text, strlen(text));
}

void record_encode(struct buf *b, const struct record *r)
{
    uint8_t fields = 0;
    for (int i = 0; i < RECORD_FIELDS_MAX; i++)
        fields = (uint8_t)(fields + r->values[i].set);
    buf_u16(b, (uint16_t)r->kind);
    buf_i64(b, r->mono_ms);
    buf_str(b, r->visit, strlen(r->visit));
    buf_str(b, r->scene, strlen(r->scene));
    buf_str(b, r->content, strlen(r->content));
    buf_u8(b, fields);
    for (uint8_t i = 0; i < RECORD_FIELDS_MAX; i++)
        if (r->values[i].set) {
            buf_u8(b, i);
            encode_value(b, r, i);
        }
}

static bool decode_texts(struct reader *in, struct record *r, const struct record_field *f)
{
    char texts[RECORD_TEXTS_MAX][1025];
    const char *list[RECORD_TEXTS_MAX];
    uint8_t count = read_u8(in);
    size_t len;
    if (count == SINGLE) {
        const char *text = read_str(in, sizeof texts[0] - 1, &len);
        return !in->bad && record_set_text(r, f->name, text, len);
    }
    if (count > RECORD_TEXTS_MAX)
        return false;
    for (uint8_t i = 0; i < count; i++) {
        read_str_into(in, texts[i], sizeof texts[i]);
        list[i] = texts[i];
    }
    return !in->bad && record_set_texts(r, f->name, list, count);
}

static bool decode_value(struct reader *in, struct record *r, const struct record_field *f)
{
    int64_t v;
    double number;
    switch (f->type) {
    case FIELD_INT:
        v = read_i64(in);
        return !in->bad && record_set_int(r, f->name, v);
    case FIELD_BOOL:
        v = read_i64(in);
        return !in->bad && (v == 0 || v == 1) && record_set_bool(r, f->name, v);
    case FIELD_NUMBER:
        v = read_i64(in);
        memcpy(&number, &v, 8);
        return !in->bad && record_set_number(r, f->name, number);
    default:
        return decode_texts(in, r, f);
    }
}

static bool decode_fields(struct reader *in, struct record *r, struct err *e)
{
    const struct record_field *fields = record_rows[r->kind].fields;
    uint8_t count = read_u8(in);
    for (uint8_t n = 0; n < count; n++) {
        uint8_t i = read_u8(in);
        if (in->bad || i >= RECORD_FIELDS_MAX || !fields[i].name)
            return err_set(e, "记录 %s：有不认识的字段", record_rows[r->kind].name);
        if (r->values[i].set)
            return err_set(e, "记录 %s：字段 %s 出现两次", record_rows[r->kind].name, fields[i].name);
        if (!decode_value(in, r, &fields[i]))
            return r->wrong[0]
                       ? err_set(e, "%s", r->wrong)
                       : err_set(e, "记录 %s：字段 %s 的字节不对", record_rows[r->kind].name, fields[i].name);
    }
    return true;
}

bool record_decode(struct reader *in, enum record_sender sender, struct record *out, struct err *e)
{
    uint16_t kind = read_u16(in);
    record_start(out, RECORD_BOOT);
    if (in->bad || kind >= RECORD_KINDS)
        return err_set(e, "没有这种记录");
    out->kind = (enum record_kind)kind;
    if (!record_may(out->kind, sender))
        return err_set(e, "记录 %s 不能由这一方发出", record_rows[kind].name);
    out->mono_ms = read_i64(in);
    read_str_into(in, out->visit, sizeof out->visit);
    read_str_into(in, out->scene, sizeof out->scene);
    read_str_into(in, out->content, sizeof out->content);
    if (in->bad)
        return err_set(e, "记录 %s 的字节不完整", record_rows[kind].name);
    if (!decode_fields(in, out, e))
        return false;
    if (!reader_done(in))
        return err_set(e, "记录 %s 后面还有多余的字节", record_rows[kind].name);
    return record_check(out, e);
}
