/* The month's totals as QR codes, for places where no stick may be used. The answer is JSON for the screen. */
#include "app/job.h"

#include "base/json.h"
#include "report/report.h"
#include "trust/code.h"

#include <stdio.h>

static bool sign(void *user, const void *data, size_t len, struct buf *minisig, struct err *e)
{
    return job_sign(user, data, len, minisig, e);
}

static void write_codes(const struct report_code *codes, int n, struct buf *out)
{
    struct json j = json_to(out);
    json_object(&j, NULL);
    json_list(&j, "codes");
    for (int i = 0; i < n; i++) {
        struct buf rows = {0};
        buf_bytes(&rows, codes[i].rows.data, codes[i].rows.len);
        json_object(&j, NULL);
        json_text(&j, "title", codes[i].title);
        json_text(&j, "rows", buf_cstr(&rows));
        json_object_end(&j);
        buf_free(&rows);
    }
    json_list_end(&j);
    json_object_end(&j);
}

static const struct journal_chain *living(const struct job *j)
{
    return j->facts->about.chains_n ? &j->facts->about.chains[j->facts->about.chains_n - 1] : NULL;
}

static bool make(struct job *j, const struct counts *counts, struct job_end *end, struct err *e)
{
    const struct export_about *f = &j->facts->about;
    const struct journal_chain *chain = living(j);
    struct report_code codes[REPORT_CODES];
    int n = 0;
    if (chain)
        check_code(chain->head, end->code);
    end->number = f->upto;
    struct report_about about = {.kiosk = f->kiosk_id, .venue = f->venue, .unit = f->unit, .sector = f->sector,
                                 .made = f->clock_unset ? 0 : f->made_ms, .tz = clock_zone_minutes(f->made_ms),
                                 .seq = f->upto, .check_code = end->code, .software = f->software};
    bool ok = report_codes(counts, &about, f->public_key ? sign : NULL, j, codes, &n, e);
    if (ok)
        write_codes(codes, n, &end->text);
    for (int i = 0; i < n; i++)
        report_code_free(&codes[i]);
    return ok;
}

void job_codes(struct job *j, struct job_end *end)
{
    struct counts counts;
    struct err e;
    if (job_count(j, &counts, &e)) {
        end->good = make(j, &counts, end, &e);
        counts_free(&counts);
    }
    if (!end->good)
        snprintf(end->sentence, sizeof end->sentence, "%s", e.text);
}
