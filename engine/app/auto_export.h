/* Automatic export (usb.auto_export): a stick that appears and bears an administrator's signed key gets an export, and
 * the stage tells. Nothing else is unlocked by such a stick; any other is left alone without a word. */
#ifndef APP_AUTO_EXPORT_H
#define APP_AUTO_EXPORT_H

#include "app/jobs.h"
#include "usb/sticks.h"
#include "wire/message.h"

struct auto_export {
    struct jobs *jobs;
    const char *roots;
    void (*tell)(void *user, enum notice kind, const char *sentence);
    void *user;
    int watch; /* -1: switched off */
    struct stick known[STICKS_MAX], waiting[STICKS_MAX];
    int known_n, waiting_n;
    uint32_t job; /* 0: none runs */
    bool working; /* the stage was told that it runs */
};

/* Sticks that are there already count as appearing now. */
void auto_export_open(struct auto_export *a, struct jobs *jobs, const struct config *config,
                      void (*tell)(void *user, enum notice kind, const char *sentence), void *user);
void auto_export_close(struct auto_export *a);
/* For poll(): one descriptor (fd -1 when switched off). */
struct pollfd auto_export_pollfd(const struct auto_export *a);
/* After every poll, with what it said about that descriptor. */
void auto_export_serve(struct auto_export *a, short revents);

#endif
