-- 答题：从题库里抽 draw 题，选项打乱，每题一次作答，解析和出处总会显示，最后是成绩。
-- 只有一题时（嵌在展项里的配对、排序）没有开头页和成绩页。seconds 是每题限时，参观者可以改成不限时。
local check = require "kit.check"
local basis = require "kit.basis"
local items = require "kit.items"
local answers = require "kit.answers"
local layout = require "kit.layout"
local ui = require "kit.widgets"
local words = require "kit.words"

local M = { single = items.single, multiple = items.multiple, judge = items.judge, order = items.order, match = items.match, fill = items.fill }

local quiz_fields = { title = "text", draw = "number", picture = "name", intro = "text", note = "text", seconds = "number", pass = "number",
                      theme = "name" }

local kinds = { single = true, multiple = true, judge = true, order = true, match = true, fill = true }

-- ---- 抽题 ----

local function usable(self)
    local list = {}
    for i, item in ipairs(self.bank) do
        if not basis.expired(item) then list[#list + 1] = i end
    end
    return list
end

local function draw(self)
    local pool, picked = usable(self), {}
    local want = math.min(self.draw or #pool, #pool)
    for i = 1, want do
        local j = i - 1 + engine.random(#pool - i + 1)
        pool[i], pool[j] = pool[j], pool[i]
        picked[i] = { item = pool[i] }
    end
    return picked
end

local function fresh(self, round)
    local questions = draw(self)
    local short = #questions <= 1
    local open = short and not self.seconds -- 限时的题总有开头页：那里可以改成不限时
    return { page = #questions == 0 and "empty" or (open and "question" or "intro"), at = 1, round = round or 1, short = short,
             questions = questions, limited = self.seconds ~= nil }
end

-- 题目的编号：自己写的 id，不然按次序
local function name_item(self, i)
    local item = self.bank[i]
    item.id = item.id or "q" .. i
    return item
end

-- 现在这一题；第一次看到时才发出选项
local function current(self, state)
    local q = state.questions[state.at]
    local item = name_item(self, q.item)
    q.play = q.play or items.deal(item)
    return q, item
end

-- ---- 限时 ----

local submit

local function tick(self, state, host)
    if not state.left or state.page ~= "question" then return end
    state.left = state.left - 1
    if state.left > 0 then
        state.timer = engine.timer(1000, function() tick(self, state, host) end)
    else
        state.left = nil
        submit(self, state, host, true)
    end
end

local function stop_clock(state)
    if state.timer then engine.cancel(state.timer) end
    state.timer, state.left = nil, nil
end

local function start_clock(self, state, host)
    stop_clock(state)
    if not state.limited or engine.ctx.checking then return end
    state.left = math.floor(self.seconds)
    state.timer = engine.timer(1000, function() tick(self, state, host) end)
end

-- ---- 走答题 ----

local function finish(self, state, host)
    local right = 0
    for _, q in ipairs(state.questions) do
        if q.right then right = right + 1 end
    end
    state.score = right
    local of = #state.questions
    engine.record("result", { score = right, of = of, passed = right >= (self.pass or math.ceil(of * 0.6)) })
    if host and host.finished then host.finished() end
    if not host and not state.completed then
        state.completed = true
        engine.complete()
    end
end

function submit(self, state, host, late)
    local q, item = current(self, state)
    if q.done then return end
    stop_clock(state)
    local right, of = items.grade(item, q.play)
    q.done, q.parts, q.of, q.late = true, right, of, late or nil
    q.right = right == of
    engine.title(item.id, item.stem)
    engine.record("answer", { question = item.id, version = item.version or 1, chosen = items.chosen_names(item, q.play),
                              right = q.right, attempt = state.round })
    if state.short then finish(self, state, host) end
end

local function advance(self, state, host)
    if state.at < #state.questions then
        state.at = state.at + 1
        start_clock(self, state, host)
        return
    end
    state.page = "result"
    finish(self, state, host)
end

local function back(state)
    if state.page == "review" then
        state.page = "result"
        return true
    end
    return false
end

-- ---- 画面：开头 ----

local function intro_view(self, state, host)
    local of = #state.questions
    return layout.picture_and_text {
        key = "intro", picture = self.picture, title = self.title, progress = { name = self.title, done = 0, of = 1, said = words.say("questions", of) },
        body = { self.intro and ui.prose(self.intro) or false, ui.note(words.say "result_wall", "ink"),
                 self.note and ui.note(self.note) or false,
                 state.limited and row { ui.secondary { words.say "no_limit", key = "no_limit", on_tap = function() state.limited = false end } } or false },
        foot = ui.foot { ui.primary { words.say "begin", key = "begin", grow = 1, height = 108, after = "next", on_tap = function()
            state.page = "question"
            start_clock(self, state, host)
        end } },
    }
end

-- ---- 画面：题目 ----

local function heading_of(item, q)
    if q.right then return words.say "correct" end
    if q.late then return words.say "time_up" end
    local answer = items.answer_text(item, ui.tr)
    if answer then return words.say("think_answer", answer) end
    if q.of > 1 then return words.say("think_part", q.of, q.parts) end
    return words.say "think_again"
end

-- 一行放不下时，括号里的话另起一行；width 是解析里面多宽。两个括号排在一起要窄一个字
local function heading_in_lines(item, q, width)
    local said = heading_of(item, q)
    local room = width - 16 - 40 * ui.grown("text")
    if (ui.ems(said) - 1) * ui.text_size("label") <= room then return said end
    return (string.gsub(said, "（", "\n（", 1))
end

local function explanation_of(item, q, width)
    return ui.explanation { good = q.right, heading = heading_in_lines(item, q, width - 72), text = item.explain, source = basis.line(item) }
end

-- 解析大约多高；连判断露出三行正文时多高
local function explanation_height(item, q)
    local width = (engine.ctx.portrait and engine.ctx.width - 120 or 824) - 72
    local heading = 0
    for line in string.gmatch(heading_in_lines(item, q, width), "[^\n]+") do
        heading = heading + ui.text_height(line, "label", width - 16 - 40 * ui.grown("text"))
    end
    local text, three = ui.text_height(item.explain, "body", width), 3 * ui.text_height("字", "body", width)
    return 104 + heading + text + ui.text_height(basis.line(item) or "", "note", width - 52), 40 + heading + math.min(text, three)
end

local function question_head(item, state)
    local of = #state.questions
    local chip = ui.chip(words.say(item.kind))
    local clock = state.left and text { text = words.say("seconds_left", state.left), role = "note", bold = "true", color = "ink" }
    if of <= 1 then return row { gap = 24, align = "center", min_height = 56, chip, clock or false } end
    local said = clock or ui.note(words.say("question_of", state.at, of), "ink")
    return row { gap = 24, align = "center", min_height = 56, chip, said, spacer { grow = 1 }, not ui.large() and ui.progress(state.at - 1, of) }
end

local function next_button(self, state, host)
    if state.page == "review" then
        return ui.foot { ui.primary { words.say "back_to_result", key = "on", grow = 1, height = 108, after = "next",
                                      on_tap = function() state.page = "result" end } }
    end
    if state.short then return layout.leave(host and host.done and host or nil) end
    local last = state.at == #state.questions
    return ui.foot { ui.primary { words.say(last and "see_result" or "next_question"), key = "on", grow = 1, height = 108, after = "next",
                                  on_tap = function() advance(self, state, host) end } }
end

local function question_foot(self, state, host, item, q)
    if q.done then return next_button(self, state, host) end
    if not items.ready(item, q.play) then
        return ui.foot { ui.not_yet { answers.missing(item), key = "on", grow = 1, height = 108 } }
    end
    return ui.foot { ui.primary { words.say "submit", key = "on", grow = 1, height = 108, on_tap = function() submit(self, state, host) end } }
end

local function question_view(self, state, host)
    local q, item = current(self, state)
    local height, least
    if q.done then height, least = explanation_height(item, q) end
    return layout.question {
        key = item.id, head = question_head(item, state), picture = item.picture, question = answers.stem(item, q.play),
        scope = item.scope and words.say("applies_to", ui.tr(item.scope)) or nil, hint = not q.done and answers.hint(item) or nil,
        answers = answers.nodes(item, q.play, q.done, function() end), answers_height = answers.height(item, q.play, q.done),
        explanation = q.done and function(width) return explanation_of(item, q, width) end or nil, explanation_height = height, explanation_least = least,
        foot = question_foot(self, state, host, item, q),
    }
end

-- ---- 画面：成绩 ----

local function result_row(state, i, q)
    local color = q.right and "ok_deep" or "think"
    return ui.plate({ key = "row" .. i, min_height = 88, fill = "panel", edge = "edge", edge_width = 2, label = words.say("question_of", i, #state.questions),
            on_tap = function() state.page, state.at = "review", i end },
        row { grow = 1, gap = 16, align = "center", padding = { 8, 24 },
            text { text = tostring(i), role = "label", width = 60 * ui.grown("text") },
            ui.icon(q.right and "check" or "redo", color),
            text { text = words.say(q.right and "correct" or "think_again"), role = "body", color = color, grow = 1 },
            not ui.large() and engine.ctx.portrait and ui.note(words.say "see_explanation") or false, ui.icon("chevron", "act") })
end

local function result_view(self, state, host)
    local of, rows = #state.questions, {}
    for i, q in ipairs(state.questions) do rows[i] = result_row(state, i, q) end
    local figure = ui.panel { gap = 4,
        text { text = tostring(state.score), role = "figure", color = "ink" },
        text { text = words.say "result_count", role = "body", bold = "true" },
        ui.note(words.say("result_of", of)) }
    local again = ui.secondary { words.say "once_more", key = "again", grow = 1, height = 108, tight = true, icon = "retry", on_tap = function()
        local anew = fresh(self, state.round + 1)
        for k in pairs(state) do state[k] = nil end
        for k, v in pairs(anew) do state[k] = v end
    end }
    local wide = not engine.ctx.portrait
    local list = grid { columns = wide and 2 or 1, gap = 16, grow = wide and 1 or 0, rows }
    local body = { figure, ui.note(words.say "result_wall", "ink"), list }
    if wide then
        body = { row { gap = 48, align = "start", column { width = 426, gap = 24, figure, ui.note(words.say "result_wall", "ink") }, list } }
    end
    return layout.sheet {
        key = "result", title = words.say "result", body = body,
        foot = layout.leave(host and host.done and host or nil, again),
    }
end

local function empty_view()
    return ui.calm(words.say "empty_bank", words.say "empty_bank_text",
        { ui.primary { words.say "home", icon = "home", on_tap = function() engine.go("home") end } })
end

local pages = { intro = intro_view, question = question_view, review = question_view, result = result_view, empty = empty_view }

local function view(self, state, host)
    local screen = state.page
    if screen == "question" or screen == "review" then screen = string.format("%s:%d", screen, state.at) end
    return pages[state.page](self, state, host), { screen = screen, back = state.page == "review" and "step" or "leave" }
end

-- ---- 检查 ----

-- 一道题的画面：答前；每种题型的第一题，选过还没提交；随便答过以后
local function question_state(self, i, item, done, chosen)
    local q = { item = i, play = items.deal(item) }
    local short = #self.bank == 1 or self.draw == 1
    local state = { page = "question", at = 1, round = 1, questions = short and { q } or { q, q, q }, short = short, limited = false,
                    left = not done and self.seconds or nil }
    if done or chosen then
        local last = q.play.shown[#q.play.shown]
        if item.kind == "match" then
            for j = 1, #item.parts do q.play.chosen[j] = q.play.right_shown[j] end
        elseif item.kind == "fill" then
            q.play.chosen = { last }
        elseif item.kind ~= "order" and last then
            q.play.chosen = { [last] = true }
        end
    end
    if done then
        q.done = true
        q.parts, q.of = items.grade(item, q.play)
        q.right = q.parts == q.of
    end
    return state
end

local function result_state(self)
    local state = fresh(self)
    for i, q in ipairs(state.questions) do
        q.done, q.right, q.parts, q.of = true, i % 3 ~= 0, 0, 1
    end
    state.page, state.score = "result", #state.questions - #state.questions // 3
    return state
end

local function screens_of(self)
    local list, kinds_seen, most = {}, {}, math.min(self.draw or #self.bank, #usable(self))
    if most > 1 or (most == 1 and self.seconds) then
        list[1] = { name = "intro", line = self.line, state = function() return fresh(self) end }
    end
    if most > 1 then
        list[2] = { name = "result", line = self.line, state = function() return result_state(self) end }
    end
    for i, item in ipairs(self.bank) do
        list[#list + 1] = { name = "question-" .. item.id, line = item.line, state = function() return question_state(self, i, item, false) end }
        if not kinds_seen[item.kind] then
            kinds_seen[item.kind] = true
            list[#list + 1] = { name = "chosen-" .. item.id, line = item.line, state = function() return question_state(self, i, item, false, true) end }
        end
        list[#list + 1] = { name = "answered-" .. item.id, line = item.line, state = function() return question_state(self, i, item, true) end }
    end
    return list
end

local function check_numbers(self)
    local function whole(field, least, what)
        local value = self[field]
        if value and (value < least or value ~= math.floor(value)) then
            check.problem(self, "error", string.format("%s 应当是不小于 %d 的整数（%s）", field, least, what), value, string.format("改成 %d 或更大的整数", least))
            self[field] = nil
        end
    end
    whole("draw", 1, "抽几题")
    whole("seconds", 5, "每题几秒")
    whole("pass", 1, "答对几题算合格")
    local most = math.min(self.draw or #self.bank, #self.bank)
    if self.pass and #self.bank > 0 and self.pass > most then
        check.problem(self, "error", string.format("答对 %d 题才合格，可一次只有 %d 题", self.pass, most), self.pass, "改小 pass")
    end
end

-- 编号要自己写，不能重复
local function check_names(self)
    local seen = {}
    for i, item in ipairs(self.bank) do
        if not item.id and #self.bank > 1 then
            check.problem(item, "warning", "这道题没有编号，只好按次序叫 q" .. i .. "；挪动题目，正确率就记到别的题上", "q" .. i,
                "加 id = \"…\"，用了就不再改")
        end
        name_item(self, i)
        if seen[item.id] then check.problem(item, "error", "有两道题同一个编号：" .. item.id, item.id, "给其中一道换个 id") end
        seen[item.id] = true
    end
end

local function survey(self, report)
    check.flush(report, self)
    check_names(self)
    for _, item in ipairs(self.bank) do check.flush(report, item) end
    if #self.bank == 0 and check.failed(self) then return {} end
    if #self.bank == 0 then
        report.error { file = self.file, line = self.line, message = "题库里一道题也没有", offending = "", remedy = "加 single { … } 等题目" }
    elseif self.draw and self.draw > #usable(self) then
        report.warning { file = self.file, line = self.line, message = string.format("要抽 %d 题，能用的只有 %d 题", self.draw, #usable(self)),
                         offending = "draw", remedy = "补题，或改小 draw" }
    end
    return screens_of(self)
end

function M.quiz(given)
    local self = check.make("quiz", given, quiz_fields)
    check.need(self, "title", "补上 title = \"……\"")
    self.bank = check.children(self, kinds)
    check_numbers(self)
    self.start = function() return fresh(self) end
    self.view = function(state, _, host) return view(self, state, host) end
    self.back = function(state) return back(state) end
    self.leave = stop_clock
    self.hidden = function() return #self.bank > 0 and #usable(self) == 0 end
    self.survey = function(report) return survey(self, report) end
    return self
end

return M
