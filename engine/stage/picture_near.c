#include "stage/picture_near.h"

#define ROW_PIXELS 2048 /* of the source, blended from two rows before the row is stretched */

/* Source position of the middle of a pixel, 24.8 fixed point, within the picture. */
static int position(int at, int from, int size, int source)
{
    int64_t p = ((2 * (int64_t)(at - from) + 1) * source * 256 / size - 256) / 2, last = (int64_t)(source - 1) * 256;
    return (int)(p < 0 ? 0 : p > last ? last : p);
}

/* b's part in 256ths; all four channels, two at a time. */
static inline uint32_t mix(uint32_t a, uint32_t b, uint32_t part)
{
    uint32_t low = a & 0xFF00FF, high = a >> 8 & 0xFF00FF;
    low = (low * (256 - part) + (b & 0xFF00FF) * part + 0x800080) >> 8 & 0xFF00FF;
    high = (high * (256 - part) + (b >> 8 & 0xFF00FF) * part + 0x800080) & 0xFF00FF00;
    return low | high;
}

static void blend_rows(const uint32_t *a, const uint32_t *b, uint32_t part, int n, uint32_t *out)
{
    for (int i = 0; i < n; i++)
        out[i] = mix(a[i], b[i], part);
}

/* Pixels whose sources fit into one blended row. */
static void stretch(const struct picture *p, struct rect where, int x, int n, int py, uint32_t *out)
{
    uint32_t row[ROW_PIXELS];
    int y = py >> 8, first = position(x, where.x, where.w, p->w) >> 8;
    int last = (position(x + n - 1, where.x, where.w, p->w) >> 8) + 1;
    last = last < p->w ? last : p->w - 1;
    const uint32_t *a = p->px + (int64_t)y * p->w + first, *b = y + 1 < p->h ? a + p->w : a;
    blend_rows(a, b, (uint32_t)py & 255, last - first + 1, row);
    for (int i = 0; i < n; i++) {
        int px = position(x + i, where.x, where.w, p->w), at = (px >> 8) - first;
        out[i] = mix(row[at], row[at < last - first ? at + 1 : at], (uint32_t)px & 255);
    }
}

void picture_near(const struct picture *p, struct rect where, int x, int y, int n, uint32_t *out)
{
    int py = position(y, where.y, where.h, p->h);
    int64_t most = (int64_t)(ROW_PIXELS - 2) * where.w / p->w;
    int step = most < 1 ? 1 : most > n ? n : (int)most;
    for (int done = 0; done < n; done += step)
        stretch(p, where, x + done, n - done < step ? n - done : step, py, out + done);
}
