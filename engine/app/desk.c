#include "app/desk.h"

#include "base/file.h"
#include "wire/message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define ANSWER_MS 10000

/* Socket addresses hold 107 bytes and data folders may be longer: go through the folder's descriptor. */
static bool address_of(const char *data, int *folder, struct sockaddr_un *a)
{
    *folder = open(data, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (*folder < 0)
        return false;
    *a = (struct sockaddr_un){.sun_family = AF_UNIX};
    snprintf(a->sun_path, sizeof a->sun_path, "/proc/self/fd/%d/keeper.sock", *folder);
    return true;
}

static int knock(const char *data)
{
    struct sockaddr_un a;
    int folder, fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    bool known = address_of(data, &folder, &a);
    bool ok = known && connect(fd, (struct sockaddr *)&a, sizeof a) == 0;
    if (known)
        close(folder);
    if (ok)
        return fd;
    close(fd);
    return -1;
}

bool desk_open(struct desk *d, const char *data, struct err *e)
{
    struct sockaddr_un a;
    int folder;
    *d = (struct desk){.fd = -1};
    for (int i = 0; i < DESK_GUESTS; i++)
        channel_close(&d->guests[i]);
    int other = knock(data);
    if (other >= 0) {
        close(other);
        return err_set(e, "%s：已有一个清风在用这个数据文件夹；改法：先停掉它，或用 --data 换一个文件夹", data);
    }
    if (!address_of(data, &folder, &a))
        return err_set(e, "%s：数据文件夹打不开（%s）", data, strerror(errno));
    unlinkat(folder, "keeper.sock", 0); /* left by a power cut: nobody answered there */
    d->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t old = umask(0177);
    bool ok = d->fd >= 0 && bind(d->fd, (struct sockaddr *)&a, sizeof a) == 0 && listen(d->fd, DESK_GUESTS) == 0;
    umask(old);
    close(folder);
    path_join(d->path, sizeof d->path, data, "keeper.sock");
    if (ok)
        return true;
    err_set(e, "%s：建不起来（%s）", d->path, strerror(errno));
    desk_close(d);
    return false;
}

void desk_close(struct desk *d)
{
    for (int i = 0; i < DESK_GUESTS; i++)
        channel_close(&d->guests[i]);
    if (d->fd >= 0) {
        close(d->fd);
        unlink(d->path);
    }
    d->fd = -1;
}

int desk_pollfds(const struct desk *d, struct pollfd *fds)
{
    int n = 0;
    if (d->fd >= 0)
        fds[n++] = (struct pollfd){.fd = d->fd, .events = POLLIN};
    for (int i = 0; i < DESK_GUESTS; i++) {
        const struct channel *g = &d->guests[i];
        if (g->fd >= 0)
            fds[n++] = (struct pollfd){.fd = g->fd, .events = channel_wants_write(g) ? POLLIN | POLLOUT : POLLIN};
    }
    return n;
}

static void let_in(struct desk *d)
{
    int fd = accept4(d->fd, NULL, NULL, SOCK_CLOEXEC);
    for (int i = 0; fd >= 0 && i < DESK_GUESTS; i++) {
        if (d->guests[i].fd < 0) {
            channel_open(&d->guests[i], fd);
            return;
        }
    }
    if (fd >= 0)
        close(fd);
}

void desk_serve(struct desk *d, bool (*answer)(void *user, uint8_t type, struct reader *question, struct buf *text),
                void *user)
{
    uint8_t type;
    struct reader question;
    if (d->fd >= 0)
        let_in(d);
    for (int i = 0; i < DESK_GUESTS; i++) {
        struct channel *g = &d->guests[i];
        if (g->fd < 0)
            continue;
        if (channel_receive(g, &type, &question, 0)) {
            struct buf text = {0}, reply = {0};
            buf_u8(&reply, answer(user, type, &question, &text));
            buf_str(&reply, (const char *)text.data, text.len);
            channel_send(g, MSG_ANSWER, reply.data, reply.len);
            buf_free(&text);
            buf_free(&reply);
        }
        channel_flush(g);
        if (g->broken)
            channel_close(g);
    }
}

bool desk_ask(const char *data, uint8_t type, const struct buf *question, struct buf *text, struct err *e)
{
    struct channel c;
    struct reader r;
    uint8_t got;
    size_t len;
    e->text[0] = 0;
    int fd = knock(data);
    if (fd < 0)
        return false;
    channel_open(&c, fd);
    bool ok = channel_send(&c, type, question->data, question->len) && channel_receive(&c, &got, &r, ANSWER_MS) &&
              got == MSG_ANSWER;
    bool good = ok && read_u8(&r) == 1;
    const char *s = ok ? read_str(&r, CHANNEL_MESSAGE_MAX, &len) : "";
    if (ok && good && !r.bad)
        buf_bytes(text, s, len);
    else if (ok && !r.bad)
        err_set(e, "%.*s", (int)len, s);
    else
        err_set(e, "正在运行的清风没有回答；改法：稍后再试，或先停掉它");
    channel_close(&c);
    return ok && good && !r.bad;
}
