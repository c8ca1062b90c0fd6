/* An export folder made by hand, so that checking one can be tested without the program that writes them: record
 * lines chained as the journal chains them, small files in place of the reports, manifest, sums and signature. */
#ifndef TESTS_REPORT_EXPORT_HELP_H
#define TESTS_REPORT_EXPORT_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "journal/counts.h"
#include "journal/line.h"
#include "report/report.h"
#include "report/verify.h"
#include "trust/code.h"
#include "trust/key.h"
#include "trust/sha256.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct made_chain {
    const char *file, *aside;
    int64_t first, last, records;
    char prev[65], head[65];
    struct buf lines;
};

static inline void put(const char *folder, const char *name, const void *bytes, size_t len)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    if (len)
        assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static inline struct buf slurp(const char *folder, const char *name)
{
    char path[600];
    struct buf b = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(file_read(path, 1 << 26, &b, NULL));
    buf_cstr(&b);
    return b;
}

static inline void add_line(struct made_chain *c, const char *kind, const char *data)
{
    struct buf line = {0};
    struct line l = {.seq = c->last + 1,
                     .prev = c->head,
                     .boot = 1,
                     .mono = c->last * 10,
                     .wall = 1790000000000 + c->last * 1000,
                     .tz = 480,
                     .clock = "ok",
                     .visit = "",
                     .kind = kind,
                     .scene = "",
                     .content = "demo@3",
                     .data = data};
    line_build(&line, &l);
    if (!c->records++) {
        c->first = l.seq;
        memcpy(c->prev, c->head, sizeof c->prev);
    }
    sha256_hex(line.data, line.len, c->head);
    c->last = l.seq;
    buf_bytes(&c->lines, line.data, line.len);
    buf_u8(&c->lines, '\n');
    buf_free(&line);
}

static inline void add_checkpoint(struct made_chain *c, const struct device_key *k)
{
    struct buf data = {0}, folded = {0};
    assert_true(key_sign_checkpoint(k, c->last, c->head, &folded, NULL));
    struct json j = json_to(&data);
    json_object(&j, NULL);
    json_int(&j, "upto", c->last);
    json_text(&j, "head", c->head);
    json_text(&j, "signature", buf_cstr(&folded));
    json_object_end(&j);
    add_line(c, "checkpoint", buf_cstr(&data));
    buf_free(&data);
    buf_free(&folded);
}

/* A chain that goes on after `after` (NULL: the first), with a checkpoint at its end. */
static inline struct made_chain chain_make(const struct made_chain *after, const char *file, int records,
                                           const struct device_key *k)
{
    struct made_chain c = {.file = file, .aside = ""};
    memcpy(c.head, after ? after->head : LINE_ZEROS, 65);
    c.last = after ? after->last : 0;
    for (int i = 1; i < records; i++) {
        char data[64];
        snprintf(data, sizeof data, "{\"part\":\"第%d节\"}", i);
        add_line(&c, "read", data);
    }
    add_checkpoint(&c, k);
    return c;
}

static inline void list_file(const char *folder, const char *name, struct buf *sums, struct json *files)
{
    struct buf text = slurp(folder, name);
    char sum[65];
    sha256_hex(text.data, text.len, sum);
    buf_printf(sums, "%s  %s\n", sum, name);
    if (files) {
        json_object(files, NULL);
        json_text(files, "name", name);
        json_int(files, "bytes", (int64_t)text.len);
        json_text(files, "sha256", sum);
        json_object_end(files);
    }
    buf_free(&text);
}

static inline void write_chains(struct json *j, const struct made_chain *chains, int n)
{
    json_list(j, "chains");
    for (int i = 0; i < n; i++) {
        json_object(j, NULL);
        json_text(j, "file", chains[i].file);
        json_int(j, "first", chains[i].first);
        json_int(j, "last", chains[i].last);
        json_text(j, "prev", chains[i].prev);
        json_text(j, "head", chains[i].head);
        json_int(j, "records", chains[i].records);
        json_text(j, "aside", chains[i].aside);
        json_object_end(j);
    }
    json_list_end(j);
}

static inline struct counts counts_of(const struct made_chain *chains, int n)
{
    struct counts c;
    struct err e;
    struct counting *counting = counting_start(&(struct counts_period){0});
    for (int i = 0; i < n; i++)
        counting_take_lines(counting, (const char *)chains[i].lines.data, chains[i].lines.len, &e);
    counting_end(counting, &c);
    c.set_aside = n - 1;
    return c;
}

static inline void write_counts(struct json *j, const struct made_chain *chains, int n)
{
    struct counts c = counts_of(chains, n);
    struct buf text = {0};
    counts_write_json(&c, &text);
    text.len--;
    json_raw(j, "counts", buf_cstr(&text));
    buf_free(&text);
    counts_free(&c);
}

static inline void write_summary(const char *folder, const struct made_chain *chains, int n, const char *made)
{
    struct counts c = counts_of(chains, n);
    struct buf text = {0};
    report_csv(&c, &(struct report_about){.venue = "清风馆", .kiosk = "hall-1", .software = made}, &text);
    put(folder, "summary.csv", text.data, text.len);
    buf_free(&text);
    counts_free(&c);
}

/* manifest.json and SHA256SUMS of what is there. */
static inline void write_manifest(const char *folder, const struct made_chain *chains, int n, const char *made,
                                  const struct device_key *k)
{
    struct buf text = {0}, sums = {0};
    char code[10], line[57];
    struct json j = json_to(&text);
    check_code(chains[n - 1].head, code);
    public_key_line(key_public(k), line);
    json_object(&j, NULL);
    json_int(&j, "format", 1);
    json_text(&j, "made", made);
    json_object(&j, "kiosk");
    json_text(&j, "id", "hall-1");
    json_text(&j, "venue", "清风馆");
    json_object_end(&j);
    json_text(&j, "key", line);
    json_int(&j, "since", 0);
    write_chains(&j, chains, n);
    json_text(&j, "check_code", code);
    write_counts(&j, chains, n);
    json_list(&j, "files");
    for (int i = 0; i < n; i++)
        list_file(folder, chains[i].file, &sums, &j);
    list_file(folder, "summary.csv", &sums, &j);
    list_file(folder, "report.html", &sums, &j);
    json_list_end(&j);
    json_object_end(&j);
    buf_text(&text, "\n");
    put(folder, "manifest.json", text.data, text.len);
    list_file(folder, "manifest.json", &sums, NULL);
    put(folder, "SHA256SUMS", sums.data, sums.len);
    buf_free(&text);
    buf_free(&sums);
}

static inline void sign_export(const char *folder, const char *made, const struct device_key *k)
{
    struct buf sums = slurp(folder, "SHA256SUMS"), minisig = {0};
    char comment[100];
    snprintf(comment, sizeof comment, "qingfeng export kiosk=hall-1 upto=9 made=%s", made);
    assert_true(key_sign(k, sums.data, sums.len, comment, &minisig, NULL));
    put(folder, "SHA256SUMS.minisig", minisig.data, minisig.len);
    put(folder, "kiosk.pub", key_public_text(k), strlen(key_public_text(k)));
    buf_free(&sums);
    buf_free(&minisig);
}

static inline void write_export(const char *folder, const struct made_chain *chains, int n, const char *made,
                                const struct device_key *k)
{
    mkdir(folder, 0755);
    for (int i = 0; i < n; i++)
        put(folder, chains[i].file, chains[i].lines.data, chains[i].lines.len);
    write_summary(folder, chains, n, made);
    put(folder, "report.html", made, strlen(made));
    write_manifest(folder, chains, n, made, k);
    sign_export(folder, made, k);
}

#endif
