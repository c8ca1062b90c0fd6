/* The life of a scene process: one load, then one answer to each request, until it is killed. */
#include "scene/process.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct scene *scene_of(lua_State *L)
{
    return vm_of(L)->owner;
}

static const char slots[SLOT_COUNT];

void slot_get(lua_State *L, enum scene_slot slot)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &slots[slot]);
}

void slot_set(lua_State *L, enum scene_slot slot)
{
    lua_rawsetp(L, LUA_REGISTRYINDEX, &slots[slot]);
}

static int open_bindings(lua_State *L)
{
    static const enum scene_slot tables[] = {SLOT_HANDLERS, SLOT_TIMERS, SLOT_MODULES, SLOT_SCREENS};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        lua_newtable(L);
        slot_set(L, tables[i]);
    }
    bind_nodes(L);
    bind_context(L);
    bind_engine(L);
    bind_require(L);
    return 0;
}

void scene_open(struct scene *s, size_t memory_bytes, int deadline_ms)
{
    struct finding f;
    memset(s, 0, sizeof *s);
    s->channel.fd = -1;
    s->view = tree_limits_default;
    snprintf(s->context.lang, sizeof s->context.lang, "zh");
    vm_open(&s->vm, memory_bytes);
    s->vm.deadline_ms = deadline_ms;
    s->vm.owner = s;
    lua_pushcfunction(s->vm.L, open_bindings);
    if (!vm_call(&s->vm, 0, 0, "", &f))
        abort();
}

void scene_say(lua_State *L, enum message type, const struct buf *payload)
{
    struct scene *s = scene_of(L);
    if (++s->said > s->said_max - 16)
        vm_raise(L, 1, "一次事件里说的话太多（超过 %d 条）", s->said_max - 16);
    channel_send(&s->channel, (uint8_t)type, payload->data, payload->len);
    if (s->channel.broken)
        _exit(0);
}

static void flush(struct scene *s)
{
    struct pollfd wait = {.fd = s->channel.fd, .events = POLLOUT};
    while (channel_wants_write(&s->channel)) {
        poll(&wait, 1, -1);
        channel_flush(&s->channel);
    }
    if (s->channel.broken)
        _exit(0);
}

static void send_plain(struct scene *s, enum message type, const struct buf *payload)
{
    channel_send(&s->channel, (uint8_t)type, payload->data, payload->len);
}

static void done(struct scene *s, uint32_t serial)
{
    vm_disarm(&s->vm); /* how fast the stage reads is not the scene's time */
    buf_clear(&s->message);
    buf_u32(&s->message, serial);
    send_plain(s, MSG_DONE, &s->message);
    flush(s);
}

static void send_finding(struct scene *s, enum message type, struct finding *f)
{
    buf_clear(&s->message);
    finding_encode(&s->message, f);
    send_plain(s, type, &s->message);
}

static _Noreturn void fail(struct scene *s, struct finding *f)
{
    uint8_t type;
    struct reader r;
    vm_disarm(&s->vm);
    send_finding(s, MSG_ERROR, f);
    flush(s);
    while (channel_receive(&s->channel, &type, &r, -1)) { /* until killed: a closed socket could lose the message */
    }
    _exit(0);
}

/* Runs one step under the deadline; its argument is passed as light userdata. */
static bool run(struct scene *s, lua_CFunction step, void *argument, struct finding *f)
{
    lua_pushcfunction(s->vm.L, step);
    lua_pushlightuserdata(s->vm.L, argument);
    bool fine = vm_call(&s->vm, 1, 0, s->file, f);
    return fine;
}

/* 1: the compiled file. It and the context need memory, which may be all but full. */
static int take_over(lua_State *L)
{
    slot_set(L, SLOT_OBJECT);
    context_publish(L, &scene_of(L)->context);
    return 0;
}

static void handle_load(struct scene *s, struct reader *r)
{
    struct finding f;
    size_t len;
    read_str_into(r, s->name, sizeof s->name);
    read_str_into(r, s->file, sizeof s->file);
    len = read_u32(r); /* not read_str: a file that is not UTF-8 shall get a proper message */
    const unsigned char *source = r->at;
    if (r->bad || len > (size_t)(r->end - r->at))
        _exit(1);
    r->at += len;
    if (!context_decode(r, &s->context))
        _exit(1);
    if (s->kits_failed)
        fail(s, &s->kit_failure);
    s->random = s->context.seed;
    char *copy = malloc(len + 1); /* the reader's memory is reused by require */
    if (!copy)
        _exit(1);
    memcpy(copy, source, len);
    bool fine = vm_load(&s->vm, copy, len, s->file, &f);
    free(copy);
    if (fine) {
        lua_pushcfunction(s->vm.L, take_over);
        lua_insert(s->vm.L, -2);
        fine = vm_call(&s->vm, 1, 0, s->file, &f) &&
               run(s, strcmp(s->name, SCENE_THEME_NAME) == 0 ? step_theme : step_start, NULL, &f);
    }
    if (!fine)
        fail(s, &f);
    done(s, 0);
}

static void handle_event(struct scene *s, struct reader *r)
{
    struct scene_event v;
    struct finding f;
    if (!event_decode(r, &v))
        _exit(1);
    if (!run(s, step_event, &v, &f))
        fail(s, &f);
    done(s, v.serial);
}

static void handle_context(struct scene *s, struct reader *r)
{
    struct finding f;
    if (!context_decode(r, &s->context))
        _exit(1);
    if (!run(s, step_context, &s->context, &f))
        fail(s, &f);
    done(s, 0);
}

static void handle_answer(struct scene *s, struct reader *r)
{
    struct finding f;
    struct admin_answer a = {.serial = read_u32(r), .ok = read_u8(r) == 1};
    a.last = read_u8(r) == 1;
    const char *json = read_str(r, CHANNEL_MESSAGE_MAX, &a.len);
    if (!s->admin || !reader_done(r))
        _exit(1);
    a.json = json;
    if (!run(s, step_answer, &a, &f))
        fail(s, &f);
    done(s, 0);
}

/* During a survey a mistake in one screen is a finding and the next screen can still be looked at. */
static void handle_survey(struct scene *s, lua_CFunction step, uint32_t number)
{
    struct finding f;
    if (!run(s, step, &number, &f)) {
        if (s->vm.fatal != VM_FINE)
            fail(s, &f);
        send_finding(s, MSG_FINDING, &f);
    }
    done(s, 0);
}

static void handle(struct scene *s, uint8_t type, struct reader *r)
{
    s->said = 0;
    s->said_max = type == MSG_SURVEY ? SCENE_SURVEY_SAID_MAX : SCENE_SAID_MAX;
    switch (type) {
    case MSG_LOAD:
        handle_load(s, r);
        break;
    case MSG_EVENT:
        handle_event(s, r);
        break;
    case MSG_CONTEXT:
        handle_context(s, r);
        break;
    case MSG_ADMIN_ANSWER:
        handle_answer(s, r);
        break;
    case MSG_SURVEY:
        handle_survey(s, step_survey, 0);
        break;
    case MSG_SCREEN:
        handle_survey(s, step_screen, read_u32(r));
        break;
    default:
        _exit(1);
    }
}

void scene_hold(struct scene *s, uint8_t type, const struct reader *r)
{
    buf_u8(&s->held, type);
    buf_str(&s->held, (const char *)r->at, (size_t)(r->end - r->at));
}

static void take_held(struct scene *s, uint8_t *type, struct reader *r)
{
    *type = s->held.data[0];
    *r = reader_of(s->held.data + 1, s->held.len - 1);
    size_t len = read_u32(r), used = 5 + len;
    buf_clear(&s->taken);
    buf_bytes(&s->taken, r->at, len);
    memmove(s->held.data, s->held.data + used, s->held.len - used);
    s->held.len -= used;
    *r = reader_of(s->taken.data, len);
}

static bool next_message(struct scene *s, uint8_t *type, struct reader *r)
{
    if (!s->held.len)
        return channel_receive(&s->channel, type, r, -1);
    take_held(s, type, r);
    return true;
}

_Noreturn void scene_main(struct scene *s, int fd)
{
    uint8_t type;
    struct reader r;
    channel_open(&s->channel, fd);
    s->live = true;
    while (next_message(s, &type, &r)) {
        bool slow = type == MSG_SURVEY;
        vm_arm(&s->vm, s->vm.deadline_ms * (slow ? SCENE_SURVEY_FACTOR : 1));
        handle(s, type, &r);
        vm_disarm(&s->vm);
    }
    _exit(0);
}
