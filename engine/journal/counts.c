#include "journal/counts.h"

#include "journal/inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK (1 << 20)
#define CHAINS_MOST 64

/* A pass and what it said where it stopped: the readers of the journal have their own words. */
struct pass {
    struct counting *counting;
    struct err wrong;
};

static bool take_line(void *user, const char *line, size_t len)
{
    struct pass *p = user;
    return counting_take(p->counting, line, len, &p->wrong);
}

static bool take_living(struct journal *j, struct counting *c, struct err *e)
{
    struct buf lines = {0};
    int64_t last = 0;
    bool well = true;
    while (well && (last = journal_read_lines(j, last, INT64_MAX, CHUNK, &lines, e)) > 0) {
        well = counting_take_lines(c, (const char *)lines.data, lines.len, e);
        buf_clear(&lines);
    }
    buf_free(&lines);
    return well && last >= 0;
}

static bool take_chains(struct journal *j, struct counting *c, int64_t *set_aside, struct err *e)
{
    struct journal_chain chains[CHAINS_MOST];
    struct pass p = {.counting = c};
    int n = journal_chains(j, chains, CHAINS_MOST);
    if (!n)
        return err_set(e, "现在读不到记录。%s", j->sentence);
    *set_aside = n - 1;
    for (int i = 0; i < n - 1; i++)
        if (!aside_read_lines(j->folder, &chains[i], take_line, &p, e))
            return p.wrong.text[0] ? err_set(e, "%s：%s", chains[i].file, p.wrong.text) : false;
    return take_living(j, c, e);
}

bool counts_compute(struct journal *j, const struct counts_period *period, struct counts *out, struct err *e)
{
    int64_t set_aside = 0;
    memset(out, 0, sizeof *out);
    journal_commit(j);
    if (!j->db)
        return err_set(e, "现在读不到记录。%s", j->sentence);
    struct counting *c = counting_start(period);
    if (!take_chains(j, c, &set_aside, e)) {
        counting_drop(c);
        return false;
    }
    counting_end(c, out);
    out->set_aside = set_aside;
    return true;
}

void counts_free(struct counts *c)
{
    arena_free(&c->arena);
    memset(c, 0, sizeof *c);
}

static bool parse_bound(const char *text, bool *has, int64_t *day, struct err *e)
{
    *has = text && *text;
    return !*has || clock_parse_date(text, day) ||
           err_set(e, "“%.40s”不是日期。请写成 2026-11-22 的样子。", text);
}

bool counts_period_parse(const char *from, const char *to, struct counts_period *out, struct err *e)
{
    *out = (struct counts_period){0};
    if (!parse_bound(from, &out->has_from, &out->from, e) || !parse_bound(to, &out->has_to, &out->to, e))
        return false;
    return !out->has_from || !out->has_to || out->from <= out->to ||
           err_set(e, "起始日期 %s 晚于结束日期 %s。请对调。", from, to);
}

struct rate rate_of(int64_t hits, int64_t n)
{
    if (n < RATE_LEAST_N || hits < 0 || hits > n)
        return (struct rate){0};
    const double z = 1.959963984540054, count = (double)n, p = (double)hits / count, zz = z * z / count;
    double middle = p + zz / 2, spread = z * sqrt(p * (1 - p) / count + zz / count / 4);
    double low = (middle - spread) / (1 + zz), high = (middle + spread) / (1 + zz);
    return (struct rate){.shown = true, .value = p, .low = low < 0 ? 0 : low, .high = high > 1 ? 1 : high};
}

/* "08:30" or "24:00" at *at, which moves on. */
static bool parse_clock(const char **at, int *minutes)
{
    const char *t = *at;
    for (int i = 0; i < 5; i++)
        if (i == 2 ? t[i] != ':' : t[i] < '0' || t[i] > '9')
            return false;
    int hour = (t[0] - '0') * 10 + t[1] - '0', minute = (t[3] - '0') * 10 + t[4] - '0';
    *minutes = hour * 60 + minute;
    *at += 5;
    return minute < 60 && *minutes <= 24 * 60;
}

/* "1-5 ", "6 " or nothing for the whole week. */
static bool parse_weekdays(const char **at, int *first, int *last)
{
    const char *t = *at;
    *first = 1;
    *last = 7;
    if (t[0] < '1' || t[0] > '7' || (t[1] != '-' && t[1] != ' '))
        return true;
    *first = *last = t[0] - '0';
    if (t[1] == '-') {
        if (t[2] < '1' || t[2] > '7' || t[3] != ' ')
            return false;
        *last = t[2] - '0';
        t += 2;
    }
    *at = t + 2;
    return *first <= *last;
}

bool opening_parse(const char *text, struct opening *out, struct err *e)
{
    int first, last, from, to;
    const char *at = text;
    memset(out, 0, sizeof *out);
    while (*at) {
        if (!parse_weekdays(&at, &first, &last) || !parse_clock(&at, &from) || *at++ != '-' || !parse_clock(&at, &to) ||
            from >= to || (*at && *at != ';'))
            return err_set(e, "“%.48s”不是开放时间。请写成 09:00-17:00 或 1-5 08:30-17:30;6 09:00-12:00 的样子。", text);
        for (int day = first; day <= last; day++) {
            out->from[day - 1] = from;
            out->to[day - 1] = to;
        }
        at += *at == ';';
    }
    return true;
}
