/* The tree on the screen: one live node per node of the view, which keeps what the view does not know (place, scroll,
 * page, ink, fingers) from one view to the next. Live nodes point into the view's arena and never outlive it. */
#ifndef STAGE_TREE_H
#define STAGE_TREE_H

#include "base/mem.h"
#include "stage/geometry.h"
#include "stage/zoom.h"
#include "wire/node.h"

#include <stdint.h>

struct ink; /* canvas strokes, ink.h */

struct tall { /* heights of a node at one width */
    int w, h, least;
};

struct live {
    const struct node *n;
    struct live *parent, *first, *last, *next;
    uint32_t key; /* hash of n->key, 0 none */

    /* layout.h; -1 not known yet */
    int natural_w, least_w;
    struct tall tall[2];
    int talls;
    struct exact {            /* rough.c: height of a text as it was laid out; w -1: never */
        int w, h;
        uint32_t version;     /* of the style */
    } exact;
    uint32_t chars;           /* of its text, tags included */
    bool rough;               /* its height is an estimate */
    bool hidden;              /* decor that is off: takes no room */
    int x, y, w, h;           /* from the parent's border box, before scrolling */
    int content_w, content_h; /* what the children take, padding included */
    int over_w, over_h;       /* by how much they do not fit */
    struct rect at;           /* on the screen, scrolled */
    struct rect clip;         /* what of the screen it may show in */

    /* motion.h */
    int64_t born;     /* ms; start of the enter motion */
    bool entering;
    int fingers;      /* pressing it */
    int64_t released; /* ms; 0: long ago */

    /* scroll.h */
    float offset;           /* px scrolled */
    float fling_v, fling_from; /* px/ms at fling_at */
    int64_t fling_at;       /* 0: not flinging */
    float asked_glide, run_from; /* what the last view asked for; px at run_at */
    int64_t run_at;         /* 0: not running by itself */
    float glide_from, glide_to; /* pages: position in pages */
    int64_t glide_at;       /* 0: still */
    float page;             /* pages: shown position, from 0 */
    int asked_page;         /* what the last view asked for */

    struct zoom zoom, zoom_from; /* zoom.h: how close it is looked at; where it came from at zoom_at */
    int64_t zoom_at;             /* 0: it stands */

    bool end_told, ink_told;
    struct ink *ink;
};

struct tree {
    struct arena memory; /* the view's */
    struct live *frame;  /* a scroll around the view's root; NULL: nothing shown */
    struct node frame_node;
    int count;
    uint32_t chars; /* of all texts */
    struct live **movers; /* its scrolls and pages in reading order, so that a frame need not look at every node */
    int n_movers, movers_cap;
    void (*gone)(void *user, struct live *l); /* called before a live node is freed */
    void *user;
};

/* Takes the arena and shows root, keeping what matches unless `fresh`. now: ms, for enter motions. */
void tree_show(struct tree *t, struct arena *memory, struct node *root, bool fresh, int64_t now);
void tree_clear(struct tree *t);

/* First child / next sibling that takes part in layout. */
struct live *live_first(const struct live *l);
struct live *live_next(const struct live *l);
/* Next node in reading order under top (top itself first); NULL at the end. skip: not into l's children. */
struct live *live_walk(const struct live *top, struct live *l, bool skip);
bool live_inside(const struct live *l, const struct live *ancestor); /* or the same */
bool live_hidden(const struct live *l); /* it or what it stands in */
struct rect live_seen(const struct live *l); /* the part of it that can be seen */

#endif
