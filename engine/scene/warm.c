#include "scene/warm.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#ifndef MADV_POPULATE_READ /* the headers of Debian 12 have them; older ones compile too */
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

#define ROOM (512 << 10)     /* bytes: what the first screen of a large scene takes on top of the kits */
#define RANGES 48
#define RANGE_MAX (8u << 20) /* no mapping of a scene is this large; a sanitizer's are */

struct range {
    unsigned long from, to;
    int advice;
};

static struct range ranges[RANGES];
static int count;

void warm_room(void)
{
    mallopt(M_TOP_PAD, ROOM);
    mallopt(M_TRIM_THRESHOLD, 4 * ROOM);
}

/* Code and constants of the program, of Lua and of the C library; a scene runs nothing else. */
static bool runs_in_a_scene(const char *path)
{
    const char *file = strrchr(path, '/');
    if (!file)
        return false;
    return strstr(file, "/kiosk") || strstr(file, "/liblua") || strstr(file, "/libc.") || strstr(file, "/libc-");
}

static int advice_for(const char *rights, const char *path)
{
    bool own = !path[0] || strcmp(path, "[heap]") == 0 || strcmp(path, "[stack]") == 0;
    if (rights[3] != 'p' || rights[0] != 'r' || (!own && !runs_in_a_scene(path)))
        return -1;
    return rights[1] == 'w' ? MADV_POPULATE_WRITE : MADV_POPULATE_READ;
}

void warm_note(void)
{
    char line[600];
    FILE *f = fopen("/proc/self/maps", "r");
    while (f && count < RANGES && fgets(line, sizeof line, f)) {
        unsigned long from, to;
        char rights[8], path[400] = "";
        if (sscanf(line, "%lx-%lx %7s %*s %*s %*s %399s", &from, &to, rights, path) < 3)
            continue;
        int advice = advice_for(rights, path);
        if (advice >= 0 && to - from <= RANGE_MAX)
            ranges[count++] = (struct range){from, to, advice};
    }
    if (f)
        fclose(f);
}

void warm_up(void)
{
    for (int i = 0; i < count; i++)
        madvise((void *)ranges[i].from, ranges[i].to - ranges[i].from, ranges[i].advice);
}
