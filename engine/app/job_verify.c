/* An export on a stick checked against this very device. */
#include "app/job.h"

#include "base/mem.h"
#include "report/verify.h"
#include "trust/code.h"
#include "trust/sha256.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool go_on(void *user, const struct verify_progress *v)
{
    const struct export_progress p = {.bytes = v->bytes, .of_bytes = v->of_bytes, .files = v->files,
                                      .of_files = v->of_files, .file = v->file, .sentence = "正在核验，请不要拔出 U 盘"};
    return job_go_on(user, &p);
}

/* A stick stands for the newest export of this kiosk on it, any other folder for itself. */
static void find_export(const struct job *j, char *folder, size_t size, char name[64])
{
    if (export_latest(j->request->target, j->config->kiosk.id, name, folder, size))
        return;
    name[0] = 0;
    snprintf(folder, size, "%s", j->request->target);
}

/* Is the last record of the export the one that has its number here? The device's key alone does not say so: a journal
 * that was set aside had the same key. */
static bool same_here(struct job *j, const struct verify_result *r, struct err *e)
{
    struct buf line = {0};
    char hex[65], code[10] = "";
    bool got = r->last > 0 && job_lines(j, r->last - 1, r->last, &line, e) == r->last && line.len > 1;
    if (got) {
        struct sha256 sum;
        sha256_start(&sum);
        sha256_add(&sum, line.data, line.len - 1);
        sha256_end(&sum, hex);
        check_code(hex, code);
    }
    buf_free(&line);
    if (!got)
        return err_set(e, "本机没有第 %lld 条记录：导出之后数据库换过，或它不是本机的", (long long)r->last);
    return strcmp(code, r->code) == 0 || err_set(e, "第 %lld 条记录与本机的不同", (long long)r->last);
}

static void compare(struct job *j, struct verify_result *r, struct job_end *end)
{
    struct err e;
    if (!r->good) {
        snprintf(end->sentence, sizeof end->sentence, "%s", r->findings_n ? r->findings[0].text : "");
    } else if (same_here(j, r, &e)) {
        snprintf(end->sentence, sizeof end->sentence, "签名、校验和、记录链都对；第 %lld 条与本机的一致。", (long long)r->last);
    } else {
        struct verify_finding *f = &r->findings[r->findings_n++]; /* the first: a good one has none */
        *f = (struct verify_finding){.code = VERIFY_OTHER_CHAIN, .seq = r->last};
        snprintf(f->text, sizeof f->text, "%s", e.text);
        snprintf(end->sentence, sizeof end->sentence, "%s", e.text);
        r->problems++;
        r->good = false;
    }
}

/* Finished is good even when the export is not: that is what the verdict says. */
void job_verify(struct job *j, struct job_end *end)
{
    struct public_key own;
    struct err e = {.text = ""};
    const char *text = j->facts->about.public_key;
    bool known = text && public_key_parse(text, &own, &e);
    char folder[1200];
    struct verify_options o = {.folder = folder, .key = known ? &own : NULL, .key_name = known ? "本机" : NULL};
    struct verify_result *r = mem_alloc(sizeof *r);
    find_export(j, folder, sizeof folder, end->folder);
    verify_export(&o, r, go_on, j, &e);
    end->good = !e.text[0];
    if (end->good) {
        compare(j, r, end);
        verify_print_json(r, &end->text);
    } else {
        snprintf(end->sentence, sizeof end->sentence, "%s", e.text);
    }
    free(r);
}
