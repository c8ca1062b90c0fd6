#include "scene/vm.h"

#include "base/utf8.h"

#include <lualib.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MERCIES 8
#define DEEP 5000 /* calls inside calls: where memory runs out then, it is the stack's */

static struct vm *timed; /* whose time the signal handler ends; a process runs one at a time */

struct vm *vm_of(lua_State *L)
{
    return *(struct vm **)lua_getextraspace(L);
}

static bool of_kit(const char *source)
{
    return strncmp(source, "@kit/", 5) == 0;
}

bool vm_frame(lua_State *L, int level, lua_Debug *at)
{
    for (; lua_getstack(L, level, at); level++) {
        if (lua_getinfo(L, "Sl", at) && at->currentline > 0 && at->source[0] == '@' && !of_kit(at->source))
            return true;
    }
    return false;
}

bool vm_here(lua_State *L, int level, char *file, size_t size, int *line)
{
    lua_Debug at;
    if (!vm_frame(L, level, &at))
        return false;
    if (file)
        snprintf(file, size, "%s", at.source + 1);
    *line = at.currentline;
    return true;
}

/* Remembers where it is, without touching Lua's memory: it may be full. */
static void note_place(struct vm *v)
{
    lua_Debug at;
    if (v->fatal != VM_FINE || !v->L)
        return;
    v->deep = lua_getstack(v->L, DEEP, &at);
    if (vm_here(v->L, 0, v->file, sizeof v->file, &v->line))
        return;
    for (int level = 0; lua_getstack(v->L, level, &at); level++) {
        if (lua_getinfo(v->L, "Sl", &at) && at.currentline > 0) {
            snprintf(v->file, sizeof v->file, "%s", at.source + 1);
            v->line = at.currentline;
            return;
        }
    }
}

static void note_late(struct vm *v)
{
    note_place(v);
    if (v->fatal == VM_FINE)
        v->fatal = VM_LATE;
}

/* Shrinking never fails, as Lua assumes. Growth fails at the ceiling and once the time is over, which also ends loops
 * in C that allocate. */
static void *allocate(void *owner, void *old, size_t had, size_t size)
{
    struct vm *v = owner;
    if (!old)
        had = 0;
    if (size == 0) {
        v->used -= had;
        free(old);
        return NULL;
    }
    bool grows = size > had;
    if (grows && v->late) {
        note_late(v);
        return NULL;
    }
    if (grows && (size > VM_BLOCK_MAX || v->used - had + size > v->ceiling)) {
        note_place(v); /* Lua collects and asks again; if that fails too, this is where */
        return NULL;
    }
    void *p = realloc(old, size);
    if (!p)
        return grows ? NULL : old;
    v->used = v->used - had + size;
    return p;
}

static int panic(lua_State *L)
{
    static const char line[] = "qingfeng: unprotected error in Lua\n";
    (void)L;
    if (write(STDERR_FILENO, line, sizeof line - 1) < 0) { /* nobody listens */
    }
    _exit(70);
}

/* From the table on the top of the stack. */
static void forget(lua_State *L, const char *name)
{
    lua_pushnil(L);
    lua_setfield(L, -2, name);
}

static int open_libraries(lua_State *L)
{
    lua_pushglobaltable(L);
    lib_base(L);
    lib_string(L);
    lib_table(L);
    luaL_requiref(L, LUA_MATHLIBNAME, luaopen_math, 0);
    forget(L, "random"); /* seeded with addresses, which randomseed even returns; bind_engine has one of its own */
    forget(L, "randomseed");
    lua_setfield(L, -2, "math");
    /* requiref leaves second copies in the registry, out of reach for scenes but of no use either. */
    lua_pushnil(L);
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    return 0;
}

void vm_open(struct vm *v, size_t ceiling)
{
    *v = (struct vm){.ceiling = ceiling};
    lua_State *L = lua_newstate(allocate, v);
    if (!L)
        abort();
    v->L = L;
    *(struct vm **)lua_getextraspace(L) = v;
    lua_atpanic(L, panic);
    lua_pushcfunction(L, open_libraries);
    if (lua_pcall(L, 0, 0, 0) != LUA_OK)
        abort();
}

void vm_close(struct vm *v)
{
    if (v->L)
        lua_close(v->L);
    v->L = NULL;
}

static void end_late(lua_State *L, lua_Debug *at)
{
    (void)at;
    note_late(vm_of(L));
    luaL_error(L, "out of time");
}

static void set_timer(int ms, struct itimerval *left)
{
    struct itimerval t = {.it_value = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000}};
    setitimer(ITIMER_REAL, &t, left);
}

static int64_t cpu_us(void)
{
    struct timespec t;
    return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0 ? (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 : 0;
}

/* The time is up, but on a machine that others keep busy not for want of trying: it gets what it did not have. The
 * stage's own patience ends somewhat later than this. */
static bool has_starved(struct vm *v)
{
    int64_t missing = v->armed_ms * 10ll * VM_STARVED - (cpu_us() - v->armed_cpu_us);
    if (missing <= 0 || v->mercies >= MERCIES)
        return false;
    v->mercies++;
    set_timer((int)(missing / 1000) + 1, NULL);
    return true;
}

/* A standing hook would cost half the speed; this arms it for the next instruction and leaves it armed, so that code
 * that catches the error dies at its next instruction as well. */
static void on_alarm(int number)
{
    (void)number;
    if (!timed || has_starved(timed))
        return;
    timed->late = 1;
    lua_sethook(timed->L, end_late, LUA_MASKCOUNT | LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE, 1);
}

void vm_arm(struct vm *v, int ms)
{
    if (timed != v) {
        struct sigaction a = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
        sigemptyset(&a.sa_mask);
        timed = v;
        sigaction(SIGALRM, &a, NULL);
    }
    if (v->fatal == VM_FINE) { /* the alarm may have rung between the last instruction and vm_disarm */
        v->late = 0;
        lua_sethook(v->L, NULL, 0, 0);
    }
    v->armed_ms = ms > 0 ? ms : 1;
    v->armed_cpu_us = cpu_us();
    v->mercies = 0;
    set_timer(v->armed_ms, NULL);
}

int vm_disarm(struct vm *v)
{
    struct itimerval left = {0};
    set_timer(0, &left);
    return v->late ? 0 : (int)(left.it_value.tv_sec * 1000 + left.it_value.tv_usec / 1000);
}

void vm_check(lua_State *L)
{
    struct vm *v = vm_of(L);
    if (!v->late)
        return;
    note_late(v);
    luaL_error(L, "out of time");
}

int vm_raise(lua_State *L, int level, const char *format, ...)
{
    char text[1024];
    lua_Debug at;
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    utf8_trim_partial(text);
    if (lua_getstack(L, level, &at) && lua_getinfo(L, "Sl", &at) && at.currentline > 0)
        lua_pushfstring(L, "%s:%d: %s", at.source + 1, at.currentline, text);
    else
        lua_pushstring(L, text);
    return lua_error(L);
}

long long vm_int(lua_State *L, int arg, const char *name, long long min, long long max)
{
    int whole = 0;
    lua_Integer v = lua_type(L, arg) == LUA_TNUMBER ? lua_tointegerx(L, arg, &whole) : 0;
    if (!whole || v < min || v > max)
        vm_raise(L, 1, "%s 应是 %lld 到 %lld 的整数", name, min, max);
    return v;
}

double vm_number(lua_State *L, int arg, const char *name, double min, double max)
{
    double v = lua_type(L, arg) == LUA_TNUMBER ? lua_tonumber(L, arg) : NAN;
    if (!(v >= min && v <= max))
        vm_raise(L, 1, "%s 应是 %g 到 %g 的数", name, min, max);
    return v;
}
