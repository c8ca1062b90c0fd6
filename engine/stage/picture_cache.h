/* The table of pictures, found by what was asked for. Only pictures.c includes this. */
#ifndef STAGE_PICTURE_CACHE_H
#define STAGE_PICTURE_CACHE_H

#include "stage/pictures.h"

struct picture_key {
    const char *src;
    int w, h;
    enum fit fit;
    bool flip;
};

#define STORE_NAME 40 /* of a file of the store, picture_store.h */

struct entry {
    struct picture picture; /* first, so that a picture's address is its entry's */
    struct entry *next;     /* in its bucket */
    struct picture_key key; /* src is owned */
    uint32_t wanted;        /* frame it was last asked for in */
    int64_t bytes;          /* of the file a worker reads; 0: of the store's, which is quick */
    int tries;              /* times it was sent to a worker */
    char stored[STORE_NAME]; /* its name in the store; "": none */
    bool from_store, torn;  /* the worker reads it there; what was there was no good */
    bool passing;           /* picture_want_closer */
};

#define CACHE_BUCKETS 1024

struct picture_cache {
    struct entry *buckets[CACHE_BUCKETS];
    int count;
};

struct entry *cache_find(struct picture_cache *c, const struct picture_key *key); /* NULL: not there */
struct entry *cache_add(struct picture_cache *c, const struct picture_key *key);  /* PENDING, with a new id */
void cache_remove(struct picture_cache *c, struct entry *e);                      /* and frees it */
/* Frees all; what is still held is freed at its last release. */
void cache_clear(struct picture_cache *c);

/* The entry of that state that was wanted longest before `frame`, not held; NULL: none. */
struct entry *cache_oldest(struct picture_cache *c, enum picture_state state, uint32_t frame);
/* A passing one of any state but PENDING that was not wanted in that frame and is not held; NULL: none. */
struct entry *cache_passed(struct picture_cache *c, uint32_t frame);
/* Is another size of the same file known to be broken? */
bool cache_known_broken(const struct picture_cache *c, const struct entry *e);
size_t entry_bytes(const struct entry *e);

#endif
