#include "watch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define LOOK_MS 0.3
#define LIMIT_MS 5000
#define SAME_FRAME_MS 6 /* a frame is copied in pieces */
#define TURN_MS (1000.0 / 60)

void values_add(struct values *to, double v)
{
    if (to && to->n < VALUES_MOST)
        to->v[to->n++] = v;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double values_at(struct values *of, double part)
{
    if (!of->n)
        return -1;
    qsort(of->v, (size_t)of->n, sizeof *of->v, by_value);
    int at = (int)ceil(part * of->n) - 1;
    return of->v[at < 0 ? 0 : at];
}

void values_print(struct values *of, const char *name, const char *digits)
{
    printf("%s\t", name);
    printf(digits, values_at(of, 0.5));
    printf(" / ");
    printf(digits, values_at(of, 0.95));
    printf(" / ");
    printf(digits, values_at(of, 1));
    printf("\n");
}

struct frames {
    double last;
    struct values *between;
    int n;
};

static void frame(struct frames *f, double now)
{
    if (f->n && now - f->last < SAME_FRAME_MS)
        return;
    if (f->n)
        values_add(f->between, now - f->last);
    f->last = now;
    f->n++;
}

struct seen watch(const struct screen *s, const struct watch *w, double from, uint64_t first_before,
                  uint64_t whole_before)
{
    struct seen seen = {-1, -1};
    struct frames frames = {.between = w->between};
    for (double now = from; now - from < LIMIT_MS; nap_ms(LOOK_MS)) {
        if (seen.first_ms < 0 && screen_look(s, w->first) != first_before)
            seen.first_ms = now_ms() - from;
        uint64_t whole = screen_look(s, w->whole);
        now = now_ms();
        if (whole != whole_before && seen.first_ms >= 0) {
            frame(&frames, now);
            seen.whole_ms = now - from;
            whole_before = whole;
        }
        if (seen.whole_ms >= 0 && now - from - seen.whole_ms > w->quiet_ms)
            break;
    }
    return seen;
}

int watch_frames(const struct screen *s, const struct area *a, double ms, struct values *between)
{
    struct frames frames = {.between = between};
    uint64_t before = screen_look(s, a);
    for (double from = now_ms(); now_ms() - from < ms; nap_ms(LOOK_MS)) {
        uint64_t look = screen_look(s, a);
        if (look != before)
            frame(&frames, now_ms());
        before = look;
    }
    return frames.n;
}

int frames_dropped(const struct values *between)
{
    int dropped = 0;
    for (int i = 0; i < between->n; i++)
        dropped += (int)lround(between->v[i] / TURN_MS) > 1 ? (int)lround(between->v[i] / TURN_MS) - 1 : 0;
    return dropped;
}
