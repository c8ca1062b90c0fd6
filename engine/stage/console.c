#include "stage/console.h"

#include "base/mem.h"

#include <fcntl.h>
#include <linux/kd.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct console {
    int fd, keys;
};

struct console *console_take(void)
{
    int mode, keys;
    int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || ioctl(fd, KDGETMODE, &mode) != 0 || ioctl(fd, KDGKBMODE, &keys) != 0) {
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    struct console *c = mem_alloc(sizeof *c);
    *c = (struct console){.fd = fd, .keys = keys == K_OFF ? K_UNICODE : keys};
    ioctl(fd, KDSKBMODE, K_OFF);
    ioctl(fd, KDSETMODE, KD_GRAPHICS);
    return c;
}

void console_give_back(struct console *c)
{
    if (!c)
        return;
    ioctl(c->fd, KDSETMODE, KD_TEXT);
    ioctl(c->fd, KDSKBMODE, c->keys);
    close(c->fd);
    free(c);
}
