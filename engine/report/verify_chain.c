/* The record lines of one file: each bound to the one before, none missing, checkpoints signed. */
#include "report/verify_inner.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "journal/line_read.h"
#include "trust/code.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MOST 32768 /* bytes; the longest record is a few thousand */
#define BAD_MOST 1000   /* lines that are none, before it makes no sense to read on */
#define HEADS 1024      /* of the last lines, for checkpoints over them */

static const char seek_original[] = "请从设备重新导出，与设备上的记录比对；不要采信这份记录";

struct head {
    int64_t seq;
    char sum[65];
};

struct chain_reader {
    struct verifying *v;
    struct chain_found *c;
    char partial[LINE_MOST]; /* a line whose end has not come yet */
    size_t partial_len;
    int64_t line; /* number of the line in the file */
    int bad;
    struct head heads[HEADS];
};

struct chain_reader *chain_start_reading(struct verifying *v, const char *file)
{
    if (v->chains_n == CHAINS_MAX)
        return NULL;
    struct chain_reader *r = mem_alloc(sizeof *r);
    r->v = v;
    r->c = &v->chains[v->chains_n++];
    *r->c = (struct chain_found){0};
    snprintf(r->c->file, sizeof r->c->file, "%s", file);
    for (int i = 0; i < v->manifest.chains_n; i++)
        if (strcmp(v->manifest.chains[i].file, file) == 0)
            r->c->said = &v->manifest.chains[i];
    return r;
}

static void bad_line(struct chain_reader *r, const char *why)
{
    found(r->v, VERIFY_BAD_LINE, r->c->file, 0, seek_original, "%s 第 %lld 行不是记录：%s", r->c->file,
          (long long)r->line, why);
    r->c->hurt = true;
    r->bad++;
}

static bool no_member(void *owner, const char *key, const struct json_value *value, struct err *e)
{
    (void)owner, (void)key, (void)value, (void)e;
    return true;
}

/* Two fields of one name would mean one thing to one reader and another to the next. */
static bool has_twins(const struct line_view *l)
{
    for (int i = 0; i < l->fields; i++)
        for (int k = 0; k < i; k++)
            if (l->field[i].name.len == l->field[k].name.len &&
                memcmp(l->field[i].name.at, l->field[k].name.at, l->field[i].name.len) == 0)
                return true;
    for (int i = 0; i < l->fields; i++)
        if (l->field[i].value.at[0] == '{' &&
            !json_read_flat(l->field[i].value.at, l->field[i].value.len, no_member, NULL, NULL))
            return true;
    return l->fields == LINE_FIELDS_MAX;
}

static const char *read_record(const char *line, size_t len, struct line_view *out)
{
    if (!utf8_valid(line, len))
        return "不是 UTF-8 文字";
    const char *why = line_read(line, len, out);
    return why ? why : has_twins(out) ? "data 里同一个字段出现两次，或字段太多" : NULL;
}

static void judge_link(struct chain_reader *r, const struct line_view *l)
{
    struct chain_found *c = r->c;
    int64_t before = c->last;
    bool bound = memcmp(l->prev, c->head, 64) == 0;
    if (l->seq == before + 1 && bound)
        return;
    /* a set-aside file may have lost lines on the device itself; what it says about that is judged at its end */
    if (l->seq > before + 1 && c->said && c->said->aside[0]) {
        c->lost += l->seq - before - 1;
        return;
    }
    c->hurt = true;
    if (l->seq <= before)
        found(r->v, VERIFY_OUT_OF_ORDER, c->file, l->seq, seek_original,
              "%s：第 %lld 条之后又是第 %lld 条，次序被打乱，或有记录重复", c->file, (long long)before,
              (long long)l->seq);
    else if (l->seq > before + 1)
        found(r->v, VERIFY_GAP, c->file, l->seq, seek_original,
              "%s：第 %lld 条之后直接是第 %lld 条，中间少了 %lld 条记录", c->file, (long long)before,
              (long long)l->seq, (long long)(l->seq - before - 1));
    else
        found(r->v, VERIFY_BROKEN_LINK, c->file, l->seq, seek_original,
              "%s：第 %lld 条与第 %lld 条接不上（prev 不是上一条的 SHA-256）：其中一条被改过", c->file,
              (long long)before, (long long)l->seq);
}

static void bad_checkpoint(struct chain_reader *r, int64_t seq, const char *why)
{
    r->c->hurt = true;
    found(r->v, VERIFY_BAD_CHECKPOINT, r->c->file, seq, seek_original, "%s：第 %lld 条是检查点，但%s", r->c->file,
          (long long)seq, why);
}

/* A device that was given a new key has old checkpoints by the old one; the last one tells. */
static void note_other_key(struct chain_reader *r, const char *folded)
{
    struct buf text = {0};
    buf_text(&text, folded);
    signature_unfold(&text);
    signature_key_id(buf_cstr(&text), r->v->other_key);
    buf_free(&text);
    r->v->other_checkpoints++;
}

static void judge_checkpoint(struct chain_reader *r, const struct line_view *l)
{
    char head[65], signature[1024];
    int64_t upto;
    struct err why;
    if (!line_int(l, "upto", &upto) || !line_text(l, "head", head, sizeof head) ||
        !line_text(l, "signature", signature, sizeof signature)) {
        bad_checkpoint(r, l->seq, "缺少字段");
        return;
    }
    const struct head *over = &r->heads[(uint64_t)upto % HEADS];
    bool unknown = upto < r->c->first || (r->c->lost && over->seq != upto); /* that record is not in here */
    if (!unknown && (over->seq != upto || strcmp(over->sum, head) != 0)) {
        bad_checkpoint(r, l->seq, "签的不是前面的记录：前面的记录被改过");
        return;
    }
    if (!r->v->has_key)
        return;
    switch (checkpoint_judge(&r->v->key, upto, head, signature, &why)) {
    case SIGNATURE_GOOD:
        r->v->r->checkpoints++;
        r->c->ends_signed = true;
        break;
    case SIGNATURE_OTHER_KEY:
        note_other_key(r, signature);
        break;
    default:
        bad_checkpoint(r, l->seq, "它的签名不对");
    }
}

static void look_for_code(struct chain_reader *r, const struct line_view *l)
{
    struct verify_result *out = r->v->r;
    char code[10];
    if (!r->v->code[0] || out->found)
        return;
    check_code(r->c->head, code);
    if (strcmp(code, r->v->code) != 0)
        return;
    out->found = true;
    out->found_seq = l->seq;
    snprintf(out->found_file, sizeof out->found_file, "%s", r->c->file);
    const char *wall = memmem(l->prev, 200, "\"wall\":\"", 8);
    snprintf(out->found_wall, sizeof out->found_wall, "%.24s", wall ? wall + 8 : "");
}

static void remember(struct chain_reader *r, int64_t seq)
{
    struct chain_found *c = r->c;
    struct head *h = &r->heads[(uint64_t)seq % HEADS];
    h->seq = seq;
    memcpy(h->sum, c->head, sizeof h->sum);
    if (c->said && c->said->last == seq)
        memcpy(c->head_there, c->head, sizeof c->head_there);
    c->last = seq;
    r->v->r->records++;
}

static void take_record(struct chain_reader *r, const char *line, size_t len)
{
    struct chain_found *c = r->c;
    struct line_view l;
    const char *why = read_record(line, len, &l);
    r->line++;
    if (why) {
        bad_line(r, why);
        sha256_hex(line, len, c->head);
        c->last += c->records > 0; /* most likely a changed record: the next one is judged by it */
        return;
    }
    if (!c->records++) {
        c->first = l.seq;
        snprintf(c->prev, sizeof c->prev, "%.64s", l.prev);
    } else {
        judge_link(r, &l);
    }
    figures_take(r->v, &l);
    c->ends_signed = false;
    if (l.kind == RECORD_CHECKPOINT)
        judge_checkpoint(r, &l);
    sha256_hex(line, len, c->head);
    remember(r, l.seq);
    look_for_code(r, &l);
}

/* Completes the line that was begun, or begins one. False: too long. */
static bool keep(struct chain_reader *r, const char *bytes, size_t len)
{
    if (r->partial_len + len > sizeof r->partial) {
        r->line++;
        bad_line(r, "长得不可能");
        return false;
    }
    memcpy(r->partial + r->partial_len, bytes, len);
    r->partial_len += len;
    return true;
}

bool chain_take(struct chain_reader *r, const char *bytes, size_t len)
{
    const char *end = bytes + len;
    for (const char *at = bytes, *stop; at < end; at = stop + 1) {
        stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop)
            return keep(r, at, (size_t)(end - at));
        if (r->partial_len) {
            if (!keep(r, at, (size_t)(stop - at)))
                return false;
            take_record(r, r->partial, r->partial_len);
            r->partial_len = 0;
        } else {
            take_record(r, at, (size_t)(stop - at));
        }
        if (r->bad > BAD_MOST)
            return false;
    }
    return true;
}

void chain_end_reading(struct chain_reader *r, bool whole)
{
    if (whole && r->partial_len) {
        r->line++;
        bad_line(r, "最后一行不完整");
    }
    r->c->hurt |= !whole;
    free(r);
}
