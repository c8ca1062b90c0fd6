#include "scene/reference.h"

#include "scene/scene.h"

#include <string.h>

static const char *const node_docs[NODE_TYPES] = {
    [NODE_COLUMN] = "从上到下排列子节点",
    [NODE_ROW] = "从左到右排列子节点",
    [NODE_GRID] = "按 columns 列排成格子",
    [NODE_STACK] = "子节点叠放，各自用 anchor 定位",
    [NODE_SCROLL] = "放不下时可以上下滑动",
    [NODE_PAGES] = "一次显示一个子节点，可以左右翻页",
    [NODE_TEXT] = "文字。可以简写成 `text \"你好\"`",
    [NODE_PICTURE] = "图片或图标",
    [NODE_BUTTON] = "可以轻触的区域，里面放任何节点",
    [NODE_CANVAS] = "手指可以书写的区域；笔迹只在画面上，不保存也不离开这台机器",
    [NODE_METER] = "进度",
    [NODE_MATRIX] = "深浅两色的点阵，如二维码：每格同样大小，四周留四格白边",
    [NODE_SPACER] = "空白；常配 grow = 1 用",
};

static const char *const kind_docs[] = {
    [PROP_BOOL] = "真假",  [PROP_ENUM] = "词",    [PROP_INT] = "整数", [PROP_NUMBER] = "数",    [PROP_TEXT] = "文字",
    [PROP_NAME] = "名字", [PROP_COLOR] = "颜色", [PROP_SIZE] = "尺寸", [PROP_EDGES] = "边距", [PROP_HANDLER] = "函数",
};

static const char head[] =
    "# 场景 Lua 参考\n\n"
    "本页由程序里的属性表生成（`engine/scene/reference.c`），与程序检查场景时用的是同一份表。展项平时用构件来写\n"
    "（`story`、`quiz`、`exhibit`……见 [编辑指南](editors-guide.zh-CN.md)）；这里是构件下面的一层，写自由形式的 `scene`\n"
    "或新的构件时才需要。\n\n"
    "## 节点\n\n"
    "画面是一棵节点的树。每种节点是一个函数，参数是一个表：有名字的项是属性，按顺序的项是子节点。子节点里的 `nil` 和\n"
    "`false` 会跳过，列表会展开一层。写错的属性名、类型和取值会立即报告文件和行号。\n\n"
    "```lua\n"
    "column { gap = \"s3\",\n"
    "  text { \"请选一项\", role = \"question\" },\n"
    "  button { on_tap = function() state.n = state.n + 1 end, text \"好\" },\n"
    "}\n"
    "```\n\n";

static const char values[] =
    "## 值的写法\n\n"
    "- 尺寸：数（单位 u，画面短边的 1/1080）、`\"20mm\"`、`\"50%\"`、`\"s1\"` 到 `\"s7\"`（主题里的间距）、`\"auto\"`。\n"
    "- 边距：一个尺寸、`{竖, 横}`、`{上, 右, 下, 左}` 或 `{top=, right=, bottom=, left=}`。\n"
    "- 文字：UTF-8 文字、数，或按语言的表 `{ zh = \"…\", en = \"…\" }`（缺的语言用中文）。\n"
    "- 颜色：主题色名或 `\"#RRGGBB\"`、`\"#RRGGBBAA\"`；`false` 表示没有。\n"
    "- 函数：`function() … end`。它运行之后画面会重新计算。\n";

static const char libraries[] =
    "\n## 标准库\n\n"
    "有 `assert error getmetatable ipairs next pairs pcall print rawequal rawget rawlen rawset require select\n"
    "setmetatable tonumber tostring type xpcall`，以及 `math`、`string`、`table`、`utf8`。没有 `io os debug package load\n"
    "coroutine`，也没有 `string.dump string.pack string.unpack`。`setmetatable` 不接受 `__gc __mode __close`。\n"
    "`math.random` 和 `engine.random` 用同一串随机数，没有 `math.randomseed`。\n"
    "`require \"kit.story\"` 取构件，其他名字取内容文件夹里的文件（点代表 `/`）。\n\n"
    "## 展项对象\n\n"
    "场景文件返回构件做成的表。自己写时要有 `kind`、`title` 和 `view(state, ctx)`（返回节点和 `{ screen =, back = \"step\"\n"
    "或 \"leave\", attract =, chars = }`）；可以有 `start(ctx)`（返回新的 `state`）、`back(state, ctx)`（处理了上一步时返回\n"
    "`true`）、`survey(report)`（返回画面列表 `{ name =, line =, state = function() … end }`，用 `report.error { line =,\n"
    "message =, remedy = }` 和 `report.warning` 报告问题）、`meta = { content =, theme =, brand =, order = }`。\n\n"
    "## 限度\n\n"
    "| 什么 | 上限 |\n| --- | --- |\n"
    "| 一次事件的计算时间 | 250 毫秒；400 毫秒没有回答会被强行结束 |\n"
    "| 内存 | 64 MB；单个文字或表 8 MB |\n"
    "| 一个 Lua 文件 | 64 KB |\n"
    "| 一个展项 require 的文件 | 256 个 |\n"
    "| 一个画面 | 20000 个节点，32 层，文字共 7 MB，图片 400 张（可在 kiosk.conf 的 limits 里改） |\n"
    "| 模式匹配 | 文字 64 KB，模式 1 KB，一百万步 |\n"
    "| `string.rep` | 结果 1 MB，一百万次 |\n"
    "| `table.sort` | 十万项（相等的项保持原来的顺序） |\n"
    "| `table.unpack`、`string.byte` | 一次 1000 个 |\n"
    "| 等待中的 `engine.timer` | 64 个，最长 24 小时 |\n"
    "| `print` | 每秒 20 行，每行 500 字节，写进日志 |\n"
    "\n## 参观脚本\n\n"
    "`*_test.lua` 里写 `visit(\"说明\", function(v) … end)`，在虚拟时间里跑。\n\n"
    "| 写法 | 意思 |\n| --- | --- |\n"
    "| `v:tap \"文字\"`、`v:tap { x =, y = }` | 轻触画面上的文字、label，或一个点（单位 u） |\n"
    "| `v:drag(从, 到)` | 拖动 |\n"
    "| `v:pinch(倍数)`、`v:pinch(处, 倍数)` | 两指放大缩小 |\n"
    "| `v:two_fingers(甲, 乙)` | 两指同时按 |\n"
    "| `v:admin()` | 用手势打开管理界面；演练用的口令是 246813，一个普通文件夹当作 U 盘，不会关机、不会改本机时间 |\n"
    "| `v:wait(秒)` | 什么也不做 |\n"
    "| `v:sees \"文字\"`、`v:not_sees \"文字\"` | 画面上应有、不应有 |\n"
    "| `v:option(n)` | 第 n 个可选项的文字，用来 `v:tap` |\n"
    "| `v:recorded(种类, { 字段 = 值 })` | 应有这样的记录 |\n"
    "| `v:count(种类, { 字段 = 值 })` | 有几条这样的记录 |\n"
    "| `v:shot \"名字\"` | 留一张截图 |\n";

static void names(struct buf *out, const char *title, const char *const *list, int first)
{
    buf_printf(out, "- %s：", title);
    for (int i = first; list[i]; i++)
        buf_printf(out, "%s`%s`", i > first ? " " : "", list[i]);
    buf_text(out, "。\n");
}

static void property(struct buf *out, const struct prop_row *row)
{
    buf_printf(out, "| `%s` | %s | %s |\n", row->name, kind_docs[row->kind], row->doc);
}

static void table_head(struct buf *out, const char *cells, int columns)
{
    buf_printf(out, "| %s |\n|", cells);
    for (int i = 0; i < columns; i++)
        buf_text(out, " --- |");
    buf_text(out, "\n");
}

static void nodes(struct buf *out)
{
    const uint32_t every = (1u << NODE_TYPES) - 1;
    int count;
    const struct prop_row *rows = prop_rows(&count);
    buf_text(out, "所有节点都有的属性：\n\n");
    table_head(out, "属性 | 种类 | 意思", 3);
    for (int i = 0; i < count; i++) {
        if (rows[i].types == every)
            property(out, &rows[i]);
    }
    for (int type = 0; type < NODE_TYPES; type++) {
        bool any = false;
        buf_printf(out, "\n### %s\n\n%s。\n", node_type_names[type], node_docs[type]);
        for (int i = 0; i < count; i++) {
            if (rows[i].types == every || !(rows[i].types & 1u << type))
                continue;
            if (!any) {
                buf_text(out, "\n");
                table_head(out, "属性 | 种类 | 意思", 3);
            }
            any = true;
            property(out, &rows[i]);
        }
    }
}

static void interface(struct buf *out)
{
    int count;
    const struct binding *rows = engine_bindings(&count);
    buf_text(out, "\n## engine\n\n");
    table_head(out, "写法 | 意思", 2);
    for (int i = 0; i < count; i++)
        buf_printf(out, "| `%s` | %s |\n", rows[i].usage, rows[i].doc);
    buf_text(out, "\n## ctx\n\n`view`、`start` 和 `back` 得到的 `ctx`，也就是 `engine.ctx`；只能读。\n\n");
    table_head(out, "名字 | 意思", 2);
    for (int i = 0; context_docs[i][0]; i++)
        buf_printf(out, "| `%s` | %s |\n", context_docs[i][0], context_docs[i][1]);
}

void scene_reference(struct buf *out)
{
    buf_text(out, head);
    nodes(out);
    buf_text(out, "\n");
    buf_text(out, values);
    names(out, "颜色名", color_names, 1);
    names(out, "文字角色", role_names, 0);
    names(out, "图标", icon_names, 0);
    interface(out);
    buf_text(out, libraries);
}
