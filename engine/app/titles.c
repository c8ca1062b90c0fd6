#include "app/titles.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_MOST 192
#define ITEM_MOST 96
#define CHANGES_MOST 8192 /* more than all there can be, so that a scene which keeps renaming wears out no disk */

/* ---- files ---- */

static void read_file(char *out, size_t size, const char *data, const char *name)
{
    char path[1200];
    struct buf b = {0};
    struct err e;
    out[0] = 0;
    if (path_join(path, sizeof path, data, name) && file_read(path, size - 1, &b, &e) &&
        utf8_valid((char *)b.data, b.len))
        snprintf(out, size, "%s", buf_cstr(&b));
    buf_free(&b);
}

static bool write_file(const char *data, const char *name, const char *text, size_t len)
{
    char path[1200];
    struct err e;
    if (!path_join(path, sizeof path, data, name))
        return false;
    if (file_write_durable(path, text, len, 0640, &e))
        return true;
    log_warn("keeper", "%s；报表里只写代号", e.text);
    return false;
}

void titles_read(struct titles *t, const char *data)
{
    read_file(t->text, sizeof t->text, data, "titles");
    read_file(t->inside, sizeof t->inside, data, "titles-inside");
}

void titles_keep(const char *data, const char *order)
{
    size_t len = strlen(order);
    char *old = mem_alloc(VENUE_ORDER_MAX);
    read_file(old, VENUE_ORDER_MAX, data, "titles");
    if (strcmp(old, order) != 0 && len < VENUE_ORDER_MAX && utf8_valid(order, len))
        write_file(data, "titles", order, len);
    free(old);
}

/* ---- looking up ---- */

/* The line "key TAB title" in lines; NULL: none. */
static char *find_line(char *lines, const char *key)
{
    size_t len = strlen(key);
    for (char *line = lines; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        if (strncmp(line, key, len) == 0 && line[len] == '\t')
            return line;
    }
    return NULL;
}

static void key_of(char key[TITLE_MOST + ITEM_MOST + 2], const char *scene, const char *item)
{
    snprintf(key, TITLE_MOST + ITEM_MOST + 2, "%.*s%s%.*s", TITLE_MOST, scene, item ? " " : "", ITEM_MOST, item ? item : "");
}

const char *titles_find(void *user, const char *scene, const char *item)
{
    static char found[TITLE_MOST];
    char key[TITLE_MOST + ITEM_MOST + 2];
    struct titles *t = user;
    key_of(key, scene, item);
    const char *line = find_line(item ? t->inside : t->text, key);
    if (!line)
        return NULL;
    line += strlen(key) + 1;
    snprintf(found, sizeof found, "%.*s", (int)strcspn(line, "\n"), line);
    utf8_trim_partial(found);
    return found;
}

/* ---- coming in ---- */

static bool fits(const char *s, size_t most, const char *but)
{
    size_t len = strlen(s);
    return len > 0 && len < most && utf8_valid(s, len) && strcspn(s, but) == len;
}

static void set_line(struct item_titles *t, char *old, const char *line, size_t len)
{
    size_t gone = old ? strcspn(old, "\n") + 1 : 0;
    if (t->len - gone + len >= ITEM_TITLES_MAX)
        return;
    if (old) {
        memmove(old, old + gone, t->len - (size_t)(old - t->text) - gone + 1);
        t->len -= gone;
    }
    memcpy(t->text + t->len, line, len + 1);
    t->len += len;
    t->dirty = true;
}

void item_titles_take(struct item_titles *t, const char *scene, const char *item, const char *title)
{
    char key[TITLE_MOST + ITEM_MOST + 2], line[2 * TITLE_MOST + ITEM_MOST + 4];
    if (!fits(scene, ITEM_MOST, " \t\n") || !fits(item, ITEM_MOST, "\t\n") || !fits(title, TITLE_MOST, "\t\n"))
        return;
    if (!t->text) {
        t->text = mem_alloc(ITEM_TITLES_MAX);
        read_file(t->text, ITEM_TITLES_MAX, t->data, "titles-inside");
        t->len = strlen(t->text);
    }
    key_of(key, scene, item);
    int len = snprintf(line, sizeof line, "%s\t%s\n", key, title);
    char *old = find_line(t->text, key);
    if ((old && strncmp(old, line, (size_t)len) == 0) || ++t->changes > CHANGES_MOST)
        return;
    set_line(t, old, line, (size_t)len);
}

void item_titles_save(struct item_titles *t)
{
    if (t->dirty)
        write_file(t->data, "titles-inside", t->text, t->len);
    t->dirty = false;
}

void item_titles_free(struct item_titles *t)
{
    item_titles_save(t);
    free(t->text);
    t->text = NULL;
}
