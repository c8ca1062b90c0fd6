/* The body of the stage process: a show in real time, on one end of a channel to the keeper. */
#ifndef APP_STAGE_PROCESS_H
#define APP_STAGE_PROCESS_H

#include "app/busy.h"
#include "base/config.h"

enum stage_kind {
    STAGE_WHOLE,
    STAGE_BARE,  /* the built-in screen alone: no Lua, no pictures, no content */
    STAGE_ADMIN, /* whole, but the administrator's screens come before home */
};
#define STAGE_EXIT_ADMIN 3 /* of a bare one: the administrator's gesture was made */

struct stage_process {
    const struct config *config;
    struct busy_mark *busy;
    int keeper_fd; /* taken over */
    enum stage_kind kind;
    bool fell; /* one before it crashed, hung, or ended after it had shown something */
    bool headless;
    int width, height; /* px of a window; 0: the configuration's */
};

/* Returns the exit code: 0 ended in order (asked to, or the window was closed), 1 could not start or go on. */
int stage_process_main(const struct stage_process *p);

#endif
