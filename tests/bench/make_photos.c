/* Makes pictures that are as much work to decode as photos: soft colours, a little noise, a few shapes, and a flat patch
 * in the middle that a probe can look for. make_photos FOLDER [COUNT [WIDTH HEIGHT]] writes photo-01.png and so on;
 * make_photos FOLDER COUNT WIDTH HEIGHT jpg writes one photo, and COUNT names for it: photo-0001.jpg and so on. */
#include <SDL.h>
#include <SDL_image.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATCH 0xFFE0C040u

/* Little enough of it that a PNG of 640 x 400 is some 50 KB, as of a calm photo. */
static uint32_t noise(uint32_t x, uint32_t y, uint32_t i)
{
    uint32_t n = (x / 4) * 374761393u + (y / 2) * 668265263u + i * 2246822519u;
    n = (n ^ n >> 13) * 1274126177u;
    return n >> 28 & 3;
}

static uint32_t colour_at(int x, int y, int w, int h, int i)
{
    uint32_t n = noise((uint32_t)x, (uint32_t)y, (uint32_t)i);
    uint32_t r = (uint32_t)(x * 150 / w + i * 19) % 200 + n, g = (uint32_t)(y * 150 / h + i * 31) % 200 + n;
    uint32_t b = (uint32_t)(i * 37 + (x + y) * 90 / (w + h)) % 200 + n;
    int dx = x - w / 4 - i * 4, dy = y - h / 3;
    if (dx * dx + dy * dy < h * h / 25)
        return 0xFF000000u | (40u + (uint32_t)i * 12u + n) << 16 | 0x5A0000u >> 8 | (200u - (uint32_t)i * 9u);
    if (x > w * 6 / 10 && y > h - (x - w * 6 / 10))
        return 0xFF000000u | (190u - (uint32_t)i * 8u + n) << 16 | (60u + (uint32_t)i * 7u) << 8 | 40u;
    return 0xFF000000u | r << 16 | g << 8 | b;
}

static void paint(SDL_Surface *s, int i)
{
    for (int y = 0; y < s->h; y++) {
        uint32_t *line = (uint32_t *)(void *)((char *)s->pixels + (size_t)y * (size_t)s->pitch);
        for (int x = 0; x < s->w; x++)
            line[x] = colour_at(x, y, s->w, s->h, i);
    }
    SDL_Rect middle = {s->w * 7 / 16, s->h * 2 / 5, s->w / 8, s->h / 5};
    SDL_FillRect(s, &middle, PATCH);
}

static SDL_Surface *photo(int i, int w, int h)
{
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888), *rgb = NULL;
    if (s) {
        paint(s, i);
        rgb = SDL_ConvertSurfaceFormat(s, SDL_PIXELFORMAT_RGB24, 0);
    }
    SDL_FreeSurface(s);
    return rgb;
}

static bool make(const char *folder, int i, int w, int h, bool jpg)
{
    char path[1024];
    SDL_Surface *s = photo(i, w, h);
    snprintf(path, sizeof path, jpg ? "%s/photo-%04d.jpg" : "%s/photo-%02d.png", folder, i);
    bool made = s && (jpg ? IMG_SaveJPG(s, path, 88) : IMG_SavePNG(s, path)) == 0;
    SDL_FreeSurface(s);
    return made;
}

/* Another name for the first: what costs time is looking it up and decoding it, not its bytes on the disk. */
static bool name_again(const char *folder, int i)
{
    char from[1024], to[1024];
    snprintf(from, sizeof from, "%s/photo-0001.jpg", folder);
    snprintf(to, sizeof to, "%s/photo-%04d.jpg", folder, i);
    unlink(to);
    return link(from, to) == 0;
}

int main(int argc, char **argv)
{
    int count = argc > 2 ? atoi(argv[2]) : 12, w = argc > 4 ? atoi(argv[3]) : 640, h = argc > 4 ? atoi(argv[4]) : 400;
    bool jpg = argc > 5 && strcmp(argv[5], "jpg") == 0;
    if (argc < 2 || count < 1 || w < 16 || h < 16) {
        fputs("make_photos FOLDER [COUNT [WIDTH HEIGHT [jpg]]]\n", stderr);
        return 2;
    }
    for (int i = 1; i <= count; i++) {
        if (!(jpg && i > 1 ? name_again(argv[1], i) : make(argv[1], i, w, h, jpg))) {
            fprintf(stderr, "%s: %s\n", argv[1], SDL_GetError());
            return 1;
        }
    }
    return 0;
}
