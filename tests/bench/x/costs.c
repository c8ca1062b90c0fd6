#include "costs.h"

#include "../memory.h"

static double schedstat_ms(const char *path)
{
    double ns = 0;
    FILE *f = fopen(path, "r");
    if (f) {
        if (fscanf(f, "%lf", &ns) != 1)
            ns = 0;
        fclose(f);
    }
    return ns / 1e6;
}

static void add_threads(struct costs *c, pid_t pid)
{
    char path[600];
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *d = opendir(path);
    for (struct dirent *entry; d && (entry = readdir(d));) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", (int)pid, entry->d_name);
        c->cpu_ms += schedstat_ms(path);
        snprintf(path, sizeof path, "/proc/%d/task/%s/status", (int)pid, entry->d_name);
        c->wakes += field_of(path, "voluntary_ctxt_switches:");
    }
    if (d)
        closedir(d);
}

struct costs costs_of(pid_t top)
{
    struct costs c = {0};
    DIR *d = opendir("/proc");
    for (struct dirent *entry; d && (entry = readdir(d));) {
        char path[64];
        pid_t pid = (pid_t)atoi(entry->d_name), up = pid;
        while (up > 1 && up != top)
            up = parent_of(up);
        if (pid <= 0 || up != top)
            continue;
        snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
        c.pss_mib += (double)field_of(path, "Pss:") / 1024;
        add_threads(&c, pid);
        c.processes++;
    }
    if (d)
        closedir(d);
    return c;
}
