/* Memory ahead of time. After a fork each first touch of a page is a fault of its own, and a scene's first screen
 * touches some two hundred: most of the time it takes. A spare process takes them all in a few calls while it waits. */
#ifndef SCENE_WARM_H
#define SCENE_WARM_H

/* In the nursery, before the kits are loaded: the heap shall have room at its end that is warmed with it. */
void warm_room(void);
/* In the nursery, once the kits are loaded: remembers where a scene's memory is. */
void warm_note(void);
/* In the child, inside the sandbox. What the kernel refuses (before 5.14) is simply not done. */
void warm_up(void);

#endif
