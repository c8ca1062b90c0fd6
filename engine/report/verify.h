/* Checks an export folder: whether anything in it was changed since the device signed it, as far as that can be
 * proven, and says plainly what cannot be. Everything in the folder is taken as hostile: no link is followed, only
 * regular files are read, once, in pieces, and what is parsed is what was hashed. Memory does not grow with their
 * size or number. */
#ifndef REPORT_VERIFY_H
#define REPORT_VERIFY_H

#include "base/buf.h"
#include "base/err.h"
#include "trust/signature.h"

#include <stdbool.h>
#include <stdint.h>

/* clang-format off */
enum verify_code {
    VERIFY_NOT_AN_EXPORT,  /* no SHA256SUMS in the folder */
    VERIFY_UNSIGNED,       /* no SHA256SUMS.minisig, or no kiosk.pub and no key given */
    VERIFY_OTHER_KEY,      /* signed by another key than the one given */
    VERIFY_BAD_SIGNATURE,  /* SHA256SUMS or its signature was changed */
    VERIFY_BAD_KEY_FILE,   /* kiosk.pub was changed, or is another one */
    VERIFY_BAD_SUMS,       /* SHA256SUMS cannot be read as such */
    VERIFY_MISSING,        /* a file is not there */
    VERIFY_EXTRA,          /* a file that SHA256SUMS does not name */
    VERIFY_CHANGED,        /* a file is not the one that was signed */
    VERIFY_NOT_A_FILE,     /* a link, pipe, folder or device in its place */
    VERIFY_UNREADABLE,     /* the disk does not give it */
    VERIFY_BAD_MANIFEST,   /* manifest.json cannot be read as such, or says what is not so */
    VERIFY_MIXED,          /* files of different exports */
    VERIFY_BAD_LINE,       /* a line that is no record */
    VERIFY_GAP,            /* numbers missing between two records */
    VERIFY_BROKEN_LINK,    /* a record that is not bound to the one before it */
    VERIFY_OUT_OF_ORDER,   /* a number that is not higher than the one before */
    VERIFY_HEAD_CUT,       /* records missing at the beginning */
    VERIFY_TAIL_CUT,       /* fewer records than the manifest says */
    VERIFY_APPENDED,       /* more records than the manifest says */
    VERIFY_OTHER_CHAIN,    /* as many, but others */
    VERIFY_OTHER_FIGURES,  /* a figure that the records do not give */
    VERIFY_BAD_CHECKPOINT, /* a checkpoint that the device's key did not sign, or over another head */
    VERIFY_CODE_NOT_FOUND, /* the written-down code belongs to no record in here */
    VERIFY_BAD_CODE,       /* it is no check code */
    VERIFY_CODES
};
/* clang-format on */

/* As the JSON output names it: "tail_cut". */
const char *verify_code_name(enum verify_code code);

struct verify_finding {
    enum verify_code code;
    char file[64];    /* printable; "" the folder */
    int64_t seq;      /* number of the record, 0 none */
    char text[512];   /* what is wrong */
    char remedy[256]; /* what to do */
};
#define VERIFY_FINDINGS_MAX 64 /* further ones are only counted */
#define VERIFY_SENTENCES_MAX 12

struct verify_options {
    const char *folder;
    const struct public_key *key; /* of the device it should come from; NULL: not known, kiosk.pub is taken */
    const char *key_name;         /* what stands before 的密钥: "本机", " kiosk.pub "; NULL without a key */
    const char *contains;         /* a written-down check code; NULL or "" none */
};

struct verify_progress {
    int64_t bytes, of_bytes;
    int files, of_files;
    const char *file; /* printable */
};
/* Heard about ten times a second; false gives up. */
typedef bool verify_tell(void *user, const struct verify_progress *p);

/* Plain memory, about 80 KiB. */
struct verify_result {
    bool good; /* nothing wrong was found */
    struct verify_finding findings[VERIFY_FINDINGS_MAX];
    int findings_n;
    int64_t problems; /* all, also those not listed */
    char proven[VERIFY_SENTENCES_MAX][512], unproven[VERIFY_SENTENCES_MAX][512];
    int proven_n, unproven_n;
    char kiosk[64], venue[128], made[32]; /* as manifest.json says; "" when it could not be read */
    char code[10];                        /* check code of the last record that was read; "" none */
    char key_id[17];                      /* of the key the signature was checked with; "" none */
    int64_t first, last;                  /* numbers of the living chain's records in here */
    int64_t records, checkpoints, bytes;  /* read, of all chains and files */
    int files;
    /* The written-down code. */
    bool found;
    int64_t found_seq;
    char found_wall[25], found_file[64];
};

/* Returns out->good. *e is empty when it was checked to its end, otherwise it says why not (given up by `tell`, the
 * folder cannot be opened), and out->good is false. `tell` may be NULL. Takes as long as reading the files: only in a
 * job or a command. */
bool verify_export(const struct verify_options *o, struct verify_result *out, verify_tell *tell, void *user,
                   struct err *e);

/* The result for people, in Chinese, and for programs. At the end of `out`. */
void verify_print(const struct verify_result *r, struct buf *out);
void verify_print_json(const struct verify_result *r, struct buf *out);

#endif
