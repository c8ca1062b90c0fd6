#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t read_ms(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct clock clock_real(void)
{
    return (struct clock){0};
}

struct clock clock_virtual(int64_t wall_ms)
{
    return (struct clock){.is_virtual = true, .wall_base_ms = wall_ms};
}

void clock_advance(struct clock *c, int64_t ms)
{
    if (c->is_virtual && ms > 0)
        c->mono_ms += ms;
}

int64_t clock_mono(const struct clock *c)
{
    return c->is_virtual ? c->mono_ms : read_ms(CLOCK_BOOTTIME);
}

int64_t clock_wall(const struct clock *c)
{
    return c->is_virtual ? c->wall_base_ms + c->mono_ms : read_ms(CLOCK_REALTIME);
}

int64_t clock_real_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void clock_format_utc(int64_t wall_ms, char out[25])
{
    int64_t ms = ((wall_ms % 1000) + 1000) % 1000;
    time_t s = (time_t)((wall_ms - ms) / 1000);
    struct tm t;
    if (!gmtime_r(&s, &t) || t.tm_year < -1900 || t.tm_year > 8099) {
        memcpy(out, "1970-01-01T00:00:00.000Z", 25);
        return;
    }
    char text[64];
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday,
             t.tm_hour, t.tm_min, t.tm_sec, (int)ms);
    memcpy(out, text, 24);
    out[24] = 0;
}

int clock_zone_minutes(int64_t wall_ms)
{
    time_t s = (time_t)(wall_ms / 1000);
    struct tm t;
    if (!localtime_r(&s, &t))
        return 0;
    return (int)(t.tm_gmtoff / 60);
}

bool clock_parse_date(const char *text, int64_t *days)
{
    int y, m, d, used = 0;
    if (sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &used) != 3 || used != 10 || text[10])
        return false;
    struct tm t = {.tm_year = y - 1900, .tm_mon = m - 1, .tm_mday = d};
    time_t s = timegm(&t);
    if (t.tm_mday != d || t.tm_mon != m - 1 || t.tm_year != y - 1900)
        return false;
    *days = (int64_t)s / 86400;
    return true;
}
