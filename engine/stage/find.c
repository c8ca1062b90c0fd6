/* What can be read and pressed on the screen, for visitor scripts and for counting reading time. */
#include "stage/inside.h"

#include "base/utf8.h"

#include <string.h>

/* Text without markup and line ends, as a person would say it. */
static void add_plain(struct buf *out, const struct node *n)
{
    if (!n->text)
        return;
    struct buf plain = {0};
    if (n->rich)
        text_plain(n->text, strlen(n->text), &plain);
    else
        buf_text(&plain, n->text);
    for (size_t i = 0; i < plain.len; i++) {
        if (plain.data[i] != '\n')
            buf_u8(out, plain.data[i]);
    }
    buf_free(&plain);
}

static bool seen(const struct live *l)
{
    return !rect_empty(live_seen(l)) && l->n->opacity > 0;
}

/* Texts of a subtree put together. */
static void add_texts(struct buf *out, struct live *top)
{
    for (struct live *l = top; l; l = live_walk(top, l, false)) {
        if (l->n->type == NODE_TEXT && seen(l))
            add_plain(out, l->n);
    }
}

static struct live *pressable_around(struct live *l)
{
    while (l && !hit_pressable(l))
        l = l->parent;
    return l;
}

static void name_of(struct buf *out, struct live *l)
{
    if (l->n->label && *l->n->label)
        buf_text(out, l->n->label);
    else if (l->n->type == NODE_BUTTON || l->n->drag || l->n->on_drop)
        add_texts(out, l);
    else if (l->n->type == NODE_TEXT)
        add_plain(out, l->n);
}

/* How well a node answers to the words; 0 not at all. */
static int score(struct live *l, const char *text, struct buf *name)
{
    if (!seen(l))
        return 0;
    buf_clear(name);
    name_of(name, l);
    if (!name->len)
        return 0;
    const char *said = buf_cstr(name);
    bool whole = strcmp(said, text) == 0, part = strstr(said, text) != NULL;
    bool live = pressable_around(l) || l->n->drag || l->n->on_drop;
    return whole ? (live ? 4 : 3) : part ? (live ? 2 : 1) : 0;
}

bool stage_find_text(struct stage *s, const char *text, struct rect *at)
{
    static const enum layer all[] = {LAYER_CONTENT, LAYER_CHROME}, only[] = {LAYER_DIALOG};
    bool dialog = stage_top(s) == LAYER_DIALOG;
    struct buf name = {0};
    struct live *best = NULL;
    int most = 0;
    stage_arrange(s);
    for (int i = 0; i < (dialog ? 1 : 2); i++) {
        struct live *top = s->layers[dialog ? only[i] : all[i]].tree.frame;
        for (struct live *l = top; l; l = live_walk(top, l, false)) {
            int v = score(l, text, &name);
            bool inner = v == most && best && live_inside(l, best);
            if (v > most || (v && inner)) {
                most = v;
                best = l;
            }
        }
    }
    buf_free(&name);
    if (!best)
        return false;
    struct live *button = pressable_around(best);
    *at = live_seen(button && (int64_t)button->w * button->h * 2 < (int64_t)s->style.w * s->style.h ? button
                                                                                                    : best);
    return true;
}

bool stage_find_button(struct stage *s, int n, struct buf *label, struct rect *at)
{
    stage_arrange(s);
    struct live *top = s->layers[LAYER_CONTENT].tree.frame;
    for (struct live *l = top; l; l = live_walk(top, l, false)) {
        if (!hit_pressable(l) || !seen(l) || --n > 0)
            continue;
        buf_clear(label);
        name_of(label, l);
        *at = live_seen(l);
        return true;
    }
    return false;
}

void stage_visible_text(struct stage *s, struct buf *out)
{
    stage_arrange(s);
    for (int i = 0; i < LAYER_COUNT; i++) {
        struct live *top = s->layers[i].tree.frame;
        for (struct live *l = top; l; l = live_walk(top, l, false)) {
            if (l->n->type != NODE_TEXT || !seen(l) || !l->n->text)
                continue;
            add_plain(out, l->n);
            buf_text(out, "\n");
        }
    }
}

uint32_t stage_reading_chars(struct stage *s)
{
    stage_arrange(s);
    if (s->reading_known) /* it is asked in every step */
        return s->reading;
    struct buf all = {0};
    if (s->layers[LAYER_CONTENT].tree.frame)
        add_texts(&all, s->layers[LAYER_CONTENT].tree.frame);
    s->reading = (uint32_t)utf8_count_han((const char *)all.data, all.len);
    s->reading_known = true;
    buf_free(&all);
    return s->reading;
}
