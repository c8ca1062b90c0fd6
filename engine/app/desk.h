/* The keeper's desk: a UNIX socket in the data folder where other commands of the same machine ask a running keeper.
 * Only the owner of the folder can reach it. */
#ifndef APP_DESK_H
#define APP_DESK_H

#include "base/err.h"
#include "wire/channel.h"

#include <poll.h>

#define DESK_GUESTS 4

struct desk {
    int fd; /* listening; -1 none */
    char path[1200];
    struct channel guests[DESK_GUESTS];
};

/* Fails when another keeper is listening there already. */
bool desk_open(struct desk *d, const char *data, struct err *e);
void desk_close(struct desk *d);

/* Descriptors to poll; returns how many were added (at most 1 + DESK_GUESTS). */
int desk_pollfds(const struct desk *d, struct pollfd *fds);
/* Takes in guests, hands each whole question to `answer`, which writes the answer's text and says whether it is one. */
void desk_serve(struct desk *d, bool (*answer)(void *user, uint8_t type, struct reader *question, struct buf *text),
                void *user);

/* The other side: connects, asks, waits up to 10 s. False with *e empty: nobody is listening. */
bool desk_ask(const char *data, uint8_t type, const struct buf *question, struct buf *text, struct err *e);

#endif
