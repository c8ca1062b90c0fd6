/* 设备状态 and 操作记录, and acts that touch nothing but the stage. */
#include "app/admin_inside.h"
#include "app/review_dates.h"

#include "base/file.h"
#include "trust/code.h"

#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

#define LOG_STEP 2000                  /* records looked through at once */
#define LOG_FURTHEST 20000
#define LOG_LINES 60
#define CHUNK (1u << 20)
#define FAULT_DAYS 7
#define FAULT_LINES 6

static void local_time(char out[24], int64_t wall_ms)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm t;
    out[0] = '\0';
    if (localtime_r(&seconds, &t))
        strftime(out, 24, "%Y-%m-%d %H:%M", &t);
}

static void put_clock(const struct admin *a, struct json *j)
{
    int64_t wall = clock_wall(a->o.clock), since = clock_mono(a->o.clock) - a->started;
    char text[24];
    local_time(text, wall);
    json_text(j, "now", text);
    json_bool(j, "clock_believed", clock_believed(wall));
    json_int(j, "zone", clock_zone_minutes(wall));
    local_time(text, wall - since);
    json_text(j, "since", text);
}

/* What the content cites of the law and nobody has reviewed in time; nothing when today's date is not known. */
static void put_review(const struct admin *a, struct json *j)
{
    struct review_dates d;
    int64_t wall = clock_wall(a->o.clock), today;
    char text[24];
    local_time(text, wall);
    text[10] = '\0';
    if (!clock_believed(wall) || !clock_parse_date(text, &today))
        return;
    review_dates_read(&d, a->o.config->kiosk.scripts, today);
    json_int(j, "review_passed", d.passed);
    json_int(j, "review_soon", d.soon);
    json_text(j, "review_files", d.files);
}

static void put_disk(const struct admin *a, struct json *j)
{
    struct statvfs v;
    if (statvfs(a->o.config->kiosk.data, &v) != 0)
        return;
    json_int(j, "disk_free", (int64_t)v.f_bavail * (int64_t)v.f_frsize);
    json_int(j, "disk_total", (int64_t)v.f_blocks * (int64_t)v.f_frsize);
    json_int(j, "reserve", a->o.config->journal.reserve);
}

static void put_journal(const struct admin *a, struct json *j)
{
    struct journal_state s;
    char code[10];
    journal_commit(a->o.journal);
    journal_state(a->o.journal, &s);
    check_code(s.head, code);
    json_bool(j, "journal_ok", s.health == JOURNAL_OK);
    json_text(j, "journal", s.sentence);
    json_text(j, "aside", s.aside);
    json_int(j, "records", s.seq);
    json_int(j, "waiting", s.waiting);
    json_int(j, "dropped", s.dropped);
    json_bool(j, "in_reserve", s.in_reserve);
    json_text(j, "code", code);
}

void admin_state(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    struct buf b = {0};
    struct json j = json_to(&b);
    (void)args;
    json_object(&j, NULL);
    json_text(&j, "version", QINGFENG_VERSION);
    json_text(&j, "content", a->content);
    json_int(&j, "boot", journal_boot(a->o.journal));
    put_clock(a, &j);
    put_review(a, &j);
    put_disk(a, &j);
    put_journal(a, &j);
    json_object_end(&j);
    admin_say(a, serial, true, &b);
    buf_free(&b);
}

/* ---- faults ---- */

static void put_lines(struct json *j, const struct buf *lines)
{
    const char *at = (const char *)lines->data, *end = at + lines->len, *stop;
    for (; at < end && (stop = memchr(at, '\n', (size_t)(end - at))); at = stop + 1) {
        struct buf one = {0};
        buf_bytes(&one, at, (size_t)(stop - at));
        json_raw(j, NULL, buf_cstr(&one));
        buf_free(&one);
    }
}

void admin_faults(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    struct buf b = {0}, lines = {0};
    struct json j = json_to(&b);
    struct err e;
    bool all = false;
    (void)args;
    journal_commit(a->o.journal);
    int64_t since = clock_wall(a->o.clock) - FAULT_DAYS * 86400000LL;
    int64_t n = journal_read_faults(a->o.journal, since, FAULT_LINES, &lines, &all, &e);
    if (n < 0) {
        admin_refuse(a, serial, e.text);
    } else {
        json_object(&j, NULL);
        json_int(&j, "days", FAULT_DAYS);
        json_int(&j, "count", n);
        json_bool(&j, "all", all);
        json_list(&j, "records");
        put_lines(&j, &lines);
        json_list_end(&j);
        json_object_end(&j);
        admin_say(a, serial, true, &b);
    }
    buf_free(&b);
    buf_free(&lines);
}

/* ---- 操作记录: the latest acts, newest first ---- */

static bool is_act(const char *line, size_t len)
{
    static const char *const kinds[] = {"\"kind\":\"staff\"", "\"kind\":\"export\"", "\"kind\":\"clock\"", "\"kind\":\"group\""};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (memmem(line, len, kinds[i], strlen(kinds[i])))
            return true;
    }
    return false;
}

/* The lines of a chunk that are acts, the last one first, as members of a JSON list: a record is JSON already. */
static int put_acts(struct json *j, struct buf *chunk, int most)
{
    const char *text = (const char *)chunk->data, *end = text + chunk->len;
    int n = 0;
    while (end > text && n < most) {
        const char *start = end - 1; /* at the newline */
        while (start > text && start[-1] != '\n')
            start--;
        size_t len = (size_t)(end - 1 - start);
        if (is_act(start, len)) {
            struct buf one = {0};
            buf_bytes(&one, start, len);
            json_raw(j, NULL, buf_cstr(&one));
            buf_free(&one);
            n++;
        }
        end = start;
    }
    return n;
}

void admin_log(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    struct journal_state s;
    struct buf b = {0}, chunk = {0};
    struct json j = json_to(&b);
    struct err e;
    int n = 0;
    (void)args;
    journal_commit(a->o.journal);
    journal_state(a->o.journal, &s);
    json_object(&j, NULL);
    json_list(&j, "records");
    for (int64_t upto = s.seq, looked = 0; upto > 0 && n < LOG_LINES && looked < LOG_FURTHEST; upto -= LOG_STEP) {
        int64_t after = upto > LOG_STEP ? upto - LOG_STEP : 0, last = after;
        buf_clear(&chunk);
        while (last >= 0 && last < upto) {
            int64_t got = journal_read_lines(a->o.journal, last, upto, CHUNK, &chunk, &e);
            if (got <= 0)
                break;
            last = got;
        }
        n += put_acts(&j, &chunk, LOG_LINES - n);
        looked += LOG_STEP;
    }
    json_list_end(&j);
    json_object_end(&j);
    admin_say(a, serial, true, &b);
    buf_free(&b);
    buf_free(&chunk);
}

/* ---- acts for the stage ---- */

void admin_release(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    const char *scene = args_text(args, "scene");
    if (!path_is_inside(scene) || strlen(scene) > 95) {
        admin_refuse(a, serial, "没有这个展项");
        return;
    }
    admin_record(a, "release", scene);
    a->o.outlet.setting(a->o.outlet.user, "release", scene);
    admin_done(a, serial);
}

/* The next visit is shown to somebody by the staff: it is recorded as such and stands in no figure. */
void admin_mode(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    const char *mode = args_text(args, "mode");
    if (strcmp(mode, "staff") != 0 && strcmp(mode, "presenter") != 0) {
        admin_refuse(a, serial, "没有这种参观方式");
        return;
    }
    admin_record(a, "mode", mode);
    a->o.outlet.setting(a->o.outlet.user, "mode", mode);
    admin_done(a, serial);
}
