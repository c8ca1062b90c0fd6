/* What is left when the disk has no byte free and the power goes too: how many records of each kind and scene waited,
 * in a small file that was written in full beforehand and is only ever overwritten in place. Two slots take turns, each
 * with its own sum, so that a torn write leaves the other. It also remembers the boot, for when journal.db is lost. */
#include "base/log.h"
#include "base/mem.h"
#include "journal/inner.h"
#include "trust/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SLOT 32768
#define HEAD_BYTES 72 /* sum, blank, length in six digits, newline */

void remnant_add(struct remnant *t, enum record_kind kind, const char *scene, int64_t wall, int64_t count)
{
    struct remnant_row *row = NULL;
    for (int i = 0; i < t->count && !row; i++)
        if (t->rows[i].kind == kind && !strcmp(t->rows[i].scene, scene))
            row = &t->rows[i];
    if (!row && t->count < REMNANT_ROWS) {
        row = &t->rows[t->count++];
        *row = (struct remnant_row){.kind = kind, .first_wall = wall, .last_wall = wall};
        /* the last places are for kinds alone */
        if (t->count <= REMNANT_ROWS - RECORD_KINDS)
            snprintf(row->scene, sizeof row->scene, "%s", scene);
        else if (scene[0]) {
            t->count--;
            remnant_add(t, kind, "", wall, count);
            return;
        }
    }
    if (!row)
        return;
    row->count += count;
    row->first_wall = wall < row->first_wall ? wall : row->first_wall;
    row->last_wall = wall > row->last_wall ? wall : row->last_wall;
}

static void put_slot(struct buf *out, const struct remnant *t, int64_t serial, uint32_t boot, int64_t after)
{
    struct buf body = {0};
    char sum[65];
    buf_printf(&body, "QFR1 %lld %u %lld %d\n", (long long)serial, boot, (long long)after, t->count);
    for (int i = 0; i < t->count; i++) {
        const struct remnant_row *row = &t->rows[i];
        buf_printf(&body, "%s %lld %lld %lld %s\n", record_rows[row->kind].name, (long long)row->count,
                   (long long)row->first_wall, (long long)row->last_wall, row->scene);
    }
    sha256_hex(body.data, body.len, sum);
    buf_clear(out);
    buf_printf(out, "%s %06zu\n", sum, body.len);
    buf_bytes(out, body.data, body.len);
    buf_free(&body);
}

static int open_file(struct journal *j, int flags)
{
    char path[700];
    snprintf(path, sizeof path, "%s/journal.tally", j->folder);
    return open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
}

/* Written with real bytes, so that every block of it is the file's own for good. */
static bool fill(int fd)
{
    char zeros[SLOT] = {0};
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    if (st.st_size >= 2 * SLOT)
        return true;
    return pwrite(fd, zeros, SLOT, 0) == SLOT && pwrite(fd, zeros, SLOT, SLOT) == SLOT && fsync(fd) == 0;
}

static bool write_slot(struct journal *j, const struct remnant *t)
{
    struct buf slot = {0};
    int fd = open_file(j, O_RDWR | O_CREAT);
    bool well = fd >= 0 && fill(fd);
    put_slot(&slot, t, ++j->remnant_serial, j->boot, j->seq);
    well = well && slot.len <= SLOT &&
           pwrite(fd, slot.data, slot.len, j->remnant_serial % 2 * SLOT) == (ssize_t)slot.len && fdatasync(fd) == 0;
    if (fd >= 0)
        close(fd);
    buf_free(&slot);
    return well;
}

void remnant_save(struct journal *j)
{
    struct remnant *t = mem_alloc(sizeof *t);
    *t = j->dropped_rows;
    for (size_t i = 0; i < j->count; i++) {
        const struct waiting *w = &j->waiting[(j->first + i) % j->room];
        remnant_add(t, w->kind, w->scene, w->wall, 1);
    }
    if (j->boot && write_slot(j, t))
        j->remnant_kept = true;
    free(t);
}

static bool parse_row(char *line, struct remnant *t)
{
    char name[32], scene[96] = "";
    long long count, first, last;
    if (sscanf(line, "%31s %lld %lld %lld %95[^\n]", name, &count, &first, &last, scene) < 4 || count <= 0)
        return false;
    enum record_kind kind = record_find(name);
    if (kind == RECORD_KINDS)
        return false;
    remnant_add(t, kind, scene, first, count);
    t->rows[t->count - 1].last_wall = last;
    return true;
}

struct slot {
    long long serial, after;
    unsigned boot;
    struct remnant rows;
};

static bool parse_slot(char *text, struct slot *s)
{
    char sum[65];
    int rows = 0;
    long len = strtol(text + 65, NULL, 10);
    if (text[64] != ' ' || len <= 0 || len > SLOT - HEAD_BYTES)
        return false;
    char *body = text + HEAD_BYTES;
    sha256_hex(body, (size_t)len, sum);
    body[len] = 0;
    if (memcmp(sum, text, 64) != 0 || sscanf(body, "QFR1 %lld %u %lld %d", &s->serial, &s->boot, &s->after, &rows) != 4)
        return false;
    char *line = strchr(body, '\n');
    for (int i = 0; line && i < rows; i++, line = strchr(line + 1, '\n'))
        if (!parse_row(line + 1, &s->rows))
            return false;
    return true;
}

/* The newer of the slots that are whole. */
static bool load(struct journal *j, struct slot *out)
{
    char *text = mem_alloc(SLOT + 1);
    struct slot *one = mem_alloc(sizeof *one);
    bool found = false;
    int fd = open_file(j, O_RDONLY | O_NONBLOCK);
    for (int i = 0; fd >= 0 && i < 2; i++) {
        memset(one, 0, sizeof *one);
        if (pread(fd, text, SLOT, i * SLOT) != SLOT || !parse_slot(text, one) || (found && one->serial < out->serial))
            continue;
        *out = *one;
        found = true;
    }
    if (fd >= 0)
        close(fd);
    free(one);
    free(text);
    return found;
}

/* What of it is in the file after all, as records or as a tally of an earlier start. */
static const char found_sql[] =
    "SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM records WHERE seq > ?1 AND boot = ?2 AND kind = ?3"
    " AND (scene = ?4 OR ?4 = '') UNION ALL SELECT json_extract(data, '$.count') FROM records WHERE kind = 'tally' AND"
    " seq > ?1 AND json_extract(data, '$.boot') = ?2 AND json_extract(data, '$.of') = ?3 AND scene = ?4)";

static int64_t found_in_file(struct journal *j, const struct slot *slot, const struct remnant_row *row)
{
    sqlite3_stmt *s = NULL;
    int64_t n = 0;
    if (sqlite3_prepare_v2(j->db, found_sql, -1, &s, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(s, 1, slot->after);
        sqlite3_bind_int64(s, 2, slot->boot);
        sqlite3_bind_text(s, 3, record_rows[row->kind].name, -1, SQLITE_STATIC);
        sqlite3_bind_text(s, 4, row->scene, -1, SQLITE_STATIC);
        if (sqlite3_step(s) == SQLITE_ROW)
            n = sqlite3_column_int64(s, 0);
    }
    sqlite3_finalize(s);
    return n;
}

static void append_row(struct journal *j, const struct remnant_row *row, int64_t count, int64_t boot, int64_t after)
{
    struct record r;
    record_start(&r, RECORD_TALLY);
    snprintf(r.scene, sizeof r.scene, "%s", row->scene);
    record_set_text(&r, "of", record_rows[row->kind].name, strlen(record_rows[row->kind].name));
    record_set_int(&r, "count", count);
    record_set_int(&r, "boot", boot);
    record_set_int(&r, "after", after);
    record_set_int(&r, "first_wall", row->first_wall);
    record_set_int(&r, "last_wall", row->last_wall);
    append_own(j, &r);
}

void remnant_adopt(struct journal *j)
{
    struct slot *slot = mem_alloc(sizeof *slot);
    if (load(j, slot)) {
        j->remnant_serial = slot->serial;
        if (slot->boot >= j->boot && slot->boot < UINT32_MAX) /* the file it belonged to is gone: no name comes twice */
            j->boot = slot->boot + 1;
        for (int i = 0; i < slot->rows.count; i++) {
            const struct remnant_row *row = &slot->rows.rows[i];
            int64_t lost = row->count - found_in_file(j, slot, row);
            if (lost > 0)
                append_row(j, row, lost, slot->boot, slot->after);
        }
        if (slot->rows.count)
            log_warn("journal", "上次磁盘已满又断电，一部分记录只剩合计");
    }
    j->remnant_kept = true; /* to be cleared, and to hold this boot, with the first commit */
    free(slot);
}

void remnant_settle(struct journal *j)
{
    static const struct remnant none;
    if (j->dropped_rows.count) { /* goes to the file first, as records of their own */
        for (int i = 0; i < j->dropped_rows.count; i++)
            append_row(j, &j->dropped_rows.rows[i], j->dropped_rows.rows[i].count, j->boot, j->seq);
        j->dropped_rows.count = 0;
        return;
    }
    if (j->remnant_kept && !j->count && j->boot && write_slot(j, &none))
        j->remnant_kept = false;
}
