#include "app/settings.h"

#include "base/file.h"
#include "base/json.h"
#include "base/log.h"

#include <stdio.h>
#include <string.h>

#define FILE_MOST 4096

const struct setting_row setting_rows[SETTING_COUNT] = {
    [SETTING_TEXT_SIZE] = {"text_size", 0, 3},
    [SETTING_BRIGHTNESS] = {"brightness", 10, 100},
    [SETTING_VOLUME] = {"volume", 0, 100},
};

static bool take_member(void *owner, const char *key, const struct json_value *v, struct err *e)
{
    struct settings *s = owner;
    (void)e;
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_row *row = &setting_rows[i];
        if (strcmp(row->name, key) == 0 && v->type == JSON_INT && v->integer >= row->least && v->integer <= row->most) {
            s->values[i] = (int)v->integer;
            s->set[i] = true;
        }
    }
    if (strcmp(key, "opening") == 0 && v->type == JSON_TEXT)
        snprintf(s->opening, sizeof s->opening, "%s", v->text);
    if (strcmp(key, "event") == 0 && v->type == JSON_TEXT)
        snprintf(s->event, sizeof s->event, "%s", v->text);
    if (strcmp(key, "event_type") == 0 && v->type == JSON_TEXT)
        snprintf(s->event_type, sizeof s->event_type, "%s", v->text);
    if (strcmp(key, "heads") == 0 && v->type == JSON_INT && v->integer >= 0 && v->integer <= 100000)
        s->heads = (int)v->integer;
    return true;
}

void settings_open(struct settings *s, const char *data)
{
    struct buf text = {0};
    struct err e;
    *s = (struct settings){.heads = 0};
    if (!path_join(s->path, sizeof s->path, data, "settings.json") || !file_read(s->path, FILE_MOST, &text, &e))
        return;
    if (!json_read_flat((const char *)text.data, text.len, take_member, s, &e))
        log_warn("keeper", "%s：读不懂（%s），先按 kiosk.conf 的设置运行", s->path, e.text);
    buf_free(&text);
}

static bool save(const struct settings *s, struct err *e)
{
    struct buf text = {0};
    struct json j = json_to(&text);
    json_object(&j, NULL);
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (s->set[i])
            json_int(&j, setting_rows[i].name, s->values[i]);
    }
    if (s->opening[0])
        json_text(&j, "opening", s->opening);
    if (s->event[0]) {
        json_text(&j, "event", s->event);
        json_text(&j, "event_type", s->event_type);
        json_int(&j, "heads", s->heads);
    }
    json_object_end(&j);
    buf_text(&text, "\n");
    bool ok = file_write_durable(s->path, text.data, text.len, 0640, e);
    buf_free(&text);
    return ok;
}

bool settings_put(struct settings *s, enum setting what, int value, struct err *e)
{
    s->values[what] = value;
    s->set[what] = true;
    return save(s, e);
}

bool settings_put_opening(struct settings *s, const char *opening, struct err *e)
{
    snprintf(s->opening, sizeof s->opening, "%s", opening);
    return save(s, e);
}

bool settings_put_event(struct settings *s, const char *code, const char *type, int heads, struct err *e)
{
    snprintf(s->event, sizeof s->event, "%s", code);
    snprintf(s->event_type, sizeof s->event_type, "%s", type);
    s->heads = heads;
    return save(s, e);
}
