#include "scene/warm.h"

#include "base/mem.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

#define ROOM (512 << 10)     /* bytes: what the first screen of a large scene takes on top of the kits */
#define RANGES 48
#define RANGE_MAX (8u << 20) /* no mapping of a scene is this large; a sanitizer's are */

struct range {
    unsigned long from, to;
    bool writable;
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

static bool is_a_scenes(const char *rights, const char *path)
{
    bool own = !path[0] || strcmp(path, "[heap]") == 0 || strcmp(path, "[stack]") == 0;
    return rights[3] == 'p' && rights[0] == 'r' && (own || runs_in_a_scene(path));
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
        if (is_a_scenes(rights, path) && to - from <= RANGE_MAX)
            ranges[count++] = (struct range){from, to, rights[1] == 'w'};
    }
    if (f)
        fclose(f);
}

void warm_up(void)
{
    for (int i = 0; i < count; i++)
        mem_touch((void *)ranges[i].from, ranges[i].to - ranges[i].from, ranges[i].writable);
}
