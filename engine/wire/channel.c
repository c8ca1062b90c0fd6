#include "wire/channel.h"

#include "base/mem.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PACKET_BYTES (60u << 10)
#define HEAD_BYTES 2u
#define FLAG_MORE 1u

bool channel_pair(int ends[2], struct err *e)
{
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0)
        return true;
    return err_set(e, "进程之间的通道建不起来（%s）", strerror(errno));
}

struct channel channel_none(void)
{
    struct channel c;
    channel_open(&c, -1);
    c.broken = true;
    return c;
}

void channel_open(struct channel *c, int fd)
{
    *c = (struct channel){.fd = fd};
    for (int i = 0; i < CHANNEL_FDS_MAX; i++)
        c->fds[i] = -1;
}

static void drop_fds(struct channel *c)
{
    for (int i = 0; i < CHANNEL_FDS_MAX; i++) {
        if (c->fds[i] >= 0)
            close(c->fds[i]);
        c->fds[i] = -1;
    }
}

void channel_close(struct channel *c)
{
    drop_fds(c);
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
    c->broken = true;
    buf_free(&c->in);
    buf_free(&c->out);
    c->out_at = 0;
}

static bool break_off(struct channel *c)
{
    c->broken = true;
    return false;
}

/* 1 sent, 0 the socket is full, -1 the peer is gone. */
static int send_packet(int fd, const void *packet, size_t len, const int *fds, int n)
{
    union {
        char bytes[CMSG_SPACE(sizeof(int) * CHANNEL_FDS_MAX)];
        struct cmsghdr align;
    } control;
    struct iovec part = {(void *)packet, len};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
    if (n > 0) {
        memset(&control, 0, sizeof control);
        m.msg_control = control.bytes;
        m.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)n);
        struct cmsghdr *h = CMSG_FIRSTHDR(&m);
        h->cmsg_level = SOL_SOCKET;
        h->cmsg_type = SCM_RIGHTS;
        h->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)n);
        memcpy(CMSG_DATA(h), fds, sizeof(int) * (size_t)n);
    }
    for (;;) {
        if (sendmsg(fd, &m, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
            return 1;
        if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS)
            return 0;
        if (errno != EINTR)
            return -1;
    }
}

static void queue_packet(struct channel *c, const void *packet, size_t len)
{
    buf_u32(&c->out, (uint32_t)len);
    buf_bytes(&c->out, packet, len);
}

bool channel_wants_write(const struct channel *c)
{
    return !c->broken && c->out_at < c->out.len;
}

bool channel_flush(struct channel *c)
{
    while (channel_wants_write(c)) {
        struct reader r = reader_of(c->out.data + c->out_at, c->out.len - c->out_at);
        size_t len = read_u32(&r);
        int sent = send_packet(c->fd, r.at, len, NULL, 0);
        if (sent < 0)
            return break_off(c);
        if (sent == 0)
            return true;
        c->out_at += 4 + len;
    }
    buf_clear(&c->out);
    c->out_at = 0;
    return !c->broken;
}

static bool send_or_queue(struct channel *c, const unsigned char *packet, size_t len)
{
    if (channel_wants_write(c)) {
        queue_packet(c, packet, len);
        return c->out.len - c->out_at <= CHANNEL_QUEUE_MAX || break_off(c);
    }
    int sent = send_packet(c->fd, packet, len, NULL, 0);
    if (sent < 0)
        return break_off(c);
    if (sent == 0)
        queue_packet(c, packet, len);
    return true;
}

bool channel_send(struct channel *c, uint8_t type, const void *data, size_t len)
{
    unsigned char packet[PACKET_BYTES];
    const unsigned char *p = data;
    if (c->broken || len > CHANNEL_MESSAGE_MAX || !channel_flush(c))
        return break_off(c);
    do {
        size_t part = len < sizeof packet - HEAD_BYTES ? len : sizeof packet - HEAD_BYTES;
        packet[0] = type;
        packet[1] = part < len ? FLAG_MORE : 0;
        if (part)
            memcpy(packet + HEAD_BYTES, p, part);
        if (!send_or_queue(c, packet, part + HEAD_BYTES))
            return false;
        p += part;
        len -= part;
    } while (len);
    return true;
}

bool channel_send_fds(struct channel *c, uint8_t type, const void *data, size_t len, const int *fds, int n)
{
    unsigned char packet[1024];
    if (c->broken || len + HEAD_BYTES > sizeof packet || n > CHANNEL_FDS_MAX || !channel_flush(c))
        return break_off(c);
    packet[0] = type;
    packet[1] = 0;
    if (len)
        memcpy(packet + HEAD_BYTES, data, len);
    struct pollfd wait = {.fd = c->fd, .events = POLLOUT};
    for (int tries = 0; tries < 50; tries++) {
        int sent = send_packet(c->fd, packet, len + HEAD_BYTES, fds, n);
        if (sent > 0)
            return true;
        if (sent < 0)
            break;
        poll(&wait, 1, 10);
    }
    return break_off(c);
}

static void keep_fds(struct channel *c, struct msghdr *m)
{
    int at = 0;
    drop_fds(c);
    for (struct cmsghdr *h = CMSG_FIRSTHDR(m); h; h = CMSG_NXTHDR(m, h)) {
        if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS)
            continue;
        size_t n = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < n; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(h) + i * sizeof fd, sizeof fd);
            if (at < CHANNEL_FDS_MAX)
                c->fds[at++] = fd;
            else
                close(fd);
        }
    }
}

/* Bytes of one packet, 0 when there is none, -1 when the peer is gone or sent too much. */
static ssize_t receive_packet(struct channel *c, unsigned char *packet, size_t size)
{
    union {
        char bytes[CMSG_SPACE(sizeof(int) * CHANNEL_FDS_MAX)];
        struct cmsghdr align;
    } control;
    struct iovec part = {packet, size};
    struct msghdr m = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t n;
    do
        n = recvmsg(c->fd, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
    if (m.msg_controllen)
        keep_fds(c, &m);
    return n < (ssize_t)HEAD_BYTES || (m.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) ? -1 : n;
}

/* Adds a packet to the message being put together: 1 whole, 0 more to come, -1 malformed. */
static int assemble(struct channel *c, const unsigned char *packet, size_t len)
{
    if (c->in.len && packet[0] != c->in_type)
        return -1;
    if (c->in.len + len - HEAD_BYTES > CHANNEL_MESSAGE_MAX || packet[1] > FLAG_MORE)
        return -1;
    if ((packet[1] & FLAG_MORE) && len <= HEAD_BYTES)
        return -1;
    c->in_type = packet[0];
    buf_bytes(&c->in, packet + HEAD_BYTES, len - HEAD_BYTES);
    return (packet[1] & FLAG_MORE) ? 0 : 1;
}

bool channel_receive(struct channel *c, uint8_t *type, struct reader *message, int timeout_ms)
{
    unsigned char packet[PACKET_BYTES];
    if (c->broken)
        return false;
    if (!(c->in.len && c->in_type)) /* not in the middle of a long one */
        buf_clear(&c->in);
    for (;;) {
        ssize_t n = receive_packet(c, packet, sizeof packet);
        if (n < 0)
            return break_off(c);
        if (n == 0) {
            struct pollfd wait = {.fd = c->fd, .events = POLLIN};
            if (timeout_ms == 0 || poll(&wait, 1, timeout_ms) <= 0)
                return false;
            timeout_ms = timeout_ms < 0 ? -1 : 0;
            continue;
        }
        int whole = assemble(c, packet, (size_t)n);
        if (whole < 0)
            return break_off(c);
        if (whole) {
            *type = c->in_type;
            c->in_type = 0;
            *message = reader_of(c->in.data, c->in.len);
            return true;
        }
    }
}

int channel_take_fd(struct channel *c, int index)
{
    int fd = c->fds[index];
    c->fds[index] = -1;
    return fd;
}
