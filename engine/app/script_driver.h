/* What `kiosk test` plays visitor scripts on: a headless kiosk in virtual time, its records kept in memory.
 */
#ifndef APP_SCRIPT_DRIVER_H
#define APP_SCRIPT_DRIVER_H

#include "app/script_desk.h"
#include "app/visitor.h"
#include "scene/script.h"

#define SCRIPT_WALL_MS                                                                                       \
    1795305600000 /* every visit begins on 2026-11-22 at 00:00 UTC, whatever day it is here */

struct script_stand {
    const struct config *config;
    const char *shots; /* folder for pictures */
    struct clock clock;
    struct visitor visitor;
    struct script_desk desk; /* the administrator's, for visits that go there */
    struct record *records; /* owned; since `begin` */
    int n, room;
    int visits; /* begun so far */
};

/* Fills in the driver; stand->config and stand->shots are set by the caller. */
void script_stand_driver(struct script_stand *stand, struct script_driver *driver);
void script_stand_close(struct script_stand *stand);

/* Whether the record has all these fields with these values. False with *e: there is no such field. */
bool script_record_matches(const struct record *r, const struct script_field *fields, int n, bool *match,
                           struct err *e);

#endif
