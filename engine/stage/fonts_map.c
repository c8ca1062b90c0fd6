#include "stage/fonts_map.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum section { SECTION_NONE, SECTION_FOLDERS, SECTION_FACES, SECTION_FALLBACK };

struct map_reader {
    const char *path;
    int line;
    enum section section;
    struct fonts_map *map;
    struct font_chain fallback[2];
    struct err *e;
};

static const char *const voices[FACE_COUNT] = {"sans", "serif", "kai", "digits"};

static bool complain(struct map_reader *r, const char *what, const char *text, const char *remedy)
{
    return err_set(r->e, "%s:%d: %s“%s”。%s", r->path, r->line, what, text, remedy);
}

static char *trimmed(char *s)
{
    while (*s == ' ' || *s == '\t')
        s++;
    char *end = s + strlen(s);
    while (end > s && strchr(" \t\r", end[-1]))
        *--end = '\0';
    return s;
}

static void find_file(struct fonts_map *m, struct font_file *file)
{
    char path[FONT_PATH];
    for (int i = 0; i < m->folder_count; i++)
        if (path_join(path, sizeof path, m->folders[i], file->name) && access(path, R_OK) == 0) {
            strcpy(file->path, path);
            return;
        }
}

/* "NotoSansCJK-Bold.ttc#2" to a place in files; -1 after a complaint. */
static int font_number(struct map_reader *r, char *text)
{
    struct fonts_map *m = r->map;
    long face = 0;
    char *mark = strchr(text, '#'), *end = NULL;
    if (mark) {
        *mark = '\0';
        face = strtol(mark + 1, &end, 10);
        if (end == mark + 1 || *end || face < 0 || face > 31)
            return complain(r, "字体序号不对：", mark + 1, "# 后面请写 0 到 31 的整数，Noto CJK 简体是 2。"),
                   -1;
    }
    text = trimmed(text);
    if (!path_is_inside(text) || strchr(text, '/') || strlen(text) >= sizeof m->files[0].name)
        return complain(r, "不是字体文件名：", text, "请只写文件名，文件夹写在 [folders] 里。"), -1;
    for (int i = 0; i < m->file_count; i++)
        if (m->files[i].face == face && !strcmp(m->files[i].name, text))
            return i;
    if (m->file_count == FONT_FILES)
        return complain(r, "字体太多，放不下：", text, "一份字体表最多写 24 个不同的字体。"), -1;
    struct font_file *file = &m->files[m->file_count];
    strcpy(file->name, text);
    file->face = (int)face;
    return m->file_count++;
}

static bool chain_add(struct font_chain *c, int font)
{
    for (int i = 0; i < c->count; i++)
        if (c->fonts[i] == font)
            return true;
    if (c->count == FONT_CHAIN)
        return false;
    c->fonts[c->count++] = font;
    return true;
}

static bool read_list(struct map_reader *r, char *value, struct font_chain *chain, bool wanted)
{
    for (char *next = value; next;) {
        char *text = next, *comma = strchr(next, ',');
        next = comma ? comma + 1 : NULL;
        if (comma)
            *comma = '\0';
        int font = font_number(r, trimmed(text));
        if (font < 0)
            return false;
        if (!chain_add(chain, font))
            return complain(r, "一行里字体太多：", r->map->files[font].name, "一个角色最多写 12 个字体。");
        r->map->files[font].wanted |= wanted;
    }
    return true;
}

static bool read_face(struct map_reader *r, char *key, char *value)
{
    char *dot = strchr(key, '.');
    bool bold = dot && !strcmp(dot, ".bold");
    size_t len = bold ? (size_t)(dot - key) : strlen(key);
    for (int i = 0; i < FACE_COUNT; i++)
        if (strlen(voices[i]) == len && !strncmp(voices[i], key, len))
            return read_list(r, value, &r->map->chains[i][bold], true);
    return complain(r, "不认识的字体角色：", key, "可以写 sans serif kai digits，粗体加 .bold。");
}

static bool read_key(struct map_reader *r, char *key, char *value)
{
    struct fonts_map *m = r->map;
    switch (r->section) {
    case SECTION_FOLDERS:
        if (strcmp(key, "path"))
            return complain(r, "不认识的设置：", key, "[folders] 里只有 path。");
        if (m->folder_count == FONT_FOLDERS || strlen(value) >= FONT_PATH)
            return complain(r, "文件夹太多或太长：", value, "最多写 7 个文件夹。");
        strcpy(m->folders[m->folder_count++], value);
        return true;
    case SECTION_FACES:
        return read_face(r, key, value);
    case SECTION_FALLBACK:
        if (strcmp(key, "regular") && strcmp(key, "bold"))
            return complain(r, "不认识的设置：", key, "[fallback] 里只有 regular 和 bold。");
        return read_list(r, value, &r->fallback[key[0] == 'b'], false);
    case SECTION_NONE:
        break;
    }
    return complain(r, "这一行不在任何一节里：", key, "请把它移到 [folders]、[faces] 或 [fallback] 下面。");
}

static bool read_line(struct map_reader *r, char *line)
{
    line = trimmed(line);
    if (!*line || *line == '#' || *line == ';')
        return true;
    if (*line == '[') {
        r->section = !strcmp(line, "[folders]")    ? SECTION_FOLDERS
                     : !strcmp(line, "[faces]")    ? SECTION_FACES
                     : !strcmp(line, "[fallback]") ? SECTION_FALLBACK
                                                   : SECTION_NONE;
        return r->section ? true
                          : complain(r, "不认识的一节：", line, "只有 [folders]、[faces]、[fallback]。");
    }
    char *equals = strchr(line, '=');
    if (!equals)
        return complain(r, "看不懂这一行：", line, "请写成“名称 = 值”。");
    *equals = '\0';
    return read_key(r, trimmed(line), trimmed(equals + 1));
}

static bool read_lines(struct map_reader *r, char *text)
{
    if (!strncmp(text, "\xEF\xBB\xBF", 3))
        text += 3;
    while (text) {
        char *end = strchr(text, '\n');
        if (end)
            *end = '\0';
        r->line++;
        if (!read_line(r, text))
            return false;
        text = end ? end + 1 : NULL;
    }
    return true;
}

static void chain_append(struct font_chain *c, const struct font_chain *more)
{
    for (int i = 0; i < more->count; i++)
        chain_add(c, more->fonts[i]);
}

/* A weight without files of its own speaks with the other weight before the fallback. */
static void complete_chains(struct map_reader *r)
{
    for (int face = 0; face < FACE_COUNT; face++) {
        struct font_chain *regular = &r->map->chains[face][0], *bold = &r->map->chains[face][1];
        if (bold->count == 0)
            chain_append(bold, regular);
        else if (regular->count == 0)
            chain_append(regular, bold);
        chain_append(regular, &r->fallback[0]);
        chain_append(bold, &r->fallback[1]);
    }
}

/* What fonts/fonts.conf says, in short. */
static const char usual_map[] = "[folders]\n"
                                "path = /usr/share/fonts/opentype/noto\n"
                                "path = /usr/share/fonts/truetype/lxgw-wenkai\n"
                                "[faces]\n"
                                "serif = NotoSerifCJK-Regular.ttc#2\n"
                                "serif.bold = NotoSerifCJK-Bold.ttc#2\n"
                                "kai = LXGWWenKai-Regular.ttf\n"
                                "[fallback]\n"
                                "regular = NotoSansCJK-Regular.ttc#2, NotoSerifCJK-Regular.ttc#2\n"
                                "bold = NotoSansCJK-Bold.ttc#2, NotoSerifCJK-Bold.ttc#2\n";

static bool read_map(const char *path, const char *text, size_t len, struct fonts_map *map, struct err *e)
{
    struct map_reader r = {.path = path, .map = map, .e = e};
    char *copy = mem_copy_text(text, len);
    bool ok = read_lines(&r, copy);
    free(copy);
    if (!ok)
        return false;
    complete_chains(&r);
    for (int i = 0; i < map->file_count; i++)
        find_file(map, &map->files[i]);
    return true;
}

bool fonts_map_read(const char *folder, struct fonts_map *map, struct err *e)
{
    char path[FONT_PATH];
    struct buf text = {0};
    memset(map, 0, sizeof *map);
    if (!folder)
        return read_map("fonts.conf", usual_map, sizeof usual_map - 1, map, e);
    if (!path_join(path, sizeof path, folder, "fonts.conf"))
        return err_set(e, "字体文件夹的路径太长：%s", folder);
    if (!file_read(path, 64 * 1024, &text, e))
        return false;
    snprintf(map->folders[map->folder_count++], FONT_PATH, "%s", folder);
    bool ok = read_map(path, (const char *)text.data, text.len, map, e);
    buf_free(&text);
    return ok;
}
