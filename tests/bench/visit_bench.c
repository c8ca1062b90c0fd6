/* A fixed visit in virtual time, without a screen: the same steps each time, so that what it costs can be counted instead
 * of timed. Under callgrind (tests/bench/instructions.sh) each step's instructions are written down by themselves, which a
 * busy machine does not disturb. visit_bench MEDIA [WIDTH HEIGHT], from the source folder. */
#include "help.h"

#include "app/show.h"
#include "base/log.h"
#include "scene/vm.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#define HOUR_MS 3600000

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#define STEP_DONE(name) CALLGRIND_DUMP_STATS_AT(name)
#define COUNT_AFRESH CALLGRIND_ZERO_STATS
#else
#define STEP_DONE(name) (void)(name)
#define COUNT_AFRESH (void)0
#endif

/* The walls around a scene kill whatever counts from inside it: here they are left out (linked with --wrap), and a scene
 * is not killed but told to end, so that it can write down what it has counted. */
bool __wrap_sandbox_prepare(size_t scene_memory);
void __wrap_sandbox_enter(int role);
void __wrap_spawned_kill(struct spawned *s);
void __wrap_vm_arm(struct vm *v, int ms);
void __real_vm_arm(struct vm *v, int ms);
long __wrap_syscall(long number, long a, long b, long c, long d, long e);
long __real_syscall(long number, ...);

/* Counting is slow, more so beside other work: no deadline shall come of it. */
void __wrap_vm_arm(struct vm *v, int ms)
{
    (void)ms;
    __real_vm_arm(v, HOUR_MS);
}

/* Callgrind knows no pidfd: one that never says that its process has ended will do. */
long __wrap_syscall(long number, long a, long b, long c, long d, long e)
{
    if (number == SYS_pidfd_open)
        return eventfd(0, EFD_CLOEXEC);
    return number == SYS_pidfd_send_signal ? 0 : __real_syscall(number, a, b, c, d, e);
}

bool __wrap_sandbox_prepare(size_t scene_memory)
{
    (void)scene_memory;
    return true;
}

void __wrap_sandbox_enter(int role)
{
    (void)role;
    signal(SIGPIPE, SIG_IGN);
    for (int fd = 4; fd < 64; fd++)
        close(fd);
    COUNT_AFRESH; /* not what the nursery has done before it */
}

void __wrap_spawned_kill(struct spawned *s)
{
    if (s->pidfd >= 0)
        close(s->pidfd);
    if (s->fd >= 0)
        close(s->fd);
    s->fd = s->pidfd = -1;
}

static struct config config;
static struct clock kiosk_clock;
static struct show show;

static void done(const char *step)
{
    STEP_DONE(step);
    puts(step);
}

static void finger(enum input_kind kind, const struct rect *at)
{
    struct input_event e = {.kind = kind, .pointer = 1, .x = at->x + at->w / 2, .y = at->y + at->h / 2,
                            .mono_ms = clock_mono(&kiosk_clock)};
    stage_inject(show.stage, &e);
    show_step(&show);
    clock_advance(&kiosk_clock, 80);
}

static void tap(const char *text, const char *step)
{
    struct rect at;
    must(stage_find_text(show.stage, text, &at), text);
    finger(INPUT_DOWN, &at);
    finger(INPUT_UP, &at);
    must(show_settle(&show), "it did not come to rest");
    done(step);
    must(show_advance(&show, 1000), "it did not come to rest");
    done("(a second of rest)");
}

/* Two seconds of text that runs by itself, frame by frame. */
static void scroll(void)
{
    struct rect at;
    must(stage_find_text(show.stage, "自动播放", &at), "nothing plays");
    finger(INPUT_DOWN, &at);
    finger(INPUT_UP, &at);
    for (int i = 0; i < 120; i++) {
        clock_advance(&kiosk_clock, 16);
        show_step(&show);
        if (i == 0)
            show_wait(&show, NULL, 0, 1000);
    }
    done("two seconds of scrolling");
}

static void open_venue(const char *media, int w, int h)
{
    struct err e;
    config_defaults(&config, ".");
    snprintf(config.kiosk.scripts, sizeof config.kiosk.scripts, "tests/bench/venue");
    snprintf(config.kiosk.media, sizeof config.kiosk.media, "%s", media);
    config.limits.callback_ms = HOUR_MS;
    kiosk_clock = clock_virtual(1795316645678);
    struct show_options o = {.config = &config, .clock = &kiosk_clock, .headless = true, .width = w, .height = h,
                             .text_size = -1, .boot = 1, .first_visit = 1, .seed = 1, .send = drop_record};
    must(show_open(&show, &o, &e), e.text);
    done("opened");
    must(show_settle(&show), "it did not come to rest");
    done("home, all of it");
}

int main(int argc, char **argv)
{
    int w = argc > 3 ? atoi(argv[2]) : 1920, h = argc > 3 ? atoi(argv[3]) : 1080;
    must(argc > 1, "visit_bench MEDIA [WIDTH HEIGHT]");
    log_quiet(LOG_ERROR);
    open_venue(argv[1], w, h);
    for (int round = 1; round <= 2; round++) {
        bool cold = round == 1;
        tap("一盏灯下的账本", cold ? "question, cold" : "question, warm");
        tap("他怕邻村的人以后不肯再送来", cold ? "answered, cold" : "answered, warm");
        tap("返回", "home again");
        tap("渡口边的故事", cold ? "story, cold" : "story, warm");
        scroll();
        tap("返回", "home again");
    }
    int failures = show.failures;
    show_close(&show);
    return failures != 0;
}
