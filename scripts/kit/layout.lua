-- 版式：把图、文字、按钮放到规定的位置，横屏竖屏各一种。构件只说有什么，不说放哪里。
local theme = require "kit.theme"
local words = require "kit.words"
local ui = require "kit.widgets"

local layout = {}

-- 横屏的参考宽度和高度，竖屏的参考高度；别的屏按比例
local WIDE, TALL = 1920, 1776

-- 图随字号给文字让地方：竖屏让高度，横屏让宽度；再小人物的头就看不全了
local shrink = { tall = { 1, 0.95, 0.85, 0.72 }, wide = { 1, 1, 0.91, 0.82 } }

local function scaled(width)
    return engine.ctx.width * width / WIDE
end

-- 竖屏低位操作时，能按的都沉到下边
function layout.sink()
    return engine.ctx.portrait and engine.ctx.reach and "end" or "start"
end

-- 横屏从较大起：标题、问句跟着正文一起滚动，滚动的地方才有几行高；放得下时看不出区别
function layout.scrolls_whole()
    return ui.text_step() > 1 and not engine.ctx.portrait
end

-- 横屏的大字、特大：标题短时和“第几幕”在一行里，省下的高度给正文；说的话太长时是 nil
local function title_with_progress(o, width)
    if not (ui.large() and layout.scrolls_whole() and o.title and o.progress) then return nil end
    local room = width - 40 - ui.ems(ui.tr(o.title)) * ui.text_size("title")
    for _, said in ipairs { o.progress.said, o.progress.short } do
        if ui.ems(said) * ui.text_size("note") <= room then
            return row { gap = 24, align = "center", min_height = 56, column { grow = 1, ui.title(o.title) }, ui.note(said) }
        end
    end
    return nil
end

-- 图旁边的一栏文字多宽
function layout.column_width(with_picture)
    if engine.ctx.portrait then return engine.ctx.width - 120 end
    return engine.ctx.width - (with_picture and scaled(1000) * shrink.wide[ui.text_step()] or 0) - 136
end

-- 图和文字：横屏左图右文，竖屏上图下文。
-- o：picture、flip、zoom（图上带“放大”）、progress（name、done、of、said：展项名、走过几步、共几步、一句话；short：短一些的一句话，可以没有）、title、body（节点列表）、foot（节点）、key（滚动位置跟着它）、full（内容多，标题靠上）
function layout.picture_and_text(o)
    local ctx = engine.ctx
    local airy = not ctx.portrait and not ui.large() and not o.full
    local width = scaled(1000) * shrink.wide[ui.text_step()]
    local head = title_with_progress(o, layout.column_width(o.picture))
    local title = not head and o.title and column { padding = { top = airy and 14 or 0 }, ui.title(o.title) } or false
    local inside = layout.scrolls_whole()
    local p = o.progress
    local middle = scroll { key = "scroll-" .. (o.key or ""), grow = 1, gap = 16, inside and title, o.body }
    local side = column { grow = 1, gap = 16, enter = "rise", key = "text-" .. (o.key or ""),
        padding = ctx.portrait and { top = 32, right = 60, bottom = 32, left = 60 } or { top = airy and 56 or 48, right = 72, bottom = 24, left = 64 },
        head or p and ui.running_head(p.name, p.done, p.of, p.said), not inside and title, middle, o.foot }
    if not o.picture then return side end
    local frame = ctx.contrast and "ink" or nil
    if ctx.portrait then
        local height = ctx.height * 810 / TALL * shrink.tall[ui.text_step()]
        return column { picture { key = "picture", src = o.picture, flip = o.flip, zoom = o.zoom, height = height, edge = frame, edge_width = 4 }, side }
    end
    return row { picture { key = "picture", src = o.picture, flip = o.flip, zoom = o.zoom, width = width, edge = frame, edge_width = 4 }, side }
end

-- 标题行、标题、说明；要省高度时标题和说明在一行里
local function sheet_top(o, in_line)
    local title, note = o.title and ui.title(o.title) or false, o.note and ui.note(o.note) or false
    if in_line and title and note then title, note = row { gap = 32, align = "center", title, column { grow = 1, note } }, false end
    return column { gap = 16, o.head or false, title, note }
end

-- 横屏的按钮在右边
local function right_foot(foot)
    if not foot or engine.ctx.portrait then return foot end
    return row { spacer { grow = 1 }, column { width = scaled(880), foot } }
end

-- 一整幅：标题行在上，内容占中间，按钮在下。
-- o：head、title、note、body（节点列表，放得下就不滚动）、foot、key；fixed 时 body 不滚动，用满中间的高度
function layout.sheet(o)
    local ctx = engine.ctx
    local inside = layout.scrolls_whole() and not o.fixed
    local top = (o.head or o.title or o.note) and sheet_top(o, inside and ui.large()) or false
    local middle = o.fixed and column or scroll
    return column { gap = 16, enter = "rise", key = "sheet-" .. (o.key or ""),
        padding = ctx.portrait and { top = 56, right = 60, bottom = 32, left = 60 } or { top = 48, right = 72, bottom = 24, left = 72 },
        not inside and top,
        middle { key = "scroll-" .. (o.key or ""), grow = 1, gap = o.gap or 24, justify = layout.sink(), inside and top, o.body },
        right_foot(o.foot) }
end

-- 竹子和远山：题目后面的装饰，横屏在左下角
local function backdrop()
    return picture { src = "shell/bamboo.svg", decor = true, fit = "contain", anchor = "bottom_left", width = scaled(900), height = 470 }
end

-- 竖屏站在选项上边，题目和选项之间太窄时没有
local function backdrop_tall(top, bottom)
    local height = math.min(560, bottom - top)
    if height < 320 then return false end
    return picture { src = "shell/bamboo.svg", decor = true, fit = "contain", anchor = "top_left", dy = bottom - height,
        width = engine.ctx.width, height = height }
end

-- 题目的几行字；role 是题目的字号
local function ask_of(o, role)
    return column { gap = 12, text { text = o.question, role = role, rich = true },
        o.scope and ui.note(o.scope) or false, o.hint and ui.note(o.hint, "ink") or false }
end

local function ask_height(o, role, width)
    return ui.text_height(o.question, role, width) + (o.scope and ui.text_height(o.scope, "note", width) + 12 or 0)
        + (o.hint and ui.text_height(o.hint, "note", width) + 12 or 0)
end

-- 题目的图有多高：room 是空着的高度，没有写图时是 nil。没有作答时图总在（least，放不下就跟着滚动），答过以后放得下才在
local function picture_height(o, room, least, most)
    if not o.picture then return nil end
    if o.explanation and room < least then return nil end
    return math.max(least, math.min(room, most))
end

local function asked_picture(o, height)
    return height and picture { key = "asked-picture", src = o.picture, height = height, fit = "contain", zoom = true } or false
end

-- 滚动的地方，“下一页”占去的一条；竖屏解析的高度是估计的，多留一点
local hint_bar, spare = 104, 39
layout.hint_bar = hint_bar

-- 横屏左栏的题目和解析有多高的地方
local function left_room()
    return engine.ctx.height - 56 - 24 - 56 - 24
end

-- 横屏左栏放不下：题目超过四行，或者解析露不出三行
local function crowded(o, width)
    if ui.text_height(o.question, "question", width) > 4.5 * ui.text_height("字", "question", width) then return true end
    if not o.explanation or ask_height(o, "question", width) + 24 + o.explanation_height <= left_room() then return false end
    return ask_height(o, "head", width) + 24 + o.explanation_least > left_room() - hint_bar
end

-- 题目和解析上下放在一栏里，解析站在底线上，放不下时一起滚动；从较大起放不下，题目还小一号：
-- 判断和解析的开头总在眼前，题目也不会只剩一行半。
local function asked_and_explained(o, width)
    local over = ask_height(o, "question", width) + 24 + o.explanation_height > left_room()
    local role = over and layout.scrolls_whole() and "head" or "question"
    local room = left_room() - ask_height(o, role, width) - 48 - o.explanation_height - spare
    return scroll { key = "asked", grow = 1, gap = 24, ask_of(o, role), asked_picture(o, picture_height(o, room, 180, 360)), spacer {}, o.explanation(width) }
end

-- 题目：横屏左题右选，竖屏从上到下；放不下时整幅滚动。
-- o：head、question、scope、hint、picture（题目的图）、answers（节点列表）、answers_height（大约多高）、explanation（给它宽度，它给节点）、explanation_height、
-- explanation_least（露出三行时多高）、foot、key
function layout.question(o)
    if engine.ctx.portrait then return layout.question_tall(o) end
    local width = scaled(824)
    if layout.scrolls_whole() and crowded(o, width) then return layout.question_scrolled(o) end
    local height = picture_height(o, left_room() - ask_height(o, "question", width) - 24 - spare, 240, 520)
    return stack { not o.explanation and not o.picture and backdrop() or false,
        row { gap = scaled(72), enter = "rise", key = "ask-" .. (o.key or ""), padding = { top = 56, right = 72, bottom = 24, left = 72 },
            column { width = width, gap = 24, o.head,
                o.explanation and asked_and_explained(o, width) or scroll { key = "ask", grow = 1, gap = 24, ask_of(o, "question"), asked_picture(o, height) } },
            column { grow = 1, gap = 24, padding = { top = 96 }, scroll { key = "answers", grow = 1, gap = 24, o.answers }, o.foot } } }
end

-- 竖屏。标准、较大时解析可以在自己的地方滚动，大字、特大时要么整个看得见，要么整幅滚动
function layout.question_tall(o)
    local ctx = engine.ctx
    local free = ctx.height - 64 - 32 - 108 - 24 - 56 - 24 - ask_height(o, "question", ctx.width - 120)
    local least = o.explanation and o.explanation_height + spare
    if least and not ui.large() then least = math.min(least, 420) end
    local room = free - 24 - o.answers_height - 24 - (o.explanation and o.explanation_height + spare or 0)
    local height = picture_height(o, room - 24, 240, 560)
    if o.answers_height + 24 + (least or 0) > free - 24 or (height or 0) > room then return layout.question_scrolled(o) end
    local asked = 64 + 56 + 24 + ask_height(o, "question", ctx.width - 120)
    return stack { not o.explanation and not o.picture and backdrop_tall(asked, ctx.height - 32 - 108 - 48 - o.answers_height) or false,
        column { gap = 24, enter = "rise", key = "ask-" .. (o.key or ""), padding = { top = 64, right = 60, bottom = 32, left = 60 },
            o.head, ask_of(o, "question"), asked_picture(o, height),
            scroll { key = "why", grow = 1, o.explanation and o.explanation(ctx.width - 120) or false },
            column { gap = 24, o.answers }, o.foot } }
end

-- 一栏，整幅滚动，按钮不动；横屏答过以后题目小一号，解析的开头才在眼前
function layout.question_scrolled(o)
    local tall = engine.ctx.portrait
    local pad, role = tall and 60 or 72, o.explanation and not tall and "head" or "question"
    return column { gap = 24, enter = "rise", key = "ask-" .. (o.key or ""), padding = { top = tall and 48 or 40, right = pad, bottom = tall and 32 or 24, left = pad },
        o.head,
        scroll { key = "all" .. (o.explanation and "-answered" or ""), grow = 1, gap = 24, ask_of(o, role),
            asked_picture(o, not o.explanation and picture_height(o, 0, tall and 420 or 320, 420) or nil),
            o.explanation and o.explanation(engine.ctx.width - 2 * pad) or false, o.answers },
        right_foot(o.foot) }
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
