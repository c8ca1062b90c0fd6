/* summary.xlsx: a worksheet for each page of tables, and one for the definitions. */
#include "base/utf8.h"
#include "report/about.h"
#include "report/xlsx_library.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct writer {
    struct xlsx_library lib;
    lxw_workbook *book;
    lxw_format *title, *table, *head, *head_right, *note, *text, *number, *share, *seconds, *day, *words, *key;
    lxw_worksheet *page;
    lxw_row_t row;
};

static lxw_format *new_format(struct writer *w, const char *number, bool bold, double size)
{
    lxw_format *f = w->lib.workbook_add_format(w->book);
    w->lib.format_set_font_name(f, "Noto Sans CJK SC");
    w->lib.format_set_font_size(f, size);
    w->lib.format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    if (number)
        w->lib.format_set_num_format(f, number);
    if (bold)
        w->lib.format_set_bold(f);
    return f;
}

static lxw_format *new_head(struct writer *w, uint8_t align)
{
    lxw_format *f = new_format(w, NULL, true, 10);
    w->lib.format_set_bg_color(f, 0xE4EEEA);
    w->lib.format_set_bottom(f, LXW_BORDER_THIN);
    w->lib.format_set_align(f, align);
    w->lib.format_set_indent(f, align == LXW_ALIGN_LEFT);
    return f;
}

static void make_formats(struct writer *w)
{
    w->title = new_format(w, NULL, true, 14);
    w->table = new_format(w, NULL, true, 12);
    w->head = new_head(w, LXW_ALIGN_LEFT);
    w->head_right = new_head(w, LXW_ALIGN_RIGHT);
    w->note = new_format(w, NULL, false, 9);
    w->lib.format_set_font_color(w->note, 0x4F585C);
    w->text = new_format(w, "@", false, 10);
    w->lib.format_set_indent(w->text, 1);
    w->number = new_format(w, "0", false, 10);
    w->share = new_format(w, "0.0%", false, 10);
    w->seconds = new_format(w, "0.0", false, 10);
    w->day = new_format(w, "yyyy-mm-dd", false, 10);
    w->lib.format_set_align(w->day, LXW_ALIGN_LEFT);
    w->lib.format_set_indent(w->day, 1);
    w->key = new_format(w, NULL, true, 10);
    w->lib.format_set_indent(w->key, 1);
    w->words = new_format(w, NULL, false, 10);
    w->lib.format_set_text_wrap(w->words);
}

/* What XML cannot hold becomes a blank or U+FFFD; nothing is longer than a cell may be. */
static void put_text(struct writer *w, lxw_col_t column, const char *text, lxw_format *f)
{
    struct buf clean = {0};
    for (size_t len = strlen(text), at = 0, used; at < len && clean.len < 8000; at += used) {
        uint32_t c = utf8_decode(text + at, len - at, &used);
        if (c == UTF8_BAD || c == 0xFFFE || c == 0xFFFF)
            buf_text(&clean, "\xEF\xBF\xBD");
        else if (c < 0x20)
            buf_u8(&clean, ' ');
        else
            buf_bytes(&clean, text + at, used);
    }
    w->lib.worksheet_write_string(w->page, w->row, column, buf_cstr(&clean), f);
    buf_free(&clean);
}

static void put_cell(struct writer *w, lxw_col_t column, const struct cell *cell, bool bold)
{
    char words[64];
    switch (cell->type) {
    case CELL_NONE:
        break;
    case CELL_TEXT:
        put_text(w, column, cell->text, bold ? w->key : w->text);
        break;
    case CELL_FEW:
        put_text(w, column, cell_words(cell, words, sizeof words), w->text);
        break;
    case CELL_INT:
        w->lib.worksheet_write_number(w->page, w->row, column, (double)cell->integer, w->number);
        break;
    case CELL_SHARE:
        w->lib.worksheet_write_number(w->page, w->row, column, cell->number, w->share);
        break;
    case CELL_SECONDS:
        w->lib.worksheet_write_number(w->page, w->row, column, cell->number, w->seconds);
        break;
    case CELL_DAY: /* spreadsheets count days from 1899-12-30 */
        w->lib.worksheet_write_number(w->page, w->row, column, (double)(cell->integer + 25569), w->day);
        break;
    }
}

static void put_sheet(struct writer *w, const struct sheet *t)
{
    int first = t->pairs;
    w->lib.worksheet_set_row(w->page, w->row, 21, NULL);
    put_text(w, 0, t->title, w->table);
    if (t->note)
        put_text(w, 1, t->note, w->note);
    w->row++;
    for (int k = first; k < t->columns; k++) {
        bool number = (t->cells[k].type != CELL_TEXT && t->cells[k].type != CELL_DAY) || (t->pairs && k == 2);
        put_text(w, (lxw_col_t)(k - first), t->column[k].title, number ? w->head_right : w->head);
    }
    w->row++;
    for (int i = 0; i < t->rows; i++, w->row++)
        for (int k = first; k < t->columns; k++)
            put_cell(w, (lxw_col_t)(k - first), &t->cells[i * t->columns + k], t->pairs && k == 1);
    w->row++;
}

static void open_page(struct writer *w, const char *name, const char *heading, const char *under)
{
    w->page = w->lib.workbook_add_worksheet(w->book, name);
    w->row = 0;
    w->lib.worksheet_set_column(w->page, 0, 0, 34, NULL);
    w->lib.worksheet_set_column(w->page, 1, 1, 24, NULL);
    w->lib.worksheet_set_column(w->page, 2, 9, 15, NULL);
    w->lib.worksheet_set_landscape(w->page);
    w->lib.worksheet_set_paper(w->page, 9); /* A4 */
    w->lib.worksheet_fit_to_pages(w->page, 1, 0);
    w->lib.worksheet_repeat_rows(w->page, 0, 1);
    w->lib.worksheet_freeze_panes(w->page, 2, 0);
    w->lib.worksheet_set_row(w->page, 0, 26, NULL);
    put_text(w, 0, heading, w->title);
    w->row++;
    w->lib.worksheet_set_row(w->page, 1, 18, NULL);
    put_text(w, 0, under, w->note);
    w->row += 2;
}

static void put_pages(struct writer *w, const struct counts *c, const struct report_about *a, const char *under)
{
    struct sheets s;
    titled_sheets(c, a, &s);
    for (int book = 0; book < BOOKS; book++) {
        char heading[200];
        snprintf(heading, sizeof heading, "%s%s", book_titles[book],
                 book == BOOK_RUNNING ? "（供本单位改进使用，不作考核依据）" : "");
        open_page(w, book_titles[book], heading, under);
        lxw_row_t empty = w->row;
        for (int i = 0; i < s.count; i++)
            if ((int)s.sheet[i].book == book && s.sheet[i].rows)
                put_sheet(w, &s.sheet[i]);
        if (w->row == empty)
            put_text(w, 0, "期内没有记录", w->note);
    }
    sheets_free(&s);
}

static void put_words(struct writer *w, const struct about_rows *about, const char *under)
{
    char rules[400];
    counts_rules(rules, sizeof rules);
    open_page(w, "口径说明", "口径说明", under);
    w->lib.worksheet_set_column(w->page, 0, 0, 20, NULL);
    w->lib.worksheet_set_column(w->page, 1, 1, 100, NULL);
    for (int i = 0; i < about->count; i++, w->row++) {
        put_text(w, 0, about->row[i][0], w->key);
        put_text(w, 1, about->row[i][1], w->words);
    }
    put_text(w, 0, "口径", w->key);
    put_text(w, 1, rules, w->words);
    w->row += 2;
    for (int i = 0; definitions[i][0]; i++, w->row++) {
        put_text(w, 0, definitions[i][0], w->key);
        put_text(w, 1, definitions[i][1], w->words);
    }
}

/* The library writes to a name; this one leads into memory. */
static bool write_book(const struct counts *c, const struct report_about *a, const char *name, struct err *e)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    struct writer w = {.row = 0};
    if (!xlsx_library_open(&w.lib, e))
        return false;
    w.book = w.lib.workbook_new_opt(name, &options);
    if (!w.book)
        return err_set(e, "summary.xlsx 做不出来：内存或临时文件夹不够。");
    struct about_rows about;
    char under[600], period[80];
    lxw_doc_properties properties = {.title = (char *)(uintptr_t)"清风参与统计",
                                     .created = (time_t)(a->made > 0 ? a->made / 1000 : 1)};
    w.lib.workbook_set_properties(w.book, &properties);
    make_formats(&w);
    about_rows(&about, c, a);
    period_words(&c->period, period, sizeof period);
    snprintf(under, sizeof under, "%s %s · %s · 记录至第 %lld 条，核验码 %s", a->kiosk ? a->kiosk : "",
             a->venue ? a->venue : "", period, (long long)a->seq, a->check_code ? a->check_code : "—");
    put_pages(&w, c, a, under);
    put_words(&w, &about, under);
    about_free(&about);
    lxw_error code = w.lib.workbook_close(w.book);
    return code == LXW_NO_ERROR || err_set(e, "summary.xlsx 没有写成：%s。请检查 /tmp 是否已满。", w.lib.lxw_strerror(code));
}

static bool read_back(int fd, struct buf *out, struct err *e)
{
    off_t size = lseek(fd, 0, SEEK_END);
    buf_clear(out);
    for (off_t at = 0; at < size;) {
        unsigned char part[65536];
        ssize_t n = pread(fd, part, sizeof part, at);
        if (n <= 0)
            return err_set(e, "summary.xlsx 读不回来：%s", err_reason(errno));
        buf_bytes(out, part, (size_t)n);
        at += n;
    }
    return size > 0 || err_set(e, "summary.xlsx 是空的。请检查 /tmp 是否已满。");
}

bool report_xlsx_ready(struct err *e)
{
    struct xlsx_library lib;
    return xlsx_library_open(&lib, e);
}

bool report_xlsx(const struct counts *c, const struct report_about *a, struct buf *out, struct err *e)
{
    char name[64];
    int fd = memfd_create("summary.xlsx", MFD_CLOEXEC);
    if (fd < 0)
        return err_set(e, "summary.xlsx 做不出来：%s", err_reason(errno));
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    bool ok = write_book(c, a, name, e) && read_back(fd, out, e);
    close(fd);
    return ok;
}
