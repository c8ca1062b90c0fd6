-- 一千五百字的故事和一张照片；文字可以滑动，也可以自己滚动。
local content = require "content"
local parts = require "parts"

local function told()
    local list = {}
    for i, paragraph in ipairs(content.paragraphs) do list[i] = parts.says(36, paragraph) end
    return list
end

local function view(state)
    local photo = picture { key = "photo", src = "photo-02.png", width = 640, height = 400 }
    local words = scroll { key = "told", grow = 1, glide = state.playing and 200 or 0, told() }
    local play = row { parts.block({ key = "play", width = 300, height = 90, fill = "#3A7A50", said = "center",
        on_tap = function() state.playing = not state.playing end }, content.play, 36) }
    local body
    if engine.ctx.portrait then
        body = column { grow = 1, padding = { 32, 60 }, gap = 32, row { justify = "center", photo }, play, words }
    else
        body = row { grow = 1, padding = { top = 40, right = 40, bottom = 24, left = 120 }, gap = 60, words,
            column { width = 640, gap = 56, photo, play } }
    end
    return column { fill = "#206030", grow = 1, parts.top(content.story), body }, { screen = "tale", back = "leave", chars = 1500 }
end

return scene { title = content.story, view = view }
