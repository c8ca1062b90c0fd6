/* Power cuts on a real file system: the journal writes into ext4 on a loop device, the ioctl "shutdown" throws away all
 * that was not synced, the file system is mounted again and every acknowledged record looked for. What was acknowledged is
 * noted outside, over a pipe, with its time: only what came before the cut began counts, because a sync that runs while
 * the kernel shuts down may return 0 without having synced (a bare loop of pwrite and fdatasync shows it), which no plug
 * that is pulled can do. Needs root and loop mounts: ext4_cuts CUTS [FILE-SYSTEM]. Ends with 77 where it cannot run. */
#include "base/clock.h"
#include "base/log.h"
#include "journal/journal.h"
#include "trust/sha256.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHUTDOWN _IOR('X', 125, uint32_t) /* FS_IOC_SHUTDOWN of xfs, ext4 and others */
#define NO_LOG_FLUSH 2

struct ack {
    int64_t seq, at_us;
    char head[65];
};

static int64_t acknowledged;
static char work[] = "/tmp/qingfeng-cuts-XXXXXX", mount_point[64];

static int run(const char *format, ...)
{
    char command[512];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    return system(command);
}

/* Appends and commits until it is killed; every commit that worked is said to the pipe. */
static void write_records(int pipe_end, unsigned seed)
{
    struct clock clock = clock_real();
    struct journal *j = journal_open(mount_point, &clock, "cuts");
    struct journal_state s;
    struct record r;
    srand(seed);
    for (int i = 0;; i++) {
        for (int k = rand() % 8; k >= 0; k--) {
            record_start(&r, RECORD_READ);
            record_set_text(&r, "part", "some part of some scene", 23);
            journal_append(j, &r, NULL);
        }
        if (!journal_commit(j))
            usleep(10000);
        journal_state(j, &s);
        struct ack a = {.seq = s.seq, .at_us = clock_real_us()};
        memcpy(a.head, s.head, sizeof a.head);
        if (s.health == JOURNAL_OK && write(pipe_end, &a, sizeof a) != sizeof a)
            _exit(0);
        usleep((unsigned)(rand() % 2000));
    }
}

static bool there(struct journal *j, const struct ack *a)
{
    struct buf line = {0};
    struct err e;
    char head[65] = "";
    bool well = journal_read_lines(j, a->seq - 1, a->seq, 1, &line, &e) == a->seq;
    if (well)
        sha256_hex(line.data, line.len - 1, head);
    buf_free(&line);
    return well && !strcmp(head, a->head);
}

/* The last acknowledgement before the cut; false when the cut could not be made. */
static bool cut_while_writing(unsigned seed, struct ack *last)
{
    int ends[2];
    struct ack a;
    if (pipe(ends) != 0)
        return false;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_records(ends[1], seed);
    }
    close(ends[1]);
    usleep(60000 + (unsigned)rand() % 250000);
    uint32_t how = NO_LOG_FLUSH;
    int disk = open(mount_point, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int64_t began = clock_real_us();
    bool cut = disk >= 0 && ioctl(disk, SHUTDOWN, &how) == 0;
    kill(child, SIGKILL);
    close(disk);
    while (read(ends[0], &a, sizeof a) == sizeof a) {
        if (a.seq > last->seq && a.at_us < began) {
            acknowledged += a.seq - last->seq;
            *last = a;
        }
    }
    close(ends[0]);
    waitpid(child, NULL, 0);
    for (int i = 0; i < 50 && run("umount %s 2>/dev/null", mount_point) != 0; i++)
        usleep(100000);
    return cut;
}

static bool look(const struct ack *last, int64_t *records)
{
    struct clock clock = clock_real();
    struct journal *j = journal_open(mount_point, &clock, "look");
    struct journal_state s;
    struct journal_verdict v = {0};
    struct err e = {0};
    journal_state(j, &s);
    bool well = s.health == JOURNAL_OK && !s.aside[0] && journal_verify(j, &v, &e) && s.seq >= last->seq &&
                (last->seq == 0 || there(j, last)) && journal_commit(j);
    if (!well)
        printf("lost: health %d, %s, file %lld, acknowledged %lld, %s%s\n", s.health, s.aside, (long long)s.seq,
               (long long)last->seq, v.why, e.text);
    *records = v.records;
    journal_close(j);
    return well;
}

int main(int argc, char **argv)
{
    int cuts = argc > 1 ? atoi(argv[1]) : 5, bad = 0;
    const char *fs = argc > 2 ? argv[2] : "ext4";
    struct ack last = {0};
    int64_t records = 0;
    log_quiet(LOG_SILENT);
    if (!mkdtemp(work))
        return 1;
    snprintf(mount_point, sizeof mount_point, "%s/disk", work);
    if (geteuid() != 0 || run("mkdir %s && truncate -s 400M %s/image && mkfs.%s -q %s/image"
                              " && mount -o loop %s/image %s 2>/dev/null", mount_point, work, fs, work, work, mount_point) != 0) {
        printf("skipped: no root, mkfs.%s or loop mounts here\n", fs);
        run("rm -rf %s", work);
        return 77;
    }
    int done = 0;
    for (; done < cuts && !bad; done++) {
        if (!cut_while_writing((unsigned)done, &last) || run("mount -o loop %s/image %s", work, mount_point) != 0) {
            printf("the cut itself did not work\n");
            bad++;
            break;
        }
        bad += !look(&last, &records);
    }
    printf("%s: %d power cuts of one journal, %lld records acknowledged, %d cuts that lost one\n", fs, done,
           (long long)acknowledged, bad);
    run("umount %s; rm -rf %s", mount_point, work);
    return bad ? 1 : 0;
}
