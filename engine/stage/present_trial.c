#include "stage/present_trial.h"

#include "base/clock.h"
#include "stage/desktop.h"
#include "stage/present.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIMIT_MS 8000
#define ROUNDS 31
#define LEAST 5      /* of them, however long they take; */
#define ENOUGH_US 1500000 /* the others only within this time: what is so slow has lost already */
#define WARM 3       /* rounds before that, not counted */
#define SETTLE_MS 20 /* this often, until the display has the window where it belongs */
#define SETTLES 10
#define END_MS 2000  /* for the end of what was killed; a driver can hold it in the kernel */

struct result {
    struct present_place place;
    struct present_figures figures;
    char name[192];
    struct err error; /* empty: it went well */
};

/* ---- in the process of its own ---- */

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Pixels that were not there before, so that nobody can leave them out. */
static void fill(struct surface s, struct rect r, uint32_t argb)
{
    for (int y = r.y; y < r.y + r.h; y++) {
        for (int x = r.x; x < r.x + r.w; x++)
            s.px[(size_t)y * (size_t)s.pitch + (size_t)x] = argb;
    }
}

static int64_t show_once(struct present *p, struct rect r, int round)
{
    fill(present_surface(p), r, 0xFF204030u + (uint32_t)round * 0x010203u);
    int64_t start = clock_real_us();
    present_show(p, &r, 1);
    present_finish(p);
    return clock_real_us() - start;
}

/* Rectangles of that part of the window (1: all of it), each in another place. */
static int64_t median(struct present *p, int part)
{
    struct surface s = present_surface(p);
    int64_t took[WARM + ROUNDS], start = clock_real_us();
    int n = 0;
    while (n < WARM + LEAST || (n < WARM + ROUNDS && clock_real_us() - start < ENOUGH_US)) {
        int w = s.w / part, h = s.h / part, at = n % part;
        took[n] = show_once(p, (struct rect){at * w, at * h, w, h}, n);
        SDL_PumpEvents();
        n++;
    }
    n -= WARM;
    qsort(took + WARM, (size_t)n, sizeof *took, by_size);
    return took[WARM + n / 2];
}

static int64_t memory_kib(void)
{
    char line[128];
    long long kib = 0;
    FILE *f = fopen("/proc/self/smaps_rollup", "re");
    while (f && fgets(line, sizeof line, f) && sscanf(line, "Pss: %lld", &kib) != 1) {
    }
    if (f)
        fclose(f);
    return kib;
}

static void measure(const struct window_options *o, enum present_way way, struct result *r)
{
    int64_t start = clock_real_us();
    int w, h;
    if (!desktop_begin(&r->error))
        return;
    desktop_size(o, &w, &h);
    r->place = present_here(NULL, SDL_GetCurrentVideoDriver(), w, h);
    SDL_Window *window = desktop_window(o, way == PRESENT_TEXTURE ? SDL_WINDOW_HIDDEN : 0, &r->error);
    struct present *p = window ? present_open(window, way, &r->error) : NULL;
    if (!p)
        return;
    SDL_ShowWindow(window);
    show_once(p, (struct rect){0, 0, present_surface(p).w, present_surface(p).h}, 0);
    r->figures.open_us = clock_real_us() - start;
    for (int i = 0; i < SETTLES; i++) {
        SDL_PumpEvents();
        SDL_Delay(SETTLE_MS);
    }
    if (!present_take(p) || !present_surface(p).px) { /* a window manager may have given it another size */
        err_set(&r->error, "窗口的大小变了");
        return;
    }
    r->figures.full_us = median(p, 1);
    r->figures.part_us = median(p, 8);
    r->figures.memory_kib = memory_kib();
    snprintf(r->name, sizeof r->name, "%s", present_name(p));
}

/* Graphics libraries talk on the terminal, and end without asking. The desktop takes the window back. */
static _Noreturn void live(const struct present_trial *t, enum present_way way, int out)
{
    static struct result r;
    struct rlimit none = {0, 0};
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setrlimit(RLIMIT_CORE, &none);
    for (int fd = 0; fd <= 2; fd++)
        dup2(null, fd);
    if (t->begin)
        t->begin(way == PRESENT_TEXTURE);
    measure(t->window, way, &r);
    _exit(write(out, &r, sizeof r) == (ssize_t)sizeof r ? 0 : 1);
}

/* ---- beside it ---- */

/* A result that came whole in time; the pipe holds all of it. */
static bool collect(int in, int limit_ms, struct result *r)
{
    struct pollfd fd = {.fd = in, .events = POLLIN};
    int ready;
    do
        ready = poll(&fd, 1, limit_ms);
    while (ready < 0 && errno == EINTR);
    return ready > 0 && read(in, r, sizeof *r) == (ssize_t)sizeof *r;
}

static bool reaped(pid_t pid, int *status)
{
    for (int ms = 0; ms < END_MS; ms += 10) {
        if (waitpid(pid, status, WNOHANG) != 0)
            return true;
        poll(NULL, 0, 10);
    }
    return false;
}

static bool explain(int status, struct err *e)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return err_set(e, "到时间还没有测完，停住了或者太慢");
    if (WIFSIGNALED(status))
        return err_set(e, "测量时崩溃了（signal %d）", WTERMSIG(status));
    return err_set(e, "没有测完");
}

static bool run(const struct present_trial *t, enum present_way way, struct result *r, struct err *e)
{
    int ends[2], status = 0;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return err_set(e, "测量的进程建不起来（%s）", strerror(errno));
    pid_t pid = fork();
    if (pid == 0)
        live(t, way, ends[1]);
    close(ends[1]);
    bool whole = pid > 0 && collect(ends[0], t->limit_ms ? t->limit_ms : LIMIT_MS, r);
    close(ends[0]);
    if (pid < 0)
        return err_set(e, "测量的进程建不起来（%s）", strerror(errno));
    if (!whole)
        kill(pid, SIGKILL); /* what has ended by itself keeps its own reason */
    if (!reaped(pid, &status) && !whole)
        return err_set(e, "测量时停住不动了，也结束不了");
    if (!whole)
        return explain(status, e);
    return r->error.text[0] ? err_set(e, "%s", r->error.text) : true;
}

bool present_try(const struct present_trial *t, struct present_verdict *out, struct err *e)
{
    static struct result r;
    struct err why;
    *out = (struct present_verdict){.name = ""};
    r = (struct result){.name = ""};
    if (!run(t, PRESENT_SURFACE, &r, &why))
        return err_set(e, "处理器显示：%s", why.text);
    out->place = r.place;
    out->software = r.figures;
    r = (struct result){.name = ""};
    if (!run(t, PRESENT_TEXTURE, &r, &why))
        return err_set(e, "显卡显示：%s", why.text);
    out->accelerated = r.figures;
    memcpy(out->name, r.name, sizeof out->name);
    return true;
}
