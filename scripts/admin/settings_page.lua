-- 系统设置：校时、字号、开放时间、亮度、音量。每次改动都是一条记录。
local ui = require "kit.widgets"
local parts = require "parts"
local figures = require "figures"
local hours = require "hours"

local page = { name = "settings", title = "系统设置" }

local function parse_clock(state, now)
    local y, m, d, h, min = string.match(now or "", "^(%d+)-(%d+)-(%d+) (%d+):(%d+)")
    state.clock = { y = tonumber(y) or 2026, m = tonumber(m) or 1, d = tonumber(d) or 1, h = tonumber(h) or 0, min = tonumber(min) or 0 }
    if state.clock.y < 2025 then state.clock.y = 2026 end
end

function page.open(state)
    state.set_said, state.set_wrong, state.hours = nil, nil, nil
    admin.ask("settings", {}, function(answer, ok)
        if not ok then return end
        state.settings = answer
        state.opening = hours.parse(answer.opening)
    end)
    admin.ask("state", {}, function(answer, ok)
        if ok then
            state.device = answer
            parse_clock(state, answer.now)
        end
    end)
end

local function told(state, said)
    return function(answer, ok)
        state.set_said, state.set_wrong = ok and said or nil, not ok and answer or nil
    end
end

local function clock(state)
    local c = state.clock
    local function change(field, least, most)
        return function(by)
            c[field] = parts.wrap(c[field], by, least, most)
            c.d = math.min(c.d, figures.days_in(c.y, c.m))
        end
    end
    local function step(name, field, least, most, format)
        return parts.stepper { name = name, shown = string.format(format or "%d", c[field]), width = field == "y" and 130 or 84, change = change(field, least, most) }
    end
    return column { gap = 16,
        ui.heading "校准时间",
        row { gap = 28, wrap = true, align = "end", step("年", "y", 2025, 2099), step("月", "m", 1, 12), step("日", "d", 1, figures.days_in(c.y, c.m)),
            step("时", "h", 0, 23, "%02d"), step("分", "min", 0, 59, "%02d"),
            ui.primary { "校准", key = "clock", on_tap = function()
                admin.ask("clock", { year = c.y, month = c.m, day = c.d, hour = c.h, minute = c.min }, told(state, "时间已校准，并记入操作记录。"))
            end } } }
end

local function text_sizes(state)
    return column { gap = 16, ui.heading "每位参观者开始时的字号",
        parts.pick({ { 0, "标准" }, { 1, "较大" }, { 2, "大字" }, { 3, "特大" } }, state.settings.text_size, function(v)
            state.settings.text_size = v
            admin.ask("set", { name = "text_size", value = v }, told(state, "字号已改。"))
        end) }
end

local function opening(state)
    return column { gap = 16, ui.heading "开放时间",
        row { gap = 28, align = "center", text { text = hours.said(state.opening) .. "设备可用率按它算。", role = "body", grow = 1 },
            ui.secondary { "改开放时间", key = "hours", on_tap = function() state.hours = true end } } }
end

local function level(state, name, said, has, least)
    if not has then return parts.line { said, "这台机器不能在这里调", word = "" } end
    local v = state.settings[name] -- 音量没有在这里设过时没有
    return row { gap = 28, align = "end", text { text = said, role = "body", bold = "true", width = 260, self = "center" },
        parts.stepper { name = said, shown = v and string.format("%d%%", v) or "未设", by = 10, change = function(by)
            state.settings[name] = v and math.max(least, math.min(100, v + by)) or 60
            admin.ask("set", { name = name, value = state.settings[name] }, told(state, said .. "已改。"))
        end } }
end

function page.view(state)
    local s = state.settings
    if not s or not state.clock then return column { gap = 16, parts.title(page.title, "正在查看……") } end
    if state.hours then return hours.view(state) end
    local said = state.set_wrong or state.set_said
    return column { gap = 20, grow = 1,
        parts.title(page.title, "断电也不会丢；每次改动都记入操作记录"),
        said and row { gap = 16, align = "center", padding = { 16, 28 }, radius = 12, fill = state.set_wrong and "think_pale" or "ok_pale", edge = state.set_wrong and "think" or "ok",
            ui.icon(state.set_wrong and "warn" or "check", state.set_wrong and "think" or "ok"), text { text = said, role = "body", grow = 1 } } or false,
        scroll { key = "settings", grow = 1, gap = 32, clock(state), text_sizes(state), opening(state),
            column { gap = 16, ui.heading "屏幕和声音", level(state, "brightness", "亮度", s.has_brightness, 10), level(state, "volume", "音量", s.has_volume, 0) } } }
end

return page
