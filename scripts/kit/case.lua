-- 以案四说：一个故事，结局之后打开几块“说”（say），通常是说纪、说法、说德、说责；名称和次序由各单位自己定。
local check = require "kit.check"
local basis = require "kit.basis"
local layout = require "kit.layout"
local story = require "kit.story"
local ui = require "kit.widgets"
local words = require "kit.words"

local M = {}

local case_fields = { summary = "text", lesson_title = "text", lesson_picture = "name", button = "text" }

local say_fields = { title = "text", text = "text" }
for name, kind in pairs(basis.fields) do say_fields[name] = kind end

-- say "纪" { title = "说纪", text = "……", scope = "党员", source = … }
local new_say = check.lazy("say", function(item, given)
    basis.adopt(check.fill(item, given, say_fields))
    item.char = item.id
    item.title = item.title or ("说" .. item.char)
    check.need(item, "text", "补上 text = \"……\"")
    check.need(item, "scope", "写明适用于谁：scope = \"……\"")
    check.length(item, "这一说的文字", item.text, 60)
    basis.check(item)
end)

function M.say(first)
    return check.named("say", first, function(char, given) return new_say(given, char) end)
end

local function shown(self)
    local list = {}
    for _, s in ipairs(self.others) do
        if not basis.expired(s) then list[#list + 1] = s end
    end
    return list
end

-- ---- 画面 ----

local function panel_of(s, grow)
    local tall = engine.ctx.portrait
    return column { fill = "panel", edge = "hair", radius = 12, padding = { top = tall and 12 or 18, right = 30, bottom = tall and 8 or 12, left = 30 },
        gap = tall and 2 or 4, grow = grow, line = s.line, min_height = not tall and 374 or nil,
        row { gap = 20, align = "center", ui.square(s.char),
            text { text = s.title, role = "head", grow = 1 },
            text { text = words.say("scope", ui.tr(s.scope) or ""), role = "note", color = "ink", text_align = "right" } },
        column { grow = 1, ui.body(s.text) },
        ui.rule(),
        text { text = basis.line(s), role = "note", color = "grey" } }
end

-- 左边（竖屏在上边）的深色栏
local function deep_side(self, foot)
    local ctx = engine.ctx
    local said = { text { text = words.say "four_sayings", role = "note", color = "on_deep_gold" },
                   text { text = not ctx.portrait and self.lesson_title or self.title, role = "title", color = "on_deep" } }
    local art = self.lesson_picture or self.picture
    if ctx.portrait then
        return column { fill = "deep", padding = { top = 32, right = 60, bottom = 24, left = 60 }, said }
    end
    return stack { width = ctx.width * 540 / 1920, fill = "deep",
        art and picture { src = art, decor = true } or false,
        column { gap = 8, padding = { top = 60, right = 48, left = 72, bottom = 24 }, said, spacer {}, foot } }
end

local function summary(self)
    return self.summary and text { text = self.summary, role = "body", text_align = "justify" } or false
end

-- 横屏时只有一个按钮，在深色栏的下边；“上一步”回到结局，那里可以换一种选择
local function foot(self, state, host)
    if not engine.ctx.portrait then return layout.leave(host, nil, true) end
    return layout.leave(host, ui.secondary { words.say "choose_again", key = "again", grow = 1, height = 108, tight = true, icon = "undo",
                                             on_tap = function()
                                                 state.page = nil
                                                 self.again(state)
                                             end })
end

-- 标准、较大：四块一屏
local function all_at_once(self, state, list, host)
    local cells = {}
    for i, s in ipairs(list) do cells[i] = panel_of(s, 1) end
    if #list == 0 then return { summary(self), ui.body(words.say "hidden_item") } end
    return { summary(self),
        grid { columns = engine.ctx.portrait and 1 or 2, gap = engine.ctx.portrait and 16 or 24, cells } }
end

-- 一块一页时，下边放不放得下案情
local function summary_fits(self, s)
    local ctx = engine.ctx
    local width = ctx.portrait and ctx.width - 120 or ctx.width * 1380 / 1920 - 128
    local room = ctx.height - (ctx.portrait and 420 or 60) - 96 - 60
    local panel = 40 + 64 * ui.grown("title") + ui.text_height(s.text, "body", width - 60) + ui.text_height(basis.line(s) or "", "note", width - 60)
    return panel + ui.text_height(self.summary or "", "body", width) <= room
end

-- 大字、特大：一块一页，上面四个字是步骤；下边空着就放案情
local function one_by_one(self, state, list)
    local steps = {}
    for i, s in ipairs(list) do
        local on = i == state.page
        steps[i] = ui.plate({ key = "say" .. i, label = ui.tr(s.title), grow = 1, min_height = 96, fill = on and "act" or "panel",
                edge = not on and "edge" or nil, edge_width = not on and 2 or nil, on_tap = function() state.page = i end },
            row { grow = 1, justify = "center", align = "center",
                text { text = s.char, role = "head", color = on and "on_act" or "ink", text_align = "center" } })
    end
    local s = list[state.page] or list[1]
    if not s then return { ui.body(words.say "hidden_item"), summary(self) } end
    return { row { gap = 24, steps }, panel_of(s), summary_fits(self, s) and summary(self) or false }
end

local function lessons(self, state, host)
    local ctx, list = engine.ctx, shown(self)
    local single = ui.large()
    local body = single and one_by_one(self, state, list) or all_at_once(self, state, list, host)
    local wide = not ctx.portrait
    local side = column { grow = 1, gap = 24, enter = "rise", key = "lessons",
        padding = ctx.portrait and { top = 24, right = 60, bottom = 32, left = 60 } or { top = 40, right = 72, bottom = 8, left = 56 },
        scroll { key = "say-page" .. (single and state.page or 0), grow = 1, gap = 20, justify = layout.sink(), body },
        not wide and foot(self, state, host) }
    local box = wide and row or column
    return box { deep_side(self, wide and foot(self, state, host)), side }, { screen = "say:" .. (single and state.page or "all"), back = "step" }
end

-- ---- 检查 ----

local function survey_lessons(self, report, list)
    for _, s in ipairs(self.others) do check.flush(report, s) end
    local open = shown(self)
    for i = 1, math.max(#open, math.min(#self.others, 1)) do -- 全收起来时，还有说明原因的一屏
        list[#list + 1] = { name = "say-" .. i, line = (open[i] or self.others[i]).line, state = function()
            local state = self.start(engine.ctx)
            state.page = i
            return state
        end }
    end
    if #self.others == 0 then
        report.error { file = self.file, line = self.line, message = "案例没有说纪说法的内容", offending = "", remedy = "加 say \"纪\" { … }" }
    end
    return list
end

local function build(given)
    local self = story.build("case", given, case_fields, { say = true })
    self.after_ending = {
        label = function() return self.button or words.say "four_sayings" end,
        open = function(state)
            state.page = 1
            if state.done then return end
            state.done = true
            engine.complete()
        end,
    }
    local story_view, story_back, story_survey = self.view, self.back, self.survey
    self.view = function(state, ctx, host)
        if state.page then return lessons(self, state, host) end
        return story_view(state, ctx, host)
    end
    self.back = function(state)
        if not state.page then return story_back(state) end
        state.page = nil
        return true
    end
    self.survey = function(report) return survey_lessons(self, report, story_survey(report)) end
    return self
end

function M.case(given)
    return build(given)
end

return M
