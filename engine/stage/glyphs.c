#include "stage/glyphs.h"

#include "base/log.h"
#include "base/mem.h"
#include "stage/glyph_forms.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE_BYTES = 256 * 1024, NO_PAGE = -1 };

struct glyph {
    struct glyph_key key;
    struct glyph_measure m;
    int font; /* -1: the marked box */
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
    uint32_t *slots; /* hash of keys to numbers; 0 free */
    uint32_t slot_count;
    struct page *pages;
    int page_count, filling;
    int64_t stamp;
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
    free(g->pages);
    free(g->slots);
    free(g->list);
    free(g);
}

static bool same_key(const struct glyph_key *a, const struct glyph_key *b)
{
    return a->code == b->code && a->px == b->px && a->face == b->face && a->bold == b->bold && a->form == b->form;
}

static uint32_t hash_key(const struct glyph_key *k)
{
    uint64_t v = k->code | (uint64_t)(uint16_t)k->px << 32 | (uint64_t)k->face << 48 | (uint64_t)k->bold << 56 |
                 (uint64_t)k->form << 60;
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

static void keep_alpha(struct glyphs *g, struct glyph *glyph, const uint8_t *alpha)
{
    size_t bytes = (size_t)glyph->m.w * (size_t)glyph->m.h;
    glyph->page = NO_PAGE;
    if (bytes == 0)
        return;
    glyph->page = page_with_room(g, bytes);
    struct page *page = &g->pages[glyph->page];
    glyph->offset = page->used;
    memcpy(page->alpha + page->used, alpha, bytes);
    page->used += bytes;
}

static void draw(struct glyphs *g, struct glyph *glyph)
{
    struct font_glyph drawn = {0};
    const struct glyph_key *k = &glyph->key;
    if (glyph->font < 0 || !fonts_draw(g->fonts, glyph->font, k->px, k->code, &drawn))
        glyph_draw_missing(k->code, k->px, &drawn);
    else if (k->form == GLYPH_NARROW)
        glyph_make_narrow(k->px, &drawn);
    else if (k->form == GLYPH_DASH_LEFT || k->form == GLYPH_DASH_RIGHT)
        glyph_make_dash(k->px, k->form == GLYPH_DASH_LEFT, &drawn);
    glyph->m = (struct glyph_measure){drawn.advance, drawn.left, drawn.top, drawn.w, drawn.h};
    keep_alpha(g, glyph, drawn.alpha);
    free(drawn.alpha);
    g->figures.rasters++;
}

/* Content is checked before it ships, so a line a character is seldom; it is written once per code point. */
static void note_missing(struct glyphs *g, uint32_t code)
{
    for (uint32_t i = 1; i + 1 < g->count; i++)
        if (g->list[i].font < 0 && g->list[i].key.code == code)
            return;
    g->figures.missing++;
    log_warn("stage", "没有字体含有字符 U+%04X，屏幕上显示为带编号的方框；请改用别的字，或把含有它的字体写进 fonts/fonts.conf",
             code);
}

uint32_t glyph_number(struct glyphs *g, struct glyph_key key)
{
    uint32_t *slot = slot_of(g, &key);
    if (*slot)
        return *slot;
    grow(g);
    slot = slot_of(g, &key);
    uint32_t number = *slot = g->count++;
    struct glyph *glyph = &g->list[number];
    memset(glyph, 0, sizeof *glyph);
    glyph->key = key;
    glyph->font = fonts_pick(g->fonts, (enum face)key.face, key.bold, key.code);
    if (glyph->font < 0)
        note_missing(g, key.code);
    draw(g, glyph);
    return number;
}

struct glyph_measure glyph_measure(const struct glyphs *g, uint32_t number)
{
    return g->list[number].m;
}

struct glyph_image glyph_image(struct glyphs *g, uint32_t number)
{
    if (number == 0 || number >= g->count)
        return (struct glyph_image){0};
    struct glyph *glyph = &g->list[number];
    if (glyph->m.w == 0 || glyph->m.h == 0)
        return (struct glyph_image){0};
    if (glyph->page == NO_PAGE)
        draw(g, glyph);
    struct page *page = &g->pages[glyph->page];
    page->stamp = g->stamp;
    return (struct glyph_image){glyph->m.w, glyph->m.h, glyph->m.w, page->alpha + glyph->offset};
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

struct glyph_figures glyphs_figures(const struct glyphs *g)
{
    return g->figures;
}
