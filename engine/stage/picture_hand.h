/* One decoding worker as the cache sees it: what it was given, how long it may take. Two of them share the pictures of a
 * new screen where the machine has two cores. */
#ifndef STAGE_PICTURE_HAND_H
#define STAGE_PICTURE_HAND_H

#include "stage/picture_cache.h"
#include "stage/picture_probe.h"
#include "stage/pictures.h"
#include "wire/channel.h"

#define HAND_FLIGHT 3 /* pictures sent and not answered, at most */

struct hand {
    struct channel channel; /* fd -1: no worker */
    int pidfd;
    struct entry *flying[HAND_FLIGHT]; /* sent, oldest first */
    int n_flying;
    int64_t bytes; /* of their files, none for those of the store */
    int64_t deadline; /* ms, for flying[0] */
};

struct hand hand_none(void);
/* A worker, if there is none yet; false: none is to be had. *started is counted up for a new one. */
bool hand_hire(struct hand *h, const struct picture_options *o, int *started);
/* Lets it go, by force if it may still be at something. */
void hand_lose(struct hand *h, bool kill_it);
/* It has enough to do while a frame is drawn and shown: one picture beside the one it is at, or some small ones. No more,
 * since what was sent cannot be taken back when the visitor leaves, and waits behind one that hangs. */
bool hand_full(const struct hand *h);
/* files: the source and a file of the store to write to or -1; or, if e->from_store, a file of the store to read. False:
 * the worker is no more; the picture counts as sent all the same. */
bool hand_send(struct hand *h, struct entry *e, const int *files, enum picture_type type, const struct picture_options *o);
/* flying[0] is done; the next one's time starts now. */
void hand_done(struct hand *h, int timeout_ms);

#endif
