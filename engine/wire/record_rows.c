#include "wire/record.h"

#include <string.h>

#define DAY_MS 86400000.0
#define MANY 1e15
#define ANYONE_IN_SCENE (SENDER_SCENE | SENDER_STAGE)
#define OFFICE (SENDER_STAGE | SENDER_KEEPER | SENDER_STAFF)

/* clang-format off */
#define INT(n, lo, hi, req, ...) {.name = n, .type = FIELD_INT, .required = req, .least = lo, .most = hi, .about = __VA_ARGS__}
#define NUMBER(n, lo, hi, req, ...) {.name = n, .type = FIELD_NUMBER, .required = req, .least = lo, .most = hi, .about = __VA_ARGS__}
#define BOOL(n, req, ...) {.name = n, .type = FIELD_BOOL, .required = req, .about = __VA_ARGS__}
#define TEXT(n, bytes, req, ...) {.name = n, .type = FIELD_TEXT, .required = req, .most = bytes, .about = __VA_ARGS__}
#define NAME(n, bytes, req, ...) {.name = n, .type = FIELD_NAME, .required = req, .most = bytes, .about = __VA_ARGS__}
#define WORD(n, list, req, ...) {.name = n, .type = FIELD_WORD, .required = req, .words = list, .about = __VA_ARGS__}
#define TEXTS(n, bytes, req, ...) {.name = n, .type = FIELD_TEXTS, .required = req, .most = bytes, .about = __VA_ARGS__}
#define OBJECT(n, bytes, req, ...) {.name = n, .type = FIELD_OBJECT, .required = req, .most = bytes, .about = __VA_ARGS__}
#define MUST true
#define MAY false

const struct record_row record_rows[RECORD_KINDS] = {
    [RECORD_BOOT] = {"boot", SENDER_KEEPER, "程序启动，启动序号加一", {
        NAME("version", 32, MUST, "程序版本"),
        NAME("content", 63, MAY, "内容版本，如 demo@3"),
    }},
    [RECORD_CLOCK] = {"clock", SENDER_KEEPER | SENDER_STAFF, "时钟有变动，或不可信", {
        WORD("why", "set step back unset admin", MUST, "set 由不可信变为可信；step 突然跳变；back 比上次开机还早；unset 变为不可信；admin 管理员校时"),
        INT("by_ms", -MANY, MANY, MAY, "跳了多少毫秒"),
    }},
    [RECORD_VISIT_START] = {"visit_start", SENDER_STAGE, "一次参观开始", {
        WORD("mode", "visitor staff editor presenter test", MAY, "不写即 visitor；其余不计入各项数据"),
        NAME("lang", 8, MAY, "开始时的语言"),
    }},
    [RECORD_VISIT_END] = {"visit_end", SENDER_STAGE | SENDER_KEEPER, "一次参观结束", {
        WORD("why", "finished left timeout handover shutdown power_loss fault", MUST,
             "finished 点了结束参观，没有做到一半的展项；left 在展项中途点了结束参观；timeout 超时；handover 换人；shutdown 关机；power_loss 断电（下次启动时补记）；fault 屏幕程序故障"),
        INT("active_ms", 0, MANY, MUST, "首次到最后一次操作（或影片结束）的毫秒数"),
        INT("idle_ms", 0, MANY, MUST, "其后无人操作的毫秒数"),
        INT("inputs", 0, 1e9, MAY, "有意操作次数；断电补记时不知道，不写"),
        INT("screens", 0, 1e6, MAY, "操作过的不同画面数"),
        INT("span_ms", 0, MANY, MAY, "首次到最后一次操作的毫秒数"),
    }},
    [RECORD_ENTER] = {"enter", SENDER_STAGE, "进入一个展项", {
        NAME("from", 95, MAY, "来自哪个展项"),
    }},
    [RECORD_LEAVE] = {"leave", SENDER_STAGE, "离开一个展项", {
        INT("active_ms", 0, MANY, MUST, "在展项内的毫秒数，不含末尾无人操作的时间"),
        BOOL("done", MUST, "是否到达内容声明的终点"),
    }},
    [RECORD_ANSWER] = {"answer", ANYONE_IN_SCENE, "答了一道题", {
        NAME("question", 96, MUST, "题号"),
        INT("version", 0, 1e9, MUST, "题目版本"),
        TEXTS("chosen", 96, MUST, "所选选项的名字，一个或一列"),
        BOOL("right", MUST, "是否答对"),
        INT("attempt", 1, 1000, MUST, "这次进入展项后的第几轮；是不是首次由统计按参观判断"),
        INT("ms", 0, DAY_MS, MAY, "用时毫秒数：从画面出现（或上一次作答）算起，由屏幕程序计"),
    }},
    [RECORD_RESULT] = {"result", ANYONE_IN_SCENE, "一轮答题的成绩", {
        NUMBER("score", 0, 1e6, MUST, "得分"),
        NUMBER("of", 0, 1e6, MUST, "满分"),
        BOOL("passed", MUST, "是否达到内容声明的合格线"),
    }},
    [RECORD_CHOICE] = {"choice", ANYONE_IN_SCENE, "故事里的一次选择", {
        NAME("at", 96, MUST, "选择处"),
        NAME("chosen", 96, MUST, "所选去向"),
    }},
    [RECORD_ENDING] = {"ending", ANYONE_IN_SCENE, "故事到达一个结局", {
        NAME("ending", 96, MUST, "结局的名字"),
        NAME("outcome", 32, MAY, "内容声明的性质，如 good、bad"),
    }},
    [RECORD_PLEDGE] = {"pledge", ANYONE_IN_SCENE, "确认承诺；不保存签名", {
        NAME("text", 96, MUST, "承诺文本的名字"),
        INT("version", 0, 1e9, MUST, "文本版本"),
    }},
    [RECORD_VOTE] = {"vote", ANYONE_IN_SCENE, "问卷的一项", {
        NAME("item", 96, MUST, "问题的名字"),
        INT("version", 0, 1e9, MUST, "问卷版本"),
        TEXTS("chosen", 96, MUST, "所选项；不愿回答也是一项"),
        WORD("form", "before after", MAY, "前测或后测"),
    }},
    [RECORD_WATCH] = {"watch", ANYONE_IN_SCENE, "看了一段影片", {
        NAME("film", 96, MAY, "影片的名字"),
        INT("ms", 0, DAY_MS, MUST, "看了多少毫秒"),
        INT("of_ms", 0, DAY_MS, MUST, "影片总长"),
    }},
    [RECORD_READ] = {"read", ANYONE_IN_SCENE, "读到一个部分", {
        NAME("part", 96, MUST, "部分的名字"),
    }},
    [RECORD_SETTING] = {"setting", SENDER_STAGE | SENDER_STAFF, "改了舒适设置或设备设置", {
        NAME("name", 48, MUST, "设置的名字"),
        TEXT("value", 96, MUST, "新值"),
    }},
    [RECORD_GROUP] = {"group", SENDER_STAFF, "工作人员登记的批次；人数是申报值", {
        WORD("act", "open close", MAY, "开场或闭场"),
        INT("heads", 0, 100000, MUST, "申报人数"),
        NAME("label", 63, MUST, "批次代号，不写人名"),
        NAME("type", 32, MAY, "场次种类"),
    }},
    [RECORD_STAFF] = {"staff", OFFICE, "工作人员的一个动作", {
        NAME("act", 48, MUST, "动作"),
        TEXT("detail", 200, MAY, "对象，不含个人信息"),
    }},
    [RECORD_EXPORT] = {"export", SENDER_KEEPER | SENDER_STAFF, "导出数据", {
        NAME("folder", 63, MUST, "导出文件夹名"),
        INT("upto", 0, MANY, MUST, "导出到第几条记录"),
        BOOL("verified", MUST, "是否写完并读回核对"),
    }},
    [RECORD_IMPORT] = {"import", SENDER_KEEPER | SENDER_STAFF, "导入内容包", {
        NAME("pack", 63, MUST, "包名与版本"),
        BOOL("accepted", MUST, "是否接受"),
        TEXT("detail", 200, MAY, "未接受的原因"),
    }},
    [RECORD_FAULT] = {"fault", OFFICE, "故障；出错的展项写在 scene", {
        NAME("what", 48, MUST, "故障种类"),
        TEXT("detail", 200, MAY, "说明，不含个人信息"),
    }},
    [RECORD_CHECKPOINT] = {"checkpoint", SENDER_KEEPER, "设备密钥对链头的签名", {
        INT("upto", 0, MANY, MUST, "签到第几条记录"),
        NAME("head", 64, MUST, "该条记录的 SHA-256"),
        NAME("signature", 400, MUST, "minisign 格式签名"),
    }},
    [RECORD_CUSTOM] = {"custom", ANYONE_IN_SCENE, "展项自定的记录", {
        NAME("name", 48, MUST, "记录的名字"),
        OBJECT("data", 1024, MAY, "一层的 JSON 对象，至多 1 KiB"),
    }},
    [RECORD_TALLY] = {"tally", SENDER_KEEPER, "磁盘满又断电，只剩合计的记录：某种类、某展项（写在 scene）共多少条，明细已失去", {
        NAME("of", 48, MUST, "记录的种类"),
        INT("count", 1, MANY, MUST, "条数"),
        INT("boot", 1, 4294967295.0, MUST, "发生在第几次启动"),
        INT("after", 0, MANY, MUST, "发生在第几条记录之后"),
        INT("first_wall", -MANY, MANY, MAY, "其中最早一条的时钟，1970 年起的毫秒数"),
        INT("last_wall", -MANY, MANY, MAY, "其中最晚一条的时钟"),
    }},
    [RECORD_PRUNE] = {"prune", SENDER_KEEPER, "保存期满、已导出并核对过的明细从本机清理；各月合计仍在", {
        INT("upto", 1, MANY, MUST, "清理到第几条记录"),
        NAME("head", 64, MUST, "最后一条被清理的记录的 SHA-256，即现存第一条的 prev"),
        INT("records", 1, MANY, MUST, "清理了多少条"),
        NAME("before", 10, MUST, "这一天以前的月份，如 2026-01-01"),
        NAME("export", 63, MUST, "含有这些明细、写完并读回核对过的导出"),
        INT("visits", 0, MANY, MAY, "其中的参观人次"),
        INT("valid", 0, MANY, MAY, "其中的有效人次"),
        INT("effective", 0, MANY, MAY, "其中的有效参与"),
    }},
};
/* clang-format on */

enum record_kind record_find(const char *name)
{
    unsigned kind = 0;
    while (kind < RECORD_KINDS && strcmp(record_rows[kind].name, name) != 0)
        kind++;
    return (enum record_kind)kind;
}

bool record_may(enum record_kind kind, enum record_sender sender)
{
    return (unsigned)kind < RECORD_KINDS && (record_rows[kind].senders & (unsigned)sender);
}
