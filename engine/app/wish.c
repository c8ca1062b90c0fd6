#include "app/wish.h"

#include <errno.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#define ASK "/usr/lib/qingfeng/ask"
#define FOLDER "/run/qingfeng"

bool wish_door(void)
{
    return access(ASK, X_OK) == 0 && access(FOLDER, W_OK) == 0;
}

pid_t wish_start(const char *wish, const char *what)
{
    const char *const argv[] = {ASK, wish, what, NULL};
    pid_t pid = fork();
    if (pid == 0) {
        close_range(3, ~0u, 0);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    return pid;
}

bool wish_granted(const char *wish, const char *what)
{
    int status = -1;
    pid_t got, pid = wish_start(wish, what);
    if (pid < 0)
        return false;
    do
        got = waitpid(pid, &status, 0);
    while (got < 0 && errno == EINTR);
    return got == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
