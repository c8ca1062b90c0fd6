/* What the tests of exports share: a stick that is a folder, and a journal that is lines in memory. */
#ifndef TESTS_USB_HELP_H
#define TESTS_USB_HELP_H

#include "base/file.h"
#include "journal/line.h"
#include "trust/sha256.h"
#include "usb/export.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOON 1795320000000 /* 2026-11-22T04:00:00Z */
#define SKIPPED(why)                                                                                                   \
    do {                                                                                                               \
        print_message("skipped: %s\n", why);                                                                           \
        skip();                                                                                                        \
    } while (0)

struct book {
    struct buf lines;
    size_t *at; /* where line i + 1 begins */
    int count, chunk; /* lines; handed over at once */
    struct journal_chain chain;
};

static inline void book_make(struct book *b, int count)
{
    char prev[65];
    struct buf one = {0};
    *b = (struct book){.count = count, .chunk = 7, .at = calloc((size_t)count + 1, sizeof(size_t))};
    memcpy(prev, LINE_ZEROS, 65);
    for (int i = 1; i <= count; i++) {
        struct line l = {.seq = i, .prev = prev, .boot = 1, .mono = i * 1000, .wall = NOON + i * 1000, .tz = 480,
                         .clock = "ok", .visit = "", .kind = "staff", .scene = "", .content = i > 2 ? "demo@3" : "",
                         .data = "{\"act\":\"check\"}"};
        line_build(&one, &l);
        b->at[i - 1] = b->lines.len;
        buf_bytes(&b->lines, one.data, one.len);
        buf_u8(&b->lines, '\n');
        sha256_hex(one.data, one.len, prev);
    }
    b->at[count] = b->lines.len;
    b->chain = (struct journal_chain){.first = 1, .last = count, .whole = true};
    memcpy(b->chain.prev, LINE_ZEROS, 65);
    memcpy(b->chain.head, prev, 65);
    buf_free(&one);
}

static inline void book_free(struct book *b)
{
    buf_free(&b->lines);
    free(b->at);
}

static inline int64_t book_lines(void *user, int64_t after, int64_t upto, struct buf *out, struct err *e)
{
    struct book *b = user;
    (void)e;
    int64_t last = after + b->chunk < upto ? after + b->chunk : upto;
    if (last <= after)
        return 0;
    buf_bytes(out, b->lines.data + b->at[after], b->at[last] - b->at[after]);
    return last;
}

static inline bool book_sign(void *user, const char *data, size_t len, struct buf *minisig, struct err *e)
{
    (void)user;
    (void)data;
    (void)len;
    (void)e;
    buf_text(minisig, "untrusted comment: test\nAAAA\ntrusted comment: test\nBBBB\n");
    return true;
}

static inline struct export_source book_source(struct book *b)
{
    return (struct export_source){
        .user = b, .lines = book_lines, .sign = book_sign,
        .about = {.kiosk_id = "hall-1", .venue = "\xe5\x8e\x85", .unit = "", .sector = "", .software = "0.1.0",
                  .data = "/nowhere", .public_key = "untrusted comment: k\nRWQf\n", .made_ms = NOON, .boots = 1,
                  .upto = b->count, .health = "ok", .chains = &b->chain, .chains_n = 1}};
}

static char stick[128];

static inline int shell(const char *format, ...)
{
    char command[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    return system(command);
}

static inline int setup(void **state)
{
    (void)state;
    const char *where = getenv("QINGFENG_STICKS"); /* a mounted stick: tests/lab/usb_qemu.sh */
    if (!where) /* memory is quicker to sync than a disk, and nobody else's writes wait there */
        where = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(stick, sizeof stick, "%s/qingfeng-stick-XXXXXX", where);
    return mkdtemp(stick) ? 0 : -1;
}

static inline int teardown(void **state)
{
    (void)state;
    return shell("umount %s 2>/dev/null; umount %s.b 2>/dev/null; chmod -R u+w %s; rm -rf %s %s.*", stick, stick, stick, stick,
                 stick) < 0;
}

/* Is this folder an export with all its files, and do they have the sums that it says? */
static inline bool is_whole(const char *folder)
{
    static const char *const others[] = {"SHA256SUMS.minisig", "kiosk.pub"};
    char path[500], hex[65], name[64];
    struct buf sums = {0}, content = {0};
    struct err e;
    int n = 0;
    bool ok = path_join(path, sizeof path, folder, "SHA256SUMS") && file_read(path, 65536, &sums, &e);
    for (const char *at = ok ? buf_cstr(&sums) : ""; ok && *at; at = strchr(at, '\n') + 1, n++) {
        ok = strchr(at, '\n') && sscanf(at, "%64[0-9a-f]  %63[a-z0-9.-]", hex, name) == 2 &&
             path_join(path, sizeof path, folder, name) && file_read(path, 1 << 26, &content, &e);
        char found[65];
        if (ok)
            sha256_hex(content.data, content.len, found);
        ok = ok && strcmp(found, hex) == 0;
        buf_free(&content);
    }
    for (int i = 0; i < 2; i++) {
        struct stat st;
        ok = ok && path_join(path, sizeof path, folder, others[i]) && stat(path, &st) == 0 && st.st_size > 0;
    }
    buf_free(&sums);
    return ok && n == 5;
}

/* Folders below qingfeng/hall-1 with a final name; how many of them are not whole; how many partial ones lie about. */
static inline int exports(int *bad, int *partial)
{
    char path[200], folder[480];
    int n = 0;
    *bad = *partial = 0;
    snprintf(path, sizeof path, "%s/qingfeng/hall-1", stick);
    DIR *d = opendir(path);
    for (const struct dirent *entry; d && (entry = readdir(d));) {
        *partial += strncmp(entry->d_name, ".partial-", 9) == 0;
        if (entry->d_name[0] == '.')
            continue;
        snprintf(folder, sizeof folder, "%s/%s", path, entry->d_name);
        n++;
        *bad += !is_whole(folder);
    }
    if (d)
        closedir(d);
    return n;
}

#endif
