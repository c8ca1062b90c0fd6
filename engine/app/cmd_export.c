/* kiosk export: through the running kiosk, or from the journal of one that is not running. */
#include "app/commands.h"
#include "app/errands.h"
#include "base/clock.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

/* One line that is written over on a terminal; elsewhere one line for each file. */
static void show(void *user, const struct export_progress *p)
{
    char *last = user;
    bool terminal = isatty(STDERR_FILENO);
    if (!terminal && strcmp(last, p->file) == 0)
        return;
    snprintf(last, 64, "%s", p->file);
    int percent = p->of_bytes > 0 ? (int)(p->bytes * 100 / p->of_bytes) : 0;
    fprintf(stderr, "%s%3d%% %d/%d %s %s%s", terminal ? "\r\033[K" : "", percent, p->files, p->of_files, p->sentence,
            p->file, terminal ? "" : "\n");
}

static bool show_here(void *user, const struct export_progress *p)
{
    show(user, p);
    return !stop;
}

static bool export_here(const struct invocation *in, const struct export_options *o, struct buf *text, struct err *e)
{
    struct clock clock = clock_real();
    struct export_here here = {.key = NULL};
    struct export_result result;
    here.journal = journal_open_reading(in->config.kiosk.data, e);
    if (!here.journal)
        return false;
    struct device_key *key = key_open(in->config.kiosk.data, true, e);
    here.key = key;
    bool ok = key != NULL;
    if (ok) {
        export_facts_take(&here.facts, &in->config, &clock, here.journal, key);
        struct export_source source = export_source_here(&here);
        ok = export_run(o, &source, &result, e);
    }
    if (ok)
        buf_printf(text, "%s\n%s\n", result.place, result.code);
    key_close(key);
    journal_close(here.journal);
    return ok;
}

static bool read_since(const char *text, int64_t *since)
{
    char *end;
    errno = 0;
    *since = text ? strtoll(text, &end, 10) : 0;
    return !text || (!errno && end != text && !*end && *since >= 0);
}

static bool absolute(const char *folder, char *out, size_t size)
{
    char here[1024];
    if (folder[0] == '/')
        return (size_t)snprintf(out, size, "%s", folder) < size;
    return getcwd(here, sizeof here) && (size_t)snprintf(out, size, "%s/%s", here, folder) < size;
}

int command_export(struct invocation *in)
{
    const char *since = option_value(in, "--since");
    char folder[1024], last[64] = "";
    struct export_options o = {.stick = folder, .go_on = show_here, .user = last};
    struct buf text = {0};
    struct err e;
    if (!options_done(in) || in->argc != 1 || !read_since(since, &o.since)) {
        fputs("用法：kiosk export 文件夹 [--since 序号]\n", stderr);
        return 2;
    }
    if (!absolute(in->argv[0], folder, sizeof folder)) {
        fprintf(stderr, "%s：路径太长\n", in->argv[0]);
        return 1;
    }
    bool ok = errand_export(in->config.kiosk.data, folder, o.since, show, last, &text, &e);
    if (!ok && !e.text[0]) {
        signal(SIGINT, on_signal);
        signal(SIGTERM, on_signal);
        ok = export_here(in, &o, &text, &e);
    }
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    char *place = strtok((char *)(uintptr_t)buf_cstr(&text), "\n"), *code = strtok(NULL, "\n");
    if (ok)
        printf("导出完成并核对无误，可以拔出 U 盘\n%s\n核验码 %s\n", place, code);
    else
        fprintf(stderr, "%s\n", e.text);
    buf_free(&text);
    return ok ? 0 : 1;
}
