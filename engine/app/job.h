/* The inside of a job process (app/jobs.h). A kind of job is one row of the table in job.c and one function here. */
#ifndef APP_JOB_H
#define APP_JOB_H

#include "app/export_facts.h"
#include "app/jobs.h"
#include "journal/counts.h"

struct job {
    const struct job_request *request;
    const struct config *config;
    const struct clock *clock;
    const struct export_facts *facts; /* as of the start of the job */
    struct channel keeper;
    bool cancelled;
    int64_t told_us;
};

struct job_end {
    bool good;
    char sentence[512], folder[64], code[10];
    int64_t number;
    int wait_seconds;
    struct buf text;
};

/* The process: never returns to the caller's code. `fd` is its end of the channel. */
_Noreturn void job_process(struct job *j, int fd, const sigset_t *mask);

/* Asks the keeper; both wait for the answer. */
int64_t job_lines(void *job, int64_t after, int64_t upto, struct buf *out, struct err *e);
bool job_sign(void *job, const char *data, size_t len, struct buf *minisig, struct err *e);
/* Says how far it is, at most ten times a second; false: it is to stop. */
bool job_go_on(void *job, const struct export_progress *p);

void job_export(struct job *j, struct job_end *end);
void job_auto_export(struct job *j, struct job_end *end);
/* The figures of the request's period. False with *e; otherwise counts_free is due. */
bool job_count(struct job *j, struct counts *out, struct err *e);
void job_codes(struct job *j, struct job_end *end);
void job_pin_try(struct job *j, struct job_end *end);
void job_pin_set(struct job *j, struct job_end *end);
void job_remove(struct job *j, struct job_end *end);
void job_counts(struct job *j, struct job_end *end);
void job_verify(struct job *j, struct job_end *end);

#endif
