#include "stage/paint_command.h"

#include "base/mem.h"
#include "stage/cover.h"
#include "stage/icons.h"
#include "stage/masks.h"
#include "stage/raster.h"
#include "stage/shapes.h"

#include <stdlib.h>
#include <string.h>

/* One damaged rectangle being drawn. */
struct canvas {
    struct surface *s;
    struct rect clip;
    struct text_engine *text;
    int depth; /* open groups */
};

/* Backdrops of the open groups, of one band each; kept, because fresh memory costs a fault a page in every
 * frame. */
static struct buf sheets[PAINT_DEPTH];

bool command_hides(const struct command *c, struct rect r)
{
    if (!rect_covers(c->box, r)) {
        return false;
    }
    struct rect wide = {c->r.x, c->r.y + c->radius, c->r.w, c->r.h - 2 * c->radius};
    struct rect tall = {c->r.x + c->radius, c->r.y, c->r.w - 2 * c->radius, c->r.h};
    bool straight = rect_covers(wide, r) || rect_covers(tall, r);
    switch ((enum command_kind)c->kind) {
    case PAINT_FILL:
        return straight && c->argb >> 24 == 255;
    case PAINT_GRADIENT:
        return straight && c->argb >> 24 == 255 && c->argb2 >> 24 == 255;
    case PAINT_PICTURE:
        return straight && c->picture->opaque;
    default:
        return false;
    }
}

/* ---- groups: keep the backdrop, draw as usual, then mix ---- */

static void group_push(struct canvas *v, struct rect box)
{
    struct buf *sheet = &sheets[v->depth++];
    buf_clear(sheet);
    for (int y = box.y; y < box.y + box.h; y++) {
        buf_bytes(sheet, surface_at(v->s, box.x, y), (size_t)box.w * sizeof(uint32_t));
    }
}

static void group_pop(struct canvas *v, struct rect box, uint8_t alpha)
{
    const uint32_t *backdrop = (const uint32_t *)(const void *)sheets[--v->depth].data;
    for (int y = box.y; y < box.y + box.h; y++, backdrop += box.w) {
        span_mix(surface_at(v->s, box.x, y), backdrop, box.w, alpha);
    }
}

/* ---- commands ---- */

static void draw_text(struct canvas *v, const struct command *c, struct rect clip)
{
    const struct command_glyph *g = command_data(c);
    for (uint32_t i = 0; i < c->count; i++) {
        if (g[i].y >= clip.y + clip.h || g[i].x >= clip.x + clip.w) {
            continue;
        }
        struct glyph_image image = text_glyph(v->text, g[i].glyph);
        draw_mask(v->s, clip, g[i].x, g[i].y, image.w, image.h, image.pitch, image.alpha, g[i].argb);
    }
}

static void draw_icon(struct canvas *v, const struct command *c, struct rect clip)
{
    struct icon_mask m = icon_mask(c->a, c->r.w, c->r.h);
    if (m.alpha) {
        draw_mask(v->s, clip, c->r.x + (c->r.w - m.w) / 2, c->r.y + (c->r.h - m.h) / 2, m.w, m.h, m.w,
                  m.alpha, c->argb);
    }
}

static void draw_points(struct canvas *v, const struct command *c, struct rect clip)
{
    const struct point *p = command_data(c);
    int n = (int)c->count;
    struct cover cover = {clip, mem_alloc((size_t)clip.w * (size_t)clip.h)};
    for (int i = 0; i + 1 < n || i == 0; i++) {
        cover_line(&cover, p[i], p[i + 1 < n ? i + 1 : i], c->width / 2);
    }
    draw_mask(v->s, clip, clip.x, clip.y, clip.w, clip.h, clip.w, cover.alpha, c->argb);
    free(cover.alpha);
}

static void draw_command(struct canvas *v, const struct command *c, struct rect clip)
{
    struct shape shape = {c->r, c->radius, (enum sides)c->corners};
    switch ((enum command_kind)c->kind) {
    case PAINT_FILL:
        draw_fill(v->s, clip, &shape, c->argb);
        break;
    case PAINT_GRADIENT:
        draw_gradient(v->s, clip, &shape, c->argb, c->argb2, (enum gradient)c->gradient);
        break;
    case PAINT_EDGE:
        draw_edge(v->s, clip, &shape, c->a, c->argb);
        break;
    case PAINT_DASHES:
        draw_dashes(v->s, clip, &shape, c->a, c->argb);
        break;
    case PAINT_SHADOW:
        draw_shadow(v->s, clip, c->r, c->radius, c->a, c->b, c->argb);
        break;
    case PAINT_TEXT:
        draw_text(v, c, clip);
        break;
    case PAINT_PICTURE:
        draw_picture(v->s, clip, &shape, c->picture, c->where);
        break;
    case PAINT_ICON:
        draw_icon(v, c, clip);
        break;
    case PAINT_STROKE:
        draw_points(v, c, clip);
        break;
    case PAINT_GROUP_PUSH:
        group_push(v, clip);
        break;
    case PAINT_GROUP_POP:
        group_pop(v, clip, c->alpha);
        break;
    }
}

/* ---- the list ---- */

/* The last command that hides all before it; NULL: the rectangle must be cleared first. */
static const struct command *first_seen(const struct paint_list *l, struct rect r)
{
    const struct command *first = NULL;
    int depth = 0;
    for (const struct command *c = command_first(l); c; c = command_next(l, c)) {
        depth += c->kind == PAINT_GROUP_PUSH ? 1 : c->kind == PAINT_GROUP_POP ? -1 : 0;
        if (depth == 0 && command_hides(c, r)) {
            first = c;
        }
    }
    return first;
}

static void draw_band(const struct paint_list *l, struct canvas *v, struct rect r)
{
    const struct command *c = first_seen(l, r);
    if (!c) {
        struct shape all = {r, 0, SIDES_ALL};
        draw_fill(v->s, r, &all, 0xFF000000);
        c = command_first(l);
    }
    for (; c; c = command_next(l, c)) {
        struct rect clip = rect_intersect(c->box, r);
        if (!rect_empty(clip)) {
            draw_command(v, c, clip);
        }
    }
}

/* Pixels that are drawn over and over stay in the processor's cache if there are not too many of them at a
 * time. */
#define BAND_PIXELS 65536

static void draw_rect(const struct paint_list *l, struct canvas *v, struct rect r)
{
    int rows = BAND_PIXELS / r.w > 8 ? BAND_PIXELS / r.w : 8;
    for (int y = r.y; y < r.y + r.h; y += rows) {
        draw_band(l, v, rect_intersect((struct rect){r.x, y, r.w, rows}, r));
    }
}

void paint_draw(const struct paint_list *l, const struct damage *d, struct surface *target)
{
    struct rect whole = {0, 0, target->w, target->h};
    struct damage all = {{whole}, 1};
    struct canvas v = {.s = target, .text = l->text};
    d = d ? d : &all;
    for (int i = 0; i < d->n; i++) {
        struct rect r = rect_intersect(d->rects[i], whole);
        if (!rect_empty(r)) {
            draw_rect(l, &v, r);
        }
    }
}

void paint_forget(void)
{
    masks_forget();
    for (int i = 0; i < PAINT_DEPTH; i++) {
        buf_free(&sheets[i]);
    }
}
