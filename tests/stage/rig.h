/* A headless stage in virtual time, with fingers. */
#ifndef TESTS_STAGE_RIG_H
#define TESTS_STAGE_RIG_H

#include "stage/build.h"
#include "stage/inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct rig {
    struct clock clock;
    struct stage *stage;
    struct arena a; /* of the tree being built */
};

/* Pictures come from there, by that; NULL: none come. */
static inline void rig_open_with(struct rig *r, int w, int h, const char *media, bool (*spawn)(void *, int *, int *))
{
    struct err e;
    *r = (struct rig){.clock = clock_virtual(0)};
    clock_advance(&r->clock, 10000);
    struct stage_options o = {.media = media, .fonts = SOURCE_DIR "/fonts", .width = w, .height = h, .headless = true,
                              .diagonal_mm = 546, .clock = &r->clock, .pictures = {.spawn = spawn}};
    r->stage = stage_open(&o, &e);
    assert_non_null(r->stage);
    struct theme t;
    theme_defaults(&t);
    theme_set_text(&t, "skins.qinglian.act", "#1F6B66", &e);
    theme_set_text(&t, "skins.qinglian.act_down", "#185551", &e);
    stage_set_theme(r->stage, &t);
}

static inline void rig_open_at(struct rig *r, int w, int h)
{
    rig_open_with(r, w, h, SOURCE_DIR "/media", NULL);
}

static inline void rig_open(struct rig *r)
{
    rig_open_at(r, 1920, 1080);
}

static inline void rig_close(struct rig *r)
{
    stage_close(r->stage);
    arena_free(&r->a);
}

/* The one of a test program, and cmocka's set-up and tear-down for it. */
static struct rig rig;

static inline int open_rig(void **state)
{
    (void)state;
    rig_open(&rig);
    return 0;
}

static inline int close_rig(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static inline void rig_run(struct rig *r, int ms)
{
    stage_frame(r->stage);
    for (int t = 0; t < ms; t += 16) {
        clock_advance(&r->clock, 16);
        stage_frame(r->stage);
    }
}

/* Shows the tree and lets it come to rest. */
static inline void rig_show(struct rig *r, struct node *root)
{
    stage_show(r->stage, LAYER_CONTENT, &r->a, root, false);
    rig_run(r, 400);
}

static inline struct live *rig_find(struct rig *r, const char *key)
{
    for (int i = 0; i < LAYER_COUNT; i++) {
        struct live *top = r->stage->layers[i].tree.frame;
        for (struct live *l = top; l; l = live_walk(top, l, false)) {
            if (l->n->key && strcmp(l->n->key, key) == 0)
                return l;
        }
    }
    return NULL;
}

static inline void rig_at(struct rig *r, const char *key, int x, int y, int w, int h)
{
    stage_arrange(r->stage);
    struct live *l = rig_find(r, key);
    assert_non_null(l);
    assert_int_equal(l->at.x, x);
    assert_int_equal(l->at.y, y);
    assert_int_equal(l->at.w, w);
    assert_int_equal(l->at.h, h);
}

static inline void rig_finger(struct rig *r, enum input_kind kind, int64_t id, int x, int y)
{
    struct input_event e = {.kind = kind, .pointer = id, .x = x, .y = y, .mono_ms = clock_mono(&r->clock)};
    stage_inject(r->stage, &e);
    stage_frame(r->stage);
}

static inline void rig_hold(struct rig *r, int64_t id, int x, int y, int ms)
{
    rig_finger(r, INPUT_DOWN, id, x, y);
    clock_advance(&r->clock, ms);
    rig_finger(r, INPUT_UP, id, x, y);
}

static inline void rig_tap(struct rig *r, int x, int y)
{
    rig_hold(r, 1, x, y, 80);
}

/* A slow drag in ten steps of 20 ms; stays down. */
static inline void rig_drag(struct rig *r, int64_t id, int x, int y, int dx, int dy)
{
    rig_finger(r, INPUT_DOWN, id, x, y);
    for (int i = 1; i <= 10; i++) {
        clock_advance(&r->clock, 20);
        rig_finger(r, INPUT_MOVE, id, x + dx * i / 10, y + dy * i / 10);
    }
}

/* Takes events until one of that kind; false: there was none. Others are dropped. */
static inline bool rig_event(struct rig *r, enum stage_event_kind kind, struct stage_event *out)
{
    while (stage_next_event(r->stage, out)) {
        if (out->kind == kind)
            return true;
    }
    return false;
}

static inline int rig_count(struct rig *r, enum stage_event_kind kind)
{
    struct stage_event e;
    int n = 0;
    while (stage_next_event(r->stage, &e))
        n += e.kind == kind;
    return n;
}

static inline struct node *rig_node(struct rig *r, struct node *parent, enum node_type type, const char *key)
{
    struct node *n = build_node(&r->a, parent, type);
    n->key = key;
    return n;
}

static inline struct node *rig_box(struct rig *r, struct node *parent, const char *key, float w, float h)
{
    struct node *n = rig_node(r, parent, NODE_COLUMN, key);
    if (w >= 0)
        n->width = in_u(w);
    if (h >= 0)
        n->height = in_u(h);
    return n;
}

/* A button of that size at that place, in a stack. */
static inline struct node *rig_button(struct rig *r, struct node *stack, const char *key, uint32_t tap, struct rect at)
{
    struct node *b = rig_node(r, stack, NODE_BUTTON, key);
    b->anchor = ANCHOR_TOP_LEFT;
    b->width = in_u((float)at.w);
    b->height = in_u((float)at.h);
    b->dx = in_u((float)at.x);
    b->dy = in_u((float)at.y);
    b->fill = COLOR_ACT;
    b->on_tap = tap;
    return b;
}

#endif
