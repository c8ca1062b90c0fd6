/* The nursery's own end, entered in the forked child. */
#ifndef SCENE_NURSERY_PROCESS_H
#define SCENE_NURSERY_PROCESS_H

#include "scene/nursery.h"

/* Serves requests on `fd` until the other end closes it or `parent` dies. */
_Noreturn void nursery_main(const struct nursery_options *o, const char *kit, int fd, pid_t parent);

#endif
