#include "stage/window.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "stage/console.h"
#include "stage/evdev.h"
#include "stage/kms.h"
#include "stage/turn.h"
#include "stage/waker.h"

#include <SDL.h>
#include <SDL_image.h>
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
    SDL_Window *sdl;
    SDL_Surface *screen;  /* SDL's, of the window */
    SDL_Surface *staging; /* ours, when the screen's pixels are not 0xXXRRGGBB */
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

static bool take_screen(struct window *w)
{
    w->screen = SDL_GetWindowSurface(w->sdl);
    if (!w->screen) {
        return false;
    }
    SDL_FreeSurface(w->staging);
    w->staging = NULL;
    Uint32 format = w->screen->format->format;
    set_size(w, w->screen->w, w->screen->h);
    if (format != SDL_PIXELFORMAT_RGB888 && format != SDL_PIXELFORMAT_ARGB8888) {
        w->staging =
            SDL_CreateRGBSurfaceWithFormat(0, w->screen->w, w->screen->h, 32, SDL_PIXELFORMAT_RGB888);
        if (!w->staging) {
            return false;
        }
    }
    if (w->turn.degrees) {
        use_own_memory(w);
        return true;
    }
    SDL_Surface *target = w->staging ? w->staging : w->screen;
    w->surface.px = target->pixels;
    w->surface.pitch = target->pitch / (int)sizeof(uint32_t);
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

static void present_rects(struct window *w, const struct damage *d)
{
    SDL_Rect rects[DAMAGE_MOST];
    SDL_Surface *target = w->staging ? w->staging : w->screen;
    struct surface screen = {target->pixels, target->w, target->h, target->pitch / (int)sizeof(uint32_t)};
    for (int i = 0; i < d->n; i++) {
        struct rect r = turn_to_screen(&w->turn, d->rects[i]);
        rects[i] = (SDL_Rect){r.x, r.y, r.w, r.h};
        if (w->turn.degrees) {
            turn_copy(&w->turn, &w->surface, &screen, d->rects[i]);
        }
        if (w->staging) {
            SDL_Rect to = rects[i];
            SDL_BlitSurface(w->staging, &rects[i], w->screen, &to);
        }
    }
    SDL_UpdateWindowSurfaceRects(w->sdl, rects, d->n);
}

/* A screen whose driver has gone does not come back to this process; the next one finds the new driver. */
static void present_bare(struct window *w, const struct damage *d)
{
    struct rect rects[DAMAGE_MOST];
    struct surface screen = kms_surface(w->kms);
    for (int i = 0; i < d->n; i++) {
        rects[i] = turn_to_screen(&w->turn, d->rects[i]);
        if (w->turn.degrees) {
            turn_copy(&w->turn, &w->surface, &screen, d->rects[i]);
        }
    }
    if (!kms_present(w->kms, rects, d->n)) {
        log_error("stage", "显卡的驱动不见了，画面进程重新启动");
        _exit(1);
    }
}

void window_present(struct window *w, const struct damage *d)
{
    struct damage all = {{{0, 0, w->surface.w, w->surface.h}}, 1};
    d = d ? d : &all;
    if (w->kms && d->n > 0) {
        present_bare(w, d);
    } else if (!w->headless && w->screen && d->n > 0) {
        present_rects(w, d);
    }
}

/* ---- opening ---- */

static void quiet_sdl(void)
{
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_MOUSE_AUTO_CAPTURE, "0"); /* three round trips a press; X does it by itself */
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    setenv("XCOMPOSEFILE", "/dev/null", 0); /* nobody types accents here, and reading the table costs 5 ms */
}

static bool on_x11(void)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    return driver && strcmp(driver, "x11") == 0;
}

/* Where the display can show plain memory, SDL must not put a graphics library in between. */
static void plain_framebuffer(void)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    if (on_x11() || (driver && strcmp(driver, "wayland") == 0)) {
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    }
}

/* Full screen starts out with the screen's place and size: without a window manager nobody would move it
 * there. On X11 a borderless window over everything does it; asking SDL for full screen there costs 100 ms of
 * waiting for a window manager's answer. */
static SDL_Window *create_window(const struct window_options *o, int width, int height)
{
    const char *title = o->title ? o->title : "清风";
    SDL_DisplayMode mode;
    if (o->fullscreen && SDL_GetDesktopDisplayMode(0, &mode) == 0) {
        Uint32 over_all =
            on_x11() ? SDL_WINDOW_BORDERLESS | SDL_WINDOW_ALWAYS_ON_TOP : SDL_WINDOW_FULLSCREEN_DESKTOP;
        return SDL_CreateWindow(title, 0, 0, mode.w, mode.h, over_all);
    }
    bool aside = o->rotate % 180 != 0;
    Uint32 flags = o->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_RESIZABLE;
    return SDL_CreateWindow(title, SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, aside ? height : width,
                            aside ? width : height, flags);
}

static bool open_real(struct window *w, const struct window_options *o, int width, int height, struct err *e)
{
    quiet_sdl();
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        return err_set(e, "打不开显示：%s。没有屏幕时请用 --headless", SDL_GetError());
    }
    SDL_StopTextInput();
    plain_framebuffer();
    w->sdl = create_window(o, width, height);
    if (!w->sdl || !take_screen(w)) {
        return err_set(e, "打不开窗口：%s", SDL_GetError());
    }
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
    struct surface screen = kms_surface(w->kms);
    set_size(w, screen.w, screen.h);
    w->surface.px = screen.px;
    w->surface.pitch = screen.pitch;
    if (w->turn.degrees) {
        use_own_memory(w);
    }
    w->console = console_take();
    w->evdev = evdev_open(take_finger, w);
    return true;
}

struct window *window_open(const struct window_options *o, struct err *e)
{
    int width = o->w > 0 ? o->w : 1920, height = o->h > 0 ? o->h : 1080;
    struct window *w = mem_alloc(sizeof *w);
    w->headless = o->headless;
    w->fullscreen = o->fullscreen;
    if (o->headless) {
        set_size(w, width, height);
        use_own_memory(w);
        return w;
    }
    w->turn.degrees = o->rotate == 90 || o->rotate == 180 || o->rotate == 270 ? o->rotate : 0;
    bool opened = wants_bare(o) ? open_bare(w, e) : open_real(w, o, width, height, e);
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
        SDL_FreeSurface(w->staging);
        if (w->sdl) {
            SDL_DestroyWindow(w->sdl);
        }
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
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

static bool wait_bare(struct window *w, struct pollfd *fds, int n, int timeout_ms)
{
    struct pollfd all[WAKER_FDS + EVDEV_FDS];
    n = n < WAKER_FDS ? n : WAKER_FDS;
    memcpy(all, fds, (size_t)n * sizeof *fds);
    int ready = poll(all, (nfds_t)(n + evdev_pollfds(w->evdev, all + n)), w->queued ? 0 : timeout_ms);
    for (int i = 0; i < n; i++) {
        fds[i].revents = ready > 0 ? all[i].revents : 0;
    }
    return ready > 0 || w->queued > 0;
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
