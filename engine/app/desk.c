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

bool desk_is_kept(const char *data)
{
    int fd = knock(data);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

void desk_none(struct desk *d)
{
    *d = (struct desk){.fd = -1};
    for (int i = 0; i < DESK_GUESTS; i++)
        d->guests[i].channel = channel_none();
}

bool desk_open(struct desk *d, const char *data, struct err *e)
{
    struct sockaddr_un a;
    int folder;
    desk_none(d);
    int other = knock(data);
    if (other >= 0) {
        close(other);
        return err_set(e, "%s：已有一个清风在用这个数据文件夹；改法：先停掉它，或用 --data 换一个文件夹", data);
    }
    if (!address_of(data, &folder, &a))
        return err_set(e, "%s：数据文件夹打不开（%s）", data, err_reason(errno));
    unlinkat(folder, "keeper.sock", 0); /* left by a power cut: nobody answered there */
    d->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t old = umask(0177);
    bool ok = d->fd >= 0 && bind(d->fd, (struct sockaddr *)&a, sizeof a) == 0 && listen(d->fd, DESK_GUESTS) == 0;
    umask(old);
    close(folder);
    path_join(d->path, sizeof d->path, data, "keeper.sock");
    if (ok)
        return true;
    err_set(e, "%s：建不起来（%s）", d->path, err_reason(errno));
    desk_close(d);
    return false;
}

void desk_close(struct desk *d)
{
    for (int i = 0; i < DESK_GUESTS; i++)
        channel_close(&d->guests[i].channel);
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
        const struct channel *g = &d->guests[i].channel;
        if (g->fd >= 0)
            fds[n++] = (struct pollfd){.fd = g->fd, .events = channel_wants_write(g) ? POLLIN | POLLOUT : POLLIN};
    }
    return n;
}

static void let_in(struct desk *d)
{
    int fd = accept4(d->fd, NULL, NULL, SOCK_CLOEXEC);
    for (int i = 0; fd >= 0 && i < DESK_GUESTS; i++) {
        if (d->guests[i].channel.fd < 0) {
            channel_open(&d->guests[i].channel, fd);
            d->guests[i].name = ++d->last_name;
            return;
        }
    }
    if (fd >= 0)
        close(fd);
}

void desk_serve(struct desk *d, void (*ask)(void *user, uint32_t guest, uint8_t type, struct reader *question),
                void *user)
{
    uint8_t type;
    struct reader question;
    if (d->fd >= 0)
        let_in(d);
    for (int i = 0; i < DESK_GUESTS; i++) {
        struct channel *g = &d->guests[i].channel;
        if (g->fd < 0)
            continue;
        if (channel_receive(g, &type, &question, 0))
            ask(user, d->guests[i].name, type, &question);
        channel_flush(g);
        if (g->broken)
            channel_close(g);
    }
}

static struct channel *guest_of(const struct desk *d, uint32_t guest)
{
    for (int i = 0; i < DESK_GUESTS; i++) {
        if (d->guests[i].channel.fd >= 0 && d->guests[i].name == guest)
            return (struct channel *)&d->guests[i].channel;
    }
    return NULL;
}

bool desk_is_there(const struct desk *d, uint32_t guest)
{
    return guest_of(d, guest) != NULL;
}

bool desk_tell(struct desk *d, uint32_t guest, uint8_t type, const struct buf *message)
{
    struct channel *g = guest_of(d, guest);
    return g && channel_send(g, type, message->data, message->len);
}

bool desk_answer(struct desk *d, uint32_t guest, bool ok, const void *text, size_t len)
{
    struct buf reply = {0};
    buf_u8(&reply, ok);
    buf_str(&reply, text, len);
    bool told = desk_tell(d, guest, MSG_ANSWER, &reply);
    buf_free(&reply);
    return told;
}

static bool hear_answer(struct channel *c, void (*told)(void *user, uint8_t type, struct reader *message), void *user,
                        struct reader *r)
{
    uint8_t type;
    while (channel_receive(c, &type, r, -1)) {
        if (type == MSG_ANSWER)
            return true;
        if (told)
            told(user, type, r);
    }
    return false;
}

static bool take_answer(struct reader *r, struct buf *text, struct err *e)
{
    size_t len;
    bool good = read_u8(r) == 1;
    const char *s = read_str(r, CHANNEL_MESSAGE_MAX, &len);
    if (r->bad)
        return err_set(e, "正在运行的清风的回答读不懂；改法：重新启动它");
    if (!good)
        return err_set(e, "%.*s", (int)len, s);
    buf_bytes(text, s, len);
    return true;
}

bool desk_ask(const char *data, uint8_t type, const struct buf *question,
              void (*told)(void *user, uint8_t type, struct reader *message), void *user, struct buf *text,
              struct err *e)
{
    struct channel c;
    struct reader r;
    e->text[0] = 0;
    int fd = knock(data);
    if (fd < 0)
        return false;
    channel_open(&c, fd);
    bool heard = channel_send(&c, type, question->data, question->len) && hear_answer(&c, told, user, &r);
    bool ok = heard ? take_answer(&r, text, e) : err_set(e, "正在运行的清风没有回答；改法：稍后再试，或先停掉它");
    channel_close(&c);
    return ok;
}
