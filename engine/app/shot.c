#include "app/shot.h"

#include "app/commands.h"
#include "app/contact_sheet.h"
#include "app/survey.h"
#include "base/file.h"
#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct shooting {
    const struct shot_order *order;
    struct shot_result *result;
    struct contact_sheet sheet;
    struct show show;
    struct clock clock;
    int width, height;
    int sizes_done;
};

static void no_record(void *user, const struct record *r)
{
    (void)user;
    (void)r;
}

/* The administrator's screens ask; pictures of them are made from samples. */
static void no_answer(void *user, uint32_t serial, const char *name, const char *args)
{
    (void)user;
    (void)serial;
    (void)name;
    (void)args;
}

static void tell_failure(void *user, const struct finding *f)
{
    struct shooting *s = user;
    if (f->severity != SEVERITY_ERROR)
        return;
    s->result->failures++;
    if (s->sizes_done > 0)
        return; /* said at the first size */
    fprintf(stderr, "%s:%u: 错误: %s\n", f->file, f->line ? f->line : 1, f->message);
}

/* "stories/sizhitang", "moment:night" -> "stories-sizhitang-03-moment-night-1920x1080.png" */
static void file_name(char *out, size_t size, const struct shooting *s, const char *scene, int number,
                      const char *screen)
{
    int used = snprintf(out, size, "%s-%02d-%.120s", scene, number, screen);
    for (char *p = out; *p; p++) {
        if ((unsigned char)*p <= ' ' || strchr("/\\:*?\"<>|#%.", *p))
            *p = '-';
    }
    if (used > 0 && (size_t)used < size)
        snprintf(out + used, size - (size_t)used, "-%dx%d.png", s->width, s->height);
}

static bool take_picture(struct shooting *s, const char *scene, int number, const char *screen, struct err *e)
{
    char name[400], path[1400];
    file_name(name, sizeof name, s, scene, number, screen);
    if (!path_join(path, sizeof path, s->order->folder, name))
        return err_set(e, "%s: 路径太长", s->order->folder);
    if (!stage_screenshot(s->show.stage, path, e))
        return false;
    contact_sheet_add(&s->sheet, scene, screen, name, s->width, s->height);
    s->result->pictures++;
    return true;
}

static bool shoot_scene(struct shooting *s, const char *scene, struct err *e)
{
    struct survey v;
    bool ok = true;
    survey_open(&v, &s->show, scene, tell_failure, s);
    for (int i = 0; ok && i < v.n; i++) {
        if (survey_show(&v, i))
            ok = take_picture(s, scene, i + 1, v.screens[i].name, e);
    }
    survey_close(&v);
    return ok;
}

static bool shoot_venue(struct shooting *s, struct err *e)
{
    char order[sizeof s->show.venue.order], name[96];
    bool ok = shoot_scene(s, HOME_SCENE, e);
    snprintf(order, sizeof order, "%s", s->show.venue.order);
    for (const char *line = order; ok && *line;) {
        snprintf(name, sizeof name, "%.*s", (int)strcspn(line, "\t\n"), line);
        ok = shoot_scene(s, name, e);
        line += strcspn(line, "\n");
        line += *line != '\0';
    }
    return ok && shoot_scene(s, DATA_SCENE, e);
}

static bool shoot_size(struct shooting *s, int width, int height, struct err *e)
{
    const struct shot_order *o = s->order;
    s->clock = clock_real();
    s->clock = clock_virtual(clock_wall(&s->clock));
    s->width = width;
    s->height = height;
    struct show_options so = {.config = o->config,
                              .clock = &s->clock,
                              .headless = true,
                              .checking = true,
                              .width = width,
                              .height = height,
                              .text_size = o->text_size,
                              .skin = o->skin,
                              .seed = 1,
                              .send = no_record,
                              .ask = no_answer,
                              .user = s};
    if (!show_open(&s->show, &so, e))
        return false;
    show_settle(&s->show);
    bool ok = true;
    for (int i = 0; ok && i < o->n; i++)
        ok = shoot_scene(s, o->scenes[i], e);
    if (o->n == 0)
        ok = shoot_venue(s, e);
    show_close(&s->show);
    return ok;
}

bool shot_all(const struct shot_order *o, struct shot_result *result, struct err *e)
{
    struct shooting s = {.order = o, .result = result};
    *result = (struct shot_result){0};
    if (!file_make_folders(o->folder, 0755, e))
        return false;
    bool ok = true;
    for (int i = 0; ok && i < o->sizes; i++, s.sizes_done++)
        ok = shoot_size(&s, o->widths[i], o->heights[i], e);
    struct err sheet_error;
    bool sheet = contact_sheet_write(&s.sheet, o->folder, "清风：画面总览", &sheet_error);
    if (ok && !sheet)
        *e = sheet_error;
    return ok && sheet;
}

/* "1920x1080,1080x1920" */
static bool take_sizes(struct shot_order *o, const char *text)
{
    char one[32];
    while (*text && o->sizes < SHOT_SIZES) {
        snprintf(one, sizeof one, "%.*s", (int)strcspn(text, ","), text);
        if (!parse_size(one, &o->widths[o->sizes], &o->heights[o->sizes]))
            return false;
        o->sizes++;
        text += strcspn(text, ",");
        text += *text == ',';
    }
    return o->sizes > 0 && !*text;
}

static int find_word(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    return -1;
}

static bool take_options(struct invocation *in, struct shot_order *o)
{
    static const char *const text_sizes[] = {"standard", "larger", "large", "largest", NULL};
    const char *sizes = option_value(in, "--size"), *text_size = option_value(in, "--text-size");
    o->folder = option_value(in, "-o");
    o->skin = option_value(in, "--theme");
    o->text_size = text_size ? find_word(text_sizes, text_size) : -1;
    if (!o->folder)
        fputs("kiosk shot 要用 -o 说明图片存到哪个文件夹\n", stderr);
    else if (!take_sizes(o, sizes ? sizes : "1920x1080,1080x1920"))
        fprintf(stderr, "--size %s：应写成 1920x1080 或 1920x1080,1080x1920，最多 %d 种\n", sizes,
                SHOT_SIZES);
    else if (text_size && o->text_size < 0)
        fprintf(stderr, "--text-size %s：只能是 standard、larger、large、largest\n", text_size);
    else if (o->skin && find_word(skin_names, o->skin) < 0)
        fprintf(stderr, "--theme %s：只能是 qinglian、zhumo、contrast\n", o->skin);
    else
        return options_done(in);
    return false;
}

int command_shot(struct invocation *in)
{
    struct shot_order o = {.config = &in->config};
    struct shot_result result;
    struct err e;
    if (!take_options(in, &o))
        return 2;
    log_quiet(LOG_SILENT);
    o.scenes = in->argv;
    o.n = in->argc;
    if (!shot_all(&o, &result, &e)) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    printf("%d 张图片存在 %s，总览是 %s/index.html\n", result.pictures, o.folder, o.folder);
    return result.failures || !result.pictures ? 1 : 0;
}
