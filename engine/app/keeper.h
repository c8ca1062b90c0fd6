/* The keeper: small, without SDL, Lua or decoders. It owns the journal, starts the stage, watches it, starts it again,
 * takes its records, and answers other commands over DATA/keeper.sock. */
#ifndef APP_KEEPER_H
#define APP_KEEPER_H

#include "base/config.h"

struct keeper_options {
    const struct config *config;
    bool headless;
    int width, height; /* px of a window; 0: the configuration's */
};

/* Runs until SIGTERM or SIGINT, or until the window is closed. Returns the exit code. */
int keeper_run(const struct keeper_options *o);

#endif
