#include "app/figures.h"

void figures_format(const struct counts *c, char format, struct buf *out)
{
    if (format == 'c')
        counts_write_csv(c, out);
    else if (format == 'j')
        counts_write_json(c, out);
    else
        counts_write_text(c, out);
}

bool figures_write(struct journal *j, const char *from, const char *to, char format, struct buf *out, struct err *e)
{
    struct counts_period period;
    struct counts counts;
    if (!counts_period_parse(from, to, &period, e) || !counts_compute(j, &period, &counts, e))
        return false;
    figures_format(&counts, format, out);
    counts_free(&counts);
    return true;
}
