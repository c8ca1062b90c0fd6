/* Figures inside a job: the same pass over the lines that an export makes. */
#include "app/job.h"

#include "app/figures.h"

#include <stdio.h>

static bool take_aside(void *counting, const char *line, size_t len)
{
    struct err damaged; /* a line of a damaged file that is none is left out */
    counting_take(counting, line, len, &damaged);
    return true;
}

static bool take_living(struct job *j, struct counting *c, struct err *e)
{
    struct buf lines = {0};
    int64_t after = 0, last;
    bool ok = true;
    while (ok && (last = job_lines(j, after, j->facts->about.upto, &lines, e)) > 0) {
        ok = counting_take_lines(c, (const char *)lines.data, lines.len, e);
        after = last;
        buf_clear(&lines);
    }
    buf_free(&lines);
    return ok && last == 0;
}

static bool take_all(struct job *j, struct counting *c, struct err *e)
{
    for (int i = 0; i + 1 < j->facts->about.chains_n; i++) {
        struct journal_chain chain = j->facts->chains[i];
        if (!aside_read_lines(j->config->kiosk.data, &chain, take_aside, c, e))
            return false;
    }
    return take_living(j, c, e);
}

bool job_count(struct job *j, struct counts *out, struct err *e)
{
    struct counts_period period;
    const struct job_request *r = j->request;
    if (!counts_period_parse(r->from, r->to, &period, e))
        return false;
    struct counting *c = counting_start(&period);
    if (!take_all(j, c, e)) {
        counting_drop(c);
        return false;
    }
    counting_end(c, out);
    out->set_aside = j->facts->about.chains_n > 0 ? j->facts->about.chains_n - 1 : 0;
    return true;
}

void job_counts(struct job *j, struct job_end *end)
{
    struct err e;
    struct counts counts;
    end->good = job_count(j, &counts, &e);
    if (end->good) {
        figures_format(&counts, j->request->format, &end->text);
        counts_free(&counts);
    }
    if (!end->good)
        snprintf(end->sentence, sizeof end->sentence, "%s", e.text);
}
