-- 题目的可摆弄部分怎样画：选项、排序、配对、填空。play 是这次作答，done 表示已提交，change 在每次改动后调用。
local items = require "kit.items"
local ui = require "kit.widgets"
local words = require "kit.words"

local answers = {}

local function letter(i)
    return string.char(64 + i)
end

-- ---- 单选、多选、判断 ----

local function text_of(item, part)
    if item.kind == "judge" then return words.say(part.yes and "right" or "wrong") end
    return ui.tr(part.text)
end

local function state_of(part, play, done)
    local chosen = play.chosen[part.id]
    if not done then return chosen and "chosen" or "free", chosen and words.say "mark_chosen" or nil end
    if part.right then return "right", words.say(chosen and "mark_yours_right" or "mark_right") end
    if chosen then return "yours", words.say "mark_yours" end
    return "rest", nil
end

local function tap_option(item, play, id, change)
    if item.kind == "multiple" then
        play.chosen[id] = not play.chosen[id] or nil
    else
        play.chosen = { [id] = true }
    end
    change()
end

-- 选项多而短时排成两列
local function two_columns(item)
    if #item.parts <= 6 or ui.large() then return false end
    for _, part in ipairs(item.parts) do
        if ui.ems(ui.tr(part.text)) > 5 then return false end
    end
    return true
end

-- 五个以上的选项、横屏的特大字号矮一些，才放得下
local function option_height(n)
    if n <= 4 then return ui.text_step() == 4 and not engine.ctx.portrait and 108 or 124 end
    return n == 5 and 108 or 96
end

-- 选项大约多宽
local function option_width()
    local ctx = engine.ctx
    return ctx.portrait and ctx.width - 120 or ctx.width * 880 / 1920
end

local function options(item, play, done, change)
    local compact = two_columns(item)
    local list = {}
    for i, id in ipairs(play.shown) do
        local part = item.parts[id]
        local state, word = state_of(part, play, done)
        list[i] = ui.option { key = "option" .. id, letter = letter(i), text = text_of(item, part), state = state, word = word,
            square = item.kind == "multiple", compact = compact, width = option_width(), height = not compact and option_height(#item.parts) or nil,
            on_tap = not done and function() tap_option(item, play, id, change) end or nil }
    end
    if compact then return { grid { columns = 2, gap = 24, list } } end
    return { column { gap = #list > 4 and 16 or 24, list } }
end

-- ---- 排序 ----

local function move(play, from, to, change)
    if to < 1 or to > #play.shown or from == to then return end
    local id = table.remove(play.shown, from)
    table.insert(play.shown, to, id)
    change()
end

local function drop(play, dragged, to, change)
    for i, id in ipairs(play.shown) do
        if tostring(id) == dragged then return move(play, i, to, change) end
    end
end

local function arrow(icon, name, usable, on_tap)
    return ui.plate({ key = name, label = name, width = 96, height = 84, fill = usable and "panel" or "paper2", edge = usable and "act" or "hair",
            edge_width = 2, self = "center", on_tap = usable and on_tap or nil },
        row { grow = 1, justify = "center", align = "center", ui.icon(icon, usable and "act" or "grey_off") })
end

local function order_row(item, play, i, id, done, change)
    local part = item.parts[id]
    local good = done and id == i
    local look = done and (good and { "ok", "ok_pale", 5 } or { "think", "think_pale", 5 }) or { "edge", "panel", 2 }
    local said = ui.tr(part.text)
    return row { key = "item" .. id, gap = 16, align = "center", min_height = 96, padding = { look[3] == 5 and 1 or 4, look[3] == 5 and 17 or 20 }, radius = 12, fill = look[2], edge = look[1],
        edge_width = look[3], dashed = done and not good, drag = not done and tostring(id) or nil,
        on_drop = not done and function(dragged) drop(play, dragged, i, change) end or nil,
        ui.ring { char = tostring(i), face = "sans", color = look[1], ink = not done and "ink" or nil, filled = good, square = good },
        text { text = said, role = "option", grow = 1, bold = done and "true" or nil },
        done and text { text = good and words.say "mark_here" or words.say("mark_should", id), role = "note", bold = "true", color = look[1] },
        not done and arrow("up", words.say "up" .. " " .. said, i > 1, function() move(play, i, i - 1, change) end),
        not done and arrow("down", words.say "down" .. " " .. said, i < #play.shown, function() move(play, i, i + 1, change) end) }
end

local function ordering(item, play, done, change)
    local list = {}
    for i, id in ipairs(play.shown) do list[i] = order_row(item, play, i, id, done, change) end
    return { column { gap = 16, list } }
end

-- ---- 配对：chosen[左] = 右 ----

local function partner_of(play, right)
    for left, r in pairs(play.chosen) do
        if r == right then return left end
    end
end

local function place_in(list, id)
    for i, v in ipairs(list) do
        if v == id then return i end
    end
end

local function tap_left(play, id, change)
    if play.chosen[id] then play.chosen[id] = nil end
    play.holding = play.holding ~= id and id or nil
    change()
end

local function tap_right(play, id, change)
    local owner = partner_of(play, id)
    if owner then
        play.chosen[owner] = nil
    elseif play.holding then
        play.chosen[play.holding] = id
        play.holding = nil
    end
    change()
end

-- 同一对的两边写同一个数
local function pair_mark(number, color)
    if not number then return false end
    return ui.ring { char = tostring(number), face = "sans", color = color, filled = true, square = true, side = 48 }
end

local function match_card(o)
    local face = o.picture and picture { src = o.picture, width = 72, height = 72, fit = "contain", self = "center" }
    local marked = o.width - 2
    return ui.plate({ key = o.key, label = o.text, min_height = 100, fill = o.fill, edge = o.edge, edge_width = o.width, dashed = o.dashed,
            on_tap = o.on_tap },
        row { grow = 1, gap = 12, align = "center", padding = { 8 - marked, 16 - marked }, face, text { text = o.text, role = "option", grow = 1, bold = o.bold },
            pair_mark(o.number, o.edge), o.note and text { text = o.note, role = "note", bold = "true", color = o.edge } })
end

local function match_look(paired, held, done, good)
    if done then
        if good then return "ok", "ok_pale", 5, false end
        return "think", "think_pale", 5, true
    end
    if paired or held then return "sel", "sel_pale", 5, false end
    return "edge", "panel", 2, false
end

local function left_card(item, play, id, done, change)
    local partner = play.chosen[id]
    local edge, fill, width, dashed = match_look(partner, play.holding == id, done, partner == id)
    return match_card { key = "left" .. id, text = ui.tr(item.parts[id].text), edge = edge, fill = fill, width = width, dashed = dashed,
        number = (partner or done) and place_in(play.shown, id) or nil, bold = (partner or play.holding == id) and "true" or nil,
        on_tap = not done and function() tap_left(play, id, change) end or nil }
end

-- 提交以后，右边写上它本该相配的左边的数
local function right_card(item, play, id, done, change)
    local owner = partner_of(play, id)
    local edge, fill, width, dashed = match_look(owner, false, done, owner == id)
    local number = owner and place_in(play.shown, owner)
    if done then number = place_in(play.shown, id) end
    local part = item.partners[id]
    return match_card { key = "right" .. id, text = ui.tr(part.text), picture = part.picture, edge = edge, fill = fill, width = width,
        dashed = dashed, number = number, bold = owner and "true" or nil,
        on_tap = not done and function() tap_right(play, id, change) end or nil }
end

local function matching(item, play, done, change)
    local cells = {}
    for i, id in ipairs(play.shown) do
        cells[#cells + 1] = left_card(item, play, id, done, change)
        cells[#cells + 1] = right_card(item, play, play.right_shown[i], done, change)
    end
    return { grid { columns = 2, gap = 16, cells } }
end

-- ---- 填空：chosen 依次是填进去的词 ----

local function tap_word(item, play, id, change)
    local at = place_in(play.chosen, id)
    if at then
        table.remove(play.chosen, at)
    elseif #play.chosen < item.blanks then
        play.chosen[#play.chosen + 1] = id
    elseif item.blanks == 1 then
        play.chosen[1] = id
    end
    change()
end

local function word_state(item, play, id, done)
    local at = place_in(play.chosen, id)
    if not done then return at and "chosen" or "free", at and words.say "mark_chosen" or nil end
    if id <= item.blanks then return "right", words.say(at == id and "mark_yours_right" or "mark_right") end
    if at then return "yours", words.say "mark_yours" end
    return "rest", nil
end

local function filling(item, play, done, change)
    local list = {}
    for i, id in ipairs(play.shown) do
        local state, word = word_state(item, play, id, done)
        list[i] = ui.option { key = "word" .. id, letter = letter(i), text = ui.tr(item.parts[id].text), state = state, word = word, width = option_width(),
            on_tap = not done and function() tap_word(item, play, id, change) end or nil }
    end
    return list
end

-- 题干：填空题里把填进去的词写在空格上
function answers.stem(item, play)
    local stem = ui.tr(item.stem) or ""
    if item.kind ~= "fill" then return stem end
    local i = 0
    return (string.gsub(stem, "__", function()
        i = i + 1
        local id = play.chosen[i]
        return id and ("<u>" .. ui.tr(item.parts[id].text) .. "</u>") or "<u>" .. string.rep("\u{A0}", 12) .. "</u>"
    end))
end

-- 竖屏一个选项大约多高：文字折行时高一些
local function option_tall(item, play, id, done)
    local part = item.parts[id]
    local least = option_height(#item.parts)
    local _, word = state_of(part, play, done)
    local said, width = text_of(item, part), option_width() - 64 - 68 * ui.grown("title") - 28
    local below = ui.word_below({ word = word, width = option_width() }, said)
    local mark = word and not below and 28 + ui.ems(word) * 32 * ui.grown("text") or 0
    local height = ui.text_height(said, "option", width - mark) + (below and 51 * ui.grown("text") or 0)
    return math.max(least, height + (least < 124 and 16 or 32))
end

-- 选项占多高，给竖屏的版式估一估
function answers.height(item, play, done)
    local n = #item.parts
    if two_columns(item) then return math.ceil(n / 2) * 148 - 24 end
    if item.kind == "order" or item.kind == "match" then return n * 124 * math.max(1, ui.grown("text") - 0.15) end
    if item.kind == "fill" then return n * 148 - 24 end
    local gap, sum = n > 4 and 16 or 24, 0
    for _, id in ipairs(play.shown) do sum = sum + option_tall(item, play, id, done) + gap end
    return sum - gap
end

local makers = { single = options, multiple = options, judge = options, order = ordering, match = matching, fill = filling }

function answers.nodes(item, play, done, change)
    return makers[item.kind](item, play, done, change)
end

local hints = { order = "how_order", match = "how_match", fill = "how_fill" }

-- 怎样作答的一句话；不用说的题型是 nil
function answers.hint(item)
    return hints[item.kind] and words.say(hints[item.kind])
end

-- 还不能提交时，按钮上写的话
function answers.missing(item)
    if item.kind == "match" then return words.say "pair_all" end
    if item.kind == "fill" then return words.say "fill_all" end
    return words.say(item.kind == "multiple" and "pick_some" or "pick_one")
end

answers.ready = items.ready

return answers
