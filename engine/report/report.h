/* The report of one kiosk: its figures as a page that opens anywhere, as spreadsheets, and as codes for a
 * telephone. All of it comes from the same tables as `kiosk counts` (journal/counts_sheet.h). */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "journal/counts.h"

/* What stands beside the figures. Any text may be NULL. All are taken as hostile. */
struct report_about {
    const char *kiosk, *venue, *unit, *sector;
    int64_t made; /* wall clock, ms since 1970; 0: not believed, left out */
    int tz;       /* minutes east */
    int64_t seq;  /* up to which record, and the check code of the head there */
    const char *check_code;
    const char *software, *content;
    const char *const *health; /* lines on the state of the machine */
    int health_count;
    /* Titles for names: the scene's own where `item` is NULL, otherwise of a question, ending or text in it; NULL or
     * "" where there is none. May be NULL: the names stand alone. */
    const char *(*title)(void *user, const char *scene, const char *item);
    void *user;
};

/* summary.csv: UTF-8 with BOM, CRLF, nothing that a spreadsheet would run. Appends to `out`. */
void report_csv(const struct counts *c, const struct report_about *a, struct buf *out);

/* report.html: one file, no script, nothing from outside. Appends to `out`. */
void report_html(const struct counts *c, const struct report_about *a, struct buf *out);

/* summary.xlsx; the same bytes for the same figures and `made`. Needs a few hundred KB in /tmp while it works.
 * Replaces what is in `out`. */
bool report_xlsx(const struct counts *c, const struct report_about *a, struct buf *out, struct err *e);

/* Whether the library that writes tables is installed; false: *e says what to do. */
bool report_xlsx_ready(struct err *e);

/* The totals as QR codes: one to read, and with `sign` a second with the signature over the exact bytes of the
 * first, in minisign's format. */
typedef bool report_sign(void *user, const void *data, size_t len, struct buf *minisig, struct err *e);
struct report_code {
    const char *title; /* what the screen writes above it */
    struct buf text;   /* what a telephone reads */
    struct buf rows;   /* '0' and '1' (dark), `side` of them and a newline a row; no quiet zone: leave 4 around */
    int side;
};
#define REPORT_CODES 2
/* *count codes; free each with report_code_free, also after an error. */
bool report_codes(const struct counts *c, const struct report_about *a, report_sign *sign, void *user,
                  struct report_code out[REPORT_CODES], int *count, struct err *e);
void report_code_free(struct report_code *code);

#endif
