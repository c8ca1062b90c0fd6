-- 小件：按钮、选项、标题、印章、面板、表格。构件和自由场景都用它们搭画面。
-- 用法：local ui = require "kit.widgets"，然后 ui.primary { "下一步", on_tap = … }。
-- 数字都是 u（画面短边的 1/1080），颜色都是主题里的名字。
local theme = require "kit.theme"
local words = require "kit.words"

local ui = {}

-- ---- 当前画面的几件事 ----

-- 当前语言的文字；nil 仍是 nil
function ui.tr(text)
    if type(text) == "table" then return engine.tr(text) end
    return text
end

-- 1 到 4：标准、较大、大字、特大
function ui.text_step()
    return (engine.ctx.text_size or 0) + 1
end

-- 大字、特大：装饰让位给文字
function ui.large()
    return ui.text_step() >= 3
end

function ui.grown(kind)
    return theme.growth[kind][ui.text_step()] or 1
end

-- 一段文字大约占多少个字宽：汉字 1，字母数字约半个
function ui.ems(text)
    local width = 0
    for _, code in utf8.codes(text or "") do
        width = width + (code < 0x2E80 and 0.55 or 1)
    end
    return width
end

-- 这个角色的一个字现在多大
function ui.text_size(role)
    local r = theme.type[role]
    return (engine.ctx.portrait and r.portrait_u or r.u) * ui.grown(r.growth)
end

-- 文字在这个角色和宽度下大约多高，用来在几种排法里挑一种
function ui.text_height(text, role, width)
    local size = ui.text_size(role)
    local lines = math.ceil(ui.ems(ui.tr(text)) * size / math.max(width, size))
    return math.max(lines, 1) * size * theme.type[role].line
end

-- 讲述大约多高：一段一段地算，每段开头空两个字
function ui.prose_height(content, width)
    local sum = -16
    for line in string.gmatch(ui.tr(content) or "", "[^\n]+") do sum = sum + 16 + ui.text_height("　　" .. line, "story", width) end
    return math.max(sum, 0)
end

-- ---- 线、图标、文字 ----

function ui.icon(name, color, size)
    return picture { icon = name, width = size or 40, height = size or 40, color = color or "ink", self = "center" }
end

function ui.rule(color)
    return spacer { height = 2, fill = color or "hair" }
end

function ui.note(content, color)
    return text { text = content, role = "note", color = color or "grey" }
end

-- 汉字两端对齐，西文左对齐
local function prose_align(content)
    return engine.han(content or "") > 0 and "justify" or "left"
end

-- 正文，可以用 <b> <u> <q> 标记
function ui.body(content, color)
    return text { text = content, role = "body", rich = true, text_align = prose_align(content), color = color or "ink" }
end

-- 讲述：楷体，首行缩进
function ui.prose(content)
    return text { text = content, role = "story", rich = true, indent = 2, text_align = prose_align(content) }
end

function ui.title(content, color)
    return text { text = content, role = "title", color = color or "ink" }
end

-- 段落前的图标：跟着字号长，站在第一行的正中
local function lead_icon(name, role, color)
    local side = 40 * ui.grown(theme.type[role].growth)
    return column { width = side, height = math.max(side, ui.text_size(role) * theme.type[role].line), justify = "center", self = "start",
        ui.icon(name, color, side) }
end

-- 带书形图标的出处
function ui.source(content, color)
    if not content or content == "" then return false end
    return row { gap = 12, align = "start",
        lead_icon("book", "note", color or "grey"),
        text { text = content, role = "note", color = color or "grey", grow = 1 } }
end

-- 鱼尾标、标题、细线：分区的开头
function ui.heading(content, color)
    return row { gap = 16, align = "center", min_height = 52,
        picture { icon = "mark", width = 18, height = 32, color = color or "act" },
        text { text = content, role = "head" },
        spacer { grow = 1, height = 2, fill = "hair" } }
end

-- 不带细线的小标题
function ui.subheading(content, color)
    return row { gap = 16, align = "center", min_height = 52,
        picture { icon = "mark", width = 18, height = 32, color = color or "act" },
        text { text = content, role = "head", grow = 1 } }
end

-- ---- 印 ----

-- 印章：上下两个字
function ui.seal(two)
    local chars = {}
    for _, code in utf8.codes(two or "清风") do
        chars[#chars + 1] = text { text = utf8.char(code), role = "chrome", face = "serif", size = 30, color = "seal_ink", text_align = "center" }
    end
    return column { width = 72, height = 84, radius = 8, fill = "zhu", justify = "center", align = "center", self = "center", gap = 4, chars }
end

-- “阅”印：这次参观看过
function ui.stamp(side)
    return stack { width = side, height = side, radius = 8, fill = "zhu", enter = "stamp", self = "center",
        text { text = words.say "seen", role = "head", size = engine.ctx.lang == "en" and side * 0.3 or side * 0.6,
               color = "seal_ink", text_align = "center", anchor = "center" } }
end

-- 一个字的朱色方块，如 纪 法 德 责
function ui.square(char, side)
    side = (side or 64) * ui.grown("title")
    return stack { width = side, height = side, radius = 8, fill = "zhu", self = "center",
        text { text = char, role = "head", color = "seal_ink", text_align = "center", anchor = "center" } }
end

-- 题型小签：不是按钮
function ui.chip(content)
    return column { min_height = 48, padding = { 0, 18 }, radius = 8, edge = "act",
        justify = "center", self = "center",
        text { text = content, role = "note", bold = "true", color = "act" } }
end

-- ---- 圈 ----

-- 圈里一个字。filled 填满，square 方形，icon 用图标代替字
function ui.ring(o)
    local side = (o.side or 68) * ui.grown("title")
    local inner = o.icon and picture { icon = o.icon, width = side * 0.6, height = side * 0.6, anchor = "center", color = "on_act" }
        or text { text = o.char, role = "head", face = o.face, size = 36, anchor = "center", text_align = "center",
                  color = o.filled and "on_act" or o.ink or o.color }
    return stack { width = side, height = side, self = "center", radius = o.square and 14 or side / 2,
        fill = o.filled and o.color or nil, edge = not o.filled and o.color or nil, edge_width = o.width or 3, inner }
end

-- ---- 按钮 ----

-- 可以按的板；没有 on_tap 时只是一块板，样子不变
function ui.plate(o, inside)
    local props = { key = o.key, label = o.label, fill = o.fill, edge = o.edge, edge_width = o.edge_width,
        dashed = o.dashed, radius = o.radius or 12, shadow = o.on_tap and o.shadow or nil, min_height = o.min_height, height = o.height,
        width = o.width, grow = o.grow, opacity = o.opacity, enter = o.enter, drag = o.drag, on_drop = o.on_drop,
        self = o.self, anchor = o.anchor, on_tap = o.on_tap, line = o.line, inside }
    if o.on_tap then return button(props) end
    return column(props)
end

local function button_face(o, color)
    return row { grow = 1, gap = 16, align = "center", justify = "center", padding = { 12, o.tight and 24 or 40 },
        o.icon and ui.icon(o.icon, color) or false,
        text { text = o[1], role = "label", color = color, text_align = "center" },
        o.after and ui.icon(o.after, color) or false }
end

local function button_of(o, look)
    return ui.plate({ key = o.key, label = o.label, on_tap = o.on_tap, grow = o.grow, width = o.width, self = o.self, anchor = o.anchor,
        min_height = o.height or 96, fill = look.fill, edge = look.edge, edge_width = look.edge and 3 or nil },
        button_face(o, look.color))
end

-- 主按钮：一个画面一个，在右边或最下边
function ui.primary(o)
    return button_of(o, { fill = "act", color = "on_act" })
end

function ui.secondary(o)
    return button_of(o, { fill = "panel", edge = "act", color = "act" })
end

-- 还不能按：文字说清还缺什么
function ui.not_yet(o)
    return button_of({ o[1], key = o.key, grow = o.grow, width = o.width, height = o.height },
        { fill = "paper2", edge = "hair", color = "grey_off" })
end

-- 画面底部的一排按钮
function ui.foot(buttons)
    local list = {}
    for _, b in ipairs(buttons) do
        if b then list[#list + 1] = b end
    end
    if #list == 0 then return false end
    return row { gap = 24, list }
end

-- 上一页、第几页、下一页
function ui.pager(page, pages, turn)
    if pages <= 1 then return false end
    local back = page > 1 and ui.secondary { words.say "previous_page", key = "prev", grow = 1, tight = true, icon = "prev",
                                             on_tap = function() turn(page - 1) end }
        or ui.not_yet { words.say "first_page", key = "prev", grow = 1 }
    local on = page < pages and ui.secondary { words.say "next_page", key = "next", grow = 1, tight = true, after = "next",
                                               on_tap = function() turn(page + 1) end }
        or ui.not_yet { words.say "last_page", key = "next", grow = 1 }
    return row { gap = 24, align = "center", back,
        text { text = words.say("page_of", page, pages), role = "note", color = "ink", text_align = "center" }, on }
end

-- ---- 板、进度、选择 ----

-- 文字面板：有边，没有影子
function ui.panel(props)
    props.fill = props.fill or "panel"
    props.edge = props.edge or "hair"
    props.radius = props.radius or 12
    props.padding = props.padding or { 28, 32 }
    return column(props)
end

-- 竹简进度和一句话：done 格已过，下一格是现在；超过 12 只剩文字
function ui.progress(done, of, said)
    return row { gap = 20, align = "center",
        of <= 12 and of > 1 and meter { meter = "slips", value = done + 1, of = of, color = "act" } or false,
        said and ui.note(said) or false }
end

-- 画面顶上的一行：展项名、细线、进度
function ui.running_head(name, done, of, said)
    return row { gap = 20, align = "center", min_height = 56,
        not ui.large() and ui.note(name) or false,
        spacer { grow = 1, height = 2, fill = "hair" },
        ui.progress(done, of, said) }
end

-- 故事里的一个选择；tight 时矮一些
function ui.choice(i, content, on_tap, line, tight)
    return ui.plate({ key = "choice" .. i, on_tap = on_tap, min_height = tight and 104 or 120, fill = "panel", edge = "act", edge_width = 3,
        shadow = "card", line = line },
        row { grow = 1, gap = 28, align = "center", padding = { tight and 8 or 16, 32 },
            ui.ring { char = words.numeral(i), color = "act" },
            text { text = content, role = "label", grow = 1 },
            ui.icon("chevron", "act") })
end

-- ---- 测验的选项 ----

local option_looks = {
    free = { edge = "edge", width = 2, fill = "panel", ring = "edge", ink = "ink" },
    chosen = { edge = "sel", width = 5, fill = "sel_pale", ring = "sel", filled = true, word = "sel", bold = "true" },
    right = { edge = "ok", width = 5, fill = "ok_pale", ring = "ok", filled = true, square = true, check = true, word = "ok", bold = "true" },
    yours = { edge = "think", width = 5, dashed = true, fill = "think_pale", ring = "think", ring_width = 4, word = "think", bold = "true" },
    rest = { edge = "rest", width = 2, ring = "rest", ink = "grey", text = "grey" },
}

-- 选项的字从左边起占去多少，状态的字占多宽
local function option_room(o)
    return o.width - 64 - 68 * ui.grown("title") - 28, 28 + ui.ems(o.word) * 32 * ui.grown("text")
end

-- 大字、特大时，选项自己一行放得下，状态的字放在右边却要折行：放到下一行去
function ui.word_below(o, said)
    if o.compact or not (ui.large() and o.word and o.width) then return o.compact end
    local room, word = option_room(o)
    local length = ui.ems(said) * ui.text_size("option")
    return length <= room and length > room - word
end

-- state：free chosen right yours rest；word 是状态的字；square 表示可多选；compact 时状态的字在下一行；width 是选项大约多宽
function ui.option(o)
    local look = option_looks[o.state]
    local marked = look.width - 2 -- 边粗了，里面让出来，文字不动
    local tight = o.compact or (o.height or 124) < 124
    local said = ui.tr(o.text)
    if look.check then said = o.letter .. ". " .. said end
    local below = ui.word_below(o, said)
    local word = o.word and text { text = o.word, role = "note", size = 32, bold = "true", color = look.word, self = below and "start" or "center" } or nil
    local ring = ui.ring { char = o.letter, face = "sans", color = look.ring, ink = look.ink or look.ring, filled = look.filled,
        square = look.square or o.square, width = look.ring_width, icon = look.check and "check" or nil }
    local label = text { text = said, role = "option", bold = look.bold, color = look.text or "ink", grow = below and 0 or 1 }
    return ui.plate({ key = o.key, label = said, on_tap = o.on_tap, min_height = o.height or 124, fill = look.fill, edge = look.edge,
        edge_width = look.width, dashed = look.dashed, line = o.line },
        row { grow = 1, gap = 28, align = "center", padding = { (tight and 8 or 16) - marked, (o.compact and 20 or 32) - marked }, ring,
            below and column { grow = 1, justify = "center", label, word } or label,
            not below and word or false })
end

-- 解析：good 表示答对；出处总在最后一行
function ui.explanation(o)
    local color, pale = o.good and "ok" or "think", o.good and "ok_pale" or "think_pale"
    return column { key = "explanation", enter = "fade", radius = 12, edge = color, fill = pale,
        padding = { top = 28, right = 36, bottom = 26, left = 36 }, gap = 12,
        row { gap = 16, align = "start", lead_icon(o.good and "check" or "redo", "label", color),
            text { text = o.heading, role = "label", color = color, grow = 1 } },
        ui.body(o.text),
        o.source and spacer { height = 2, fill = color, opacity = 0.35 } or false,
        ui.source(o.source, "ink") }
end

-- ---- 表和安静的话 ----

-- 两栏的表：rows = { { "名", "解释" }, … }
function ui.table(rows, key_width)
    local lines = {}
    for i, r in ipairs(rows) do
        if i > 1 then lines[#lines + 1] = ui.rule() end
        local narrow = ui.large() or engine.ctx.portrait
        local box = narrow and column or row
        lines[#lines + 1] = box { gap = narrow and 4 or 24, align = not narrow and "center" or nil, padding = { 16, 0 }, min_height = 96,
            text { text = r[1], role = "body", bold = "true", width = not narrow and key_width or nil },
            text { text = r[2], role = "body", grow = not narrow and 1 or 0 } }
    end
    return ui.panel { padding = { 12, 36 }, lines }
end

-- 居中的安静卡片：没有代码，没有警报的样子
function ui.calm(title, content, buttons)
    return column { justify = "center", align = "center", gap = 24, padding = 60,
        picture { src = "shell/scroll.svg", width = 620, height = 460, fit = "contain", decor = true },
        text { text = title, role = "title", text_align = "center" },
        text { text = content, role = "body", text_align = "center" },
        row { gap = 24, padding = { top = 24 }, buttons } }
end

return ui
