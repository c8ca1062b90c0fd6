-- 采购流程风险图：自由画面的例子。点一个环节，看它的风险、依据和控制；看过三个环节算看完。
-- 单位换成自己的流程，改 process 这一张表就行。level：1 一般，2 较高，3 高；每条依据都写版本、施行日期和复核日期。
local basis = require "kit.basis"
local layout = require "kit.layout"
local ui = require "kit.widgets"
local words = require "kit.words"

local tender = { edition = "2017年修正", effective = "2000-01-01", scope = "招标人、投标人", review_by = "2027-10-31" }
local purchase = { edition = "2014年修正", effective = "2003-01-01", scope = "政府采购当事人", review_by = "2027-10-31" }
local soe = { edition = "2024年公布", effective = "2024-09-01", scope = "国有企业管理人员", review_by = "2027-10-31" }
local trade = { edition = "2025年6月27日修订", effective = "2025-10-15", scope = "经营者", review_by = "2027-10-31" }
local account = { edition = "2024年6月28日修正", effective = "2024-07-01", scope = "各单位的会计机构和人员", review_by = "2027-10-31" }

-- 登记一条依据：检查会看五项全不全、过没过复核日期
local cite = basis.cite

local process = {
    {
        name = "提出需求", level = 1,
        risk = "需求照着某一家的样子写，后面每一步都只能跟着走。",
        rules = { cite { basis = soe, source = "《国有企业管理人员处分条例》第十八条", text = "重大项目安排、大额度资金运作属于“三重一大”，应当集体决策。" } },
        controls = { "使用的人提，管钱的人核，分开办。", "写清用途和数量，不写品牌。", "大额的先过集体讨论。" },
    },
    {
        name = "编制计划", level = 1,
        risk = "同类需求分散到各部门、各月份，看上去每一笔都不大。",
        rules = { cite { basis = purchase, source = "《政府采购法》第二十八条", text = "不得把应当公开招标的采购化整为零，或用别的办法规避。" } },
        controls = { "同类需求按全年合并计算。", "计划变动留下理由和时间。" },
    },
    {
        name = "选择方式", level = 3,
        risk = "把一个项目拆成几份小合同，绕开公开招标；或者按某一家的产品写要求，让别人无法参加。",
        rules = { cite { basis = tender, source = "《招标投标法》第四条", text = "依法必须招标的项目，不得化整为零，也不得用其他方式规避招标。" },
                  cite { basis = purchase, source = "《政府采购法》第二十八条" } },
        controls = { "同类需求按全年合并计算。", "确需分开的，写明理由，集体决定。", "提出、审批、验收由不同的人负责。" },
    },
    {
        name = "组织评审", level = 2,
        risk = "评审的人和投标的人有往来；几家投标人事先商量好，陪着一家走过场。",
        rules = { cite { basis = tender, source = "《招标投标法》第三十二条", text = "投标人不得相互串通，也不得与招标人串通。" } },
        controls = { "评审前当面问清有没有关系，有就回避。", "评审名单当天才定，过程留痕。" },
    },
    {
        name = "签约验收", level = 1,
        risk = "收了对方的好处，合同和中标结果对不上也照签，没有到场看过也在验收单上签字。",
        rules = { cite { basis = trade, source = "《反不正当竞争法》第八条", text = "不得用财物贿赂交易相对方的工作人员；收受的一方同样不许。" } },
        controls = { "合同逐条对照中标文件。", "两人到场验收，拍照留存。" },
    },
    {
        name = "支付款项", level = 2,
        risk = "凭证不真实，活没有干完先把钱付了，或者付给了合同以外的账户。",
        rules = { cite { basis = account, source = "《会计法》第九条", text = "要根据实际发生的事项做账，不能用虚假的事项和资料。" } },
        controls = { "合同、验收、发票三样对得上才付。", "收款账户变更，打电话向对方单位核实。" },
    },
}

local levels = { "一般", "较高", "高" }
local ENOUGH = 3

local function level_mark(level, color)
    local icon = level == 1 and "diamond" or "diamond_filled"
    return row { gap = 4, align = "center",
        picture { icon = icon, width = 28, height = 28, color = color },
        level == 3 and picture { icon = icon, width = 28, height = 28, color = color },
        text { text = levels[level], role = "note", color = color } }
end

local function open(state, i, host)
    state.at = i
    if state.seen[i] then return end
    state.seen[i] = true
    state.count = state.count + 1
    if state.count == ENOUGH and host and host.finished then host.finished() end
end

local function step(state, i, s, host)
    local on = state.at == i
    local color = on and "on_act" or "ink"
    return column { grow = 1,
        ui.plate({ key = "step" .. i, label = s.name, min_height = 132, fill = on and "act" or "panel", edge = not on and "edge" or nil,
                edge_width = not on and 2 or nil, on_tap = function() open(state, i, host) end },
            column { grow = 1, justify = "center", align = "center", padding = { 8, 8 },
                text { text = s.name, role = "label", color = color, text_align = "center" }, level_mark(s.level, color) }),
        on and not engine.ctx.portrait and picture { icon = "pointer", width = 40, height = 24, color = "act", self = "center" }
            or not engine.ctx.portrait and spacer { height = 24 } or false }
end

-- 横屏一行，中间是箭头；竖屏和大字排成几行
local function steps(state, host)
    local list = {}
    if engine.ctx.portrait or ui.large() then
        for i, s in ipairs(process) do list[i] = step(state, i, s, host) end
        return grid { columns = engine.ctx.portrait and 3 or 6, gap = 16, list }
    end
    for i, s in ipairs(process) do
        if i > 1 then list[#list + 1] = column { padding = { top = 52 }, ui.icon("arrow_right", "grey", 28) } end
        list[#list + 1] = step(state, i, s, host)
    end
    return row { gap = 0, align = "start", list }
end

-- 条名、概述；最后一行是适用对象和复核日期
local function rules_of(s)
    local list, scopes, due = {}, {}, nil
    for _, r in ipairs(s.rules) do
        if not basis.expired(r) then
            list[#list + 1] = text { text = r.source, role = "body", bold = "true" }
            if r.text then list[#list + 1] = ui.body(r.text) end
            scopes[#scopes + 1] = r.scope
            due = r.review_by
        end
    end
    if #list == 0 then return { ui.note("依据正在复核，核对后重新显示。") } end
    local scope, checked = ui.note("适用：" .. table.concat(scopes, "；")), ui.note("复核日期：" .. words.date(due))
    local one_line = engine.ctx.portrait and not ui.large()
    list[#list + 1] = one_line and row { gap = 24, column { grow = 1, scope }, checked } or scope
    list[#list + 1] = not one_line and checked or false
    return list
end

local function controls_of(s)
    local list = {}
    for i, c in ipairs(s.controls) do
        list[i] = row { gap = 16, align = "start", text { text = tostring(i), role = "body", bold = "true", color = "act_down" },
            text { text = c, role = "body", grow = 1 } }
    end
    return list
end

local function part(name, color, nodes)
    return column { grow = 1, gap = 4, padding = { 10, 32 }, ui.subheading(name, color), nodes }
end

local function line_between(stacked)
    return spacer { height = stacked and 2 or nil, width = not stacked and 2 or nil, fill = "hair" }
end

-- 横屏三栏；横屏的大字、特大先风险、控制两栏，再是依据；竖屏从上到下
local function detail(s)
    local tall, large = engine.ctx.portrait, ui.large()
    local risk = part("风险", "zhu", { ui.body(s.risk), spacer {}, ui.note("条文为概述，正式使用前须由编辑对照官方文本核对。") })
    local rules, controls = part("依据", "act", rules_of(s)), part("控制", "act", controls_of(s))
    local look = { key = "detail-" .. s.name, grow = (tall or large) and 0 or 1, fill = "panel", edge = "hair", radius = 12, enter = "fade" }
    if large and not tall then
        look[1] = column { row { risk, line_between(), controls }, line_between(true), rules }
        return column(look)
    end
    look[1] = { risk, line_between(tall), rules, line_between(tall), controls }
    return (tall and column or row)(look)
end

-- 最下边的一条：古今对照，右边是去处
local function parallel(on)
    return row { fill = "act_pale", radius = 12, padding = { 16, 32 }, gap = 32, align = "center",
        picture { src = "ledgers/three.svg", width = 140, height = 140, fit = "contain", decor = true },
        column { grow = 1, text { text = "近六百年前的内部控制", role = "label" },
            text { text = "明代况钟任苏州知府，设“通关勘合簿”，专防收支作弊。", role = "quote" },
            ui.note("《明史》卷一百六十一", "ink") },
        on and column { width = 360, on } or false }
end

local function legend()
    local list = { ui.note("风险程度：", "ink") }
    for i in ipairs(levels) do list[#list + 1] = level_mark(i, "ink") end
    return row { gap = 16, align = "center", list }
end

local function view(state, _, host)
    local wide = not engine.ctx.portrait and not ui.large()
    local top = wide and row { gap = 24, align = "center", text { text = "采购流程风险图", role = "title" },
            text { text = "轻触一个环节，看它的风险、依据和控制。", role = "note", color = "grey", grow = 1 }, legend() }
        or not engine.ctx.portrait and row { gap = 24, align = "center", text { text = "采购流程风险图", role = "title", grow = 1 }, legend() }
        or column { gap = 8, text { text = "采购流程风险图", role = "title" }, ui.note("轻触一个环节，看它的风险、依据和控制。"), legend() }
    local on = layout.leave(host and host.done and host or nil)
    local whole = wide and ui.text_step() == 1 -- 一屏放得下，不滚动
    local tree = layout.sheet {
        key = "riskmap", head = top, gap = wide and 16 or 24, fixed = whole,
        body = { steps(state, host), detail(process[state.at]), parallel(whole and on) },
        foot = not whole and on or nil,
    }
    return tree, { screen = "riskmap:" .. state.at, back = "leave" }
end

local function screen(i)
    return { name = "step-" .. i, state = function() return { at = i, seen = {}, count = 0 } end }
end

return scene {
    title = "采购流程风险图",
    start = function() return { at = 3, seen = { [3] = true }, count = 1 } end,
    view = view,
    screens = { screen(1), screen(2), screen(3), screen(4), screen(5), screen(6) },
}
