#include "journal/counts.h"

#include "journal/inner.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define STR2(x) #x
#define STR(x) STR2(x)

/* Local milliseconds since 1970 of record r; NULL when it cannot be placed. */
#define LOCAL_MS(r) "(CASE WHEN " r ".clock <> 'unset' THEN " r ".wall + " r ".tz * 60000 ELSE " r ".mono +" \
                    " (SELECT shift FROM count_shift WHERE count_shift.boot = " r ".boot) END)"
#define DAY(r) LOCAL_MS(r) " / 86400000"
#define IN_PERIOD(day) "(?3 OR (" day ") BETWEEN ?1 AND ?2)"

static const char *const prepare_sql[] = {
    "CREATE TEMP TABLE count_shift AS SELECT boot, wall - mono + tz * 60000 AS shift, min(seq) AS seq FROM records"
    " WHERE clock <> 'unset' AND boot IN (SELECT boot FROM records WHERE clock <> 'ok' AND clock = 'unset') GROUP BY boot",
    "CREATE UNIQUE INDEX temp.count_shift_boot ON count_shift(boot)",

    "CREATE TEMP TABLE count_visit AS SELECT g.visit AS visit, " DAY("s") " AS day, coalesce(g.mode, 'visitor') AS mode,"
    " g.staff AS staff, g.done AS done, json_extract(g.ending, '$.why') AS why,"
    " coalesce(json_extract(g.ending, '$.inputs'), 0) AS inputs, coalesce(json_extract(g.ending, '$.screens'), 0) AS screens,"
    " coalesce(json_extract(g.ending, '$.span_ms'), 0) AS span, coalesce(json_extract(g.ending, '$.active_ms'), 0) AS active"
    " FROM (SELECT visit, min(seq) AS first, max(kind = 'staff') AS staff,"
    "  max(CASE kind WHEN 'leave' THEN json_extract(data, '$.done') ELSE 0 END) AS done,"
    "  max(CASE kind WHEN 'visit_start' THEN json_extract(data, '$.mode') END) AS mode,"
    "  max(CASE kind WHEN 'visit_end' THEN data END) AS ending"
    "  FROM records WHERE visit <> '' GROUP BY visit) g JOIN records s ON s.seq = g.first",

    "CREATE TEMP TABLE count_use(visit TEXT PRIMARY KEY, why TEXT, done INTEGER, active INTEGER, valid INTEGER,"
    " staff INTEGER, stuck INTEGER)",
    "INSERT INTO count_use SELECT visit, why, done, active, inputs >= " STR(VALID_INPUTS) " AND screens >= "
    STR(VALID_SCREENS) " AND span >= " STR(VALID_SPAN_MS) ", staff OR mode <> 'visitor', inputs >= " STR(STUCK_INPUTS)
    " AND inputs * 1000 > " STR(STUCK_PER_SECOND) " * span FROM count_visit WHERE " IN_PERIOD("day"),
};
static const char drop_sql[] = "DROP TABLE IF EXISTS temp.count_shift; DROP TABLE IF EXISTS temp.count_visit;"
                               "DROP TABLE IF EXISTS temp.count_use";

/* Single numbers. The excluded ones are counted, then taken out, before anything else is. */
static const struct {
    const char *sql;
    size_t at;
} numbers[] = {
#define NUMBER(field, sql) {sql, offsetof(struct counts, field)}
    NUMBER(excluded_staff, "SELECT count(*) FROM count_use WHERE staff"),
    NUMBER(excluded_stuck, "SELECT count(*) FROM count_use WHERE stuck AND NOT staff"),
    NUMBER(visits, "DELETE FROM count_use WHERE staff OR stuck"),
    NUMBER(visits, "SELECT count(*) FROM count_use"),
    NUMBER(ongoing, "SELECT count(*) FROM count_use WHERE why IS NULL"),
    NUMBER(valid, "SELECT count(*) FROM count_use WHERE valid"),
    NUMBER(effective, "SELECT count(*) FROM count_use WHERE valid AND done"),
    NUMBER(short_touch, "SELECT count(*) FROM count_use WHERE why IS NOT NULL AND NOT valid"),
#define END(word, end) NUMBER(ends[end], "SELECT count(*) FROM count_use WHERE why = '" word "'")
    END("finished", END_FINISHED), END("left", END_LEFT), END("timeout", END_TIMEOUT), END("handover", END_HANDOVER),
    END("shutdown", END_SHUTDOWN), END("power_loss", END_POWER_LOSS), END("fault", END_FAULT),
    NUMBER(breadth, "SELECT count(DISTINCT scene) FROM records CROSS JOIN count_use USING (visit) WHERE kind = 'leave'"
                    " AND json_extract(data, '$.done')"),
    NUMBER(boots, "SELECT count(*) FROM records r WHERE kind = 'boot' AND " IN_PERIOD(DAY("r"))),
    NUMBER(records, "SELECT count(*) FROM records r WHERE " IN_PERIOD(DAY("r"))),
    NUMBER(unknown_records, "SELECT count(*) FROM records r WHERE clock <> 'ok' AND clock = 'unset' AND NOT EXISTS"
                            " (SELECT 1 FROM count_shift WHERE count_shift.boot = r.boot)"),
    NUMBER(unknown_visits, "SELECT count(*) FROM count_visit WHERE day IS NULL"),
    NUMBER(stepped_records, "SELECT count(*) FROM records r WHERE clock <> 'ok' AND clock = 'stepped' AND " IN_PERIOD(DAY("r"))),
};

/* Lists: three texts, three numbers. CROSS JOIN fixes the order: records of a kind outside, the visit looked up. */
#define USED " FROM records CROSS JOIN count_use USING (visit) WHERE kind = "
static const struct {
    const char *sql;
    size_t at;
} lists[] = {
#define LIST(field, sql) {sql, offsetof(struct counts, field)}
    LIST(scenes, "SELECT scene, content, '', sum(kind = 'leave' AND json_extract(data, '$.done')), sum(kind = 'enter'), 0"
                 " FROM records CROSS JOIN count_use USING (visit) WHERE kind IN ('enter', 'leave') GROUP BY 1, 2 ORDER BY 1, 2"),
    LIST(results, "SELECT scene, content, '', sum(json_extract(data, '$.passed')), count(*), 0" USED "'result'"
                  " GROUP BY 1, 2 ORDER BY 1, 2"),
    LIST(questions, "SELECT scene, json_extract(data, '$.question') AS q, json_extract(data, '$.version') AS v,"
                    " sum(json_extract(data, '$.attempt') = 1 AND json_extract(data, '$.right')),"
                    " sum(json_extract(data, '$.attempt') = 1), sum(json_extract(data, '$.attempt') > 1)"
                    USED "'answer' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"),
    LIST(choices, "SELECT scene, json_extract(data, '$.at'), json_extract(data, '$.chosen'), count(*),"
                  " sum(count(*)) OVER (PARTITION BY scene, json_extract(data, '$.at')), 0" USED "'choice'"
                  " GROUP BY 1, 2, 3 ORDER BY 1, 2, 4 DESC, 3"),
    LIST(endings, "SELECT scene, json_extract(data, '$.ending'), coalesce(json_extract(data, '$.outcome'), ''), count(*),"
                  " sum(count(*)) OVER (PARTITION BY scene), 0" USED "'ending' GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 2"),
    LIST(faults, "SELECT json_extract(data, '$.what'), scene, '', count(*), 0, 0 FROM records r WHERE kind = 'fault' AND "
                 IN_PERIOD(DAY("r")) " GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2"),
    LIST(left_at, "SELECT place, '', '', count(*), 0, 0 FROM (SELECT coalesce(last.scene, '') AS place FROM count_use"
                  " LEFT JOIN (SELECT visit, scene, max(seq) FROM records WHERE kind = 'enter' GROUP BY visit) last"
                  " USING (visit) WHERE why IN ('left', 'timeout')) GROUP BY place ORDER BY 4 DESC, 1"),
};
/* clang-format on */

static sqlite3_stmt *ask(struct journal *j, const struct counts_period *p, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(j->db, sql, -1, &s, NULL) != SQLITE_OK)
        return NULL;
    if (sqlite3_bind_parameter_count(s) == 3) {
        sqlite3_bind_int64(s, 1, p->has_from ? p->from : INT64_MIN);
        sqlite3_bind_int64(s, 2, p->has_to ? p->to : INT64_MAX);
        sqlite3_bind_int(s, 3, !p->has_from && !p->has_to);
    }
    return s;
}

static bool prepare(struct journal *j, const struct counts_period *p)
{
    bool well = database_run(j, drop_sql);
    for (size_t i = 0; well && i < sizeof prepare_sql / sizeof *prepare_sql; i++) {
        sqlite3_stmt *s = ask(j, p, prepare_sql[i]);
        well = s && sqlite3_step(s) == SQLITE_DONE;
        sqlite3_finalize(s);
    }
    return well;
}

static bool read_numbers(struct journal *j, struct counts *c)
{
    bool well = true;
    for (size_t i = 0; well && i < sizeof numbers / sizeof *numbers; i++) {
        sqlite3_stmt *s = ask(j, &c->period, numbers[i].sql);
        int code = sqlite3_step(s);
        int64_t v = code == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
        memcpy((char *)c + numbers[i].at, &v, sizeof v);
        well = code == SQLITE_ROW || code == SQLITE_DONE;
        sqlite3_finalize(s);
    }
    return well;
}

static void take_row(struct counts *c, sqlite3_stmt *s, struct counts_row *row)
{
    for (int i = 0; i < 3; i++) {
        const char *text = (const char *)sqlite3_column_text(s, i);
        row->text[i] = arena_text(&c->arena, text ? text : "", (size_t)sqlite3_column_bytes(s, i));
    }
    row->n = sqlite3_column_int64(s, 3);
    row->of = sqlite3_column_int64(s, 4);
    row->more = sqlite3_column_int64(s, 5);
}

static bool read_list(struct journal *j, struct counts *c, const char *sql, struct counts_list *out)
{
    sqlite3_stmt *s = ask(j, &c->period, sql);
    struct counts_row *rows = NULL;
    int room = 0, count = 0, code;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        if (count == room) {
            room = room ? room * 2 : 32;
            rows = mem_resize(rows, (size_t)room * sizeof *rows);
        }
        take_row(c, s, &rows[count++]);
    }
    sqlite3_finalize(s);
    if (count) {
        out->rows = arena_alloc(&c->arena, (size_t)count * sizeof *rows);
        memcpy(out->rows, rows, (size_t)count * sizeof *rows);
        out->count = count;
    }
    free(rows);
    return code == SQLITE_DONE;
}

static bool read_lists(struct journal *j, struct counts *c)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (!read_list(j, c, lists[i].sql, (struct counts_list *)(void *)((char *)c + lists[i].at)))
            return false;
    return true;
}

/* Between the two neighbours, in proportion (as PERCENTILE.INC of the spreadsheets does). */
static double quantile(const int64_t *sorted, int64_t n, double q)
{
    double at = q * (double)(n - 1);
    int64_t low = (int64_t)at, high = low + 1 < n ? low + 1 : low;
    return (double)sorted[low] + (at - (double)low) * (double)(sorted[high] - sorted[low]);
}

static bool read_active(struct journal *j, struct counts *c)
{
    if (!c->valid)
        return true;
    int64_t *all = mem_alloc((size_t)c->valid * sizeof *all);
    sqlite3_stmt *s = ask(j, &c->period, "SELECT active FROM count_use WHERE valid ORDER BY active");
    int code;
    while ((code = sqlite3_step(s)) == SQLITE_ROW && c->active_n < c->valid)
        all[c->active_n++] = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    if (c->active_n) {
        c->active_p25_s = quantile(all, c->active_n, 0.25) / 1000;
        c->active_median_s = quantile(all, c->active_n, 0.5) / 1000;
        c->active_p75_s = quantile(all, c->active_n, 0.75) / 1000;
    }
    free(all);
    return code == SQLITE_DONE;
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
    out->period = *period;
    journal_commit(j);
    if (!j->db)
        return err_set(e, "现在读不到记录。%s", j->sentence);
    bool well = prepare(j, period) && read_numbers(j, out) && read_lists(j, out) && read_active(j, out);
    if (!well)
        err_set(e, "%s：计算时读取失败（%s）。请检查磁盘。", j->path, sqlite3_errmsg(j->db));
    database_run(j, drop_sql);
    out->set_aside = count_set_aside(j->folder);
    if (!well)
        counts_free(out);
    return well;
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
