-- 开放时间：一周分成几段，每段几天、几点到几点；也可以不登记。写法见 docs/figures.zh-CN.md“开放时间与可用率”。
local ui = require "kit.widgets"
local parts = require "parts"

local hours = {}

local weekdays = { "周一", "周二", "周三", "周四", "周五", "周六", "周日" }
local parts_most = 4

-- "1-5 09:00-17:00;6 09:00-12:00" 分成几段；写法或段数这里显示不了的，list 是空的，text 留着原样
function hours.parse(text)
    local o = { text = text or "", list = {}, changed = false }
    for piece in string.gmatch(o.text, "[^;]+") do
        local days, a, b, c, d = string.match(piece, "^([%d%-]*) ?(%d%d):(%d%d)%-(%d%d):(%d%d)$")
        local first, last = string.match(days or "x", "^(%d)%-?(%d?)$")
        if days == "" then first, last = "1", "7" end
        if not first or #o.list == parts_most then
            o.list, o.foreign = {}, true
            return o
        end
        o.list[#o.list + 1] = { first = tonumber(first), last = tonumber(last ~= "" and last or first), from = tonumber(a) * 60 + tonumber(b), to = tonumber(c) * 60 + tonumber(d) }
    end
    return o
end

local function days_of(p)
    if p.first == 1 and p.last == 7 then return "每天" end
    return weekdays[p.first] .. (p.last > p.first and "至" .. weekdays[p.last] or "")
end

local function time_of(minutes) return string.format("%02d:%02d", minutes // 60, minutes % 60) end

local function value_of(list)
    local out = {}
    for i, p in ipairs(list) do
        out[i] = string.format("%s %02d:%02d-%02d:%02d", p.last > p.first and p.first .. "-" .. p.last or tostring(p.first),
            p.from // 60, p.from % 60, p.to // 60, p.to % 60)
    end
    return table.concat(out, ";")
end

-- 不能保存的原因
local function wrong_in(list)
    local seen = {}
    for _, p in ipairs(list) do
        if p.from >= p.to then return days_of(p) .. "：要早开晚关，如 09:00 到 17:00" end
        for d = p.first, p.last do
            if seen[d] then return weekdays[d] .. "写了两段，每天只能有一段" end
            seen[d] = true
        end
    end
end

local function save(state, said)
    local o = state.opening
    local value = value_of(o.list)
    admin.ask("opening", { value = value }, function(answer, ok)
        if not ok then state.opening.refused = answer return end
        state.opening, state.hours = hours.parse(value), nil
        state.set_said, state.set_wrong = said, nil
    end)
end

local function wide(width) return ui.text_step() >= 3 and width * 3 // 2 or width end

local function part_row(state, i)
    local o = state.opening
    local p = o.list[i]
    local function day(name, field)
        return parts.stepper { name = name, shown = weekdays[p[field]], width = wide(96), change = function(by)
            p[field] = parts.wrap(p[field], by, 1, 7)
            if p.first > p.last then
                if field == "first" then p.last = p.first else p.first = p.last end
            end
            o.changed = true
        end }
    end
    local function time(name, field, least, most)
        return parts.stepper { name = name, shown = time_of(p[field]), width = wide(140), change = function(by)
            p[field], o.changed = parts.wrap(p[field], by * 15, least, most), true
        end }
    end
    return row { key = "part" .. i, gap = 28, wrap = true, align = "end", day("从", "first"), day("到", "last"),
        time("开", "from", 0, 24 * 60 - 15), time("关", "to", 15, 24 * 60),
        ui.secondary { "删掉这段", key = "drop", on_tap = function()
            table.remove(o.list, i)
            o.changed = true
        end } }
end

-- 还空着的第一天起
local function add_part(o)
    local free = {}
    for d = 1, 7 do free[d] = true end
    for _, p in ipairs(o.list) do
        for d = p.first, p.last do free[d] = false end
    end
    local first = 1
    while first < 7 and not free[first] do first = first + 1 end
    local last = first
    while last < (first <= 5 and 5 or 7) and free[last + 1] do last = last + 1 end
    o.list[#o.list + 1] = { first = first, last = last, from = 9 * 60, to = 17 * 60 }
    o.changed = true
end

function hours.said(o)
    if o.foreign then return "已登记 " .. o.text .. "。这种写法屏幕上改不了，不动它就原样保留。" end
    if o.changed then return #o.list == 0 and "还没保存：保存以后不再登记，从那天起没有计划分钟。" or "改过了，还没保存。" end
    if #o.list == 0 then return "未登记：没有计划分钟，算不出设备可用率。" end
    local said = {}
    for i, p in ipairs(o.list) do said[i] = string.format("%s %s—%s", days_of(p), time_of(p.from), time_of(p.to)) end
    return "已登记：" .. table.concat(said, "，") .. "。没有写到的日子算不开放。"
end

local function close(state) state.opening, state.hours = hours.parse(state.opening.text), nil end

local function foot(state, wrong)
    local o = state.opening
    if o.foreign then
        return row { gap = 24, ui.secondary { "返回", key = "back", grow = 1, on_tap = function() close(state) end },
            ui.secondary { "重新登记", key = "again", grow = 1, on_tap = function() o.foreign = nil; add_part(o) end } }
    end
    return row { gap = 24, ui.secondary { o.changed and "不改了" or "返回", key = "back", grow = 1, height = 108, on_tap = function() close(state) end },
        o.changed and not wrong and ui.primary { "保存开放时间", key = "opening", grow = 1, height = 108, on_tap = function()
            save(state, #o.list > 0 and "开放时间已保存。" or "已改为不登记开放时间。")
        end } or ui.not_yet { wrong and "先改好上面的" or "还没有改动", key = "opening", grow = 1, height = 108 } }
end

function hours.view(state)
    local o = state.opening
    local rows = {}
    for i = 1, #o.list do rows[i] = part_row(state, i) end
    local wrong = o.changed and wrong_in(o.list) or o.refused
    local buttons = not o.foreign and row { gap = 24, wrap = true,
        #o.list < parts_most and ui.secondary { #o.list == 0 and "登记开放时间" or "加一段", key = "add", on_tap = function() add_part(o) end } or false,
        #o.list > 0 and ui.secondary { "不登记", key = "none", on_tap = function() o.list, o.changed = {}, true end } or false } or false
    return column { gap = 20, grow = 1,
        parts.title("开放时间", "最多四段，每天一段；设备可用率是计划分钟里在开放的分钟"),
        row { gap = 16, align = "center", wrong and ui.icon("warn", "think") or false, text { text = wrong or hours.said(o), role = "body", grow = 1 } },
        scroll { key = "hours", grow = 1, gap = 28, buttons, rows }, foot(state, wrong) }
end

return hours
