/* Which USB sticks are there: mount points below the folders of usb.roots, read from /proc/self/mountinfo. Mounting is
 * the system's work (packaging/), nothing here needs root, and nothing here touches a stick: a stick that hangs cannot
 * hang the caller. */
#ifndef USB_STICKS_H
#define USB_STICKS_H

#include <stdbool.h>
#include <stdint.h>

#define STICKS_MAX 8

struct stick {
    char path[768];   /* where it is mounted */
    char name[64];    /* for people: the last part of the path, without control or malformed bytes */
    char source[128]; /* "/dev/sdb1" */
    char type[32];    /* "vfat"; "" for a plain folder of usb.roots */
    uint64_t id;      /* tells mounted ones apart; 0 for a plain folder */
    bool read_only;
};

/* Fills at most `most`, in the order of mounting; returns how many. `roots` is usb.roots: folders separated by ':'.
 * A folder given there counts as a stick itself when nothing is mounted below it, unless it is one where systems mount
 * sticks (/media, /run/media, /mnt): so that tests and drills need no stick. */
int sticks_list(const char *roots, struct stick *out, int most);

/* A descriptor for poll(): POLLPRI says that something was mounted or unmounted since the last poll; nothing needs to
 * be read. The caller's to close; -1 when there is no /proc. */
int sticks_watch_fd(void);

/* Free and total bytes. May wait for a slow or broken stick: only in a job. */
bool stick_space(const char *path, int64_t *free_bytes, int64_t *total_bytes);

#endif
