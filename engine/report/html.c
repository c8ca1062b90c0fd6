#include "report/html.h"

#include <stdio.h>
#include <string.h>

#define KEEP_ROWS 14 /* a table of so many stays on one sheet of paper */

const struct sheet *page_sheet(const struct page *p, const char *key)
{
    for (int i = 0; i < p->sheets.count; i++)
        if (!strcmp(p->sheets.sheet[i].key, key))
            return &p->sheets.sheet[i];
    return NULL;
}

static bool is_number(const struct sheet *t, int k)
{
    return (t->cells[k].type != CELL_TEXT && t->cells[k].type != CELL_DAY) || (t->pairs && k == 2);
}

static void heads(struct buf *out, const struct sheet *t, int first)
{
    buf_text(out, "<thead><tr>");
    for (int k = first; k < t->columns; k++) {
        buf_text(out, is_number(t, k) ? "<th scope=\"col\" class=\"r\">" : "<th scope=\"col\">");
        html_text(out, t->column[k].title);
        buf_text(out, "</th>");
    }
    buf_text(out, "</tr></thead>\n");
}

static void rows(struct buf *out, const struct sheet *t, int first)
{
    char words[64];
    buf_text(out, "<tbody>");
    for (int i = 0; i < t->rows; i++) {
        buf_text(out, "<tr>");
        for (int k = first; k < t->columns; k++) {
            const struct cell *cell = &t->cells[i * t->columns + k];
            buf_text(out, is_number(t, k) ? "<td class=\"r\">" : t->pairs && k == 1 ? "<td class=\"k\">" : "<td>");
            html_text(out, cell_words(cell, words, sizeof words));
            buf_text(out, "</td>");
        }
        buf_text(out, "</tr>\n");
    }
    buf_text(out, "</tbody>");
}

void html_sheet(struct page *p, const char *key, enum html_table how)
{
    struct buf *out = p->out;
    const struct sheet *t = page_sheet(p, key);
    if (!t || !t->rows)
        return;
    if (how == TABLE_TITLED) {
        buf_text(out, "<h3>");
        html_text(out, t->title);
        buf_text(out, "</h3>\n");
        if (t->note) {
            buf_text(out, "<p class=\"note\">");
            html_text(out, t->note);
            buf_text(out, "</p>\n");
        }
    }
    if (how == TABLE_FOLDED)
        buf_printf(out, "<details><summary>%s数据表（%d 行）</summary>\n", t->title, t->rows);
    buf_printf(out, "<div class=\"wide%s\"><table>", t->rows <= KEEP_ROWS ? " keep" : "");
    heads(out, t, t->pairs);
    rows(out, t, t->pairs);
    buf_text(out, how == TABLE_FOLDED ? "</table></div></details>\n" : "</table></div>\n");
}

static void figure_cell(struct buf *out, int64_t n, const char *name, const char *definition, int64_t of)
{
    buf_printf(out, "<div><b>%lld</b><strong>%s</strong><span>%s", (long long)n, name, definition);
    struct rate r = rate_of(n, of);
    if (r.shown)
        buf_printf(out, "；占参观人次 %.1f%%（n = %lld，95%% 区间 %.1f%%–%.1f%%）", r.value * 100, (long long)of, r.low * 100,
                   r.high * 100);
    else if (of)
        buf_printf(out, "；参观人次 n = %lld", (long long)of);
    buf_text(out, "</span></div>\n");
}

static void head(struct page *p)
{
    struct buf *out = p->out;
    const struct report_about *a = p->about;
    const char *place = a->venue && a->venue[0] ? a->venue : a->kiosk ? a->kiosk : "";
    buf_text(out, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>清风参与统计 · ");
    html_text(out, place);
    buf_text(out, "</title>\n<style>\n");
    buf_text(out, html_style);
    buf_text(out, "</style>\n</head>\n<body>\n<main>\n<header>\n<h1>清风参与统计报表</h1>\n<p class=\"place\">");
    html_text(out, place);
    if (a->unit && a->unit[0]) {
        buf_text(out, " · ");
        html_text(out, a->unit);
    }
    buf_text(out, "</p>\n<dl class=\"about\">\n");
    struct about_rows rows_of;
    about_rows(&rows_of, p->c, a);
    for (int i = 0; i < rows_of.count; i++) {
        buf_printf(out, "<div><dt>%s</dt><dd>", rows_of.row[i][0]);
        html_text(out, rows_of.row[i][1]);
        buf_text(out, "</dd></div>\n");
    }
    about_free(&rows_of);
    buf_text(out, "</dl>\n</header>\n");
}

static void overview(struct page *p)
{
    const struct counts *c = p->c;
    struct buf *out = p->out;
    char rules[400];
    counts_rules(rules, sizeof rules);
    buf_text(out, "<section>\n<h2>一、参观</h2>\n<div class=\"figures\">\n");
    figure_cell(out, c->visits, "参观人次", "首次触摸到结束算一次，人次不等于人数", 0);
    figure_cell(out, c->valid, "有效人次", "至少 3 次操作、2 个画面、20 秒", c->visits);
    figure_cell(out, c->effective, "有效参与", "有效人次中至少完成一个展项的", c->visits);
    figure_cell(out, c->breadth, "唯一内容完成", "期内完成过的不同展项个数，不是人数", 0);
    buf_printf(out, "</div>\n<p class=\"note\">%s。排除在外的使用 %lld 次，时间未知的参观 %lld 次，见第五部分。</p>\n", rules,
               (long long)(c->excluded_staff + c->excluded_stuck), (long long)c->unknown_visits);
    html_days(p);
    html_sheet(p, "days", TABLE_FOLDED);
    html_ends(p);
    html_sheet(p, "visits", TABLE_TITLED);
    html_sheet(p, "ends", TABLE_TITLED);
    buf_text(out, "</section>\n");
}

static void exhibits(struct page *p)
{
    buf_text(p->out, "<section>\n<h2>二、展项与承诺</h2>\n");
    html_scenes(p);
    html_sheet(p, "scenes", TABLE_BARE);
    html_sheet(p, "pledges", TABLE_TITLED);
    buf_text(p->out, "</section>\n<section>\n<h2>三、题目</h2>\n");
    html_questions(p);
    html_sheet(p, "questions", TABLE_BARE);
    html_sheet(p, "results", TABLE_TITLED);
    html_sheet(p, "pairs", TABLE_TITLED);
    buf_text(p->out, "</section>\n<section>\n<h2>四、故事与场次</h2>\n");
    html_endings(p);
    html_sheet(p, "endings", TABLE_BARE);
    html_sheet(p, "choices", TABLE_TITLED);
    if (!p->c->events_count)
        buf_text(p->out, "<h3>场次</h3>\n<p class=\"note\">期内没有登记场次。</p>\n");
    html_sheet(p, "events", TABLE_TITLED);
    buf_text(p->out, "</section>\n");
}

static void device(struct page *p)
{
    buf_text(p->out, "<section>\n<h2>五、设备与记录</h2>\n");
    html_service(p);
    html_sheet(p, "availability", TABLE_TITLED);
    html_sheet(p, "records", TABLE_TITLED);
    html_sheet(p, "tallied", TABLE_TITLED);
    html_sheet(p, "pruned_months", TABLE_TITLED);
    buf_text(p->out, "</section>\n");
}

static void own_use(struct page *p)
{
    buf_text(p->out, "<section>\n<h2 class=\"page\">六、运行诊断</h2>\n<p class=\"own\">以下各项供本单位改进展陈和设备使用，"
                     "不作考核依据，不用于单位、部门或个人之间的比较。</p>\n");
    html_hours(p);
    html_sheet(p, "hours", TABLE_FOLDED);
    html_weekdays(p);
    html_sheet(p, "weekdays", TABLE_FOLDED);
    html_sheet(p, "active", TABLE_TITLED);
    html_sheet(p, "left_at", TABLE_TITLED);
    html_sheet(p, "retries", TABLE_TITLED);
    html_sheet(p, "votes", TABLE_TITLED);
    html_sheet(p, "faults", TABLE_TITLED);
    buf_text(p->out, "</section>\n");
}

static void words(struct page *p)
{
    struct buf *out = p->out;
    buf_printf(out, "<section>\n<h2 class=\"page\">七、口径说明</h2>\n<p>定义版本 %d。</p>\n<dl class=\"words\">\n",
               COUNTS_DEFINITIONS);
    for (int i = 0; definitions[i][0]; i++)
        buf_printf(out, "<dt>%s</dt><dd>%s</dd>\n", definitions[i][0], definitions[i][1]);
    buf_text(out, "</dl>\n<h3>怎样核对</h3>\n<p>同一文件夹里的 <code>records.jsonl</code> 是全部原始记录，每条都含上一条的"
                  "校验值；<code>SHA256SUMS.minisig</code> 是本机对全部文件的签名。运行 <code>kiosk verify 文件夹</code>，"
                  "会核对签名、校验值和记录链，并按记录重新计算 <code>manifest.json</code> 和 <code>summary.csv</code> 里的数，它们与本表同出一次计算。</p>\n");
    if (p->about->check_code && p->about->check_code[0]) {
        buf_text(out, "<p>核验码 <code class=\"code\">");
        html_text(out, p->about->check_code);
        buf_printf(out, "</code>（记录至第 %lld 条）。与当时抄下的核验码一致，即可证明记录没有被截短。</p>\n",
                   (long long)p->about->seq);
    }
    buf_text(out, "<p>本机不采集姓名、人脸、签名、笔迹和观众写的文字；没有一项数能追到某个人。</p>\n</section>\n"
                  "</main>\n</body>\n</html>\n");
}

void report_html(const struct counts *c, const struct report_about *a, struct buf *out)
{
    struct page p = {.out = out, .c = c, .about = a};
    titled_sheets(c, a, &p.sheets);
    head(&p);
    overview(&p);
    exhibits(&p);
    device(&p);
    own_use(&p);
    words(&p);
    sheets_free(&p.sheets);
}
