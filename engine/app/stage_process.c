#include "app/stage_process.h"

#include "app/bare_stage.h"
#include "app/show.h"
#include "base/log.h"
#include "scene/fence.h"
#include "wire/channel.h"

#include <signal.h>
#include <string.h>

#define HELLO_MS 10000

struct session {
    struct channel keeper;
    bool stop;
    enum stands told;
};

static void send_record(void *user, const struct record *r)
{
    struct session *s = user;
    struct buf b = {0};
    record_encode(&b, r);
    channel_send(&s->keeper, MSG_RECORD, b.data, b.len);
    buf_free(&b);
}

static void send_title(void *user, const char *scene, const char *item, const char *title)
{
    struct session *s = user;
    struct buf b = {0};
    buf_str(&b, scene, strlen(scene));
    buf_str(&b, item, strlen(item));
    buf_str(&b, title, strlen(title));
    channel_send(&s->keeper, MSG_TITLE, b.data, b.len);
    buf_free(&b);
}

static void send_ask(void *user, uint32_t serial, const char *name, const char *args)
{
    struct session *s = user;
    struct buf b = {0};
    buf_u32(&b, serial);
    buf_str(&b, name, strlen(name));
    buf_str(&b, args, strlen(args));
    channel_send(&s->keeper, MSG_ADMIN, b.data, b.len);
    buf_free(&b);
}

/* What the visitors see, when it is another thing than before: home (or what was entered from there) or nothing but the
 * built-in screen. Call it after a frame. */
static void tell_standing(struct session *s, const struct show *show)
{
    enum stands now = show->state == SHOW_BROKEN ? STANDS_BUILT_IN : show->state == SHOW_SCENE ? STANDS_HOME : s->told;
    struct buf b = {0};
    if (now == s->told)
        return;
    buf_u8(&b, (uint8_t)now);
    buf_str(&b, show->venue.order, strlen(show->venue.order));
    if (channel_send(&s->keeper, MSG_STANDS, b.data, b.len))
        s->told = now;
    buf_free(&b);
}

static bool hear_hello(struct session *s, uint32_t *boot, uint32_t *first_visit, struct strikes *strikes)
{
    struct clock clock = clock_real();
    uint8_t type;
    struct reader r;
    if (!channel_receive(&s->keeper, &type, &r, HELLO_MS) || type != MSG_HELLO)
        return false;
    *boot = read_u32(&r);
    *first_visit = read_u32(&r);
    return strikes_decode(&r, strikes, *boot, &clock);
}

static void hear_keeper(struct session *s, struct show *show)
{
    uint8_t type;
    struct reader r;
    while (channel_receive(&s->keeper, &type, &r, 0)) {
        s->stop |= type == MSG_STOP;
        show_hear(show, type, &r);
    }
    s->stop |= s->keeper.broken; /* no keeper, no records: end and be started afresh */
}

static void run(struct show *show, struct session *s, struct busy_mark *busy)
{
    while (!s->stop && !show->quit) {
        busy_begin(busy);
        hear_keeper(s, show);
        int ms = show_step(show);
        tell_standing(s, show);
        busy_end(busy);
        if (s->stop || show->quit || ms == 0)
            continue;
        short events = channel_wants_write(&s->keeper) ? POLLIN | POLLOUT : POLLIN;
        struct pollfd keeper = {.fd = s->keeper.fd, .events = events};
        show_wait(show, &keeper, 1, ms);
        if (keeper.revents & POLLOUT)
            channel_flush(&s->keeper);
    }
}

/* What the keeper has to say comes late: it opens the journal while the window opens here. */
static int show_main(const struct stage_process *p, struct session *s)
{
    struct show show;
    struct err e;
    uint32_t boot, first_visit;
    struct strikes strikes;
    struct clock clock = clock_real();
    struct show_options o = {.config = p->config, .clock = &clock, .headless = p->headless, .width = p->width,
                             .height = p->height, .text_size = -1, .admin_first = p->kind == STAGE_ADMIN,
                             .keep_pictures = true, .fell = p->fell,
                             .seed = (uint32_t)clock_wall(&clock), .send = send_record,
                             .title = send_title, .ask = send_ask, .user = s};
    if (!show_prepare(&show, &o, &e)) {
        log_error("stage", "%s", e.text);
        return 1;
    }
    if (!hear_hello(s, &boot, &first_visit, &strikes))
        return 1;
    show_begin(&show, boot, first_visit, &strikes);
    run(&show, s, p->busy);
    bool in_order = s->stop || nursery_alive(&show.nursery);
    busy_begin(p->busy);
    show_close(&show);
    while (channel_wants_write(&s->keeper) && channel_flush(&s->keeper)) { /* the keeper says how long */
        struct pollfd room = {.fd = s->keeper.fd, .events = POLLOUT};
        poll(&room, 1, 100);
    }
    return in_order ? 0 : 1;
}

int stage_process_main(const struct stage_process *p)
{
    struct session s = {0};
    struct err e;
    signal(SIGINT, SIG_IGN); /* the terminal's Ctrl-C reaches everyone; the keeper says when to stop */
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    channel_open(&s.keeper, p->keeper_fd);
    if (!fence_enter(&e)) /* visitors come first: scenes have their own walls, and the log says it */
        log_error("stage", "%s", e.text);
    int code = p->kind == STAGE_BARE ? bare_stage_main(p, &s.keeper) : show_main(p, &s);
    channel_close(&s.keeper);
    return code;
}
