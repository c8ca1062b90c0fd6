/* The outer wall: what a process gives up before it reads a foreign byte. There is no way back; the wall holds whatever
 * the code inside does, crashes of the Lua library included. */
#ifndef SCENE_SANDBOX_H
#define SCENE_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

enum sandbox_role {
    SANDBOX_SCENE,  /* computes and talks over descriptor 3 */
    SANDBOX_WORKER, /* also takes files over descriptor 3 and makes sealed memory for pictures */
};

#define SANDBOX_FD 3      /* the socket; the caller moves it there */
#define SANDBOX_FAILED 71 /* exit status when the wall could not be put up */

/* Landlock, the part of the wall that shuts every file system, asked of the kernel anew each time. Refused is not missing:
 * a filter around the whole program (a service's SystemCallFilter) keeps it from us, and can be mended. */
enum sandbox_landlock { LANDLOCK_MISSING, LANDLOCK_REFUSED, LANDLOCK_THERE };
enum sandbox_landlock sandbox_landlock(void);

/* Once, in the process that will fork the others: builds the system call rules, which children inherit, and sets how much
 * memory a scene's Lua may take at most. */
bool sandbox_prepare(size_t scene_memory);

/* Closes every descriptor but the socket, sets resource limits, ties the process's life to its parent's, and lets the
 * kernel kill it on any system call outside the list. Works for root and for any user. Ends the process with status
 * SANDBOX_FAILED if the wall cannot be put up, also when it was not prepared; landlock is left out where it is missing or
 * refused. */
void sandbox_enter(enum sandbox_role role);

#endif
