/* What the files of the keeper's administrator side share and nobody else includes. */
#ifndef APP_ADMIN_INSIDE_H
#define APP_ADMIN_INSIDE_H

#include "app/admin.h"
#include "base/json.h"
#include "usb/sticks.h"

#define ADMIN_MEMBERS 8

/* A request's members, checked one by one when they are asked for. */
struct admin_args {
    struct {
        char key[24], text[1024];
        int64_t number;
        bool is_text;
    } members[ADMIN_MEMBERS];
    int n;
};
const char *args_text(const struct admin_args *args, const char *key); /* "" when there is none */
/* False: there is none, or it lies outside. */
bool args_int(const struct admin_args *args, const char *key, int64_t least, int64_t most, int64_t *out);

struct admin {
    struct admin_options o;
    struct settings settings;
    uint32_t session;        /* of the stage's screens; meaningful while open */
    bool open, unlocked;
    int64_t touched, started; /* mono ms */
    char content[64];        /* what the stage shows, as it said on entering */
    uint32_t watch;          /* number of the question that hears of changes; 0 none */
    struct stick sticks[STICKS_MAX];
    int stick_count;
    uint32_t job, job_serial; /* the long job on the screen and whom it answers; 0 none */
    char job_act[24];
    uint32_t pin_serial;     /* a PIN is being tried for that question; 0: none */
    pid_t program;           /* of the system, handed a wish; 0 none */
    uint32_t program_serial;
    bool program_is_clock;   /* it sets the clock: what follows from that is done when it has */
    uint32_t quick_serial;   /* figures are being counted for that question */
};

/* Answers. Only a question of the session that is open now is answered. */
void admin_say(struct admin *a, uint32_t serial, bool last, const struct buf *json);
void admin_refuse(struct admin *a, uint32_t serial, const char *sentence);
void admin_done(struct admin *a, uint32_t serial); /* {} */

/* The record of an act; `detail` may be NULL. */
void admin_record(struct admin *a, const char *act, const char *detail);
void admin_append(struct admin *a, struct record *r);
bool admin_may_set_pin(const struct admin *a);
void admin_unlock(struct admin *a, const char *act);

/* The handlers that are rows of admin.c's table. */
typedef void admin_handler(struct admin *a, uint32_t serial, const struct admin_args *args);
admin_handler admin_state, admin_faults, admin_log, admin_release, admin_mode;              /* admin_state.c */
admin_handler admin_pin, admin_set_pin, admin_counts, admin_export, admin_verify, admin_cancel,
    admin_remove, admin_codes; /* admin_jobs.c */
admin_handler admin_watch;                                                    /* admin_sticks.c */
admin_handler admin_settings, admin_set, admin_opening, admin_clock, admin_power;            /* admin_machine.c */
admin_handler admin_events, admin_event_open, admin_event_close;              /* admin_events.c */

/* admin_sticks.c: looks again and tells the watcher when something changed. */
void admin_look_for_sticks(struct admin *a);
/* The stick of that path that is there now; NULL: none. Requests name sticks, never folders. */
const struct stick *admin_find_stick(const struct admin *a, const char *path);
/* admin_machine.c: what was set, told to a new stage and to the machine. */
void admin_apply_settings(struct admin *a);
void admin_apply_setting(struct admin *a, enum setting what);

#endif
