#include "fuzz.h"

#include "app/strikes.h"
#include "scene/client_take.h"
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

/* The stage, from a scene process; it waits for one answer, and the scene is an administrator's. */
static void client(struct channel *c)
{
    struct scene_client client = {.admin = true, .view = tree_limits_default, .waiting = 1, .requests = {{.serial = 1}}};
    uint8_t type;
    struct reader r;
    while (channel_receive(c, &type, &r, 0)) {
        struct scene_message m = {.said = SCENE_FAILED};
        struct err e = {.text = ""};
        bool dropped = false;
        bool fine = client_take(&client, type, &r, &m, &dropped, &e);
        MUST(!fine || m.said != SCENE_VIEW || m.root);
        MUST(!fine || m.said != SCENE_RECORD || m.record->kind < RECORD_KINDS);
        MUST(client.waiting >= 0 && client.waiting <= 1);
        arena_free(&m.arena);
    }
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

static void seed_client(int i, struct buf *out)
{
    static const uint8_t column[] = {NODE_COLUMN, 0, 2, 0, NODE_TEXT, 0, 0, 0, NODE_BUTTON, 0, 1, 0, NODE_TEXT, 0, 0, 0};
    static const uint8_t types[] = {MSG_VIEW, MSG_RECORD, MSG_GO, MSG_TIMER, MSG_SCREEN_NAME, MSG_PRINT, MSG_DONE,
                                    MSG_COMPLETE, MSG_THEME_NUMBER, MSG_ADMIN};
    struct view_head head = {.serial = 1, .back = BACK_STEP, .screen = "home:1", .chars = 120};
    struct record r;
    struct buf b = {0};
    buf_u8(out, 0);
    if (types[i] == MSG_VIEW) {
        view_head_encode(&b, &head);
        buf_bytes(&b, column, sizeof column);
    } else if (types[i] == MSG_RECORD) {
        record_start(&r, RECORD_CHOICE);
        record_set_text(&r, "at", "gate", 4);
        record_set_text(&r, "chosen", "in", 2);
        record_encode(&b, &r);
    } else if (types[i] == MSG_PRINT || types[i] == MSG_GO) {
        if (types[i] == MSG_GO)
            buf_u8(&b, GO_SCENE);
        buf_str(&b, "quiz/a", 6);
    } else if (types[i] != MSG_COMPLETE) {
        buf_u32(&b, 1);
        buf_str(&b, "state", 5);
        buf_str(&b, "{\"n\":1}", 7);
    }
    packet(out, types[i], &b);
    buf_clear(&b);
    buf_u32(&b, 1);
    packet(out, MSG_DONE, &b);
    buf_free(&b);
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
    if (i > 11)
        return false;
    if (i < 10)
        seed_client(i, out);
    else if (i == 10)
        seed_strikes(out);
    else
        seed_worker(out);
    return true;
}
