/* What the QR codes say: totals that fit on a telephone, and how to check them. */
#include "journal/counts_sheet.h"
#include "report/qr.h"
#include "report/report.h"

#include <stdio.h>
#include <string.h>

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void add_line(struct buf *out, const char *name, int64_t n, const char *more, int64_t m)
{
    buf_printf(out, "%s %lld", name, (long long)n);
    if (more)
        buf_printf(out, "，%s %lld", more, (long long)m);
    buf_text(out, "\n");
}

static void add_shares(struct buf *out, const struct counts *c)
{
    int64_t starts = 0, done = 0, first = 0, right = 0;
    for (int i = 0; i < c->scenes.count; i++) {
        starts += c->scenes.rows[i].of;
        done += c->scenes.rows[i].n;
    }
    for (int i = 0; i < c->questions.count; i++) {
        first += c->questions.rows[i].of;
        right += c->questions.rows[i].n;
    }
    add_line(out, "展项开始", starts, "完成", done);
    add_line(out, "首次作答", first, "答对", right);
    if (c->planned_ms > 0)
        add_line(out, "计划分钟", c->planned_ms / 60000, "其中在用", c->open_ms / 60000);
    else
        add_line(out, "在用分钟", c->service_ms / 60000, NULL, 0);
}

static void write_totals(const struct counts *c, const struct report_about *a, bool signed_too, struct buf *out)
{
    char period[80];
    period_words(&c->period, period, sizeof period);
    buf_printf(out, "清风参与统计 %s\n%s %s\n", period, or_empty(a->kiosk), or_empty(a->venue));
    if (or_empty(a->unit)[0])
        buf_printf(out, "%s\n", a->unit);
    add_line(out, "参观人次", c->visits, "有效", c->valid);
    add_line(out, "有效参与", c->effective, "短暂触碰", c->short_touch);
    add_line(out, "唯一内容完成", c->breadth, "场次", c->events_count);
    add_shares(out, c);
    if (c->pruned_visits >= 0)
        add_line(out, "另有期满清理的参观", c->pruned_visits, NULL, 0);
    add_line(out, "排除", c->excluded_staff + c->excluded_stuck, "时间未知", c->unknown_visits);
    buf_printf(out, "人次不等于人数；定义版本 %d\n记录至第 %lld 条，核验码 %s\n", COUNTS_DEFINITIONS, (long long)a->seq,
               or_empty(a->check_code));
    if (a->made) {
        char made[25];
        clock_format_utc(a->made + a->tz * INT64_C(60000), made);
        buf_printf(out, "%.10s %.5s\n", made, made + 11);
    }
    /* no newline at the end: telephones drop it, and the signature would not fit any more */
    buf_printf(out, "核对：在 U 盘导出上运行 kiosk verify --contains %s。%s", or_empty(a->check_code),
               signed_too ? "另一码是本文的签名，两码各存成 t.txt、t.txt.minisig，用 minisign -Vm t.txt -p kiosk.pub 核对。" : "");
}

bool report_codes(const struct counts *c, const struct report_about *a, report_sign *sign, void *user,
                  struct report_code out[REPORT_CODES], int *count, struct err *e)
{
    memset(out, 0, REPORT_CODES * sizeof *out);
    *count = sign ? 2 : 1;
    out[0].title = "合计（手机扫码即为文字）";
    out[1].title = "签名（核对时用）";
    write_totals(c, a, sign, &out[0].text);
    if (sign && !sign(user, out[0].text.data, out[0].text.len, &out[1].text, e))
        return false;
    for (int i = 0; i < *count; i++)
        if (!qr_make(buf_cstr(&out[i].text), out[i].text.len, &out[i].rows, &out[i].side, e))
            return false;
    return true;
}

void report_code_free(struct report_code *code)
{
    buf_free(&code->text);
    buf_free(&code->rows);
}
