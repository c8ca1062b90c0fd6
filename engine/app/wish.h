/* What the kiosk may ask of the machine it runs on, having no rights of its own: the clock, the brightness, a stick
 * unmounted, a restart, the power. The installed package brings a door for that (packaging/grant); elsewhere there is none
 * and the callers do without. */
#ifndef APP_WISH_H
#define APP_WISH_H

#include <stdbool.h>
#include <sys/types.h>

bool wish_door(void); /* is there one? */
/* Asks in a process of its own, which ends 0 once it is done: "reboot", "poweroff" (what is NULL), "clock" with seconds
 * since 1970, "brightness" with percent, "unmount" with a name below /run/media/qingfeng. -1: no process to be had. */
pid_t wish_start(const char *wish, const char *what);
/* The same, waited for (up to 15 s). */
bool wish_granted(const char *wish, const char *what);

#endif
