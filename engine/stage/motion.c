#include "stage/motion.h"

#include <math.h>

float ease_out(float t)
{
    t = fminf(fmaxf(t, 0), 1);
    return 1 - (1 - t) * (1 - t) * (1 - t);
}

float ease_inout(float t)
{
    t = fminf(fmaxf(t, 0), 1);
    return t < 0.5f ? 4 * t * t * t : 1 - 4 * (1 - t) * (1 - t) * (1 - t);
}

static float part(int64_t since, float ms)
{
    return ms <= 0 ? 1 : fminf(fmaxf((float)since / ms, 0), 1);
}

static const struct motion_now still = {1, 0, 1, false};

static struct motion_now plain_fade(const struct style *st, int64_t since)
{
    struct motion_now m = still;
    m.alpha = part(since, style_ms(st, MOTION_REDUCED));
    m.moving = m.alpha < 1;
    return m;
}

static struct motion_now rise(const struct style *st, int64_t since, enum motion ms, float u)
{
    float t = part(since, style_ms(st, ms)), e = ease_out(t);
    return (struct motion_now){e, style_u(st, u * (1 - e)), 1, t < 1};
}

static struct motion_now enter_at(const struct style *st, const struct node *n, int64_t since)
{
    if (n->type == NODE_PICTURE && n->enter == ENTER_FADE) { /* one attract picture into the next */
        float t = part(since, style_ms(st, st->comfort.reduced_motion ? MOTION_REDUCED : MOTION_ATTRACT));
        return (struct motion_now){t, 0, 1, t < 1};
    }
    if (st->comfort.reduced_motion)
        return plain_fade(st, since);
    if (n->enter == ENTER_RISE)
        return rise(st, since, MOTION_SCREEN, 16);
    if (n->enter == ENTER_STAMP) {
        float t = part(since, style_ms(st, MOTION_STAMP)), e = ease_out(t);
        return (struct motion_now){e, 0, 1.15f - 0.15f * e, t < 1};
    }
    return rise(st, since, MOTION_EXPLAIN, 0);
}

struct motion_now motion_enter(const struct style *st, struct live *l, int64_t now)
{
    if (!l->entering)
        return still;
    struct motion_now m = enter_at(st, l->n, now - l->born);
    l->entering = m.moving;
    return m;
}

struct motion_now motion_screen(const struct style *st, int64_t since)
{
    return st->comfort.reduced_motion ? plain_fade(st, since) : rise(st, since, MOTION_SCREEN, 16);
}

struct motion_now motion_dialog(const struct style *st, int64_t since, float *scrim)
{
    if (st->comfort.reduced_motion) {
        struct motion_now m = plain_fade(st, since);
        *scrim = m.alpha;
        return m;
    }
    struct motion_now m = rise(st, since, MOTION_DIALOG, 24);
    *scrim = part(since, style_ms(st, MOTION_SCRIM));
    m.moving |= *scrim < 1;
    return m;
}

float motion_press(const struct style *st, const struct live *l, int64_t now, bool *moving)
{
    if (l->fingers > 0)
        return 1;
    float ms = st->comfort.reduced_motion ? 0 : style_ms(st, MOTION_PRESS_OUT);
    if (!l->released || ms <= 0 || (float)(now - l->released) >= ms)
        return 0;
    *moving = true;
    return 1 - ease_out((float)(now - l->released) / ms);
}
