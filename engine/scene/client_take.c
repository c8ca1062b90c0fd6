#include "scene/client_take.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "wire/record.h"

#include <string.h>

#define PRINTS_A_SECOND 20
#define SLOW_MS 50
#define TIMER_MS_MAX (24u * 3600 * 1000)

static bool take_view(const struct scene_client *c, struct reader *r, struct scene_message *out, struct err *e)
{
    out->said = SCENE_VIEW;
    if (!view_head_decode(r, &out->head))
        return err_set(e, "view");
    return tree_decode(r, &c->view, &out->arena, &out->root, e) &&
           (reader_done(r) || err_set(e, "view: trailing bytes"));
}

static bool take_record(struct reader *r, struct scene_message *out, struct err *e)
{
    out->said = SCENE_RECORD;
    out->record = arena_alloc(&out->arena, sizeof *out->record);
    return record_decode(r, SENDER_SCENE, out->record, e);
}

static bool take_go(struct reader *r, struct scene_message *out)
{
    out->said = SCENE_GO;
    uint8_t go = read_u8(r);
    out->go = (enum go)go;
    read_str_into(r, out->name, 96);
    return reader_done(r) && go <= GO_NEXT && (go != GO_SCENE || path_is_inside(out->name));
}

static bool take_timer(struct reader *r, struct scene_message *out)
{
    out->said = SCENE_TIMER;
    out->handler = read_u32(r);
    out->ms = read_u32(r);
    return reader_done(r) && out->ms <= TIMER_MS_MAX;
}

static bool take_finding(struct reader *r, struct scene_message *out)
{
    out->said = SCENE_FINDING;
    return finding_decode(r, &out->finding);
}

static bool take_screen(struct reader *r, struct scene_message *out)
{
    out->said = SCENE_SCREEN_NAME;
    out->number = read_u32(r);
    read_str_into(r, out->name, sizeof out->name);
    out->line = read_u32(r);
    out->free = read_u8(r) == 1;
    return reader_done(r);
}

static bool take_theme(struct reader *r, struct scene_message *out, bool number)
{
    out->said = number ? SCENE_THEME_NUMBER : SCENE_THEME_TEXT;
    read_str_into(r, out->name, sizeof out->name);
    if (number)
        out->value = read_f32(r);
    else
        read_str_into(r, out->text, sizeof out->text);
    return reader_done(r);
}

/* Long before a scene is ended its editor can read that it is slow, once each time it is entered. What others had of the
 * processor meanwhile does not count, nor what opening it takes. */
static void note_slow(struct scene_client *c, int64_t cpu_us)
{
    const struct scene_request *r = &c->requests[0];
    int64_t ms = r->cpu_us >= 0 ? (cpu_us - r->cpu_us) / 1000 : 0;
    if (!r->serial || ms < SLOW_MS || c->told_slow)
        return;
    c->told_slow = true;
    log_warn("scene", "%s：回答一次触摸算了 %d 毫秒（限 %d）；超过 %d 毫秒，慢的机器上参观者会觉得卡", c->name, (int)ms,
             r->allowed_ms, SLOW_MS);
}

static bool take_done(struct scene_client *c, struct reader *r, struct scene_message *out)
{
    int64_t cpu_us = scene_client_cpu_us(c);
    out->said = SCENE_DONE;
    out->serial = read_u32(r);
    if (!reader_done(r) || !c->waiting || c->requests[0].serial != out->serial)
        return false;
    note_slow(c, cpu_us);
    c->waiting--;
    memmove(c->requests, c->requests + 1, sizeof *c->requests * (size_t)c->waiting);
    c->requests[0].since_us = clock_real_us();
    c->requests[0].cpu_us = cpu_us;
    c->said = 0;
    return true;
}

static bool take_print(struct scene_client *c, struct reader *r, struct scene_message *out, bool *dropped)
{
    int64_t now = clock_real_us();
    out->said = SCENE_PRINT;
    read_str_into(r, out->text, sizeof out->text);
    if (now - c->printed_us > 1000000) {
        c->printed_us = now;
        c->printed = 0;
    }
    *dropped = ++c->printed > PRINTS_A_SECOND;
    return reader_done(r);
}

static bool take_admin(struct scene_client *c, struct reader *r, struct scene_message *out)
{
    size_t len;
    if (!c->admin)
        return false;
    out->said = SCENE_ADMIN;
    out->serial = read_u32(r);
    read_str_into(r, out->name, 48);
    const char *args = read_str(r, ADMIN_ARGS_MAX, &len);
    if (!reader_done(r) || !out->serial)
        return false;
    out->args = arena_text(&out->arena, args, len);
    return true;
}

static bool take_title(struct reader *r, struct scene_message *out)
{
    out->said = SCENE_TITLE;
    read_str_into(r, out->name, 96);
    read_str_into(r, out->text, 192);
    return reader_done(r);
}

bool client_take(struct scene_client *c, uint8_t type, struct reader *r, struct scene_message *out, bool *dropped,
                 struct err *e)
{
    switch (type) {
    case MSG_VIEW:
        return take_view(c, r, out, e);
    case MSG_RECORD:
        return take_record(r, out, e);
    case MSG_GO:
        return take_go(r, out);
    case MSG_TIMER:
        return take_timer(r, out);
    case MSG_META:
        out->said = SCENE_META;
        out->meta = arena_alloc(&out->arena, sizeof *out->meta);
        return meta_decode(r, out->meta);
    case MSG_FINDING:
        return take_finding(r, out);
    case MSG_SCREEN_NAME:
        return take_screen(r, out);
    case MSG_PRINT:
        return take_print(c, r, out, dropped);
    case MSG_DONE:
        return take_done(c, r, out);
    case MSG_COMPLETE:
        out->said = SCENE_COMPLETE;
        return reader_done(r);
    case MSG_ADMIN:
        return take_admin(c, r, out);
    case MSG_TITLE:
        return take_title(r, out);
    case MSG_THEME_NUMBER:
    case MSG_THEME_TEXT:
        return take_theme(r, out, type == MSG_THEME_NUMBER);
    default:
        return err_set(e, "type %d", type);
    }
}
