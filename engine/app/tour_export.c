#include "app/tour.h"

#include "base/file.h"
#include "journal/counts.h"
#include "trust/sha256.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static bool write_lines(struct journal *j, const char *path, struct err *e)
{
    FILE *f = fopen(path, "wb");
    if (!f)
        return err_set(e, "%s: 写不了（%s）", path, strerror(errno));
    bool ok = journal_write_lines(j, 0, f, e);
    if (fclose(f) != 0 && ok)
        ok = err_set(e, "%s: 没有写完（%s）", path, strerror(errno));
    return ok;
}

static bool write_counts(struct journal *j, const char *path, struct err *e)
{
    struct counts_period all = {0};
    struct counts counts;
    struct buf csv = {0};
    if (!counts_compute(j, &all, &counts, e))
        return false;
    counts_write_csv(&counts, &csv);
    counts_free(&counts);
    bool ok = file_write_durable(path, csv.data, csv.len, 0644, e);
    buf_free(&csv);
    return ok;
}

static bool add_sum(struct buf *sums, const char *folder, const char *name, struct err *e)
{
    char path[1400], hex[65];
    struct buf content = {0};
    if (!path_join(path, sizeof path, folder, name))
        return err_set(e, "%s: 路径太长", folder);
    if (!file_read(path, (size_t)1 << 30, &content, e))
        return false;
    sha256_hex(content.data, content.len, hex);
    buf_printf(sums, "%s  %s\n", hex, name);
    buf_free(&content);
    return true;
}

static bool name_folder(struct journal *j, const char *kiosk_id, int64_t wall_ms, const char *folder,
                        char *out, size_t size)
{
    struct journal_state state;
    char when[32];
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm t;
    gmtime_r(&seconds, &t);
    strftime(when, sizeof when, "%Y%m%d-%H%M%S", &t);
    journal_state(j, &state);
    return snprintf(out, size, "%s/export/qingfeng/%s/%s-%lld", folder, kiosk_id, when,
                    (long long)state.seq) < (int)size;
}

bool tour_export(struct journal *j, const char *kiosk_id, int64_t wall_ms, const char *folder, char *out,
                 size_t size, struct err *e)
{
    static const char *const names[] = {"records.jsonl", "summary.csv"};
    char paths[3][1400];
    struct buf sums = {0};
    if (!name_folder(j, kiosk_id, wall_ms, folder, out, size) ||
        !path_join(paths[0], sizeof paths[0], out, names[0]) ||
        !path_join(paths[1], sizeof paths[1], out, names[1]) ||
        !path_join(paths[2], sizeof paths[2], out, "SHA256SUMS"))
        return err_set(e, "%s: 路径太长", folder);
    bool ok = file_make_folders(out, 0755, e) && write_lines(j, paths[0], e) &&
              write_counts(j, paths[1], e) && add_sum(&sums, out, names[0], e) &&
              add_sum(&sums, out, names[1], e) && file_write_durable(paths[2], sums.data, sums.len, 0644, e);
    buf_free(&sums);
    return ok;
}
