-- 题目：single 单选、multiple 多选、judge 判断、order 排序、match 配对、fill 填空。
-- 每种题在这里变成同一个样子：parts 是可以摆弄的部分，对错由 grade 判。排序和配对按编号记，不按位置。
-- 题库可以有上万道，抽到的才变（check.lazy）。
local check = require "kit.check"
local basis = require "kit.basis"

local items = {}

local common = { id = "name", version = "number", explain = "text", picture = "name" }
for name, kind in pairs(basis.fields) do common[name] = kind end

local function fields(more)
    local all = {}
    for k, v in pairs(common) do all[k] = v end
    for k, v in pairs(more) do all[k] = v end
    return all
end

local single_fields = fields { right = "text", wrong = "list" }
local multiple_fields = fields { right = "list", wrong = "list" }
local judge_fields = fields { right = "flag" }
local order_fields = fields { items = "list" }
local match_fields = fields { pairs = "list" }
local fill_fields = fields { right = "list", wrong = "list" }

-- 只有内容检查要看的
local function examine(item)
    if check.blank(item, "stem") then check.problem(item, "error", "题目没有题干", "", "在花括号开头写 \"……\"") end
    check.length(item, "题干", item.stem, 60)
    if check.blank(item, "explain") then
        check.problem(item, "error", "题目没有解析", check.zh(item.stem), "补上 explain = \"……\"，说明为什么")
    end
    check.length(item, "解析", item.explain, 120)
    if check.blank(item, "source") then
        check.problem(item, "error", "题目没有出处", check.zh(item.stem), "补上 source = \"……\"，如 \"《后汉书》卷五十四\"")
    end
    basis.check(item)
end

local function begin(item, given, allowed)
    basis.adopt(check.fill(item, given, allowed))
    item.stem = check.said(item, "题干", item[1])
    if check.on() then examine(item) end
end

-- 一个部分的文字：字符串，语言表，或 { text = …, picture = … }
local function part_text(item, v)
    if type(v) == "table" and v.text ~= nil then v = v.text end
    return check.said(item, "选项", v)
end

-- list 里每一项的 text
local function no_twins(item, list)
    if not check.on() then return end
    local seen = {}
    for _, part in ipairs(list) do
        local said = string.match(check.zh(part.text), "^%s*(.-)%s*$")
        if said ~= "" and seen[said] then check.problem(item, "error", "有两个一样的选项", said, "改掉其中一个") end
        seen[said] = true
    end
end

-- ---- 单选、多选、判断：parts[i] = { text, right } ----

local function add_parts(item, list, right)
    for _, v in ipairs(list or {}) do
        item.parts[#item.parts + 1] = { id = #item.parts + 1, text = part_text(item, v), right = right }
    end
end

local most_parts = 8 -- 分两列，一个横屏放得下

local function choices(item, right, wrong)
    item.parts = {}
    add_parts(item, right, true)
    add_parts(item, wrong, false)
    item.rights = #(right or {})
    no_twins(item, item.parts)
    if #item.parts > most_parts then
        check.problem(item, "warning", string.format("有 %d 个选项，超过 %d 个", #item.parts, most_parts), check.zh(item.stem), "一屏放不下：去掉一些，或分成两道题")
    end
    if item.rights == 0 then check.problem(item, "error", "没有写正确答案", check.zh(item.stem), "补上 right = …") end
    if #(wrong or {}) == 0 then check.problem(item, "error", "没有写别的选项", check.zh(item.stem), "补上 wrong = { \"……\", … }") end
end

items.single = check.lazy("single", function(item, given)
    begin(item, given, single_fields)
    choices(item, item.right ~= nil and { item.right } or {}, item.wrong)
end)

items.multiple = check.lazy("multiple", function(item, given)
    begin(item, given, multiple_fields)
    choices(item, item.right, item.wrong)
end)

items.judge = check.lazy("judge", function(item, given)
    begin(item, given, judge_fields)
    if item.right == nil then check.problem(item, "error", "没有写对还是错", check.zh(item.stem), "补上 right = true 或 right = false") end
    item.parts = { { id = 1, yes = true, right = item.right == true }, { id = 2, yes = false, right = item.right == false } }
    item.rights = 1
end)

-- ---- 排序、配对、填空 ----

items.order = check.lazy("order", function(item, given)
    begin(item, given, order_fields)
    item.parts = {}
    for i, v in ipairs(item.items or {}) do item.parts[i] = { id = i, text = part_text(item, v) } end
    no_twins(item, item.parts)
    if #item.parts < 3 then
        check.problem(item, "error", "排序题至少要有三项", check.zh(item.stem), "items = { \"第一\", \"第二\", \"第三\" }，按正确的次序写")
    end
end)

items.match = check.lazy("match", function(item, given)
    begin(item, given, match_fields)
    item.parts, item.partners = {}, {}
    for i, pair in ipairs(item.pairs or {}) do
        local a, b
        if type(pair) == "table" then a, b = pair[1], pair[2] end
        if a == nil or b == nil then
            check.problem(item, "error", string.format("第 %d 对不完整", i), "", "每一对写成 { \"左\", \"右\" }")
        end
        item.parts[i] = { id = i, text = part_text(item, a) or "" }
        item.partners[i] = { id = i, text = part_text(item, b) or "", picture = type(b) == "table" and b.picture or nil }
    end
    no_twins(item, item.parts)
    no_twins(item, item.partners)
    if #item.parts < 2 then
        check.problem(item, "error", "配对题至少要有两对", check.zh(item.stem), "pairs = { { \"左\", \"右\" }, { \"左\", \"右\" } }")
    end
end)

-- 题干里的 __ 是空格，right 依次是每个空格的答案，wrong 是混在一起的别的词
items.fill = check.lazy("fill", function(item, given)
    begin(item, given, fill_fields)
    local _, blanks = string.gsub(check.zh(item.stem), "__", "")
    item.blanks = #(item.right or {})
    if item.blanks == 0 then check.problem(item, "error", "没有写正确答案", check.zh(item.stem), "补上 right = { \"……\" }") end
    if blanks ~= item.blanks then
        check.problem(item, "error", string.format("题干里有 %d 个空格，答案有 %d 个", blanks, item.blanks), check.zh(item.stem),
            "每个空格写两条下划线 __，right 里依次写答案")
    end
    item.parts = {}
    add_parts(item, item.right, true)
    add_parts(item, item.wrong, false)
    no_twins(item, item.parts)
    if #(item.wrong or {}) == 0 then check.problem(item, "error", "没有写别的词", check.zh(item.stem), "补上 wrong = { \"……\", … }") end
end)

-- ---- 作答：answer 是普通的表，随题型不同 ----

-- 打乱 1 到 n；排序题不许碰巧就是正确次序
local function shuffled(n)
    local list = {}
    for i = 1, n do list[i] = i end
    for i = n, 2, -1 do
        local j = engine.random(i)
        list[i], list[j] = list[j], list[i]
    end
    return list
end

local function in_order(list)
    for i, v in ipairs(list) do
        if v ~= i then return false end
    end
    return true
end

-- 一次作答的开头：选项的次序和空着的答案
function items.deal(item)
    local n = #item.parts
    local play = { shown = item.kind == "judge" and { 1, 2 } or shuffled(n), chosen = {} }
    if item.kind == "order" then
        if in_order(play.shown) and n > 1 then play.shown[1], play.shown[n] = play.shown[n], play.shown[1] end
    elseif item.kind == "match" then
        play.right_shown = shuffled(n)
    end
    return play
end

local function count(set)
    local n = 0
    for _ in pairs(set) do n = n + 1 end
    return n
end

-- 可以提交了吗
function items.ready(item, play)
    if item.kind == "order" then return true end
    if item.kind == "match" then return count(play.chosen) == #item.parts end
    if item.kind == "fill" then return #play.chosen == item.blanks end
    return next(play.chosen) ~= nil
end

local graders = {}

-- 返回答对几处、共几处
function graders.single(item, play)
    for id in pairs(play.chosen) do return item.parts[id].right and 1 or 0, 1 end
    return 0, 1
end
graders.judge = graders.single

function graders.multiple(item, play)
    local right, extra = 0, 0
    for id in pairs(play.chosen) do
        if item.parts[id].right then right = right + 1 else extra = extra + 1 end
    end
    return math.max(0, right - extra), item.rights
end

-- 有几个站在自己的位置上
local function in_place(ids)
    local right = 0
    for i, id in pairs(ids) do
        if i == id then right = right + 1 end
    end
    return right
end

function graders.order(_, play)
    return in_place(play.shown), #play.shown
end

function graders.match(item, play)
    return in_place(play.chosen), #item.parts
end

function graders.fill(item, play)
    return in_place(play.chosen), item.blanks
end

-- 答对几处、共几处；全对才算一题
function items.grade(item, play)
    return graders[item.kind](item, play)
end

-- 选项在记录里的名字：中文原文，太长时用编号
local function record_name(part)
    if part.yes ~= nil then return part.yes and "对" or "错" end
    local said = check.zh(part.text)
    return #said <= 90 and said ~= "" and said or tostring(part.id)
end

-- 记录里写的答案：一列选项的名字，与显示次序无关（排序题除外）；没有作答记为“未作答”
function items.chosen_names(item, play)
    local ids, names = {}, {}
    if item.kind == "match" then
        for i, part in ipairs(item.parts) do
            local partner = item.partners[play.chosen[i] or 0]
            names[i] = string.format("%d=%s", part.id, partner and record_name(partner) or "未作答")
        end
        return names
    elseif item.kind == "order" then
        ids = play.shown
    elseif item.kind == "fill" then
        ids = play.chosen
    else
        for id in pairs(play.chosen) do ids[#ids + 1] = id end
        table.sort(ids)
    end
    for i, id in ipairs(ids) do names[i] = record_name(item.parts[id]) end
    return #names > 0 and names or { "未作答" }
end

-- 正确答案的一句话，放在“再想一想”后面；太长的题型是 nil
function items.answer_text(item, tr)
    if item.kind == "single" then return tr(item.right) end
    if item.kind == "fill" then
        local list = {}
        for i, v in ipairs(item.right) do list[i] = tr(v) end
        return table.concat(list, "、")
    end
    return nil
end

return items
