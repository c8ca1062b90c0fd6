/* kill -9 of the running kiosk at random times, with a visitor tapping at random: after each the chain must fit and hold
 * every record that the keeper had said to be on disk, and the kiosk must start again. What the keeper said is noted here,
 * outside. Needs Xvfb and xdotool: kill_loop KIOSK KILLS, from the source folder. Ends with 77 where it cannot run. */
#include "app/errands.h"
#include "base/clock.h"
#include "base/log.h"
#include "journal/journal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define WIDTH 960
#define HEIGHT 540

static char work[] = "/tmp/qingfeng-kills-XXXXXX", data[64];

static pid_t start_x(char display[16])
{
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0) {
        char fd[8];
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        snprintf(fd, sizeof fd, "%d", ends[1]);
        execlp("Xvfb", "Xvfb", "-displayfd", fd, "-screen", "0", "960x540x24", "-nolisten", "tcp", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    char number[8] = "";
    ssize_t n = read(ends[0], number, sizeof number - 1);
    close(ends[0]);
    snprintf(display, 16, ":%d", atoi(number));
    return n > 0 ? pid : -1;
}

static pid_t start_kiosk(const char *kiosk)
{
    pid_t pid = fork();
    if (pid == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, 1);
        dup2(nowhere, 2);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execl(kiosk, kiosk, "run", "--size", "960x540", "--conf", "kiosk.conf", "--data", data, (char *)NULL);
        _exit(127);
    }
    return pid;
}

/* How many records the keeper says are on disk; -1 when nobody answers. */
static int64_t ask(void)
{
    struct buf text = {0};
    struct err e = {0};
    long long n = -1;
    if (errand_counts(data, 'j', "", "", &text, &e)) {
        const char *at = strstr(buf_cstr(&text), "\"boots\":");
        if (!at || sscanf(at, "\"boots\":%*d,\"records\":%lld", &n) != 1)
            n = -1;
    }
    buf_free(&text);
    return n;
}

static void tap_anywhere(void)
{
    char command[120];
    snprintf(command, sizeof command, "xdotool mousemove %d %d click 1 2>/dev/null", rand() % WIDTH,
             rand() % HEIGHT);
    if (system(command) != 0)
        usleep(50000);
}

static bool look(int64_t acked, struct journal_verdict *v, bool *aside)
{
    struct err e = {0};
    struct journal_state s = {0};
    struct journal *j = journal_open_reading(data, &e);
    bool well = j && journal_verify(j, v, &e);
    if (j)
        journal_state(j, &s);
    journal_close(j);
    *aside = s.aside[0];
    if (!well || s.seq < acked)
        printf("lost: file %lld, acknowledged %lld, %s%s\n", (long long)s.seq, (long long)acked, v->why, e.text);
    return well && s.seq >= acked;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return fprintf(stderr, "kill_loop KIOSK KILLS\n"), 2;
    char display[16];
    struct journal_verdict v = {0};
    int kills = atoi(argv[2]), done = 0, bad = 0, answers = 0;
    int64_t acked = 0;
    bool aside = false;
    log_quiet(LOG_SILENT);
    srand(42);
    if (!mkdtemp(work) || system("command -v Xvfb xdotool >/dev/null") != 0 || start_x(display) < 0) {
        puts("skipped: this machine has no Xvfb or xdotool");
        return 77;
    }
    snprintf(data, sizeof data, "%s/data", work);
    setenv("DISPLAY", display, 1);
    for (; done < kills && !bad; done++) {
        pid_t kiosk = start_kiosk(argv[1]);
        int64_t until = clock_real_us() + 700000 + rand() % 2500000, give_up = clock_real_us() + 20000000;
        int64_t n = -1, before = acked;
        while (clock_real_us() < until || (acked == before && clock_real_us() < give_up)) {
            n = ask();
            answers += n >= 0;
            acked = n > acked ? n : acked;
            if (clock_real_us() < until)
                tap_anywhere();
        }
        kill(kiosk, SIGKILL);
        waitpid(kiosk, NULL, 0);
        if (acked == before) {
            printf("kill %d: the kiosk did not start again\n", done + 1);
            bad++;
        }
        bad += !look(acked, &v, &aside);
    }
    printf("%d kills of the running kiosk: %lld records acknowledged in %d answers, %lld in the file, %d lost%s\n", done,
           (long long)acked, answers, (long long)v.records, bad, aside ? ", a file was set aside" : "");
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", work);
    return system(command) != 0 || bad ? 1 : 0;
}
