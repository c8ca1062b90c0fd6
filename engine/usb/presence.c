/* A pulled stick lets writes, and even umount, succeed: what counts is that the path leads to the same file system as
 * at the beginning and that the kernel still has the device below it. */
#include "usb/inner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define LET_GO_TRIES 20
#define LET_GO_US 100000

static bool pulled(struct err *e)
{
    return err_set(e, "U 盘在导出途中被拔出，这次导出没有完成。改法：重新插好，再导出一次");
}

bool presence_note(struct exporting *x, struct err *e)
{
    struct stat st;
    if (fstat(x->root, &st) != 0)
        return pulled(e);
    x->device = st.st_dev;
    x->root_ino = st.st_ino;
    return true;
}

/* File systems without a block device of their own (tmpfs, FUSE) have the major number 0. */
static bool device_is_gone(dev_t device)
{
    char path[64];
    if (major(device) == 0 || access("/sys/dev/block", F_OK) != 0)
        return false;
    snprintf(path, sizeof path, "/sys/dev/block/%u:%u", major(device), minor(device));
    return access(path, F_OK) != 0;
}

bool presence_check(const struct exporting *x, struct err *e)
{
    struct stat st;
    int fresh = open(x->o->stick, O_PATH | O_DIRECTORY | O_CLOEXEC);
    bool there = fresh >= 0 && fstat(fresh, &st) == 0;
    if (fresh >= 0)
        close(fresh);
    if (!there || device_is_gone(x->device))
        return pulled(e);
    if (st.st_dev == x->device && st.st_ino == x->root_ino)
        return true;
    return err_set(e, "导出途中 U 盘被换掉或拔出，这次导出没有完成。改法：插好要用的 U 盘，再导出一次");
}

bool presence_after_error(const struct exporting *x, int error, struct err *e)
{
    bool doubtful = major(x->device) != 0 && (error == EIO || error == EROFS || error == ENXIO || error == ENODEV);
    for (int i = 0; i < LET_GO_TRIES; i++) {
        if (!presence_check(x, e))
            return false;
        if (!doubtful)
            return true;
        usleep(LET_GO_US);
    }
    return true;
}
