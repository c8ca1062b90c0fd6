/* The guided visit: headless, in virtual time, through every exhibit of the venue as a visitor would, then
 * away from the screen until it is back at its start. Leaves pictures, a journal and an export in one folder.
 */
#ifndef APP_TOUR_H
#define APP_TOUR_H

#include "base/clock.h"
#include "base/config.h"
#include "base/err.h"
#include "journal/journal.h"

struct tour_result {
    int exhibits, completed, failed, pictures;
    char export_folder[1300];
};

/* Plays it and writes FOLDER/screens, FOLDER/data and FOLDER/export. What happened is told line by line on
 * stdout. False with *e: it could not be played to its end. */
bool tour_play(const struct config *config, const char *folder, struct tour_result *result, struct err *e);

/* tour_export.c: FOLDER/export as a stick gets it (usb/export.h), signed by a key in `data`. *out is the new folder. */
bool tour_export(struct journal *j, const struct config *config, const struct clock *clock, const char *folder,
                 const char *data, char *out, size_t size, struct err *e);

#endif
