#include "stage/fonts.h"

#include "base/log.h"
#include "base/mem.h"
#include "stage/font_file.h"
#include "stage/fonts_map.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <stdlib.h>
#include <string.h>

enum {
    DESIGN_PX = 1000, /* size at which advances are read: far above rounding */
    SAMPLE = 0x4E2D,  /* 中: as wide as every other Han */
};

struct font {
    bool tried;
    TTF_Font *ttf;
    struct font_input *file; /* NULL: not open */
    int px;
    int asked_px; /* han_em is of this size */
    bool han_em;
};

struct fonts {
    struct fonts_map map;
    struct font open[FONT_FILES];
};

/* Dropped chains keep what exists, so picking never stumbles over a missing file again. */
static int forget_missing(struct fonts_map *m)
{
    int found = 0;
    for (int i = 0; i < m->file_count; i++) {
        found += m->files[i].path[0] != '\0';
        if (!m->files[i].path[0] && m->files[i].wanted)
            log_warn("stage", "字体文件 %s 找不到，改用后备字体；请安装 fonts-noto-cjk 和 fonts-lxgw-wenkai",
                     m->files[i].name);
    }
    for (int face = 0; face < FACE_COUNT; face++)
        for (int bold = 0; bold < 2; bold++) {
            struct font_chain *c = &m->chains[face][bold];
            int kept = 0;
            for (int i = 0; i < c->count; i++)
                if (m->files[c->fonts[i]].path[0])
                    c->fonts[kept++] = c->fonts[i];
            c->count = kept;
        }
    return found;
}

struct fonts *fonts_open(const char *folder, struct err *e)
{
    if (TTF_Init() != 0) {
        err_set(e, "字体库打不开：%s", TTF_GetError());
        return NULL;
    }
    struct fonts *f = mem_alloc(sizeof *f);
    bool ok = fonts_map_read(folder, &f->map, e);
    if (ok && forget_missing(&f->map) == 0)
        ok = err_set(
            e, "%s/fonts.conf 里的字体一个也找不到。请安装：apt install fonts-noto-cjk fonts-lxgw-wenkai",
            folder ? folder : "fonts");
    if (ok)
        return f;
    fonts_close(f);
    return NULL;
}

void fonts_close(struct fonts *f)
{
    if (!f)
        return;
    for (int i = 0; i < f->map.file_count; i++) {
        if (f->open[i].ttf)
            TTF_CloseFont(f->open[i].ttf);
        font_input_close(f->open[i].file);
    }
    free(f);
    TTF_Quit();
}

/* One try a file: a broken one is passed over from then on. */
static TTF_Font *font_ready(struct fonts *f, int number)
{
    struct font *font = &f->open[number];
    const struct font_file *file = &f->map.files[number];
    if (font->tried)
        return font->ttf;
    font->tried = true;
    struct err e = {0};
    font->file = font_input_open(file->path, &e);
    if (!font->file) {
        log_warn("stage", "字体文件打不开，改用后备字体：%s", e.text);
        return NULL;
    }
    font->px = 32;
    font->ttf = TTF_OpenFontIndexRW(font_input_ops(font->file), 0, font->px, file->face);
    if (font->ttf)
        TTF_SetFontHinting(font->ttf, TTF_HINTING_NONE);
    else
        log_warn("stage", "字体文件损坏，改用后备字体：%s（%s）", file->path, TTF_GetError());
    return font->ttf;
}

int fonts_pick(struct fonts *f, enum face face, bool bold, uint32_t code)
{
    const struct font_chain *c = &f->map.chains[face][bold];
    for (int i = 0; i < c->count; i++) {
        TTF_Font *ttf = font_ready(f, c->fonts[i]);
        if (ttf && TTF_GlyphIsProvided32(ttf, code))
            return c->fonts[i];
    }
    return -1;
}

const char *fonts_name(const struct fonts *f, int font)
{
    return f->map.files[font].name;
}

int fonts_opened(const struct fonts *f)
{
    int n = 0;
    for (int i = 0; i < f->map.file_count; i++)
        n += f->open[i].ttf != NULL;
    return n;
}

static void set_px(struct font *font, int px)
{
    if (font->px != px && TTF_SetFontSize(font->ttf, px) == 0)
        font->px = px;
}

/* Han are an em wide by design; others are read at a great size and rounded once: the library rounds up. */
static int exact_advance(struct font *font, int px, uint32_t code, int coarse)
{
    int advance = 0;
    if (coarse == px)
        return coarse;
    set_px(font, DESIGN_PX);
    int failed = TTF_GlyphMetrics32(font->ttf, code, NULL, NULL, NULL, NULL, &advance);
    set_px(font, px);
    return failed ? coarse : (advance * px + DESIGN_PX / 2) / DESIGN_PX;
}

bool fonts_measure(struct fonts *f, int font_number, int px, uint32_t code, struct glyph_measure *out)
{
    int min_x = 0, max_x = 0, min_y = 0, max_y = 0, coarse = 0;
    memset(out, 0, sizeof *out);
    if (!font_ready(f, font_number))
        return false;
    struct font *font = &f->open[font_number];
    set_px(font, px);
    if (TTF_GlyphMetrics32(font->ttf, code, &min_x, &max_x, &min_y, &max_y, &coarse) != 0)
        return false;
    if (max_x > min_x && max_y > min_y)
        *out = (struct glyph_measure){.left = min_x, .top = max_y, .w = max_x - min_x, .h = max_y - min_y};
    out->advance = exact_advance(font, px, code, coarse);
    return true;
}

bool fonts_han_em(struct fonts *f, int font_number, int px)
{
    struct font *font = &f->open[font_number];
    if (font->asked_px != px) {
        struct glyph_measure m;
        font->asked_px = px;
        font->han_em = fonts_measure(f, font_number, px, SAMPLE, &m) && m.advance == px;
    }
    return font->han_em;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

void fonts_draw(struct fonts *f, int font_number, int px, uint32_t code, const struct glyph_measure *m,
                uint8_t *alpha)
{
    const SDL_Color on = {255, 255, 255, 255}, off = {0, 0, 0, 0};
    struct font *font = &f->open[font_number];
    if (!font_ready(f, font_number))
        return;
    set_px(font, px);
    SDL_Surface *s =
        TTF_RenderGlyph32_Shaded(font->ttf, code, on, off); /* 8 bits a pixel: the coverage itself */
    if (!s)
        return;
    /* The surface starts at the pen or left of it where ink does, and at the ascent or above it. */
    int ascent = TTF_FontAscent(font->ttf);
    int x = m->left > 0 ? m->left : 0, y = m->top > ascent ? 0 : ascent - m->top;
    int w = least(m->w, s->w - x), h = least(m->h, s->h - y);
    for (int row = 0; row < h && w > 0; row++)
        memcpy(alpha + row * m->w, (const uint8_t *)s->pixels + (y + row) * s->pitch + x, (size_t)w);
    SDL_FreeSurface(s);
}
