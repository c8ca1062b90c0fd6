/* An export onto a stick, made so that the stick can be pulled at any moment: STICK/qingfeng/KIOSK-ID/NAME/ either is
 * there whole or is not there.
 *
 *   1. down to qingfeng/KIOSK-ID step by step, following no link; leftovers of earlier cut-short exports go
 *   2. everything into .partial-NAME: records stream through once, their figures are counted in the same pass
 *   3. each file is synced, then all are read back past the caches and compared by SHA-256
 *   4. proof that the stick is still there, rename to NAME, sync of the folders, proof once more
 *
 * A driver that loses the files of a renamed folder (fusefat does) is found out at step 4; only there the files are
 * written under the final name.
 *
 * Only when all of this went well does export_run say so; writing and even unmounting seem to succeed on a stick that
 * is gone. Memory does not grow with the number of records. */
#ifndef USB_EXPORT_H
#define USB_EXPORT_H

#include "base/buf.h"
#include "base/err.h"
#include "journal/journal.h"

#include <stdbool.h>
#include <stdint.h>

/* What is exported, and what is said about it. All texts are UTF-8 and outlive the export. */
struct export_about {
    const char *kiosk_id, *venue, *unit, *sector, *software;
    const char *data;       /* the kiosk's data folder, for files that were set aside */
    const char *public_key; /* the text of kiosk.pub; NULL: no key, nothing is signed */
    int64_t made_ms;        /* wall clock, ms since 1970 */
    bool clock_unset;       /* that clock was never set */
    int64_t boots;
    int64_t upto;           /* the last record to take along */
    int64_t dropped;
    const char *health; /* "ok", or what the journal suffers from */
    const struct journal_chain *chains; /* the living one last; those set aside are read from `data` */
    int chains_n;
    /* As in report_about (report/report.h); NULL: names stand alone. */
    const char *(*title)(void *user, const char *scene, const char *item);
    void *title_user;
};

#define EXPORT_CHAINS_MAX 9

struct export_source {
    void *user;
    struct export_about about;
    /* Whole lines with their newlines after number `after` up to and with `upto`, about 1 MiB of them, into the
     * empty `out`; returns the number of the last, 0 when none is left, -1 with *e. */
    int64_t (*lines)(void *user, int64_t after, int64_t upto, struct buf *out, struct err *e);
    /* The text of a .minisig over these bytes. Asked for once, and only when there is a public key. */
    bool (*sign)(void *user, const char *data, size_t len, struct buf *minisig, struct err *e);
};

struct export_progress {
    int64_t bytes, of_bytes; /* written and read back; the total is an estimate at first */
    int files, of_files;
    const char *file;     /* now being worked on, "" none */
    const char *sentence; /* Chinese */
};

struct export_options {
    const char *stick; /* any folder */
    int64_t since;     /* records after this number only; 0: all */
    /* Heard many times; false gives the export up, and nothing of it stays. NULL: nobody wants to know. */
    bool (*go_on)(void *user, const struct export_progress *p);
    void *user;
};

struct export_result {
    char folder[64];  /* name of the new folder; "" when it failed */
    char place[1200]; /* the same with the way to it */
    char code[10];    /* check code "XXXX-XXXX" of the last record */
    int64_t upto, records, bytes;
    int files;
};

/* True: it is whole, read back and safe on the stick, which can be pulled. False: *e says in one sentence what is the
 * matter and what to do; no folder with a final name was left by it unless that one is whole. */
bool export_run(const struct export_options *o, const struct export_source *s, struct export_result *out, struct err *e);

/* The newest export of a kiosk on a stick: the one with the highest record number, of these the last by name (clocks may
 * have been wrong). *name is its folder's name, *place the way to it. False: there is none. */
bool export_latest(const char *stick, const char *kiosk_id, char name[64], char *place, size_t size);

#endif
