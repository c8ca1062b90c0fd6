/* How long checking an export of many records takes, and with how much memory:
 *     verify_bench [RECORDS] [FILES]
 * FILES is how many files that do not belong there lie in the folder too. */
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "journal/line.h"
#include "report/verify.h"
#include "trust/code.h"
#include "trust/key.h"
#include "trust/sha256.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct bench {
    char folder[64];
    struct device_key *key;
    struct sha256 sum;
    char head[65], total[65];
    int64_t seq, bytes;
};

static void write_line(struct bench *b, FILE *out, const char *kind, const char *data)
{
    struct buf line = {0};
    struct line l = {.seq = ++b->seq,
                     .prev = b->head,
                     .boot = 1,
                     .mono = b->seq * 100,
                     .wall = 1790000000000 + b->seq * 100,
                     .tz = 480,
                     .clock = "ok",
                     .visit = "1-1",
                     .kind = kind,
                     .scene = "quiz/discipline",
                     .content = "demo@1",
                     .data = data};
    line_build(&line, &l);
    sha256_hex(line.data, line.len, b->head);
    buf_u8(&line, '\n');
    sha256_add(&b->sum, line.data, line.len);
    fwrite(line.data, 1, line.len, out);
    b->bytes += (int64_t)line.len;
    buf_free(&line);
}

static void write_checkpoint(struct bench *b, FILE *out)
{
    struct buf folded = {0}, data = {0};
    struct json j = json_to(&data);
    key_sign_checkpoint(b->key, b->seq, b->head, &folded, NULL);
    json_object(&j, NULL);
    json_int(&j, "upto", b->seq);
    json_text(&j, "head", b->head);
    json_text(&j, "signature", buf_cstr(&folded));
    json_object_end(&j);
    write_line(b, out, "checkpoint", buf_cstr(&data));
    buf_free(&folded);
    buf_free(&data);
}

static bool put(const struct bench *b, const char *name, const void *bytes, size_t len)
{
    char path[200];
    struct err e;
    bool well = path_join(path, sizeof path, b->folder, name) && file_write_durable(path, bytes, len, 0644, &e);
    if (!well)
        fprintf(stderr, "%s\n", e.text);
    return well;
}

static bool write_records(struct bench *b, int64_t records)
{
    char path[200];
    snprintf(path, sizeof path, "%s/records.jsonl", b->folder);
    FILE *out = fopen(path, "we");
    if (!out)
        return false;
    sha256_start(&b->sum);
    memcpy(b->head, LINE_ZEROS, 65);
    while (b->seq < records) {
        if (b->seq % 1000 == 999)
            write_checkpoint(b, out);
        else
            write_line(
                b, out, "answer",
                "{\"question\":\"Q31\",\"version\":1,\"chosen\":\"乙\",\"right\":true,\"attempt\":1,\"ms\":5230}");
    }
    sha256_end(&b->sum, b->total);
    return fclose(out) == 0;
}

static bool write_rest(struct bench *b)
{
    struct buf manifest = {0}, sums = {0}, minisig = {0};
    char code[10], line[57], sum[65];
    check_code(b->head, code);
    public_key_line(key_public(b->key), line);
    buf_printf(
        &manifest,
        "{\"format\":1,\"made\":\"now\",\"kiosk\":{\"id\":\"bench\",\"venue\":\"\"},\"key\":\"%s\",\"since\":0,"
        "\"chains\":[{\"file\":\"records.jsonl\",\"first\":1,\"last\":%lld,\"prev\":\"" LINE_ZEROS
        "\",\"head\":\"%s\",\"records\":%lld,\"aside\":\"\"}],\"check_code\":\"%s\","
        "\"files\":[{\"name\":\"records.jsonl\",\"bytes\":%lld,\"sha256\":\"%s\"}]}\n",
        line, (long long)b->seq, b->head, (long long)b->seq, code, (long long)b->bytes, b->total);
    sha256_hex(manifest.data, manifest.len, sum);
    buf_printf(&sums, "%s  records.jsonl\n%s  manifest.json\n", b->total, sum);
    bool well = key_sign(b->key, sums.data, sums.len, "qingfeng export made=now", &minisig, NULL) &&
                put(b, "manifest.json", manifest.data, manifest.len) && put(b, "SHA256SUMS", sums.data, sums.len) &&
                put(b, "SHA256SUMS.minisig", minisig.data, minisig.len) &&
                put(b, "kiosk.pub", key_public_text(b->key), strlen(key_public_text(b->key)));
    buf_free(&manifest);
    buf_free(&sums);
    buf_free(&minisig);
    return well;
}

static void write_strangers(const struct bench *b, long files)
{
    for (long i = 0; i < files; i++) {
        char path[200];
        snprintf(path, sizeof path, "%s/stranger-%ld", b->folder, i);
        FILE *f = fopen(path, "we");
        if (f)
            fclose(f);
    }
}

static long peak_kib(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_maxrss;
}

static void check(const struct bench *b)
{
    static struct verify_result r;
    struct err e;
    struct verify_options o = {.folder = b->folder, .key = key_public(b->key), .key_name = "本机"};
    long before = peak_kib();
    int64_t from = clock_real_us();
    bool good = verify_export(&o, &r, NULL, NULL, &e);
    double seconds = (double)(clock_real_us() - from) / 1e6;
    printf("%s: %lld records, %lld checkpoints, %.1f MB in %.2f s (%.0f MB/s), %lld problems, peak %ld KiB more\n",
           good ? "good" : "not good", (long long)r.records, (long long)r.checkpoints, (double)r.bytes / 1e6, seconds,
           (double)r.bytes / 1e6 / seconds, (long long)r.problems, peak_kib() - before);
}

int main(int argc, char **argv)
{
    static struct bench b = {.folder = "/tmp/qingfeng-verify-bench-XXXXXX"};
    struct err e;
    char command[100], key[100];
    if (!mkdtemp(b.folder))
        return 1;
    snprintf(key, sizeof key, "%s.key", b.folder);
    b.key = key_open(key, true, &e);
    if (b.key && write_records(&b, argc > 1 ? atoll(argv[1]) : 1000000) && write_rest(&b)) {
        write_strangers(&b, argc > 2 ? atol(argv[2]) : 0);
        check(&b);
    }
    key_close(b.key);
    snprintf(command, sizeof command, "rm -rf '%s' '%s'", b.folder, key);
    return system(command) != 0;
}
