#include "stage/paint_command.h"

#include "base/log.h"
#include "stage/icons.h"
#include "stage/raster.h"
#include "stage/shapes.h"

#include <math.h>
#include <string.h>

#define POINTS_MOST 4096

/* ---- the list ---- */

static void release_pictures(struct paint_list *l)
{
    for (const struct command *c = command_first(l); c; c = command_next(l, c)) {
        if (c->kind == PAINT_PICTURE) {
            picture_release(c->picture);
        }
    }
}

void paint_begin(struct paint_list *l, struct text_engine *text, int w, int h)
{
    release_pictures(l);
    buf_clear(&l->bytes);
    l->commands = l->depth = l->group_depth = l->n_scrolls = 0;
    l->text = text;
    l->screen = (struct rect){0, 0, w, h};
    l->state = (struct paint_state){l->screen, 0, 0};
}

void paint_free(struct paint_list *l)
{
    release_pictures(l);
    buf_free(&l->bytes);
    *l = (struct paint_list){0};
}

/* ---- state ---- */

void paint_save(struct paint_list *l)
{
    if (l->depth < PAINT_DEPTH) {
        l->saved[l->depth] = l->state;
    }
    l->depth++;
}

void paint_restore(struct paint_list *l)
{
    if (l->depth > 0 && --l->depth < PAINT_DEPTH) {
        l->state = l->saved[l->depth];
    }
}

static struct rect placed(const struct paint_list *l, struct rect r)
{
    return rect_moved(r, l->state.dx, l->state.dy);
}

void paint_clip(struct paint_list *l, struct rect r)
{
    l->state.clip = rect_intersect(l->state.clip, placed(l, r));
}

void paint_move(struct paint_list *l, int dx, int dy)
{
    l->state.dx += dx;
    l->state.dy += dy;
}

/* ---- recording ---- */

static uint32_t hash_bytes(const unsigned char *p, size_t len)
{
    uint64_t h = 0x9E3779B97F4A7C15u ^ len;
    for (; len >= 8; p += 8, len -= 8) {
        uint64_t v;
        memcpy(&v, p, 8);
        h = (h ^ v) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    return (uint32_t)(h ^ h >> 29);
}

/* Finishes the command that starts at byte `at` of the list. */
static void seal(struct paint_list *l, size_t at)
{
    static const unsigned char zeros[8];
    buf_bytes(&l->bytes, zeros, (8 - (l->bytes.len - at) % 8) % 8);
    uint32_t head[2] = {(uint32_t)(l->bytes.len - at), 0};
    head[1] = hash_bytes(l->bytes.data + at + 8, head[0] - 8);
    memcpy(l->bytes.data + at, head, sizeof head);
    l->commands++;
}

/* `extent` and the rectangle in c are in the caller's coordinates. */
static bool place(const struct paint_list *l, struct command *c, struct rect extent)
{
    c->box = rect_intersect(placed(l, extent), l->state.clip);
    c->r = placed(l, c->r);
    return !rect_empty(c->box);
}

static void record(struct paint_list *l, const struct command *c, const void *data, size_t len)
{
    size_t at = l->bytes.len;
    buf_bytes(&l->bytes, c, sizeof *c);
    buf_bytes(&l->bytes, data, len);
    seal(l, at);
}

static struct command command_of(enum command_kind kind)
{
    struct command c;
    memset(&c, 0, sizeof c);
    c.kind = (uint8_t)kind;
    return c;
}

static int fitting_radius(struct rect r, int radius, enum sides corners)
{
    int across = corners == SIDES_TOP || corners == SIDES_BOTTOM ? r.h : r.h / 2;
    int along = corners == SIDES_LEFT || corners == SIDES_RIGHT ? r.w : r.w / 2;
    int most = across < along ? across : along;
    return radius < 0 ? 0 : radius < most ? radius : most;
}

void paint_fill(struct paint_list *l, struct rect r, int radius, enum sides corners, uint32_t argb,
                uint32_t argb2, enum gradient gradient)
{
    struct command c = command_of(argb2 && argb2 != argb ? PAINT_GRADIENT : PAINT_FILL);
    c.argb = argb;
    c.argb2 = c.kind == PAINT_GRADIENT ? argb2 : 0;
    if (rect_empty(r) || (c.argb >> 24 == 0 && c.argb2 >> 24 == 0)) {
        return;
    }
    c.r = r;
    c.radius = fitting_radius(r, radius, corners);
    c.corners = (uint8_t)corners;
    c.gradient = c.kind == PAINT_GRADIENT ? (uint8_t)gradient : 0;
    if (place(l, &c, r)) {
        record(l, &c, NULL, 0);
    }
}

static struct rect side_of(struct rect r, int width, enum sides side)
{
    switch (side) {
    case SIDES_TOP:
        return (struct rect){r.x, r.y, r.w, width};
    case SIDES_BOTTOM:
        return (struct rect){r.x, r.y + r.h - width, r.w, width};
    case SIDES_LEFT:
        return (struct rect){r.x, r.y, width, r.h};
    case SIDES_RIGHT:
        return (struct rect){r.x + r.w - width, r.y, width, r.h};
    default:
        return r;
    }
}

void paint_edge(struct paint_list *l, struct rect r, int radius, enum sides corners, int width, bool dashed,
                enum sides sides, uint32_t argb)
{
    if (rect_empty(r) || width <= 0) {
        return;
    }
    if (sides != SIDES_ALL || width * 2 >= r.w || width * 2 >= r.h) {
        bool whole = sides == SIDES_ALL;
        paint_fill(l, whole ? r : rect_intersect(side_of(r, width, sides), r), whole ? radius : 0, corners,
                   argb, 0, GRADIENT_DOWN);
        return;
    }
    struct command c = command_of(dashed ? PAINT_DASHES : PAINT_EDGE);
    c.argb = argb;
    c.r = r;
    c.a = width;
    c.radius = fitting_radius(r, radius, corners);
    c.corners = (uint8_t)corners;
    if (c.argb >> 24 && place(l, &c, r)) {
        record(l, &c, NULL, 0);
    }
}

void paint_shadow(struct paint_list *l, struct rect r, int radius, int dy, int blur, uint32_t argb)
{
    struct command c = command_of(PAINT_SHADOW);
    c.argb = argb;
    if (rect_empty(r) || c.argb >> 24 == 0 || blur < 0) {
        return;
    }
    c.r = r;
    c.radius = fitting_radius(r, radius, SIDES_ALL);
    c.a = dy;
    c.b = blur < 256 ? blur : 256;
    if (place(l, &c, rect_inset(rect_moved(r, 0, dy), -shadow_reach(c.b)))) {
        record(l, &c, NULL, 0);
    }
}

void paint_picture(struct paint_list *l, struct picture *picture, struct rect dst, int radius,
                   enum sides corners)
{
    struct rect where = {dst.x, dst.y, 0, 0};
    if (picture && picture->state == PICTURE_READY) {
        where = (struct rect){dst.x + (dst.w - picture->w) / 2, dst.y + (dst.h - picture->h) / 2, picture->w,
                              picture->h};
    }
    paint_picture_at(l, picture, where, dst, radius, corners);
}

void paint_picture_at(struct paint_list *l, struct picture *picture, struct rect where, struct rect dst, int radius,
                      enum sides corners)
{
    struct rect extent = rect_intersect(where, dst);
    if (!picture || picture->state != PICTURE_READY || rect_empty(extent)) {
        return;
    }
    struct command c = command_of(PAINT_PICTURE);
    c.r = dst;
    c.radius = fitting_radius(dst, radius, corners);
    c.corners = (uint8_t)corners;
    c.picture = picture;
    c.a = (int32_t)picture->id;
    c.where = placed(l, where);
    if (place(l, &c, extent)) {
        picture_hold(picture);
        record(l, &c, NULL, 0);
    }
}

void paint_icon(struct paint_list *l, int icon, struct rect r, uint32_t argb)
{
    struct command c = command_of(PAINT_ICON);
    c.argb = argb;
    c.r = r;
    c.a = icon;
    if (!rect_empty(r) && c.argb >> 24 && place(l, &c, r)) {
        record(l, &c, NULL, 0);
    }
}

/* ---- points ---- */

static void record_points(struct paint_list *l, struct command *c, const struct point *points, int n,
                          float reach)
{
    struct point moved[POINTS_MOST];
    float left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (int i = 0; i < n; i++) {
        if (!isfinite(points[i].x) || !isfinite(points[i].y) || fabsf(points[i].x) > 1e6f ||
            fabsf(points[i].y) > 1e6f) {
            return;
        }
        left = fminf(left, points[i].x), right = fmaxf(right, points[i].x);
        top = fminf(top, points[i].y), bottom = fmaxf(bottom, points[i].y);
        moved[i] = (struct point){points[i].x + (float)l->state.dx, points[i].y + (float)l->state.dy};
    }
    int x = (int)floorf(left - reach), y = (int)floorf(top - reach);
    struct rect extent = {x, y, (int)ceilf(right + reach) - x, (int)ceilf(bottom + reach) - y};
    c->count = (uint32_t)n;
    if (place(l, c, extent)) {
        record(l, c, moved, (size_t)n * sizeof *moved);
    }
}

void paint_stroke(struct paint_list *l, const struct point *points, int n, float width, uint32_t argb)
{
    struct command c = command_of(PAINT_STROKE);
    c.argb = argb;
    c.width = width;
    if (n > 0 && width > 0 && c.argb >> 24) {
        record_points(l, &c, points, n < POINTS_MOST ? n : POINTS_MOST, width / 2 + 1);
    }
}

/* ---- text ---- */

static uint32_t text_color(uint32_t wire, uint32_t argb, const uint32_t *palette)
{
    if (wire == 0 || !palette) {
        return argb;
    }
    return wire < COLOR_COUNT ? palette[wire] : wire > 255 ? wire : argb;
}

/* Appends the line's visible glyphs; returns their common extent on the surface. */
static struct rect record_line(struct paint_list *l, const struct paragraph *p, const struct text_line *line,
                               struct command_glyph base, const uint32_t *palette)
{
    struct rect extent = {0, 0, 0, 0};
    for (int i = line->first_glyph; i < line->first_glyph + line->glyphs; i++) {
        const struct glyph_place *g = &p->glyphs[i];
        struct glyph_image image = text_glyph(l->text, g->glyph);
        struct rect at = {base.x + g->x + image.left, base.y + g->y - image.top, image.w, image.h};
        uint32_t argb = text_color(g->color, base.argb, palette);
        if (rect_empty(rect_intersect(at, l->state.clip)) || argb >> 24 == 0) {
            continue;
        }
        struct command_glyph out = {at.x, at.y, g->glyph, argb};
        buf_bytes(&l->bytes, &out, sizeof out);
        extent = rect_union(extent, at);
    }
    return extent;
}

static int line_height(const struct paragraph *p, int i)
{
    return (i + 1 < p->lines ? p->line_list[i + 1].y : p->height) - p->line_list[i].y;
}

static void record_rules(struct paint_list *l, const struct paragraph *p, int x, int y, uint32_t argb,
                         const uint32_t *palette)
{
    for (int i = 0; i < p->n_rules; i++) {
        const struct text_rule *r = &p->rules[i];
        paint_fill(l, (struct rect){x + r->x, y + r->y, r->w, r->h}, 0, SIDES_ALL,
                   text_color(r->color, argb, palette), 0, GRADIENT_DOWN);
    }
}

void paint_text(struct paint_list *l, const struct paragraph *p, int x, int y, uint32_t argb,
                const uint32_t *palette)
{
    if (!p || !l->text) {
        return;
    }
    struct command c = command_of(PAINT_TEXT);
    size_t at = l->bytes.len;
    buf_bytes(&l->bytes, &c, sizeof c);
    struct command_glyph base = {x + l->state.dx, y + l->state.dy, 0, argb};
    int top = l->state.clip.y, bottom = top + l->state.clip.h;
    for (int i = 0; i < p->lines; i++) {
        int h = line_height(p, i), line_y = base.y + p->line_list[i].y;
        if (line_y - h >= bottom) {
            break;
        }
        if (line_y + 2 * h > top) { /* glyphs may hang a little out of their line */
            c.box = rect_union(c.box, record_line(l, p, &p->line_list[i], base, palette));
        }
    }
    c.box = rect_intersect(c.box, l->state.clip);
    c.count = (uint32_t)((l->bytes.len - at - sizeof c) / sizeof base);
    if (rect_empty(c.box)) {
        l->bytes.len = at;
    } else {
        memcpy(l->bytes.data + at, &c, sizeof c);
        seal(l, at);
    }
    record_rules(l, p, x, y, argb, palette);
}

/* ---- groups ---- */

static uint8_t alpha_of(float alpha)
{
    return alpha >= 1 ? 255 : alpha > 0 ? (uint8_t)(alpha * 255 + 0.5f) : 0;
}

static void record_group(struct paint_list *l, enum command_kind kind, struct rect box, uint8_t alpha)
{
    struct command c = command_of(kind);
    c.box = c.r = box;
    c.alpha = alpha;
    record(l, &c, NULL, 0);
}

/* An empty rectangle in `groups` stands for a group that needs no commands: fully opaque, or out of sight. */
void paint_group_push(struct paint_list *l, struct rect r, float alpha)
{
    paint_save(l);
    paint_clip(l, r);
    uint8_t a = alpha_of(alpha);
    if (l->group_depth >= PAINT_DEPTH || a == 0) {
        l->state.clip = (struct rect){0, 0, 0, 0};
    }
    struct rect box = a == 255 ? (struct rect){0, 0, 0, 0} : l->state.clip;
    if (l->group_depth < PAINT_DEPTH) {
        l->groups[l->group_depth] = box;
        l->group_alpha[l->group_depth] = a;
    }
    l->group_depth++;
    if (!rect_empty(box)) {
        record_group(l, PAINT_GROUP_PUSH, box, a);
    }
}

void paint_group_pop(struct paint_list *l)
{
    if (l->group_depth <= 0) {
        log_warn("stage", "paint_group_pop 多于 push");
        return;
    }
    paint_restore(l);
    l->group_depth--;
    if (l->group_depth < PAINT_DEPTH && !rect_empty(l->groups[l->group_depth])) {
        record_group(l, PAINT_GROUP_POP, l->groups[l->group_depth], l->group_alpha[l->group_depth]);
    }
}

/* ---- scrolls ---- */

int paint_scroll_begin(struct paint_list *l, int y)
{
    if (l->n_scrolls == PAINT_SCROLLS) {
        return -1;
    }
    l->scrolls[l->n_scrolls] = (struct paint_scroll){l->state.clip, y + l->state.dy, l->commands, l->commands};
    return l->n_scrolls++;
}

void paint_scroll_end(struct paint_list *l, int scroll)
{
    if (scroll >= 0) {
        l->scrolls[scroll].to = l->commands;
    }
}
