#include "usb/export.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOOK_AT_MOST 100000

/* The record number in "20261122-030405-1234" or "…-1234-2"; -1: no name of an export. */
static long long number_in(const char *name)
{
    long long number;
    int day, second, used = 0;
    if (strlen(name) > 60 || sscanf(name, "%8d-%6d-%18lld%n", &day, &second, &number, &used) != 3 || name[8] != '-' ||
        name[15] != '-' || number < 0)
        return -1;
    return name[used] == 0 || name[used] == '-' ? number : -1;
}

static bool is_folder(int parent, const char *name)
{
    struct stat st;
    return fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

bool export_latest(const char *stick, const char *kiosk_id, char name[64], char *place, size_t size)
{
    char shelf[1200];
    long long best = -1;
    snprintf(shelf, sizeof shelf, "%s/qingfeng/%s", stick, kiosk_id);
    int fd = open(shelf, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    if (!d && fd >= 0)
        close(fd);
    for (int i = 0; d && i < LOOK_AT_MOST; i++) {
        const struct dirent *entry = readdir(d);
        if (!entry)
            break;
        long long number = number_in(entry->d_name);
        bool newer = number > best || (number == best && number >= 0 && strcmp(entry->d_name, name) > 0);
        if (!newer || !is_folder(fd, entry->d_name))
            continue;
        best = number;
        snprintf(name, 64, "%s", entry->d_name);
    }
    if (d)
        closedir(d);
    return best >= 0 && (size_t)snprintf(place, size, "%s/%s", shelf, name) < size;
}
