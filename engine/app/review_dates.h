/* The dates until which what the content cites of the law has been reviewed, read from the files as text: cheap enough
 * for a glance at the machine. What follows from each of them, item by item, is for the content check (check.h). */
#ifndef APP_REVIEW_DATES_H
#define APP_REVIEW_DATES_H

#include <stdint.h>

struct review_dates {
    int passed, soon; /* before today; today or within the next 30 days */
    char files[200];  /* where, below the folder, as many as there is room for */
};

/* `today` in days since 1970-01-01. */
void review_dates_read(struct review_dates *out, const char *scripts, int64_t today);

#endif
