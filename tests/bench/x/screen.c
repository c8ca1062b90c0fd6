#include "screen.h"

#include <X11/XWDFile.h>
#include <X11/extensions/XTest.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define POINTER_ROOM 32 /* px around it that are not looked at */

double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void nap_ms(double ms)
{
    struct timespec t = {(time_t)(ms / 1000), 0};
    t.tv_nsec = (long)((ms - (double)t.tv_sec * 1000) * 1e6);
    nanosleep(&t, NULL);
}

static pid_t start_xvfb(const struct screen *s, int number_fd)
{
    char fd[16], size[32];
    snprintf(fd, sizeof fd, "%d", number_fd);
    snprintf(size, sizeof size, "%dx%dx24", s->w, s->h);
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 1);
        dup2(null, 2);
        prctl(PR_SET_PDEATHSIG, SIGTERM); /* with a benchmark that was broken off */
        execlp("Xvfb", "Xvfb", "-displayfd", fd, "-screen", "0", size, "-fbdir", s->folder, "-nolisten", "tcp", "-noreset",
               (char *)NULL);
        _exit(127);
    }
    return pid;
}

/* Xvfb chooses a free number and writes it with a line's end. */
static bool read_number(int fd, char *name, size_t size)
{
    size_t n = 1;
    name[0] = ':';
    while (n + 1 < size && read(fd, name + n, 1) == 1 && name[n] != '\n')
        n++;
    name[n] = 0;
    return n > 1;
}

static bool map_frame(struct screen *s)
{
    char path[128];
    struct stat st;
    snprintf(path, sizeof path, "%s/Xvfb_screen0", s->folder);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        return false;
    char *file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (file == MAP_FAILED)
        return false;
    const XWDFileHeader *head = (const void *)file;
    size_t skip = ntohl(head->header_size) + ntohl(head->ncolors) * sizeof(XWDColor);
    s->px = (const volatile uint32_t *)(const void *)(file + skip);
    s->stride = (int)ntohl(head->bytes_per_line) / 4;
    return ntohl(head->bits_per_pixel) == 32;
}

bool screen_open(struct screen *s, int w, int h)
{
    int number[2];
    *s = (struct screen){.w = w, .h = h};
    snprintf(s->folder, sizeof s->folder, "%s/qf-x-bench-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(s->folder) || pipe(number) != 0)
        return false;
    s->xvfb = start_xvfb(s, number[1]);
    close(number[1]);
    bool known = read_number(number[0], s->name, sizeof s->name);
    close(number[0]);
    if (known) {
        setenv("DISPLAY", s->name, 1);
        s->display = XOpenDisplay(s->name);
    }
    if (!s->display || !map_frame(s)) {
        fputs("no X server: this needs Xvfb (apt-get install xvfb)\n", stderr);
        screen_close(s);
        return false;
    }
    fcntl(ConnectionNumber(s->display), F_SETFD, FD_CLOEXEC);
    XSelectInput(s->display, DefaultRootWindow(s->display), SubstructureNotifyMask);
    screen_point(s, w / 2, h - 2);
    return true;
}

void screen_close(struct screen *s)
{
    char command[128];
    if (s->display)
        XCloseDisplay(s->display);
    if (s->xvfb > 0) {
        kill(s->xvfb, SIGTERM);
        waitpid(s->xvfb, NULL, 0);
    }
    snprintf(command, sizeof command, "rm -rf '%s'", s->folder);
    if (system(command) != 0)
        fprintf(stderr, "%s is left behind\n", s->folder);
}

void screen_point(struct screen *s, int x, int y)
{
    XTestFakeMotionEvent(s->display, -1, x, y, 0);
    XSync(s->display, False);
    s->pointer_x = x;
    s->pointer_y = y;
}

void screen_press(struct screen *s, bool down)
{
    XTestFakeButtonEvent(s->display, 1, down, 0);
    XFlush(s->display);
}

bool screen_mapped(struct screen *s)
{
    bool mapped = false;
    while (XPending(s->display)) {
        XEvent e;
        XNextEvent(s->display, &e);
        mapped |= e.type == MapNotify;
    }
    return mapped;
}

static bool under_pointer(const struct screen *s, int x, int y)
{
    return abs(x - s->pointer_x) < POINTER_ROOM && abs(y - s->pointer_y) < POINTER_ROOM;
}

uint64_t screen_look(const struct screen *s, const struct area *a)
{
    uint64_t sum = 1469598103934665603u;
    for (int y = a->y; y < a->y + a->h; y += a->step) {
        const volatile uint32_t *row = s->px + (size_t)y * (size_t)s->stride;
        for (int x = a->x; x < a->x + a->w; x += a->step) {
            if (!under_pointer(s, x, y))
                sum = (sum ^ (row[x] & 0xFFFFFF)) * 1099511628211u;
        }
    }
    return sum;
}

bool screen_black(const struct screen *s, const struct area *a)
{
    for (int y = a->y; y < a->y + a->h; y += a->step) {
        for (int x = a->x; x < a->x + a->w; x += a->step) {
            if (!under_pointer(s, x, y) && (s->px[(size_t)y * (size_t)s->stride + (size_t)x] & 0xFFFFFF))
                return false;
        }
    }
    return true;
}
