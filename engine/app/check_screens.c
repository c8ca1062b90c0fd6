/* Every screen of every scene, laid out where room is scarcest. */
#include "app/check.h"

#include "app/check_press.h"
#include "app/survey.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OVERFLOWS 32

struct pass {
    int width, height, text_size;
    bool reach; /* low reach: everything touchable in the lower two thirds */
    const char *lang;
    const char *what; /* in messages */
};

static const struct pass passes[] = {
    {1920, 1080, 0, false, "zh", "横屏、标准字号"},
    {1920, 1080, 1, false, "zh", "横屏、较大字号"},
    {1920, 1080, 2, false, "zh", "横屏、大字号"},
    {1920, 1080, 3, false, "zh", "横屏、特大字号"},
    {1080, 1920, 0, false, "zh", "竖屏、标准字号"},
    {1080, 1920, 1, false, "zh", "竖屏、较大字号"},
    {1080, 1920, 2, false, "zh", "竖屏、大字号"},
    {1080, 1920, 3, false, "zh", "竖屏、特大字号"},
    {1080, 1920, 3, true, "zh", "竖屏、特大字号、低位操作"},
    {1080, 1920, 3, false, "en", "竖屏、特大字号、英文"},
};

struct walk {
    struct check *check;
    const struct pass *pass;
    const struct check_source *source;
    struct show show;
    struct clock clock;
    bool surveying;  /* a screen of the survey is asked for */
    int line;        /* of that screen */
    bool good_media; /* its pictures passed the check of their files */
    struct press_print print; /* of the last tree */
    int broken;               /* pictures that no decoder took, before the screen at hand */
};

static void no_answer(void *user, uint32_t serial, const char *name, const char *args)
{
    (void)user;
    (void)serial;
    (void)name;
    (void)args;
}

static void no_record(void *user, const struct record *r)
{
    (void)user;
    (void)r;
}

/* Trees are looked at as they come; findings are the same in every pass and count once. */
static void take_view(void *user, const struct node *root)
{
    struct walk *w = user;
    if (!w->surveying)
        return; /* the way there shows nothing that the survey does not */
    struct tree_place place = {
        .stage = w->show.stage, .media = &w->check->media, .file = w->source->path, .line = w->line};
    w->good_media = check_tree(&place, root);
    press_take(&w->print, root);
}

/* The text between the first “ and ” of a message; "" when there is none. */
static void quoted_text(const char *message, char *out, size_t size)
{
    const char *open = strstr(message, "“"), *close = open ? strstr(open, "”") : NULL;
    out[0] = '\0';
    if (close)
        snprintf(out, size, "%.*s", (int)(close - open - (int)strlen("“")), open + strlen("“"));
}

/* What a kit trips over stands in the scene: where it says the words that the message quotes, or where the
 * screen is declared. */
static void blame_scene(const struct walk *w, struct finding *f)
{
    char quoted[200];
    quoted_text(f->message, quoted, sizeof quoted);
    const char *tail = strrchr(quoted, '\\'); /* written twice in the file */
    int line = quoted[0] ? line_of_text(w->source->path, tail ? tail + 1 : quoted) : 0;
    line = line ? line : w->line ? w->line : 1;
    snprintf(f->file, sizeof f->file, "%.*s", (int)sizeof f->file - 1, w->source->path);
    f->line = (uint32_t)line;
    f->offending[0] = '\0'; /* of the kit's line */
}

/* Scenes name files as they were loaded, counted from the content root or the kits; findings name them as
 * they are found from the working folder. */
static void name_from_here(const struct walk *w, char *file, size_t size)
{
    char path[1400];
    const char *root = w->check->config.kiosk.scripts;
    bool kit = strncmp(file, "kit/", 4) == 0;
    char admin[1200];
    if (w->source && strcmp(w->source->name, SURVEY_ADMIN) == 0 && !kit &&
        show_admin_folder(&w->show, admin, sizeof admin))
        root = admin;
    if (strncmp(file, root, strlen(root)) == 0)
        return;
    if (!path_join(path, sizeof path, kit ? w->show.nursery.kit : root, kit ? file + 4 : file) ||
        access(path, F_OK) != 0)
        return;
    check_from_here(path);
    snprintf(file, size, "%.*s", (int)size - 1, path);
}

static void take_finding(void *user, const struct finding *f)
{
    struct walk *w = user;
    struct finding one = *f;
    if (strncmp(one.file, "kit/", 4) == 0)
        blame_scene(w, &one);
    if (!one.file[0])
        snprintf(one.file, sizeof one.file, "%.*s", (int)sizeof one.file - 1, w->source->path);
    name_from_here(w, one.file, sizeof one.file);
    findings_add(&w->check->findings, &one);
}

static void say_overflow(struct walk *w, const struct overflow *o, const char *screen)
{
    static const struct {
        enum severity severity;
        const char *message, *remedy;
    } kinds[] = {
        [OVERFLOW_TALL] = {SEVERITY_ERROR, "内容太高，放不下", "缩短文字，分成几个画面，或者放进 scroll"},
        [OVERFLOW_WIDE] = {SEVERITY_ERROR, "内容太宽，放不下", "缩短文字，或者换行排列"},
        [OVERFLOW_TEXT] = {SEVERITY_ERROR, "文字超出了它的框", "缩短文字，或者不限定高度"},
        [OVERFLOW_WORD] = {SEVERITY_WARNING, "有一个词被拆开了", "换短一些的词，或者给它宽一些的地方"},
        [OVERFLOW_CUT] = {SEVERITY_WARNING, "文字被省略号截断了", "缩短文字，或者放宽 max_lines"},
        [OVERFLOW_OVERLAP] = {SEVERITY_ERROR, "两样东西叠在一起了", "给它们各自的位置，或者缩短文字"},
        [OVERFLOW_CRAMPED] = {SEVERITY_WARNING, "有一处要滚动的文字，一次看不到三行",
                              "缩短这个画面的文字，或者让 scroll 高一些，别的东西和文字一起滚动"},
        [OVERFLOW_FAINT] = {SEVERITY_WARNING, "文字和底色的对比度不到 7 比 1", "正文用 ink 色，或者换深一些的字、浅一些的底"},
        [OVERFLOW_SCROLLS] = {SEVERITY_WARNING, "整个画面放不下，要滚动才能看完",
                              "缩短文字，或者分成几个画面"},
    };
    char by[48] = "";
    int line = o->line ? o->line : w->line;
    const char *text = o->kind == OVERFLOW_SCROLLS ? screen : o->text; /* of a whole screen, not of one text */
    if (findings_know(&w->check->findings, w->source->path, line, text, kinds[o->kind].remedy))
        return; /* at another size already */
    if (o->kind == OVERFLOW_FAINT)
        snprintf(by, sizeof by, "（%d.%d 比 1）", o->by / 10, o->by % 10);
    else if (o->by > 0)
        snprintf(by, sizeof by, "（%s %d 像素）", o->kind == OVERFLOW_CRAMPED ? "还差" : "多出", o->by);
    findings_say(&w->check->findings, kinds[o->kind].severity, w->source->path, line, text,
                 kinds[o->kind].remedy, "画面“%s”在%s %d×%d 时%s%s", screen, w->pass->what, w->pass->width,
                 w->pass->height, kinds[o->kind].message, by);
}

static void check_overflows(struct walk *w, const char *screen)
{
    struct overflow list[OVERFLOWS];
    int n = stage_overflows(w->show.stage, list, OVERFLOWS);
    for (int i = 0; i < n && i < OVERFLOWS; i++)
        say_overflow(w, &list[i], screen);
}

/* Files that look well from outside and that the decoder still refuses. */
static void check_pictures(struct walk *w, int broken_before, const char *screen)
{
    if (w->pass == passes && w->good_media && stage_picture_figures(w->show.stage).broken > broken_before)
        findings_say(&w->check->findings, SEVERITY_ERROR, w->source->path, w->line, "",
                     "用图片软件打开这个画面的图片，另存一遍再换上", "画面“%s”有图片解不开，屏幕上会是空白",
                     screen);
}

static bool show_screen(struct walk *w, struct survey *v, int number)
{
    w->line = (int)v->screens[number].line;
    w->surveying = true;
    bool shown = survey_show(v, number);
    w->surveying = false;
    return shown;
}

static void take_pressed(void *user, const char *screen)
{
    struct walk *w = user;
    w->check->screens++;
    check_pictures(w, w->broken, screen);
    check_overflows(w, screen);
    w->broken = stage_picture_figures(w->show.stage).broken;
}

/* What the buttons of free-form screens open, once: at the other sizes the screens that the scene names are enough. */
static void check_presses(struct walk *w, struct survey *v)
{
    struct press p = {.survey = v, .print = &w->print, .shown = take_pressed, .failed = take_finding, .user = w};
    bool cut;
    w->broken = stage_picture_figures(w->show.stage).broken;
    w->surveying = true;
    w->line = 0;
    int shown = press_all(&p, &cut);
    w->surveying = false;
    if (cut)
        findings_say(&w->check->findings, SEVERITY_HINT, w->source->path, 1, "", "其余的画面请自己按一遍，或者写进 screens",
                     "按钮后面的画面太多，只检查了 %d 个画面", v->n + shown);
}

static void check_source_screens(struct walk *w)
{
    struct survey v;
    bool first = w->pass == passes;
    int broken = stage_picture_figures(w->show.stage).broken;
    w->line = 0;
    bool opened = survey_open(&v, &w->show, w->source->name, first ? take_finding : NULL, w);
    w->check->scenes += first && opened;
    for (int i = 0; i < v.n; i++) {
        if (!show_screen(w, &v, i))
            continue;
        w->check->screens += first;
        check_pictures(w, broken, v.screens[i].name);
        check_overflows(w, v.screens[i].name);
        broken = stage_picture_figures(w->show.stage).broken;
    }
    if (first && strcmp(w->source->name, SURVEY_ADMIN) != 0)
        check_presses(w, &v);
    survey_close(&v);
}

static void check_theme(struct walk *w)
{
    struct theme t;
    struct err e;
    struct finding f;
    if (scene_load_theme(&w->show.nursery, &t, &e))
        return;
    finding_of_text(&f, w->show.nursery.kit, e.text, strlen(e.text));
    name_from_here(w, f.file, sizeof f.file);
    if (!f.line) {
        const char *last = strstr(f.message, "现在是");
        char quoted[200];
        quoted_text(last ? last : f.message, quoted, sizeof quoted);
        f.line = quoted[0] ? (uint32_t)line_of_text(f.file, quoted) : 0;
    }
    findings_add(&w->check->findings, &f);
}

static bool start(struct walk *w, struct config *config, struct err *e)
{
    struct show_options o = {.config = config,
                             .clock = &w->clock,
                             .headless = true,
                             .checking = true,
                             .no_pictures = w->pass != passes, /* decoding them once is enough */
                             .width = w->pass->width,
                             .height = w->pass->height,
                             .text_size = w->pass->text_size,
                             .seed = 1,
                             .send = no_record,
                             .ask = no_answer,
                             .viewed = take_view,
                             .user = w};
    config->display.mount_height_mm = w->pass->reach ? HIGH_MOUNT_MM + 1 : 0;
    snprintf(config->kiosk.language, sizeof config->kiosk.language, "%s", w->pass->lang);
    if (!show_open(&w->show, &o, e))
        return false;
    show_settle(&w->show); /* what home does wrong is found when its turn comes */
    return true;
}

/* A home screen that does not load lists nothing: its own finding is enough. */
static void check_home(struct check *c, const struct scene_meta *venue)
{
    const struct check_source *home = check_source_of(c, HOME_SCENE);
    if (!home || !venue->kind[0])
        return;
    if (strcmp(venue->kind, "venue") != 0)
        findings_say(&c->findings, SEVERITY_ERROR, home->path, 1, "",
                     "首页写成 return venue { … }；原来的内容换个文件名", "venue.lua 应当是首页，现在是 %s",
                     venue->kind);
    else
        check_listing(c, venue->order);
}

/* A scene that comes with the program instead of the content. */
static void check_own(struct walk *w, const char *name, char path[1400])
{
    struct check_source source = {0};
    check_from_here(path);
    snprintf(source.name, sizeof source.name, "%s", name);
    snprintf(source.path, sizeof source.path, "%s", path);
    w->source = &source;
    check_source_screens(w);
    w->source = NULL;
}

/* The administrator's screens are no content, but they must hold at every size all the same. */
static void check_admin(struct walk *w)
{
    char folder[1200], path[1400];
    if (show_admin_folder(&w->show, folder, sizeof folder) && path_join(path, sizeof path, folder, ADMIN_SCENE ".lua"))
        check_own(w, SURVEY_ADMIN, path);
}

/* Behind the bar's 数据说明: the page that comes with the kits, when the content has none of its own. */
static void check_data(struct walk *w)
{
    char path[1400];
    if (check_source_of(w->check, DATA_SCENE))
        return;
    if (!path_join(path, sizeof path, w->show.nursery.kit, "pages/" DATA_SCENE ".lua") || access(path, R_OK) != 0) {
        const struct check_source *home = check_source_of(w->check, HOME_SCENE);
        if (home)
            findings_say(&w->check->findings, SEVERITY_ERROR, home->path, 1, DATA_SCENE,
                         "从随附的 scripts/kit/pages/ 复制 data-note.lua，放在 venue.lua 旁边",
                         "没有数据说明的画面：首页下边的“数据说明”打不开");
        return;
    }
    check_own(w, DATA_SCENE, path);
}

static bool checkable(const struct check_source *s)
{
    return !s->broken && (!s->module || s->listed);
}

static void run_pass(struct check *c, const struct pass *p)
{
    struct walk w = {.check = c, .pass = p, .clock = clock_real()};
    struct config config = c->config;
    struct err e;
    w.clock = clock_virtual(clock_wall(&w.clock));
    if (!start(&w, &config, &e)) {
        struct finding f;
        finding_of_text(&f, c->config.kiosk.scripts, e.text, strlen(e.text));
        findings_add(&c->findings, &f);
        return;
    }
    if (p == passes)
        check_theme(&w);
    if (c->whole && p == passes)
        check_home(c, &w.show.venue);
    for (int i = 0; i < c->n; i++) {
        w.source = &c->sources[i];
        if (checkable(w.source))
            check_source_screens(&w);
    }
    w.source = NULL;
    if (c->whole)
        check_data(&w);
    if (c->whole && !p->reach && strcmp(p->lang, "zh") == 0)
        check_admin(&w);
    show_close(&w.show);
}

void check_screens(struct check *c)
{
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++)
        run_pass(c, &passes[i]);
}
