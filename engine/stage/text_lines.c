#include "stage/text_lines.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct chooser {
    const struct items *it;
    const struct text_style *style;
    struct lines *out;
    int width;
    bool by_sense; /* the line being chosen is a title's first */
};

void lines_free(struct lines *l)
{
    free(l->list);
    memset(l, 0, sizeof *l);
}

int line_width(const struct items *it, size_t from, size_t to)
{
    if (to <= from)
        return 0;
    const struct item *first = &it->list[from];
    return it->sum_width[to] - it->sum_width[from] - first->gap - first->give_left;
}

int line_give(const struct items *it, size_t from, size_t to)
{
    if (to <= from + 1)
        return 0;
    int end = it->list[to - 1].give_right;
    return end + it->sum_give[to - 1] - it->sum_give[from + 1];
}

static size_t without_spaces(const struct items *it, size_t from, size_t to)
{
    while (to > from && it->list[to - 1].sort == SORT_SPACE)
        to--;
    return to;
}

static int indent_of(const struct text_style *style)
{
    return (int)(style->indent_em * (float)style->px + 0.5f);
}

static bool is_blank(const struct item *i)
{
    return i->sort == SORT_SPACE || i->code == 0x3000;
}

/* Characters a reader would count: no marks, no spaces. Stops counting at 2. */
static int few_characters(const struct items *it, size_t from, size_t to)
{
    int n = 0;
    for (size_t i = from; i < to && n < 2; i++)
        n += it->list[i].sort == SORT_HAN || it->list[i].sort == SORT_LATIN || it->list[i].sort == SORT_OTHER;
    return n;
}

static struct line *add_line(struct lines *l)
{
    if (l->count == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 32;
        l->list = mem_resize(l->list, l->cap * sizeof *l->list);
    }
    l->list[l->count] = (struct line){0};
    return &l->list[l->count++];
}

/* ---- one line ---- */

struct candidates {
    size_t fit[CHANCE_FREE + 1]; /* by chance: the last at which the text fits as it is; 0 none */
    size_t tight;                /* the first free one after them at which it fits squeezed; 0 none */
};

static struct candidates find_candidates(const struct items *it, size_t from, size_t end, int width)
{
    struct candidates c = {0};
    for (size_t i = from + 1; i <= end; i++) {
        size_t to = without_spaces(it, from, i);
        int excess = line_width(it, from, to) - width;
        if (excess > 0 && (c.tight || excess > line_give(it, from, to)))
            break;
        int chance = i == end ? CHANCE_FREE : it->list[i - 1].chance;
        if (excess <= 0)
            c.fit[chance] = i;
        else if (chance == CHANCE_FREE)
            c.tight = i;
    }
    return c;
}

/* A word wider than the line breaks anywhere; something must be shown. */
static size_t forced_break(struct chooser *c, size_t from, size_t end, int width)
{
    size_t to = from + 1;
    while (to < end && (line_width(c->it, from, to + 1) <= width || c->it->list[to].sort == SORT_JOINED))
        to++;
    c->out->too_wide = true;
    return to;
}

/* Blank at a line's end that is better than splitting a date or a reference. */
static bool is_bearable(const struct chooser *c, size_t from, size_t to, int width)
{
    int slack = width - line_width(c->it, from, without_spaces(c->it, from, to));
    if (c->style->align == TEXT_JUSTIFY)
        return slack <= (int)(to - from) * c->style->px / 6;
    return slack <= width / 2;
}

/* The latest break that fits, or an earlier and better one. */
static size_t best_fit(const struct chooser *c, const struct candidates *k, size_t from, int width)
{
    size_t best = 0;
    for (int chance = CHANCE_POOR; chance <= CHANCE_FREE; chance++)
        if (k->fit[chance] > best || (k->fit[chance] && is_bearable(c, from, k->fit[chance], width)))
            best = k->fit[chance];
    return best;
}

/* A title in two lines breaks by sense: after a mark, if the rest then fits and the first line is not left
 * too short. */
static size_t sense_break(const struct chooser *c, size_t from, size_t best, size_t end, int width)
{
    const struct items *it = c->it;
    for (size_t i = best - 1; i > from && line_width(it, i, end) <= c->width; i--)
        if (it->list[i - 1].sort == SORT_CLOSE && it->list[i - 1].chance == CHANCE_FREE &&
            line_width(it, from, i) * 5 >= width * 2)
            return i;
    return best;
}

static size_t line_end(struct chooser *c, size_t from, size_t end, int width)
{
    struct candidates k = find_candidates(c->it, from, end, width);
    if (k.fit[CHANCE_FREE] == end)
        return end;
    bool splits = k.fit[CHANCE_SOFT] > k.fit[CHANCE_FREE] || k.fit[CHANCE_POOR] > k.fit[CHANCE_FREE];
    size_t best = best_fit(c, &k, from, width);
    if (k.tight && (splits || !best))
        return k.tight;
    if (!best)
        return forced_break(c, from, end, width);
    int slack = width - line_width(c->it, from, without_spaces(c->it, from, best));
    bool pushes_out = slack >= c->style->px * 19 / 20;
    bool leaves_few = k.tight == end && few_characters(c->it, best, end) < 2;
    if (k.tight && (pushes_out || leaves_few))
        return k.tight;
    return c->by_sense ? sense_break(c, from, best, end, width) : best;
}

/* ---- a paragraph ---- */

/* Moves the break of the last line but one back until two characters stand on the last. */
static void rebalance(struct chooser *c, size_t end)
{
    struct line *last = &c->out->list[c->out->count - 1], *before = last - 1;
    const struct items *it = c->it;
    if (few_characters(it, last->from, last->to) >= 2)
        return;
    for (size_t at = before->to - 1; at > before->from + 1; at--) {
        if (it->list[at - 1].chance != CHANCE_FREE || few_characters(it, at, end) < 2)
            continue;
        size_t to = without_spaces(it, before->from, at);
        int slack = c->width - before->indent - line_width(it, before->from, to);
        if (slack > 4 * c->style->px || line_width(it, at, last->to) > c->width)
            return;
        before->to = to;
        last->from = at;
        return;
    }
}

static void break_paragraph(struct chooser *c, size_t from, size_t end)
{
    const struct items *it = c->it;
    size_t first_line = c->out->count;
    int indent = indent_of(c->style);
    while (indent > 0 && from < end && is_blank(&it->list[from]))
        from++; /* an indent typed by hand is not added to ours */
    end = without_spaces(it, from, end);
    int natural = indent + line_width(it, from, end);
    if (natural > c->out->natural_width)
        c->out->natural_width = natural;
    do {
        struct line *line = add_line(c->out);
        line->first = c->out->count == first_line + 1;
        line->indent = line->first ? indent : 0;
        c->by_sense = line->first && c->style->title;
        int room = c->width - line->indent > c->style->px ? c->width - line->indent : c->style->px;
        size_t stop = from < end ? line_end(c, from, end, room) : end;
        line->from = from;
        line->to = without_spaces(it, from, stop);
        for (from = stop; from < end && it->list[from].sort == SORT_SPACE;)
            from++;
    } while (from < end);
    c->out->list[c->out->count - 1].last = true;
    if (c->out->count > first_line + 1)
        rebalance(c, end);
}

/* ---- maximum of lines ---- */

static void cut_lines(struct chooser *c, int ellipsis)
{
    struct lines *l = c->out;
    const struct items *it = c->it;
    l->cut = true;
    l->count = (size_t)c->style->max_lines;
    struct line *line = &l->list[l->count - 1];
    line->ellipsis = line->last = true;
    int room = c->width - line->indent - ellipsis;
    while (line->to > line->from) {
        int sort = it->list[line->to - 1].sort;
        bool mark = sort == SORT_SPACE || sort == SORT_OPEN || sort == SORT_CLOSE || sort == SORT_DASH ||
                    sort == SORT_MIDDLE;
        if (!mark && line_width(it, line->from, line->to) <= room)
            break;
        line->to--;
    }
}

void lines_choose(struct lines *l, const struct items *it, const struct text_style *style, int max_width,
                  int ellipsis)
{
    struct chooser c = {.it = it, .style = style, .out = l, .width = max_width};
    l->count = 0;
    l->cut = it->cut;
    l->too_wide = false;
    l->natural_width = 0;
    for (size_t from = 0, to; from <= it->count && it->count > 0; from = to + 1) {
        for (to = from; to < it->count && !it->list[to].breaks;)
            to++;
        break_paragraph(&c, from, to);
    }
    if (style->max_lines > 0 && l->count > (size_t)style->max_lines)
        cut_lines(&c, ellipsis);
}

bool lines_pieces_fit(const struct items *it, const struct text_style *style, int max_width)
{
    for (size_t from = 0, to; from <= it->count; from = to + 1) {
        for (to = from; to < it->count && !it->list[to].breaks;)
            to++;
        if (indent_of(style) + line_width(it, from, without_spaces(it, from, to)) > max_width)
            return false;
    }
    return true;
}

int lines_min_width(const struct items *it, const struct text_style *style)
{
    int widest = 0, indent = indent_of(style);
    for (size_t from = 0, to; from < it->count; from = to) {
        for (to = from + 1; to < it->count && it->list[to - 1].chance == CHANCE_NO && !it->list[to].breaks &&
                            !it->list[to - 1].breaks;)
            to++;
        size_t end = without_spaces(it, from, to);
        int w = line_width(it, from, end) + (from == 0 ? indent : 0);
        if (end > from)
            w -= it->list[end - 1].give_right;
        widest = w > widest ? w : widest;
    }
    return widest;
}
