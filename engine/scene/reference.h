/* docs/lua-reference.md, written from the same rows the engine checks scenes with. */
#ifndef SCENE_REFERENCE_H
#define SCENE_REFERENCE_H

#include "base/buf.h"

void scene_reference(struct buf *out);

#endif
