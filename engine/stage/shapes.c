#include "stage/shapes.h"

#include "base/mem.h"
#include "stage/masks.h"
#include "stage/picture_near.h"
#include "stage/raster.h"

#include <math.h>
#include <stdlib.h>

/* ---- corners ---- */

/* Key a: radius, b: width of the ring, 0 for a full corner. Left corner and its mirror side by side. */
static void draw_corner(const struct mask_key *key, struct mask *m)
{
    int r = key->a;
    for (int y = 0; y < r; y++) {
        for (int x = 0; x < r; x++) {
            float dx = (float)(r - x) - 0.5f, dy = (float)(r - y) - 0.5f, d = sqrtf(dx * dx + dy * dy);
            float outer = fminf(fmaxf((float)r - d + 0.5f, 0), 1);
            float inner = key->b ? fminf(fmaxf((float)(r - key->b) - d + 0.5f, 0), 1) : 0;
            uint8_t v = (uint8_t)((outer - inner) * 255 + 0.5f);
            m->alpha[y * 2 * r + x] = v;
            m->alpha[y * 2 * r + 2 * r - 1 - x] = v;
        }
    }
}

static const uint8_t *corner_mask(int radius, int ring)
{
    if (radius <= 0) {
        return NULL;
    }
    struct mask_key key = {MASK_CORNER, radius, ring < radius ? ring : radius, 0, 0};
    return mask_get(&key, 2 * radius, radius, draw_corner)->alpha;
}

static bool left_rounded(enum sides corners, bool top)
{
    return corners == SIDES_ALL || corners == SIDES_LEFT || corners == (top ? SIDES_TOP : SIDES_BOTTOM);
}

static bool right_rounded(enum sides corners, bool top)
{
    return corners == SIDES_ALL || corners == SIDES_RIGHT || corners == (top ? SIDES_TOP : SIDES_BOTTOM);
}

/* Which corners one row of a shape passes through. */
struct row_corners {
    int left, right;     /* pixels of the row that lie in a rounded corner */
    const uint8_t *mask; /* the corner mask's row, NULL: none */
};

static struct row_corners corners_at(const struct shape *s, const uint8_t *mask, int y)
{
    int from_top = y - s->r.y, from_bottom = s->r.y + s->r.h - 1 - y;
    bool top = from_top < s->radius, bottom = from_bottom < s->radius;
    struct row_corners c = {0, 0, NULL};
    if (mask && (top || bottom)) {
        c.left = left_rounded(s->corners, top) ? s->radius : 0;
        c.right = right_rounded(s->corners, top) ? s->radius : 0;
        c.mask = mask + (long)(top ? from_top : from_bottom) * 2 * s->radius;
    }
    return c;
}

/* ---- rows of a shape, from a colour or from pixels ---- */

struct source {
    uint32_t argb;
    const uint32_t *px; /* premultiplied pixels of the row starting at x = px_from; NULL: argb */
    int px_from;
    bool opaque;
};

static void put(struct surface *s, struct rect clip, int y, int from, int to, const struct source *src,
                const uint8_t *mask)
{
    int x0 = from > clip.x ? from : clip.x, x1 = to < clip.x + clip.w ? to : clip.x + clip.w;
    if (x1 <= x0) {
        return;
    }
    uint32_t *d = surface_at(s, x0, y);
    const uint8_t *m = mask ? mask + (x0 - from) : NULL;
    if (src->px) {
        const uint32_t *px = src->px + (x0 - src->px_from);
        if (m) {
            span_pixels_mask(d, px, m, x1 - x0);
        } else {
            span_pixels(d, px, x1 - x0, src->opaque);
        }
    } else if (m) {
        span_mask(d, m, x1 - x0, src->argb);
    } else {
        span_color(d, x1 - x0, src->argb);
    }
}

static void put_row(struct surface *s, struct rect clip, const struct shape *shape, const uint8_t *mask,
                    int y, const struct source *src)
{
    struct row_corners c = corners_at(shape, mask, y);
    int left = shape->r.x, right = left + shape->r.w;
    if (c.left) {
        put(s, clip, y, left, left + c.left, src, c.mask);
    }
    put(s, clip, y, left + c.left, right - c.right, src, NULL);
    if (c.right) {
        put(s, clip, y, right - c.right, right, src, c.mask + shape->radius);
    }
}

void draw_fill(struct surface *s, struct rect clip, const struct shape *shape, uint32_t argb)
{
    const uint8_t *mask = corner_mask(shape->radius, 0);
    struct rect box = rect_intersect(shape->r, clip);
    struct source src = {argb, NULL, 0, false};
    for (int y = box.y; y < box.y + box.h; y++) {
        put_row(s, box, shape, mask, y, &src);
    }
}

void draw_picture(struct surface *s, struct rect clip, const struct shape *shape, const struct picture *p,
                  struct rect where)
{
    const uint8_t *mask = corner_mask(shape->radius, 0);
    struct rect box = rect_intersect(rect_intersect(where, shape->r), clip);
    bool as_it_is = where.w == p->w && where.h == p->h;
    uint32_t *row = as_it_is || box.w <= 0 ? NULL : mem_alloc((size_t)box.w * sizeof *row);
    for (int y = box.y; y < box.y + box.h; y++) {
        struct source src = {0, p->px + (long)(y - where.y) * p->w, where.x, p->opaque};
        if (row) {
            picture_near(p, where, box.x, y, box.w, row);
            src.px = row;
            src.px_from = box.x;
        }
        put_row(s, box, shape, mask, y, &src);
    }
    free(row);
}

void draw_mask(struct surface *s, struct rect clip, int x, int y, int w, int h, int pitch,
               const uint8_t *alpha, uint32_t argb)
{
    struct rect box = rect_intersect((struct rect){x, y, w, h}, clip);
    for (int row = box.y; row < box.y + box.h; row++) {
        span_mask(surface_at(s, box.x, row), alpha + (long)(row - y) * pitch + (box.x - x), box.w, argb);
    }
}

/* ---- gradients ---- */

/* Premultiplied channels in 8.8 fixed point. */
struct shade {
    int c[4];
};

static struct shade shade_of(uint32_t argb)
{
    int a = (int)(argb >> 24);
    struct shade s = {{a * 256, 0, 0, 0}};
    for (int i = 1; i < 4; i++) {
        s.c[i] = (int)(argb >> (24 - 8 * i) & 255) * a * 256 / 255;
    }
    return s;
}

/* Eight by eight thresholds below one step of a channel (Bayer's order): what would be a band becomes a fine
 * weave. */
static int threshold(int x, int y)
{
    int v = 0;
    for (int bit = 0; bit < 3; bit++) {
        int a = x >> bit & 1, b = y >> bit & 1;
        v = v << 2 | (a ^ b) << 1 | b;
    }
    return v * 4 + 2;
}

static uint32_t shade_at(const struct shade *from, const struct shade *to, int at, int of, int x, int y)
{
    uint32_t px = 0;
    int lift = threshold(x, y);
    for (int i = 0; i < 4; i++) {
        int64_t step = (int64_t)(to->c[i] - from->c[i]) * (2 * at + 1) / (2 * (int64_t)of);
        int v = (from->c[i] + (int)step + lift) >> 8;
        px = px << 8 | (uint32_t)(v > 255 ? 255 : v);
    }
    return px;
}

#define SHADE_RUN 512 /* pixels prepared at a time */

static void gradient_run(struct surface *s, struct rect run, const struct shape *shape, const uint8_t *mask,
                         const struct shade ends[2], bool right)
{
    bool opaque = ends[0].c[0] == 255 * 256 && ends[1].c[0] == 255 * 256;
    uint32_t rows[8][SHADE_RUN];
    for (int y = run.y; y < run.y + run.h; y++) {
        uint32_t *row = rows[y & 7];
        bool ready = right && y - run.y >= 8;
        for (int i = 0; i < run.w && !ready; i++) {
            int x = run.x + i;
            row[i] = right    ? shade_at(&ends[0], &ends[1], x - shape->r.x, shape->r.w, x, y)
                     : i >= 8 ? row[i - 8]
                              : shade_at(&ends[0], &ends[1], y - shape->r.y, shape->r.h, x, y);
        }
        struct source src = {0, row, run.x, opaque};
        put_row(s, run, shape, mask, y, &src);
    }
}

void draw_gradient(struct surface *s, struct rect clip, const struct shape *shape, uint32_t from, uint32_t to,
                   enum gradient gradient)
{
    struct shade ends[2] = {shade_of(from), shade_of(to)};
    const uint8_t *mask = corner_mask(shape->radius, 0);
    struct rect box = rect_intersect(shape->r, clip);
    for (int x = box.x; x < box.x + box.w; x += SHADE_RUN) {
        struct rect run = rect_intersect((struct rect){x, box.y, SHADE_RUN, box.h}, box);
        gradient_run(s, run, shape, mask, ends, gradient == GRADIENT_RIGHT);
    }
}

/* ---- edges ---- */

void draw_edge(struct surface *s, struct rect clip, const struct shape *shape, int width, uint32_t argb)
{
    const uint8_t *mask = corner_mask(shape->radius, width);
    struct rect r = shape->r, box = rect_intersect(r, clip);
    struct source src = {argb, NULL, 0, false};
    for (int y = box.y; y < box.y + box.h; y++) {
        struct row_corners c = corners_at(shape, mask, y);
        bool line = y - r.y < width || r.y + r.h - 1 - y < width;
        if (c.left) {
            put(s, box, y, r.x, r.x + c.left, &src, c.mask);
        }
        if (c.right) {
            put(s, box, y, r.x + r.w - c.right, r.x + r.w, &src, c.mask + shape->radius);
        }
        if (line) {
            put(s, box, y, r.x + c.left, r.x + r.w - c.right, &src, NULL);
            continue;
        }
        if (!c.left) {
            put(s, box, y, r.x, r.x + width, &src, NULL);
        }
        if (!c.right) {
            put(s, box, y, r.x + r.w - width, r.x + r.w, &src, NULL);
        }
    }
}

#define DASH_ON 1.0f /* in widths of the line */
#define DASH_OFF 1.0f

struct outline {
    float w, h;      /* of the middle line's straight box */
    float r;         /* its corner radius */
    float arc, half; /* length of one corner; half the line's width */
    float period, on;
};

static struct outline outline_of(const struct shape *shape, int width)
{
    struct outline o = {.half = (float)width / 2};
    o.r = fmaxf((float)shape->radius - o.half, 0);
    o.w = (float)(shape->r.w - width) - 2 * o.r;
    o.h = (float)(shape->r.h - width) - 2 * o.r;
    o.arc = o.r * 1.57079633f;
    float around = 2 * (o.w + o.h) + 4 * o.arc, wish = (DASH_ON + DASH_OFF) * (float)width;
    float count = fmaxf(1, roundf(around / wish));
    o.period = around / count;
    o.on = o.period * DASH_ON / (DASH_ON + DASH_OFF);
    return o;
}

/* Distance of a point to the middle line, and how far along the line (clockwise from the top left) it is. px,
 * py count from the middle line's top left. */
static float along(const struct outline *o, float px, float py, float *distance)
{
    float right = o->w + 2 * o->r, bottom = o->h + 2 * o->r;
    bool west = px<o->r, east = px> o->r + o->w, north = py<o->r, south = py> o->r + o->h;
    if ((west || east) && (north || south)) {
        float cx = west ? o->r : o->r + o->w, cy = north ? o->r : o->r + o->h;
        float dx = px - cx, dy = py - cy;
        *distance = fabsf(hypotf(dx, dy) - o->r);
        float turn = north && east   ? atan2f(dx, -dy)
                     : south && east ? atan2f(dy, dx)
                     : south         ? atan2f(-dx, dy)
                                     : atan2f(-dy, -dx);
        float before = north && east   ? o->w
                       : south && east ? o->w + o->arc + o->h
                       : south         ? 2 * o->w + 2 * o->arc + o->h
                                       : 2 * o->w + 3 * o->arc + 2 * o->h;
        return before + turn * o->r;
    }
    float d[4] = {fabsf(py), fabsf(right - px), fabsf(bottom - py), fabsf(px)};
    float s[4] = {px - o->r, o->w + o->arc + py - o->r, o->w + 2 * o->arc + o->h + (o->r + o->w - px),
                  2 * o->w + 3 * o->arc + o->h + (o->r + o->h - py)};
    int side = 0;
    for (int i = 1; i < 4; i++) {
        side = d[i] < d[side] ? i : side;
    }
    *distance = d[side];
    return s[side];
}

static uint8_t dash_coverage(const struct outline *o, float px, float py)
{
    float distance, at = along(o, px, py, &distance);
    float across = fminf(fmaxf(o->half - distance + 0.5f, 0), 1);
    float phase = fmodf(at + o->on / 2, o->period);
    phase = phase < 0 ? phase + o->period : phase;
    float inside = fminf(phase, o->on - phase); /* to the nearer end of the dash, negative in the gap */
    inside = phase > o->on ? -fminf(phase - o->on, o->period - phase) : inside;
    float lengthways = fminf(fmaxf(inside + 0.5f, 0), 1);
    return (uint8_t)(across * lengthways * 255 + 0.5f);
}

void draw_dashes(struct surface *s, struct rect clip, const struct shape *shape, int width, uint32_t argb)
{
    struct outline o = outline_of(shape, width);
    struct rect r = shape->r, box = rect_intersect(r, clip);
    int band = shape->radius > width ? shape->radius : width;
    for (int y = box.y; y < box.y + box.h; y++) {
        bool middle = y - r.y >= band && r.y + r.h - y > band;
        for (int x = box.x; x < box.x + box.w; x++) {
            if (middle && x - r.x >= width && r.x + r.w - x > width) {
                int on = r.x + r.w - width;
                x = on > x ? on : x;
                if (x >= box.x + box.w) {
                    break;
                }
            }
            uint8_t v = dash_coverage(&o, (float)(x - r.x) + 0.5f - o.half, (float)(y - r.y) + 0.5f - o.half);
            if (v) {
                span_mask(surface_at(s, x, y), &v, 1, argb);
            }
        }
    }
}
