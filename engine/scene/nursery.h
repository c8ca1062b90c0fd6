/* The nursery: a small single-threaded process, started before SDL and before any thread, with the kits already loaded.
 * It forks one sandboxed process for every scene visit and every picture worker. It outlives whatever its children do
 * and dies with the process that started it. */
#ifndef SCENE_NURSERY_H
#define SCENE_NURSERY_H

#include "base/err.h"
#include "wire/channel.h"
#include "wire/message.h"
#include "wire/node.h"

#include <stddef.h>
#include <sys/types.h>

struct nursery_options {
    const char *scripts;         /* content root, as kiosk.scripts */
    const char *kit;             /* folder of the kits; NULL: SCRIPTS/kit if it is there, otherwise SCRIPTS/../kit */
    void (*worker_main)(int fd); /* body of a picture worker, entered inside the sandbox; NULL: none are spawned */
    size_t memory_bytes;         /* ceiling of one scene's Lua memory; 0: 64 MiB */
    int deadline_ms;             /* a scene's own time for one event; 0: 250 */
    int kill_ms;                 /* wall time after which it is killed; 0: 400 */
    const struct tree_limits *view; /* what one view may hold; NULL: tree_limits_default */
};

struct spawned {
    int fd;    /* socket to the child, the caller's */
    int pidfd; /* the caller's; readable when the child has ended */
    pid_t pid;
};

#define NURSERY_SPARES 6

struct spare {
    enum spawn_role role;
    struct spawned process; /* descriptors -1: on its way */
};

struct nursery {
    struct channel channel;
    pid_t pid;
    int kill_ms;
    struct tree_limits view;
    char scripts[1024], kit[1024];       /* folders as resolved */
    struct spare spares[NURSERY_SPARES]; /* those that came before those on their way, each in the order asked */
    int came, spare_count;
};

/* Forks it; it loads the kits while the caller does other things. Fails if a folder is missing. Call it before the
 * process has a second thread, and nursery_ready before any other call but nursery_ask. */
bool nursery_fork(const struct nursery_options *o, struct nursery *out, struct err *e);
/* Waits until the kits are loaded. Kits that fail to load are no error here: each scene then fails with the kit's
 * finding. False, with the nursery stopped: it did not come up. */
bool nursery_ready(struct nursery *n, struct err *e);
/* Both, one after the other. */
bool nursery_start(const struct nursery_options *o, struct nursery *out, struct err *e);
/* Kills it and all its children. Also fine on a zeroed one. */
void nursery_stop(struct nursery *n);
/* False: no scene can be started any more, a new stage process is needed. */
bool nursery_alive(struct nursery *n);

/* One child: a spare one, at once, if one of its kind stands ready; otherwise forked now, some milliseconds. Fails (with
 * a sentence for the log) when the nursery is gone or out of processes. */
bool nursery_spawn(struct nursery *n, enum spawn_role role, struct spawned *out, struct err *e);
/* Asks for one more child that will be wanted, without waiting for it: forking, the sandbox and the first touch of the
 * kits' memory then happen while the caller does other things. Too many of them (NURSERY_SPARES): nothing is asked. */
void nursery_ask(struct nursery *n, enum spawn_role role);
/* Asks for a scene process if there is no spare one. Call it when nothing else is to be done. */
void nursery_restock(struct nursery *n);
/* SIGKILL through the pidfd, then closes both descriptors and sets them to -1. */
void spawned_kill(struct spawned *s);

#endif
