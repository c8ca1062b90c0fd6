#include "app/check_media.h"

#include "app/check_svg.h"
#include "app/content_files.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/near.h"
#include "stage/picture_probe.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ORNAMENTS "shell"
#define HEADER_BYTES (256 * 1024) /* JPEG may carry long comments before its size */

void check_media_open(struct check_media *m, const char *folder, const struct config *c, struct findings *out)
{
    *m = (struct check_media){.folder = folder,
                              .pixel_limit = c->limits.picture_pixels,
                              .byte_limit = c->limits.picture_bytes,
                              .out = out};
}

void check_media_close(struct check_media *m)
{
    free(m->seen);
    m->seen = NULL;
    m->n = m->room = 0;
}

static struct media_seen *seen_before(struct check_media *m, const char *name)
{
    for (int i = 0; i < m->n; i++) {
        if (strcmp(m->seen[i].name, name) == 0)
            return &m->seen[i];
    }
    return NULL;
}

static bool remember(struct check_media *m, const char *name, bool good)
{
    if (m->n == m->room) {
        m->room = m->room ? m->room * 2 : 64;
        m->seen = mem_resize(m->seen, (size_t)m->room * sizeof *m->seen);
    }
    snprintf(m->seen[m->n].name, sizeof m->seen->name, "%s", name);
    m->seen[m->n++].good = good;
    return good;
}

/* The file in the same folder whose name is nearest, for "did you mean". */
static bool nearest_file(const char *folder, const char *src, char *out, size_t size)
{
    char path[1400], best[256] = "";
    const char *slash = strrchr(src, '/');
    int head = slash ? (int)(slash - src) : 0;
    snprintf(path, sizeof path, "%s/%.*s", folder, head, src);
    DIR *d = opendir(path);
    if (!d)
        return false;
    const char *word = slash ? slash + 1 : src;
    for (const struct dirent *entry; (entry = readdir(d));) {
        if (entry->d_name[0] != '.' &&
            near_better(word, best[0] ? best : NULL, entry->d_name) == entry->d_name)
            snprintf(best, sizeof best, "%s", entry->d_name);
    }
    closedir(d);
    snprintf(out, size, "%.*s%s%s", head, src, slash ? "/" : "", best);
    return best[0] != '\0';
}

/* A file of that very name in another folder of the media. */
static bool elsewhere(const char *folder, const char *src, char *out, size_t size)
{
    const char *slash = strrchr(src, '/'), *word = slash ? slash + 1 : src, *end = strrchr(word, '.');
    struct file_list files = {0};
    bool found = false;
    file_list_below(&files, folder, end ? end : word);
    for (int i = 0; i < files.n && !found; i++) {
        const char *name = strrchr(files.paths[i], '/');
        found = name && strcmp(name + 1, word) == 0;
        if (found)
            snprintf(out, size, "%s", files.paths[i] + strlen(folder) + 1);
    }
    file_list_free(&files);
    return found;
}

static void say_missing(struct check_media *m, const char *src, const char *file, int line)
{
    char near[512], remedy[600];
    if (strncmp(src, "media/", 6) == 0 && check_media_there(m, src + 6))
        snprintf(remedy, sizeof remedy, "图片的名字从 media 里面写起：\"%.300s\"", src + 6);
    else if (nearest_file(m->folder, src, near, sizeof near) || elsewhere(m->folder, src, near, sizeof near))
        snprintf(remedy, sizeof remedy, "把图片放到 media 文件夹里，或者改成已有的 \"%.300s\"", near);
    else
        snprintf(remedy, sizeof remedy,
                 "把图片放到 media 文件夹里的 %.300s，或者改正文件名（大小写也要一样）", src);
    findings_say(m->out, SEVERITY_ERROR, file, line, src, remedy, "找不到图片 %s", src);
}

static const char *kind_of(const unsigned char *p, size_t len)
{
    if (len >= 8 && memcmp(p, "\x89PNG\r\n\x1a\n", 8) == 0)
        return "PNG";
    if (len >= 3 && memcmp(p, "\xff\xd8\xff", 3) == 0)
        return "JPEG";
    if (len >= 12 && memcmp(p, "RIFF", 4) == 0 && memcmp(p + 8, "WEBP", 4) == 0)
        return "WebP";
    if (len >= 6 && (memcmp(p, "GIF87a", 6) == 0 || memcmp(p, "GIF89a", 6) == 0))
        return "GIF";
    return memmem(p, len < 4096 ? len : 4096, "<svg", 4) ? "SVG" : NULL;
}

static void say_wrong_type(struct check_media *m, const char *file, const struct buf *b, const char *why)
{
    const char *kind = kind_of(b->data, b->len);
    char remedy[256];
    if (kind)
        snprintf(remedy, sizeof remedy,
                 "文件的内容其实是 %s：用图片软件另存为扩展名所说的格式，只改文件名不行", kind);
    else
        snprintf(remedy, sizeof remedy, "文件坏了或者没有传完：用图片软件打开看看，再另存一遍");
    findings_say(m->out, SEVERITY_ERROR, file, 1, "", remedy, "图片打不开：%s", why);
}

/* Type, size and, for drawings, what is in them. `file` is the path as findings call it. */
static void check_content(struct check_media *m, const char *file, const struct buf *b)
{
    enum picture_type type;
    struct picture_size size;
    struct err e = {""};
    if (!picture_type_of(file, &type)) {
        findings_say(m->out, SEVERITY_ERROR, file, 1, "", "另存为 SVG、PNG、JPEG 或 WebP",
                     "本机不能显示这种图片文件");
        return;
    }
    size_t head = type == PICTURE_SVG || b->len < HEADER_BYTES ? b->len : HEADER_BYTES;
    if (!picture_probe(type, b->data, head, &size, &e)) {
        say_wrong_type(m, file, b, e.text);
        return;
    }
    if (type != PICTURE_SVG && size.w * size.h > (double)m->pixel_limit)
        findings_say(m->out, SEVERITY_ERROR, file, 1, "", "把图片缩小到屏幕大小（3840×2160 以内）再存",
                     "图片有 %.0f×%.0f 像素，超过上限 %lld 像素（limits.picture_pixels）", size.w, size.h,
                     (long long)m->pixel_limit);
    if (type == PICTURE_SVG)
        check_svg(file, (const char *)b->data, b->len, m->out);
}

bool check_media_file(struct check_media *m, const char *path)
{
    struct buf content = {0};
    struct err e = {""};
    struct stat st;
    int before = m->out->n;
    if (stat(path, &st) == 0 && st.st_size > m->byte_limit) {
        findings_say(m->out, SEVERITY_ERROR, path, 1, "", "缩小图片或者降低质量再存",
                     "图片文件有 %lld 字节，超过上限 %lld 字节（limits.picture_bytes）",
                     (long long)st.st_size, (long long)m->byte_limit);
    } else if (!file_read(path, (size_t)m->byte_limit, &content, &e)) {
        findings_say(m->out, SEVERITY_ERROR, path, 1, "", "换成普通的图片文件，并让本程序有权读它",
                     "图片读不了：%s", e.text);
    } else {
        check_content(m, path, &content);
    }
    buf_free(&content);
    return m->out->n == before;
}

/* Ornaments that the kits themselves show. No scene is to blame for them, so they are told once. */
static void say_ornament(struct check_media *m, const char *src)
{
    char path[1400], remedy[1300];
    snprintf(path, sizeof path, "%s/%s", m->folder, src);
    snprintf(remedy, sizeof remedy, "把随附的 media/" ORNAMENTS " 文件夹整个复制到 %.1024s/ 下面", m->folder);
    findings_say(m->out, SEVERITY_ERROR, path, 1, src, remedy, "少了界面自带的图 %s", src);
}

bool check_media_there(const struct check_media *m, const char *src)
{
    char path[1400];
    struct stat st;
    return path_is_inside(src) && path_join(path, sizeof path, m->folder, src) && lstat(path, &st) == 0;
}

bool check_media_use(struct check_media *m, const char *src, const char *file, int line)
{
    char path[1400];
    if (!path_is_inside(src)) {
        findings_say(m->out, SEVERITY_ERROR, file, line, src,
                     "写成 media 文件夹里的相对路径，只用字母、数字、点、- 和 _，例如 \"covers/lotus.svg\"",
                     "图片路径不合规矩：%s", src);
        return false;
    }
    if (!check_media_there(m, src)) {
        if (strncmp(src, ORNAMENTS "/", strlen(ORNAMENTS "/")) == 0)
            say_ornament(m, src);
        else
            say_missing(m, src, file, line);
        return false;
    }
    const struct media_seen *known = seen_before(m, src);
    path_join(path, sizeof path, m->folder, src);
    return known ? known->good : remember(m, src, check_media_file(m, path));
}
