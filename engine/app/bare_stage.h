/* The built-in screen "设备维护中" as a stage of its own, for when the whole one does not hold: no Lua, no scene process,
 * no pictures, no content; without a single font it still shows paper and a scroll. The administrator's gesture is heard. */
#ifndef APP_BARE_STAGE_H
#define APP_BARE_STAGE_H

#include "app/stage_process.h"
#include "wire/channel.h"

/* Until the keeper says stop. Returns the exit code; STAGE_EXIT_ADMIN after the gesture. */
int bare_stage_main(const struct stage_process *p, struct channel *keeper);

struct arena;
struct node;
/* What it shows, for pictures of it. */
struct node *bare_screen(struct arena *a);

#endif
