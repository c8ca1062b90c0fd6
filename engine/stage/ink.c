#include "stage/ink.h"

#include "base/mem.h"

#include <stdlib.h>

void ink_free(struct ink *ink)
{
    if (!ink)
        return;
    for (int i = 0; i < ink->n; i++)
        free(ink->strokes[i].points);
    free(ink->strokes);
    free(ink);
}

static void add_point(struct ink *ink, struct ink_stroke *s, struct point p)
{
    if (ink->points >= INK_POINTS)
        return;
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 32;
        s->points = mem_resize(s->points, (size_t)s->cap * sizeof *s->points);
    }
    s->points[s->n++] = p;
    ink->points++;
}

void ink_begin(struct ink **ink, int64_t pointer, struct point p)
{
    if (!*ink)
        *ink = mem_alloc(sizeof **ink);
    struct ink *k = *ink;
    if (k->points >= INK_POINTS)
        return;
    if (k->n == k->cap) {
        k->cap = k->cap ? k->cap * 2 : 8;
        k->strokes = mem_resize(k->strokes, (size_t)k->cap * sizeof *k->strokes);
    }
    k->strokes[k->n] = (struct ink_stroke){.pointer = pointer, .open = true};
    add_point(k, &k->strokes[k->n++], p);
}

static struct ink_stroke *open_stroke(struct ink *ink, int64_t pointer)
{
    for (int i = ink ? ink->n - 1 : -1; i >= 0; i--) {
        if (ink->strokes[i].open && ink->strokes[i].pointer == pointer)
            return &ink->strokes[i];
    }
    return NULL;
}

void ink_move(struct ink *ink, int64_t pointer, struct point p)
{
    struct ink_stroke *s = open_stroke(ink, pointer);
    if (!s || s->n < 1)
        return;
    float dx = p.x - s->points[s->n - 1].x, dy = p.y - s->points[s->n - 1].y;
    if (dx * dx + dy * dy >= 1.5f * 1.5f)
        add_point(ink, s, p);
}

void ink_end(struct ink *ink, int64_t pointer)
{
    struct ink_stroke *s = open_stroke(ink, pointer);
    if (s)
        s->open = false;
}
