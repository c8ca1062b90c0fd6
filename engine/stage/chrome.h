/* The chrome bar and the attract strip as node trees, for LAYER_CHROME. Landscape: a bar of 112 with icon beside word,
 * going places at the left, comfort at the right, ending the visit behind a rule. Portrait: 144 high, equal columns,
 * icon above word. The words always stay. */
#ifndef STAGE_CHROME_H
#define STAGE_CHROME_H

#include "base/mem.h"
#include "wire/node.h"

#include <stdbool.h>
#include <stdint.h>

struct chrome_item {
    const char *icon;  /* one of icon_names */
    const char *label; /* short word in the visitor's language */
    uint32_t handler;  /* what STAGE_TAP of LAYER_CHROME reports */
    bool left;         /* landscape: at the left, with an edge */
    bool on;           /* filled */
    bool apart;        /* landscape: a rule stands before it */
    bool disabled;
};

#define CHROME_ITEMS 12
#define CHROME_WIDE_U 112 /* height of the bar */
#define CHROME_TALL_U 144
struct chrome_model {
    struct chrome_item items[CHROME_ITEMS];
    int n;
    bool portrait;
};

/* Strings are copied into the arena. Up to seven items stand well, eight closely; portrait leaves out what is
 * beyond. */
struct node *chrome_bar(struct arena *a, const struct chrome_model *m);
/* The strip below the attract screen: a lock and the privacy line. */
struct node *chrome_strip(struct arena *a, const char *privacy_line, bool portrait);

#endif
