#include "report/verify.h"

#include "base/json.h"

#include <string.h>

const char *verify_code_name(enum verify_code code)
{
    static const char *const names[VERIFY_CODES] = {
        [VERIFY_NOT_AN_EXPORT] = "not_an_export",
        [VERIFY_UNSIGNED] = "unsigned",
        [VERIFY_OTHER_KEY] = "other_key",
        [VERIFY_BAD_SIGNATURE] = "bad_signature",
        [VERIFY_BAD_KEY_FILE] = "bad_key_file",
        [VERIFY_BAD_SUMS] = "bad_sums",
        [VERIFY_MISSING] = "missing",
        [VERIFY_EXTRA] = "extra",
        [VERIFY_CHANGED] = "changed",
        [VERIFY_NOT_A_FILE] = "not_a_file",
        [VERIFY_UNREADABLE] = "unreadable",
        [VERIFY_BAD_MANIFEST] = "bad_manifest",
        [VERIFY_MIXED] = "mixed",
        [VERIFY_BAD_LINE] = "bad_line",
        [VERIFY_GAP] = "gap",
        [VERIFY_BROKEN_LINK] = "broken_link",
        [VERIFY_OUT_OF_ORDER] = "out_of_order",
        [VERIFY_HEAD_CUT] = "head_cut",
        [VERIFY_TAIL_CUT] = "tail_cut",
        [VERIFY_APPENDED] = "appended",
        [VERIFY_OTHER_CHAIN] = "other_chain",
        [VERIFY_OTHER_FIGURES] = "other_figures",
        [VERIFY_BAD_CHECKPOINT] = "bad_checkpoint",
        [VERIFY_CODE_NOT_FOUND] = "code_not_found",
        [VERIFY_BAD_CODE] = "bad_code",
    };
    return names[code];
}

static void print_about(const struct verify_result *r, struct buf *out)
{
    if (r->kiosk[0])
        buf_printf(out, "设备 %s%s%s，导出于 %s（设备时钟）\n", r->kiosk, r->venue[0] ? " " : "", r->venue, r->made);
    if (r->records)
        buf_printf(out, "记录 %lld 条，到第 %lld 条，核验码 %s\n", (long long)r->records, (long long)r->last,
                   r->code);
}

static void print_sentences(struct buf *out, const char *title, const char sentences[][512], int n)
{
    if (n)
        buf_printf(out, "\n%s\n", title);
    for (int i = 0; i < n; i++)
        buf_printf(out, "  · %s\n", sentences[i]);
}

void verify_print(const struct verify_result *r, struct buf *out)
{
    buf_printf(out, "核验结果：%s\n", r->good ? "通过，没有发现改动" : "不通过");
    print_about(r, out);
    if (r->problems)
        buf_printf(out, "\n问题（%lld 处）\n", (long long)r->problems);
    for (int i = 0; i < r->findings_n; i++)
        buf_printf(out, "  %d. %s\n     改法：%s\n", i + 1, r->findings[i].text, r->findings[i].remedy);
    if (r->problems > r->findings_n)
        buf_printf(out, "  另有 %lld 处同类的问题没有列出\n", (long long)(r->problems - r->findings_n));
    print_sentences(out, "已证明", r->proven, r->proven_n);
    print_sentences(out, "不能证明", r->unproven, r->unproven_n);
}

static void list_sentences(struct json *j, const char *key, const char sentences[][512], int n)
{
    json_list(j, key);
    for (int i = 0; i < n; i++)
        json_text(j, NULL, sentences[i]);
    json_list_end(j);
}

static void list_findings(struct json *j, const struct verify_result *r)
{
    json_int(j, "problems", r->problems);
    json_list(j, "findings");
    for (int i = 0; i < r->findings_n; i++) {
        const struct verify_finding *f = &r->findings[i];
        json_object(j, NULL);
        json_text(j, "code", verify_code_name(f->code));
        json_text(j, "file", f->file);
        json_int(j, "seq", f->seq);
        json_text(j, "text", f->text);
        json_text(j, "remedy", f->remedy);
        json_object_end(j);
    }
    json_list_end(j);
}

void verify_print_json(const struct verify_result *r, struct buf *out)
{
    struct json j = json_to(out);
    json_object(&j, NULL);
    json_bool(&j, "good", r->good);
    list_findings(&j, r);
    list_sentences(&j, "proven", r->proven, r->proven_n);
    list_sentences(&j, "unproven", r->unproven, r->unproven_n);
    json_text(&j, "kiosk", r->kiosk);
    json_text(&j, "venue", r->venue);
    json_text(&j, "made", r->made);
    json_text(&j, "key", r->key_id);
    json_text(&j, "check_code", r->code);
    json_int(&j, "first", r->first);
    json_int(&j, "last", r->last);
    json_int(&j, "records", r->records);
    json_int(&j, "checkpoints", r->checkpoints);
    json_int(&j, "files", r->files);
    json_int(&j, "bytes", r->bytes);
    if (r->found) {
        json_object(&j, "contains");
        json_int(&j, "seq", r->found_seq);
        json_text(&j, "wall", r->found_wall);
        json_text(&j, "file", r->found_file);
        json_object_end(&j);
    }
    json_object_end(&j);
    buf_text(out, "\n");
}
