#include "app/bare_stage.h"

#include "base/clock.h"
#include "base/log.h"
#include "stage/build.h"
#include "stage/calm_mark.h"
#include "stage/stage.h"
#include "visit/words.h"
#include "wire/message.h"

#include <poll.h>

struct bare {
    struct stage *stage;   /* NULL: not to be had, probably for want of fonts; then */
    struct window *window; /* the plain window */
    bool over, told;
    int code;
};

struct node *bare_screen(struct arena *a)
{
    struct node *column = build_node(a, NULL, NODE_COLUMN);
    column->align = ALIGN_CENTER;
    column->justify = JUSTIFY_CENTER;
    column->gap = in_u(20);
    column->padding = pad_of(40, 60, 80, 60);
    column->fill = COLOR_PAPER;
    calm_mark(a, column);
    build_text(a, column, word(WORD_OUT_OF_ORDER, LANG_ZH), ROLE_TITLE, COLOR_INK)->text_align = TEXT_CENTER;
    build_text(a, column, word(WORD_OUT_OF_ORDER_TEXT, LANG_ZH), ROLE_BODY, COLOR_INK)->text_align = TEXT_CENTER;
    struct node *english = build_text(a, column, word(WORD_OUT_OF_ORDER_TEXT, LANG_EN), ROLE_LABEL, COLOR_GREY);
    english->text_align = TEXT_CENTER;
    return column;
}

static bool open_stage(struct bare *b, const struct stage_process *p, struct clock *clock)
{
    const struct config *c = p->config;
    struct err e;
    struct arena a = {0};
    struct stage_options o = {.media = c->kiosk.media,
                              .fonts = c->kiosk.fonts,
                              .width = p->width ? p->width : c->display.width,
                              .height = p->height ? p->height : c->display.height,
                              .fullscreen = c->display.mode == DISPLAY_FULLSCREEN && !p->width,
                              .headless = p->headless,
                              .rotate = c->display.rotate * 90,
                              .diagonal_mm = (float)c->display.diagonal_mm,
                              .clock = clock,
                              .corner = (enum stage_corner)c->admin.corner};
    b->stage = stage_open(&o, &e);
    if (b->stage) {
        stage_show(b->stage, LAYER_CONTENT, &a, bare_screen(&a), false);
        return true;
    }
    log_error("stage", "%s", e.text);
    struct window_options w = {.w = o.width, .h = o.height, .fullscreen = o.fullscreen, .headless = o.headless,
                               .rotate = o.rotate};
    b->window = window_open(&w, &e);
    if (!b->window)
        log_error("stage", "%s", e.text);
    return b->window != NULL;
}

static void end(struct bare *b, int code)
{
    b->over = true;
    b->code = code;
}

static int step_stage(struct bare *b)
{
    struct stage_event ev;
    int ms = stage_frame(b->stage);
    while (stage_next_event(b->stage, &ev)) {
        if (ev.kind == STAGE_CORNER)
            end(b, STAGE_EXIT_ADMIN);
        else if (ev.kind == STAGE_QUIT)
            end(b, 0);
    }
    return ms;
}

static void step_window(struct bare *b)
{
    struct input_event ev;
    bool draw = !b->told;
    while (window_next_event(b->window, &ev)) {
        draw |= ev.kind == INPUT_RESIZED || ev.kind == INPUT_EXPOSED;
        if (ev.kind == INPUT_QUIT)
            end(b, 0);
    }
    if (draw) {
        struct surface s = window_surface(b->window);
        calm_mark_draw(&s);
        window_present(b->window, NULL);
    }
}

static void hear_keeper(struct bare *b, struct channel *keeper)
{
    uint8_t type;
    struct reader r;
    while (channel_receive(keeper, &type, &r, 0)) {
        if (type == MSG_STOP)
            end(b, 0);
    }
    if (keeper->broken && !b->over)
        end(b, 1);
}

static void tell_standing(struct bare *b, struct channel *keeper)
{
    struct buf m = {0};
    if (b->told)
        return;
    buf_u8(&m, STANDS_BUILT_IN);
    buf_str(&m, "", 0);
    b->told = channel_send(keeper, MSG_STANDS, m.data, m.len);
    buf_free(&m);
}

static void wait(struct bare *b, struct channel *keeper, int ms)
{
    struct pollfd fd = {.fd = keeper->fd, .events = POLLIN};
    if (b->stage)
        stage_wait(b->stage, &fd, 1, ms);
    else
        window_wait(b->window, &fd, 1, ms);
}

int bare_stage_main(const struct stage_process *p, struct channel *keeper)
{
    struct bare b = {0};
    struct clock clock = clock_real();
    if (!open_stage(&b, p, &clock))
        return 1;
    while (!b.over) {
        int ms = -1;
        busy_begin(p->busy);
        hear_keeper(&b, keeper);
        if (b.stage)
            ms = step_stage(&b);
        else
            step_window(&b);
        tell_standing(&b, keeper);
        busy_end(p->busy);
        if (!b.over && ms != 0)
            wait(&b, keeper, ms);
    }
    stage_close(b.stage);
    window_close(b.window);
    return b.code;
}
