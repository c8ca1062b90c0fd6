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
static const struct column pledge_columns[] = {{"scene", "展项"}, {"text", "承诺文本"}, {"version", "版本"}, {"visits", "确认人次"}};
static const struct column before_columns[] = {
    {"scene", "展项"}, {"item", "问题"}, {"version", "版本"}, {"answer", "回答"}, {"before", "前测"}, {"after", "后测"},
    {"pairs", "完整配对"}};
static const struct column vote_columns[] = {
    {"scene", "展项"}, {"item", "问题"}, {"version", "版本"}, {"answer", "回答"}, {"n", "次数"}, {"of", "该题合计"}};
static const struct column event_columns[] = {
    {"label", "批次代号"}, {"type", "种类"}, {"day", "日期"}, {"heads_open", "计划人数（申报）"},
    {"heads_close", "实到人数（申报）"}, {"visits", "参观人次（观测）"}, {"valid", "有效人次（观测）"}, {"minutes", "时长（分钟）"}};
static const struct column day_columns[] = {{"day", "日期"}, {"visits", "参观人次"}, {"valid", "有效人次"}, {"minutes", "在用分钟"},
    {"planned", "计划分钟"}};
static const struct column hour_columns[] = {{"hour", "时段"}, {"visits", "参观人次"}};
static const struct column weekday_columns[] = {{"weekday", "星期"}, {"visits", "参观人次"}};
static const struct column fault_columns[] = {{"what", "故障"}, {"scene", "展项"}, {"n", "次数"}};
static const struct column tallied_columns[] = {{"of", "记录种类"}, {"scene", "展项"}, {"n", "条数"}};
static const struct column pruned_columns[] = {{"before", "这一天以前"}, {"export", "明细在这次导出里"}, {"visits", "参观人次"},
    {"valid", "有效人次"}, {"effective", "有效参与"}};
static const struct column left_columns[] = {{"scene", "展项"}, {"n", "次数"}};
static const struct column retry_columns[] = {{"scene", "展项"}, {"question", "题号"}, {"version", "版本"}, {"retries", "再次作答"}};
/* clang-format on */

const char *const book_titles[BOOKS] = {"成效评价", "运行诊断", "题目", "故事", "场次"};

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

static struct cell count_cell(int64_t v) /* -1: not known */
{
    return v < 0 ? (struct cell){.type = CELL_NONE} : int_cell(v);
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
    pair(t, "ongoing", "没有结束记录", int_cell(c->ongoing), "统计时还在进行，或结束的记录随损坏的旧库失去");
    pair(t, "breadth", "唯一内容完成", int_cell(c->breadth), "期内完成过的不同展项个数，不是人数");
    if (c->pruned_visits >= 0)
        pair(t, "pruned_visits", "期满清理的参观", int_cell(c->pruned_visits),
             "期内已有月份清理了明细，这些人次不在上面各数里；逐月见“期满清理的月份”");
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

static void availability_sheet(struct sheets *s, const struct counts *c)
{
    struct sheet *t = ADD(s, pair_columns, 6, .key = "availability", .title = "设备可用率", .pairs = true,
                          .note = "由设备自身的单调时钟计；在用时间从启动到最后一条记录，只会少计");
    struct cell none = text_cell("未设开放时间"), share = none;
    bool planned = c->planned_ms > 0;
    int64_t faults = 0;
    for (int i = 0; i < c->faults.count; i++)
        faults += c->faults.rows[i].n;
    if (planned)
        share = (struct cell){.type = CELL_SHARE, .number = (double)c->open_ms / (double)c->planned_ms};
    pair(t, "service_minutes", "在用分钟", int_cell(c->service_ms / 60000), "含开放时间以外");
    pair(t, "planned_minutes", "计划分钟", planned ? int_cell(c->planned_ms / 60000) : none,
         "开放时间由管理员登记，自登记之日起计");
    pair(t, "open_minutes", "计划内在用分钟", planned ? int_cell(c->open_ms / 60000) : none, "开放时间以内");
    pair(t, "rate", "设备可用率", share, "计划内在用分钟 ÷ 计划分钟");
    pair(t, "restarts", "启动次数", int_cell(c->boots), "含每天正常开机");
    pair(t, "faults", "故障次数", int_cell(faults), "明细见运行诊断");
}

static void device_sheet(struct sheets *s, const struct counts *c)
{
    struct sheet *t = ADD(s, pair_columns, 16, .key = "records", .title = "排除与记录", .pairs = true);
    pair(t, "excluded_staff", "排除：工作人员", int_cell(c->excluded_staff),
         "工作人员、编辑、讲解、测试的使用");
    pair(t, "excluded_stuck", "排除：触摸异常", int_cell(c->excluded_stuck),
         "30 次以上操作且平均每秒多于 15 次");
    pair(t, "boots", "启动次数", int_cell(c->boots), "");
    pair(t, "records", "记录条数", int_cell(c->records), "期内的全部记录，不止参观");
    pair(t, "unknown_records", "时间未知的记录", int_cell(c->unknown_records),
         "时钟未设且此后未校准；限定日期时不计入其他各项");
    pair(t, "unknown_visits", "时间未知的参观", int_cell(c->unknown_visits), "同上");
    pair(t, "stepped_records", "时钟跳变后的记录", int_cell(c->stepped_records),
         "按当时的时钟归日；同一次启动中管理员校过时的，按校准后的时间");
    pair(t, "late_records", "迟到的记录", int_cell(c->late), "所属参观早已结束，不计入任何一项");
    pair(t, "missing", "缺号", int_cell(c->missing), "首末序号之间没有的记录");
    pair(t, "pruned", "期满清理的记录", int_cell(c->pruned), "清理前已导出并核对，不计入以上各项；合计见“期满清理的月份”");
    pair(t, "set_aside", "损坏留存的旧库", int_cell(c->set_aside), "读得出的记录才能计入");
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
    list_sheet(ADD(s, pledge_columns, c->pledges.count, .key = "pledges", .title = "承诺",
                   .note = "每次参观、每个文本版本至多一次；不保存签名"),
               &c->pledges, 3, true);
    list_sheet(ADD(s, question_columns, c->questions.count, .key = "questions", .title = "首次作答正确率",
                   .note = "只计首次作答，按题目版本", .book = BOOK_QUESTIONS),
               &c->questions, 3, false);
    list_sheet(ADD(s, result_columns, c->results.count, .key = "results", .title = "答题成绩",
                   .note = "答完一轮算一次", .book = BOOK_QUESTIONS),
               &c->results, 2, false);
    list_sheet(ADD(s, choice_columns, c->choices.count, .key = "choices", .title = "故事中的选择",
                   .note = "同一参观可重选，按次数计", .book = BOOK_STORIES),
               &c->choices, 3, true);
    list_sheet(ADD(s, ending_columns, c->endings.count, .key = "endings", .title = "故事结局",
                   .note = "到达一次算一次", .book = BOOK_STORIES),
               &c->endings, 3, true);
}

/* Answers to a survey: rows of items with too few answers say so and nothing else. */
static void survey_sheet(struct sheet *t, const struct counts_list *list, bool pairs)
{
    for (int i = 0; i < list->count; i++) {
        const struct counts_row *r = &list->rows[i];
        struct cell *row = t->cells + t->rows++ * t->columns, few = {.type = CELL_FEW, .integer = SURVEY_LEAST_N};
        bool told = r->of >= SURVEY_LEAST_N;
        for (int k = 0; k < 4; k++)
            row[k] = text_cell(r->text[k]);
        row[4] = told ? int_cell(r->n) : few;
        row[5] = told ? int_cell(pairs ? r->more : r->of) : few;
        if (pairs)
            row[6] = told ? int_cell(r->of) : few;
    }
}

static void survey_sheets(struct sheets *s, const struct counts *c)
{
    survey_sheet(ADD(s, before_columns, c->pairs.count, .key = "pairs", .title = "前测—后测",
                     .note = "同一次参观前后都答了的才算一对；自愿填写，不代表全体；不足 10 对的写“少于 10”",
                     .book = BOOK_QUESTIONS),
                 &c->pairs, true);
    survey_sheet(ADD(s, vote_columns, c->votes.count, .key = "votes", .title = "问卷",
                     .note = "自愿填写，不代表全体；不足 10 次的写“少于 10”", .book = BOOK_RUNNING),
                 &c->votes, false);
}

static void events_sheet(struct sheets *s, const struct counts *c)
{
    struct sheet *t = ADD(s, event_columns, c->events_count, .key = "events", .title = "场次", .book = BOOK_EVENTS,
                          .note = "由工作人员登记；申报值与观测值分列，不相加");
    for (int i = 0; i < c->events_count; i++) {
        const struct counts_event *e = &c->events[i];
        struct cell *row = t->cells + t->rows++ * t->columns;
        row[0] = text_cell(e->label);
        row[1] = text_cell(e->type);
        row[2] = (struct cell){.type = e->dated ? CELL_DAY : CELL_NONE, .integer = e->day};
        row[3] = count_cell(e->heads_open);
        row[4] = count_cell(e->heads_close);
        row[5] = int_cell(e->visits);
        row[6] = int_cell(e->valid);
        row[7] = count_cell(e->minutes);
    }
}

static void days_sheet(struct sheets *s, const struct counts *c)
{
    struct sheet *t = ADD(s, day_columns, c->days_count, .key = "days", .title = "逐日",
                          .note = "参观归入它第一条记录的当地日期；没有列出的日子既没有参观，也没有开机");
    for (int i = 0; i < c->days_count; i++) {
        struct cell *row = t->cells + t->rows++ * t->columns;
        row[0] = (struct cell){.type = CELL_DAY, .integer = c->days[i].day};
        row[1] = int_cell(c->days[i].visits);
        row[2] = int_cell(c->days[i].valid);
        row[3] = int_cell(c->days[i].service_ms / 60000);
        row[4] = c->days[i].planned_ms ? int_cell(c->days[i].planned_ms / 60000) : (struct cell){.type = CELL_NONE};
    }
}

static void clock_sheets(struct sheets *s, const struct counts *c)
{
    static const char *const days[7] = {"星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"};
    struct sheet *t = ADD(s, hour_columns, 24, .key = "hours", .title = "时段", .book = BOOK_RUNNING,
                          .note = "参观开始的当地时刻");
    for (int i = 0; i < 24; i++) {
        struct cell *row = t->cells + t->rows++ * t->columns;
        char name[16];
        snprintf(name, sizeof name, "%d 时", i);
        row[0] = text_cell(arena_text(&s->arena, name, strlen(name)));
        row[1] = int_cell(c->hours[i]);
    }
    t = ADD(s, weekday_columns, 7, .key = "weekdays", .title = "星期", .book = BOOK_RUNNING, .note = "参观开始的当地日期");
    for (int i = 0; i < 7; i++) {
        struct cell *row = t->cells + t->rows++ * t->columns;
        row[0] = text_cell(days[i]);
        row[1] = int_cell(c->weekdays[i]);
    }
}

static struct cell seconds_cell(const struct counts *c, double v)
{
    return (struct cell){.type = c->active_n ? CELL_SECONDS : CELL_NONE, .number = v};
}

static void diagnostic_sheets(struct sheets *s, const struct counts *c)
{
    struct sheet *t = ADD(s, pair_columns, 4, .key = "active", .title = "操作时长", .pairs = true,
                          .book = BOOK_RUNNING, .note = "有效人次首次到最后一次操作的时间，不含末尾无人操作");
    pair(t, "n", "样本量", int_cell(c->active_n),
         c->active_exact ? "有效人次" : "有效人次；样本很大，下列各数的误差不超过 0.4%");
    pair(t, "median_s", "中位数（秒）", seconds_cell(c, c->active_median_s), "");
    pair(t, "p25_s", "下四分位（秒）", seconds_cell(c, c->active_p25_s), "");
    pair(t, "p75_s", "上四分位（秒）", seconds_cell(c, c->active_p75_s), "");
    list_sheet(ADD(s, left_columns, c->left_at.count, .key = "left_at", .title = "离开处", .book = BOOK_RUNNING,
                   .note = "中途离开或超时的参观结束时所在的展项；已经回到首页的列在首页"),
               &c->left_at, 1, true);
    for (int i = 0; i < c->left_at.count; i++)
        if (!c->left_at.rows[i].text[0][0])
            s->sheet[s->count - 1].cells[i * 2].text = "（首页）";
    t = ADD(s, retry_columns, c->questions.count, .key = "retries", .title = "再次作答", .book = BOOK_RUNNING);
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

static void pruned_sheet(struct sheets *s, const struct counts *c)
{
    const struct counts_list *l = &c->pruned_months;
    struct sheet *t = ADD(s, pruned_columns, l->count, .key = "pruned_months", .title = "期满清理的月份",
                          .note = "明细已从本机清理，合计在清理时记入链中；不计入其他各项");
    for (int i = 0; i < l->count; i++) {
        struct cell *row = t->cells + t->rows++ * t->columns;
        row[0] = text_cell(l->rows[i].text[0]);
        row[1] = text_cell(l->rows[i].text[1]);
        row[2] = int_cell(l->rows[i].n);
        row[3] = int_cell(l->rows[i].of);
        row[4] = int_cell(l->rows[i].more);
    }
}

void sheets_make(const struct counts *c, struct sheets *out)
{
    memset(out, 0, sizeof *out);
    visits_sheet(out, c);
    ends_sheet(out, c);
    content_sheets(out, c);
    events_sheet(out, c);
    availability_sheet(out, c);
    days_sheet(out, c);
    device_sheet(out, c);
    list_sheet(ADD(out, tallied_columns, c->tallied.count, .key = "tallied", .title = "只剩合计的记录",
                   .note = "磁盘满又断电，明细已失去；不计入其他各项"),
               &c->tallied, 2, true);
    pruned_sheet(out, c);
    diagnostic_sheets(out, c);
    survey_sheets(out, c);
    clock_sheets(out, c);
    list_sheet(ADD(out, fault_columns, c->faults.count, .key = "faults", .title = "故障", .book = BOOK_RUNNING),
               &c->faults, 2, true);
}

void sheets_free(struct sheets *s)
{
    arena_free(&s->arena);
}

void day_words(int64_t day, char *out, size_t size)
{
    char text[25];
    clock_format_utc(day * 86400000, text);
    snprintf(out, size, "%.10s", text);
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
    case CELL_DAY:
        day_words(cell->integer, out, size);
        break;
    case CELL_FEW:
        snprintf(out, size, "少于 %lld", (long long)cell->integer);
        break;
    }
    return out;
}

void period_words(const struct counts_period *p, char *out, size_t size)
{
    char from[16] = "开始", to[16] = "现在";
    if (p->has_from)
        day_words(p->from, from, sizeof from);
    if (p->has_to)
        day_words(p->to, to, sizeof to);
    if (!p->has_from && !p->has_to)
        snprintf(out, size, "全部记录");
    else
        snprintf(out, size, "%s 至 %s", from, to);
}

void counts_rules(char *out, size_t size)
{
    snprintf(out, size,
             "定义版本 %d · 有效人次：操作 ≥ %d 次、画面 ≥ %d 个、首末 ≥ %d 秒 · 样本量不足 %d 只列次数，否则附 "
             "95%% 区间（Wilson）",
             COUNTS_DEFINITIONS, VALID_INPUTS, VALID_SCREENS, VALID_SPAN_MS / 1000, RATE_LEAST_N);
}
