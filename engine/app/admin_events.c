/* 场次: what staff tell about groups. The code is made here and holds no name; heads are declared and never added to what
 * was observed. One event is open at a time; it stays open over a restart. */
#include "app/admin_inside.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define HEADS_MOST 100000

static const char *const types[] = {"主题党日", "警示教育", "新任职教育", "家庭参观", "团体参观", "培训", "其他"};

static void say_event(struct admin *a, uint32_t serial)
{
    struct buf b = {0};
    struct json j = json_to(&b);
    json_object(&j, NULL);
    json_text(&j, "code", a->settings.event);
    json_text(&j, "type", a->settings.event_type);
    json_int(&j, "heads", a->settings.heads);
    json_list(&j, "types");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        json_text(&j, NULL, types[i]);
    json_list_end(&j);
    json_object_end(&j);
    admin_say(a, serial, true, &b);
    buf_free(&b);
}

static void record_group(struct admin *a, const char *act)
{
    const struct settings *s = &a->settings;
    struct record r;
    record_start(&r, RECORD_GROUP);
    record_set_text(&r, "act", act, strlen(act));
    record_set_int(&r, "heads", s->heads);
    record_set_cut(&r, "label", s->event);
    record_set_cut(&r, "type", s->event_type);
    admin_append(a, &r);
}

/* Date, and a letter for the event of that day by its minute: "1122-0930". */
static void make_code(const struct admin *a, char *out, size_t size)
{
    time_t seconds = (time_t)(clock_wall(a->o.clock) / 1000);
    struct tm t = {.tm_year = 0};
    localtime_r(&seconds, &t);
    strftime(out, size, "%m%d-%H%M", &t);
}

void admin_events(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    (void)args;
    say_event(a, serial);
}

static const char *known_type(const char *given)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i], given) == 0)
            return types[i];
    }
    return NULL;
}

void admin_event_open(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    const char *type = known_type(args_text(args, "type"));
    int64_t heads;
    char code[64];
    struct err e;
    if (a->settings.event[0]) {
        admin_refuse(a, serial, "还有一个场次没有结束，请先结束它");
        return;
    }
    if (!type || !args_int(args, "heads", 0, HEADS_MOST, &heads)) {
        admin_refuse(a, serial, "请选场次种类，人数写 0 到 100000");
        return;
    }
    make_code(a, code, sizeof code);
    bool kept = settings_put_event(&a->settings, code, type, (int)heads, &e);
    record_group(a, "open");
    if (kept)
        say_event(a, serial);
    else
        admin_refuse(a, serial, e.text);
}

void admin_event_close(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    int64_t heads;
    struct err e;
    if (!a->settings.event[0]) {
        admin_refuse(a, serial, "没有正在进行的场次");
        return;
    }
    if (!args_int(args, "heads", 0, HEADS_MOST, &heads)) {
        admin_refuse(a, serial, "人数写 0 到 100000");
        return;
    }
    a->settings.heads = (int)heads;
    record_group(a, "close");
    if (settings_put_event(&a->settings, "", "", 0, &e))
        say_event(a, serial);
    else
        admin_refuse(a, serial, e.text);
}
