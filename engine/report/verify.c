#include "report/verify_inner.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "trust/code.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OF_ONE_CODE 8 /* findings of one kind that are listed; the others are counted */
#define TELL_EVERY_US 100000

static bool turns_writing(uint32_t c)
{
    return (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x2028 || c == 0x2029;
}

void printable(const char *text, size_t len, char *out, size_t size)
{
    size_t n = 0, room_for_more = 0, used;
    for (size_t at = 0; at < len; at += used) {
        char piece[32] = "";
        uint32_t c = utf8_decode(text + at, len - at, &used);
        if (c != UTF8_BAD && c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c != '\\' && !turns_writing(c))
            memcpy(piece, text + at, used);
        else
            for (size_t i = 0; i < used; i++)
                snprintf(piece + 4 * i, 5, "\\x%02x", (unsigned char)text[at + i]);
        size_t more = strlen(piece);
        if (n + more >= size) {
            snprintf(out + room_for_more, size - room_for_more, "…");
            return;
        }
        memcpy(out + n, piece, more);
        n += more;
        if (n + sizeof "…" <= size)
            room_for_more = n;
    }
    out[n] = 0;
}

void found(struct verifying *v, enum verify_code code, const char *file, int64_t seq, const char *remedy,
           const char *format, ...)
{
    struct verify_result *r = v->r;
    va_list args;
    r->problems++;
    if (v->of_code[code]++ >= OF_ONE_CODE || r->findings_n == VERIFY_FINDINGS_MAX)
        return;
    struct verify_finding *f = &r->findings[r->findings_n++];
    f->code = code;
    f->seq = seq;
    printable(file, strlen(file), f->file, sizeof f->file);
    va_start(args, format);
    vsnprintf(f->text, sizeof f->text, format, args);
    va_end(args);
    utf8_trim_partial(f->text);
    snprintf(f->remedy, sizeof f->remedy, "%s", remedy);
    utf8_trim_partial(f->remedy);
}

static void sentence(char out[][512], int *n, const char *format, va_list args)
{
    if (*n == VERIFY_SENTENCES_MAX)
        return;
    vsnprintf(out[*n], 512, format, args);
    utf8_trim_partial(out[(*n)++]);
}

void proven(struct verifying *v, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sentence(v->r->proven, &v->r->proven_n, format, args);
    va_end(args);
}

void unproven(struct verifying *v, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sentence(v->r->unproven, &v->r->unproven_n, format, args);
    va_end(args);
}

bool go_on(struct verifying *v, int64_t bytes)
{
    int64_t now = clock_real_us();
    v->progress.bytes += bytes;
    v->r->bytes += bytes;
    if (!v->tell || now - v->told_us < TELL_EVERY_US)
        return true;
    v->told_us = now;
    v->progress.file = v->shown;
    return v->tell(v->user, &v->progress) || err_set(v->e, "核验已取消");
}

struct listed *listed_find(struct verifying *v, const char *name)
{
    for (int i = 0; i < v->files_n; i++)
        if (strcmp(v->files[i].name, name) == 0)
            return &v->files[i];
    return NULL;
}

struct listed *listed_add(struct verifying *v, const char *name)
{
    struct listed *l = listed_find(v, name);
    if (l || v->files_n == FILES_MAX)
        return l;
    l = &v->files[v->files_n++];
    *l = (struct listed){.bytes = -1};
    snprintf(l->name, sizeof l->name, "%s", name);
    return l;
}

static void take_code(struct verifying *v)
{
    if (v->o->contains && v->o->contains[0] && !check_code_read(v->o->contains, v->code))
        found(v, VERIFY_BAD_CODE, "", 0, "核验码是 8 个字母和数字，写成 XXXX-XXXX", "给出的不是核验码");
}

static void judge_code(struct verifying *v)
{
    if (v->code[0] && !v->r->found)
        found(v, VERIFY_CODE_NOT_FOUND, "", 0,
              "先核对是否抄错；没有抄错，就是这次导出早于抄码的时刻，或那之后的记录被换掉了。请在设备上重新导出",
              "抄下的核验码 %s 不属于其中任何一条记录", v->code);
}

/* Sentences about what holds; only when it does. */
static void say_proven(struct verifying *v)
{
    struct verify_result *r = v->r;
    if (r->found)
        proven(v, "抄下的核验码 %s 是 %s 第 %lld 条记录（%s）的：从开头到这一条，与抄码时一样", v->code,
               r->found_file, (long long)r->found_seq, r->found_wall);
    if (r->problems)
        return;
    proven(v, "%d 个文件（%lld 字节）与签名时逐字节相同，没有多也没有少", r->files, (long long)r->bytes);
    if (r->records)
        proven(v, "%lld 条记录前后相连，其中 %lld 个检查点由同一把密钥签名", (long long)r->records,
               (long long)r->checkpoints);
    if (v->recounted)
        proven(v, "按这些记录重新计算，manifest.json 与 summary.csv 里的数一个不差（定义版本 %d）", COUNTS_DEFINITIONS);
}

static void say_unproven(struct verifying *v)
{
    if (!v->o->key && v->has_key)
        unproven(v, "密钥 %s 是不是那台设备的：没有给出设备的公钥。请用 --key 指定事先从设备上取得的 kiosk.pub",
                 v->r->key_id);
    if (!v->code[0])
        unproven(v, "这是不是最近的一次导出：整份较早的导出同样有效，少了它之后的记录也看不出来。"
                    "请用事先抄下的核验码核对（--contains XXXX-XXXX）");
    else if (v->r->found)
        unproven(v, "第 %lld 条以后还有没有记录没有交来：抄下的核验码只管到这一条", (long long)v->r->found_seq);
    if (v->manifest.since > 0)
        unproven(v, "第 %lld 条及以前的记录：这次导出没有包含，请看更早的导出", (long long)v->manifest.since);
    unproven(v, "签名之前的事：设备上的程序、时钟是否被人动过，只看导出的文件看不出来");
}

static void summarize(struct verifying *v)
{
    struct verify_result *r = v->r;
    judge_code(v);
    snprintf(r->kiosk, sizeof r->kiosk, "%s", v->manifest.kiosk);
    snprintf(r->venue, sizeof r->venue, "%s", v->manifest.venue);
    snprintf(r->made, sizeof r->made, "%s", v->manifest.made);
    say_proven(v);
    say_unproven(v);
    r->good = r->problems == 0;
}

/* The signature first, over the exact bytes; then what those bytes name; then what is in there. */
static bool look(struct verifying *v)
{
    struct buf sums = {0};
    if (read_small(v, SUMS, SMALL_MAX, false, &sums) == READ_ABSENT) {
        found(v, VERIFY_NOT_AN_EXPORT, SUMS, 0,
              "请指定一次导出的文件夹，即 qingfeng/设备编号/日期-时间-序号；其中有 SHA256SUMS",
              "这个文件夹里没有 SHA256SUMS，不是一次完整的导出");
        return true;
    }
    check_signature(v, &sums);
    read_sums(v, &sums);
    struct listed *manifest = listed_find(v, MANIFEST);
    if (manifest)
        read_manifest(v, manifest);
    check_signature_again(v, &sums);
    buf_free(&sums);
    look_for_extras(v);
    if (!check_files(v))
        return false;
    look_for_mixture(v);
    judge_chains(v);
    judge_figures(v);
    return true;
}

bool verify_export(const struct verify_options *o, struct verify_result *out, verify_tell *tell, void *user,
                   struct err *e)
{
    struct verifying *v = mem_alloc(sizeof *v);
    *v = (struct verifying){.o = o, .r = out, .e = e, .tell = tell, .user = user};
    memset(out, 0, sizeof *out);
    e->text[0] = 0;
    v->folder = open(o->folder, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
    if (v->folder < 0) {
        free(v);
        return err_set(e, "%s：打不开（%s）", o->folder,
                       errno == ENOENT    ? "没有这个文件夹，请核对路径"
                       : errno == ENOTDIR ? "不是文件夹"
                                          : err_reason(errno));
    }
    take_code(v);
    figures_start(v);
    bool well = look(v);
    close(v->folder);
    if (well)
        summarize(v);
    figures_drop(v);
    free(v);
    return well && out->good;
}
