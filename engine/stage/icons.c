#include "stage/icons.h"

#include "stage/cover.h"
#include "stage/masks.h"
#include "wire/node.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An icon is a row of strokes:
 *   M x y      begin a stroke          L x y ...   lines to
 *   C x y x y x y   cubic curve to     Z           close the stroke
 *   O x y r    circle                  A x y r from to   arc, degrees clockwise from the right
 *   R x y w h r   rounded rectangle
 *   F          what follows is filled  X           what follows cuts a gap of twice the line's width
 *   S          what follows is stroked again */
struct icon_row {
    const char *name;
    float w, h; /* grid */
    const char *strokes;
};

#define SPEAKER "M5 15.4 L11.4 15.4 L20 7.6 L20 32.4 L11.4 24.6 L5 24.6 Z"
#define SQUARE 40, 40

/* clang-format off */
static const struct icon_row rows[] = {
    {"back", SQUARE, "M33.5 20 L8 20 M19 8.6 L7.6 20 L19 31.4"},
    {"home", SQUARE,
     "M3.6 20.6 C8.6 20 14.6 13.4 20 7 C25.4 13.4 31.4 20 36.4 20.6 M9.4 19.6 L9.4 33 L30.6 33 L30.6 19.6 "
     "M16 33 L16 25.4 L24 25.4 L24 33"},
    {"text_size", SQUARE,
     "M3.4 32 L11.8 7.6 L20.2 32 M6.3 24.2 L17.3 24.2 M24 32 L30.3 15.6 L36.6 32 M26.2 26.8 L34.4 26.8"},
    {"contrast", SQUARE, "O20 20 14.6 F A20 20 14.6 -90 90"},
    {"sound", SQUARE, SPEAKER " M26 14.2 C28.9 17.4 28.9 22.6 26 25.8 M30.8 9.4 C37 15 37 25 30.8 30.6"},
    {"sound_off", SQUARE, SPEAKER " M26 14.2 C28.9 17.4 28.9 22.6 26 25.8 M30.8 9.4 C37 15 37 25 30.8 30.6"
                                  " X M5.5 4.5 L36 35 S M5.5 4.5 L36 35"},
    {"reach", SQUARE, "M20 5 L20 24.4 M12 17.2 L20 25.2 L28 17.2 M4.6 26.6 L4.6 33.4 L35.4 33.4 L35.4 26.6"},
    {"language", SQUARE,
     "O20 20 14.8 M5.2 20 L34.8 20 M20 5.2 C11.4 13 11.4 27 20 34.8 M20 5.2 C28.6 13 28.6 27 20 34.8"},
    {"finish", SQUARE, "M7.6 8.6 L21.4 5.4 L21.4 35.4 L7.6 32.2 Z M21.8 20.4 L34.6 20.4 M28.6 14 L35 20.4 L28.6 26.8"},
    {"chevron", SQUARE, "M14.6 8 L26.6 20 L14.6 32"},
    {"next", SQUARE, "M14.6 8 L26.6 20 L14.6 32"},
    {"prev", SQUARE, "M25.4 8 L13.4 20 L25.4 32"},
    {"check", SQUARE, "M7.6 21 L16.4 29.8 L32.8 11"},
    {"redo", SQUARE, "A20 21 13.2 -28 -338 M32.4 6.4 L32.4 15.2 L23.6 15.2"},
    {"book", SQUARE,
     "M20 11 C15.6 7.4 9.6 6.8 4.6 7.8 L4.6 30.8 C9.6 29.8 15.6 30.4 20 34 C24.4 30.4 30.4 29.8 35.4 30.8 "
     "L35.4 7.8 C30.4 6.8 24.4 7.4 20 11 L20 34"},
    {"lock", SQUARE, "R8.4 17.4 23.2 17.2 3 M13 17.4 L13 12.4 C13 3 27 3 27 12.4 L27 17.4 M20 24 L20 28"},
    {"usb", SQUARE, "R12.6 4.2 14.8 12 1.6 M17.4 9.6 L17.4 10.8 M22.6 9.6 L22.6 10.8 R8.8 16.2 22.4 19.8 5"},
    {"forbid", SQUARE, "O20 20 14.8 M9.6 9.6 L30.4 30.4"},
    {"warn", SQUARE, "M20 6 L36 33 L4 33 Z M20 15.8 L20 22.8 M20 27.8 L20 28"},
    {"retry", SQUARE, "A20 21 13.2 -152 158 M7.6 6.4 L7.6 15.2 L16.4 15.2"},
    {"undo", SQUARE, "M14.6 6.8 L6 15.4 L14.6 24 M6.6 15.4 L24.6 15.4 C37 15.4 37 33 24.6 33 L14 33"},
    {"family", SQUARE,
     "O11.4 10.6 4.8 O28.6 10.6 4.8 M3.6 32.6 C3.6 23.4 6.6 19.4 11.4 19.2 "
     "M36.4 32.6 C36.4 23.4 33.4 19.4 28.6 19.2 O20 23.6 3.4 "
     "M13.2 34.4 C13.8 30 26.2 30 26.8 34.4"},
    {"person", SQUARE, "O20 12 6.8 M6.8 34 C7.4 19.4 32.6 19.4 33.2 34"},
    {"data", SQUARE, "R7.6 4.8 24.8 30.4 3 M14 27.6 L14 21.4 M20 27.6 L20 12.8 M26 27.6 L26 17.6"},
    {"close", SQUARE, "M9 9 L31 31 M31 9 L9 31"},
    {"up", SQUARE, "M20 33.5 L20 8 M8.6 19 L20 7.6 L31.4 19"},
    {"down", SQUARE, "M20 6.5 L20 32 M8.6 21 L20 32.4 L31.4 21"},
    {"swap", SQUARE, "M6.6 13 L32.4 13 M26 6.2 L32.8 13 L26 19.8 M33.4 27 L7.6 27 M14 20.2 L7.2 27 L14 33.8"},
    {"arrow_right", SQUARE, "M6.5 20 L32 20 M21 8.6 L32.4 20 L21 31.4"},
    {"mark", 18, 32, "F M0 0 L18 0 L18 32 L9 22 L0 32 Z"},
    {"pointer", 40, 24, "F M0 0 L40 0 L20 24 Z"},
    {"seal_ring", SQUARE, "O20 20 15.6 R13 13 14 14 2"},
    {"diamond", SQUARE, "M20 5.2 L33.4 20 L20 34.8 L6.6 20 Z"},
    {"diamond_filled", SQUARE, "F M20 3.4 L35 20 L20 36.6 L5 20 Z"},
    {"star_none", SQUARE, "O20 20 9"},
    {"zoom_in", SQUARE, "O17.4 17.4 11.6 M26 26 L34.6 34.6 M17.4 12.4 L17.4 22.4 M12.4 17.4 L22.4 17.4"},
    {"zoom_out", SQUARE, "O17.4 17.4 11.6 M26 26 L34.6 34.6 M12.4 17.4 L22.4 17.4"},
};
/* clang-format on */

#define LINE 3.2f
#define OUTLINE_MOST 96

int icon_find(const char *name)
{
    for (int i = 0; name && icon_names[i]; i++) {
        if (strcmp(icon_names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static const struct icon_row *row_of(int icon)
{
    static int count;
    while (icon_names[count]) {
        count++;
    }
    for (size_t i = 0; icon >= 0 && icon < count && i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].name, icon_names[icon]) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

float icon_ratio(int icon)
{
    const struct icon_row *row = row_of(icon);
    return row ? row->w / row->h : 1;
}

/* ---- from a row to coverage ---- */

enum pen { PEN_STROKE, PEN_FILL, PEN_CUT };

struct drawing {
    struct mask *mask;
    float scale;
    enum pen pen;
    struct point outline[OUTLINE_MOST]; /* in pixels */
    int n;
};

static void put_point(struct drawing *d, float x, float y)
{
    if (d->n < OUTLINE_MOST) {
        d->outline[d->n++] = (struct point){x * d->scale, y * d->scale};
    }
}

static void ink_lines(const struct drawing *d, uint8_t *alpha, float half)
{
    struct cover c = {{0, 0, d->mask->w, d->mask->h}, alpha};
    for (int i = 0; i + 1 < d->n; i++) {
        cover_line(&c, d->outline[i], d->outline[i + 1], half * d->scale);
    }
}

static void cut_lines(const struct drawing *d)
{
    size_t size = (size_t)d->mask->w * (size_t)d->mask->h;
    uint8_t *gap = calloc(size, 1);
    if (!gap) {
        return;
    }
    ink_lines(d, gap, LINE * 1.05f);
    for (size_t i = 0; i < size; i++) {
        d->mask->alpha[i] = (uint8_t)(d->mask->alpha[i] * (255 - gap[i]) / 255);
    }
    free(gap);
}

static void end_outline(struct drawing *d)
{
    struct cover c = {{0, 0, d->mask->w, d->mask->h}, d->mask->alpha};
    if (d->n > 1 && d->pen == PEN_FILL) {
        cover_polygon(&c, d->outline, d->n);
    } else if (d->n > 1 && d->pen == PEN_CUT) {
        cut_lines(d);
    } else if (d->n > 1) {
        ink_lines(d, d->mask->alpha, LINE / 2);
    }
    d->n = 0;
}

static void put_arc(struct drawing *d, float x, float y, float r, float from, float to)
{
    int steps = 4 + (int)(fabsf(to - from) / 10);
    for (int i = 0; i <= steps; i++) {
        float a = (from + (to - from) * (float)i / (float)steps) * 0.0174532925f;
        put_point(d, x + r * cosf(a), y + r * sinf(a));
    }
}

static void put_curve(struct drawing *d, const float *v)
{
    struct point last = d->outline[d->n > 0 ? d->n - 1 : 0];
    float x0 = last.x / d->scale, y0 = last.y / d->scale;
    for (int i = 1; i <= 12; i++) {
        float t = (float)i / 12, u = 1 - t;
        float a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, e = t * t * t;
        put_point(d, a * x0 + b * v[0] + c * v[2] + e * v[4], a * y0 + b * v[1] + c * v[3] + e * v[5]);
    }
}

static void put_rounded(struct drawing *d, const float *v)
{
    float x = v[0], y = v[1], right = x + v[2], bottom = y + v[3], r = v[4];
    put_arc(d, right - r, y + r, r, -90, 0);
    put_arc(d, right - r, bottom - r, r, 0, 90);
    put_arc(d, x + r, bottom - r, r, 90, 180);
    put_arc(d, x + r, y + r, r, 180, 270);
    put_point(d, right - r, y);
}

static void put_stroke(struct drawing *d, char kind, const float *v)
{
    switch (kind) {
    case 'M':
        end_outline(d);
        put_point(d, v[0], v[1]);
        break;
    case 'L':
        put_point(d, v[0], v[1]);
        break;
    case 'C':
        put_curve(d, v);
        break;
    case 'Z':
        put_point(d, d->outline[0].x / d->scale, d->outline[0].y / d->scale);
        break;
    case 'O':
        end_outline(d);
        put_arc(d, v[0], v[1], v[2], 0, 360);
        break;
    case 'A':
        end_outline(d);
        put_arc(d, v[0], v[1], v[2], v[3], v[4]);
        break;
    case 'R':
        end_outline(d);
        put_rounded(d, v);
        break;
    default: /* F X S */
        end_outline(d);
        d->pen = kind == 'F' ? PEN_FILL : kind == 'X' ? PEN_CUT : PEN_STROKE;
    }
}

static void draw_strokes(struct drawing *d, const char *at)
{
    while (*at) {
        char kind = *at++;
        float v[6] = {0};
        for (int n = 0; kind != ' ' && n < 6; n++) {
            char *end;
            v[n] = strtof(at, &end);
            if (end == at) {
                break;
            }
            at = end;
        }
        if (kind != ' ') {
            put_stroke(d, kind, v);
        }
    }
    end_outline(d);
}

/* Key a: icon. */
static void draw_icon_mask(const struct mask_key *key, struct mask *m)
{
    const struct icon_row *row = row_of(key->a);
    struct drawing d = {.mask = m, .scale = (float)m->h / row->h};
    draw_strokes(&d, row->strokes);
}

struct icon_mask icon_mask(int icon, int w, int h)
{
    const struct icon_row *row = row_of(icon);
    if (!row || w < 1 || h < 1 || w > 1024 || h > 1024) {
        return (struct icon_mask){0, 0, NULL};
    }
    float scale = fminf((float)w / row->w, (float)h / row->h);
    int mw = (int)lroundf(row->w * scale), mh = (int)lroundf(row->h * scale);
    struct mask_key key = {MASK_ICON, icon, mw, mh, 0};
    const struct mask *m = mask_get(&key, mw > 0 ? mw : 1, mh > 0 ? mh : 1, draw_icon_mask);
    return (struct icon_mask){m->w, m->h, m->alpha};
}
