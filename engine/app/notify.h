/* What the service manager is told (systemd's Type=notify): one datagram to the socket it named in $NOTIFY_SOCKET, no
 * library. Without that variable everything here does nothing. */
#ifndef APP_NOTIFY_H
#define APP_NOTIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>

struct notifier {
    int fd; /* -1: nobody wants to know */
    struct sockaddr_un to;
    socklen_t to_len;
    int64_t feed_ms, next_feed; /* 0: there is no watchdog; mono ms of the next word to it */
    bool ready;
    char status[192]; /* as last said */
};

/* Takes $NOTIFY_SOCKET (a path, or '@' and an abstract name), $WATCHDOG_USEC and $WATCHDOG_PID out of the environment, so
 * that no child speaks in the keeper's name. */
void notify_open(struct notifier *n);
void notify_close(struct notifier *n);

void notify_ready(struct notifier *n);                         /* READY=1, the first time */
void notify_status(struct notifier *n, const char *sentence);  /* STATUS=, when it is another one than before */
void notify_stopping(struct notifier *n);                      /* STOPPING=1 */
/* WATCHDOG=1 when a third of the watchdog's time has passed, and only while `well`. Returns ms until it is due again, -1:
 * never, or not before it is well again. */
int notify_feed(struct notifier *n, bool well, int64_t now_ms);

#endif
