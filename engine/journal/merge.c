#include "journal/merge.h"

#include "base/file.h"
#include "journal/counting.h"
#include "journal/line_file.h"
#include "journal/line_read.h"
#include "trust/sha256.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One file. Lines up to `after` are another's. */
struct part {
    char path[1100];
    bool aside;
    int64_t first, last, after;
    char prev[65], head[65]; /* of its first line; the sum of its last */
    int chain;               /* -1: nothing in it that another has not */
};

struct merge {
    struct part *part;
    int count;
};

static bool wrong_line(const struct line_file *f, const char *why, struct err *e)
{
    return err_set(e, "%s：第 %lld 行不是完整的记录：%s。请核验文件，或重新导出。", f->path, (long long)f->number, why);
}

/* Reads first and last line; a file without lines is no part. */
static bool survey_part(struct part *p, struct err *e)
{
    struct line_file f;
    struct line_view l;
    const char *line, *wrong = NULL;
    size_t len;
    char last[LINE_LONGEST];
    size_t last_len = 0;
    if (!line_file_open(&f, p->path, e))
        return false;
    while (!wrong && (line = line_file_next(&f, &len, e))) {
        if (len > sizeof last || (!last_len && (wrong = line_read(line, len, &l)))) {
            wrong = wrong ? wrong : "太长";
            break;
        }
        if (!last_len) {
            p->first = l.seq;
            memcpy(p->prev, l.prev, 64);
        }
        memcpy(last, line, len);
        last_len = len;
    }
    if (!wrong && !e->text[0] && last_len && !(wrong = line_read(last, last_len, &l))) {
        p->last = l.seq;
        sha256_hex(last, last_len, p->head);
    }
    bool well = wrong ? wrong_line(&f, wrong, e) : !e->text[0];
    line_file_close(&f);
    return well;
}

static bool add_part(struct merge *m, const char *path, bool aside, struct err *e)
{
    if (m->count == MERGE_FILES_MAX)
        return err_set(e, "一次最多合并 %d 个文件。请分几次，或去掉重复的导出。", MERGE_FILES_MAX);
    struct part *p = &m->part[m->count];
    memset(p, 0, sizeof *p);
    p->aside = aside;
    if (snprintf(p->path, sizeof p->path, "%s", path) >= (int)sizeof p->path)
        return err_set(e, "%.80s…：路径太长", path);
    if (!survey_part(p, e))
        return false;
    m->count += p->first > 0;
    return true;
}

static bool add_folder(struct merge *m, const char *folder, struct err *e)
{
    char path[1100], name[40];
    for (int i = 1; i < 64; i++) {
        snprintf(name, sizeof name, "records-aside-%d.jsonl", i);
        if (!path_join(path, sizeof path, folder, name))
            return err_set(e, "%.80s…：路径太长", folder);
        if (access(path, F_OK) == 0 && !add_part(m, path, true, e))
            return false;
    }
    return path_join(path, sizeof path, folder, "records.jsonl") && add_part(m, path, false, e);
}

static bool add_path(struct merge *m, const char *path, struct err *e)
{
    struct stat s;
    if (stat(path, &s) == 0 && S_ISDIR(s.st_mode))
        return add_folder(m, path, e);
    const char *name = strrchr(path, '/');
    return add_part(m, path, !strncmp(name ? name + 1 : path, "records-aside-", 14), e);
}

/* {"seq":N, */
static int64_t number_of(const char *line, size_t len)
{
    int64_t n = 0;
    for (size_t i = 7; i < len && i < 25 && line[i] >= '0' && line[i] <= '9'; i++)
        n = n * 10 + (line[i] - '0');
    return n;
}

/* The sum of the line with that number; false where the file has none. */
static bool sum_at(const struct part *p, int64_t seq, char hex[65], struct err *e)
{
    struct line_file f;
    const char *line;
    size_t len;
    bool found = false;
    if (seq == p->last) {
        memcpy(hex, p->head, 65);
        return true;
    }
    if (!line_file_open(&f, p->path, e))
        return false;
    while (!found && (line = line_file_next(&f, &len, e)))
        if (number_of(line, len) == seq) {
            sha256_hex(line, len, hex);
            found = true;
        }
    line_file_close(&f);
    return found;
}

/* p begins within q, or right after it, and is the same chain. */
static bool follows(const struct part *p, const struct part *q, struct err *e)
{
    char a[65], b[65];
    if (p->first == q->last + 1)
        return !strcmp(p->prev, q->head);
    if (p->first < q->first || p->first > q->last)
        return false;
    int64_t common = p->last < q->last ? p->last : q->last;
    return sum_at(p, common, a, e) && sum_at(q, common, b, e) && !strcmp(a, b);
}

static int by_position(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->last != b->last)
        return a->last > b->last ? -1 : 1;
    return a->aside == b->aside ? strcmp(a->path, b->path) : a->aside ? -1 : 1;
}

/* Gives every part its chain and where it starts to be new. Returns how many chains there are. */
static int join(struct merge *m, struct err *e)
{
    int chains = 0;
    qsort(m->part, (size_t)m->count, sizeof *m->part, by_position);
    for (int i = 0; i < m->count; i++) {
        struct part *p = &m->part[i];
        struct part *best = NULL;
        for (int k = 0; k < i; k++)
            if (m->part[k].chain >= 0 && (!best || m->part[k].last > best->last) && follows(p, &m->part[k], e))
                best = &m->part[k];
        if (!best) {
            p->chain = chains++;
            continue;
        }
        best->aside |= p->aside && p->last <= best->last;
        p->chain = p->last > best->last ? best->chain : -1;
        p->after = best->last;
    }
    return chains;
}

static bool take_part(struct counting *c, const struct part *p, struct err *e)
{
    struct line_file f;
    struct line_view l;
    const char *line, *wrong;
    size_t len;
    if (!line_file_open(&f, p->path, e))
        return false;
    while ((line = line_file_next(&f, &len, e))) {
        if ((wrong = line_read(line, len, &l))) {
            wrong_line(&f, wrong, e);
            break;
        }
        if (l.seq > p->after)
            counting_take_view(c, &l);
    }
    line_file_close(&f);
    return !e->text[0];
}

/* Chains of files that were set aside come before the others, as they did in time. */
static bool take_chains(struct counting *c, const struct merge *m, int chains, int *files, struct err *e)
{
    for (int aside = 1; aside >= 0; aside--)
        for (int chain = 0; chain < chains; chain++) {
            bool is_aside = false;
            for (int i = 0; i < m->count; i++)
                is_aside |= m->part[i].chain == chain && m->part[i].aside;
            for (int i = 0; i < m->count && is_aside == (bool)aside; i++) {
                if (m->part[i].chain != chain)
                    continue;
                if (!take_part(c, &m->part[i], e))
                    return false;
                ++*files;
            }
        }
    return true;
}

bool counts_of_files(const char *const *paths, int n, const struct counts_period *period, struct counts *out,
                     struct merge_result *result, struct err *e)
{
    struct merge m = {.part = mem_alloc((MERGE_FILES_MAX + 1) * sizeof *m.part)};
    struct counting *c = counting_start(period);
    bool well = true;
    memset(out, 0, sizeof *out);
    memset(result, 0, sizeof *result);
    e->text[0] = 0;
    for (int i = 0; well && i < n; i++)
        well = add_path(&m, paths[i], e);
    if (well) {
        result->chains = join(&m, e);
        well = !e->text[0] && take_chains(c, &m, result->chains, &result->files, e);
    }
    if (well)
        counting_end(c, out);
    else
        counting_drop(c);
    free(m.part);
    return well;
}
