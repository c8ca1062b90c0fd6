/* Parts of the scene process that answer the less common requests. All run protected and raise on errors. */
#ifndef SCENE_PROCESS_H
#define SCENE_PROCESS_H

#include "scene/scene.h"

/* Says every leaf of the theme table on top of the stack, in the order of the names. */
void theme_say(lua_State *L);

/* Asks the scene for its findings and screens, and says them. */
void survey_run(lua_State *L);
/* Pushes the state of a screen that survey_run found. */
void survey_state(lua_State *L, uint32_t number);

#endif
