#include "stage/masks.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>

#define MASKS_MOST 256
#define MASK_BYTES_MOST (4u << 20)

struct entry {
    struct mask_key key;
    struct mask mask;
    uint32_t used; /* tick of the last use; 0: free */
};

static struct entry entries[MASKS_MOST];
static int n_entries;
static size_t bytes;
static uint32_t tick;

static bool same(const struct mask_key *a, const struct mask_key *b)
{
    return a->kind == b->kind && a->a == b->a && a->b == b->b && a->c == b->c && a->d == b->d;
}

static void drop(struct entry *e)
{
    bytes -= (size_t)e->mask.w * (size_t)e->mask.h;
    free(e->mask.alpha);
    *e = entries[--n_entries];
    entries[n_entries] = (struct entry){0};
}

static void drop_oldest(void)
{
    struct entry *oldest = &entries[0];
    for (int i = 1; i < n_entries; i++) {
        if (tick - entries[i].used > tick - oldest->used) {
            oldest = &entries[i];
        }
    }
    drop(oldest);
}

const struct mask *mask_get(const struct mask_key *key, int w, int h,
                            void (*draw)(const struct mask_key *key, struct mask *m))
{
    tick++;
    for (int i = 0; i < n_entries; i++) {
        if (same(&entries[i].key, key)) {
            entries[i].used = tick;
            return &entries[i].mask;
        }
    }
    size_t need = (size_t)w * (size_t)h;
    while (n_entries > 0 && (n_entries == MASKS_MOST || bytes + need > MASK_BYTES_MOST)) {
        drop_oldest();
    }
    struct entry *e = &entries[n_entries++];
    *e = (struct entry){*key, {w, h, mem_alloc(need + 1)}, tick};
    bytes += need;
    draw(key, &e->mask);
    return &e->mask;
}

void masks_forget(void)
{
    while (n_entries > 0) {
        drop(&entries[n_entries - 1]);
    }
}
