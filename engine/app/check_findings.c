#include "app/check_findings.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define LINES_SHOWN 3 /* of an offending text */

static const struct {
    const char *said, *json;
} severity_words[] = {
    [SEVERITY_ERROR] = {"错误", "error"},
    [SEVERITY_WARNING] = {"警告", "warning"},
    [SEVERITY_HINT] = {"提示", "hint"},
};

static bool same(const struct finding *a, const struct finding *b)
{
    return a->severity == b->severity && a->line == b->line && strcmp(a->file, b->file) == 0 &&
           strcmp(a->message, b->message) == 0 && strcmp(a->offending, b->offending) == 0;
}

void findings_add(struct findings *f, const struct finding *one)
{
    for (int i = 0; i < f->n; i++) {
        if (same(&f->list[i], one))
            return;
    }
    if (f->n == f->room) {
        f->room = f->room ? f->room * 2 : 32;
        f->list = mem_resize(f->list, (size_t)f->room * sizeof *f->list);
    }
    f->list[f->n++] = *one;
    if (one->severity == SEVERITY_ERROR)
        f->errors++;
    else if (one->severity == SEVERITY_WARNING)
        f->warnings++;
    else
        f->hints++;
}

static void copy_cut(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from);
    utf8_trim_partial(to);
}

void findings_say(struct findings *f, enum severity severity, const char *file, int line,
                  const char *offending, const char *remedy, const char *format, ...)
{
    struct finding one = {.severity = severity, .line = line > 0 ? (uint32_t)line : 0};
    va_list args;
    copy_cut(one.file, sizeof one.file, file);
    copy_cut(one.offending, sizeof one.offending, offending);
    copy_cut(one.remedy, sizeof one.remedy, remedy);
    va_start(args, format);
    vsnprintf(one.message, sizeof one.message, format, args);
    va_end(args);
    utf8_trim_partial(one.message);
    findings_add(f, &one);
}

bool findings_know(const struct findings *f, const char *file, int line, const char *offending,
                   const char *remedy)
{
    for (int i = 0; i < f->n; i++) {
        const struct finding *one = &f->list[i];
        if ((int)one->line == line && strcmp(one->offending, offending) == 0 &&
            strcmp(one->remedy, remedy) == 0 && strcmp(one->file, file) == 0)
            return true;
    }
    return false;
}

void findings_free(struct findings *f)
{
    free(f->list);
    *f = (struct findings){0};
}

static int by_place(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    int order = strcmp(a->file, b->file);
    if (order == 0 && a->line != b->line)
        order = a->line < b->line ? -1 : 1;
    return order ? order : strcmp(a->message, b->message);
}

void findings_sort(struct findings *f)
{
    if (f->n > 1)
        qsort(f->list, (size_t)f->n, sizeof *f->list, by_place);
}

static void print_indented(FILE *to, const char *before, const char *text)
{
    int lines = 0;
    for (const char *line = text; *line;) {
        int len = (int)strcspn(line, "\n");
        if (++lines > LINES_SHOWN) {
            fprintf(to, "    ……\n");
            return;
        }
        fprintf(to, "    %s%.*s\n", line == text ? before : "", len, line);
        line += line[len] ? len + 1 : len;
    }
}

void findings_print(const struct findings *f, FILE *to)
{
    for (int i = 0; i < f->n; i++) {
        const struct finding *one = &f->list[i];
        fprintf(to, "%s:%u: %s: %s\n", one->file, one->line ? one->line : 1, severity_words[one->severity].said,
                one->message);
        print_indented(to, "", one->offending);
        print_indented(to, "改法：", one->remedy);
    }
}

void findings_json(const struct findings *f, struct buf *out)
{
    struct json j = json_to(out);
    json_object(&j, NULL);
    json_int(&j, "errors", f->errors);
    json_int(&j, "warnings", f->warnings);
    json_int(&j, "hints", f->hints);
    json_list(&j, "findings");
    for (int i = 0; i < f->n; i++) {
        const struct finding *one = &f->list[i];
        json_object(&j, NULL);
        json_text(&j, "severity", severity_words[one->severity].json);
        json_text(&j, "file", one->file);
        json_int(&j, "line", one->line ? one->line : 1);
        json_text(&j, "message", one->message);
        json_text(&j, "offending", one->offending);
        json_text(&j, "remedy", one->remedy);
        json_object_end(&j);
    }
    json_list_end(&j);
    json_object_end(&j);
}
