#include "journal/counting.h"

#include <stdlib.h>
#include <string.h>

struct counting *counting_start(const struct counts_period *p)
{
    struct counting *c = mem_alloc(sizeof *c);
    c->period = c->out.period = *p;
    c->boot.number = -1;
    c->event_now = -1;
    c->first_local = c->last_local = NEVER;
    tally_start(&c->tally);
    return c;
}

/* Numbers go up by one within a chain. A new chain begins with a smaller one; unless the running boot goes on
 * in it (its file was set aside meanwhile), everything open is over. */
static void follow_chain(struct counting *c, const struct line_view *l)
{
    bool again = l->seq <= c->last_seq, boots = l->kind == RECORD_BOOT && c->boot.counted;
    if (!again && c->last_seq)
        c->out.missing += l->seq - c->last_seq - 1;
    if (!c->last_seq)
        c->out.first_seq = l->seq;
    c->out.last_seq = c->last_seq = l->seq;
    if (l->boot == c->boot.number && !boots)
        return;
    boot_begins(c, l->boot);
    if (again) {
        fold_all(c);
        c->seen_boot = c->seen_number = 0;
        c->event_now = -1;
    }
}

static void take_boot(struct counting *c, struct moment m)
{
    c->boot.counted = true;
    c->boot.at = m;
    if (m.settled)
        c->out.boots += in_period(c, &m);
}

static void open_event(struct counting *c, struct moment m, uint32_t label, uint32_t type, int64_t heads)
{
    GROW(c->events, c->events_n, c->events_room);
    c->events[c->events_n] = (struct event){.label = label, .type = type, .open = m, .close = {.settled = true},
                                            .heads_open = heads, .heads_close = -1};
    c->event_now = (int)c->events_n++;
}

static void close_event(struct counting *c, struct moment m, uint32_t label, int64_t heads)
{
    uint32_t i = c->events_n;
    while (i && (c->events[i - 1].label != label || c->events[i - 1].has_close))
        i--;
    if (!i)
        return;
    struct event *e = &c->events[i - 1];
    e->has_close = true;
    e->close = m;
    e->heads_close = heads;
    if (c->event_now == (int)i - 1)
        c->event_now = -1;
}

static void take_group(struct counting *c, const struct line_view *l, struct moment m)
{
    char label[200], type[64], act[16];
    int64_t heads;
    line_text(l, "label", label, sizeof label);
    line_text(l, "type", type, sizeof type);
    line_text(l, "act", act, sizeof act);
    line_int(l, "heads", &heads);
    uint32_t label_name = tally_name(&c->tally, label, strlen(label)),
             type_name = tally_name(&c->tally, type, strlen(type));
    if (strcmp(act, "close") != 0)
        open_event(c, m, label_name, type_name, heads);
    if (strcmp(act, "open") != 0)
        close_event(c, m, label_name, heads);
}

static void take_setting(struct counting *c, const struct line_view *l, struct moment m)
{
    char name[64], value[200];
    struct hours_change change = {.at = m};
    struct err e;
    if (!line_text(l, "name", name, sizeof name) || strcmp(name, OPENING_SETTING) != 0 ||
        !line_text(l, "value", value, sizeof value) || !opening_parse(value, &change.hours, &e))
        return;
    GROW(c->hours, c->hours_n, c->hours_room);
    c->hours[c->hours_n++] = change;
}

/* What a full disk left of records: how many of a kind there were, nothing else. */
static void take_tally(struct counting *c, const struct line_view *l, struct moment m)
{
    char kind[64];
    int64_t count;
    line_text(l, "of", kind, sizeof kind);
    line_int(l, "count", &count);
    uint32_t name[TALLY_NAMES] = {tally_name(&c->tally, kind, strlen(kind)),
                                  tally_name(&c->tally, l->scene.at, l->scene.len)};
    if (count > 0 && in_period(c, &m))
        tally_add(&c->tally, IN_TALLIED, name, count);
}

/* The record holds the figures of what went: a row of their own, whatever the period. */
static void take_prune(struct counting *c, const struct line_view *l)
{
    char before[16], export[64];
    int64_t records, visits, valid, effective;
    line_int(l, "records", &records);
    c->out.pruned += records;
    if (!line_int(l, "visits", &visits) || !line_int(l, "valid", &valid) || !line_int(l, "effective", &effective))
        return;
    line_text(l, "before", before, sizeof before);
    line_text(l, "export", export, sizeof export);
    uint32_t name[TALLY_NAMES] = {tally_name(&c->tally, before, strlen(before)),
                                  tally_name(&c->tally, export, strlen(export))};
    uint32_t row = tally_row(&c->tally, IN_PRUNED, name);
    c->tally.row[row].n += visits;
    c->tally.row[row].of += valid;
    c->tally.row[row].more += effective;
}

void counting_take_view(struct counting *c, const struct line_view *l)
{
    follow_chain(c, l);
    note_time(c, l);
    struct moment m = moment_of(c, l);
    count_record(c, &m);
    if (l->visit_number)
        take_visit_line(c, l, m);
    if (l->kind == RECORD_FAULT)
        count_fault(c, l, m);
    else if (l->kind == RECORD_BOOT)
        take_boot(c, m);
    else if (l->kind == RECORD_GROUP)
        take_group(c, l, m);
    else if (l->kind == RECORD_SETTING)
        take_setting(c, l, m);
    else if (l->kind == RECORD_TALLY)
        take_tally(c, l, m);
    else if (l->kind == RECORD_PRUNE)
        take_prune(c, l);
}

int64_t counting_items(const struct counting *c)
{
    return (int64_t)c->tally.names + c->tally.rows + c->runs_n + c->faults_n + c->events_n + c->hours_n + c->days_n +
           c->held_marks;
}

bool counting_take(struct counting *c, const char *line, size_t len, struct err *e)
{
    struct line_view l;
    const char *wrong = line_read(line, len, &l);
    c->lines++;
    if (wrong)
        return err_set(e, "第 %lld 行不是完整的记录：%s。请核验文件，或重新导出。", (long long)c->lines, wrong);
    counting_take_view(c, &l);
    return true;
}

bool counting_take_lines(struct counting *c, const char *lines, size_t len, struct err *e)
{
    for (const char *at = lines, *end = lines + len; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t n = (size_t)((newline ? newline : end) - at);
        if (!counting_take(c, at, n, e))
            return false;
        at += n + 1;
    }
    return true;
}

void counting_drop(struct counting *c)
{
    if (!c)
        return;
    while (c->open || c->held) {
        struct visit **list = c->open ? &c->open : &c->held, *v = *list;
        *list = v->next;
        visit_free(v);
    }
    tally_free(&c->tally);
    spread_free(&c->active);
    free(c->runs);
    free(c->faults);
    free(c->events);
    free(c->hours);
    free(c->days);
    counts_free(&c->out);
    free(c);
}

void counting_end(struct counting *c, struct counts *out)
{
    boot_ends(c);
    fold_all(c);
    count_planned(c);
    counting_write_out(c);
    *out = c->out;
    memset(&c->out, 0, sizeof c->out);
    counting_drop(c);
}
