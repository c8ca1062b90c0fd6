/* The shell around a scene: the bar at the foot, comfort settings, the idle warning, the calm card. */
#include "app/show.h"

#include "stage/chrome.h"
#include "stage/dialog.h"
#include "visit/words.h"

#include <stdio.h>
#include <string.h>

#define RETRY_MOST_S 60

enum chrome_handler {
    TAP_BACK = 1, TAP_HOME, TAP_TEXT_SIZE, TAP_CONTRAST, TAP_SOUND, TAP_REACH, TAP_LANGUAGE, TAP_FINISH, TAP_DATA,
    TAP_START, TAP_GO_ON, TAP_NEW_HERE, TAP_NEXT_EXHIBIT
};

static const char *say(const struct show *s, enum word w)
{
    return word(w, s->comfort.lang);
}

static void add(struct chrome_model *m, const char *icon, const char *label, uint32_t handler, bool left, bool on)
{
    m->items[m->n++] =
        (struct chrome_item){.icon = icon, .label = label, .handler = handler, .left = left, .on = on};
}

/* Whoever talks or tries things out sees that the visit is not counted, and how to end that. */
static enum word finish_word(const struct show *s)
{
    if (!s->visit.mode[0])
        return WORD_FINISH;
    return strcmp(s->visit.mode, "presenter") == 0 ? WORD_FINISH_TALK : WORD_FINISH_TRIAL;
}

static void comfort_items(const struct show *s, struct chrome_model *m)
{
    const struct comfort *c = &s->comfort;
    add(m, "text_size", say(s, WORD_TEXT_SIZE), TAP_TEXT_SIZE, false, c->text_size > 0);
    add(m, "contrast", say(s, WORD_CONTRAST), TAP_CONTRAST, false, c->contrast);
    add(m, c->sound ? "sound" : "sound_off", say(s, c->sound ? WORD_SOUND : WORD_MUTED), TAP_SOUND, false, false);
    add(m, "reach", say(s, WORD_REACH), TAP_REACH, false, c->reach);
    add(m, "language", say(s, WORD_LANGUAGE), TAP_LANGUAGE, false, false);
    add(m, "finish", say(s, finish_word(s)), TAP_FINISH, false, false);
}

/* The strip below the attract picture starts a visit like the picture itself. */
static struct node *attract_strip(const struct show *s, struct arena *a)
{
    struct node *target = node_new(a, NODE_BUTTON);
    target->on_tap = TAP_START;
    node_add(target, chrome_strip(a, say(s, WORD_PRIVACY), stage_portrait(s->stage)));
    return target;
}

static struct node *bar(const struct show *s, struct arena *a)
{
    struct chrome_model m = {.portrait = stage_portrait(s->stage)};
    if (strcmp(s->scene, HOME_SCENE) == 0) {
        add(&m, "data", say(s, WORD_DATA), TAP_DATA, true, false);
    } else {
        bool step = s->has_view && s->head.back == BACK_STEP;
        add(&m, "back", say(s, step ? WORD_STEP_BACK : WORD_BACK), TAP_BACK, true, false);
        add(&m, "home", say(s, WORD_HOME), TAP_HOME, true, false);
    }
    comfort_items(s, &m);
    m.items[m.n - 1].apart = true;
    return chrome_bar(a, &m);
}

void show_chrome(struct show *s)
{
    struct arena a = {0};
    if (s->admin) {
        stage_show(s->stage, LAYER_CHROME, NULL, NULL, false);
        return;
    }
    bool attract = s->has_view && s->head.attract;
    struct node *root = attract ? attract_strip(s, &a) : bar(s, &a);
    stage_show(s->stage, LAYER_CHROME, &a, root, false);
}

static enum skin skin_of(const struct show *s)
{
    const char *name = s->options.skin ? s->options.skin : s->venue.theme;
    return strcmp(name, skin_names[SKIN_ZHUMO]) == 0 ? SKIN_ZHUMO : SKIN_QINGLIAN;
}

void show_apply_comfort(struct show *s)
{
    struct stage_comfort c = {.skin = skin_of(s),
                              .contrast = s->comfort.contrast,
                              .reach = s->comfort.reach,
                              .reduced_motion = !s->comfort.motion,
                              .text_size = s->comfort.text_size};
    snprintf(c.lang, sizeof c.lang, "%s", lang_code(s->comfort.lang));
    stage_set_comfort(s->stage, &c);
    show_chrome(s);
}

void show_reset_comfort(struct show *s)
{
    struct comfort before = s->comfort;
    s->comfort = comfort_of(s->config, stage_portrait(s->stage));
    if (s->text_size >= 0)
        s->comfort.text_size = s->text_size;
    if (s->options.skin && strcmp(s->options.skin, "contrast") == 0)
        s->comfort.contrast = true;
    if (memcmp(&before, &s->comfort, sizeof before) != 0)
        show_apply_comfort(s);
}

static void record_setting(struct show *s, const char *name, const char *value)
{
    struct record r;
    record_start(&r, RECORD_SETTING);
    record_set_text(&r, "name", name, strlen(name));
    record_set_text(&r, "value", value, strlen(value));
    visit_record(&s->visit, &r, clock_mono(s->clock));
}

static void changed(struct show *s, const char *name, bool on)
{
    record_setting(s, name, on ? "on" : "off");
    show_apply_comfort(s);
    show_tell_context(s);
}

static void next_text_size(struct show *s)
{
    static const char *const names[TEXT_SIZES] = {"standard", "larger", "large", "largest"};
    s->comfort.text_size = (s->comfort.text_size + 1) % TEXT_SIZES;
    record_setting(s, "text_size", names[s->comfort.text_size]);
    show_apply_comfort(s);
    show_tell_context(s);
}

static void next_language(struct show *s)
{
    s->comfort.lang = s->comfort.lang == LANG_ZH ? LANG_EN : LANG_ZH;
    record_setting(s, "language", lang_code(s->comfort.lang));
    show_apply_comfort(s);
    show_tell_context(s);
}

static void tap_back(struct show *s)
{
    if (s->state == SHOW_SCENE && s->head.back == BACK_STEP && scene_client_back(&s->client))
        return;
    show_go_home(s, s->scene);
}

void show_chrome_tap(struct show *s, uint32_t handler)
{
    struct comfort *c = &s->comfort;
    switch ((enum chrome_handler)handler) {
    case TAP_BACK:
        tap_back(s);
        break;
    case TAP_HOME:
        show_go_home(s, s->scene);
        break;
    case TAP_TEXT_SIZE:
        next_text_size(s);
        break;
    case TAP_CONTRAST:
        c->contrast = !c->contrast;
        changed(s, "contrast", c->contrast);
        break;
    case TAP_SOUND:
        c->sound = !c->sound;
        changed(s, "sound", c->sound);
        break;
    case TAP_REACH:
        c->reach = !c->reach;
        changed(s, "reach", c->reach);
        break;
    case TAP_LANGUAGE:
        next_language(s);
        break;
    case TAP_FINISH:
        visit_finish(&s->visit, clock_mono(s->clock));
        show_go_home(s, "");
        break;
    case TAP_DATA:
        show_enter(s, DATA_SCENE);
        break;
    case TAP_START:
        show_go_home(s, "attract");
        break;
    default:
        break;
    }
}

void show_warning(struct show *s, int seconds)
{
    char text[256];
    struct arena a = {0};
    snprintf(text, sizeof text, say(s, WORD_STILL_HERE_TEXT), seconds);
    struct dialog_idle d = {.place = {stage_portrait(s->stage), s->comfort.reach},
                            .seconds = seconds,
                            .of = s->config->visit.countdown,
                            .unit = say(s, WORD_SECONDS),
                            .title = say(s, WORD_STILL_HERE),
                            .body = text,
                            .newcomer = say(s, WORD_NEW_HERE),
                            .stay = say(s, WORD_GO_ON),
                            .on_newcomer = TAP_NEW_HERE,
                            .on_stay = TAP_GO_ON};
    stage_show(s->stage, LAYER_DIALOG, &a, dialog_idle(&a, &d), !s->seconds_dialog);
    s->seconds_dialog = true;
}

void show_hide_warning(struct show *s)
{
    if (s->seconds_dialog)
        stage_show(s->stage, LAYER_DIALOG, NULL, NULL, false);
    s->seconds_dialog = false;
}

void show_dialog_tap(struct show *s, uint32_t handler)
{
    int64_t now = clock_mono(s->clock);
    show_hide_warning(s);
    if (handler != TAP_NEW_HERE)
        return; /* the touch itself has taken the warning back */
    visit_end(&s->visit, WHY_HANDOVER, now);
    visit_input(&s->visit, now);
    show_reset_comfort(s);
    show_go_home(s, "new");
}

static void show_card(struct show *s, struct calm_card *m)
{
    struct arena a = {0};
    m->portrait = stage_portrait(s->stage);
    m->picture = "shell/scroll.svg";
    s->has_view = false;
    s->head = (struct view_head){.screen = "calm"};
    show_chrome(s);
    stage_show(s->stage, LAYER_CONTENT, &a, calm_card(&a, m), true);
    visit_screen(&s->visit, s->scene, "calm", clock_mono(s->clock));
}

void show_calm_card(struct show *s)
{
    struct scene_context c;
    char look[256];
    show_context(s, &c);
    snprintf(look, sizeof look, say(s, WORD_LOOK_AT), c.next);
    s->state = SHOW_CALM;
    show_card(s, &(struct calm_card){.title = say(s, WORD_SHUT),
                                     .body = say(s, WORD_SHUT_TEXT),
                                     .home = say(s, WORD_TO_HOME),
                                     .on_home = TAP_HOME,
                                     .other = c.next[0] ? look : NULL,
                                     .on_other = TAP_NEXT_EXHIBIT});
}

void show_calm_tap(struct show *s, uint32_t handler)
{
    if (handler == TAP_HOME)
        show_go_home(s, s->scene);
    else if (handler == TAP_NEXT_EXHIBIT)
        show_enter_next(s);
}

/* Home itself cannot be shown: a screen that needs no content, and another try after a growing pause. */
void show_out_of_order(struct show *s)
{
    s->state = SHOW_BROKEN;
    s->retry_at = clock_mono(s->clock) + s->retry_s * 1000;
    s->retry_s = s->retry_s * 2 < RETRY_MOST_S ? s->retry_s * 2 : RETRY_MOST_S;
    show_card(s, &(struct calm_card){.title = say(s, WORD_OUT_OF_ORDER),
                                     .body = say(s, WORD_OUT_OF_ORDER_TEXT),
                                     .home = say(s, WORD_TRY_AGAIN),
                                     .on_home = TAP_HOME});
}
