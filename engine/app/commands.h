/* The commands of the program `kiosk`. Each takes what is left of the command line and returns the exit code: 0 done,
 * 1 found problems or failed (said on stderr), 2 wrong usage. */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "base/config.h"

struct invocation {
    struct config config;
    char conf_path[1024]; /* the file that was read */
    bool conf_found;      /* false: defaults, counted from the working folder */
    bool json;
    int argc;             /* words after the command, common options taken out */
    char **argv;
};

int command_run(struct invocation *in);
int command_tour(struct invocation *in);
int command_check(struct invocation *in);
int command_test(struct invocation *in);
int command_shot(struct invocation *in);
int command_counts(struct invocation *in);
int command_export(struct invocation *in);
int command_verify(struct invocation *in);
int command_set_pin(struct invocation *in);
int command_keygen(struct invocation *in);
int command_stick_key(struct invocation *in);
int command_doctor(struct invocation *in);

/* Takes the option out of the words: "--name VALUE" or "--name=VALUE"; NULL when it is not there. A name without its
 * value ends the program with exit code 2. */
const char *option_value(struct invocation *in, const char *name);
bool option_flag(struct invocation *in, const char *name);
/* After all options were taken: says which one is unknown. False: there is one. */
bool options_done(const struct invocation *in);
/* "1920x1080"; false: not a size of 320 to 16384 each way. */
bool parse_size(const char *text, int *width, int *height);

#endif
