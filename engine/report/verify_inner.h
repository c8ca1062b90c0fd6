/* The inside of checking an export, for the files of this room only. */
#ifndef REPORT_VERIFY_INNER_H
#define REPORT_VERIFY_INNER_H

#include "report/verify.h"

#include "base/json.h"
#include "journal/counts.h"
#include "journal/line_read.h"
#include "trust/sha256.h"

#include <sys/stat.h>

#define FILES_MAX 64    /* named in SHA256SUMS; an export has less than half of that */
#define CHAINS_MAX 16   /* files of records */
#define SMALL_MAX 65536 /* bytes of SHA256SUMS, its signature, kiosk.pub */
#define MANIFEST_MAX (4 << 20)
#define RECORDS "records.jsonl"
#define MANIFEST "manifest.json"
#define SUMMARY "summary.csv"
#define SUMMARY_MAX (8 << 20)
#define SUMS "SHA256SUMS"
#define PUB "kiosk.pub"

/* A file as SHA256SUMS, as manifest.json and as the folder has it. */
struct listed {
    char name[64];
    char sum[65];   /* SHA256SUMS; "" not named there */
    char said[65];  /* manifest.json; "" not named there */
    int64_t bytes;  /* manifest.json; -1 */
    char found[65]; /* of the bytes that were read; "" none */
    int64_t size;   /* on disk; 0 none */
};

struct chain_said {
    char file[64], aside[96], prev[65], head[65];
    int64_t first, last, records;
};

/* manifest.json; everything in it is well formed. */
struct manifest {
    bool there;
    char kiosk[64], venue[128], made[32], code[16], key[64];
    int64_t since;
    const struct json_node *counts; /* in v->manifest_arena; NULL: none */
    struct chain_said chains[CHAINS_MAX];
    int chains_n;
};

/* What reading one file of records found. */
struct chain_found {
    char file[64];
    const struct chain_said *said;      /* NULL: the manifest does not say */
    int64_t first, last, records, lost; /* lost: numbers that no record in between has */
    char prev[65], head[65];            /* of the first record; sum of the last line */
    char head_there[65];                /* sum of the line with the number where the manifest says it ends; "" none */
    bool hurt;                          /* something is wrong inside it */
    bool ends_signed;                   /* its last line is a checkpoint by the export's key */
};

struct verifying {
    const struct verify_options *o;
    struct verify_result *r;
    int folder;
    struct err *e;                   /* set when it is given up */
    struct public_key key, enclosed; /* the one that counts; kiosk.pub */
    bool has_key, has_enclosed, signature_good;
    char comment[600]; /* trusted comment of the signature, when the signature itself is whole */
    struct listed files[FILES_MAX];
    int files_n;
    struct manifest manifest;
    struct arena manifest_arena;
    struct counting *counting; /* of all records; NULL: there are too many names in them */
    struct buf csv;            /* summary.csv as it was hashed */
    bool recounted;            /* and nothing differed */
    struct chain_found chains[CHAINS_MAX];
    int chains_n;
    int of_code[VERIFY_CODES]; /* findings so far */
    int64_t other_checkpoints; /* signed by another key */
    char other_key[17];
    char code[10]; /* the written-down code, "" none */
    verify_tell *tell;
    void *user;
    struct verify_progress progress;
    char shown[64]; /* progress.file */
    int64_t told_us;
};

/* verify.c: a problem. `remedy` is said under it. */
void found(struct verifying *v, enum verify_code code, const char *file, int64_t seq, const char *remedy,
           const char *format, ...) __attribute__((format(printf, 6, 7)));
void proven(struct verifying *v, const char *format, ...) __attribute__((format(printf, 2, 3)));
void unproven(struct verifying *v, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Counts bytes towards the progress; false: given up, v->e says so. */
bool go_on(struct verifying *v, int64_t bytes);
/* For people and terminals: control characters, bytes that are no UTF-8 and marks that turn the direction of writing
 * become \xNN. Cut to fit. */
void printable(const char *text, size_t len, char *out, size_t size);
struct listed *listed_find(struct verifying *v, const char *name);
struct listed *listed_add(struct verifying *v, const char *name); /* NULL: too many */

/* verify_files.c */
enum reading { READ_WELL, READ_ABSENT, READ_BAD /* a finding says why */ };
/* Opens a regular file in the folder; -1 with *why. `must`: its absence is a finding too. */
int open_listed(struct verifying *v, const char *name, bool must, struct stat *st, enum reading *why);
enum reading read_small(struct verifying *v, const char *name, size_t most, bool must, struct buf *out);
void read_sums(struct verifying *v, const struct buf *text);
void look_for_extras(struct verifying *v);
/* Hashes what SHA256SUMS names, and reads records on the way. False: given up. */
bool check_files(struct verifying *v);
void look_for_mixture(struct verifying *v);

/* verify_signature.c */
void check_signature(struct verifying *v, const struct buf *sums);
void check_signature_again(struct verifying *v, const struct buf *sums); /* with the manifest's key */

/* verify_manifest.c */
void read_manifest(struct verifying *v, struct listed *l);

/* verify_chain.c: the lines of one file, piece by piece. */
struct chain_reader;
struct chain_reader *chain_start_reading(struct verifying *v, const char *file);
bool chain_take(struct chain_reader *c, const char *bytes, size_t len); /* false: it makes no sense to read on */
void chain_end_reading(struct chain_reader *c, bool whole);             /* frees; whole: all of the file was taken */
/* verify_chain_end.c: what was found against the manifest, and one chain against the next. */
void judge_chains(struct verifying *v);

/* verify_figures.c: what the records give, against what manifest.json and summary.csv state. */
void figures_start(struct verifying *v);
void figures_take(struct verifying *v, const struct line_view *l); /* in the order of the files */
void judge_figures(struct verifying *v);
void figures_drop(struct verifying *v);

#endif
