-- 构件共用的检查：字段名写错了提示相近的，类型不对当场记下，法规条目缺什么、过没过期。
-- 发现的问题先记在对象的 problems 里，内容检查（kiosk check）时一并报告；参观时不打断。
-- 进一个展项花的时间只看显示多少，不看写了多少：题目、故事的各幕、封面先原样记着，用到的才整理（check.lazy），
-- 内容检查把它们一件件都用到；只为报告而做的检查，参观时不做（check.on）。
local theme = require "kit.theme"

local check = {}

local aliases = { -- 别处常用的名字，字母上并不相近
    image = "picture", img = "picture", src = "picture", photo = "picture", content = "text", body = "text",
    target = "to", ["goto"] = "to", next = "to", answer = "right", correct = "right", answers = "right",
    distractors = "wrong", options = "wrong", explanation = "explain", reason = "explain", name = "title",
    heading = "title", law = "basis", version_date = "edition", expires = "review_by", result = "outcome",
    condition = "when", ["if"] = "when", choices = "items", time = "seconds",
}

-- 差几个字母：多一个、少一个、换一个、前后两个颠倒，都算一
local function distance(a, b)
    local rows = { [0] = {} }
    for j = 0, #b do rows[0][j] = j end
    for i = 1, #a do
        local row, above = { [0] = i }, rows[i - 1]
        for j = 1, #b do
            local same = string.byte(a, i) == string.byte(b, j)
            row[j] = math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same and 0 or 1))
            local swapped = i > 1 and j > 1 and string.byte(a, i) == string.byte(b, j - 1) and string.byte(a, i - 1) == string.byte(b, j)
            if swapped then row[j] = math.min(row[j], rows[i - 2][j - 2] + 1) end
        end
        rows[i] = row
    end
    return rows[#a][#b]
end

-- 名单里的名字，加上常用的别名：键是写法，值是应写的名字
local function candidates(names)
    local all = {}
    for alias, meant in pairs(aliases) do
        if names[meant] then all[alias] = meant end
    end
    for name in pairs(names) do all[name] = name end
    return all
end

-- 名单里最相近的名字；都不近时是 nil。names 的键是名字。
function check.nearest(word, names)
    local alias = aliases[word]
    if alias and names[alias] then return alias end
    if type(word) ~= "string" or #word > 40 then return nil end
    local best, least = nil, #word // 3 + 2
    for name, meant in pairs(candidates(names)) do
        local d = distance(word, name) + (name == meant and 0 or 0.5)
        if d < least or (d == least and meant < (best or "")) then best, least = meant, d end
    end
    return best
end

local function is_text(v)
    if type(v) == "string" then return true end
    return type(v) == "table" and (type(v.zh) == "string" or type(v.en) == "string")
end

check.is_text = is_text

-- 种类写错时能猜出意思的，先照猜的用：后面的检查不再为同一处重复报告，参观者也还看得到
local function guess(kind, value)
    if kind == "text" and (type(value) == "number" or type(value) == "boolean") then return tostring(value) end
    if kind == "text" and type(value) == "table" and is_text(value[1]) then return value[1] end
    if kind == "list" and is_text(value) then return { value } end
    if kind == "flag" then return value ~= "错" and value ~= "否" and value ~= 0 end
    return nil
end

local kinds = { -- 字段的种类：怎样算对，给编辑看的说法
    text = { is_text, "文字，如 \"……\"，或 { zh = \"……\", en = \"……\" }" },
    name = { function(v) return type(v) == "string" end, "名字，写成 \"……\"" },
    number = { function(v) return type(v) == "number" end, "数字" },
    date = { function(v) return type(v) == "string" and engine.days(v) ~= nil end, "日期，写成 \"2027-10-31\"" },
    flag = { function(v) return type(v) == "boolean" end, "true 或 false" },
    list = { function(v) return type(v) == "table" end, "花括号里的一组，如 { …, … }" },
    func = { function(v) return type(v) == "function" end, "函数" },
    any = { function() return true end, "" },
}

-- 记下一个问题。finding 的字段：severity（"error"、"warning" 或 "hint"）、message、offending、remedy，可另带 line。
function check.problem(item, severity, message, offending, remedy)
    local list = item.problems
    list[#list + 1] = { severity = severity, message = message, offending = offending and tostring(offending) or "",
                        remedy = remedy or "", file = item.file, line = item.line }
end

-- 只有英文的文字，中文界面里也成了英文
local function want_chinese(item, what, value)
    if check.on() and type(value) == "table" and type(value.zh) ~= "string" and type(value.en) == "string" then
        check.problem(item, "error", what .. " 只写了英文，没有中文", value.en, "写成 { zh = \"……\", en = \"……\" }")
    end
end

local function take(item, key, value, fields)
    local kind = fields[key]
    if not kind then
        local near = check.on() and check.nearest(key, fields)
        check.problem(item, "error", string.format("%s 里没有“%s”这一项", item.kind, tostring(key)), key,
            near and string.format("是否想写：%s", near) or "删去这一项，或对照编辑指南改名")
    elseif not kinds[kind][1](value) then
        check.problem(item, "error", string.format("%s 的 %s 应当是%s", item.kind, key, kinds[kind][2]),
            type(value) == "table" and key or value, "改成 " .. kinds[kind][2])
        item[key] = guess(kind, value)
        item.misfit = item.misfit or {}
        item.misfit[key] = true
    else
        item[key] = value
        if kind == "text" then want_chinese(item, key, value) end
    end
end

-- 正在检查内容：只有这时问题才有人看
function check.on()
    return engine.ctx.checking
end

local function want_braces(kind, given, level)
    if type(given) == "table" then return end
    error(string.format("%s 后面要写一对花括号，这里却是 %s；改法：写成 %s { … }", kind, type(given), kind), level + 1)
end

-- 由编辑写的一对花括号做成对象：记下所在行，挑出认得的字段，其余记为问题。
function check.make(kind, given, fields)
    want_braces(kind, given, 3)
    return check.fill(engine.here { kind = kind }, given, fields)
end

function check.fill(item, given, fields)
    item.problems = {}
    for key, value in pairs(given) do
        if type(key) == "number" then item[key] = value else take(item, key, value, fields) end
    end
    if type(item.theme) == "string" and (item.theme == "contrast" or not theme.skins[item.theme]) then
        check.problem(item, "error", "没有这个主题：" .. item.theme, item.theme, "可用：qinglian 青莲、zhumo 朱墨")
        item.theme = nil
    end
    return item
end

-- ---- 先记着，用到才整理 ----

-- 整理里出的错，照说是编辑写的那一行：整理时那个文件早已不在调用它的路上
local function blame(item, wrong)
    if type(wrong) ~= "string" then return wrong end
    local kit, said = string.match(wrong, "^(kit/[%w_]+%.lua:%d+): (.*)$")
    return kit and string.format("%s:%d: %s（在构件 %s）", item.file, item.line, said, kit) or wrong
end

-- 一种构件的做法：给它编辑写的花括号，得到一个只有 kind、file、line、id 的对象，花括号原样放在 given。
-- 第一次取别的项时才由 read(item, given) 整理。
function check.lazy(kind, read)
    local unread = {}
    unread.__index = function(item, key)
        local given = item.given
        item.given = nil
        setmetatable(item, nil)
        local fine, wrong = pcall(read, item, given)
        if not fine then error(blame(item, wrong), 0) end
        return item[key]
    end
    return function(given, id)
        want_braces(kind, given, 2)
        return setmetatable(engine.here { kind = kind, file = "", line = 0, given = given, id = id }, unread)
    end
end

-- 编辑写的花括号，如果还没有整理；不为了看一眼就整理
function check.given(item)
    return rawget(item, "given")
end

-- 已经记下了错误
function check.failed(item)
    for _, p in ipairs(item.problems) do
        if p.severity == "error" then return true end
    end
    return false
end

-- moment "night" { … } 这样两段写的构件。
function check.named(kind, name, build)
    if type(name) ~= "string" or name == "" then
        error(string.format("%s 后面没有写名字；改法：先写名字再写花括号，如 %s \"night\" { … }", kind, kind), 3)
    end
    return function(given) return build(name, given) end
end

-- 数组部分里某一类的孩子；其余的记为问题。
function check.children(item, wanted)
    local found = {}
    for i, child in ipairs(item) do
        if type(child) == "table" and wanted[child.kind] then
            found[#found + 1] = child
        elseif child ~= false then
            local at = type(child) == "table" and child.line and child or item
            check.problem({ problems = item.problems, file = at.file, line = at.line }, "error",
                string.format("%s 里的第 %d 项放错了地方", item.kind, i),
                type(child) == "table" and (child.kind or "花括号") or child, "这里只能放：" .. check.names(wanted))
        end
    end
    return found
end

-- 一组名字排成“a、b、c”
function check.names(set)
    local list = {}
    for name in pairs(set) do list[#list + 1] = name end
    table.sort(list)
    return table.concat(list, "、")
end

-- 写了，只是种类不对：已经报告过
function check.misfits(item, field)
    return item.misfit ~= nil and item.misfit[field] == true
end

-- 没有写，或者写了空的
function check.blank(item, field)
    local value = item[field]
    if check.misfits(item, field) then return false end
    return value == nil or (is_text(value) and string.match(check.zh(value), "^%s*$") ~= nil)
end

function check.need(item, field, remedy)
    if check.on() and check.blank(item, field) then
        check.problem(item, "error", string.format("%s 缺少 %s", item.kind, field), "", remedy)
    end
end

-- 中文的文字，用来数字数、查重复；不是文字的当作空白
function check.zh(text)
    if type(text) == "table" then
        if type(text.zh) == "string" then return text.zh end
        text = text.en
    end
    if type(text) == "number" then return tostring(text) end
    return type(text) == "string" and text or ""
end

-- 列表里的文字，没有字段名可查种类的：数字照样用，别的记为问题，当作空白
function check.said(item, what, value)
    if value == nil or is_text(value) then
        want_chinese(item, what, value)
        return value
    end
    if type(value) == "number" then return tostring(value) end
    check.problem(item, "error", what .. "应当是文字，这里却是 " .. type(value), check.zh(item.stem), "写成 \"……\"")
    return ""
end

-- 一段文字的汉字数超出上限时提醒
function check.length(item, what, text, limit)
    local count = check.on() and engine.han(check.zh(text)) or 0
    if count > limit then
        check.problem(item, "warning", string.format("%s有 %d 个汉字，超过 %d 个", what, count, limit),
            check.zh(text), "删短，或分成两处写")
    end
end

-- 把 problems 交给内容检查
function check.flush(report, item)
    for _, p in ipairs(item.problems or {}) do
        report[p.severity] { file = p.file, line = p.line, message = p.message, offending = p.offending, remedy = p.remedy }
    end
end

return check
