/* The waiting room between the stage's records and the disk. */
#include "base/mem.h"
#include "journal/inner.h"

#include <stdlib.h>
#include <string.h>

static struct waiting *place(struct journal *j)
{
    if (j->count == j->room) {
        size_t room = j->room ? j->room * 2 : 64;
        struct waiting *bigger = mem_alloc(room * sizeof *bigger);
        for (size_t i = 0; i < j->count; i++)
            bigger[i] = j->waiting[(j->first + i) % j->room];
        free(j->waiting);
        j->waiting = bigger;
        j->first = 0;
        j->room = room;
    }
    if (!j->count)
        j->first_at = clock_mono(j->clock);
    return &j->waiting[(j->first + j->count++) % j->room];
}

void waiting_drop(struct journal *j, size_t n)
{
    for (; n && j->count; n--, j->count--) {
        free(j->waiting[j->first].data);
        j->first = (j->first + 1) % j->room;
    }
    j->first_at = clock_mono(j->clock);
}

void waiting_unsay(struct journal *j)
{
    if (!j->count)
        return;
    j->count--;
    j->tickets--;
    free(j->waiting[(j->first + j->count) % j->room].data);
}

static void remember_number(struct journal *j, const char *visit)
{
    uint32_t boot, number;
    if (record_visit_parse(visit, &boot, &number) && (boot == j->boot || boot == 0) &&
        number >= j->next_visit)
        j->next_visit = number == UINT32_MAX ? number : number + 1;
}

void append_own(struct journal *j, const struct record *r)
{
    struct waiting w = {.kind = r->kind};
    struct buf data = {0};
    stamp(j, r->mono_ms, &w);
    memcpy(w.visit, r->visit, sizeof w.visit);
    memcpy(w.scene, r->scene, sizeof w.scene);
    memcpy(w.content, r->content, sizeof w.content);
    record_data_json(&data, r);
    w.data = mem_copy_text((const char *)data.data, data.len);
    buf_free(&data);
    visits_note(j, &w);
    checkpoint_note(j, &w);
    remember_number(j, w.visit);
    *place(j) = w;
    j->tickets++;
}

/* How many could not be kept is itself a record, once there is room again. */
static void tell_dropped(struct journal *j)
{
    struct record r;
    char detail[64];
    snprintf(detail, sizeof detail, "未能保存 %lld 条", (long long)(j->dropped - j->dropped_told));
    j->dropped_told = j->dropped;
    record_start(&r, RECORD_FAULT);
    record_set_text(&r, "what", "records_dropped", strlen("records_dropped"));
    record_set_cut(&r, "detail", detail);
    append_own(j, &r);
}

int64_t journal_append(struct journal *j, const struct record *r, struct err *e)
{
    if (j->reading) {
        err_set(e, "记录库只为读取而打开");
        return 0;
    }
    if (!record_check(r, e))
        return 0;
    if (j->count >= WAITING_MAX) {
        j->dropped++;
        remnant_add(&j->dropped_rows, r->kind, r->scene, clock_wall(j->clock), 1);
        err_set(e, "等待写入的记录太多");
        return 0;
    }
    if (j->dropped > j->dropped_told && j->count < WAITING_MAX / 2)
        tell_dropped(j);
    append_own(j, r);
    return j->tickets;
}

int64_t journal_acked(const struct journal *j)
{
    return j->tickets - (int64_t)j->count;
}

/* Visits named "0-n" began before the file could be read; they belong to this boot. `visit` is space for the
 * name. */
struct line waiting_line(const struct journal *j, const struct waiting *w, int64_t seq, const char *prev,
                         char visit[24])
{
    memcpy(visit, w->visit, sizeof w->visit);
    if (!strncmp(w->visit, "0-", 2))
        snprintf(visit, sizeof w->visit, "%u-%.10s", j->boot, w->visit + 2);
    return (struct line){
        .seq = seq,
        .prev = prev,
        .boot = j->boot,
        .mono = w->mono,
        .wall = w->wall,
        .tz = w->tz,
        .clock = clock_names[w->clock],
        .visit = visit,
        .kind = record_rows[w->kind].name,
        .scene = w->scene,
        .content = w->content,
        .data = w->data,
    };
}
