/* The log: one line an event, to stderr and, once log_to_file was called, to DATA/log/kiosk.log (rotated at 1 MiB, one
 * old file kept). Lines are "2026-11-22T03:04:05Z warn stage: text"; control bytes are escaped. Safe in any process. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_SILENT /* for log_quiet: no lines at all */ };

void log_line(enum log_level level, const char *room, const char *format, ...) __attribute__((format(printf, 3, 4)));
#define log_info(room, ...) log_line(LOG_INFO, room, __VA_ARGS__)
#define log_warn(room, ...) log_line(LOG_WARN, room, __VA_ARGS__)
#define log_error(room, ...) log_line(LOG_ERROR, room, __VA_ARGS__)

bool log_to_file(const char *path, struct err *e);
void log_quiet(enum log_level least); /* lines below this level are dropped */

#endif
