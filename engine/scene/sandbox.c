#include "scene/sandbox.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define BESIDE_BYTES (96ul << 20)  /* for a scene beside its Lua memory: two views, messages, what malloc holds back */
#define WORKER_BYTES (768ul << 20) /* a decoded picture of the largest size, its scaled copy, the decoder */
#define STACK_BYTES (8ul << 20)    /* Lua's two hundred levels of C need a small part of it */
#define CPU_SECONDS 120            /* the last line of defence: normally the parent's clock ends a process */

static size_t scene_bytes;

static _Noreturn void give_up(void)
{
    _exit(SANDBOX_FAILED);
}

static void must(int result)
{
    if (result < 0)
        give_up();
}

static void close_others(void)
{
#if defined(__SANITIZE_ADDRESS__)
    must(close_range(0, 1, 0)); /* the sanitizer reports on descriptor 2 */
#else
    must(close_range(0, SANDBOX_FD - 1, 0));
#endif
    must(close_range(SANDBOX_FD + 1, ~0u, 0));
}

#if !defined(__SANITIZE_ADDRESS__)
/* Libraries and kits are there already. */
static rlim_t mapped_bytes(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%lu", &pages) != 1)
        pages = (256ul << 20) / (unsigned long)sysconf(_SC_PAGESIZE);
    if (f)
        fclose(f);
    return pages * (unsigned long)sysconf(_SC_PAGESIZE);
}
#endif

static void limit(__rlimit_resource_t what, rlim_t most)
{
    struct rlimit l = {most, most}, now;
    if (getrlimit(what, &now) == 0 && now.rlim_max < most) /* only root may raise; lower is fine */
        l.rlim_cur = l.rlim_max = now.rlim_max;
    must(setrlimit(what, &l));
}

static void set_limits(enum sandbox_role role)
{
#if !defined(__SANITIZE_ADDRESS__) /* its shadow memory takes terabytes of address space */
    limit(RLIMIT_AS, mapped_bytes() + (role == SANDBOX_SCENE ? scene_bytes + BESIDE_BYTES : WORKER_BYTES));
#endif
    limit(RLIMIT_CPU, role == SANDBOX_SCENE ? CPU_SECONDS : 4 * CPU_SECONDS);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_STACK, STACK_BYTES);
    limit(RLIMIT_NPROC, 0);
    /* A worker's memory file counts as a file to FSIZE, to NOFILE its own socket,
     * the descriptors that pass through and two of each picture that is still to be kept. */
    limit(RLIMIT_FSIZE, role == SANDBOX_SCENE ? 0 : WORKER_BYTES);
    limit(RLIMIT_NOFILE, role == SANDBOX_SCENE ? SANDBOX_FD + 1 : 32);
}

enum sandbox_landlock sandbox_landlock(void)
{
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1)
        return LANDLOCK_THERE;
    return errno == ENOSYS || errno == EOPNOTSUPP ? LANDLOCK_MISSING : LANDLOCK_REFUSED;
}

/* No rule at all: nothing in any file system can be opened, whatever a later hole in the filter allows. */
static void enter_landlock(void)
{
    struct landlock_ruleset_attr all = {.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
    if (sandbox_landlock() != LANDLOCK_THERE)
        return;
    long fd = syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    must((int)fd);
    must((int)syscall(SYS_landlock_restrict_self, fd, 0));
    close((int)fd);
}

static void allow(scmp_filter_ctx f, const int *calls, size_t n)
{
    for (size_t i = 0; i < n; i++)
        must(seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0));
}

static void allow_memory(scmp_filter_ctx f)
{
    const struct scmp_arg_cmp not_executable = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    must(seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_executable));
    must(seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_executable));
}

/* The rules as the kernel takes them; building them takes libseccomp about as long as all the rest of a process. */
static struct sock_fprog programs[2];

static scmp_filter_ctx build_rules(enum sandbox_role role)
{
    static const int computing[] = {
        SCMP_SYS(read),    SCMP_SYS(write),  SCMP_SYS(recvfrom),      SCMP_SYS(recvmsg),   SCMP_SYS(sendto),
        SCMP_SYS(sendmsg), SCMP_SYS(poll),   SCMP_SYS(ppoll),         SCMP_SYS(brk),       SCMP_SYS(munmap),
        SCMP_SYS(mremap),  SCMP_SYS(madvise), SCMP_SYS(clock_gettime), SCMP_SYS(getrandom), SCMP_SYS(rt_sigreturn),
        SCMP_SYS(futex),   SCMP_SYS(setitimer), SCMP_SYS(exit),       SCMP_SYS(exit_group), SCMP_SYS(restart_syscall),
        SCMP_SYS(sysinfo)}; /* qsort asks how much memory there is, before it takes any */
    static const int pictures[] = {SCMP_SYS(memfd_create), SCMP_SYS(ftruncate), SCMP_SYS(fcntl),  SCMP_SYS(fstat),
                                   SCMP_SYS(newfstatat),   SCMP_SYS(lseek),     SCMP_SYS(pread64), SCMP_SYS(close)};
#if defined(__SANITIZE_ADDRESS__)
    static const int sanitizer[] = {SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
                                    SCMP_SYS(gettid),       SCMP_SYS(getpid),         SCMP_SYS(sched_yield),
                                    SCMP_SYS(tgkill),       SCMP_SYS(prctl),          SCMP_SYS(close),
                                    SCMP_SYS(sched_getaffinity)};
#endif
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!f)
        give_up();
    allow(f, computing, sizeof computing / sizeof *computing);
    if (role == SANDBOX_WORKER)
        allow(f, pictures, sizeof pictures / sizeof *pictures);
#if defined(__SANITIZE_ADDRESS__)
    allow(f, sanitizer, sizeof sanitizer / sizeof *sanitizer);
#endif
    allow_memory(f);
    return f;
}

static bool export_rules(enum sandbox_role role, struct sock_fprog *out)
{
    int file = memfd_create("rules", MFD_CLOEXEC);
    scmp_filter_ctx f = build_rules(role);
    off_t bytes = file >= 0 && seccomp_export_bpf(f, file) == 0 ? lseek(file, 0, SEEK_CUR) : 0;
    struct sock_filter *rules = bytes > 0 ? malloc((size_t)bytes) : NULL;
    bool good = rules && pread(file, rules, (size_t)bytes, 0) == bytes;
    seccomp_release(f);
    if (file >= 0)
        close(file);
    if (good)
        *out = (struct sock_fprog){.len = (unsigned short)((size_t)bytes / sizeof *rules), .filter = rules};
    else
        free(rules);
    return good;
}

bool sandbox_prepare(size_t scene_memory)
{
    scene_bytes = scene_memory;
    return export_rules(SANDBOX_SCENE, &programs[SANDBOX_SCENE]) &&
           export_rules(SANDBOX_WORKER, &programs[SANDBOX_WORKER]);
}

static void enter_seccomp(enum sandbox_role role)
{
    if (!programs[role].len)
        give_up();
    must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &programs[role]));
}

void sandbox_enter(enum sandbox_role role)
{
    signal(SIGPIPE, SIG_IGN);
    close_others();
    must(prctl(PR_SET_PDEATHSIG, SIGKILL));
    must(prctl(PR_SET_DUMPABLE, 0));
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    /* The limits read a file, which landlock would refuse; its ruleset takes one of the descriptors just closed. */
    set_limits(role);
    enter_landlock();
    enter_seccomp(role);
}
