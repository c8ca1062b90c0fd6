-- 版式：把图、文字、按钮放到规定的位置，横屏竖屏各一种。构件只说有什么，不说放哪里。
local theme = require "kit.theme"
local words = require "kit.words"
local ui = require "kit.widgets"

local layout = {}

-- 横屏的参考宽度和高度，竖屏的参考高度；别的屏按比例
local WIDE, TALL = 1920, 1776

-- 竖屏的图随字号让出高度；再小人物的头就看不全了
local shrink = { 1, 0.95, 0.85, 0.72 }

local function scaled(width)
    return engine.ctx.width * width / WIDE
end

-- 竖屏低位操作时，能按的都沉到下边
function layout.sink()
    return engine.ctx.portrait and engine.ctx.reach and "end" or "start"
end

-- 宽的一栏文字有多宽
function layout.text_width()
    if engine.ctx.portrait then return engine.ctx.width - 120 end
    return engine.ctx.width - scaled(1000) - 64 - 72
end

-- 图和文字：横屏左图右文，竖屏上图下文。
-- o：picture、flip、head、title、body（节点列表）、foot（节点）、key（滚动位置跟着它）、full（内容多，标题靠上）
function layout.picture_and_text(o)
    local ctx = engine.ctx
    local airy = not ctx.portrait and not ui.large() and not o.full
    local middle = scroll { key = "scroll-" .. (o.key or ""), grow = 1, gap = 16, o.body }
    local side = column { grow = 1, gap = 16, enter = "rise", key = "text-" .. (o.key or ""),
        padding = ctx.portrait and { top = 32, right = 60, bottom = 32, left = 60 } or { top = airy and 56 or 48, right = 72, bottom = 24, left = 64 },
        o.head, o.title and column { padding = { top = airy and 14 or 0 }, ui.title(o.title) } or false, middle, o.foot }
    if not o.picture then return side end
    local frame = ctx.contrast and "ink" or nil
    if ctx.portrait then
        local height = ctx.height * 810 / TALL * shrink[ui.text_step()]
        return column { picture { key = "picture", src = o.picture, flip = o.flip, height = height, edge = frame, edge_width = 4 }, side }
    end
    return row { picture { key = "picture", src = o.picture, flip = o.flip, width = scaled(1000), edge = frame, edge_width = 4 }, side }
end

-- 一整幅：标题行在上，内容占中间，按钮在下。
-- o：head、title、note、body（节点列表，放得下就不滚动）、foot、key；fixed 时 body 不滚动，用满中间的高度
function layout.sheet(o)
    local ctx = engine.ctx
    local foot = o.foot
    if foot and not ctx.portrait then foot = row { spacer { grow = 1 }, column { width = scaled(880), foot } } end
    local middle = o.fixed and column or scroll
    return column { gap = 16, enter = "rise", key = "sheet-" .. (o.key or ""),
        padding = ctx.portrait and { top = 56, right = 60, bottom = 32, left = 60 } or { top = 48, right = 72, bottom = 24, left = 72 },
        o.head, o.title and ui.title(o.title) or false, o.note and ui.note(o.note) or false,
        middle { key = "scroll-" .. (o.key or ""), grow = 1, gap = o.gap or 24, justify = layout.sink(), o.body },
        foot }
end

-- 竹子和远山：题目后面的装饰
local function backdrop()
    local ctx = engine.ctx
    local height = ctx.portrait and 560 or 470
    return picture { src = "shell/bamboo.svg", decor = true, fit = "contain",
        anchor = ctx.portrait and "left" or "bottom_left", width = ctx.portrait and ctx.width or scaled(900), height = height }
end

-- 题目：横屏左题右选，竖屏从上到下；放不下时整幅滚动。
-- o：head、question、scope、hint、answers（节点列表）、answers_height（大约多高）、explanation、explanation_height、foot、key
function layout.question(o)
    local ctx = engine.ctx
    local ask = column { gap = 12,
        text { text = o.question, role = "question", rich = true },
        o.scope and ui.note(o.scope) or false, o.hint and ui.note(o.hint, "ink") or false }
    local width = ctx.portrait and ctx.width - 120 or scaled(824)
    local asked = 56 + 24 + ui.text_height(o.question, "question", width) + (o.scope and ui.text_height(o.scope, "note", width) + 12 or 0)
        + (o.hint and ui.text_height(o.hint, "note", width) + 12 or 0)
    if ctx.portrait then return layout.question_tall(o, ask, asked) end
    if ui.large() and ui.text_height(o.question, "question", width) > 4.5 * ui.text_height("字", "question", width) then
        return layout.question_scrolled(o, ask)
    end
    return stack { not o.explanation and backdrop() or false,
        row { gap = scaled(72), enter = "rise", key = "ask-" .. (o.key or ""), padding = { top = 56, right = 72, bottom = 24, left = 72 },
            column { width = width, gap = 24, o.head,
                scroll { key = "ask", grow = 1, ask },
                o.explanation and scroll { key = "why", height = math.min(o.explanation_height, (ctx.height - 80) * 0.62), o.explanation } or false },
            column { grow = 1, gap = 24, padding = { top = 96 }, scroll { key = "answers", grow = 1, gap = 24, o.answers }, o.foot } } }
end

function layout.question_tall(o, ask, asked)
    local ctx = engine.ctx
    local free = ctx.height - 64 - 32 - 108 - 24 - asked
    local wanted = o.answers_height + 24 + (o.explanation and math.min(o.explanation_height, 420) or 0)
    if wanted > free - 24 then return layout.question_scrolled(o, ask) end
    return stack { not o.explanation and backdrop() or false,
        column { gap = 24, enter = "rise", key = "ask-" .. (o.key or ""), padding = { top = 64, right = 60, bottom = 32, left = 60 },
            o.head, ask,
            scroll { key = "why", grow = 1, o.explanation },
            column { gap = 24, o.answers }, o.foot } }
end

function layout.question_scrolled(o, ask)
    local pad = engine.ctx.portrait and 60 or 72
    return column { gap = 24, enter = "rise", key = "ask-" .. (o.key or ""), padding = { top = 48, right = pad, bottom = 32, left = pad },
        o.head,
        scroll { key = "all" .. (o.explanation and "-answered" or ""), grow = 1, gap = 24, ask, o.explanation, o.answers },
        o.foot }
end

-- 结束时的去处：包着它的展项（host）的下一部分，不然是下一个展项，不然是首页
local function way_on(host)
    if host then return { host.label or words.say "carry_on", after = "next", on_tap = host.done } end
    if engine.ctx.next ~= "" then
        return { words.say "next_exhibit", after = "next", on_tap = function() engine.go("next") end }
    end
    return { words.say "home", icon = "home", on_tap = function() engine.go("home") end }
end

-- 结束时的按钮：左边 again（可以没有），右边是去处；quiet 时用白底，放在深色栏上
function layout.leave(host, again, quiet)
    local on = way_on(host)
    on.key, on.grow, on.height, on.tight = "on", 1, 108, true
    return ui.foot { again or false, quiet and ui.secondary(on) or ui.primary(on) }
end

-- 一组东西按每页几个分页：返回这一页的、一共几页
function layout.page_of(list, page, per_page)
    local pages = math.max(1, math.ceil(#list / per_page))
    local here, from = {}, (math.min(page, pages) - 1) * per_page
    for i = from + 1, math.min(from + per_page, #list) do here[#here + 1] = list[i] end
    return here, pages
end

-- 场景停留多久换一张的毫秒数
layout.attract_hold = theme.motion.attract_hold

return layout
