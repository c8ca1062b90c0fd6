/* What the report calls things. Records and figures know an exhibit by its file's name and a question, a moment, an ending
 * by its id; what the screen calls them is kept in DATA/titles and DATA/titles-inside, so that an export of a kiosk that is
 * not running has it too. Only what was shown is known. */
#ifndef APP_TITLES_H
#define APP_TITLES_H

#include "wire/message.h"

#include <stdbool.h>
#include <stddef.h>

#define ITEM_TITLES_MAX (192u << 10) /* bytes: some three thousand questions; what comes later goes by its id */

struct titles {
    char text[VENUE_ORDER_MAX];   /* "scene TAB title NEWLINE" each, as in scene_meta.order */
    char inside[ITEM_TITLES_MAX]; /* "scene SPACE item TAB title NEWLINE" each */
};

/* Writes the exhibits' if they are not the same already. Taken as hostile: what does not look like titles is left out. */
void titles_keep(const char *data, const char *order);
/* None where there is no file. */
void titles_read(struct titles *t, const char *data);
/* For report_about.title: `user` is a struct titles; item NULL: the exhibit's own. The text is overwritten by the next
 * call; NULL: not known. */
const char *titles_find(void *user, const char *scene, const char *item);

/* Those of things inside exhibits as they come in. Zero-initialise; `data` must outlive it. */
struct item_titles {
    const char *data; /* folder */
    char *text;       /* as titles.inside; NULL: not read yet */
    size_t len;
    int changes;      /* of this run: beyond a bound nothing is taken any more */
    bool dirty;
};
void item_titles_take(struct item_titles *t, const char *scene, const char *item, const char *title);
void item_titles_save(struct item_titles *t); /* if there is anything new */
void item_titles_free(struct item_titles *t); /* saves first */

#endif
