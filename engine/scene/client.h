/* The stage's end of one scene process: load it, tell it what happened, take what it says. Nothing here blocks except
 * scene_client_wait. Everything the scene sends is treated as hostile: what is malformed, too much or too late ends the
 * scene with SCENE_FAILED. */
#ifndef SCENE_CLIENT_H
#define SCENE_CLIENT_H

#include "base/err.h"
#include "base/mem.h"
#include "scene/nursery.h"
#include "wire/channel.h"
#include "wire/message.h"
#include "wire/node.h"
#include "wire/theme.h"

#include <stdint.h>

struct record; /* wire/record.h */

enum scene_said {
    SCENE_VIEW,         /* head, root: a new picture of the screen */
    SCENE_RECORD,       /* record */
    SCENE_GO,           /* go, name: the target scene of GO_SCENE, otherwise "" */
    SCENE_TIMER,        /* handler, ms: send EVENT_TIMER with that handler after ms; 0 cancels it */
    SCENE_META,         /* meta: once after a load */
    SCENE_FINDING,      /* finding: of a survey */
    SCENE_SCREEN_NAME,  /* number, name, line: of a survey */
    SCENE_PRINT,        /* text */
    SCENE_DONE,         /* serial of the event (0: of load, context, survey, screen) */
    SCENE_COMPLETE,     /* the declared end was reached */
    SCENE_THEME_NUMBER, /* name, value */
    SCENE_THEME_TEXT,   /* name, text */
    SCENE_ADMIN,        /* serial, name, args: a question for the keeper; only from an administrator's scene */
    SCENE_TITLE,        /* name, text: what the report calls that question, ending … of this scene */
    SCENE_FAILED,       /* finding: the process is gone; nothing follows */
};

struct scene_message {
    enum scene_said said;
    struct arena arena; /* owns root and record; free it with scene_message_free or take it over (and zero it) */
    union {
        struct {
            struct view_head head;
            struct node *root;
        };
        struct record *record;
        struct {
            enum go go;
            uint32_t handler, ms, serial, number, line;
            bool free;
            float value;
            char name[192], text[512];
            const char *args; /* in the arena */
        };
        struct scene_meta *meta; /* in the arena */
        struct finding finding;
    };
};
void scene_message_free(struct scene_message *m);

#define SCENE_EVENTS_MAX 16 /* unanswered requests; more are dropped */

struct scene_request {
    uint32_t serial;
    int64_t since_us; /* when its time began: sent, or the one before it answered (real time) */
    int64_t cpu_us;   /* what the process had computed by then */
    int allowed_ms, allowed_messages;
};

struct scene_client {
    struct channel channel;
    struct spawned process; /* its fd is the channel's */
    bool admin;             /* spawned as SPAWN_ADMIN: MSG_ADMIN is taken from it */
    char root[1024];        /* content folder, for load and require */
    char pages[1056];       /* scenes that come with the kits, for what the content lacks; "": none */
    char name[96];
    int kill_ms;
    struct tree_limits view; /* what one may hold */
    uint32_t serial; /* of the last event sent */
    int waiting;     /* unanswered requests, oldest first */
    struct scene_request requests[SCENE_EVENTS_MAX];
    int64_t polled_us;         /* last look at the socket */
    int modules, said, printed; /* budgets */
    int64_t printed_us;
    bool told_slow;
    bool failed, told;      /* told: SCENE_FAILED was handed out */
    struct finding finding; /* when failed: why */
};

/* A fresh process without a scene. On failure *c is closed. */
bool scene_client_open(struct scene_client *c, struct nursery *n, struct err *e);
/* The same with the privileged bindings; scenes and modules come from that folder, never from the content. */
bool scene_client_open_admin(struct scene_client *c, struct nursery *n, const char *folder, struct err *e);
/* Kills the process. Also fine on a zeroed or closed client. */
void scene_client_close(struct scene_client *c);

/* Sends scene `name` (path below the content root without .lua) to the process: answered by META, VIEW and DONE 0, or by
 * FAILED. A file that cannot be read fails the same way, so callers look only at what is received. One load a client. */
void scene_client_load(struct scene_client *c, const char *name, const struct scene_context *context);
/* The same with the text given; `file` is the name shown in messages. */
void scene_client_load_text(struct scene_client *c, const char *name, const char *file, const char *source, size_t len,
                            const struct scene_context *context);

/* Fills in ev->serial and sends. False: dropped, because the scene failed or owes SCENE_EVENTS_MAX answers. */
bool scene_client_event(struct scene_client *c, struct scene_event *ev);
bool scene_client_back(struct scene_client *c);
bool scene_client_context(struct scene_client *c, const struct scene_context *context);
/* What the keeper answered to SCENE_ADMIN; only to an administrator's scene. */
bool scene_client_answer(struct scene_client *c, uint32_t serial, bool ok, bool last, const char *json, size_t len);
bool scene_client_survey(struct scene_client *c);                  /* SCENE_FINDING, SCENE_SCREEN_NAME, DONE */
bool scene_client_screen(struct scene_client *c, uint32_t number); /* VIEW, DONE */
bool scene_client_busy(const struct scene_client *c);              /* something is unanswered */

int scene_client_fd(const struct scene_client *c);           /* to poll for POLLIN; -1 when failed or closed */
bool scene_client_wants_write(const struct scene_client *c); /* poll for POLLOUT too */
/* Milliseconds until the oldest unanswered request is overdue; 0: now; -1: nothing is owed. */
int scene_client_due_ms(const struct scene_client *c);

/* The next thing the scene said; false: nothing now. Call until false whenever the descriptor is ready or the due time
 * has come: this is also where an overdue scene is killed and require is served. */
bool scene_client_receive(struct scene_client *c, struct scene_message *out);
/* The same, waiting up to timeout_ms of real time; for tools and tests. */
bool scene_client_wait(struct scene_client *c, struct scene_message *out, int timeout_ms);

/* The kit folder's theme.lua over theme_defaults, evaluated in a scene process. *t is complete even on failure. */
bool scene_load_theme(struct nursery *n, struct theme *t, struct err *e);

#endif
