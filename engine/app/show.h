/* What a visitor sees: the stage, the open scene, the visit, the chrome and the dialogs, tied together. It runs in real
 * time in `kiosk run` and in virtual time for tests, the tour, pictures and the content check; it never blocks except in
 * show_wait and show_settle. */
#ifndef APP_SHOW_H
#define APP_SHOW_H

#include "app/strikes.h"
#include "base/clock.h"
#include "base/config.h"
#include "scene/client.h"
#include "stage/stage.h"
#include "visit/comfort.h"
#include "visit/visit.h"
#include "wire/record.h"

#include <poll.h>

#define SHOW_TIMERS 64

struct show_timer {
    uint32_t handler;
    int64_t due; /* mono ms */
};

enum show_state {
    SHOW_LOADING, /* a scene was asked for and has shown nothing yet */
    SHOW_SCENE,
    SHOW_CALM,    /* the card for a scene that failed */
    SHOW_BROKEN,  /* even home cannot be shown: built-in screen, tried again later */
};

struct show_options {
    const struct config *config;
    struct clock *clock; /* the caller's */
    bool headless, checking;
    bool admin_first;    /* the administrator's screens before home, which is tried when they are left */
    bool fell;           /* a stage before this one: present_choice.h */
    bool no_pictures;    /* placeholders everywhere: only the layout is asked for */
    bool keep_pictures;  /* scaled ones are kept in the data folder */
    int width, height;   /* px; 0: the configuration's */
    int text_size;       /* -1: the configuration's */
    const char *skin;    /* NULL: the venue's; "contrast" turns high contrast on */
    const struct strikes *strikes; /* of before; NULL: none */
    uint32_t boot, first_visit, seed;
    void (*send)(void *user, const struct record *r); /* where records go */
    /* What the report calls something in a scene; NULL: nobody wants to know. */
    void (*title)(void *user, const char *scene, const char *item, const char *title);
    /* A question of the administrator's screens; answered by show_admin_answer, now or later. NULL: there are none. */
    void (*ask)(void *user, uint32_t serial, const char *name, const char *args);
    bool (*others)(void *user); /* virtual time: serves whoever else works in real time; true while one does */
    void (*viewed)(void *user, const struct node *root); /* each tree before the stage takes it; may be NULL */
    void *user;
};

struct show {
    struct show_options options;
    const struct config *config;
    struct clock *clock;
    struct nursery nursery;
    struct theme theme;
    struct stage *stage;
    struct visit visit;
    struct comfort comfort;

    enum show_state state;
    struct scene_client client;
    struct scene_client left; /* the one before; ended when the new one stands */
    int64_t left_us;          /* real time at which it was left */
    int64_t asked_us;         /* real time at which a scene was last told of a touch or asked to open */
    int64_t held_us;          /* since when frames wait for its answer; 0: they do not */
    char scene[96];        /* open now; the home screen is HOME_SCENE */
    char from[96];
    struct view_head head; /* of the view on screen */
    bool has_view;         /* of this client */
    char title[192];

    struct scene_meta venue; /* as home told it */
    struct show_timer timers[SHOW_TIMERS];
    struct strikes strikes;
    uint32_t entered;        /* counts scenes opened, part of each one's seed */
    int retry_s;             /* pause before a broken home is tried again; 0: it stood, try at once */
    int64_t retry_at;
    bool quit;               /* the window was closed */
    bool seconds_dialog;     /* the idle warning is up */
    int text_size;           /* every visitor's first, as an administrator set it; -1: the configuration's */
    bool admin;              /* the administrator's screens stand */
    uint32_t admin_session;  /* counts them; part of each question's number */
    int64_t admin_touched;   /* mono ms when the keeper was last told of a touch */
    bool notice;             /* a notice stands over the screen */
    int64_t notice_until;    /* mono ms */
    struct finding last_failure;
    int failures;
};

#define HOME_SCENE "venue"
#define ADMIN_SCENE "desk" /* in scripts/admin */
#define DATA_SCENE "data-note" /* what the bar opens at home: what is counted and what is not; scripts/kit/pages has one */

/* Starts nursery, stage and home screen. The first frame comes with the first show_step. */
bool show_open(struct show *s, const struct show_options *o, struct err *e);
/* The same in two parts: what takes time and needs nothing of the keeper, then the visit and the home screen.
 * `strikes` may be NULL. */
bool show_prepare(struct show *s, const struct show_options *o, struct err *e);
void show_begin(struct show *s, uint32_t boot, uint32_t first_visit, const struct strikes *strikes);
void show_close(struct show *s);

/* Does all there is to do now. Returns ms until it must be called again, -1: not before something happens. */
int show_step(struct show *s);
/* Sleeps until input, a descriptor of the show or one of `more` is ready, or timeout_ms (-1: no limit). */
void show_wait(struct show *s, struct pollfd *more, int n, int timeout_ms);

/* Virtual time only. Settle: until nothing moves, loads or waits for an answer. Advance: `ms` pass, with all that falls
 * due on the way. False: something did not come to rest within 60 s of real time. */
bool show_settle(struct show *s);
bool show_advance(struct show *s, int64_t ms);

/* show_scene.c: the open scene */
void show_go_home(struct show *s, const char *from);
void show_enter(struct show *s, const char *scene);
void show_enter_next(struct show *s);
void show_scene_receive(struct show *s);
void show_scene_event(struct show *s, enum event_kind kind, uint32_t handler, const char *text, int number);
void show_run_timers(struct show *s);
int show_timers_due(const struct show *s);
void show_context(const struct show *s, struct scene_context *c);
void show_use_strikes(struct show *s, const struct strikes *strikes); /* which exhibits are under maintenance */
void show_tell_context(struct show *s);

bool show_program_folder(const char *name, char *out, size_t size); /* "kit", "admin": of the program's own scripts */

/* show_admin.c: the administrator's screens and what the keeper tells the stage */
void show_admin_open(struct show *s);
bool show_admin_folder(const struct show *s, char *out, size_t size); /* where their scripts are */
void show_admin_left(struct show *s); /* another scene takes their place */
void show_admin_touch(struct show *s);
void show_admin_ask(struct show *s, const struct scene_message *m);
/* Serial 0: the administrator was locked out, the screen returns to the visitors. */
void show_admin_answer(struct show *s, uint32_t serial, bool ok, bool last, const char *json, size_t len);
void show_setting(struct show *s, const char *name, const char *value);
void show_notice(struct show *s, enum notice kind, const char *sentence);
void show_notice_tick(struct show *s);
/* What came from the keeper, MSG_ADMIN_ANSWER, MSG_SETTING, MSG_NOTICE or MSG_STRIKES; other types are left alone. */
void show_hear(struct show *s, uint8_t type, struct reader *r);

/* show_chrome.c: the bar, comfort settings, dialogs */
void show_chrome(struct show *s);
void show_chrome_tap(struct show *s, uint32_t handler);
void show_apply_comfort(struct show *s);
void show_reset_comfort(struct show *s); /* back to where every visitor begins */
void show_warning(struct show *s, int seconds);
void show_hide_warning(struct show *s);
void show_dialog_tap(struct show *s, uint32_t handler);
void show_calm_card(struct show *s);
void show_calm_tap(struct show *s, uint32_t handler);
void show_out_of_order(struct show *s);

/* A fault goes to the log and the journal; `detail` holds no person. */
void show_fault(struct show *s, const char *what, const char *scene, const char *detail);

#endif
