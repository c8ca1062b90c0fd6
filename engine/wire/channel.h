/* A channel between two processes: whole messages over a SOCK_SEQPACKET socket, cut into packets of at most 60 KiB.
 * Either end may be hostile: a malformed packet, a message over the limit or a dead peer closes the channel and sets
 * `broken`; nothing else happens. Sending never blocks unless asked to: what does not fit waits in `out`. */
#ifndef WIRE_CHANNEL_H
#define WIRE_CHANNEL_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

#define CHANNEL_MESSAGE_MAX (8u << 20) /* bytes of one message */
#define CHANNEL_QUEUE_MAX (32u << 20)  /* unsent bytes before the peer counts as dead */
#define CHANNEL_FDS_MAX 2

struct channel {
    int fd; /* owned; -1 when closed */
    bool broken;
    struct buf in;         /* the message being put together */
    uint8_t in_type;
    struct buf out;        /* packets waiting: u32 length, bytes */
    size_t out_at;
    int fds[CHANNEL_FDS_MAX]; /* descriptors that came with the last message, owned by whoever takes them; -1 */
};

/* Two connected ends, close-on-exec. */
bool channel_pair(int ends[2], struct err *e);
struct channel channel_none(void); /* closed; one of zeros would own descriptor 0 */
void channel_open(struct channel *c, int fd); /* takes the descriptor */
void channel_close(struct channel *c);

/* Queues and sends what it can; false (and broken) when the peer is gone or the queue is over its limit. */
bool channel_send(struct channel *c, uint8_t type, const void *data, size_t len);
/* The same with descriptors (duplicated by the kernel, still the caller's); only for short messages. */
bool channel_send_fds(struct channel *c, uint8_t type, const void *data, size_t len, const int *fds, int n);
/* Sends what waits; false when broken. channel_wants_write tells whether to poll for POLLOUT. */
bool channel_flush(struct channel *c);
bool channel_wants_write(const struct channel *c);

/* One whole message if there is one: true, *type, and `message` points into the channel until the next call. Waits up
 * to timeout_ms (0: not at all, -1: for ever). False: nothing yet, or broken. */
bool channel_receive(struct channel *c, uint8_t *type, struct reader *message, int timeout_ms);
/* Takes a received descriptor (then the caller's) or -1. */
int channel_take_fd(struct channel *c, int index);

#endif
