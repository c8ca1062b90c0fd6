/* An export on a stick checked against this very device. */
#include "app/job.h"

#include "base/mem.h"
#include "report/verify.h"

#include <stdio.h>
#include <stdlib.h>

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
    if (end->good)
        verify_print_json(r, &end->text);
    else
        snprintf(end->sentence, sizeof end->sentence, "%s", e.text);
    free(r);
}
