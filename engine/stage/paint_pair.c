#include "stage/paint_pair.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static const struct command **commands_of(const struct paint_list *l)
{
    const struct command **all = mem_alloc(((size_t)l->commands + 1) * sizeof *all);
    int n = 0;
    for (const struct command *c = command_first(l); c; c = command_next(l, c)) {
        all[n++] = c;
    }
    return all;
}

static bool equal(const struct command *a, const struct command *b)
{
    return a->hash == b->hash && a->size == b->size && memcmp(a, b, a->size) == 0;
}

/* Old commands from..to by hash, each bucket in order; every one is given out once. */
struct index {
    int *head, *next, mask;
};

static struct index index_old(const struct pairing *p, int from, int to)
{
    struct index x = {.mask = 15};
    while (x.mask < (to - from) * 2) {
        x.mask = x.mask * 2 + 1;
    }
    x.head = mem_alloc(((size_t)x.mask + 1) * sizeof *x.head);
    x.next = mem_alloc(((size_t)to + 1) * sizeof *x.next);
    memset(x.head, 0xFF, ((size_t)x.mask + 1) * sizeof *x.head);
    for (int i = to - 1; i >= from; i--) {
        int *head = &x.head[p->old[i]->hash & (uint32_t)x.mask];
        x.next[i] = *head;
        *head = i;
    }
    return x;
}

static int take_equal(const struct pairing *p, struct index *x, const struct command *c)
{
    for (int *at = &x->head[c->hash & (uint32_t)x->mask]; *at >= 0; at = &x->next[*at]) {
        if (equal(p->old[*at], c)) {
            int found = *at;
            *at = x->next[found];
            return found;
        }
    }
    return -1;
}

/* Keeps of the matches in from..to the longest run that rises (patience sorting), drops the crossing ones. */
static void keep_rising(struct pairing *p, int from, int to)
{
    int n = to - from, length = 0;
    int *tops = mem_alloc(((size_t)n + 1) * sizeof *tops),
        *before = mem_alloc(((size_t)n + 1) * sizeof *before);
    for (int i = from; i < to; i++) {
        if (p->match[i] < 0) {
            continue;
        }
        int low = 0, high = length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (p->match[tops[middle]] < p->match[i]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        before[i - from] = low > 0 ? tops[low - 1] : -1;
        tops[low] = i;
        length = low == length ? length + 1 : length;
    }
    int keep = length > 0 ? tops[length - 1] : -1;
    for (int i = to - 1; i >= from; i--) {
        if (i == keep) {
            keep = before[i - from];
        } else {
            p->match[i] = -1;
        }
    }
    free(tops);
    free(before);
}

/* Pairs the middle that is left after equal beginnings and ends. */
static void pair_middle(struct pairing *p, int from, int old_to, int now_to)
{
    struct index x = index_old(p, from, old_to);
    for (int i = from; i < now_to; i++) {
        p->match[i] = take_equal(p, &x, p->now[i]);
    }
    free(x.head);
    free(x.next);
    keep_rising(p, from, now_to);
}

struct pairing pair_commands(const struct paint_list *old, const struct paint_list *now)
{
    struct pairing p = {commands_of(old), commands_of(now), old->commands, now->commands, NULL};
    int from = 0, old_to = p.n_old, now_to = p.n_now;
    p.match = mem_alloc(((size_t)p.n_now + 1) * sizeof *p.match);
    while (from < old_to && from < now_to && equal(p.old[from], p.now[from])) {
        p.match[from] = from;
        from++;
    }
    while (old_to > from && now_to > from && equal(p.old[old_to - 1], p.now[now_to - 1])) {
        p.match[--now_to] = --old_to;
    }
    pair_middle(&p, from, old_to, now_to);
    return p;
}

static void add_outside(struct damage *d, struct rect r, struct rect hole)
{
    struct rect in = rect_intersect(r, hole);
    if (rect_empty(in)) {
        damage_add(d, r);
        return;
    }
    damage_add(d, (struct rect){r.x, r.y, r.w, in.y - r.y});
    damage_add(d, (struct rect){r.x, in.y + in.h, r.w, r.y + r.h - in.y - in.h});
    damage_add(d, (struct rect){r.x, in.y, in.x - r.x, in.h});
    damage_add(d, (struct rect){in.x + in.w, in.y, r.x + r.w - in.x - in.w, in.h});
}

void pairing_damage(const struct pairing *p, struct rect screen, struct rect hole, struct damage *d)
{
    int at = 0;
    for (int i = 0; i <= p->n_now; i++) {
        int pair = i < p->n_now ? p->match[i] : p->n_old;
        if (pair < 0) {
            add_outside(d, rect_intersect(p->now[i]->box, screen), hole);
            continue;
        }
        for (; at < pair; at++) {
            add_outside(d, rect_intersect(p->old[at]->box, screen), hole);
        }
        at = pair + 1;
    }
}

void pairing_free(struct pairing *p)
{
    free(p->old);
    free(p->now);
    free(p->match);
}
