#include "stage/glyphs.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "stage/glyph_forms.h"

#include <stdlib.h>
#include <string.h>

enum {
    PAGE_BYTES = 256 * 1024,
    NO_PAGE = -1,
    CROWD = 100000,
    CODES = 0x110000,
    ATLAS_MOST = 64 * 1024 * 1024, /* even within one frame: what no screen can need is not drawn */
    LOGGED_MOST = 50,              /* missing characters with a line each */
};

struct glyph {
    struct glyph_key key;
    struct glyph_measure m;
    bool ink_known; /* else m has the advance alone, and there is ink */
    int font;       /* -1: the marked box */
    int page; /* NO_PAGE: not drawn, or nothing to draw */
    size_t offset;
};

struct page {
    uint8_t *alpha; /* NULL: free slot */
    size_t used, size;
    int64_t stamp; /* of the last image handed out */
};

struct glyphs {
    struct fonts *fonts;
    struct glyph *list; /* [0] unused */
    uint32_t count, cap;
    uint32_t base;   /* number of list[0]; grows when glyphs are forgotten */
    uint32_t *slots; /* hash of keys to numbers; 0 free */
    uint32_t slot_count;
    struct page *pages;
    int page_count, filling;
    int64_t stamp;
    uint8_t *missing; /* a bit a code point; NULL until one is */
    struct glyph_figures figures;
};

struct glyphs *glyphs_new(struct fonts *fonts)
{
    struct glyphs *g = mem_alloc(sizeof *g);
    g->fonts = fonts;
    g->count = 1;
    g->cap = 1024;
    g->list = mem_alloc(g->cap * sizeof *g->list);
    g->slot_count = 4096;
    g->slots = mem_alloc(g->slot_count * sizeof *g->slots);
    g->filling = NO_PAGE;
    return g;
}

void glyphs_free(struct glyphs *g)
{
    if (!g)
        return;
    for (int i = 0; i < g->page_count; i++)
        free(g->pages[i].alpha);
    free(g->missing);
    free(g->pages);
    free(g->slots);
    free(g->list);
    free(g);
}

static bool same_key(const struct glyph_key *a, const struct glyph_key *b)
{
    return a->code == b->code && a->px == b->px && a->face == b->face && a->bold == b->bold &&
           a->form == b->form;
}

static uint32_t hash_key(const struct glyph_key *k)
{
    uint64_t v = k->code | (uint64_t)(uint16_t)k->px << 32 | (uint64_t)k->face << 48 |
                 (uint64_t)k->bold << 56 | (uint64_t)k->form << 60;
    return (uint32_t)((v * 0x9E3779B97F4A7C15u) >> 32);
}

static uint32_t *slot_of(struct glyphs *g, const struct glyph_key *key)
{
    uint32_t at = hash_key(key) & (g->slot_count - 1);
    while (g->slots[at] && !same_key(&g->list[g->slots[at]].key, key))
        at = (at + 1) & (g->slot_count - 1);
    return &g->slots[at];
}

static void grow(struct glyphs *g)
{
    if (g->count == g->cap) {
        g->cap *= 2;
        g->list = mem_resize(g->list, g->cap * sizeof *g->list);
    }
    if (g->count * 2 < g->slot_count)
        return;
    free(g->slots);
    g->slot_count *= 2;
    g->slots = mem_alloc(g->slot_count * sizeof *g->slots);
    for (uint32_t i = 1; i < g->count; i++)
        *slot_of(g, &g->list[i].key) = i;
}

/* A page with room for `bytes`; big glyphs get a page to themselves. */
static int page_with_room(struct glyphs *g, size_t bytes)
{
    if (g->filling != NO_PAGE && g->pages[g->filling].size - g->pages[g->filling].used >= bytes)
        return g->filling;
    int at = 0;
    while (at < g->page_count && g->pages[at].alpha)
        at++;
    if (at == g->page_count) {
        g->pages = mem_resize(g->pages, (size_t)(g->page_count + 1) * sizeof *g->pages);
        g->page_count++;
    }
    size_t size = bytes > PAGE_BYTES ? bytes : PAGE_BYTES;
    g->pages[at] = (struct page){.alpha = mem_alloc(size), .size = size, .stamp = g->stamp};
    g->figures.bytes += size;
    if (size == PAGE_BYTES)
        g->filling = at;
    return at;
}

static uint8_t *room_for(struct glyphs *g, struct glyph *glyph)
{
    size_t bytes = (size_t)glyph->m.w * (size_t)glyph->m.h;
    glyph->page = page_with_room(g, bytes);
    struct page *page = &g->pages[glyph->page];
    glyph->offset = page->used;
    page->used += bytes;
    return page->alpha + glyph->offset;
}

static bool is_dash(const struct glyph_key *k)
{
    return k->form == GLYPH_DASH_LEFT || k->form == GLYPH_DASH_RIGHT;
}

static void measure(struct glyphs *g, struct glyph *glyph)
{
    const struct glyph_key *k = &glyph->key;
    glyph->ink_known = true;
    if (glyph->font < 0 || !fonts_measure(g->fonts, glyph->font, k->px, k->code, &glyph->m)) {
        glyph->font = -1;
        glyph->m = glyph_measure_missing(k->px);
    } else if (k->form == GLYPH_NARROW) {
        glyph_measure_narrow(k->px, &glyph->m);
    } else if (is_dash(k)) {
        glyph_measure_dash(k->px, k->form == GLYPH_DASH_LEFT, &glyph->m);
    }
}

/* Every reading of an outline costs as much as drawing it, and text is laid out that nobody scrolls to. */
static void measure_advance(struct glyphs *g, struct glyph *glyph)
{
    const struct glyph_key *k = &glyph->key;
    if (glyph->font >= 0 && utf8_is_han(k->code) && fonts_han_em(g->fonts, glyph->font, k->px))
        glyph->m.advance = k->px;
    else
        measure(g, glyph);
}

static void draw_dash(struct glyphs *g, const struct glyph *glyph, uint8_t *alpha)
{
    struct glyph_measure plain;
    if (!fonts_measure(g->fonts, glyph->font, glyph->key.px, glyph->key.code, &plain) || plain.w == 0)
        return;
    uint8_t *drawn = mem_alloc((size_t)plain.w * (size_t)plain.h);
    fonts_draw(g->fonts, glyph->font, glyph->key.px, glyph->key.code, &plain, drawn);
    glyph_draw_dash(&plain, drawn, &glyph->m, alpha);
    free(drawn);
}

static void draw(struct glyphs *g, struct glyph *glyph)
{
    const struct glyph_key *k = &glyph->key;
    uint8_t *alpha = room_for(g, glyph);
    g->figures.rasters++;
    if (glyph->font < 0) {
        glyph_draw_missing(k->code, k->px, &glyph->m, alpha);
    } else if (is_dash(k)) {
        draw_dash(g, glyph, alpha);
    } else {
        struct glyph_measure m = glyph->m;
        if (k->form == GLYPH_NARROW) /* drawn from where the font has it */
            fonts_measure(g->fonts, glyph->font, k->px, k->code, &m);
        fonts_draw(g->fonts, glyph->font, k->px, k->code, &m, alpha);
    }
}

/* Content is checked before it ships, so a line a character is seldom; it is written once per code point. */
static void note_missing(struct glyphs *g, uint32_t code)
{
    if (!g->missing)
        g->missing = mem_alloc(CODES / 8);
    if (g->missing[code / 8] & 1 << code % 8)
        return;
    g->missing[code / 8] = (uint8_t)(g->missing[code / 8] | 1 << code % 8);
    if (g->figures.missing++ < LOGGED_MOST)
        log_warn("stage",
                 "没有字体含有字符 U+%04X，屏幕上显示为带编号的方框；请改用别的字，或把含有它的字体写进 "
                 "fonts/fonts.conf",
                 code);
}

uint32_t glyph_number(struct glyphs *g, struct glyph_key key)
{
    uint32_t *slot = slot_of(g, &key);
    if (*slot)
        return g->base + *slot;
    grow(g);
    slot = slot_of(g, &key);
    uint32_t at = *slot = g->count++;
    struct glyph *glyph = &g->list[at];
    *glyph = (struct glyph){.key = key, .page = NO_PAGE};
    glyph->font = fonts_pick(g->fonts, (enum face)key.face, key.bold, key.code);
    if (glyph->font < 0)
        note_missing(g, key.code);
    measure_advance(g, glyph);
    return g->base + at;
}

static struct glyph *glyph_at(const struct glyphs *g, uint32_t number)
{
    return number > g->base && number - g->base < g->count ? &g->list[number - g->base] : NULL;
}

int glyph_advance(const struct glyphs *g, uint32_t number)
{
    const struct glyph *glyph = glyph_at(g, number);
    return glyph ? glyph->m.advance : 0;
}

bool glyph_blank(const struct glyphs *g, uint32_t number)
{
    const struct glyph *glyph = glyph_at(g, number);
    return !glyph || (glyph->ink_known && glyph->m.w == 0);
}

struct glyph_measure glyph_measure(struct glyphs *g, uint32_t number)
{
    struct glyph *glyph = glyph_at(g, number);
    if (!glyph)
        return (struct glyph_measure){0};
    if (!glyph->ink_known)
        measure(g, glyph);
    return glyph->m;
}

struct glyph_image glyph_image(struct glyphs *g, uint32_t number)
{
    struct glyph *glyph = glyph_at(g, number);
    if (glyph && !glyph->ink_known)
        measure(g, glyph);
    if (!glyph || glyph->m.w == 0 || glyph->m.h == 0)
        return (struct glyph_image){0};
    if (glyph->page == NO_PAGE && g->figures.bytes > ATLAS_MOST)
        return (struct glyph_image){0};
    if (glyph->page == NO_PAGE)
        draw(g, glyph);
    struct page *page = &g->pages[glyph->page];
    page->stamp = g->stamp;
    const struct glyph_measure *m = &glyph->m;
    return (struct glyph_image){m->left, m->top, m->w, m->h, m->w, page->alpha + glyph->offset};
}

static void drop_page(struct glyphs *g, int at)
{
    g->figures.bytes -= g->pages[at].size;
    free(g->pages[at].alpha);
    g->pages[at] = (struct page){0};
    if (g->filling == at)
        g->filling = NO_PAGE;
    for (uint32_t i = 1; i < g->count; i++)
        if (g->list[i].page == at)
            g->list[i].page = NO_PAGE;
}

void glyphs_trim(struct glyphs *g, size_t budget)
{
    while (g->figures.bytes > budget) {
        int oldest = NO_PAGE;
        for (int i = 0; i < g->page_count; i++)
            if (g->pages[i].alpha && (oldest == NO_PAGE || g->pages[i].stamp < g->pages[oldest].stamp))
                oldest = i;
        if (oldest == NO_PAGE)
            break;
        drop_page(g, oldest);
    }
    g->stamp++;
}

bool glyphs_crowded(const struct glyphs *g)
{
    return g->count > CROWD;
}

void glyphs_forget(struct glyphs *g)
{
    for (int i = 0; i < g->page_count; i++)
        if (g->pages[i].alpha)
            drop_page(g, i);
    memset(g->slots, 0, g->slot_count * sizeof *g->slots);
    g->base += g->count;
    g->count = 1;
}

struct glyph_figures glyphs_figures(const struct glyphs *g)
{
    return g->figures;
}
