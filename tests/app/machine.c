#include "machine.h"

#include "base/file.h"
#include "journal/journal.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define VENUE SOURCE_DIR "/tests/app/venue"

bool machine_possible(void)
{
    return system("command -v Xvfb >/dev/null && command -v xdotool >/dev/null") == 0;
}

static pid_t start(const char *const *words, const char *out)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    int fd = open(out, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(fd, 1);
    dup2(fd, 2);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM); /* a test that fails half-way must leave nothing running */
    execvp(words[0], (char *const *)words);
    _exit(127);
}

static void start_xvfb(struct machine *m)
{
    char number[16] = "", path[128];
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    snprintf(path, sizeof path, "%d", ends[1]);
    const char *words[] = {"Xvfb", "-displayfd", path, "-screen", "0", "1280x720x24", "-noreset",
                           "-nolisten", "tcp", "-fbdir", m->folder, NULL};
    m->xvfb = start(words, "/dev/null");
    close(ends[1]);
    for (size_t n = 0; n < sizeof number - 1 && read(ends[0], number + n, 1) == 1 && number[n] != '\n';)
        n++;
    close(ends[0]);
    assert_true(atoi(number) >= 0 && number[0]);
    snprintf(m->display, sizeof m->display, ":%d", atoi(number));
}

static void make_folder(struct machine *m)
{
    memset(m, 0, sizeof *m);
    snprintf(m->folder, sizeof m->folder, "/tmp/qf-machine-XXXXXX");
    assert_non_null(mkdtemp(m->folder));
    snprintf(m->data, sizeof m->data, "%s/data", m->folder);
    snprintf(m->log, sizeof m->log, "%s/out.log", m->folder);
}

void machine_make(struct machine *m)
{
    make_folder(m);
    start_xvfb(m);
    setenv("DISPLAY", m->display, 1);
    setenv("SDL_VIDEODRIVER", "x11", 1);
}

void machine_run(struct machine *m, const char *kiosk, const char *const *settings)
{
    const char *words[40] = {kiosk, "run", "--size", "1280x720", "--data", m->data, "--set",
                             "kiosk.scripts=" VENUE, "--conf", SOURCE_DIR "/kiosk.conf"};
    int n = 10, homes = machine_count_log(m, "首页已显示");
    for (; *settings; settings++) {
        words[n++] = "--set";
        words[n++] = *settings;
    }
    if (!m->xvfb)
        words[n++] = "--headless";
    m->kiosk = start(words, m->log);
    assert_true(machine_wait_log(m, "首页已显示", homes + 1, 20000) >= 0);
    usleep(300000);
}

void machine_start(struct machine *m, const char *kiosk, const char *const *settings)
{
    machine_make(m);
    machine_run(m, kiosk, settings);
}

void machine_start_headless(struct machine *m, const char *kiosk, const char *const *settings)
{
    make_folder(m);
    machine_run(m, kiosk, settings);
}

void machine_end_kiosk(struct machine *m)
{
    int status;
    if (!m->kiosk)
        return;
    kill(m->kiosk, SIGTERM);
    waitpid(m->kiosk, &status, 0);
    m->kiosk = 0;
}

void machine_stop(struct machine *m)
{
    char command[128];
    machine_end_kiosk(m);
    if (m->xvfb) {
        kill(m->xvfb, SIGTERM);
        waitpid(m->xvfb, NULL, 0);
    }
    snprintf(command, sizeof command, "rm -rf '%s'", m->folder);
    assert_int_equal(system(command), 0);
}

void machine_hold(const struct machine *m, int x, int y, double seconds)
{
    char command[160];
    snprintf(command, sizeof command, "DISPLAY=%s xdotool mousemove %d %d mousedown 1 sleep %.2f mouseup 1", m->display,
             x, y, seconds);
    assert_int_equal(system(command), 0);
}

void machine_tap(const struct machine *m, int x, int y)
{
    machine_hold(m, x, y, 0.12);
}

int machine_count_log(const struct machine *m, const char *text)
{
    struct buf b;
    struct err e;
    int n = 0;
    if (!file_read(m->log, 64u << 20, &b, &e))
        return 0;
    for (const char *at = buf_cstr(&b); (at = strstr(at, text)); at += strlen(text))
        n++;
    buf_free(&b);
    return n;
}

int machine_wait_log(const struct machine *m, const char *text, int n, int timeout_ms)
{
    int64_t from = clock_real_us();
    while (machine_count_log(m, text) < n) {
        if (clock_real_us() - from > timeout_ms * 1000LL)
            return -1;
        usleep(5000);
    }
    return (int)((clock_real_us() - from) / 1000);
}

bool machine_same_picture(const struct machine *m, struct buf *before)
{
    char path[128];
    struct buf now = {0};
    struct err e;
    snprintf(path, sizeof path, "%s/Xvfb_screen0", m->folder);
    assert_true(file_read(path, 64u << 20, &now, &e));
    assert_true(now.len > MACHINE_W * MACHINE_H * 4);
    bool same = before->len == now.len && memcmp(before->data, now.data, now.len) == 0;
    buf_free(before);
    *before = now;
    return same;
}

char *machine_lines(const struct machine *m)
{
    struct err e;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct journal *j = journal_open_reading(m->data, &e);
    if (!j)
        fail_msg("%s", e.text);
    assert_true(journal_write_lines(j, 0, out, &e));
    journal_close(j);
    fclose(out);
    return text;
}

void machine_kinds(const char *lines, char *out, size_t size)
{
    out[0] = 0;
    for (const char *at = lines; (at = strstr(at, "\"kind\":\"")); at += 8) {
        int len = (int)strcspn(at + 8, "\"");
        snprintf(out + strlen(out), size - strlen(out), "%.*s ", len, at + 8);
    }
}

static pid_t parent_of(pid_t pid, char *name, size_t size)
{
    char path[64], line[256];
    int parent = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "r");
    name[0] = 0;
    while (f && fgets(line, sizeof line, f)) {
        if (strncmp(line, "Name:\t", 6) == 0)
            snprintf(name, size, "%.*s", (int)strcspn(line + 6, "\n"), line + 6);
        if (sscanf(line, "PPid:\t%d", &parent) == 1)
            break;
    }
    if (f)
        fclose(f);
    return parent;
}

static int walk(pid_t top, const char *wanted, pid_t *found)
{
    DIR *d = opendir("/proc");
    char name[64], other[64];
    int count = 0;
    for (struct dirent *entry; d && (entry = readdir(d));) {
        pid_t pid = (pid_t)atoi(entry->d_name);
        pid_t up = pid > 0 ? parent_of(pid, name, sizeof name) : 0;
        while (up > 1 && up != top)
            up = parent_of(up, other, sizeof other);
        if (up != top)
            continue;
        count++;
        if (wanted && strcmp(name, wanted) == 0 && (!*found || pid < *found))
            *found = pid;
    }
    if (d)
        closedir(d);
    return count;
}

pid_t machine_find(pid_t top, const char *name)
{
    pid_t found = 0;
    walk(top, name, &found);
    return found;
}

int machine_count(pid_t top)
{
    pid_t none = 0;
    return walk(top, NULL, &none);
}

static void keep(void *user, const struct record *r)
{
    struct plan *p = user;
    script_desk_record(&p->desk, r);
}

static void ask(void *user, uint32_t serial, const char *name, const char *args)
{
    struct plan *p = user;
    struct err e;
    if (!p->desk.open && !script_desk_open(&p->desk, &p->config, &p->clock, &p->visitor.show, NULL, 0, &e))
        fail_msg("%s", e.text);
    script_desk_ask(&p->desk, serial, name, args);
}

static bool serve(void *user)
{
    struct plan *p = user;
    return script_desk_serve(&p->desk);
}

void plan_open(struct plan *p)
{
    struct err e;
    memset(p, 0, sizeof *p);
    config_defaults(&p->config, SOURCE_DIR);
    snprintf(p->config.kiosk.scripts, sizeof p->config.kiosk.scripts, "%s", VENUE);
    p->clock = clock_virtual(1795316645678);
    struct show_options o = {.config = &p->config, .clock = &p->clock, .headless = true, .width = MACHINE_W,
                             .height = MACHINE_H, .text_size = -1, .boot = 1, .first_visit = 1, .send = keep,
                             .ask = ask, .others = serve, .user = p};
    if (!visitor_open(&p->visitor, &o, &e))
        fail_msg("%s", e.text);
}

void plan_close(struct plan *p)
{
    visitor_close(&p->visitor);
    script_desk_close(&p->desk);
}

struct spot plan_find(struct plan *p, const char *text)
{
    struct spot at;
    struct err e;
    struct buf seen = {0};
    if (!visitor_find(&p->visitor, text, &at.x, &at.y, &e)) {
        stage_visible_text(p->visitor.show.stage, &seen);
        fail_msg("“%s” is not on the screen, but: %s", text, buf_cstr(&seen));
    }
    return at;
}

struct spot plan_tap(struct plan *p, const char *text)
{
    struct spot at = plan_find(p, text);
    struct err e;
    if (!visitor_tap(&p->visitor, at.x, at.y, &e) || !visitor_wait(&p->visitor, 600, &e))
        fail_msg("%s", e.text);
    return at;
}

void plan_admin(struct plan *p)
{
    struct err e;
    if (!visitor_corner(&p->visitor, p->config.admin.corner, &e) || !visitor_wait(&p->visitor, 600, &e))
        fail_msg("%s", e.text);
}
