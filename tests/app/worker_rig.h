/* Picture workers in the real sandbox, out of a real nursery. */
#ifndef TESTS_APP_WORKER_RIG_H
#define TESTS_APP_WORKER_RIG_H

#include "scene/nursery.h"
#include "stage/picture_worker.h"
#include "stage/pictures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

static struct nursery nursery; /* started with run_worker as its worker_main */
static struct spawned last;    /* the worker that was spawned last */

static inline void run_worker(int fd)
{
    _exit(picture_worker_main(fd));
}

/* For picture_options. */
static inline bool spawn(void *user, int *fd, int *pidfd)
{
    struct err e;
    (void)user;
    if (!nursery_spawn(&nursery, SPAWN_WORKER, &last, &e))
        fail_msg("%s", e.text);
    *fd = last.fd;
    *pidfd = last.pidfd;
    return true;
}

#endif
