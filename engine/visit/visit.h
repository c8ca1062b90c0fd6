/* The visitor session: who is here, since when, and why they left. A state machine over injected time; it says what
 * happened as records (wire/record.h) and never looks at a screen.
 *
 *   none ──first input──► active ──quiet too long──► warned ──countdown over──► none (timeout)
 *                            ▲                          │
 *                            └──────── any touch ───────┘
 *
 * An input is deliberate: something on the screen answered to it. A touch is any finger on the glass: it keeps a visit from
 * ending, but neither begins one nor counts. Active time runs from the first to the last deliberate input; the quiet tail after it is counted apart. Comfort
 * settings and the marks of what was seen belong to the visit and end with it.
 *
 * A mode (staff, presenter) outlasts visits: every one bears it until 结束参观 or a quarter of an hour without a touch.
 * Whoever talks to a group lets go of the glass for minutes, so no warning comes before that. */
#ifndef VISIT_VISIT_H
#define VISIT_VISIT_H

#include "wire/record.h"

#define MODE_QUIET_MS (15 * 60 * 1000)

enum visit_phase { VISIT_NONE, VISIT_ACTIVE, VISIT_WARNED };

/* finished: the visitor chose 结束参观 with nothing half-done; left: chose it in the middle of an exhibit; timeout:
 * walked away; handover: the next visitor said 我是新来的; shutdown: the machine was stopped in order. */
enum visit_why { WHY_FINISHED, WHY_LEFT, WHY_TIMEOUT, WHY_HANDOVER, WHY_SHUTDOWN };

enum visit_step { STEP_NONE, STEP_WARN, STEP_SECOND, STEP_TIMEOUT };

struct visit_rules {
    int warn_s, countdown_s;
};

struct visit {
    struct visit_rules rules;
    enum visit_phase phase;
    uint32_t boot, next_number;
    char id[24];                              /* "17-42" */
    int64_t first_input, last_input, last_touch, warned; /* mono ms */
    int64_t entered, scene_input;             /* mono ms, of the open scene */
    int inputs, screens, seconds_shown;
    bool scene_done;
    char mode[12];               /* of this visit and those to come: "staff", "presenter"; "": a visitor's */
    char scene[96], content[64]; /* "" when at home */
    char screen[160];            /* the screen last shown, to count different ones in a row once */
    int64_t asked;               /* mono ms: since when the visitor could give the next answer */
    char seen[8192];             /* scenes completed in this visit, each followed by a space */
    void (*send)(void *user, const struct record *r);
    void *user;
};

/* boot and first_number come from the keeper; send is called for every record, in order. */
void visit_open(struct visit *v, struct visit_rules rules, uint32_t boot, uint32_t first_number,
                void (*send)(void *user, const struct record *r), void *user);

/* From the next visit on. Lapses like a visit that nobody touches, and with visit_finish. */
void visit_set_mode(struct visit *v, const char *mode, int64_t now);

/* Starts a visit when there is none, takes back a warning, counts. True when a visit began. */
bool visit_input(struct visit *v, int64_t now);
void visit_touch(struct visit *v, int64_t now); /* takes back a warning */
/* Another screen is shown; the same name twice in a row counts once. */
void visit_screen(struct visit *v, const char *scene, const char *screen, int64_t now);
/* A scene is opened or left; content is "demo@3". The home screen is no scene. */
void visit_enter(struct visit *v, const char *scene, const char *content, int64_t now);
void visit_complete(struct visit *v); /* the open scene's declared end was reached */
void visit_leave(struct visit *v, int64_t now);
void visit_end(struct visit *v, enum visit_why why, int64_t now);
/* 结束参观: finished or left, as things stand; a mode ends too. */
void visit_finish(struct visit *v, int64_t now);

/* Looks at the clock. `chars` is the running text on the screen, in Han characters. */
enum visit_step visit_tick(struct visit *v, int64_t now, uint32_t chars);
/* Milliseconds until visit_tick has something to say; -1: never. */
int64_t visit_due(const struct visit *v, int64_t now, uint32_t chars);
int visit_seconds_left(const struct visit *v, int64_t now); /* of the countdown; at least 1 */

/* Stamps visit, scene, content and time on a record and sends it. Outside a visit only faults and settings pass. An
 * answer gets its `ms` here, since scenes have no clock: from when its screen appeared, or from the answer before it. */
void visit_record(struct visit *v, struct record *r, int64_t now);

bool visit_has_seen(const struct visit *v, const char *scene);

#endif
