/* 安全移除: everything on the stick's way is written down, then it is unmounted where that is allowed. Syncing a stick
 * that hangs takes for ever: that is why this is a job. */
#include "app/job.h"
#include "app/wish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_down(const char *path, dev_t *device)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && syncfs(fd) == 0;
    if (ok)
        *device = st.st_dev;
    if (fd >= 0)
        close(fd);
    return ok;
}

/* A pulled stick lets much succeed: the path must still lead to the same device. */
static bool still_there(const char *path, dev_t device)
{
    struct stat st;
    return stat(path, &st) == 0 && st.st_dev == device;
}

/* By the machine, where the kiosk has no right to. False: it stays mounted, errno says why. */
static bool unmounted(const char *path)
{
    static const char place[] = "/run/media/qingfeng/";
    if (umount2(path, UMOUNT_NOFOLLOW) == 0)
        return true;
    if (errno != EPERM || !wish_door() || strncmp(path, place, sizeof place - 1) != 0)
        return false;
    bool granted = wish_granted("unmount", path + sizeof place - 1);
    errno = EBUSY;
    return granted;
}

void job_remove(struct job *j, struct job_end *end)
{
    const char *path = j->request->target, *said;
    dev_t device = 0;
    if (!write_down(path, &device) || !still_there(path, device)) {
        said = "U 盘没有回答，可能已经被拔下。请检查里面的文件是否完整，需要时重新导出";
    } else if (unmounted(path)) {
        end->good = true;
        said = "数据都已写完，U 盘已经卸下。";
    } else if (errno == EBUSY) {
        said = "别的程序还在用这个 U 盘，请稍后再试，或在关机后拔下";
    } else { /* no right to unmount, or a plain folder: what matters is that nothing is left to be written */
        end->good = true;
        said = "数据都已写完，没有程序再写它。";
    }
    snprintf(end->sentence, sizeof end->sentence, "%s", said);
}
