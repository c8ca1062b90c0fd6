/* What guests at the keeper's desk ask for: done by jobs, answered when they are finished. A guest that leaves cancels
 * its job. */
#ifndef APP_ERRANDS_H
#define APP_ERRANDS_H

#include "app/desk.h"
#include "app/jobs.h"
#include "scene/sandbox.h"

struct errand {
    struct errands *all;
    uint32_t guest, job; /* job 0: free */
};

struct errands {
    struct desk *desk;
    struct jobs *jobs;
    struct errand list[DESK_GUESTS];
};

void errands_open(struct errands *s, struct desk *desk, struct jobs *jobs);
/* For desk_serve; `errands` is a struct errands. */
void errands_ask(void *errands, uint32_t guest, uint8_t type, struct reader *question);

/* The other side, for commands. False with *e empty: no keeper of that data folder is running; with a sentence: it
 * could not do it. Dates are "" or YYYY-MM-DD, format 't' text, 'c' CSV, 'j' JSON. */
bool errand_counts(const char *data, char format, const char *from, const char *to, struct buf *out, struct err *e);
/* What landlock is to the running program, whose service may be refused what a command is allowed. */
bool errand_walls(const char *data, enum sandbox_landlock *out, struct err *e);
/* `folder` is absolute. *text is the place of the export and the check code, a line each. */
bool errand_export(const char *data, const char *folder, int64_t since,
                   void (*told)(void *user, const struct export_progress *p), void *user, struct buf *text,
                   struct err *e);

#endif
