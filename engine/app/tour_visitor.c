#include "app/tour_visitor.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUTTONS 96
#define ENOUGH 4  /* times one thing is touched on one screen */
#define SCROLLS 4 /* on one screen without anything to touch */

/* clang-format off */
static const char *const ways_on[] = {"提交", "下一", "开始", "查看成绩", "看结果", "继续", "完成", "Next", "Submit",
    "Start", "Continue", "Done", NULL};
static const char *const ways_off[] = {"下一个展项", "返回首页", "Next exhibit", "再来", "重", "上一", "返回", "回到", "换一种", "首页", "结束参观", "目录",
    "收起", "清空", "Again", "Back", "Previous", "Home", NULL};
/* clang-format on */

enum way { WAY_ON, WAY_HERE, WAY_OFF };

struct button {
    char label[96];
    struct rect at;
    enum way way;
    struct tour_touched *touched;
};

static bool begins_with_any(const char *label, const char *const *words)
{
    for (; *words; words++) {
        if (strncmp(label, *words, strlen(*words)) == 0)
            return true;
    }
    return false;
}

static struct tour_touched *touched_of(struct tour_habit *h, const char *screen, const char *label)
{
    for (int i = 0; i < h->n; i++) {
        if (strcmp(h->touched[i].screen, screen) == 0 && strcmp(h->touched[i].label, label) == 0)
            return &h->touched[i];
    }
    struct tour_touched *t = &h->touched[h->n++];
    *t = (struct tour_touched){.times = 0};
    snprintf(t->screen, sizeof t->screen, "%s", screen);
    snprintf(t->label, sizeof t->label, "%s", label);
    return t;
}

static int look(struct tour_habit *h, struct visitor *v, struct button *list)
{
    struct buf label = {0};
    int n = 0;
    if (h->n + BUTTONS > h->room) {
        h->room += 4 * BUTTONS;
        h->touched = mem_resize(h->touched, (size_t)h->room * sizeof *h->touched);
    }
    while (n < BUTTONS) {
        struct button *b = &list[n];
        buf_clear(&label);
        if (!stage_find_button(v->show.stage, n + 1, &label, &b->at))
            break;
        snprintf(b->label, sizeof b->label, "%s", buf_cstr(&label));
        utf8_trim_partial(b->label);
        b->way = begins_with_any(b->label, ways_off)  ? WAY_OFF
                 : begins_with_any(b->label, ways_on) ? WAY_ON
                                                      : WAY_HERE;
        b->touched = touched_of(h, v->show.head.screen, b->label);
        n++;
    }
    buf_free(&label);
    return n;
}

static uint32_t roll(struct tour_habit *h, uint32_t sides)
{
    h->dice = h->dice * 1664525u + 1013904223u;
    return (h->dice >> 8) % sides;
}

/* One of those that stand in a column with `first` and were touched as little. */
static struct button *any_like(struct tour_habit *h, struct button *list, int n, struct button *first)
{
    struct button *column[BUTTONS];
    uint32_t count = 0;
    for (int i = 0; i < n; i++) {
        if (list[i].way == WAY_HERE && list[i].at.x == first->at.x &&
            list[i].touched->times == first->touched->times)
            column[count++] = &list[i];
    }
    return column[roll(h, count)];
}

/* A way on if there is one; otherwise what was touched least: on a new screen any of the first column, then
 * rather something to the right of the last touch, for that is how pairs are made. */
static struct button *pick(struct tour_habit *h, struct button *list, int n)
{
    struct button *first = NULL, *beside = NULL;
    int least = ENOUGH;
    for (int i = 0; i < n; i++) {
        if (list[i].way == WAY_ON && list[i].touched->times < ENOUGH)
            return &list[i];
        if (list[i].way == WAY_HERE && list[i].touched->times < least)
            least = list[i].touched->times;
    }
    for (int i = 0; i < n && least < ENOUGH; i++) {
        if (list[i].way != WAY_HERE || list[i].touched->times != least)
            continue;
        if (!first)
            first = &list[i];
        if (!beside && h->last_right && list[i].at.x >= h->last_right)
            beside = &list[i];
    }
    if (first && !h->last_right)
        return any_like(h, list, n, first);
    return beside ? beside : first;
}

/* Nothing to touch in sight: perhaps further down. */
static bool scroll(struct tour_habit *h, struct visitor *v, struct err *e)
{
    float w, height;
    stage_content_size(v->show.stage, &w, &height);
    int px = (int)height / 4, from[2] = {(int)w / 2, px * 3}, to[2] = {(int)w / 2, px};
    return ++h->scrolled <= SCROLLS && visitor_drag(v, from, to, e);
}

bool tour_step(struct tour_habit *h, struct visitor *v, struct err *e)
{
    struct button list[BUTTONS];
    e->text[0] = '\0';
    if (strcmp(h->screen, v->show.head.screen) != 0) {
        snprintf(h->screen, sizeof h->screen, "%s", v->show.head.screen);
        h->last_right = h->scrolled = 0;
    }
    struct button *b = pick(h, list, look(h, v, list));
    if (!b)
        return scroll(h, v, e);
    b->touched->times++;
    h->last_right = b->at.x + b->at.w;
    return visitor_tap(v, b->at.x + b->at.w / 2, b->at.y + b->at.h / 2, e);
}

void tour_forget(struct tour_habit *h)
{
    h->n = 0;
    h->screen[0] = '\0';
}

void tour_habit_free(struct tour_habit *h)
{
    free(h->touched);
    *h = (struct tour_habit){0};
}
