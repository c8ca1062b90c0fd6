/* Which chains there are: the living one, and those of files set aside, in the order in which they followed. */
#include "base/mem.h"
#include "journal/inner.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

bool chain_start(sqlite3 *db, int64_t *first, char prev[65], char aside[96])
{
    sqlite3_stmt *s = NULL;
    *first = 1;
    memcpy(prev, LINE_ZEROS, 65);
    if (aside)
        aside[0] = 0;
    bool well = sqlite3_prepare_v2(db, "SELECT first, prev, aside FROM chain", -1, &s, NULL) == SQLITE_OK &&
                sqlite3_step(s) == SQLITE_ROW && sqlite3_column_int64(s, 0) > 0 && sqlite3_column_bytes(s, 1) == 64;
    if (well) {
        *first = sqlite3_column_int64(s, 0);
        memcpy(prev, line_text_at(s, 1), 65);
        if (aside)
            snprintf(aside, 96, "%.95s", line_text_at(s, 2));
    }
    sqlite3_finalize(s);
    return well;
}

struct link {
    struct journal_chain chain;
    char before[96]; /* the file set aside before it */
    bool placed;
};

static int is_aside(const struct dirent *d)
{
    size_t len = strlen(d->d_name);
    return !strncmp(d->d_name, ASIDE_PREFIX, strlen(ASIDE_PREFIX)) && len < 96 &&
           strcmp(d->d_name + len - 4, "-wal") != 0 && strcmp(d->d_name + len - 4, "-shm") != 0;
}

static void look_at(const char *folder, const char *file, struct link *l)
{
    snprintf(l->chain.file, sizeof l->chain.file, "%.95s", file);
    memcpy(l->chain.head, LINE_ZEROS, 65);
    sqlite3 *db = aside_open(folder, file);
    chain_start(db, &l->chain.first, l->chain.prev, l->before);
    sqlite3_close_v2(db);
}

/* Its end is what the chain after it says: that was written when the file was set aside. */
static struct link *place_before(struct link *links, int n, const struct link *after)
{
    for (int i = 0; after->before[0] && i < n; i++) {
        struct link *l = &links[i];
        if (l->placed || strcmp(l->chain.file, after->before) != 0)
            continue;
        l->placed = true;
        if (strcmp(after->chain.prev, LINE_ZEROS) != 0) {
            l->chain.last = after->chain.first - 1;
            memcpy(l->chain.head, after->chain.prev, 65);
        }
        return l;
    }
    return NULL;
}

/* Fills `out` from its end backwards; the ones that nothing names any more come first, by name. */
static int put_in_order(struct link *links, int n, const struct link *living, struct journal_chain *out, int most)
{
    int at = most;
    out[--at] = living->chain;
    for (struct link *l = place_before(links, n, living); l && at > 0; l = place_before(links, n, l))
        out[--at] = l->chain;
    for (int i = n - 1; i >= 0 && at > 0; i--)
        if (!links[i].placed)
            out[--at] = links[i].chain;
    memmove(out, out + at, (size_t)(most - at) * sizeof *out);
    return most - at;
}

int chain_asides(const char *folder, char (**names)[96])
{
    struct dirent **found;
    int n = scandir(folder, &found, is_aside, versionsort);
    if (n <= 0)
        return 0;
    *names = mem_alloc((size_t)n * sizeof **names);
    for (int i = 0; i < n; i++) {
        snprintf((*names)[i], sizeof **names, "%.95s", found[i]->d_name);
        free(found[i]);
    }
    free(found);
    return n;
}

int journal_chains(struct journal *j, struct journal_chain *out, int most)
{
    char(*names)[96] = NULL;
    struct link living = {.chain = {.last = j->seq, .whole = j->health == JOURNAL_OK}};
    if (most <= 0)
        return 0;
    if (!j->db || !chain_start(j->db, &living.chain.first, living.chain.prev, living.before))
        return 0;
    memcpy(living.chain.head, j->head, sizeof living.chain.head);
    int n = chain_asides(j->folder, &names);
    struct link *links = mem_alloc((size_t)(n + 1) * sizeof *links);
    for (int i = 0; i < n; i++)
        look_at(j->folder, names[i], &links[i]);
    int count = put_in_order(links, n, &living, out, most);
    free(links);
    free(names);
    return count;
}
