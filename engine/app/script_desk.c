#include "app/script_desk.h"

#include "base/file.h"
#include "base/log.h"
#include "trust/key.h"
#include "trust/pin.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void answer(void *user, uint32_t serial, bool ok, bool last, const char *json, size_t len)
{
    struct script_desk *d = user;
    show_admin_answer(d->show, serial, ok, last, json, len);
}

static void setting(void *user, const char *name, const char *value)
{
    struct script_desk *d = user;
    show_setting(d->show, name, value);
}

static bool make_folders(struct script_desk *d, struct err *e)
{
    char stick[128];
    snprintf(d->folder, sizeof d->folder, "/tmp/qingfeng-test-XXXXXX");
    if (!mkdtemp(d->folder))
        return err_set(e, "/tmp 里建不了文件夹");
    snprintf(d->config.kiosk.data, sizeof d->config.kiosk.data, "%s/data", d->folder);
    snprintf(stick, sizeof stick, "%s/QINGFENG", d->folder);
    snprintf(d->config.usb.roots, sizeof d->config.usb.roots, "%s", stick);
    return file_make_folders(d->config.kiosk.data, 0700, e) && file_make_folders(stick, 0700, e);
}

bool script_desk_open(struct script_desk *d, const struct config *config, struct clock *clock, struct show *show,
                      const struct record *records, int n, struct err *e)
{
    *d = (struct script_desk){.config = *config, .clock = clock, .show = show};
    if (!make_folders(d, e) || !pin_set(d->config.kiosk.data, SCRIPT_PIN, e))
        return false;
    d->open = true;
    d->key = key_open(d->config.kiosk.data, true, e);
    d->journal = journal_open(d->config.kiosk.data, clock, QINGFENG_VERSION);
    journal_use_key(d->journal, d->key);
    for (int i = 0; i < n; i++)
        script_desk_record(d, &records[i]);
    d->home = (struct jobs_home){.config = &d->config, .clock = clock, .journal = d->journal, .key = d->key};
    sigprocmask(SIG_SETMASK, NULL, &d->home.mask);
    jobs_open(&d->jobs, &d->home);
    struct admin_options o = {.config = &d->config, .clock = clock, .journal = d->journal, .jobs = &d->jobs, .drill = true,
                              .outlet = {.user = d, .answer = answer, .setting = setting}};
    d->admin = admin_open(&o);
    return true;
}

static int drop(const char *path, const struct stat *st, int type, struct FTW *f)
{
    (void)st;
    (void)type;
    (void)f;
    return remove(path);
}

void script_desk_close(struct script_desk *d)
{
    if (!d->open)
        return;
    admin_close(d->admin);
    jobs_close(&d->jobs);
    journal_close(d->journal);
    key_close(d->key);
    nftw(d->folder, drop, 8, FTW_DEPTH | FTW_PHYS);
    *d = (struct script_desk){.open = false};
}

void script_desk_record(struct script_desk *d, const struct record *r)
{
    struct err e;
    if (d->open && !journal_append(d->journal, r, &e))
        log_error("test", "%s", e.text);
}

void script_desk_ask(struct script_desk *d, uint32_t serial, const char *name, const char *args)
{
    if (d->open)
        admin_take(d->admin, serial, name, args, strlen(args));
}

/* Only jobs are waited for: the nursery is another's child. */
static void reap(struct script_desk *d)
{
    for (int i = 0; i < JOBS_MAX; i++) {
        int status;
        pid_t pid = d->jobs.slots[i].pid;
        if (pid > 0 && waitpid(pid, &status, WNOHANG) == pid)
            jobs_reaped(&d->jobs, pid, status);
    }
}

bool script_desk_serve(struct script_desk *d)
{
    bool busy = false;
    if (!d->open)
        return false;
    reap(d);
    jobs_serve(&d->jobs);
    admin_tick(d->admin);
    for (int i = 0; i < JOBS_MAX; i++)
        busy |= d->jobs.slots[i].id != 0;
    return busy;
}
