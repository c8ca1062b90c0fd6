#include "app/content_files.h"

#include "base/mem.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DEEPEST 16

bool ends_with(const char *text, const char *ending)
{
    size_t a = strlen(text), b = strlen(ending);
    return a >= b && strcmp(text + a - b, ending) == 0;
}

void file_list_add(struct file_list *l, const char *path)
{
    if (l->n == l->room) {
        l->room = l->room ? l->room * 2 : 32;
        l->paths = mem_resize(l->paths, (size_t)l->room * sizeof *l->paths);
    }
    l->paths[l->n++] = mem_copy_text(path, strlen(path));
}

static void collect(struct file_list *l, const char *folder, const char *ending, int depth)
{
    DIR *d = opendir(folder);
    if (!d)
        return;
    for (const struct dirent *entry; (entry = readdir(d));) {
        char path[2048];
        struct stat st;
        int len = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || len >= (int)sizeof path || lstat(path, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode) && depth < DEEPEST)
            collect(l, path, ending, depth + 1);
        else if (S_ISREG(st.st_mode) && ends_with(entry->d_name, ending))
            file_list_add(l, path);
    }
    closedir(d);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void file_list_below(struct file_list *l, const char *folder, const char *ending)
{
    int before = l->n;
    collect(l, folder, ending, 0);
    if (l->n > before)
        qsort(l->paths + before, (size_t)(l->n - before), sizeof *l->paths, by_name);
}

void file_list_free(struct file_list *l)
{
    for (int i = 0; i < l->n; i++)
        free(l->paths[i]);
    free(l->paths);
    *l = (struct file_list){0};
}
