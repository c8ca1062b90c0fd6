#include "app/auto_export.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_in(const struct stick *list, int n, const struct stick *s)
{
    for (int i = 0; i < n; i++) {
        if (list[i].id == s->id && strcmp(list[i].path, s->path) == 0)
            return true;
    }
    return false;
}

static void look(struct auto_export *a)
{
    struct stick now[STICKS_MAX];
    int n = sticks_list(a->roots, now, STICKS_MAX);
    for (int i = 0; i < n; i++) {
        if (!is_in(a->known, a->known_n, &now[i]) && a->waiting_n < STICKS_MAX)
            a->waiting[a->waiting_n++] = now[i];
    }
    memcpy(a->known, now, sizeof now);
    a->known_n = n;
}

void auto_export_open(struct auto_export *a, struct jobs *jobs, const struct config *config,
                      void (*tell)(void *user, enum notice kind, const char *sentence), void *user)
{
    *a = (struct auto_export){.jobs = jobs, .roots = config->usb.roots, .tell = tell, .user = user, .watch = -1};
    if (!config->usb.auto_export)
        return;
    a->watch = sticks_watch_fd();
    look(a);
}

void auto_export_close(struct auto_export *a)
{
    if (a->watch >= 0)
        close(a->watch);
    a->watch = -1;
}

struct pollfd auto_export_pollfd(const struct auto_export *a)
{
    return (struct pollfd){.fd = a->watch, .events = POLLPRI};
}

/* A stick without a key ends without a sentence. */
static void told(void *user, const struct job_news *n)
{
    struct auto_export *a = user;
    if (!n->finished) {
        if (!a->working)
            a->tell(a->user, NOTICE_WORKING, "正在导出数据到 U 盘，请不要拔出");
        a->working = true;
        return;
    }
    a->job = 0;
    a->working = false;
    if (n->sentence[0])
        a->tell(a->user, n->good ? NOTICE_DONE : NOTICE_FAILED, n->sentence);
}

static void start_next(struct auto_export *a)
{
    struct job_request r = {.kind = JOB_AUTO_EXPORT};
    struct err busy;
    snprintf(r.target, sizeof r.target, "%s", a->waiting[0].path);
    a->job = jobs_start(a->jobs, &r, told, a, &busy);
    if (!a->job) /* another export runs: its turn comes */
        return;
    a->waiting_n--;
    memmove(a->waiting, a->waiting + 1, sizeof a->waiting[0] * (size_t)a->waiting_n);
}

void auto_export_serve(struct auto_export *a, short revents)
{
    if (a->watch >= 0 && revents)
        look(a);
    if (a->waiting_n && !a->job && !jobs_running(a->jobs, JOB_EXPORT))
        start_next(a);
}
