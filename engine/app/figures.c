#include "app/figures.h"

#include "journal/counts.h"

bool figures_write(struct journal *j, const char *from, const char *to, char format, struct buf *out, struct err *e)
{
    struct counts_period period;
    struct counts counts;
    if (!counts_period_parse(from, to, &period, e) || !counts_compute(j, &period, &counts, e))
        return false;
    if (format == 'c')
        counts_write_csv(&counts, out);
    else if (format == 'j')
        counts_write_json(&counts, out);
    else
        counts_write_text(&counts, out);
    counts_free(&counts);
    return true;
}
