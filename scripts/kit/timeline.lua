-- 年代表：几个年代排成一行（竖屏排成两列），点一个看一个。全部看过算看完。
local check = require "kit.check"
local basis = require "kit.basis"
local layout = require "kit.layout"
local ui = require "kit.widgets"
local words = require "kit.words"

local M = {}

local entry_fields = { title = "text", year = "text", era = "text", text = "text", picture = "name" }
for name, kind in pairs(basis.fields) do entry_fields[name] = kind end

local timeline_fields = { title = "text", note = "text" }

-- era 是朝代（短），year 是年份或官职时间，text 是一段话
M.entry = check.lazy("entry", function(item, given)
    basis.adopt(check.fill(item, given, entry_fields))
    item.text = item.text or check.said(item, "正文", given[1])
    check.need(item, "title", "补上 title = \"……\"")
    check.need(item, "era", "补上 era = \"……\"，如 \"北宋\"")
    check.need(item, "text", "补上 text = \"……\"")
    check.length(item, "这一条的文字", item.text, 120)
    basis.check(item)
end)

local function shown(self)
    local list = {}
    for _, e in ipairs(self.entries) do
        if not basis.expired(e) then list[#list + 1] = e end
    end
    return list
end

local function fresh(self)
    return { at = 1, seen = { true }, count = 1 }
end

local function pick(self, state, i, host)
    state.at = i
    if state.seen[i] then return end
    state.seen[i] = true
    state.count = state.count + 1
    if state.count < #shown(self) then return end
    if host and host.finished then host.finished() else engine.complete() end
end

-- ---- 画面 ----

local function step(self, state, i, e, host)
    local chosen = state.at == i
    local color = chosen and "on_act" or "ink"
    return column { grow = 1,
        ui.plate({ key = "entry" .. i, min_height = 132, fill = chosen and "act" or "panel", edge = not chosen and "edge" or nil,
                edge_width = not chosen and 2 or nil, line = e.line, on_tap = function() pick(self, state, i, host) end },
            column { grow = 1, justify = "center", align = "center", padding = { 8, 12 },
                text { text = e.era, role = "label", color = color, text_align = "center" },
                text { text = e.title, role = "note", color = chosen and "on_act" or "grey", text_align = "center" } }),
        chosen and not engine.ctx.portrait and picture { icon = "pointer", width = 40, height = 24, color = "act", self = "center" }
            or not engine.ctx.portrait and spacer { height = 24 } or false }
end

local function steps(self, state, list, host)
    local per_line = engine.ctx.portrait and 3 or 6
    local cells = {}
    for i, e in ipairs(list) do cells[i] = step(self, state, i, e, host) end
    return grid { columns = math.min(per_line, #list), gap = 16, cells }
end

-- 人名和年份；横屏大字时在一行里，正文才多露几行
local function detail_head(e)
    local title, year = text { text = e.title, role = "head" }, e.year and ui.note(e.year) or false
    if not (year and ui.large() and not engine.ctx.portrait) then return column { gap = 12, title, year } end
    return row { gap = 32, align = "center", title, column { grow = 1, year } }
end

local function detail(e)
    local said = column { grow = 1, gap = 12, padding = { 28, 36 },
        detail_head(e),
        ui.prose(e.text),
        ui.source(basis.line(e)) }
    local frame = { key = "detail" .. check.zh(e.title), enter = "fade", fill = "panel", edge = "hair", radius = 12 }
    if not e.picture then
        frame[1] = said
        return column(frame)
    end
    local side = engine.ctx.portrait and 240 or 320
    frame.align = "center"
    frame.padding = { top = 0, right = 0, bottom = 0, left = 36 }
    frame[1] = picture { src = e.picture, width = side, height = side, fit = "contain" }
    frame[2] = said
    return row(frame)
end

local function view(self, state, host)
    local list = shown(self)
    local e = list[state.at] or list[1]
    local tree = layout.sheet {
        key = "timeline", title = self.title, note = self.note,
        body = { steps(self, state, list, host), e and detail(e) or false },
        foot = layout.leave(host and host.done and host or false),
    }
    return tree, { screen = "timeline", back = "leave" }
end

-- ---- 检查 ----

local function survey(self, report)
    check.flush(report, self)
    for _, e in ipairs(self.entries) do check.flush(report, e) end
    if #self.entries < 2 then
        report.error { file = self.file, line = self.line, message = "年代表至少要有两条", offending = "", remedy = "加 entry { … }" }
    end
    local list = {}
    for i in ipairs(shown(self)) do
        list[#list + 1] = { name = "entry-" .. i, line = self.entries[i].line, state = function() return { at = i, seen = {}, count = 0 } end }
    end
    return list
end

function M.timeline(given)
    local self = check.make("timeline", given, timeline_fields)
    check.need(self, "title", "补上 title = \"……\"")
    self.entries = check.children(self, { entry = true })
    self.start = function() return fresh(self) end
    self.view = function(state, _, host) return view(self, state, host) end
    self.back = function() return false end
    self.hidden = function() return #self.entries > 0 and #shown(self) == 0 end
    self.survey = function(report) return survey(self, report) end
    return self
end

return M
