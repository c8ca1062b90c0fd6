#include "stage/evdev.h"

#include "base/clock.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define FOLDER "/dev/input"
#define DEVICES (EVDEV_FDS - 1)
#define BATCH 64

enum sort { SORT_NONE, SORT_TOUCH, SORT_KEYS };

struct device {
    int fd; /* -1: free */
    int number;
    enum sort sort;
    struct fingers fingers;
};

struct evdev {
    int watch; /* inotify; -1: no more descriptors */
    finger_ear *ear;
    void *user;
    struct device devices[DEVICES];
};

/* ---- what a device is ---- */

static bool has_bit(const uint8_t *bits, unsigned bit)
{
    return bits[bit / 8] & (1u << bit % 8);
}

static struct axis axis_of(int fd, unsigned code)
{
    struct input_absinfo info = {0};
    ioctl(fd, EVIOCGABS(code), &info);
    return (struct axis){info.minimum, info.maximum};
}

static enum sort look_at(int fd, struct fingers *f)
{
    uint8_t absolute[ABS_CNT / 8 + 1] = {0}, keys[KEY_CNT / 8 + 1] = {0}, properties[INPUT_PROP_CNT / 8 + 1] = {0};
    ioctl(fd, EVIOCGBIT(EV_ABS, sizeof absolute), absolute);
    ioctl(fd, EVIOCGBIT(EV_KEY, sizeof keys), keys);
    ioctl(fd, EVIOCGPROP(sizeof properties), properties);
    bool many = has_bit(absolute, ABS_MT_SLOT) && has_bit(absolute, ABS_MT_POSITION_X) &&
                has_bit(absolute, ABS_MT_POSITION_Y);
    bool one = has_bit(absolute, ABS_X) && has_bit(absolute, ABS_Y) &&
               (has_bit(keys, BTN_TOUCH) || has_bit(keys, BTN_LEFT));
    if ((many || one) && !has_bit(properties, INPUT_PROP_POINTER)) {
        f->many = many;
        f->x = axis_of(fd, many ? ABS_MT_POSITION_X : ABS_X);
        f->y = axis_of(fd, many ? ABS_MT_POSITION_Y : ABS_Y);
        return SORT_TOUCH;
    }
    /* anything with letters, digits, Enter or Del; a power button alone stays with the system */
    return has_bit(keys, KEY_A) || has_bit(keys, KEY_1) || has_bit(keys, KEY_ENTER) || has_bit(keys, KEY_DELETE)
               ? SORT_KEYS
               : SORT_NONE;
}

static void take_slot(struct device *d)
{
    struct input_absinfo info = {0};
    if (d->fingers.many && ioctl(d->fd, EVIOCGABS(ABS_MT_SLOT), &info) == 0)
        d->fingers.slot = info.value;
}

/* ---- coming and going ---- */

static struct device *find(struct evdev *v, int number)
{
    for (int i = 0; i < DEVICES; i++) {
        if (v->devices[i].fd >= 0 ? v->devices[i].number == number : number < 0)
            return &v->devices[i];
    }
    return NULL;
}

static void add(struct evdev *v, const char *name)
{
    char path[64];
    int number, clock = CLOCK_MONOTONIC, used = 0;
    if (sscanf(name, "event%d%n", &number, &used) != 1 || name[used] || number < 0 || find(v, number))
        return;
    struct device *d = find(v, -1);
    snprintf(path, sizeof path, FOLDER "/event%d", number);
    int fd = d ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
    if (fd < 0)
        return; /* heard of again when udev has given it its rights */
    *d = (struct device){.fd = fd, .number = number, .fingers = {.ear = v->ear, .user = v->user}};
    d->sort = look_at(fd, &d->fingers);
    bool ours = d->sort != SORT_NONE && ioctl(fd, EVIOCGRAB, 1) == 0; /* a touch screen may have keys, too */
    if (!ours && d->sort != SORT_TOUCH) {
        close(fd);
        d->fd = -1;
    } else if (d->sort == SORT_TOUCH) {
        ioctl(fd, EVIOCSCLOCKID, &clock);
        take_slot(d);
    }
}

static void drop(struct device *d)
{
    fingers_cancel(&d->fingers, clock_real_us() / 1000);
    close(d->fd);
    d->fd = -1;
}

static void look_around(struct evdev *v)
{
    DIR *folder = opendir(FOLDER);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        add(v, entry->d_name);
    if (folder)
        closedir(folder);
}

struct evdev *evdev_open(finger_ear *ear, void *user)
{
    struct evdev *v = mem_alloc(sizeof *v);
    v->ear = ear;
    v->user = user;
    for (int i = 0; i < DEVICES; i++)
        v->devices[i].fd = -1;
    v->watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (v->watch >= 0)
        inotify_add_watch(v->watch, FOLDER, IN_CREATE | IN_ATTRIB);
    look_around(v);
    return v;
}

void evdev_close(struct evdev *v)
{
    if (!v)
        return;
    for (int i = 0; i < DEVICES; i++) {
        if (v->devices[i].fd >= 0)
            close(v->devices[i].fd);
    }
    if (v->watch >= 0)
        close(v->watch);
    free(v);
}

/* ---- reading ---- */

/* A keyboard is waited for only to hear that it was pulled out. */
int evdev_pollfds(const struct evdev *v, struct pollfd *fds)
{
    int n = 0;
    if (v->watch >= 0)
        fds[n++] = (struct pollfd){.fd = v->watch, .events = POLLIN};
    for (int i = 0; i < DEVICES; i++) {
        const struct device *d = &v->devices[i];
        if (d->fd >= 0)
            fds[n++] = (struct pollfd){.fd = d->fd, .events = d->sort == SORT_TOUCH ? POLLIN : 0};
    }
    return n;
}

static void read_device(struct device *d)
{
    struct input_event events[BATCH];
    ssize_t n;
    while ((n = read(d->fd, events, sizeof events)) > 0) {
        for (size_t i = 0; i < (size_t)n / sizeof *events && d->sort == SORT_TOUCH; i++) {
            const struct input_event *ev = &events[i];
            int64_t ms = (int64_t)ev->input_event_sec * 1000 + ev->input_event_usec / 1000;
            fingers_feed(&d->fingers, ev->type, ev->code, ev->value, ms);
            if (ev->type == EV_SYN && ev->code == SYN_DROPPED)
                take_slot(d);
        }
    }
    if (n < 0 && errno != EAGAIN && errno != EINTR)
        drop(d);
}

static void read_watch(struct evdev *v)
{
    _Alignas(struct inotify_event) char text[4096];
    bool any = false;
    while (v->watch >= 0 && read(v->watch, text, sizeof text) > 0)
        any = true;
    if (any)
        look_around(v);
}

void evdev_read(struct evdev *v)
{
    read_watch(v);
    for (int i = 0; i < DEVICES; i++) {
        if (v->devices[i].fd >= 0)
            read_device(&v->devices[i]);
    }
}
