#include "app/figures.h"

#include "journal/merge.h"

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

bool figures_of_files(const char *const *paths, int n, const char *from, const char *to, char format, struct buf *out,
                      struct buf *remark, struct err *e)
{
    struct counts_period period;
    struct counts counts;
    struct merge_result result;
    if (!counts_period_parse(from, to, &period, e) || !counts_of_files(paths, n, &period, &counts, &result, e))
        return false;
    figures_format(&counts, format, out);
    if (result.chains > 1)
        buf_printf(remark,
                   "注意：这些文件里有 %d 条接不上的记录链。可能中间缺了一次导出，或有记录库损坏过，或混入了别的机器的导出。\n",
                   result.chains);
    counts_free(&counts);
    return true;
}
