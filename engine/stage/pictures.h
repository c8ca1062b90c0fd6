/* Pictures: files below the media folder, decoded and scaled in worker processes, held in a cache of limited
 * size. Nothing here waits: a picture that is not there yet is PENDING, one that cannot be shown is BROKEN
 * and has cost one line in the log. */
#ifndef STAGE_PICTURES_H
#define STAGE_PICTURES_H

#include "wire/node.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PICTURE_WORKERS 2 /* at most */

enum picture_state { PICTURE_PENDING, PICTURE_READY, PICTURE_BROKEN };

struct picture {
    enum picture_state state;
    uint32_t id; /* never used twice while the process lives */
    int w, h;    /* READY: size of px, rows without gaps; with FIT_COVER as asked, with FIT_CONTAIN within */
    int source_w, source_h; /* READY: size in the file */
    const uint32_t *px;     /* READY: 0xAARRGGBB premultiplied, read-only */
    bool opaque;
    int holds;   /* picture_hold */
    bool orphan; /* its cache is closed: the last release frees it */
};

struct picture_options {
    const char *media;   /* folder; copied */
    int64_t pixel_limit; /* of a file's picture; 0: 40,000,000 */
    int64_t byte_limit;  /* of a file; 0: 20 MiB */
    const char *store;   /* folder for scaled pictures; NULL: none are kept; copied */
    int64_t store_bytes; /* of that folder's files; 0: none are kept */
    size_t cache_bytes;  /* decoded pictures; those on the screen may exceed it; 0: 48 MiB */
    int timeout_ms;      /* for one picture; 0: 5000 */
    /* A fresh worker running picture_worker_main: its socket and its pidfd, both then owned here. */
    bool (*spawn)(void *user, int *fd, int *pidfd);
    void *user;
};

struct pictures;

struct pictures *pictures_open(const struct picture_options *o); /* never fails, starts nothing yet */
void pictures_close(
    struct pictures *p); /* kills the workers; pictures still held stay valid until their release */

/* Never NULL, never waits. The pointer is valid until pictures_trim: ask again for every frame (a hash
 * lookup). w and h in pixels, cut to 1..8192. src as content names it ("covers/a.svg"). Asked for first is
 * decoded first. */
struct picture *picture_want(struct pictures *p, const char *src, int w, int h, enum fit fit, bool flip);

/* The same for a look that passes (zoom.h): it is not kept on disk, does not push others out of the cache, and goes when no
 * frame shows it any more. */
struct picture *picture_want_closer(struct pictures *p, const char *src, int w, int h, enum fit fit, bool flip);

/* Keeps a picture beyond pictures_trim (a paint list does this for the pictures in it). */
void picture_hold(struct picture *picture);
void picture_release(struct picture *picture);

/* How many workers this machine's cores are enough for: 1 to PICTURE_WORKERS. They are spawned when there is something to
 * do; whoever can has them ready. */
int picture_workers(void);
/* What to poll for: fills at most PICTURE_WORKERS entries and returns how many. */
int pictures_pollfds(struct pictures *p, struct pollfd *fds);
/* Takes answers and starts the next ones, ends a worker that takes too long. True if any picture changed its
 * state: paint again. Call whenever the descriptor is ready or pictures_timeout has passed. */
bool pictures_receive(struct pictures *p);
int pictures_timeout(
    const struct pictures *p); /* ms until pictures_receive must run; -1: nothing to wait for */
int pictures_pending(const struct pictures *p); /* wanted and not decided yet */

/* Between frames: forgets what was not wanted lately, least recently wanted first, until the cache fits. */
void pictures_trim(struct pictures *p);

struct picture_figures {
    int pictures, broken, workers_started, workers_killed;
    size_t bytes;
    int64_t decoded, hits, from_store;
};
struct picture_figures pictures_figures(const struct pictures *p);

#endif
