/* Running Lua code under the inner wall, and turning what goes wrong into findings. */
#include "base/utf8.h"
#include "scene/vm.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What came out of a scene becomes one line of UTF-8: no control characters, nothing that a terminal obeys. */
static void clean(char *text)
{
    size_t len, bad;
    utf8_trim_partial(text);
    len = strlen(text);
    while ((bad = utf8_first_bad(text, len)) < len)
        text[bad] = '?';
    for (char *p = text; *p; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = ' ';
        else if ((unsigned char)*p == 0xC2 && (unsigned char)p[1] < 0xA0) /* the second set, U+0080 to U+009F */
            p[0] = p[1] = ' ';
    }
}

static void copy(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%.*s", (int)size - 1, from);
    clean(to);
}

/* "file:line: text" into its parts; returns the text. */
static const char *split_place(const char *message, char *file, size_t size, int *line)
{
    for (const char *p = strchr(message, ':'); p; p = strchr(p + 1, ':')) {
        char *end;
        long n = isdigit((unsigned char)p[1]) ? strtol(p + 1, &end, 10) : 0;
        if (n <= 0 || n > 10000000 || strncmp(end, ": ", 2) != 0)
            continue;
        snprintf(file, size, "%.*s", (int)(p - message), message);
        *line = (int)n;
        return end + 2;
    }
    return message;
}

/* Lua cuts long chunk names in its own messages: the stack still knows the whole one. */
static void whole_name(lua_State *L, char *file, size_t size)
{
    lua_Debug at;
    for (int level = 0; lua_getstack(L, level, &at); level++) {
        if (lua_getinfo(L, "S", &at) && strcmp(at.short_src, file) == 0 && at.source[0] == '@') {
            snprintf(file, size, "%s", at.source + 1);
            return;
        }
    }
}

static struct finding *answer; /* where the message handler writes; set for the length of one vm_call */

/* What our own functions raise may bring its remedy: "message；改法：remedy". */
static void split_remedy(struct finding *f)
{
    static const char mark[] = "；改法：";
    char *at = strstr(f->message, mark);
    if (!at)
        return;
    snprintf(f->remedy, sizeof f->remedy, "%.*s", (int)sizeof f->remedy - 1, at + strlen(mark));
    utf8_trim_partial(f->remedy);
    *at = '\0';
}

static int on_error(lua_State *L)
{
    struct finding *f = answer;
    char file[160] = "", kit[200] = "";
    int line = 0, here;
    if (lua_type(L, 1) != LUA_TSTRING) {
        snprintf(f->message, sizeof f->message, "出错了，但 error 给出的不是文字（%s）", luaL_typename(L, 1));
        if (vm_here(L, 1, f->file, sizeof f->file, &here))
            f->line = (uint32_t)here;
        return 1;
    }
    const char *text = split_place(lua_tostring(L, 1), file, sizeof file, &line);
    whole_name(L, file, sizeof file);
    char scene[160];
    bool known = vm_here(L, 1, scene, sizeof scene, &here);
    if (known && (!*file || strncmp(file, "kit/", 4) == 0)) {
        if (*file)
            snprintf(kit, sizeof kit, "（在构件 %s:%d）", file, line);
        memcpy(file, scene, sizeof file);
        line = here;
    }
    explain_error(L, text, f);
    split_remedy(f);
    clean(f->message);
    clean(f->offending);
    clean(f->remedy);
    size_t used = strlen(f->message);
    copy(f->message + used, sizeof f->message - used, kit);
    copy(f->file, sizeof f->file, file);
    f->line = (uint32_t)line;
    return 1;
}

static void tell_fatal(struct vm *v, struct finding *f)
{
    *f = (struct finding){.severity = SEVERITY_ERROR, .line = (uint32_t)v->line};
    copy(f->file, sizeof f->file, v->file);
    if (v->fatal == VM_LATE) {
        snprintf(f->message, sizeof f->message, "这个场景算了 %d 毫秒还没有结束，正停在这一行；是不是有不会结束的循环？",
                 v->deadline_ms);
        snprintf(f->remedy, sizeof f->remedy, "看看这一行附近的 while、repeat、for 和互相调用的函数，给循环一个出口");
    } else if (v->deep) {
        snprintf(f->message, sizeof f->message, "函数一层层调用得太深，内存用完了");
        snprintf(f->remedy, sizeof f->remedy, "看看是不是有函数在不停地调用自己");
    } else {
        snprintf(f->message, sizeof f->message, "这个场景用的内存超过了上限（一共 %zu MB，单个文字或表 %u MB）",
                 v->ceiling >> 20, VM_BLOCK_MAX >> 20);
        snprintf(f->remedy, sizeof f->remedy, "看看这一行附近是不是在不停地拼接文字或往表里添加内容");
    }
}

bool vm_call(struct vm *v, int args, int results, const char *file, struct finding *f)
{
    lua_State *L = v->L;
    int base = lua_gettop(L) - args;
    struct finding *outer = answer;
    *f = (struct finding){.severity = SEVERITY_ERROR};
    answer = f;
    lua_pushcfunction(L, on_error);
    lua_insert(L, base);
    int status = lua_pcall(L, args, results, base);
    answer = outer;
    lua_remove(L, base);
    if (status == LUA_OK && v->fatal == VM_FINE)
        return true;
    lua_settop(L, base - 1);
    if (status == LUA_ERRMEM && v->fatal == VM_FINE)
        v->fatal = VM_MEMORY;
    if (v->fatal != VM_FINE)
        tell_fatal(v, f);
    else if (status == LUA_ERRERR)
        snprintf(f->message, sizeof f->message, "处理错误时又出了错（error in error handling）");
    if (!f->file[0])
        copy(f->file, sizeof f->file, file);
    return false;
}

static bool refuse(struct finding *f, const char *file, const char *message, const char *remedy)
{
    *f = (struct finding){.severity = SEVERITY_ERROR};
    copy(f->file, sizeof f->file, file);
    copy(f->message, sizeof f->message, message);
    copy(f->remedy, sizeof f->remedy, remedy);
    return false;
}

/* With a variable to be closed in scope Lua makes no tail calls: otherwise `return story { … }` would take the file off
 * the stack, and no message from inside the kit could name the line. */
static const char prologue[] = "local _file <close> = nil ";

struct compiling {
    const char *source, *name;
    size_t len;
    int pieces;
};

static const char *next_piece(lua_State *L, void *data, size_t *size)
{
    struct compiling *c = data;
    (void)L;
    switch (c->pieces++) {
    case 0:
        *size = sizeof prologue - 1;
        return prologue;
    case 1:
        *size = c->len;
        return c->source;
    default:
        *size = 0;
        return NULL;
    }
}

static int compile(lua_State *L)
{
    struct compiling *c = lua_touserdata(L, 1);
    char chunk[200];
    snprintf(chunk, sizeof chunk, "@%s", c->name);
    if (lua_load(L, next_piece, c, chunk, "t") != LUA_OK)
        return lua_error(L);
    return 1;
}

bool vm_load(struct vm *v, const char *source, size_t len, const char *file, struct finding *f)
{
    if (len >= 3 && memcmp(source, "\xEF\xBB\xBF", 3) == 0) {
        source += 3;
        len -= 3;
    }
    if (len > VM_SOURCE_MAX)
        return refuse(f, file, "文件超过 64 KB", "把它分成几个文件，用 require 取用");
    if (len && source[0] == '\x1b')
        return refuse(f, file, "这是编译过的 Lua 字节码，不能使用", "请放入 Lua 源文件（纯文本）");
    size_t bad = utf8_first_bad(source, len);
    if (bad < len) {
        refuse(f, file, "文件不是 UTF-8 编码（可能是 GBK）", "用编辑器另存为 UTF-8");
        f->line = 1;
        for (size_t i = 0; i < bad; i++)
            f->line += source[i] == '\n';
        return false;
    }
    struct compiling c = {source, file, len, 0};
    lua_pushcfunction(v->L, compile);
    lua_pushlightuserdata(v->L, &c);
    if (vm_call(v, 1, 1, file, f))
        return true;
    if (v->fatal == VM_FINE) { /* the compiler's messages carry its own, cut name; the place is always this file */
        copy(f->file, sizeof f->file, file);
        explain_source(source, len, f);
    }
    return false;
}
