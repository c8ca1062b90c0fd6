/* The stage's end against a scene process that was taken over and says what it likes. */
#include "helpers.h"

#include "scene/scene.h"

#include <sys/socket.h>

static struct channel evil; /* the scene's end */

static void open_forged(struct scene_client *c)
{
    int ends[2];
    struct scene_context context = a_context();
    assert_true(channel_pair(ends, NULL));
    memset(c, 0, sizeof *c);
    c->kill_ms = 400;
    c->view = tree_limits_default;
    c->process.fd = c->process.pidfd = -1;
    snprintf(c->root, sizeof c->root, "%s", folder);
    channel_open(&c->channel, ends[0]);
    channel_open(&evil, ends[1]);
    c->polled_us = clock_real_us();
    scene_client_load_text(c, "try", "try.lua", "", 0, &context);
}

static void say(uint8_t type, const struct buf *b)
{
    channel_send(&evil, type, b->data, b->len);
}

static void close_forged(struct scene_client *c)
{
    scene_client_close(c);
    channel_close(&evil);
}

/* The message must end the scene. */
static void refused(uint8_t type, struct buf *b, const char *what)
{
    struct scene_client c;
    struct scene_message m;
    open_forged(&c);
    say(type, b);
    if (!scene_client_receive(&c, &m) || m.said != SCENE_FAILED)
        fail_msg("%s was taken", what);
    assert_int_equal(scene_client_fd(&c), -1);
    assert_false(scene_client_receive(&c, &m));
    close_forged(&c);
    buf_free(b);
}

static void test_malformed(void **state)
{
    struct buf b = {0};
    (void)state;
    refused(0, &b, "type 0");
    refused(200, &b, "type 200");
    refused(MSG_SPAWN, &b, "spawn");
    refused(MSG_LOAD, &b, "load");
    refused(MSG_VIEW, &b, "empty view");
    refused(MSG_META, &b, "empty meta");
    refused(MSG_RECORD, &b, "empty record");
    refused(MSG_DONE, &b, "empty done");
    refused(MSG_ERROR, &b, "empty error");
    refused(MSG_PRINT, &b, "empty print");
    buf_u32(&b, 77);
    refused(MSG_DONE, &b, "done of what was not asked");
    buf_u32(&b, 1);
    buf_u32(&b, 0xFFFFFFFF);
    refused(MSG_TIMER, &b, "endless timer");
    buf_u8(&b, 99);
    buf_str(&b, "x", 1);
    refused(MSG_GO, &b, "go nowhere");
    buf_u8(&b, GO_SCENE);
    buf_str(&b, "../../etc", 9);
    refused(MSG_GO, &b, "go outside");
    buf_str(&b, "\xff\xfe", 2);
    refused(MSG_PRINT, &b, "print of bytes");
    buf_u32(&b, 0xFFFFFFF0);
    refused(MSG_PRINT, &b, "length of nothing");
}

static void test_done_twice(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct buf b = {0};
    (void)state;
    open_forged(&c);
    buf_u32(&b, 0);
    say(MSG_DONE, &b);
    say(MSG_DONE, &b);
    assert_true(scene_client_receive(&c, &m));
    assert_int_equal(m.said, SCENE_DONE);
    assert_true(scene_client_receive(&c, &m));
    assert_int_equal(m.said, SCENE_FAILED);
    close_forged(&c);
    buf_free(&b);
}

static void test_views(void **state)
{
    struct buf b = {0};
    struct view_head h = {.serial = 1};
    (void)state;
    view_head_encode(&b, &h);
    size_t head = b.len;
    buf_u8(&b, NODE_TYPES);
    refused(MSG_VIEW, &b, "no such node");
    view_head_encode(&b, &h);
    for (int i = 0; i < 100; i++) {
        buf_u8(&b, NODE_COLUMN);
        buf_u8(&b, 0);
        buf_u16(&b, 1);
    }
    refused(MSG_VIEW, &b, "too deep");
    view_head_encode(&b, &h);
    buf_u8(&b, NODE_COLUMN);
    buf_u8(&b, 0);
    buf_u16(&b, 20050);
    for (int i = 0; i < 20050; i++)
        buf_u32(&b, NODE_TEXT);
    refused(MSG_VIEW, &b, "too many");
    view_head_encode(&b, &h);
    buf_u8(&b, NODE_TEXT);
    buf_u8(&b, 0);
    buf_u16(&b, 0);
    buf_u8(&b, 1);
    refused(MSG_VIEW, &b, "more after the tree");
    assert_true(head > 0);
}

static void test_require(void **state)
{
    static const char *const outside[] = {"..etc.passwd", "/etc/passwd", "....", "a b", "kit/../../x"};
    struct scene_client c;
    struct scene_message m;
    struct buf b = {0};
    struct reader r;
    uint8_t type;
    (void)state;
    open_forged(&c);
    assert_true(channel_receive(&evil, &type, &r, 100));
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        buf_clear(&b);
        buf_str(&b, outside[i], strlen(outside[i]));
        say(MSG_REQUIRE, &b);
        assert_false(scene_client_receive(&c, &m));
        assert_true(channel_receive(&evil, &type, &r, 100));
        assert_int_equal(type, MSG_SOURCE);
        assert_int_equal(read_u8(&r), 0);
    }
    int asked = (int)(sizeof outside / sizeof *outside);
    for (; asked < 1000 && !scene_client_receive(&c, &m); asked++)
        say(MSG_REQUIRE, &b);
    assert_int_equal(m.said, SCENE_FAILED);
    assert_in_range(asked, SCENE_MODULES_MAX - 4, SCENE_MODULES_MAX + 6);
    close_forged(&c);
    buf_free(&b);
}

static void test_flood(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct buf b = {0};
    int heard = 0, printed = 0;
    (void)state;
    open_forged(&c);
    buf_str(&b, "x", 1);
    for (int i = 0; i < 20000 && !evil.broken; i++) {
        say(MSG_PRINT, &b);
        while (scene_client_receive(&c, &m)) {
            heard++;
            printed += m.said == SCENE_PRINT;
            if (m.said == SCENE_FAILED)
                i = 20000;
        }
    }
    assert_int_equal(m.said, SCENE_FAILED);
    assert_in_range(printed, 20, 60);
    close_forged(&c);
    buf_free(&b);
}

static void test_silence(void **state)
{
    struct scene_client c;
    struct scene_message m;
    (void)state;
    open_forged(&c);
    int64_t before = clock_real_us();
    assert_true(scene_client_wait(&c, &m, 2000));
    assert_int_equal(m.said, SCENE_FAILED);
    assert_in_range((clock_real_us() - before) / 1000, 390, 2000);
    close_forged(&c);
}

/* It keeps talking but never says done: that is no answer either. */
static void test_chatter(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct buf b = {0};
    (void)state;
    open_forged(&c);
    int64_t before = clock_real_us();
    bool failed = false;
    while (!failed && clock_real_us() - before < 2000000) {
        say(MSG_COMPLETE, &b);
        usleep(500);
        while (scene_client_receive(&c, &m))
            failed |= m.said == SCENE_FAILED;
    }
    assert_true(failed);
    assert_in_range((clock_real_us() - before) / 1000, 390, 2000);
    close_forged(&c);
}

static void test_many_views(void **state)
{
    struct scene_client c;
    struct scene_message m;
    struct buf b = {0};
    struct view_head h = {.serial = 1};
    int views = 0;
    (void)state;
    open_forged(&c);
    view_head_encode(&b, &h);
    buf_u32(&b, NODE_TEXT);
    for (int i = 0; i < 20; i++)
        say(MSG_VIEW, &b);
    while (scene_client_receive(&c, &m)) {
        views += m.said == SCENE_VIEW;
        scene_message_free(&m);
    }
    assert_int_equal(m.said, SCENE_FAILED);
    assert_in_range(views, 1, 8);
    close_forged(&c);
    buf_free(&b);
}

static void test_many_events(void **state)
{
    struct scene_client c;
    struct scene_event ev = {.kind = EVENT_TAP};
    (void)state;
    open_forged(&c);
    int taken = 0;
    for (int i = 0; i < 1000; i++)
        taken += scene_client_event(&c, &ev);
    assert_int_equal(taken, SCENE_EVENTS_MAX - 1); /* the load is the first */
    close_forged(&c);
}

static void test_noise(void **state)
{
    static const uint8_t types[] = {MSG_VIEW, MSG_RECORD, MSG_GO,    MSG_TIMER, MSG_REQUIRE,      MSG_META,      MSG_FINDING,
                                    MSG_SCREEN_NAME, MSG_PRINT, MSG_ERROR, MSG_DONE, MSG_THEME_NUMBER, MSG_THEME_TEXT};
    struct scene_client c;
    struct scene_message m;
    uint32_t x = 2463534242;
    (void)state;
    for (int round = 0; round < 4000; round++) {
        unsigned char bytes[200];
        struct buf b = {0};
        x ^= x << 13, x ^= x >> 17, x ^= x << 5;
        size_t len = x % sizeof bytes;
        uint8_t type = types[x / 256 % sizeof types];
        for (size_t i = 0; i < len; i++) {
            x ^= x << 13, x ^= x >> 17, x ^= x << 5;
            bytes[i] = x & 1 ? (unsigned char)(x >> 8) : (unsigned char)(x >> 8 & 7);
        }
        open_forged(&c);
        buf_bytes(&b, bytes, len);
        say(type, &b);
        while (scene_client_receive(&c, &m) && m.said != SCENE_FAILED)
            scene_message_free(&m);
        close_forged(&c);
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_malformed), cmocka_unit_test(test_done_twice), cmocka_unit_test(test_views),
        cmocka_unit_test(test_require),   cmocka_unit_test(test_flood),      cmocka_unit_test(test_silence),
        cmocka_unit_test(test_chatter),   cmocka_unit_test(test_many_events), cmocka_unit_test(test_noise),     cmocka_unit_test(test_many_views),
    };
    return cmocka_run_group_tests(tests, start_plain_nursery, end_nursery);
}
