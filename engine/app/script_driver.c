#include "app/script_driver.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORDS_SHOWN 12

static void keep_record(void *user, const struct record *r)
{
    struct script_stand *s = user;
    if (s->n == s->room) {
        s->room = s->room ? s->room * 2 : 32;
        s->records = mem_resize(s->records, (size_t)s->room * sizeof *s->records);
    }
    s->records[s->n++] = *r;
    script_desk_record(&s->desk, r);
}

/* Most visits never ask: the desk is made for those that do. */
static void ask(void *user, uint32_t serial, const char *name, const char *args)
{
    struct script_stand *s = user;
    struct err e;
    if (!s->desk.open &&
        !script_desk_open(&s->desk, s->config, &s->clock, &s->visitor.show, s->records, s->n, &e))
        log_error("test", "%s", e.text);
    script_desk_ask(&s->desk, serial, name, args);
}

static bool serve(void *user)
{
    struct script_stand *s = user;
    return script_desk_serve(&s->desk);
}

static bool begin(void *user, const char *title, struct err *e)
{
    struct script_stand *s = user;
    (void)title;
    visitor_close(&s->visitor);
    script_desk_close(&s->desk);
    s->n = 0;
    s->clock = clock_virtual(SCRIPT_WALL_MS);
    struct show_options o = {.config = s->config,
                             .clock = &s->clock,
                             .headless = true,
                             .width = s->config->display.width ? s->config->display.width : 1920,
                             .height = s->config->display.height ? s->config->display.height : 1080,
                             .text_size = -1,
                             .boot = 1,
                             .first_visit = 1,
                             .seed = 1,
                             .send = keep_record,
                             .ask = ask,
                             .others = serve,
                             .user = s};
    s->visits++;
    return visitor_open(&s->visitor, &o, e);
}

/* A place in pixels. */
static bool locate(struct script_stand *s, struct script_place at, int out[2], struct err *e)
{
    if (at.text)
        return visitor_find(&s->visitor, at.text, &out[0], &out[1], e);
    const struct config *c = s->config;
    int w = c->display.width ? c->display.width : 1920, h = c->display.height ? c->display.height : 1080;
    double u = (w < h ? w : h) / 1080.0;
    out[0] = (int)lround(at.x * u);
    out[1] = (int)lround(at.y * u);
    if (out[0] >= 0 && out[1] >= 0 && out[0] < w && out[1] < h)
        return true;
    return err_set(e, "点 %g,%g 在画面之外（画面 %.0f×%.0f）", at.x, at.y, w / u, h / u);
}

static bool tap(void *user, struct script_place at, struct err *e)
{
    struct script_stand *s = user;
    int p[2];
    return locate(s, at, p, e) && visitor_tap(&s->visitor, p[0], p[1], e);
}

static bool drag(void *user, struct script_place from, struct script_place to, struct err *e)
{
    struct script_stand *s = user;
    int a[2], b[2];
    return locate(s, from, a, e) && locate(s, to, b, e) && visitor_drag(&s->visitor, a, b, e);
}

static bool pinch(void *user, struct script_place at, double factor, struct err *e)
{
    struct script_stand *s = user;
    int p[2];
    return locate(s, at, p, e) && visitor_pinch(&s->visitor, p[0], p[1], factor, e);
}

static bool two_fingers(void *user, struct script_place a, struct script_place b, struct err *e)
{
    struct script_stand *s = user;
    int p[2], q[2];
    return locate(s, a, p, e) && locate(s, b, q, e) && visitor_tap_both(&s->visitor, p, q, e);
}

static bool admin(void *user, struct err *e)
{
    struct script_stand *s = user;
    return visitor_corner(&s->visitor, s->config->admin.corner, e);
}

static bool pass_time(void *user, double seconds, struct err *e)
{
    struct script_stand *s = user;
    if (!(seconds >= 0 && seconds <= 7 * 86400.0))
        return err_set(e, "等待的时间要在 0 秒到 7 天之间");
    return visitor_wait(&s->visitor, (int64_t)llround(seconds * 1000), e);
}

static bool sees(void *user, const char *text)
{
    struct script_stand *s = user;
    struct rect at;
    return stage_find_text(s->visitor.show.stage, text, &at);
}

static bool shot(void *user, const char *name, struct err *e)
{
    struct script_stand *s = user;
    return visitor_shot(&s->visitor, s->shots, name, e);
}

static bool option(void *user, int n, struct buf *label, struct err *e)
{
    struct script_stand *s = user;
    struct rect at;
    if (stage_find_button(s->visitor.show.stage, n, label, &at))
        return true;
    return err_set(e, "画面上没有第 %d 个可以点的选项", n);
}

static bool field_matches(const struct record *r, const struct record_field *row,
                          const struct script_field *f)
{
    const struct record_value *v = &r->values[row - record_rows[r->kind].fields];
    if (!v->set)
        return false;
    switch (row->type) {
    case FIELD_INT:
        return f->kind == SCRIPT_NUMBER && (double)v->integer == f->number;
    case FIELD_NUMBER:
        return f->kind == SCRIPT_NUMBER && fabs(v->number - f->number) < 1e-9;
    case FIELD_BOOL:
        return f->kind == SCRIPT_BOOL && (double)v->integer == f->number;
    case FIELD_TEXTS:
    case FIELD_TEXT:
    case FIELD_NAME:
    case FIELD_WORD:
    case FIELD_OBJECT:
        break;
    }
    const char *text = r->pool + v->at;
    for (int i = 0; f->kind == SCRIPT_TEXT && i < v->count; i++, text += strlen(text) + 1) {
        if (strcmp(text, f->text) == 0)
            return true;
    }
    return false;
}

static const struct record_field *find_field(enum record_kind kind, const char *name)
{
    const struct record_field *rows = record_rows[kind].fields;
    for (int i = 0; i < RECORD_FIELDS_MAX && rows[i].name; i++) {
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    }
    return NULL;
}

bool script_record_matches(const struct record *r, const struct script_field *fields, int n, bool *match,
                           struct err *e)
{
    *match = true;
    for (int i = 0; i < n; i++) {
        const struct script_field *f = &fields[i];
        if (strcmp(f->name, "scene") == 0) {
            *match &= f->kind == SCRIPT_TEXT && strcmp(r->scene, f->text) == 0;
            continue;
        }
        const struct record_field *row = find_field(r->kind, f->name);
        if (!row)
            return err_set(e, "记录 %s 没有“%s”这一项", record_rows[r->kind].name, f->name);
        *match &= field_matches(r, row, f);
    }
    return true;
}

static bool count(void *user, const char *kind, const struct script_field *fields, int n, int64_t *found,
                  struct err *e)
{
    struct script_stand *s = user;
    enum record_kind wanted = record_find(kind);
    *found = 0;
    if (wanted == RECORD_KINDS)
        return err_set(e, "没有“%s”这种记录", kind);
    for (int i = 0; i < s->n; i++) {
        bool match;
        if (s->records[i].kind != wanted)
            continue;
        if (!script_record_matches(&s->records[i], fields, n, &match, e))
            return false;
        *found += match;
    }
    return true;
}

static void screen_text(void *user, struct buf *out)
{
    struct script_stand *s = user;
    if (s->visitor.open)
        stage_visible_text(s->visitor.show.stage, out);
}

static void records_text(void *user, struct buf *out)
{
    struct script_stand *s = user;
    for (int i = s->n > RECORDS_SHOWN ? s->n - RECORDS_SHOWN : 0; i < s->n; i++) {
        const struct record *r = &s->records[i];
        buf_printf(out, "%s %s ", record_rows[r->kind].name, r->scene);
        record_data_json(out, r);
        buf_text(out, "\n");
    }
}

/* A file name from a title: what a FAT stick would not take becomes '-'. */
static void file_name(char *out, size_t size, int number, const char *title)
{
    int used = snprintf(out, size, "failed-%d-", number);
    size_t at = (size_t)used;
    for (const char *p = title; *p && at + 1 < size; p++) {
        unsigned char c = (unsigned char)*p;
        out[at++] = c < 0x21 || strchr("\"*/:<>?\\|.", c) ? '-' : *p;
    }
    out[at] = '\0';
    utf8_trim_partial(out);
}

static void failed(void *user, const char *title)
{
    struct script_stand *s = user;
    struct err e;
    char name[120];
    if (!s->visitor.open)
        return;
    file_name(name, sizeof name, s->visits, title);
    if (visitor_shot(&s->visitor, s->shots, name, &e))
        printf("    画面存为 %s/%s.png\n", s->shots, name);
}

static void ended(void *user)
{
    struct script_stand *s = user;
    visitor_close(&s->visitor);
    script_desk_close(&s->desk);
}

void script_stand_driver(struct script_stand *stand, struct script_driver *driver)
{
    *driver = (struct script_driver){.user = stand,
                                     .begin = begin,
                                     .tap = tap,
                                     .drag = drag,
                                     .pinch = pinch,
                                     .two_fingers = two_fingers,
                                     .admin = admin,
                                     .wait = pass_time,
                                     .sees = sees,
                                     .shot = shot,
                                     .option = option,
                                     .count = count,
                                     .screen_text = screen_text,
                                     .records_text = records_text,
                                     .failed = failed,
                                     .ended = ended};
}

void script_stand_close(struct script_stand *stand)
{
    visitor_close(&stand->visitor);
    script_desk_close(&stand->desk);
    free(stand->records);
    stand->records = NULL;
    stand->n = stand->room = 0;
}
