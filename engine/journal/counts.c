#include "journal/counts.h"

#include "journal/inner.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The lines of the living chain, in order. */
static bool take_all(struct journal *j, struct counting *c, struct err *e)
{
    sqlite3_stmt *s = NULL;
    int code = SQLITE_ERROR;
    bool well = true;
    if (sqlite3_prepare_v2(j->db, "SELECT line FROM records ORDER BY seq", -1, &s, NULL) == SQLITE_OK)
        while (well && (code = sqlite3_step(s)) == SQLITE_ROW)
            well = counting_take(c, (const char *)sqlite3_column_text(s, 0), (size_t)sqlite3_column_bytes(s, 0), e);
    if (well && code != SQLITE_DONE)
        well = err_set(e, "%s：计算时读取失败（%s）。请检查磁盘。", j->path, sqlite3_errmsg(j->db));
    sqlite3_finalize(s);
    return well;
}

static int64_t count_set_aside(const char *folder)
{
    int64_t n = 0;
    DIR *d = opendir(folder);
    for (struct dirent *entry; d && (entry = readdir(d));) {
        size_t len = strlen(entry->d_name);
        const char *tail = len > 4 ? entry->d_name + len - 4 : "";
        n += !strncmp(entry->d_name, "journal.db.damaged-", 19) && strcmp(tail, "-wal") != 0 &&
             strcmp(tail, "-shm") != 0;
    }
    if (d)
        closedir(d);
    return n;
}

bool counts_compute(struct journal *j, const struct counts_period *period, struct counts *out, struct err *e)
{
    memset(out, 0, sizeof *out);
    journal_commit(j);
    if (!j->db)
        return err_set(e, "现在读不到记录。%s", j->sentence);
    struct counting *c = counting_start(period);
    if (!take_all(j, c, e)) {
        counting_drop(c);
        return false;
    }
    if (!counting_end(c, out, e))
        return false;
    out->set_aside = count_set_aside(j->folder);
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
