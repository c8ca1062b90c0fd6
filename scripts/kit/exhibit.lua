-- 展项：一页一页的图和文字（panel），中间和末尾可以接年代表、答题、自由画面。走到最后一页算看完。
local check = require "kit.check"
local basis = require "kit.basis"
local layout = require "kit.layout"
local ui = require "kit.widgets"
local words = require "kit.words"

local M = {}

local panel_fields = { title = "text", picture = "name", flip = "flag", text = "text", fact = "text", lead = "text" }
for name, kind in pairs(basis.fields) do panel_fields[name] = kind end

local exhibit_fields = { title = "text", theme = "name" }
local parts_wanted = { panel = true, timeline = true, quiz = true, scene = true, story = true }

-- lead 是标题下的一行小字，fact 是正文后单独的一段话
M.panel = check.lazy("panel", function(item, given)
    basis.adopt(check.fill(item, given, panel_fields))
    item.text = item.text or check.said(item, "正文", given[1])
    check.need(item, "title", "补上 title = \"……\"")
    if item.text == nil then check.problem(item, "error", "这一页没有文字", check.zh(item.title), "补上 text = \"……\"") end
    check.length(item, item.fact and "这一页的文字和 fact " or "这一页的文字", check.zh(item.text) .. check.zh(item.fact), 120)
    basis.check(item)
end)

-- ---- 走展项：state.at 是第几部分，state.inner 是这一部分自己的状态 ----

-- 过了复核日期的一页，题目或年代都过了的一组：跳过去
local function hidden(part)
    if part.kind == "panel" then return basis.expired(part) end
    return part.hidden ~= nil and part.hidden()
end

local function shown(self)
    local list = {}
    for _, part in ipairs(self.parts) do
        if not hidden(part) then list[#list + 1] = part end
    end
    return list
end

local function enter(parts, state, at)
    local before, part = parts[state.at], parts[at]
    if state.inner and before and before.leave then before.leave(state.inner) end
    state.at = at
    state.inner = part and part.kind ~= "panel" and part.start(engine.ctx) or nil
end

local function turn(parts, state, at)
    enter(parts, state, at)
    if parts[at] and at == #parts and parts[at].kind == "panel" and not state.done then
        state.done = true
        engine.complete()
    end
end

-- 只有一页时，打开就算看完
local function fresh(self)
    local state = {}
    turn(shown(self), state, 1)
    return state
end

-- 部分做完以后：下一部分；没有了就算看完
local function host_for(self, parts, state)
    local last = state.at == #parts
    local host = { label = words.say "carry_on", last = last, title = self.title }
    host.done = function() turn(parts, state, state.at + 1) end
    host.finished = function()
        if last and not state.done then
            state.done = true
            engine.complete()
        end
    end
    return host
end

local function back(self, state)
    local parts = shown(self)
    local part = parts[state.at]
    if part and part.kind ~= "panel" and part.back and part.back(state.inner) then return true end
    if state.at <= 1 then return false end
    enter(parts, state, state.at - 1)
    return true
end

-- ---- 画面 ----

local function panel_foot(parts, state)
    local at = state.at
    local before = at > 1 and ui.secondary { words.say "previous_part", key = "prev", grow = 1, height = 108, tight = true, icon = "prev",
                                             on_tap = function() turn(parts, state, at - 1) end } or false
    if at == #parts then return layout.leave(nil, before) end
    return ui.foot { before, ui.primary { words.say "next_part", key = "next", grow = 1, height = 108, tight = true, after = "next",
                                          on_tap = function() turn(parts, state, at + 1) end } }
end

local function panel_view(self, parts, state)
    local page = parts[state.at]
    return layout.picture_and_text {
        key = "panel" .. state.at, full = page.fact ~= nil, picture = page.picture, flip = page.flip, zoom = true, title = page.title,
        progress = { name = self.title, done = state.at - 1, of = #parts, said = words.say("part_of", state.at, #parts) },
        body = {
            page.lead and ui.note(page.lead) or false,
            ui.prose(page.text),
            page.fact and ui.panel { padding = { 20, 32 }, ui.body(page.fact) } or false,
            ui.source(basis.line(page)),
        },
        foot = panel_foot(parts, state),
    }
end

local function empty_view()
    return ui.calm(words.say "empty_bank", words.say "hidden_item",
        { ui.primary { words.say "home", icon = "home", on_tap = function() engine.go("home") end } })
end

local function view(self, state, ctx)
    local parts = shown(self)
    local part = parts[state.at]
    if not part then return empty_view(), { screen = "empty", back = "leave" } end
    local step = state.at > 1 and "step" or "leave"
    if part.kind == "panel" then
        return panel_view(self, parts, state), { screen = "panel:" .. state.at, back = step }
    end
    local host = host_for(self, parts, state)
    local tree, head = part.view(state.inner, ctx, not host.last and host or { finished = host.finished, last = true })
    head.screen = "part" .. state.at .. ":" .. head.screen
    if step == "step" then head.back = "step" end
    return tree, head
end

-- ---- 检查 ----

-- 一部分在现在看得见的部分里排第几；收起来的是 nil
local function place_of(self, part)
    for i, p in ipairs(shown(self)) do
        if p == part then return i end
    end
end

local function add_screens(self, report, part, list)
    local at = place_of(self, part)
    if part.kind == "panel" then
        check.flush(report, part)
        if at then
            list[#list + 1] = { name = "panel-" .. at, line = part.line, state = function() return { at = at } end }
        end
        return
    end
    for _, s in ipairs(part.survey(report)) do
        if not at then return end
        list[#list + 1] = { name = string.format("part%d-%s", at, s.name), line = s.line, free = s.free,
                            state = function() return { at = at, inner = s.state() } end }
    end
end

local function survey(self, report)
    check.flush(report, self)
    local list = {}
    if #self.parts == 0 then
        report.error { file = self.file, line = self.line, message = "展项里一页也没有", offending = "", remedy = "加 panel { … }" }
    end
    for _, part in ipairs(self.parts) do add_screens(self, report, part, list) end
    return list
end

function M.exhibit(given)
    local self = check.make("exhibit", given, exhibit_fields)
    check.need(self, "title", "补上 title = \"……\"")
    self.parts = check.children(self, parts_wanted)
    self.start = function() return fresh(self) end
    self.view = function(state, ctx) return view(self, state, ctx) end
    self.back = function(state) return back(self, state) end
    self.survey = function(report) return survey(self, report) end
    return self
end

return M
