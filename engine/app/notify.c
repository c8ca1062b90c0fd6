#include "app/notify.h"

#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FEEDS_A_TERM 3 /* one word that is late or lost shall not cost a restart */

static bool address_of(struct notifier *n, const char *name)
{
    size_t len = strlen(name);
    if ((name[0] != '/' && name[0] != '@') || len < 2 || len >= sizeof n->to.sun_path)
        return false;
    n->to = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(n->to.sun_path, name, len);
    if (name[0] == '@')
        n->to.sun_path[0] = 0;
    n->to_len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len + (name[0] == '/'));
    return true;
}

static int64_t watchdog_ms(void)
{
    const char *usec = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
    if (!usec || (pid && atoll(pid) != getpid()))
        return 0;
    long long us = atoll(usec);
    return us > 0 ? us / 1000 / FEEDS_A_TERM + 1 : 0;
}

void notify_open(struct notifier *n)
{
    const char *name = getenv("NOTIFY_SOCKET");
    *n = (struct notifier){.fd = -1};
    if (name && !address_of(n, name))
        log_warn("keeper", "NOTIFY_SOCKET=%s：不是能用的地址，服务管理器收不到消息", name);
    else if (name)
        n->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (n->fd >= 0)
        n->feed_ms = watchdog_ms();
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
}

void notify_close(struct notifier *n)
{
    if (n->fd >= 0)
        close(n->fd);
    n->fd = -1;
}

/* A manager that does not listen is none of the visitors' business: said once a term at most, never waited for. */
static bool say(struct notifier *n, const char *text)
{
    if (n->fd < 0)
        return false;
    if (sendto(n->fd, text, strlen(text), MSG_NOSIGNAL, (const struct sockaddr *)&n->to, n->to_len) >= 0)
        return true;
    log_warn("keeper", "服务管理器没有收到消息（%s）", strerror(errno));
    return false;
}

void notify_ready(struct notifier *n)
{
    if (!n->ready)
        n->ready = say(n, "READY=1");
}

void notify_status(struct notifier *n, const char *sentence)
{
    char text[256];
    if (n->fd < 0 || strcmp(n->status, sentence) == 0)
        return;
    snprintf(n->status, sizeof n->status, "%s", sentence);
    snprintf(text, sizeof text, "STATUS=%s", n->status);
    say(n, text);
}

void notify_stopping(struct notifier *n)
{
    say(n, "STOPPING=1");
}

int notify_feed(struct notifier *n, bool well, int64_t now_ms)
{
    if (!n->feed_ms || !well)
        return -1;
    if (now_ms >= n->next_feed) {
        say(n, "WATCHDOG=1");
        n->next_feed = now_ms + n->feed_ms;
    }
    return (int)(n->next_feed - now_ms);
}
