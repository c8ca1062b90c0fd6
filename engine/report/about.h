/* What every form of the report says about where its figures come from, and by which definitions. Inside this
 * room. */
#ifndef REPORT_ABOUT_H
#define REPORT_ABOUT_H

#include "journal/counts_sheet.h"
#include "report/report.h"

#define ABOUT_ROWS 48
struct about_rows {
    struct arena arena;
    const char *row[ABOUT_ROWS][2]; /* name, text */
    int count;
};
void about_rows(struct about_rows *out, const struct counts *c, const struct report_about *a);
/* The tables with titles beside names, "杨震四知（stories/yang-zhen）", where there are any. */
void titled_sheets(const struct counts *c, const struct report_about *a, struct sheets *out);
void about_free(struct about_rows *rows);

/* The definitions, each with its name; the same as docs/figures.zh-CN.md. NULL ends the list. */
extern const char *const definitions[][2];

#endif
