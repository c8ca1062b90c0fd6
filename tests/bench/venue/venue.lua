-- 基准展馆的首页：十二张照片。打开的只有两个：一道题和一个故事。
local content = require "content"
local parts = require "parts"

local open = { "question", "tale" }

local function card(i)
    local wide = not engine.ctx.portrait
    local width = wide and 400 or 316
    return button { key = "card" .. i, width = width + 40, height = wide and 296 or 420, fill = "#2B5078", padding = { 8, 20 },
        on_tap = function() engine.go("scene", open[i] or "question") end,
        picture { src = string.format("photo-%02d.png", i), width = width, height = wide and 250 or 374 },
        parts.says(28, content.titles[i], { text_align = "center" }) }
end

local function view()
    local cards = {}
    for i = 1, 12 do cards[i] = card(i) end
    local columns = engine.ctx.portrait and 3 or 4
    return column { fill = "#204060", grow = 1, gap = 8, parts.top(content.home),
        row { justify = "center", grid { columns = columns, gap = columns == 4 and 8 or 4, cards } } }, { screen = "home", back = "leave" }
end

local home = scene { title = content.home, view = view }
home.meta = { content = "bench@1", theme = "qinglian", order = { { scene = open[1], title = content.quiz }, { scene = open[2], title = content.story } } }
return home
