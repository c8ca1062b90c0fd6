#include "stage/tree.h"

#include "stage/ink.h"

#include <stdlib.h>
#include <string.h>

static uint32_t hash(const char *text)
{
    uint32_t h = 2166136261u;
    for (; text && *text; text++)
        h = (h ^ (unsigned char)*text) * 16777619u;
    return text ? h | 1 : 0;
}

static void release(struct tree *t, struct live *l)
{
    for (struct live *c = l->first; c;) {
        struct live *next = c->next;
        release(t, c);
        c = next;
    }
    if (t->gone)
        t->gone(t->user, l);
    ink_free(l->ink);
    t->count--;
    free(l);
}

static struct live *create(struct tree *t, const struct node *n, int64_t now)
{
    struct live *l = mem_alloc(sizeof *l);
    l->born = now;
    l->entering = n->enter != ENTER_NONE;
    l->asked_page = n->page;
    l->page = (float)(n->page - 1);
    t->count++;
    return l;
}

static void turn_page(struct live *l, const struct node *n, int64_t now)
{
    if (n->type != NODE_PAGES || n->page == l->asked_page)
        return;
    float to = (float)(n->page - 1), from = l->glide_at ? l->glide_to : l->page;
    l->asked_page = n->page;
    if (to == from) /* the view says what the finger did */
        return;
    l->glide_from = l->page;
    l->glide_to = to;
    l->glide_at = now;
}

static void start_run(struct live *l, const struct node *n, int64_t now)
{
    if (n->type != NODE_SCROLL || n->glide == l->asked_glide)
        return;
    l->asked_glide = n->glide;
    l->run_from = l->offset;
    l->run_at = n->glide > 0 ? now : 0;
    l->fling_at = 0;
}

static bool matches(const struct live *l, const struct node *n, uint32_t key)
{
    return l && l->n->type == n->type && l->key == key && (!key || strcmp(l->n->key, n->key) == 0);
}

/* Takes the matching old child out of the list: by key anywhere, without a key only the one at the same
 * place. */
static struct live *take(struct live **old, const struct node *n, uint32_t key)
{
    if (!key) {
        while (*old && (*old)->key) /* keyed ones wait for their key */
            old = &(*old)->next;
    }
    for (; *old; old = &(*old)->next) {
        struct live *l = *old;
        bool match = matches(l, n, key);
        if (match || !key) {
            if (match)
                *old = l->next;
            return match ? l : NULL;
        }
    }
    return NULL;
}

/* An unkeyed place whose type changed is used up, so that the places after it still meet their own. */
static void drop_place(struct tree *t, struct live **old)
{
    while (*old && (*old)->key)
        old = &(*old)->next;
    struct live *l = *old;
    if (l) {
        *old = l->next;
        release(t, l);
    }
}

/* A state that the view has just given shows at once, not through the fading colour of the press that led to it. */
static void wear(struct live *l, const struct node *n)
{
    if (l->n && l->n->fill != n->fill)
        l->released = 0;
}

static bool same_text(const struct node *a, const struct node *b)
{
    return a && a->text && b->text && a->role == b->role && a->size == b->size && a->face == b->face &&
           a->bold == b->bold && a->indent == b->indent && a->max_lines == b->max_lines && a->rich == b->rich &&
           strcmp(a->text, b->text) == 0;
}

/* Another picture is looked at from the start. */
static void read_picture(struct live *l, const struct node *n)
{
    const char *was = l->n && l->n->src ? l->n->src : "", *is = n->src ? n->src : "";
    if (strcmp(was, is) != 0)
        zoom_end(l);
}

/* What is known of a text stays known while it is the same. */
static void read_text(struct tree *t, struct live *l, const struct node *n)
{
    if (!same_text(l->n, n)) {
        l->exact.w = -1;
        l->chars = 0;
        for (const char *c = n->text ? n->text : ""; *c; c++)
            l->chars += ((unsigned char)*c & 0xC0) != 0x80;
    }
    t->chars += l->chars;
}

static void note_mover(struct tree *t, struct live *l)
{
    if (t->n_movers == t->movers_cap) {
        t->movers_cap = t->movers_cap ? t->movers_cap * 2 : 8;
        t->movers = mem_resize(t->movers, (size_t)t->movers_cap * sizeof *t->movers);
    }
    t->movers[t->n_movers++] = l;
}

static void bind(struct tree *t, struct live *l, const struct node *n, int64_t now)
{
    if (n->type == NODE_SCROLL || n->type == NODE_PAGES)
        note_mover(t, l);
    read_text(t, l, n);
    read_picture(l, n);
    turn_page(l, n, now);
    wear(l, n);
    start_run(l, n, now);
    l->n = n;
    l->key = hash(n->key);
    l->natural_w = l->least_w = -1;
    l->talls = 0;
    struct live *old = l->first;
    l->first = l->last = NULL;
    for (const struct node *c = n->first; c; c = c->next) {
        uint32_t key = hash(c->key);
        struct live *child = take(&old, c, key);
        if (!child && !key)
            drop_place(t, &old);
        if (!child)
            child = create(t, c, now);
        child->parent = l;
        child->next = NULL;
        if (l->last)
            l->last->next = child;
        else
            l->first = child;
        l->last = child;
        bind(t, child, c, now);
    }
    while (old) {
        struct live *next = old->next;
        release(t, old);
        old = next;
    }
}

void tree_clear(struct tree *t)
{
    if (t->frame)
        release(t, t->frame);
    t->frame = NULL;
    arena_free(&t->memory);
    free(t->movers);
    t->movers = NULL;
    t->n_movers = t->movers_cap = 0;
}

/* The motion of a new screen carries all of it; only a stamp still comes down by itself. */
static void still_all(struct live *l)
{
    l->entering = l->entering && l->n->enter == ENTER_STAMP;
    for (struct live *k = l->first; k; k = k->next)
        still_all(k);
}

void tree_show(struct tree *t, struct arena *memory, struct node *root, bool fresh, int64_t now)
{
    struct arena old = {0};
    if (fresh || !root)
        tree_clear(t);
    else
        old = t->memory;
    t->memory = (struct arena){0};
    if (memory) {
        t->memory = *memory;
        *memory = (struct arena){0};
    }
    if (!root)
        return;
    t->frame_node = (struct node){
        .type = NODE_SCROLL, .first = root, .last = root, .children = 1, .opacity = 1, .page = 1, .face = -1};
    root->next = NULL;
    if (!t->frame)
        t->frame = create(t, &t->frame_node, now);
    t->chars = 0;
    t->n_movers = 0;
    bind(t, t->frame, &t->frame_node, now);
    if (fresh)
        still_all(t->frame);
    arena_free(&old);
}

struct live *live_first(const struct live *l)
{
    struct live *c = l->first;
    while (c && c->hidden)
        c = c->next;
    return c;
}

struct live *live_next(const struct live *l)
{
    struct live *c = l->next;
    while (c && c->hidden)
        c = c->next;
    return c;
}

struct live *live_walk(const struct live *top, struct live *l, bool skip)
{
    struct live *child = skip ? NULL : live_first(l);
    if (child)
        return child;
    while (l != top) {
        struct live *next = live_next(l);
        if (next)
            return next;
        l = l->parent;
    }
    return NULL;
}

bool live_inside(const struct live *l, const struct live *ancestor)
{
    while (l && l != ancestor)
        l = l->parent;
    return l != NULL;
}

bool live_hidden(const struct live *l)
{
    while (l && !l->hidden)
        l = l->parent;
    return l != NULL;
}

struct rect live_seen(const struct live *l)
{
    return rect_intersect(l->at, l->clip);
}
