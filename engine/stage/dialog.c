#include "stage/dialog.h"

#include "stage/build.h"

#include <stdio.h>
#include <string.h>

#define RING 260 /* box around the countdown's circle of 104 */
#define RING_DOTS 20

/* The screen as one button, with the panel standing on it; returns the panel. */
static struct node *panel(struct arena *a, struct dialog_place place, uint32_t on_beside, struct node **root)
{
    struct node *beside = build_node(a, NULL, NODE_BUTTON);
    beside->key = "beside";
    beside->on_tap = on_beside;
    beside->label = " "; /* nothing a visitor would call it */
    beside->align = ALIGN_CENTER;
    beside->justify = place.portrait || place.reach ? JUSTIFY_END : JUSTIFY_CENTER;
    float below = place.reach ? (place.portrait ? 168 : 136) : place.portrait ? 280 : 68;
    beside->padding = pad_of(24, 0, below, 0);
    struct node *p = build_node(a, beside, NODE_COLUMN);
    p->key = "panel";
    p->width = in_u(place.portrait ? 960 : 1040);
    p->padding = pad_of(64, 64, 56, 64);
    p->gap = in_u(48);
    p->fill = COLOR_PANEL;
    p->radius = 20;
    p->shadow = SHADOW_DIALOG;
    *root = beside;
    return p;
}

static void words(struct arena *a, struct node *parent, const char *title, const char *body)
{
    struct node *column = build_node(a, parent, NODE_COLUMN);
    column->gap = in_u(8);
    column->grow = 1;
    build_text(a, column, title, ROLE_TITLE, COLOR_INK);
    build_text(a, column, body, ROLE_BODY, COLOR_INK);
}

static struct node *answers(struct arena *a, struct node *parent, const char *other, uint32_t on_other,
                            const char *careful, uint32_t on_careful)
{
    struct node *row = build_node(a, parent, NODE_ROW);
    row->gap = in_u(24);
    build_button(a, row, other, NULL, false, on_other)->grow = 1;
    build_button(a, row, careful, NULL, true, on_careful)->grow = 1.35f;
    return row;
}

static void countdown(struct arena *a, struct node *parent, const struct dialog_idle *d)
{
    char number[16];
    struct node *stack = build_node(a, parent, NODE_STACK);
    stack->width = stack->height = in_u(RING);
    struct node *ring = build_node(a, stack, NODE_METER);
    ring->meter = METER_DOTS;
    ring->anchor = ANCHOR_CENTER;
    ring->of = RING_DOTS;
    ring->value = d->of > 0 ? (float)((d->seconds * RING_DOTS + d->of - 1) / d->of) : 0;
    snprintf(number, sizeof number, "%d", d->seconds < 0 ? 0 : d->seconds);
    struct node *n = build_text(a, stack, number, ROLE_FIGURE, COLOR_INK);
    n->size = 96;
    n->anchor = ANCHOR_CENTER;
    n->dy = in_u(-12);
    struct node *unit = build_text(a, stack, d->unit, ROLE_NOTE, COLOR_GREY);
    unit->anchor = ANCHOR_CENTER;
    unit->dy = in_u(49);
}

struct node *dialog_idle(struct arena *a, const struct dialog_idle *d)
{
    struct node *root, *p = panel(a, d->place, d->on_stay, &root);
    struct node *row = build_node(a, p, NODE_ROW);
    row->gap = in_u(56);
    row->align = ALIGN_CENTER;
    countdown(a, row, d);
    words(a, row, d->title, d->body);
    answers(a, p, d->newcomer, d->on_newcomer, d->stay, d->on_stay);
    return root;
}

static void card_answers(struct arena *a, struct node *column, const struct calm_card *c)
{
    struct node *row = build_node(a, column, NODE_ROW);
    row->width = in_u(c->other ? 800 : 400);
    row->gap = in_u(24);
    if (c->other) {
        struct node *other = build_button(a, row, c->other, NULL, false, c->on_other);
        other->min_height = in_u(96);
        other->grow = 1;
    }
    struct node *home = build_button(a, row, c->home, "home", true, c->on_home);
    home->min_height = in_u(96);
    home->grow = 1;
}

struct node *calm_card(struct arena *a, const struct calm_card *c)
{
    struct node *column = build_node(a, NULL, NODE_COLUMN);
    column->align = ALIGN_CENTER;
    column->justify = JUSTIFY_CENTER;
    column->padding = pad_of(24, 60, 48, 60);
    column->fill = COLOR_PAPER;
    if (c->picture) {
        struct node *picture = build_node(a, column, NODE_PICTURE);
        picture->src = arena_text(a, c->picture, strlen(c->picture));
        picture->width = in_u(760);
        picture->height = in_u(520);
        picture->fit = FIT_CONTAIN;
        picture->decor = true;
    }
    struct node *title = build_text(a, column, c->title, ROLE_TITLE, COLOR_INK);
    title->text_align = TEXT_CENTER;
    struct node *body = build_text(a, column, c->body, ROLE_BODY, COLOR_INK);
    body->text_align = TEXT_CENTER;
    body->padding = pad_of(8, 0, 48, 0);
    title->max_width = body->max_width = in_u(c->portrait ? 960 : 1200);
    card_answers(a, column, c);
    return column;
}

struct node *notice_strip(struct arena *a, const struct notice_strip *n)
{
    struct node *strip = build_node(a, NULL, NODE_ROW);
    strip->fill = n->ground;
    strip->edge = n->color;
    strip->edge_width = 4;
    strip->edge_sides = SIDES_BOTTOM;
    strip->min_height = in_u(120);
    strip->padding = pad_of(24, 72, 24, 72);
    strip->gap = in_u(28);
    strip->align = ALIGN_CENTER;
    build_icon(a, strip, n->icon, 48, n->color);
    struct node *text = build_text(a, strip, n->text, ROLE_LABEL, n->color);
    text->grow = 1;
    return strip;
}
