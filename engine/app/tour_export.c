/* The tour's export is a kiosk's: the same code, onto a folder instead of a stick. */
#include "app/export_facts.h"
#include "app/tour.h"
#include "base/file.h"

#include <stdio.h>

static bool run_export(const struct config *config, const struct clock *clock, struct export_here *h, const char *stick,
                       struct export_result *result, struct err *e)
{
    struct export_options o = {.stick = stick};
    journal_use_key(h->journal, h->key);
    bool ok = journal_checkpoint(h->journal, e);
    if (ok) {
        export_facts_take(&h->facts, config, clock, h->journal, h->key);
        struct export_source source = export_source_here(h);
        ok = export_run(&o, &source, result, e);
    }
    if (ok)
        export_record(h->journal, result->folder, result->upto);
    journal_commit(h->journal);
    journal_use_key(h->journal, NULL);
    return ok;
}

bool tour_export(struct journal *j, const struct config *config, const struct clock *clock, const char *folder,
                 const char *data, char *out, size_t size, struct err *e)
{
    struct export_here h = {.journal = j};
    struct export_result result;
    char stick[1200];
    struct config own = *config; /* the tour's records are not this kiosk's */
    snprintf(own.kiosk.data, sizeof own.kiosk.data, "%s", data);
    if (!path_join(stick, sizeof stick, folder, "export"))
        return err_set(e, "%s: 路径太长", folder);
    struct device_key *key = key_open(data, true, e);
    h.key = key;
    bool ok = key && file_make_folders(stick, 0755, e) && run_export(&own, clock, &h, stick, &result, e);
    key_close(key);
    if (ok)
        snprintf(out, size, "%s", result.place);
    return ok;
}
