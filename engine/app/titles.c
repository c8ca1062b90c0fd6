#include "app/titles.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define TITLE_MOST 192

static bool where(char *out, size_t size, const char *data)
{
    return path_join(out, size, data, "titles");
}

void titles_read(struct titles *t, const char *data)
{
    char path[1200];
    struct buf b = {0};
    struct err e;
    t->text[0] = 0;
    if (where(path, sizeof path, data) && file_read(path, sizeof t->text - 1, &b, &e) && utf8_valid((char *)b.data, b.len))
        snprintf(t->text, sizeof t->text, "%s", buf_cstr(&b));
    buf_free(&b);
}

void titles_keep(const char *data, const char *order)
{
    struct titles old;
    char path[1200];
    struct err e;
    size_t len = strlen(order);
    titles_read(&old, data);
    if (strcmp(old.text, order) == 0 || len >= sizeof old.text || !utf8_valid(order, len) || !where(path, sizeof path, data))
        return;
    if (!file_write_durable(path, order, len, 0640, &e))
        log_warn("keeper", "%s；报表里的展项只写代号", e.text);
}

const char *titles_find(void *user, const char *scene, const char *item)
{
    static char found[TITLE_MOST];
    const struct titles *t = user;
    size_t len = strlen(scene);
    for (const char *line = item ? "" : t->text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        if (strncmp(line, scene, len) != 0 || line[len] != '\t')
            continue;
        snprintf(found, sizeof found, "%.*s", (int)strcspn(line + len + 1, "\n"), line + len + 1);
        utf8_trim_partial(found);
        return found;
    }
    return NULL;
}
