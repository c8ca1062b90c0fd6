/* Jobs: work that takes long or touches what may hang (a stick, a PIN's slow hash), each in a process of its own that the
 * keeper forks, with one channel between them. A job asks the keeper for record lines in chunks and for one signature;
 * the keeper answers each in a few milliseconds between its other duties. A job never touches journal.db, wipes the
 * key it inherited, runs at low priority, and dies with the keeper. One that hangs holds up nothing: its answer is
 * given up, and the process is collected when the machine lets it go. */
#ifndef APP_JOBS_H
#define APP_JOBS_H

#include "app/export_facts.h"
#include "wire/channel.h"

#include <poll.h>
#include <signal.h>
#include <sys/types.h>

#define JOBS_MAX 4

enum job_kind {
    JOB_EXPORT,      /* target, since; one at a time */
    JOB_AUTO_EXPORT, /* target: the same, only if the stick bears an administrator's signed key; one at a time with EXPORT */
    JOB_COUNTS,      /* from, to, format; text is the answer */
    JOB_VERIFY,      /* target: a stick (its newest export of this kiosk) or the folder of an export; text is the verdict
                        as JSON, folder the export's name where it was found on a stick */
    JOB_PIN_TRY,     /* pin; number is enum pin_result, wait_seconds */
    JOB_PIN_SET,     /* pin */
    JOB_CODES,       /* from, to: the totals as QR codes; text is JSON, code and number as after an export */
    JOB_REMOVE,      /* target: a stick that is to be taken out */
    JOB_KINDS
};

struct job_request {
    enum job_kind kind;
    char target[1024];
    char from[16], to[16]; /* "YYYY-MM-DD" or "" */
    char format;           /* 't' text, 'c' CSV, 'j' JSON */
    char pin[16];          /* wiped by jobs_start */
    int64_t since;         /* records after this number; 0: all */
};

struct job_news {
    bool finished, good; /* good only together with finished */
    int64_t bytes, of_bytes;
    int files, of_files;
    char file[64];      /* being written or read back, or "" */
    char sentence[512]; /* Chinese: what is going on; at the end how it ended and what to do */
    char folder[64];    /* export: name of the new folder, at the end */
    char code[10];      /* export: the check code "XXXX-XXXX", at the end */
    int64_t number;     /* export: last record in it; PIN: enum pin_result */
    int wait_seconds;   /* PIN: until the next try is taken */
    const char *text;   /* until the callback returns; NULL none */
    size_t len;
};
/* Called from jobs_serve, jobs_reaped or jobs_cancel; the last call for a job has `finished`. It may start jobs. */
typedef void job_told(void *user, const struct job_news *news);

/* What jobs are lent by the keeper; all of it outlives them. */
struct jobs_home {
    const struct config *config;
    const struct clock *clock;
    struct journal *journal;
    struct device_key *key; /* NULL: there is none, nothing is signed */
    sigset_t mask;          /* of signals, for the jobs */
};

struct job_slot {
    uint32_t id; /* 0 free */
    enum job_kind kind;
    pid_t pid; /* 0: ended */
    struct channel channel;
    job_told *told; /* NULL: the last word was said, the process is not gone yet */
    void *user;
    bool signature_given;
    int64_t heard_at, kill_at; /* mono ms; kill_at 0: never */
    struct export_facts facts; /* as of its start */
    struct job_news news;
};

struct jobs {
    const struct jobs_home *home;
    struct job_slot slots[JOBS_MAX];
    uint32_t last_id;
};

void jobs_open(struct jobs *j, const struct jobs_home *home);
/* Kills what runs and does not wait for it. Nobody is told. */
void jobs_close(struct jobs *j);

/* Starts one; its number, or 0 with *e (all slots taken, another export running, no process to be had). */
uint32_t jobs_start(struct jobs *j, struct job_request *request, job_told *told, void *user, struct err *e);
/* Asks it to stop; within 3 seconds `told` hears the end, whatever hangs. No effect on a number that is over. */
void jobs_cancel(struct jobs *j, uint32_t id);
bool jobs_running(const struct jobs *j, enum job_kind kind);

/* For the keeper's loop: descriptors to poll (at most JOBS_MAX), milliseconds until jobs_serve is due (-1 none), and a
 * process that ended; true if it was one of these. */
int jobs_pollfds(const struct jobs *j, struct pollfd *fds);
int jobs_due_ms(const struct jobs *j);
void jobs_serve(struct jobs *j);
bool jobs_reaped(struct jobs *j, pid_t pid, int status);

#endif
