/* The real stage with a keeper gone wild, and the bare one too: whatever comes over the socket, it goes on, or ends in order
 * when the packets themselves are malformed. ROUNDS=200 makes it long. */
#include "../garbage.h"

#include "app/bare_stage.h"
#include "app/stage_process.h"
#include "app/strikes.h"
#include "base/clock.h"
#include "base/log.h"
#include "wire/channel.h"
#include "wire/message.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <cmocka.h>

static struct config config;
static struct busy_mark *busy;

static int rounds(void)
{
    return getenv("ROUNDS") ? atoi(getenv("ROUNDS")) : 8;
}

static void put_two(struct buf *b, const char *one, const char *two)
{
    buf_str(b, one, strlen(one));
    buf_str(b, two, strlen(two));
}

static void put_strikes(struct buf *b, struct strikes *s)
{
    struct clock c = clock_real();
    for (int i = 0; i < 3; i++)
        strikes_add(s, "s1", 1, &c);
    strikes_add(s, "quiz", 1, &c);
    strikes_encode(b, s);
}

static void keeper_seeds(struct garbage *g)
{
    struct buf b = {0};
    struct strikes s = {.content = 1};
    put_strikes(&b, &s);
    garbage_seed(g, MSG_STRIKES, &b);
    put_two(&b, "text_size", "2");
    garbage_seed(g, MSG_SETTING, &b);
    put_two(&b, "mode", "staff");
    garbage_seed(g, MSG_SETTING, &b);
    put_two(&b, "release", "s1");
    garbage_seed(g, MSG_SETTING, &b);
    for (uint8_t kind = 0; kind < 3; kind++) {
        buf_u8(&b, kind);
        buf_str(&b, "导出完成，可以拔出", 27);
        garbage_seed(g, MSG_NOTICE, &b);
    }
    buf_u32(&b, 0);
    buf_u8(&b, 1);
    buf_u8(&b, 1);
    buf_str(&b, "{\"a\":1}", 7);
    garbage_seed(g, MSG_ADMIN_ANSWER, &b);
    garbage_seed(g, MSG_PING, &b);
    buf_free(&b);
}

static pid_t start(int fd, enum stage_kind kind)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct stage_process p = {.config = &config, .busy = busy, .keeper_fd = fd, .kind = kind, .headless = true,
                                  .width = 640, .height = 360};
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        log_quiet(LOG_SILENT);
        _exit(stage_process_main(&p));
    }
    close(fd);
    return pid;
}

static void say_hello(struct channel *c)
{
    struct buf b = {0};
    struct strikes none = {.content = 0};
    buf_u32(&b, 1);
    buf_u32(&b, 1);
    strikes_encode(&b, &none);
    assert_true(channel_send(c, MSG_HELLO, b.data, b.len));
    buf_free(&b);
}

/* It stands, and says what: the first of its words. */
static enum stands stands(struct channel *c)
{
    uint8_t type = 0;
    struct reader r;
    while (type != MSG_STANDS)
        assert_true(channel_receive(c, &type, &r, 20000));
    return (enum stands)read_u8(&r);
}

static void drain(struct channel *c)
{
    uint8_t type;
    struct reader r;
    while (channel_receive(c, &type, &r, 0)) {
    }
}

/* It begins another step when asked to, unless it has taken something for "stop" and ends. */
static void answers_or_ends(struct channel *c, pid_t stage, bool *gone, int *status)
{
    uint32_t before = busy_steps(busy);
    channel_send(c, MSG_PING, NULL, 0);
    for (int i = 0; i < 2000 && busy_steps(busy) == before && !*gone; i++) {
        *gone = waitpid(stage, status, WNOHANG) == stage;
        usleep(1000);
    }
    assert_true(*gone || busy_steps(busy) != before);
}

static void one_round(struct garbage *g, enum stage_kind kind, bool wild)
{
    int ends[2], status = -1;
    struct channel c;
    assert_true(channel_pair(ends, NULL));
    pid_t stage = start(ends[1], kind);
    channel_open(&c, ends[0]);
    say_hello(&c);
    assert_int_equal(stands(&c), kind == STAGE_BARE ? STANDS_BUILT_IN : STANDS_HOME);
    for (int i = 0; i < 1500 && garbage_send(g, c.fd, wild); i++)
        drain(&c);
    bool gone = waitpid(stage, &status, WNOHANG) == stage;
    if (!wild && !gone)
        answers_or_ends(&c, stage, &gone, &status);
    channel_send(&c, MSG_STOP, NULL, 0);
    for (int i = 0; !gone && i < 3000; i++) {
        drain(&c);
        gone = waitpid(stage, &status, WNOHANG) == stage;
        usleep(1000);
    }
    if (!gone || !WIFEXITED(status) || WEXITSTATUS(status) > 1)
        fail_msg("it ended with %x, gone %d", status, gone);
    channel_close(&c);
}

static void a_keeper_gone_wild(void **state)
{
    (void)state;
    for (int i = 0; i < rounds(); i++) {
        struct garbage g = {.state = 31337u * (uint64_t)(i + 1)};
        keeper_seeds(&g);
        one_round(&g, i % 4 == 3 ? STAGE_BARE : STAGE_WHOLE, i % 2);
        garbage_free(&g);
    }
}

/* Anything but a proper greeting: it does not even start, and is quick about it. */
static void no_greeting(void **state)
{
    (void)state;
    for (int i = 0; i < 30; i++) {
        struct garbage g = {.state = 99u * (uint64_t)(i + 1)};
        int ends[2], status;
        keeper_seeds(&g);
        assert_true(channel_pair(ends, NULL));
        pid_t stage = start(ends[1], STAGE_WHOLE);
        garbage_send(&g, ends[0], true);
        close(ends[0]);
        assert_int_equal(waitpid(stage, &status, 0), stage);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 1);
        garbage_free(&g);
    }
}

int main(void)
{
    struct err e;
    config_defaults(&config, SOURCE_DIR);
    snprintf(config.kiosk.scripts, sizeof config.kiosk.scripts, "%s", SOURCE_DIR "/tests/app/venue");
    busy = busy_open(&e);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_keeper_gone_wild),
        cmocka_unit_test(no_greeting),
    };
    return busy ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
