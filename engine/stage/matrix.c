#include "stage/matrix.h"

#include <string.h>

#define DARK 0xFF000000u
#define LIGHT 0xFFFFFFFFu

/* Modules of the longer side, the quiet zone among them. */
static int modules(const char *rows)
{
    int across = 0, down = 0;
    for (const char *line = rows; *line; line += strcspn(line, "\n")) {
        line += *line == '\n';
        int len = (int)strcspn(line, "\n");
        across = len > across ? len : across;
        down += len > 0;
    }
    return (across > down ? across : down) + 2 * MATRIX_QUIET;
}

int matrix_side(const struct style *st, const struct node *n)
{
    return n->rows ? modules(n->rows) * style_u(st, MATRIX_MODULE_U) : 0;
}

/* Dark modules that lie side by side are one rectangle. */
static void line_record(struct paint_list *list, const char *line, int len, struct rect at)
{
    for (int i = 0; i < len; i++) {
        int from = i;
        while (i < len && line[i] == '1')
            i++;
        struct rect run = {at.x + from * at.h, at.y, (i - from) * at.h, at.h};
        paint_fill(list, run, 0, SIDES_ALL, DARK, 0, GRADIENT_DOWN);
    }
}

void matrix_record(struct paint_list *list, const struct node *n, struct rect at)
{
    int all = n->rows ? modules(n->rows) : 1, room = at.w < at.h ? at.w : at.h, module = room / all;
    if (!n->rows || module < 1)
        return;
    struct rect paper = {at.x + (at.w - module * all) / 2, at.y + (at.h - module * all) / 2, module * all, module * all};
    paint_fill(list, paper, 0, SIDES_ALL, LIGHT, 0, GRADIENT_DOWN);
    struct rect line = {paper.x + module * MATRIX_QUIET, paper.y + module * MATRIX_QUIET, 0, module};
    for (const char *row = n->rows; *row; row += strcspn(row, "\n")) {
        row += *row == '\n';
        line_record(list, row, (int)strcspn(row, "\n"), line);
        line.y += module;
    }
}
