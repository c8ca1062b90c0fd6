/* The files of a content folder: found, in order of their paths. */
#ifndef APP_CONTENT_FILES_H
#define APP_CONTENT_FILES_H

#include <stdbool.h>

struct file_list {
    char **paths; /* owned */
    int n, room;
};

void file_list_add(struct file_list *l, const char *path);
/* Regular files below a folder whose names end so, sorted; names beginning with '.' are left out, links not
 * followed. */
void file_list_below(struct file_list *l, const char *folder, const char *ending);
void file_list_free(struct file_list *l);

bool ends_with(const char *text, const char *ending);

#endif
