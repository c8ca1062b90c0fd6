/* The parts of a scene process that run its Lua code: inside a protected call, raising on errors. */
#ifndef SCENE_PROCESS_H
#define SCENE_PROCESS_H

#include "scene/scene.h"

/* steps.c. The argument at 1 is a light userdata. */
int step_start(lua_State *L);   /* none; the compiled file is in SLOT_OBJECT, afterwards the scene object */
int step_theme(lua_State *L);   /* none; the same for the theme file */
int step_event(lua_State *L);   /* struct scene_event */
int step_context(lua_State *L); /* struct scene_context */
int step_survey(lua_State *L);  /* none */
int step_answer(lua_State *L);  /* struct admin_answer */
int step_screen(lua_State *L);  /* uint32_t: number of the screen */

/* survey.c. Says every leaf of the theme table on top of the stack, in the order of the names. */
void theme_say(lua_State *L);

/* Asks the scene for its findings and screens, and says them. */
void survey_run(lua_State *L);
/* Pushes the state of a screen that survey_run found. */
void survey_state(lua_State *L, uint32_t number);

#endif
