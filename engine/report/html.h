/* Parts of the page, for html*.c. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "report/about.h"
#include "report/chart.h"

extern const char html_style[];

struct page {
    struct buf *out;
    const struct counts *c;
    const struct report_about *about;
    struct sheets sheets; /* with titles */
};

/* The table with that key, as a table with its title, or without (folded: behind a summary, not printed).
 * Nothing where it has no rows. */
enum html_table { TABLE_TITLED, TABLE_BARE, TABLE_FOLDED };
void html_sheet(struct page *p, const char *key, enum html_table how);
const struct sheet *page_sheet(const struct page *p, const char *key);

/* Charts over the tables. */
void html_days(struct page *p);
void html_ends(struct page *p);
void html_scenes(struct page *p);
void html_questions(struct page *p);
void html_endings(struct page *p);
void html_service(struct page *p);
void html_hours(struct page *p);
void html_weekdays(struct page *p);

#endif
