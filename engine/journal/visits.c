/* Visits that began and did not end: those of this boot in memory, those of earlier boots in the file. */
#include "base/mem.h"
#include "journal/inner.h"

#include <stdlib.h>
#include <string.h>

static struct open_visit *find(struct journal *j, const char *visit)
{
    for (size_t i = 0; i < j->visits_n; i++)
        if (!strcmp(j->visits[i].visit, visit))
            return &j->visits[i];
    return NULL;
}

static void begin(struct journal *j, const struct waiting *w)
{
    if (j->visits_n == j->visits_room) {
        j->visits_room = j->visits_room ? j->visits_room * 2 : 4;
        j->visits = mem_resize(j->visits, j->visits_room * sizeof *j->visits);
    }
    struct open_visit *v = &j->visits[j->visits_n++];
    *v = (struct open_visit){.start_mono = w->mono, .last_mono = w->mono};
    memcpy(v->visit, w->visit, sizeof v->visit);
    memcpy(v->content, w->content, sizeof v->content);
}

void visits_note(struct journal *j, const struct waiting *w)
{
    struct open_visit *v = w->visit[0] ? find(j, w->visit) : NULL;
    if (v && w->mono > v->last_mono)
        v->last_mono = w->mono;
    if (w->kind == RECORD_VISIT_START && !v && w->visit[0])
        begin(j, w);
    if (w->kind == RECORD_VISIT_END && v)
        *v = j->visits[--j->visits_n];
}

static void end(struct journal *j, const char *visit, const char *content, const char *why, int64_t active_ms)
{
    struct record r;
    record_start(&r, RECORD_VISIT_END);
    snprintf(r.visit, sizeof r.visit, "%s", visit);
    snprintf(r.content, sizeof r.content, "%s", content);
    record_set_text(&r, "why", why, strlen(why));
    record_set_int(&r, "active_ms", active_ms > 0 ? active_ms : 0);
    record_set_int(&r, "idle_ms", 0);
    append_own(j, &r);
}

void journal_end_visits(struct journal *j, const char *why)
{
    while (j->visits_n) {
        struct open_visit v = j->visits[0];
        end(j, v.visit, v.content, why, v.last_mono - v.start_mono);
    }
}

/* The last thing known of such a visit is its latest record in the same boot. Only the visits of one boot are looked at:
 * the index knows them by the start of their names. */
static const char lost_visits[] =
    "WITH open(visit, at) AS (SELECT visit, min(seq) FROM records WHERE kind IN ('visit_start','visit_end')"
    " AND visit >= ?1 || '-' AND visit < ?1 || '.' GROUP BY visit HAVING min(kind) = 'visit_start')"
    " SELECT s.visit, s.content, (SELECT max(r.mono) FROM records r WHERE r.seq >= s.seq AND r.boot = s.boot"
    " AND r.visit = s.visit) - s.mono FROM open JOIN records s ON s.seq = open.at ORDER BY s.seq";

static bool end_lost_of(struct journal *j, int64_t boot)
{
    sqlite3_stmt *s = NULL;
    bool well = sqlite3_prepare_v2(j->db, lost_visits, -1, &s, NULL) == SQLITE_OK;
    sqlite3_bind_int64(s, 1, boot);
    int code = SQLITE_ERROR;
    while (well && (code = sqlite3_step(s)) == SQLITE_ROW)
        end(j, (const char *)sqlite3_column_text(s, 0), (const char *)sqlite3_column_text(s, 1), "power_loss",
            sqlite3_column_int64(s, 2));
    sqlite3_finalize(s);
    return (well && code == SQLITE_DONE) || database_failed(j, "寻找没有结束的参观");
}

/* Each boot ends what the one before left open, with its own first records; three are looked at in case that one was
 * cut short too. */
bool visits_end_lost(struct journal *j)
{
    int64_t last = database_int(j, "SELECT boot FROM records ORDER BY seq DESC LIMIT 1", 0);
    for (int64_t boot = last > 3 ? last - 2 : 1; boot <= last; boot++)
        if (boot != j->boot && !end_lost_of(j, boot))
            return false;
    return true;
}
