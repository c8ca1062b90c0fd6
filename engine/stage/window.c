#include "stage/window.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "stage/console.h"
#include "stage/desktop.h"
#include "stage/evdev.h"
#include "stage/kms.h"
#include "stage/present.h"
#include "stage/turn.h"
#include "stage/waker.h"

#include <SDL.h>
#include <SDL_image.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define QUEUE_MOST 1024
#define DRIVER_MS 3000 /* how long a graphics driver that is being loaded is waited for */

struct window {
    bool headless, fullscreen;
    struct kms *kms; /* without a desktop: the screen itself, and with it */
    struct evdev *evdev;
    struct console *console;
    SDL_Window *sdl; /* on a desktop, and with it */
    struct present *present;
    struct turn turn;
    uint32_t *own; /* what is drawn on when it is not the screen itself: headless, turned */
    struct surface surface;
    struct waker *waker;
    bool mouse_down;
    struct input_event queue[QUEUE_MOST];
    int first, queued;
};

/* ---- the queue ---- */

static struct input_event *queue_at(struct window *w, int i)
{
    return &w->queue[(w->first + i) % QUEUE_MOST];
}

/* A move replaces the move before it of the same finger if nothing else of that finger came between. */
static bool merge_move(struct window *w, const struct input_event *event)
{
    for (int i = w->queued - 1; event->kind == INPUT_MOVE && i >= 0; i--) {
        struct input_event *before = queue_at(w, i);
        if (before->pointer == event->pointer || before->kind >= INPUT_RESIZED) {
            bool same = before->kind == INPUT_MOVE;
            if (same) {
                *before = *event;
            }
            return same;
        }
    }
    return false;
}

static void queue_put(struct window *w, const struct input_event *event)
{
    if (!merge_move(w, event) && w->queued < QUEUE_MOST) {
        *queue_at(w, w->queued++) = *event;
    }
}

static void put_pointer(struct window *w, enum input_kind kind, int64_t pointer, float fx, float fy,
                        int64_t mono_ms)
{
    int x = (int)(fx * (float)w->turn.w), y = (int)(fy * (float)w->turn.h);
    x = x < 0 ? 0 : x >= w->turn.w ? w->turn.w - 1 : x;
    y = y < 0 ? 0 : y >= w->turn.h ? w->turn.h - 1 : y;
    turn_to_seen(&w->turn, &x, &y);
    queue_put(w, &(struct input_event){kind, pointer, x, y, mono_ms});
}

/* SDL's time of an event on the machine's clock. */
static int64_t mono_of(Uint32 ticks)
{
    int64_t age = (int32_t)(SDL_GetTicks() - ticks);
    return clock_real_us() / 1000 - (age > 0 ? age : 0);
}

static void put_plain(struct window *w, enum input_kind kind)
{
    queue_put(w, &(struct input_event){kind, 0, w->surface.w, w->surface.h, clock_real_us() / 1000});
}

/* ---- surfaces ---- */

static void set_size(struct window *w, int screen_w, int screen_h)
{
    bool aside = w->turn.degrees % 180 != 0;
    w->turn.w = screen_w;
    w->turn.h = screen_h;
    w->surface.w = aside ? screen_h : screen_w;
    w->surface.h = aside ? screen_w : screen_h;
}

static void use_own_memory(struct window *w)
{
    free(w->own);
    w->own = mem_alloc((size_t)w->surface.w * (size_t)w->surface.h * sizeof *w->own);
    w->surface.px = w->own;
    w->surface.pitch = w->surface.w;
}

/* Drawing goes straight onto the screen's pixels, unless they lie turned. */
static void use_screen(struct window *w, struct surface screen)
{
    set_size(w, screen.w, screen.h);
    if (w->turn.degrees) {
        use_own_memory(w);
        return;
    }
    w->surface.px = screen.px;
    w->surface.pitch = screen.pitch;
}

static bool take_screen(struct window *w)
{
    if (!present_take(w->present)) {
        return false;
    }
    use_screen(w, present_surface(w->present));
    return true;
}

struct surface window_surface(struct window *w)
{
    return w->surface;
}

void window_prepare(struct window *w)
{
    mem_touch(w->surface.px, (size_t)w->surface.h * (size_t)w->surface.pitch * sizeof(uint32_t), true);
}

/* A screen whose driver has gone does not come back to this process; the next one finds the new driver. */
static _Noreturn void start_again(void)
{
    log_error("stage", "显卡的驱动不见了，画面进程重新启动");
    _exit(1);
}

void window_present(struct window *w, const struct damage *d)
{
    struct damage all = {{{0, 0, w->surface.w, w->surface.h}}, 1};
    struct rect rects[DAMAGE_MOST];
    d = d ? d : &all;
    if (w->headless || d->n <= 0) {
        return;
    }
    struct surface screen = w->kms ? kms_surface(w->kms) : present_surface(w->present);
    for (int i = 0; screen.px && i < d->n; i++) {
        rects[i] = turn_to_screen(&w->turn, d->rects[i]);
        if (w->turn.degrees) {
            turn_copy(&w->turn, &w->surface, &screen, d->rects[i]);
        }
    }
    if (screen.px && !(w->kms ? kms_present(w->kms, rects, d->n) : present_show(w->present, rects, d->n))) {
        start_again();
    }
}

/* ---- opening ---- */

static void close_desktop(struct window *w)
{
    present_close(w->present);
    w->present = NULL;
    if (w->sdl) {
        SDL_DestroyWindow(w->sdl);
    }
    w->sdl = NULL;
}

static bool open_way(struct window *w, const struct window_options *o, enum present_way way, struct err *e)
{
    w->sdl = desktop_window(o, way == PRESENT_TEXTURE ? SDL_WINDOW_HIDDEN : 0, e);
    w->present = w->sdl ? present_open(w->sdl, way, e) : NULL;
    if (w->present) {
        SDL_ShowWindow(w->sdl);
        return true;
    }
    close_desktop(w);
    return false;
}

/* The graphics card, where it was measured to be worth it and still is the one that was measured. */
static bool open_accelerated(struct window *w, const struct window_options *o)
{
    char name[192];
    struct err e;
    int width, height;
    desktop_size(o, &width, &height);
    struct present_place here = present_here(o->wish.root, SDL_GetCurrentVideoDriver(), width, height);
    if (!present_choose(&o->wish, &here, name, sizeof name)) {
        return false;
    }
    bool opened = open_way(w, o, PRESENT_TEXTURE, &e);
    if (opened && (!name[0] || strcmp(name, present_name(w->present)) == 0)) {
        log_info("stage", "由显卡显示：%s", present_name(w->present));
        return true;
    }
    log_warn("stage", "%s，改由处理器显示；改法：运行 kiosk doctor 重新测量", opened ? "显卡的驱动和测量时不同" : e.text);
    close_desktop(w);
    if (name[0]) {
        present_verdict_drop(o->wish.data);
    }
    return false;
}

static bool open_real(struct window *w, const struct window_options *o, struct err *e)
{
    if (!desktop_begin(e) || (!open_accelerated(w, o) && !open_way(w, o, PRESENT_SURFACE, e))) {
        return false;
    }
    use_screen(w, present_surface(w->present));
    if (o->fullscreen) {
        SDL_ShowCursor(SDL_DISABLE);
    }
    SDL_DisableScreenSaver();
    return true;
}

/* Full screen with nobody's desktop to ask, and no word of which SDL driver to use instead. */
static bool wants_bare(const struct window_options *o)
{
    static const char *const others[] = {"SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"};
    bool none = o->fullscreen;
    for (size_t i = 0; i < 3; i++) {
        const char *value = getenv(others[i]);
        none = none && !(value && *value);
    }
    return none;
}

static void take_finger(void *user, const struct finger_change *c)
{
    static const enum input_kind kinds[] = {[FINGER_DOWN] = INPUT_DOWN, [FINGER_MOVE] = INPUT_MOVE,
                                            [FINGER_UP] = INPUT_UP, [FINGER_CANCEL] = INPUT_CANCEL};
    put_pointer(user, kinds[c->kind], c->id, c->x, c->y, c->mono_ms);
}

static bool open_bare(struct window *w, struct err *e)
{
    w->kms = kms_open(DRIVER_MS, e);
    if (!w->kms) {
        return false;
    }
    use_screen(w, kms_surface(w->kms));
    w->console = console_take();
    w->evdev = evdev_open(take_finger, w);
    return true;
}

struct window *window_open(const struct window_options *o, struct err *e)
{
    struct window *w = mem_alloc(sizeof *w);
    w->headless = o->headless;
    w->fullscreen = o->fullscreen;
    if (o->headless) {
        set_size(w, o->w > 0 ? o->w : 1920, o->h > 0 ? o->h : 1080);
        use_own_memory(w);
        return w;
    }
    w->turn.degrees = o->rotate == 90 || o->rotate == 180 || o->rotate == 270 ? o->rotate : 0;
    bool opened = wants_bare(o) ? open_bare(w, e) : open_real(w, o, e);
    if (!opened) {
        window_close(w);
        return NULL;
    }
    return w;
}

void window_close(struct window *w)
{
    if (!w) {
        return;
    }
    waker_close(w->waker);
    evdev_close(w->evdev);
    console_give_back(w->console);
    if (!w->headless && !w->kms) {
        close_desktop(w);
        desktop_end();
    }
    kms_close(w->kms);
    free(w->own);
    free(w);
}

/* ---- events ---- */

static void take_mouse(struct window *w, enum input_kind kind, Uint32 which, int x, int y, Uint32 ticks)
{
    bool down = kind == INPUT_DOWN;
    if (which == SDL_TOUCH_MOUSEID || (!down && !w->mouse_down)) {
        return;
    }
    w->mouse_down = down || kind == INPUT_MOVE;
    put_pointer(w, kind, POINTER_MOUSE, ((float)x + 0.5f) / (float)w->turn.w,
                ((float)y + 0.5f) / (float)w->turn.h, mono_of(ticks));
}

static void take_window_event(struct window *w, const SDL_WindowEvent *event)
{
    switch (event->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        if ((event->data1 != w->turn.w || event->data2 != w->turn.h) && take_screen(w)) {
            put_plain(w, INPUT_RESIZED);
        }
        break;
    case SDL_WINDOWEVENT_EXPOSED:
        put_plain(w, INPUT_EXPOSED);
        break;
    case SDL_WINDOWEVENT_FOCUS_LOST:
        if (w->mouse_down) {
            w->mouse_down = false;
            queue_put(w, &(struct input_event){INPUT_CANCEL, POINTER_MOUSE, 0, 0, clock_real_us() / 1000});
        }
        break;
    default:
        break;
    }
}

static void take_event(struct window *w, const SDL_Event *event)
{
    switch (event->type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP: {
        const SDL_TouchFingerEvent *f = &event->tfinger;
        enum input_kind kind = event->type == SDL_FINGERDOWN ? INPUT_DOWN
                               : event->type == SDL_FINGERUP ? INPUT_UP
                                                             : INPUT_MOVE;
        if (f->touchId != SDL_MOUSE_TOUCHID) {
            put_pointer(w, kind, f->fingerId, f->x, f->y, mono_of(f->timestamp));
        }
        break;
    }
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        if (event->button.button == SDL_BUTTON_LEFT) {
            take_mouse(w, event->type == SDL_MOUSEBUTTONDOWN ? INPUT_DOWN : INPUT_UP, event->button.which,
                       event->button.x, event->button.y, event->button.timestamp);
        }
        break;
    case SDL_MOUSEMOTION:
        take_mouse(w, INPUT_MOVE, event->motion.which, event->motion.x, event->motion.y,
                   event->motion.timestamp);
        break;
    case SDL_WINDOWEVENT:
        take_window_event(w, &event->window);
        break;
    case SDL_QUIT: /* a full screen has nothing to close it with: a shortcut or a window manager made it */
        if (!w->fullscreen) {
            put_plain(w, INPUT_QUIT);
        }
        break;
    default:
        break;
    }
}

/* Room is kept for the two events that one SDL event may become. */
static void drain(struct window *w)
{
    SDL_Event event;
    if (w->evdev && w->queued < QUEUE_MOST / 4) { /* more waits in the kernel */
        evdev_read(w->evdev);
    }
    while (!w->headless && !w->evdev && w->queued < QUEUE_MOST - 2 && SDL_PollEvent(&event)) {
        take_event(w, &event);
    }
}

bool window_next_event(struct window *w, struct input_event *event)
{
    if (w->queued == 0) {
        drain(w);
    }
    if (w->queued == 0) {
        return false;
    }
    *event = *queue_at(w, 0);
    w->first = (w->first + 1) % QUEUE_MOST;
    w->queued--;
    return true;
}

void window_inject(struct window *w, const struct input_event *event)
{
    queue_put(w, event);
}

void window_resize(struct window *w, int width, int height)
{
    if (w->headless) {
        set_size(w, width, height);
        use_own_memory(w);
        put_plain(w, INPUT_RESIZED);
    }
}

/* ---- waiting ---- */

static bool fd_ready(struct pollfd *fds, int n, int timeout_ms)
{
    return poll(fds, (nfds_t)n, timeout_ms) > 0;
}

/* Sleeps in SDL until something that matters here has come in, or time is up. */
static bool wait_in_sdl(struct window *w, struct pollfd *fds, int n, int timeout_ms)
{
    int64_t end = clock_real_us() / 1000 + timeout_ms;
    w->waker = w->waker || n == 0 ? w->waker : waker_open();
    if (w->waker) {
        waker_arm(w->waker, fds, n);
    }
    for (;;) {
        int64_t left = timeout_ms < 0 ? 0 : end - clock_real_us() / 1000;
        SDL_Event event;
        int got =
            timeout_ms < 0 ? SDL_WaitEvent(&event) : left > 0 && SDL_WaitEventTimeout(&event, (int)left);
        if (!got) {
            return fd_ready(fds, n, 0);
        }
        if (waker_fired(w->waker, event.type, event.user.code)) {
            return fd_ready(fds, n, 0);
        }
        if (!waker_event(w->waker, event.type)) {
            take_event(w, &event);
        }
        if (w->queued > 0) {
            fd_ready(fds, n, 0);
            return true;
        }
    }
}

/* One sleep, and a look at the screen if there is news of it or none for long. Returns how many of the other descriptors
 * are ready, -1: interrupted. */
static int sleep_bare(struct window *w, struct pollfd *fds, int n, int ms)
{
    struct pollfd all[WAKER_FDS + EVDEV_FDS + 1];
    memcpy(all, fds, (size_t)n * sizeof *fds);
    int more = evdev_pollfds(w->evdev, all + n);
    struct pollfd *screen = &all[n + more];
    *screen = (struct pollfd){.fd = kms_news_fd(w->kms), .events = POLLIN};
    int ready = poll(all, (nfds_t)(n + more + 1), ms);
    bool news = ready > 0 && screen->revents;
    for (int i = 0; i < n; i++) {
        fds[i].revents = ready > 0 ? all[i].revents : 0;
    }
    if ((news || kms_due_ms(w->kms) == 0) && !kms_look(w->kms)) {
        start_again();
    }
    return ready - news;
}

static bool wait_bare(struct window *w, struct pollfd *fds, int n, int timeout_ms)
{
    int64_t end = clock_real_us() / 1000 + timeout_ms;
    n = n < WAKER_FDS ? n : WAKER_FDS;
    for (;;) {
        int64_t left = timeout_ms < 0 ? INT_MAX : end - clock_real_us() / 1000;
        int due = kms_due_ms(w->kms);
        bool last = w->queued > 0 || left <= due;
        int ready = sleep_bare(w, fds, n, w->queued > 0 || left < 0 ? 0 : last ? (int)left : due);
        if (ready != 0 || last) {
            return ready > 0 || w->queued > 0;
        }
    }
}

bool window_wait(struct window *w, struct pollfd *fds, int n, int timeout_ms)
{
    drain(w);
    if (w->evdev) {
        return wait_bare(w, fds, n, timeout_ms);
    }
    bool ready = fd_ready(fds, n, w->headless && w->queued == 0 ? timeout_ms : 0);
    if (ready || w->queued > 0 || w->headless || timeout_ms == 0) {
        return ready || w->queued > 0;
    }
    return wait_in_sdl(w, fds, n, timeout_ms);
}

/* ---- facts, pictures ---- */

float window_diagonal_mm(const struct window *w)
{
    float dpi = 0;
    SDL_DisplayMode mode;
    if (w->kms) {
        return kms_diagonal_mm(w->kms);
    }
    if (w->headless || SDL_GetDisplayDPI(SDL_GetWindowDisplayIndex(w->sdl), &dpi, NULL, NULL) != 0 ||
        dpi <= 0 || SDL_GetDesktopDisplayMode(SDL_GetWindowDisplayIndex(w->sdl), &mode) != 0) {
        return 0;
    }
    return (float)SDL_sqrt((double)mode.w * mode.w + (double)mode.h * mode.h) / dpi * 25.4f;
}

const char *window_driver(const struct window *w)
{
    const char *name = w->headless ? "headless" : w->kms ? "kms" : SDL_GetCurrentVideoDriver();
    return name ? name : "?";
}

const char *window_renderer(const struct window *w)
{
    return w->present ? present_name(w->present) : "surface";
}

bool window_screenshot(struct window *w, const char *path, struct err *e)
{
    const struct surface *s = &w->surface;
    SDL_Surface *image =
        SDL_CreateRGBSurfaceWithFormatFrom(s->px, s->w, s->h, 32, s->pitch * 4, SDL_PIXELFORMAT_RGB888);
    bool ok = image && IMG_SavePNG(image, path) == 0;
    if (!ok) {
        err_set(e, "%s：写不了截图：%s", path, SDL_GetError());
    }
    SDL_FreeSurface(image);
    return ok;
}
