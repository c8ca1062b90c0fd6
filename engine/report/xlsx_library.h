/* libxlsxwriter, looked up when the first table is written and not when the program starts: it brings OpenSSL's library
 * along, three milliseconds of every start and fifteen from a cold disk. */
#ifndef REPORT_XLSX_LIBRARY_H
#define REPORT_XLSX_LIBRARY_H

#include "base/err.h"

#include <xlsxwriter.h>

#define XLSX_FUNCTIONS(F)                                                                                            \
    F(format_set_align)                                                                                              \
    F(format_set_bg_color)                                                                                           \
    F(format_set_bold)                                                                                               \
    F(format_set_bottom)                                                                                             \
    F(format_set_font_color)                                                                                         \
    F(format_set_font_name)                                                                                          \
    F(format_set_font_size)                                                                                          \
    F(format_set_indent)                                                                                             \
    F(format_set_num_format)                                                                                         \
    F(format_set_text_wrap)                                                                                          \
    F(lxw_strerror)                                                                                                  \
    F(workbook_add_format)                                                                                           \
    F(workbook_add_worksheet)                                                                                        \
    F(workbook_close)                                                                                                \
    F(workbook_new_opt)                                                                                              \
    F(workbook_set_properties)                                                                                       \
    F(worksheet_fit_to_pages)                                                                                        \
    F(worksheet_freeze_panes)                                                                                        \
    F(worksheet_repeat_rows)                                                                                         \
    F(worksheet_set_column)                                                                                          \
    F(worksheet_set_landscape)                                                                                       \
    F(worksheet_set_paper)                                                                                           \
    F(worksheet_set_row)                                                                                             \
    F(worksheet_write_number)                                                                                        \
    F(worksheet_write_string)

struct xlsx_library {
#define XLSX_FIELD(name) __typeof__(name) *name;
    XLSX_FUNCTIONS(XLSX_FIELD)
#undef XLSX_FIELD
};

/* It then stays. False, with what to install in *e: it is not there, or another version. */
bool xlsx_library_open(struct xlsx_library *out, struct err *e);

#endif
