#include "base/err.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

bool err_set(struct err *e, const char *format, ...)
{
    if (!e)
        return false;
    va_list args;
    va_start(args, format);
    vsnprintf(e->text, sizeof e->text, format, args);
    va_end(args);
    utf8_trim_partial(e->text);
    return false;
}

static const struct {
    int error;
    const char *reason;
} reasons[] = {
    {ENOENT, "没有这个文件或文件夹，请核对路径；在 U 盘上的话请重新插好"},
    {ENOTDIR, "路径中间有一段不是文件夹，请核对路径"},
    {EISDIR, "这是一个文件夹，请写文件名"},
    {EACCES, "没有权限，请检查文件的属主和权限"},
    {EPERM, "系统不允许，请检查文件的属主和权限"},
    {EROFS, "磁盘是只读的，请检查写保护或磁盘是否出错"},
    {ENOSPC, "磁盘已满，请清理后再试"},
    {EDQUOT, "这个用户的磁盘配额已满，请清理后再试"},
    {EFBIG, "文件太大，磁盘的格式放不下"},
    {EIO, "读写出错，磁盘或 U 盘可能已经损坏，请换一个"},
    {ENODEV, "设备不在了，请重新插好"},
    {ENXIO, "设备不在了，请重新插好"},
    {ENOTCONN, "设备断开了，请重新插好"},
    {ESTALE, "原来的磁盘已经换掉，请重新插好"},
    {EEXIST, "已经有同名的文件"},
    {ENOTEMPTY, "文件夹里还有东西"},
    {EBUSY, "正被别的程序使用，请稍后再试"},
    {ETXTBSY, "正被别的程序使用，请稍后再试"},
    {EAGAIN, "系统正忙，请稍后再试"},
    {ELOOP, "这是一个符号链接，为了安全没有跟过去；请写实际的位置"},
    {ENAMETOOLONG, "名字太长，请改短"},
    {EMFILE, "打开的文件太多，请重新启动"},
    {ENFILE, "系统打开的文件太多，请重新启动机器"},
    {ENOMEM, "内存不够，请关掉别的程序"},
    {ENOTTY, "这里不是终端，请在终端里运行"},
    {EINVAL, "系统不支持这样做"},
    {ENOSYS, "系统不支持这样做"},
    {EOPNOTSUPP, "磁盘的格式不支持这样做"},
    {EADDRINUSE, "已有一个清风在用，请先停掉它"},
};

const char *err_reason(int error)
{
    static _Thread_local char other[48];
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].error == error)
            return reasons[i].reason;
    snprintf(other, sizeof other, "系统错误 %d", error);
    return other;
}
