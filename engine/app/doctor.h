/* One look at each part of the machine: a line each, "好" or what to do. */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

#include "app/commands.h"

enum health { HEALTH_GOOD, HEALTH_HINT, HEALTH_BAD };

struct doctor_line {
    const char *part;
    enum health health;
    char text[1024]; /* what was seen, and for others than good what to do */
};

/* For the parts that have a file of their own: adds a line, as printf. */
struct doctor_report;
void doctor_say(struct doctor_report *r, const char *part, enum health h, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void doctor_look_at_renderer(const struct invocation *in, struct doctor_report *r);
void doctor_look_at_walls(const struct invocation *in, struct doctor_report *r);

#define DOCTOR_LINES 24
struct doctor_report {
    struct doctor_line lines[DOCTOR_LINES];
    int n;
};

void doctor_look(const struct invocation *in, struct doctor_report *out);

#endif
