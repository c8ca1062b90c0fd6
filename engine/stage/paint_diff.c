/* What changed between two lists. A pixel looks the same when the commands that touch it are the same in the
 * same order. So as many commands as possible are paired without crossing, and the boxes of all others are
 * damage. */
#include "stage/paint_command.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct pairing {
    const struct command **old, **now;
    int n_old, n_now;
    int *match; /* for each new command the old one, -1 */
};

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

static void add_unpaired(const struct pairing *p, int from, int old_to, int now_to, struct rect screen,
                         struct damage *d)
{
    int at = from;
    for (int i = from; i <= now_to; i++) {
        int until = i == now_to ? old_to : p->match[i];
        if (until < 0) {
            damage_add(d, rect_intersect(p->now[i]->box, screen));
            continue;
        }
        for (; at < until; at++) {
            damage_add(d, rect_intersect(p->old[at]->box, screen));
        }
        at = until + 1;
    }
}

bool paint_diff(const struct paint_list *old, const struct paint_list *now, struct damage *d)
{
    damage_clear(d);
    if (!rect_same(old->screen, now->screen)) {
        damage_add(d, now->screen);
        return d->n > 0;
    }
    if (old->bytes.len == now->bytes.len &&
        (now->bytes.len == 0 || memcmp(old->bytes.data, now->bytes.data, now->bytes.len) == 0)) {
        return false;
    }
    struct pairing p = {commands_of(old), commands_of(now), old->commands, now->commands, NULL};
    p.match = mem_alloc(((size_t)p.n_now + 1) * sizeof *p.match);
    int from = 0, old_to = p.n_old, now_to = p.n_now;
    while (from < old_to && from < now_to && equal(p.old[from], p.now[from])) {
        from++;
    }
    while (old_to > from && now_to > from && equal(p.old[old_to - 1], p.now[now_to - 1])) {
        old_to--, now_to--;
    }
    pair_middle(&p, from, old_to, now_to);
    add_unpaired(&p, from, old_to, now_to, now->screen, d);
    free(p.old);
    free(p.now);
    free(p.match);
    return d->n > 0;
}
