/* The real keeper with a stage gone wild: this program's own stage_process_main takes the place of the engine's and says
 * anything at all, over and over, and dies of this and that. Guests at the keeper's door do the same. Afterwards the chain
 * is whole, the records that were good are in it, and the keeper has not grown. ROUNDS=500 makes it long. */
#include "../garbage.h"

#include "app/admin.h"
#include "app/keeper.h"
#include "app/stage_process.h"
#include "app/strikes.h"
#include "base/clock.h"
#include "base/log.h"
#include "journal/journal.h"
#include "wire/channel.h"
#include "wire/message.h"
#include "wire/record.h"

#include <dirent.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <cmocka.h>

static struct tally { /* in memory shared with the keeper and its stages */
    _Atomic int lives, sent, good;
} *tally;

static int rounds(void)
{
    return getenv("ROUNDS") ? atoi(getenv("ROUNDS")) : 40;
}

static void put_record(struct buf *b, enum record_kind kind, const char *scene)
{
    struct record r;
    record_start(&r, kind);
    snprintf(r.scene, sizeof r.scene, "%s", scene);
    if (kind == RECORD_FAULT) {
        record_set_cut(&r, "what", "scene");
        record_set_cut(&r, "detail", "made up");
    }
    if (kind == RECORD_VISIT_START || kind == RECORD_ENTER)
        snprintf(r.visit, sizeof r.visit, "1-1");
    record_encode(b, &r);
}

static void put_admin(struct buf *b, uint32_t serial, const char *name, const char *args)
{
    buf_u32(b, serial);
    buf_str(b, name, strlen(name));
    buf_str(b, args, strlen(args));
}

/* Nothing that could unlock the administrator's side or reach the machine. */
static void stage_seeds(struct garbage *g)
{
    static const char *const names[] = {"hello", "state", "counts", "watch", "mode"};
    const uint32_t session = 1u << ADMIN_SESSION_SHIFT;
    struct buf b = {0};
    put_record(&b, RECORD_FAULT, "quiz/a");
    garbage_seed(g, MSG_RECORD, &b);
    put_record(&b, RECORD_VISIT_START, "");
    garbage_seed(g, MSG_RECORD, &b);
    put_record(&b, RECORD_ENTER, "quiz/a");
    garbage_seed(g, MSG_RECORD, &b);
    buf_u8(&b, STANDS_HOME);
    buf_str(&b, "quiz/a\t题\n", 12);
    garbage_seed(g, MSG_STANDS, &b);
    put_admin(&b, session, "enter", "{\"content\":\"demo@1\"}");
    garbage_seed(g, MSG_ADMIN, &b);
    put_admin(&b, session, "leave", "{}");
    garbage_seed(g, MSG_ADMIN, &b);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        put_admin(&b, session + 1 + (uint32_t)i, names[i], "{\"from\":\"2026-01-01\",\"n\":12}");
        garbage_seed(g, MSG_ADMIN, &b);
    }
    put_admin(&b, session + 9, "pin", "{\"pin\":\"000000\"}");
    garbage_seed(g, MSG_ADMIN, &b);
    buf_free(&b);
}

static void say(int fd, uint8_t type, const struct buf *b)
{
    struct channel c;
    channel_open(&c, dup(fd));
    channel_send(&c, type, b->data, b->len);
    channel_close(&c);
}

int stage_process_main(const struct stage_process *p)
{
    struct garbage g = {.state = 977u * (uint64_t)++tally->lives};
    struct buf b = {0};
    int most = 100 + (int)garbage_number(&g, 400);
    stage_seeds(&g);
    buf_u8(&b, STANDS_HOME);
    buf_str(&b, "", 0);
    say(p->keeper_fd, MSG_STANDS, &b);
    buf_clear(&b);
    put_record(&b, RECORD_VISIT_START, ""); /* used: it has held, the next one comes at once */
    say(p->keeper_fd, MSG_RECORD, &b);
    buf_free(&b);
    tally->good++;
    bool wild = garbage_number(&g, 2);
    for (int i = 0; i < most && garbage_send(&g, p->keeper_fd, wild); i++)
        tally->sent++;
    garbage_free(&g);
    switch (garbage_number(&g, 5)) {
    case 0:
        raise(SIGKILL);
        break;
    case 1:
        signal(SIGSEGV, SIG_DFL);
        raise(SIGSEGV);
        break;
    case 2: /* what else it can write to */
        p->busy->since_us = garbage_number(&g, 2) ? INT64_MIN : INT64_MAX;
        p->busy->steps = garbage_number(&g, 100);
        break;
    case 3:
        close(p->keeper_fd);
        usleep(2000000); /* its channel is gone: it is ended */
        break;
    default:
        break;
    }
    return 1 + (int)garbage_number(&g, 200);
}

/* ---- the keeper ---- */

static int descriptors(pid_t pid)
{
    char path[64];
    int n = 0;
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *d = opendir(path);
    while (d && readdir(d))
        n++;
    if (d)
        closedir(d);
    return n;
}

struct place {
    char folder[64];
    struct config config;
    pid_t keeper;
};

static void start(struct place *p)
{
    snprintf(p->folder, sizeof p->folder, "/tmp/qf-garbage-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    config_defaults(&p->config, SOURCE_DIR);
    snprintf(p->config.kiosk.data, sizeof p->config.kiosk.data, "%s/data", p->folder);
    snprintf(p->config.kiosk.scripts, sizeof p->config.kiosk.scripts, "%s", SOURCE_DIR "/tests/app/venue");
    fflush(NULL);
    p->keeper = fork();
    if (p->keeper == 0) {
        log_quiet(LOG_SILENT);
        struct keeper_options o = {.config = &p->config, .headless = true};
        _exit(keeper_run(&o));
    }
}

static void wait_lives(int n)
{
    int64_t end = clock_real_us() + 120000000;
    while (tally->lives < n && clock_real_us() < end)
        usleep(2000);
    assert_true(tally->lives >= n);
}

static void stop(struct place *p)
{
    int status;
    int64_t from = clock_real_us();
    kill(p->keeper, SIGTERM);
    assert_int_equal(waitpid(p->keeper, &status, 0), p->keeper);
    assert_true(clock_real_us() - from < 2500000);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static int64_t verified(const struct place *p)
{
    struct err e;
    struct journal_verdict v;
    struct journal *j = journal_open_reading(p->config.kiosk.data, &e);
    if (!j)
        fail_msg("%s", e.text);
    if (!journal_verify(j, &v, &e))
        fail_msg("%s%s", v.why, e.text);
    journal_close(j);
    return v.records;
}

static void a_stage_gone_wild(void **state)
{
    struct place p = {.keeper = 0};
    char command[128];
    (void)state;
    *tally = (struct tally){0};
    start(&p);
    wait_lives(rounds() / 4);
    int before = descriptors(p.keeper);
    wait_lives(rounds());
    int after = descriptors(p.keeper);
    stop(&p);
    assert_true(after <= before + 8); /* jobs and guests come and go */
    assert_true(verified(&p) >= tally->good);
    printf("%d lives, %d packets, %lld records\n", tally->lives, tally->sent, (long long)verified(&p));
    snprintf(command, sizeof command, "rm -rf '%s'", p.folder);
    assert_int_equal(system(command), 0);
}

static int knock(const struct place *p)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    snprintf(a.sun_path, sizeof a.sun_path, "%s/keeper.sock", p->config.kiosk.data);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr *)&a, sizeof a) == 0)
        return fd;
    close(fd);
    return -1;
}

static void guests_gone_wild(void **state)
{
    struct place p = {.keeper = 0};
    struct garbage g = {.state = 4711};
    struct buf b = {0};
    char command[128];
    (void)state;
    *tally = (struct tally){0};
    buf_u8(&b, 'j');
    buf_str(&b, "2026-01-01", 10);
    buf_str(&b, "", 0);
    garbage_seed(&g, MSG_ASK_COUNTS, &b);
    buf_str(&b, "/nonexistent/folder", 19);
    buf_i64(&b, 0);
    garbage_seed(&g, MSG_ASK_EXPORT, &b);
    garbage_seed(&g, MSG_ANSWER, &b);
    buf_free(&b);
    start(&p);
    wait_lives(1);
    int connected = 0, sent = 0;
    for (int i = 0; i < 20 * rounds(); i++) {
        int fd = knock(&p);
        connected += fd >= 0;
        for (int k = 0; fd >= 0 && k < 8 && garbage_send(&g, fd, true); k++)
            sent++;
        if (fd >= 0)
            close(fd);
    }
    garbage_free(&g);
    assert_true(connected > 2 * rounds() && sent > connected);
    stop(&p);
    assert_true(verified(&p) >= 1);
    snprintf(command, sizeof command, "rm -rf '%s'", p.folder);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stage_gone_wild),
        cmocka_unit_test(guests_gone_wild),
    };
    return tally == MAP_FAILED ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
