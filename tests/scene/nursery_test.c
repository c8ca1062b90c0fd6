/* The spare scene process: it is taken when there is one, never twice, and a dead one costs nothing. */
#include "helpers.h"

#include <poll.h>
#include <signal.h>

static const char good[] = "return { view = function() return text { text = '好' } end }";

static void shows(struct scene_client *c)
{
    struct scene_context context = a_context();
    struct scene_message m;
    scene_client_load_text(c, "try", "try.lua", good, strlen(good), &context);
    want(c, SCENE_VIEW, &m);
    scene_message_free(&m);
    want(c, SCENE_DONE, &m);
}

static struct spawned spawn(enum spawn_role role)
{
    struct spawned s;
    struct err e;
    if (!nursery_spawn(&nursery, role, &s, &e))
        fail_msg("%s", e.text);
    return s;
}

static void lay_back(struct nursery *n, struct spawned s)
{
    n->spares[0] = (struct spare){SPAWN_SCENE, s};
    n->spare_count = n->came = 1;
}

/* A spare that was asked for has arrived: taken as any other would be, and laid back. */
static pid_t spare_pid(void)
{
    struct spawned s;
    nursery_restock(&nursery);
    s = spawn(SPAWN_SCENE);
    assert_int_equal(nursery.spare_count, 0);
    lay_back(&nursery, s);
    return s.pid;
}

static void test_spare_is_used_once(void **state)
{
    struct scene_client a, b;
    struct err e;
    (void)state;
    pid_t spare = spare_pid();
    nursery_restock(&nursery); /* there is one: nothing is asked */
    assert_int_equal(nursery.spare_count, 1);
    assert_true(scene_client_open(&a, &nursery, &e));
    assert_int_equal(a.process.pid, spare);
    assert_true(scene_client_open(&b, &nursery, &e));
    assert_int_not_equal(b.process.pid, spare);
    shows(&a);
    shows(&b);
    scene_client_close(&a);
    scene_client_close(&b);
}

static void test_dead_spare_is_replaced(void **state)
{
    struct scene_client c;
    struct err e;
    (void)state;
    pid_t spare = spare_pid();
    assert_int_equal(kill(spare, SIGKILL), 0);
    struct pollfd ended = {.fd = nursery.spares[0].process.pidfd, .events = POLLIN};
    assert_int_equal(poll(&ended, 1, 5000), 1);
    assert_true(scene_client_open(&c, &nursery, &e));
    assert_int_not_equal(c.process.pid, spare);
    shows(&c);
    scene_client_close(&c);
}

/* The administrator's process is asked for while a visitor's spare is on its way. */
static void test_answers_are_not_mixed_up(void **state)
{
    struct scene_client c;
    struct err e;
    (void)state;
    nursery_restock(&nursery);
    assert_int_equal(nursery.spare_count - nursery.came, 1);
    struct spawned admin = spawn(SPAWN_ADMIN);
    assert_int_equal(nursery.came, 1);
    pid_t spare = nursery.spares[0].process.pid;
    assert_int_not_equal(admin.pid, spare);
    assert_true(scene_client_open(&c, &nursery, &e));
    assert_int_equal(c.process.pid, spare);
    shows(&c);
    scene_client_close(&c);
    spawned_kill(&admin);
}

/* Numbers go round at a most. */
static bool forked_after(pid_t later, pid_t sooner)
{
    long most = 0;
    FILE *f = fopen("/proc/sys/kernel/pid_max", "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%ld", &most), 1);
    fclose(f);
    long ahead = (later - sooner + most) % most;
    return ahead > 0 && ahead < most / 2;
}

/* Several of several kinds are on their way: each question gets its own kind, in the order they were asked for. */
static void test_asked_ahead(void **state)
{
    (void)state;
    nursery_ask(&nursery, SPAWN_SCENE);
    nursery_ask(&nursery, SPAWN_ADMIN);
    nursery_ask(&nursery, SPAWN_SCENE);
    struct spawned admin = spawn(SPAWN_ADMIN);
    assert_int_equal(nursery.came, 1);
    assert_int_equal(nursery.spare_count, 2);
    pid_t first = nursery.spares[0].process.pid;
    struct spawned a = spawn(SPAWN_SCENE), b = spawn(SPAWN_SCENE);
    assert_int_equal(a.pid, first);
    assert_true(forked_after(admin.pid, a.pid) && forked_after(b.pid, admin.pid));
    assert_int_equal(nursery.spare_count, 0);
    spawned_kill(&admin);
    spawned_kill(&a);
    spawned_kill(&b);
}

/* More than there is room for: the rest is forked when it is needed. */
static void test_too_many_asked(void **state)
{
    struct spawned all[NURSERY_SPARES + 2];
    (void)state;
    for (int i = 0; i < NURSERY_SPARES + 2; i++)
        nursery_ask(&nursery, SPAWN_SCENE);
    assert_int_equal(nursery.spare_count, NURSERY_SPARES);
    for (int i = 0; i < NURSERY_SPARES + 2; i++)
        all[i] = spawn(SPAWN_SCENE);
    assert_int_equal(nursery.spare_count, 0);
    for (int i = 0; i < NURSERY_SPARES + 2; i++)
        spawned_kill(&all[i]);
}

static void test_spare_ends_with_the_nursery(void **state)
{
    struct nursery other;
    struct nursery_options o = {.scripts = folder};
    struct err e;
    (void)state;
    assert_true(nursery_start(&o, &other, &e));
    nursery_restock(&other);
    struct spawned s;
    assert_true(nursery_spawn(&other, SPAWN_SCENE, &s, &e));
    int pidfd = dup(s.pidfd);
    lay_back(&other, s);
    nursery_stop(&other);
    struct pollfd ended = {.fd = pidfd, .events = POLLIN};
    assert_int_equal(poll(&ended, 1, 5000), 1);
    close(pidfd);
}

/* What one scene does to its globals is not there in the spare that was forked beside it. */
static void test_spare_is_fresh(void **state)
{
    struct scene_client a, b;
    struct scene_message m;
    struct err e;
    struct scene_context context = a_context();
    const char *poison = "string.format = nil leaked = 1\n"
                         "return { view = function() return text { text = '好' } end }";
    const char *look = "assert(leaked == nil and string.format)\n"
                       "return { view = function() return text { text = '好' } end }";
    (void)state;
    nursery_restock(&nursery);
    assert_true(scene_client_open(&a, &nursery, &e));
    nursery_restock(&nursery);
    scene_client_load_text(&a, "try", "try.lua", poison, strlen(poison), &context);
    while (scene_client_wait(&a, &m, 10000) && m.said != SCENE_DONE && m.said != SCENE_FAILED)
        scene_message_free(&m);
    assert_true(scene_client_open(&b, &nursery, &e));
    scene_client_load_text(&b, "try", "try.lua", look, strlen(look), &context);
    want(&b, SCENE_DONE, &m);
    scene_client_close(&a);
    scene_client_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spare_is_used_once),         cmocka_unit_test(test_dead_spare_is_replaced),
        cmocka_unit_test(test_answers_are_not_mixed_up),   cmocka_unit_test(test_spare_ends_with_the_nursery),
        cmocka_unit_test(test_spare_is_fresh),             cmocka_unit_test(test_asked_ahead),
        cmocka_unit_test(test_too_many_asked),
    };
    return cmocka_run_group_tests(tests, start_plain_nursery, end_nursery);
}
