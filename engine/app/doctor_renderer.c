/* doctor's line about who shows the picture: measured here and now, and the verdict kept for the next start. */
#include "app/desk.h"
#include "app/doctor.h"
#include "base/file.h"
#include "scene/fence.h"
#include "stage/present_trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PART "送显"

static bool has(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

/* Inside the stage's fence, as in the kiosk: what a driver is refused there is refused here. */
static void enter_fence(bool accelerated)
{
    struct err e;
    (void)accelerated;
    if (!fence_enter(&e))
        _exit(1);
}

static void figures_text(const struct present_verdict *v, char *out, size_t size)
{
    const struct present_figures *s = &v->software, *a = &v->accelerated;
    snprintf(out, size,
             "处理器：整屏 %.1f 毫秒、局部 %.1f 毫秒、打开 %.0f 毫秒、内存 %.0f MB；显卡：整屏 %.1f 毫秒、局部 %.1f "
             "毫秒、打开 %.0f 毫秒、内存 %.0f MB（%s，%lldx%lld，%s）",
             (double)s->full_us / 1e3, (double)s->part_us / 1e3, (double)s->open_us / 1e3,
             (double)s->memory_kib / 1024, (double)a->full_us / 1e3, (double)a->part_us / 1e3,
             (double)a->open_us / 1e3, (double)a->memory_kib / 1024, v->name, (long long)v->place.w,
             (long long)v->place.h, v->place.driver);
}

static void say_verdict(struct doctor_report *r, const struct present_verdict *v, bool forced, const char *before)
{
    char figures[600];
    figures_text(v, figures, sizeof figures);
    bool worth = present_worth(v);
    if (forced && !worth)
        doctor_say(r, PART, HEALTH_HINT, "%s配置里写着 accelerated，由显卡显示，但它不值得；改为 auto。%s", before, figures);
    else
        doctor_say(r, PART, HEALTH_GOOD, "%s由%s显示。%s", before, worth ? "显卡" : "处理器", figures);
}

static void measure(const struct invocation *in, struct doctor_report *r, bool forced)
{
    const struct config *c = &in->config;
    struct window_options w = {.w = c->display.width, .h = c->display.height, .rotate = c->display.rotate * 90,
                               .fullscreen = c->display.mode == DISPLAY_FULLSCREEN};
    struct present_trial t = {.window = &w, .begin = enter_fence};
    struct present_verdict v;
    struct err e;
    if (!present_try(&t, &v, &e)) {
        present_verdict_drop(c->kiosk.data);
        doctor_say(r, PART, HEALTH_HINT, "%s%s；%s", forced ? "配置里写着 accelerated。" : "由处理器显示。", e.text,
                   forced ? "把 display.renderer 改为 auto" : "不影响使用；想用显卡，先更新它的驱动");
    } else if (file_make_folders(c->kiosk.data, 0750, &e) && present_verdict_write(c->kiosk.data, &v, &e)) {
        say_verdict(r, &v, forced, "");
    } else {
        doctor_say(r, PART, HEALTH_HINT, "由处理器显示。测量的结果存不下来：%s", e.text);
    }
}

/* Visitors stand before a running kiosk: what was measured before must do. */
static void recall(const struct invocation *in, struct doctor_report *r, bool forced)
{
    struct present_verdict v;
    if (present_verdict_read(in->config.kiosk.data, &v))
        say_verdict(r, &v, forced, "清风正在运行，这次没有测量；按上次测量，下次启动时");
    else if (forced)
        doctor_say(r, PART, HEALTH_HINT, "清风正在运行，没有测量；配置里写着 accelerated，由显卡显示；停下清风再运行 kiosk doctor");
    else
        doctor_say(r, PART, HEALTH_HINT, "清风正在运行，没有测量，由处理器显示；想知道显卡值不值得用，停下清风再运行 kiosk doctor");
}

void doctor_look_at_renderer(const struct invocation *in, struct doctor_report *r)
{
    char cards[192];
    int renderer = in->config.display.renderer;
    bool forced = renderer == RENDERER_ACCELERATED, desktop = has("DISPLAY") || has("WAYLAND_DISPLAY");
    present_cards(NULL, cards, sizeof cards);
    if (renderer == RENDERER_SOFTWARE)
        doctor_say(r, PART, HEALTH_GOOD, "由处理器显示（display.renderer = software）");
    else if (!desktop && !has("SDL_VIDEODRIVER"))
        doctor_say(r, PART, HEALTH_GOOD, "由处理器显示：没有桌面，直接写屏幕");
    else if (!forced && !cards[0])
        doctor_say(r, PART, HEALTH_GOOD, "由处理器显示：没有能用的显卡（/dev/dri/renderD*，用户要在 render 组里）");
    else if (desk_is_kept(in->config.kiosk.data))
        recall(in, r, forced);
    else
        measure(in, r, forced);
}
