#include "usb/export.h"

#include "base/clock.h"
#include "trust/code.h"
#include "usb/inner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SUMS "SHA256SUMS"
#define LATEST_MS 253402300799000 /* the end of the year 9999 */

bool export_tell(struct exporting *x, struct err *e)
{
    x->progress.sentence = x->sentence;
    if (x->progress.of_bytes < x->progress.bytes)
        x->progress.of_bytes = x->progress.bytes;
    x->cancelled |= x->o->go_on && !x->o->go_on(x->o->user, &x->progress);
    return !x->cancelled || err_set(e, "导出已取消，U 盘上没有留下不完整的导出");
}

static bool write_manifest(struct exporting *x, struct err *e)
{
    struct buf text = {0};
    manifest_write(x, &text);
    bool ok = deposit_whole(x, "manifest.json", true, &text, e);
    buf_free(&text);
    return ok;
}

static void list_sums(const struct exporting *x, struct buf *out)
{
    for (int i = 0; i < x->n; i++) {
        if (x->files[i].in_sums)
            buf_printf(out, "%s  %s\n", x->files[i].sum, x->files[i].name);
    }
}

static bool write_signature(struct exporting *x, const struct buf *sums, struct err *e)
{
    const char *key = x->s->about.public_key;
    struct buf minisig = {0}, pub = {0};
    if (!key)
        return true;
    buf_text(&pub, key);
    bool ok = x->s->sign(x->s->user, (const char *)sums->data, sums->len, &minisig, e) &&
              deposit_whole(x, SUMS ".minisig", false, &minisig, e) && deposit_whole(x, "kiosk.pub", false, &pub, e);
    buf_free(&minisig);
    buf_free(&pub);
    return ok;
}

static bool write_sums(struct exporting *x, struct err *e)
{
    struct buf sums = {0};
    list_sums(x, &sums);
    bool ok = deposit_whole(x, SUMS, false, &sums, e) && write_signature(x, &sums, e);
    buf_free(&sums);
    return ok;
}

/* Once more, now by the way that anyone would take: from the path of the stick down to the final name. */
static bool prove(struct exporting *x, struct err *e)
{
    char path[1300], name[200];
    struct buf sums = {0}, found = {0};
    if (!presence_check(x, e))
        return false;
    snprintf(name, sizeof name, "qingfeng/%s/%s/" SUMS, x->s->about.kiosk_id, x->name);
    snprintf(path, sizeof path, "%s/%s", x->o->stick, name);
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return trouble(x, name, errno, e);
    unsigned char bytes[4096];
    ssize_t n;
    while ((n = read(fd, bytes, sizeof bytes)) > 0)
        buf_bytes(&found, bytes, (size_t)n);
    close(fd);
    list_sums(x, &sums);
    bool same = n == 0 && found.len == sums.len && memcmp(found.data, sums.data, sums.len) == 0;
    buf_free(&found);
    buf_free(&sums);
    return same || trouble(x, name, EIO, e);
}

static bool finish(struct exporting *x, struct err *e)
{
    x->progress.file = "";
    snprintf(x->sentence, sizeof x->sentence, "正在收尾，请不要拔出 U 盘");
    return export_tell(x, e) && folder_finish(x, e) && prove(x, e);
}

static bool work(struct exporting *x, struct err *e)
{
    snprintf(x->sentence, sizeof x->sentence, "正在准备，请不要拔出 U 盘");
    return export_tell(x, e) && folder_go_down(x, e) && folder_make(x, e) && stream_records(x, e) &&
           figures_deposit(x, e) && write_manifest(x, e) && write_sums(x, e) && deposit_read_back(x, e) && finish(x, e);
}

static void fill_result(const struct exporting *x, struct export_result *out)
{
    const struct export_chain *living = &x->chains[x->chains_n - 1];
    snprintf(out->folder, sizeof out->folder, "%s", x->name);
    snprintf(out->place, sizeof out->place, "%s/qingfeng/%s/%s", x->o->stick, x->s->about.kiosk_id, x->name);
    check_code(living->head, out->code);
    out->upto = living->last;
    out->files = x->n;
    for (int i = 0; i < x->n; i++)
        out->bytes += x->files[i].bytes;
    for (int i = 0; i < x->chains_n; i++)
        out->records += x->chains[i].records;
}

/* From its beginning; *again: the stick wants it written in place. */
static bool attempt(const struct export_options *o, const struct export_source *s, bool in_place, bool *again,
                    struct export_result *out, struct err *e)
{
    struct exporting x = {.o = o, .s = s, .root = -1, .top = -1, .shelf = -1, .folder = -1, .in_place = in_place};
    const struct counts_period all = {0};
    x.started_us = clock_real_us();
    x.made_ms = s->about.made_ms < 0 ? 0 : s->about.made_ms > LATEST_MS ? LATEST_MS : s->about.made_ms;
    x.progress.file = "";
    x.progress.of_files = 2 + s->about.chains_n + figures_files() + 2 * (s->about.public_key != NULL);
    x.counting = counting_start(&all);
    bool ok = work(&x, e);
    if (ok)
        fill_result(&x, out);
    else
        folder_give_up(&x);
    folder_close(&x);
    counting_drop(x.counting);
    if (x.counted)
        counts_free(&x.counts);
    *again = x.rename_loses;
    return ok;
}

bool export_run(const struct export_options *o, const struct export_source *s, struct export_result *out, struct err *e)
{
    bool again;
    *out = (struct export_result){.upto = 0};
    return attempt(o, s, false, &again, out, e) || (again && attempt(o, s, true, &again, out, e));
}
