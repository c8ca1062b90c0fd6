/* The nursery with a stage gone wild, and a scene process too: they end, quickly and with everything they started, and
 * take nothing along. */
#include "../garbage.h"

#include "helpers.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

static int children_of(pid_t parent)
{
    char path[64], line[256];
    int n = 0;
    DIR *d = opendir("/proc");
    for (struct dirent *entry; d && (entry = readdir(d));) {
        int up = 0;
        snprintf(path, sizeof path, "/proc/%.20s/stat", entry->d_name);
        FILE *f = atoi(entry->d_name) > 0 ? fopen(path, "r") : NULL;
        if (f && fgets(line, sizeof line, f) && strrchr(line, ')') && sscanf(strrchr(line, ')'), ") %*c %d", &up) == 1)
            n += up == parent;
        if (f)
            fclose(f);
    }
    if (d)
        closedir(d);
    return n;
}

static void nursery_seeds(struct garbage *g)
{
    struct buf b = {0};
    for (uint8_t role = 0; role < 4; role++) {
        buf_u8(&b, role);
        garbage_seed(g, MSG_SPAWN, &b);
    }
    buf_free(&b);
}

static void test_nursery(void **state)
{
    (void)state;
    for (int i = 0; i < 25; i++) {
        struct garbage g = {.state = 271u * (uint64_t)(i + 1)};
        struct nursery n;
        struct err e;
        uint8_t type;
        struct reader r;
        nursery_seeds(&g);
        struct nursery_options o = {.scripts = folder, .kit = SOURCE_DIR "/scripts/kit"};
        assert_true(nursery_start(&o, &n, &e));
        for (int k = 0; k < 300 && garbage_send(&g, n.channel.fd, i % 2); k++) {
            while (channel_receive(&n.channel, &type, &r, 0)) {
                assert_int_equal(type, MSG_SPAWNED);
            }
        }
        struct pollfd end = {.fd = n.channel.fd, .events = POLLIN};
        for (int k = 0; k < 400 && poll(&end, 1, 5) >= 0 && nursery_alive(&n); k++) {
            while (channel_receive(&n.channel, &type, &r, 0)) {
            }
        }
        pid_t pid = n.pid;
        nursery_stop(&n);
        assert_int_equal(children_of(pid), 0);
        garbage_free(&g);
    }
    assert_int_equal(waitpid(-1, NULL, WNOHANG), nursery.pid > 0 ? 0 : -1);
}

static void scene_seeds(struct garbage *g)
{
    static const char source[] = "return scene { view = function() return column {} end }";
    struct scene_context c = a_context();
    struct scene_event ev = {.serial = 1, .view_serial = 1, .kind = EVENT_TAP, .handler = 1};
    struct buf b = {0};
    buf_str(&b, "try", 3);
    buf_str(&b, "try.lua", 7);
    buf_str(&b, source, sizeof source - 1);
    context_encode(&b, &c);
    garbage_seed(g, MSG_LOAD, &b);
    context_encode(&b, &c);
    garbage_seed(g, MSG_CONTEXT, &b);
    event_encode(&b, &ev);
    garbage_seed(g, MSG_EVENT, &b);
    buf_u8(&b, 1);
    buf_str(&b, "x.lua", 5);
    buf_str(&b, "return {}", 9);
    garbage_seed(g, MSG_SOURCE, &b);
    garbage_seed(g, MSG_SURVEY, &b);
    buf_u32(&b, 0);
    garbage_seed(g, MSG_SCREEN, &b);
    buf_u32(&b, 1);
    buf_u8(&b, 1);
    buf_u8(&b, 1);
    buf_str(&b, "{}", 2);
    garbage_seed(g, MSG_ADMIN_ANSWER, &b);
    buf_free(&b);
}

static void test_scene(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        struct garbage g = {.state = 613u * (uint64_t)(i + 1)};
        struct spawned child;
        struct channel c;
        struct err e;
        uint8_t type;
        struct reader r;
        scene_seeds(&g);
        assert_true(nursery_spawn(&nursery, i % 5 == 4 ? SPAWN_ADMIN : SPAWN_SCENE, &child, &e));
        channel_open(&c, child.fd);
        child.fd = -1;
        for (int k = 0; k < 60 && garbage_send(&g, c.fd, i % 2); k++) {
            while (channel_receive(&c, &type, &r, 0)) {
            }
        }
        spawned_kill(&child);
        channel_close(&c);
        garbage_free(&g);
    }
    usleep(100000);
    assert_true(nursery_alive(&nursery));
    assert_true(children_of(nursery.pid) <= 1); /* all collected; a spare one may stand ready */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nursery),
        cmocka_unit_test(test_scene),
    };
    return cmocka_run_group_tests(tests, start_plain_nursery, end_nursery);
}
