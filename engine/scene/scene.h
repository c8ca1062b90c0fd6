/* What a scene process is made of. The nursery makes one of these and loads the kits into it; each forked child goes on
 * with its own copy. Everything here runs inside the sandbox, except loading the kits. */
#ifndef SCENE_SCENE_H
#define SCENE_SCENE_H

#include "base/buf.h"
#include "scene/vm.h"
#include "wire/channel.h"
#include "wire/message.h"
#include "wire/node.h"

#include <stdint.h>

#define SCENE_SAID_MAX 4096   /* messages in answer to one request */
#define SCENE_MODULES_MAX 256 /* files that one scene may require: ten thousand questions with sources are some 6 MB */
#define SCENE_SCREENS_MAX 32768 /* that a survey may name: ten thousand questions have two each */
#define SCENE_SURVEY_SAID_MAX (4 * SCENE_SCREENS_MAX) /* and what it may find wrong with them */
#define SCENE_SURVEY_FACTOR 10 /* a survey may take that many times as long as an event */
#define SCENE_ADMIN_FACTOR 8   /* the same for the administrator's screens, which are our own */
#define SCENE_THEME_NAME "@theme"
#define SCENE_TIMERS_MAX 64

struct kit_file {
    char name[64]; /* "story" for kit/story.lua */
    struct buf source;
};

struct scene {
    struct vm vm;
    struct channel channel;
    struct tree_limits view; /* what one view may hold */
    bool admin;          /* has the privileged bindings */
    uint32_t last_ask;   /* number of the last question to the keeper */
    bool live; /* loaded by the stage; false in the nursery, where scenes' effects make no sense */
    struct scene_context context;
    char name[96], file[160];
    uint64_t random;
    uint32_t view_serial, last_timer;
    int timers, said, said_max, modules;
    struct buf head, tree, shown_head, shown_tree; /* as encoded; shown: what the stage has */
    struct buf message, admin_args;
    struct buf held, taken; /* what came while waiting for a module, as u8 type, u32 length, bytes; the one in hand */
    struct kit_file *kits;
    int kit_count;
    bool kits_failed;
    struct finding kit_failure;
};

struct scene *scene_of(lua_State *L);

/* Places in the registry. */
enum scene_slot { SLOT_PROPS, SLOT_HANDLERS, SLOT_TIMERS, SLOT_OBJECT, SLOT_STATE, SLOT_MODULES, SLOT_SCREENS,
                  SLOT_CONTEXT, SLOT_PROXY, SLOT_ASKS, SLOT_COUNT };
void slot_get(lua_State *L, enum scene_slot slot); /* pushes */
void slot_set(lua_State *L, enum scene_slot slot); /* pops */

/* Opens the state with all bindings, no kits yet. */
void scene_open(struct scene *s, size_t memory_bytes, int deadline_ms);
/* module.c: reads the kit folder into memory and runs kit/init.lua; what fails is kept in kit_failure. */
void scene_load_kits(struct scene *s, const char *folder);
/* process.c: the life of a forked child, inside the sandbox. */
_Noreturn void scene_main(struct scene *s, int fd);

/* bind_admin.c: gives this process, and no other, the privileged global `admin`. Before it reads a byte of Lua. */
void scene_make_admin(struct scene *s);
struct admin_answer {
    uint32_t serial;
    bool ok, last;
    const char *json;
    size_t len;
};
/* Calls whoever asked; an answer nobody waits for is nothing. */
void admin_hear(lua_State *L, const struct admin_answer *a);
/* json_value.c: pushes what the JSON text says; raises when it is none. null is nil, lists count from 1. */
void json_push(lua_State *L, const char *text, size_t len);

/* Keeps a message that came at the wrong time until this one is answered. */
void scene_hold(struct scene *s, uint8_t type, const struct reader *r);
/* Queues a message for the stage; raises when the scene says too much at once. */
void scene_say(lua_State *L, enum message type, const struct buf *payload);

/* bind_node.c, bind_engine.c, bind_context.c, module.c: each adds its globals. */
void bind_nodes(lua_State *L);
void bind_engine(lua_State *L);
void bind_context(lua_State *L);
void bind_require(lua_State *L);
/* New values behind engine.ctx. */
void context_publish(lua_State *L, const struct scene_context *c);

/* encode_value.c, encode.c: checks values against their rows and writes them. */
struct encoder {
    lua_State *L;
    struct buf *out;
    const char *lang;
    int handlers; /* stack place of the table of handlers; 0: only checking */
    uint32_t handler_count;
    int nodes, pictures;
    size_t text_bytes;
    char wrong[512];
    int wrong_line;
};
/* Sets `wrong`; returns false. */
bool encode_wrong(struct encoder *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The value on top of the stack under that row; false with `wrong` saying "NODE 的 PROP…". */
bool encode_value(struct encoder *c, enum node_type type, const struct prop_row *row);
/* Row of a property name at stack place `key`; false with `wrong` set. */
bool encode_row(struct encoder *c, enum node_type type, int key, int *number);
/* The tree at that stack place. */
bool encode_tree(struct encoder *c, int index);
/* A text, or the entry of the language in a table of languages; NULL if it is neither. Anchored by the value itself. */
const char *text_in(lua_State *L, int index, const char *lang, size_t *len);

/* For the reference: what bind_engine offers. */
struct binding {
    const char *name, *usage, *doc;
    lua_CFunction function;
};
const struct binding *engine_bindings(int *count);
extern const char *const context_docs[][2]; /* field, meaning; NULL at the end */

#endif
