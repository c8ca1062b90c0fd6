#include "stage/paint_command.h"

#include "wire/node.h"

static const char *const kind_names[] = {"fill",   "gradient", "edge",       "dashes",
                                         "shadow", "text",     "picture",    "icon",
                                         "stroke", "group_push", "group_pop"};
static const char *const corner_names[] = {"all", "top", "right", "bottom", "left"};

static void dump_rect(struct buf *out, const char *name, struct rect r)
{
    buf_printf(out, " %s %d,%d %dx%d", name, r.x, r.y, r.w, r.h);
}

static void dump_glyphs(struct buf *out, const struct command *c)
{
    const struct command_glyph *g = command_data(c);
    buf_printf(out, " glyphs %u #%08X", (unsigned)c->count, (unsigned)g[0].argb);
}

static void dump_points(struct buf *out, const struct command *c)
{
    const struct point *p = command_data(c);
    buf_printf(out, " points");
    for (uint32_t i = 0; i < c->count; i++) {
        buf_printf(out, " %.1f,%.1f", (double)p[i].x, (double)p[i].y);
    }
}

static int icon_count(void)
{
    int n = 0;
    while (icon_names[n]) {
        n++;
    }
    return n;
}

static void dump_details(struct buf *out, const struct command *c)
{
    switch ((enum command_kind)c->kind) {
    case PAINT_GRADIENT:
        buf_printf(out, " to #%08X %s", (unsigned)c->argb2, c->gradient == GRADIENT_RIGHT ? "right" : "down");
        break;
    case PAINT_EDGE:
    case PAINT_DASHES:
        buf_printf(out, " width %d", c->a);
        break;
    case PAINT_SHADOW:
        buf_printf(out, " dy %d blur %d", c->a, c->b);
        break;
    case PAINT_TEXT:
        dump_glyphs(out, c);
        break;
    case PAINT_PICTURE:
        buf_printf(out, " id %d", c->a);
        break;
    case PAINT_ICON:
        buf_printf(out, " %s", c->a >= 0 && c->a < icon_count() ? icon_names[c->a] : "?");
        break;
    case PAINT_STROKE:
        buf_printf(out, " width %.1f", (double)c->width);
        dump_points(out, c);
        break;
    case PAINT_GROUP_PUSH:
    case PAINT_GROUP_POP:
        buf_printf(out, " alpha %d", c->alpha);
        break;
    case PAINT_FILL:
        break;
    }
}

void paint_dump(const struct paint_list *l, struct buf *out)
{
    for (const struct command *c = command_first(l); c; c = command_next(l, c)) {
        buf_text(out, kind_names[c->kind]);
        dump_rect(out, "at", rect_empty(c->r) ? c->box : c->r);
        if (!rect_same(c->box, c->r) && !rect_empty(c->r)) {
            dump_rect(out, "in", c->box);
        }
        if (c->argb) {
            buf_printf(out, " #%08X", (unsigned)c->argb);
        }
        if (c->radius) {
            buf_printf(out, " radius %d %s", c->radius, corner_names[c->corners]);
        }
        dump_details(out, c);
        buf_text(out, "\n");
    }
}
