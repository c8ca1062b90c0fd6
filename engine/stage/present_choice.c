#include "stage/present_choice.h"

#include "base/file.h"
#include "base/json.h"
#include "base/log.h"

#include <SDL_version.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FIRST_NODE 128 /* the kernel counts render nodes from here */
#define NODES 16
#define FILE_MOST 4096
#define WORTH_US 2000
#define LATER_US 1000
#define FIGURE_MOST 1000000000000

/* ---- the machine ---- */

/* One word a line of the kernel's: "DRIVER=i915", "PCI_ID=8086:9B41". */
static void describe(const char *root, int node, char *out, size_t size)
{
    char path[256], line[128];
    snprintf(path, sizeof path, "%s/sys/class/drm/renderD%d/device/uevent", root, node);
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f)) {
        size_t used = strlen(out);
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "DRIVER=", 7) == 0 || strncmp(line, "PCI_ID=", 7) == 0)
            snprintf(out + used, size - used, " %s", strchr(line, '=') + 1);
    }
    if (f)
        fclose(f);
}

void present_cards(const char *root, char *out, size_t size)
{
    char path[256];
    root = root ? root : "";
    out[0] = 0;
    for (int node = FIRST_NODE; node < FIRST_NODE + NODES; node++) {
        size_t used = strlen(out);
        snprintf(path, sizeof path, "%s/dev/dri/renderD%d", root, node);
        if (access(path, R_OK | W_OK) != 0)
            continue;
        snprintf(out + used, size - used, "%srenderD%d", used ? ", " : "", node);
        describe(root, node, out, size);
    }
}

struct present_place present_here(const char *root, const char *driver, int w, int h)
{
    struct present_place here = {.w = w, .h = h};
    SDL_version v;
    SDL_GetVersion(&v);
    snprintf(here.driver, sizeof here.driver, "%s", driver ? driver : "?");
    snprintf(here.sdl, sizeof here.sdl, "%d.%d.%d", v.major, v.minor, v.patch);
    present_cards(root, here.cards, sizeof here.cards);
    return here;
}

static bool same_place(const struct present_place *a, const struct present_place *b)
{
    return strcmp(a->driver, b->driver) == 0 && strcmp(a->sdl, b->sdl) == 0 && strcmp(a->cards, b->cards) == 0 &&
           a->w == b->w && a->h == b->h;
}

/* ---- judging ---- */

/* Graphics libraries that have the processor draw after all. */
static bool draws_in_software(const char *name)
{
    static const char *const words[] = {"llvmpipe", "softpipe", "swrast", "lavapipe", "swiftshader", "software"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasestr(name, words[i]))
            return true;
    }
    return false;
}

bool present_worth(const struct present_verdict *v)
{
    return v->name[0] && !draws_in_software(v->name) && v->accelerated.full_us + WORTH_US <= v->software.full_us &&
           v->accelerated.part_us <= v->software.part_us + LATER_US;
}

/* ---- the file ---- */

#define AT(field) offsetof(struct present_verdict, field)
#define TEXT(key, field) {key, AT(field), sizeof(((struct present_verdict *)0)->field)}
#define NUMBER(key, field) {key, AT(field), 0}

static const struct row {
    const char *key;
    size_t offset, size; /* size 0: a number */
} rows[] = {
    TEXT("driver", place.driver), TEXT("sdl", place.sdl), TEXT("cards", place.cards), TEXT("name", name),
    NUMBER("width", place.w), NUMBER("height", place.h),
    NUMBER("software_open_us", software.open_us), NUMBER("software_full_us", software.full_us),
    NUMBER("software_part_us", software.part_us), NUMBER("software_kib", software.memory_kib),
    NUMBER("accelerated_open_us", accelerated.open_us), NUMBER("accelerated_full_us", accelerated.full_us),
    NUMBER("accelerated_part_us", accelerated.part_us), NUMBER("accelerated_kib", accelerated.memory_kib),
};
#define ROWS (sizeof rows / sizeof *rows)

struct reading {
    struct present_verdict *v;
    size_t taken;
};

static bool take_member(void *owner, const char *key, const struct json_value *value, struct err *e)
{
    struct reading *r = owner;
    for (size_t i = 0; i < ROWS; i++) {
        char *at = (char *)r->v + rows[i].offset;
        if (strcmp(key, rows[i].key) != 0)
            continue;
        if (rows[i].size ? value->type != JSON_TEXT || value->len >= rows[i].size
                         : value->type != JSON_INT || value->integer < 0 || value->integer > FIGURE_MOST)
            return err_set(e, "“%s”的值不对", key);
        if (rows[i].size)
            memcpy(at, value->text, value->len + 1);
        else
            *(int64_t *)(void *)at = value->integer;
        r->taken++;
        return true;
    }
    return err_set(e, "没有“%s”这一项", key);
}

static bool where(char *out, size_t size, const char *data)
{
    return data && path_join(out, size, data, "display.json");
}

bool present_verdict_read(const char *data, struct present_verdict *out)
{
    char path[1200];
    struct buf text = {0};
    struct reading r = {.v = out};
    *out = (struct present_verdict){.name = ""};
    bool good = where(path, sizeof path, data) && access(path, F_OK) == 0 && file_read(path, FILE_MOST, &text, NULL) &&
                json_read_flat((const char *)text.data, text.len, take_member, &r, NULL) && r.taken == ROWS;
    buf_free(&text);
    return good;
}

bool present_verdict_write(const char *data, const struct present_verdict *v, struct err *e)
{
    char path[1200];
    struct buf text = {0};
    struct json j = json_to(&text);
    if (!where(path, sizeof path, data))
        return err_set(e, "数据文件夹的路径太长");
    json_object(&j, NULL);
    for (size_t i = 0; i < ROWS; i++) {
        const char *at = (const char *)v + rows[i].offset;
        if (rows[i].size)
            json_text(&j, rows[i].key, at);
        else
            json_int(&j, rows[i].key, *(const int64_t *)(const void *)at);
    }
    json_object_end(&j);
    buf_text(&text, "\n");
    bool good = file_write_durable(path, text.data, text.len, 0640, e);
    buf_free(&text);
    return good;
}

void present_verdict_drop(const char *data)
{
    char path[1200];
    if (where(path, sizeof path, data))
        unlink(path);
}

/* ---- choosing ---- */

bool present_choose(const struct present_wish *wish, const struct present_place *here, char *name, size_t size)
{
    struct present_verdict v;
    name[0] = 0;
    if (wish->renderer == RENDERER_SOFTWARE)
        return false;
    bool forced = wish->renderer == RENDERER_ACCELERATED;
    if (!forced && (!here->cards[0] || !present_verdict_read(wish->data, &v) || !present_worth(&v) ||
                    !same_place(&v.place, here)))
        return false;
    if (wish->fell) {
        log_warn("stage", "用显卡显示的界面意外结束过，改由处理器显示；改法：运行 kiosk doctor 重新测量，或更新显卡驱动");
        if (!forced)
            present_verdict_drop(wish->data);
        return false;
    }
    if (!forced)
        snprintf(name, size, "%s", v.name);
    return true;
}
