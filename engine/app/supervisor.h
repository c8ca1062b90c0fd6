/* Starts the stage, watches it, starts it again. A stage that stops answering is killed after two seconds; one that
 * cannot hold the home screen three times in a row gives way to a bare one (app/bare_stage.h), behind which the whole
 * one is tried again after growing pauses. Nothing here spins, and nothing a stage sends or writes can do more than end
 * that stage. */
#ifndef APP_SUPERVISOR_H
#define APP_SUPERVISOR_H

#include "app/busy.h"
#include "app/keeper.h"
#include "app/stage_process.h"
#include "base/clock.h"
#include "wire/channel.h"
#include "wire/message.h"

#include <poll.h>
#include <signal.h>
#include <sys/types.h>

struct supervisor_ears {
    void *user;
    void (*forked)(void *user);  /* in the new stage, at once: let go of what is not its business */
    void (*started)(void *user); /* in the keeper: the first words to a new stage go out now */
    void (*hear)(void *user, uint8_t type, struct reader *message); /* all it says but how it stands */
    /* It ended by itself or was ended: fault is NULL (in order) or says how, in English, for the journal. */
    void (*ended)(void *user, const char *fault);
};

struct supervisor {
    const struct keeper_options *o;
    const struct clock *clock;
    struct supervisor_ears ears;
    sigset_t mask; /* of signals, for the stage */
    struct busy_mark *busy;
    struct channel channel; /* fd -1: no stage is running */
    pid_t pid;              /* 0: none */
    enum stage_kind kind;   /* of the running one, or the next */
    enum stands stands;     /* what it shows */
    int64_t started, start_at; /* mono ms: of the running one, of the next one */
    int64_t held_since;     /* home stands, or last did; 0: never in this stage */
    int64_t bare_until;     /* the bare one makes room for another try */
    int64_t looked;         /* mono ms of the last look */
    int64_t broken_since;   /* mono ms: its channel closed; 0: it is open */
    int64_t asked;          /* mono ms of a ping without an answer; 0: none */
    uint32_t asked_steps;
    char why[96];           /* it was killed for */
    int short_lives;        /* whole stages in a row that did not hold home */
    int restarts;
    bool fell;              /* one of them crashed, hung, or ended after it had shown something */
    bool greeted;           /* the running one has been told the first words */
    bool visited;           /* somebody has used the running one */
    bool replacing, stopping, finished;
    int64_t stop_by;
};

bool supervisor_open(struct supervisor *s, const struct keeper_options *o, const struct clock *clock,
                     const struct supervisor_ears *ears, const sigset_t *mask, struct err *e);

/* Starts the first stage before the loop, so that its window and fonts get ready while the keeper opens the journal, and
 * says the first words to it as soon as there are any. Nothing of what it says is heard before the loop. */
void supervisor_start(struct supervisor *s);
void supervisor_greet(struct supervisor *s);

/* For the keeper's loop. */
struct pollfd supervisor_pollfd(const struct supervisor *s);
int supervisor_due_ms(const struct supervisor *s);
void supervisor_serve(struct supervisor *s); /* hears, watches, starts */
bool supervisor_reaped(struct supervisor *s, pid_t pid, int status); /* true: it was the stage, ended or stopped */

void supervisor_stop(struct supervisor *s); /* `finished` within two seconds */
bool supervisor_send(struct supervisor *s, enum message type, const struct buf *message); /* false: nobody there */
/* A stage stands on the screen, whole or bare, and answers. */
bool supervisor_well(const struct supervisor *s);
bool supervisor_serves(const struct supervisor *s); /* well, and it is the visitors' screen */
const char *supervisor_status(const struct supervisor *s); /* one Chinese sentence */

#endif
