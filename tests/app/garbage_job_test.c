/* The keeper's side of jobs against jobs gone wild: this program's own job_process says anything at all. Each job is told
 * about exactly once at its end, its process is collected, and nothing stays open. ROUNDS=1000 makes it long. */
#include "../garbage.h"

#include "app/job.h"
#include "app/jobs.h"
#include "base/clock.h"
#include "base/log.h"
#include "wire/message.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <cmocka.h>

static uint64_t round_number;

static int rounds(void)
{
    return getenv("ROUNDS") ? atoi(getenv("ROUNDS")) : 60;
}

static void job_seeds(struct garbage *g)
{
    struct buf b = {0};
    buf_i64(&b, 0);
    buf_i64(&b, 1000);
    garbage_seed(g, MSG_JOB_LINES, &b);
    buf_text(&b, "0123456789abcdef  records.jsonl\n");
    garbage_seed(g, MSG_JOB_SIGN, &b);
    buf_i64(&b, 5);
    buf_i64(&b, 10);
    buf_u32(&b, 1);
    buf_u32(&b, 2);
    buf_str(&b, "records.jsonl", 13);
    buf_str(&b, "正在写", 9);
    garbage_seed(g, MSG_JOB_NEWS, &b);
    buf_u8(&b, 1);
    for (int i = 0; i < 3; i++)
        buf_str(&b, "20261122", 8);
    buf_i64(&b, 7);
    buf_u32(&b, 0);
    buf_text(&b, "{}");
    if (garbage_number(g, 2))
        garbage_seed(g, MSG_JOB_END, &b);
    buf_free(&b);
}

_Noreturn void job_process(struct job *j, int fd, const sigset_t *mask)
{
    struct garbage g = {.state = round_number};
    (void)j;
    (void)mask;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    job_seeds(&g);
    bool wild = garbage_number(&g, 3) == 0;
    for (uint32_t i = garbage_number(&g, 120); i && garbage_send(&g, fd, wild); i--) {
    }
    garbage_free(&g);
    if (garbage_number(&g, 4) == 0)
        raise(SIGKILL);
    _exit((int)garbage_number(&g, 3));
}

struct told {
    int ends, news;
};

static void told(void *user, const struct job_news *n)
{
    struct told *t = user;
    t->news++;
    t->ends += n->finished;
    assert_int_equal(t->ends, n->finished); /* nothing after the end */
}

static int descriptors(void)
{
    int n = 0;
    DIR *d = opendir("/proc/self/fd");
    while (d && readdir(d))
        n++;
    if (d)
        closedir(d);
    return n;
}

static void one_round(struct jobs *j, int i)
{
    static const enum job_kind kinds[] = {JOB_COUNTS, JOB_EXPORT, JOB_VERIFY, JOB_PIN_TRY, JOB_CODES};
    struct job_request request = {.kind = kinds[i % 5], .target = "/nonexistent"};
    struct told t = {0};
    struct err e;
    int status;
    round_number = 7919u * (uint64_t)(i + 1);
    uint32_t id = jobs_start(j, &request, told, &t, &e);
    if (!id)
        fail_msg("%s", e.text);
    pid_t pid = 0;
    for (int k = 0; k < JOBS_MAX; k++)
        pid = j->slots[k].id == id ? j->slots[k].pid : pid;
    for (int k = 0; k < 3000 && waitpid(pid, &status, WNOHANG) != pid; k++) {
        jobs_serve(j);
        usleep(1000);
    }
    assert_true(jobs_reaped(j, pid, status));
    assert_int_equal(t.ends, 1);
    for (int k = 0; k < JOBS_MAX; k++)
        assert_int_equal(j->slots[k].id, 0);
}

static void jobs_gone_wild(void **state)
{
    char folder[] = "/tmp/qf-garbage-job-XXXXXX", command[128];
    struct config config;
    struct clock clock = clock_real();
    struct jobs_home home = {.config = &config, .clock = &clock};
    struct jobs j;
    (void)state;
    assert_non_null(mkdtemp(folder));
    log_quiet(LOG_SILENT);
    config_defaults(&config, SOURCE_DIR);
    snprintf(config.kiosk.data, sizeof config.kiosk.data, "%s", folder);
    home.journal = journal_open(folder, &clock, "test");
    jobs_open(&j, &home);
    one_round(&j, 0);
    int before = descriptors();
    for (int i = 1; i < rounds(); i++)
        one_round(&j, i);
    assert_int_equal(descriptors(), before);
    jobs_close(&j);
    journal_close(home.journal);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_gone_wild),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
