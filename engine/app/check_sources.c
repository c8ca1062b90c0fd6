/* Content files as such: encoding, size, names, who uses whom. */
#include "app/check.h"

#include "app/content_files.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define SOURCE_MOST (64 * 1024) /* as the scene process takes it */
#define READ_MOST (16 * 1024 * 1024)

int line_of_text(const char *path, const char *text)
{
    struct buf b = {0};
    int line = 0;
    if (!file_read(path, READ_MOST, &b, NULL))
        return 0;
    const char *whole = buf_cstr(&b), *found = strstr(whole, text);
    if (found) {
        line = 1;
        for (const char *p = whole; p < found; p++)
            line += *p == '\n';
    }
    buf_free(&b);
    return line;
}

bool text_of_line(const char *path, int line, char *out, size_t size)
{
    struct buf b = {0};
    if (line < 1 || !file_read(path, READ_MOST, &b, NULL))
        return false;
    const char *at = buf_cstr(&b);
    while (--line > 0 && *at) {
        at += strcspn(at, "\n");
        at += *at != '\0';
    }
    at += strspn(at, " \t");
    snprintf(out, size, "%.*s", (int)strcspn(at, "\r\n"), at);
    utf8_trim_partial(out);
    bool any = out[0] && utf8_valid(out, strlen(out));
    if (!any)
        out[0] = '\0';
    buf_free(&b);
    return any;
}

struct check_source *check_source_of(struct check *c, const char *name)
{
    for (int i = 0; i < c->n; i++) {
        if (name[0] && strcmp(c->sources[i].name, name) == 0)
            return &c->sources[i];
    }
    return NULL;
}

/* [a-z0-9_-]+ parts joined by '/', short enough for a record. */
static bool legal_name(const char *name)
{
    size_t len = strlen(name);
    bool part = false;
    if (len == 0 || len >= sizeof((struct check_source *)0)->name)
        return false;
    for (const char *p = name; *p; p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_' || *p == '-';
        if (!letter && !(*p == '/' && part))
            return false;
        part = letter;
    }
    return part;
}

static int line_at(const struct buf *b, size_t offset)
{
    int line = 1;
    for (size_t i = 0; i < offset && i < b->len; i++)
        line += b->data[i] == '\n';
    return line;
}

static bool check_bytes(struct check *c, const char *path, const struct buf *b)
{
    const char *text = (const char *)b->data;
    size_t bad = b->len ? utf8_first_bad(text, b->len) : 0;
    const unsigned char *zero = b->len ? memchr(b->data, 0, b->len) : NULL;
    if (b->len > SOURCE_MOST) {
        findings_say(&c->findings, SEVERITY_ERROR, path, 1, "",
                     "把内容分成几个文件，用 require 取来，或者分成几个展项",
                     "文件有 %zu 字节，超过 %d 字节，不会被打开", b->len, SOURCE_MOST);
        return false;
    }
    if (bad < b->len) {
        findings_say(&c->findings, SEVERITY_ERROR, path, line_at(b, bad), "",
                     "在编辑器里用“另存为”选 UTF-8 编码，再检查一遍",
                     "这一行不是 UTF-8 文字（可能是 GBK 编码）");
        return false;
    }
    if (zero) {
        findings_say(&c->findings, SEVERITY_ERROR, path, line_at(b, (size_t)(zero - b->data)), "",
                     "用纯文本编辑器重新保存", "文件里有空字节，不是文本");
        return false;
    }
    return true;
}

void check_source_add(struct check *c, const char *path, const char *name)
{
    struct buf b = {0};
    struct err e;
    if (c->n == c->room) {
        c->room = c->room ? c->room * 2 : 32;
        c->sources = mem_resize(c->sources, (size_t)c->room * sizeof *c->sources);
    }
    struct check_source *s = &c->sources[c->n++];
    *s = (struct check_source){.broken = true};
    snprintf(s->path, sizeof s->path, "%s", path);
    if (legal_name(name)) {
        snprintf(s->name, sizeof s->name, "%s", name);
    } else {
        findings_say(&c->findings, SEVERITY_ERROR, path, 1, name,
                     "文件和文件夹改成小写英文字母、数字、- 和 _，例如 stories/yang-zhen.lua",
                     "展项的文件名不合规矩，打不开");
    }
    if (!file_read(path, READ_MOST, &b, &e))
        findings_say(&c->findings, SEVERITY_ERROR, path, 1, "", "换成普通文件，并让本程序有权读它",
                     "文件读不了：%s", e.text);
    else
        s->broken = !check_bytes(c, path, &b) || !s->name[0];
    buf_free(&b);
}

/* Marks files named in require "a.b" of this text. */
static void mark_required(struct check *c, const struct check_source *by, const char *text)
{
    for (const char *at = text; (at = strstr(at, "require"));) {
        char name[96];
        at += strlen("require");
        at += strspn(at, " \t(");
        if (*at != '"' && *at != '\'')
            continue;
        size_t len = strcspn(at + 1, "\"'\n");
        snprintf(name, sizeof name, "%.*s", (int)len, at + 1);
        for (char *p = name; *p; p++)
            *p = *p == '.' ? '/' : *p;
        struct check_source *s = check_source_of(c, name);
        if (s && s != by)
            s->module = true;
    }
}

/* Marks scenes whose names stand in quotes in another file: engine.go("scene", "extra") leads there. */
static void mark_named(struct check *c, const struct check_source *by, const char *text)
{
    char quoted[112];
    for (int i = 0; i < c->n; i++) {
        struct check_source *s = &c->sources[i];
        snprintf(quoted, sizeof quoted, "\"%s\"", s->name);
        if (s != by && s->name[0] && strstr(text, quoted))
            s->named = true;
    }
}

void check_sources_below(struct check *c)
{
    const char *root = c->config.kiosk.scripts;
    struct file_list files = {0};
    size_t skip = strlen(root) + 1;
    file_list_below(&files, root, ".lua");
    for (int i = 0; i < files.n; i++) {
        char name[1200];
        const char *path = files.paths[i];
        if (ends_with(path, "_test.lua") || strncmp(path + skip, "kit/", 4) == 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(strlen(path) - skip - strlen(".lua")), path + skip);
        check_source_add(c, path, name);
    }
    for (int i = 0; i < c->n; i++) {
        struct buf b = {0};
        if (file_read(c->sources[i].path, READ_MOST, &b, NULL)) {
            mark_required(c, &c->sources[i], buf_cstr(&b));
            mark_named(c, &c->sources[i], buf_cstr(&b));
        }
        buf_free(&b);
    }
    file_list_free(&files);
}

static void say_absent(struct check *c, const char *venue, const char *name)
{
    char quoted[112], remedy[512];
    const char *near = NULL;
    for (int i = 0; i < c->n; i++) {
        if (strcmp(c->sources[i].name, HOME_SCENE) != 0 && c->sources[i].name[0])
            near = near_better(name, near, c->sources[i].name);
    }
    snprintf(quoted, sizeof quoted, "\"%s\"", name);
    if (near)
        snprintf(remedy, sizeof remedy, "是不是 \"%s\"？否则建好 %.400s.lua", near, name);
    else
        snprintf(remedy, sizeof remedy, "建好 %.400s.lua，或者从 venue.lua 里去掉这一行", name);
    findings_say(&c->findings, SEVERITY_ERROR, venue, line_of_text(venue, quoted), quoted, remedy,
                 "venue.lua 列出的展项 %s 没有文件", name);
}

void check_listing(struct check *c, const char *order)
{
    const struct check_source *home = check_source_of(c, HOME_SCENE);
    if (!home)
        return;
    for (const char *line = order; *line;) {
        char name[96];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(line, "\t\n"), line);
        struct check_source *s = check_source_of(c, name);
        if (s)
            s->listed = true;
        else
            say_absent(c, home->path, name);
        line += strcspn(line, "\n");
        line += *line != '\0';
    }
    for (int i = 0; i < c->n; i++) {
        const struct check_source *s = &c->sources[i];
        if (!s->listed && !s->named && !s->module && s->name[0] && s != home &&
            strcmp(s->name, DATA_SCENE) != 0)
            findings_say(&c->findings, SEVERITY_WARNING, s->path, 1, s->name,
                         "在 venue.lua 里加上它；不用的文件请移走",
                         "这个文件没有列入 venue.lua，别处也没有提到它，参观者看不到");
    }
}
