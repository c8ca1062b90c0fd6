/* A scene as its process has it, inside this program: one state with all bindings, loaded again for each input, and a
 * stage at the other end of the socket that takes what the scene says as the real one does. */
#ifndef TESTS_FUZZ_SCENE_RIG_H
#define TESTS_FUZZ_SCENE_RIG_H

#include "lua_value.h"

#include "scene/client_take.h"
#include "scene/process.h"
#include "wire/record.h"

struct scene_rig {
    struct scene scene;
    struct channel stage;
    uint32_t screens; /* of the last survey */
    int views, findings;
};

/* What the scene said must be what the stage accepts from a scene. */
static inline void rig_listen(struct scene_rig *g)
{
    struct scene_client client = {.view = g->scene.view};
    uint8_t type;
    struct reader r;
    while (true) {
        channel_flush(&g->scene.channel);
        if (!channel_receive(&g->stage, &type, &r, 0)) {
            if (!channel_wants_write(&g->scene.channel) || g->stage.broken)
                break;
            continue; /* a long message comes in pieces */
        }
        struct scene_message m = {.said = SCENE_FAILED};
        struct err e = {.text = ""};
        bool dropped = false;
        if (!client_take(&client, type, &r, &m, &dropped, &e)) {
            fprintf(stderr, "the stage refuses message %d: %s\n", type, e.text);
            abort();
        }
        g->views += m.said == SCENE_VIEW;
        g->findings += m.said == SCENE_FINDING;
        g->screens = m.said == SCENE_SCREEN_NAME ? m.number + 1 : g->screens;
        arena_free(&m.arena);
    }
    MUST(!g->stage.broken && !g->scene.channel.broken);
}

static inline bool rig_step(struct scene_rig *g, lua_CFunction step, void *argument, struct finding *f)
{
    struct scene *s = &g->scene;
    s->said = 0;
    s->said_max = step == step_survey ? SCENE_SURVEY_SAID_MAX : SCENE_SAID_MAX;
    lua_pushcfunction(s->vm.L, step);
    lua_pushlightuserdata(s->vm.L, argument);
    bool fine = vm_call(&s->vm, 1, 0, s->file, f);
    rig_listen(g);
    MUST(lua_gettop(s->vm.L) == 0);
    MUST(fine || f->message[0]);
    return fine;
}

static inline int rig_make(lua_State *L)
{
    struct value_maker *m = lua_touserdata(L, 1);
    lua_newtable(L);
    m->old = lua_gettop(L);
    value_push(L, m, 0);
    lua_setglobal(L, "given");
    return 0;
}

/* Runs `make`, which leaves a value in the global `given`, in a scene that has shown nothing yet. */
static inline bool rig_give_made(struct scene_rig *g, lua_CFunction make, void *argument)
{
    struct finding f;
    g->views = 0;
    g->scene.view_serial = 0;
    g->scene.timers = 0;
    return rig_step(g, make, argument, &f);
}

/* `given` becomes a value out of the bytes. */
static inline bool rig_give(struct scene_rig *g, struct value_maker *m)
{
    return rig_give_made(g, rig_make, m);
}

/* As MSG_LOAD does. */
static inline bool rig_load(struct scene_rig *g, const char *source, struct finding *f)
{
    struct scene *s = &g->scene;
    snprintf(s->file, sizeof s->file, "try.lua");
    MUST(vm_load(&s->vm, source, strlen(source), s->file, f));
    slot_set(s->vm.L, SLOT_OBJECT);
    context_publish(s->vm.L, &s->context);
    return rig_step(g, step_start, NULL, f);
}

static inline void rig_open(struct scene_rig *g, const char *kits)
{
    int ends[2];
    struct finding f;
    MUST(channel_pair(ends, NULL));
    scene_open(&g->scene, 512u << 20, 60000);
    if (kits) {
        scene_load_kits(&g->scene, kits);
        MUST(!g->scene.kits_failed);
    }
    channel_open(&g->scene.channel, ends[0]);
    channel_open(&g->stage, ends[1]);
    g->scene.live = true;
    g->scene.context = (struct scene_context){.lang = "zh", .theme = "qinglian", .width = 1920, .height = 968,
                                              .today = "2026-11-22", .touch = true, .date_known = true};
    MUST(rig_load(g, "return { view = function() return column {} end }", &f) && g->views == 1); /* or nothing is tested */
}

/* Nothing of an input may reach the next one, or what is found could not be found again. */
static inline void rig_forget(struct scene_rig *g)
{
    lua_pushnil(g->scene.vm.L);
    lua_setglobal(g->scene.vm.L, "given");
    g->scene.vm.fatal = VM_FINE;
    g->scene.vm.late = 0;
    lua_gc(g->scene.vm.L, LUA_GCCOLLECT, 0);
}

#endif
