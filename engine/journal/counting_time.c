/* Placing: which local moment a record belongs to, and what waits until that can be said. */
#include "journal/counting.h"

#include <stdlib.h>
#include <string.h>

int64_t day_of(int64_t local_ms)
{
    return (local_ms >= 0 ? local_ms : local_ms - DAY_MS + 1) / DAY_MS;
}

struct moment moment_of(const struct counting *c, const struct line_view *l)
{
    int64_t local = l->wall + l->tz * 60000;
    struct moment m = {.local = local, .mono = l->mono, .state = l->clock, .settled = l->clock == CLOCK_OK};
    if (l->clock == CLOCK_UNSET) {
        m.settled = c->boot.placed;
        m.local = c->boot.placed ? l->mono + c->boot.shift : NEVER;
    }
    return m;
}

bool in_period(const struct counting *c, const struct moment *m)
{
    const struct counts_period *p = &c->period;
    if (!p->has_from && !p->has_to)
        return true;
    if (m->local == NEVER)
        return false;
    int64_t day = day_of(m->local);
    return (!p->has_from || day >= p->from) && (!p->has_to || day <= p->to);
}

struct counts_day *day_at(struct counting *c, int64_t day)
{
    uint32_t at = c->days_n;
    while (at && c->days[at - 1].day > day && c->days_n - at < 4)
        at--; /* nearly always the last one or its neighbour */
    if (at && c->days[at - 1].day > day) {
        uint32_t low = 0;
        while (low < at) {
            uint32_t middle = low + (at - low) / 2;
            if (c->days[middle].day <= day)
                low = middle + 1;
            else
                at = middle;
        }
    }
    if (at && c->days[at - 1].day == day)
        return &c->days[at - 1];
    GROW(c->days, c->days_n, c->days_room);
    memmove(c->days + at + 1, c->days + at, (c->days_n - at) * sizeof *c->days);
    c->days_n++;
    c->days[at] = (struct counts_day){.day = day};
    return &c->days[at];
}

/* A moment's day takes part in the span of the figures. */
static void stretch(struct counting *c, const struct moment *m)
{
    if (m->local == NEVER || !in_period(c, m))
        return;
    if (c->last_local == NEVER || m->local > c->last_local)
        c->last_local = m->local;
    if (c->first_local == NEVER || m->local < c->first_local)
        c->first_local = m->local;
}

static void settle_record(struct counting *c, const struct moment *m, int64_t n)
{
    stretch(c, m);
    if (!in_period(c, m))
        return;
    c->out.records += n;
    if (m->state == CLOCK_STEPPED)
        c->out.stepped_records += n;
}

void count_record(struct counting *c, const struct moment *m)
{
    if (m->state == CLOCK_UNSET && !m->settled)
        c->boot.unset_records++;
    if (m->settled) {
        settle_record(c, m, 1);
        return;
    }
    struct run *last = c->runs_n ? &c->runs[c->runs_n - 1] : NULL;
    if (last && last->at.mono == m->mono && last->at.local == m->local && last->at.state == m->state) {
        last->n++;
        return;
    }
    GROW(c->runs, c->runs_n, c->runs_room);
    c->runs[c->runs_n++] = (struct run){*m, 1};
}

static void settle_fault(struct counting *c, const struct waiting_fault *f)
{
    if (in_period(c, &f->at))
        c->tally.row[f->row].n++;
}

void count_fault(struct counting *c, const struct line_view *l, struct moment m)
{
    static const char *const names[3] = {"what"};
    char what[200];
    struct waiting_fault f = {.at = m};
    line_text(l, names[0], what, sizeof what);
    uint32_t name[TALLY_NAMES] = {tally_name(&c->tally, what, strlen(what)),
                                  tally_name(&c->tally, l->scene.at, l->scene.len)};
    f.row = tally_row(&c->tally, IN_FAULTS, name);
    if (m.settled) {
        settle_fault(c, &f);
        return;
    }
    GROW(c->faults, c->faults_n, c->faults_room);
    c->faults[c->faults_n++] = f;
}

/* Which of the waiting moments now get their time. */
enum settling {
    BY_FIRST_BELIEVED, /* those made before the clock was set */
    BY_ADMINISTRATOR,  /* those after a jump too */
    BY_THE_END,        /* all the rest, as they are */
};

static bool settle(const struct counting *c, struct moment *m, enum settling how)
{
    if (m->settled || (how == BY_FIRST_BELIEVED && m->state != CLOCK_UNSET))
        return m->settled;
    if (how != BY_THE_END)
        m->local = m->mono + c->boot.shift;
    return m->settled = true;
}

static void settle_lists(struct counting *c, enum settling how)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->runs_n; i++)
        if (settle(c, &c->runs[i].at, how))
            settle_record(c, &c->runs[i].at, c->runs[i].n);
        else
            c->runs[kept++] = c->runs[i];
    c->runs_n = kept;
    kept = 0;
    for (uint32_t i = 0; i < c->faults_n; i++)
        if (settle(c, &c->faults[i].at, how))
            settle_fault(c, &c->faults[i]);
        else
            c->faults[kept++] = c->faults[i];
    c->faults_n = kept;
}

static void settle_boot_record(struct counting *c, enum settling how)
{
    struct boot_now *b = &c->boot;
    if (b->counted && !b->at.settled && settle(c, &b->at, how))
        c->out.boots += in_period(c, &b->at);
}

static void settle_all(struct counting *c, enum settling how)
{
    settle_lists(c, how);
    settle_boot_record(c, how);
    for (struct visit *v = c->open; v; v = v->next)
        settle(c, &v->start, how);
    for (struct visit *v = c->held; v; v = v->next)
        settle(c, &v->start, how);
    for (uint32_t i = 0; i < c->events_n; i++) {
        settle(c, &c->events[i].open, how);
        settle(c, &c->events[i].close, how);
    }
    for (uint32_t i = 0; i < c->hours_n; i++)
        settle(c, &c->hours[i].at, how);
    release_held(c);
}

/* The opening hours that hold on a day; NULL none. */
static const struct opening *hours_on(const struct counting *c, int64_t day)
{
    for (uint32_t i = c->hours_n; i; i--)
        if (c->hours[i - 1].at.local == NEVER || day_of(c->hours[i - 1].at.local) <= day)
            return &c->hours[i - 1].hours;
    return NULL;
}

static int weekday(int64_t day) /* 0 Monday */
{
    return (int)(((day + 3) % 7 + 7) % 7);
}

static int64_t overlap(int64_t from, int64_t to, int64_t a, int64_t b)
{
    int64_t low = from > a ? from : a, high = to < b ? to : b;
    return high > low ? high - low : 0;
}

static void serve(struct counting *c, int64_t from, int64_t to)
{
    for (int64_t day = day_of(from); day <= day_of(to); day++) {
        struct moment noon = {.local = day * DAY_MS};
        if (!in_period(c, &noon))
            continue;
        int64_t ms = overlap(from, to, day * DAY_MS, (day + 1) * DAY_MS);
        const struct opening *o = hours_on(c, day);
        struct counts_day *d = ms ? day_at(c, day) : NULL;
        if (!d)
            continue;
        d->service_ms += ms;
        c->out.service_ms += ms;
        if (o)
            d->open_ms += overlap(from, to, day * DAY_MS + o->from[weekday(day)] * INT64_C(60000),
                                  day * DAY_MS + o->to[weekday(day)] * INT64_C(60000));
    }
}

static void count_service(struct counting *c)
{
    const struct boot_now *b = &c->boot;
    int64_t ms = b->last_mono - b->first_mono;
    if (ms <= 0 || ms > 3660 * (int64_t)DAY_MS)
        return;
    if (b->placed) {
        serve(c, b->first_mono + b->shift, b->last_mono + b->shift);
    } else if (!c->period.has_from && !c->period.has_to) {
        c->out.service_ms += ms;
        c->out.service_unknown_ms += ms;
    }
}

void boot_ends(struct counting *c)
{
    if (c->boot.number < 0)
        return;
    settle_all(c, BY_THE_END);
    if (!c->boot.placed)
        c->out.unknown_records += c->boot.unset_records;
    count_service(c);
    c->boot = (struct boot_now){.number = -1};
}

void boot_begins(struct counting *c, int64_t number)
{
    boot_ends(c);
    c->boot = (struct boot_now){.number = number, .first_mono = INT64_MAX, .last_mono = INT64_MIN};
}

/* An administrator has just set the clock: what the boot recorded before is placed by it, from here on. */
static bool set_by_administrator(const struct line_view *l)
{
    char why[16];
    return l->kind == RECORD_CLOCK && l->clock != CLOCK_UNSET && line_text(l, "why", why, sizeof why) &&
           !strcmp(why, "admin");
}

void note_time(struct counting *c, const struct line_view *l)
{
    struct boot_now *b = &c->boot;
    if (l->mono < b->first_mono)
        b->first_mono = l->mono;
    if (l->mono > b->last_mono)
        b->last_mono = l->mono;
    bool admin = set_by_administrator(l);
    if (!admin && (l->clock == CLOCK_UNSET || b->placed))
        return;
    b->placed = true;
    b->shift = l->wall + l->tz * 60000 - l->mono;
    settle_all(c, admin ? BY_ADMINISTRATOR : BY_FIRST_BELIEVED);
}

void count_planned(struct counting *c)
{
    if (c->last_local == NEVER || !c->hours_n)
        return;
    bool since_start = !c->period.has_from || c->hours[0].at.local == NEVER;
    int64_t day = since_start ? day_of(c->first_local) : c->period.from;
    for (int64_t last = day_of(c->last_local); day <= last; day++) {
        const struct opening *o = hours_on(c, day);
        if (!o)
            continue;
        int64_t from = day * DAY_MS + o->from[weekday(day)] * INT64_C(60000),
                to = day * DAY_MS + o->to[weekday(day)] * INT64_C(60000);
        int64_t planned = overlap(from, to, from, day == last ? c->last_local : to);
        if (!planned)
            continue;
        struct counts_day *d = day_at(c, day);
        d->planned_ms = planned;
        d->open_ms = d->open_ms < planned ? d->open_ms : planned;
        c->out.planned_days++;
        c->out.planned_ms += planned;
        c->out.open_ms += d->open_ms;
    }
}
