#include "stage/glyph_forms.h"

#include <stdio.h>
#include <string.h>

enum { DIGIT_W = 3, DIGIT_H = 5 };

/* Hexadecimal digits as rows of three bits, top row in the highest bits. */
static const uint16_t digit_bits[16] = {
    075557, 026227, 071747, 071717, 055711, 074717, 074757, 071244,
    075757, 075717, 025755, 065656, 034443, 065556, 074747, 074744,
};

static int side_of(int px)
{
    return px / 16 > 1 ? px / 16 : 1;
}

void glyph_measure_narrow(int px, struct glyph_measure *m)
{
    int side = side_of(px);
    if (m->w == 0 || m->advance <= m->w + 2 * side)
        return;
    m->left = side;
    m->advance = m->w + 2 * side;
}

void glyph_measure_dash(int px, bool left_half, struct glyph_measure *m)
{
    m->advance = px;
    if (m->w == 0)
        return;
    m->w = px - side_of(px);
    m->left = left_half ? side_of(px) : 0;
}

void glyph_draw_dash(const struct glyph_measure *plain, const uint8_t *drawn, const struct glyph_measure *m,
                     uint8_t *alpha)
{
    for (int row = 0; row < m->h; row++)
        memset(alpha + row * m->w, drawn[row * plain->w + plain->w / 2], (size_t)m->w);
}

struct box {
    uint8_t *alpha;
    int w, h;
};

static void fill(const struct box *g, int x, int y, int w, int h)
{
    for (int row = y; row < y + h; row++)
        memset(g->alpha + row * g->w + x, 255, (size_t)w);
}

static void draw_digit(const struct box *g, int digit, int x, int y, int dot)
{
    for (int i = 0; i < DIGIT_W * DIGIT_H; i++)
        if (digit_bits[digit] >> (DIGIT_W * DIGIT_H - 1 - i) & 1)
            fill(g, x + i % DIGIT_W * dot, y + i / DIGIT_W * dot, dot, dot);
}

static void draw_cross(const struct box *g, int line)
{
    int room = g->w - line;
    for (int i = 0; i <= room; i++) {
        fill(g, i, i, line, line);
        fill(g, room - i, i, line, line);
    }
}

static void draw_code(const struct box *g, uint32_t code, int line)
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
        draw_digit(g, digit, x + i % columns * (DIGIT_W + 1) * dot, y + i / columns * (DIGIT_H + 1) * dot,
                   dot);
    }
}

struct glyph_measure glyph_measure_missing(int px)
{
    int side = side_of(px), box = px - 2 * side;
    return (struct glyph_measure){
        .advance = px, .left = side, .top = px * 22 / 25 - side, .w = box, .h = box};
}

void glyph_draw_missing(uint32_t code, int px, const struct glyph_measure *m, uint8_t *alpha)
{
    const struct box box = {alpha, m->w, m->h};
    int line = px / 24 > 1 ? px / 24 : 1;
    fill(&box, 0, 0, m->w, line);
    fill(&box, 0, m->h - line, m->w, line);
    fill(&box, 0, 0, line, m->h);
    fill(&box, m->w - line, 0, line, m->h);
    draw_code(&box, code, line);
}
