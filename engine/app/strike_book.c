#include "app/strike_book.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

#define LOOK_MS 60000
#define SAVE_MS 1000
#define HOME "venue" /* never shut: the supervisor and the show see to home */

void strike_book_close(struct strike_book *b)
{
    struct err e;
    if (!b->unsaved)
        return;
    b->unsaved = false;
    b->saved = clock_mono(b->clock);
    if (!strikes_save(&b->strikes, b->config->kiosk.data, &e))
        log_error("keeper", "%s", e.text);
}

void strike_book_open(struct strike_book *b, const struct config *config, const struct clock *clock, uint32_t boot)
{
    *b = (struct strike_book){.config = config, .clock = clock, .boot = boot};
    strikes_load(&b->strikes, config->kiosk.data);
    strike_book_look(b, true);
}

static uint64_t content(const struct strike_book *b)
{
    const char *folders[] = {b->config->kiosk.scripts, b->config->kiosk.media};
    return content_stamp(folders, 2);
}

static void add(struct strike_book *b, const char *scene)
{
    if (strikes_shut(&b->strikes, scene))
        return;
    if (!strikes_any(&b->strikes)) /* what it failed with; before that nobody needs to know, and the walk costs */
        strikes_content(&b->strikes, content(b));
    if (strikes_add(&b->strikes, scene, b->boot, b->clock))
        log_error("keeper", "展项 %s 一天内出错 %d 次，停用；内容更新或管理员恢复以后再开放", scene, STRIKES_OUT);
    b->unsaved = true;
}

bool strike_book_record(struct strike_book *b, const struct record *r)
{
    if (r->kind == RECORD_ENTER)
        snprintf(b->on_screen, sizeof b->on_screen, "%s", r->scene);
    else if (r->kind == RECORD_LEAVE || r->kind == RECORD_VISIT_END)
        b->on_screen[0] = 0;
    if (r->kind != RECORD_FAULT || strcmp(record_text(r, "what"), "scene") != 0 || !r->scene[0] || strcmp(r->scene, HOME) == 0)
        return false;
    add(b, r->scene);
    return true;
}

void strike_book_stage_died(struct strike_book *b)
{
    if (b->on_screen[0])
        add(b, b->on_screen);
    b->on_screen[0] = 0;
}

bool strike_book_release(struct strike_book *b, const char *scene)
{
    if (!strikes_release(&b->strikes, scene))
        return false;
    b->unsaved = true;
    return true;
}

bool strike_book_look(struct strike_book *b, bool now)
{
    int64_t time = clock_mono(b->clock);
    if (time - b->saved >= SAVE_MS)
        strike_book_close(b);
    if (!strikes_any(&b->strikes) || (!now && time - b->looked < LOOK_MS))
        return false;
    b->looked = time;
    if (!strikes_content(&b->strikes, content(b)))
        return false;
    log_info("keeper", "内容已更新，停用的展项重新开放");
    b->unsaved = true;
    return true;
}
