/* engine.record: a table of fields becomes a checked record. */
#ifndef SCENE_BIND_RECORD_H
#define SCENE_BIND_RECORD_H

#include <lua.h>

int engine_record(lua_State *L);
int engine_title(lua_State *L); /* what the report calls a question, an ending … */

#endif
