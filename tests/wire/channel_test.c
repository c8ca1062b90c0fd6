/* Messages over a channel: whole, long, many, and from a peer that lies. */
#include "wire/channel.h"
#include "wire/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

struct pair {
    struct channel a, b;
};

static int setup(void **state)
{
    int ends[2];
    struct err e;
    struct pair *p = calloc(1, sizeof *p);
    assert_true(channel_pair(ends, &e));
    channel_open(&p->a, ends[0]);
    channel_open(&p->b, ends[1]);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct pair *p = *state;
    channel_close(&p->a);
    channel_close(&p->b);
    free(p);
    return 0;
}

static void short_messages_keep_order(void **state)
{
    struct pair *p = *state;
    uint8_t type;
    struct reader r;
    assert_false(channel_receive(&p->b, &type, &r, 0));
    assert_false(p->b.broken);
    channel_send(&p->a, MSG_PRINT, "ab", 2);
    channel_send(&p->a, MSG_DONE, NULL, 0);
    assert_true(channel_receive(&p->b, &type, &r, 100));
    assert_int_equal(type, MSG_PRINT);
    assert_memory_equal(r.at, "ab", 2);
    assert_true(channel_receive(&p->b, &type, &r, 100));
    assert_int_equal(type, MSG_DONE);
    assert_ptr_equal(r.at, r.end);
}

static void long_message_arrives_whole(void **state)
{
    struct pair *p = *state;
    size_t len = 3u << 20;
    unsigned char *data = malloc(len);
    for (size_t i = 0; i < len; i++)
        data[i] = (unsigned char)(i * 7);
    uint8_t type;
    struct reader r;
    bool got = false;
    assert_true(channel_send(&p->a, MSG_VIEW, data, len));
    for (int i = 0; i < 1000 && !got; i++) {
        channel_flush(&p->a);
        got = channel_receive(&p->b, &type, &r, 0);
    }
    assert_true(got);
    assert_int_equal(r.end - r.at, len);
    assert_memory_equal(r.at, data, len);
    free(data);
}

static bool pump(struct pair *p, uint8_t *type, struct reader *r)
{
    for (int i = 0; i < 5000 && !p->b.broken; i++) {
        channel_flush(&p->a);
        if (channel_receive(&p->b, type, r, 0))
            return true;
    }
    return false;
}

static void the_longest_message_is_the_limit(void **state)
{
    struct pair *p = *state;
    unsigned char *data = calloc(1, CHANNEL_MESSAGE_MAX + 1);
    uint8_t type;
    struct reader r;
    assert_true(channel_send(&p->a, MSG_VIEW, data, CHANNEL_MESSAGE_MAX));
    assert_true(pump(p, &type, &r));
    assert_int_equal(r.end - r.at, CHANNEL_MESSAGE_MAX);
    assert_false(channel_send(&p->a, MSG_VIEW, data, CHANNEL_MESSAGE_MAX + 1));
    assert_true(p->a.broken);
    free(data);
}

/* A peer that keeps to no limit: the message is let in up to the last byte that may be, then the channel is closed. */
static void a_message_without_an_end_is_cut_off(void **state)
{
    struct pair *p = *state;
    static unsigned char packet[(60 << 10)];
    uint8_t type;
    struct reader r;
    size_t sent = 0, part = sizeof packet - 2;
    packet[0] = MSG_VIEW;
    packet[1] = 1; /* more to come */
    for (; sent + part <= CHANNEL_MESSAGE_MAX; sent += part) {
        assert_int_equal(send(p->a.fd, packet, sizeof packet, 0), sizeof packet);
        assert_false(channel_receive(&p->b, &type, &r, 0));
        assert_false(p->b.broken);
    }
    part = CHANNEL_MESSAGE_MAX - sent;
    send(p->a.fd, packet, part + 2, 0);
    assert_false(channel_receive(&p->b, &type, &r, 0));
    assert_false(p->b.broken);
    send(p->a.fd, packet, 3, 0);
    assert_false(channel_receive(&p->b, &type, &r, 0));
    assert_true(p->b.broken);
}

/* What waits for a peer that does not read may grow to the limit, not beyond. */
static void a_peer_that_does_not_read_is_given_up(void **state)
{
    struct pair *p = *state;
    size_t len = 1 << 20, queued = 0;
    unsigned char *data = calloc(1, len);
    while (channel_send(&p->a, MSG_VIEW, data, len) && queued < 2ul * CHANNEL_QUEUE_MAX)
        queued = p->a.out.len - p->a.out_at;
    assert_true(p->a.broken);
    assert_in_range(queued, CHANNEL_QUEUE_MAX - len - 4096, CHANNEL_QUEUE_MAX);
    free(data);
}

static void descriptors_travel(void **state)
{
    struct pair *p = *state;
    int pipe_ends[2];
    uint8_t type;
    struct reader r;
    assert_int_equal(pipe(pipe_ends), 0);
    assert_true(channel_send_fds(&p->a, MSG_SPAWNED, "x", 1, &pipe_ends[1], 1));
    assert_true(channel_receive(&p->b, &type, &r, 100));
    int fd = channel_take_fd(&p->b, 0);
    assert_true(fd >= 0);
    assert_int_equal(channel_take_fd(&p->b, 0), -1);
    assert_int_equal(write(fd, "y", 1), 1);
    close(fd);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
}

static void lying_peer_breaks_only_the_channel(void **state)
{
    struct pair *p = *state;
    uint8_t type;
    struct reader r;
    assert_int_equal(send(p->a.fd, "z", 1, 0), 1); /* shorter than a head */
    assert_false(channel_receive(&p->b, &type, &r, 100));
    assert_true(p->b.broken);
    assert_false(channel_send(&p->b, MSG_DONE, NULL, 0));
}

static void type_may_not_change_inside_a_message(void **state)
{
    struct pair *p = *state;
    uint8_t type;
    struct reader r;
    unsigned char first[] = {MSG_VIEW, 1, 'a'}, second[] = {MSG_DONE, 0, 'b'};
    send(p->a.fd, first, sizeof first, 0);
    send(p->a.fd, second, sizeof second, 0);
    assert_false(channel_receive(&p->b, &type, &r, 100));
    assert_true(p->b.broken);
}

static void dead_peer_is_noticed(void **state)
{
    struct pair *p = *state;
    uint8_t type;
    struct reader r;
    channel_close(&p->a);
    assert_false(channel_receive(&p->b, &type, &r, 100));
    assert_true(p->b.broken);
}

static void structs_survive_the_way(void **state)
{
    (void)state;
    struct buf b = {0};
    struct scene_context c = {.lang = "en", .theme = "zhumo", .reach = true, .text_size = 3, .width = 1080,
                              .height = 1776, .seed = 7, .today = "2026-11-22", .seen = "a b "}, d;
    context_encode(&b, &c);
    struct reader r = reader_of(b.data, b.len);
    assert_true(context_decode(&r, &d));
    assert_string_equal(d.seen, "a b ");
    assert_true(d.reach && !d.portrait && d.text_size == 3);
    b.data[b.len - 1] = 1; /* the last string's length now lies */
    r = reader_of(b.data, b.len);
    assert_false(context_decode(&r, &d));
    buf_free(&b);
}

int main(void)
{
#define WITH(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
    const struct CMUnitTest tests[] = {
        WITH(short_messages_keep_order),
        WITH(long_message_arrives_whole),
        WITH(the_longest_message_is_the_limit),
        WITH(a_message_without_an_end_is_cut_off),
        WITH(a_peer_that_does_not_read_is_given_up),
        WITH(descriptors_travel),
        WITH(lying_peer_breaks_only_the_channel),
        WITH(type_may_not_change_inside_a_message),
        WITH(dead_peer_is_noticed),
        cmocka_unit_test(structs_survive_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
