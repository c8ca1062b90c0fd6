#include "stage/scroll.h"

#include "stage/motion.h"

#include <math.h>

#define FLING_LEAST 0.03f /* u per ms that a finger must have for it to run on */
#define FLING_REST 0.006f /* u per ms at which it stands still */

float scroll_range(const struct live *l)
{
    int range = l->n->type == NODE_SCROLL ? l->content_h - l->h : 0;
    return range > 0 ? (float)range : 0;
}

void scroll_to(struct live *l, float offset)
{
    l->fling_at = l->run_at = 0;
    l->offset = fminf(fmaxf(offset, 0), scroll_range(l));
}

void scroll_fling(const struct style *st, struct live *l, float px_per_ms, int64_t now)
{
    if (st->comfort.reduced_motion || fabsf(px_per_ms) < FLING_LEAST * st->u)
        return;
    l->fling_v = px_per_ms;
    l->fling_from = l->offset;
    l->fling_at = now;
    l->run_at = 0;
}

void scroll_by_view(const struct style *st, struct live *l, float page, int64_t now)
{
    float by = page * (float)l->h;
    if (st->comfort.reduced_motion)
        scroll_to(l, l->offset + by);
    else
        scroll_fling(st, l, by / style_ms(st, MOTION_SCROLL_TAU), now);
}

static bool tick_fling(const struct style *st, struct live *l, int64_t now)
{
    float tau = fmaxf(style_ms(st, MOTION_SCROLL_TAU), 1);
    float rest = expf(-(float)(now - l->fling_at) / tau);
    float offset = l->fling_from + l->fling_v * tau * (1 - rest);
    bool slow = fabsf(l->fling_v) * rest < FLING_REST * st->u;
    bool edge = l->fling_v < 0 ? offset <= 0 : offset >= scroll_range(l);
    l->offset = fminf(fmaxf(offset, 0), scroll_range(l));
    if (edge || slow)
        l->fling_at = 0;
    return l->fling_at != 0;
}

static bool tick_run(const struct style *st, struct live *l, int64_t now)
{
    float range = scroll_range(l), by = l->n->glide * st->u * (float)(now - l->run_at) / 1000;
    if (!st->comfort.reduced_motion)
        l->offset = fminf(l->run_from + by, range);
    if (l->offset >= range || st->comfort.reduced_motion)
        l->run_at = 0;
    return l->run_at != 0;
}

int pages_count(const struct live *l)
{
    int n = 0;
    for (struct live *k = live_first(l); k; k = live_next(k))
        n++;
    return n;
}

static float in_pages(const struct live *l, float page)
{
    int last = pages_count(l) - 1;
    return fminf(fmaxf(page, 0), last > 0 ? (float)last : 0);
}

void pages_drag(struct live *l, float pages)
{
    l->glide_at = 0;
    l->page = in_pages(l, pages);
}

void pages_glide(struct live *l, int page, int64_t now)
{
    l->glide_from = l->page;
    l->glide_to = in_pages(l, (float)page);
    l->glide_at = now > 0 ? now : 1;
}

static bool tick_pages(const struct style *st, struct live *l, int64_t now)
{
    float ms = st->comfort.reduced_motion ? 0 : style_ms(st, MOTION_PAGE);
    float t = ms <= 0 ? 1 : fminf((float)(now - l->glide_at) / ms, 1);
    l->page = in_pages(l, l->glide_from + (l->glide_to - l->glide_from) * ease_inout(t));
    if (t >= 1)
        l->glide_at = 0;
    return t < 1;
}

bool scroll_tick(const struct style *st, struct live *l, int64_t now)
{
    if (l->n->type == NODE_PAGES && l->glide_at)
        return tick_pages(st, l, now);
    if (l->n->type == NODE_PAGES)
        l->page = in_pages(l, l->page);
    else if (l->fling_at)
        return tick_fling(st, l, now);
    else if (l->run_at)
        return tick_run(st, l, now);
    else
        l->offset = fminf(l->offset, scroll_range(l));
    return false;
}

bool scroll_tick_all(const struct style *st, const struct tree *t, int64_t now)
{
    bool moving = false;
    for (int i = 0; i < t->n_movers; i++)
        moving |= scroll_tick(st, t->movers[i], now);
    return moving;
}
