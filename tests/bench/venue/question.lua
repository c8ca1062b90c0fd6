-- 一道题，四个答案；轻触答案，它变色，解析出现。
local content = require "content"
local parts = require "parts"

local function view(state)
    local answers = {}
    for i, said in ipairs(content.answers) do
        local color = state.chosen ~= i and "#8A5A3A" or i == 1 and "#2E7D32" or "#B71C1C"
        answers[i] = parts.block({ key = "answer" .. i, height = 90, fill = color, padding = { 0, 30 }, said = "left",
            on_tap = function() state.chosen = i end }, said, 34)
    end
    local aside = engine.ctx.portrait and 60 or 120
    return column { fill = "#603020", grow = 1, parts.top(content.quiz),
        column { padding = { top = 44, right = aside, bottom = 0, left = aside }, gap = 20,
            parts.says(40, content.question, { min_height = 180 }), answers,
            state.chosen and parts.says(34, content.explanation) } }, { screen = "question", back = "leave" }
end

return scene { title = content.quiz, view = view }
