#include "base/log.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOG_FILE_BYTES (1 << 20)

static enum log_level least_level = LOG_INFO;
static char file_path[4096];

bool log_to_file(const char *path, struct err *e)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (fd < 0)
        return err_set(e, "%s：日志文件打不开（%s）", path, strerror(errno));
    close(fd);
    snprintf(file_path, sizeof file_path, "%s", path);
    return true;
}

void log_quiet(enum log_level least)
{
    least_level = least;
}

static void append_to_file(const char *line, size_t len)
{
    struct stat st;
    if (stat(file_path, &st) == 0 && st.st_size > LOG_FILE_BYTES) {
        char old[sizeof file_path + 4];
        snprintf(old, sizeof old, "%s.1", file_path);
        rename(file_path, old);
    }
    int fd = open(file_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (fd < 0)
        return;
    if (write(fd, line, len) < 0) { /* a full disk must not stop anything; stderr has the line */
    }
    close(fd);
}

static size_t escape(const char *text, char *out, size_t size)
{
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p && n + 5 < size; p++) {
        if (*p >= 0x20 && *p != 0x7F)
            out[n++] = (char)*p;
        else
            n += (size_t)snprintf(out + n, size - n, "\\x%02x", *p);
    }
    return n;
}

void log_line(enum log_level level, const char *room, const char *format, ...)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if (level < least_level)
        return;
    char text[2048], line[4096], when[25];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct clock now = clock_real();
    clock_format_utc(clock_wall(&now), when);
    size_t n = (size_t)snprintf(line, sizeof line, "%.19sZ %s %s: ", when, names[level], room);
    n += escape(text, line + n, sizeof line - n - 1);
    line[n++] = '\n';
    if (write(STDERR_FILENO, line, n) < 0) { /* nobody listens: nothing to do */
    }
    if (file_path[0])
        append_to_file(line, n);
}
