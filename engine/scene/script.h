/* Visitor scripts (*_test.lua): what a visitor does and should see, run against whoever fills in the driver. */
#ifndef SCENE_SCRIPT_H
#define SCENE_SCRIPT_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* Where to touch: the visible text or label; when text is NULL a point in u from the top left, or the middle of the
 * screen if x is negative. */
struct script_place {
    const char *text;
    double x, y;
};

/* A field a record must have, from v:recorded(kind, { … }). */
struct script_field {
    const char *name;
    enum { SCRIPT_TEXT, SCRIPT_NUMBER, SCRIPT_BOOL } kind;
    const char *text;
    double number; /* SCRIPT_BOOL: 0 or 1 */
};

/* Every call gets `user` first. False with *e set: the visit failed, *e says why in Chinese (without file and line). The
 * driver lets the screen settle before it returns. */
struct script_driver {
    void *user;
    bool (*begin)(void *user, const char *title, struct err *e); /* before each visit: a fresh kiosk at rest */
    bool (*tap)(void *user, struct script_place at, struct err *e);
    bool (*drag)(void *user, struct script_place from, struct script_place to, struct err *e);
    bool (*pinch)(void *user, struct script_place at, double factor, struct err *e);
    bool (*two_fingers)(void *user, struct script_place a, struct script_place b, struct err *e); /* tap both at once */
    bool (*admin)(void *user, struct err *e); /* the gesture into the administrator's screens */
    bool (*wait)(void *user, double seconds, struct err *e);                                      /* virtual time */
    bool (*sees)(void *user, const char *text);                                                   /* visible now */
    bool (*shot)(void *user, const char *name, struct err *e);
    /* Label of the n-th thing (from 1) that can be chosen in the content now. */
    bool (*option)(void *user, int n, struct buf *label, struct err *e);
    /* Records since `begin` of that kind that have all the fields. */
    bool (*count)(void *user, const char *kind, const struct script_field *fields, int n, int64_t *count,
                  struct err *e);
    void (*screen_text)(void *user, struct buf *out);  /* what the screen shows, for failures */
    void (*records_text)(void *user, struct buf *out); /* the latest records, for failures */
    void (*failed)(void *user, const char *title);     /* leave a screenshot; may be NULL */
    void (*ended)(void *user);                         /* after each visit; may be NULL */
};

struct script_results {
    int visits, failed;
    struct buf report; /* one line a visit, and for failed ones what was expected and seen; free with buf_free */
};

/* Runs all visits of a file, one after another; adds to *results. False: the file itself could not be read or run (*e
 * names file and line). A failed visit is no error here. */
bool script_run(const char *file, const struct script_driver *driver, struct script_results *results, struct err *e);

#endif
