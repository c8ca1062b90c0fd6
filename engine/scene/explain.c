/* Lua's own messages in the words of someone who edits exhibits, the original kept for searching. */
#include "base/near.h"
#include "base/utf8.h"
#include "scene/vm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *begins, *says, *remedy;
} sentences[] = {
    {"attempt to index a nil", "还没有值（nil），不能取它里面的内容", "先核对名字有没有写错，再看它是不是还没有赋值"},
    {"attempt to call a nil", "不是函数（nil），不能调用", "核对函数或构件的名字"},
    {"attempt to call a", "不是函数，不能调用", "上一项后面是不是漏了逗号？"},
    {"attempt to index a", "不是表，不能取它里面的内容", "核对这个名字放的是什么"},
    {"attempt to perform arithmetic on a nil", "还没有值（nil），不能计算", "先给它一个初值"},
    {"attempt to perform arithmetic", "不是数，不能计算", "用 tonumber 转成数，或核对名字"},
    {"attempt to concatenate a nil", "还没有值（nil），不能用 .. 拼接", "先给它一个初值"},
    {"attempt to concatenate", "不是文字，不能用 .. 拼接", "用 tostring 转成文字"},
    {"attempt to compare", "两边不能比较大小", "核对两边是不是都是数，或都是文字"},
    {"attempt to get length", "没有长度，不能用 #", "核对它是不是表或文字"},
    {"number has no integer representation", "这里要整数", "用 math.floor 取整"},
    {"stack overflow", "函数一层层调用得太深", "看看是不是有函数在不停地调用自己"},
    {"C stack overflow", "嵌套得太深", "看看是不是有函数在不停地调用自己"},
    {"error in error handling", "处理错误时又出了错", ""},
    {"table index is nil", "表的下标是 nil", "先核对下标有没有值"},
    {"table index is NaN", "表的下标不是数（NaN）", "看看是不是除以了零"},
    {"bad argument", "函数得到的参数不对", "核对参数的个数、顺序和类型"},
    {"unexpected symbol", "语法错误：这里不该出现这个符号", "看看上一行是不是漏了逗号、引号或括号"},
    {"unfinished string", "文字缺少结尾的引号", "补上引号；多行文字用 [[ 和 ]]"},
    {"unfinished long string", "[[ 开头的文字缺少结尾的 ]]", "补上 ]]"},
    {"unfinished long comment", "--[[ 开头的注释缺少结尾的 ]]", "补上 ]]"},
    {"malformed number", "数字写得不对", "看看数字和字母之间是不是漏了空格或逗号"},
    {"invalid escape", "反斜杠后面的字母不对", "要写反斜杠本身，用 \\\\"},
    {"<name> expected", "语法错误：这里应是名字", "不能用中文或数字开头作变量名"},
    {"attempt to assign to const", "这个变量是常量，不能再赋值", ""},
    {"too many", "写得太多，超出了 Lua 的上限", "分成几个函数或几个文件"},
    {"wrong number of arguments", "参数个数不对", "核对参数"},
    {"goto", "goto 用得不对", ""},
    {"break outside", "break 不在循环里", ""},
};

/* The name in "(global 'stroy')" and the like. */
static bool named(const char *message, char *kind, size_t kind_size, char *name, size_t name_size)
{
    const char *open = strrchr(message, '('), *quote = open ? strchr(open, '\'') : NULL;
    const char *end = quote ? strchr(quote + 1, '\'') : NULL;
    if (!end || quote < open + 2)
        return false;
    snprintf(kind, kind_size, "%.*s", (int)(quote - open - 2), open + 1);
    snprintf(name, name_size, "%.*s", (int)(end - quote - 1), quote + 1);
    return true;
}

static const char *nearest_global(lua_State *L, const char *name, char *best, size_t size)
{
    const char *found = NULL;
    lua_pushglobaltable(L);
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING)
            found = near_better(name, found, lua_tostring(L, -1));
    }
    lua_pop(L, 1);
    if (found)
        snprintf(best, size, "%s", found);
    return found ? best : NULL;
}

/* The file ended too early: what was opened where stands in the message or nowhere. */
static void ended(const char *message, struct finding *f)
{
    const char *open = strstr(message, "(to close '"), *at = open ? strstr(open, "at line ") : NULL;
    if (at)
        snprintf(f->message, sizeof f->message, "语法错误：文件到头了，第 %d 行的 %.*s 还没有关（%.300s）",
                 atoi(at + strlen("at line ")), (int)strcspn(open + strlen("(to close '"), "'"),
                 open + strlen("(to close '"), message);
    else
        snprintf(f->message, sizeof f->message, "语法错误：文件到头了，还有括号没有关（%.300s）", message);
    snprintf(f->remedy, sizeof f->remedy, "补上缺的 } 或 end；数一数 { 和 } 是不是一样多");
}

/* "X expected … near Y" */
static void expected(const char *message, struct finding *f)
{
    const char *near = strstr(message, " near ");
    char what[64], token[160] = "";
    snprintf(what, sizeof what, "%.*s", (int)strcspn(message, " "), message);
    snprintf(token, sizeof token, "%s", near ? near + strlen(" near ") : "");
    utf8_trim_partial(token);
    if (strcmp(what, "<eof>") == 0 && strcmp(token, "'}'") == 0) {
        snprintf(f->message, sizeof f->message, "语法错误：多了一个 }（%.300s）", message);
        snprintf(f->remedy, sizeof f->remedy, "删去多出的 }；数一数 { 和 } 是不是一样多");
    } else if (strcmp(what, "<eof>") == 0) {
        snprintf(f->message, sizeof f->message, "语法错误：return 的内容已经完了，后面还有 %s（%.300s）", token, message);
        snprintf(f->remedy, sizeof f->remedy, "一个文件只有一个 return，而且在最后；后面的内容移进它的花括号，或者删去");
    } else if (strcmp(what, "'}'") == 0) {
        snprintf(f->message, sizeof f->message, "语法错误：%s 前面缺少逗号，或者缺少 }（%.300s）", token, message);
        snprintf(f->remedy, sizeof f->remedy, "多半是前一项的末尾漏了英文逗号 ,（常在上一行）；不然就是 } 少了一个");
    } else {
        snprintf(f->message, sizeof f->message, "语法错误：这里缺少 %s（%s）", what, message);
        snprintf(f->remedy, sizeof f->remedy, "看看括号、end、逗号是不是成对、有没有漏写");
    }
}

void explain_error(lua_State *L, const char *message, struct finding *f)
{
    char kind[32] = "", name[128] = "", near_name[128];
    const char *says = NULL;
    if (strncmp(message, "attempt", 7) == 0) /* syntax errors have parentheses too: (to close '{' at line 1) */
        named(message, kind, sizeof kind, name, sizeof name);
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences && !says; i++) {
        if (strncmp(message, sentences[i].begins, strlen(sentences[i].begins)) != 0)
            continue;
        says = sentences[i].says;
        snprintf(f->remedy, sizeof f->remedy, "%s", sentences[i].remedy);
    }
    if (strstr(message, "near <eof>") && strncmp(message, "attempt", 7) != 0) {
        ended(message, f);
    } else if (!says && message[0] && strstr(message, " expected")) {
        expected(message, f);
    } else if (!says) {
        snprintf(f->message, sizeof f->message, "%s", message);
    } else if (strncmp(message, "attempt", 7) == 0 && *name) {
        snprintf(f->message, sizeof f->message, "“%s”%s（%.300s）", name, says, message);
    } else {
        snprintf(f->message, sizeof f->message, "%s（%.300s）", says, message);
    }
    if (*name)
        snprintf(f->offending, sizeof f->offending, "%s", name);
    if (strcmp(kind, "global") != 0)
        return;
    if (!strstr(message, "a nil value"))
        snprintf(f->remedy, sizeof f->remedy, "“%s”是构件的名字；如果这里写的是文字或文件名，放进英文双引号 \" \" 里", name);
    else if (nearest_global(L, name, near_name, sizeof near_name))
        snprintf(f->remedy, sizeof f->remedy, "没有叫“%s”的名字，是不是“%s”？", name, near_name);
}
