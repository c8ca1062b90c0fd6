/* The stage's own screens as node trees: the idle warning and the calm card. They need no content
 * files; a picture that is missing leaves quiet paper. All strings are copied into the arena. */
#ifndef STAGE_DIALOG_H
#define STAGE_DIALOG_H

#include "base/mem.h"
#include "wire/node.h"

#include <stdbool.h>
#include <stdint.h>

struct dialog_place {
    bool portrait, reach; /* reach: the panel stands on the bar */
};

struct dialog_idle {
    struct dialog_place place;
    int seconds, of;         /* left, and at the start: 20 dots whatever `of` is */
    const char *unit;        /* 秒 */
    const char *title, *body;
    const char *newcomer, *stay; /* labels */
    uint32_t on_newcomer, on_stay; /* on_stay is also what a touch anywhere else says */
};
struct node *dialog_idle(struct arena *a, const struct dialog_idle *d); /* for LAYER_DIALOG */

struct calm_card {
    bool portrait;
    const char *picture;     /* "shell/scroll.svg"; NULL: none */
    const char *title, *body;
    const char *other;       /* another exhibit to go on with; NULL: only home */
    const char *home;
    uint32_t on_other, on_home;
};
struct node *calm_card(struct arena *a, const struct calm_card *c); /* for LAYER_CONTENT */

struct notice_strip {
    const char *icon; /* one of icon_names */
    const char *text;
    uint32_t color, ground;
};
struct node *notice_strip(struct arena *a, const struct notice_strip *n); /* for LAYER_NOTICE */

#endif
