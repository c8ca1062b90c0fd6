/* What the journal's tests share: a folder of their own, records filled in one line, and questions to the
 * file. */
#ifndef TESTS_JOURNAL_HELP_H
#define TESTS_JOURNAL_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "journal/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOON 1795320000000 /* 2026-11-22T04:00:00Z, noon in China */
#define SKIPPED(why)                                                                                         \
    do {                                                                                                     \
        print_message("skipped: %s\n", why);                                                                 \
        skip();                                                                                              \
    } while (0)

static char folder[256];

static inline int setup(void **state)
{
    (void)state;
    setenv("TZ", "Asia/Shanghai", 1);
    snprintf(folder, sizeof folder, "/tmp/qingfeng-journal-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static inline int run(const char *format, ...)
{
    char command[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    return system(command);
}

static inline int teardown(void **state)
{
    (void)state;
    return run("umount %s 2>/dev/null; rm -rf %s", folder, folder);
}

static inline struct record make_record(enum record_kind kind, const char *visit)
{
    struct record r;
    record_start(&r, kind);
    snprintf(r.visit, sizeof r.visit, "%s", visit);
    snprintf(r.content, sizeof r.content, "demo@1");
    return r;
}

static inline void append(struct journal *j, const struct record *r)
{
    struct err e = {0};
    if (!journal_append(j, r, &e))
        fail_msg("%s", e.text);
}

static inline void append_start(struct journal *j, const char *visit)
{
    struct record r = make_record(RECORD_VISIT_START, visit);
    append(j, &r);
}

static inline void append_read(struct journal *j, const char *visit, const char *part)
{
    struct record r = make_record(RECORD_READ, visit);
    snprintf(r.scene, sizeof r.scene, "stories/lamp");
    record_set_text(&r, "part", part, strlen(part));
    append(j, &r);
}

static inline void set_text(struct record *r, const char *field, const char *text)
{
    assert_true(record_set_text(r, field, text, strlen(text)));
}

/* All lines, owned by the caller. */
static inline char *lines_of(struct journal *j)
{
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);
    struct err e = {0};
    if (!journal_write_lines(j, 0, f, &e))
        fail_msg("%s", e.text);
    fclose(f);
    return text;
}

static inline int count_of(const char *text, const char *part)
{
    int n = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        n++;
    return n;
}

static inline void assert_verified(struct journal *j)
{
    struct journal_verdict v;
    struct err e = {0};
    if (!journal_verify(j, &v, &e))
        fail_msg("%s%s", v.why, e.text);
}

#endif
