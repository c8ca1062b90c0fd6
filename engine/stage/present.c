#include "stage/present.h"

#include "base/mem.h"
#include "stage/raster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GL_RENDERER 0x1F01
#define GL_VERSION 0x1F02

struct present {
    SDL_Window *window;
    SDL_Surface *screen;    /* SDL's, of the window */
    SDL_Surface *staging;   /* ours, when the screen's pixels are not 0xXXRRGGBB */
    SDL_Renderer *renderer; /* with a texture; NULL: with the window's surface */
    SDL_Texture *texture;
    struct surface own; /* what goes into the texture */
    char name[192];
};

/* ---- the window's surface ---- */

static bool take_surface(struct present *p)
{
    p->screen = SDL_GetWindowSurface(p->window);
    SDL_FreeSurface(p->staging);
    p->staging = NULL;
    if (!p->screen) {
        return false;
    }
    Uint32 format = p->screen->format->format;
    if (format == SDL_PIXELFORMAT_RGB888 || format == SDL_PIXELFORMAT_ARGB8888) {
        return true;
    }
    p->staging = SDL_CreateRGBSurfaceWithFormat(0, p->screen->w, p->screen->h, 32, SDL_PIXELFORMAT_RGB888);
    return p->staging != NULL;
}

/* A surface that is out of date since a moment ago shows nothing; the window's new size is on its way. */
static bool show_surface(struct present *p, const SDL_Rect *rects, int n)
{
    if (!p->screen) {
        return true;
    }
    for (int i = 0; p->staging && i < n; i++) {
        SDL_Rect to = rects[i];
        SDL_BlitSurface(p->staging, &rects[i], p->screen, &to);
    }
    SDL_UpdateWindowSurfaceRects(p->window, rects, n);
    return true;
}

/* ---- a texture ---- */

/* SDL's "streaming" textures have a second copy in memory to be locked, which nobody would use here. What was there stays
 * when there is no new one. */
static bool take_texture(struct present *p)
{
    int w, h;
    if (SDL_GetRendererOutputSize(p->renderer, &w, &h) != 0 || w <= 0 || h <= 0) {
        return false;
    }
    SDL_Texture *texture = SDL_CreateTexture(p->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, w, h);
    if (!texture) {
        return false;
    }
    if (p->texture) {
        SDL_DestroyTexture(p->texture);
    }
    p->texture = texture;
    SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_NONE);
    free(p->own.px);
    p->own = (struct surface){mem_alloc((size_t)w * (size_t)h * sizeof *p->own.px), w, h, w};
    return true;
}

static bool show_texture(struct present *p, const SDL_Rect *rects, int n)
{
    bool good = true;
    for (int i = 0; i < n; i++) {
        const uint32_t *from = surface_at(&p->own, rects[i].x, rects[i].y);
        good &= SDL_UpdateTexture(p->texture, &rects[i], from, p->own.pitch * (int)sizeof *from) == 0;
    }
    good = good && SDL_RenderClear(p->renderer) == 0 && SDL_RenderCopy(p->renderer, p->texture, NULL, NULL) == 0;
    if (good) {
        SDL_RenderPresent(p->renderer);
    }
    return good;
}

static const char *gl_text(unsigned what)
{
    typedef const unsigned char *get_string(unsigned);
    get_string *get = (get_string *)SDL_GL_GetProcAddress("glGetString");
    const char *text = get ? (const char *)get(what) : NULL;
    return text ? text : "?";
}

static void name_renderer(struct present *p)
{
    SDL_RendererInfo info = {.name = "?"};
    SDL_GetRendererInfo(p->renderer, &info);
    if (strncmp(info.name, "opengl", 6) == 0) {
        snprintf(p->name, sizeof p->name, "%s, %s, %s", info.name, gl_text(GL_RENDERER), gl_text(GL_VERSION));
    } else {
        snprintf(p->name, sizeof p->name, "%s", info.name);
    }
}

/* ---- either ---- */

struct present *present_open(SDL_Window *window, enum present_way way, struct err *e)
{
    struct present *p = mem_alloc(sizeof *p);
    p->window = window;
    snprintf(p->name, sizeof p->name, "surface");
    if (way == PRESENT_TEXTURE) {
        p->renderer = SDL_CreateRenderer(window, -1, SDL_RENDERER_ACCELERATED);
        if (!p->renderer) {
            err_set(e, "显卡用不起来（%s）", SDL_GetError());
            free(p);
            return NULL;
        }
        name_renderer(p);
    }
    if (present_take(p)) {
        return p;
    }
    err_set(e, "打不开窗口：%s", SDL_GetError());
    present_close(p);
    return NULL;
}

void present_close(struct present *p)
{
    if (!p) {
        return;
    }
    SDL_FreeSurface(p->staging);
    if (p->renderer) {
        SDL_DestroyRenderer(p->renderer); /* and its texture */
    }
    free(p->own.px);
    free(p);
}

bool present_take(struct present *p)
{
    return p->renderer ? take_texture(p) : take_surface(p);
}

struct surface present_surface(const struct present *p)
{
    const SDL_Surface *s = p->staging ? p->staging : p->screen;
    if (p->renderer || !s) {
        return p->own;
    }
    return (struct surface){s->pixels, s->w, s->h, s->pitch / (int)sizeof(uint32_t)};
}

bool present_show(struct present *p, const struct rect *rects, int n)
{
    SDL_Rect all[DAMAGE_MOST];
    n = n < DAMAGE_MOST ? n : DAMAGE_MOST;
    for (int i = 0; i < n; i++) {
        all[i] = (SDL_Rect){rects[i].x, rects[i].y, rects[i].w, rects[i].h};
    }
    return p->renderer ? show_texture(p, all, n) : show_surface(p, all, n);
}

/* A pixel can be read back only when everything before it is drawn. The window's surface has waited by itself. */
void present_finish(struct present *p)
{
    uint32_t px;
    if (p->renderer) {
        SDL_RenderReadPixels(p->renderer, &(SDL_Rect){0, 0, 1, 1}, SDL_PIXELFORMAT_ARGB8888, &px, sizeof px);
    }
}

const char *present_name(const struct present *p)
{
    return p->name;
}
