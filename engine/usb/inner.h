/* The inside of an export, for the files of this room only. */
#ifndef USB_INNER_H
#define USB_INNER_H

#include "journal/counts.h"
#include "trust/sha256.h"
#include "usb/export.h"

#include <sys/types.h>

#define EXPORT_FILES_MAX 24 /* the rows of the contract and up to eight set-aside chains */

struct export_file {
    char name[40];
    int64_t bytes;
    char sum[65];
    bool in_sums; /* named in SHA256SUMS and in the manifest */
};

/* A stretch of the record chain as it went into one file. */
struct export_chain {
    char file[40], aside[96]; /* name in the export; of the set-aside file, "" the living one */
    int64_t first, last, records;
    char prev[65], head[65];
};

/* What the lines themselves said in passing. */
struct export_seen {
    int64_t unset, stepped; /* records of such a clock */
    int64_t faults;
    char content[64];       /* of the last record that has one */
};

struct exporting {
    const struct export_options *o;
    const struct export_source *s;
    int root, top, shelf, folder; /* the stick, qingfeng, KIOSK-ID, the folder being written; -1 */
    int64_t made_ms; /* within four digits of a year, whatever the clock says */
    dev_t device;
    ino_t root_ino;
    char temporary[72], name[64];
    struct export_file files[EXPORT_FILES_MAX];
    int n;
    struct export_chain chains[EXPORT_CHAINS_MAX];
    int chains_n;
    struct export_seen seen;
    struct counting *counting; /* of all lines; NULL once they are counted */
    struct counts counts;
    bool counted;
    struct export_progress progress;
    char sentence[256];
    int64_t started_us;
    bool cancelled;
    bool in_place;     /* this stick's driver loses what is in a folder that is renamed: written under the final name */
    bool rename_loses; /* that was found out just now */
};

/* folder.c: the way down, names, leftovers, and the step that makes it final. All with *e. */
bool folder_go_down(struct exporting *x, struct err *e);
bool folder_make(struct exporting *x, struct err *e);   /* x->folder, x->temporary, x->name */
bool folder_finish(struct exporting *x, struct err *e); /* the final name, synced */
void folder_give_up(struct exporting *x);               /* removes what was begun */
void folder_close(struct exporting *x);

/* deposit.c: one file, and all of them read back. */
struct deposit {
    int fd;
    struct sha256 sum;
    int64_t unsynced;
    struct export_file *file;
};
bool deposit_open(struct exporting *x, struct deposit *d, const char *name, bool in_sums, struct err *e);
bool deposit_add(struct exporting *x, struct deposit *d, const void *data, size_t len, struct err *e);
bool deposit_close(struct exporting *x, struct deposit *d, struct err *e); /* synced; closes also after a failure */
bool deposit_whole(struct exporting *x, const char *name, bool in_sums, const struct buf *content, struct err *e);
bool deposit_read_back(struct exporting *x, struct err *e);

/* presence.c: is the stick that was opened still there, under its path? *e says pulled or replaced. */
bool presence_note(struct exporting *x, struct err *e);
bool presence_check(const struct exporting *x, struct err *e);
/* The same after an error: the kernel takes a moment to let go of a stick that was pulled. */
bool presence_after_error(const struct exporting *x, int error, struct err *e);

/* trouble.c: what the system's error means for a person with a stick. Always false. `thing` is a name on the stick or
 * "". Looks first whether the stick is still there at all. */
bool trouble(const struct exporting *x, const char *thing, int error, struct err *e);
bool trouble_full(const struct exporting *x, int64_t needed, int64_t left, struct err *e);
/* A step on the way is there but is no folder of ours. */
bool trouble_in_the_way(int parent, const char *name, const char *shown, struct err *e);

/* stream.c: the records of all chains into their files. */
bool stream_records(struct exporting *x, struct err *e);

/* figures.c: the files of figures, one row each; counts first. */
bool figures_deposit(struct exporting *x, struct err *e);
int figures_files(void);

/* manifest.c */
void manifest_write(const struct exporting *x, struct buf *out);

/* export.c: tells; false with *e when it is to be given up. */
bool export_tell(struct exporting *x, struct err *e);

#endif
