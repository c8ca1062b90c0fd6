#include "stage/text.h"

#include "base/log.h"
#include "base/mem.h"
#include "stage/text_place.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    PARAGRAPH_BUDGET = 4 * 1024 * 1024,
    ATLAS_BUDGET = 16 * 1024 * 1024,
    FORGOTTEN_AFTER = 600, /* trims, that is frames */
    BUCKETS = 4096,
    PX_LEAST = 4,
    PX_MOST = 1024,
    NO_LIMIT = INT_MAX / 4,
    ASKS_MIN_WIDTH = -1, /* max_width of the cache entry that holds a least width */
    ELLIPSIS = 0x2026,
};

struct entry {
    struct entry *next;
    struct text_style style;
    int max_width;
    char *text;
    size_t len, bytes;
    uint64_t hash;
    int64_t stamp;
    struct paragraph *paragraph; /* NULL in an entry for a least width */
    int min_width;
};

struct text_engine {
    struct fonts *fonts;
    struct glyphs *glyphs;
    struct items items;
    struct lines lines;
    struct entry *buckets[BUCKETS];
    int64_t stamp;
    struct text_figures figures;
};

struct text_engine *text_open(const char *fonts_folder, struct err *e)
{
    struct fonts *fonts = fonts_open(fonts_folder, e);
    if (!fonts)
        return NULL;
    linebreak_init();
    struct text_engine *t = mem_alloc(sizeof *t);
    t->fonts = fonts;
    t->glyphs = glyphs_new(fonts);
    return t;
}

static void entry_free(struct text_engine *t, struct entry *entry)
{
    t->figures.paragraph_bytes -= entry->bytes;
    t->figures.paragraphs--;
    free(entry->paragraph);
    free(entry->text);
    free(entry);
}

void text_close(struct text_engine *t)
{
    if (!t)
        return;
    for (int i = 0; i < BUCKETS; i++)
        for (struct entry *at = t->buckets[i], *next; at; at = next) {
            next = at->next;
            entry_free(t, at);
        }
    items_free(&t->items);
    lines_free(&t->lines);
    glyphs_free(t->glyphs);
    fonts_close(t->fonts);
    free(t);
}

/* ---- cache ---- */

static uint64_t mix(uint64_t hash, uint64_t v)
{
    hash = (hash ^ v) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

static uint64_t hash_of(const char *text, size_t len, const struct text_style *s, int max_width)
{
    uint64_t hash = mix(len, (uint64_t)(uint32_t)max_width << 32 | (uint32_t)s->px), word = 0;
    hash = mix(hash, (uint64_t)(uint32_t)s->line_px << 32 | (uint32_t)s->tracking_px);
    hash = mix(hash, (uint64_t)s->face << 32 | (uint64_t)s->align << 8 | (uint64_t)s->bold << 2 |
                         (uint64_t)s->rich << 1 | (uint64_t)s->title);
    hash = mix(hash, (uint64_t)(uint32_t)s->max_lines << 32 | (uint32_t)(s->indent_em * 1000));
    for (; len >= 8; text += 8, len -= 8) {
        memcpy(&word, text, 8);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, text, len);
    return mix(hash, word);
}

static bool same_style(const struct text_style *a, const struct text_style *b)
{
    return a->px == b->px && a->line_px == b->line_px && a->tracking_px == b->tracking_px &&
           a->face == b->face && a->bold == b->bold && a->align == b->align &&
           !(a->indent_em < b->indent_em) && !(a->indent_em > b->indent_em) && a->max_lines == b->max_lines &&
           a->rich == b->rich && a->title == b->title;
}

static struct entry *cache_find(struct text_engine *t, uint64_t hash, const char *text, size_t len,
                                const struct text_style *style, int max_width)
{
    for (struct entry *at = t->buckets[hash % BUCKETS]; at; at = at->next)
        if (at->hash == hash && at->len == len && at->max_width == max_width &&
            same_style(&at->style, style) && !memcmp(at->text, text, len)) {
            at->stamp = t->stamp;
            return at;
        }
    return NULL;
}

static struct entry *cache_add(struct text_engine *t, uint64_t hash, const char *text, size_t len,
                               const struct text_style *style, int max_width)
{
    struct entry *entry = mem_alloc(sizeof *entry);
    *entry = (struct entry){.style = *style,
                            .max_width = max_width,
                            .text = mem_copy_text(text, len),
                            .len = len,
                            .bytes = sizeof *entry + len,
                            .hash = hash,
                            .stamp = t->stamp,
                            .next = t->buckets[hash % BUCKETS]};
    t->buckets[hash % BUCKETS] = entry;
    t->figures.paragraphs++;
    return entry;
}

/* ---- layout ---- */

static struct text_style sane(const struct text_style *style)
{
    struct text_style s = *style;
    s.px = s.px < PX_LEAST ? PX_LEAST : s.px > PX_MOST ? PX_MOST : s.px;
    s.face = (unsigned)s.face < FACE_COUNT ? s.face : FACE_SANS;
    s.indent_em = s.indent_em > 0 && s.indent_em < 20 ? s.indent_em : 0;
    return s;
}

static void lay_out(struct text_engine *t, struct entry *entry)
{
    const struct text_style *s = &entry->style;
    int width = entry->max_width > 0 ? entry->max_width : NO_LIMIT;
    items_fill(&t->items, t->glyphs, entry->text, entry->len, s, false);
    if (s->title && !lines_pieces_fit(&t->items, s, width))
        items_fill(&t->items, t->glyphs, entry->text, entry->len, s, true);
    struct place_job job = {&t->items, &t->lines, t->glyphs, s, width, 0};
    int ellipsis = 0;
    if (s->max_lines > 0) {
        job.ellipsis = items_glyph(t->glyphs, s, ELLIPSIS);
        ellipsis = glyph_advance(t->glyphs, job.ellipsis);
    }
    lines_choose(&t->lines, &t->items, s, width, ellipsis);
    if (width == NO_LIMIT) /* nothing to align to but the widest line */
        job.max_width = t->lines.natural_width;
    size_t bytes = 0;
    entry->paragraph = text_place(&job, &bytes);
    entry->bytes += bytes;
}

const struct paragraph *text_layout(struct text_engine *t, const char *utf8, size_t len,
                                    const struct text_style *style, int max_width)
{
    struct text_style s = sane(style);
    int width = max_width > 0 ? max_width : 0;
    uint64_t hash = hash_of(utf8, len, &s, width);
    struct entry *entry = cache_find(t, hash, utf8, len, &s, width);
    t->figures.layout_hits += entry != NULL;
    if (!entry) {
        entry = cache_add(t, hash, utf8, len, &s, width);
        lay_out(t, entry);
        t->figures.paragraph_bytes += entry->bytes;
        t->figures.layouts++;
    }
    return entry->paragraph;
}

int text_min_width(struct text_engine *t, const char *utf8, size_t len, const struct text_style *style)
{
    struct text_style s = sane(style);
    uint64_t hash = hash_of(utf8, len, &s, ASKS_MIN_WIDTH);
    struct entry *entry = cache_find(t, hash, utf8, len, &s, ASKS_MIN_WIDTH);
    if (!entry) {
        entry = cache_add(t, hash, utf8, len, &s, ASKS_MIN_WIDTH);
        items_fill(&t->items, t->glyphs, utf8, len, &s, s.title);
        entry->min_width = lines_min_width(&t->items, &s);
        t->figures.paragraph_bytes += entry->bytes;
    }
    return entry->min_width;
}

/* ---- glyphs and housekeeping ---- */

struct glyph_image text_glyph(struct text_engine *t, uint32_t glyph)
{
    return glyph_image(t->glyphs, glyph);
}

bool text_has_glyph(struct text_engine *t, uint32_t code, enum face face, bool bold, const char **font_name)
{
    int font = fonts_pick(t->fonts, face, bold, code);
    if (font_name)
        *font_name = font < 0 ? NULL : fonts_name(t->fonts, font);
    return font >= 0 || items_invisible(code);
}

static bool drop_older(struct text_engine *t, int64_t stamp)
{
    int before = t->figures.paragraphs;
    for (int i = 0; i < BUCKETS; i++)
        for (struct entry **at = &t->buckets[i]; *at;) {
            struct entry *entry = *at;
            if (entry->stamp >= stamp) {
                at = &entry->next;
                continue;
            }
            *at = entry->next;
            entry_free(t, entry);
        }
    return t->figures.paragraphs < before;
}

bool text_trim(struct text_engine *t)
{
    int64_t keep = FORGOTTEN_AFTER;
    bool dropped = false;
    t->stamp++;
    if (t->stamp % (FORGOTTEN_AFTER / 4) == 0)
        dropped = drop_older(t, t->stamp - keep);
    while (t->figures.paragraph_bytes > PARAGRAPH_BUDGET && keep > 1) {
        keep /= 2;
        dropped |= drop_older(t, t->stamp - keep);
    }
    if (glyphs_crowded(t->glyphs)) {
        dropped |= drop_older(t, t->stamp + 1);
        glyphs_forget(t->glyphs);
    }
    glyphs_trim(t->glyphs, ATLAS_BUDGET);
    return dropped;
}

struct text_figures text_figures(const struct text_engine *t)
{
    struct text_figures f = t->figures;
    struct glyph_figures g = glyphs_figures(t->glyphs);
    f.fonts_open = fonts_opened(t->fonts);
    f.atlas_bytes = g.bytes;
    f.rasters = g.rasters;
    f.missing = g.missing;
    return f;
}
