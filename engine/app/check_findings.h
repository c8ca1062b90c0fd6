/* What a check found: a list of findings without repeats, in order of file and line, and how it is told. */
#ifndef APP_CHECK_FINDINGS_H
#define APP_CHECK_FINDINGS_H

#include "base/buf.h"
#include "wire/message.h"

#include <stdio.h>

struct findings {
    struct finding *list; /* owned */
    int n, room;
    int errors, warnings, hints; /* a hint is no fault: something will be to do */
};

/* Adds a copy; the same thing said at the same place counts once. */
void findings_add(struct findings *f, const struct finding *one);
/* The same from parts. `offending` and `remedy` may be ""; the message is a format. */
void findings_say(struct findings *f, enum severity severity, const char *file, int line,
                  const char *offending, const char *remedy, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
/* Whether something with that remedy was said about that text there. */
bool findings_know(const struct findings *f, const char *file, int line, const char *offending,
                   const char *remedy);
void findings_free(struct findings *f);

void findings_sort(struct findings *f);
/* One block each: "file:line: 错误: message", the offending text, the remedy. */
void findings_print(const struct findings *f, FILE *to);
/* {"errors":…,"warnings":…,"findings":[…]} */
void findings_json(const struct findings *f, struct buf *out);

#endif
