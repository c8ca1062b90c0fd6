/* Visits: what a line adds to its visit, and what an ended visit adds to the figures. */
#include "journal/counting.h"

#include <stdlib.h>
#include <string.h>

static const char *const end_words[ENDS] = {"finished", "left",       "timeout", "handover",
                                            "shutdown", "power_loss", "fault"};

void visit_free(struct visit *v)
{
    free(v->marks);
    free(v->halves);
    free(v);
}

/* Where its mark on a row is; marks_n: none yet. */
static uint32_t mark_at(const struct visit *v, uint32_t row)
{
    uint32_t i = 0;
    while (i < v->marks_n && v->marks[i].row != row)
        i++;
    return i;
}

static void mark(struct visit *v, uint32_t row, struct mark add)
{
    uint32_t i = mark_at(v, row);
    if (i == v->marks_n) {
        GROW(v->marks, v->marks_n, v->marks_room);
        v->marks[v->marks_n++] = (struct mark){.row = row};
    }
    v->marks[i].n += add.n;
    v->marks[i].of += add.of;
    v->marks[i].more += add.more;
}

static uint32_t name_of_field(struct counting *c, const struct line_view *l, const char *field)
{
    char text[2048];
    int64_t number;
    if (line_int(l, field, &number))
        snprintf(text, sizeof text, "%lld", (long long)number);
    else
        line_text(l, field, text, sizeof text);
    return tally_name(&c->tally, text, strlen(text));
}

/* The row of the line's scene and up to three of its fields; "" for the content version. */
uint32_t row_of(struct counting *c, const struct line_view *l, int list, const char *const names[3])
{
    uint32_t name[TALLY_NAMES] = {tally_name(&c->tally, l->scene.at, l->scene.len)};
    for (int i = 0; i < 3 && names[i]; i++)
        name[i + 1] = names[i][0] ? name_of_field(c, l, names[i])
                                  : tally_name(&c->tally, l->content.at, l->content.len);
    return tally_row(&c->tally, list, name);
}
#define ROW(c, l, list, ...) row_of(c, l, list, (const char *const[3]){__VA_ARGS__})

static void take_start(struct visit *v, const struct line_view *l)
{
    char mode[16];
    if (line_text(l, "mode", mode, sizeof mode) && strcmp(mode, "visitor") != 0)
        v->staff = true;
}

/* A duration or a number of the visit's end; what no record can hold counts as none. */
static int64_t sensible(const struct line_view *l, const char *field)
{
    int64_t v;
    line_int(l, field, &v);
    return v >= 0 && v <= INT64_C(1000000000000000) / STUCK_PER_SECOND ? v : 0;
}

/* The end of a visit leaves the open scene in the same moment; one that was left before was gone home from. */
static void take_end(struct counting *c, struct visit *v, const struct line_view *l)
{
    char why[16];
    if (v->ended)
        return;
    line_text(l, "why", why, sizeof why);
    for (int i = 0; i < ENDS; i++)
        if (!strcmp(why, end_words[i]))
            v->why = i;
    if (v->left_mono != NEVER && v->left_mono != l->mono)
        v->last_scene = 0;
    v->inputs = sensible(l, "inputs");
    v->screens = sensible(l, "screens");
    v->span_ms = sensible(l, "span_ms");
    v->active_ms = sensible(l, "active_ms");
    v->ended = true;
    c->ended_n++;
}

static void take_leave(struct counting *c, struct visit *v, const struct line_view *l)
{
    bool done;
    line_bool(l, "done", &done);
    v->done |= done;
    v->left_mono = l->mono;
    mark(v, ROW(c, l, IN_SCENES, ""), (struct mark){.n = done});
}

/* The first of a visit is the one that finds no mark. What the record calls its attempt is the round since the
 * exhibit was entered: it begins again at every entry, and a question may be drawn in a later round only. */
static void take_answer(struct counting *c, struct visit *v, const struct line_view *l)
{
    bool right;
    uint32_t row = ROW(c, l, IN_QUESTIONS, "question", "version");
    bool first = mark_at(v, row) == v->marks_n;
    line_bool(l, "right", &right);
    mark(v, row, (struct mark){.n = first && right, .of = first, .more = !first});
}

static void take_result(struct counting *c, struct visit *v, const struct line_view *l)
{
    bool passed;
    line_bool(l, "passed", &passed);
    mark(v, ROW(c, l, IN_RESULTS, ""), (struct mark){.n = passed, .of = 1});
}

/* At most one per visit and text: a second confirmation finds its mark. */
static void take_pledge(struct counting *c, struct visit *v, const struct line_view *l)
{
    uint32_t row = ROW(c, l, IN_PLEDGES, "text", "version");
    if (mark_at(v, row) == v->marks_n)
        mark(v, row, (struct mark){.n = 1});
}

static struct half *half_of(struct visit *v, struct half key)
{
    for (uint32_t i = 0; i < v->halves_n; i++)
        if (v->halves[i].scene == key.scene && v->halves[i].item == key.item && v->halves[i].version == key.version)
            return &v->halves[i];
    v->halves = mem_resize(v->halves, (v->halves_n + 1) * sizeof *v->halves);
    v->halves[v->halves_n] = key;
    return &v->halves[v->halves_n++];
}

static void take_vote(struct counting *c, struct visit *v, const struct line_view *l)
{
    char form[16];
    struct half key = {.scene = tally_name(&c->tally, l->scene.at, l->scene.len),
                       .item = name_of_field(c, l, "item"),
                       .version = name_of_field(c, l, "version")};
    uint32_t answer = name_of_field(c, l, "chosen");
    line_text(l, "form", form, sizeof form);
    if (!form[0]) {
        uint32_t name[TALLY_NAMES] = {key.scene, key.item, key.version, answer};
        mark(v, tally_row(&c->tally, IN_VOTES, name), (struct mark){.n = 1});
        return;
    }
    struct half *h = half_of(v, key);
    int side = !strcmp(form, "after");
    if (!h->answer[side])
        h->answer[side] = answer;
}

static void take_content(struct counting *c, struct visit *v, const struct line_view *l)
{
    switch (l->kind) {
    case RECORD_ENTER:
        v->last_scene = tally_name(&c->tally, l->scene.at, l->scene.len);
        v->left_mono = NEVER;
        mark(v, ROW(c, l, IN_SCENES, ""), (struct mark){.of = 1});
        break;
    case RECORD_LEAVE:
        take_leave(c, v, l);
        break;
    case RECORD_ANSWER:
        take_answer(c, v, l);
        break;
    case RECORD_RESULT:
        take_result(c, v, l);
        break;
    case RECORD_CHOICE:
        mark(v, ROW(c, l, IN_CHOICES, "at", "chosen"), (struct mark){.n = 1});
        break;
    case RECORD_ENDING:
        mark(v, ROW(c, l, IN_ENDINGS, "ending", "outcome"), (struct mark){.n = 1});
        break;
    case RECORD_PLEDGE:
        take_pledge(c, v, l);
        break;
    case RECORD_VOTE:
        take_vote(c, v, l);
        break;
    default: /* the other kinds say nothing about what was taken part in */
        break;
    }
}

static struct visit *find(struct counting *c, const struct line_view *l)
{
    struct visit *v = c->open;
    while (v && (v->number != l->visit_number || v->boot != l->visit_boot))
        v = v->next;
    return v;
}

static struct visit *begin(struct counting *c, const struct line_view *l, struct moment m)
{
    while (c->open_n >= VISITS_OPEN_MAX)
        fold_oldest(c);
    struct visit *v = mem_alloc(sizeof *v);
    *v = (struct visit){.next = c->open, .boot = l->visit_boot, .number = l->visit_number, .start = m, .why = -1,
                        .left_mono = NEVER, .event = c->event_now};
    c->open = v;
    c->open_n++;
    if (l->visit_boot != c->seen_boot || l->visit_number > c->seen_number) {
        c->seen_boot = l->visit_boot;
        c->seen_number = l->visit_number;
    }
    return v;
}

void take_visit_line(struct counting *c, const struct line_view *l, struct moment m)
{
    struct visit *v = find(c, l);
    if (!v && l->kind != RECORD_VISIT_START && l->visit_boot == c->seen_boot && l->visit_number <= c->seen_number) {
        c->out.late++;
        return;
    }
    if (!v)
        v = begin(c, l, m);
    if (l->kind == RECORD_VISIT_START)
        take_start(v, l);
    else if (l->kind == RECORD_VISIT_END)
        take_end(c, v, l);
    else if (l->kind == RECORD_STAFF)
        v->staff = true;
    else
        take_content(c, v, l);
    if (c->ended_n > VISITS_LINGER)
        fold_oldest(c);
}

static void count_pairs(struct counting *c, const struct visit *v)
{
    for (uint32_t i = 0; i < v->halves_n; i++) {
        const struct half *h = &v->halves[i];
        if (!h->answer[0] || !h->answer[1])
            continue;
        for (int side = 0; side < 2; side++) {
            uint32_t name[TALLY_NAMES] = {h->scene, h->item, h->version, h->answer[side]};
            uint32_t row = tally_row(&c->tally, IN_PAIRS, name);
            c->tally.row[row].n += !side;
            c->tally.row[row].more += side;
        }
    }
}

static void count_tables(struct counting *c, const struct visit *v)
{
    for (uint32_t i = 0; i < v->marks_n; i++) {
        struct tally_row *row = &c->tally.row[v->marks[i].row];
        row->n += v->marks[i].n;
        row->of += v->marks[i].of;
        row->more += v->marks[i].more;
    }
    count_pairs(c, v);
    if (v->why == END_LEFT || v->why == END_TIMEOUT)
        tally_add(&c->tally, IN_LEFT, (uint32_t[TALLY_NAMES]){v->last_scene}, 1);
}

static void count_when(struct counting *c, const struct visit *v, bool valid)
{
    if (v->event >= 0) {
        c->events[v->event].visits++;
        c->events[v->event].valid += valid;
    }
    if (v->start.local == NEVER)
        return;
    int64_t day = day_of(v->start.local);
    struct counts_day *d = day_at(c, day);
    d->visits++;
    d->valid += valid;
    c->out.hours[(v->start.local - day * DAY_MS) / 3600000]++;
    c->out.weekdays[((day + 3) % 7 + 7) % 7]++;
}

/* The one place where a visit becomes figures. */
static void count_visit(struct counting *c, const struct visit *v)
{
    struct counts *out = &c->out;
    out->unknown_visits += v->start.local == NEVER;
    if (!in_period(c, &v->start))
        return;
    bool stuck = v->inputs >= STUCK_INPUTS && v->inputs > v->span_ms * STUCK_PER_SECOND / 1000;
    if (v->staff || stuck) {
        out->excluded_staff += v->staff;
        out->excluded_stuck += !v->staff;
        return;
    }
    bool valid = v->inputs >= VALID_INPUTS && v->screens >= VALID_SCREENS && v->span_ms >= VALID_SPAN_MS;
    out->visits++;
    out->valid += valid;
    out->effective += valid && v->done;
    if (v->why >= 0)
        out->ends[v->why]++;
    out->ongoing += !v->ended;
    out->short_touch += v->ended && !valid;
    if (valid)
        spread_add(&c->active, v->active_ms);
    count_tables(c, v);
    count_when(c, v, valid);
}

/* Takes it out of the open ones: into the figures, or among those that wait for their time. */
static void fold(struct counting *c, struct visit **at)
{
    struct visit *v = *at;
    *at = v->next;
    c->open_n--;
    c->ended_n -= v->ended;
    if (v->start.settled) {
        count_visit(c, v);
        visit_free(v);
        return;
    }
    v->marks = v->marks_n ? mem_resize(v->marks, v->marks_n * sizeof *v->marks) : v->marks;
    v->marks_room = v->marks_n;
    v->next = c->held;
    c->held = v;
    c->held_marks += 1 + v->marks_n + v->halves_n;
}

void fold_oldest(struct counting *c)
{
    struct visit **oldest = NULL, **ended = NULL;
    for (struct visit **at = &c->open; *at; at = &(*at)->next) {
        oldest = at;
        if ((*at)->ended)
            ended = at;
    }
    if (oldest)
        fold(c, ended ? ended : oldest);
}

void fold_all(struct counting *c)
{
    while (c->open)
        fold(c, &c->open);
    release_held(c);
}

void release_held(struct counting *c)
{
    for (struct visit **at = &c->held; *at;) {
        struct visit *v = *at;
        if (!v->start.settled) {
            at = &v->next;
            continue;
        }
        *at = v->next;
        c->held_marks -= 1 + v->marks_n + v->halves_n;
        count_visit(c, v);
        visit_free(v);
    }
}
