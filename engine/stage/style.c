#include "stage/style.h"

#include <math.h>

void style_update(struct style *st, int w, int h, float diagonal_mm)
{
    st->version++;
    st->w = w;
    st->h = h;
    st->portrait = h > w;
    st->u = (float)(w < h ? w : h) / 1080.0f;
    st->px_per_mm = sqrtf((float)w * (float)w + (float)h * (float)h) / diagonal_mm;
    st->skin = st->comfort.contrast ? SKIN_CONTRAST : st->comfort.skin;
    for (uint32_t c = 0; c < COLOR_COUNT; c++)
        st->palette[c] = theme_color(&st->theme, st->skin, c);
}

int style_u(const struct style *st, float u)
{
    return (int)lroundf(u * st->u);
}

int style_line(const struct style *st, float u)
{
    int px = style_u(st, u);
    return px < 1 && u > 0 ? 1 : px;
}

int style_mm(const struct style *st, float mm)
{
    return (int)lroundf(mm * st->px_per_mm);
}

float style_ms(const struct style *st, enum motion m)
{
    return st->theme.motion[m];
}

#define SIZE_MOST 100000.0f /* px; keeps sums of ten thousand of them within an int */

static bool size_px(const struct style *st, struct size s, int extent, float *px)
{
    switch (s.unit) {
    case SIZE_U:
        *px = s.v * st->u;
        return true;
    case SIZE_MM:
        *px = s.v * st->px_per_mm;
        return true;
    case SIZE_SPACE:
        *px = st->u * st->theme.space[s.v >= 0 && s.v < SPACE_COUNT ? (int)s.v : 0];
        return true;
    case SIZE_PERCENT:
        *px = (float)extent * s.v / 100;
        return extent >= 0;
    default:
        return false;
    }
}

bool style_size(const struct style *st, struct size s, int extent, int *px)
{
    float v;
    if (!size_px(st, s, extent, &v))
        return false;
    *px = (int)lroundf(fminf(fmaxf(v, -SIZE_MOST), SIZE_MOST));
    return true;
}

int style_size_or(const struct style *st, struct size s, int extent, int otherwise)
{
    int px;
    return style_size(st, s, extent, &px) ? px : otherwise;
}

uint32_t style_color(const struct style *st, uint32_t wire_color)
{
    return wire_color < COLOR_COUNT ? st->palette[wire_color] : wire_color;
}

static bool is_title(enum role role)
{
    return role == ROLE_DISPLAY || role == ROLE_TITLE || role == ROLE_QUESTION || role == ROLE_HEAD;
}

struct text_style style_text(const struct style *st, const struct node *n)
{
    const struct type_role *r = &st->theme.roles[n->role];
    float role_u = st->portrait ? r->portrait_u : r->u;
    float u = n->size > 0 ? n->size : role_u;
    float mm = role_u > 0 ? r->mm * u / role_u : r->mm;
    float px = fmaxf(mm * st->px_per_mm, u * st->u) * st->theme.growth[r->growth][st->comfort.text_size];
    int size = (int)lroundf(fminf(fmaxf(px, 4), 1000));
    return (struct text_style){
        .px = size,
        .line_px = (int)lroundf((float)size * r->line),
        .tracking_px = (int)lroundf((float)size * r->tracking),
        .face = n->face >= 0 ? (enum face)n->face : r->face,
        .bold = n->bold == AUTO ? r->bold : n->bold == YES,
        .align = n->text_align,
        .indent_em = n->indent,
        .max_lines = n->max_lines,
        .rich = n->rich,
        .title = is_title(n->role),
    };
}

int style_edge(const struct style *st, const struct node *n)
{
    if (!n->edge || n->edge_width <= 0)
        return 0;
    float u = n->edge_width;
    if (st->skin == SKIN_CONTRAST) {
        bool control = n->type == NODE_BUTTON || u > 2;
        u = u >= 5 ? 8 : control ? 4 : u;
    }
    return style_line(st, u);
}

bool style_hidden(const struct style *st, const struct node *n)
{
    return n->decor && (st->comfort.contrast || st->comfort.text_size >= 2);
}

static float light(uint32_t argb)
{
    return 0.30f * (float)(argb >> 16 & 255) + 0.59f * (float)(argb >> 8 & 255) + 0.11f * (float)(argb & 255);
}

uint32_t style_pressed(const struct style *st, uint32_t wire_color)
{
    if (wire_color == COLOR_ACT)
        return st->palette[COLOR_ACT_DOWN];
    uint32_t argb = style_color(st, wire_color);
    if (st->skin == SKIN_CONTRAST && light(argb) < 128)
        return 0xFF404040; /* pale grounds are all black there: nothing would be seen */
    bool dark = argb >> 24 > 128 && light(argb) < 128;
    return dark ? color_mix(argb, 0xFF000000, 0.2f) : st->palette[COLOR_ACT_PALE];
}

uint32_t color_mix(uint32_t a, uint32_t b, float t)
{
    if (a >> 24 == 0)
        a = b & 0xFFFFFF;
    if (b >> 24 == 0)
        b = a & 0xFFFFFF;
    uint32_t out = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        float x = (float)(a >> shift & 255), y = (float)(b >> shift & 255);
        out |= (uint32_t)lroundf(x + (y - x) * t) << shift;
    }
    return out;
}

uint32_t color_alpha(uint32_t argb, float alpha)
{
    uint32_t a = (uint32_t)lroundf((float)(argb >> 24) * fminf(fmaxf(alpha, 0), 1));
    return (argb & 0xFFFFFF) | a << 24;
}
