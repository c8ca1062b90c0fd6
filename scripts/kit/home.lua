-- 首页的排法：分区成列（横屏）或成行（竖屏），放不下就按分区翻页；低位操作时封面都在下边。
local ui = require "kit.widgets"
local words = require "kit.words"

local home = {}

local GAP = 24

local function one_row()
    return engine.ctx.reach or ui.text_step() == 4
end

-- ---- 封面 ----

local function length_of(cover)
    if cover.length then return ui.tr(cover.length) end
    if not cover.minutes then return "" end
    return words.say(engine.ctx.portrait and "minutes" or "about_minutes", cover.minutes)
end

local function meta_of(cover, shut)
    if shut then return words.say "in_service" end
    local length = length_of(cover)
    if engine.ctx.portrait or ui.large() or not cover.form then return length end
    return ui.tr(cover.form) .. "　" .. length
end

local function caption(cover, seen, shut)
    local portrait = engine.ctx.portrait
    local title = text { text = cover.title, role = "cover", grow = (portrait and not ui.large()) and 1 or 0 }
    local meta = ui.note(meta_of(cover, shut))
    local stamp = seen and ui.stamp(portrait and 56 or 68)
    if portrait and not ui.large() then
        return row { min_height = 82, gap = 12, align = "center", padding = { 8, 24 }, title, stamp or meta }
    end
    return row { min_height = 120, gap = 12, align = "center", padding = { 10, 24 }, column { grow = 1, title, meta }, stamp }
end

-- 整张封面是一个按钮
local function cover_card(cover, height)
    local ctx = engine.ctx
    local seen, shut = ctx.seen[cover.scene], ctx.shut[cover.scene]
    local art = picture { src = cover.picture, grow = height and 1 or 0, height = not height and 246 or nil, radius = 12, corners = "top",
                          opacity = shut and 0.4 or 1 }
    return button { key = "cover-" .. cover.scene, label = cover.title, line = cover.line, height = height, fill = "panel", edge = "hair",
        radius = 12, shadow = not shut and "card" or "none", on_tap = function() engine.go("scene", cover.scene) end,
        column { grow = 1, art, caption(cover, seen, shut) } }
end

local function cards(covers, height)
    local list = {}
    for i, cover in ipairs(covers) do list[i] = cover_card(cover, height) end
    return list
end

local function heading(title)
    return ui.heading(title, "act")
end

-- ---- 说明：空着的地方放一段话 ----

-- wide 时右边有一丛竹
local function notice_card(self, height, wide)
    local n = self.notice
    return stack { fill = "act_pale", radius = 12, height = height,
        wide and picture { src = "shell/bamboo.svg", decor = true, anchor = "bottom_right", flip = true, width = height * 1.6, height = height * 0.92, fit = "contain" },
        column { anchor = "left", gap = 8, padding = { 28, 40 }, width = wide and not ui.large() and "56%" or "100%",
            n.title and text { text = n.title, role = "label" } or false,
            n.text and text { text = n.text, role = height and "body" or "note" } or false } }
end

-- ---- 横屏 ----

-- 一个分区占几列；列数放不下时分成几段
local function columns_of(self, rows)
    local list = {}
    for _, zone in ipairs(self.zones) do
        local from, most = 1, 4 * rows
        while from <= #zone.covers do
            local part = table.move(zone.covers, from, math.min(from + most - 1, #zone.covers), 1, {})
            list[#list + 1] = { title = zone.title, covers = part, width = math.ceil(#part / rows) }
            from = from + most
        end
    end
    if rows == 1 and self.notice then list[#list + 1] = { notice = true, width = 2 } end
    return list
end

-- 依次装页，一页最多四列
local function paged(list, room)
    local pages, used = { {} }, 0
    for _, unit in ipairs(list) do
        if used + unit.width > room and used > 0 then
            pages[#pages + 1], used = {}, 0
        end
        local page = pages[#pages]
        page[#page + 1] = unit
        used = used + unit.width
    end
    return pages
end

local function column_width()
    return (engine.ctx.width - 144 - 3 * GAP) / 4
end

local function unit_width(unit)
    return unit.width * column_width() + (unit.width - 1) * GAP
end

local function unit_node(self, unit, height)
    if unit.notice then return column { width = unit_width(unit), padding = { top = 60 }, notice_card(self, height) } end
    return column { width = unit_width(unit), gap = 4, heading(unit.title), grid { columns = unit.width, gap = GAP, cards(unit.covers, height) } }
end

-- 末尾连着几个分区下边一行空着：说明放在那里
local function free_from(units)
    local from = #units + 1
    while from > 1 and units[from - 1].width == 1 and #units[from - 1].covers == 1 do from = from - 1 end
    return #units - from + 1 >= 2 and from or nil
end

local function wide_body(self, units, height, rows)
    local from = rows == 2 and self.notice and free_from(units)
    local list, tail = {}, {}
    for i, unit in ipairs(units) do
        local group = from and i >= from and tail or list
        group[#group + 1] = unit_node(self, unit, height)
    end
    if from then list[#list + 1] = column { gap = GAP, row { gap = GAP, tail }, notice_card(self, height, #tail > 2) } end
    return row { gap = GAP, list }
end

local function hills()
    local width = engine.ctx.portrait and 800 or 900
    return picture { src = "shell/hills.svg", decor = true, anchor = "top_right", width = width, height = width / 4, dy = 148 - width / 4 }
end

local function intro_line(self)
    if engine.ctx.reach and engine.ctx.portrait then return words.say "look_up" end
    return words.say(engine.ctx.portrait and "all_exhibits_short" or "all_exhibits", #self.covers)
end

local function header(self)
    local deep = engine.ctx.theme == "zhumo"
    local title = (engine.ctx.reach and engine.ctx.portrait and self.short) or self.title
    return row { gap = 28, align = "center", min_height = 106, ui.seal(self.seal),
        column { grow = 1, text { text = title, role = "title", color = deep and "on_deep" or "ink" },
            ui.note(intro_line(self), deep and "on_deep_grey" or "grey") } }
end

-- 朱墨：标题压在深色带上，下边一道泥金
local function top_of(self, pad)
    if engine.ctx.theme ~= "zhumo" or engine.ctx.contrast then
        return column { padding = { top = 28, right = pad, bottom = 0, left = pad }, header(self) }
    end
    return column { fill = "deep", padding = { top = 16, right = pad, bottom = 8, left = pad }, edge = "gold", edge_width = 4, edge_sides = "bottom",
        header(self) }
end

local function turn(state)
    return function(page) state.page = page end
end

-- 标题行加分区名占多高；字号大了跟着长
local function above_covers()
    local title, note = ui.grown("title"), ui.grown("text")
    return 28 + 76 * title + 45 * note + 9 + 56 * title + 4
end

local function wide_view(self, state)
    local ctx = engine.ctx
    local rows = one_row() and 1 or 2
    local pages = paged(columns_of(self, rows), 4)
    local page = math.min(state.page, #pages)
    local room = ctx.height - above_covers() - 32 - (#pages > 1 and 120 or 0)
    local height = rows == 2 and math.min(346, (room - GAP) / 2) or math.min(ctx.reach and 346 or 560, room)
    local body = wide_body(self, pages[page], height, rows)
    return stack { ctx.theme ~= "zhumo" and hills() or false,
        column { gap = 9, top_of(self, 72),
            column { grow = 1, gap = 24, padding = { top = 0, right = 72, bottom = 24, left = 72 }, justify = ctx.reach and "end" or "between",
                body, ui.pager(page, #pages, turn(state)) } } }, page
end

-- ---- 竖屏 ----

-- 一行：一个两列的分区，或两个各有一张封面的分区
local function tall_rows(self)
    local rows = {}
    local function add(block)
        local last = rows[#rows]
        if block.width == 1 and last and #last == 1 and last[1].width == 1 then
            last[2] = block
        else
            rows[#rows + 1] = { block }
        end
    end
    for _, zone in ipairs(self.zones) do
        for from = 1, #zone.covers, 2 do
            local part = table.move(zone.covers, from, math.min(from + 1, #zone.covers), 1, {})
            add { title = zone.title, covers = part, width = #zone.covers == 1 and 1 or 2, first = from == 1 }
        end
    end
    if self.notice then add { notice = true, width = 1 } end
    return rows
end

local function tall_block(self, block, alone)
    local width = (engine.ctx.width - 120 - GAP) / 2
    if block.notice then
        return column { width = not alone and width or nil, grow = alone and 1 or 0, padding = { top = alone and 0 or 60 }, notice_card(self) }
    end
    local list = {}
    for i, card in ipairs(cards(block.covers)) do list[i] = column { width = width, card } end
    return column { width = block.width == 1 and width or nil, grow = block.width == 2 and 1 or 0, gap = 8,
        block.first and heading(block.title), row { gap = GAP, align = "start", list } }
end

local function tall_row(self, blocks)
    local list = {}
    for i, block in ipairs(blocks) do list[i] = tall_block(self, block, #blocks == 1) end
    return row { gap = GAP, align = "start", list }
end

local function tall_list(self, rows, from, to)
    local list = {}
    for i = from, math.min(to, #rows) do list[#list + 1] = tall_row(self, rows[i]) end
    return list
end

-- 展项少的时候，上边空出来的地方给展馆的画
local function window_height(rows)
    local spare = engine.ctx.height - 158 - #rows * (332 + 70 + 20) - 24
    if spare < 200 or engine.ctx.theme == "zhumo" or ui.large() then return nil end
    return math.min(640, spare + 158)
end

local function window(self, height)
    local first = self.attract[1]
    return stack { height = height, first and picture { src = first.picture, decor = true } or false,
        column { anchor = "top_left", top_of(self, 60) } }
end

local function tall_view(self)
    local rows = tall_rows(self)
    local height = window_height(rows)
    return stack { not height and engine.ctx.theme ~= "zhumo" and hills() or false,
        column { gap = height and 24 or 8, height and window(self, height) or top_of(self, 60),
            scroll { key = "covers", grow = 1, gap = 20, padding = { top = 0, right = 60, bottom = 24, left = 60 },
                tall_list(self, rows, 1, 100) } } }
end

-- 低位操作：上边三分之一只看，封面翻页
local function reach_view(self, state)
    local rows = tall_rows(self)
    local pages = math.max(1, math.ceil(#rows / 2))
    local page = math.min(state.page, pages)
    return column { window(self, 640),
        column { grow = 1, gap = 20, padding = { top = 24, right = 60, bottom = 24, left = 60 },
            scroll { key = "covers" .. page, grow = 1, gap = 20, tall_list(self, rows, page * 2 - 1, page * 2) },
            ui.pager(page, pages, turn(state)) } }, page
end

-- ---- 给 venue 用 ----

function home.view(self, state)
    local tree, page
    if not engine.ctx.portrait then
        tree, page = wide_view(self, state)
    elseif engine.ctx.reach then
        tree, page = reach_view(self, state)
    else
        tree, page = tall_view(self), 1
    end
    return tree, { screen = "home:" .. page, back = "leave" }
end

-- 现在的版式一共几页
function home.pages(self)
    if not engine.ctx.portrait then return #paged(columns_of(self, one_row() and 1 or 2), 4) end
    return engine.ctx.reach and math.max(1, math.ceil(#tall_rows(self) / 2)) or 1
end

return home
