#include "stage/text_items.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "stage/text_markup.h"

#include <stdlib.h>
#include <string.h>

enum { CHARACTERS_MOST = 65536, REPLACEMENT = 0xFFFD };

void items_free(struct items *it)
{
    free(it->list);
    free(it->sum_width);
    free(it->sum_give);
    free(it->codes);
    free(it->chances);
    memset(it, 0, sizeof *it);
}

/* ---- characters ---- */

/* Marks of invisible use in plain text; a kiosk shows what is left without them. */
static bool is_ignored(uint32_t c)
{
    return (c < 0x20 && c != '\t') || c == 0x7F || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || (c >= 0xFE00 && c <= 0xFE0F) ||
           c == 0xFEFF || (c >= 0xE0100 && c <= 0xE01EF);
}

static bool is_line_feed(uint32_t c)
{
    return c == '\n' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool items_invisible(uint32_t code)
{
    return is_line_feed(code) || is_ignored(code);
}

static void add(struct items *it, uint32_t code, size_t from, const struct markup_look *look)
{
    if (is_ignored(code) && !is_line_feed(code))
        return;
    if (it->count == CHARACTERS_MOST) {
        it->cut = true;
        return;
    }
    if (it->count == it->cap) {
        it->cap = it->cap ? it->cap * 2 : 256;
        it->list = mem_resize(it->list, it->cap * sizeof *it->list);
    }
    struct item *item = &it->list[it->count++];
    *item = (struct item){
        .code = code == '\t' ? ' ' : code, .from = (uint32_t)from, .breaks = is_line_feed(code)};
    item->sort = (uint8_t)sort_of(code);
    item->bold = look->bold;
    item->quote = look->quote;
    item->under = look->under;
    item->color = look->color;
}

static void read_text(struct items *it, const char *utf8, size_t len, bool rich)
{
    struct markup m = {0};
    size_t used = 0;
    uint32_t code = 0;
    it->count = 0;
    it->cut = false;
    it->end = (uint32_t)len;
    for (size_t at = 0; at < len; at += used) {
        enum markup_step step = rich ? markup_step(&m, utf8 + at, len - at, &used, &code, NULL) : MARKUP_TEXT;
        if (step == MARKUP_TAG)
            continue;
        if (step != MARKUP_CHAR)
            code = utf8_decode(utf8 + at, len - at, &used);
        add(it, code == UTF8_BAD ? REPLACEMENT : code, at, markup_look(&m));
    }
}

/* ---- breaks ---- */

static bool has_han(const struct item *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].sort == SORT_HAN)
            return true;
    return false;
}

/* ’ in it's, and all quotes of a piece without Han, are Latin signs. */
static void settle_quotes(struct item *list, size_t n, bool han)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].code < 0x2018 || list[i].code > 0x201D)
            continue;
        bool inside =
            i > 0 && i + 1 < n && list[i - 1].sort == SORT_LATIN && sort_of(list[i + 1].code) == SORT_LATIN;
        if (!han || (inside && list[i].code == 0x2019))
            list[i].sort = han ? SORT_LATIN : SORT_OTHER;
    }
}

static void find_chances(struct items *it)
{
    if (it->scratch_cap < it->count) {
        it->scratch_cap = it->cap;
        it->codes = mem_resize(it->codes, it->scratch_cap * sizeof *it->codes);
        it->chances = mem_resize(it->chances, it->scratch_cap);
    }
    for (size_t from = 0, to; from < it->count; from = to + 1) {
        for (to = from; to < it->count && !it->list[to].breaks; to++)
            it->codes[to] = it->list[to].code;
        bool han = has_han(it->list + from, to - from);
        settle_quotes(it->list + from, to - from, han);
        linebreak_find(it->codes + from, to - from, han, it->chances + from);
        for (size_t i = from; i < to; i++)
            it->list[i].chance = it->chances[i];
    }
}

/* ---- widths ---- */

static struct glyph_key key_of(const struct item *item, const struct text_style *style, uint8_t form)
{
    return (struct glyph_key){.code = item->code,
                              .px = (int16_t)style->px,
                              .face = (uint8_t)(item->quote ? FACE_KAI : style->face),
                              .bold = style->bold || item->bold,
                              .form = form};
}

/* `before`: the form of the item before. */
static uint8_t form_of(const struct items *it, size_t i, uint8_t before)
{
    const struct item *item = &it->list[i];
    if (item->code >= 0x2018 && item->code <= 0x201D && item->sort != SORT_OPEN && item->sort != SORT_CLOSE)
        return GLYPH_NARROW;
    if (item->code != 0x2014)
        return GLYPH_PLAIN;
    if (before == GLYPH_DASH_LEFT)
        return GLYPH_DASH_RIGHT;
    return i + 1 < it->count && it->list[i + 1].code == 0x2014 ? GLYPH_DASH_LEFT : GLYPH_PLAIN;
}

/* What a full-width mark can give of its blank half. */
static void measure_blank(struct item *mark, struct glyph_measure m, int half)
{
    int most = m.advance - half, right = m.left + m.w > half ? m.advance - m.left - m.w : most;
    if (mark->sort == SORT_OPEN)
        mark->give_left = m.left < most ? m.left : most;
    else
        mark->give_right = right > 0 ? right : 0;
}

static void measure(struct items *it, struct glyphs *g, const struct text_style *style)
{
    uint8_t form = GLYPH_PLAIN;
    for (size_t i = 0; i < it->count; i++) {
        struct item *item = &it->list[i];
        form = form_of(it, i, form);
        if (item->breaks)
            continue;
        item->glyph = glyph_number(g, key_of(item, style, form));
        item->advance = glyph_advance(g, item->glyph);
        if (item->advance * 5 >= style->px * 4 && (item->sort == SORT_OPEN || item->sort == SORT_CLOSE))
            measure_blank(item, glyph_measure(g, item->glyph), style->px / 2);
    }
}

/* Where two marks meet, one of the two facing blanks is enough. An opening mark that is narrow in its font
 * brings none. */
static void squeeze_pairs(struct items *it)
{
    for (size_t i = 0; i + 1 < it->count; i++) {
        struct item *a = &it->list[i], *b = &it->list[i + 1];
        bool close = a->sort == SORT_CLOSE, open = b->sort == SORT_OPEN;
        if (close && ((open && b->give_left) || b->sort == SORT_CLOSE)) {
            a->advance -= a->give_right;
            a->give_right = 0;
        } else if (open && a->sort == SORT_OPEN) {
            b->advance -= b->give_left;
            b->dx -= b->give_left;
            b->give_left = 0;
        }
    }
}

static bool is_han_latin(enum sort a, enum sort b)
{
    return (a == SORT_HAN && b == SORT_LATIN) || (a == SORT_LATIN && b == SORT_HAN);
}

/* The quarter em between Han and Latin; a space that an editor typed there becomes that quarter em. */
static void space_out(struct items *it, const struct text_style *style)
{
    int quarter = (style->px + 2) / 4;
    for (size_t i = 1; i < it->count; i++) {
        struct item *a = &it->list[i - 1], *b = &it->list[i];
        if (a->breaks || b->breaks)
            continue;
        if (b->sort != SORT_JOINED)
            b->gap = style->tracking_px;
        if (is_han_latin(a->sort, b->sort))
            b->gap += quarter;
        if (a->sort == SORT_SPACE && i > 1 && is_han_latin(it->list[i - 2].sort, b->sort))
            a->advance = quarter;
    }
}

static void add_up(struct items *it)
{
    if (it->sum_cap < it->count + 1) {
        it->sum_cap = it->cap + 1;
        it->sum_width = mem_resize(it->sum_width, it->sum_cap * sizeof(int));
        it->sum_give = mem_resize(it->sum_give, it->sum_cap * sizeof(int));
    }
    it->sum_width[0] = it->sum_give[0] = 0;
    for (size_t i = 0; i < it->count; i++) {
        const struct item *item = &it->list[i];
        it->sum_width[i + 1] = it->sum_width[i] + item->gap + item->advance;
        it->sum_give[i + 1] = it->sum_give[i] + (item->give_left + item->give_right) / 2;
    }
}

static void join_lines(struct items *it)
{
    size_t kept = 0;
    for (size_t i = 0; i < it->count; i++) {
        struct item item = it->list[i];
        bool latin = kept > 0 && i + 1 < it->count && it->list[kept - 1].sort != SORT_HAN &&
                     it->list[i + 1].sort != SORT_HAN;
        if (item.breaks && !latin)
            continue;
        if (item.breaks) {
            item.breaks = false;
            item.code = ' ';
            item.sort = SORT_SPACE;
        }
        it->list[kept++] = item;
    }
    it->count = kept;
}

void items_fill(struct items *it, struct glyphs *g, const char *utf8, size_t len,
                const struct text_style *style, bool join)
{
    read_text(it, utf8, len, style->rich);
    if (join)
        join_lines(it);
    find_chances(it);
    measure(it, g, style);
    squeeze_pairs(it);
    space_out(it, style);
    add_up(it);
}

uint32_t items_glyph(struct glyphs *g, const struct text_style *style, uint32_t code)
{
    struct item item = {.code = code};
    return glyph_number(g, key_of(&item, style, GLYPH_PLAIN));
}
