/* The export inside a job: records and signature come from the keeper. */
#include "app/job.h"

#include "trust/stick_key.h"

#include <stdio.h>
#include <string.h>

void job_export(struct job *j, struct job_end *end)
{
    struct export_options o = {.stick = j->request->target, .since = j->request->since, .go_on = job_go_on, .user = j};
    struct export_source s = {.user = j, .about = j->facts->about, .lines = job_lines, .sign = job_sign};
    struct export_result result;
    struct err e;
    end->good = export_run(&o, &s, &result, &e);
    if (!end->good) {
        snprintf(end->sentence, sizeof end->sentence, "%s", e.text);
        return;
    }
    snprintf(end->sentence, sizeof end->sentence, "导出完成并核对无误，可以拔出 U 盘");
    memcpy(end->folder, result.folder, sizeof end->folder);
    memcpy(end->code, result.code, sizeof end->code);
    end->number = result.upto;
    buf_text(&end->text, result.place);
}

/* The key that signs sticks: the one that is configured, or this kiosk's own. */
static bool trusted_key(const struct job *j, struct public_key *out, struct err *e)
{
    const char *path = j->config->usb.auto_key, *own = j->facts->about.public_key;
    if (path[0])
        return public_key_read(path, out, e);
    return own ? public_key_parse(own, out, e) : err_set(e, "本机没有设备密钥，不能自动导出");
}

void job_auto_export(struct job *j, struct job_end *end)
{
    struct public_key trusted;
    struct stick_key key;
    struct err e;
    if (!stick_key_is_there(j->request->target)) /* anybody's stick: not a word about it */
        return;
    if (trusted_key(j, &trusted, &e) &&
        stick_key_check(j->request->target, j->config->kiosk.id, &trusted, j->config->usb.auto_refused, &key, &e))
        job_export(j, end);
    else
        snprintf(end->sentence, sizeof end->sentence, "%s", e.text);
}
