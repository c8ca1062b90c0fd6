/* Pictures of every screen of the scenes, at several sizes, with a page that shows them all. */
#ifndef APP_SHOT_H
#define APP_SHOT_H

#include "app/show.h"

#define SHOT_SIZES 8

struct shot_order {
    const struct config *config;
    const char *folder;
    int widths[SHOT_SIZES], heights[SHOT_SIZES], sizes;
    int text_size;    /* -1: the configuration's */
    const char *skin; /* NULL: the venue's */
    char **scenes;    /* none: home, all exhibits of the venue, 数据说明 */
    int n;
};

struct shot_result {
    int pictures, failures; /* failures were said on stderr */
};

/* False, with *e: nothing could be started or written. */
bool shot_all(const struct shot_order *o, struct shot_result *result, struct err *e);

#endif
