/* Memory as the benchmarks count it: of a process and all that descend from it. */
#ifndef TESTS_BENCH_MEMORY_H
#define TESTS_BENCH_MEMORY_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline long field_of(const char *path, const char *name)
{
    char line[256];
    long value = 0;
    FILE *f = fopen(path, "r");
    if (!f)
        return 0;
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, name, strlen(name)) == 0)
            value = atol(line + strlen(name));
    }
    fclose(f);
    return value;
}

static inline pid_t parent_of(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    return (pid_t)field_of(path, "PPid:");
}

/* Proportional memory of this process and all that descend from it, in KiB. */
static inline long tree_pss(void)
{
    long sum = 0;
    DIR *d = opendir("/proc");
    for (struct dirent *entry; d && (entry = readdir(d));) {
        char path[300];
        pid_t pid = (pid_t)atoi(entry->d_name), up = pid;
        while (up > 1 && up != getpid())
            up = parent_of(up);
        snprintf(path, sizeof path, "/proc/%s/smaps_rollup", entry->d_name);
        if (pid > 0 && up == getpid())
            sum += field_of(path, "Pss:");
    }
    if (d)
        closedir(d);
    return sum;
}

#endif
