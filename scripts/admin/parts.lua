-- 管理界面的小件：深色横栏、左边的目录、底栏、键盘、加减器、表行、横幅。样子见各页。
local ui = require "kit.widgets"

local parts = {}

-- 灰底：离得再远也看得出这是管理界面。高对比度时用主题的黑底。
function parts.colors()
    if engine.ctx.contrast then
        return { paper = "paper", paper2 = "paper2" }
    end
    return { paper = "#F1F0EB", paper2 = "#E6E4DC" }
end

function parts.portrait()
    return engine.ctx.portrait
end

-- 大字号时把左右排改成上下排
function parts.roomy()
    return not engine.ctx.portrait and ui.text_step() <= 2
end

-- 12345 写成 12,345
function parts.number(n)
    if type(n) ~= "number" then return "—" end
    local digits = string.format("%d", n)
    local sign, rest = string.match(digits, "^(-?)(%d+)$")
    local out = string.reverse(rest)
    out = string.gsub(out, "(%d%d%d)", "%1,")
    out = string.reverse(out)
    if string.sub(out, 1, 1) == "," then out = string.sub(out, 2) end
    return sign .. out
end

-- 字节数的说法
function parts.bytes(n)
    if n >= 1 << 30 then return string.format("%.1f GB", n / (1 << 30)) end
    if n >= 1 << 20 then return string.format("%.1f MB", n / (1 << 20)) end
    return string.format("%d KB", math.max(1, math.ceil(n / 1024)))
end

-- "2026-11-22 15:20" 写成 2026年11月22日 15:20
function parts.moment(text)
    local y, m, d, rest = string.match(text or "", "^(%d+)-(%d+)-(%d+)(.*)$")
    if not y then return text or "" end
    return string.format("%d年%d月%d日%s", tonumber(y), tonumber(m), tonumber(d), rest)
end

-- ---- 框架 ----

function parts.band(hello)
    local wide = not engine.ctx.portrait and ui.text_step() <= 3
    local right = { hello.venue ~= "" and hello.venue or false, hello.id or false, hello.note or false }
    local list = {}
    for _, t in ipairs { 1, 2, 3 } do
        if right[t] and (wide or t == 1) then
            list[#list + 1] = text { text = right[t], role = "note", color = "on_deep_grey" }
        end
    end
    return row { key = "band", min_height = 88, fill = "deep", padding = { 8, engine.ctx.portrait and 60 or 72 }, gap = 24, align = "center",
        ui.icon("lock", "on_deep_gold"),
        text { text = "管理员", role = "label", color = "on_deep" },
        ui.text_step() <= (engine.ctx.portrait and 2 or 3) and text { text = "此时的操作不计入参观数据", role = "note", color = "on_deep_grey" } or false,
        spacer { grow = 1 }, list }
end

local function foot_button(o)
    local color = o.off and "grey_off" or "ink"
    local inside = row { grow = 1, gap = 14, align = "center", justify = "center", padding = { 0, 26 },
        o.icon and ui.icon(o.icon, color) or false,
        text { text = o[1], role = "chrome", color = color } }
    return ui.plate({ key = o.key, label = o[1], min_height = 84, edge = o.edge and (o.off and "hair" or "edge") or nil,
        fill = o.edge and (o.off and "paper2" or "panel") or nil, on_tap = not o.off and o.on_tap or nil }, inside)
end

-- 底栏：左边离开，右边机器；why 是不能离开的原因
function parts.foot(o)
    local tall = engine.ctx.portrait
    local colors = parts.colors()
    local buttons = {}
    for _, b in ipairs(o.right or {}) do
        b.off = b.off or o.why ~= nil
        buttons[#buttons + 1] = foot_button(b)
    end
    local home = foot_button { "返回参观画面", key = "home", icon = "home", edge = true, off = o.why ~= nil, on_tap = o.leave }
    local said = o.why and text { text = o.why, role = "note", color = "ink", grow = 1 } or spacer { grow = 1 }
    local inside = tall and { row { gap = 16, align = "center", home, said }, row { gap = 16, align = "center", justify = "end", buttons } }
        or { row { gap = 24, align = "center", grow = 1, home, said, buttons } }
    return column { key = "foot", min_height = tall and 144 or 112, fill = colors.paper2, edge = "hair", edge_sides = "top",
        justify = "center", gap = 8, padding = { 14, tall and 60 or 72 }, inside }
end

-- 目录：横屏在左边，竖屏在上面排成格子
function parts.rail(pages, current, go, locked)
    local list = {}
    for _, p in ipairs(pages) do
        local here = p.name == current
        list[#list + 1] = ui.plate({ key = "rail-" .. p.name, label = p.title, min_height = 88, fill = here and "deep" or nil,
            on_tap = not here and not locked and function() go(p.name) end or nil },
            row { grow = 1, align = "center", justify = engine.ctx.portrait and "center" or nil, padding = { 0, engine.ctx.portrait and 4 or 32 },
                text { text = p.title, role = "label", color = here and "on_deep" or locked and "grey_off" or "ink" } })
    end
    if engine.ctx.portrait then return grid { key = "rail", columns = ui.text_step() == 4 and 3 or 4, gap = 8, list } end
    return column { key = "rail", width = ui.text_step() == 4 and 300 or 276, gap = 8, list }
end

-- ---- 文字和表 ----

function parts.title(said, note)
    return column { gap = 4,
        text { text = said, role = "title" },
        note and text { text = note, role = "note", color = "grey" } or false }
end

-- 一行：名、说明、右边的结论（图标和字）或按钮
function parts.line(o)
    local right = false
    if o.tap then
        right = ui.plate({ label = o.word, edge = "think", fill = "panel", on_tap = o.tap, self = "center", min_height = 68 },
            row { grow = 1, gap = 16, align = "center", padding = { 4, 24 }, ui.icon(o.icon or "warn", "think"),
                text { text = o.word, role = "label", size = 32, color = "think" } })
    elseif o.word then
        local color = o.good == false and "think" or o.good and "ok" or "ink"
        right = row { gap = 12, align = "center", self = "center",
            o.good ~= nil and ui.icon(o.good and "check" or "warn", color) or false,
            text { text = o.word, role = "label", size = 32, color = color } }
    end
    local wide = parts.roomy() and (o[2] or "") ~= ""
    local name = text { text = o[1], role = "body", bold = "true", width = wide and (o.width or 260) or nil }
    local said = text { text = o[2] or "", role = "body", grow = 1 }
    local left = wide and row { gap = 24, align = "center", grow = 1, name, said } or column { grow = 1, gap = 0, name, (o[2] or "") ~= "" and text { text = o[2], role = "body" } or false }
    return column { key = #o[1] <= 48 and "line-" .. o[1] or nil, row { gap = 24, align = "center", min_height = 80, padding = { 6, 0 }, left, right }, ui.rule() }
end

-- 数字格：数、名、口径；没有第三行就没有这个数
function parts.figures(list)
    local cells = {}
    local columns = engine.ctx.portrait and 2 or ui.text_step() >= 3 and 2 or 4
    for i, f in ipairs(list) do
        local last = i % columns == 0 or i == #list
        cells[#cells + 1] = column { key = "figure" .. i, padding = { 20, 28 }, gap = 2, edge = not last and "hair" or nil, edge_sides = "right",
            text { text = f[1], role = "figure" },
            text { text = f[2], role = "label", size = 32 },
            text { text = f[3], role = "note", color = "grey" } }
    end
    return grid { columns = columns, fill = "panel", edge = "hair", radius = 12, cells }
end

-- 横幅：kind 是 busy good bad calm；inside 放在字下面，right 放右边
local banners = {
    busy = { "usb", "think", "think_pale" },
    good = { "check", "ok", "ok_pale", "ok_deep" },
    bad = { "warn", "think", "think_pale" },
    calm = { "usb", "edge", "panel", "ink" },
}

function parts.banner(o)
    local look = banners[o.kind]
    local color = look[4] or look[2]
    local mark = o.kind == "good"
        and stack { width = 88, height = 88, radius = 14, fill = "ok", self = "center", picture { icon = "check", width = 56, height = 56, color = "on_act", anchor = "center" } }
        or picture { icon = o.icon or look[1], width = 72, height = 72, color = color, self = "center" }
    return row { key = "banner", min_height = 156, radius = 12, edge = look[2], edge_width = 3, fill = look[3], padding = { 20, 40 }, gap = 36, align = "center",
        mark,
        column { grow = 1, gap = 8, justify = "center",
            text { text = o.title, role = "title", size = 52, color = color },
            o.text and text { text = o.text, role = "body", color = "ink" } or false, o.inside },
        o.right or false }
end

-- 核验码：给人抄在纸上的
function parts.code(code, said)
    return column { gap = 0, align = "end", justify = "center",
        text { text = said, role = "note", color = "ink" },
        text { text = code, role = "figure", face = "digits", size = 48 } }
end

-- 四步里的一步；state：wait now done failed
function parts.step(i, o, state)
    local flat = parts.roomy() -- 四步一屏看全
    local side = flat and 56 or 64
    local ring = state == "done" and ui.ring { char = "", icon = "check", color = "ok", filled = true, square = true, side = side }
        or ui.ring { char = tostring(i), face = "sans", color = state == "now" and "act" or "edge", ink = state == "now" and "act" or "grey", side = side }
    local word = ({ done = { "已完成", "ok" }, now = { "正在进行", "act" }, wait = { "等待", "grey" }, failed = { "没有完成", "think" } })[state]
    local words = { grow = 1, text { text = o[1], role = "label" }, text { text = o[2], role = "note", color = "grey" } }
    words.gap, words.align = flat and 24 or 0, flat and "center" or nil
    return column { key = "step" .. i,
        row { min_height = flat and 72 or 88, gap = 28, align = "center", padding = { 2, 0 }, ring, (flat and row or column)(words),
            text { text = word[1], role = "label", size = 32, color = word[2], self = "center" } },
        ui.rule() }
end

-- ---- 输入 ----

local function key(said, tap, o)
    o = o or {}
    return ui.plate({ key = "key" .. said, label = said, width = o.width or "22mm", grow = 1, min_height = o.height or 116,
        fill = o.off and "paper2" or "panel", edge = o.off and "hair" or "edge", on_tap = not o.off and tap or nil },
        row { grow = 1, align = "center", justify = "center",
            text { text = said, role = "label", size = o.size or 52, color = o.off and "grey_off" or "ink", text_align = "center" } })
end

-- 3×4 键盘；on_digit(字)，on_clear()，on_back()；off：现在按了没有用
function parts.keypad(o)
    local rows = {}
    for r = 0, 2 do
        local keys = {}
        for c = 1, 3 do
            local digit = tostring(r * 3 + c)
            keys[c] = key(digit, function() o.on_digit(digit) end, { height = o.key_height, off = o.off })
        end
        rows[#rows + 1] = row { gap = 20, keys }
    end
    rows[#rows + 1] = row { gap = 20, key("清除", o.on_clear, { size = 34, height = o.key_height, off = o.off }),
        key("0", function() o.on_digit("0") end, { height = o.key_height, off = o.off }),
        key("退格", o.on_back, { size = 34, height = o.key_height, off = o.off }) }
    return column { key = "keypad", width = o.width or 640, gap = 20, self = "center", rows,
        spacer { height = 12 },
        o.ready and ui.primary { o.confirm or "确认", key = "confirm", height = 116, on_tap = o.on_confirm }
            or ui.not_yet { o.missing or "请先输入", key = "confirm", height = 116 } }
end

-- 减、数、加
function parts.stepper(o)
    local function press(said, icon, by)
        return ui.plate({ key = o.name .. said, label = o.name .. said, width = 96, min_height = 88, edge = "edge", fill = "panel",
            on_tap = function() o.change(by) end },
            row { grow = 1, align = "center", justify = "center", text { text = icon, role = "label", size = 48 } })
    end
    return column { key = "stepper-" .. o.name, gap = 8, align = "center", grow = o.grow,
        text { text = o.name, role = "note", color = "grey" },
        row { gap = 12, align = "center", press("减", "−", -(o.by or 1)),
            text { text = o.shown, role = "figure", size = 44, text_align = "center", width = o.width or 150 },
            press("加", "＋", o.by or 1) } }
end

-- 加减到头就从另一头来
function parts.wrap(v, by, least, most)
    v = v + by
    if v > most then return least end
    if v < least then return most end
    return v
end

-- 几选一；choices = { { 值, 字 }, … }
function parts.pick(choices, current, pick)
    local list = {}
    for _, c in ipairs(choices) do
        local here = c[1] == current
        list[#list + 1] = ui.plate({ key = "pick-" .. c[2], label = c[2], min_height = 84, edge = here and "sel" or "edge", edge_width = here and 5 or 2,
            fill = here and "sel_pale" or "panel", on_tap = function() pick(c[1]) end },
            row { grow = 1, align = "center", justify = "center", padding = { here and 5 or 8, here and 21 or 24 },
                text { text = c[2], role = "label", size = 32, color = here and "sel" or "ink", text_align = "center" } })
    end
    return row { gap = 16, wrap = true, list }
end

return parts
