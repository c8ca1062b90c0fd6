/* kiosk run, kiosk counts: what needs the keeper. */
#include "app/commands.h"
#include "app/errands.h"
#include "app/figures.h"
#include "app/keeper.h"
#include "journal/counts.h"
#include "journal/journal.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Without its content no window need open. */
static bool content_is_there(const struct invocation *in)
{
    struct stat st;
    const char *scripts = in->config.kiosk.scripts;
    if (stat(scripts, &st) == 0 && S_ISDIR(st.st_mode))
        return true;
    fprintf(stderr, "%s：没有这个内容文件夹；改法：建好它，或在 %s 里改正 kiosk.scripts\n", scripts,
            in->conf_found ? in->conf_path : "kiosk.conf");
    return false;
}

int command_run(struct invocation *in)
{
    struct keeper_options o = {.config = &in->config, .headless = option_flag(in, "--headless")};
    const char *size = option_value(in, "--size");
    if (size && !parse_size(size, &o.width, &o.height)) {
        fprintf(stderr, "--size %s：应写成 1920x1080 这样的宽x高\n", size);
        return 2;
    }
    if (!options_done(in))
        return 2;
    if (in->argc) {
        fprintf(stderr, "kiosk run 不需要“%s”；用 kiosk help run 查看用法\n", in->argv[0]);
        return 2;
    }
    return content_is_there(in) ? keeper_run(&o) : 1;
}

static bool counts_of_file(const char *data, const char *from, const char *to, char format, struct buf *out,
                           struct err *e)
{
    struct journal *j = journal_open_reading(data, e);
    if (!j)
        return false;
    bool ok = figures_write(j, from, to, format, out, e);
    journal_close(j);
    return ok;
}

/* The figures of exports: --records, then their folders or records.jsonl files. */
static bool counts_of_exports(struct invocation *in, const char *from, const char *to, char format, struct buf *out,
                              struct err *e)
{
    struct buf remark = {0};
    bool ok = figures_of_files((const char *const *)in->argv, in->argc, from, to, format, out, &remark, e);
    fputs(buf_cstr(&remark), stderr);
    buf_free(&remark);
    return ok;
}

int command_counts(struct invocation *in)
{
    const char *from = option_value(in, "--from"), *to = option_value(in, "--to");
    char format = option_flag(in, "--csv") ? 'c' : in->json ? 'j' : 't';
    bool records = option_flag(in, "--records");
    const char *data = in->config.kiosk.data;
    struct counts_period period;
    struct buf out = {0};
    struct err e = {0};
    from = from ? from : "";
    to = to ? to : "";
    if (!options_done(in))
        return 2;
    bool dated = counts_period_parse(from, to, &period, &e);
    if (!dated)
        fprintf(stderr, "%s\n", e.text);
    if (!dated || (in->argc > 0) != records) {
        fputs("用法：kiosk counts [--from 2026-01-01] [--to 2026-01-31] [--csv | --json] [--records 导出…]\n", stderr);
        return 2;
    }
    bool ok = records ? counts_of_exports(in, from, to, format, &out, &e)
                      : errand_counts(data, format, from, to, &out, &e);
    if (!ok && !e.text[0])
        ok = counts_of_file(data, from, to, format, &out, &e);
    if (ok)
        fwrite(out.data, 1, out.len, stdout);
    else
        fprintf(stderr, "%s\n", e.text);
    buf_free(&out);
    return ok ? 0 : 1;
}
