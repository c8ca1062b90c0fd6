/* What painting costs on this machine: milliseconds to record, compare and draw (medians of many frames; for
 * drawing the best and the worst too: on a busy machine the best says more). Run from the source folder, for
 * its fonts. */
#include "stage/icons.h"
#include "stage/paint.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAMES 60

struct bench {
    int w, h, u; /* u: pixels per unit of 1/1080 */
    struct text_engine *text;
    struct picture pictures[12];
    struct surface s;
    struct paint_list lists[2];
};

static struct picture flat_picture(uint32_t id, int w, int h)
{
    uint32_t *px = mem_alloc((size_t)w * (size_t)h * 4);
    for (int i = 0; i < w * h; i++) {
        px[i] = 0xFF000000 | (uint32_t)i * 2654435761u >> 8;
    }
    return (struct picture){PICTURE_READY, id, w, h, w, h, px, true, 1, false};
}

static void words(struct bench *b, struct paint_list *l, const char *text, int px, enum face face, int x,
                  int y, int width)
{
    struct text_style style = {
        .px = px * b->u, .face = face, .bold = face == FACE_SERIF, .line_px = px * b->u * 3 / 2};
    if (b->text) {
        paint_text(l, text_layout(b->text, text, strlen(text), &style, width * b->u), x * b->u, y * b->u,
                   0xFF1F2A2E, NULL);
    }
}

static struct rect units(const struct bench *b, int x, int y, int w, int h)
{
    return (struct rect){x * b->u, y * b->u, w * b->u, h * b->u};
}

static void card(struct bench *b, struct paint_list *l, int i, bool pressed)
{
    int x = 72 + i % 4 * 450, y = 60 + i / 4 * 300, sink = pressed ? 2 : 0, u = b->u;
    struct rect r = units(b, x, y + sink, 426, 276);
    paint_shadow(l, r, 12 * u, (pressed ? 2 : 8) * u, 24 * u, 0x1F1F2A2E);
    paint_fill(l, r, 12 * u, SIDES_ALL, 0xFFFFFDF7, 0, GRADIENT_DOWN);
    paint_picture(l, &b->pictures[i], units(b, x, y + sink, 426, 180), 12 * u, SIDES_TOP);
    words(b, l, "四知堂·暮夜却金", 36, FACE_SERIF, x + 24, y + sink + 184, 380);
    words(b, l, "故事　约 4 分钟", 28, FACE_SANS, x + 24, y + sink + 230, 380);
    paint_edge(l, r, 12 * u, SIDES_ALL, 2 * u, false, SIDES_ALL, 0xFFDCD5C3);
}

static void bar(struct bench *b, struct paint_list *l)
{
    paint_fill(l, units(b, 0, 968, 1920, 112), 0, SIDES_ALL, 0xFFEDE8DA, 0, GRADIENT_DOWN);
    for (int i = 0; i < 7; i++) {
        struct rect r = units(b, 72 + i * 250, 984, 220, 80);
        paint_fill(l, r, 12 * b->u, SIDES_ALL, 0xFFFFFDF7, 0, GRADIENT_DOWN);
        paint_edge(l, r, 12 * b->u, SIDES_ALL, 2 * b->u, false, SIDES_ALL, 0xFF7F8A88);
        paint_icon(l, i, units(b, 92 + i * 250, 1004, 40, 40), 0xFF1F2A2E);
        words(b, l, "返回首页", 32, FACE_SANS, 142 + i * 250, 998, 160);
    }
}

struct scene {
    const char *name;
    void (*record)(struct bench *b, struct paint_list *l, int frame);
    bool whole; /* everything is drawn anew, whatever changed */
};

static void home(struct bench *b, struct paint_list *l, int pressed, float shown)
{
    paint_fill(l, l->screen, 0, SIDES_ALL, 0xFFF6F3EA, 0, GRADIENT_DOWN);
    paint_group_push(l, units(b, 0, 0, 1920, 968), shown);
    for (int i = 0; i < 12; i++) {
        card(b, l, i, i == pressed);
    }
    paint_group_pop(l);
    bar(b, l);
}

static void record_home(struct bench *b, struct paint_list *l, int frame)
{
    (void)frame;
    home(b, l, -1, 1);
}

static void record_press(struct bench *b, struct paint_list *l, int frame)
{
    home(b, l, frame & 1 ? 5 : -1, 1);
}

static void record_fade(struct bench *b, struct paint_list *l, int frame)
{
    home(b, l, -1, (float)(1 + frame % 58) / 60);
}

static void record_dialog(struct bench *b, struct paint_list *l, int frame)
{
    home(b, l, -1, 1);
    paint_fill(l, l->screen, 0, SIDES_ALL, (uint32_t)(frame % 60) * 3 << 24 | 0x0F1E23, 0, GRADIENT_DOWN);
    struct rect r = units(b, 440, 250, 1040, 540);
    paint_shadow(l, r, 20 * b->u, 16 * b->u, 48 * b->u, 0x59000000);
    paint_fill(l, r, 20 * b->u, SIDES_ALL, 0xFFFFFDF7, 0, GRADIENT_DOWN);
    words(b, l, "您还在参观吗？", 56, FACE_SERIF, 820, 350, 600);
}

static void record_scroll(struct bench *b, struct paint_list *l, int frame)
{
    static const char line[] = "东汉时，杨震赴任途中路过昌邑。昌邑令王密曾受他举荐，夜里带着十斤金来访。";
    paint_fill(l, l->screen, 0, SIDES_ALL, 0xFFF6F3EA, 0, GRADIENT_DOWN);
    bar(b, l);
    paint_clip(l, units(b, 568, 60, 784, 880));
    paint_move(l, 0, -frame * 7 * b->u);
    for (int i = 0; i < 30; i++) {
        words(b, l, line, 40, FACE_KAI, 568, 60 + i * 140, 784);
    }
}

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void measure(struct bench *b, const struct scene *s)
{
    int64_t record[FRAMES], diff[FRAMES], draw[FRAMES], pixels = 0;
    for (int f = -2; f < FRAMES; f++) { /* the first two warm up glyphs and masks */
        struct paint_list *now = &b->lists[f & 1], *old = &b->lists[~f & 1];
        struct damage d = {{{0, 0, b->w, b->h}}, 1};
        int64_t t0 = clock_real_us();
        paint_begin(now, b->text, b->w, b->h);
        s->record(b, now, f);
        int64_t t1 = clock_real_us();
        if (!s->whole) {
            paint_diff(old, now, NULL, &d);
        }
        int64_t t2 = clock_real_us();
        paint_draw(now, &d, &b->s);
        int64_t t3 = clock_real_us();
        if (f >= 0) {
            record[f] = t1 - t0, diff[f] = t2 - t1, draw[f] = t3 - t2;
            pixels = damage_pixels(&d);
        }
    }
    qsort(record, FRAMES, sizeof *record, by_time);
    qsort(diff, FRAMES, sizeof *diff, by_time);
    qsort(draw, FRAMES, sizeof *draw, by_time);
    printf("%-24s %9.3f %9.3f %9.3f %9.3f %9.3f %10lld\n", s->name, (double)record[FRAMES / 2] / 1e3,
           (double)diff[FRAMES / 2] / 1e3, (double)draw[FRAMES / 2] / 1e3, (double)draw[0] / 1e3,
           (double)draw[FRAMES - 1] / 1e3, (long long)pixels);
}

static void run(int w, int h, int u, struct text_engine *text)
{
    static const struct scene scenes[] = {
        {"12 cards, all of it", record_home, true}, {"unchanged", record_home, false},
        {"press feedback", record_press, false},    {"full-screen fade", record_fade, false},
        {"dialog and scrim", record_dialog, false}, {"scrolling text", record_scroll, false},
    };
    struct bench b = {.w = w, .h = h, .u = u, .text = text};
    b.s = (struct surface){mem_alloc((size_t)w * (size_t)h * 4), w, h, w};
    for (int i = 0; i < 12; i++) {
        b.pictures[i] = flat_picture((uint32_t)i + 1, 426 * u, 180 * u);
    }
    printf("\n%d x %d%24s %9s %9s %9s %9s %10s\n", w, h, "record", "diff", "draw", "best", "worst", "pixels");
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++) {
        measure(&b, &scenes[i]);
    }
    paint_free(&b.lists[0]);
    paint_free(&b.lists[1]);
    for (int i = 0; i < 12; i++) {
        free((void *)(uintptr_t)b.pictures[i].px);
    }
    free(b.s.px);
}

int main(void)
{
    struct err e = {{0}};
    log_quiet(LOG_ERROR);
    struct text_engine *text = text_open("fonts", &e);
    if (!text) {
        fprintf(stderr, "%s (no text)\n", e.text);
    }
    printf("milliseconds, median of %d frames\n", FRAMES);
    run(1920, 1080, 1, text);
    run(3840, 2160, 2, text);
    text_close(text);
    paint_forget();
    return 0;
}
