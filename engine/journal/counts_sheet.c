#include "journal/counts_sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct column pair_columns[] = {{"key", ""}, {"title", "项目"}, {"value", "数值"}, {"note", "口径"}};
static const struct column scene_columns[] = {
    {"scene", "展项"}, {"content", "内容版本"}, {"starts", "开始"}, {"completions", "完成"},
    {"rate", "完成率"}, {"low", "区间下限"}, {"high", "区间上限"}};
static const struct column result_columns[] = {
    {"scene", "展项"}, {"content", "内容版本"}, {"rounds", "答完轮次"}, {"passed", "合格"},
    {"rate", "合格率"}, {"low", "区间下限"}, {"high", "区间上限"}};
static const struct column question_columns[] = {
    {"scene", "展项"}, {"question", "题号"}, {"version", "版本"}, {"first", "首次作答"}, {"right", "答对"},
    {"rate", "正确率"}, {"low", "区间下限"}, {"high", "区间上限"}};
static const struct column choice_columns[] = {
    {"scene", "展项"}, {"at", "选择处"}, {"chosen", "所选"}, {"n", "次数"}, {"of", "该处合计"},
    {"rate", "占比"}, {"low", "区间下限"}, {"high", "区间上限"}};
static const struct column ending_columns[] = {
    {"scene", "展项"}, {"ending", "结局"}, {"outcome", "性质"}, {"n", "次数"}, {"of", "该展项合计"},
    {"rate", "占比"}, {"low", "区间下限"}, {"high", "区间上限"}};
static const struct column fault_columns[] = {{"what", "故障"}, {"scene", "展项"}, {"n", "次数"}};
static const struct column left_columns[] = {{"scene", "展项"}, {"n", "次数"}};
static const struct column retry_columns[] = {{"scene", "展项"}, {"question", "题号"}, {"version", "版本"}, {"retries", "再次作答"}};
/* clang-format on */

static struct sheet *add(struct sheets *s, struct sheet head, int most_rows)
{
    struct sheet *sheet = &s->sheet[s->count++];
    *sheet = head;
    sheet->cells =
        arena_alloc(&s->arena, (size_t)(most_rows + 1) * (size_t)head.columns * sizeof *sheet->cells);
    return sheet;
}
#define ADD(s, list, rows, ...)                                                                              \
    add(s, (struct sheet){.column = list, .columns = sizeof list / sizeof *list, __VA_ARGS__}, rows)

static struct cell text_cell(const char *text)
{
    return (struct cell){.type = CELL_TEXT, .text = text};
}

static struct cell int_cell(int64_t v)
{
    return (struct cell){.type = CELL_INT, .integer = v};
}

static void pair(struct sheet *t, const char *key, const char *title, struct cell value, const char *note)
{
    struct cell *row = t->cells + t->rows++ * t->columns;
    row[0] = text_cell(key);
    row[1] = text_cell(title);
    row[2] = value;
    row[3] = text_cell(note);
}

/* Three cells: share and interval, empty below the least n. */
static void rate_cells(struct cell *at, int64_t hits, int64_t n)
{
    struct rate r = rate_of(hits, n);
    double v[3] = {r.value, r.low, r.high};
    for (int i = 0; i < 3; i++)
        at[i] = (struct cell){.type = r.shown ? CELL_SHARE : CELL_NONE, .number = v[i]};
}

static void visits_sheet(struct sheets *s, const struct counts *c)
{
    struct sheet *t = ADD(s, pair_columns, 8, .key = "visits", .title = "参观", .pairs = true,
                          .note = "人次，不等于人数；由本机观测");
    pair(t, "visits", "参观人次", int_cell(c->visits), "从首次触摸到结束；不含另列的排除项");
    pair(t, "valid", "有效人次", int_cell(c->valid),
         "至少 3 次有意操作、至少 2 个画面、首末操作相隔至少 20 秒");
    pair(t, "effective", "有效参与", int_cell(c->effective), "有效人次中至少完成一个展项的");
    pair(t, "short_touch", "短暂触碰", int_cell(c->short_touch), "其余已结束的参观（含断电中断的）");
    pair(t, "ongoing", "尚未结束", int_cell(c->ongoing), "统计时还在进行");
    pair(t, "breadth", "唯一内容完成", int_cell(c->breadth), "期内完成过的不同展项个数，不是人数");
}

static void ends_sheet(struct sheets *s, const struct counts *c)
{
    static const char *const ends[ENDS][3] = {
        {"finished", "结束参观", "点了“结束参观”，没有做到一半的展项"},    {"left", "离开", "在展项中途点了“结束参观”"},
        {"timeout", "超时", "无人操作，倒计时后结束"}, {"handover", "换人", "点了“我是新来的”"},
        {"shutdown", "关机", "参观中正常关机"},        {"power_loss", "断电", "参观中断电，下次启动时发现"},
        {"fault", "设备故障", "屏幕程序重新启动"},
    };
    struct sheet *t = ADD(s, pair_columns, ENDS, .key = "ends", .title = "参观如何结束", .pairs = true);
    for (int i = 0; i < ENDS; i++)
        pair(t, ends[i][0], ends[i][1], int_cell(c->ends[i]), ends[i][2]);
}

static void device_sheet(struct sheets *s, const struct counts *c)
{
    struct sheet *t = ADD(s, pair_columns, 10, .key = "records", .title = "排除与记录", .pairs = true);
    pair(t, "excluded_staff", "排除：工作人员", int_cell(c->excluded_staff),
         "工作人员、编辑、讲解、测试的使用");
    pair(t, "excluded_stuck", "排除：触摸异常", int_cell(c->excluded_stuck),
         "30 次以上操作且平均每秒多于 15 次");
    pair(t, "boots", "启动次数", int_cell(c->boots), "");
    pair(t, "records", "记录条数", int_cell(c->records), "");
    pair(t, "unknown_records", "时间未知的记录", int_cell(c->unknown_records),
         "时钟未设且此后未校准；限定日期时不计入其他各项");
    pair(t, "unknown_visits", "时间未知的参观", int_cell(c->unknown_visits), "同上");
    pair(t, "stepped_records", "时钟跳变后的记录", int_cell(c->stepped_records), "按当时的时钟归日");
    pair(t, "set_aside", "损坏留存的旧库", int_cell(c->set_aside), "其中的记录未计入");
}

/* Texts, numbers, and a rate: the shape of most lists. */
static void list_sheet(struct sheet *t, const struct counts_list *list, int texts, bool n_first)
{
    for (int i = 0; i < list->count; i++) {
        const struct counts_row *r = &list->rows[i];
        struct cell *row = t->cells + t->rows++ * t->columns;
        for (int k = 0; k < texts; k++)
            row[k] = text_cell(r->text[k]);
        row[texts] = int_cell(n_first ? r->n : r->of);
        if (t->columns <= texts + 1)
            continue;
        row[texts + 1] = int_cell(n_first ? r->of : r->n);
        rate_cells(row + texts + 2, r->n, r->of);
    }
}

static void content_sheets(struct sheets *s, const struct counts *c)
{
    list_sheet(ADD(s, scene_columns, c->scenes.count, .key = "scenes", .title = "展项",
                   .note = "完成：到达内容声明的终点"),
               &c->scenes, 2, false);
    list_sheet(ADD(s, result_columns, c->results.count, .key = "results", .title = "答题成绩"), &c->results,
               2, false);
    list_sheet(ADD(s, question_columns, c->questions.count, .key = "questions", .title = "首次作答正确率",
                   .note = "只计首次作答，按题目版本"),
               &c->questions, 3, false);
    list_sheet(ADD(s, choice_columns, c->choices.count, .key = "choices", .title = "故事中的选择"),
               &c->choices, 3, true);
    list_sheet(ADD(s, ending_columns, c->endings.count, .key = "endings", .title = "故事结局"), &c->endings,
               3, true);
    list_sheet(ADD(s, fault_columns, c->faults.count, .key = "faults", .title = "故障"), &c->faults, 2, true);
}

static struct cell seconds_cell(const struct counts *c, double v)
{
    return (struct cell){.type = c->active_n ? CELL_SECONDS : CELL_NONE, .number = v};
}

static void diagnostic_sheets(struct sheets *s, const struct counts *c)
{
    struct sheet *t = ADD(s, pair_columns, 4, .key = "active", .title = "操作时长", .pairs = true,
                          .diagnostic = true, .note = "有效人次首次到最后一次操作的时间，不含末尾无人操作");
    pair(t, "n", "样本量", int_cell(c->active_n), "有效人次");
    pair(t, "median_s", "中位数（秒）", seconds_cell(c, c->active_median_s), "");
    pair(t, "p25_s", "下四分位（秒）", seconds_cell(c, c->active_p25_s), "");
    pair(t, "p75_s", "上四分位（秒）", seconds_cell(c, c->active_p75_s), "");
    list_sheet(ADD(s, left_columns, c->left_at.count, .key = "left_at", .title = "离开处", .diagnostic = true,
                   .note = "离开或超时的参观最后进入的展项"),
               &c->left_at, 1, true);
    for (int i = 0; i < c->left_at.count; i++)
        if (!c->left_at.rows[i].text[0][0])
            s->sheet[s->count - 1].cells[i * 2].text = "（首页）";
    t = ADD(s, retry_columns, c->questions.count, .key = "retries", .title = "再次作答", .diagnostic = true);
    for (int i = 0; i < c->questions.count; i++) {
        const struct counts_row *r = &c->questions.rows[i];
        if (!r->more)
            continue;
        struct cell *row = t->cells + t->rows++ * t->columns;
        for (int k = 0; k < 3; k++)
            row[k] = text_cell(r->text[k]);
        row[3] = int_cell(r->more);
    }
}

void sheets_make(const struct counts *c, struct sheets *out)
{
    memset(out, 0, sizeof *out);
    visits_sheet(out, c);
    ends_sheet(out, c);
    content_sheets(out, c);
    device_sheet(out, c);
    diagnostic_sheets(out, c);
}

void sheets_free(struct sheets *s)
{
    arena_free(&s->arena);
}

const char *cell_words(const struct cell *cell, char *out, size_t size)
{
    switch (cell->type) {
    case CELL_NONE:
        return "—";
    case CELL_TEXT:
        return cell->text;
    case CELL_INT:
        snprintf(out, size, "%lld", (long long)cell->integer);
        break;
    case CELL_SHARE:
        snprintf(out, size, "%.1f%%", cell->number * 100);
        break;
    case CELL_SECONDS:
        snprintf(out, size, "%.1f", cell->number);
        break;
    }
    return out;
}

void period_words(const struct counts_period *p, char *out, size_t size)
{
    char from[25] = "", to[25] = "";
    if (p->has_from)
        clock_format_utc(p->from * 86400000, from);
    if (p->has_to)
        clock_format_utc(p->to * 86400000, to);
    if (!p->has_from && !p->has_to)
        snprintf(out, size, "全部记录");
    else
        snprintf(out, size, "%.10s 至 %.10s", p->has_from ? from : "开始", p->has_to ? to : "现在");
}
