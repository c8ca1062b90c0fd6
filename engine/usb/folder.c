/* Folders on the stick: reached step by step from an open descriptor, never through a link that somebody planted. */
#include "usb/inner.h"

#include "base/clock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOP "qingfeng"
#define PARTIAL ".partial-"
#define LOOK_AT_MOST 100000 /* names in a folder before looking for leftovers ends */
#define REMOVE_AT_MOST 1000 /* files of leftovers removed by one export */
#define NAMES_TRIED 99

static int open_folder(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

/* An existing folder, also one whose name differs by case only where the stick does not tell them apart, or a new one. */
static int step_down(struct exporting *x, int parent, const char *name, const char *shown, struct err *e)
{
    bool made = mkdirat(parent, name, 0755) == 0;
    if (!made && errno != EEXIST) {
        trouble(x, shown, errno, e);
        return -1;
    }
    int fd = open_folder(parent, name);
    if (fd < 0 && (errno == ENOTDIR || errno == ELOOP))
        trouble_in_the_way(parent, name, shown, e);
    else if (fd < 0)
        trouble(x, shown, errno, e);
    return fd;
}

bool folder_go_down(struct exporting *x, struct err *e)
{
    char shown[80];
    x->root = open(x->o->stick, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
    if (x->root < 0)
        return err_set(e, "%s：打不开（%s）。改法：插好 U 盘，或写对文件夹", x->o->stick,
                       errno == ENOENT ? "没有这个文件夹" : err_reason(errno));
    if (!presence_note(x, e))
        return false;
    x->top = step_down(x, x->root, TOP, TOP, e);
    if (x->top < 0)
        return false;
    snprintf(shown, sizeof shown, TOP "/%s", x->s->about.kiosk_id);
    x->shelf = step_down(x, x->top, x->s->about.kiosk_id, shown, e);
    return x->shelf >= 0;
}

/* ".partial-20261122-030405-1234", with "-2" and so on after it. */
static bool is_partial(const char *name)
{
    int digits = 0;
    if (strncmp(name, PARTIAL, strlen(PARTIAL)) != 0 || strlen(name) > 60)
        return false;
    for (const char *p = name + strlen(PARTIAL); *p; p++) {
        if ((*p < '0' || *p > '9') && *p != '-')
            return false;
        digits += *p != '-';
    }
    return digits >= 15;
}

/* Removes a folder of plain files. Whatever else is in it stays, and then so does the folder. */
static void remove_folder(int parent, const char *name, int *budget)
{
    int fd = open_folder(parent, name);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    if (!d) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (const struct dirent *entry; *budget > 0 && (entry = readdir(d));) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            unlinkat(fd, entry->d_name, 0);
            (*budget)--;
        }
    }
    closedir(d);
    unlinkat(parent, name, AT_REMOVEDIR);
}

static void remove_leftovers(const struct exporting *x)
{
    int budget = REMOVE_AT_MOST, fd = open_folder(x->shelf, ".");
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    if (!d && fd >= 0)
        close(fd);
    if (!d)
        return;
    for (int i = 0; i < LOOK_AT_MOST && budget > 0; i++) {
        const struct dirent *entry = readdir(d);
        if (!entry)
            break;
        if (is_partial(entry->d_name))
            remove_folder(x->shelf, entry->d_name, &budget);
    }
    closedir(d);
}

static void name_it(struct exporting *x, int number)
{
    char utc[25], more[8] = "";
    clock_format_utc(x->made_ms, utc);
    if (number > 1)
        snprintf(more, sizeof more, "-%d", number);
    snprintf(x->name, sizeof x->name, "%.4s%.2s%.2s-%.2s%.2s%.2s-%lld%s", utc, utc + 5, utc + 8, utc + 11, utc + 14,
             utc + 17, (long long)x->s->about.upto, more);
    snprintf(x->temporary, sizeof x->temporary, "%s%s", x->in_place ? "" : PARTIAL, x->name);
}

/* Is there anything of that name, whatever it is? */
static bool is_taken(int parent, const char *name)
{
    struct stat st;
    return fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

bool folder_make(struct exporting *x, struct err *e)
{
    remove_leftovers(x);
    for (int i = 1; i <= NAMES_TRIED; i++) {
        name_it(x, i);
        if (is_taken(x->shelf, x->name))
            continue;
        if (mkdirat(x->shelf, x->temporary, 0755) == 0) {
            x->folder = open_folder(x->shelf, x->temporary);
            return x->folder >= 0 || trouble(x, x->temporary, errno, e);
        }
        if (errno != EEXIST) {
            int why = errno;
            x->temporary[0] = 0;
            return trouble(x, x->name, why, e);
        }
    }
    x->temporary[0] = 0;
    return err_set(e, "U 盘上同一时间的导出太多。改法：校准时钟，或换一个 U 盘");
}

/* Not every file system can refuse to replace; there it was looked at first, and a folder never replaces a file. */
static bool rename_it(struct exporting *x)
{
    if (renameat2(x->shelf, x->temporary, x->shelf, x->name, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    if (is_taken(x->shelf, x->name)) {
        errno = EEXIST;
        return false;
    }
    return renameat(x->shelf, x->temporary, x->shelf, x->name) == 0;
}

/* fusefat gives an empty folder the new name. It is not left to be taken for an export. */
static bool rename_lost_it(struct exporting *x)
{
    int fd = open_folder(x->shelf, x->name);
    if (fd < 0)
        return false;
    x->rename_loses = !is_taken(fd, x->files[0].name);
    close(fd);
    return x->rename_loses && unlinkat(x->shelf, x->name, AT_REMOVEDIR) == 0;
}

bool folder_finish(struct exporting *x, struct err *e)
{
    if (fsync(x->folder) != 0 || syncfs(x->folder) != 0)
        return trouble(x, x->temporary, errno, e);
    if (!presence_check(x, e))
        return false;
    if (!x->in_place && !rename_it(x))
        return trouble(x, x->name, errno, e);
    x->temporary[0] = 0;
    if (!x->in_place && rename_lost_it(x))
        return err_set(e, "U 盘的驱动改不了文件夹的名字");
    if (fsync(x->shelf) != 0 || fsync(x->top) != 0 || fsync(x->root) != 0 || syncfs(x->shelf) != 0)
        return trouble(x, x->name, errno, e);
    return true;
}

void folder_give_up(struct exporting *x)
{
    int budget = REMOVE_AT_MOST;
    struct err gone;
    if (x->shelf >= 0 && x->temporary[0] && presence_check(x, &gone))
        remove_folder(x->shelf, x->temporary, &budget);
}

static void close_one(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void folder_close(struct exporting *x)
{
    close_one(&x->folder);
    close_one(&x->shelf);
    close_one(&x->top);
    close_one(&x->root);
}
