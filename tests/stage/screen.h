/* The screen of Xvfb -fbdir, whose pixels can be read: WINDOW_TEST_FB is the folder. */
#ifndef TESTS_STAGE_SCREEN_H
#define TESTS_STAGE_SCREEN_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SCREEN_W 640
#define SCREEN_H 480

/* All of it, 0xFFRRGGBB. */
static inline void screen_read(uint32_t px[SCREEN_H][SCREEN_W])
{
    char path[256];
    unsigned char head[100], row[SCREEN_W * 4];
    snprintf(path, sizeof path, "%s/Xvfb_screen0", getenv("WINDOW_TEST_FB"));
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fread(head, 1, sizeof head, f), sizeof head);
    unsigned size = 0, line = 0, colors = 0;
    for (int i = 0; i < 4; i++) { /* XWD header, big-endian */
        size = size << 8 | head[i];
        line = line << 8 | head[48 + i];
        colors = colors << 8 | head[76 + i];
    }
    for (unsigned y = 0; y < SCREEN_H; y++) {
        fseek(f, (long)(size + colors * 12 + y * line), SEEK_SET);
        assert_int_equal(fread(row, 1, sizeof row, f), sizeof row);
        for (int x = 0; x < SCREEN_W; x++) {
            const unsigned char *at = row + x * 4;
            px[y][x] = 0xFF000000 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
        }
    }
    fclose(f);
}

static inline uint32_t on_screen(int x, int y)
{
    static uint32_t px[SCREEN_H][SCREEN_W];
    screen_read(px);
    return px[y][x];
}

static inline void wait_for_pixel(int x, int y, uint32_t argb)
{
    for (int i = 0; i < 200 && on_screen(x, y) != argb; i++)
        usleep(10000);
    assert_int_equal(on_screen(x, y), argb);
}

#endif
