-- 出处与法规依据。引用法律、法规、纪律条文的条目要写全五项：
-- source 出处、edition 版本、effective 施行日期、scope 适用对象、review_by 复核日期。过了复核日期就自己收起来。
local check = require "kit.check"
local words = require "kit.words"

local basis = {}

-- 构件在自己的字段表里并入这几项
basis.fields = { source = "text", edition = "text", effective = "date", scope = "text", review_by = "date",
                 basis = "list", article = "text" }

local signs = { "法》", "条例》", "准则》", "规定》", "解释》", "办法》", "宪法" }

-- 像不像法规，只有内容检查要看：没有写日期的，参观时没有什么可收起来
local function cites_law(item)
    if item.kind == "law" or item.effective or item.edition or item.review_by then return true end
    for _, sign in ipairs(signs) do
        if string.find(check.zh(item.source), sign, 1, true) then return true end
    end
    return false
end

-- basis = 一份共用的依据，article = 第几条：展开成条目自己的五项
function basis.adopt(item)
    local shared = item.basis
    if shared then
        for _, field in ipairs { "edition", "effective", "scope", "review_by" } do
            if item[field] == nil then item[field] = shared[field] end
        end
        if item.source == nil and shared.source then item.source = shared.source .. (item.article or "") end
    end
    return item
end

local asked = {
    source = "source = \"《法律全名》第几条\"",
    edition = "edition = \"哪一年的版本或修正\"",
    effective = "effective = \"施行日期，如 2020-07-01\"",
    scope = "scope = \"适用于谁，如 公职人员\"",
    review_by = "review_by = \"复核日期，最好在一年以内\"",
}

-- 收起来的是哪些
local unseen = { moment = "这一幕的文字，标题和去处还在", ending = "这个结局的文字，标题还在", panel = "这一页" }

-- 法规条目缺项是错误；过期、复核日期太远是提醒
function basis.check(item)
    if not (check.on() and cites_law(item)) then return end
    for _, field in ipairs { "source", "edition", "effective", "scope", "review_by" } do
        if check.blank(item, field) then
            check.problem(item, "error", string.format("引用法规的条目缺少 %s", field), check.zh(item.source),
                "补上 " .. asked[field])
        end
    end
    if basis.early(item) then
        check.problem(item, "warning", "施行日期还没有到", item.effective, "核对 effective；施行以前请引用现行的版本")
    end
    if basis.expired(item) then
        check.problem(item, "warning", "已过复核日期，参观者看不到" .. (unseen[item.kind] or "这一条"), item.review_by,
            "对照官方文本核对后，改写 review_by")
    elseif basis.soon(item) then
        check.problem(item, "hint", string.format("还有 %d 天到复核日期，过了参观者就看不到", basis.soon(item)), item.review_by,
            "对照官方文本核对后，改写 review_by")
    elseif basis.far(item) then
        check.problem(item, "warning", "复核日期在一年以后", item.review_by, "改为一年以内的日期")
    end
end

-- 自由画面里引用的一条：五项之外的项随意写（name、text……），原样留着。登记以后，检查会看五项全不全、过没过期；
-- 画面自己用 basis.expired 收起来，用 basis.line 写出处。
local registered = {}

function basis.cite(given)
    local fields = {}
    for key in pairs(given) do fields[key] = "any" end
    for key, kind in pairs(basis.fields) do fields[key] = kind end
    local item = basis.adopt(check.make("law", given, fields))
    if check.on() then
        basis.check(item)
        registered[#registered + 1] = item
    end
    return item
end

-- 这个展项登记过的
function basis.cited()
    return registered
end

-- 哪一天复核；还没有整理的条目，照 adopt 的规矩从它的花括号里看
local function due_of(item)
    local given = check.given(item)
    if not given then return item.review_by and engine.days(item.review_by) end
    local due, shared = given.review_by and engine.days(given.review_by), given.basis
    return due or type(shared) == "table" and shared.review_by and engine.days(shared.review_by) or nil
end

-- 过了复核日期；机器时间不可信时一律算没过。写了复核日期的都是引用法规的条目
function basis.expired(item)
    local due = due_of(item)
    if not (due and engine.ctx.date_known) then return false end
    local today = engine.days(engine.ctx.today)
    return today ~= nil and today > due
end

-- 还没有施行
function basis.early(item)
    local ctx = engine.ctx
    if not (item.effective and ctx.date_known) then return false end
    local since, today = engine.days(item.effective), engine.days(ctx.today)
    return since ~= nil and today ~= nil and since > today
end

-- 30 天以内到期：还有几天
function basis.soon(item)
    local ctx = engine.ctx
    if not (item.review_by and ctx.date_known) then return nil end
    local due, today = engine.days(item.review_by), engine.days(ctx.today)
    local left = due and today and due - today
    return left and left >= 0 and left <= 30 and left or nil
end

function basis.far(item)
    local ctx = engine.ctx
    if not (item.review_by and ctx.date_known) then return false end
    local due, today = engine.days(item.review_by), engine.days(ctx.today)
    return due ~= nil and today ~= nil and due - today > 366
end

-- 给参观者看的一行出处：全名、版本、何时施行
function basis.line(item)
    local source = engine.tr(item.source)
    if source == nil or source == "" then return nil end
    if not item.effective then return source end
    local since = words.say("effective", words.date(item.effective))
    if item.edition then
        return string.format("%s（%s，%s）", source, engine.tr(item.edition), since)
    end
    return source .. "，" .. since
end

return basis
