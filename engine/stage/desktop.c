#include "stage/desktop.h"

#include <stdlib.h>
#include <string.h>

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
    setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0); /* where no bus runs, none is to be started: 5 ms for a refusal */
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

bool desktop_begin(struct err *e)
{
    quiet_sdl();
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        return err_set(e, "打不开显示：%s。没有屏幕时请用 --headless", SDL_GetError());
    }
    SDL_StopTextInput();
    plain_framebuffer();
    return true;
}

void desktop_end(void)
{
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

void desktop_size(const struct window_options *o, int *w, int *h)
{
    SDL_DisplayMode mode;
    bool aside = o->rotate % 180 != 0;
    int width = o->w > 0 ? o->w : 1920, height = o->h > 0 ? o->h : 1080;
    *w = aside ? height : width;
    *h = aside ? width : height;
    if (o->fullscreen && SDL_GetDesktopDisplayMode(0, &mode) == 0) {
        *w = mode.w;
        *h = mode.h;
    }
}

/* Full screen starts out with the screen's place and size: without a window manager nobody would move it
 * there. On X11 a borderless window over everything does it; asking SDL for full screen there costs 100 ms of
 * waiting for a window manager's answer. */
SDL_Window *desktop_window(const struct window_options *o, Uint32 flags, struct err *e)
{
    const char *title = o->title ? o->title : "清风";
    int w, h, at = o->fullscreen ? 0 : (int)SDL_WINDOWPOS_UNDEFINED;
    desktop_size(o, &w, &h);
    if (!o->fullscreen) {
        flags |= SDL_WINDOW_RESIZABLE;
    } else if (on_x11()) {
        flags |= SDL_WINDOW_BORDERLESS | SDL_WINDOW_ALWAYS_ON_TOP;
    } else {
        flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
    }
    SDL_Window *window = SDL_CreateWindow(title, at, at, w, h, flags);
    if (!window) {
        err_set(e, "打不开窗口：%s", SDL_GetError());
    }
    return window;
}
