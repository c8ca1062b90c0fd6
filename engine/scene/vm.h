/* The inner wall: one Lua state with a memory ceiling, a deadline and only the library functions we vouch for. It makes
 * good messages; the guarantee is the sandbox around it. Also used, without a deadline, for visitor scripts. */
#ifndef SCENE_VM_H
#define SCENE_VM_H

#include "wire/message.h"

#include <lauxlib.h>
#include <lua.h>

#include <signal.h>
#include <stdbool.h>

#define VM_BLOCK_MAX (8u << 20)   /* bytes of one string or table part */
#define VM_SOURCE_MAX (64u << 10) /* bytes of one Lua file: compile time grows with the square */
#define VM_PATTERN_SUBJECT (64u << 10)
#define VM_STARVED 25 /* per cent of its time a scene must have computed; else the machine, not the scene, is slow */
#define VM_VALUES_MAX 1000 /* returned by unpack, byte, codepoint */

enum vm_fatal { VM_FINE, VM_LATE, VM_MEMORY };

struct vm {
    lua_State *L;
    size_t used, ceiling; /* bytes */
    int deadline_ms;
    int armed_ms, mercies; /* the time that runs, and how often it was lengthened since others had the processor */
    int64_t armed_cpu_us;  /* processor time of the process when it began */
    volatile sig_atomic_t late;
    enum vm_fatal fatal; /* cannot be caught any more */
    char file[160];      /* where it was when it became fatal */
    int line;
    bool deep; /* in a very deep recursion then */
    void *owner; /* struct scene or struct script_host */
};

/* A state with the guarded libraries in its globals. Memory that cannot be had ends the process. */
void vm_open(struct vm *v, size_t ceiling);
void vm_close(struct vm *v);
struct vm *vm_of(lua_State *L);

/* Starts and stops the time for what follows. Stopping returns the milliseconds that were left. */
void vm_arm(struct vm *v, int ms);
int vm_disarm(struct vm *v);
/* For loops in C: raises when the time is over. */
void vm_check(lua_State *L);

/* Compiles text only: no bytecode, no more than VM_SOURCE_MAX, BOM skipped. Leaves the function on the stack, or
 * returns false with *f filled. */
bool vm_load(struct vm *v, const char *source, size_t len, const char *file, struct finding *f);
/* lua_pcall whose failure becomes a finding: file and line of the content, Chinese, remedy. `file` is named when the
 * error itself tells no place. On failure the stack is as before the function was pushed. */
bool vm_call(struct vm *v, int args, int results, const char *file, struct finding *f);

/* Raises "file:line: text" for the function at that level (1: who called the C function). */
int vm_raise(lua_State *L, int level, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The nearest frame that is not a kit's, from `level` up; false if there is none. Its file is at->source + 1. */
bool vm_frame(lua_State *L, int level, lua_Debug *at);
/* The same, copied. `file` may be NULL. */
bool vm_here(lua_State *L, int level, char *file, size_t size, int *line);

/* One argument, checked: whole number in a range, finite number in a range. */
long long vm_int(lua_State *L, int arg, const char *name, long long min, long long max);
double vm_number(lua_State *L, int arg, const char *name, double min, double max);

/* Text of any value without addresses; pushes it. */
const char *vm_tostring(lua_State *L, int index, size_t *len);

/* explain.c: one of Lua's own messages (without place) as a Chinese sentence with the original in parentheses. */
void explain_error(lua_State *L, const char *message, struct finding *f);
/* explain_source.c: what in the file itself made it fail to compile, where that can be seen: full-width punctuation,
 * texts outside of quotes. Changes *f, which has the line, only when it knows better. */
void explain_source(const char *source, size_t len, struct finding *f);

/* The library parts, each adding to the table on the top of the stack. */
void lib_base(lua_State *L);
void lib_string(lua_State *L);
void lib_table(lua_State *L);

#endif
