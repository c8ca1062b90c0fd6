#include "report/about.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const definitions[][2] = {
    {"参观人次", "从首次有意触摸到结束为一次。是人次，不等于人数：本机不识别任何人，同一个人来两次记两次。"},
    {"有效人次", "至少 3 次有意操作、至少 2 个画面、首末操作相隔至少 20 秒。"},
    {"有效参与", "有效人次中，至少完成一个展项的。"},
    {"短暂触碰", "其余已经结束的参观，单列。断电中断的参观操作次数不明，也在其中。"},
    {"开始与完成", "按展项和内容版本计次数；完成是到达内容声明的终点。完成率 = 完成 ÷ 开始。"},
    {"唯一内容完成", "期内完成过的不同展项个数，同一展项的不同内容版本算一个；不是人数。"},
    {"首次作答正确率", "同一次参观中对同一展项、同一版本的题第一次作答才是首次，不论在第几轮、第几次进入；答对 ÷ 首次作答。再次作答另列。"},
    {"前测—后测", "同一次参观中前后都回答了的题才算一对，只列完整配对；不跨参观比较。"},
    {"承诺", "点“确认”的次数，每次参观、每个文本版本至多一次；不保存签名和笔迹。"},
    {"选择与结局", "故事中每处选择、每个结局的次数；占比的分母是该处（该展项）的合计次数。"},
    {"场次与团体人数", "由工作人员登记，是申报值；期间由本机观测到的参观人次另列一栏，两者不相加。"},
    {"设备可用率", "计划内在用分钟 ÷ 计划分钟，由设备自身的单调时钟计。在用时间从每次启动到那次的最后一条记录，只会少计，不会多计。"
                   "没有登记开放时间就没有分母，只列在用分钟。"},
    {"排除", "工作人员、编辑、讲解和测试的使用；触摸异常（30 次以上操作且平均每秒多于 15 次）。单列次数，不进入其他任何一项。"},
    {"时间未知", "时钟没有设好、同一次启动中也没有校准过的记录。单列，从不丢弃；限定日期时不计入其他各项。"},
    {"日期", "参观归入它第一条记录的当地日期。"},
    {"比率", "样本量不足 30 只列次数，不列比率；30 起附 Wilson 95% 区间。可用率是时间之比，没有区间。"},
    {"小样本", "问卷和前后测一道题不足 10 份的写“少于 10”。本机不按身份、岗位、部门分组，所以没有其他需要隐去的小格。"},
    {"运行诊断", "操作时长、离开处、再次作答、时段、星期、问卷和故障，供本单位改进使用，不作考核依据。成效评价中没有停留时长、排名、点赞和投票。"},
    {NULL, NULL},
};

static void add(struct about_rows *r, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void add(struct about_rows *r, const char *name, const char *format, ...)
{
    char text[1024];
    va_list args;
    if (r->count == ABOUT_ROWS)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!text[0])
        return;
    r->row[r->count][0] = name;
    r->row[r->count++][1] = arena_text(&r->arena, text, strlen(text));
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

void about_rows(struct about_rows *out, const struct counts *c, const struct report_about *a)
{
    char period[80], made[25], from[16], to[16];
    memset(out, 0, sizeof *out);
    period_words(&c->period, period, sizeof period);
    add(out, "阵地", "%s", or_empty(a->venue));
    add(out, "单位", "%s", or_empty(a->unit));
    add(out, "行业", "%s", or_empty(a->sector));
    add(out, "本机编号", "%s", or_empty(a->kiosk));
    add(out, "统计时段", "%s", period);
    if (c->has_days) {
        day_words(c->first_day, from, sizeof from);
        day_words(c->last_day, to, sizeof to);
        add(out, "有记录的日期", "%s 至 %s", from, to);
    }
    clock_format_utc(a->made + a->tz * INT64_C(60000), made);
    if (a->made)
        add(out, "制表时间", "%.10s %.5s（当地）", made, made + 11);
    else
        add(out, "制表时间", "本机时钟未校准，不写");
    if (c->first_seq > 1)
        add(out, "记录", "第 %lld 至 %lld 条，此前的不在本表内", (long long)c->first_seq, (long long)a->seq);
    else
        add(out, "记录截至", "第 %lld 条", (long long)a->seq);
    add(out, "核验码", "%s", or_empty(a->check_code));
    add(out, "内容版本", "%s", or_empty(a->content));
    add(out, "程序版本", "%s", or_empty(a->software));
    for (int i = 0; i < a->health_count; i++)
        add(out, "设备状态", "%s", a->health[i]);
}

void about_free(struct about_rows *rows)
{
    arena_free(&rows->arena);
}

/* Which columns hold a name that content gave a title: the scene's own, or something inside it. */
static bool is_inside_scene(const char *key)
{
    static const char *const keys[] = {"question", "ending", "at"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!strcmp(key, keys[i]))
            return true;
    return false;
}

static void give_title(struct sheets *s, const struct report_about *a, struct cell *cell, const char *scene,
                       const char *item)
{
    const char *title = cell->type == CELL_TEXT && scene[0] ? a->title(a->user, scene, item) : NULL;
    if (!title || !title[0])
        return;
    char text[1024];
    snprintf(text, sizeof text, "%s（%s）", title, cell->text);
    cell->text = arena_text(&s->arena, text, strlen(text));
}

/* Two cells: where the choice stood, and what was chosen. */
static void give_choice(struct sheets *s, const struct report_about *a, struct cell *cells, const char *scene)
{
    char both[256];
    snprintf(both, sizeof both, "%s %s", cells[0].text, cells[1].text);
    give_title(s, a, &cells[1], scene, both);
}

/* The outcomes that content may declare for an ending, in words. */
static void word_outcome(struct cell *cell)
{
    static const char *const words[][2] = {{"good", "正面"}, {"mixed", "中间"}, {"bad", "反面"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(cell->text, words[i][0]))
            cell->text = words[i][1];
}

static void word_outcomes(struct sheet *t)
{
    for (int k = 0; k < t->columns; k++)
        for (int row = 0; !strcmp(t->column[k].key, "outcome") && row < t->rows; row++)
            word_outcome(&t->cells[row * t->columns + k]);
}

static void title_rows(struct sheets *s, struct sheet *t, const struct report_about *a)
{
    for (int row = 0; row < t->rows; row++) {
        struct cell *cells = t->cells + row * t->columns;
        const char *scene = cells[0].text;
        for (int k = t->columns - 1; k > 0; k--) /* a choice is named by where it stood, so before that gets its title */
            if (is_inside_scene(t->column[k].key))
                give_title(s, a, &cells[k], scene, cells[k].text);
            else if (!strcmp(t->column[k].key, "chosen"))
                give_choice(s, a, &cells[k - 1], scene);
        give_title(s, a, &cells[0], scene, NULL);
    }
}

void titled_sheets(const struct counts *c, const struct report_about *a, struct sheets *out)
{
    sheets_make(c, out);
    for (int i = 0; i < out->count; i++) {
        word_outcomes(&out->sheet[i]);
        if (a->title && !strcmp(out->sheet[i].column[0].key, "scene"))
            title_rows(out, &out->sheet[i], a);
    }
}
