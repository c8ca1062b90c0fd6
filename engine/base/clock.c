#include "base/clock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define BELIEVED_FROM_MS 1735689600000 /* 2025-01-01 */
#define BELIEVED_UPTO_MS 2997993600000 /* 2065-01-01 */

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

bool clock_set_wall(struct clock *c, int64_t wall_ms, struct err *e)
{
    struct timespec t = {.tv_sec = wall_ms / 1000, .tv_nsec = wall_ms % 1000 * 1000000};
    if (c->is_virtual)
        c->wall_base_ms = wall_ms - c->mono_ms;
    else if (clock_settime(CLOCK_REALTIME, &t) != 0)
        return err_set(e, "%s。改法：在本机终端用 timedatectl set-time 校时，或按管理员手册“权限”一节给清风校时的权限",
                       errno == EPERM ? "没有校时的权限" : "系统没有接受这个时间");
    return true;
}

bool clock_believed(int64_t wall_ms)
{
    return wall_ms >= BELIEVED_FROM_MS && wall_ms < BELIEVED_UPTO_MS;
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

/* Days since 1970-01-01 in the Gregorian calendar. Not timegm: that reads the zone file, which a sandboxed process that
 * asks for a date may not. Years are counted from March, so that the leap day is the last of its year. */
static int64_t days_of(int y, int m, int d)
{
    int64_t year = m > 2 ? y : y - 1;
    int64_t month = m > 2 ? m - 3 : m + 9;
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + d - 719469;
}

bool clock_parse_date(const char *text, int64_t *days)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y, m, d, used = 0;
    if (sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &used) != 3 || used != 10 || text[10])
        return false;
    if (y < 1 || m < 1 || m > 12 || d < 1)
        return false;
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d > lengths[m - 1] + (m == 2 && leap))
        return false;
    *days = days_of(y, m, d);
    return true;
}
