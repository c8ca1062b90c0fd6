/* What the lab's programs share: Xvfb with a number of its own choice, the kiosk in it, and a look at what it left. */
#ifndef TESTS_LAB_X_KIOSK_H
#define TESTS_LAB_X_KIOSK_H

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "journal/journal.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define X_WIDTH 960
#define X_HEIGHT 540

struct x_kiosk {
    char work[40], data[64], log[64]; /* below /tmp */
    pid_t x, kiosk;
};

static inline bool x_start_server(struct x_kiosk *k)
{
    int ends[2];
    char number[8] = "", display[16];
    if (pipe(ends) != 0 || (k->x = fork()) < 0)
        return false;
    if (k->x == 0) {
        char fd[8];
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, 2);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        snprintf(fd, sizeof fd, "%d", ends[1]);
        execlp("Xvfb", "Xvfb", "-displayfd", fd, "-screen", "0", "960x540x24", "-nolisten", "tcp", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    ssize_t n = read(ends[0], number, sizeof number - 1);
    close(ends[0]);
    snprintf(display, sizeof display, ":%d", atoi(number));
    setenv("DISPLAY", display, 1);
    setenv("SDL_VIDEODRIVER", "x11", 1);
    return n > 0;
}

/* A folder and a screen; false: this machine has no Xvfb or xdotool. */
static inline bool x_open(struct x_kiosk *k)
{
    *k = (struct x_kiosk){.work = "/tmp/qingfeng-lab-XXXXXX"};
    log_quiet(LOG_SILENT);
    if (system("command -v Xvfb xdotool >/dev/null") != 0 || !mkdtemp(k->work))
        return false;
    snprintf(k->data, sizeof k->data, "%s/data", k->work);
    snprintf(k->log, sizeof k->log, "%s/out.log", k->work);
    return x_start_server(k);
}

/* The demo venue, from the source folder. */
static inline void x_start(struct x_kiosk *k, const char *kiosk, const char *setting)
{
    k->kiosk = fork();
    if (k->kiosk != 0)
        return;
    int out = open(k->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, 1);
    dup2(out, 2);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execl(kiosk, kiosk, "run", "--size", "960x540", "--conf", "kiosk.conf", "--data", k->data, "--set",
          setting ? setting : "visit.warn=45", (char *)NULL);
    _exit(127);
}

static inline int x_count_log(const struct x_kiosk *k, const char *text)
{
    struct buf b = {0};
    struct err e;
    int n = 0;
    if (!file_read(k->log, 64u << 20, &b, &e))
        return 0;
    for (const char *at = buf_cstr(&b); (at = strstr(at, text)); at += strlen(text))
        n++;
    buf_free(&b);
    return n;
}

/* How often home has come to stand so far: first in a stage, or after the built-in screen. */
static inline int x_homes(const struct x_kiosk *k)
{
    return x_count_log(k, "首页已显示") + x_count_log(k, "现在显示首页");
}

/* ms until home has come to stand n times, -1: not within that time. */
static inline int x_wait_homes(const struct x_kiosk *k, int n, int most_ms)
{
    int64_t from = clock_real_us();
    while (x_homes(k) < n) {
        if (clock_real_us() - from > most_ms * 1000LL)
            return -1;
        usleep(2000);
    }
    return (int)((clock_real_us() - from) / 1000);
}

static inline void x_tap(int x, int y)
{
    char command[120];
    snprintf(command, sizeof command, "xdotool mousemove %d %d mousedown 1 sleep 0.07 mouseup 1 2>/dev/null", x, y);
    if (system(command) != 0)
        usleep(50000);
}

/* SIGTERM; ms it took to end in order, -1: it did not. */
static inline int x_stop(struct x_kiosk *k)
{
    int status;
    int64_t from = clock_real_us();
    kill(k->kiosk, SIGTERM);
    bool well = waitpid(k->kiosk, &status, 0) == k->kiosk && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return well ? (int)((clock_real_us() - from) / 1000) : -1;
}

static inline int x_close(struct x_kiosk *k)
{
    char command[80];
    kill(k->x, SIGTERM);
    waitpid(k->x, NULL, 0);
    snprintf(command, sizeof command, "rm -rf %s", k->work);
    return system(command);
}

/* Checks the chain; the records as lines (the caller's), NULL when it does not fit. */
static inline char *x_records(const struct x_kiosk *k, struct journal_verdict *v)
{
    struct err e = {.text = ""};
    char *text = NULL;
    size_t size = 0;
    struct journal *j = journal_open_reading(k->data, &e);
    FILE *out = open_memstream(&text, &size);
    bool well = j && journal_verify(j, v, &e) && journal_write_lines(j, 0, out, &e);
    fclose(out);
    journal_close(j);
    if (well)
        return text;
    printf("chain: %s%s\n", v->why, e.text);
    free(text);
    return NULL;
}

/* ---- processes ---- */

static inline pid_t x_parent(const char *pid, char *name, char *state)
{
    char path[64], line[400], *end;
    int up = 0;
    snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    FILE *f = atoi(pid) > 0 ? fopen(path, "r") : NULL;
    *name = *state = 0;
    if (f && fgets(line, sizeof line, f) && (end = strrchr(line, ')')) && sscanf(end, ") %c %d", state, &up) == 2) {
        *end = 0;
        snprintf(name, 32, "%.31s", strchr(line, '(') + 1);
    }
    if (f)
        fclose(f);
    return up;
}

struct x_family {
    int processes, zombies, descriptors;
    long pss; /* KiB */
    pid_t stage;
};

/* The keeper alone, or all that descend from it too. */
static inline struct x_family x_look(pid_t top, bool all)
{
    struct x_family sum = {0};
    DIR *d = opendir("/proc");
    for (struct dirent *entry; d && (entry = readdir(d));) {
        char path[64], name[32], other[32], state, ignored, line[128];
        pid_t pid = (pid_t)atoi(entry->d_name), up = x_parent(entry->d_name, name, &state);
        if (pid <= 0 || (pid != top && !all && up != top))
            continue;
        if (up == top && strcmp(name, "qf-stage") == 0)
            sum.stage = pid;
        for (char number[16]; up > 1 && up != top && pid != top; up = x_parent(number, other, &ignored))
            snprintf(number, sizeof number, "%d", (int)up);
        if (pid != top && up != top)
            continue;
        sum.zombies += state == 'Z';
        if (pid != top && !all)
            continue;
        sum.processes++;
        snprintf(path, sizeof path, "/proc/%.20s/smaps_rollup", entry->d_name);
        FILE *f = fopen(path, "r");
        long kb;
        while (f && fgets(line, sizeof line, f))
            sum.pss += sscanf(line, "Pss: %ld", &kb) == 1 ? kb : 0;
        if (f)
            fclose(f);
        snprintf(path, sizeof path, "/proc/%.20s/fd", entry->d_name);
        DIR *fds = opendir(path);
        while (fds && readdir(fds))
            sum.descriptors++;
        if (fds)
            closedir(fds);
    }
    if (d)
        closedir(d);
    return sum;
}

#endif
