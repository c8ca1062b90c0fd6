/* The keeper's desk: a UNIX socket in the data folder where other commands of the same machine ask a running keeper.
 * Only the owner of the folder can reach it. Answers may come much later than their questions. */
#ifndef APP_DESK_H
#define APP_DESK_H

#include "base/err.h"
#include "wire/channel.h"

#include <poll.h>

#define DESK_GUESTS 4

struct desk {
    int fd; /* listening; -1 none */
    char path[1200];
    struct {
        struct channel channel;
        uint32_t name; /* never used again */
    } guests[DESK_GUESTS];
    uint32_t last_name;
};

void desk_none(struct desk *d); /* where no data folder can be had: nobody comes */
/* Fails when another keeper is listening there already. */
bool desk_open(struct desk *d, const char *data, struct err *e);
void desk_close(struct desk *d);

/* Descriptors to poll; returns how many were added (at most 1 + DESK_GUESTS). */
int desk_pollfds(const struct desk *d, struct pollfd *fds);
/* Takes in guests and hands each whole question to `ask`, which answers now or later by the guest's name. */
void desk_serve(struct desk *d, void (*ask)(void *user, uint32_t guest, uint8_t type, struct reader *question),
                void *user);
/* Both false: that guest has left. */
bool desk_tell(struct desk *d, uint32_t guest, uint8_t type, const struct buf *message);
bool desk_answer(struct desk *d, uint32_t guest, bool ok, const void *text, size_t len);
bool desk_is_there(const struct desk *d, uint32_t guest);

/* Is a keeper listening there? */
bool desk_is_kept(const char *data);

/* The other side: connects, asks, waits as long as the keeper lives and shows with `told` (NULL: not) what comes before
 * the answer. False with *e empty: nobody is listening. */
bool desk_ask(const char *data, uint8_t type, const struct buf *question,
              void (*told)(void *user, uint8_t type, struct reader *message), void *user, struct buf *text,
              struct err *e);

#endif
