/* kiosk verify */
#include "app/commands.h"
#include "base/file.h"
#include "base/mem.h"
#include "report/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failed(const struct err *e)
{
    fprintf(stderr, "%s\n", e->text);
    return 1;
}

static bool show_progress(void *user, const struct verify_progress *p)
{
    (void)user;
    if (p->of_bytes > 0)
        fprintf(stderr, "\r正在核验 %d%%  %-24.24s", (int)(100.0 * (double)p->bytes / (double)p->of_bytes), p->file);
    return true;
}

/* On the kiosk that made it nobody has to name the key. */
static bool is_own_export(const struct invocation *in, const char *folder, struct public_key *own)
{
    char path[1100];
    struct public_key theirs;
    return path_join(path, sizeof path, in->config.kiosk.data, "kiosk.pub") && public_key_read(path, own, NULL) &&
           path_join(path, sizeof path, folder, "kiosk.pub") && public_key_read(path, &theirs, NULL) &&
           public_key_same(own, &theirs);
}

static int verify(const struct invocation *in, struct verify_options *o)
{
    struct err e;
    struct verify_result *r = mem_alloc(sizeof *r);
    struct buf text = {0};
    bool watched = isatty(STDERR_FILENO);
    bool good = verify_export(o, r, watched ? show_progress : NULL, NULL, &e);
    if (watched)
        fprintf(stderr, "\r%60s\r", "");
    if (!e.text[0]) {
        if (in->json)
            verify_print_json(r, &text);
        else
            verify_print(r, &text);
        fputs(buf_cstr(&text), stdout);
    }
    buf_free(&text);
    free(r);
    return e.text[0] ? failed(&e) : !good;
}

int command_verify(struct invocation *in)
{
    struct err e;
    struct public_key key;
    char name[300];
    struct verify_options o = {.key_name = option_value(in, "--key"), .contains = option_value(in, "--contains")};
    if (!options_done(in))
        return 2;
    if (in->argc != 1) {
        fputs("用法：kiosk verify 文件夹 [--key 公钥文件] [--contains 核验码] [--json]\n", stderr);
        return 2;
    }
    o.folder = in->argv[0];
    if (o.key_name) {
        if (!public_key_read(o.key_name, &key, &e))
            return failed(&e);
        snprintf(name, sizeof name, " %s ", o.key_name);
        o.key_name = name;
        o.key = &key;
    } else if (is_own_export(in, o.folder, &key)) {
        o.key = &key;
        o.key_name = "本机";
    }
    return verify(in, &o);
}
