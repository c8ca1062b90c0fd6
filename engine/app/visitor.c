#include "app/visitor.h"

#include "base/file.h"

#include <stdio.h>

#define HOLD_MS 120 /* longer than the contact floor, shorter than anyone notices */
#define PAUSE_MS 60 /* between lifting a finger and looking */
#define DRAG_STEPS 12
#define DRAG_STEP_MS 24
#define APART_MM 20
#define CORNER_INSET 20 /* px */

static bool rest(struct visitor *v, struct err *e)
{
    if (show_settle(&v->show))
        return true;
    return err_set(e, "画面 60 秒还没有停下来（展项 %s）", v->show.scene);
}

static bool pass(struct visitor *v, int64_t ms, struct err *e)
{
    if (show_advance(&v->show, ms))
        return true;
    return err_set(e, "画面 60 秒还没有停下来（展项 %s）", v->show.scene);
}

bool visitor_open(struct visitor *v, const struct show_options *o, struct err *e)
{
    *v = (struct visitor){.clock = o->clock};
    if (!show_open(&v->show, o, e))
        return false;
    v->open = true;
    if (rest(v, e))
        return true;
    visitor_close(v);
    return false;
}

void visitor_close(struct visitor *v)
{
    if (v->open)
        show_close(&v->show);
    v->open = false;
}

static void finger(struct visitor *v, enum input_kind kind, int pointer, int x, int y)
{
    struct input_event ev = {
        .kind = kind, .pointer = pointer, .x = x, .y = y, .mono_ms = clock_mono(v->clock)};
    stage_inject(v->show.stage, &ev);
}

/* While a finger is down the screen never comes to rest: only time passes. */
static void hold(struct visitor *v, int ms)
{
    for (int passed = 0; passed < ms; passed += 12) {
        show_step(&v->show);
        clock_advance(v->clock, 12);
    }
    show_step(&v->show);
}

bool visitor_find(struct visitor *v, const char *text, int *x, int *y, struct err *e)
{
    struct rect at;
    if (!stage_find_text(v->show.stage, text, &at))
        return err_set(e, "画面上没有“%s”", text);
    *x = at.x + at.w / 2;
    *y = at.y + at.h / 2;
    return true;
}

bool visitor_tap(struct visitor *v, int x, int y, struct err *e)
{
    finger(v, INPUT_DOWN, 1, x, y);
    hold(v, HOLD_MS);
    finger(v, INPUT_UP, 1, x, y);
    return pass(v, PAUSE_MS, e);
}

bool visitor_tap_text(struct visitor *v, const char *text, struct err *e)
{
    int x = 0, y = 0;
    return visitor_find(v, text, &x, &y, e) && visitor_tap(v, x, y, e);
}

bool visitor_tap_both(struct visitor *v, const int a[2], const int b[2], struct err *e)
{
    finger(v, INPUT_DOWN, 1, a[0], a[1]);
    finger(v, INPUT_DOWN, 2, b[0], b[1]);
    hold(v, HOLD_MS);
    finger(v, INPUT_UP, 1, a[0], a[1]);
    finger(v, INPUT_UP, 2, b[0], b[1]);
    return pass(v, PAUSE_MS, e);
}

bool visitor_corner(struct visitor *v, int corner, struct err *e)
{
    const struct show_options *o = &v->show.options;
    bool right = corner & 1, bottom = corner & 2; /* enum stage_corner */
    int x[2] = {CORNER_INSET, o->width - CORNER_INSET}, y[2] = {CORNER_INSET, o->height - CORNER_INSET};
    finger(v, INPUT_DOWN, 1, x[right], y[bottom]);
    hold(v, CORNER_HOLD_MS + HOLD_MS);
    finger(v, INPUT_UP, 1, x[right], y[bottom]);
    hold(v, PAUSE_MS);
    return visitor_tap(v, x[!right], y[!bottom], e);
}

bool visitor_drag(struct visitor *v, const int from[2], const int to[2], struct err *e)
{
    finger(v, INPUT_DOWN, 1, from[0], from[1]);
    hold(v, HOLD_MS);
    for (int i = 1; i <= DRAG_STEPS; i++) {
        finger(v, INPUT_MOVE, 1, from[0] + (to[0] - from[0]) * i / DRAG_STEPS,
               from[1] + (to[1] - from[1]) * i / DRAG_STEPS);
        hold(v, DRAG_STEP_MS);
    }
    hold(v, HOLD_MS);
    finger(v, INPUT_UP, 1, to[0], to[1]);
    return pass(v, PAUSE_MS, e);
}

bool visitor_pinch(struct visitor *v, int x, int y, double factor, struct err *e)
{
    double start = APART_MM / 2 * (double)stage_px_per_mm(v->show.stage);
    int at = (int)start;
    finger(v, INPUT_DOWN, 1, x - at, y);
    finger(v, INPUT_DOWN, 2, x + at, y);
    hold(v, HOLD_MS);
    for (int i = 1; i <= DRAG_STEPS; i++) {
        at = (int)(start * (1 + (factor - 1) * i / DRAG_STEPS));
        finger(v, INPUT_MOVE, 1, x - at, y);
        finger(v, INPUT_MOVE, 2, x + at, y);
        hold(v, DRAG_STEP_MS);
    }
    finger(v, INPUT_UP, 1, x - at, y);
    finger(v, INPUT_UP, 2, x + at, y);
    return pass(v, PAUSE_MS, e);
}

bool visitor_wait(struct visitor *v, int64_t ms, struct err *e)
{
    return pass(v, ms, e);
}

bool visitor_shot(struct visitor *v, const char *folder, const char *name, struct err *e)
{
    char path[1400], file[256];
    snprintf(file, sizeof file, "%.240s.png", name);
    if (!file_make_folders(folder, 0755, e))
        return false;
    if (!path_join(path, sizeof path, folder, file))
        return err_set(e, "%s: 路径太长", folder);
    return stage_screenshot(v->show.stage, path, e);
}
