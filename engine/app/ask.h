/* Asking a person at the terminal for something that must not be seen. */
#ifndef APP_ASK_H
#define APP_ASK_H

#include "base/err.h"

#include <stddef.h>

/* Reads one line into `out` without its end. From a terminal: without echo, and twice when `again` asks for the
 * repetition (NULL: once); both must agree. From a pipe or file: its first line, no questions. Too long a line, one
 * with a NUL, or none at all is an error; an interrupt gives the terminal its echo back first. */
bool ask_secret(const char *prompt, const char *again, char *out, size_t size, struct err *e);

#endif
