#include "stage/picture_hand.h"

#include "base/clock.h"
#include "wire/message.h"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SMALL_BYTES (200 << 10) /* together */

struct hand hand_none(void)
{
    return (struct hand){.channel = channel_none(), .pidfd = -1};
}

bool hand_hire(struct hand *h, const struct picture_options *o, int *started)
{
    int fd = -1;
    if (h->channel.fd >= 0) {
        return true;
    }
    if (!o->spawn || !o->spawn(o->user, &fd, &h->pidfd) || fd < 0) {
        h->pidfd = -1;
        return false;
    }
    channel_open(&h->channel, fd);
    ++*started;
    return true;
}

void hand_lose(struct hand *h, bool kill_it)
{
    channel_close(&h->channel);
    h->channel.fd = -1;
    if (h->pidfd >= 0) {
        if (kill_it) {
            syscall(SYS_pidfd_send_signal, h->pidfd, SIGKILL, NULL, 0);
        }
        close(h->pidfd);
    }
    h->pidfd = -1;
    h->bytes = 0;
}

bool hand_full(const struct hand *h)
{
    return h->n_flying == HAND_FLIGHT || (h->n_flying >= 2 && h->bytes >= SMALL_BYTES);
}

bool hand_send(struct hand *h, struct entry *e, const int *files, enum picture_type type, const struct picture_options *o)
{
    struct buf b = {0};
    buf_u32(&b, e->picture.id);
    buf_u8(&b, e->from_store);
    buf_u8(&b, (uint8_t)type);
    buf_u8(&b, (uint8_t)e->key.fit);
    buf_u8(&b, e->key.flip);
    buf_u32(&b, (uint32_t)e->key.w);
    buf_u32(&b, (uint32_t)e->key.h);
    buf_i64(&b, o->pixel_limit);
    if (h->n_flying == 0) {
        h->deadline = clock_real_us() / 1000 + o->timeout_ms;
    }
    h->flying[h->n_flying++] = e;
    h->bytes += e->bytes;
    e->tries++;
    bool sent = channel_send_fds(&h->channel, MSG_DECODE, b.data, b.len, files, files[1] >= 0 ? 2 : 1);
    buf_free(&b);
    return sent;
}

void hand_done(struct hand *h, int timeout_ms)
{
    h->bytes -= h->flying[0]->bytes;
    for (int i = 1; i < h->n_flying; i++) {
        h->flying[i - 1] = h->flying[i];
    }
    h->n_flying--;
    h->deadline = clock_real_us() / 1000 + timeout_ms;
}
