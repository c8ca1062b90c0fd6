#include "app/tour.h"

#include "app/commands.h"
#include "app/content_files.h"
#include "app/titles.h"
#include "app/tour_visitor.h"
#include "base/file.h"
#include "base/log.h"
#include "journal/counts.h"
#include "visit/words.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WIDTH 1920
#define HEIGHT 1080
#define STEPS 160        /* touches in one exhibit */
#define LINGER 12        /* touches after its end was reached */
#define LOOK_MS 2600     /* at every screen, on top of the touches */
#define IDLE_SECONDS 900 /* until the start screen must be back */

struct tour {
    const struct config *config;
    struct tour_result *result;
    struct visitor visitor;
    struct tour_habit habit;
    struct clock clock;
    struct journal *journal;
    struct item_titles titles;
    char screens[1200], data[1200];
    struct buf shown; /* scenes and screens that have a picture, each between newlines */
};

static void keep_record(void *user, const struct record *r)
{
    struct tour *t = user;
    struct err e;
    if (!journal_append(t->journal, r, &e))
        log_error("tour", "%s", e.text);
}

static void keep_title(void *user, const char *scene, const char *item, const char *title)
{
    struct tour *t = user;
    item_titles_take(&t->titles, scene, item, title);
}

static bool picture(struct tour *t, const char *what, struct err *e)
{
    char name[200];
    snprintf(name, sizeof name, "%03d-%.180s", t->result->pictures + 1, what);
    for (char *p = name; *p; p++) {
        if ((unsigned char)*p <= ' ' || strchr("/\\:*?\"<>|#%.", *p))
            *p = '-';
    }
    if (!visitor_shot(&t->visitor, t->screens, name, e))
        return false;
    t->result->pictures++;
    return true;
}

/* A picture of every screen, once. */
static bool picture_if_new(struct tour *t, struct err *e)
{
    struct show *s = &t->visitor.show;
    char name[160], mark[164];
    snprintf(name, sizeof name, "%.70s-%.80s", s->scene, s->head.screen);
    snprintf(mark, sizeof mark, "\n%s\n", name);
    if (strstr(buf_cstr(&t->shown), mark))
        return true;
    buf_text(&t->shown, mark);
    return picture(t, name, e);
}

static const char *say(const struct tour *t, enum word w)
{
    return word(w, t->visitor.show.comfort.lang);
}

static bool go_home(struct tour *t, struct err *e)
{
    struct show *s = &t->visitor.show;
    if (strcmp(s->scene, HOME_SCENE) == 0)
        return true;
    return visitor_tap_text(&t->visitor, say(t, WORD_HOME), e) && visitor_wait(&t->visitor, LOOK_MS, e);
}

/* Touches the exhibit's cover, turning or scrolling the home screen as needed. */
static bool enter(struct tour *t, const char *scene, const char *title, struct err *e)
{
    for (int page = 0; page < 10; page++) {
        int x, y;
        if (visitor_find(&t->visitor, title, &x, &y, e))
            return visitor_tap(&t->visitor, x, y, e) && strcmp(t->visitor.show.scene, scene) == 0;
        static const int low[2] = {WIDTH / 2, HEIGHT * 7 / 10}, high[2] = {WIDTH / 2, HEIGHT / 4};
        if (!visitor_tap_text(&t->visitor, "下一页", e) && !visitor_drag(&t->visitor, low, high, e))
            break;
    }
    return err_set(e, "首页上找不到“%s”", title);
}

static bool look_around(struct tour *t, const char *scene, struct err *e)
{
    struct show *s = &t->visitor.show;
    int after = 0;
    tour_forget(&t->habit);
    for (int i = 0; i < STEPS && after < LINGER; i++) {
        if (!visitor_wait(&t->visitor, LOOK_MS, e) || !picture_if_new(t, e))
            return false;
        if (strcmp(s->scene, scene) != 0 || s->state != SHOW_SCENE)
            return true;
        if (!tour_step(&t->habit, &t->visitor, e))
            return e->text[0] == '\0';
        after += visit_has_seen(&s->visit, scene) || s->visit.scene_done;
    }
    return true;
}

static bool visit_exhibit(struct tour *t, const char *scene, const char *title, struct err *e)
{
    struct show *s = &t->visitor.show;
    int failures = s->failures;
    t->result->exhibits++;
    if (!go_home(t, e) || !enter(t, scene, title, e) || !look_around(t, scene, e)) {
        t->result->failed++;
        printf("  %s：走不下去：%s\n", title, e->text);
        return strcmp(s->scene, HOME_SCENE) == 0 || go_home(t, e);
    }
    bool failed = s->failures != failures;
    bool done = strcmp(s->scene, scene) == 0 && s->visit.scene_done;
    t->result->failed += failed;
    bool home = go_home(t, e);
    done |= visit_has_seen(&s->visit, scene);
    t->result->completed += done;
    printf("  %s：%s\n", title, failed ? "出了故障，见日志" : done ? "看完了" : "看了，没有走到结尾");
    journal_commit(t->journal);
    return home;
}

static bool visit_all(struct tour *t, struct err *e)
{
    char order[sizeof t->visitor.show.venue.order], scene[96], title[192];
    snprintf(order, sizeof order, "%s", t->visitor.show.venue.order);
    titles_keep(t->data, order);
    for (const char *line = order; *line;) {
        size_t len = strcspn(line, "\t\n"), whole = strcspn(line, "\n");
        snprintf(scene, sizeof scene, "%.*s", (int)len, line);
        snprintf(title, sizeof title, "%.*s", len < whole ? (int)(whole - len - 1) : 0,
                 line + len + (len < whole));
        if (!visit_exhibit(t, scene, title, e))
            return false;
        line += whole;
        line += *line != '\0';
    }
    return true;
}

static bool start(struct tour *t, struct err *e)
{
    return visitor_tap(&t->visitor, WIDTH / 2, HEIGHT / 2, e) && visitor_wait(&t->visitor, LOOK_MS, e) &&
           picture_if_new(t, e);
}

/* Walks away: warning, countdown, start screen. */
static bool walk_away(struct tour *t, struct err *e)
{
    struct show *s = &t->visitor.show;
    bool warned = false;
    for (int i = 0; i < IDLE_SECONDS; i++) {
        if (s->visit.phase == VISIT_NONE && s->head.attract)
            return picture(t, "back-at-the-start", e);
        if (s->visit.phase == VISIT_WARNED && !warned) {
            warned = true;
            if (!picture(t, "still-here", e))
                return false;
        }
        if (!visitor_wait(&t->visitor, 1000, e))
            return false;
    }
    return err_set(e, "没有人触摸，%d 秒后还没有回到开始画面", IDLE_SECONDS);
}

/* Someone who wants larger text and strong contrast, looks at the home screen, and ends the visit. */
static bool second_visitor(struct tour *t, struct err *e)
{
    return start(t, e) && visitor_tap_text(&t->visitor, say(t, WORD_TEXT_SIZE), e) &&
           visitor_tap_text(&t->visitor, say(t, WORD_CONTRAST), e) && visitor_wait(&t->visitor, LOOK_MS, e) &&
           picture(t, "home-larger-text-high-contrast", e) &&
           visitor_tap_text(&t->visitor, say(t, WORD_FINISH), e) && visitor_wait(&t->visitor, LOOK_MS, e);
}

static bool play(struct tour *t, struct err *e)
{
    struct show_options o = {.config = t->config,
                             .clock = &t->clock,
                             .headless = true,
                             .width = WIDTH,
                             .height = HEIGHT,
                             .text_size = -1,
                             .boot = journal_boot(t->journal),
                             .first_visit = journal_next_visit(t->journal),
                             .seed = 7,
                             .send = keep_record,
                             .title = keep_title,
                             .user = t};
    if (!visitor_open(&t->visitor, &o, e))
        return false;
    t->habit.dice = 7;
    bool ok =
        picture_if_new(t, e) && start(t, e) && visit_all(t, e) && walk_away(t, e) && second_visitor(t, e);
    visitor_close(&t->visitor);
    item_titles_free(&t->titles);
    return ok;
}

/* Each tour stands for itself: what the last one left in these two folders goes. */
static void clear_old(const struct tour *t)
{
    static const char *const names[] = {"journal.db", "journal.db-wal", "journal.db-shm", "titles-inside"};
    struct file_list old = {0};
    char path[1300];
    for (int i = 0; i < 4; i++) {
        if (path_join(path, sizeof path, t->data, names[i]))
            unlink(path);
    }
    file_list_below(&old, t->screens, ".png");
    for (int i = 0; i < old.n; i++)
        unlink(old.paths[i]);
    file_list_free(&old);
}

static bool prepare(struct tour *t, const char *folder, struct err *e)
{
    if (!path_join(t->screens, sizeof t->screens, folder, "screens") ||
        !path_join(t->data, sizeof t->data, folder, "data"))
        return err_set(e, "%s: 路径太长", folder);
    if (!file_make_folders(t->screens, 0755, e) || !file_make_folders(t->data, 0750, e))
        return false;
    clear_old(t);
    t->titles.data = t->data;
    t->clock = clock_real();
    t->clock = clock_virtual(clock_wall(&t->clock));
    t->journal = journal_open(t->data, &t->clock, QINGFENG_VERSION);
    return true;
}

static bool print_counts(struct journal *j, struct err *e)
{
    struct counts_period all = {0};
    struct counts counts;
    struct buf text = {0};
    if (!counts_compute(j, &all, &counts, e))
        return false;
    counts_write_text(&counts, &text);
    printf("\n%s", buf_cstr(&text));
    buf_free(&text);
    counts_free(&counts);
    return true;
}

bool tour_play(const struct config *config, const char *folder, struct tour_result *result, struct err *e)
{
    struct tour t = {.config = config, .result = result};
    *result = (struct tour_result){0};
    if (!prepare(&t, folder, e))
        return false;
    printf("导览：不用屏幕，照参观者的样子走一遍\n");
    bool ok = play(&t, e);
    journal_commit(t.journal);
    ok = ok && tour_export(t.journal, config, &t.clock, folder, t.data, result->export_folder,
                           sizeof result->export_folder, e);
    ok = ok && print_counts(t.journal, e);
    journal_close(t.journal);
    tour_habit_free(&t.habit);
    buf_free(&t.shown);
    return ok;
}

int command_tour(struct invocation *in)
{
    const char *folder = option_value(in, "-o");
    struct tour_result result;
    struct err e;
    if (!options_done(in) || in->argc) {
        fputs("用法：kiosk tour [-o 文件夹]\n", stderr);
        return 2;
    }
    if (!folder)
        folder = "build/tour";
    log_quiet(LOG_WARN);
    if (!tour_play(&in->config, folder, &result, &e)) {
        fprintf(stderr, "导览没有走完：%s\n", e.text);
        return 1;
    }
    printf("\n%d 个展项，看完 %d 个；截图 %d 张在 %s/screens；导出在 %s\n", result.exhibits, result.completed,
           result.pictures, folder, result.export_folder);
    return result.failed ? 1 : 0;
}
