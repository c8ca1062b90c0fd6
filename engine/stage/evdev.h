/* Touch devices without a desktop, straight from the kernel, plugged in and out at any time. Keyboards are taken hold of
 * and never read: what is typed reaches nobody, not the console, not SysRq, not Ctrl-Alt-Del. Mice are ignored. */
#ifndef STAGE_EVDEV_H
#define STAGE_EVDEV_H

#include "stage/fingers.h"

#include <poll.h>

struct evdev;

struct evdev *evdev_open(finger_ear *ear, void *user);
void evdev_close(struct evdev *v); /* NULL is fine */

#define EVDEV_FDS 25 /* at most this many */
int evdev_pollfds(const struct evdev *v, struct pollfd *fds);
/* Reads whatever there is, without waiting, and tells the ear. */
void evdev_read(struct evdev *v);

#endif
