/* Record lines from files: exports of one kiosk, as many as there are, overlapping as they may. Every record is
 * taken once: a file that another contains is left out, one that goes on where another ends is taken from there.
 * That two files belong to one chain is read from the sums of their lines, never from names. Whether lines were
 * changed is not looked at here: `kiosk verify`. */
#ifndef JOURNAL_MERGE_H
#define JOURNAL_MERGE_H

#include "journal/counts.h"

#define MERGE_FILES_MAX 256

struct merge_result {
    int files;  /* read, of all that were named */
    int chains; /* that do not follow from one another: more than one where a damaged file could not be
                   read, an export is missing in between, or the files are of different kiosks */
};

/* Each path is a records.jsonl, or an export's folder with records.jsonl and records-aside-*.jsonl. *e names the
 * file and line that is no record. On success counts_free is due. */
bool counts_of_files(const char *const *paths, int n, const struct counts_period *period, struct counts *out,
                     struct merge_result *result, struct err *e);

#endif
