/* The keeper's side of the administrator's screens: who is allowed what. It alone knows whether the PIN was right, it
 * locks itself when nobody touches the screen any more, and it records every act. Requests come from the stage as
 * MSG_ADMIN; a table of rows (admin.c) says which of them need an unlocked session. Long work runs in jobs; nothing here
 * waits for a stick. `kiosk test` runs the same with an outlet of its own.
 *
 * A request's number holds the stage's session in its upper bits; 0 in the lower ones is the stage itself (enter, leave,
 * touch), anything else a question of the scene. */
#ifndef APP_ADMIN_H
#define APP_ADMIN_H

#include "app/jobs.h"
#include "app/settings.h"
#include "base/clock.h"
#include "base/config.h"
#include "journal/journal.h"

struct admin;

#define ADMIN_SESSION_SHIFT 20 /* bits of a question's own number */
#define ADMIN_PIN_PAD_MS 20000 /* an open PIN pad that nobody touches */

struct admin_outlet {
    void *user;
    /* As MSG_ADMIN_ANSWER; serial 0: locked out. */
    void (*answer)(void *user, uint32_t serial, bool ok, bool last, const char *json, size_t len);
    void (*setting)(void *user, const char *name, const char *value); /* as MSG_SETTING */
};

struct admin_options { /* all lent; they outlive it */
    const struct config *config;
    struct clock *clock;
    struct journal *journal;
    struct jobs *jobs;
    bool drill; /* the machine itself is left alone: nothing is switched off or set */
    struct admin_outlet outlet;
};

struct admin *admin_open(const struct admin_options *o);
void admin_close(struct admin *a); /* NULL is fine */

/* A request: name and a flat JSON object. */
void admin_take(struct admin *a, uint32_t serial, const char *name, const char *args, size_t len);
/* The stage is gone or new: locked, nobody waits for an answer. What lasts in it is told anew through the outlet. */
void admin_stage_new(struct admin *a);
/* Locks when it is time, looks for sticks. Call after every poll; returns ms until it is due again, -1: never. */
int admin_tick(struct admin *a);
bool admin_reaped(struct admin *a, pid_t pid, int status); /* true: it was one of its programs */

#endif
