/* The files of figures in an export: one row each, all made from the same counts. */
#include "base/clock.h"
#include "report/report.h"
#include "trust/code.h"
#include "usb/inner.h"

#include <stdio.h>
#include <string.h>

static bool make_html(const struct counts *c, const struct report_about *a, struct buf *out, struct err *e)
{
    (void)e;
    report_html(c, a, out);
    return true;
}

static bool make_csv(const struct counts *c, const struct report_about *a, struct buf *out, struct err *e)
{
    (void)e;
    report_csv(c, a, out);
    return true;
}

static const struct {
    const char *name;
    bool (*make)(const struct counts *c, const struct report_about *a, struct buf *out, struct err *e);
} rows[] = {
    {"report.html", make_html},
    {"summary.xlsx", report_xlsx},
    {"summary.csv", make_csv},
};
#define ROWS ((int)(sizeof rows / sizeof *rows))

int figures_files(void)
{
    return ROWS;
}

struct facts {
    char code[10], lines[3][640];
    const char *health[3];
    int n;
};

/* What the reader of a report should know about the machine it comes from. */
static void tell_health(const struct exporting *x, struct facts *f)
{
    const struct export_about *a = &x->s->about;
    int aside = a->chains_n - 1;
    if (strcmp(a->health, "ok") != 0)
        snprintf(f->lines[f->n++], sizeof f->lines[0], "%s", a->health);
    if (aside > 0)
        snprintf(f->lines[f->n++], sizeof f->lines[0], "有 %d 个损坏的记录库已另存，其中读得出的记录在 records-aside 文件里", aside);
    if (a->dropped > 0)
        snprintf(f->lines[f->n++], sizeof f->lines[0], "有 %lld 条记录没能保存", (long long)a->dropped);
    for (int i = 0; i < f->n; i++)
        f->health[i] = f->lines[i];
}

static struct report_about about(const struct exporting *x, struct facts *f)
{
    const struct export_about *a = &x->s->about;
    const struct export_chain *living = &x->chains[x->chains_n - 1];
    *f = (struct facts){.n = 0};
    check_code(living->head, f->code);
    tell_health(x, f);
    return (struct report_about){.kiosk = a->kiosk_id, .venue = a->venue, .unit = a->unit, .sector = a->sector,
                                 .made = a->clock_unset ? 0 : x->made_ms, .tz = clock_zone_minutes(x->made_ms),
                                 .seq = living->last, .check_code = f->code, .software = a->software,
                                 .content = x->seen.content, .health = f->health, .health_count = f->n,
                                 .title = a->title, .user = a->title_user};
}

bool figures_deposit(struct exporting *x, struct err *e)
{
    struct facts f;
    struct report_about a = about(x, &f);
    bool ok = true;
    counting_end(x->counting, &x->counts);
    x->counting = NULL;
    x->counts.set_aside = x->s->about.chains_n > 0 ? x->s->about.chains_n - 1 : 0;
    x->counted = true;
    for (int i = 0; ok && i < ROWS; i++) {
        struct buf content = {0};
        ok = rows[i].make(&x->counts, &a, &content, e) && deposit_whole(x, rows[i].name, true, &content, e);
        buf_free(&content);
    }
    return ok;
}
