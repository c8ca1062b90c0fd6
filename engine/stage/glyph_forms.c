#include "stage/glyph_forms.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGIT_W = 3, DIGIT_H = 5 };

/* Hexadecimal digits as rows of three bits, top row in the highest bits. */
static const uint16_t digit_bits[16] = {
    075557, 026227, 071747, 071717, 055711, 074717, 074757, 071244,
    075757, 075717, 025755, 065656, 034443, 065556, 074747, 074744,
};

void glyph_make_narrow(int px, struct font_glyph *glyph)
{
    int side = px / 16 > 1 ? px / 16 : 1;
    if (glyph->w == 0 || glyph->advance <= glyph->w + 2 * side)
        return;
    glyph->left = side;
    glyph->advance = glyph->w + 2 * side;
}

void glyph_make_dash(int px, bool left_half, struct font_glyph *glyph)
{
    int side = px / 16, w = px - side, middle = glyph->w / 2;
    glyph->advance = px;
    if (glyph->w == 0)
        return;
    uint8_t *alpha = mem_alloc((size_t)w * (size_t)glyph->h);
    for (int row = 0; row < glyph->h; row++)
        memset(alpha + row * w, glyph->alpha[row * glyph->w + middle], (size_t)w);
    free(glyph->alpha);
    glyph->alpha = alpha;
    glyph->w = w;
    glyph->left = left_half ? side : 0;
}

static void fill(struct font_glyph *g, int x, int y, int w, int h)
{
    for (int row = y; row < y + h; row++)
        memset(g->alpha + row * g->w + x, 255, (size_t)w);
}

static void draw_digit(struct font_glyph *g, int digit, int x, int y, int dot)
{
    for (int i = 0; i < DIGIT_W * DIGIT_H; i++)
        if (digit_bits[digit] >> (DIGIT_W * DIGIT_H - 1 - i) & 1)
            fill(g, x + i % DIGIT_W * dot, y + i / DIGIT_W * dot, dot, dot);
}

static void draw_cross(struct font_glyph *g, int line)
{
    int room = g->w - line;
    for (int i = 0; i <= room; i++) {
        fill(g, i, i, line, line);
        fill(g, room - i, i, line, line);
    }
}

static void draw_code(struct font_glyph *g, uint32_t code, int line)
{
    char text[16];
    int n = snprintf(text, sizeof text, code > 0xFFFF ? "%06X" : "%04X", code), columns = n / 2;
    int across = columns * (DIGIT_W + 1) - 1, down = 2 * DIGIT_H + 1;
    int dot = (g->w - 4 * line) / (across > down ? across : down);
    if (dot < 1) {
        draw_cross(g, line);
        return;
    }
    int x = (g->w - across * dot) / 2, y = (g->h - down * dot) / 2;
    for (int i = 0; i < n; i++) {
        int digit = text[i] <= '9' ? text[i] - '0' : text[i] - 'A' + 10;
        draw_digit(g, digit, x + i % columns * (DIGIT_W + 1) * dot, y + i / columns * (DIGIT_H + 1) * dot, dot);
    }
}

void glyph_draw_missing(uint32_t code, int px, struct font_glyph *out)
{
    int side = px / 16 > 1 ? px / 16 : 1, line = px / 24 > 1 ? px / 24 : 1, box = px - 2 * side;
    free(out->alpha);
    *out = (struct font_glyph){.advance = px, .left = side, .top = px * 22 / 25 - side, .w = box, .h = box};
    out->alpha = mem_alloc((size_t)box * (size_t)box);
    fill(out, 0, 0, box, line);
    fill(out, 0, box - line, box, line);
    fill(out, 0, 0, line, box);
    fill(out, box - line, 0, line, box);
    draw_code(out, code, line);
}
