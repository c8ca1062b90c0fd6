/* What an export says about this kiosk, and where its records and its signature come from when the journal is at hand:
 * in `kiosk export` on a kiosk that is not running, in `kiosk tour`, and in the keeper that answers a job. */
#ifndef APP_EXPORT_FACTS_H
#define APP_EXPORT_FACTS_H

#include "app/titles.h"
#include "base/clock.h"
#include "base/config.h"
#include "journal/journal.h"
#include "trust/key.h"
#include "usb/export.h"

#define EXPORT_CHUNK (1u << 20) /* bytes of lines handed over at once */

/* Owns the texts that `about` points to; copies nothing of the configuration, which must outlive it. Do not copy. */
struct export_facts {
    struct export_about about;
    char public_key[256], health[512];
    struct journal_chain chains[EXPORT_CHAINS_MAX];
    struct titles titles;
};

/* As things stand now. `key` may be NULL. An export that is to end with a signed head is preceded by a checkpoint. */
void export_facts_take(struct export_facts *f, const struct config *config, const struct clock *clock,
                       struct journal *j, const struct device_key *key);

/* The signature over an export's sums, with its trusted comment. */
bool export_sign(const struct device_key *key, const struct export_about *about, const char *data, size_t len,
                 struct buf *minisig, struct err *e);

/* A source that reads the journal itself. */
struct export_here {
    struct journal *journal;
    const struct device_key *key;
    struct export_facts facts;
};
struct export_source export_source_here(struct export_here *h);

/* The `export` record of a finished one. */
void export_record(struct journal *j, const char *folder, int64_t upto);

#endif
