/* Which figures become which chart. */
#include "base/utf8.h"
#include "report/html.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAYS_MOST 92 /* more are drawn by month */
#define MONTHS_MOST 120

static void set_label(struct chart_bar *b, const char *text)
{
    snprintf(b->label, sizeof b->label, "%s", text);
    utf8_trim_partial(b->label);
}

/* "": none is known. */
static const char *title_of(const struct page *p, const char *scene, const char *item)
{
    const char *title = p->about->title ? p->about->title(p->about->user, scene, item) : NULL;
    return title ? title : "";
}

/* Whether another row has the same names before column k and another one there. */
static bool tells_apart(const struct counts_list *l, int at, int k)
{
    for (int i = 0; i < l->count; i++) {
        bool same = true;
        for (int n = 0; n < k; n++)
            same &= !strcmp(l->rows[i].text[n], l->rows[at].text[n]);
        if (same && strcmp(l->rows[i].text[k], l->rows[at].text[k]) != 0)
            return true;
    }
    return false;
}

static bool several_scenes(const struct counts_list *l)
{
    return strcmp(l->rows[0].text[0], l->rows[l->count - 1].text[0]) != 0;
}

/* What a question or an ending is called stands alone; an id needs its exhibit beside it when there are several. */
static void name_item(const struct page *p, char *out, size_t size, const char *const *text, bool several)
{
    char scene[200];
    snprintf(scene, sizeof scene, "%s", title_of(p, text[0], NULL));
    const char *title = title_of(p, text[0], text[1]);
    if (title[0] || !several)
        snprintf(out, size, "%s", title[0] ? title : text[1]);
    else
        snprintf(out, size, "%s · %s", scene[0] ? scene : text[0], text[1]);
}

/* The shortest name that tells a row from the others: scene, what is in it, version. */
enum names { BY_SCENE, BY_ITEM };
static void name_bar(const struct page *p, struct chart_bar *b, const struct counts_list *l, int at, enum names names)
{
    const char *const *text = l->rows[at].text;
    const char *scene = title_of(p, text[0], NULL);
    int version = names == BY_SCENE ? 1 : 2;
    char name[600];
    if (names == BY_SCENE)
        snprintf(name, sizeof name, "%s", scene[0] ? scene : text[0]);
    else
        name_item(p, name, sizeof name, text, several_scenes(l));
    if (tells_apart(l, at, version))
        snprintf(name + strlen(name), sizeof name - strlen(name), " · %s", text[version]);
    set_label(b, name);
}

static void nothing(struct page *p, const char *title)
{
    buf_printf(p->out, "<h3>%s</h3>\n<p class=\"note\">期内没有记录。</p>\n", title);
}

static void list_chart(struct page *p, struct chart c, const struct counts_list *l, enum names names, bool rates)
{
    if (!l->count) {
        nothing(p, c.title);
        return;
    }
    c.bars = mem_alloc((size_t)l->count * sizeof *c.bars);
    c.count = l->count;
    for (int i = 0; i < l->count; i++) {
        struct rate r = rate_of(l->rows[i].n, l->rows[i].of);
        c.bars[i] = (struct chart_bar){.n = l->rows[i].n, .of = l->rows[i].of, .has_rate = r.shown, .value = r.value,
                                       .low = r.low, .high = r.high};
        if (i < CHART_ROWS_MAX)
            name_bar(p, &c.bars[i], l, i, names);
    }
    (rates ? chart_rates : chart_rows)(p->out, &c);
    free(c.bars);
}

void html_scenes(struct page *p)
{
    struct chart c = {.id = "scenes", .title = "各展项的开始与完成", .unit = "次",
                      .note = "实心为完成，外框为开始；右侧为 完成 / 开始，样本量满 30 才列完成率。完成：到达内容声明的终点。"};
    list_chart(p, c, &p->c->scenes, BY_SCENE, false);
}

void html_questions(struct page *p)
{
    struct chart c = {.id = "questions", .title = "各题首次作答正确率", .unit = "次",
                      .note = "圆点为正确率，横线为 Wilson 95% 区间；右侧为 答对 / 首次作答。只计首次作答，按题目版本。"};
    list_chart(p, c, &p->c->questions, BY_ITEM, true);
}

void html_endings(struct page *p)
{
    struct chart c = {.id = "endings", .title = "故事结局", .unit = "次",
                      .note = "实心为到达该结局的次数，外框为该展项全部结局；右侧为 次数 / 合计，样本量满 30 才列占比。"};
    list_chart(p, c, &p->c->endings, BY_ITEM, false);
}

void html_ends(struct page *p)
{
    const struct sheet *t = page_sheet(p, "ends");
    struct chart_bar bars[ENDS] = {0};
    struct chart c = {.id = "ends", .title = "参观如何结束", .unit = "人次", .bars = bars, .count = ENDS};
    char note[160];
    int64_t sum = 0;
    for (int i = 0; i < ENDS; i++) {
        set_label(&bars[i], t->cells[i * t->columns + 1].text);
        bars[i].n = p->c->ends[i];
        sum += bars[i].n;
    }
    snprintf(note, sizeof note, "已结束的参观 n = %lld；各种结束的含义见下表。", (long long)sum);
    c.note = note;
    chart_rows(p->out, &c);
}

void html_hours(struct page *p)
{
    struct chart_bar bars[24] = {0};
    char note[120];
    int64_t sum = 0;
    for (int i = 0; i < 24; i++) {
        snprintf(bars[i].label, sizeof bars[i].label, "%d 时", i);
        bars[i].n = p->c->hours[i];
        sum += bars[i].n;
    }
    snprintf(note, sizeof note, "按参观开始的当地时刻，n = %lld 人次（时间未知的不在内）。", (long long)sum);
    struct chart c = {.id = "hours", .title = "一天中的参观", .unit = "人次", .note = note, .bars = bars, .count = 24};
    chart_columns(p->out, &c);
}

void html_weekdays(struct page *p)
{
    static const char *const names[7] = {"星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"};
    struct chart_bar bars[7] = {0};
    char note[160];
    int64_t sum = 0;
    for (int i = 0; i < 7; i++) {
        set_label(&bars[i], names[i]);
        bars[i].n = p->c->weekdays[i];
        sum += bars[i].n;
    }
    snprintf(note, sizeof note, "期内各星期几的合计，n = %lld 人次（时间未知的不在内）。", (long long)sum);
    struct chart c = {.id = "weekdays", .title = "一周中的参观", .unit = "人次", .note = note, .bars = bars, .count = 7};
    chart_columns(p->out, &c);
}

/* What a column over time shows. */
enum over_time { VISITS, SERVICE };

static void add_day(struct chart_bar *b, const struct counts_day *d, enum over_time what)
{
    if (what == VISITS) {
        b->n += d->valid;
        b->of += d->visits;
    } else {
        b->n += d->planned_ms ? d->open_ms : d->service_ms;
        b->of += d->planned_ms;
    }
}

static void to_hours(struct chart_bar *bars, int count)
{
    for (int i = 0; i < count; i++) {
        bars[i].n = (bars[i].n + 1800000) / 3600000;
        bars[i].of = (bars[i].of + 1800000) / 3600000;
    }
}

static int by_day(const struct counts *c, enum over_time what, struct chart_bar *bars)
{
    int count = (int)(c->last_day - c->first_day) + 1;
    for (int i = 0; i < count; i++) {
        char day[16];
        day_words(c->first_day + i, day, sizeof day);
        set_label(&bars[i], day + 5);
    }
    for (int i = 0; i < c->days_count; i++) {
        int64_t at = c->days[i].day - c->first_day;
        if (at >= 0 && at < count)
            add_day(&bars[at], &c->days[i], what);
    }
    return count;
}

/* The latest months that have anything to show. */
static int by_month(const struct counts *c, enum over_time what, struct chart_bar *bars)
{
    int count = 0;
    for (int i = 0; i < c->days_count; i++) {
        char month[16];
        day_words(c->days[i].day, month, sizeof month);
        month[7] = 0;
        if (!count || strcmp(bars[count - 1].label, month) != 0) {
            if (count == MONTHS_MOST)
                memmove(bars, bars + 1, (size_t)--count * sizeof *bars);
            bars[count] = (struct chart_bar){0};
            set_label(&bars[count++], month);
        }
        add_day(&bars[count - 1], &c->days[i], what);
    }
    return count;
}

static void over_time(struct page *p, enum over_time what, struct chart chart, const char *day_title,
                      const char *month_title)
{
    struct chart_bar bars[MONTHS_MOST] = {0};
    bool days = p->c->last_day - p->c->first_day < DAYS_MOST;
    if (!p->c->has_days || !p->c->days_count) {
        nothing(p, day_title);
        return;
    }
    chart.count = days ? by_day(p->c, what, bars) : by_month(p->c, what, bars);
    chart.title = days ? day_title : month_title;
    chart.bars = bars;
    if (what == SERVICE)
        to_hours(bars, chart.count);
    chart_columns(p->out, &chart);
}

void html_days(struct page *p)
{
    struct chart c = {.id = "days", .unit = "人次",
                      .note = "外框为参观人次，实心为其中的有效人次；按第一条记录的当地日期，时间未知的不在内。逐日数据见 summary.xlsx。"};
    over_time(p, VISITS, c, "每日参观", "每月参观");
}

void html_service(struct page *p)
{
    struct chart c = {.id = "service", .unit = "小时",
                      .note = p->c->planned_ms ? "外框为计划开放小时，实心为其间在用小时，四舍五入到小时；没有外框的日子没有登记开放时间，实心为当日在用小时。"
                                               : "在用小时，四舍五入到小时；从启动到最后一条记录，只会少计。未设开放时间，所以没有可用率。"};
    over_time(p, SERVICE, c, "每日在用时间", "每月在用时间");
}
