/* The figures laid out as tables, once, for all writers. Inside this room, and for later writers of sheets.
 */
#ifndef JOURNAL_COUNTS_SHEET_H
#define JOURNAL_COUNTS_SHEET_H

#include "journal/counts.h"

enum cell_type {
    CELL_NONE,
    CELL_TEXT,
    CELL_INT,
    CELL_SHARE,
    CELL_SECONDS,
    CELL_DAY, /* integer: local day since 1970-01-01 */
    CELL_FEW, /* too few to be told: fewer than `integer` */
};
struct cell {
    enum cell_type type;
    const char *text;
    int64_t integer;
    double number; /* CELL_SHARE: 0..1 */
};

struct column {
    const char *key, *title;
};

/* Which page of a report a sheet is for. */
enum sheet_book { BOOK_RESULTS, BOOK_RUNNING, BOOK_QUESTIONS, BOOK_STORIES, BOOK_EVENTS, BOOKS };
extern const char *const book_titles[BOOKS]; /* 成效评价, 运行诊断, … */

#define SHEET_COLUMNS 8
struct sheet {
    const char *key, *title, *note;
    enum sheet_book book; /* BOOK_RUNNING is for the venue's own use, apart from appraisal */
    bool pairs;      /* each row is one figure: key, title, value, definition */
    int columns, rows;
    const struct column *column;
    struct cell *cells; /* rows times columns */
};

#define SHEETS_MAX 32
struct sheets {
    struct arena arena;
    struct sheet sheet[SHEETS_MAX];
    int count;
};

void sheets_make(const struct counts *c, struct sheets *out);
void sheets_free(struct sheets *s);
/* What a person reads in a cell; "—" for none. Returns `out` or the cell's own text. */
const char *cell_words(const struct cell *cell, char *out, size_t size);
/* One cell of CSV with its comma or line end: quoted where it must be, and where a spreadsheet would take it
 * for a formula, harmless. */
void csv_cell(struct buf *out, const char *words, bool last);
void csv_sheet(struct buf *out, const struct sheet *t);
/* One line that says by which definitions and thresholds the figures were made. */
void counts_rules(char *out, size_t size);
void day_words(int64_t day, char *out, size_t size); /* "2026-11-22" */
/* "2026-11-01 至 2026-11-30", "全部记录". */
void period_words(const struct counts_period *p, char *out, size_t size);

#endif
