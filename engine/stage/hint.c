#include "stage/inside.h"

#include "stage/icons.h"
#include "stage/scroll.h"

#include <string.h>

#define LEAST_U 480 /* shorter scrolls are moved by the finger alone */
#define BAR_U 104
#define PILL_H_U 72
#define PILL_W_U 210
#define PILL_GAP_U 24

int hint_bar(const struct style *st, const struct live *l)
{
    return l->h < style_u(st, LEAST_U) ? 0 : style_u(st, BAR_U);
}

struct rect hint_rect(const struct stage *s, const struct live *l, bool up)
{
    const struct style *st = &s->style;
    float left = up ? l->offset : scroll_range(l) - l->offset;
    struct rect seen = live_seen(l);
    int bar = hint_bar(st, l);
    if (!bar || left < (float)style_line(st, 4) || seen.h < l->h)
        return (struct rect){0};
    int size = st->comfort.text_size, w = style_u(st, PILL_W_U + 30 * (float)size), h = style_u(st, PILL_H_U);
    int gap = style_u(st, PILL_GAP_U), middle = seen.x + seen.w / 2;
    return (struct rect){up ? middle - gap / 2 - w : middle + gap - gap / 2, seen.y + seen.h - (bar + h) / 2,
                         w, h};
}

bool hint_holds(const struct stage *s, struct rect at, int x, int y)
{
    int more = (style_mm(&s->style, TOUCH_TARGET_MM) - at.h + 1) / 2;
    return !rect_empty(at) && rect_contains(more > 0 ? rect_inset(at, -more) : at, x, y);
}

/* A picture's control lies under what the view puts over the picture. */
static struct live *art_at(const struct stage *s, struct live *top, int x, int y)
{
    for (struct live *l = top; l; l = live_walk(top, l, false)) {
        if (l->n->type != NODE_PICTURE || !hint_holds(s, zoom_control(s, l), x, y))
            continue;
        struct live *button = hit_button(s, top, x, y);
        bool covered = (button && rect_contains(live_seen(button), x, y)) || hit_find(top, HIT_CANVAS, x, y);
        return covered ? NULL : l;
    }
    return NULL;
}

struct live *hint_at(const struct stage *s, struct live *top, int x, int y, bool *up)
{
    struct live *art = art_at(s, top, x, y);
    *up = false;
    if (art)
        return art;
    struct live *l = hit_find(top, HIT_SCROLL, x, y);
    for (; l; l = l->parent) {
        if (l->n->type != NODE_SCROLL)
            continue;
        for (int i = 0; i < 2; i++) {
            *up = i == 1;
            if (hint_holds(s, hint_rect(s, l, *up), x, y))
                return l;
        }
    }
    return NULL;
}

/* ---- drawing ---- */

static bool held(const struct stage *s, const struct live *l, bool up)
{
    for (int i = 0; i < FINGERS; i++) {
        const struct finger *f = &s->touch.fingers[i];
        if (f->state == FINGER_HINT && f->target == l && f->up == up)
            return true;
    }
    return false;
}

struct pill {
    struct rect at;
    const char *icon, *zh, *en;
    bool held;
};

static void pill(struct stage *s, struct paint_list *list, const struct pill *pill)
{
    const struct style *st = &s->style;
    struct rect at = pill->at;
    if (rect_empty(at))
        return;
    const char *word = strcmp(st->comfort.lang, "en") == 0 ? pill->en : pill->zh;
    int radius = style_u(st, st->theme.radius[RADIUS_CARD]), icon = style_u(st, 36), gap = style_u(st, 10);
    struct node label = {.type = NODE_TEXT, .role = ROLE_NOTE, .bold = YES, .face = -1, .max_lines = 1};
    struct text_style style = style_text(st, &label);
    const struct paragraph *p = text_layout(s->text, word, strlen(word), &style, 0);
    bool bare = at.w <= at.h; /* no room for words */
    int x = at.x + (bare ? at.w - icon : at.w - p->width - gap - icon) / 2;
    uint32_t ground = pill->held ? style_pressed(st, COLOR_PANEL) : st->palette[COLOR_PANEL];
    paint_fill(list, at, radius, SIDES_ALL, ground, 0, GRADIENT_DOWN);
    paint_edge(list, at, radius, SIDES_ALL, style_line(st, 3), false, SIDES_ALL, st->palette[COLOR_ACT]);
    paint_icon(list, icon_find(pill->icon), (struct rect){x, at.y + (at.h - icon) / 2, icon, icon},
               st->palette[COLOR_ACT]);
    if (!bare)
        paint_text(list, p, x + icon + gap, at.y + (at.h - p->height) / 2, st->palette[COLOR_ACT], NULL);
}

void hint_record(struct stage *s, struct paint_list *list, const struct live *l)
{
    bool out = zoom_is_out(l);
    if (l->n->type == NODE_PICTURE) {
        pill(s, list, &(struct pill){zoom_control(s, l), out ? "zoom_out" : "zoom_in", out ? "还原" : "放大",
                                     out ? "Whole" : "Closer", held(s, l, false)});
        return;
    }
    pill(s, list, &(struct pill){hint_rect(s, l, true), "up", "上一页", "Back", held(s, l, true)});
    pill(s, list, &(struct pill){hint_rect(s, l, false), "down", "下一页", "More", held(s, l, false)});
}
