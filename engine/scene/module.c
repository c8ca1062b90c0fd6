/* require: kits come from the nursery's memory, other names from the content folder through the stage. And loading the
 * kits themselves. */
#include "base/file.h"
#include "base/mem.h"
#include "scene/scene.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KITS_MAX 64
#define KIT_LOAD_MS 8000 /* they are ours: an endless loop is meant, not a machine that is busy booting */

/* Parts of [a-z0-9_-] joined by single dots. */
static bool name_fits(const char *name, size_t len)
{
    if (len == 0 || len > 64 || name[0] == '.' || name[len - 1] == '.' || strstr(name, ".."))
        return false;
    return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-.") == len;
}

static const struct kit_file *find_kit(const struct scene *s, const char *name)
{
    for (int i = 0; i < s->kit_count; i++) {
        if (strcmp(s->kits[i].name, name) == 0)
            return &s->kits[i];
    }
    return NULL;
}

/* Asks the stage and waits; the time for that is not the scene's. */
static void ask_stage(lua_State *L, struct scene *s, const char *name, struct reader *answer)
{
    uint8_t type = 0;
    int left = vm_disarm(&s->vm);
    buf_clear(&s->message);
    buf_str(&s->message, name, strlen(name));
    channel_send(&s->channel, MSG_REQUIRE, s->message.data, s->message.len);
    while (!s->channel.broken && channel_wants_write(&s->channel))
        channel_flush(&s->channel);
    while (type != MSG_SOURCE) { /* a touch or another size may come first */
        if (!channel_receive(&s->channel, &type, answer, -1))
            _Exit(1);
        if (type != MSG_SOURCE)
            scene_hold(s, type, answer);
    }
    vm_check(L);
    vm_arm(&s->vm, left);
}

/* Pushes the compiled module. */
static void load_text(lua_State *L, const char *file, const char *source, size_t len)
{
    struct finding f;
    if (vm_load(vm_of(L), source, len, file, &f))
        return;
    lua_pushfstring(L, "%s:%d: %s", f.file, (int)f.line, f.message);
    lua_error(L);
}

static void load_from_stage(lua_State *L, struct scene *s, const char *name)
{
    struct reader r;
    char file[160];
    size_t len;
    if (!s->live)
        vm_raise(L, 1, "构件里的 require 只能取 kit.名字，现在是“%s”", name);
    if (++s->modules > SCENE_MODULES_MAX)
        vm_raise(L, 1, "一个展项最多 require %d 个文件", SCENE_MODULES_MAX);
    ask_stage(L, s, name, &r);
    bool found = read_u8(&r) == 1;
    read_str_into(&r, file, sizeof file);
    const char *source = read_str(&r, VM_SOURCE_MAX + 3, &len);
    if (!found || r.bad)
        vm_raise(L, 1, "require 找不到“%s”：%s；改法：核对文件名（小写，不写 .lua，文件夹用点分开）", name, found ? "文件太大或不是 UTF-8" : file);
    char *copy = lua_newuserdatauv(L, len + 1, 0); /* the reader's memory is the channel's; this is collected */
    memcpy(copy, source, len);
    load_text(L, file, copy, len);
    lua_remove(L, -2);
}

static void load_module(lua_State *L, const char *name)
{
    struct scene *s = scene_of(L);
    if (strncmp(name, "kit.", 4) != 0) {
        load_from_stage(L, s, name);
        return;
    }
    char file[80];
    const struct kit_file *kit = find_kit(s, name + 4);
    if (!kit)
        vm_raise(L, 1, "没有构件“%s”；改法：核对名字；构件都在 scripts/kit 里", name);
    snprintf(file, sizeof file, "kit/%s.lua", name + 4);
    load_text(L, file, (const char *)kit->source.data, kit->source.len);
}

static int base_require(lua_State *L)
{
    size_t len = 0;
    const char *name = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &len) : "";
    if (!name_fits(name, len))
        return vm_raise(L, 1, "require 的名字应是小写字母、数字、- 和 _，用点分开，现在是“%.60s”；改法：写成 \"文件夹.文件名\"，不写 .lua，如 require \"quiz.bank\"", name);
    lua_settop(L, 1);
    slot_get(L, SLOT_MODULES); /* 2: name to value; false while it loads */
    lua_pushvalue(L, 1);
    if (lua_rawget(L, 2) != LUA_TNIL) {
        if (lua_isboolean(L, -1) && !lua_toboolean(L, -1))
            return vm_raise(L, 1, "“%s”正在加载时又 require 了它自己（循环）；改法：两个文件不要互相 require：把共用的部分移到第三个文件", name);
        return 1;
    }
    lua_pushvalue(L, 1);
    lua_pushboolean(L, 0);
    lua_rawset(L, 2);
    load_module(L, name);
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    if (lua_isnil(L, -1) || (lua_isboolean(L, -1) && !lua_toboolean(L, -1))) {
        lua_pushboolean(L, 1);
        lua_replace(L, -2);
    }
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, 2);
    return 1;
}

void bind_require(lua_State *L)
{
    lua_pushcfunction(L, base_require);
    lua_setglobal(L, "require");
}

static bool kit_name(const char *file, char *name, size_t size)
{
    size_t len = strlen(file);
    if (len < 5 || strcmp(file + len - 4, ".lua") != 0 || len - 4 >= size || !path_is_inside(file))
        return false;
    snprintf(name, size, "%.*s", (int)(len - 4), file);
    return true;
}

static void fail(struct scene *s, const char *file, const char *text)
{
    if (s->kits_failed)
        return;
    s->kits_failed = true;
    s->kit_failure = (struct finding){.severity = SEVERITY_ERROR};
    snprintf(s->kit_failure.file, sizeof s->kit_failure.file, "%s", file);
    snprintf(s->kit_failure.message, sizeof s->kit_failure.message, "%s", text);
}

static void read_kits(struct scene *s, const char *folder)
{
    char path[1280], name[64];
    struct err e;
    DIR *d = opendir(folder);
    s->kits = mem_alloc(sizeof *s->kits * KITS_MAX);
    for (struct dirent *entry; d && (entry = readdir(d)) && s->kit_count < KITS_MAX;) {
        if (!kit_name(entry->d_name, name, sizeof name) || !path_join(path, sizeof path, folder, entry->d_name))
            continue;
        struct kit_file *k = &s->kits[s->kit_count];
        if (!file_read(path, VM_SOURCE_MAX + 3, &k->source, &e)) {
            fail(s, "kit", e.text);
            continue;
        }
        snprintf(k->name, sizeof k->name, "%s", name);
        s->kit_count++;
    }
    if (d)
        closedir(d);
}

void scene_load_kits(struct scene *s, const char *folder)
{
    struct finding f;
    read_kits(s, folder);
    const struct kit_file *init = find_kit(s, "init");
    if (!init) {
        fail(s, "kit/init.lua", "没有这个文件，展项的构件（story、quiz……）都由它提供");
        return;
    }
    vm_arm(&s->vm, KIT_LOAD_MS);
    bool fine = vm_load(&s->vm, (const char *)init->source.data, init->source.len, "kit/init.lua", &f) &&
                vm_call(&s->vm, 0, 0, "kit/init.lua", &f);
    vm_disarm(&s->vm);
    if (fine || s->kits_failed)
        return;
    s->kits_failed = true;
    s->kit_failure = f;
}
