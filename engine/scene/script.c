#include "scene/script.h"

#include "base/file.h"
#include "base/utf8.h"
#include "scene/vm.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MEMORY_BYTES (256u << 20)
#define TURNS_MAX 100 /* times a million instructions between two calls of the driver */
#define FIELDS_MAX 16
#define VISITS_MAX 1000

struct script_host {
    struct vm vm;
    const struct script_driver *driver;
    struct script_results *results;
    const char *file;
    int turns;
    bool running; /* inside a visit */
};

static struct script_host *host_of(lua_State *L)
{
    return vm_of(L)->owner;
}

static void count_turns(lua_State *L, lua_Debug *at)
{
    (void)at;
    if (++host_of(L)->turns > TURNS_MAX)
        luaL_error(L, "参观脚本算了很久没有动作；是不是有不会结束的循环？");
}

/* The driver, from inside a visit only. */
static const struct script_driver *driver_of(lua_State *L, const char *what)
{
    struct script_host *h = host_of(L);
    h->turns = 0;
    if (!h->running)
        vm_raise(L, 1, "v:%s 只能在 visit 的函数里用", what);
    return h->driver;
}

static int tell(lua_State *L, const char *what, const struct err *e)
{
    return vm_raise(L, 1, "%s：%s", what, e->text);
}

static const char *text_argument(lua_State *L, int arg, const char *what)
{
    if (lua_type(L, arg) != LUA_TSTRING)
        vm_raise(L, 1, "%s 要文字，现在是 %s", what, luaL_typename(L, arg));
    return lua_tostring(L, arg);
}

static double coordinate(lua_State *L, int arg, const char *name, int place, const char *what)
{
    lua_getfield(L, arg, name);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_rawgeti(L, arg, place);
    }
    double v = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
    lua_pop(L, 1);
    if (!(v >= 0 && v <= 20000))
        vm_raise(L, 1, "%s 的位置应是文字，或 { x = …, y = … }（单位 u）", what);
    return v;
}

static struct script_place place_argument(lua_State *L, int arg, const char *what)
{
    if (lua_type(L, arg) == LUA_TSTRING)
        return (struct script_place){.text = lua_tostring(L, arg)};
    if (lua_type(L, arg) != LUA_TTABLE)
        vm_raise(L, 1, "%s 要画面上的文字，或 { x = …, y = … }", what);
    return (struct script_place){.x = coordinate(L, arg, "x", 1, what), .y = coordinate(L, arg, "y", 2, what)};
}

static int visit_tap(lua_State *L)
{
    const struct script_driver *d = driver_of(L, "tap");
    struct err e;
    struct script_place at = place_argument(L, 2, "v:tap");
    return d->tap(d->user, at, &e) ? 0 : tell(L, "v:tap", &e);
}

static int visit_drag(lua_State *L)
{
    const struct script_driver *d = driver_of(L, "drag");
    struct err e;
    struct script_place from = place_argument(L, 2, "v:drag"), to = place_argument(L, 3, "v:drag");
    return d->drag(d->user, from, to, &e) ? 0 : tell(L, "v:drag", &e);
}

static int visit_pinch(lua_State *L)
{
    const struct script_driver *d = driver_of(L, "pinch");
    struct err e;
    struct script_place at = {.x = -1, .y = -1};
    int factor_at = lua_type(L, 2) == LUA_TNUMBER ? 2 : 3;
    if (factor_at == 3)
        at = place_argument(L, 2, "v:pinch");
    double factor = vm_number(L, factor_at, "v:pinch 的倍数", 0.1, 10);
    return d->pinch(d->user, at, factor, &e) ? 0 : tell(L, "v:pinch", &e);
}

static int visit_two_fingers(lua_State *L)
{
    const struct script_driver *d = driver_of(L, "two_fingers");
    struct err e;
    struct script_place a = place_argument(L, 2, "v:two_fingers"), b = place_argument(L, 3, "v:two_fingers");
    return d->two_fingers(d->user, a, b, &e) ? 0 : tell(L, "v:two_fingers", &e);
}

static int visit_admin(lua_State *L)
{
    const struct script_driver *d = driver_of(L, "admin");
    struct err e;
    return d->admin(d->user, &e) ? 0 : tell(L, "v:admin", &e);
}

static int visit_wait(lua_State *L)
{
    const struct script_driver *d = driver_of(L, "wait");
    struct err e;
    double seconds = vm_number(L, 2, "v:wait 的秒数", 0, 1e7);
    return d->wait(d->user, seconds, &e) ? 0 : tell(L, "v:wait", &e);
}

static int visit_sees(lua_State *L)
{
    const struct script_driver *d = driver_of(L, "sees");
    const char *text = text_argument(L, 2, "v:sees");
    return d->sees(d->user, text) ? 0 : vm_raise(L, 1, "应看到“%.300s”，但画面上没有", text);
}

static int visit_not_sees(lua_State *L)
{
    const struct script_driver *d = driver_of(L, "not_sees");
    const char *text = text_argument(L, 2, "v:not_sees");
    return d->sees(d->user, text) ? vm_raise(L, 1, "不应看到“%.300s”，但画面上有", text) : 0;
}

static int visit_shot(lua_State *L)
{
    const struct script_driver *d = driver_of(L, "shot");
    struct err e;
    const char *name = text_argument(L, 2, "v:shot");
    if (!path_is_inside(name) || strlen(name) > 60)
        return vm_raise(L, 1, "v:shot 的名字应由字母、数字、- 和 _ 组成");
    return d->shot(d->user, name, &e) ? 0 : tell(L, "v:shot", &e);
}

static int visit_option(lua_State *L)
{
    const struct script_driver *d = driver_of(L, "option");
    struct buf label = {0};
    struct err e;
    int n = (int)vm_int(L, 2, "v:option 的序号", 1, 100);
    bool found = d->option(d->user, n, &label, &e);
    if (found)
        lua_pushlstring(L, (const char *)label.data, label.len);
    buf_free(&label);
    return found ? 1 : tell(L, "v:option", &e);
}

/* Reads the fields of the table at 3; the texts stay Lua's. */
static int read_fields(lua_State *L, struct script_field *fields)
{
    int n = 0;
    if (lua_isnoneornil(L, 3))
        return 0;
    if (!lua_istable(L, 3))
        vm_raise(L, 1, "记录的字段要写成表，如 { why = \"timeout\" }");
    for (lua_pushnil(L); lua_next(L, 3); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING || n >= FIELDS_MAX)
            vm_raise(L, 1, "记录的字段要写成 { 名字 = 值 }，最多 %d 个", FIELDS_MAX);
        struct script_field *f = &fields[n++];
        *f = (struct script_field){.name = lua_tostring(L, -2)};
        if (lua_type(L, -1) == LUA_TSTRING) {
            f->kind = SCRIPT_TEXT;
            f->text = lua_tostring(L, -1);
        } else if (lua_type(L, -1) == LUA_TNUMBER || lua_isboolean(L, -1)) {
            f->kind = lua_isboolean(L, -1) ? SCRIPT_BOOL : SCRIPT_NUMBER;
            f->number = f->kind == SCRIPT_BOOL ? lua_toboolean(L, -1) : lua_tonumber(L, -1);
        } else {
            vm_raise(L, 1, "字段 %s 的值要文字、数、true 或 false", f->name);
        }
    }
    return n;
}

static int64_t count_records(lua_State *L, const char *what)
{
    const struct script_driver *d = driver_of(L, what);
    struct script_field fields[FIELDS_MAX];
    struct err e;
    int64_t count = 0;
    const char *kind = text_argument(L, 2, "记录的种类");
    int n = read_fields(L, fields);
    if (!d->count(d->user, kind, fields, n, &count, &e))
        tell(L, what, &e);
    return count;
}

static int visit_count(lua_State *L)
{
    lua_pushinteger(L, count_records(L, "count"));
    return 1;
}

static void describe_fields(lua_State *L, char *out, size_t size)
{
    struct script_field fields[FIELDS_MAX];
    int n = read_fields(L, fields);
    size_t used = 0;
    out[0] = 0;
    for (int i = 0; i < n && used < size; i++) {
        const struct script_field *f = &fields[i];
        char value[128];
        if (f->kind == SCRIPT_TEXT)
            snprintf(value, sizeof value, "\"%.100s\"", f->text);
        else if (f->kind == SCRIPT_BOOL)
            snprintf(value, sizeof value, "%s", f->number > 0 ? "true" : "false");
        else
            snprintf(value, sizeof value, "%g", f->number);
        used += (size_t)snprintf(out + used, size - used, "%s%.60s = %s", i ? ", " : "", f->name, value);
    }
    utf8_trim_partial(out);
}

static int visit_recorded(lua_State *L)
{
    char fields[400];
    struct script_host *h = host_of(L);
    struct buf records = {0};
    if (count_records(L, "recorded") > 0)
        return 0;
    describe_fields(L, fields, sizeof fields);
    h->driver->records_text(h->driver->user, &records);
    lua_pushlstring(L, records.data ? (const char *)records.data : "", records.len < 400 ? records.len : 400);
    buf_free(&records);
    return vm_raise(L, 1, "应有记录 %s { %s }，但没有。现有记录：%s", lua_tostring(L, 2), fields, lua_tostring(L, -1));
}

static char visits_key;

static int add_visit(lua_State *L)
{
    if (lua_type(L, 1) != LUA_TSTRING || lua_type(L, 2) != LUA_TFUNCTION)
        return vm_raise(L, 1, "应写成 visit(\"说明\", function(v) … end)");
    lua_rawgetp(L, LUA_REGISTRYINDEX, &visits_key);
    size_t n = lua_rawlen(L, -1);
    if (n / 2 >= VISITS_MAX || host_of(L)->running)
        return vm_raise(L, 1, "一个文件最多 %d 个 visit，而且不能写在另一个里面", VISITS_MAX);
    lua_pushvalue(L, 1);
    lua_rawseti(L, -2, (lua_Integer)n + 1);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, (lua_Integer)n + 2);
    return 0;
}

static int print_line(lua_State *L)
{
    struct buf *report = &host_of(L)->results->report;
    for (int i = 1, top = lua_gettop(L); i <= top; i++) {
        size_t len;
        const char *text = vm_tostring(L, i, &len);
        buf_bytes(report, text, len < 500 ? len : 500);
        buf_text(report, i < top ? " " : "\n");
        lua_settop(L, top);
    }
    return 0;
}

static int open_host(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &visits_key);
    lua_pushcfunction(L, add_visit);
    lua_setglobal(L, "visit");
    lua_pushcfunction(L, print_line);
    lua_setglobal(L, "print");
    return 0;
}

static int run_visit(lua_State *L)
{
    static const luaL_Reg methods[] = {{"tap", visit_tap},           {"drag", visit_drag},
                                       {"pinch", visit_pinch},       {"two_fingers", visit_two_fingers},
                                       {"admin", visit_admin},       {"wait", visit_wait},
                                       {"sees", visit_sees},
                                       {"not_sees", visit_not_sees}, {"shot", visit_shot},
                                       {"option", visit_option},     {"count", visit_count},
                                       {"recorded", visit_recorded}, {NULL, NULL}};
    lua_rawgetp(L, LUA_REGISTRYINDEX, &visits_key);
    lua_rawgeti(L, -1, lua_tointeger(L, 1));
    luaL_newlib(L, methods);
    lua_call(L, 1, 0);
    return 0;
}

static void report_failure(struct script_host *h, const char *title, const struct finding *f)
{
    struct buf *out = &h->results->report, screen = {0};
    h->driver->screen_text(h->driver->user, &screen);
    buf_printf(out, "✗ %s\n  %s:%u：%s\n", title, f->file, f->line, f->message);
    if (f->remedy[0])
        buf_printf(out, "  %s\n", f->remedy);
    buf_printf(out, "  画面上有：%s\n", screen.len ? buf_cstr(&screen) : "（什么也没有）");
    buf_free(&screen);
    if (h->driver->failed)
        h->driver->failed(h->driver->user, title);
}

static bool run_one(struct script_host *h, lua_Integer index, const char *title, struct finding *f)
{
    struct err e;
    h->turns = 0;
    h->vm.fatal = VM_FINE;
    if (!h->driver->begin(h->driver->user, title, &e)) {
        *f = (struct finding){.severity = SEVERITY_ERROR};
        snprintf(f->file, sizeof f->file, "%s", h->file);
        snprintf(f->message, sizeof f->message, "开始不了：%.700s", e.text);
        return false;
    }
    h->running = true;
    lua_pushcfunction(h->vm.L, run_visit);
    lua_pushinteger(h->vm.L, index);
    bool fine = vm_call(&h->vm, 1, 0, h->file, f);
    h->running = false;
    return fine;
}

static void run_all(struct script_host *h)
{
    lua_State *L = h->vm.L;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &visits_key);
    lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= n; i += 2) {
        struct finding f;
        lua_rawgeti(L, -1, i);
        const char *title = lua_tostring(L, -1);
        h->results->visits++;
        if (run_one(h, i + 1, title, &f)) {
            buf_printf(&h->results->report, "✓ %s\n", title);
        } else {
            h->results->failed++;
            report_failure(h, title, &f);
        }
        if (h->driver->ended)
            h->driver->ended(h->driver->user);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

bool script_run(const char *file, const struct script_driver *driver, struct script_results *results, struct err *e)
{
    struct script_host h = {.driver = driver, .results = results, .file = file};
    struct buf source = {0};
    struct finding f;
    if (!file_read(file, VM_SOURCE_MAX + 3, &source, e))
        return false;
    vm_open(&h.vm, MEMORY_BYTES);
    h.vm.owner = &h;
    lua_sethook(h.vm.L, count_turns, LUA_MASKCOUNT, 1000000);
    lua_pushcfunction(h.vm.L, open_host);
    bool fine = vm_call(&h.vm, 0, 0, file, &f) &&
                vm_load(&h.vm, (const char *)source.data, source.len, file, &f) && vm_call(&h.vm, 0, 0, file, &f);
    if (fine)
        run_all(&h);
    else
        err_set(e, "%s:%u：%s%s%s", f.file, f.line, f.message, f.remedy[0] ? "。" : "", f.remedy);
    vm_close(&h.vm);
    buf_free(&source);
    return fine;
}
