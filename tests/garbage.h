/* What a process gone wild may put on a socket: whole messages with anything changed in them, packets of no message, too
 * many descriptors. Everything follows from a seed. */
#ifndef TESTS_GARBAGE_H
#define TESTS_GARBAGE_H

#include "base/buf.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SEEDS_MOST 24
#define PACKET_MOST 4096

struct garbage {
    uint64_t state;
    struct {
        uint8_t type;
        struct buf payload;
    } seeds[SEEDS_MOST]; /* good messages, as starting points */
    int n;
};

static inline uint32_t garbage_number(struct garbage *g, uint32_t below)
{
    g->state = g->state * 6364136223846793005u + 1442695040888963407u;
    return below ? (uint32_t)(g->state >> 33) % below : 0;
}

/* The payload is copied; its owner goes on with it. */
static inline void garbage_seed(struct garbage *g, uint8_t type, struct buf *payload)
{
    if (g->n < SEEDS_MOST) {
        g->seeds[g->n].type = type;
        buf_bytes(&g->seeds[g->n++].payload, payload->data, payload->len);
    }
    buf_clear(payload);
}

static inline void garbage_free(struct garbage *g)
{
    for (int i = 0; i < g->n; i++)
        buf_free(&g->seeds[i].payload);
    g->n = 0;
}

static inline void garbage_change(struct garbage *g, unsigned char *p, size_t *len)
{
    static const unsigned char odd[][8] = {
        {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, {0, 0, 0, 0, 0, 0, 0, 0},
        {0, 0, 0xC0, 0x7F, 0, 0, 0, 0} /* NaN */, {0, 0, 0x80, 0x7F, 0, 0, 0, 0} /* infinite */,
        {0, 0, 0, 0x80, 0, 0, 0, 0}, {0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0}, {0, 0, 0, 1, 0, 0, 0, 0},
        {0xC0, 0x80, 0xED, 0xA0, 0x80, 0xF8, 0x88, 0xFE} /* what is not UTF-8 */, {1, 0, 0, 0, 0, 0, 0, 0}};
    size_t at = *len ? garbage_number(g, (uint32_t)*len) : 0;
    switch (garbage_number(g, 6)) {
    case 0: /* cut off */
        *len = at;
        break;
    case 1: /* more of it */
        for (uint32_t more = garbage_number(g, 64); more && *len < PACKET_MOST; more--)
            p[(*len)++] = (unsigned char)garbage_number(g, 256);
        break;
    case 2:
    case 3: { /* a length, a count, a number */
        const unsigned char *o = odd[garbage_number(g, sizeof odd / sizeof *odd)];
        for (size_t i = 0; i < 4 + 4 * garbage_number(g, 2) && at + i < *len; i++)
            p[at + i] = o[i];
        break;
    }
    default:
        if (*len)
            p[at] = (unsigned char)garbage_number(g, 256);
    }
}

/* One packet; false: the peer does not listen any more. Never waits for long. */
static inline bool garbage_send(struct garbage *g, int fd, bool wild_packets)
{
    unsigned char p[PACKET_MOST + 2 + 64], control[CMSG_SPACE(sizeof(int) * 8)];
    struct msghdr m = {0};
    size_t len = 0;
    uint32_t what = garbage_number(g, 40);
    memset(control, 0, sizeof control);
    memset(p, 0, sizeof p);
    if (what < 32 && g->n) {
        int i = (int)garbage_number(g, (uint32_t)g->n);
        len = g->seeds[i].payload.len < PACKET_MOST ? g->seeds[i].payload.len : PACKET_MOST;
        if (len)
            memcpy(p + 2, g->seeds[i].payload.data, len);
        p[0] = g->seeds[i].type;
        for (uint32_t k = garbage_number(g, 5); k; k--)
            garbage_change(g, p + 2, &len);
    } else {
        p[0] = (unsigned char)garbage_number(g, 256);
        for (len = garbage_number(g, 300); wild_packets && len && garbage_number(g, 2); len--)
            p[1 + len] = (unsigned char)garbage_number(g, 256);
        for (size_t i = 0; i < len; i++)
            p[2 + i] = (unsigned char)garbage_number(g, 256);
    }
    if (wild_packets && what >= 38)
        p[1] = (unsigned char)garbage_number(g, 256);
    len = wild_packets && what == 37 ? garbage_number(g, 2) : len + 2;
    struct iovec part = {p, len};
    m.msg_iov = &part;
    m.msg_iovlen = 1;
    int null = -1;
    if (what >= 35) { /* descriptors that nobody asked for */
        int n = 1 + (int)garbage_number(g, wild_packets ? 8 : 2), fds[8];
        null = open("/dev/null", O_RDONLY | O_CLOEXEC);
        for (int i = 0; i < n; i++)
            fds[i] = null;
        m.msg_control = control;
        m.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)n);
        struct cmsghdr *h = CMSG_FIRSTHDR(&m);
        h->cmsg_level = SOL_SOCKET;
        h->cmsg_type = SCM_RIGHTS;
        h->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)n);
        memcpy(CMSG_DATA(h), fds, sizeof(int) * (size_t)n);
    }
    struct timeval most = {.tv_usec = 200000};
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
    bool sent = sendmsg(fd, &m, MSG_NOSIGNAL) >= 0;
    if (null >= 0)
        close(null);
    return sent;
}

#endif
