#include "fuzz.h"

#include "app/strikes.h"
#include "base/clock.h"
#include "scene/client.h"
#include "scene/scene.h"
#include "stage/picture_worker.h"
#include "wire/channel.h"
#include "wire/record.h"

#include <sys/socket.h>
#include <unistd.h>

/* Whole packets on a socket, as a process gone wild puts them there, and whoever receives them. First byte: who. Then
 * packets: u8 length, u8 type, u8 whether more follows, bytes. */

static void put_packets(int fd, const uint8_t *data, size_t size)
{
    for (size_t at = 0; at + 3 <= size;) {
        uint8_t packet[2 + 255];
        size_t len = data[at] < size - at - 3 ? data[at] : size - at - 3;
        packet[0] = data[at + 1];
        packet[1] = data[at + 2];
        memcpy(packet + 2, data + at + 3, len);
        if (send(fd, packet, len + 2, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
            return; /* full: enough */
        at += 3 + len;
    }
}

static struct finding ended; /* what the last client's scene ended of */
static int answered;         /* DONEs that it took */

static void look_at(const struct scene_client *c, const struct scene_message *m)
{
    MUST(m->said != SCENE_VIEW || m->root);
    MUST(m->said != SCENE_RECORD || m->record->kind < RECORD_KINDS);
    MUST(c->waiting >= 0 && c->waiting <= 1);
    answered += m->said == SCENE_DONE;
    if (m->said == SCENE_FAILED)
        ended = m->finding;
}

/* The stage, from a scene process; it waits for one answer, and the scene is an administrator's. */
static void client(struct channel *c)
{
    struct scene_client client = {.channel = *c, .process = {.fd = -1, .pidfd = -1}, .admin = true, .root = "scripts/kit",
                                  .view = tree_limits_default, .waiting = 1, .polled_us = clock_real_us()};
    struct scene_message m;
    client.requests[0] = (struct scene_request){.serial = 1, .since_us = clock_real_us(), .cpu_us = -1, .allowed_ms = 60000,
                                                .allowed_messages = SCENE_SAID_MAX};
    *c = channel_none();
    answered = 0;
    while (scene_client_receive(&client, &m)) {
        look_at(&client, &m);
        scene_message_free(&m);
    }
    scene_client_close(&client);
}

/* The stage, from the keeper. */
static void strikes(struct channel *c)
{
    struct clock clock = clock_virtual(1795316645678);
    uint8_t type;
    struct reader r;
    while (channel_receive(c, &type, &r, 0)) {
        struct strikes s = {.content = 0}, again = {.content = 0};
        struct buf b = {0};
        if (!strikes_decode(&r, &s, 1, &clock))
            continue;
        strikes_encode(&b, &s);
        struct reader back = reader_of(b.data, b.len);
        MUST(strikes_decode(&back, &again, 1, &clock));
        buf_free(&b);
    }
}

/* The picture worker, from the stage: reads jobs until the socket ends. */
static void worker(struct channel *c)
{
    int own = dup(c->fd);
    channel_close(c);
    MUST(own >= 0);
    picture_worker_main(own);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const who[])(struct channel *) = {client, client, client, strikes, worker};
    int ends[2];
    struct channel c;
    if (size == 0)
        return 0;
    MUST(channel_pair(ends, NULL));
    put_packets(ends[0], data + 1, size - 1);
    shutdown(ends[0], SHUT_WR);
    channel_open(&c, ends[1]);
    who[data[0] % (sizeof who / sizeof *who)](&c);
    channel_close(&c);
    close(ends[0]);
    return 0;
}

static void packet(struct buf *out, uint8_t type, const struct buf *payload)
{
    size_t len = payload->len < 255 ? payload->len : 255;
    buf_u8(out, (uint8_t)len);
    buf_u8(out, type);
    buf_u8(out, 0);
    buf_bytes(out, payload->data, len);
}

static void put(struct buf *b, const char *text)
{
    buf_str(b, text, strlen(text));
}

static void put_view(struct buf *b)
{
    static const uint8_t column[] = {NODE_COLUMN, 0, 2, 0, NODE_TEXT, 0, 0, 0, NODE_BUTTON, 0, 1, 0, NODE_TEXT, 0, 0, 0};
    const struct view_head head = {.serial = 1, .back = BACK_STEP, .screen = "home:1", .chars = 120};
    view_head_encode(b, &head);
    buf_bytes(b, column, sizeof column);
}

static void put_record(struct buf *b)
{
    struct record r;
    record_start(&r, RECORD_CHOICE);
    record_set_text(&r, "at", "gate", 4);
    record_set_text(&r, "chosen", "in", 2);
    record_encode(b, &r);
}

static void put_meta(struct buf *b)
{
    const struct scene_meta meta = {.kind = "venue", .title = "清风馆", .content = "demo@3", .theme = "qinglian",
                                    .order = "quiz\t廉洁知识\nstory\t抉择\n"};
    meta_encode(b, &meta);
}

static const struct finding of_a_scene = {.severity = SEVERITY_WARNING, .file = "quiz.lua", .line = 12, .message = "写错了",
                                          .offending = "txet", .remedy = "改成 text"};

/* Each payload as its message has it (wire/message.h). */
static void put_payload(struct buf *b, uint8_t type)
{
    switch (type) {
    case MSG_VIEW: put_view(b); break;
    case MSG_RECORD: put_record(b); break;
    case MSG_GO: buf_u8(b, GO_SCENE), put(b, "quiz/a"); break;
    case MSG_TIMER: buf_u32(b, 3), buf_u32(b, 1500); break;
    case MSG_SCREEN_NAME: buf_u32(b, 0), put(b, "开始"), buf_u32(b, 7), buf_u8(b, 1); break;
    case MSG_PRINT: put(b, "数到 1"); break;
    case MSG_THEME_NUMBER: put(b, "radius_card"), buf_f32(b, 12.5f); break;
    case MSG_THEME_TEXT: put(b, "ink"), put(b, "#2B2A28"); break;
    case MSG_ADMIN: buf_u32(b, 1), put(b, "state"), put(b, "{\"n\":1}"); break;
    case MSG_META: put_meta(b); break;
    case MSG_FINDING:
    case MSG_ERROR: finding_encode(b, &of_a_scene); break;
    case MSG_REQUIRE: put(b, "layout"); break;
    case MSG_TITLE: put(b, "q7"), put(b, "公款可以借用吗？"); break;
    default: break; /* MSG_COMPLETE: nothing */
    }
}

static const uint8_t scene_says[] = {MSG_VIEW, MSG_RECORD, MSG_GO, MSG_TIMER, MSG_SCREEN_NAME, MSG_PRINT, MSG_COMPLETE,
                                     MSG_THEME_NUMBER, MSG_THEME_TEXT, MSG_ADMIN, MSG_META, MSG_FINDING, MSG_ERROR,
                                     MSG_REQUIRE, MSG_TITLE};
#define SCENE_SAYS (int)sizeof scene_says

/* The message and the answer it belongs to. A seed that is not understood would lead nowhere. */
static void seed_client(uint8_t type, struct buf *out)
{
    struct buf b = {0};
    buf_u8(out, 0);
    put_payload(&b, type);
    packet(out, type, &b);
    buf_clear(&b);
    buf_u32(&b, 1);
    packet(out, MSG_DONE, &b);
    buf_free(&b);
    LLVMFuzzerTestOneInput(out->data, out->len);
    MUST(type == MSG_ERROR ? strcmp(ended.message, of_a_scene.message) == 0 : answered == 1);
}

static void seed_strikes(struct buf *out)
{
    struct clock clock = clock_virtual(1795316645678);
    struct strikes s = {.content = 1};
    struct buf b = {0};
    for (int i = 0; i < 3; i++)
        strikes_add(&s, "quiz/a", 1, &clock);
    strikes_encode(&b, &s);
    buf_u8(out, 3);
    packet(out, MSG_STRIKES, &b);
    buf_free(&b);
}

static void seed_worker(struct buf *out)
{
    struct buf b = {0};
    buf_u32(&b, 7);
    buf_u8(&b, 1);
    buf_u8(&b, 0);
    buf_u8(&b, 0);
    buf_u32(&b, 64);
    buf_u32(&b, 64);
    buf_i64(&b, 1000000);
    buf_u8(out, 4);
    packet(out, MSG_DECODE, &b);
    buf_free(&b);
}

bool fuzz_seed(int i, struct buf *out)
{
    if (i < SCENE_SAYS)
        seed_client(scene_says[i], out);
    else if (i == SCENE_SAYS)
        seed_strikes(out);
    else if (i == SCENE_SAYS + 1)
        seed_worker(out);
    else
        return false;
    return true;
}
