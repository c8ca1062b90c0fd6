/* The sheets as text for a terminal, as CSV for a spreadsheet, as JSON for a program. */
#include "base/json.h"
#include "base/utf8.h"
#include "journal/counts_sheet.h"

#include <stdio.h>
#include <string.h>

#define WORDS 64
static size_t columns_of(uint32_t c)
{
    bool wide =
        (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
        (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
        (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
}

static size_t display_width(const char *text)
{
    size_t width = 0, used, len = strlen(text);
    for (size_t at = 0; at < len; at += used)
        width += columns_of(utf8_decode(text + at, len - at, &used));
    return width;
}

static void pad(struct buf *out, size_t n)
{
    while (n--)
        buf_u8(out, ' ');
}

static bool is_number(const struct cell *c)
{
    return c->type != CELL_TEXT;
}

static void text_cell(struct buf *out, const char *words, size_t width, bool right, bool last)
{
    size_t space = width - display_width(words);
    if (right)
        pad(out, space);
    buf_text(out, words);
    if (!right && !last)
        pad(out, space);
    if (!last)
        buf_text(out, "  ");
}

static void measure(const struct sheet *t, size_t width[SHEET_COLUMNS])
{
    char words[WORDS];
    for (int k = 0; k < t->columns; k++) {
        width[k] = t->pairs ? 0 : display_width(t->column[k].title);
        for (int i = 0; i < t->rows; i++) {
            size_t w = display_width(cell_words(&t->cells[i * t->columns + k], words, sizeof words));
            width[k] = w > width[k] ? w : width[k];
        }
    }
}

#define TEXT_DAYS 31 /* a terminal is no place for years of days */

static void text_sheet(struct buf *out, const struct sheet *t)
{
    size_t width[SHEET_COLUMNS];
    char words[WORDS];
    int first = t->pairs; /* the key of a pair is for programs */
    int from = !strcmp(t->key, "days") && t->rows > TEXT_DAYS ? t->rows - TEXT_DAYS : 0;
    measure(t, width);
    buf_printf(out, "\n%s", t->title);
    if (t->note)
        buf_printf(out, "（%s）", t->note);
    if (from)
        buf_printf(out, "，只列最近 %d 行，其余见 --csv", TEXT_DAYS);
    buf_text(out, "\n");
    for (int k = first; !t->pairs && k < t->columns; k++) {
        bool right = t->rows && is_number(&t->cells[k]);
        buf_text(out, k == first ? "  " : "");
        text_cell(out, t->column[k].title, width[k], right, k == t->columns - 1);
    }
    buf_text(out, t->pairs ? "" : "\n");
    for (int i = from; i < t->rows; i++) {
        buf_text(out, "  ");
        for (int k = first; k < t->columns; k++) {
            const struct cell *c = &t->cells[i * t->columns + k];
            text_cell(out, cell_words(c, words, sizeof words), width[k], is_number(c), k == t->columns - 1);
        }
        while (out->len && out->data[out->len - 1] == ' ')
            out->len--;
        buf_text(out, "\n");
    }
}

void counts_write_text(const struct counts *c, struct buf *out)
{
    struct sheets s;
    char period[80], rules[400];
    sheets_make(c, &s);
    period_words(&c->period, period, sizeof period);
    counts_rules(rules, sizeof rules);
    buf_printf(out, "清风参与统计 · %s\n%s\n", period, rules);
    for (int pass = 0; pass < 2; pass++) {
        if (pass)
            buf_text(out, "\n—— 运行诊断：供本单位改进使用，不作考核依据 ——\n");
        for (int i = 0; i < s.count; i++)
            if (s.sheet[i].rows && (s.sheet[i].book == BOOK_RUNNING) == pass)
                text_sheet(out, &s.sheet[i]);
    }
    sheets_free(&s);
}

/* A spreadsheet looks for a formula behind blanks and control characters too. */
static bool looks_like_formula(const char *words)
{
    const char *at = words;
    for (size_t used; *at; at += used) {
        uint32_t c = utf8_decode(at, strlen(at), &used);
        if (c > 0x20 && c != 0x7F && c != 0xA0 && c != 0x3000 && c != 0xFEFF && !(c >= 0x2000 && c <= 0x200F))
            break;
    }
    /* the wide forms are taken for the narrow ones by some */
    static const char *const starts[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (!strncmp(at, starts[i], strlen(starts[i])))
            return true;
    return words[0] && (unsigned char)words[0] < 0x20;
}

void csv_cell(struct buf *out, const char *words, bool last)
{
    bool formula = looks_like_formula(words);
    bool quote = formula || strpbrk(words, ",\"\r\n;\t");
    buf_text(out, quote ? "\"" : "");
    buf_text(out, formula ? "'" : "");
    for (size_t len = strlen(words), at = 0, used; at < len; at += used) {
        uint32_t c = utf8_decode(words + at, len - at, &used);
        if (c == '"')
            buf_u8(out, '"');
        if (c == UTF8_BAD)
            buf_text(out, "\xEF\xBF\xBD");
        else if (c < 0x20)
            buf_u8(out, ' ');
        else
            buf_bytes(out, words + at, used);
    }
    buf_text(out, quote ? "\"" : "");
    buf_text(out, last ? "\r\n" : ",");
}

void csv_sheet(struct buf *out, const struct sheet *t)
{
    char words[WORDS];
    int first = t->pairs;
    buf_text(out, "\r\n");
    csv_cell(out, book_titles[t->book], false);
    csv_cell(out, t->title, !t->note);
    if (t->note)
        csv_cell(out, t->note, true);
    for (int k = first; k < t->columns; k++)
        csv_cell(out, t->column[k].title, k == t->columns - 1);
    for (int i = 0; i < t->rows; i++)
        for (int k = first; k < t->columns; k++) {
            const struct cell *c = &t->cells[i * t->columns + k];
            csv_cell(out, c->type == CELL_NONE ? "" : cell_words(c, words, sizeof words),
                     k == t->columns - 1);
        }
}

void counts_write_csv(const struct counts *c, struct buf *out)
{
    struct sheets s;
    char period[80], rules[400];
    sheets_make(c, &s);
    period_words(&c->period, period, sizeof period);
    counts_rules(rules, sizeof rules);
    buf_text(out, "\xEF\xBB\xBF");
    csv_cell(out, "清风参与统计", false);
    csv_cell(out, period, true);
    csv_cell(out, rules, true);
    for (int i = 0; i < s.count; i++)
        csv_sheet(out, &s.sheet[i]);
    sheets_free(&s);
}

static void json_day(struct json *j, const char *key, bool has, int64_t day)
{
    char text[16];
    day_words(day, text, sizeof text);
    json_text(j, key, has ? text : NULL);
}

static void json_cell(struct json *j, const char *key, const struct cell *c)
{
    switch (c->type) {
    case CELL_NONE:
    case CELL_FEW:
        json_null(j, key);
        break;
    case CELL_DAY:
        json_day(j, key, true, c->integer);
        break;
    case CELL_TEXT:
        json_text(j, key, c->text);
        break;
    case CELL_INT:
        json_int(j, key, c->integer);
        break;
    case CELL_SHARE:
    case CELL_SECONDS:
        json_number(j, key, c->number);
        break;
    }
}

static void json_sheet(struct json *j, const struct sheet *t)
{
    if (t->pairs) {
        json_object(j, t->key);
        for (int i = 0; i < t->rows; i++)
            json_cell(j, t->cells[i * t->columns].text, &t->cells[i * t->columns + 2]);
        json_object_end(j);
        return;
    }
    json_list(j, t->key);
    for (int i = 0; i < t->rows; i++) {
        json_object(j, NULL);
        for (int k = 0; k < t->columns; k++)
            json_cell(j, t->column[k].key, &t->cells[i * t->columns + k]);
        json_object_end(j);
    }
    json_list_end(j);
}

static void json_head(struct json *j, const struct counts *c)
{
    json_int(j, "definitions", COUNTS_DEFINITIONS);
    json_object(j, "period");
    json_day(j, "from", c->period.has_from, c->period.from);
    json_day(j, "to", c->period.has_to, c->period.to);
    json_object_end(j);
    json_object(j, "thresholds");
    json_int(j, "valid_inputs", VALID_INPUTS);
    json_int(j, "valid_screens", VALID_SCREENS);
    json_int(j, "valid_span_ms", VALID_SPAN_MS);
    json_int(j, "rate_least_n", RATE_LEAST_N);
    json_int(j, "stuck_inputs", STUCK_INPUTS);
    json_int(j, "stuck_per_second", STUCK_PER_SECOND);
    json_object_end(j);
}

void counts_write_json(const struct counts *c, struct buf *out)
{
    struct sheets s;
    struct json j = json_to(out);
    sheets_make(c, &s);
    json_object(&j, NULL);
    json_head(&j, c);
    for (int pass = 0; pass < 2; pass++) {
        if (pass)
            json_object(&j, "diagnostics");
        for (int i = 0; i < s.count; i++)
            if ((s.sheet[i].book == BOOK_RUNNING) == pass)
                json_sheet(&j, &s.sheet[i]);
        if (pass)
            json_object_end(&j);
    }
    json_object_end(&j);
    buf_text(out, "\n");
    sheets_free(&s);
}
