/* What every benchmark of the show needs. */
#ifndef TESTS_BENCH_HELP_H
#define TESTS_BENCH_HELP_H

#include "wire/record.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

__attribute__((unused)) static void drop_record(void *user, const struct record *r)
{
    (void)user;
    (void)r;
}

__attribute__((unused)) static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "%s\n", what);
    exit(1);
}

#endif
