/* The stage's own fence: what a process that draws and listens never does, the kernel refuses it. Wider than a scene's
 * wall (sandbox.h), because graphics libraries do much; but no network, no other program, no looking into other
 * processes, no turning of the machine. All it forks inherits it. */
#ifndef SCENE_FENCE_H
#define SCENE_FENCE_H

#include "base/err.h"

/* From here on, for this process and its future children: a refused call fails with EPERM. Sockets are local ones and the
 * kernel's news of plugged devices (without which SDL finds no touch panel on a bare console), nothing else. False:
 * this kernel has no seccomp. Call it before content is read and before there is a second thread. */
bool fence_enter(struct err *e);

#endif
