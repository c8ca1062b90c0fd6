#include "usb/inner.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#define MB(bytes) ((long long)(((bytes) + (1 << 20) - 1) >> 20))

bool trouble_full(const struct exporting *x, int64_t needed, int64_t left, struct err *e)
{
    struct statvfs fs;
    if (left < 0)
        left = fstatvfs(x->root, &fs) == 0 ? (int64_t)fs.f_bavail * (int64_t)fs.f_frsize : 0;
    if (needed > 0)
        return err_set(e, "U 盘空间不够：这次导出约需 %lld MB，只剩 %lld MB。改法：删掉 U 盘上不用的文件，或换一个 U 盘",
                       MB(needed), MB(left));
    return err_set(e, "U 盘已满，这次导出没有完成。改法：删掉 U 盘上不用的文件，或换一个 U 盘");
}

static bool read_only(const struct exporting *x, struct err *e)
{
    return x->progress.bytes
               ? err_set(e, "U 盘出错，系统已把它改成只读，这次导出没有完成。改法：换一个 U 盘再导出")
               : err_set(e, "U 盘是只读的，写不进去。改法：拨开 U 盘上的写保护开关，或换一个 U 盘");
}

bool trouble(const struct exporting *x, const char *thing, int error, struct err *e)
{
    if (x->root >= 0 && !presence_after_error(x, error, e))
        return false;
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return trouble_full(x, 0, -1, e);
    case EROFS:
        return read_only(x, e);
    case ENODEV:
    case ENXIO:
    case ENOTCONN:
    case ESTALE:
        return err_set(e, "U 盘断开了，这次导出没有完成。改法：重新插好，再导出一次");
    case EFBIG:
        return err_set(e, "U 盘是 FAT32 格式，单个文件不能超过 4 GB，记录放不下。改法：换一个 exFAT 格式的 U 盘");
    case ENOENT: /* it is there still, presence says */
        return err_set(e, "%s 里建不了 %s，这次导出没有完成：它不像是存文件的地方。改法：写 U 盘所在的文件夹（多在 /media 下面）；"
                       "确是 U 盘的，重新插好再导出", x->o->stick, thing);
    case EACCES:
    case EPERM:
        return err_set(e, "没有在 U 盘上写文件的权限。改法：请维护人员检查挂载 U 盘的设置（packaging/README.md）");
    case EIO:
        return err_set(e, "U 盘读写出错（%s），可能已经损坏。改法：换一个 U 盘再导出", thing);
    default:
        return err_set(e, "U 盘上的 %s 写不了（%s），这次导出没有完成。改法：换一个 U 盘再导出", thing, err_reason(error));
    }
}

bool trouble_in_the_way(int parent, const char *name, const char *shown, struct err *e)
{
    struct stat st;
    if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
        return err_set(e, "U 盘上的 %s 是一个链接，不是文件夹；为了安全不会跟过去。改法：删掉它再导出", shown);
    return err_set(e, "U 盘上的 %s 不是文件夹，挡住了导出。改法：把它改名或删掉，再导出", shown);
}
