#include "app/stage_process.h"

#include "app/show.h"
#include "base/log.h"
#include "wire/channel.h"

#include <signal.h>
#include <string.h>

#define HELLO_MS 10000

struct session {
    struct channel keeper;
    bool stop;
};

static void send_record(void *user, const struct record *r)
{
    struct session *s = user;
    struct buf b = {0};
    record_encode(&b, r);
    channel_send(&s->keeper, MSG_RECORD, b.data, b.len);
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

static bool send_ready(struct session *s, const char *titles)
{
    struct buf b = {0};
    buf_str(&b, titles, strlen(titles));
    bool sent = channel_send(&s->keeper, MSG_READY, b.data, b.len);
    buf_free(&b);
    return sent;
}

static bool hear_hello(struct session *s, uint32_t *boot, uint32_t *first_visit)
{
    uint8_t type;
    struct reader r;
    if (!channel_receive(&s->keeper, &type, &r, HELLO_MS) || type != MSG_HELLO)
        return false;
    *boot = read_u32(&r);
    *first_visit = read_u32(&r);
    return reader_done(&r);
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
    bool ready = false;
    while (!s->stop && !show->quit) {
        busy_begin(busy);
        hear_keeper(s, show);
        int ms = show_step(show);
        if (!ready && show->state == SHOW_SCENE)
            ready = send_ready(s, show->venue.order);
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

int stage_process_main(const struct stage_process *p)
{
    struct session s = {0};
    struct show show;
    struct err e;
    struct clock clock = clock_real();
    uint32_t boot, first_visit;
    signal(SIGINT, SIG_IGN); /* the terminal's Ctrl-C reaches everyone; the keeper says when to stop */
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    channel_open(&s.keeper, p->keeper_fd);
    if (!hear_hello(&s, &boot, &first_visit))
        return 1;
    struct show_options o = {.config = p->config, .clock = &clock, .headless = p->headless, .width = p->width,
                             .height = p->height, .text_size = -1, .boot = boot, .first_visit = first_visit,
                             .seed = (uint32_t)clock_wall(&clock), .send = send_record, .ask = send_ask, .user = &s};
    if (!show_open(&show, &o, &e)) {
        log_error("stage", "%s", e.text);
        return 1;
    }
    run(&show, &s, p->busy);
    bool in_order = s.stop || nursery_alive(&show.nursery);
    busy_begin(p->busy);
    show_close(&show);
    while (channel_wants_write(&s.keeper) && !s.keeper.broken)
        channel_flush(&s.keeper);
    channel_close(&s.keeper);
    return in_order ? 0 : 1;
}
