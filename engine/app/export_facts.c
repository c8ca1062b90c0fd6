#include "app/export_facts.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

static void about_kiosk(struct export_about *a, const struct config *c)
{
    a->kiosk_id = c->kiosk.id;
    a->venue = c->kiosk.venue;
    a->unit = c->kiosk.unit;
    a->sector = c->kiosk.sector;
    a->data = c->kiosk.data;
    a->software = QINGFENG_VERSION;
}

void export_facts_take(struct export_facts *f, const struct config *config, const struct clock *clock,
                       struct journal *j, const struct device_key *key)
{
    struct journal_state state;
    *f = (struct export_facts){.about = {.made_ms = clock_wall(clock)}};
    journal_state(j, &state);
    about_kiosk(&f->about, config);
    f->about.clock_unset = !clock_believed(f->about.made_ms);
    f->about.boots = journal_boot(j);
    f->about.upto = state.seq;
    f->about.dropped = state.dropped;
    f->about.chains = f->chains;
    f->about.chains_n = journal_chains(j, f->chains, EXPORT_CHAINS_MAX);
    snprintf(f->health, sizeof f->health, "%s", state.health == JOURNAL_OK ? "ok" : state.sentence);
    f->about.health = f->health;
    titles_read(&f->titles, config->kiosk.data);
    f->about.title = titles_find;
    f->about.title_user = &f->titles;
    if (key) {
        snprintf(f->public_key, sizeof f->public_key, "%s", key_public_text(key));
        f->about.public_key = f->public_key;
    }
}

bool export_sign(const struct device_key *key, const struct export_about *about, const char *data, size_t len,
                 struct buf *minisig, struct err *e)
{
    char comment[200], made[25];
    clock_format_utc(about->made_ms, made);
    snprintf(comment, sizeof comment, "qingfeng export kiosk=%s upto=%lld made=%s", about->kiosk_id,
             (long long)about->upto, made);
    return key_sign(key, data, len, comment, minisig, e);
}

static int64_t lines_here(void *user, int64_t after, int64_t upto, struct buf *out, struct err *e)
{
    struct export_here *h = user;
    return journal_read_lines(h->journal, after, upto, EXPORT_CHUNK, out, e);
}

static bool sign_here(void *user, const char *data, size_t len, struct buf *minisig, struct err *e)
{
    struct export_here *h = user;
    return export_sign(h->key, &h->facts.about, data, len, minisig, e);
}

struct export_source export_source_here(struct export_here *h)
{
    return (struct export_source){.user = h, .about = h->facts.about, .lines = lines_here, .sign = sign_here};
}

void export_record(struct journal *j, const char *folder, int64_t upto)
{
    struct record r;
    struct err e;
    record_start(&r, RECORD_EXPORT);
    record_set_cut(&r, "folder", folder);
    record_set_int(&r, "upto", upto);
    record_set_bool(&r, "verified", true);
    if (!journal_append(j, &r, &e))
        log_error("export", "%s", e.text);
}
