#include "fuzz.h"

#include "base/log.h"
#include "scene/script.h"

/* A visitor script (*_test.lua), played against a driver that takes anything and says no now and then. */

static unsigned calls;

static bool yes(struct err *e)
{
    return ++calls % 5 || err_set(e, "这里没有");
}

static void read_whole(const char *text)
{
    MUST(!text || strlen(text) < 1u << 24);
}

static bool begin(void *user, const char *title, struct err *e)
{
    (void)user;
    (void)e;
    read_whole(title);
    return true;
}

static bool tap(void *user, struct script_place at, struct err *e)
{
    (void)user;
    read_whole(at.text);
    MUST(at.text || (at.x >= 0 && at.x <= 20000 && at.y >= 0 && at.y <= 20000));
    return yes(e);
}

static bool two(void *user, struct script_place a, struct script_place b, struct err *e)
{
    return tap(user, a, e) && tap(user, b, e);
}

static bool pinch(void *user, struct script_place at, double factor, struct err *e)
{
    (void)user;
    read_whole(at.text);
    MUST(factor >= 0.1 && factor <= 10);
    return yes(e);
}

static bool admin(void *user, struct err *e)
{
    (void)user;
    return yes(e);
}

static bool pass(void *user, double seconds, struct err *e)
{
    (void)user;
    MUST(seconds >= 0 && seconds <= 1e7);
    return yes(e);
}

static bool sees(void *user, const char *text)
{
    (void)user;
    read_whole(text);
    return ++calls % 3;
}

static bool shot(void *user, const char *name, struct err *e)
{
    (void)user;
    MUST(name[0] && name[0] != '/' && !strstr(name, "..") && strlen(name) <= 60);
    return yes(e);
}

static bool option(void *user, int n, struct buf *label, struct err *e)
{
    (void)user;
    MUST(n >= 1 && n <= 100);
    buf_text(label, "天知");
    return yes(e);
}

static bool count(void *user, const char *kind, const struct script_field *fields, int n, int64_t *number, struct err *e)
{
    (void)user;
    read_whole(kind);
    for (int i = 0; i < n; i++) {
        read_whole(fields[i].name);
        read_whole(fields[i].kind == SCRIPT_TEXT ? fields[i].text : NULL);
    }
    *number = calls % 4;
    return yes(e);
}

static void some_text(void *user, struct buf *out)
{
    (void)user;
    buf_text(out, "轻触屏幕开始");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct script_driver driver = {.begin = begin, .tap = tap, .drag = two, .two_fingers = two, .pinch = pinch,
                                                .admin = admin, .wait = pass, .sees = sees, .shot = shot, .option = option,
                                                .count = count, .screen_text = some_text, .records_text = some_text};
    struct script_results results = {.visits = 0};
    struct err e = {.text = ""};
    calls = 0;
    if (!script_run(fuzz_file(data, size), &driver, &results, &e))
        MUST(e.text[0] && !fuzz_unread(e.text));
    MUST(results.failed >= 0 && results.failed <= results.visits && results.visits <= 1000);
    buf_free(&results.report);
    return 0;
}

bool fuzz_seed(int i, struct buf *out)
{
    static const char *const texts[] = {
        "visit(\"答一道题\", function(v)\n  v:tap(\"轻触屏幕开始\")\n  v:wait(1.5)\n  v:sees(\"四知堂\")\n"
        "  v:recorded(\"answer\", { right = true, ms = 12, item = \"q1\" })\nend)",
        "local n = 0\nfor i = 1, 3 do visit(\"第\" .. i, function(v) v:drag({ x = 10, y = 20 }, { 30, 40 }) "
        "v:pinch(2) v:pinch(\"图\", 0.5) n = n + v:count(\"enter\") print(n, v:option(2)) end) end",
        "visit(\"管理\", function(v) v:admin() v:two_fingers(\"甲\", \"乙\") v:not_sees(\"丙\") v:shot(\"a-1\") "
        "if pcall(v.tap, v, nil) then error({}) end end)",
        "visit(1) visit(\"x\", nil)"};
    return FUZZ_TEXTS(i, out, texts);
}
