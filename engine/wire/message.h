/* What processes say to each other. Payloads are listed beside each number, in order, in the notation of base/buf.h;
 * "str" is u32 length and UTF-8 bytes. The structs below are the longer ones, with their encode and decode. */
#ifndef WIRE_MESSAGE_H
#define WIRE_MESSAGE_H

#include "base/buf.h"
#include "base/err.h"
#include "wire/node.h"

#include <stdint.h>

enum message {
    /* to the nursery, and its answer */
    MSG_SPAWN = 1, /* u8 enum spawn_role */
    MSG_SPAWNED,   /* u8 ok, u32 pid; descriptors: socket, pidfd */

    /* stage to scene */
    MSG_LOAD = 16, /* str scene name, str file name for messages, str source, context */
    MSG_CONTEXT,   /* context: something in it changed; answered like an event */
    MSG_EVENT,     /* struct scene_event */
    MSG_SOURCE,    /* answer to MSG_REQUIRE: u8 found, str file name, str source */
    MSG_SURVEY,    /* content check: answer with findings and screens, then DONE */
    MSG_SCREEN,    /* u32 number from 0: show that screen of the survey; answered by VIEW and DONE */
    MSG_ADMIN_ANSWER, /* keeper to stage to administrator's scene: u32 serial, u8 ok, u8 last, str JSON; answered by
                         VIEW and DONE 0 like a context. Serial 0, only keeper to stage: the administrator was locked out */

    /* scene to stage */
    MSG_VIEW = 48,    /* struct view_head, tree */
    MSG_RECORD,       /* struct record (wire/record.h); also stage to keeper */
    MSG_GO,           /* u8 enum go, str scene */
    MSG_TIMER,        /* u32 handler, u32 ms (0: cancel it) */
    MSG_REQUIRE,      /* str module name, dotted */
    MSG_META,         /* struct scene_meta */
    MSG_FINDING,      /* struct finding */
    MSG_SCREEN_NAME,  /* u32 number from 0, str name, u32 line, u8 free form: one screen of the survey, in order */
    MSG_PRINT,        /* str */
    MSG_ERROR,        /* struct finding: the scene failed and its process is of no more use */
    MSG_DONE,         /* u32 serial of the event, 0 for LOAD: everything it caused has been said */
    MSG_COMPLETE,     /* the scene's declared end was reached */
    MSG_THEME_NUMBER, /* str name, f32: theme file's values, before MSG_DONE of a load in theme mode */
    MSG_THEME_TEXT,   /* str name, str value */
    MSG_ADMIN,        /* administrator's scene to stage to keeper: u32 serial, str name, str JSON object. From a scene
                         that was not spawned as SPAWN_ADMIN it ends the scene */
    MSG_TITLE,        /* str item, str title: what the report calls something in the scene. Stage to keeper: str scene
                         before them */

    /* stage to picture worker, and its answer */
    MSG_DECODE = 80, /* u32 id, u8 stored, u8 enum picture_type, u8 fit, u8 flip, u32 box width, u32 box height, i64 pixel
                        limit; descriptors: the file (stored: of the store), and perhaps one of the store to write to */
    MSG_PICTURE,     /* u32 id, u8 ok, u32 source width, height, u32 width, height, str error; descriptor: memory */

    /* keeper and stage; MSG_RECORD and MSG_TITLE go to the keeper */
    MSG_HELLO = 96, /* keeper to stage: u32 boot number, u32 first free visit number, strikes (app/strikes.h) */
    MSG_STOP,       /* keeper to stage: end in order */
    MSG_STANDS,     /* stage to keeper: u8 enum stands, str titles of the exhibits, as scene_meta.order: when the first
                       frame of home or of the built-in screen was shown, and whenever one follows the other */
    MSG_SETTING,    /* keeper to stage: str name, str value: an administrator changed it (app/show_admin.c) */
    MSG_NOTICE,     /* keeper to stage: u8 enum notice, str sentence: a strip over any screen for a while */
    MSG_STRIKES,    /* keeper to stage: strikes: an exhibit was shut, or opened again */
    MSG_PING,       /* keeper to stage: begin a step, so that the busy mark moves (app/busy.h) */

    /* a command to a running keeper over DATA/keeper.sock, and its answer */
    MSG_ASK_COUNTS = 112, /* u8 format (t c j), str from, str to: dates or "" */
    MSG_ANSWER,           /* u8 ok, str text */
    MSG_ASK_EXPORT,       /* str folder (absolute), i64 since; answered by MSG_PROGRESS and at its end MSG_ANSWER */
    MSG_PROGRESS,         /* i64 bytes, i64 of bytes, u32 files, u32 of files, str file, str sentence */
    MSG_ASK_WALLS,        /* nothing; answered by a digit, enum sandbox_landlock as the running program finds it */

    /* a job (app/jobs.h) and the keeper; each question is answered before the next is asked */
    MSG_JOB_LINES = 128, /* job: i64 after, i64 upto */
    MSG_JOB_SIGN,        /* job: the bytes to sign */
    MSG_JOB_BYTES,       /* keeper: u8 ok, i64 number of the last line (0: no more), bytes; not ok: the sentence */
    MSG_JOB_CANCEL,      /* keeper, unasked */
    MSG_JOB_NEWS,        /* job: as MSG_PROGRESS */
    MSG_JOB_END,         /* job: u8 good, str sentence, str folder, str code, i64 number, u32 wait seconds, bytes of text */
};

enum stands { STANDS_NOTHING, STANDS_HOME, STANDS_BUILT_IN }; /* what a stage shows */
enum notice { NOTICE_WORKING, NOTICE_DONE, NOTICE_FAILED }; /* of an automatic export: show it until the next one */

enum spawn_role { SPAWN_SCENE, SPAWN_WORKER, SPAWN_ADMIN };
#define ADMIN_ARGS_MAX 4096 /* bytes of a MSG_ADMIN's JSON */
enum go { GO_HOME, GO_SCENE, GO_FINISH, GO_BACK, GO_NEXT }; /* GO_NEXT: the exhibit after this one in the venue */
enum picture_type { PICTURE_SVG, PICTURE_PNG, PICTURE_JPEG, PICTURE_WEBP };

enum event_kind { EVENT_TAP, EVENT_DROP, EVENT_PAGE, EVENT_INK, EVENT_END, EVENT_TIMER, EVENT_BACK };
struct scene_event {
    uint32_t serial;      /* counts up; MSG_DONE repeats it */
    uint32_t view_serial; /* of the view that was touched; an older one is ignored */
    enum event_kind kind;
    uint32_t handler; /* 0 for EVENT_BACK */
    char text[96];    /* EVENT_DROP: what was dropped */
    int32_t number;   /* EVENT_PAGE: the page now shown */
};

/* What a scene may know about the visit and the screen; nothing else comes from outside. */
struct scene_context {
    char lang[8];       /* "zh", "en" */
    char theme[16];     /* skin name */
    bool portrait, reach, large, contrast, reduced_motion, sound, touch;
    uint8_t text_size;  /* 0..3 */
    float width, height; /* of the content area, in u */
    uint32_t seed;      /* fixed for one entering of a scene */
    char today[11];     /* YYYY-MM-DD, local */
    bool date_known;    /* the clock is believed; otherwise nothing expires */
    bool checking;      /* content check or pictures: no timers, nothing recorded */
    char seen[8192];    /* names of scenes completed in this visit, each followed by a space */
    char shut[4096];    /* scenes under maintenance, likewise */
    char from[96];      /* where the visitor comes from: a scene, "attract", "new"; "" when nobody is here */
    char next[96];      /* title of the exhibit after this one, or "" */
};

enum view_back { BACK_LEAVE, BACK_STEP }; /* what 返回 means here: leave the scene, or EVENT_BACK (上一步) */
struct view_head {
    uint32_t serial;
    enum view_back back;
    bool attract; /* no chrome but the strip, whole screen is one target */
    char screen[96]; /* name of this screen: a new name is a new screen for transitions and counts */
    uint32_t chars;  /* Han characters of running text, for reading time; 0: the stage counts */
};

#define VENUE_ORDER_MAX (128u << 10) /* bytes: two thousand exhibits with titles of usual length */

struct scene_meta {
    char kind[16], title[192];
    char content[64];  /* venue only: "demo@3" */
    char theme[16];    /* skin the venue or scene wants, or "" */
    char brand[8];     /* venue only: the unit's colour, "#RRGGBB", or "" */
    char order[VENUE_ORDER_MAX]; /* venue only: its exhibits in order, each "scene TAB title NEWLINE" */
};

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_HINT };
struct finding {
    enum severity severity;
    char file[160];
    uint32_t line; /* 0: the whole file */
    char message[768], offending[256], remedy[512];
};

void event_encode(struct buf *b, const struct scene_event *v);
bool event_decode(struct reader *r, struct scene_event *v);
void context_encode(struct buf *b, const struct scene_context *v);
bool context_decode(struct reader *r, struct scene_context *v);
void view_head_encode(struct buf *b, const struct view_head *v);
bool view_head_decode(struct reader *r, struct view_head *v);
void meta_encode(struct buf *b, const struct scene_meta *v);
bool meta_decode(struct reader *r, struct scene_meta *v);
void finding_encode(struct buf *b, const struct finding *v);
bool finding_decode(struct reader *r, struct finding *v);

#endif
