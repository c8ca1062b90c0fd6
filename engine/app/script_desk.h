/* The keeper's part for visitor scripts that go into the administrator's screens: the same admin.c, jobs and journal as
 * in a running kiosk, in a folder of its own that goes when the visit ends. The PIN is SCRIPT_PIN, one plain folder plays
 * the USB stick, and the machine itself is left alone. */
#ifndef APP_SCRIPT_DESK_H
#define APP_SCRIPT_DESK_H

#include "app/admin.h"
#include "app/show.h"

#define SCRIPT_PIN "246813"

struct device_key;

struct script_desk {
    bool open;
    char folder[64]; /* data and stick lie below */
    struct config config;
    struct clock *clock;
    struct show *show;
    struct journal *journal;
    struct device_key *key;
    struct jobs_home home;
    struct jobs jobs;
    struct admin *admin;
};

/* Made at the first question. `records` are the visit's so far: they are what an export then holds. */
bool script_desk_open(struct script_desk *d, const struct config *config, struct clock *clock, struct show *show,
                      const struct record *records, int n, struct err *e);
void script_desk_close(struct script_desk *d); /* fine on a zeroed one */
void script_desk_record(struct script_desk *d, const struct record *r);
void script_desk_ask(struct script_desk *d, uint32_t serial, const char *name, const char *args);
bool script_desk_serve(struct script_desk *d); /* true while a job works */

#endif
