-- 故事：一张写明的图。moment 是一幕，choice 是这一幕里的选择，ending 是结局。
-- 计数：story 里 counters = { trust = 0 }，选择里 add = { trust = 1 }，when = "trust >= 2" 的选择到时才出现。
local check = require "kit.check"
local basis = require "kit.basis"
local graph = require "kit.graph"
local layout = require "kit.layout"
local ui = require "kit.widgets"
local words = require "kit.words"

local M = {}

local function with(fields, more)
    local all = {}
    for k, v in pairs(more) do all[k] = v end
    for k, v in pairs(fields) do all[k] = v end
    return all
end

local scene_fields = with(basis.fields, { title = "text", picture = "name", flip = "flag", text = "text", readings = "list" })
local moment_fields = with(scene_fields, { to = "name", ask = "text", stage = "text" })
local ending_fields = with(scene_fields, { outcome = "name", name = "text" })
local choice_fields = { to = "name", add = "list", when = "name", id = "name" }
local story_fields = { title = "text", start = "name", counters = "list", picture = "name", theme = "name" }

M.choice = check.lazy("choice", function(item, given)
    check.fill(item, given, choice_fields)
    item.text = check.said(item, "选择", given[1])
    check.need(item, "to", "写明去哪一幕：to = \"…\"")
    if check.blank(item, "text") then check.problem(item, "error", "choice 没有文字", "", "在花括号开头写 \"……\"") end
    check.length(item, "选择", item.text, 20)
    if item.when then item.test = graph.condition(item) end
end)

local function read_scene(item, given, fields)
    basis.adopt(check.fill(item, given, fields))
    if not check.on() then return end
    if check.blank(item, "text") then
        check.problem(item, "error", string.format("%s \"%s\" 没有 text", item.kind, item.id), item.id, "补上这一幕的文字")
    end
    check.length(item, "这一幕的文字", item.text, 120)
    basis.check(item)
end

local most_choices = 4

local function check_choices(item)
    if not check.on() then return end
    local seen = {}
    if #item.choices > most_choices then
        check.problem(item, "warning", string.format("“%s”有 %d 个选择，超过 %d 个", item.id, #item.choices, most_choices), item.id,
            "一幕放两到四个选择，多了分成几幕")
    end
    for _, c in ipairs(item.choices) do
        local said = check.zh(c.text)
        if said ~= "" and seen[said] then check.problem(c, "error", "这一幕有两个一样的选择", said, "改掉其中一个") end
        seen[said] = true
    end
end

local outcomes = { good = true, mixed = true, bad = true }

local new_moment = check.lazy("moment", function(item, given)
    read_scene(item, given, moment_fields)
    item.choices = check.children(item, { choice = true })
    check_choices(item)
end)

function M.moment(first)
    return check.named("moment", first, function(name, given) return new_moment(given, name) end)
end

local new_ending = check.lazy("ending", function(item, given)
    read_scene(item, given, ending_fields)
    if item.outcome ~= nil and not outcomes[item.outcome] then
        check.problem(item, "error", "outcome 没有这一种：" .. item.outcome, item.outcome, "只能是 good、mixed 或 bad")
    end
end)

function M.ending(first)
    return check.named("ending", first, function(name, given) return new_ending(given, name) end)
end

-- ---- 走故事 ----

local function copy(list)
    local new = {}
    for k, v in pairs(list or {}) do new[k] = v end
    return new
end

local function fresh(self)
    return { at = self.start_at, counters = copy(self.counters), trail = {} }
end

local function go(self, state, to, host)
    state.trail[#state.trail + 1] = { at = state.at, counters = copy(state.counters) }
    state.at = to
    local place = self.places[to]
    if place.kind == "ending" then
        engine.title(to, place.title)
        engine.record("ending", { ending = to, outcome = place.outcome or "" })
        if self.after_ending then return end
        if host then host.finished() else engine.complete() end
    end
end

local function choose(self, state, c, host)
    local place = self.places[state.at]
    local mark = graph.mark(place.choices, c)
    engine.title(state.at, place.title)
    engine.title(state.at .. " " .. mark, c.text)
    engine.record("choice", { at = state.at, chosen = mark })
    for name, step in pairs(c.add or {}) do state.counters[name] = (state.counters[name] or 0) + step end
    go(self, state, c.to, host)
end

local function step_back(state)
    local last = table.remove(state.trail)
    if not last then return false end
    state.at, state.counters = last.at, last.counters
    return true
end

-- 回到最近一个有得选的地方
local function choose_again(self, state)
    repeat
        if not step_back(state) then return end
    until #self.places[state.at].choices > 1
end

-- 条件成立的选择；一个也没有时走 to，没有 to 就给第一个选择：参观者总有路
local function open_choices(place, state)
    local open = {}
    for _, c in ipairs(place.choices or {}) do
        if not c.test or c.test(state.counters) then open[#open + 1] = c end
    end
    if #open == 0 and not place.to then open[1] = (place.choices or {})[1] end
    return open
end

-- ---- 画面 ----

-- 异文对照：{ { "《后汉书》", "……" }, … }
local function readings_panel(rows)
    local lines = {}
    for i, r in ipairs(rows) do
        if i > 1 then lines[#lines + 1] = ui.rule() end
        local wide = not ui.large()
        lines[#lines + 1] = (wide and row or column) { gap = wide and 24 or 4, align = wide and "center" or nil, padding = { 14, 0 },
            text { text = r[1], role = "label", width = wide and 228 or nil },
            text { text = r[2], role = "quote", rich = true, grow = wide and 1 or 0 } }
    end
    return ui.panel { padding = { 4, 32 }, lines }
end

-- 过了复核日期的一幕：正文收起来，标题、图和去处还在
local function body_of(place)
    if basis.expired(place) then return { ui.body(words.say "hidden_item") } end
    return {
        ui.prose(place.text),
        place.readings and readings_panel(place.readings) or false,
        ui.source(basis.line(place)),
    }
end

-- 横屏的特大字号：选择矮一些，省下的高度给正文
local function tight()
    return ui.text_step() == 4 and not engine.ctx.portrait
end

local function choice_list(self, state, open, host)
    local buttons = {}
    for i, c in ipairs(open) do
        buttons[i] = ui.choice(i, c.text, function() choose(self, state, c, host) end, c.line, tight())
    end
    return column { gap = tight() and 16 or 24, buttons }
end

local function question_of(place)
    return text { text = place.ask or words.say "what_now", role = "head" }
end

-- 一组选择大约多高
local function choices_height(open, width)
    local gap, sum = tight() and 16 or 24, 0
    for _, c in ipairs(open) do
        local said = ui.text_height(c.text, "label", width - 64 - 68 * ui.grown("title") - 40 - 56)
        sum = sum + gap + math.max(tight() and 104 or 120, said + (tight() and 16 or 32))
    end
    return sum - gap
end

-- 选择以外，正文有多高的地方
local function text_room(self, open, place)
    local width = layout.column_width(place.picture or self.picture)
    return engine.ctx.height - 48 - 24 - 16 - choices_height(open, width), width
end

-- 横屏的特大字号，选择以外连标题和三行正文都放不下：选择跟着文字一起滚动
local function choices_scroll(self, open, place)
    if not tight() or #open <= 2 then return false end
    local least = (place.title and ui.text_height("字", "title", 1) + 16 or 0) + 3 * ui.text_height("字", "story", 1)
    return text_room(self, open, place) - layout.hint_bar < least
end

-- 问句让正文放不下、要滚动时，不说“您会怎么做？”；自己写的问句总在
local function asks(self, open, place)
    if place.ask or not tight() then return true end
    local room, width = text_room(self, open, place)
    local text = (place.title and ui.text_height("字", "title", 1) + 16 or 0) + ui.prose_height(place.text, width)
    return text + 32 + ui.text_height("字", "head", 1) + 40 <= room -- 高度是估计的，留一点
end

local function moment_foot(self, state, place, host)
    local open = open_choices(place, state)
    if choices_scroll(self, open, place) then return false end
    if #open > 0 then
        return column { gap = 16, not layout.scrolls_whole() and question_of(place), choice_list(self, state, open, host) }
    end
    return ui.foot { ui.primary { words.say "next_step", key = "on", grow = 1, height = 108, after = "next",
                                  on_tap = function() go(self, state, place.to, host) end } }
end

local function ending_foot(self, state, host)
    local again = graph.forks(self) and ui.secondary { words.say "choose_again", key = "again", grow = 1, height = 108, tight = true, icon = "undo",
                                                    on_tap = function() choose_again(self, state) end } or false
    if self.after_ending then
        return ui.foot { again, ui.primary { self.after_ending.label(), key = "on", grow = 1, height = 108, tight = true, after = "next",
                                             on_tap = function() self.after_ending.open(state) end } }
    end
    return layout.leave(host, again)
end

local function progress_of(self, state, place)
    self.depth = self.depth or graph.depth(self)
    local depth = self.depth
    if place.kind == "ending" then
        local name = place.name and words.say("ending_is", ui.tr(place.name)) or words.say "ending_plain"
        return { name = self.title, done = depth, of = depth, said = name }
    end
    local act = math.min(#state.trail + 1, depth)
    local short = words.say("act_of", act, depth)
    local said = place.stage and ui.tr(place.stage) .. " · " .. short or short
    return { name = self.title, done = act - 1, of = depth, said = said, short = short }
end

local function view(self, state, host)
    local place = self.places[state.at]
    local ended = place.kind == "ending"
    local body = body_of(place)
    local open = open_choices(place, state)
    if #open > 0 and layout.scrolls_whole() then
        local follow = choices_scroll(self, open, place)
        body[#body + 1] = spacer {}
        if follow or asks(self, open, place) then body[#body + 1] = question_of(place) end
        if follow then body[#body + 1] = choice_list(self, state, open, host) end
    end
    local tree = layout.picture_and_text {
        key = place.id, full = place.readings ~= nil or #(place.choices or {}) > 2, picture = place.picture or self.picture, flip = place.flip, progress = progress_of(self, state, place),
        title = place.title, body = body,
        foot = ended and ending_foot(self, state, host) or moment_foot(self, state, place, host),
    }
    return tree, { screen = place.kind .. ":" .. place.id, back = #state.trail > 0 and "step" or "leave" }
end

-- ---- 检查 ----

local function screens_of(self)
    local list = {}
    for _, place in ipairs(self.list) do
        list[#list + 1] = { name = place.kind .. "-" .. place.id, line = place.line, state = function()
            local state = fresh(self)
            state.at = place.id
            if place.id ~= self.start_at then state.trail[1] = { at = self.start_at, counters = copy(self.counters) } end
            return state
        end }
    end
    return list
end

local function survey(self, report)
    check.flush(report, self)
    for _, place in ipairs(self.list) do
        check.flush(report, place)
        for _, c in ipairs(place.choices or {}) do check.flush(report, c) end
    end
    graph.check(self, report)
    return screens_of(self)
end

-- 各幕按名字放好；同名的记为问题
local function index_places(self)
    self.places = {}
    for _, place in ipairs(self.list) do
        if self.places[place.id] then
            check.problem(place, "error", "有两幕同名：" .. place.id, place.id, "给其中一幕换个名字")
        else
            self.places[place.id] = place
        end
    end
end

-- story 和 case 共用：kind 是构件名，fields 是它自己的字段，wanted 是可以放的孩子
function M.build(kind, given, fields, wanted)
    local self = check.make(kind, given, with(story_fields, fields or {}))
    check.need(self, "title", "补上 title = \"……\"")
    local children = check.children(self, with({ moment = true, ending = true }, wanted or {}))
    self.list, self.others = {}, {}
    for _, child in ipairs(children) do
        local list = (child.kind == "moment" or child.kind == "ending") and self.list or self.others
        list[#list + 1] = child
    end
    index_places(self)
    self.start_at = self.start or (self.list[1] and self.list[1].id)
    self.lost_start = not self.places[self.start_at] and self.start_at or nil
    if self.lost_start then self.start_at = self.list[1] and self.list[1].id end
    self.start = function() return fresh(self) end
    self.view = function(state, _, host) return view(self, state, host) end
    self.back = function(state) return step_back(state) end
    self.again = function(state) choose_again(self, state) end
    self.survey = function(report) return survey(self, report) end
    return self
end

function M.story(given)
    return M.build("story", given)
end

return M
