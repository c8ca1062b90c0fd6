#include "app/check_press.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define SCREENS_MOST 60    /* beyond those that the scene names */
#define PRESSES_MOST 600
#define TIME_US 60000000ll /* real time for one scene */
#define FAILURES_MOST 4    /* the same fault is met behind many buttons */
#define DEPTH_MOST 24

/* A screen: the one that the survey names, then these buttons, counted in the tree. */
struct spot {
    int screen, depth;
    uint8_t path[DEPTH_MOST];
    uint64_t hash;
    int buttons;
};

struct search {
    const struct press *press;
    struct spot *spots; /* owned; in the order in which they were found */
    int n, room, roots, presses, failures;
    int64_t end_us;
    bool cut;
};

/* ---- what a tree looks like ---- */

static void mix(uint64_t *hash, uint64_t value)
{
    *hash = (*hash ^ value) * 0x100000001b3ull;
}

static void mix_text(uint64_t *hash, const char *text, bool figures)
{
    for (; text && *text; text++) {
        if (figures || *text < '0' || *text > '9')
            mix(hash, (unsigned char)*text);
    }
    mix(hash, 0x1ff);
}

static void mix_node(struct press_print *p, const struct node *n)
{
    mix(&p->hash, (uint64_t)n->type);
    mix(&p->hash, n->on_tap && !n->disabled);
    mix_text(&p->hash, n->text, false);
    mix_text(&p->hash, n->src, true);
    mix_text(&p->hash, n->icon, true);
    mix(&p->hash, n->fill);
    mix(&p->hash, n->edge);
    if (n->on_tap && !n->disabled && p->n < PRESS_BUTTONS)
        p->taps[p->n++] = n->on_tap;
    for (const struct node *child = n->first; child; child = child->next)
        mix_node(p, child);
    mix(&p->hash, 0x2ff);
}

void press_take(struct press_print *p, const struct node *root)
{
    *p = (struct press_print){.hash = 0xcbf29ce484222325ull};
    mix_node(p, root);
}

/* ---- the search ---- */

static uint64_t hash_here(const struct search *s)
{
    uint64_t hash = s->press->print->hash;
    mix_text(&hash, s->press->survey->show->head.screen, true);
    return hash;
}

static bool known(const struct search *s, uint64_t hash)
{
    for (int i = 0; i < s->n; i++) {
        if (s->spots[i].hash == hash)
            return true;
    }
    return false;
}

static void add(struct search *s, struct spot spot)
{
    if (s->n == s->room) {
        s->room = s->room ? s->room * 2 : 32;
        s->spots = mem_resize(s->spots, (size_t)s->room * sizeof *s->spots);
    }
    spot.hash = hash_here(s);
    spot.buttons = s->press->print->n;
    s->spots[s->n++] = spot;
}

/* False: the scene fell, which was told, or it is no longer there. */
static bool tap(struct search *s, int button)
{
    struct show *show = s->press->survey->show;
    int failures = show->failures;
    if (show->state != SHOW_SCENE || button >= s->press->print->n)
        return false;
    show_scene_event(show, EVENT_TAP, s->press->print->taps[button], "", 0);
    bool rest = show_settle(show);
    if (show->failures == failures)
        return rest && show->state == SHOW_SCENE;
    s->failures++;
    s->press->failed(s->press->user, &show->last_failure);
    return false;
}

static bool go_to(struct search *s, const struct spot *spot)
{
    struct survey *v = s->press->survey;
    v->show->strikes = (struct strikes){0}; /* a scene that falls must come up again for the next button */
    if (!survey_show(v, spot->screen))
        return false;
    for (int i = 0; i < spot->depth; i++) {
        if (!tap(s, spot->path[i]))
            return false;
    }
    return true;
}

static bool out_of_bounds(struct search *s)
{
    bool many = s->n - s->roots >= SCREENS_MOST || s->presses >= PRESSES_MOST || clock_real_us() > s->end_us;
    s->cut |= many;
    return many || s->failures >= FAILURES_MOST;
}

static void press_button(struct search *s, struct spot from, int button)
{
    s->presses++;
    if (!go_to(s, &from) || !tap(s, button) || known(s, hash_here(s)))
        return;
    from.path[from.depth++] = (uint8_t)button;
    add(s, from);
    s->press->shown(s->press->user, s->press->survey->show->head.screen);
}

static void look_at_roots(struct search *s)
{
    struct survey *v = s->press->survey;
    for (int i = 0; i < v->n; i++) {
        struct spot spot = {.screen = i};
        if (v->screens[i].free && go_to(s, &spot) && !known(s, hash_here(s)))
            add(s, spot);
    }
    s->roots = s->n;
}

int press_all(const struct press *p, bool *cut)
{
    struct search s = {.press = p, .end_us = clock_real_us() + TIME_US};
    look_at_roots(&s);
    for (int at = 0; at < s.n; at++) {
        struct spot from = s.spots[at];
        bool deep = from.depth == DEPTH_MOST;
        s.cut |= deep && from.buttons > 0;
        for (int i = 0; !deep && i < from.buttons && !out_of_bounds(&s); i++)
            press_button(&s, from, i);
    }
    p->survey->show->strikes = (struct strikes){0};
    free(s.spots);
    *cut = s.cut;
    return s.n - s.roots;
}
