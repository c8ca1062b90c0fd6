/* What a process and all that descend from it cost, as /proc tells. */
#ifndef TESTS_BENCH_X_COSTS_H
#define TESTS_BENCH_X_COSTS_H

#include <sys/types.h>

struct costs {
    double cpu_ms;  /* on a processor so far, of all threads alive */
    long wakes;     /* times a thread went to sleep of its own will */
    double pss_mib; /* memory, shared pages divided among those who share them */
    int processes;
};

struct costs costs_of(pid_t top);

#endif
