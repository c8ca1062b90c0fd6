#include "stage/text_place.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* Being written: arrays are as large as they can become, then copied to size. */
struct placer {
    const struct place_job *job;
    struct glyph_place *glyphs;
    struct text_rule *rules;
    struct text_line *lines;
    int n_glyphs, n_rules, width, y, base;
};

static int stroke(const struct text_style *s)
{
    return s->px / 16 > 1 ? s->px / 16 : 1;
}

/* Whether a line may be spread between these two neighbours. */
static bool spreads(const struct item *a, const struct item *b)
{
    if (b->sort == SORT_CLOSE || b->sort == SORT_JOINED || b->sort == SORT_SPACE || a->sort == SORT_OPEN)
        return false;
    if (a->sort == SORT_DASH && b->sort == SORT_DASH)
        return false;
    bool a_word = a->sort == SORT_LATIN || a->sort == SORT_OTHER,
         b_word = b->sort == SORT_LATIN || b->sort == SORT_OTHER;
    return !(a_word && b_word);
}

static int count_spreads(const struct items *it, const struct line *line)
{
    int n = 0;
    for (size_t i = line->from + 1; i < line->to; i++)
        n += spreads(&it->list[i - 1], &it->list[i]);
    return n;
}

struct fitting {
    int end_cut;             /* from the last mark's blank */
    int cut, cut_of;         /* pixels to take from inner marks, and the most they could give */
    int stretch, stretch_of; /* pixels to spread, and over how many places */
};

static struct fitting fit_line(const struct placer *p, const struct line *line, int natural)
{
    const struct items *it = p->job->items;
    struct fitting f = {0};
    int slack = p->job->max_width - line->indent - natural;
    if (slack < 0 && line->to > line->from) {
        int end = it->list[line->to - 1].give_right, whole = line_give(it, line->from, line->to);
        f.end_cut = -slack < end ? -slack : end;
        f.cut_of = whole - end;
        f.cut = -slack - f.end_cut < f.cut_of ? -slack - f.end_cut : f.cut_of;
    } else if (p->job->style->align == TEXT_JUSTIFY && !line->last) {
        int places = count_spreads(it, line);
        if (places > 0 && slack <= places * p->job->style->px / 2) {
            f.stretch = slack;
            f.stretch_of = places;
        }
    }
    return f;
}

static void place_glyph(struct placer *p, uint32_t glyph, uint32_t color, int pen)
{
    if (!glyph_blank(p->job->glyphs, glyph))
        p->glyphs[p->n_glyphs++] = (struct glyph_place){pen, p->base, glyph, color};
}

static void underline(struct placer *p, const struct item *item, int x, int w, bool continues)
{
    struct text_rule *last = p->n_rules ? &p->rules[p->n_rules - 1] : NULL;
    if (continues && last) {
        last->w = x + w - last->x;
        return;
    }
    uint32_t color = item->color ? item->color : COLOR_ZHU;
    p->rules[p->n_rules++] =
        (struct text_rule){x, p->base + p->job->style->px / 6, w, stroke(p->job->style), color};
}

/* Places a line's items from pen position x on and returns where it ends. */
static int place_items(struct placer *p, const struct line *line, const struct fitting *f, int x)
{
    const struct items *it = p->job->items;
    int gave = 0, places = 0;
    for (size_t i = line->from; i < line->to; i++) {
        const struct item *item = &it->list[i];
        int left = 0, right = 0, before = x;
        if (i > line->from) {
            x += item->gap;
            if (f->stretch_of && spreads(item - 1, item)) {
                x += f->stretch * (places + 1) / f->stretch_of - f->stretch * places / f->stretch_of;
                places++;
            }
        } else {
            left = item->give_left;
        }
        if (i + 1 == line->to) {
            right = f->end_cut;
        } else if (f->cut && i > line->from) {
            int give = (item->give_left + item->give_right) / 2;
            int cut = f->cut * (gave + give) / f->cut_of - f->cut * gave / f->cut_of;
            gave += give;
            *(item->give_left ? &left : &right) = cut;
        }
        place_glyph(p, item->glyph, item->color, x + item->dx - left);
        x += item->advance - left - right;
        if (item->under) {
            bool continues = i > line->from && item[-1].under && item[-1].color == item->color;
            underline(p, item, continues ? before : x - item->advance + left + right, x - before, continues);
        }
    }
    return x;
}

static void place_line(struct placer *p, size_t number)
{
    const struct place_job *job = p->job;
    const struct items *it = job->items;
    const struct line *line = &job->lines->list[number];
    struct text_line *out = &p->lines[number];
    int natural = line_width(it, line->from, line->to);
    struct fitting f = fit_line(p, line, natural);
    int ellipsis = line->ellipsis ? glyph_advance(job->glyphs, job->ellipsis) : 0;
    int w = natural - f.end_cut - f.cut + f.stretch + ellipsis, x = line->indent;
    if (job->style->align == TEXT_CENTER)
        x += (job->max_width - line->indent - w) / 2;
    else if (job->style->align == TEXT_RIGHT)
        x = job->max_width - w;
    *out = (struct text_line){.x = x, .y = p->y, .w = w, .first_glyph = p->n_glyphs};
    out->from = line->from < it->count ? it->list[line->from].from : it->end;
    out->to = line->to < it->count ? it->list[line->to].from : it->end;
    int end = place_items(p, line, &f, x);
    if (line->ellipsis)
        place_glyph(p, job->ellipsis, 0, end);
    out->glyphs = p->n_glyphs - out->first_glyph;
    int reach = w + line->indent;
    p->width = reach > p->width ? reach : p->width;
}

static void place_lines(struct placer *p)
{
    const struct text_style *s = p->job->style;
    int line_px = s->line_px > 0 ? s->line_px : s->px;
    int gap = s->indent_em > 0 ? (s->px * 2 + 2) / 5 : 0;
    for (size_t i = 0; i < p->job->lines->count; i++) {
        if (i > 0 && p->job->lines->list[i].first)
            p->y += gap;
        /* The em box of Han reaches 0.88 above the baseline and 0.12 below: its middle is the line's middle.
         */
        p->base = p->y + line_px / 2 + (s->px * 38 + 50) / 100;
        place_line(p, i);
        p->y += line_px;
    }
}

static struct paragraph *pack(const struct placer *p, size_t *bytes)
{
    const struct lines *l = p->job->lines;
    size_t lines = l->count * sizeof *p->lines, glyphs = (size_t)p->n_glyphs * sizeof *p->glyphs;
    size_t rules = (size_t)p->n_rules * sizeof *p->rules;
    *bytes = sizeof(struct paragraph) + lines + glyphs + rules;
    char *block = mem_alloc(*bytes), *at = block + sizeof(struct paragraph);
    struct paragraph *out = (struct paragraph *)(void *)block;
    *out = (struct paragraph){.width = p->width,
                              .height = p->y,
                              .lines = (int)l->count,
                              .natural_width = l->natural_width,
                              .cut = l->cut,
                              .too_wide = l->too_wide,
                              .n_glyphs = p->n_glyphs,
                              .n_rules = p->n_rules};
    out->line_list = memcpy(at, p->lines, lines);
    out->glyphs = memcpy(at + lines, p->glyphs, glyphs);
    out->rules = memcpy(at + lines + glyphs, p->rules, rules);
    return out;
}

struct paragraph *text_place(const struct place_job *job, size_t *bytes)
{
    size_t most = job->items->count + 1;
    struct placer p = {.job = job};
    p.glyphs = mem_alloc(most * sizeof *p.glyphs);
    p.rules = mem_alloc(most * sizeof *p.rules);
    p.lines = mem_alloc((job->lines->count + 1) * sizeof *p.lines);
    place_lines(&p);
    struct paragraph *out = pack(&p, bytes);
    free(p.glyphs);
    free(p.rules);
    free(p.lines);
    return out;
}
