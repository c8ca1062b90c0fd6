#include "report/verify_inner.h"

#include "base/file.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK (256u << 10)
#define REPORT_MAX (256ll << 20) /* bytes of a file that holds no records */

static const char from_device[] = "请从设备重新导出，不要改动文件夹里的文件";

static const char *kind_of(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFLNK:
        return "符号链接";
    case S_IFDIR:
        return "文件夹";
    case S_IFIFO:
        return "管道";
    case S_IFSOCK:
        return "套接字";
    case S_IFREG:
        return "另一个文件"; /* it was exchanged while it was opened */
    default:
        return "设备";
    }
}

int open_listed(struct verifying *v, const char *name, bool must, struct stat *st, enum reading *why)
{
    *why = READ_BAD;
    if (fstatat(v->folder, name, st, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT) {
        *why = READ_ABSENT;
        if (must)
            found(v, VERIFY_MISSING, name, 0, from_device, "少了文件 %s", name);
        return -1;
    }
    int fd = S_ISREG(st->st_mode) ? openat(v->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
                                  : -1;
    if (fd >= 0 && fstat(fd, st) == 0 && S_ISREG(st->st_mode)) {
        *why = READ_WELL;
        return fd;
    }
    if (S_ISREG(st->st_mode))
        found(v, VERIFY_UNREADABLE, name, 0, "请换一个读卡口再试；仍然不行就从设备重新导出", "%s 读不出来（%s）",
              name, err_reason(errno));
    else
        found(v, VERIFY_NOT_A_FILE, name, 0, from_device, "%s 不是普通文件，而是%s；没有打开它", name,
              kind_of(st->st_mode));
    if (fd >= 0)
        close(fd);
    return -1;
}

enum reading read_small(struct verifying *v, const char *name, size_t most, bool must, struct buf *out)
{
    struct stat st;
    enum reading how;
    int fd = open_listed(v, name, must, &st, &how);
    if (fd < 0)
        return how;
    unsigned char block[4096];
    ssize_t n = 0;
    while (out->len <= most && (n = read(fd, block, sizeof block)) > 0)
        buf_bytes(out, block, (size_t)n);
    close(fd);
    if (n == 0)
        return READ_WELL;
    if (n < 0)
        found(v, VERIFY_UNREADABLE, name, 0, "请换一个读卡口再试；仍然不行就从设备重新导出", "%s 读不出来（%s）",
              name, err_reason(errno));
    else
        found(v, VERIFY_CHANGED, name, 0, from_device, "%s 过大（超过 %zu 字节），没有读完", name, most);
    buf_clear(out);
    return READ_BAD;
}

/* "<64 hex>  NAME", with a plain name of ours; anything else is not what an export has. */
static bool sums_line(const char *line, size_t len, char sum[65], char name[64])
{
    if (len < 67 || len - 66 >= 64 || line[64] != ' ' || (line[65] != ' ' && line[65] != '*'))
        return false;
    snprintf(sum, 65, "%.64s", line);
    snprintf(name, 64, "%.*s", (int)(len - 66), line + 66);
    return strspn(sum, "0123456789abcdef") == 64 && strlen(name) == len - 66 && path_is_inside(name) &&
           !strchr(name, '/') && strcmp(name, SUMS) != 0 && strcmp(name, SUMS ".minisig") != 0;
}

void read_sums(struct verifying *v, const struct buf *text)
{
    const char *at = (const char *)text->data, *end = at + text->len;
    for (int number = 1; at < end; number++) {
        char sum[65], name[64];
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        struct listed *l = NULL;
        bool well = stop && sums_line(at, (size_t)(stop - at), sum, name) && !listed_find(v, name) &&
                    (l = listed_add(v, name));
        if (!well) {
            found(v, VERIFY_BAD_SUMS, SUMS, 0, from_device, "SHA256SUMS 第 %d 行不是一个文件的校验和，或重复",
                  number);
            return;
        }
        memcpy(l->sum, sum, sizeof l->sum);
        at = stop + 1;
    }
    static const char *const needed[] = {RECORDS, MANIFEST};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!listed_find(v, needed[i]))
            found(v, VERIFY_BAD_SUMS, SUMS, 0, from_device, "SHA256SUMS 里没有 %s", needed[i]);
}

static bool is_known(struct verifying *v, const char *name)
{
    static const char *const always[] = {".", "..", SUMS, SUMS ".minisig", PUB};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (strcmp(name, always[i]) == 0)
            return true;
    return listed_find(v, name);
}

void look_for_extras(struct verifying *v)
{
    int fd = openat(v->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    if (!d) {
        if (fd >= 0)
            close(fd);
        found(v, VERIFY_UNREADABLE, "", 0, "请换一个读卡口再试", "文件夹读不出来（%s）", err_reason(errno));
        return;
    }
    for (const struct dirent *entry; (entry = readdir(d));) {
        char name[64];
        if (is_known(v, entry->d_name))
            continue;
        printable(entry->d_name, strlen(entry->d_name), name, sizeof name);
        found(v, VERIFY_EXTRA, entry->d_name, 0,
              "它不是设备导出的，不要采信；如果是电脑自动生成的（如 .DS_Store、Thumbs.db），删除后再核验",
              "多出了 %s：SHA256SUMS 里没有它", name);
    }
    closedir(d);
}

/* All of the file, once. False: given up. */
static bool read_through(struct verifying *v, struct listed *l, int fd, struct chain_reader *chain)
{
    struct sha256 sum;
    ssize_t n = 0;
    int64_t got = 0;
    bool more = true, heard = true, kept = strcmp(l->name, SUMMARY) == 0 && l->size <= SUMMARY_MAX;
    unsigned char *block = mem_alloc(BLOCK);
    sha256_start(&sum);
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED); /* from the disk, not from what we remember of it */
    while (heard && more && got <= l->size && (n = read(fd, block, BLOCK)) > 0) {
        sha256_add(&sum, block, (size_t)n);
        got += n;
        if (kept)
            buf_bytes(&v->csv, block, (size_t)n);
        more = !chain || chain_take(chain, (const char *)block, (size_t)n);
        heard = go_on(v, n);
    }
    free(block);
    if (n < 0)
        found(v, VERIFY_UNREADABLE, l->name, 0, "请换一个读卡口再试；仍然不行就从设备重新导出", "%s 读不出来（%s）",
              l->name, err_reason(errno));
    else if (more && heard && got == l->size)
        sha256_end(&sum, l->found);
    if (chain)
        chain_end_reading(chain, l->found[0]);
    return heard;
}

static bool is_records(const char *name)
{
    size_t len = strlen(name);
    return strncmp(name, "records", 7) == 0 && len > 6 && strcmp(name + len - 6, ".jsonl") == 0;
}

static bool has_possible_size(struct verifying *v, const struct listed *l)
{
    if (l->bytes >= 0 && l->size != l->bytes) {
        found(v, VERIFY_CHANGED, l->name, 0, from_device,
              "%s 有 %lld 字节，签名时是 %lld 字节：被改过，或取自另一次导出", l->name, (long long)l->size,
              (long long)l->bytes);
        return false;
    }
    if (l->bytes < 0 && l->size > REPORT_MAX) {
        found(v, VERIFY_CHANGED, l->name, 0, from_device, "%s 大得不可能（%lld 字节），没有读", l->name,
              (long long)l->size);
        return false;
    }
    return true;
}

static bool check_one(struct verifying *v, struct listed *l)
{
    struct stat st;
    enum reading how;
    bool records = is_records(l->name);
    snprintf(v->shown, sizeof v->shown, "%s", l->name);
    v->progress.files++;
    int fd = open_listed(v, l->name, true, &st, &how);
    if (fd < 0)
        return true;
    l->size = st.st_size;
    bool sized = has_possible_size(v, l), heard = true;
    if (sized || records)
        heard = read_through(v, l, fd, records ? chain_start_reading(v, l->name) : NULL);
    close(fd);
    if (sized && heard && strcmp(l->found, l->sum) != 0)
        found(v, VERIFY_CHANGED, l->name, 0, from_device, "%s 的内容与签名时不同：被改过，或取自另一次导出", l->name);
    v->r->files++;
    return heard;
}

bool check_files(struct verifying *v)
{
    struct stat st;
    v->progress.of_files = v->files_n;
    for (int i = 0; i < v->files_n; i++)
        if (fstatat(v->folder, v->files[i].name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
            v->progress.of_bytes += st.st_size;
    bool heard = true;
    for (int i = 0; heard && i < v->files_n; i++) {
        struct listed *l = &v->files[i];
        if (l->sum[0] && strcmp(l->name, MANIFEST) != 0)
            heard = check_one(v, l);
        else if (!l->sum[0])
            found(v, VERIFY_BAD_MANIFEST, MANIFEST, 0, from_device, "manifest.json 写着有 %s，SHA256SUMS 里却没有",
                  l->name);
    }
    return heard;
}

/* The time that the signature's comment says, if it is one of ours. */
static bool made_of_comment(const char *comment, char out[32])
{
    const char *at = strncmp(comment, "qingfeng export ", 16) == 0 ? strstr(comment, " made=") : NULL;
    return at && sscanf(at + 6, "%31s", out) == 1;
}

/* Files that fit the manifest and not SHA256SUMS came with the manifest from elsewhere. */
void look_for_mixture(struct verifying *v)
{
    char with_manifest[256] = "", made[32];
    int differing = 0;
    size_t n = 0;
    for (int i = 0; i < v->files_n; i++) {
        const struct listed *l = &v->files[i];
        differing += l->sum[0] && l->said[0] && strcmp(l->sum, l->said) != 0;
        if (l->found[0] && l->sum[0] && strcmp(l->found, l->sum) != 0 && strcmp(l->found, l->said) == 0 &&
            n + strlen(l->name) + 4 < sizeof with_manifest)
            n += (size_t)snprintf(with_manifest + n, sizeof with_manifest - n, "、%s", l->name);
    }
    bool other = v->manifest.there && made_of_comment(v->comment, made) && strcmp(made, v->manifest.made) != 0;
    if (other)
        found(v, VERIFY_MIXED, MANIFEST, 0, "请从设备重新导出，整个文件夹一起复制",
              "两次导出的文件混在一起：签名属于 %s 的导出，manifest.json%s 属于 %s 的导出", made, with_manifest,
              v->manifest.made);
    else if (differing > 1 || with_manifest[0])
        found(v, VERIFY_MIXED, MANIFEST, 0, "请从设备重新导出，整个文件夹一起复制",
              "两次导出的文件混在一起：manifest.json%s 与 SHA256SUMS 不是同一次的", with_manifest);
}
