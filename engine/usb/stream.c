/* The records flow from the journal to the stick once; what the manifest says about them is seen in passing. */
#include "usb/inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

#define MARGIN (4 << 20)            /* for the reports, the manifest and the file system's own needs */
#define FAT_FILE_MAX 4294967295LL   /* bytes */
#define FAT_MAGIC 0x4d44
#define LINES_AT_ONCE (256u << 10)

/* The text after `key` in a line of ours, up to its quote. Keys stand in a fixed order before anything that content
 * wrote, and quotes inside texts are escaped, so the first hit is the right one. */
static size_t value_of(const char *line, size_t len, const char *key, const char **at)
{
    const char *found = memmem(line, len, key, strlen(key));
    if (!found)
        return 0;
    *at = found + strlen(key);
    const char *quote = memchr(*at, '"', len - (size_t)(*at - line));
    return quote ? (size_t)(quote - *at) : 0;
}

static void see_first(struct export_chain *c, const char *line, size_t len)
{
    const char *at;
    c->first = strncmp(line, "{\"seq\":", 7) == 0 ? strtoll(line + 7, NULL, 10) : 0;
    if (value_of(line, len, "\"prev\":\"", &at) == 64)
        snprintf(c->prev, sizeof c->prev, "%.64s", at);
}

static void see(struct exporting *x, const char *line, size_t len)
{
    const char *at;
    size_t n = value_of(line, len, "\"clock\":\"", &at);
    x->seen.unset += n == 5 && memcmp(at, "unset", 5) == 0;
    x->seen.stepped += n == 7 && memcmp(at, "stepped", 7) == 0;
    n = value_of(line, len, "\"kind\":\"", &at);
    x->seen.faults += n == 5 && memcmp(at, "fault", 5) == 0;
    n = value_of(line, len, "\"content\":\"", &at);
    if (n && n < sizeof x->seen.content)
        snprintf(x->seen.content, sizeof x->seen.content, "%.*s", (int)n, at);
}

/* A record that cannot be counted goes out all the same: it is the chain that must be whole. */
static void take_line(struct exporting *x, struct export_chain *c, const char *line, size_t len)
{
    struct err uncounted;
    if (!c->records++)
        see_first(c, line, len);
    see(x, line, len);
    counting_take(x->counting, line, len, &uncounted);
}

/* Whole lines only: a piece of one would be a fault of ours. */
static bool take_lines(struct exporting *x, struct export_chain *c, const struct buf *lines, struct err *e)
{
    const char *at = (const char *)lines->data, *end = at + lines->len, *last = at;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop)
            return err_set(e, "记录没有整行送来，这次导出没有完成。改法：再导出一次");
        take_line(x, c, at, (size_t)(stop - at));
        last = at;
        at = stop + 1;
    }
    if (end > last)
        sha256_hex(last, (size_t)(end - last) - 1, c->head);
    return true;
}

/* How much all of it will be, judged by the first lines, against what the stick can hold. Numbers before the first line
 * may have been pruned. */
static bool check_room(struct exporting *x, int64_t first_bytes, int64_t first_records, int64_t last, struct err *e)
{
    struct statvfs fs;
    struct statfs kind;
    if (first_records < 1)
        return true;
    double each = (double)first_bytes / (double)first_records;
    int64_t total = first_bytes + (int64_t)(each * (double)(x->s->about.upto - last));
    x->progress.of_bytes = 2 * total;
    if (fstatfs(x->root, &kind) == 0 && kind.f_type == FAT_MAGIC && total > FAT_FILE_MAX)
        return err_set(e, "U 盘是 FAT32 格式，单个文件不能超过 4 GB，记录约有 %lld MB。改法：换一个 exFAT 格式的 U 盘",
                       (long long)(total >> 20));
    if (fstatvfs(x->root, &fs) != 0 || fs.f_blocks == 0) /* some FUSE drivers cannot tell */
        return true;
    int64_t left = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
    return left >= total + MARGIN || trouble_full(x, total + MARGIN, left, e);
}

static bool pump(struct exporting *x, struct deposit *d, struct export_chain *c, struct err *e)
{
    struct buf lines = {0};
    int64_t after = x->o->since, last;
    bool ok = true;
    while (ok && (last = x->s->lines(x->s->user, after, x->s->about.upto, &lines, e)) > 0) {
        bool first = after == x->o->since;
        ok = take_lines(x, c, &lines, e) && (!first || check_room(x, (int64_t)lines.len, c->records, last, e)) &&
             deposit_add(x, d, lines.data, lines.len, e);
        c->last = after = last;
        buf_clear(&lines);
    }
    buf_free(&lines);
    return ok && last == 0;
}

static bool stream_living(struct exporting *x, struct err *e)
{
    struct deposit d;
    struct err ignored;
    struct export_chain *c = &x->chains[x->chains_n++];
    *c = (struct export_chain){.first = x->o->since + 1, .last = x->o->since};
    snprintf(c->file, sizeof c->file, "records.jsonl");
    if (!deposit_open(x, &d, c->file, true, e))
        return false;
    bool ok = pump(x, &d, c, e);
    return deposit_close(x, &d, ok ? e : &ignored) && ok;
}

struct aside {
    struct exporting *x;
    struct export_chain *chain;
    struct deposit deposit;
    struct buf lines; /* whole ones, not yet written */
    struct err *e;
    bool failed;
};

static bool put_lines(struct aside *a)
{
    a->failed = a->failed || !deposit_add(a->x, &a->deposit, a->lines.data, a->lines.len, a->e);
    buf_clear(&a->lines);
    return !a->failed;
}

static bool take_aside(void *user, const char *line, size_t len)
{
    struct aside *a = user;
    take_line(a->x, a->chain, line, len);
    if (strncmp(line, "{\"seq\":", 7) == 0)
        a->chain->last = strtoll(line + 7, NULL, 10);
    sha256_hex(line, len, a->chain->head);
    buf_bytes(&a->lines, line, len);
    buf_u8(&a->lines, '\n');
    return a->lines.len < LINES_AT_ONCE || put_lines(a);
}

/* A file that was set aside as damaged: whatever lines of it can still be read. */
static bool stream_aside(struct exporting *x, int number, const struct journal_chain *from, struct err *e)
{
    struct journal_chain chain = *from;
    struct aside a = {.x = x, .chain = &x->chains[x->chains_n++], .e = e};
    struct err ignored;
    snprintf(a.chain->file, sizeof a.chain->file, "records-aside-%d.jsonl", number);
    snprintf(a.chain->aside, sizeof a.chain->aside, "%s", from->file);
    a.chain->first = from->first;
    memcpy(a.chain->prev, from->prev, sizeof a.chain->prev);
    memcpy(a.chain->head, from->prev, sizeof a.chain->head);
    if (!deposit_open(x, &a.deposit, a.chain->file, true, e))
        return false;
    bool ok = aside_read_lines(x->s->about.data, &chain, take_aside, &a, e) && put_lines(&a);
    buf_free(&a.lines);
    return deposit_close(x, &a.deposit, ok ? e : &ignored) && ok;
}

/* Files set aside whose records were all exported before are left out with --since. */
static bool is_older(const struct exporting *x, const struct journal_chain *c)
{
    return c->last && c->last <= x->o->since;
}

bool stream_records(struct exporting *x, struct err *e)
{
    const struct export_about *a = &x->s->about;
    for (int i = 0, n = 0; i + 1 < a->chains_n; i++) {
        if (!is_older(x, &a->chains[i]) && !stream_aside(x, ++n, &a->chains[i], e))
            return false;
    }
    return stream_living(x, e);
}
