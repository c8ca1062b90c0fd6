#include "journal/counts_sheet.h"
#include "report/about.h"

void report_csv(const struct counts *c, const struct report_about *a, struct buf *out)
{
    struct about_rows about;
    struct sheets s;
    char rules[400];
    about_rows(&about, c, a);
    titled_sheets(c, a, &s);
    counts_rules(rules, sizeof rules);
    buf_text(out, "\xEF\xBB\xBF");
    csv_cell(out, "清风参与统计", true);
    for (int i = 0; i < about.count; i++) {
        csv_cell(out, about.row[i][0], false);
        csv_cell(out, about.row[i][1], true);
    }
    csv_cell(out, "口径", false);
    csv_cell(out, rules, true);
    for (int i = 0; i < s.count; i++)
        csv_sheet(out, &s.sheet[i]);
    sheets_free(&s);
    about_free(&about);
}
