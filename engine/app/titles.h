/* The titles of exhibits, for the report. Records and figures know an exhibit by its file's name; what the home screen calls
 * it is kept in DATA/titles, so that an export of a kiosk that is not running has it too. */
#ifndef APP_TITLES_H
#define APP_TITLES_H

#include "wire/message.h"

#include <stddef.h>

struct titles {
    char text[VENUE_ORDER_MAX]; /* "scene TAB title NEWLINE" each, as in scene_meta.order */
};

/* Writes them if they are not the same already. Taken as hostile: what does not look like titles is left out. */
void titles_keep(const char *data, const char *order);
/* None where there is no file. */
void titles_read(struct titles *t, const char *data);
/* For report_about.title: `user` is a struct titles. The text is overwritten by the next call; NULL: not known. */
const char *titles_find(void *user, const char *scene, const char *item);

#endif
