-- 展馆：待机画面（attract）和首页（按分区排列的封面）。
-- venue { title = …, zone { "以史为镜", cover { scene = "stories/sizhitang", title = …, picture = … } } }
local check = require "kit.check"
local home = require "kit.home"
local layout = require "kit.layout"
local ui = require "kit.widgets"
local words = require "kit.words"

local M = {}

local venue_fields = { title = "text", short = "text", content = "name", theme = "name", brand = "name", seal = "name", attract = "list", notice = "list" }
local cover_fields = { scene = "name", title = "text", picture = "name", form = "text", minutes = "number", length = "text" }
local zone_fields = { title = "text" }

-- form 是形式（故事、答题），minutes 是约几分钟，或用 length 写明（"10 题"）
M.cover = check.lazy("cover", function(item, given)
    check.fill(item, given, cover_fields)
    check.need(item, "scene", "写明打开哪个场景：scene = \"stories/sizhitang\"")
    check.need(item, "title", "补上 title = \"……\"")
    check.need(item, "picture", "补上 picture = \"covers/….svg\"")
end)

function M.zone(given)
    local item = check.make("zone", given, zone_fields)
    if check.is_text(item[1]) then
        item.title = item.title or check.said(item, "分区的名字", item[1])
        item[1] = false
    end
    check.need(item, "title", "在花括号开头写分区的名字")
    item.covers = check.children(item, { cover = true })
    return item
end

-- ---- 待机 ----

local function next_picture(self, state)
    state.last = state.slide
    state.slide = state.slide % #self.attract + 1
    if #self.attract > 1 then engine.timer(layout.attract_hold, function() next_picture(self, state) end) end
end

local function fresh(self, ctx)
    local resting = ctx.from == nil or ctx.from == ""
    local state = { page = 1, resting = resting, slide = 1 }
    if resting and not ctx.checking and #self.attract > 1 then
        engine.timer(layout.attract_hold, function() next_picture(self, state) end)
    end
    return state
end

-- 竖屏用竖着的一张；没有时把横的放在下边
local function slide_picture(self, i, fade)
    local slide, ctx = self.attract[i], engine.ctx
    local low = ctx.portrait and not slide.tall
    return picture { key = "slide" .. i, src = ctx.portrait and slide.tall or slide.picture, anchor = low and "bottom" or "fill",
                     width = low and ctx.width or nil, height = low and ctx.width * 0.6 or nil, enter = fade and "fade" or nil,
                     decor = ctx.contrast or nil }
end

local function touch_sign()
    return row { padding = { top = 24 }, column { fill = "act", radius = 12, min_height = 120, padding = { 0, 56 }, justify = "center",
        text { text = words.say "start", role = "head", face = "sans", color = "on_act", text_align = "center" } } }
end

local function attract_text(self, slide)
    local lines = {}
    for _, said in ipairs(slide.lines or {}) do lines[#lines + 1] = text { text = said, role = "display" } end
    local close = ui.large() and not engine.ctx.portrait
    return { row { gap = 28, align = "center", padding = { bottom = close and 24 or 40 }, ui.seal(self.seal),
            text { text = ui.ems(ui.tr(self.title)) > (engine.ctx.portrait and ui.large() and 10 or 16) and self.short or self.title, role = "head", bold = "false", grow = 1 } },
        column { lines },
        slide.text and column { padding = { top = 24 }, text { text = slide.text, role = "story" } } or false,
        touch_sign() }
end

-- 整个画面是一个按钮；画面上的“轻触屏幕开始”只是说明
local function attract_view(self, state)
    local ctx = engine.ctx
    local slide = self.attract[state.slide]
    local said = column { anchor = "fill", key = "said" .. state.slide, enter = "fade",
        padding = ctx.portrait and { top = 120, left = 72, right = 72, bottom = 0 } or { top = ui.large() and 40 or 120, left = 144, right = ctx.width * 0.4, bottom = 0 },
        attract_text(self, slide) }
    local tree = button { key = "attract", label = words.say "start", on_tap = function() state.resting = false end,
        stack { grow = 1, fill = "paper",
            state.last and slide_picture(self, state.last, false) or false,
            slide_picture(self, state.slide, state.last ~= nil), said } }
    return tree, { screen = "attract:" .. state.slide, attract = true, back = "leave" }
end

local function view(self, state)
    if state.resting and #self.attract > 0 then return attract_view(self, state) end
    return home.view(self, state)
end

-- ---- 检查 ----

local function survey_covers(self, report)
    local seen = {}
    for _, zone in ipairs(self.zones) do
        check.flush(report, zone)
        for _, cover in ipairs(zone.covers) do
            check.flush(report, cover)
            if seen[cover.scene] then
                report.warning { file = cover.file, line = cover.line, message = "同一个场景有两个封面", offending = cover.scene, remedy = "删去一个" }
            end
            if cover.scene then seen[cover.scene] = true end
        end
    end
end

local function survey(self, report)
    check.flush(report, self)
    survey_covers(self, report)
    if #self.attract < 2 then
        report.warning { file = self.file, line = self.line, message = "待机画面少于两张", offending = "attract", remedy = "attract 里至少写两张，免得长时间一个画面" }
    end
    if #self.covers == 0 and not check.failed(self) then
        report.error { file = self.file, line = self.line, message = "首页一个展项也没有", offending = "", remedy = "加 zone { \"……\", cover { … } }" }
    end
    local list = {}
    for i in ipairs(self.attract) do
        list[#list + 1] = { name = "attract-" .. i, line = self.line, state = function() return { resting = true, slide = i, page = 1 } end }
    end
    for i = 1, home.pages(self) do
        list[#list + 1] = { name = "home-" .. i, line = self.line, state = function() return { page = i, slide = 1 } end }
    end
    return list
end

-- 封面的场景和标题：写得对的就在花括号里，不必整理
local function listed(cover)
    local given = check.given(cover)
    if given and type(given.scene) == "string" and check.is_text(given.title) then return given end
    return { scene = cover.scene, title = cover.title }
end

local function collect(self)
    self.covers, self.order = {}, {}
    for _, zone in ipairs(self.zones) do
        for _, cover in ipairs(zone.covers) do
            self.covers[#self.covers + 1] = cover
            self.order[#self.order + 1] = listed(cover)
        end
    end
end

-- 白字写在这个颜色上的对比度（WCAG）；不是 #RRGGBB 时为 nil
local function white_on(color)
    local sum = 0
    local parts = { string.match(color, "^#(%x%x)(%x%x)(%x%x)$") }
    if #parts ~= 3 then return nil end
    for i, weight in ipairs { 0.2126, 0.7152, 0.0722 } do
        local c = tonumber(parts[i], 16) / 255
        sum = sum + weight * (c <= 0.03928 and c / 12.92 or ((c + 0.055) / 1.055) ^ 2.4)
    end
    return 1.05 / (sum + 0.05)
end

local function check_brand(self)
    local ratio = self.brand and white_on(self.brand)
    if self.brand and not ratio then
        check.problem(self, "error", "brand 应写成 \"#RRGGBB\"", self.brand, "如 brand = \"#1E4E79\"")
    elseif ratio and ratio < 4.5 then
        check.problem(self, "error", string.format("brand 上的白字看不清，对比度 %.1f 比 1，至少要 4.5", ratio), self.brand, "换一个深一些的颜色")
    end
end

function M.venue(given)
    local self = check.make("venue", given, venue_fields)
    check.need(self, "title", "补上 title = \"……\"")
    if self.notice then self.notice = { title = self.notice.title, text = self.notice.text } end
    check.need(self, "content", "写明内容的名字和版本，如 content = \"demo@1\"")
    if self.content and not string.match(self.content, "^%S+@%d+$") then
        check.problem(self, "error", "content 看不出名字和版本", self.content, "写成 \"名字@版本号\"，中间没有空格，如 \"demo@1\"")
    end
    check_brand(self)
    self.zones = check.children(self, { zone = true })
    self.attract = self.attract or {}
    collect(self)
    self.meta = { content = self.content, theme = self.theme, brand = self.brand, order = self.order }
    self.start = function(ctx) return fresh(self, ctx) end
    self.view = function(state) return view(self, state) end
    self.back = function() return false end
    self.survey = function(report) return survey(self, report) end
    return self
end

return M
