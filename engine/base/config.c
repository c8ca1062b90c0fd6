#include "base/config.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/utf8.h"

#include <ini.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONFIG_FILE_BYTES (256u << 10)

static const char *const mode_values[] = {"fullscreen", "window", NULL};
static const char *const rotate_values[] = {"0", "90", "180", "270", NULL};
static const char *const renderer_values[] = {"auto", "software", "accelerated", NULL};
static const char *const corner_values[] = {"top-left", "top-right", "bottom-left", "bottom-right", NULL};
static const char *const text_size_values[] = {"standard", "larger", "large", "largest", NULL};
static const char *const language_values[] = {"zh", "en", NULL};

#define FIELD(s, k) offsetof(struct config, s.k), sizeof(((struct config *)0)->s.k)
#define ROW(s, k, kind, lo, hi, values, initial) {#s, #k, CONFIG_##kind, FIELD(s, k), lo, hi, values, initial}

/* clang-format off */
static const struct config_row rows[] = {
    ROW(kiosk, id, ID, 1, 40, NULL, "kiosk-1"),
    ROW(kiosk, venue, TEXT, 0, 120, NULL, ""),
    ROW(kiosk, unit, TEXT, 0, 120, NULL, ""),
    ROW(kiosk, sector, TEXT, 0, 40, NULL, ""),
    ROW(kiosk, scripts, PATH, 1, 1023, NULL, "scripts/demo"),
    ROW(kiosk, media, PATH, 1, 1023, NULL, "media"),
    ROW(kiosk, fonts, PATH, 1, 1023, NULL, "fonts"),
    ROW(kiosk, data, PATH, 1, 1023, NULL, "data"),
    ROW(kiosk, language, TEXT, 0, 0, language_values, "zh"),
    ROW(display, mode, ENUM, 0, 0, mode_values, "fullscreen"),
    {"display", "size", CONFIG_AREA, offsetof(struct config, display.width), sizeof(int), 320, 16384, NULL, "auto"},
    ROW(display, rotate, ENUM, 0, 0, rotate_values, "0"),
    ROW(display, diagonal_mm, NUMBER, 150, 4000, NULL, "546"),
    ROW(display, mount_height_mm, NUMBER, 0, 3000, NULL, "700"),
    ROW(display, renderer, ENUM, 0, 0, renderer_values, "auto"),
    ROW(visit, warn, INT, 10, 3600, NULL, "45"),
    ROW(visit, countdown, INT, 5, 120, NULL, "20"),
    ROW(visit, film_cap, INT, 60, 7200, NULL, "1200"),
    ROW(comfort, text_size, ENUM, 0, 0, text_size_values, "standard"),
    ROW(comfort, contrast, BOOL, 0, 1, NULL, "no"),
    ROW(comfort, motion, BOOL, 0, 1, NULL, "yes"),
    ROW(comfort, sound, BOOL, 0, 1, NULL, "yes"),
    ROW(limits, scene_memory, BYTES, 4194304, 1073741824, NULL, "64M"),
    ROW(limits, callback_ms, INT, 50, 5000, NULL, "250"),
    ROW(limits, picture_pixels, BYTES, 65536, 268435456, NULL, "40M"),
    ROW(limits, picture_bytes, BYTES, 65536, 268435456, NULL, "32M"),
    ROW(limits, cache_bytes, BYTES, 8388608, 2147483648.0, NULL, "32M"),
    ROW(limits, picture_store, BYTES, 0, 8589934592, NULL, "256M"),
    ROW(limits, view_nodes, INT, 100, 60000, NULL, "20000"),
    ROW(limits, view_text, BYTES, 65536, 7340032, NULL, "7M"),
    ROW(limits, view_pictures, INT, 1, 5000, NULL, "400"),
    ROW(journal, retention_days, INT, 365, 36500, NULL, "1100"),
    ROW(journal, reserve, BYTES, 65536, 1073741824, NULL, "8M"),
    ROW(usb, roots, TEXT, 0, 1023, NULL, "/media:/run/media:/mnt"),
    ROW(usb, auto_export, BOOL, 0, 1, NULL, "no"),
    ROW(usb, auto_key, PATH, 0, 1023, NULL, ""),
    ROW(usb, auto_refused, TEXT, 0, 1023, NULL, ""),
    ROW(admin, corner, ENUM, 0, 0, corner_values, "top-right"),
    ROW(admin, lock_minutes, INT, 1, 60, NULL, "3"),
    ROW(packs, trusted_keys, TEXT, 0, 1023, NULL, ""),
    ROW(packs, allow_unsigned, BOOL, 0, 1, NULL, "no"),
};
/* clang-format on */
#define ROWS ((int)(sizeof rows / sizeof *rows))

const struct config_row *config_rows(int *count)
{
    *count = ROWS;
    return rows;
}

static void *field(const struct config *c, const struct config_row *row)
{
    return (char *)c + row->offset;
}

static int enum_find(const char *const *values, const char *word)
{
    for (int i = 0; values[i]; i++) {
        if (strcmp(values[i], word) == 0)
            return i;
    }
    return -1;
}

static bool set_enum(struct config *c, const struct config_row *row, const char *value, struct err *e)
{
    char all[256] = "";
    int found = enum_find(row->values, value);
    for (int i = 0; row->values[i]; i++)
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? "、" : "", row->values[i]);
    if (found < 0)
        return err_set(e, "%s.%s 不能是“%s”；改法：写成 %s 之一", row->section, row->key, value, all);
    if (row->kind == CONFIG_TEXT)
        snprintf(field(c, row), row->size, "%s", value);
    else
        *(int *)field(c, row) = found;
    return true;
}

static bool set_bool(struct config *c, const struct config_row *row, const char *value, struct err *e)
{
    static const char *const words[] = {"no", "yes", "off", "on", "false", "true", NULL};
    int i = enum_find(words, value);
    if (i < 0)
        return err_set(e, "%s.%s 不能是“%s”；改法：写成 yes 或 no", row->section, row->key, value);
    *(bool *)field(c, row) = i % 2;
    return true;
}

static bool out_of_range(const struct config_row *row, const char *value, struct err *e)
{
    return err_set(e, "%s.%s 不能是“%s”；改法：写成 %.0f 到 %.0f 之间的数", row->section, row->key, value, row->min,
                   row->max);
}

static bool set_number(struct config *c, const struct config_row *row, const char *value, struct err *e)
{
    char *end;
    double v = strtod(value, &end), scale = 1;
    if (row->kind == CONFIG_BYTES && *end) {
        scale = *end == 'K' ? 1024.0 : *end == 'M' ? 1048576.0 : *end == 'G' ? 1073741824.0 : 0;
        end++;
    }
    v *= scale;
    bool fits = v >= row->min && v <= row->max; /* first: what does not fit has no whole number either */
    if (end == value || *end || scale == 0 || !fits || (row->kind != CONFIG_NUMBER && v != (double)(int64_t)v))
        return out_of_range(row, value, e);
    if (row->kind == CONFIG_INT)
        *(int *)field(c, row) = (int)v;
    else if (row->kind == CONFIG_BYTES)
        *(int64_t *)field(c, row) = (int64_t)v;
    else
        *(double *)field(c, row) = v;
    return true;
}

static bool set_area(struct config *c, const struct config_row *row, const char *value, struct err *e)
{
    int w = 0, h = 0, used = 0;
    bool automatic = strcmp(value, "auto") == 0;
    bool sized = !automatic && sscanf(value, "%5dx%5d%n", &w, &h, &used) == 2 && !value[used];
    if (!automatic && !(sized && w >= row->min && h >= row->min && w <= row->max && h <= row->max))
        return err_set(e, "%s.%s 不能是“%s”；改法：写成 auto，或 1920x1080 这样的宽x高", row->section, row->key, value);
    c->display.width = w;
    c->display.height = h;
    return true;
}

static bool set_id(struct config *c, const struct config_row *row, const char *value, struct err *e)
{
    size_t len = strlen(value);
    if (len < 1 || len >= row->size || strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-_") != len)
        return err_set(e, "%s.%s 不能是“%s”；改法：用 1 到 40 个小写字母、数字、- 或 _（它会成为 U 盘上的文件夹名）",
                       row->section, row->key, value);
    snprintf(field(c, row), row->size, "%s", value);
    return true;
}

static bool set_text(struct config *c, const struct config_row *row, const char *value, const char *folder,
                     struct err *e)
{
    char joined[4096];
    if (row->kind == CONFIG_PATH && value[0] && value[0] != '/') {
        if (!path_join(joined, sizeof joined, folder, value))
            return err_set(e, "%s.%s 的路径过长", row->section, row->key);
        value = joined;
    }
    if (strlen(value) >= row->size || strlen(value) < (size_t)row->min)
        return err_set(e, "%s.%s 的内容%s；改法：不超过 %zu 字节，且不为空", row->section, row->key,
                       value[0] ? "过长" : "是空的", row->size - 1);
    snprintf(field(c, row), row->size, "%s", value);
    return true;
}

static bool set_row(struct config *c, const struct config_row *row, const char *value, const char *folder, struct err *e)
{
    switch (row->kind) {
    case CONFIG_ID:
        return set_id(c, row, value, e);
    case CONFIG_AREA:
        return set_area(c, row, value, e);
    case CONFIG_BOOL:
        return set_bool(c, row, value, e);
    case CONFIG_INT:
    case CONFIG_NUMBER:
    case CONFIG_BYTES:
        return set_number(c, row, value, e);
    default:
        return row->values ? set_enum(c, row, value, e) : set_text(c, row, value, folder, e);
    }
}

static bool set_named(struct config *c, const char *section, const char *key, const char *value, const char *folder,
                      struct err *e)
{
    const char *best = NULL, *home = NULL;
    for (int i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].section, section) == 0 && strcmp(rows[i].key, key) == 0)
            return set_row(c, &rows[i], value, folder, e);
        const char *better = near_better(key, best, rows[i].key);
        if (better != best || (best && strcmp(rows[i].key, best) == 0 && strcmp(rows[i].section, section) == 0))
            home = rows[i].section;
        best = better;
    }
    if (best)
        return err_set(e, "没有 %s.%s 这一项；改法：是否想写 %s.%s", section, key, home, best);
    return err_set(e, "没有 %s.%s 这一项；改法：对照随附的 kiosk.conf，那里列出了全部项目", section, key);
}

void config_defaults(struct config *c, const char *folder)
{
    memset(c, 0, sizeof *c);
    for (int i = 0; i < ROWS; i++)
        set_row(c, &rows[i], rows[i].initial, folder, NULL);
}

bool config_set(struct config *c, const char *assignment, struct err *e)
{
    char section[32], key[64];
    int used = 0;
    if (sscanf(assignment, "%31[a-z_].%63[a-z_]=%n", section, key, &used) != 2 || used == 0)
        return err_set(e, "--set %s：应写成 --set 节.项=值，例如 --set display.mode=window", assignment);
    char folder[PATH_MAX];
    if (!getcwd(folder, sizeof folder))
        return err_set(e, "当前文件夹不可用");
    return set_named(c, section, key, assignment + used, folder, e);
}

/* What one reading of a file carries; inih asks for a line and at once reports what stood in it. */
struct reading {
    struct config *config;
    const char *path, *folder;
    const char *at, *end;
    struct err *problems;
    int line, found;
    int *first;        /* of each row, the line that sets it; NULL: nobody asks */
    config_twin *tell;
    void *user;
};

static void add_problem(struct reading *r, const char *what)
{
    size_t len = strlen(r->problems->text);
    r->found++;
    if (len + 8 < sizeof r->problems->text) {
        snprintf(r->problems->text + len, sizeof r->problems->text - len, "%s%s:%d: %s", len ? "\n" : "", r->path,
                 r->line, what);
        utf8_trim_partial(r->problems->text);
    }
}

static char *next_line(char *out, int size, void *user)
{
    struct reading *r = user;
    if (r->at >= r->end)
        return NULL;
    const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
    size_t len = newline ? (size_t)(newline + 1 - r->at) : (size_t)(r->end - r->at);
    const char *line = r->at;
    r->at += len;
    r->line++;
    if (len && line[len - 1] == '\n')
        len--;
    if (len && line[len - 1] == '\r')
        len--;
    if (!utf8_valid(line, len) || memchr(line, 0, len)) {
        add_problem(r, "这一行不是 UTF-8 文字（可能是 GBK 编码）；改法：在编辑器里另存为 UTF-8");
        len = 0;
    } else if (len + 2 > (size_t)size) {
        add_problem(r, "这一行太长；改法：每行只写一项，不超过 190 字节");
        len = 0;
    }
    memcpy(out, line, len);
    out[len] = 0;
    return out;
}

static void note_line(struct reading *r, const char *section, const char *key)
{
    char item[96];
    for (int i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].section, section) != 0 || strcmp(rows[i].key, key) != 0)
            continue;
        snprintf(item, sizeof item, "%s.%s", section, key);
        if (r->first[i])
            r->tell(r->user, item, r->first[i], r->line);
        r->first[i] = r->line;
    }
}

static int take_pair(void *user, const char *section, const char *key, const char *value)
{
    struct reading *r = user;
    struct err e = {{0}};
    if (r->first)
        note_line(r, section, key);
    if (!set_named(r->config, section, key, value, r->folder, &e))
        add_problem(r, e.text);
    return 1;
}

static void folder_of(const char *path, char *out, size_t size)
{
    char whole[PATH_MAX];
    snprintf(out, size, "%s", realpath(path, whole) ? whole : path);
    char *slash = strrchr(out, '/');
    if (slash)
        slash[slash == out] = 0;
    else
        snprintf(out, size, ".");
}

/* The number of problems. */
static int read_all(struct reading *r)
{
    struct buf text;
    char folder[PATH_MAX];
    r->problems->text[0] = 0;
    if (!file_read(r->path, CONFIG_FILE_BYTES, &text, r->problems))
        return 1;
    folder_of(r->path, folder, sizeof folder);
    r->folder = folder;
    r->at = buf_cstr(&text);
    r->end = r->at + text.len;
    if (text.len >= 3 && memcmp(r->at, "\xEF\xBB\xBF", 3) == 0)
        r->at += 3;
    int bad = ini_parse_stream(next_line, r, take_pair, r);
    if (bad > 0) {
        r->line = bad;
        add_problem(r, "这一行看不懂；改法：写成 [节] 或 项 = 值，注释以 # 或 ; 开头");
    }
    buf_free(&text);
    return r->found;
}

int config_read(struct config *c, const char *path, struct err *problems)
{
    return read_all(&(struct reading){.config = c, .path = path, .problems = problems});
}

void config_twins(const char *path, config_twin *tell, void *user)
{
    int first[ROWS] = {0};
    struct config *scratch = mem_alloc(sizeof *scratch);
    struct err problems;
    config_defaults(scratch, ".");
    read_all(&(struct reading){.config = scratch, .path = path, .problems = &problems, .first = first, .tell = tell, .user = user});
    free(scratch);
}

void config_show(const struct config *c, const struct config_row *row, char *out, size_t size)
{
    const void *f = field(c, row);
    switch (row->kind) {
    case CONFIG_AREA:
        if (c->display.width)
            snprintf(out, size, "%dx%d", c->display.width, c->display.height);
        else
            snprintf(out, size, "auto");
        return;
    case CONFIG_BOOL:
        snprintf(out, size, "%s", *(const bool *)f ? "yes" : "no");
        return;
    case CONFIG_INT:
        snprintf(out, size, "%d", *(const int *)f);
        return;
    case CONFIG_BYTES:
        snprintf(out, size, "%lld", (long long)*(const int64_t *)f);
        return;
    case CONFIG_NUMBER:
        snprintf(out, size, "%g", *(const double *)f);
        return;
    case CONFIG_ENUM:
        snprintf(out, size, "%s", row->values[*(const int *)f]);
        return;
    default:
        snprintf(out, size, "%s", (const char *)f);
    }
}
