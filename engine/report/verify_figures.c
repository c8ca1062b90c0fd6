/* The figures that an export states, against those that its records give: manifest.json cell by cell, and the numbers
 * of summary.csv. Names stand in the table in the words of the screen, which no record has. */
#include "report/verify_inner.h"

#include "base/json.h"
#include "journal/counts_sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ITEMS_MOST (1 << 17) /* names, rows, days of a counting; ten busy years have a quarter of that */
#define WORDS 96

static const char recount[] = "以记录为准：运行 kiosk counts --records 文件夹 看按记录算出的数；要完整的一份，请从设备重新导出";

void figures_start(struct verifying *v)
{
    v->counting = counting_start(&(struct counts_period){0});
}

void figures_take(struct verifying *v, const struct line_view *l)
{
    if (!v->counting)
        return;
    counting_take_view(v->counting, l);
    if (counting_items(v->counting) <= ITEMS_MOST)
        return;
    counting_drop(v->counting);
    v->counting = NULL;
}

void figures_drop(struct verifying *v)
{
    counting_drop(v->counting);
    buf_free(&v->csv);
    arena_free(&v->manifest_arena);
}

/* A cell that says something else; `said` is printable. */
static void differs(struct verifying *v, const char *file, const struct sheet *t, int row, int column, const char *said)
{
    char counted[WORDS], first[WORDS], where[200];
    const struct cell *cells = &t->cells[row * t->columns];
    if (t->pairs)
        snprintf(where, sizeof where, "“%s”", cells[1].text);
    else
        snprintf(where, sizeof where, "第 %d 行（%.80s）的“%s”", row + 1, cell_words(&cells[0], first, sizeof first),
                 t->column[column].title);
    found(v, VERIFY_OTHER_FIGURES, file, 0, recount, "%s 的“%s”里，%s写的是 %s，按记录算是 %.80s", file, t->title, where,
          said, cell_words(&cells[column], counted, sizeof counted));
}

static void other_rows(struct verifying *v, const char *file, const struct sheet *t, int rows)
{
    found(v, VERIFY_OTHER_FIGURES, file, 0, recount, "%s 的“%s”有 %d 行，按记录算是 %d 行", file, t->title, rows, t->rows);
}

/* ---- manifest.json ---- */

static void node_words(const struct json_node *n, char *out, size_t size)
{
    snprintf(out, size, "—");
    if (!n || n->shape != JSON_SCALAR)
        return;
    if (n->value.type == JSON_TEXT)
        printable(n->value.text, n->value.len, out, size);
    else if (n->value.type == JSON_INT)
        snprintf(out, size, "%lld", (long long)n->value.integer);
    else if (n->value.type == JSON_NUMBER)
        snprintf(out, size, "%.6g", n->value.number);
}

static bool says_the_same(const struct json_node *n, const struct cell *c)
{
    char day[16];
    if (!n || n->shape != JSON_SCALAR)
        return false;
    switch (c->type) {
    case CELL_NONE:
    case CELL_FEW:
        return n->value.type == JSON_NULL;
    case CELL_INT:
        return n->value.type == JSON_INT && n->value.integer == c->integer;
    case CELL_SHARE:
    case CELL_SECONDS:
        return (n->value.type == JSON_INT || n->value.type == JSON_NUMBER) && fabs(n->value.number - c->number) < 1e-9;
    case CELL_DAY:
        day_words(c->integer, day, sizeof day);
        return n->value.type == JSON_TEXT && strcmp(n->value.text, day) == 0;
    case CELL_TEXT:
        return n->value.type == JSON_TEXT && strcmp(n->value.text, c->text) == 0;
    }
    return false;
}

static void compare_node(struct verifying *v, const struct sheet *t, int row, int column, const struct json_node *n)
{
    char said[WORDS];
    if (says_the_same(n, &t->cells[row * t->columns + column]))
        return;
    node_words(n, said, sizeof said);
    differs(v, MANIFEST, t, row, column, said);
}

static void compare_pairs(struct verifying *v, const struct sheet *t, const struct json_node *object)
{
    for (int i = 0; i < t->rows; i++)
        compare_node(v, t, i, 2, json_at(object, t->cells[i * t->columns].text));
}

static void compare_list(struct verifying *v, const struct sheet *t, const struct json_node *list)
{
    int rows = 0;
    const struct json_node *n = list && list->shape == JSON_LIST ? list->first : NULL;
    for (const struct json_node *m = n; m; m = m->next)
        rows++;
    if (rows != t->rows) {
        other_rows(v, MANIFEST, t, rows);
        return;
    }
    for (int i = 0; i < t->rows; i++, n = n->next)
        for (int k = 0; k < t->columns; k++)
            compare_node(v, t, i, k, json_at(n, t->column[k].key));
}

static void compare_manifest(struct verifying *v, const struct sheets *s)
{
    for (int i = 0; i < s->count; i++) {
        const struct sheet *t = &s->sheet[i];
        const struct json_node *in = t->book == BOOK_RUNNING ? json_at(v->manifest.counts, "diagnostics") : v->manifest.counts;
        if (t->pairs)
            compare_pairs(v, t, json_at(in, t->key));
        else
            compare_list(v, t, json_at(in, t->key));
    }
}

/* ---- summary.csv ---- */

struct csv {
    char *at, *end;
    char *cell[SHEET_COLUMNS + 1];
    int cells;
};

/* One cell, its quotes undone in place; false where the line ends with it. */
static bool next_cell(struct csv *c)
{
    bool quoted = c->at < c->end && *c->at == '"';
    char *from = c->at += quoted, *to = from, stop = ',';
    for (; c->at < c->end; *to++ = *c->at++) {
        if (quoted && *c->at == '"' && (++c->at == c->end || *c->at != '"'))
            quoted = false;
        if (c->at == c->end || (!quoted && (*c->at == ',' || *c->at == '\r')))
            break;
    }
    if (c->at < c->end)
        stop = *c->at++;
    if (stop == '\r' && c->at < c->end)
        c->at++;
    *to = 0;
    if (c->cells <= SHEET_COLUMNS)
        c->cell[c->cells++] = from;
    return stop == ',' && c->at < c->end;
}

static bool next_line(struct csv *c)
{
    c->cells = 0;
    if (c->at >= c->end)
        return false;
    while (next_cell(c)) {
    }
    return true;
}

static bool is_blank(const struct csv *c)
{
    return c->cells == 1 && !*c->cell[0];
}

static void compare_line(struct verifying *v, const struct sheet *t, int row, const struct csv *c)
{
    char words[WORDS], said[WORDS];
    for (int k = t->pairs; k < t->columns; k++) {
        const struct cell *cell = &t->cells[row * t->columns + k];
        const char *there = k - t->pairs < c->cells ? c->cell[k - t->pairs] : "";
        const char *counted = cell->type == CELL_NONE ? "" : cell_words(cell, words, sizeof words);
        if ((cell->type == CELL_TEXT && !(t->pairs && k == 2)) || strcmp(there, counted) == 0)
            continue;
        printable(there, strlen(there), said, sizeof said);
        differs(v, SUMMARY, t, row, k, said);
    }
}

/* Behind its blank line: a heading, the names of the columns, the rows. */
static void compare_table(struct verifying *v, const struct sheet *t, struct csv *c)
{
    int rows = 0;
    if (!next_line(c) || c->cells < 2 || strcmp(c->cell[1], t->title) != 0) {
        found(v, VERIFY_OTHER_FIGURES, SUMMARY, 0, recount, SUMMARY " 里没有“%s”，或次序不同", t->title);
        c->at = c->end;
        return;
    }
    next_line(c);
    while (next_line(c) && !is_blank(c)) {
        if (rows < t->rows)
            compare_line(v, t, rows, c);
        rows++;
    }
    if (rows != t->rows)
        other_rows(v, SUMMARY, t, rows);
}

static void compare_summary(struct verifying *v, const struct sheets *s)
{
    buf_cstr(&v->csv); /* room for the last cell's end */
    struct csv c = {.at = (char *)v->csv.data, .end = (char *)v->csv.data + v->csv.len};
    while (next_line(&c) && !is_blank(&c)) {
    }
    for (int i = 0; i < s->count && (c.at < c.end || i == 0); i++)
        compare_table(v, &s->sheet[i], &c);
}

/* ---- all of it ---- */

static bool records_are_whole(const struct verifying *v)
{
    for (int i = 0; i < v->chains_n; i++) {
        const struct chain_found *c = &v->chains[i];
        if (!c->said || c->hurt || c->records != c->said->records || (c->records && strcmp(c->head, c->said->head) != 0))
            return false;
    }
    return v->chains_n == v->manifest.chains_n;
}

/* Why there is nothing to compare; NULL when there is. */
static const char *obstacle(const struct verifying *v)
{
    const struct json_node *by = json_at(v->manifest.counts, "definitions");
    if (!v->manifest.there || !records_are_whole(v))
        return "清单或记录有问题，先解决上面的问题";
    if (!v->counting)
        return "记录里的名目太多，不像一台设备的记录";
    if (!by || by->shape != JSON_SCALAR || by->value.type != JSON_INT || by->value.integer != COUNTS_DEFINITIONS)
        return "它们按另一版口径计算，请用同一版的程序核验";
    return NULL;
}

/* Damaged files that an export with --since left out are known to the device alone. */
static int64_t set_aside(const struct verifying *v)
{
    const struct json_node *said = json_at(json_at(v->manifest.counts, "records"), "set_aside");
    bool partial = v->manifest.since > 0 && said && said->shape == JSON_SCALAR && said->value.type == JSON_INT;
    return partial ? said->value.integer : v->manifest.chains_n - 1;
}

void judge_figures(struct verifying *v)
{
    struct counts c;
    struct sheets s;
    const char *why = obstacle(v);
    if (why) {
        unproven(v, "表里的数是不是按这些记录算的：没有重新计算，%s", why);
        return;
    }
    counting_end(v->counting, &c);
    v->counting = NULL;
    c.set_aside = set_aside(v);
    sheets_make(&c, &s);
    compare_manifest(v, &s);
    if (v->csv.len)
        compare_summary(v, &s);
    v->recounted = !v->of_code[VERIFY_OTHER_FIGURES];
    sheets_free(&s);
    counts_free(&c);
}
