#include "scene/fence.h"

#include <errno.h>
#include <linux/netlink.h>
#include <seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#define REFUSE SCMP_ACT_ERRNO(EPERM)

/* What no screen has to do with. io_uring is among it because its requests pass no filter. */
static const int never[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat),
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp), SCMP_SYS(pidfd_getfd),
    SCMP_SYS(process_madvise), SCMP_SYS(perf_event_open), SCMP_SYS(bpf), SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register),
    SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(fsopen), SCMP_SYS(fsmount),
    SCMP_SYS(move_mount), SCMP_SYS(open_tree), SCMP_SYS(mount_setattr), SCMP_SYS(setns), SCMP_SYS(unshare),
    SCMP_SYS(open_by_handle_at), SCMP_SYS(name_to_handle_at), SCMP_SYS(quotactl), SCMP_SYS(acct),
    SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(reboot), SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load),
    SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(syslog),
    SCMP_SYS(settimeofday), SCMP_SYS(clock_settime), SCMP_SYS(clock_adjtime), SCMP_SYS(adjtimex),
    SCMP_SYS(sethostname), SCMP_SYS(setdomainname), SCMP_SYS(iopl), SCMP_SYS(ioperm),
    SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(keyctl), SCMP_SYS(personality), SCMP_SYS(vhangup)};

static bool refuse(scmp_filter_ctx f)
{
    bool good = true;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        good &= seccomp_rule_add(f, REFUSE, never[i], 0) == 0;
    /* Into a terminal's input, as if somebody had typed it. */
    return good && seccomp_rule_add(f, REFUSE, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFu, TIOCSTI)) == 0;
}

/* Families below and above the local one; of the kernel's own talk everything but its news of devices. */
static bool refuse_sockets(scmp_filter_ctx f)
{
    const struct scmp_arg_cmp netlink = SCMP_A0(SCMP_CMP_EQ, AF_NETLINK);
    const int call = SCMP_SYS(socket);
    bool good = seccomp_rule_add(f, REFUSE, call, 1, SCMP_A0(SCMP_CMP_LT, AF_UNIX)) == 0;
    good &= seccomp_rule_add(f, REFUSE, call, 1, SCMP_A0(SCMP_CMP_GT, AF_NETLINK)) == 0;
    for (unsigned family = AF_UNIX + 1; family < AF_NETLINK; family++)
        good &= seccomp_rule_add(f, REFUSE, call, 1, SCMP_A0(SCMP_CMP_EQ, family)) == 0;
    good &= seccomp_rule_add(f, REFUSE, call, 2, netlink, SCMP_A2(SCMP_CMP_LT, NETLINK_KOBJECT_UEVENT)) == 0;
    good &= seccomp_rule_add(f, REFUSE, call, 2, netlink, SCMP_A2(SCMP_CMP_GT, NETLINK_KOBJECT_UEVENT)) == 0;
    return good;
}

bool fence_enter(struct err *e)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
    int loaded = -ENOMEM;
    if (f && refuse(f) && refuse_sockets(f) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
        loaded = seccomp_load(f);
    seccomp_release(f);
    return loaded == 0 || err_set(e, "界面进程的系统调用限制没有设上（%s），这台机器的内核可能太旧", strerror(-loaded));
}
