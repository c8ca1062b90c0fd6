#include "stage/picture_cache.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

size_t entry_bytes(const struct entry *e)
{
    return e->picture.px ? (size_t)e->picture.w * (size_t)e->picture.h * 4 : 0;
}

static void entry_free(struct entry *e)
{
    if (e->picture.px) {
        munmap((void *)(uintptr_t)e->picture.px, entry_bytes(e));
    }
    free((void *)(uintptr_t)e->key.src);
    free(e);
}

void picture_hold(struct picture *picture)
{
    picture->holds++;
}

void picture_release(struct picture *picture)
{
    if (--picture->holds == 0 && picture->orphan) {
        entry_free((struct entry *)(void *)picture);
    }
}

static struct entry **bucket_of(struct picture_cache *c, const struct picture_key *key)
{
    uint32_t hash = 2166136261u;
    for (const char *p = key->src; *p; p++) {
        hash = (hash ^ (unsigned char)*p) * 16777619u;
    }
    hash = (hash ^ (uint32_t)key->w) * 16777619u;
    hash = (hash ^ (uint32_t)key->h) * 16777619u;
    hash = hash ^ (uint32_t)key->fit ^ (uint32_t)key->flip << 1 ^ hash >> 15;
    return &c->buckets[hash % CACHE_BUCKETS];
}

static bool same_key(const struct picture_key *a, const struct picture_key *b)
{
    return a->w == b->w && a->h == b->h && a->fit == b->fit && a->flip == b->flip &&
           strcmp(a->src, b->src) == 0;
}

struct entry *cache_find(struct picture_cache *c, const struct picture_key *key)
{
    struct entry *e = *bucket_of(c, key);
    while (e && !same_key(&e->key, key)) {
        e = e->next;
    }
    return e;
}

struct entry *cache_add(struct picture_cache *c, const struct picture_key *key)
{
    static uint32_t next_id = 1;
    struct entry **bucket = bucket_of(c, key), *e = mem_alloc(sizeof *e);
    *e = (struct entry){.picture = {.id = next_id++}, .next = *bucket, .key = *key};
    e->key.src = mem_copy_text(key->src, strlen(key->src));
    *bucket = e;
    c->count++;
    return e;
}

void cache_remove(struct picture_cache *c, struct entry *e)
{
    struct entry **at = bucket_of(c, &e->key);
    while (*at != e) {
        at = &(*at)->next;
    }
    *at = e->next;
    c->count--;
    entry_free(e);
}

void cache_clear(struct picture_cache *c)
{
    for (int i = 0; i < CACHE_BUCKETS; i++) {
        for (struct entry *e = c->buckets[i], *next; e; e = next) {
            next = e->next;
            e->picture.orphan = true;
            if (e->picture.holds == 0) {
                entry_free(e);
            }
        }
        c->buckets[i] = NULL;
    }
    c->count = 0;
}

struct entry *cache_oldest(struct picture_cache *c, enum picture_state state, uint32_t frame)
{
    struct entry *best = NULL;
    for (int i = 0; i < CACHE_BUCKETS; i++) {
        for (struct entry *e = c->buckets[i]; e; e = e->next) {
            bool may_go = e->picture.state == state && e->picture.holds == 0 && e->wanted != frame;
            if (may_go && (!best || frame - e->wanted > frame - best->wanted)) {
                best = e;
            }
        }
    }
    return best;
}

struct entry *cache_passed(struct picture_cache *c, uint32_t frame)
{
    for (int i = 0; i < CACHE_BUCKETS; i++) {
        for (struct entry *e = c->buckets[i]; e; e = e->next) {
            bool shown = e->picture.holds > 0 || e->wanted == frame || e->picture.state == PICTURE_PENDING;
            if (e->passing && !shown) {
                return e;
            }
        }
    }
    return NULL;
}

bool cache_known_broken(const struct picture_cache *c, const struct entry *e)
{
    for (int i = 0; i < CACHE_BUCKETS; i++) {
        for (const struct entry *o = c->buckets[i]; o; o = o->next) {
            if (o != e && o->picture.state == PICTURE_BROKEN && strcmp(o->key.src, e->key.src) == 0) {
                return true;
            }
        }
    }
    return false;
}
