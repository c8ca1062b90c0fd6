#include "scene/client.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/utf8.h"
#include "scene/client_take.h"
#include "scene/scene.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define VIEWS_MAX 8 /* in answer to one request: trees are dear, and an honest scene sends one */
#define VIEW_COST (SCENE_SAID_MAX / VIEWS_MAX)
#define SAID_AND_VIEW (SCENE_SAID_MAX + VIEW_COST - 1) /* all that its own end lets it say, and that one */
#define LOOKED_AT (1u << 20) /* bytes of a file that is far too long, so that it is told as that */
#define PATIENCE 2  /* times the time allowed: then even a scene that is still talking is ended */
#define MERCY 3     /* times the time allowed that a starved one may take */

void scene_message_free(struct scene_message *m)
{
    arena_free(&m->arena);
}

static bool open_role(struct scene_client *c, struct nursery *n, enum spawn_role role, const char *root, struct err *e)
{
    memset(c, 0, sizeof *c);
    c->channel.fd = -1;
    c->kill_ms = n->kill_ms * (role == SPAWN_ADMIN ? SCENE_ADMIN_FACTOR : 1);
    c->view = n->view;
    c->admin = role == SPAWN_ADMIN;
    snprintf(c->root, sizeof c->root, "%s", root);
    if (!nursery_spawn(n, role, &c->process, e)) {
        c->failed = c->told = true;
        return false;
    }
    channel_open(&c->channel, c->process.fd);
    c->process.fd = -1; /* the channel's now */
    c->polled_us = clock_real_us();
    return true;
}

bool scene_client_open(struct scene_client *c, struct nursery *n, struct err *e)
{
    bool opened = open_role(c, n, SPAWN_SCENE, n->scripts, e);
    snprintf(c->pages, sizeof c->pages, "%s/pages", n->kit);
    return opened;
}

bool scene_client_open_admin(struct scene_client *c, struct nursery *n, const char *folder, struct err *e)
{
    return open_role(c, n, SPAWN_ADMIN, folder, e);
}

static void end_process(struct scene_client *c)
{
    if (c->channel.fd <= 0) /* zeroed: never opened */
        return;
    spawned_kill(&c->process);
    channel_close(&c->channel);
    c->waiting = 0;
}

void scene_client_close(struct scene_client *c)
{
    end_process(c);
    c->failed = c->told = true;
}

static void fail(struct scene_client *c, const struct finding *f)
{
    if (!c->failed)
        c->finding = *f;
    c->failed = true;
    end_process(c);
}

static void fail_with(struct scene_client *c, const char *message, const char *remedy)
{
    struct finding f = {.severity = SEVERITY_ERROR};
    snprintf(f.file, sizeof f.file, "%s.lua", c->name);
    snprintf(f.message, sizeof f.message, "%.700s", message);
    snprintf(f.remedy, sizeof f.remedy, "%.500s", remedy);
    utf8_trim_partial(f.message);
    fail(c, &f);
}

static void fail_hostile(struct scene_client *c, const char *what)
{
    char message[700];
    snprintf(message, sizeof message, "展项进程发来了无效的数据（%.500s），已被结束", what);
    fail_with(c, message, "如果展项文件没有问题，这是软件的缺陷，请把日志交给开发者");
}

static void fail_late(struct scene_client *c)
{
    char message[256];
    snprintf(message, sizeof message, "展项超过 %d 毫秒没有回答，已被强行结束", c->requests[0].allowed_ms);
    fail_with(c, message, "看看最近改动的循环、很长的文字拼接或模式匹配");
}

int64_t scene_client_cpu_us(const struct scene_client *c)
{
    clockid_t clock;
    struct timespec t;
    if (c->process.pid <= 0 || clock_getcpuclockid(c->process.pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
        return -1;
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* --- asking --- */

static bool ask(struct scene_client *c, enum message type, const struct buf *b, uint32_t serial)
{
    if (c->failed || c->channel.broken || c->waiting >= SCENE_EVENTS_MAX)
        return false;
    bool survey = type == MSG_SURVEY;
    struct scene_request r = {.serial = serial, .since_us = clock_real_us(), .cpu_us = scene_client_cpu_us(c),
                              .allowed_ms = c->kill_ms * (survey ? SCENE_SURVEY_FACTOR : 1),
                              .allowed_messages = survey ? SCENE_SURVEY_SAID_MAX : SAID_AND_VIEW};
    c->requests[c->waiting++] = r;
    channel_send(&c->channel, (uint8_t)type, b->data, b->len);
    return true;
}

void scene_client_load_text(struct scene_client *c, const char *name, const char *file, const char *source, size_t len,
                            const struct scene_context *context)
{
    struct buf b = {0};
    snprintf(c->name, sizeof c->name, "%s", name);
    if (len > VM_SOURCE_MAX + 3) {
        fail_with(c, "文件超过 64 KB", "把它分成几个文件，用 require 取用");
        return;
    }
    buf_str(&b, name, strlen(name));
    buf_str(&b, file, strlen(file));
    buf_u32(&b, (uint32_t)len); /* bytes as they are: the scene process itself says what is wrong with them */
    buf_bytes(&b, source, len);
    context_encode(&b, context);
    ask(c, MSG_LOAD, &b, 0);
    buf_free(&b);
}

/* Where the content lies is nothing for a screen or the journal: the file is called by its name in it. */
static void fail_unread(struct scene_client *c, const char *path, const char *file, const char *why)
{
    char message[700];
    size_t len = strlen(path);
    bool named = strncmp(why, path, len) == 0;
    snprintf(message, sizeof message, "%s%s", named ? file : "", named ? why + len : why);
    fail_with(c, message, "核对 venue.lua 和 engine.go 里写的展项名字");
}

/* The content's own file; what it lacks may come with the kits. */
static bool find_scene(const struct scene_client *c, const char *file, char *path, size_t size)
{
    if (!path_join(path, size, c->root, file))
        return false;
    char page[1280];
    if (c->pages[0] && access(path, F_OK) != 0 && path_join(page, sizeof page, c->pages, file) && access(page, F_OK) == 0)
        snprintf(path, size, "%s", page);
    return true;
}

void scene_client_load(struct scene_client *c, const char *name, const struct scene_context *context)
{
    char file[160], path[1280];
    struct buf source = {0};
    struct err e;
    snprintf(c->name, sizeof c->name, "%s", name);
    snprintf(file, sizeof file, "%.150s.lua", name);
    if (!path_is_inside(file) || strlen(name) > 95 || !find_scene(c, file, path, sizeof path)) {
        fail_with(c, "不是展项的名字", "名字用小写字母、数字、- 和 _，分层用 /");
        return;
    }
    if (!file_read(path, LOOKED_AT, &source, &e)) {
        fail_unread(c, path, file, e.text);
        return;
    }
    scene_client_load_text(c, name, file, (const char *)source.data, source.len, context);
    buf_free(&source);
}

bool scene_client_event(struct scene_client *c, struct scene_event *ev)
{
    struct buf b = {0};
    ev->serial = c->serial + 1;
    event_encode(&b, ev);
    bool sent = ask(c, MSG_EVENT, &b, ev->serial);
    c->serial += sent;
    buf_free(&b);
    return sent;
}

bool scene_client_back(struct scene_client *c)
{
    struct scene_event ev = {.kind = EVENT_BACK};
    return scene_client_event(c, &ev);
}

bool scene_client_context(struct scene_client *c, const struct scene_context *context)
{
    struct buf b = {0};
    context_encode(&b, context);
    bool sent = ask(c, MSG_CONTEXT, &b, 0);
    buf_free(&b);
    return sent;
}

bool scene_client_answer(struct scene_client *c, uint32_t serial, bool ok, bool last, const char *json, size_t len)
{
    struct buf b = {0};
    if (!c->admin)
        return false;
    buf_u32(&b, serial);
    buf_u8(&b, ok);
    buf_u8(&b, last);
    buf_str(&b, json, len);
    bool sent = ask(c, MSG_ADMIN_ANSWER, &b, 0);
    buf_free(&b);
    return sent;
}

bool scene_client_survey(struct scene_client *c)
{
    struct buf none = {0};
    return ask(c, MSG_SURVEY, &none, 0);
}

bool scene_client_screen(struct scene_client *c, uint32_t number)
{
    struct buf b = {0};
    buf_u32(&b, number);
    bool sent = ask(c, MSG_SCREEN, &b, 0);
    buf_free(&b);
    return sent;
}

bool scene_client_busy(const struct scene_client *c)
{
    return c->waiting > 0;
}

int scene_client_fd(const struct scene_client *c)
{
    return c->channel.fd > 0 ? c->channel.fd : -1;
}

bool scene_client_wants_write(const struct scene_client *c)
{
    return c->channel.fd > 0 && channel_wants_write(&c->channel);
}

/* On a machine that others keep busy a healthy scene may not have had the processor: what is missing of the time it
 * must have computed before it is called late. 0: nothing. */
static int64_t to_compute_us(const struct scene_client *c)
{
    const struct scene_request *r = c->requests;
    int64_t cpu = scene_client_cpu_us(c), must = r->allowed_ms * 10ll * VM_STARVED;
    return cpu >= 0 && r->cpu_us >= 0 && cpu - r->cpu_us < must ? must - (cpu - r->cpu_us) : 0;
}

int scene_client_due_ms(const struct scene_client *c)
{
    if (c->failed && !c->told)
        return 0;
    if (!c->waiting)
        return -1;
    const struct scene_request *r = c->requests;
    int64_t used = clock_real_us() - r->since_us, left = r->allowed_ms * 1000ll - used;
    if (left > 0)
        return (int)(left / 1000) + 1;
    int64_t owed = to_compute_us(c);
    return owed > 0 && used < MERCY * r->allowed_ms * 1000ll ? (int)(owed / 1000) + 1 : 0;
}

/* --- hearing --- */

static void serve_require(struct scene_client *c, struct reader *r)
{
    char name[72], file[160], path[1280], shown[200];
    struct buf source = {0}, b = {0};
    struct err e;
    read_str_into(r, name, sizeof name);
    if (!reader_done(r) || ++c->modules > SCENE_MODULES_MAX) {
        fail_hostile(c, "require");
        return;
    }
    int64_t now = clock_real_us();
    if (c->waiting && now > c->polled_us) /* the time until we looked is ours, not the scene's */
        c->requests[0].since_us += now - c->polled_us;
    for (char *p = name; *p; p++)
        *p = *p == '.' ? '/' : *p;
    snprintf(file, sizeof file, "%s.lua", name);
    bool found = path_is_inside(file) && path_join(path, sizeof path, c->root, file) &&
                 file_read(path, VM_SOURCE_MAX + 3, &source, &e);
    if (!found)
        snprintf(shown, sizeof shown, "没有文件 %.100s，或它超过 64 KB", file);
    buf_u8(&b, found);
    buf_str(&b, found ? file : shown, strlen(found ? file : shown));
    buf_str(&b, (const char *)source.data, source.len);
    channel_send(&c->channel, MSG_SOURCE, b.data, b.len);
    buf_free(&b);
    buf_free(&source);
}

static void hear_error(struct scene_client *c, struct reader *r)
{
    struct finding f;
    if (finding_decode(r, &f))
        fail(c, &f);
    else
        fail_hostile(c, "error");
}

/* One message from the socket: true when *out holds something for the caller. */
static bool hear(struct scene_client *c, uint8_t type, struct reader *r, struct scene_message *out)
{
    struct err e = {.text = ""};
    bool dropped = false;
    c->said += type == MSG_VIEW ? VIEW_COST : 1;
    if (c->said > (c->waiting ? c->requests[0].allowed_messages : SCENE_SAID_MAX)) {
        fail_hostile(c, "too many messages");
        return false;
    }
    if (type == MSG_REQUIRE || type == MSG_ERROR) {
        if (type == MSG_REQUIRE)
            serve_require(c, r);
        else
            hear_error(c, r);
        return false;
    }
    memset(out, 0, sizeof *out);
    if (!client_take(c, type, r, out, &dropped, &e)) {
        char what[900];
        snprintf(what, sizeof what, "%d %s", type, e.text);
        scene_message_free(out);
        fail_hostile(c, what);
        return false;
    }
    return !dropped;
}

static bool tell_failure(struct scene_client *c, struct scene_message *out)
{
    if (!c->failed || c->told)
        return false;
    c->told = true;
    memset(out, 0, sizeof *out);
    out->said = SCENE_FAILED;
    out->finding = c->finding;
    return true;
}

/* What is in the socket is read before a scene is called late, since we may have been late ourselves. Talking without an
 * end is no answer, though. */
static bool out_of_patience(const struct scene_client *c)
{
    const struct scene_request *r = c->requests;
    int64_t over = c->waiting ? clock_real_us() - r->since_us - PATIENCE * r->allowed_ms * 1000ll : 0;
    return over > 0 && (over > (MERCY - PATIENCE) * r->allowed_ms * 1000ll || to_compute_us(c) == 0);
}

bool scene_client_receive(struct scene_client *c, struct scene_message *out)
{
    uint8_t type;
    struct reader r;
    while (!c->failed) {
        if (out_of_patience(c)) {
            fail_late(c);
            break;
        }
        channel_flush(&c->channel);
        if (channel_receive(&c->channel, &type, &r, 0)) {
            if (hear(c, type, &r, out))
                return true;
        } else if (c->channel.broken) {
            fail_with(c, "展项进程意外结束", "看日志里这一刻前后的说明；三次之后展项会显示“正在维护”");
        } else if (scene_client_due_ms(c) == 0) {
            fail_late(c);
        } else {
            c->polled_us = clock_real_us();
            return false;
        }
    }
    return tell_failure(c, out);
}

bool scene_client_wait(struct scene_client *c, struct scene_message *out, int timeout_ms)
{
    int64_t end = clock_real_us() + timeout_ms * 1000ll;
    while (!scene_client_receive(c, out)) {
        int64_t left = (end - clock_real_us()) / 1000;
        int due = scene_client_due_ms(c);
        if (left <= 0 || scene_client_fd(c) < 0)
            return false;
        struct pollfd look = {.fd = scene_client_fd(c), .events = POLLIN};
        if (scene_client_wants_write(c))
            look.events |= POLLOUT;
        poll(&look, 1, due >= 0 && due < left ? due : (int)left);
    }
    return true;
}
