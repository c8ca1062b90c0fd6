/* One error: a sentence for a person, filled by the function that failed. Callers pass it up unchanged. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

struct err {
    char text[768]; /* UTF-8, no newline at the end; empty when nothing failed */
};

/* Writes the sentence (cut on a character border if too long) and returns false, so callers can `return err_set(…)`.
 * `e` may be NULL. */
bool err_set(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What the system answered, in Chinese, with what to do where something can be done: "磁盘已满，请清理后再试". Static, or of
 * this thread until the next call. */
const char *err_reason(int error);

#endif
