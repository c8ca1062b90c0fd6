/* The tables of a counting as the lists of the figures: in a fixed order, owned by the figures alone. */
#include "journal/counting.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first `group` texts order the rows, then (by_n) the larger numbers, then the other texts. With `total`,
 * `of` becomes the sum of n over the group. */
static const struct rule {
    size_t at;
    int group;
    bool by_n, total;
} rules[IN_LISTS] = {
#define RULE(list, ...) {offsetof(struct counts, list), __VA_ARGS__}
    [IN_SCENES] = RULE(scenes, 4, false, false),   [IN_RESULTS] = RULE(results, 4, false, false),
    [IN_QUESTIONS] = RULE(questions, 4, false, false), [IN_PAIRS] = RULE(pairs, 3, false, true),
    [IN_CHOICES] = RULE(choices, 2, true, true),   [IN_ENDINGS] = RULE(endings, 1, true, true),
    [IN_PLEDGES] = RULE(pledges, 4, false, false), [IN_FAULTS] = RULE(faults, 0, true, false),
    [IN_LEFT] = RULE(left_at, 0, true, false),     [IN_VOTES] = RULE(votes, 3, false, true),
    [IN_TALLIED] = RULE(tallied, 4, false, false), [IN_PRUNED] = RULE(pruned_months, 4, false, false),
};

static bool all_digits(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == 0;
}

/* Numbers by their value, everything else by its bytes. */
static int compare_text(const char *a, const char *b)
{
    if (all_digits(a) && all_digits(b) && strlen(a) != strlen(b))
        return strlen(a) < strlen(b) ? -1 : 1;
    return strcmp(a, b);
}

static int compare_texts(const struct counts_row *a, const struct counts_row *b, int from, int to)
{
    int order = 0;
    for (int i = from; i < to && !order; i++)
        order = compare_text(a->text[i], b->text[i]);
    return order;
}

static int compare_rows(const void *left, const void *right, void *user)
{
    const struct counts_row *a = left, *b = right;
    const struct rule *r = user;
    int order = compare_texts(a, b, 0, r->group);
    if (!order && r->by_n)
        order = (a->n < b->n) - (a->n > b->n);
    return order ? order : compare_texts(a, b, r->group, TALLY_NAMES);
}

static void add_totals(struct counts_list *l, int group)
{
    for (int from = 0, to; from < l->count; from = to) {
        int64_t sum = 0;
        for (to = from; to < l->count && !compare_texts(&l->rows[from], &l->rows[to], 0, group); to++)
            sum += l->rows[to].n;
        for (int i = from; i < to; i++)
            l->rows[i].of = sum;
    }
}

static void write_list(struct counting *c, int list, const char **text)
{
    struct counts_list *out = (struct counts_list *)(void *)((char *)&c->out + rules[list].at);
    int count = 0;
    for (uint32_t i = 0; i < c->tally.rows; i++) {
        const struct tally_row *r = &c->tally.row[i];
        count += r->list == list && (r->n || r->of || r->more);
    }
    if (!count)
        return;
    out->rows = arena_alloc(&c->out.arena, (size_t)count * sizeof *out->rows);
    for (uint32_t i = 0; i < c->tally.rows; i++) {
        const struct tally_row *r = &c->tally.row[i];
        if (r->list != list || !(r->n || r->of || r->more))
            continue;
        struct counts_row *row = &out->rows[out->count++];
        *row = (struct counts_row){.n = r->n, .of = r->of, .more = r->more};
        for (int k = 0; k < TALLY_NAMES; k++)
            row->text[k] = text[r->name[k]];
    }
    qsort_r(out->rows, (size_t)count, sizeof *out->rows, compare_rows, (void *)(uintptr_t)&rules[list]);
    if (rules[list].total)
        add_totals(out, rules[list].group);
}

static int64_t count_breadth(const struct tally *t)
{
    bool *seen = mem_alloc(t->names * sizeof *seen);
    int64_t n = 0;
    for (uint32_t i = 0; i < t->rows; i++)
        if (t->row[i].list == IN_SCENES && t->row[i].n && !seen[t->row[i].name[0]]) {
            seen[t->row[i].name[0]] = true;
            n++;
        }
    free(seen);
    return n;
}

static struct counts_event event_out(const struct event *e, const char *const *text)
{
    bool timed = e->has_close && e->open.local != NEVER && e->close.local != NEVER && e->close.local >= e->open.local;
    return (struct counts_event){
        .label = text[e->label],
        .type = text[e->type],
        .dated = e->open.local != NEVER,
        .day = e->open.local != NEVER ? day_of(e->open.local) : 0,
        .heads_open = e->heads_open,
        .heads_close = e->heads_close,
        .minutes = timed ? (e->close.local - e->open.local) / 60000 : -1,
        .visits = e->visits,
        .valid = e->valid,
    };
}

static void write_events(struct counting *c, const char *const *text)
{
    struct counts *out = &c->out;
    if (!c->events_n)
        return;
    out->events = arena_alloc(&out->arena, c->events_n * sizeof *out->events);
    for (uint32_t i = 0; i < c->events_n; i++)
        if (in_period(c, &c->events[i].open))
            out->events[out->events_count++] = event_out(&c->events[i], text);
}

/* `before` is the first day after the pruned month. */
static bool touches(const struct counts_period *p, const char *before)
{
    char first[11];
    int64_t end, start;
    if (!clock_parse_date(before, &end))
        return true;
    char text[25];
    clock_format_utc((end - 1) * DAY_MS, text);
    snprintf(first, sizeof first, "%.8s01", text);
    return clock_parse_date(first, &start) && (!p->has_from || p->from < end) && (!p->has_to || p->to >= start);
}

static void sum_pruned(struct counts *out)
{
    out->pruned_visits = -1;
    for (int i = 0; i < out->pruned_months.count; i++) {
        const struct counts_row *r = &out->pruned_months.rows[i];
        if (touches(&out->period, r->text[0]))
            out->pruned_visits = (out->pruned_visits < 0 ? 0 : out->pruned_visits) + r->n;
    }
}

static void write_days(struct counting *c)
{
    struct counts *out = &c->out;
    out->has_days = c->first_local != NEVER;
    if (out->has_days) {
        out->first_day = day_of(c->first_local);
        out->last_day = day_of(c->last_local);
    }
    if (!c->days_n)
        return;
    out->days = arena_alloc(&out->arena, c->days_n * sizeof *out->days);
    for (uint32_t i = 0; i < c->days_n; i++)
        if (c->days[i].visits || c->days[i].service_ms || c->days[i].planned_ms)
            out->days[out->days_count++] = c->days[i];
}

static void write_active(struct counting *c)
{
    struct counts *out = &c->out;
    out->active_n = c->active.n;
    out->active_exact = c->active.n <= SPREAD_EXACT;
    if (!c->active.n)
        return;
    out->active_p25_s = spread_at(&c->active, 0.25) / 1000;
    out->active_median_s = spread_at(&c->active, 0.5) / 1000;
    out->active_p75_s = spread_at(&c->active, 0.75) / 1000;
}

void counting_write_out(struct counting *c)
{
    const char **text = mem_alloc(c->tally.names * sizeof *text);
    for (uint32_t i = 0; i < c->tally.names; i++)
        text[i] = arena_text(&c->out.arena, c->tally.name[i], strlen(c->tally.name[i]));
    for (int list = 0; list < IN_LISTS; list++)
        write_list(c, list, text);
    sum_pruned(&c->out);
    c->out.breadth = count_breadth(&c->tally);
    write_events(c, text);
    write_days(c);
    write_active(c);
    free(text);
}
