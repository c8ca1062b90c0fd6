#include "journal/line_file.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROOM (1 << 20)

bool line_file_open(struct line_file *f, const char *path, struct err *e)
{
    *f = (struct line_file){.path = path, .fd = file_open_regular(path, NULL, e)};
    if (f->fd < 0)
        return false;
    f->data = mem_alloc(ROOM);
    return true;
}

/* Moves what is left to the front and fills up. */
static bool fill(struct line_file *f, struct err *e)
{
    memmove(f->data, f->data + f->at, f->len - f->at);
    f->len -= f->at;
    f->at = 0;
    ssize_t n = read(f->fd, f->data + f->len, ROOM - f->len);
    if (n < 0 && errno != EINTR)
        return err_set(e, "%s：读取失败（%s）。请检查 U 盘或磁盘。", f->path, err_reason(errno));
    f->len += n > 0 ? (size_t)n : 0;
    f->ended = n == 0;
    return true;
}

const char *line_file_next(struct line_file *f, size_t *len, struct err *e)
{
    e->text[0] = 0;
    for (;;) {
        unsigned char *line = f->data + f->at, *newline = memchr(line, '\n', f->len - f->at);
        size_t left = f->len - f->at;
        if (newline || (f->ended && left)) {
            *len = newline ? (size_t)(newline - line) : left;
            f->at += *len + (newline != NULL);
            f->number++;
            return (const char *)line;
        }
        if (f->ended)
            return NULL;
        if (left > LINE_LONGEST) {
            err_set(e, "%s：第 %lld 行太长，不是记录。", f->path, (long long)f->number + 1);
            return NULL;
        }
        if (!fill(f, e))
            return NULL;
    }
}

void line_file_close(struct line_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    free(f->data);
}
